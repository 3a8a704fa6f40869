/*
 * correct_flash_align.c - where the same places lie in two photos that were taken one after the other by hand.
 *
 * The flash changes how bright everything is, but not where edges are. So what is compared is the logarithm of the light
 * less its mean nearby, by normalised correlation (Lewis 1995, "Fast normalized cross-correlation"): first as a whole in a
 * pyramid of small copies, then block by block, each to a part of a pixel. Through the places of the blocks goes an affine
 * map, from which blocks are left out that lie off it: a shadow or a reflection of the flash moves for itself. Where too few
 * blocks agree the camera, or the client, has moved too much.
 */
#include "correct/flash/correct_flash.h"

#include <math.h>
#include <string.h>

enum { LEVELS = 4, ACROSS = 10, DOWN = 8, FAR = 10, NEAR = 2, BLOCK_REACH = 4, FITS = 5, NEARBY = 6 };

static const uint32_t longest_side = 640;  /* of the largest copy */
static const double dark = 0.002;          /* linear; keeps logarithms of noise small */
static const double least_detail = 0.015;  /* sd of a block's detail: flatter ones say nothing */
static const double least_agreement = 0.5; /* correlation of a block that was found again */
static const double off_map_px = 1.5;      /* of the copy, that such a block may lie off the map */
static const double agreeing_share = 0.4;  /* of the blocks with detail that must be on the map */
enum { BLOCKS_LEAST = 6 };

typedef struct plane {
    int width, height;
    float *v;
} plane;

/* One photo in smaller and smaller copies. */
typedef struct pyramid {
    plane level[LEVELS];
} pyramid;

typedef struct block {
    double x, y, to_x, to_y; /* its middle, and where that lies in the other photo */
    int found, used;
} block;

static void free_pyramid(pyramid *p)
{
    for (int i = 0; i < LEVELS; i++)
        mem_free(p->level[i].v);
}

static sct_status new_plane(sct_context *ctx, int width, int height, plane *out)
{
    out->width = width;
    out->height = height;
    return mem_new(ctx, (size_t)width * (size_t)height, sizeof *out->v, (void **)&out->v);
}

/* The logarithm of the mean light of squares of `side` pixels. */
static sct_status read_light(sct_context *ctx, const pixels_image *image, uint32_t side, plane *out)
{
    sct_status status = SCT_OK;
    photo_window w = pixels_window(image);
    float *row = NULL;
    TRY(new_plane(ctx, (int)(w.width / side), (int)(w.height / side), out));
    TRY(mem_new(ctx, w.width, 3 * sizeof *row, (void **)&row));
    for (uint32_t y = 0; y < (uint32_t)out->height * side; y++) {
        float *line = out->v + (size_t)(y / side) * (size_t)out->width;
        pixels_rgb_row(image, w.x, w.y + y, w.width, row);
        for (uint32_t x = 0; x < (uint32_t)out->width * side; x++)
            line[x / side] += row[3 * x] + 2 * row[3 * x + 1] + row[3 * x + 2];
    }
    float scale = 1 / (4.0f * (float)side * (float)side);
    for (size_t i = 0; i < (size_t)out->width * (size_t)out->height; i++)
        out->v[i] = logf(fmaxf(out->v[i] * scale, 0) + (float)dark);
done:
    mem_free(row);
    return status;
}

static sct_status halve(sct_context *ctx, const plane *in, plane *out)
{
    sct_status status = new_plane(ctx, in->width / 2, in->height / 2, out);
    for (int y = 0; status == SCT_OK && y < out->height; y++)
        for (int x = 0; x < out->width; x++) {
            const float *a = in->v + (size_t)(2 * y) * (size_t)in->width + 2 * x, *b = a + in->width;
            out->v[(size_t)y * (size_t)out->width + (size_t)x] = (a[0] + a[1] + b[0] + b[1]) / 4;
        }
    return status;
}

/* Takes the mean of what is nearby away, along rows and then along columns. */
static sct_status keep_detail(sct_context *ctx, plane *p)
{
    sct_status status = SCT_OK;
    size_t n = (size_t)p->width * (size_t)p->height;
    float *mean = NULL;
    TRY(mem_new(ctx, n, sizeof *mean, (void **)&mean));
    for (int pass = 0; pass < 2; pass++) {
        int length = pass ? p->height : p->width, lines = pass ? p->width : p->height;
        size_t step = pass ? (size_t)p->width : 1, next = pass ? 1 : (size_t)p->width;
        for (int line = 0; line < lines; line++) {
            float *out = (pass ? p->v : mean) + (size_t)line * next;
            const float *in = (pass ? mean : p->v) + (size_t)line * next;
            double sum = 0;
            int from = 0, to = 0;
            for (int i = 0; i < length; i++) {
                while (to < length && to <= i + NEARBY)
                    sum += (double)in[(size_t)to++ * step];
                while (from < i - NEARBY)
                    sum -= (double)in[(size_t)from++ * step];
                float smooth = (float)(sum / (to - from));
                out[(size_t)i * step] = pass ? out[(size_t)i * step] - smooth : smooth;
            }
        }
    }
done:
    mem_free(mean);
    return status;
}

