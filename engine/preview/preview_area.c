/*
 * engine/preview/preview_area.c - which part of the photo is treated, and how
 * far from its edge each place lies.
 *
 * Distances by Felzenszwalb & Huttenlocher (2012), Distance transforms of
 * sampled functions, Theory of Computing 8, 415-428: exact, two passes of
 * lower envelopes of parabolas, on cells so that large photos cost no more.
 */
#include "preview/preview_private.h"
#include "scalptone/photo.h"

#include <math.h>
#include <string.h>

enum { GRID_SIDE = 2048 };
static const float far_away = 1e12f;

void preview_area_free(preview_area *area)
{
    mem_free(area->depth);
    *area = (preview_area){0};
}

/* Lays cells over a photo; nothing is inside yet. */
static void lay_cells(uint32_t width, uint32_t height, preview_area *area)
{
    uint32_t side = width > height ? width : height;
    *area = (preview_area){.width = width, .height = height, .cell = (side + GRID_SIDE - 1) / GRID_SIDE};
    area->columns = (width + area->cell - 1) / area->cell;
    area->rows = (height + area->cell - 1) / area->cell;
}

/* ---- distances ---- */

typedef struct envelope {
    float *from, *to; /* a line of squared distances, in and out */
    int *at;          /* vertices of the parabolas */
    double *border;   /* between them */
} envelope;

static void transform_line(envelope *e, int n)
{
    int k = 0;
    e->at[0] = 0;
    e->border[0] = -HUGE_VAL;
    e->border[1] = HUGE_VAL;
    for (int q = 1; q < n; q++) {
        double s;
        for (;;) {
            int p = e->at[k];
            s = ((double)e->from[q] + (double)q * q - ((double)e->from[p] + (double)p * p)) / (2.0 * (q - p));
            if (s > e->border[k] || k == 0)
                break;
            k--;
        }
        if (s > e->border[k])
            k++;
        e->at[k] = q;
        e->border[k] = s;
        e->border[k + 1] = HUGE_VAL;
    }
    for (int q = 0, i = 0; q < n; q++) {
        while (e->border[i + 1] < q)
            i++;
        double d = q - e->at[i];
        e->to[q] = (float)(d * d + (double)e->from[e->at[i]]);
    }
}

/* Columns, and then rows, in parts beside each other. */
enum { PARTS = 16 };
typedef struct transform_job {
    float *grid;
    uint32_t columns, rows;
    int along; /* rows, not columns */
    envelope hands[TASK_HANDS];
} transform_job;

static sct_status enter(sct_context *ctx, const transform_job *job, envelope *e)
{
    sct_status status = SCT_OK;
    size_t n = job->columns > job->rows ? job->columns : job->rows;
    if (e->border)
        return SCT_OK;
    TRY(mem_new(ctx, n, sizeof *e->from, (void **)&e->from));
    TRY(mem_new(ctx, n, sizeof *e->to, (void **)&e->to));
    TRY(mem_new(ctx, n, sizeof *e->at, (void **)&e->at));
    TRY(mem_new(ctx, n + 1, sizeof *e->border, (void **)&e->border));
done:
    return status;
}

static void transform_column(const transform_job *job, envelope *e, uint32_t x)
{
    for (uint32_t y = 0; y < job->rows; y++)
        e->from[y] = job->grid[(size_t)y * job->columns + x];
    transform_line(e, (int)job->rows);
    for (uint32_t y = 0; y < job->rows; y++)
        job->grid[(size_t)y * job->columns + x] = e->to[y];
}

static sct_status transform_part(sct_context *ctx, void *user, size_t part, int hand)
{
    sct_status status = SCT_OK;
    transform_job *job = user;
    envelope *e = &job->hands[hand];
    uint32_t lines = job->along ? job->rows : job->columns;
    uint32_t from = (uint32_t)(part * lines / PARTS), to = (uint32_t)((part + 1) * lines / PARTS);
    TRY(enter(ctx, job, e));
    for (uint32_t line = from; line < to; line++) {
        if (job->along) {
            float *row = job->grid + (size_t)line * job->columns;
            memcpy(e->from, row, job->columns * sizeof *row);
            transform_line(e, (int)job->columns);
            memcpy(row, e->to, job->columns * sizeof *row);
        } else {
            transform_column(job, e, line);
        }
    }
done:
    return status;
}

