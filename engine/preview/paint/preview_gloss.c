/*
 * engine/preview/paint/preview_gloss.c - light that the surface throws back never saw the
 * ink: of what shines brighter than GLOSS_FROM times the usual skin around it,
 * and of white that is all but clipped, only the part below that is multiplied.
 *
 * Usual is the median of what is labelled skin. Where nothing is, it is an upper
 * quantile: among hair most pixels are dark, and the skin between is no gloss.
 */
#include "preview/preview_painter.h"

#include <math.h>

enum { SAMPLES = 256, SKIN_LEAST = 8, INSIDE_LEAST = 16, CELL_LEAST = 8, ROWS = 8 };
static const double CELL_MM = 3, SKIN_QUANTILE = 0.85;
/* NEAR_WHITE: code 250 of 255. A channel alone clips on skin that is merely bright. */
static const float GLOSS_FROM = 1.3f, NEAR_WHITE = 0.956f, MOST_GLOSS = 0.85f;

void preview_gloss_free(preview_gloss *map)
{
    mem_free(map->usual);
    *map = (preview_gloss){0};
}

static float luminance(const num_mat3 *matrix, const float *rgb)
{
    const double *Y = matrix->m[1];
    return (float)(Y[0] * (double)rgb[0] + Y[1] * (double)rgb[1] + Y[2] * (double)rgb[2]);
}

/* What a cell is learnt from: a few rows across the area's box. */
typedef struct strip {
    const preview_area *area;
    const uint8_t *labels; /* or null */
    num_mat3 matrix;
    float *rgb;
    uint32_t y[ROWS], count, wide;
} strip;

/* Pixel i of those of n columns from x of the box on: its luminance and place in the photo. */
static float look_at(const strip *s, uint32_t x, uint32_t n, size_t i, uint32_t *px, uint32_t *py)
{
    uint32_t column = x + (uint32_t)(i % n);
    *px = s->area->x0 + column;
    *py = s->y[i / n];
    return luminance(&s->matrix, s->rgb + 3 * (i / n * s->wide + column));
}

/* Those of them that are labelled skin, at most SAMPLES. */
static size_t take_skin(const strip *s, uint32_t x, uint32_t n, float *out)
{
    size_t all = (size_t)n * s->count, found = 0, step = 0, kept = 0;
    uint32_t px, py;
    for (int round = 0; round < 2; round++) { /* counted, then taken */
        step = found / SAMPLES + 1;
        found = 0;
        for (size_t i = 0; i < all; i++) {
            float Y = look_at(s, x, n, i, &px, &py);
            if (s->labels[(size_t)py * s->area->width + px] == SCT_LABEL_SKIN && found++ % step == 0 && round)
                out[kept++] = Y;
        }
    }
    return kept;
}

/* Usual luminance of the skin in n columns from x of the box on. */
static float usual_luminance(const strip *s, uint32_t x, uint32_t n)
{
    const preview_area *a = s->area;
    float inside[SAMPLES], any[SAMPLES];
    size_t all = (size_t)n * s->count, step = all / SAMPLES + 1, insides = 0, count = 0;
    size_t skins = s->labels ? take_skin(s, x, n, any) : 0;
    if (skins >= SKIN_LEAST)
        return num_select(any, skins, skins / 2);
    for (size_t i = 0; i < all && count < SAMPLES; i += step) {
        uint32_t px, py;
        float Y = look_at(s, x, n, i, &px, &py);
        any[count++] = Y;
        if (a->depth[(size_t)(py / a->cell) * a->columns + px / a->cell] > 0)
            inside[insides++] = Y;
    }
    if (insides >= INSIDE_LEAST)
        return num_select(inside, insides, (size_t)(SKIN_QUANTILE * (double)insides));
    return count ? num_select(any, count, (size_t)(SKIN_QUANTILE * (double)count)) : 0;
}

