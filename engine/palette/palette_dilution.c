/*
 * engine/palette/palette_dilution.c - dilutions as concentrations, and the
 * colour of an ink between the dilutions it was measured at.
 *
 * Why concentration: a colour follows the amount of pigment, and that is
 * proportional to c = parts_ink / (parts_ink + parts_water). In parts of water
 * the same step means very different things: 20 to 30 takes a third of the
 * pigment away, 50 to 60 a sixth.
 */
#include "palette/palette_private.h"

#include <math.h>

double palette_concentration(double parts_ink, double parts_water)
{
    return parts_ink > 0 && parts_water >= 0 ? parts_ink / (parts_ink + parts_water) : (double)NAN;
}

double palette_parts_water(double concentration)
{
    return concentration > 0 && concentration <= 1 ? 1 / concentration - 1 : (double)NAN;
}

/* Measured colours of one state: those over black are another measurement and stay out unless there is nothing else. */
typedef struct ladder {
    const palette_ink *ink;
    sct_colour_state state;
    int black;
} ladder;

static int is_step(const ladder *steps, const sct_ink_colour *colour)
{
    return colour->state == steps->state && (colour->backing == SCT_BACKING_BLACK) == steps->black;
}

static double concentration_of(const sct_ink_colour *colour)
{
    return palette_concentration(colour->parts_ink, colour->parts_water);
}

/* Mean of all measurements at one concentration. */
static sct_lab colour_of_step(const ladder *steps, double c)
{
    sct_lab sum = {0, 0, 0};
    double n = 0;
    for (size_t i = 0; i < steps->ink->colour_count; i++) {
        const sct_ink_colour *colour = &steps->ink->colours[i];
        if (!is_step(steps, colour) || !(fabs(concentration_of(colour) - c) <= 1e-12))
            continue;
        sum.L += colour->lab.L;
        sum.a += colour->lab.a;
        sum.b += colour->lab.b;
        n++;
    }
    return (sct_lab){sum.L / n, sum.a / n, sum.b / n};
}

/* The highest measured concentration at most c, and the lowest one above it; NaN where there is none. */
static void neighbours(const ladder *steps, double c, double *below, double *above)
{
    *below = *above = (double)NAN;
    for (size_t i = 0; i < steps->ink->colour_count; i++) {
        if (!is_step(steps, &steps->ink->colours[i]))
            continue;
        double here = concentration_of(&steps->ink->colours[i]);
        if (here <= c + 1e-12 && !(here <= *below))
            *below = here;
        if (here > c + 1e-12 && !(here >= *above))
            *above = here;
    }
}

static int colour_between(const ladder *steps, double parts_water, sct_lab *out)
{
    double c = palette_concentration(1, parts_water), below = (double)NAN, above = (double)NAN;
    neighbours(steps, c, &below, &above);
    if (isfinite(below) && isfinite(above)) {
        sct_lab p = colour_of_step(steps, below), q = colour_of_step(steps, above);
        double t = (c - below) / (above - below);
        *out = (sct_lab){p.L + t * (q.L - p.L), p.a + t * (q.a - p.a), p.b + t * (q.b - p.b)};
        return 1;
    }
    /* Beyond the last measurement its own colour holds for one step of dilution, no further. */
    double end = isfinite(below) ? below : above;
    double step = steps->ink->kind == SCT_INK_DILUTABLE ? steps->ink->step : 0;
    if (!(fabs(palette_parts_water(end) - parts_water) <= step + 1e-9))
        return 0;
    *out = colour_of_step(steps, end);
    return 1;
}

int palette_colour_at(const palette_ink *ink, sct_colour_state state, double parts_water, sct_lab *out)
{
    const ladder usual = {ink, state, 0}, over_black = {ink, state, 1};
    if (!(parts_water >= 0) || !isfinite(parts_water))
        return 0;
    return colour_between(&usual, parts_water, out) || colour_between(&over_black, parts_water, out);
}
