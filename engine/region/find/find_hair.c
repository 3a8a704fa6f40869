/*
 * engine/region/find/find_hair.c - where the client's hair is.
 *
 * Stubble: places where fibres stand apart and the colour between them is this
 * client's skin. Grown hair: the large part of the photo that touches the skin and is much
 * darker, or rougher. The larger of the two is measured, stubble first: it is
 * what the ink imitates.
 */
#include "region/fibre/fibre.h"
#include "region/find/find.h"

#include <math.h>
#include <string.h>

enum { PATCHES_MAX = 16, TILES_LEAST = 12, FIBRES_A_TILE = 3, CONTACT_MIN = 3, HAIRLINE = 60 };
static const double fibres_least = 0.05, fibres_most = 0.60; /* share of a tile that stubble covers, blur included */
static const double skin_off_L = 25, skin_off_ratio = 0.35;  /* between the hairs: shade, and a less clean chroma */
static const double dark_share = 0.62, rough_times = 3, rough_least = 0.03;
static const double hair_chroma = 25;     /* blond and red hair reach it */
static const double stubble_enough = 0.4; /* of the area of grown hair */
static const double grown_least = 0.01;   /* of the photo */

/* What the skin of this photo looks like. */
typedef struct skin_look {
    int known;
    double L, p, q, rough;
} skin_look;

typedef struct hair_search {
    const pixels_image *image;
    const region_map *map;
    const uint8_t *skin; /* cells */
    skin_look look;
    uint8_t *cells, *work;
    uint32_t *labels, *stack;
    double *area, *contact, *height, *frame; /* of parts: cells, of them near skin, sum of rows, along the frame */
    /* a grid of patch tiles over the window */
    uint32_t columns, rows;
    uint8_t *tiles;
} hair_search;

static skin_look look_of(const region_map *map, const uint8_t *skin)
{
    skin_look look = {0};
    double n = 0;
    for (size_t i = 0; i < (size_t)map->columns * map->rows; i++) {
        const region_cell *c = &map->cells[i];
        double scale = (double)c->L + 16;
        if (!skin[i])
            continue;
        n++;
        look.L += (double)c->L;
        look.p += (double)c->a / scale;
        look.q += (double)c->b / scale;
        look.rough += (double)c->texture / scale;
    }
    if (n == 0)
        return look;
    return (skin_look){1, look.L / n, look.p / n, look.q / n, look.rough / n};
}

/* ---- stubble ---------------------------------------------------------------------------------- */

/* Non-zero when what lies between the fibres of a tile could be the skin of the photo. */
static int between_is_skin(const hair_search *s, const sct_xyz *skin)
{
    if (!(skin->Y > 0))
        return 0;
    sct_lab lab = sct_lab_from_xyz(*skin, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2));
    double p = lab.a / (lab.L + 16), q = lab.b / (lab.L + 16), size = hypot(s->look.p, s->look.q);
    return fabs(lab.L - s->look.L) < fmin(skin_off_L, 0.45 * s->look.L + 5) &&
           hypot(p - s->look.p, q - s->look.q) < skin_off_ratio * size;
}

/* Fibres (or parts of one) that a tile holds: numbers that are new to it. */
static int fibres_in(const region_patch *p, uint32_t x0, uint32_t y0)
{
    uint32_t seen[FIBRES_A_TILE] = {0};
    int count = 0;
    for (uint32_t y = y0; y < y0 + PATCH_TILE; y++)
        for (uint32_t x = x0; x < x0 + PATCH_TILE && count < FIBRES_A_TILE; x++) {
            uint32_t label = p->labels[(size_t)y * p->width + x];
            int known = label == 0;
            for (int k = 0; k < count && !known; k++)
                known = seen[k] == label;
            if (!known)
                seen[count++] = label;
        }
    return count;
}

