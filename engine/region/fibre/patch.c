/*
 * engine/region/fibre/patch.c - fibres in a square of skin, told by shape and not by
 * colour: red and fair hair is as light as deep skin, but it is narrow.
 *
 * Black top-hat (closing minus L*) and white top-hat (L* minus opening), with the
 * smallest of four squares that holds nearly all of what the largest holds: that
 * is the scale of the fibres. Pixels well above the median response (in median
 * absolute deviations) start a fibre, lesser ones continue it.
 */
#include "region/fibre/fibre.h"

#include <math.h>
#include <string.h>

static const uint32_t scales_px[PATCH_SCALES] = {5, 9, 17, 33};
static const double scale_share = 0.75;             /* of the largest scale's response */
static const double start_mads = 6, go_on_mads = 3; /* hysteresis, in 1.4826 MAD */
static const double start_L = 3, go_on_L = 1.5;     /* and at least so many L*: rounding to 8 bits is less */
static const double skin_margin_L = 1;              /* tone and noise around a tile's median */
static const double skin_half_L = 4;                /* skin of a tile: within this of the tile's median */
static const double specular_L = 4, specular_ratio = 0.93;
static const double darker_L = 0.75;                                     /* than the skin of its tile: dark fibres */
static const double light_L = 2.5, pale_ratio = 0.9, vivid_ratio = 0.97; /* light fibres: white, or fair on deep skin */
static const double glossy_L = 5, glossy_ratio = 0.88;                   /* of a tile: above the usual one's, below it */
/* Of a patch's tiles: where more are such, it is not gloss that makes the difference. */
static const double glossy_share = 1.0 / 3;
enum { FIBRE_MIN_PX = 3, TILE_MIN_PX = 16, SPARSE = 7, TILES_LEAST = 6 };
static const int blur_reach_px = 2; /* of a phone's lens; JPEG spreads colour about as far */

sct_status region_patch_new(sct_context *ctx, region_patch *patch)
{
    sct_status status = SCT_OK;
    const size_t n = (size_t)PATCH_SIDE * PATCH_SIDE;
    memset(patch, 0, sizeof *patch);
    TRY(mem_new(ctx, n, 3 * sizeof(float), (void **)&patch->xyz));
    TRY(mem_new(ctx, n, 3 * sizeof(float), (void **)&patch->lab));
    TRY(mem_new(ctx, n, sizeof(float), (void **)&patch->depth));
    TRY(mem_new(ctx, n, sizeof(float), (void **)&patch->height_L));
    TRY(mem_new(ctx, n, sizeof(float), (void **)&patch->work));
    TRY(mem_new(ctx, n, (PATCH_SCALES - 1) * sizeof(float), (void **)&patch->spread));
    TRY(mem_new(ctx, n, 1, (void **)&patch->state));
    TRY(mem_new(ctx, n, 1, (void **)&patch->mask));
    TRY(mem_new(ctx, n, sizeof(uint32_t), (void **)&patch->labels));
    TRY(mem_new(ctx, n, sizeof(uint32_t), (void **)&patch->stack));
done:
    return status;
}

void region_patch_free(region_patch *patch)
{
    mem_free(patch->xyz);
    mem_free(patch->lab);
    mem_free(patch->depth);
    mem_free(patch->height_L);
    mem_free(patch->work);
    mem_free(patch->spread);
    mem_free(patch->state);
    mem_free(patch->mask);
    mem_free(patch->labels);
    mem_free(patch->stack);
    memset(patch, 0, sizeof *patch);
}

static size_t pixels_of(const region_patch *p)
{
    return (size_t)p->width * p->height;
}

/* ---- reading ---------------------------------------------------------------------------------- */

static void mark_inside(region_patch *p, const region_spans *spans)
{
    for (size_t i = 0; i < spans->count; i++) {
        const region_span *s = &spans->items[i];
        if (s->y < p->y || s->y >= p->y + p->height || s->x >= p->x + p->width || s->x + s->n <= p->x)
            continue;
        uint32_t from = s->x > p->x ? s->x - p->x : 0, to = s->x + s->n - p->x;
        uint8_t *row = p->state + (size_t)(s->y - p->y) * p->width;
        for (uint32_t x = from; x < to && x < p->width; x++)
            row[x] |= PATCH_INSIDE;
    }
}

