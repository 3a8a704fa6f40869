/*
 * engine/region/find/find_stubble.c - places where fibres stand apart and the colour between them is this client's skin.
 *
 * The photo is looked at in tiles of 32 pixels, and in a close-up these in groups that are some 18 hairs wide, however wide
 * a hair is in the photo: sparse stubble has less than one hair in a tile of five hairs' width.
 */
#include "region/fibre/fibre.h"
#include "region/find/find.h"

#include <math.h>
#include <string.h>

enum { PATCHES_MAX = 16, FIBRES_A_GROUP = 3, LEVELS = 4, CHORDS = 64, CHORDS_LEAST = 200, NEIGHBOURS = 9, WITH = 4 };
static const double fibres_least[LEVELS] = {0.05, 0.035, 0.025, 0.02}; /* share of a group that stubble covers at least, */
static const double fibres_most = 0.60;                     /* and at most, blur included; chance is less in large ones */
static const double skin_off_L = 25, skin_off_ratio = 0.35; /* between the hairs: shade, and a less clean chroma */
static const double group_hairs = 18;                       /* how wide a group is, in hairs */
static const double chord_blur_px = 1.5, chord_slant = 1.2; /* of a mark across a hair: what blur adds, and its slant */
static const uint32_t groups_least[LEVELS] = {12, 6, 4, 3}; /* of those that have company */
static const double far_more = 3, far_more_near = 1.5;      /* times what single tiles see; where hairs are seen from near */
static const double in_stubble = 0.6;                       /* of what was taken for grown hair: hairs seen from near */
static const double head_margin = 0.02, scalp_share = 0.4;  /* of the photo above a head; of the skin's height, from above */
enum { TILE_GOOD = 128, TILE_SEEN = 64 };                   /* beside a bit for each level */

/* What one thread looks with. */
typedef struct stubble_hand {
    region_patch patch;
    uint8_t *runs;           /* of the patch: how long the run of fibre is that a pixel lies in, across */
    uint64_t chords[CHORDS]; /* the shorter way across a fibre, pixels */
} stubble_hand;

typedef struct stubble_search {
    const pixels_image *image;
    const region_map *map;
    const uint8_t *skin, *grown; /* cells; grown: null where there is none */
    const region_look *look;
    uint32_t columns, rows; /* of tiles over the window */
    uint32_t end;           /* row of the map where looking ends */
    uint8_t *tiles, *work;
    uint32_t places[PATCHES_MAX][2]; /* where the patches lie that are looked at */
    stubble_hand hands[TASK_HANDS];  /* patches share no tile */
} stubble_search;

/* Non-zero when what lies between the fibres of a tile could be the skin of the photo. */
static int between_is_skin(const region_look *look, const sct_xyz *skin)
{
    if (!(skin->Y > 0))
        return 0;
    sct_lab lab = sct_lab_from_xyz(*skin, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2));
    double p = lab.a / (lab.L + 16), q = lab.b / (lab.L + 16), size = hypot(look->p, look->q);
    return fabs(lab.L - look->L) < fmin(skin_off_L, 0.45 * look->L + 5) &&
           hypot(p - look->p, q - look->q) < skin_off_ratio * size;
}

/* Non-zero when a tile at a place of the window touches a chart or its rim. */
static int is_at_rim(const region_map *m, uint32_t x, uint32_t y)
{
    for (uint32_t v = y / m->scale; v <= (y + PATCH_TILE - 1) / m->scale && v < m->rows; v++)
        for (uint32_t u = x / m->scale; u <= (x + PATCH_TILE - 1) / m->scale && u < m->columns; u++)
            if (m->cells[(size_t)v * m->columns + u].rim)
                return 1;
    return 0;
}

static int is_fibre(const region_patch *p, size_t i)
{
    return (p->state[i] & (PATCH_DARK | PATCH_LIGHT)) != 0;
}

/* ---- how wide hairs are ------------------------------------------------------------------------- */

