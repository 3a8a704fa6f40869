/*
 * engine/preview/preview_field.c - what of the light each pixel loses to dots.
 *
 * The light of a photo's channel above a dot field, over that of bare skin, is
 *     1 - strength K,   K = 1 - (1 - w A)(1 - H)^(m - 1)
 *   A   share of the pixel under dots: each a disc, its edge blurred by the
 *       tissue above it and by the lens
 *   H   the same share spread over exp(-distance / l), l 1.3 transport
 *       lengths of that channel (sct_dot_blur_mm): light that entered beside a
 *       dot and wandered under it; in red it wanders further
 *   w   how much of the ink under a place is met there: light comes into a dot from the side
 *   m   how much of it is met elsewhere, in the end: near the exponent of the m-law (engine/skin/client.c)
 * w and m are settled so that one dot is seen as dark as it is predicted to be and the mean is the m-law's
 * (preview_tone_settle). With l and the blur of the edge, the profile follows photons to 0.03 of what ink everywhere takes
 * (36 dots, r 0.11 and 0.16 mm, three skins, three strengths, at five distances up to 0.45 mm). H is smooth, so it is kept
 * on cells of a few pixels; so is A where the blur of its edge is many pixels wide.
 *
 * Rows are made in bands, from dots in a fixed order: memory does not grow with
 * the height of the photo, and bytes do not depend on how rows are asked for.
 */
#include "preview/preview_private.h"

#include <math.h>
#include <string.h>

enum { BAND_CELLS = 64, CELL_MAX = 16 }; /* cells of discs are powers of two: a band is whole numbers of both */
static const double HALO_PER_CELL = 0.5; /* of the shortest halo: cells are smaller */
static const double LEAST_LENGTH = 0.3;  /* of a halo, in cells: a lens blurs as much */
static const double DISC_CELLS = 6;      /* to the standard deviation of a disc's edge, at least */
static const float most_covered = 0.98f;
/* Steps of H in which its power is kept; straight between them it is off by less than a tenth of an 8-bit step at the
 * largest power there is, and by less than 1e-6 at usual ones. */
enum { POWERS = 2048 };

struct preview_field {
    sct_context *ctx;
    const preview_dot *dots;
    size_t count;
    preview_stamp discs[PREVIEW_SIZES], halos[3];
    int stamps_are_others;
    float met[3];               /* w */
    float power[3][POWERS + 2]; /* (1 - H)^(m - 1), for H in steps */
    int cell;                   /* pixels a cell of the halo */
    int disc_cell;              /* the same of the discs; from 2 on their grid has one more at either side */
    int reach;                  /* pixels that ink shows from the centre of its dot */
    uint32_t x0, y0, x1, y1;
    const preview_area *area;
    double fade_px[2];
    uint32_t columns;           /* cells of the box, with one more at either side */
    uint32_t band_y, band_rows; /* the band in memory; 0 rows: none */
    int disc_columns, disc_rows;
    float *direct;     /* A, on cells */
    float *direct_row; /* A of a row of pixels, where cells are larger; else null */
    float *left[3];    /* (1 - H)^(m - 1), BAND_CELLS + 2 rows of `columns` */
    float *row[3];
    float *line;   /* a row of cells */
    float *across; /* how much of the loss is drawn in each column */
};

void preview_field_free(preview_field *field)
{
    if (!field)
        return;
    for (int i = 0; i < PREVIEW_SIZES && !field->stamps_are_others; i++)
        preview_stamp_free(&field->discs[i]);
    for (int c = 0; c < 3; c++) {
        if (!field->stamps_are_others)
            preview_stamp_free(&field->halos[c]);
        mem_free(field->left[c]);
        mem_free(field->row[c]);
    }
    mem_free(field->direct);
    mem_free(field->direct_row);
    mem_free(field->line);
    mem_free(field->across);
    mem_free(field);
}

static uint32_t clipped(double v, uint32_t most)
{
    return v <= 0 ? 0 : v >= most ? most : (uint32_t)v;
}