static void read_rows(region_patch *p, const pixels_image *image, const region_spans *spans)
{
    memset(p->state, spans ? 0 : PATCH_INSIDE, pixels_of(p));
    if (spans)
        mark_inside(p, spans);
    for (uint32_t y = 0; y < p->height; y++) {
        size_t row = (size_t)y * p->width;
        uint8_t flags[PATCH_SIDE];
        pixels_xyz_lab_row(image, p->x, p->y + y, p->width, p->xyz + 3 * row, p->lab + 3 * row);
        pixels_flag_row(image, p->x, p->y + y, p->width, flags);
        for (uint32_t x = 0; x < p->width; x++)
            if (flags[x] & (PIXELS_CLIPPED_HIGH | PIXELS_TRANSPARENT))
                p->state[row + x] |= PATCH_CLIPPED;
    }
}

/* ---- fibres ----------------------------------------------------------------------------------- */

/* Median L* of each tile, so that skin is known where hairs are few. */
static void fill_medians(region_patch *p)
{
    float L[PATCH_TILE * PATCH_TILE / 4];
    for (uint32_t y0 = 0; y0 < p->height; y0 += PATCH_TILE)
        for (uint32_t x0 = 0; x0 < p->width; x0 += PATCH_TILE) {
            size_t n = 0;
            for (uint32_t y = y0; y < y0 + PATCH_TILE && y < p->height; y += 2)
                for (uint32_t x = x0; x < x0 + PATCH_TILE && x < p->width; x += 2) /* a quarter of them will do */
                    L[n++] = p->lab[3 * ((size_t)y * p->width + x)];
            p->median_L[y0 / PATCH_TILE * PATCH_TILES + x0 / PATCH_TILE] = (float)num_median(L, n);
        }
}

/* L* with what is on the other side of the skin cut off: else skin between white hairs would look like dark ones. */
static void fill_one_sided(const region_patch *p, int black, float *out)
{
    const float margin = (float)skin_margin_L;
    for (uint32_t y = 0; y < p->height; y++)
        for (uint32_t x0 = 0; x0 < p->width; x0 += PATCH_TILE) {
            const float median = p->median_L[y / PATCH_TILE * PATCH_TILES + x0 / PATCH_TILE];
            const float most = black ? median + margin : INFINITY, least = black ? -INFINITY : median - margin;
            const uint32_t n = p->width - x0 < PATCH_TILE ? p->width - x0 : PATCH_TILE;
            const float *lab = p->lab + 3 * ((size_t)y * p->width + x0);
            float *row = out + (size_t)y * p->width + x0;
            for (uint32_t x = 0; x < n; x++) {
                float L = lab[3 * x] < most ? lab[3 * x] : most;
                row[x] = L > least ? L : least;
            }
        }
}

/* Turns a plane that was spread over `size` into the top-hat of `plane`: black (closing) or white (opening). Returns its
 * mean, summed in parts that run side by side. */
static double top_hat(const region_patch *p, const float *restrict plane, uint32_t size, int black, float *restrict out)
{
    enum { STRANDS = 8 };
    const float sign = black ? 1 : -1;
    double sums[STRANDS] = {0}, sum = 0;
    size_t n = pixels_of(p), i = 0;
    region_draw_back(out, p->width, p->height, size, black);
    for (; i + STRANDS <= n; i += STRANDS)
        for (size_t k = 0; k < STRANDS; k++) {
            out[i + k] = sign * (out[i + k] - plane[i + k]);
            sums[k] += (double)out[i + k];
        }
    for (; i < n; i++) {
        out[i] = sign * (out[i] - plane[i]);
        sum += (double)out[i];
    }
    for (size_t k = 0; k < STRANDS; k++)
        sum += sums[k];
    return sum / (double)n;
}

/* The response at the fibres' own scale. */
static void fibre_response(region_patch *p, int black, float *out)
{
    const size_t n = pixels_of(p);
    const uint32_t largest = scales_px[PATCH_SCALES - 1];
    fill_one_sided(p, black, p->work);
    memcpy(out, p->work, n * sizeof *out);
    for (uint32_t s = 0, have = 1; s < PATCH_SCALES; have = scales_px[s++]) {
        region_spread(out, p->width, p->height, have, scales_px[s], black);
        if (s + 1 < PATCH_SCALES)
            memcpy(p->spread + s * n, out, n * sizeof *out);
    }
    double all = top_hat(p, p->work, largest, black, out);
    for (uint32_t s = 0; s + 1 < PATCH_SCALES; s++) {
        memcpy(out, p->spread + s * n, n * sizeof *out);
        if (top_hat(p, p->work, scales_px[s], black, out) >= scale_share * all)
            return;
    }
    memcpy(out, p->work, n * sizeof *out);
    region_spread(out, p->width, p->height, 1, largest, black);
    top_hat(p, p->work, largest, black, out);
}

