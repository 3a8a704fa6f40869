/* engine/verify/verify_plane.c - a photo as planes of light. */
#include "verify/verify.h"

#include <math.h>
#include <string.h>

static const double LEAST_LIGHT = 0.002; /* below it noise is all there is */

/* ---- blur ---- */

static void blur_line(const float *from, size_t n, size_t stride, const float *weights, int half, float *scratch, float *to)
{
    for (size_t i = 0; i < n; i++)
        scratch[(size_t)half + i] = from[i * stride];
    for (int i = 0; i < half; i++) {
        scratch[i] = from[0];
        scratch[(size_t)half + n + (size_t)i] = from[(n - 1) * stride];
    }
    for (size_t i = 0; i < n; i++) {
        float sum = weights[0] * scratch[(size_t)half + i];
        for (int k = 1; k <= half; k++)
            sum += weights[k] * (scratch[(size_t)(half - k) + i] + scratch[(size_t)(half + k) + i]);
        to[i * stride] = sum;
    }
}

/* Columns eight at a time would be faster still; rows are summed as whole rows, so that memory is read in order. */
static void blur_columns(const float *from, uint32_t width, uint32_t height, const float *weights, int half, float *to)
{
    for (uint32_t y = 0; y < height; y++) {
        float *out = to + (size_t)y * width;
        memset(out, 0, width * sizeof *out);
        for (int k = -half; k <= half; k++) {
            int64_t row = (int64_t)y + k;
            row = row < 0 ? 0 : row >= height ? (int64_t)height - 1 : row;
            const float *in = from + (size_t)row * width;
            float w = weights[k < 0 ? -k : k];
            for (uint32_t x = 0; x < width; x++)
                out[x] += w * in[x];
        }
    }
}

sct_status verify_blur(sct_context *ctx, const float *from, uint32_t width, uint32_t height, double sigma, float *to)
{
    enum { HALF_MAX = 120 };
    sct_status status = SCT_OK;
    float weights[HALF_MAX + 1], *scratch = NULL, *rows = NULL;
    double sum = 0;
    int half = (int)fmin(fmax(ceil(3 * sigma), 1), HALF_MAX);
    TRY(mem_new(ctx, (size_t)width + 2 * HALF_MAX, sizeof *scratch, (void **)&scratch));
    TRY(mem_new(ctx, (size_t)width * height, sizeof *rows, (void **)&rows));
    for (int k = 0; k <= half; k++) {
        weights[k] = (float)exp(-0.5 * k * k / (sigma * sigma));
        sum += (k ? 2 : 1) * (double)weights[k];
    }
    for (int k = 0; k <= half; k++)
        weights[k] = (float)((double)weights[k] / sum);
    for (uint32_t y = 0; y < height; y++)
        blur_line(from + (size_t)y * width, width, 1, weights, half, scratch, rows + (size_t)y * width);
    blur_columns(rows, width, height, weights, half, to);
done:
    mem_free(scratch);
    mem_free(rows);
    return status;
}

double verify_plane_at(const verify_plane *p, double x, double y)
{
    if (!(x >= 0 && y >= 0 && x <= p->width - 1.0 && y <= p->height - 1.0))
        return (double)NAN;
    uint32_t column = (uint32_t)x, row = (uint32_t)y;
    column -= column == p->width - 1;
    row -= row == p->height - 1;
    double u = x - column, v = y - row;
    const float *a = p->log_y + (size_t)row * p->width + column, *b = a + p->width;
    return (1 - v) * ((1 - u) * (double)a[0] + u * (double)a[1]) + v * ((1 - u) * (double)b[0] + u * (double)b[1]);
}

/* ---- filling ---- */

static sct_status plane_new(sct_context *ctx, verify_plane *p, uint32_t width, uint32_t height, uint32_t side)
{
    p->side = side;
    p->width = width / side;
    p->height = height / side;
    if (p->width < 16 || p->height < 16)
        return diag_set(ctx, SCT_ERR_NOTHING, "the photo is too small to be compared; use the camera's own file");
    return mem_new(ctx, (size_t)p->width * p->height, sizeof *p->log_y, (void **)&p->log_y);
}

