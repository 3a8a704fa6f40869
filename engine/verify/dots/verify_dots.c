/*
 * engine/verify/dots/verify_dots.c - dots of ink: dark places of one size, deeper than what
 * the skin's own texture has of light ones.
 *
 * A dot answers a difference of two Gaussians most when these are as wide as it is (T.
 * Lindeberg, "Feature detection with automatic scale selection", Int. J. Computer Vision
 * 30 (1998) 79-116): a disc of radius r at a standard deviation of r / sqrt 2.
 */
#include "verify/verify.h"

#include <math.h>
#include <string.h>

static const double WIDER = 1.6;              /* of the two Gaussians */
static const double SIGMA_OF_DIAMETER = 0.28; /* of the narrower one, whose difference acts as 1.26 times as wide */
enum { SIZES = 8, TOP = 250, LEAST_PEAKS = 100, LEAST_DOTS = 150 };
static const double DEEPER = 1.15;   /* than texture */
static const double FAINTEST = 0.25; /* of the usual dot */
/* Times the texture, below which a photo's compression takes more of some dots than of others. */
static const double LEAST_CLEAR = 5;
static const double LEAST_DOT_PX = 2.8; /* of the photo: below it dots are not told apart */

/* Where in the fine plane dots are looked for. */
typedef struct field {
    const verify_plane *fine;
    const uint8_t *mask, *usable; /* of the coarse plane */
    uint32_t coarse_width, coarse_height, ratio_num, ratio_den;
} field;

/* The area, or the bare skin around it. */
typedef enum place { INSIDE, BARE } place;

static int is_there(const field *f, place where, uint32_t x, uint32_t y)
{
    uint32_t cx = x * f->ratio_num / f->ratio_den, cy = y * f->ratio_num / f->ratio_den;
    size_t at = (size_t)cy * f->coarse_width + cx;
    if (cx >= f->coarse_width || cy >= f->coarse_height)
        return 0;
    return where == INSIDE ? f->mask[at] != 0 : !f->mask[at] && f->usable[at] == 2;
}

static sct_status respond(sct_context *ctx, const verify_plane *p, double sigma, float *work, float *out)
{
    sct_status status = SCT_OK;
    TRY(verify_blur(ctx, p->log_y, p->width, p->height, sigma, work));
    TRY(verify_blur(ctx, p->log_y, p->width, p->height, WIDER * sigma, out));
    for (size_t i = 0; i < (size_t)p->width * p->height; i++)
        out[i] -= work[i];
done:
    return status;
}

/* Whether a place is the deepest around (sign 1), or the highest (sign -1). */
static int is_peak(const float *r, uint32_t width, size_t at, float sign)
{
    float value = sign * r[at];
    for (int dy = -1; dy <= 1; dy++)
        for (int dx = -1; dx <= 1; dx++)
            if ((dx || dy) && sign * r[(size_t)((int64_t)at + dy * (int64_t)width + dx)] >= value)
                return 0;
    return value > 0;
}

static sct_status peaks(sct_context *ctx, const field *f, place where, const float *r, float sign, float **out,
                        size_t *count)
{
    sct_status status = SCT_OK;
    size_t capacity = 0;
    *count = 0;
    for (uint32_t y = 2; y + 2 < f->fine->height; y++)
        for (uint32_t x = 2; x + 2 < f->fine->width; x++) {
            size_t at = (size_t)y * f->fine->width + x;
            if (!is_there(f, where, x, y) || !is_peak(r, f->fine->width, at, sign))
                continue;
            TRY(mem_grow(ctx, (void **)out, &capacity, *count + 1, sizeof **out));
            (*out)[(*count)++] = sign * r[at];
        }
done:
    return status;
}

/* The median of the deepest few. */
static double median_of_top(float *values, size_t n)
{
    size_t top = n < TOP ? n : TOP;
    return n ? (double)num_select(values, n, n - 1 - top / 2) : 0;
}

static sct_status choose_size(sct_context *ctx, const field *f, double diameter_px, float *work, verify_dots *out)
{
    sct_status status = SCT_OK;
    double best = 0, hint = diameter_px / f->fine->side;
    float *values = NULL;
    for (int i = 0; i < SIZES; i++) {
        double sigma = 0.7 * pow(2, 0.5 * i), depth;
        size_t n = 0;
        if (hint > 0 && fabs(log(sigma / (SIGMA_OF_DIAMETER * hint))) > log(1.9))
            continue;
        TRY(respond(ctx, f->fine, sigma, work, out->response));
        TRY(peaks(ctx, f, INSIDE, out->response, 1, &values, &n));
        depth = median_of_top(values, n);
        mem_free(values);
        values = NULL;
        if (n >= 30 && depth > best) {
            best = depth;
            out->sigma = sigma;
        }
        TRY(progress_again(ctx));
    }
done:
    mem_free(values);
    return status;
}