/* Median of the response and 1.4826 MAD around it, from one value in SPARSE. */
static void middle_of(const float *response, float *work, size_t n, double *median, double *sd)
{
    size_t m = 0;
    for (size_t i = 0; i < n; i += SPARSE)
        work[m++] = response[i];
    *median = num_median(work, m);
    m = 0;
    for (size_t i = 0; i < n; i += SPARSE)
        work[m++] = fabsf(response[i] - (float)*median);
    *sd = 1.4826 * num_median(work, m);
}

/* Marks connected parts of the response that rise above the upper threshold somewhere. */
static void mark_fibres(region_patch *p, const float *response, uint8_t mark)
{
    size_t n = pixels_of(p);
    double median, sd;
    uint8_t *mask = (uint8_t *)p->work, *strong = mask + n; /* after middle_of the plane is free: n floats hold 4 n bytes */
    middle_of(response, p->work, n, &median, &sd);
    float start = (float)(median + fmax(start_mads * sd, start_L)), go_on = (float)(median + fmax(go_on_mads * sd, go_on_L));
    for (size_t i = 0; i < n; i++)
        mask[i] = (uint8_t)((response[i] > go_on) & ((p->state[i] & (PATCH_INSIDE | PATCH_DARK)) == PATCH_INSIDE));
    uint32_t parts = region_cells_label(mask, p->width, p->height, p->labels, p->stack);
    uint32_t *sizes = p->stack; /* free again */
    memset(sizes, 0, (parts + 1 < n ? parts + 1 : n) * sizeof *sizes);
    memset(strong, 0, n);
    for (size_t i = 0; i < n; i++) {
        if (!p->labels[i])
            continue;
        sizes[p->labels[i] - 1]++;
        if (response[i] > start)
            strong[p->labels[i] - 1] = 1;
    }
    for (size_t i = 0; i < n; i++)
        if (p->labels[i] && strong[p->labels[i] - 1] && sizes[p->labels[i] - 1] >= FIBRE_MIN_PX)
            p->state[i] |= mark;
}

/* Sets `mark` on the fibres of a kind and on `reach` pixels around them. */
static void mark_around(region_patch *p, uint8_t kind, int reach, uint8_t mark)
{
    size_t n = pixels_of(p);
    uint8_t *mask = (uint8_t *)p->work;
    for (size_t i = 0; i < n; i++)
        mask[i] = (p->state[i] & kind) != 0;
    for (int k = 0; k < reach; k++)
        region_cells_dilate(mask, p->width, p->height, mask + n);
    for (size_t i = 0; i < n; i++)
        p->state[i] |= (uint8_t)(mask[i] * mark);
}

/* ---- the skin between ------------------------------------------------------------------------- */

/* Pixels of a tile whose state is just PATCH_INSIDE among the bits of `mask`: their numbers, and L* of every other one,
 * which will do for a median. Returns how many there are. */
static size_t pixels_of_tile(const region_patch *p, uint32_t x0, uint32_t y0, uint8_t mask, size_t *index, float *L)
{
    size_t n = 0, half = 0;
    for (uint32_t y = y0; y < y0 + PATCH_TILE && y < p->height; y++)
        for (uint32_t x = x0; x < x0 + PATCH_TILE && x < p->width; x++) {
            size_t i = (size_t)y * p->width + x;
            if ((p->state[i] & mask) != PATCH_INSIDE)
                continue;
            if (n % 2 == 0)
                L[half++] = p->lab[3 * i];
            index[n++] = i;
        }
    return n;
}

/* Mean light of a tile's pixels that are neither fibre nor clipped and near their median in L*. Where fibres stand so close
 * that blur reaches everywhere, of those between: a phone's sharpening lifts them as blur lowers them. */