/* Non-zero when a tile at a place of the window touches a chart or its rim. */
static int is_at_rim(const hair_search *s, uint32_t x, uint32_t y)
{
    const region_map *m = s->map;
    for (uint32_t v = y / m->scale; v <= (y + PATCH_TILE - 1) / m->scale && v < m->rows; v++)
        for (uint32_t u = x / m->scale; u <= (x + PATCH_TILE - 1) / m->scale && u < m->columns; u++)
            if (m->cells[(size_t)v * m->columns + u].rim)
                return 1;
    return 0;
}

static void mark_tiles(hair_search *s, const region_patch *p, uint32_t column0, uint32_t row0)
{
    for (uint32_t y0 = 0; y0 + PATCH_TILE <= p->height; y0 += PATCH_TILE)
        for (uint32_t x0 = 0; x0 + PATCH_TILE <= p->width; x0 += PATCH_TILE) {
            double fibre = 0;
            for (uint32_t y = y0; y < y0 + PATCH_TILE; y++)
                for (uint32_t x = x0; x < x0 + PATCH_TILE; x++)
                    fibre += (p->state[(size_t)y * p->width + x] & (PATCH_DARK | PATCH_LIGHT)) != 0;
            fibre /= PATCH_TILE * PATCH_TILE;
            size_t at = (size_t)(row0 + y0 / PATCH_TILE) * s->columns + column0 + x0 / PATCH_TILE;
            s->tiles[at] = fibre >= fibres_least && fibre <= fibres_most && fibres_in(p, x0, y0) >= FIBRES_A_TILE &&
                           between_is_skin(s, region_patch_skin(p, x0, y0)) &&
                           !is_at_rim(s, column0 * PATCH_TILE + x0, row0 * PATCH_TILE + y0);
        }
}

/* Non-zero when skin lies in a patch or as near as the patch is wide: stubble is next to skin. */
static int near_skin(const hair_search *s, uint32_t x, uint32_t y)
{
    const region_map *m = s->map;
    uint32_t x0 = (x < PATCH_SIDE ? 0 : x - PATCH_SIDE) / m->scale, x1 = (x + 2 * PATCH_SIDE) / m->scale;
    uint32_t y0 = (y < PATCH_SIDE ? 0 : y - PATCH_SIDE) / m->scale, y1 = (y + 2 * PATCH_SIDE) / m->scale;
    for (uint32_t v = y0; v <= y1 && v < m->rows; v++)
        for (uint32_t u = x0; u <= x1 && u < m->columns; u++)
            if (s->skin[(size_t)v * m->columns + u])
                return 1;
    return 0;
}

/* Looks at patches near the skin, evenly spread when they are too many. Returns how many patches there are for each that
 * was looked at. */
static double look_for_stubble(hair_search *s, region_patch *patch)
{
    const photo_window *w = &s->map->window;
    uint32_t across = (w->width + PATCH_SIDE - 1) / PATCH_SIDE, down = (w->height + PATCH_SIDE - 1) / PATCH_SIDE;
    uint32_t near = 0, seen = 0, looked = 0;
    for (uint32_t i = 0; i < across * down; i++)
        near += (uint32_t)near_skin(s, i % across * PATCH_SIDE, i / across * PATCH_SIDE);
    for (uint32_t i = 0; i < across * down; i++) {
        uint32_t x = i % across * PATCH_SIDE, y = i / across * PATCH_SIDE;
        if (!near_skin(s, x, y))
            continue;
        uint32_t turn = near <= PATCHES_MAX ? 1 : (seen + 1) * PATCHES_MAX / near - seen * PATCHES_MAX / near;
        seen++;
        if (!turn)
            continue;
        uint32_t width = w->width - x < PATCH_SIDE ? w->width - x : PATCH_SIDE;
        uint32_t height = w->height - y < PATCH_SIDE ? w->height - y : PATCH_SIDE;
        region_patch_read(patch, s->image, NULL, w->x + x, w->y + y, width, height);
        mark_tiles(s, patch, x / PATCH_TILE, y / PATCH_TILE);
        looked++;
    }
    return looked ? (double)near / looked : 1;
}