static void lay_box(preview_field *f, const preview_area *area)
{
    f->x0 = clipped((double)area->x0 - f->reach, area->width);
    f->y0 = clipped((double)area->y0 - f->reach, area->height);
    f->x1 = clipped((double)area->x1 + f->reach, area->width);
    f->y1 = clipped((double)area->y1 + f->reach, area->height);
    f->x0 -= f->x0 % (uint32_t)f->cell; /* cells start at multiples of their size, wherever the area lies */
    f->y0 -= f->y0 % (uint32_t)f->cell;
    f->columns = (f->x1 - f->x0 + (uint32_t)f->cell - 1) / (uint32_t)f->cell + 2;
}

static sct_status draw_stamps(sct_context *ctx, preview_field *f, const preview_optics *o)
{
    sct_status status = SCT_OK;
    double shortest = fmin(o->halo_px[0], fmin(o->halo_px[1], o->halo_px[2]));
    f->cell = (int)fmin(fmax(floor(shortest * HALO_PER_CELL), 1), CELL_MAX);
    for (f->disc_cell = 1; f->disc_cell < CELL_MAX && o->edge_px >= 2 * DISC_CELLS * f->disc_cell;)
        f->disc_cell *= 2;
    double across = f->disc_cell;
    for (int i = 0; i < PREVIEW_SIZES; i++) {
        TRY(preview_stamp_disc(ctx, o->radius_px * preview_sizes[i] / across, o->edge_px / across, &f->discs[i]));
        int reach = f->disc_cell > 1 ? (f->discs[i].half + 1) * f->disc_cell : f->discs[i].half;
        f->reach = reach > f->reach ? reach : f->reach;
        TRY(progress_again(ctx)); /* large ones take a while */
    }
    for (int c = 0; c < 3; c++) {
        double radius = o->radius_px / f->cell, length = fmax(o->halo_px[c] / f->cell, LEAST_LENGTH);
        TRY(preview_stamp_halo(ctx, length, NUM_PI * radius * radius, &f->halos[c]));
        int reach = (f->halos[c].half + 1) * f->cell;
        f->reach = reach > f->reach ? reach : f->reach;
    }
done:
    return status;
}

/* How much of the loss is drawn so far beyond an interval of the area's box: a picture stays as it is where no ink is near.
 */
static float fade(const preview_field *f, double at, double from, double to)
{
    double beyond = fmax(from - at, at - (to - 1)), t = (f->fade_px[1] - beyond) / (f->fade_px[1] - f->fade_px[0]);
    if (!(f->fade_px[1] > 0) || t >= 1)
        return 1;
    return t > 0 ? (float)(t * t * (3 - 2 * t)) : 0;
}

/* Memory for bands and rows. */
static sct_status make_room(sct_context *ctx, preview_field *f)
{
    sct_status status = SCT_OK;
    size_t wide = f->x1 - f->x0;
    int border = f->disc_cell > 1 ? 2 : 0;
    f->disc_columns = ((int)wide + f->disc_cell - 1) / f->disc_cell + border;
    f->disc_rows = BAND_CELLS * f->cell / f->disc_cell + border;
    TRY(mem_new(ctx, (size_t)f->disc_columns * (size_t)f->disc_rows, sizeof *f->direct, (void **)&f->direct));
    if (border)
        TRY(mem_new(ctx, wide, sizeof *f->direct_row, (void **)&f->direct_row));
    for (int c = 0; c < 3; c++) {
        TRY(mem_new(ctx, (size_t)f->columns * (BAND_CELLS + 2), sizeof *f->left[c], (void **)&f->left[c]));
        TRY(mem_new(ctx, wide, sizeof *f->row[c], (void **)&f->row[c]));
    }
    TRY(mem_new(ctx, wide + 2, sizeof *f->line, (void **)&f->line));
    TRY(mem_new(ctx, wide, sizeof *f->across, (void **)&f->across));
    for (size_t i = 0; i < wide; i++)
        f->across[i] = fade(f, (double)f->x0 + (double)i, f->area->x0, f->area->x1);
done:
    return status;
}

sct_status preview_field_new(sct_context *ctx, const preview_area *area, const preview_optics *optics,
                             const preview_dot *dots, size_t count, preview_field **out)
{
    static const double once[3] = {1, 1, 1}, twice[3] = {2, 2, 2};
    sct_status status = SCT_OK;
    preview_field *f = NULL;
    TRY(mem_new(ctx, 1, sizeof *f, (void **)&f));
    f->ctx = ctx;
    f->dots = dots;
    f->count = count;
    f->area = area;
    memcpy(f->fade_px, optics->fade_px, sizeof f->fade_px);
    TRY(draw_stamps(ctx, f, optics));
    lay_box(f, area);
    preview_field_set_gain(f, twice);
    preview_field_set_direct(f, once);
    *out = f;
    f = NULL;
done:
    preview_field_free(f);
    return status;
}

