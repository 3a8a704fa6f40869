/* cli/show/heal_lines.c - prints a healed colour for people. */
#include "show/heal.h"
#include "show/terminal.h"

#include <math.h>
#include <string.h>

enum { NAME = 10 }; /* the columns of what stands in front of a line */

/* Begins a line with a name, which may be "". */
static void print_name(const char *name)
{
    printf("  ");
    print_told(name, NAME);
    printf(" ");
}

/* Prints a name and a sentence behind it. */
static void print_saying(const char *name, const char *sentence)
{
    print_name(name);
    print_told(sentence, 0);
    printf("\n");
}

/* `words` are told already. */
static void print_lab(const app *a, const char *name, const double *reflectance, sct_lab lab, const char *words)
{
    print_name(name);
    print_swatch(a, heal_screen_lab(reflectance));
    lab = lab_shown(lab);
    print_decimal("  L ", 5, 1, lab.L);
    print_decimal("  a ", 5, 1, lab.a);
    print_decimal("  b ", 5, 1, lab.b);
    printf("%s%s\n", *words ? "   " : "", words);
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
    *out = '\0';
    if (!job->options.ink) {
        add_told(out, size, "", "pigments as given");
        return;
    }
    snprintf(out, size / 2, "%s", job->title);
    if (!job->ready)
        snprintf(out + strlen(out), size - strlen(out), " 1:%g", parts);
    if (job->ready && parts > 0)
        add_told(out, size, " ", "(meant to be used as it is)");
    else if (!job->ready && (parts < job->least_parts || parts > job->most_parts))
        add_toldf(out, size, " ", "(meant for 1:%g to 1:%g)", job->least_parts, job->most_parts);
}

/* Prints the dot fresh, healed and faded. The line of the age that was asked for names the ink and its depth. */
static int print_ages(app *a, const heal_job *job)
{
    static const sct_age order[] = {SCT_AGE_FRESH, SCT_AGE_HEALED, SCT_AGE_YEARS};
    sct_heal_options s = heal_options_of(job);
    char words[2 * WORDS_SIZE], name[32];
    describe_ink(job, words, sizeof words);
    add_toldf(words, sizeof words, ", ", "%g um deep", s.depth_um);
    for (int i = 0; i < 3; i++) {
        healed_seen h;
        s.age = order[i];
        s.band = 0;
        int code = heal_at(a, &s, &h);
        if (code)
            return code;
        name_age(order[i], s.years, name, sizeof name);
        print_lab(a, name, h.reflectance, h.lab, order[i] == job->options.age ? words : "");
    }
    return 0;
}

/* The ends of L and b of two colours. */
typedef struct ends {
    double dark, light, blue, warm;
} ends;

static ends ends_of(const sct_lab at[2])
{
    return (ends){fmin(at[0].L, at[1].L), fmax(at[0].L, at[1].L), fmin(at[0].b, at[1].b), fmax(at[0].b, at[1].b)};
}

/* Prints how far off the dot may be, and why. */
static void print_band(const healed_seen *h)
{
    const sct_heal_band *b = &h->band;
    char words[256];
    ends e = ends_of(b->dot_by_depth);
    snprintf(words, sizeof words, "L %.1f to %.1f, b %.1f to %.1f: ink %.0f to %.0f um deep", e.dark, e.light, e.blue,
             e.warm, b->depth_um[0], b->depth_um[1]);
    print_saying("may be", words);
    if (!(b->strength[0] > 1))
        return;
    e = ends_of(b->dot_by_strength);
    snprintf(words, sizeof words, "L %.1f to %.1f, b %.1f to %.1f: ink up to %.2g times stronger or weaker", e.dark, e.light,
             e.blue, e.warm, b->strength[0]);
    print_saying("", words);
}

/* Says whose hand it is, where one is known. */
static void print_hand(const app *a)
{
    sct_artist_info info;
    char words[2 * WORDS_SIZE];
    if (!a->artist || sct_artist_describe(a->artist, &info) != SCT_OK)
        return;
    snprintf(words, sizeof words, "%s", info.name[0] ? info.name : "");
    add_toldf(words, sizeof words, *words ? ", " : "", "learnt from %zu healed marks; --no-artist leaves it out",
              info.mark_count);
    print_name("hand");
    printf("%s\n", words);
}

/* Prints what a prediction rests on, which is a list. */
static void print_basis(const char *rests_on)
{
    char words[2 * WORDS_SIZE];
    print_name("rests on");
    printf("%s\n", tell_list(rests_on, words, sizeof words));
}

/* Prints the line of the skin. */
static void print_skin(const app *a, const heal_job *job)
{
    const healed_seen *h = &job->fitted;
    char words[2 * WORDS_SIZE] = "";
    add_toldf(words, sizeof words, "", "melanin %.3f, blood %.4f, base %.2f", h->tissue.melanin, h->tissue.blood,
              h->tissue.base);
    if (!job->options.use_tissue)
        add_toldf(words, sizeof words, " ", "(fitted within dE00 %.2f)", h->fit_de00);
    print_lab(a, "skin", h->bare_reflectance, h->bare_lab, words);
}

int heal_print(app *a, const heal_job *job)
{
    const sct_heal_options *s = &job->options;
    const healed_seen *h = &job->fitted;
    char words[2 * WORDS_SIZE] = "";
    int code = 0;
    print_skin(a, job);
    if (s->ink || s->pigment_count) {
        code = print_ages(a, job);
        add_toldf(words, sizeof words, "", "%.0f dots per cm2 of %.2f mm radius, %.1f %% of the skin, dE00 %.1f from bare",
                  s->density_per_cm2, s->dot_radius_mm, 100 * h->coverage, sct_de2000(h->bare_lab, h->area_lab));
        print_lab(a, "from afar", h->area_reflectance, h->area_lab, words);
        print_band(h);
        print_basis(h->rests_on);
        print_hand(a);
    }
    sct_flag flag;
    for (size_t i = 0; !a->quiet && sct_flags_at(sct_healed_flags(job->answer), i, &flag) == SCT_OK; i++) {
        words[0] = '\0';
        add_told(words, sizeof words, "", flag.message);
        add_told(words, sizeof words, "; ", flag.fix);
        print_name("mind");
        printf("%s\n", words);
    }
    return code;
}
