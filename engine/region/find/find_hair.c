/*
 * engine/region/find/find_hair.c - where the client's hair is.
 *
 * Stubble: places where fibres stand apart and the colour between them is this
 * client's skin. Grown hair: the large part of the photo that touches the skin and is much
 * darker, or rougher. The larger of the two is measured, stubble first: it is
 * what the ink imitates.
 */
#include "region/find/find.h"

#include <math.h>
#include <string.h>

enum { CONTACT_MIN = 3, HAIRLINE = 60 };
static const double dark_share = 0.62, rough_times = 3, rough_least = 0.03;
static const double hair_chroma = 25;     /* blond and red hair reach it */
static const double stubble_enough = 0.4; /* of the area of grown hair */
static const double grown_least = 0.01;   /* of the photo */
static const double holey = 1.5;          /* times its area: so much more is a part with its gaps */
static const double cloth_above = 0.1;    /* of a part, above the middle of the skin: hair has more there */
static const double behind_frame = 0.15, behind_rough = 0.01; /* of the frame; texture over L* + 16 */
enum { GAP_CELLS = 4, RIM_CELLS = 2 };                        /* half of the widest gap between hairs seen from near */

typedef struct hair_search {
    const region_map *map;
    const uint8_t *skin; /* cells */
    region_look look;
    const uint8_t *background; /* cells */
    uint8_t *cells, *work, *behind;
    uint32_t *labels, *stack;
    double *area, *contact, *height, *frame; /* of parts: cells, of them near skin, sum of rows, along the frame */
    double *above, *bottom, *rough;          /* above the middle of the skin, along the lower frame; sum of roughness */
    double skin_row;                         /* the middle of the skin; NaN: none is known */
} hair_search;

