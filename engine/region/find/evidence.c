/* engine/region/find/evidence.c - where skin and hair lie that were found: to each other, and in the photo. */
#include "region/find/evidence.h"

#include <math.h>
#include <string.h>

enum { HAIRLINE = 60, PART_CELLS = 6 };
static const double hair_of_cell = 0.25; /* of its pixels */
static const double upper_part = 0.4;    /* of the box around skin and hair */

/* Work for one photo. A cell is skin, hair, or neither. */
typedef struct scene {
    const region_map *map;
    uint32_t w, h;
    size_t count;
    const uint8_t *skin;
    uint8_t *hair, *near, *work;
    uint32_t *labels, *stack, *top, *bottom, *left, *right;
    float *values;
    uint32_t x0, y0, x1, y1; /* box around the skin; x1 and y1 are outside */
    double skin_cells, hair_cells;
} scene;

static void scene_free(scene *s)
{
    mem_free(s->hair);
    mem_free(s->labels);
    mem_free(s->values);
}

/* A cell's span of pixels is hair when enough of them are. */
static void read_hair(scene *s, const region_spans *hair)
{
    const region_map *m = s->map;
    float *pixels = s->values;
    memset(pixels, 0, s->count * sizeof *pixels);
    for (size_t i = 0; hair && i < hair->count; i++) {
        const region_span *span = &hair->items[i];
        uint32_t row = (span->y - m->window.y) / m->scale;
        for (uint32_t x = span->x - m->window.x, end = x + span->n; x < end;) {
            uint32_t column = x / m->scale, next = (column + 1) * m->scale < end ? (column + 1) * m->scale : end;
            pixels[(size_t)row * s->w + column] += (float)(next - x);
            x = next;
        }
    }
    for (size_t i = 0; i < s->count; i++) {
        s->hair[i] = (double)pixels[i] > hair_of_cell * m->scale * m->scale;
        s->hair_cells += s->hair[i];
        s->skin_cells += s->skin[i];
    }
}

static sct_status scene_new(sct_context *ctx, const region_map *map, const uint8_t *skin, const region_spans *hair, scene *s)
{
    sct_status status = SCT_OK;
    *s = (scene){.map = map, .w = map->columns, .h = map->rows, .skin = skin, .x0 = map->columns, .y0 = map->rows};
    s->count = (size_t)s->w * s->h;
    TRY(mem_new(ctx, s->count, 3, (void **)&s->hair));
    TRY(mem_new(ctx, s->count + s->w + s->h, 2 * sizeof *s->labels, (void **)&s->labels));
    TRY(mem_new(ctx, s->count, sizeof *s->values, (void **)&s->values));
    s->near = s->hair + s->count;
    s->work = s->near + s->count;
    s->stack = s->labels + s->count;
    s->top = s->stack + s->count;
    s->bottom = s->top + s->w;
    s->left = s->bottom + s->w;
    s->right = s->left + s->h;
    read_hair(s, hair);
    for (size_t i = 0; i < s->count; i++) {
        uint32_t x = (uint32_t)(i % s->w), y = (uint32_t)(i / s->w);
        if (!skin[i])
            continue;
        s->x0 = x < s->x0 ? x : s->x0;
        s->y0 = y < s->y0 ? y : s->y0;
        s->x1 = x + 1 > s->x1 ? x + 1 : s->x1;
        s->y1 = y + 1 > s->y1 ? y + 1 : s->y1;
    }
done:
    return status;
}

/* As near as a soft hairline leaves it. */
static uint32_t reach_of(const scene *s)
{
    return 2 + (s->w > s->h ? s->w : s->h) / HAIRLINE;
}

/* Share of the cells along the sides and the top. */
static double along_frame(const scene *s, const uint8_t *cells)
{
    double n = 0;
    for (uint32_t x = 0; x < s->w; x++)
        n += cells[x];
    for (uint32_t y = 1; y < s->h; y++)
        n += cells[(size_t)y * s->w] + cells[(size_t)y * s->w + s->w - 1];
    return n / (s->w + 2.0 * s->h - 2);
}

/* Where each column of the skin ends upwards: is there hair? */
static double crown_of(const scene *s)
{
    double columns = 0, crowned = 0;
    uint32_t reach = reach_of(s);
    for (uint32_t x = s->x0; x < s->x1; x++) {
        uint32_t y = s->y0;
        while (y < s->y1 && !s->skin[(size_t)y * s->w + x])
            y++;
        if (y == s->y1)
            continue;
        columns++;
        uint32_t from = y > reach ? y - reach : 0, hit = 0;
        for (uint32_t v = from; v < y + reach && v < s->h; v++)
            hit |= s->hair[(size_t)v * s->w + x];
        crowned += hit;
    }
    return columns > 0 ? crowned / columns : 0;
}

