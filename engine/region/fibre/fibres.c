/* engine/region/fibre/fibres.c - counts and colours of the fibres of a region, from patches spread over it. */
#include "region/fibre/fibre.h"

#include <math.h>
#include <string.h>

enum {
    PATCHES_MAX = 10,
    PARTS_MAX = 20000,
    CORES_MAX = 60000,
    AREA_MAX = 60000,
    TILES_A_SIDE = 4,
    MOMENTS_LEAST = 200,
    BESIDE = 2
};
static const float core_share = 0.9f;    /* of the deepest pixel around: the middle of a fibre */
static const float ring_contrast = 0.8f; /* of light over the skin's, less one: more is white hair on deep skin */
static const double ring_beside = 0.6;   /* of a light part: so much of a ring lies beside dark fibres */

void region_fibres_free(region_fibres *fibres)
{
    region_cloud_free(&fibres->dark_cores);
    region_cloud_free(&fibres->light_cores);
    region_cloud_free(&fibres->area);
}

/* A patch's numbers before they go to the region's. */
typedef struct fibre_size {
    uint32_t pixels, pale, half; /* all; those with less chroma than skin; deeper than half the deepest */
    uint32_t beside;             /* of a light one: within two pixels of a dark one */
    uint32_t x0, y0, x1, y1;     /* box of the latter */
    float deepest, mass;         /* its greatest contrast; the sum over its pixels */
    int light, cut;              /* lighter than the skin; goes on beyond the patch or the region */
} fibre_size;

typedef struct collector {
    region_fibres *out;
    fibre_size *sizes;  /* of one patch */
    float *widths;      /* work */
    region_part *parts; /* of all patches, and as many for work */
    size_t part_count;
    double skin_count, between_count;
    sct_xyz between;                             /* sum over tiles of the skin there */
    uint32_t area_step;                          /* one pixel in so many goes to `area` */
    sct_lab skin_lab[PATCH_TILES * PATCH_TILES]; /* of one patch */
    uint32_t tile_base;
} collector;

static uint32_t tile_in(const collector *c, const region_patch *p, uint32_t x, uint32_t y)
{
    return c->tile_base + y * TILES_A_SIDE / p->height * TILES_A_SIDE + x * TILES_A_SIDE / p->width;
}

/* ---- sizes ------------------------------------------------------------------------------------ */

/* How far a pixel's light is from that of the skin around, relative: blur is linear in light, not in L*. */
static float contrast_at(const region_patch *p, size_t i)
{
    const sct_xyz *skin = region_patch_skin(p, (uint32_t)(i % p->width), (uint32_t)(i / p->width));
    return skin->Y > 0 ? fabsf(1 - p->xyz[3 * i + 1] / (float)skin->Y) : 0;
}

/* Whether a pixel has a neighbour that does not belong to the patch or the region. */
static int is_at_border(const region_patch *p, uint32_t x, uint32_t y)
{
    size_t i = (size_t)y * p->width + x;
    if (x == 0 || y == 0 || x + 1 >= p->width || y + 1 >= p->height)
        return 1;
    return !(p->state[i - 1] & p->state[i + 1] & p->state[i - p->width] & p->state[i + p->width] & PATCH_INSIDE);
}

/* Marks dark fibres and two pixels around them in a plane of the patch that is free again. */
static void mark_beside(region_patch *p)
{
    size_t n = (size_t)p->width * p->height;
    for (size_t i = 0; i < n; i++)
        p->mask[i] = (p->state[i] & PATCH_DARK) != 0;
    for (int reach = 0; reach < 2; reach++)
        region_cells_dilate(p->mask, p->width, p->height, (uint8_t *)p->work);
}

static void measure_sizes(collector *c, region_patch *p)
{
    size_t n = (size_t)p->width * p->height;
    mark_beside(p);
    memset(c->sizes, 0, (p->fibres + 1) * sizeof *c->sizes);
    for (size_t i = 0; i < n; i++) {
        fibre_size *f = &c->sizes[p->labels[i]];
        if (!p->labels[i])
            continue;
        f->pixels++;
        f->light = (p->state[i] & PATCH_LIGHT) != 0;
        f->pale += (p->state[i] & PATCH_PALE) != 0;
        f->beside += p->mask[i];
        float contrast = contrast_at(p, i);
        f->deepest = fmaxf(f->deepest, contrast);
        f->mass += contrast;
        f->cut |= is_at_border(p, (uint32_t)(i % p->width), (uint32_t)(i / p->width));
    }
    for (size_t i = 0; i < n; i++) {
        fibre_size *f = &c->sizes[p->labels[i]];
        uint32_t x = (uint32_t)(i % p->width), y = (uint32_t)(i / p->width);
        if (!p->labels[i] || contrast_at(p, i) < f->deepest / 2)
            continue;
        int first = f->half++ == 0;
        f->x0 = first || x < f->x0 ? x : f->x0;
        f->x1 = first || x > f->x1 ? x : f->x1;
        f->y0 = first || y < f->y0 ? y : f->y0;
        f->y1 = first || y > f->y1 ? y : f->y1;
    }
}