/* For each pixel of a fibre the length of its run, along rows or along columns: the shorter of those that were there. */
static void fill_runs(const region_patch *p, int down, uint8_t *runs)
{
    uint32_t lines = down ? p->width : p->height, length = down ? p->height : p->width;
    size_t step = down ? p->width : 1, next = down ? 1 : p->width;
    for (uint32_t line = 0; line < lines; line++)
        for (uint32_t at = 0, end; at < length; at = end + 1) {
            size_t first = line * next + at * step;
            for (end = at; end < length && is_fibre(p, line * next + end * step); end++) {
            }
            for (uint32_t k = 0; k < end - at; k++) {
                uint8_t *run = &runs[first + k * step], n = end - at < CHORDS ? (uint8_t)(end - at) : CHORDS - 1;
                *run = !down || n < *run ? n : *run;
            }
        }
}

/* Counts the chords of a tile. */
static void count_chords(stubble_hand *h, uint32_t x0, uint32_t y0)
{
    const region_patch *p = &h->patch;
    for (uint32_t y = y0; y < y0 + PATCH_TILE; y++)
        for (uint32_t x = x0; x < x0 + PATCH_TILE; x++) {
            size_t i = (size_t)y * p->width + x;
            if (is_fibre(p, i))
                h->chords[h->runs[i]]++;
        }
}

/* Usual width of a hair, pixels; NaN when too few were seen. */
static double width_of(const stubble_search *s)
{
    uint64_t all = 0, below = 0, chords[CHORDS] = {0};
    for (int k = 0; k < CHORDS; k++) {
        for (int i = 0; i < TASK_HANDS; i++)
            chords[k] += s->hands[i].chords[k];
        all += chords[k];
    }
    if (all < CHORDS_LEAST)
        return (double)NAN;
    for (int k = 0; k < CHORDS; k++) {
        if (2 * (below + chords[k]) >= all)
            return fmax((k + ((double)all / 2 - (double)below) / (double)chords[k] - chord_blur_px) / chord_slant, 1);
        below += chords[k];
    }
    return CHORDS;
}

/* The level whose groups are nearest to so many hairs. */
static int level_of(double width_px)
{
    int level = 0;
    while (level + 1 < LEVELS && group_hairs * width_px > PATCH_TILE * sqrt(2) * (1 << level))
        level++;
    return level;
}

/* ---- tiles and groups of them ------------------------------------------------------------------- */

/* Adds the fibres (or parts of one) that a tile holds to those seen; returns how many are known then. */
static int fibres_with(const region_patch *p, uint32_t x0, uint32_t y0, uint32_t seen[FIBRES_A_GROUP], int count)
{
    for (uint32_t y = y0; y < y0 + PATCH_TILE; y++)
        for (uint32_t x = x0; x < x0 + PATCH_TILE && count < FIBRES_A_GROUP; x++) {
            uint32_t label = p->labels[(size_t)y * p->width + x];
            int known = label == 0;
            for (int k = 0; k < count && !known; k++)
                known = seen[k] == label;
            if (!known)
                seen[count++] = label;
        }
    return count;
}

/* Share of each whole tile of a patch that fibres cover; negative where what is between is no skin of this client. */
static void look_at_tiles(stubble_search *s, stubble_hand *h, uint32_t column0, uint32_t row0,
                          float share[PATCH_TILES][PATCH_TILES])
{
    const region_patch *p = &h->patch;
    fill_runs(p, 0, h->runs);
    fill_runs(p, 1, h->runs);
    for (uint32_t row = 0; row < PATCH_TILES; row++)
        for (uint32_t column = 0; column < PATCH_TILES; column++) {
            uint32_t x0 = column * PATCH_TILE, y0 = row * PATCH_TILE, fibre = 0;
            share[row][column] = -1;
            if (x0 + PATCH_TILE > p->width || y0 + PATCH_TILE > p->height)
                continue;
            uint8_t *tile = &s->tiles[(size_t)(row0 + row) * s->columns + column0 + column];
            *tile = TILE_SEEN;
            if (!between_is_skin(s->look, region_patch_skin(p, x0, y0)) ||
                is_at_rim(s->map, (column0 + column) * PATCH_TILE, (row0 + row) * PATCH_TILE))
                continue;
            for (uint32_t y = y0; y < y0 + PATCH_TILE; y++)
                for (uint32_t x = x0; x < x0 + PATCH_TILE; x++)
                    fibre += (uint32_t)is_fibre(p, (size_t)y * p->width + x);
            *tile |= TILE_GOOD;
            share[row][column] = (float)fibre / (PATCH_TILE * PATCH_TILE);
            count_chords(h, x0, y0);
        }
}