static int is_spoilt(uint8_t label, uint8_t flag)
{
    return label == SCT_LABEL_SPECULAR || label == SCT_LABEL_CHART || label == SCT_LABEL_CLIPPED ||
           (flag & (PIXELS_CLIPPED_HIGH | PIXELS_TRANSPARENT | PIXELS_COVERED));
}

/* Sums of one row of coarse places. */
typedef struct sums {
    float *xyz; /* three each */
    uint32_t *scalp, *skin, *spoilt;
} sums;

static void add_row(const verify_photo *p, uint32_t y, const float *xyz, const uint8_t *flags, sums *s)
{
    uint32_t side = p->coarse.side;
    const uint8_t *labels = p->labels + (size_t)y * p->width;
    for (uint32_t x = 0; x < p->coarse.width * side; x++) {
        uint32_t at = x / side;
        for (size_t k = 0; k < 3; k++)
            s->xyz[3 * (size_t)at + k] += xyz[3 * (size_t)x + k];
        s->skin[at] += labels[x] == SCT_LABEL_SKIN;
        s->scalp[at] += labels[x] == SCT_LABEL_SKIN || labels[x] == SCT_LABEL_HAIR || labels[x] == SCT_LABEL_SHADOW;
        s->spoilt[at] += (uint32_t)is_spoilt(labels[x], flags[x]);
    }
}

static void end_row(verify_photo *p, uint32_t row, sums *s)
{
    uint32_t n = p->coarse.side * p->coarse.side;
    for (uint32_t x = 0; x < p->coarse.width; x++) {
        size_t at = (size_t)row * p->coarse.width + x;
        for (size_t k = 0; k < 3; k++)
            p->xyz[3 * at + k] = s->xyz[3 * (size_t)x + k] / (float)n;
        p->coarse.log_y[at] = (float)log(fmax((double)p->xyz[3 * at + 1], LEAST_LIGHT));
        p->spoilt[at] = 4 * s->spoilt[x] > n;
        p->usable[at] = p->spoilt[at] ? 0 : 4 * s->skin[x] > 3 * n ? 2 : 2 * s->scalp[x] > n ? 1 : 0;
    }
    memset(s->xyz, 0, 3 * (size_t)p->coarse.width * sizeof *s->xyz);
    memset(s->scalp, 0, p->coarse.width * sizeof *s->scalp);
    memset(s->skin, 0, p->coarse.width * sizeof *s->skin);
    memset(s->spoilt, 0, p->coarse.width * sizeof *s->spoilt);
}

static void fine_row(verify_photo *p, uint32_t y, const float *xyz, float *sum)
{
    uint32_t side = p->fine.side, row = y / side;
    if (row >= p->fine.height)
        return;
    for (uint32_t x = 0; x < p->fine.width * side; x++)
        sum[x / side] += xyz[3 * (size_t)x + 1];
    if (y % side != side - 1)
        return;
    for (uint32_t x = 0; x < p->fine.width; x++) {
        p->fine.log_y[(size_t)row * p->fine.width + x] = logf(fmaxf(sum[x] / (float)(side * side), (float)LEAST_LIGHT));
        sum[x] = 0;
    }
}

/* Dots and hairs that nobody labelled lie within the scalp all the same: what is surrounded by it is scalp. */
static sct_status close_scalp(sct_context *ctx, verify_photo *p)
{
    sct_status status = SCT_OK;
    uint32_t w = p->coarse.width, h = p->coarse.height;
    float *share = NULL, *wide = NULL;
    TRY(mem_new(ctx, (size_t)w * h, sizeof *share, (void **)&share));
    TRY(mem_new(ctx, (size_t)w * h, sizeof *wide, (void **)&wide));
    for (size_t i = 0; i < (size_t)w * h; i++)
        share[i] = p->usable[i] != 0;
    TRY(verify_blur(ctx, share, w, h, fmax(w, h) / 100.0, wide));
    for (size_t i = 0; i < (size_t)w * h; i++)
        if (!p->usable[i] && !p->spoilt[i] && wide[i] > 0.5F)
            p->usable[i] = 1;
done:
    mem_free(share);
    mem_free(wide);
    return status;
}