/* Drops tiles without two marked neighbours: eyebrows, creases, the rim of grown hair. Returns how many stay. */
static size_t drop_lonely_tiles(hair_search *s, uint8_t *work)
{
    size_t kept = 0, n = (size_t)s->columns * s->rows;
    memcpy(work, s->tiles, n);
    for (uint32_t y = 0; y < s->rows; y++)
        for (uint32_t x = 0; x < s->columns; x++) {
            int near = 0;
            for (uint32_t v = y ? y - 1 : 0; v <= y + 1 && v < s->rows; v++)
                for (uint32_t u = x ? x - 1 : 0; u <= x + 1 && u < s->columns; u++)
                    near += work[(size_t)v * s->columns + u];
            uint8_t *tile = &s->tiles[(size_t)y * s->columns + x];
            *tile = *tile && near >= 4;
            kept += *tile;
        }
    return kept;
}

/* ---- grown ------------------------------------------------------------------------------------ */

static int could_be_grown(const hair_search *s, size_t i)
{
    const region_cell *c = &s->map->cells[i];
    double scale = (double)c->L + 16, chroma = hypot((double)c->a, (double)c->b) / scale, rough = (double)c->texture / scale;
    double skin_chroma = hypot(s->look.p, s->look.q);
    if (!c->usable || s->skin[i])
        return 0;
    if (!s->look.known)
        return chroma < 0.5 && rough > rough_least;
    int dark = (double)c->L<dark_share * s->look.L, rougher = rough> fmax(rough_times * s->look.rough, rough_least);
    double hue = atan2((double)c->b, (double)c->a) * DEG_PER_RAD;
    int hair_hue =
        chroma < 0.25 || chroma * scale < 8 || (hue > 0 && hue < 100); /* blue cloth is no hair; near black has no hue */
    return (dark || rougher) && hair_hue && (chroma < fmax(1.6 * skin_chroma, 0.3) || chroma * scale < hair_chroma);
}

/* Area, contact with the skin and mean height of each connected part. */
static uint32_t weigh_parts(hair_search *s)
{
    uint32_t w = s->map->columns, h = s->map->rows;
    size_t n = (size_t)w * h;
    for (size_t i = 0; i < n; i++)
        s->cells[i] = (uint8_t)could_be_grown(s, i);
    region_cells_erode(s->cells, w, h, s->work);
    region_cells_dilate(s->cells, w, h, s->work);
    uint32_t parts = region_cells_label(s->cells, w, h, s->labels, s->stack);
    uint8_t *near_skin = s->work; /* as near to the skin as a soft hairline leaves it */
    uint8_t *scratch = (uint8_t *)s->stack;
    memcpy(near_skin, s->skin, n);
    for (uint32_t reach = 0; reach < 2 + (w > h ? w : h) / HAIRLINE; reach++)
        region_cells_dilate(near_skin, w, h, scratch);
    for (uint32_t k = 0; k <= parts; k++)
        s->area[k] = s->contact[k] = s->height[k] = s->frame[k] = 0;
    for (size_t i = 0; i < n; i++) {
        s->area[s->labels[i]] += 1;
        s->contact[s->labels[i]] += near_skin[i];
        s->height[s->labels[i]] += (double)(i / w);
        s->frame[s->labels[i]] += i % w < 2 || i % w + 2 >= w || i / w < 2;
    }
    return parts;
}

/* Leaves the best part in s->cells and returns its size in cells: large, touching the skin, above it rather than below, not
 * a dark background along the frame. */