/* Whether a group is stubble: at least half of it skin of this client, with fibres on it. */
static int is_stubble(const region_patch *p, float share[PATCH_TILES][PATCH_TILES], uint32_t column0, uint32_t row0,
                      int level)
{
    uint32_t side = 1u << level;
    uint32_t seen[FIBRES_A_GROUP] = {0}, good = 0;
    double fibre = 0;
    int fibres = 0;
    for (uint32_t row = row0; row < row0 + side; row++)
        for (uint32_t column = column0; column < column0 + side; column++)
            if (share[row][column] >= 0) {
                good++;
                fibre += (double)share[row][column];
            }
    if (2 * good < side * side || !(fibre >= fibres_least[level] * good && fibre <= fibres_most * good))
        return 0;
    for (uint32_t row = row0; row < row0 + side; row++)
        for (uint32_t column = column0; column < column0 + side; column++)
            if (share[row][column] >= 0)
                fibres = fibres_with(p, column * PATCH_TILE, row * PATCH_TILE, seen, fibres);
    return fibres >= FIBRES_A_GROUP;
}

static void mark_group(stubble_search *s, uint32_t column0, uint32_t row0, int level)
{
    uint32_t side = 1u << level;
    for (uint32_t row = row0; row < row0 + side && row < s->rows; row++)
        for (uint32_t column = column0; column < column0 + side && column < s->columns; column++)
            s->tiles[(size_t)row * s->columns + column] |= (uint8_t)(1 << level);
}

static void mark_tiles(stubble_search *s, stubble_hand *h, uint32_t column0, uint32_t row0)
{
    float share[PATCH_TILES][PATCH_TILES];
    look_at_tiles(s, h, column0, row0, share);
    for (int level = 0; level < LEVELS; level++)
        for (uint32_t row = 0; row < PATCH_TILES; row += 1u << level)
            for (uint32_t column = 0; column < PATCH_TILES; column += 1u << level)
                if (is_stubble(&h->patch, share, column, row, level))
                    mark_group(s, column0 + column, row0 + row, level);
}

/* Non-zero when skin lies in a patch or as near as the patch is wide: stubble is next to skin. */
static int near_skin(const stubble_search *s, uint32_t x, uint32_t y)
{
    const region_map *m = s->map;
    uint32_t x0 = (x < PATCH_SIDE ? 0 : x - PATCH_SIDE) / m->scale, x1 = (x + 2 * PATCH_SIDE) / m->scale;
    uint32_t y0 = (y < PATCH_SIDE ? 0 : y - PATCH_SIDE) / m->scale, y1 = (y + 2 * PATCH_SIDE) / m->scale;
    if ((y + PATCH_SIDE / 2) / m->scale >= s->end)
        return 0;
    for (uint32_t v = y0; v <= y1 && v < m->rows; v++)
        for (uint32_t u = x0; u <= x1 && u < m->columns; u++)
            if (s->skin[(size_t)v * m->columns + u])
                return 1;
    return 0;
}

/*
 * The row of the map where a scalp ends. Of a head that is seen whole, whose skin ends within the photo, it is the upper
 * part: below are brows, lashes and beards. Anywhere else it is the end of the map.
 */
