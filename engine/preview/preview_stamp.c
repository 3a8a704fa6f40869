/*
 * engine/preview/preview_stamp.c - pictures of one dot, drawn once and then
 * laid down at every dot.
 *
 * Values are means over pixels by sub-samples, and are scaled so that they add
 * up to what they must: a dot far smaller than a pixel darkens it by its share.
 */
#include "preview/preview_private.h"

#include <math.h>

enum { PHASES = 4, SUBSAMPLES = 4, LARGE = 24 };
static const double HALO_REACH = 6.5, BLUR_REACH = 3.5;

typedef double (*profile_fn)(double distance, double a, double b);

/* A disc of radius a under a Gaussian of standard deviation b: an error function along the edge of a large one, and a
 * Gaussian of the joint second moment for a small one. */
static double disc_profile(double d, double a, double b)
{
    if (b > a)
        return exp(-d * d / (2 * (b * b + a * a / 4)));
    return 0.5 * erfc((d - a) / (sqrt(2) * b));
}

static double halo_profile(double d, double a, double b)
{
    (void)b;
    return exp(-d / a);
}

void preview_stamp_free(preview_stamp *stamp)
{
    mem_free(stamp->values);
    *stamp = (preview_stamp){0};
}

/* One phase: the centre lies at (cx, cy) from the middle of the pixel. Returns the sum. */
static double draw_phase(float *out, int half, double cx, double cy, profile_fn profile, double a, double b)
{
    double sum = 0;
    int samples = half > LARGE ? 1 : SUBSAMPLES;
    for (int y = -half; y <= half; y++)
        for (int x = -half; x <= half; x++) {
            double value = 0;
            for (int j = 0; j < samples; j++)
                for (int i = 0; i < samples; i++)
                    value += profile(hypot(x + (i + 0.5) / samples - 0.5 - cx, y + (j + 0.5) / samples - 0.5 - cy), a, b);
            *out++ = (float)(value / (samples * samples));
            sum += value / (samples * samples);
        }
    return sum;
}

static sct_status draw(sct_context *ctx, int half, profile_fn profile, double a, double b, double total, preview_stamp *out)
{
    sct_status status = SCT_OK;
    preview_stamp s = {.half = half, .phases = half > LARGE ? 1 : PHASES};
    size_t side = 2 * (size_t)half + 1, size = side * side;
    TRY(mem_new(ctx, size * (size_t)(s.phases * s.phases), sizeof *s.values, (void **)&s.values));
    for (int j = 0; j < s.phases; j++)
        for (int i = 0; i < s.phases; i++) {
            float *values = s.values + size * (size_t)(j * s.phases + i);
            double sum = draw_phase(values, half, (i + 0.5) / s.phases - 0.5, (j + 0.5) / s.phases - 0.5, profile, a, b);
            for (size_t k = 0; k < size; k++)
                values[k] *= (float)(total / sum);
        }
    *out = s;
done:
    return status;
}

sct_status preview_stamp_disc(sct_context *ctx, double radius, double blur, preview_stamp *out)
{
    return draw(ctx, (int)ceil(radius + BLUR_REACH * blur) + 1, disc_profile, radius, blur, NUM_PI * radius * radius, out);
}

preview_alone preview_alone_of(double radius, double edge, const double halo[3])
{
    enum { STEPS = 400 };
    preview_alone out;
    double step = (radius + 5 * edge) / STEPS, sum = 0;
    for (int i = 0; i < STEPS; i++)
        sum += disc_profile((i + 0.5) * step, radius, edge) * 2 * NUM_PI * (i + 0.5) * step * step;
    for (int i = 0; i < PREVIEW_RINGS; i++) {
        double d = SKIN_WINDOW_MM * sqrt((i + 0.5) / PREVIEW_RINGS);
        out.direct[i] = disc_profile(d, radius, edge) * NUM_PI * radius * radius / sum;
        for (int c = 0; c < 3; c++)
            out.halo[c][i] = halo_profile(d, halo[c], 0) * radius * radius / (2 * halo[c] * halo[c]);
    }
    return out;
}

sct_status preview_stamp_halo(sct_context *ctx, double length, double sum, preview_stamp *out)
{
    return draw(ctx, (int)ceil(HALO_REACH * length) + 1, halo_profile, length, 0, sum, out);
}

const float *preview_stamp_at(const preview_stamp *s, double x, double y, int *column, int *row)
{
    double u = floor(x), v = floor(y);
    int i = (int)((x - u) * s->phases), j = (int)((y - v) * s->phases);
    size_t side = 2 * (size_t)s->half + 1;
    *column = (int)u;
    *row = (int)v;
    return s->values + side * side * (size_t)(j * s->phases + i);
}
