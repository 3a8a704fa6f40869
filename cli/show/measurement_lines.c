/* cli/show/measurement_lines.c - prints what was measured in the photos, and what is wrong with them. */
#include "show/measurement.h"

#include <math.h>
#include <string.h>

static size_t describe_correction(const sct_correction *c, char *out, size_t size)
{
    int n = 0;
    switch (c->kind) {
    case SCT_CORRECTION_CHART:
        n = snprintf(out, size, ", %s found (%d patches, leave-one-out %.1f)", c->chart, c->patches_used, c->loo_de00_mean);
        break;
    case SCT_CORRECTION_GREY:
    case SCT_CORRECTION_WHITE_BALANCE: n = snprintf(out, size, ", corrected by grey"); break;
    case SCT_CORRECTION_CAMERA:
        n = snprintf(out, size, ", corrected by the camera%s", c->patches_used ? " and grey" : " alone");
        break;
    case SCT_CORRECTION_NONE: n = snprintf(out, size, ", no colour chart"); break;
    case SCT_CORRECTION_VALUES: n = snprintf(out, size, ", colours as given"); break;
    }
    if (c->mm_per_px > 0)
        n += snprintf(out + n, size - (size_t)n, ", %.3f mm per px", c->mm_per_px);
    return (size_t)n;
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
        size_t n = (size_t)snprintf(line, sizeof line / 2, "%s   %u x %u, %s%s", c->name[i], p.width, p.height,
                                    p.profile_name[0] ? p.profile_name : "no profile",
                                    p.profile_source == SCT_PROFILE_ASSUMED_SRGB ? " (assumed)" : "");
        n = n < sizeof line / 2 ? n : sizeof line / 2 - 1;
        n += describe_correction(&correction, line + n, sizeof line - n);
        snprintf(line + n, sizeof line - n, "%s", agreement.left_out ? "; left out" : "");
        print_line(line, INDENT);
    }
}

void print_colour(const app *a, const char *name, sct_lab lab, const char *words, double u95_de00)
{
    enum { NUMBERS = 49 };
    int columns = terminal_columns();
    char doubt[32] = "";
    if (isfinite(u95_de00))
        snprintf(doubt, sizeof doubt, "   +- %.1f", u95_de00);
    printf("  %-8s ", name);
    print_swatch(a, lab);
    lab = lab_shown(lab);
    printf("  L %5.1f  a %5.1f  b %5.1f", lab.L, lab.a, lab.b);
    if (!columns || NUMBERS + text_columns(words) + text_columns(doubt) <= columns) {
        printf("   %s%s\n", words, doubt);
    } else {
        printf("%s\n", doubt);
        print_long("", words);
    }
}

static void describe_hair(const sct_hair *h, char *out, size_t size)
{
    size_t n = (size_t)snprintf(out, size, "the hair itself");
    if (isfinite(h->density_per_cm2) && n < size)
        n += (size_t)snprintf(out + n, size - n, ", %.0f per cm2", h->density_per_cm2);
    if (isfinite(h->width_mm) && n < size)
        n += (size_t)snprintf(out + n, size - n, ", %.2f mm wide", h->width_mm);
    if (isfinite(h->grey_fraction) && n < size)
        snprintf(out + n, size - n, ", %.0f %% grey (%.0f to %.0f)", 100 * h->grey_fraction, 100 * h->grey_lo,
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
            char line[WORDS_SIZE], words[WORDS_SIZE];
            if (!is_shown(a, &flag) || is_told(lists, i, k, flag.name))
                continue;
            snprintf(line, sizeof line, "%s%s%s", flag.message, *flag.fix ? "; " : "", flag.fix);
            words_of_options(line, words, sizeof words);
            print_wrapped(first ? "Photo" : "", words);
            first = 0;
        }
}

void print_flags(const app *a, const sct_flags *flags)
{
    print_flag_lists(a, &flags, 1);
}
