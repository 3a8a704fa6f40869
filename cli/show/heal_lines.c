/* cli/show/heal_lines.c - prints a healed colour for people. */
#include "show/heal.h"
#include "show/terminal.h"

#include <math.h>
#include <string.h>

static void print_lab(const app *a, const char *name, const double *reflectance, sct_lab lab, const char *words)
{
    printf("  %-10s ", name);
    print_swatch(a, heal_screen_lab(reflectance));
    lab = lab_shown(lab);
    printf("  L %5.1f  a %5.1f  b %5.1f   %s\n", lab.L, lab.a, lab.b, words);
}

/* Years are named with their number. */
static void name_age(sct_age age, double years, char *out, size_t size)
{
    if (age == SCT_AGE_YEARS)
        snprintf(out, size, "%g years", years);
    else
        snprintf(out, size, "%s", sct_age_name(age));
}

/* Names the ink and its dilution, and the range of the ink when it is not made for that dilution. */
static void describe_ink(const heal_job *job, char *out, size_t size)
{
    double parts = job->options.parts_water;
    if (!job->options.ink)
        snprintf(out, size, "pigments as given");
    else if (job->ready)
        snprintf(out, size, "%s%s", job->title, parts > 0 ? " (meant to be used as it is)" : "");
    else if (parts < job->least_parts || parts > job->most_parts)
        snprintf(out, size, "%s 1:%g (meant for 1:%g to 1:%g)", job->title, parts, job->least_parts, job->most_parts);
    else
        snprintf(out, size, "%s 1:%g", job->title, parts);
}

/* Prints the dot fresh, healed and faded. The line of the age that was asked for names the ink and its depth. */
static int print_ages(app *a, const heal_job *job)
{
    static const sct_age order[] = {SCT_AGE_FRESH, SCT_AGE_HEALED, SCT_AGE_YEARS};
    sct_heal_options s = heal_options_of(job);
    char ink[256], words[320], name[32];
    describe_ink(job, ink, sizeof ink);
    for (int i = 0; i < 3; i++) {
        healed_seen h;
        s.age = order[i];
        s.band = 0;
        int code = heal_at(a, &s, &h);
        if (code)
            return code;
        name_age(order[i], s.years, name, sizeof name);
        snprintf(words, sizeof words, "%s, %g um deep", ink, s.depth_um);
        print_lab(a, name, h.reflectance, h.lab, order[i] == job->options.age ? words : "");
    }
    return 0;
}

static void range_words(char *out, size_t size, const sct_lab ends[2])
{
    double lo = fmin(ends[0].L, ends[1].L), hi = fmax(ends[0].L, ends[1].L);
    double blue = fmin(ends[0].b, ends[1].b), warm = fmax(ends[0].b, ends[1].b);
    snprintf(out, size, "L %.1f to %.1f, b %.1f to %.1f", lo, hi, blue, warm);
}

/* Prints how far off the dot may be, and why. */
static void print_band(const healed_seen *h)
{
    const sct_heal_band *b = &h->band;
    char range[96];
    range_words(range, sizeof range, b->dot_by_depth);
    printf("  %-10s %s: ink %.0f to %.0f um deep\n", "may be", range, b->depth_um[0], b->depth_um[1]);
    if (!(b->strength[0] > 1))
        return;
    range_words(range, sizeof range, b->dot_by_strength);
    printf("  %-10s %s: ink up to %.2g times stronger or weaker\n", "", range, b->strength[0]);
}

/* Says whose hand it is, where one is known. */
static void print_hand(const app *a)
{
    sct_artist_info info;
    if (a->artist && sct_artist_describe(a->artist, &info) == SCT_OK)
        printf("  %-10s %s, learnt from %zu healed marks; --no-artist leaves it out\n", "hand",
               info.name[0] ? info.name : "the artist's", info.mark_count);
}

int heal_print(app *a, const heal_job *job)
{
    const sct_heal_options *s = &job->options;
    const healed_seen *h = &job->fitted;
    char words[200];
    int code = 0;
    snprintf(words, sizeof words, "melanin %.3f, blood %.4f, base %.2f", h->tissue.melanin, h->tissue.blood, h->tissue.base);
    if (!s->use_tissue)
        snprintf(words + strlen(words), sizeof words - strlen(words), " (fitted within dE00 %.2f)", h->fit_de00);
    print_lab(a, "skin", h->bare_reflectance, h->bare_lab, words);
    if (s->ink || s->pigment_count) {
        code = print_ages(a, job);
        snprintf(words, sizeof words, "%.0f dots per cm2 of %.2f mm radius, %.1f %% of the skin, dE00 %.1f from bare",
                 s->density_per_cm2, s->dot_radius_mm, 100 * h->coverage, sct_de2000(h->bare_lab, h->area_lab));
        print_lab(a, "from afar", h->area_reflectance, h->area_lab, words);
        print_band(h);
        printf("  %-10s %s\n", "rests on", h->rests_on);
        print_hand(a);
    }
    sct_flag flag;
    for (size_t i = 0; !a->quiet && sct_flags_at(sct_healed_flags(job->answer), i, &flag) == SCT_OK; i++)
        printf("  %-10s %s; %s\n", "mind", flag.message, flag.fix);
    return code;
}