/* The first and the last cell of skin in each column and in each row. */
static void find_ends(scene *s)
{
    for (uint32_t x = 0; x < s->w; x++)
        s->top[x] = s->h;
    for (uint32_t y = 0; y < s->h; y++)
        s->left[y] = s->w;
    for (size_t i = 0; i < s->count; i++) {
        uint32_t x = (uint32_t)(i % s->w), y = (uint32_t)(i / s->w);
        if (!s->skin[i])
            continue;
        s->top[x] = s->top[x] < s->h ? s->top[x] : y;
        s->bottom[x] = y;
        s->left[y] = s->left[y] < s->w ? s->left[y] : x;
        s->right[y] = x;
    }
}

static void place_hair(scene *s, region_evidence *out)
{
    uint32_t middle = (s->y0 + s->y1) / 2;
    find_ends(s);
    for (size_t i = 0; i < s->count; i++) {
        uint32_t x = (uint32_t)(i % s->w), y = (uint32_t)(i / s->w);
        if (!s->hair[i])
            continue;
        int beside = s->left[y] < x && s->right[y] > x;
        out->enclosed += s->top[x] < y && (s->bottom[x] > y || beside);
        out->below += y >= middle;
        out->outside += y >= s->y1 || x < s->x0 || x >= s->x1;
        out->touching += s->near[i];
    }
    out->enclosed /= s->hair_cells;
    out->below /= s->hair_cells;
    out->outside /= s->hair_cells;
    out->touching /= s->hair_cells;
}

/* The largest of the pieces that are labelled and counted, in s->stack: the hair of a head seen from behind is one. */
static void measure_sheet(scene *s, uint32_t parts, region_evidence *out)
{
    uint32_t best = 0, left = s->w, right = 0, middle = (s->y0 + s->y1) / 2;
    double above = 0;
    for (uint32_t k = 1; k < parts; k++)
        best = s->stack[k] > s->stack[best] ? k : best;
    for (size_t i = 0; i < s->count; i++) {
        uint32_t x = (uint32_t)(i % s->w), y = (uint32_t)(i / s->w);
        if (s->labels[i] != best + 1)
            continue;
        above += y < s->top[x] && (s->top[x] < s->h || y < middle);
        left = x < left ? x : left;
        right = x + 1 > right ? x + 1 : right;
    }
    out->sheet = above / s->hair_cells;
    out->sheet_width = ((double)right - left) / (s->x1 - s->x0);
}

static void look_at_parts(scene *s, region_evidence *out)
{
    uint32_t parts = region_cells_label(s->hair, s->w, s->h, s->labels, s->stack);
    memset(s->stack, 0, s->count * sizeof *s->stack);
    for (size_t i = 0; i < s->count; i++)
        if (s->labels[i] && ++s->stack[s->labels[i] - 1] == PART_CELLS)
            out->parts++;
    measure_sheet(s, parts, out);
}

/* Roughness of marked cells, of which there are some: the median. */
static double roughness_of(scene *s, const uint8_t *cells)
{
    size_t n = 0;
    for (size_t i = 0; i < s->count; i++)
        if (cells[i])
            s->values[n++] = s->map->cells[i].texture / (s->map->cells[i].L + 16);
    return (double)num_select(s->values, n, n / 2);
}

static double range_of_hair(scene *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->count; i++)
        if (s->hair[i])
            s->values[n++] = s->map->cells[i].L;
    double low = (double)num_select(s->values, n, n / 20);
    return (double)num_select(s->values, n, n - 1 - n / 20) - low;
}

/* Skin and hair as one thing: a head. */
static void look_of_both(scene *s, region_evidence *out)
{
    uint32_t x0 = s->w, y0 = s->h, x1 = 0, y1 = 0;
    double cells = 0;
    for (size_t i = 0; i < s->count; i++) {
        uint32_t x = (uint32_t)(i % s->w), y = (uint32_t)(i / s->w);
        s->work[i] = s->skin[i] | s->hair[i];
        if (!s->work[i])
            continue;
        cells++;
        x0 = x < x0 ? x : x0;
        y0 = y < y0 ? y : y0;
        x1 = x + 1 > x1 ? x + 1 : x1;
        y1 = y + 1 > y1 ? y + 1 : y1;
    }
    out->both_frame = along_frame(s, s->work);
    out->both_filled = cells / ((double)(x1 - x0) * (y1 - y0));
    out->aspect = (double)(x1 - x0) / (y1 - y0);
    for (size_t i = 0; i < s->count; i++)
        out->upper += s->hair[i] && (double)(i / s->w) < y0 + upper_part * (y1 - y0);
    out->upper /= s->hair_cells;
}

