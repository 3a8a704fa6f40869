/* engine/region/where/map.c - the photo as a small picture, averaged in linear light, with how rough each place is. */
#include "region/where/where.h"

#include <math.h>
#include <string.h>

/* Rows of pixels that are read for one row of cells: enough for an average. */
enum { ROWS_A_CELL_MAX = 2, ROWS_A_PART = 32 };

void region_map_free(region_map *map)
{
    mem_free(map->cells);
    *map = (region_map){0};
}

/* Sums of a row of cells. */
typedef struct cell_sum {
    double xyz[3];
    uint32_t read, good;
} cell_sum;

static void add_row(cell_sum *sums, const region_map *map, const float *xyz, const uint8_t *flags)
{
    for (uint32_t x = 0, end; x < map->window.width; x = end) {
        cell_sum sum = sums[x / map->scale];
        end = map->window.width - x < map->scale ? map->window.width : x + map->scale;
        for (uint32_t k = x; k < end; k++) {
            sum.read++;
            if (flags[k] & (PIXELS_CLIPPED_HIGH | PIXELS_TRANSPARENT)) /* dark pixels stay: deep skin in low light is dark */
                continue;
            sum.good++;
            for (uint32_t c = 0; c < 3; c++)
                sum.xyz[c] += (double)xyz[3 * k + c];
        }
        sums[x / map->scale] = sum;
    }
}

/* What charts cover, and their rims. */
static void mark_rims(const region_map *map, const pixels_image *image, uint32_t y, uint8_t *clear)
{
    region_cell *cells = map->cells + (size_t)(y / map->scale) * map->columns;
    if (!pixels_clear_row(image, map->window.x, map->window.y + y, map->window.width, clear))
        return;
    for (uint32_t x = 0; x < map->window.width; x++)
        cells[x / map->scale].rim |= clear[x];
}

static void finish_row(region_cell *cells, const cell_sum *sums, uint32_t columns)
{
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    for (uint32_t c = 0; c < columns; c++) {
        cells[c].usable = !cells[c].rim && sums[c].good > 0 && 2 * sums[c].good >= sums[c].read;
        if (!cells[c].usable)
            continue;
        double k = 1.0 / sums[c].good;
        sct_lab lab = sct_lab_from_xyz((sct_xyz){sums[c].xyz[0] * k, sums[c].xyz[1] * k, sums[c].xyz[2] * k}, white);
        cells[c].L = (float)lab.L;
        cells[c].a = (float)lab.a;
        cells[c].b = (float)lab.b;
    }
}

/* What a cell has that a plane through its four neighbours has not, squared, scaled to the variance of white noise. */
static float detail_of(const region_map *map, uint32_t x, uint32_t y)
{
    if (x == 0 || y == 0 || x + 1 >= map->columns || y + 1 >= map->rows)
        return 0;
    const region_cell *c = map->cells + (size_t)y * map->columns + x, *above = c - map->columns, *below = c + map->columns;
    if (!(c->usable && c[-1].usable && c[1].usable && above->usable && below->usable))
        return 0; /* the rim of what cannot be seen is no texture */
    float d = c->L - (c[-1].L + c[1].L + above->L + below->L) / 4;
    return d * d * 0.8f;
}

/* Texture: root of the mean detail over 5 x 5 cells, by running sums of columns. */
static void fill_texture(region_map *map, float *detail, float *column)
{
    uint32_t w = map->columns, h = map->rows;
    for (uint32_t y = 0; y < h; y++)
        for (uint32_t x = 0; x < w; x++)
            detail[(size_t)y * w + x] = detail_of(map, x, y);
    for (uint32_t y = 0; y < h; y++) {
        uint32_t y0 = y < 2 ? 0 : y - 2, y1 = y + 3 < h ? y + 3 : h;
        memset(column, 0, w * sizeof *column);
        for (uint32_t v = y0; v < y1; v++)
            for (uint32_t x = 0; x < w; x++)
                column[x] += detail[(size_t)v * w + x];
        for (uint32_t x = 0; x < w; x++) {
            uint32_t x0 = x < 2 ? 0 : x - 2, x1 = x + 3 < w ? x + 3 : w;
            float sum = 0;
            for (uint32_t u = x0; u < x1; u++)
                sum += column[u];
            map->cells[(size_t)y * w + x].texture = sqrtf(sum / (float)((x1 - x0) * (y1 - y0)));
        }
    }
}