static sct_status make_pyramid(sct_context *ctx, const pixels_image *image, uint32_t side, pyramid *out)
{
    sct_status status = SCT_OK;
    TRY(read_light(ctx, image, side, &out->level[0]));
    for (int i = 1; i < LEVELS; i++)
        TRY(halve(ctx, &out->level[i - 1], &out->level[i]));
    for (int i = 0; i < LEVELS; i++)
        TRY(keep_detail(ctx, &out->level[i]));
done:
    return status;
}

/* Correlation of a part of `a` with what lies (dx, dy) further in `b`; -1 where too much of it lies outside. *sd: the detail
 * of a's part, where that is wanted. */
static double correlate(const plane *a, const plane *b, const int part[4], int dx, int dy, double *sd)
{
    double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0, n = 0;
    int x0 = part[0] > -dx ? part[0] : -dx, x1 = part[2] < b->width - dx ? part[2] : b->width - dx;
    int y0 = part[1] > -dy ? part[1] : -dy, y1 = part[3] < b->height - dy ? part[3] : b->height - dy;
    for (int y = y0; y < y1; y++) {
        const float *p = a->v + (size_t)y * (size_t)a->width, *q = b->v + (size_t)(y + dy) * (size_t)b->width + dx;
        double ra = 0, rb = 0, raa = 0, rbb = 0, rab = 0;
        for (int x = x0; x < x1; x++) {
            double u = (double)p[x], v = (double)q[x];
            ra += u;
            rb += v;
            raa += u * u;
            rbb += v * v;
            rab += u * v;
        }
        sa += ra;
        sb += rb;
        saa += raa;
        sbb += rbb;
        sab += rab;
        n += x1 > x0 ? x1 - x0 : 0;
    }
    if (!(2 * n > (double)(part[2] - part[0]) * (part[3] - part[1])))
        return -1;
    double va = saa - sa * sa / n, vb = sbb - sb * sb / n;
    if (sd)
        *sd = sqrt(fmax(va / n, 0));
    return va > 0 && vb > 0 ? (sab - sa * sb / n) / sqrt(va * vb) : -1;
}

/* The best of the places within `reach` of (*dx, *dy), which it becomes. */
static double search_around(const plane *a, const plane *b, const int part[4], int reach, int *dx, int *dy, double *sd)
{
    int from_x = *dx, from_y = *dy;
    double best = -2;
    for (int y = from_y - reach; y <= from_y + reach; y++)
        for (int x = from_x - reach; x <= from_x + reach; x++) {
            double r = correlate(a, b, part, x, y, sd);
            if (r > best) {
                best = r;
                *dx = x;
                *dy = y;
            }
        }
    return best;
}

/* The top of the parabola through three values, in steps from the middle one. */
static double top_of(double before, double here, double after)
{
    double bend = before - 2 * here + after;
    return bend < 0 ? fmax(-0.5, fmin(0.5, 0.5 * (before - after) / bend)) : 0;
}

/* Finds every block of the first photo in the second; returns how many have detail. */
static int find_blocks(const plane *a, const plane *b, int dx, int dy, block *blocks)
{
    int with_detail = 0;
    for (int i = 0; i < ACROSS * DOWN; i++) {
        int column = i % ACROSS, row = i / ACROSS, x = dx, y = dy;
        int part[4] = {column * a->width / ACROSS, row * a->height / DOWN, (column + 1) * a->width / ACROSS,
                       (row + 1) * a->height / DOWN};
        double sd = 0, r = search_around(a, b, part, BLOCK_REACH, &x, &y, &sd);
        blocks[i] = (block){.x = (part[0] + part[2] - 1) / 2.0, .y = (part[1] + part[3] - 1) / 2.0};
        if (!(sd >= least_detail))
            continue;
        with_detail++;
        blocks[i].found = r >= least_agreement;
        double px = top_of(correlate(a, b, part, x - 1, y, NULL), r, correlate(a, b, part, x + 1, y, NULL));
        double py = top_of(correlate(a, b, part, x, y - 1, NULL), r, correlate(a, b, part, x, y + 1, NULL));
        blocks[i].to_x = blocks[i].x + x + px;
        blocks[i].to_y = blocks[i].y + y + py;
    }
    return with_detail;
}