sct_status preview_field_beside(sct_context *ctx, const preview_field *field, preview_field **out)
{
    sct_status status = SCT_OK;
    preview_field *f = NULL;
    TRY(mem_new(ctx, 1, sizeof *f, (void **)&f));
    *f = *field;
    f->ctx = ctx;
    f->stamps_are_others = 1;
    f->direct = f->direct_row = f->line = f->across = NULL;
    for (int c = 0; c < 3; c++)
        f->left[c] = f->row[c] = NULL;
    f->band_rows = 0;
    *out = f;
done:
    return status;
}

void preview_field_box(const preview_field *f, uint32_t box[4])
{
    box[0] = f->x0;
    box[1] = f->y0;
    box[2] = f->x1;
    box[3] = f->y1;
}

/* ---- a band ---- */

/* Adds a stamp around (column, row) of a grid, what of it lies there. */
static void lay_down(const preview_stamp *s, const float *values, int column, int row, float weight, float *grid,
                     int columns, int rows)
{
    int side = 2 * s->half + 1, left = column - s->half, top = row - s->half;
    int from = left < 0 ? -left : 0, to = left + side > columns ? columns - left : side;
    if (from >= to)
        return;
    for (int j = top < 0 ? -top : 0; j < side && top + j < rows; j++) {
        float *out = grid + (size_t)(top + j) * (size_t)columns + left + from;
        const float *in = values + (size_t)j * (size_t)side + from;
        for (int i = 0; i < to - from; i++)
            out[i] += weight * in[i];
    }
}

/* Index of the first dot at or below a height. */
static size_t first_dot(const preview_field *f, double y)
{
    size_t lo = 0, hi = f->count;
    while (lo < hi) {
        size_t middle = lo + (hi - lo) / 2;
        if ((double)f->dots[middle].y < y)
            lo = middle + 1;
        else
            hi = middle;
    }
    return lo;
}

static void lay_dot(preview_field *f, const preview_dot *dot)
{
    int column, row;
    double x = (double)dot->x - f->x0, y = (double)dot->y - f->band_y, size = preview_sizes[dot->size];
    const preview_stamp *disc = &f->discs[dot->size];
    double border = f->disc_cell > 1;
    const float *values = preview_stamp_at(disc, x / f->disc_cell + border, y / f->disc_cell + border, &column, &row);
    lay_down(disc, values, column, row, dot->ink, f->direct, f->disc_columns, f->disc_rows);
    for (int c = 0; c < 3; c++) { /* the grid of the halo has one cell more at every side */
        values = preview_stamp_at(&f->halos[c], x / f->cell + 1, y / f->cell + 1, &column, &row);
        lay_down(&f->halos[c], values, column, row, (float)(size * size) * dot->ink, f->left[c], (int)f->columns,
                 BAND_CELLS + 2);
    }
}

/* H becomes (1 - H)^(m - 1). */
static void raise(float *restrict cells, size_t count, const float *restrict power)
{
    const float steps = (float)POWERS / most_covered;
    for (size_t i = 0; i < count; i++) {
        float at = cells[i] < most_covered ? cells[i] * steps : (float)POWERS;
        int k = (int)at;
        cells[i] = power[k] + (at - (float)k) * (power[k + 1] - power[k]);
    }
}

/* Pixels that drawing a dot touches: so often progress is told. */
static size_t dots_a_step(const preview_field *f)
{
    size_t side = 2 * (size_t)f->discs[PREVIEW_SIZES - 1].half + 1;
    return (1u << 24) / (side * side) + 1;
}

