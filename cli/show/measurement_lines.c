/* cli/show/measurement_lines.c - prints what was measured in the photos, and what is wrong with them. */
#include "show/measurement.h"

#include <math.h>
#include <string.h>

static void describe_correction(const sct_correction *c, char *line, size_t size)
{
    switch (c->kind) {
    case SCT_CORRECTION_CHART:
        add_toldf(line, size, ", ", "%s found (%d patches, off by %.1f)", c->chart, c->patches_used, c->loo_de00_mean);
        break;
    case SCT_CORRECTION_GREY:
    case SCT_CORRECTION_WHITE_BALANCE: add_told(line, size, ", ", "corrected by grey"); break;
    case SCT_CORRECTION_CAMERA:
        add_told(line, size, ", ", c->patches_used ? "corrected by the camera and grey" : "corrected by the camera alone");
        break;
    case SCT_CORRECTION_NONE: add_told(line, size, ", ", "no colour chart"); break;
    case SCT_CORRECTION_VALUES: add_told(line, size, ", ", "colours as given"); break;
    }
    if (c->mm_per_px > 0)
        add_toldf(line, size, ", ", "%.3f mm per px", c->mm_per_px);
}

void print_photo_lines(const client *c, const sct_measurement *m)
{
    enum { INDENT = 5 };
    for (size_t i = 0; i < c->count; i++) {
        sct_photo_info p;
        sct_correction correction;
        sct_agreement agreement;
        char line[1024];
        if (sct_measurement_photo(m, i, &p) != SCT_OK || sct_measurement_correction(m, i, &correction) != SCT_OK ||
            sct_measurement_agreement(m, i, &agreement) != SCT_OK)
            continue;
        snprintf(line, sizeof line / 2, "%s   %u x %u", c->name[i], p.width, p.height);
        if (p.profile_name[0])
            snprintf(line + strlen(line), sizeof line - strlen(line), ", %s", p.profile_name);
        else
            add_told(line, sizeof line, ", ", "no profile");
        if (p.profile_source == SCT_PROFILE_ASSUMED_SRGB)
            add_told(line, sizeof line, " ", "(assumed)");
        describe_correction(&correction, line, sizeof line);
        if (agreement.left_out)
            add_told(line, sizeof line, "; ", "left out");
        print_line(line, INDENT);
    }
}

void print_colour(const app *a, const char *name, sct_lab lab, const char *words, double u95_de00)
{
    enum { NUMBERS = 49 };
    int columns = line_width();
    char doubt[32] = "", told[WORDS_SIZE];
    if (isfinite(u95_de00))
        add_toldf(doubt, sizeof doubt, "   ", "+- %.1f", u95_de00);
    words = tell(words, told, sizeof told);
    print_label(name);
    print_swatch(a, lab);
    lab = lab_shown(lab);
    print_decimal("  L ", 5, 1, lab.L);
    print_decimal("  a ", 5, 1, lab.a);
    print_decimal("  b ", 5, 1, lab.b);
    if (NUMBERS + text_columns(words) + text_columns(doubt) <= columns) {
        printf("   %s%s\n", words, doubt);
    } else {
        printf("%s\n", doubt);
        print_long("", words);
    }
}

static void describe_hair(const sct_hair *h, char *out, size_t size)
{
    out[0] = '\0';
    add_told(out, size, "", "the hair itself");
    if (isfinite(h->density_per_cm2))
        add_toldf(out, size, ", ", "%.0f per cm2", h->density_per_cm2);
    if (isfinite(h->width_mm))
        add_toldf(out, size, ", ", "%.2f mm wide", h->width_mm);
    if (isfinite(h->grey_fraction))
        add_toldf(out, size, ", ", "%.0f %% grey (%.0f to %.0f)", 100 * h->grey_fraction, 100 * h->grey_lo,
                  100 * h->grey_hi);
}

void print_colour_lines(const app *a, const sct_measurement *m)
{
    char words[160];
    sct_skin skin;
    sct_hair hair;
    if (sct_measurement_skin(m, &skin) == SCT_OK) {
        snprintf(words, sizeof words, "%s (ITA %.0f, %.0f to %.0f), %s undertone", skin.ita_class, skin.ita_deg,
                 skin.ita_lo_deg, skin.ita_hi_deg, skin.undertone);
        print_colour(a, "skin", skin.estimate.lab, words, skin.estimate.u95_de00);
    }
    if (sct_measurement_hair(m, &hair) != SCT_OK)
        return;
    describe_hair(&hair, words, sizeof words);
    print_colour(a, hair.kind == SCT_HAIR_STUBBLE ? "stubble" : "hair", hair.strand.lab, words, hair.strand.u95_de00);
    if (hair.kind == SCT_HAIR_STUBBLE && hair.shadow.pixels)
        print_colour(a, "shadow", hair.shadow.lab, "what the eye sees from a metre away", hair.shadow.u95_de00);
}

static int is_shown(const app *a, const sct_flag *flag)
{
    return !a->quiet || flag->severity == SCT_SEVERITY_FORBIDS_PICK;
}

int shown_flags(const app *a, const sct_flags *flags)
{
    int shown = 0;
    sct_flag flag;
    for (size_t i = 0; sct_flags_at(flags, i, &flag) == SCT_OK; i++)
        shown += is_shown(a, &flag);
    return shown;
}

/* Whether a flag of this name stands in an earlier list, or earlier in its own. */
static int is_told(const sct_flags *const *lists, size_t list, size_t index, const char *name)
{
    sct_flag flag;
    for (size_t i = 0; i <= list; i++)
        for (size_t k = 0; (i < list || k < index) && sct_flags_at(lists[i], k, &flag) == SCT_OK; k++)
            if (strcmp(flag.name, name) == 0)
                return 1;
    return 0;
}

void print_flag_lists(const app *a, const sct_flags *const *lists, size_t count)
{
    int first = 1;
    sct_flag flag;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; sct_flags_at(lists[i], k, &flag) == SCT_OK; k++) {
            char line[2 * WORDS_SIZE], words[WORDS_SIZE];
            if (!is_shown(a, &flag) || is_told(lists, i, k, flag.name))
                continue;
            words_of_options(flag.message, line, WORDS_SIZE);
            words_of_options(flag.fix, words, sizeof words);
            if (*words)
                snprintf(line + strlen(line), sizeof line - strlen(line), "%s%s", semicolon(), words);
            print_wrapped(first ? "Photo" : "", line);
            first = 0;
        }
}

void print_flags(const app *a, const sct_flags *flags)
{
    print_flag_lists(a, &flags, 1);
}