/* Squared distances in cells, in place: 0 where there is an edge, far_away elsewhere. */
static sct_status transform(sct_context *ctx, float *grid, uint32_t columns, uint32_t rows)
{
    sct_status status = SCT_OK;
    transform_job job = {.grid = grid, .columns = columns, .rows = rows};
    TRY(task_share(ctx, transform_part, &job, PARTS));
    job.along = 1;
    TRY(task_share(ctx, transform_part, &job, PARTS));
done:
    for (int i = 0; i < TASK_HANDS; i++) {
        mem_free(job.hands[i].from);
        mem_free(job.hands[i].to);
        mem_free(job.hands[i].at);
        mem_free(job.hands[i].border);
    }
    return status;
}

/* From squared distances in cells to distances in pixels; an area without any edge is as deep as the photo is wide. */
static void finish_depths(preview_area *area, const uint8_t *cells)
{
    float most = (float)(area->width > area->height ? area->width : area->height);
    for (size_t i = 0; i < (size_t)area->columns * area->rows; i++) {
        float d = ((float)sqrt((double)area->depth[i]) - 0.5f) * (float)area->cell;
        area->depth[i] = cells[i] != PREVIEW_INSIDE ? 0 : d < most ? d : most;
        area->deepest = area->depth[i] > area->deepest ? area->depth[i] : area->deepest;
    }
}

static sct_status measure_depths(sct_context *ctx, preview_area *area, const uint8_t *cells)
{
    size_t n = (size_t)area->columns * area->rows;
    sct_status status = mem_new(ctx, n, sizeof *area->depth, (void **)&area->depth);
    if (status != SCT_OK)
        return status;
    for (size_t i = 0; i < n; i++)
        area->depth[i] = cells[i] == PREVIEW_OUTSIDE ? 0 : far_away;
    status = transform(ctx, area->depth, area->columns, area->rows);
    if (status == SCT_OK)
        finish_depths(area, cells);
    return status;
}

double preview_area_depth(const preview_area *area, double x, double y)
{
    double u = x / area->cell - 0.5, v = y / area->cell - 0.5, right_most = area->columns - 1, low_most = area->rows - 1;
    if (!(x >= 0 && y >= 0 && x < area->width && y < area->height))
        return 0;
    u = u < 0 ? 0 : u > right_most ? right_most : u;
    v = v < 0 ? 0 : v > low_most ? low_most : v;
    uint32_t i = (uint32_t)u, j = (uint32_t)v, right = i + 1 < area->columns, down = j + 1 < area->rows;
    double s = u - i, t = v - j;
    const float *a = area->depth + (size_t)j * area->columns + i, *b = a + (down ? area->columns : 0);
    double top = (1 - s) * (double)a[0] + s * (double)a[right], low = (1 - s) * (double)b[0] + s * (double)b[right];
    return (1 - t) * top + t * low;
}

/* ---- which cells ---- */

static void widen_box(preview_area *area, uint32_t column, uint32_t row)
{
    uint32_t x0 = column * area->cell, y0 = row * area->cell;
    uint32_t x1 = x0 + area->cell < area->width ? x0 + area->cell : area->width;
    uint32_t y1 = y0 + area->cell < area->height ? y0 + area->cell : area->height;
    int first = area->x1 == 0;
    area->x0 = first || x0 < area->x0 ? x0 : area->x0;
    area->y0 = first || y0 < area->y0 ? y0 : area->y0;
    area->x1 = x1 > area->x1 ? x1 : area->x1;
    area->y1 = y1 > area->y1 ? y1 : area->y1;
}

