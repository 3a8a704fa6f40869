/*
 * engine/preview/preview_blur.c - a picture as the eye has it from afar: rows
 * through a Gaussian, along and across, with as few rows in memory as it needs.
 *
 * A wide Gaussian is laid over means of square cells and read between them: at
 * CELLS_A_SIGMA cells to a standard deviation nothing of the cells shows. Cells of k
 * pixels add (k^2 - 1) / 12 to the variance, reading between them k^2 / 6; the
 * Gaussian has the rest.
 */
#include "preview/preview_dots.h"

#include <math.h>
#include <string.h>

enum { CELLS_A_SIGMA = 8, TAPS_MAX = 2 * 3 * 2 * CELLS_A_SIGMA + 3 };
static const double REACH = 3.0;

typedef float eight __attribute__((vector_size(32)));
typedef float eight_in_row __attribute__((vector_size(32), aligned(4), may_alias));

struct preview_blur {
    sct_context *ctx;
    uint32_t width, height;
    uint32_t cell, columns, rows; /* pixels a cell, and how many there are */
    int half;
    float weights[TAPS_MAX]; /* from -half to half, in cells */
    preview_row_fn source;
    void *user;
    uint32_t next; /* the row of cells that the source is asked for next */
    int started;
    float *ring;     /* 2 half + 1 rows of cells, blurred along, row y at y mod their number */
    float *padded;   /* one row of cells with its ends repeated */
    float *line;     /* one row of pixels, where cells are larger */
    float *cells[2]; /* two rows of cells, blurred along and across */
    int64_t at[2];   /* which */
};

/* Fills the weights with a Gaussian of this standard deviation, as it is after its ends were cut. */
static void weigh(preview_blur *b, double sigma)
{
    double wide = sigma;
    for (int round = 0; round < 4; round++) {
        double sum = 0, squares = 0;
        for (int i = -b->half; i <= b->half; i++)
            sum += exp(-i * i / (2 * wide * wide));
        for (int i = -b->half; i <= b->half; i++) {
            double w = exp(-i * i / (2 * wide * wide)) / sum;
            b->weights[i + b->half] = (float)w;
            squares += w * i * i;
        }
        if (sigma < 1) /* a pixel's own width rules */
            return;
        wide *= sigma / sqrt(squares);
    }
}

sct_status preview_blur_new(sct_context *ctx, uint32_t width, uint32_t height, double sigma_px, preview_row_fn source,
                            void *user, preview_blur **out)
{
    sct_status status = SCT_OK;
    preview_blur *b = NULL;
    TRY(mem_new(ctx, 1, sizeof *b, (void **)&b));
    *b = (preview_blur){.ctx = ctx, .width = width, .height = height, .source = source, .user = user, .at = {-1, -1}};
    double side = fmin(fmax(floor(sigma_px / CELLS_A_SIGMA), 1), width > height ? width : height);
    b->cell = (uint32_t)side;
    b->columns = (width - 1) / b->cell + 1;
    b->rows = (height - 1) / b->cell + 1;
    double variance = sigma_px * sigma_px - (side > 1 ? (side * side - 1) / 12 + side * side / 6 : 0);
    double sigma = sqrt(variance) / side;
    b->half = (int)fmin(ceil(REACH * sigma), (TAPS_MAX - 1) / 2);
    weigh(b, sigma);
    size_t taps = 2 * (size_t)b->half + 1;
    TRY(mem_new(ctx, taps * b->columns, 3 * sizeof *b->ring, (void **)&b->ring));
    TRY(mem_new(ctx, b->columns + taps, 3 * sizeof *b->padded, (void **)&b->padded));
    if (b->cell > 1)
        TRY(mem_new(ctx, width, 3 * sizeof *b->line, (void **)&b->line));
    for (int i = 0; i < 2; i++)
        TRY(mem_new(ctx, b->columns, 3 * sizeof *b->cells[i], (void **)&b->cells[i]));
    *out = b;
    b = NULL;
done:
    preview_blur_free(b);
    return status;
}

void preview_blur_free(preview_blur *b)
{
    if (!b)
        return;
    mem_free(b->ring);
    mem_free(b->padded);
    mem_free(b->line);
    mem_free(b->cells[0]);
    mem_free(b->cells[1]);
    mem_free(b);
}

/* Means of the cells of row `row`, from the source. */
static sct_status take_cells(preview_blur *b, uint32_t row, float *out)
{
    sct_status status = SCT_OK;
    if (b->cell == 1)
        return b->source(b->user, row, out);
    uint32_t top = row * b->cell, rows = b->height - top < b->cell ? b->height - top : b->cell;
    memset(out, 0, (size_t)b->columns * 3 * sizeof *out);
    for (uint32_t y = top; y < top + rows; y++) {
        TRY(b->source(b->user, y, b->line));
        for (uint32_t i = 0; i < b->columns; i++) {
            uint32_t left = i * b->cell, n = b->width - left < b->cell ? b->width - left : b->cell;
            float sum[3] = {0, 0, 0};
            for (uint32_t x = left; x < left + n; x++)
                for (size_t c = 0; c < 3; c++)
                    sum[c] += b->line[3 * (size_t)x + c];
            for (size_t c = 0; c < 3; c++)
                out[3 * (size_t)i + c] += sum[c] / (float)(n * rows);
        }
    }
done:
    return status;
}