sct_status preview_gloss_learn(sct_context *ctx, const pixels_image *image, const preview_area *area, double mm_per_px,
                               const uint8_t *labels, preview_gloss *out)
{
    sct_status status = SCT_OK;
    uint32_t wide = area->x1 - area->x0, high = area->y1 - area->y0;
    strip s = {.area = area, .labels = labels, .matrix = pixels_matrix(image), .wide = wide};
    preview_gloss map = {.x0 = area->x0, .y0 = area->y0, .cell = (uint32_t)fmax(CELL_LEAST, CELL_MM / mm_per_px)};
    map.columns = (wide + map.cell - 1) / map.cell;
    map.rows = (high + map.cell - 1) / map.cell;
    TRY(mem_new(ctx, (size_t)map.columns * map.rows, sizeof *map.usual, (void **)&map.usual));
    TRY(mem_new(ctx, (size_t)wide * ROWS, 3 * sizeof *s.rgb, (void **)&s.rgb));
    for (uint32_t j = 0; j < map.rows; j++) {
        uint32_t top = j * map.cell, left = high - top < map.cell ? high - top : map.cell;
        for (s.count = 0; s.count < ROWS && s.count < left; s.count++) {
            s.y[s.count] = area->y0 + top + s.count * left / ROWS;
            pixels_rgb_row(image, area->x0, s.y[s.count], wide, s.rgb + 3 * (size_t)wide * s.count);
        }
        for (uint32_t i = 0; i < map.columns; i++) {
            uint32_t x = i * map.cell, n = wide - x < map.cell ? wide - x : map.cell;
            map.usual[(size_t)j * map.columns + i] = usual_luminance(&s, x, n);
        }
    }
    *out = map;
    map.usual = NULL;
done:
    mem_free(map.usual);
    mem_free(s.rgb);
    return status;
}

/* Where a pixel lies among `count` cells that begin at `from`; nearest outside. */
static uint32_t place(uint32_t at, uint32_t from, uint32_t cell, uint32_t count, float *share)
{
    float u = ((float)at - (float)from + 0.5f) / (float)cell - 0.5f, most = (float)(count - 1);
    u = u < 0 ? 0 : u > most ? most : u;
    uint32_t i = (uint32_t)u;
    *share = u - (float)i;
    return i;
}

/* Usual luminance of pixels of row y, times GLOSS_FROM: straight from the middle of a cell to that of the next. It is
 * counted from the first pixel behind a middle, wherever x lies, so that a pixel's is the same to the last bit in any run.
 */
static void usual_row(const preview_gloss *map, uint32_t x, uint32_t y, uint32_t count, float *restrict out)
{
    float s, t;
    uint32_t j = place(y, map->y0, map->cell, map->rows, &t);
    const float *a = map->usual + (size_t)j * map->columns, *b = a + (j + 1 < map->rows ? map->columns : 0);
    for (uint32_t k = 0; k < count;) {
        uint32_t i = place(x + k, map->x0, map->cell, map->columns, &s), right = i + 1 < map->columns ? i + 1 : i;
        double next = ceil((i + 1.5) * map->cell - 0.5 + map->x0 - x); /* the first pixel behind the next middle */
        uint32_t n = right == i || next >= count ? count - k : next > k + 1 ? (uint32_t)next - k : 1;
        float from = a[i] + t * (b[i] - a[i]), to = a[right] + t * (b[right] - a[right]);
        uint32_t begin = i > 0 ? (uint32_t)ceil((i + 0.5) * map->cell - 0.5) : 0; /* from the map's left */
        float u = ((float)begin + 0.5f) / (float)map->cell - 0.5f - (float)i, step = 1 / (float)map->cell;
        int32_t beyond = (int32_t)(x + k) - (int32_t)(map->x0 + begin);
        for (uint32_t q = 0; q < n; q++) {
            float share = u + (float)(beyond + (int32_t)q) * step;
            out[k + q] = GLOSS_FROM * (from + (share > 0 ? share : 0) * (to - from));
        }
        k += n;
    }
}

void preview_gloss_row(const preview_gloss *map, const pixels_image *image, uint32_t x, uint32_t y, uint32_t count,
                       const float *rgb, float *shine)
{
    const num_mat3 matrix = pixels_matrix(image);
    const float Yr = (float)matrix.m[1][0], Yg = (float)matrix.m[1][1], Yb = (float)matrix.m[1][2];
    usual_row(map, x, y, count, shine);
    for (uint32_t k = 0; k < count; k++) {
        const float *v = rgb + 3 * (size_t)k;
        float Y = Yr * v[0] + Yg * v[1] + Yb * v[2], over = 1 - shine[k] / Y;
        float least = v[0] < v[1] ? v[0] : v[1], most = ((Y > shine[k]) & (Y > 0)) ? over : 0;
        least = least < v[2] ? least : v[2];
        float white = least > NEAR_WHITE ? (least - NEAR_WHITE) / (1 - NEAR_WHITE) : 0;
        most = most > white ? most : white;
        shine[k] = most < MOST_GLOSS ? most : MOST_GLOSS;
    }
}
