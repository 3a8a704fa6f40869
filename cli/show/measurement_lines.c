/* cli/show/measurement_lines.c - prints what was measured in the photos, and what is wrong with them. */
#include "show/measurement.h"

#include <math.h>

static void print_correction(const sct_correction *c)
{
    switch (c->kind) {
    case SCT_CORRECTION_CHART:
        printf(", %s found (%d patches, leave-one-out %.1f)", c->chart, c->patches_used, c->loo_de00_mean);
        break;
    case SCT_CORRECTION_GREY:
    case SCT_CORRECTION_WHITE_BALANCE: printf(", corrected by grey"); break;
    case SCT_CORRECTION_NONE: printf(", no colour chart"); break;
    }
    if (c->mm_per_px > 0)
        printf(", %.3f mm per px", c->mm_per_px);
}

void print_photo_lines(const client *c, const sct_measurement *m)
{
    for (size_t i = 0; i < c->count; i++) {
        const sct_photo_info *p = &m->photos[i];
        printf("%s   %u x %u, %s%s", c->name[i], p->width, p->height, p->profile_name[0] ? p->profile_name : "no profile",
               p->profile_source == SCT_PROFILE_ASSUMED_SRGB ? " (assumed)" : "");
        print_correction(&m->corrections[i]);
        printf("%s\n", m->left_out >> i & 1u ? "; left out" : "");
    }
}

static void print_colour(const app *a, const char *name, const sct_estimate *e, const char *words)
{
    printf("  %-8s ", name);
    print_swatch(a, e->lab);
    sct_lab lab = lab_shown(e->lab);
    printf("  L %5.1f  a %5.1f  b %5.1f   %s   +- %.1f\n", lab.L, lab.a, lab.b, words, e->u95_de00);
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
    if (m->skin.estimate.pixels) {
        snprintf(words, sizeof words, "%s (ITA %.0f, %.0f to %.0f), %s undertone", m->skin.ita_class, m->skin.ita_deg,
                 m->skin.ita_lo_deg, m->skin.ita_hi_deg, m->skin.undertone);
        print_colour(a, "skin", &m->skin.estimate, words);
    }
    if (m->hair.kind != SCT_HAIR_NONE) {
        describe_hair(&m->hair, words, sizeof words);
        print_colour(a, m->hair.kind == SCT_HAIR_STUBBLE ? "stubble" : "hair", &m->hair.strand, words);
    }
    if (m->hair.kind == SCT_HAIR_STUBBLE && m->hair.shadow.pixels)
        print_colour(a, "shadow", &m->hair.shadow, "what the eye sees from a metre away");
}

int shown_flags(const app *a, const sct_flags *flags)
{
    int shown = 0;
    for (size_t i = 0; i < flags->count; i++)
        shown += !a->quiet || flags->items[i].forbids_pick;
    return shown;
}

void print_flags(const app *a, const sct_flags *flags)
{
    int first = 1;
    for (size_t i = 0; i < flags->count; i++) {
        const sct_flag *f = &flags->items[i];
        if (a->quiet && !f->forbids_pick)
            continue;
        char line[sizeof f->message + sizeof f->fix + 4], words[WORDS_SIZE];
        snprintf(line, sizeof line, "%s%s%s", f->message, *f->fix ? "; " : "", f->fix);
        words_of_options(line, words, sizeof words);
        print_wrapped(first ? "Photo" : "", words);
        first = 0;
    }
}