/* The sum of weighted rows, in their order, a few of its numbers at a time, which stay in registers. */
static inline __attribute__((always_inline)) void add_some(const float *const rows[], const float *weights, size_t taps,
                                                           size_t n, float *restrict out)
{
    enum { AT_ONCE = 4 * sizeof(eight) / sizeof(float) };
    size_t i = 0;
    for (; i + AT_ONCE <= n; i += AT_ONCE) {
        eight one = {0}, two = {0}, three = {0}, four = {0};
        for (size_t k = 0; k < taps; k++) {
            const eight_in_row *v = (const eight_in_row *)(rows[k] + i);
            one += weights[k] * v[0];
            two += weights[k] * v[1];
            three += weights[k] * v[2];
            four += weights[k] * v[3];
        }
        eight_in_row *sum = (eight_in_row *)(out + i);
        sum[0] = one;
        sum[1] = two;
        sum[2] = three;
        sum[3] = four;
    }
    for (; i < n; i++) {
        float sum = 0;
        for (size_t k = 0; k < taps; k++)
            sum += weights[k] * rows[k][i];
        out[i] = sum;
    }
}

static void add_plain(const float *const rows[], const float *weights, size_t taps, size_t n, float *out)
{
    add_some(rows, weights, taps, n, out);
}

#if defined(__x86_64__) || defined(__i386__)
__attribute__((target("avx2"))) static void add_avx2(const float *const rows[], const float *weights, size_t taps, size_t n,
                                                     float *out)
{
    add_some(rows, weights, taps, n, out);
}
#endif

/* Without contraction both builds give the same bits. */
static void add_weighted(const float *const rows[], const float *weights, size_t taps, size_t n, float *out)
{
#if defined(__x86_64__) || defined(__i386__)
    if (__builtin_cpu_supports("avx2")) {
        add_avx2(rows, weights, taps, n, out);
        return;
    }
#endif
    add_plain(rows, weights, taps, n, out);
}

/* The next row of cells, blurred along, into the ring. */
static sct_status take_row(preview_blur *b)
{
    size_t half = (size_t)b->half, taps = 2 * half + 1, n = 3 * (size_t)b->columns;
    float *in = b->padded + 3 * half, *out = b->ring + b->next % taps * n;
    const float *rows[TAPS_MAX];
    sct_status status = take_cells(b, b->next, in);
    if (status != SCT_OK)
        return status;
    for (size_t i = 0; i < half; i++)
        for (size_t c = 0; c < 3; c++) {
            b->padded[3 * i + c] = in[c];
            in[n + 3 * i + c] = in[n - 3 + c];
        }
    for (size_t k = 0; k < taps; k++)
        rows[k] = b->padded + 3 * k;
    add_weighted(rows, b->weights, taps, n, out);
    b->next++;
    return SCT_OK;
}

/* Row y of cells, blurred both ways. */
static sct_status blur_cells(preview_blur *b, uint32_t y, float *out)
{
    sct_status status = SCT_OK;
    uint32_t half = (uint32_t)b->half, first = y > half ? y - half : 0;
    uint32_t last = y + half < b->rows ? y + half : b->rows - 1;
    size_t taps = 2 * (size_t)half + 1, n = 3 * (size_t)b->columns;
    const float *rows[TAPS_MAX];
    if (!b->started || b->next < first)
        b->next = first;
    b->started = 1;
    while (b->next <= last)
        TRY(take_row(b));
    for (size_t k = 0; k < taps; k++) {
        int64_t at = (int64_t)y + (int64_t)k - b->half;
        at = at < 0 ? 0 : at >= b->rows ? (int64_t)b->rows - 1 : at;
        rows[k] = b->ring + (size_t)at % taps * n;
    }
    add_weighted(rows, b->weights, taps, n, out);
done:
    return status;
}

/* Makes cells[i] row y of cells. */
static sct_status hold(preview_blur *b, int i, uint32_t y)
{
    if (b->at[i] == y)
        return SCT_OK;
    if (i == 0 && b->at[1] == y) { /* what was below is above now */
        float *spare = b->cells[0];
        b->cells[0] = b->cells[1];
        b->cells[1] = spare;
        b->at[0] = y;
        b->at[1] = -1;
        return SCT_OK;
    }
    b->at[i] = -1;
    sct_status status = blur_cells(b, y, b->cells[i]);
    if (status == SCT_OK)
        b->at[i] = y;
    return status;
}

/* Place of a pixel's middle among cells: the cell before it, and how far from it to the next. */
static uint32_t between(uint32_t at, uint32_t cell, uint32_t count, float *share)
{
    float u = ((float)at + 0.5f) / (float)cell - 0.5f, most = (float)(count - 1);
    u = u < 0 ? 0 : u > most ? most : u;
    uint32_t i = (uint32_t)u;
    *share = u - (float)i;
    return i;
}

sct_status preview_blur_row(preview_blur *b, uint32_t y, float *rgb)
{
    sct_status status = SCT_OK;
    float t, s;
    if (b->cell == 1)
        return blur_cells(b, y, rgb);
    uint32_t j = between(y, b->cell, b->rows, &t), below = j + 1 < b->rows ? j + 1 : j;
    TRY(hold(b, 0, j));
    TRY(hold(b, 1, below));
    for (uint32_t x = 0; x < b->width; x++) {
        uint32_t i = between(x, b->cell, b->columns, &s), right = i + 1 < b->columns ? 3 : 0;
        const float *a = b->cells[0] + 3 * (size_t)i, *d = b->cells[1] + 3 * (size_t)i;
        for (size_t c = 0; c < 3; c++) {
            float top = a[c] + s * (a[right + c] - a[c]), low = d[c] + s * (d[right + c] - d[c]);
            rgb[3 * (size_t)x + c] = top + t * (low - top);
        }
    }
done:
    return status;
}
