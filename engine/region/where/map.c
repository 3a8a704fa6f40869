/* engine/region/where/map.c - the photo as a small picture, averaged in linear light, with how rough each place is. */
#include "region/where/where.h"

#include <math.h>
#include <string.h>

enum { ROWS_A_CELL_MAX = 2 }; /* rows of pixels that are read for one row of cells: enough for an average */

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
    for (uint32_t x = 0; x < map->window.width; x++) {
        cell_sum *sum = &sums[x / map->scale];
        sum->read++;
        if (flags[x] & (PIXELS_CLIPPED_HIGH | PIXELS_TRANSPARENT)) /* dark pixels stay: deep skin in low light is dark */
            continue;
        sum->good++;
        for (int c = 0; c < 3; c++)
            sum->xyz[c] += (double)xyz[3 * x + (uint32_t)c];
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

static sct_status average(sct_context *ctx, const pixels_image *image, region_map *map)
{
    sct_status status = SCT_OK;
    float *xyz = NULL;
    uint8_t *flags = NULL;
    cell_sum *sums = NULL;
    const photo_window *w = &map->window;
    uint32_t every = map->scale > ROWS_A_CELL_MAX ? map->scale / ROWS_A_CELL_MAX : 1;

    TRY(mem_new(ctx, w->width, 3 * sizeof *xyz, (void **)&xyz));
    TRY(mem_new(ctx, w->width, 1, (void **)&flags));
    TRY(mem_new(ctx, map->columns, sizeof *sums, (void **)&sums));
    for (uint32_t row = 0; row < map->rows; row++) {
        memset(sums, 0, map->columns * sizeof *sums);
        uint32_t end = (row + 1) * map->scale < w->height ? (row + 1) * map->scale : w->height;
        for (uint32_t y = row * map->scale; y < end; y += every) {
            pixels_xyz_row(image, w->x, w->y + y, w->width, xyz);
            pixels_flag_row(image, w->x, w->y + y, w->width, flags);
            add_row(sums, map, xyz, flags);
            mark_rims(map, image, y, flags);
        }
        finish_row(map->cells + (size_t)row * map->columns, sums, map->columns);
        TRY(progress_tell(ctx, SCT_STAGE_REGION, 0.4 * (row + 1) / map->rows));
    }
done:
    mem_free(xyz);
    mem_free(flags);
    mem_free(sums);
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