/* Width at half depth: pixels by length, the length being the box's diagonal (a dot's diameter for a dot). */
static double width_of(const fibre_size *f)
{
    double dx = f->x1 - f->x0 + 1.0, dy = f->y1 - f->y0 + 1.0;
    double longest = hypot(dx, dy), compact = sqrt(f->half * 1.2732);
    return f->half > 0.6 * dx * dy && fmax(dx, dy) < 1.6 * fmin(dx, dy) ? compact : f->half / fmax(longest - 0.5, 1);
}

static void note_parts(collector *c, const region_patch *p)
{
    for (uint32_t k = 1; k <= p->fibres; k++) {
        const fibre_size *f = &c->sizes[k];
        unsigned pale = f->light && 2 * f->pale > f->pixels;
        unsigned ring = f->light && f->deepest < ring_contrast && f->beside > ring_beside * f->pixels;
        c->out->grey_px += pale ? f->pixels : 0;
        if (c->part_count < PARTS_MAX)
            c->parts[c->part_count++] =
                (region_part){(float)f->pixels, f->mass,         (float)width_of(f), (uint8_t)f->light,
                              (uint8_t)pale,    (uint8_t)f->cut, (uint8_t)ring};
    }
}

/* ---- colours ---------------------------------------------------------------------------------- */

/* No pixel around is much deeper. */
static int is_core(const region_patch *p, uint32_t x, uint32_t y)
{
    size_t i = (size_t)y * p->width + x;
    if (x == 0 || y == 0 || x + 1 >= p->width || y + 1 >= p->height || !(p->state[i] & (PATCH_DARK | PATCH_LIGHT)))
        return 0;
    const float *response = p->state[i] & PATCH_LIGHT ? p->height_L : p->depth;
    float most = 0;
    for (size_t row = i - p->width; row <= i + p->width; row += p->width)
        for (size_t k = row - 1; k <= row + 1; k++)
            most = fmaxf(most, response[k]);
    return response[i] >= core_share * most;
}

static void add_core(collector *c, const region_patch *p, uint32_t x, uint32_t y, const float *xyz, const sct_xyz *skin)
{
    int light = (p->state[(size_t)y * p->width + x] & PATCH_LIGHT) != 0;
    region_cloud *cores = light ? &c->out->light_cores : &c->out->dark_cores;
    if (cores->count == CORES_MAX)
        return;
    /* as XYZ relative to the skin around, so that shade cancels; finish() puts it in the light of the mean skin */
    cores->items[cores->count++] = (region_sample){(float)((double)xyz[0] / skin->X), (float)((double)xyz[1] / skin->Y),
                                                   (float)((double)xyz[2] / skin->Z), tile_in(c, p, x, y)};
}

/* Near a dark fibre: how deep, and what it takes from a* and b*. */
static void add_depth(collector *c, double missing, const float *lab, const sct_lab *skin)
{
    region_fibres *out = c->out;
    int k = (int)floor((missing - REGION_DEPTH_LEAST) / (1 - REGION_DEPTH_LEAST) * REGION_DEPTHS);
    out->depths[k < 0 ? 0 : k >= REGION_DEPTHS ? REGION_DEPTHS - 1 : k]++;
    out->a_off += (double)lab[1] - skin->a;
    out->b_off += (double)lab[2] - skin->b;
}