/* Makes the band that holds row y. */
static sct_status make_band(preview_field *f, uint32_t y)
{
    sct_status status = SCT_OK;
    uint32_t rows = BAND_CELLS * (uint32_t)f->cell;
    size_t cells = (size_t)f->columns * (BAND_CELLS + 2);
    f->band_y = f->y0 + (y - f->y0) / rows * rows;
    memset(f->direct, 0, (size_t)f->disc_columns * (size_t)f->disc_rows * sizeof *f->direct);
    for (int c = 0; c < 3; c++)
        memset(f->left[c], 0, cells * sizeof *f->left[c]);
    f->band_rows = 0; /* none until it is whole */
    double margin = f->reach + (f->cell > f->disc_cell ? f->cell : f->disc_cell);
    size_t step = dots_a_step(f);
    for (size_t i = first_dot(f, f->band_y - margin); i < f->count && (double)f->dots[i].y < f->band_y + rows + margin;
         i++) {
        lay_dot(f, &f->dots[i]);
        if (i % step == 0)
            TRY(progress_again(f->ctx));
    }
    for (int c = 0; c < 3; c++)
        raise(f->left[c], cells, f->power[c]);
    f->band_rows = rows;
done:
    return status;
}

/* One row of a grid with a border of one cell at pixels, between its cells. */
static const float *interpolate(const preview_field *f, const float *grid, size_t columns, int cell, uint32_t y, float *out)
{
    float v = ((float)(y - f->band_y) + 0.5f) / (float)cell + 0.5f;
    int j = (int)v, wide = (int)(f->x1 - f->x0);
    float t = v - (float)j;
    const float *a = grid + (size_t)j * columns, *b = a + columns;
    float *restrict line = f->line;
    if (cell == 1) /* a pixel a cell */
        return a + 1;
    size_t used = ((size_t)wide - 1) / (size_t)cell + 3;
    for (size_t i = 0; i < used; i++)
        line[i] = a[i] + t * (b[i] - a[i]);
    for (int k = 0; k < cell && k < wide; k++) { /* all pixels that lie alike within their cells */
        float u = ((float)k + 0.5f) / (float)cell + 0.5f, s = u - (float)(int)u;
        const float *from = line + (int)u;
        int n = (wide - 1 - k) / cell + 1;
        for (int i = 0; i < n; i++)
            out[i * cell + k] = from[i] + s * (from[i + 1] - from[i]);
    }
    return out;
}

void preview_field_set_gain(preview_field *f, const double gain[3])
{
    for (int c = 0; c < 3; c++) {
        float exponent = (float)(gain[c] - 1);
        int plain = exponent >= 1 && exponent <= 1;
        for (int i = 0; i <= POWERS; i++) {
            float left = 1 - (float)i * most_covered / (float)POWERS;
            f->power[c][i] = plain || left >= 1 ? left : expf(exponent * logf(left));
        }
        f->power[c][POWERS + 1] = f->power[c][POWERS];
    }
    f->band_rows = 0;
}

void preview_field_set_direct(preview_field *f, const double direct[3])
{
    for (int c = 0; c < 3; c++)
        f->met[c] = (float)direct[c];
}

sct_status preview_field_parts(preview_field *f, uint32_t y, const float **direct, const float *left[3])
{
    sct_status status = SCT_OK;
    if (!f->across)
        TRY(make_room(f->ctx, f));
    if (!f->band_rows || y < f->band_y || y >= f->band_y + f->band_rows)
        TRY(make_band(f, y));
    *direct = f->direct_row ? interpolate(f, f->direct, (size_t)f->disc_columns, f->disc_cell, y, f->direct_row)
                            : f->direct + (size_t)(y - f->band_y) * (f->x1 - f->x0);
    for (int c = 0; c < 3; c++)
        left[c] = interpolate(f, f->left[c], f->columns, f->cell, y, f->row[c]);
done:
    return status;
}

/* left may be row. */
static void lose(const float *direct, const float *left, const float *restrict across, float met, float down, size_t count,
                 float *row)
{
    for (size_t i = 0; i < count; i++) {
        float under = met * direct[i], a = under < most_covered ? under : most_covered;
        row[i] = down * across[i] * (1 - (1 - a) * left[i]);
    }
}

sct_status preview_field_row(preview_field *f, uint32_t y, const float *loss[3])
{
    sct_status status = SCT_OK;
    const float *direct, *left[3];
    TRY(preview_field_parts(f, y, &direct, left));
    float down = fade(f, y, f->area->y0, f->area->y1);
    for (int c = 0; c < 3; c++) {
        lose(direct, left[c], f->across, f->met[c], down, f->x1 - f->x0, f->row[c]);
        loss[c] = f->row[c];
    }
done:
    return status;
}