static uint32_t end_of_scalp(const region_map *map, const uint8_t *skin)
{
    uint32_t y0 = map->rows, y1 = 0;
    for (size_t i = 0; i < (size_t)map->columns * map->rows; i++)
        if (skin[i]) {
            uint32_t y = (uint32_t)(i / map->columns);
            y0 = y < y0 ? y : y0;
            y1 = y;
        }
    return y1 > y0 && y0 > head_margin * map->rows ? y0 + (uint32_t)(scalp_share * (y1 - y0)) : map->rows;
}

static sct_status look_at_patch(sct_context *ctx, void *user, size_t number, int hand)
{
    sct_status status = SCT_OK;
    stubble_search *s = user;
    stubble_hand *h = &s->hands[hand];
    const photo_window *w = &s->map->window;
    uint32_t x = s->places[number][0], y = s->places[number][1];
    uint32_t width = w->width - x < PATCH_SIDE ? w->width - x : PATCH_SIDE;
    uint32_t height = w->height - y < PATCH_SIDE ? w->height - y : PATCH_SIDE;
    if (!h->runs) {
        TRY(region_patch_new(ctx, &h->patch));
        TRY(mem_new(ctx, (size_t)PATCH_SIDE * PATCH_SIDE, 1, (void **)&h->runs));
    }
    region_patch_read(&h->patch, s->image, NULL, w->x + x, w->y + y, width, height);
    mark_tiles(s, h, x / PATCH_TILE, y / PATCH_TILE);
done:
    return status;
}

/* Looks at patches near the skin, evenly spread when they are too many. *each is how many patches there are for each that
 * was looked at. */
static sct_status look_for_stubble(sct_context *ctx, stubble_search *s, double *each)
{
    sct_status status = SCT_OK;
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
        s->places[looked][0] = x;
        s->places[looked++][1] = y;
    }
    *each = looked ? (double)near / looked : 1;
    TRY(task_share(ctx, look_at_patch, s, looked));
done:
    return status;
}

/* ---- company ------------------------------------------------------------------------------------ */

/* Bits of all tiles of a group. */
static uint8_t bits_of(const stubble_search *s, uint32_t column, uint32_t row, uint32_t side)
{
    uint8_t bits = 0;
    for (uint32_t v = row * side; v < (row + 1) * side && v < s->rows; v++)
        for (uint32_t u = column * side; u < (column + 1) * side && u < s->columns; u++)
            bits |= s->tiles[(size_t)v * s->columns + u];
    return bits;
}

/* Whether four of the nine groups in and around one are stubble; of large groups, the same share of those looked at. */
static int has_company(const stubble_search *s, uint32_t column, uint32_t row, int level)
{
    uint32_t side = 1u << level, near = 0, seen = 0;
    for (uint32_t v = row ? row - 1 : 0; v <= row + 1; v++)
        for (uint32_t u = column ? column - 1 : 0; u <= column + 1; u++) {
            uint8_t bits = bits_of(s, u, v, side);
            near += (unsigned)bits >> level & 1u;
            seen += (bits & TILE_SEEN) != 0;
        }
    return NEIGHBOURS * near >= WITH * (level == 0 ? NEIGHBOURS : seen);
}

/* Leaves in s->work the tiles of groups that have company: eyebrows, creases and the rim of grown hair have not. Returns how
 * many groups stay. */
static uint32_t keep_company(stubble_search *s, int level, size_t *tiles)
{
    uint32_t side = 1u << level, kept = 0;
    memset(s->work, 0, (size_t)s->columns * s->rows);
    *tiles = 0;
    for (uint32_t row = 0; row * side < s->rows; row++)
        for (uint32_t column = 0; column * side < s->columns; column++) {
            if (!((unsigned)bits_of(s, column, row, side) >> level & 1u) || !has_company(s, column, row, level))
                continue;
            kept++;
            for (uint32_t v = row * side; v < (row + 1) * side && v < s->rows; v++)
                for (uint32_t u = column * side; u < (column + 1) * side && u < s->columns; u++) {
                    size_t i = (size_t)v * s->columns + u;
                    s->work[i] = (s->tiles[i] & TILE_GOOD) != 0;
                    *tiles += s->work[i];
                }
        }
    return kept;
}