/* Adds one pair of neighbours to the outline where one of them is skin. */
static void cross(const scene *s, size_t i, size_t k, double *sides, double *steps)
{
    if (s->skin[i] == s->skin[k])
        return;
    *sides += 1;
    *steps += fabs((double)s->map->cells[i].L - (double)s->map->cells[k].L);
}

/* How the skin ends: smooth and against something else, as a head does, or ragged and into its like. */
static void follow_outline(const scene *s, region_evidence *out)
{
    double sides = 0, steps = 0;
    for (size_t i = 0; i < s->count; i++) {
        if (i % s->w + 1 < s->w)
            cross(s, i, i + 1, &sides, &steps);
        if (i / s->w + 1 < s->h)
            cross(s, i, i + s->w, &sides, &steps);
    }
    out->outline = sides / sqrt(s->skin_cells);
    out->step_L = sides > 0 ? steps / sides : 0;
}

/* How much of the photo is a dark background. */
static void look_behind(const scene *s, const uint8_t *background, double skin_L, region_evidence *out)
{
    const double darker = 0.62; /* as where grown hair is looked for */
    for (size_t i = 0; i < s->count; i++)
        out->dark_behind += background[i] && (double)s->map->cells[i].L < darker * skin_L;
    out->dark_behind /= (double)s->count;
}

typedef struct spread {
    double mean[3], sd[3]; /* L*, p, q */
} spread;

static void cell_colour(const region_cell *cell, double out[3])
{
    double scale = (double)cell->L + 16;
    out[0] = (double)cell->L;
    out[1] = (double)cell->a / scale;
    out[2] = (double)cell->b / scale;
}

static spread spread_of_skin(const scene *s)
{
    spread of = {{0}, {0}};
    double x[3];
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < s->count; i++) {
            if (!s->skin[i])
                continue;
            cell_colour(&s->map->cells[i], x);
            for (int c = 0; c < 3; c++)
                if (pass)
                    of.sd[c] += (x[c] - of.mean[c]) * (x[c] - of.mean[c]) / s->skin_cells;
                else
                    of.mean[c] += x[c] / s->skin_cells;
        }
    for (int c = 0; c < 3; c++)
        of.sd[c] = sqrt(of.sd[c]);
    return of;
}

/* A head is of one colour, and little else in the photo has it; sand, walls and grass are everywhere. Returns the skin's
 * mean L*. */
static double compare_elsewhere(const scene *s, region_evidence *out)
{
    const double near_sd = 2.5, least_L = 5, least_p = 0.012;
    spread of = spread_of_skin(s);
    double like = 0, own = 0, x[3];
    for (size_t i = 0; i < s->count; i++) {
        if (!s->map->cells[i].usable)
            continue;
        cell_colour(&s->map->cells[i], x);
        double p = (x[1] - of.mean[1]) / fmax(of.sd[1], least_p), q = (x[2] - of.mean[2]) / fmax(of.sd[2], least_p);
        int is_like = hypot(p, q) < near_sd && fabs(x[0] - of.mean[0]) < near_sd * fmax(of.sd[0], least_L);
        like += is_like;
        own += is_like && s->skin[i];
    }
    out->alone = own / fmax(like, 1);
    out->skin_sd_L = of.sd[0];
    out->skin_sd_p = of.sd[1];
    out->skin_p = of.mean[1];
    out->skin_q = of.mean[2];
    return of.mean[0];
}

sct_status region_evidence_gather(sct_context *ctx, const region_map *map, const uint8_t *skin, const uint8_t *background,
                                  const region_spans *hair, region_evidence *out)
{
    sct_status status = SCT_OK;
    scene s;
    *out = (region_evidence){0};
    TRY(scene_new(ctx, map, skin, hair, &s));
    out->skin_share = s.skin_cells / (double)s.count;
    out->hair_share = s.hair_cells / (double)s.count;
    if (!(s.skin_cells > 0))
        goto done;
    out->skin_frame = along_frame(&s, s.skin);
    out->hair_frame = along_frame(&s, s.hair);
    out->skin_filled = s.skin_cells / ((double)(s.x1 - s.x0) * (s.y1 - s.y0));
    out->skin_rough = roughness_of(&s, s.skin);
    if (!(s.hair_cells > 0))
        goto done;
    memcpy(s.near, skin, s.count);
    for (uint32_t i = 0; i < reach_of(&s); i++)
        region_cells_dilate(s.near, s.w, s.h, s.work);
    out->crown = crown_of(&s);
    place_hair(&s, out);
    look_at_parts(&s, out);
    out->hair_rough = roughness_of(&s, s.hair);
    out->hair_range_L = range_of_hair(&s);
    look_of_both(&s, out);
    follow_outline(&s, out);
    look_behind(&s, background, compare_elsewhere(&s, out), out);
done:
    scene_free(&s);
    return status;
}