/* Box and depths of the cells (PREVIEW_INSIDE ...). */
static sct_status finish(sct_context *ctx, preview_area *area, const uint8_t *cells)
{
    for (uint32_t row = 0; row < area->rows; row++) {
        const uint8_t *at = cells + (size_t)row * area->columns, *first = memchr(at, PREVIEW_INSIDE, area->columns);
        uint32_t last = area->columns - 1;
        if (!first)
            continue;
        while (at[last] != PREVIEW_INSIDE)
            last--;
        widen_box(area, (uint32_t)(first - at), row);
        widen_box(area, last, row);
    }
    if (area->x1 == 0)
        return diag_set(ctx, SCT_ERR_SHAPE, "the area to treat is smaller than any dot; show a larger one");
    return measure_depths(ctx, area, cells);
}

/* Which pixels of the columns of a row of cells the mask holds, charts left out. */
static void count_down(const preview_area *a, const uint8_t *mask, const uint8_t *labels, uint32_t row,
                       uint32_t *restrict columns)
{
    memset(columns, 0, a->width * sizeof *columns);
    for (uint32_t y = row * a->cell; y < a->height && y < (row + 1) * a->cell; y++) {
        const uint8_t *in = mask + (size_t)y * a->width, *is = labels ? labels + (size_t)y * a->width : in;
        const int chart = labels ? SCT_LABEL_CHART : -1;
        for (uint32_t x = 0; x < a->width; x++)
            columns[x] += (in[x] != 0) & (is[x] != chart);
    }
}

sct_status preview_area_from_mask(sct_context *ctx, const uint8_t *mask, const uint8_t *labels, uint32_t width,
                                  uint32_t height, preview_area *out)
{
    sct_status status = SCT_OK;
    preview_area area;
    uint8_t *cells = NULL;
    uint32_t *columns = NULL;
    lay_cells(width, height, &area);
    TRY(mem_new(ctx, (size_t)area.columns * area.rows, 1, (void **)&cells));
    TRY(mem_new(ctx, width, sizeof *columns, (void **)&columns));
    if (labels)
        TRY(preview_labels_open(ctx, labels, &area, cells));
    for (uint32_t row = 0; row < area.rows; row++) {
        uint32_t high = height - row * area.cell < area.cell ? height - row * area.cell : area.cell;
        count_down(&area, mask, labels, row, columns);
        for (uint32_t column = 0, x = 0; column < area.columns; column++) {
            uint32_t from = x, end = width - x < area.cell ? width : x + area.cell, inside = 0;
            for (; x < end; x++)
                inside += columns[x];
            area.pixels += inside;
            if (2 * inside >= (end - from) * high)
                cells[(size_t)row * area.columns + column] = PREVIEW_INSIDE;
        }
    }
    TRY(finish(ctx, &area, cells));
    *out = area;
    area.depth = NULL;
done:
    mem_free(area.depth);
    mem_free(columns);
    mem_free(cells);
    return status;
}

sct_status preview_area_from_hairline(sct_context *ctx, const uint8_t *labels, uint32_t width, uint32_t height,
                                      const double *v, size_t corners, preview_area *out)
{
    sct_status status = SCT_OK;
    preview_area area;
    uint8_t *cells = NULL;
    lay_cells(width, height, &area);
    TRY(mem_new(ctx, (size_t)area.columns * area.rows, 1, (void **)&cells));
    TRY(preview_hairline_choose(ctx, labels, v, corners, &area, cells));
    TRY(finish(ctx, &area, cells));
    *out = area;
    area.depth = NULL;
done:
    mem_free(area.depth);
    mem_free(cells);
    return status;
}

sct_status preview_area_from_labels(sct_context *ctx, const uint8_t *labels, uint32_t width, uint32_t height,
                                    double reach_px, preview_area *out)
{
    sct_status status = SCT_OK;
    preview_area area;
    uint8_t *cells = NULL;
    lay_cells(width, height, &area);
    TRY(mem_new(ctx, (size_t)area.columns * area.rows, 1, (void **)&cells));
    TRY(preview_labels_choose(ctx, labels, reach_px, &area, cells));
    TRY(finish(ctx, &area, cells));
    *out = area;
    area.depth = NULL;
done:
    mem_free(area.depth);
    mem_free(cells);
    return status;
}