static void add_pixel(collector *c, const region_patch *p, uint32_t x, uint32_t y)
{
    size_t i = (size_t)y * p->width + x;
    const sct_xyz *skin = region_patch_skin(p, x, y);
    const float *xyz = p->xyz + 3 * i, *lab = p->lab + 3 * i;
    region_fibres *out = c->out;
    uint8_t state = p->state[i];
    if (!(state & PATCH_INSIDE) || (state & PATCH_CLIPPED))
        return;
    out->inside++;
    out->dark_px += (state & PATCH_DARK) != 0;
    out->near_px += (state & PATCH_NEAR) != 0;
    if (!(state & PATCH_SPECULAR) && (x + y * p->width) % c->area_step == 0 && out->area.count < AREA_MAX)
        out->area.items[out->area.count++] = (region_sample){lab[0], lab[1], lab[2], tile_in(c, p, x, y)};
    if (!(skin->Y > 0))
        return;
    if (!(state & (PATCH_NEAR | PATCH_SPECULAR))) {
        out->skin = (sct_xyz){out->skin.X + (double)xyz[0], out->skin.Y + (double)xyz[1], out->skin.Z + (double)xyz[2]};
        c->skin_count += 1;
    }
    double darker = 1 - (double)xyz[1] / skin->Y;
    if (state & PATCH_NEAR)
        *(darker > 0 ? &out->darker : &out->lighter) += fabs(darker);
    if (state & PATCH_NEAR_LIGHT)
        out->near_light -= darker;
    if ((state & PATCH_NEAR) && !(state & (PATCH_NEAR_LIGHT | PATCH_SPECULAR)))
        add_depth(c, darker, lab, &c->skin_lab[y / PATCH_TILE * PATCH_TILES + x / PATCH_TILE]);
    if (is_core(p, x, y))
        add_core(c, p, x, y, xyz, skin);
}

/* How L* is distributed around the mean of a tile, whatever the light on it. */
static void add_moments(collector *c, const region_patch *p, uint32_t x0, uint32_t y0)
{
    double n = 0, sum[3] = {0}, from = (double)p->median_L[y0 / PATCH_TILE * PATCH_TILES + x0 / PATCH_TILE];
    for (uint32_t y = y0; y < y0 + PATCH_TILE && y < p->height; y++)
        for (uint32_t x = x0; x < x0 + PATCH_TILE && x < p->width; x++) {
            size_t i = (size_t)y * p->width + x;
            double d = (double)p->lab[3 * i] - from;
            if ((p->state[i] & (PATCH_INSIDE | PATCH_CLIPPED)) != PATCH_INSIDE)
                continue;
            n += 1;
            sum[0] += d;
            sum[1] += d * d;
            sum[2] += d * d * d;
        }
    if (n < MOMENTS_LEAST)
        return;
    double mean = sum[0] / n;
    c->out->moments[0] += n;
    c->out->moments[1] += sum[1] - n * mean * mean;
    c->out->moments[2] += sum[2] - 3 * mean * sum[1] + 2 * n * mean * mean * mean;
}

/* A phone's sharpening draws bright rings around dark hairs, where blur would leave skin, or darken it. Borrows the planes
 * of the patch that are free again. */
static void add_ring(collector *c, region_patch *p)
{
    size_t n = (size_t)p->width * p->height;
    uint8_t *inner = (uint8_t *)p->work, *outer = p->mask, *scratch = inner + n;
    for (size_t i = 0; i < n; i++)
        inner[i] = (p->state[i] & PATCH_DARK) != 0;
    region_cells_dilate(inner, p->width, p->height, scratch);
    memcpy(outer, inner, n);
    region_cells_dilate(outer, p->width, p->height, scratch);
    for (size_t i = 0; i < n; i++) {
        const sct_xyz *skin = region_patch_skin(p, (uint32_t)(i % p->width), (uint32_t)(i / p->width));
        if (inner[i] || !outer[i] || !(skin->Y > 0) || (p->state[i] & (PATCH_INSIDE | PATCH_CLIPPED)) != PATCH_INSIDE)
            continue;
        c->out->ring += (double)p->xyz[3 * i + 1] / skin->Y - 1;
        c->out->ring_px += 1;
    }
}

static void add_patch(collector *c, region_patch *p)
{
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    measure_sizes(c, p);
    note_parts(c, p);
    for (size_t i = 0; i < PATCH_TILES * PATCH_TILES; i++) {
        const sct_xyz *skin = &p->skin[i];
        c->skin_lab[i] = sct_lab_from_xyz(*skin, white);
        c->between = (sct_xyz){c->between.X + skin->X, c->between.Y + skin->Y, c->between.Z + skin->Z};
        c->between_count += skin->Y > 0;
    }
    for (uint32_t y = 0; y < p->height; y++)
        for (uint32_t x = 0; x < p->width; x++)
            add_pixel(c, p, x, y);
    for (uint32_t y = 0; y < p->height; y += PATCH_TILE)
        for (uint32_t x = 0; x < p->width; x += PATCH_TILE)
            add_moments(c, p, x, y);
    region_pale_places(p, &c->out->pale, &c->out->pale_seen);
    add_ring(c, p);
    c->tile_base += TILES_A_SIDE * TILES_A_SIDE;
}