static sct_xyz skin_of_tile(const region_patch *p, uint32_t x0, uint32_t y0)
{
    float L[PATCH_TILE * PATCH_TILE];
    size_t index[PATCH_TILE * PATCH_TILE];
    sct_xyz sum = {0, 0, 0};
    size_t n = pixels_of_tile(p, x0, y0, PATCH_INSIDE | PATCH_NEAR | PATCH_CLIPPED, index, L);
    if (n < TILE_MIN_PX)
        n = pixels_of_tile(p, x0, y0, PATCH_INSIDE | PATCH_DARK | PATCH_CLIPPED, index, L);
    if (n < TILE_MIN_PX)
        return sum;
    double median = num_median(L, (n + 1) / 2), kept = 0;
    for (size_t k = 0; k < n; k++) {
        const float *xyz = p->xyz + 3 * index[k];
        if (fabs((double)p->lab[3 * index[k]] - median) > skin_half_L)
            continue;
        sum = (sct_xyz){sum.X + (double)xyz[0], sum.Y + (double)xyz[1], sum.Z + (double)xyz[2]};
        kept++;
    }
    return kept > 0 ? (sct_xyz){sum.X / kept, sum.Y / kept, sum.Z / kept} : sum;
}

const sct_xyz *region_patch_skin(const region_patch *patch, uint32_t x, uint32_t y)
{
    return &patch->skin[y / PATCH_TILE * PATCH_TILES + x / PATCH_TILE];
}

static void fill_skin(region_patch *p)
{
    memset(p->skin, 0, sizeof p->skin);
    for (uint32_t y = 0; y < p->height; y += PATCH_TILE)
        for (uint32_t x = 0; x < p->width; x += PATCH_TILE)
            p->skin[y / PATCH_TILE * PATCH_TILES + x / PATCH_TILE] = skin_of_tile(p, x, y);
}

/* L* of the skin around, and its chroma over L* + 16. */
typedef struct skin_tone {
    double L, ratio;
} skin_tone;

static skin_tone tone_of(sct_xyz skin)
{
    sct_lab lab = sct_lab_from_xyz(skin, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2));
    return (skin_tone){lab.L, hypot(lab.a, lab.b) / (lab.L + 16)};
}

/* A tile tells nothing: it counts as clipped. */
static void drop_tile(region_patch *p, uint32_t tile)
{
    uint32_t x0 = tile % PATCH_TILES * PATCH_TILE, y0 = tile / PATCH_TILES * PATCH_TILE;
    p->skin[tile] = (sct_xyz){0, 0, 0};
    for (uint32_t y = y0; y < y0 + PATCH_TILE && y < p->height; y++)
        for (uint32_t x = x0; x < x0 + PATCH_TILE && x < p->width; x++) {
            uint8_t *state = p->state + (size_t)y * p->width + x;
            *state = (*state & PATCH_INSIDE) | PATCH_CLIPPED | PATCH_SPECULAR;
        }
}

/* Whether a tile or one around it is set. */
static int is_set_around(const uint8_t *tiles, uint32_t tile)
{
    uint32_t column = tile % PATCH_TILES, row = tile / PATCH_TILES;
    for (uint32_t y = row > 0 ? row - 1 : 0; y <= row + 1 && y < PATCH_TILES; y++)
        for (uint32_t x = column > 0 ? column - 1 : 0; x <= column + 1 && x < PATCH_TILES; x++)
            if (tiles[y * PATCH_TILES + x])
                return 1;
    return 0;
}

/* Where gloss fills a tile it is taken for the skin, and skin beside it for hairs. A lamp makes skin lighter and leaves its
 * chroma over L* + 16; oil takes that away, too. Such tiles and those around them, where the gloss ends, are dropped. */
static void drop_glossy_tiles(region_patch *p)
{
    enum { TILES = PATCH_TILES * PATCH_TILES };
    float L[TILES], ratio[TILES];
    skin_tone tones[TILES] = {{0, 0}};
    uint8_t glossy[TILES] = {0}, dropped[TILES] = {0};
    size_t n = 0, found = 0, gone = 0;
    for (size_t i = 0; i < TILES; i++) {
        if (!(p->skin[i].Y > 0))
            continue;
        tones[i] = tone_of(p->skin[i]);
        L[n] = (float)tones[i].L;
        ratio[n++] = (float)tones[i].ratio;
    }
    if (n < TILES_LEAST)
        return;
    skin_tone usual = {num_median(L, n), num_median(ratio, n)};
    for (size_t i = 0; i < TILES; i++) {
        glossy[i] = p->skin[i].Y > 0 && tones[i].L > usual.L + glossy_L && tones[i].ratio < glossy_ratio * usual.ratio;
        found += glossy[i];
    }
    for (uint32_t i = 0; found > 0 && i < TILES; i++) {
        dropped[i] = (uint8_t)is_set_around(glossy, i);
        gone += p->skin[i].Y > 0 && dropped[i];
    }
    for (uint32_t i = 0; (double)gone <= glossy_share * (double)n && i < TILES; i++)
        if (dropped[i])
            drop_tile(p, i);
}