/* How high nine in ten of the light places are: the skin's own texture. */
static sct_status texture_of(sct_context *ctx, const field *f, place where, const verify_dots *dots, double *out)
{
    sct_status status = SCT_OK;
    float *light = NULL;
    size_t lights = 0;
    TRY(peaks(ctx, f, where, dots->response, -1, &light, &lights));
    *out = lights >= LEAST_PEAKS ? (double)num_select(light, lights, (size_t)(0.9 * (double)(lights - 1))) : HUGE_VAL;
done:
    mem_free(light);
    return status;
}

/* From where on a dark place is a dot: deeper than light places are high, and a part of what the deeper ones are. Between
 * dots the skin is a light place, too, the higher the darker they are: bare skin tells its texture better. */
static sct_status choose_least(sct_context *ctx, const field *f, verify_dots *out)
{
    sct_status status = SCT_OK;
    float *dark = NULL;
    size_t darks = 0, deep = 0;
    double inside, outside;
    TRY(texture_of(ctx, f, INSIDE, out, &inside));
    TRY(texture_of(ctx, f, BARE, out, &outside));
    TRY(peaks(ctx, f, INSIDE, out->response, 1, &dark, &darks));
    double texture = fmin(inside, outside);
    texture = isfinite(texture) ? texture : 0;
    for (size_t i = 0; i < darks; i++)
        if ((double)dark[i] > DEEPER * texture)
            dark[deep++] = dark[i];
    out->usual = num_median(dark, deep);
    out->texture = texture;
    out->least = deep ? fmax(DEEPER * texture, FAINTEST * out->usual) : 1e9;
done:
    mem_free(dark);
    return status;
}

/* The top of a parabola through three values. */
static float top_of(float a, float b, float c)
{
    float bend = a - 2 * b + c;
    return bend < 0 ? 0.5F * (a - c) / bend : 0;
}

static sct_status collect(sct_context *ctx, const field *f, verify_dots *out)
{
    sct_status status = SCT_OK;
    size_t capacity = 0, w = f->fine->width;
    const float *r = out->response;
    for (uint32_t y = 2; y + 2 < f->fine->height; y++)
        for (uint32_t x = 2; x + 2 < f->fine->width; x++) {
            size_t at = y * w + x;
            if ((double)r[at] < out->least || !is_there(f, INSIDE, x, y) || !is_peak(r, f->fine->width, at, 1))
                continue;
            TRY(mem_grow(ctx, (void **)&out->items, &capacity, out->count + 1, sizeof *out->items));
            out->items[out->count++] = (verify_dot){(float)x + top_of(r[at - 1], r[at], r[at + 1]),
                                                    (float)y + top_of(r[at - w], r[at], r[at + w]), r[at]};
        }
done:
    return status;
}

sct_status verify_dots_find(sct_context *ctx, const verify_photo *p, const uint8_t *mask, double diameter_px,
                            verify_dots *out)
{
    sct_status status = SCT_OK;
    field f = {&p->fine, mask, p->usable, p->coarse.width, p->coarse.height, p->fine.side, p->coarse.side};
    size_t places = (size_t)p->fine.width * p->fine.height;
    float *work = NULL;
    *out = (verify_dots){0};
    TRY(mem_new(ctx, places, sizeof *out->response, (void **)&out->response));
    TRY(mem_new(ctx, places, sizeof *work, (void **)&work));
    TRY(choose_size(ctx, &f, diameter_px, work, out));
    if (out->sigma > 0) {
        TRY(respond(ctx, f.fine, out->sigma, work, out->response));
        TRY(choose_least(ctx, &f, out));
        TRY(collect(ctx, &f, out));
        double diameter = out->sigma / SIGMA_OF_DIAMETER * p->fine.side;
        if (diameter >= LEAST_DOT_PX && out->count >= 30)
            out->diameter_px = diameter;
    }
done:
    mem_free(work);
    if (status != SCT_OK)
        verify_dots_free(out);
    return status;
}

int verify_dots_tell(const verify_dots *dots)
{
    return dots->diameter_px > 0 && dots->count >= LEAST_DOTS && dots->usual >= LEAST_CLEAR * dots->texture;
}

void verify_dots_free(verify_dots *dots)
{
    mem_free(dots->items);
    mem_free(dots->response);
    *dots = (verify_dots){0};
}