void verify_photo_claim(verify_photo *p, const uint8_t *mask)
{
    for (size_t i = 0; i < (size_t)p->coarse.width * p->coarse.height; i++)
        if (mask[i] && !p->usable[i] && !p->spoilt[i])
            p->usable[i] = 1;
}

static sct_status read_rows(sct_context *ctx, verify_photo *p, float *xyz, uint8_t *flags, float *fine_sum, sums *s)
{
    sct_status status = SCT_OK;
    for (uint32_t y = 0; y < p->height; y++) {
        pixels_xyz_row(p->image, 0, y, p->width, xyz);
        pixels_flag_row(p->image, 0, y, p->width, flags);
        fine_row(p, y, xyz, fine_sum);
        if (y / p->coarse.side < p->coarse.height) {
            add_row(p, y, xyz, flags, s);
            if (y % p->coarse.side == p->coarse.side - 1)
                end_row(p, y / p->coarse.side, s);
        }
        if (y % 64 == 0)
            TRY(progress_again(ctx));
    }
done:
    return status;
}

sct_status verify_photo_fill(sct_context *ctx, verify_photo *p)
{
    sct_status status = SCT_OK;
    sums s = {0};
    float *xyz = NULL, *fine_sum = NULL;
    uint8_t *flags = NULL;
    pixels_size(p->image, &p->width, &p->height);
    uint32_t longer = p->width > p->height ? p->width : p->height, fine = 1;
    while ((uint64_t)p->width * p->height / ((uint64_t)fine * fine) > VERIFY_FINE_PX)
        fine++;
    TRY(plane_new(ctx, &p->coarse, p->width, p->height, (longer + VERIFY_COARSE - 1) / VERIFY_COARSE));
    TRY(plane_new(ctx, &p->fine, p->width, p->height, fine));
    size_t places = (size_t)p->coarse.width * p->coarse.height;
    TRY(mem_new(ctx, places, 3 * sizeof *p->xyz, (void **)&p->xyz));
    TRY(mem_new(ctx, places, 1, (void **)&p->usable));
    TRY(mem_new(ctx, places, 1, (void **)&p->spoilt));
    TRY(mem_new(ctx, p->width, 3 * sizeof *xyz, (void **)&xyz));
    TRY(mem_new(ctx, p->width, sizeof *fine_sum, (void **)&fine_sum));
    TRY(mem_new(ctx, p->width, 1, (void **)&flags));
    TRY(mem_new(ctx, p->coarse.width, 3 * sizeof *s.xyz, (void **)&s.xyz));
    TRY(mem_new(ctx, p->coarse.width, 3 * sizeof *s.scalp, (void **)&s.scalp));
    s.skin = s.scalp + p->coarse.width;
    s.spoilt = s.skin + p->coarse.width;
    TRY(read_rows(ctx, p, xyz, flags, fine_sum, &s));
    TRY(close_scalp(ctx, p));
done:
    mem_free(xyz);
    mem_free(fine_sum);
    mem_free(flags);
    mem_free(s.xyz);
    mem_free(s.scalp);
    return status;
}

void verify_photo_free(verify_photo *p)
{
    pixels_free(p->image);
    mem_free(p->labels);
    mem_free(p->coarse.log_y);
    mem_free(p->fine.log_y);
    mem_free(p->xyz);
    mem_free(p->usable);
    mem_free(p->spoilt);
    *p = (verify_photo){0};
}