/* Gloss is lighter and paler than the skin around; so is a white hair, but that is narrow. Fair hair on deep skin is
 * lighter and not paler. What was taken for a light fibre and is no lighter than the skin is a gap between dark ones, and
 * what was taken for a dark one and is no darker is skin between two patches of gloss. */
static uint8_t gloss_or_fibre(uint8_t state, const float *lab, skin_tone skin)
{
    double over = (double)lab[0] - skin.L;
    if ((state & PATCH_DARK) && skin.L > 0 && over > -darker_L)
        state &= (uint8_t)~PATCH_DARK;
    if (!(state & PATCH_LIGHT) && !(over > specular_L)) /* skin, or darker: most of it */
        return state;
    double ratio = (double)sqrtf(lab[1] * lab[1] + lab[2] * lab[2]) / ((double)lab[0] + 16);
    int pale = ratio<pale_ratio * skin.ratio, vivid = ratio> vivid_ratio * skin.ratio;
    if ((state & PATCH_LIGHT) && !(over > light_L && (pale || vivid)))
        state &= (uint8_t)~PATCH_LIGHT;
    if (state & PATCH_LIGHT)
        return pale ? state | PATCH_PALE : state;
    int shines = skin.L > 0 && over > specular_L && ratio < specular_ratio * skin.ratio;
    return shines ? state | PATCH_SPECULAR : state;
}

static void mark_gloss(region_patch *p)
{
    for (uint32_t y = 0; y < p->height; y++) {
        skin_tone tone = {0, 0};
        for (uint32_t x = 0; x < p->width; x++) {
            if (x % PATCH_TILE == 0)
                tone = tone_of(*region_patch_skin(p, x, y));
            size_t i = (size_t)y * p->width + x;
            p->state[i] = gloss_or_fibre(p->state[i], p->lab + 3 * i, tone);
        }
    }
}

/* Numbers what is left, dark and light apart: they cross each other. */
static void number_fibres(region_patch *p)
{
    size_t n = pixels_of(p);
    uint32_t *light = (uint32_t *)(void *)p->work;
    for (size_t i = 0; i < n; i++)
        p->mask[i] = (p->state[i] & PATCH_LIGHT) != 0;
    uint32_t light_count = region_cells_label(p->mask, p->width, p->height, light, p->stack);
    for (size_t i = 0; i < n; i++)
        p->mask[i] = (p->state[i] & (PATCH_DARK | PATCH_LIGHT)) == PATCH_DARK;
    p->fibres = region_cells_label(p->mask, p->width, p->height, p->labels, p->stack);
    for (size_t i = 0; i < n; i++)
        if (light[i])
            p->labels[i] = p->fibres + light[i];
    p->fibres += light_count;
}

void region_patch_read(region_patch *patch, const pixels_image *image, const region_spans *spans, uint32_t x, uint32_t y,
                       uint32_t width, uint32_t height)
{
    patch->x = x;
    patch->y = y;
    patch->width = width;
    patch->height = height;
    read_rows(patch, image, spans);
    fill_medians(patch);
    fibre_response(patch, 1, patch->depth);
    mark_fibres(patch, patch->depth, PATCH_DARK);
    fibre_response(patch, 0, patch->height_L);
    mark_fibres(patch, patch->height_L, PATCH_LIGHT);
    mark_around(patch, PATCH_DARK | PATCH_LIGHT, blur_reach_px, PATCH_NEAR);
    fill_skin(patch);
    drop_glossy_tiles(patch);
    mark_gloss(patch);
    mark_around(patch, PATCH_LIGHT, blur_reach_px, PATCH_NEAR_LIGHT);
    number_fibres(patch);
}
