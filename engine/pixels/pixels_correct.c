/*
 * engine/pixels/pixels_correct.c - the chart's correction, exact for one pixel
 * and tabulated for rows.
 *
 * The curves are straight lines in log-log between knots and go on with the
 * slope of the outermost pair beyond them. For rows they stand in cells of
 * 1/256 octave, linear within: relative error below 1e-6 away from knots,
 * below 2e-4 in the cell of a knot where the slope turns by 0.3.
 */
#include "pixels/pixels_private.h"

#include <math.h>
#include <string.h>

/* w = curve_c(v); both linear light. */
static double curve_at(const pixels_correction *correction, int c, double v)
{
    const double *in = correction->curve_in[c], *out = correction->curve_out[c];
    int knots = correction->knots;
    if (knots == 0 || v <= 0)
        return v;
    if (knots == 1)
        return v * out[0] / in[0];
    int i = 0;
    while (i < knots - 2 && v > in[i + 1])
        i++;
    double slope = log(out[i + 1] / out[i]) / log(in[i + 1] / in[i]);
    return out[i] * pow(v / in[i], slope);
}

void pixels_correct_one(const pixels_correction *correction, double u, double v, const double rgb[3], double out[3])
{
    for (int c = 0; c < 3; c++) {
        double even = rgb[c] / exp(correction->plane_x[c] * u + correction->plane_y[c] * v);
        out[c] = curve_at(correction, c, even);
    }
}

void correct_prepare(const pixels_correction *correction, uint32_t width, correct_tables *out)
{
    for (int c = 0; c < 3; c++) {
        for (int i = 0; i < BLOCK; i++)
            out->step[c][i] = (float)exp(-correction->plane_x[c] * i / width);
        for (int i = 0; correction->knots && i <= CURVE_CELLS; i++) {
            double octave = ldexp(1.0, OCTAVE_LOW + i / OCTAVE_CELLS);
            /* Cells divide an octave evenly, as the leading bits of a float do. */
            out->curve[c][i] = (float)curve_at(correction, c, octave * (1 + (double)(i % OCTAVE_CELLS) / OCTAVE_CELLS));
        }
        out->low[c] = correction->knots ? (float)((double)out->curve[c][0] / ldexp(1.0, OCTAVE_LOW)) : 1.0f;
    }
}

/* The cell is the top bits of the float, the place in it the rest. */
static float look_up(const float *curve, float low, float v)
{
    enum { CELL_SHIFT = 23 - 8, FIRST = (127 + OCTAVE_LOW) * OCTAVE_CELLS };
    uint32_t bits;
    memcpy(&bits, &v, sizeof bits);
    uint32_t cell = bits >> CELL_SHIFT; /* a negative number gives a huge one */
    if (!(v > 0) || cell < FIRST)
        return v * low;
    cell -= FIRST;
    if (cell >= CURVE_CELLS)
        return curve[CURVE_CELLS] * (v / 16.0f);
    float within = (float)(bits & ((1u << CELL_SHIFT) - 1)) * (1.0f / (1u << CELL_SHIFT));
    return curve[cell] + within * (curve[cell + 1] - curve[cell]);
}

void correct_block(const pixels_correction *correction, const correct_tables *tables, uint32_t width, uint32_t height,
                   uint32_t x, uint32_t y, uint32_t n, float rgb[3][BLOCK])
{
    double u = ((double)x + 0.5) / width - 0.5, v = ((double)y + 0.5 - 0.5 * height) / width;
    for (int c = 0; c < 3; c++) {
        float base = (float)exp(-(correction->plane_x[c] * u + correction->plane_y[c] * v));
        for (uint32_t i = 0; i < n; i++)
            rgb[c][i] *= base * tables->step[c][i];
        for (uint32_t i = 0; correction->knots && i < n; i++)
            rgb[c][i] = look_up(tables->curve[c], tables->low[c], rgb[c][i]);
    }
}