/* Rows of cells are averaged beside each other, so many of them after each other. */
typedef struct average_job {
    const pixels_image *image;
    region_map *map;
    struct average_hand {
        float *xyz;
        uint8_t *flags;
        cell_sum *sums;
    } hands[TASK_HANDS];
} average_job;

static sct_status enter(sct_context *ctx, const region_map *map, struct average_hand *h)
{
    sct_status status = SCT_OK;
    if (h->sums)
        return SCT_OK;
    TRY(mem_new(ctx, map->window.width, 3 * sizeof *h->xyz, (void **)&h->xyz));
    TRY(mem_new(ctx, map->window.width, 1, (void **)&h->flags));
    TRY(mem_new(ctx, map->columns, sizeof *h->sums, (void **)&h->sums));
done:
    return status;
}

static sct_status average_part(sct_context *ctx, void *user, size_t part, int hand)
{
    sct_status status = SCT_OK;
    average_job *job = user;
    region_map *map = job->map;
    struct average_hand *h = &job->hands[hand];
    const photo_window *w = &map->window;
    uint32_t every = map->scale > ROWS_A_CELL_MAX ? map->scale / ROWS_A_CELL_MAX : 1;
    uint32_t first = (uint32_t)part * ROWS_A_PART;
    TRY(enter(ctx, map, h));
    for (uint32_t row = first; row < map->rows && row < first + ROWS_A_PART; row++) {
        memset(h->sums, 0, map->columns * sizeof *h->sums);
        uint32_t end = (row + 1) * map->scale < w->height ? (row + 1) * map->scale : w->height;
        for (uint32_t y = row * map->scale; y < end; y += every) {
            pixels_xyz_row(job->image, w->x, w->y + y, w->width, h->xyz);
            pixels_flag_row(job->image, w->x, w->y + y, w->width, h->flags);
            add_row(h->sums, map, h->xyz, h->flags);
            mark_rims(map, job->image, y, h->flags);
        }
        finish_row(map->cells + (size_t)row * map->columns, h->sums, map->columns);
        TRY(progress_tell(ctx, SCT_STAGE_REGION, 0.4 * (row + 1) / map->rows));
    }
done:
    return status;
}

static sct_status average(sct_context *ctx, const pixels_image *image, region_map *map)
{
    average_job job = {.image = image, .map = map};
    sct_status status = task_share(ctx, average_part, &job, (map->rows - 1) / ROWS_A_PART + 1);
    for (int i = 0; i < TASK_HANDS; i++) {
        mem_free(job.hands[i].xyz);
        mem_free(job.hands[i].flags);
        mem_free(job.hands[i].sums);
    }
    return status;
}

sct_status region_map_new(sct_context *ctx, const pixels_image *image, region_map *out)
{
    sct_status status = SCT_OK;
    region_map map = {.window = pixels_window(image)};
    float *detail = NULL, *column = NULL;
    uint32_t side = map.window.width > map.window.height ? map.window.width : map.window.height;

    map.scale = (side + REGION_MAP_SIDE - 1) / REGION_MAP_SIDE;
    map.columns = (map.window.width + map.scale - 1) / map.scale;
    map.rows = (map.window.height + map.scale - 1) / map.scale;
    size_t count = (size_t)map.columns * map.rows;
    TRY(mem_new(ctx, count, sizeof *map.cells, (void **)&map.cells));
    TRY(average(ctx, image, &map));
    TRY(mem_new(ctx, count, sizeof *detail, (void **)&detail));
    TRY(mem_new(ctx, map.columns, sizeof *column, (void **)&column));
    fill_texture(&map, detail, column);
    *out = map;
    map.cells = NULL;
done:
    mem_free(map.cells);
    mem_free(detail);
    mem_free(column);
    return status;
}