/* Whether what was taken for grown hair lies in the tiles of s->work, as far as they were looked at: seen from near, each
 * hair of stubble is large and dark. */
static int is_grown_in_work(const stubble_search *s)
{
    const region_map *m = s->map;
    double all = 0, within = 0;
    for (size_t i = 0; i < (size_t)m->columns * m->rows; i++) {
        uint32_t x = (uint32_t)(i % m->columns) * m->scale / PATCH_TILE,
                 y = (uint32_t)(i / m->columns) * m->scale / PATCH_TILE;
        size_t tile = (size_t)y * s->columns + x;
        if (!s->grown[i] || x >= s->columns || y >= s->rows || !(s->tiles[tile] & TILE_SEEN))
            continue;
        all++;
        within += s->work[tile];
    }
    return all > 0 && within >= in_stubble * all;
}

/*
 * Single tiles do, unless larger groups see far more. Those are for close-ups: on a head that is seen whole, hair that has
 * grown, brows and background are in every large group. Returns the level whose tiles are in s->work, or -1.
 */
static int choose_level(stubble_search *s, int usual, size_t *tiles)
{
    size_t fine, coarse = 0;
    int enough = keep_company(s, 0, &fine) >= groups_least[0], level = usual, last = usual + 1 < LEVELS ? usual + 1 : usual;
    int alone = !s->grown || (usual > 0 && keep_company(s, usual, &coarse) >= groups_least[usual] && is_grown_in_work(s));
    if (alone)
        while (keep_company(s, level, &coarse) < groups_least[level] && level < last)
            level++; /* sparse stubble */
    if (alone && level > 0 && keep_company(s, level, &coarse) >= groups_least[level] &&
        (!enough || (double)coarse > (s->grown ? far_more_near : far_more) * (double)fine)) {
        *tiles = coarse;
        return level;
    }
    keep_company(s, 0, tiles);
    return enough ? 0 : -1;
}

sct_status region_find_stubble(sct_context *ctx, const pixels_image *image, const region_map *map, const uint8_t *skin,
                               const region_look *look, const uint8_t *grown, region_stubble *out)
{
    sct_status status = SCT_OK;
    const photo_window *w = &map->window;
    stubble_search s = {.image = image, .map = map, .skin = skin, .grown = grown, .look = look};
    size_t tiles = 0;
    double each;

    s.columns = (w->width + PATCH_TILE - 1) / PATCH_TILE;
    s.rows = (w->height + PATCH_TILE - 1) / PATCH_TILE;
    TRY(mem_new(ctx, (size_t)s.columns * s.rows, 1, (void **)&s.tiles));
    TRY(mem_new(ctx, (size_t)s.columns * s.rows, 1, (void **)&s.work));
    s.end = grown ? map->rows : end_of_scalp(map, skin);
    TRY(look_for_stubble(ctx, &s, &each));
    double width = width_of(&s);
    int level = choose_level(&s, level_of(width), &tiles);
    if (level < 0 && s.end < map->rows) { /* a head that is turned */
        s.end = map->rows;
        TRY(look_for_stubble(ctx, &s, &each));
        width = width_of(&s);
        level = choose_level(&s, level_of(width), &tiles);
    }
    *out = (region_stubble){.grid = {.columns = s.columns, .rows = s.rows, .scale = PATCH_TILE, .window = *w}};
    if (level >= 0)
        out->area = each * (double)tiles * PATCH_TILE * PATCH_TILE / ((double)map->scale * map->scale);
    out->tiles = s.work;
    s.work = NULL;
done:
    for (int i = 0; i < TASK_HANDS; i++) {
        region_patch_free(&s.hands[i].patch);
        mem_free(s.hands[i].runs);
    }
    mem_free(s.tiles);
    mem_free(s.work);
    return status;
}