/* ---- the region ------------------------------------------------------------------------------- */

/* From ratios to the skin around to colours in the light of the mean skin. */
static void finish_cores(const collector *c, region_cloud *cores)
{
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2), skin = c->out->skin;
    for (size_t i = 0; i < cores->count; i++) {
        region_sample *s = &cores->items[i];
        sct_lab lab =
            sct_lab_from_xyz((sct_xyz){(double)s->L * skin.X, (double)s->a * skin.Y, (double)s->b * skin.Z}, white);
        *s = (region_sample){(float)lab.L, (float)lab.a, (float)lab.b, s->tile};
    }
    region_samples_sort(cores->items, cores->count);
    cores->tiles = c->tile_base;
    cores->step = 1;
    cores->read = cores->count;
}

static void finish(collector *c)
{
    region_fibres *out = c->out;
    if (!(c->skin_count > 0)) { /* blur reaches everywhere: what each tile has between its fibres */
        out->skin = c->between;
        c->skin_count = c->between_count;
    }
    double k = c->skin_count > 0 ? 1 / c->skin_count : 0;
    out->skin = (sct_xyz){out->skin.X * k, out->skin.Y * k, out->skin.Z * k};
    finish_cores(c, &out->dark_cores);
    finish_cores(c, &out->light_cores);
    region_samples_sort(out->area.items, out->area.count);
    out->area.tiles = c->tile_base;
    out->area.step = 1;
    out->area.read = out->inside;
    region_count_hairs(c->parts, c->part_count, c->widths, out);
}

/* Where the patches lie: x0, y0, x1, y1. */
typedef struct walk_plan {
    const pixels_image *image;
    const region_spans *spans;
    uint32_t count, boxes[PATCHES_MAX][4];
    uint32_t first;        /* of those that are read now */
    region_patch *patches; /* as many as are read beside each other */
} walk_plan;

static void look(walk_plan *plan, uint32_t x0, uint32_t y0, uint32_t x1, uint32_t y1)
{
    const uint32_t box[4] = {x0, y0, x1, y1};
    memcpy(plan->boxes[plan->count++], box, sizeof box);
}

static sct_status read_one(sct_context *ctx, void *user, size_t part, int hand)
{
    walk_plan *plan = user;
    const uint32_t *box = plan->boxes[plan->first + part];
    (void)ctx;
    (void)hand;
    region_patch_read(&plan->patches[part], plan->image, plan->spans, box[0], box[1], box[2] - box[0], box[3] - box[1]);
    return SCT_OK;
}

/* Reads the patches beside each other, and adds them up in order. */
static sct_status read_all(sct_context *ctx, collector *c, walk_plan *plan)
{
    sct_status status = SCT_OK;
    for (plan->first = 0; plan->first < plan->count; plan->first += BESIDE) {
        uint32_t left = plan->count - plan->first, n = left < BESIDE ? left : BESIDE;
        TRY(task_share(ctx, read_one, plan, n));
        for (uint32_t i = 0; i < n; i++)
            add_patch(c, &plan->patches[i]);
    }
done:
    return status;
}

/* A small region: patches of equal size side by side over its box. */
static void walk_all(collector *c, walk_plan *plan, uint32_t across, uint32_t down)
{
    const region_spans *spans = plan->spans;
    uint32_t w = spans->x1 - spans->x0, h = spans->y1 - spans->y0;
    c->area_step = (uint32_t)((uint64_t)w * h / AREA_MAX + 1);
    for (uint32_t i = 0; i < across * down; i++) {
        uint32_t column = i % across, row = i / across;
        look(plan, spans->x0 + w * column / across, spans->y0 + h * row / down, spans->x0 + w * (column + 1) / across,
             spans->y0 + h * (row + 1) / down);
    }
}