static region_look look_of(const region_map *map, const uint8_t *skin)
{
    region_look look = {0};
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
    return (region_look){1, look.L / n, look.p / n, look.q / n, look.rough / n};
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

static int is_dark(const hair_search *s, size_t i)
{
    return (double)s->map->cells[i].L < dark_share * s->look.L;
}

/* What could be grown hair, without a dark background and its rim of mixed light. */
static void mark_grown(hair_search *s)
{
    uint32_t w = s->map->columns, h = s->map->rows;
    size_t n = (size_t)w * h;
    for (size_t i = 0; i < n; i++) {
        s->cells[i] = (uint8_t)could_be_grown(s, i);
        s->behind[i] = s->background[i] && is_dark(s, i);
    }
    for (int k = 0; k < RIM_CELLS; k++)
        region_cells_dilate(s->behind, w, h, s->work);
    for (size_t i = 0; i < n; i++)
        s->cells[i] = s->cells[i] && !s->behind[i];
}

/* Area, contact with the skin and mean height of each connected part. */
static uint32_t weigh_parts(hair_search *s)
{
    uint32_t w = s->map->columns, h = s->map->rows;
    size_t n = (size_t)w * h;
    mark_grown(s);
    region_cells_erode(s->cells, w, h, s->work);
    region_cells_dilate(s->cells, w, h, s->work);
    uint32_t parts = region_cells_label(s->cells, w, h, s->labels, s->stack);
    uint8_t *near_skin = s->work; /* as near to the skin as a soft hairline leaves it */
    uint8_t *scratch = (uint8_t *)s->stack;
    memcpy(near_skin, s->skin, n);
    for (uint32_t reach = 0; reach < 2 + (w > h ? w : h) / HAIRLINE; reach++)
        region_cells_dilate(near_skin, w, h, scratch);
    for (uint32_t k = 0; k <= parts; k++)
        s->area[k] = s->contact[k] = s->height[k] = s->frame[k] = s->above[k] = s->bottom[k] = s->rough[k] = 0;
    for (size_t i = 0; i < n; i++) {
        s->area[s->labels[i]] += 1;
        s->contact[s->labels[i]] += near_skin[i];
        s->height[s->labels[i]] += (double)(i / w);
        s->frame[s->labels[i]] += i % w < 2 || i % w + 2 >= w || i / w < 2;
        s->above[s->labels[i]] += (double)(i / w) < s->skin_row;
        s->bottom[s->labels[i]] += i / w + 2 >= h;
        s->rough[s->labels[i]] += (double)s->map->cells[i].texture / ((double)s->map->cells[i].L + 16);
    }
    return parts;
}

/*
 * Seen from near, what is dark or rough are the hairs of stubble themselves. A region of hairs alone would have too many of
 * them, and too dark a shadow: the skin between belongs to it. Grown hair has no such gaps, and stays as it is.
 */
static void take_gaps(hair_search *s)
{
    uint32_t w = s->map->columns, h = s->map->rows;
    size_t n = (size_t)w * h, without = 0, with = 0;
    uint8_t *closed = (uint8_t *)s->stack, *scratch = closed + n;
    memcpy(closed, s->cells, n);
    for (int k = 0; k < GAP_CELLS; k++)
        region_cells_dilate(closed, w, h, scratch);
    for (int k = 0; k <= GAP_CELLS; k++)
        region_cells_erode(closed, w, h, scratch);
    region_cells_erode(s->cells, w, h, scratch); /* away from wisps over skin and wall */
    for (size_t i = 0; i < n; i++) {
        without += s->cells[i];
        with += closed[i];
    }
    if ((double)with > holey * (double)without)
        for (size_t i = 0; i < n; i++)
            s->cells[i] = closed[i] && !s->map->cells[i].rim;
}

/* The middle row of the skin; NaN where there is none. */
static double middle_of_skin(const region_map *map, const uint8_t *skin)
{
    double rows = 0, cells = 0;
    for (size_t i = 0; i < (size_t)map->columns * map->rows; i++)
        if (skin[i]) {
            rows += (double)(i / map->columns);
            cells++;
        }
    return cells > 0 ? rows / cells : (double)NAN;
}

/* Clothes lie below the face and go on to the lower frame; what is behind a head is smooth and goes along the others. */
static int is_no_hair(const hair_search *s, uint32_t part)
{
    double along = s->map->columns + 2.0 * s->map->rows;
    double enough = grown_least * (double)s->map->columns * s->map->rows;
    int cloth = s->bottom[part] > 0 && s->above[part] < fmin(cloth_above * s->area[part], enough);
    int behind = s->frame[part] / 2 > behind_frame * along && s->rough[part] < behind_rough * s->area[part];
    return s->look.known && (cloth || behind);
}

/* Hair that runs into clothes ends at the middle of the face, where enough of it is left: long hair goes on, but what is
 * above will do. */
static double without_clothes(hair_search *s, uint32_t part)
{
    uint32_t w = s->map->columns;
    size_t n = (size_t)w * s->map->rows;
    if (!s->look.known || !(s->bottom[part] > 0) || s->above[part] < grown_least * (double)n)
        return s->area[part];
    for (size_t i = 0; i < n; i++)
        if (!((double)(i / w) < s->skin_row))
            s->cells[i] = 0;
    return s->above[part];
}

/* Leaves the best part in s->cells and returns its size in cells: large, touching the skin, above it rather than below, not
 * a dark background along the frame. */
static double best_grown(hair_search *s)
{
    s->skin_row = middle_of_skin(s->map, s->skin);
    uint32_t parts = weigh_parts(s), best = 0;
    size_t n = (size_t)s->map->columns * s->map->rows;
    double best_score = 0;
    for (uint32_t k = 1; k <= parts; k++) {
        double along = s->frame[k] / 2 / sqrt(s->area[k]), score = s->area[k] / (1 + along * along);
        if (is_no_hair(s, k))
            continue;
        if (s->look.known) {
            int below = s->height[k] / s->area[k] > s->skin_row;
            score *= fmin(s->contact[k] / sqrt(s->area[k]), 1) * (below ? 0.4 : 1) * (s->contact[k] >= CONTACT_MIN);
        }
        if (score > best_score) {
            best_score = score;
            best = k;
        }
    }
    for (size_t i = 0; i < n; i++)
        s->cells[i] = best && s->labels[i] == best;
    if (!best)
        return 0;
    double area = without_clothes(s, best);
    take_gaps(s);
    return area;
}

/* ---- either ----------------------------------------------------------------------------------- */

static sct_status search_new(sct_context *ctx, hair_search *s)
{
    sct_status status = SCT_OK;
    size_t n = (size_t)s->map->columns * s->map->rows;
    TRY(mem_new(ctx, n, 1, (void **)&s->cells));
    TRY(mem_new(ctx, n, 1, (void **)&s->work));
    TRY(mem_new(ctx, n, 1, (void **)&s->behind));
    TRY(mem_new(ctx, n, sizeof *s->labels, (void **)&s->labels));
    TRY(mem_new(ctx, n, sizeof *s->stack, (void **)&s->stack));
    TRY(mem_new(ctx, n + 1, sizeof *s->area, (void **)&s->area));
    TRY(mem_new(ctx, n + 1, sizeof *s->contact, (void **)&s->contact));
    TRY(mem_new(ctx, n + 1, sizeof *s->height, (void **)&s->height));
    TRY(mem_new(ctx, n + 1, sizeof *s->frame, (void **)&s->frame));
    TRY(mem_new(ctx, n + 1, sizeof *s->above, (void **)&s->above));
    TRY(mem_new(ctx, n + 1, sizeof *s->bottom, (void **)&s->bottom));
    TRY(mem_new(ctx, n + 1, sizeof *s->rough, (void **)&s->rough));
done:
    return status;
}

static void search_free(hair_search *s)
{
    mem_free(s->cells);
    mem_free(s->work);
    mem_free(s->behind);
    mem_free(s->labels);
    mem_free(s->stack);
    mem_free(s->area);
    mem_free(s->contact);
    mem_free(s->height);
    mem_free(s->frame);
    mem_free(s->above);
    mem_free(s->bottom);
    mem_free(s->rough);
}

sct_status region_find_hair(sct_context *ctx, const pixels_image *image, const region_map *map, const uint8_t *skin,
                            const uint8_t *background, region_spans *out, region_spans *other)
{
    sct_status status = SCT_OK;
    hair_search s = {.map = map, .skin = skin, .background = background, .look = look_of(map, skin)};
    region_stubble stubble = {0};

    TRY(search_new(ctx, &s));
    double photo = (double)map->columns * map->rows, grown = best_grown(&s);
    if (s.look.known)
        TRY(region_find_stubble(ctx, image, map, skin, &s.look, grown < grown_least * photo ? NULL : s.cells, &stubble));
    int has_grown = grown >= grown_least * photo, has_stubble = stubble.area > 0;
    int first = has_stubble && stubble.area >= stubble_enough * grown; /* stubble is the likelier */
    if (has_stubble && (first || has_grown))
        TRY(region_spans_from_cells(ctx, &stubble.grid, stubble.tiles, first ? out : other));
    if (has_grown)
        TRY(region_spans_from_cells(ctx, map, s.cells, first ? other : out));
    if (out->pixels == 0)
        status = region_refuse(ctx, map,
                               "no stubble and no hair was found in the photo; photograph where short hair meets bare "
                               "skin, or mark the hair");
done:
    search_free(&s);
    mem_free(stubble.tiles);
    return status;
}