static double best_grown(hair_search *s)
{
    uint32_t parts = weigh_parts(s), best = 0, w = s->map->columns;
    size_t n = (size_t)w * s->map->rows;
    double best_score = 0, skin_height = 0, skin_cells = 0;
    for (size_t i = 0; i < n; i++)
        if (s->skin[i]) {
            skin_height += (double)(i / w);
            skin_cells++;
        }
    for (uint32_t k = 1; k <= parts; k++) {
        double along = s->frame[k] / 2 / sqrt(s->area[k]), score = s->area[k] / (1 + along * along);
        if (s->look.known) {
            int below = s->height[k] / s->area[k] > skin_height / skin_cells;
            score *= fmin(s->contact[k] / sqrt(s->area[k]), 1) * (below ? 0.4 : 1) * (s->contact[k] >= CONTACT_MIN);
        }
        if (score > best_score) {
            best_score = score;
            best = k;
        }
    }
    for (size_t i = 0; i < n; i++)
        s->cells[i] = best && s->labels[i] == best;
    if (best)
        region_cells_erode(s->cells, w, s->map->rows, s->work); /* away from wisps over skin and wall */
    return best ? s->area[best] : 0;
}

/* ---- either ----------------------------------------------------------------------------------- */

static sct_status search_new(sct_context *ctx, hair_search *s)
{
    sct_status status = SCT_OK;
    size_t n = (size_t)s->map->columns * s->map->rows;
    const photo_window *w = &s->map->window;
    s->columns = (w->width + PATCH_TILE - 1) / PATCH_TILE;
    s->rows = (w->height + PATCH_TILE - 1) / PATCH_TILE;
    TRY(mem_new(ctx, n, 1, (void **)&s->cells));
    TRY(mem_new(ctx, n, 1, (void **)&s->work));
    TRY(mem_new(ctx, n, sizeof *s->labels, (void **)&s->labels));
    TRY(mem_new(ctx, n, sizeof *s->stack, (void **)&s->stack));
    TRY(mem_new(ctx, n + 1, sizeof *s->area, (void **)&s->area));
    TRY(mem_new(ctx, n + 1, sizeof *s->contact, (void **)&s->contact));
    TRY(mem_new(ctx, n + 1, sizeof *s->height, (void **)&s->height));
    TRY(mem_new(ctx, n + 1, sizeof *s->frame, (void **)&s->frame));
    TRY(mem_new(ctx, (size_t)s->columns * s->rows, 2, (void **)&s->tiles)); /* and as much again to work in */
done:
    return status;
}

static void search_free(hair_search *s)
{
    mem_free(s->cells);
    mem_free(s->work);
    mem_free(s->labels);
    mem_free(s->stack);
    mem_free(s->area);
    mem_free(s->contact);
    mem_free(s->height);
    mem_free(s->frame);
    mem_free(s->tiles);
}

sct_status region_find_hair(sct_context *ctx, const pixels_image *image, const region_map *map, const uint8_t *skin,
                            region_spans *out)
{
    sct_status status = SCT_OK;
    hair_search s = {.image = image, .map = map, .skin = skin, .look = look_of(map, skin)};
    region_patch patch = {0};
    size_t tiles = 0;
    double each = 1;

    TRY(search_new(ctx, &s));
    if (s.look.known) {
        TRY(region_patch_new(ctx, &patch));
        each = look_for_stubble(&s, &patch);
        tiles = drop_lonely_tiles(&s, s.tiles + (size_t)s.columns * s.rows);
    }
    double photo = (double)map->columns * map->rows, grown = best_grown(&s);
    double stubble = each * (double)tiles * PATCH_TILE * PATCH_TILE / ((double)map->scale * map->scale);
    if (tiles >= TILES_LEAST && stubble >= stubble_enough * grown) {
        region_map grid = {.columns = s.columns, .rows = s.rows, .scale = PATCH_TILE, .window = map->window};
        TRY(region_spans_from_cells(ctx, &grid, s.tiles, out));
    } else if (grown >= grown_least * photo) {
        TRY(region_spans_from_cells(ctx, map, s.cells, out));
    } else {
        FAIL(ctx, SCT_ERR_NOTHING, "no stubble and no hair was found in the photo; mark the hair");
    }
    if (out->pixels == 0)
        FAIL(ctx, SCT_ERR_NOTHING, "no stubble and no hair was found in the photo; mark the hair");
done:
    search_free(&s);
    region_patch_free(&patch);
    return status;
}