/* Pixels of the region in each square of a grid over the photo. */
static void fill_grid(const region_spans *spans, uint32_t columns, uint32_t *grid)
{
    for (size_t i = 0; i < spans->count; i++) {
        const region_span *s = &spans->items[i];
        for (uint32_t x = s->x; x < s->x + s->n;) {
            uint32_t end = (x / PATCH_SIDE + 1) * PATCH_SIDE < s->x + s->n ? (x / PATCH_SIDE + 1) * PATCH_SIDE : s->x + s->n;
            grid[s->y / PATCH_SIDE * columns + x / PATCH_SIDE] += end - x;
            x = end;
        }
    }
}

/* A large region: an even choice of the well filled squares of a grid over the photo. */
static sct_status walk_some(sct_context *ctx, collector *c, walk_plan *plan)
{
    sct_status status = SCT_OK;
    const region_spans *spans = plan->spans;
    uint32_t columns = spans->x1 / PATCH_SIDE + 1, rows = spans->y1 / PATCH_SIDE + 1, most = 0, good = 0, seen = 0;
    uint32_t *grid = NULL;
    TRY(mem_new(ctx, (size_t)columns * rows, sizeof *grid, (void **)&grid));
    fill_grid(spans, columns, grid);
    for (uint32_t i = 0; i < columns * rows; i++)
        most = grid[i] > most ? grid[i] : most;
    for (uint32_t i = 0; i < columns * rows; i++)
        good += grid[i] >= most / 2;
    c->area_step = (uint32_t)((uint64_t)PATCHES_MAX * most / AREA_MAX + 1);
    for (uint32_t i = 0; i < columns * rows; i++) {
        if (grid[i] < most / 2)
            continue;
        uint32_t turn = good <= PATCHES_MAX ? 1 : (seen + 1) * PATCHES_MAX / good - seen * PATCHES_MAX / good;
        uint32_t x = i % columns * PATCH_SIDE, y = i / columns * PATCH_SIDE;
        seen++;
        if (turn)
            look(plan, x > spans->x0 ? x : spans->x0, y > spans->y0 ? y : spans->y0,
                 x + PATCH_SIDE < spans->x1 ? x + PATCH_SIDE : spans->x1,
                 y + PATCH_SIDE < spans->y1 ? y + PATCH_SIDE : spans->y1);
    }
done:
    mem_free(grid);
    return status;
}

static sct_status walk(sct_context *ctx, collector *c, walk_plan *plan)
{
    sct_status status = SCT_OK;
    const region_spans *spans = plan->spans;
    uint32_t across = (spans->x1 - spans->x0 + PATCH_SIDE - 1) / PATCH_SIDE;
    uint32_t down = (spans->y1 - spans->y0 + PATCH_SIDE - 1) / PATCH_SIDE;
    if (across * down > PATCHES_MAX)
        TRY(walk_some(ctx, c, plan));
    else
        walk_all(c, plan, across, down);
    TRY(read_all(ctx, c, plan));
done:
    return status;
}

sct_status region_fibres_gather(sct_context *ctx, const pixels_image *image, const region_spans *spans, region_fibres *out)
{
    sct_status status = SCT_OK;
    region_fibres fibres = {0};
    region_patch patches[BESIDE] = {{0}};
    walk_plan plan = {.image = image, .spans = spans, .patches = patches};
    collector c = {.out = &fibres};

    for (int i = 0; i < BESIDE; i++)
        TRY(region_patch_new(ctx, &patches[i]));
    TRY(mem_new(ctx, (size_t)PATCH_SIDE * PATCH_SIDE + 1, sizeof *c.sizes, (void **)&c.sizes));
    TRY(mem_new(ctx, PARTS_MAX, sizeof *c.widths, (void **)&c.widths));
    TRY(mem_new(ctx, 2 * PARTS_MAX, sizeof *c.parts, (void **)&c.parts));
    TRY(mem_new(ctx, CORES_MAX, sizeof *fibres.dark_cores.items, (void **)&fibres.dark_cores.items));
    TRY(mem_new(ctx, CORES_MAX, sizeof *fibres.light_cores.items, (void **)&fibres.light_cores.items));
    TRY(mem_new(ctx, AREA_MAX, sizeof *fibres.area.items, (void **)&fibres.area.items));
    TRY(walk(ctx, &c, &plan));
    finish(&c);
    *out = fibres;
    fibres = (region_fibres){0};
done:
    for (int i = 0; i < BESIDE; i++)
        region_patch_free(&patches[i]);
    region_fibres_free(&fibres);
    mem_free(c.sizes);
    mem_free(c.widths);
    mem_free(c.parts);
    return status;
}