/* Least squares through the blocks in use. Returns 0 when they do not determine a map. */
static int fit_map(const block *blocks, double m[2][3])
{
    double A[9] = {0}, b[2][3] = {{0}};
    for (int i = 0; i < ACROSS * DOWN; i++) {
        if (!blocks[i].used)
            continue;
        const double row[3] = {blocks[i].x, blocks[i].y, 1};
        for (int j = 0; j < 3; j++) {
            for (int k = 0; k < 3; k++)
                A[3 * j + k] += row[j] * row[k];
            b[0][j] += row[j] * blocks[i].to_x;
            b[1][j] += row[j] * blocks[i].to_y;
        }
    }
    for (int c = 0; c < 2; c++) {
        double copy[9];
        memcpy(copy, A, sizeof copy);
        memcpy(m[c], b[c], sizeof m[c]);
        if (!num_solve(copy, m[c], 3))
            return 0;
    }
    return 1;
}

/* A map on which as many blocks lie as can be; returns how many do. */
static int agree(block *blocks, int dx, int dy, double m[2][3])
{
    int used = 0;
    double start[2][3] = {{1, 0, dx}, {0, 1, dy}};
    memcpy(m, start, sizeof start);
    for (int fit = 0; fit < FITS; fit++) {
        double room = fit == 0 ? 2 * BLOCK_REACH : fit == 1 ? 2 * off_map_px : off_map_px;
        used = 0;
        for (int i = 0; i < ACROSS * DOWN; i++) {
            block *k = &blocks[i];
            double ex = m[0][0] * k->x + m[0][1] * k->y + m[0][2] - k->to_x,
                   ey = m[1][0] * k->x + m[1][1] * k->y + m[1][2] - k->to_y;
            k->used = k->found && hypot(ex, ey) <= room;
            used += k->used;
        }
        if (used < BLOCKS_LEAST || (fit < FITS - 1 && !fit_map(blocks, m)))
            return 0;
    }
    return used;
}

sct_status correct_flash_align(sct_context *ctx, const pixels_image *flash, const pixels_image *other, flash_shift *out)
{
    sct_status status = SCT_OK;
    photo_window w = pixels_window(flash);
    uint32_t longer = w.width > w.height ? w.width : w.height, side = (longer + longest_side - 1) / longest_side;
    pyramid a = {0}, b = {0};
    block blocks[ACROSS * DOWN];
    double m[2][3];
    int dx = 0, dy = 0;

    if (w.width / side < 16 * ACROSS || w.height / side < 16 * DOWN)
        FAIL(ctx, SCT_ERR_NOTHING, "the photos are too small to be laid on each other; take the camera's own files");
    TRY(make_pyramid(ctx, flash, side, &a));
    TRY(make_pyramid(ctx, other, side, &b));
    for (int i = LEVELS - 1; i >= 0; i--) {
        const int all[4] = {0, 0, a.level[i].width, a.level[i].height};
        dx *= 2;
        dy *= 2;
        search_around(&a.level[i], &b.level[i], all, i == LEVELS - 1 ? FAR : NEAR, &dx, &dy, NULL);
        TRY(progress_tell(ctx, SCT_STAGE_PHOTO, 0.2 * (LEVELS - i)));
    }
    int with_detail = find_blocks(&a.level[0], &b.level[0], dx, dy, blocks);
    if (with_detail < BLOCKS_LEAST)
        FAIL(ctx, SCT_ERR_NOTHING, "there is too little detail in the photo with the flash to lay the other one on it");
    if (!(agree(blocks, dx, dy, m) >= agreeing_share * with_detail))
        FAIL(ctx, SCT_ERR_NOTHING,
             "the photos with and without the flash do not show the same view; lean the phone on something, let nobody "
             "move, and "
             "take both within a second");
    double middle = 0.5 / side - 0.5; /* of pixel 0 of the photo in the copy */
    for (int c = 0; c < 2; c++) {
        out->m[c][0] = m[c][0];
        out->m[c][1] = m[c][1];
        out->m[c][2] = side * (m[c][0] * middle + m[c][1] * middle + m[c][2] + 0.5) - 0.5;
    }
done:
    free_pyramid(&a);
    free_pyramid(&b);
    return status;
}
