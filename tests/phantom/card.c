/* tests/phantom/card.c - flat cards: where they lie, what colour stands where on them. */
#include "phantom/card.h"
#include "support/support.h"

void phantom_place_planar(phantom_planar *planar, double x_px, double y_px, double scale, double rotation_deg, int mirror,
                          double tilt_x, double tilt_y)
{
    double angle = rotation_deg * 3.14159265358979323846 / 180, c = scale * cos(angle), s = scale * sin(angle);
    double flip = mirror ? -1 : 1, cx = planar->width / 2, cy = planar->height / 2;
    double px = -tilt_x / cx * flip, py = -tilt_y / cy; /* depth grows linearly across the card */
    /* about the card's middle: x = (c f u - s v) / (1 + px u + py v) + x_px, then u, v counted from its corner */
    double a[9] = {flip * c + px * x_px, -s + py * x_px, 0, flip * s + px * y_px, c + py * y_px, 0, px, py, 0};
    a[2] = x_px - a[0] * cx - a[1] * cy;
    a[5] = y_px - a[3] * cx - a[4] * cy;
    a[8] = 1 - px * cx - py * cy;
    memcpy(planar->place, a, sizeof a);
}

void phantom_planar_to_px(const phantom_planar *planar, double u, double v, double *x_px, double *y_px)
{
    const double *h = planar->place;
    double w = h[6] * u + h[7] * v + h[8];
    *x_px = (h[0] * u + h[1] * v + h[2]) / w;
    *y_px = (h[3] * u + h[4] * v + h[5]) / w;
}

phantom_planar phantom_planar_colorchecker(phantom_patch patches[24], int old)
{
    phantom_planar planar = {.width = 6.7, .height = 4.7, .patches = patches, .patch_count = 24, .light = 1};
    planar.ground = phantom_spectrum_flat(0.028); /* the black frame */
    for (int i = 0; i < 24; i++)
        patches[i] = (phantom_patch){0.85 + i % 6 - 0.43, 0.85 + i / 6 - 0.43, 0.86, 0.86,
                                     old ? phantom_colorchecker_patch(i) : phantom_colorchecker_patch_2014(i)};
    return planar;
}

phantom_planar phantom_planar_grey(double reflectance)
{
    return (phantom_planar){.width = 3, .height = 2, .ground = phantom_spectrum_flat(reflectance), .light = 1};
}

/* ---- looking up and painting ------------------------------------------------------------------ */

enum { BINS = 32 };

/* Which patches touch each cell of a BINS x BINS lattice over the card: lists in painting order. */
typedef struct card_index {
    const phantom_planar *planar;
    size_t start[BINS * BINS + 1];
    size_t *items;
    double ground[3], (*colours)[3];
} card_index;

static int bin_of(double at, double size)
{
    double i = floor(at / size * BINS);
    return i < 0 ? 0 : i >= BINS ? BINS - 1 : (int)i;
}

static card_index index_new(const phantom_planar *planar, const camera_model *camera)
{
    card_index index = {.planar = planar};
    size_t total = 0;
    camera_rgb(camera, &planar->ground, index.ground);
    index.colours = calloc(planar->patch_count + 1, sizeof *index.colours);
    assert_non_null(index.colours);
    for (size_t p = 0; p < planar->patch_count; p++)
        camera_rgb(camera, &planar->patches[p].r, index.colours[p]);
    for (int pass = 0; pass < 2; pass++) { /* count, then fill */
        for (int bin = 0; bin < BINS * BINS; bin++) {
            if (pass == 0)
                index.start[bin] = total;
            for (size_t p = 0, used = 0; p < planar->patch_count; p++) {
                const phantom_patch *q = &planar->patches[p];
                int i = bin % BINS, j = bin / BINS;
                if (i < bin_of(q->x, planar->width) || i > bin_of(q->x + q->w, planar->width) ||
                    j < bin_of(q->y, planar->height) || j > bin_of(q->y + q->h, planar->height))
                    continue;
                if (pass == 0)
                    total++;
                else
                    index.items[index.start[bin] + used++] = p;
            }
        }
        index.start[BINS * BINS] = total;
        if (pass == 0) {
            index.items = calloc(total + 1, sizeof *index.items);
            assert_non_null(index.items);
        }
    }
    return index;
}

static const double *colour_at(const card_index *index, double u, double v)
{
    const phantom_planar *planar = index->planar;
    int bin = bin_of(v, planar->height) * BINS + bin_of(u, planar->width);
    for (size_t k = index->start[bin + 1]; k > index->start[bin]; k--) {
        const phantom_patch *p = &planar->patches[index->items[k - 1]];
        if (u >= p->x && u < p->x + p->w && v >= p->y && v < p->y + p->h)
            return index->colours[index->items[k - 1]];
    }
    return index->ground;
}

static void image_at(const phantom_planar *planar, const camera_model *camera, const phantom_params *params, double u,
                     double v, double rgb[3])
{
    int i = (int)fmin(u / planar->width * planar->image_width, planar->image_width - 1);
    int j = (int)fmin(v / planar->height * planar->image_height, planar->image_height - 1);
    const float *at = planar->image_xyz + 3 * ((size_t)j * (size_t)planar->image_width + (size_t)i);
    double xyz[3] = {(double)at[0], (double)at[1], (double)at[2]};
    camera_rgb_of_xyz(camera, params, xyz, rgb);
}

static void card_bounds(const phantom_planar *planar, const phantom_params *params, int box[4])
{
    double lo[2] = {1e9, 1e9}, hi[2] = {-1e9, -1e9};
    for (int corner = 0; corner < 4; corner++) {
        double at[2];
        phantom_planar_to_px(planar, corner % 2 ? planar->width : 0, corner / 2 ? planar->height : 0, &at[0], &at[1]);
        for (int c = 0; c < 2; c++) {
            lo[c] = fmin(lo[c], at[c]);
            hi[c] = fmax(hi[c], at[c]);
        }
    }
    box[0] = (int)fmax(floor(lo[0]), 0);
    box[1] = (int)fmax(floor(lo[1]), 0);
    box[2] = (int)fmin(ceil(hi[0]), params->width);
    box[3] = (int)fmin(ceil(hi[1]), params->height);
}

void card_shadow(const phantom_planar *planar, const phantom_params *params, double depth_px, float *rgb)
{
    matrix3 place, back;
    int box[4], reach = (int)ceil(3 * depth_px);
    double middle[2], near[2];
    memcpy(place.m, planar->place, sizeof place.m);
    back = matrix3_inverse(&place);
    card_bounds(planar, params, box);
    phantom_planar_to_px(planar, planar->width / 2, planar->height / 2, &middle[0], &middle[1]);
    phantom_planar_to_px(planar, planar->width / 2 + 1, planar->height / 2, &near[0], &near[1]);
    double soft = depth_px / hypot(near[0] - middle[0], near[1] - middle[1]); /* in card units */
    for (int y = box[1]; y < box[3] + reach && y < params->height; y++) {
        for (int x = box[0]; x < box[2] + reach && x < params->width; x++) {
            double at[3] = {x + 0.5 - depth_px, y + 0.5 - depth_px, 1}, uv[3];
            matrix3_times(&back, at, uv);
            double u = uv[0] / uv[2], v = uv[1] / uv[2];
            double inside = fmin(fmin(u, planar->width - u), fmin(v, planar->height - v)) / soft;
            double dark = 0.45 * fmin(fmax(0.5 + 0.5 * inside, 0), 1);
            for (size_t k = 0; k < 3; k++)
                rgb[3 * ((size_t)y * (size_t)params->width + (size_t)x) + k] *= (float)(1 - dark);
        }
    }
}

static int in_hole(const phantom_planar *planar, double u, double v)
{
    const double *h = planar->hole;
    return u >= h[0] && v >= h[1] && u < h[0] + h[2] && v < h[1] + h[3];
}

void card_paint(const phantom_planar *planar, const camera_model *camera, const phantom_params *params, float *rgb)
{
    enum { SIDE = 4 }; /* samples a side of a pixel */
    matrix3 place, back;
    int box[4];
    card_index index = index_new(planar, camera);
    memcpy(place.m, planar->place, sizeof place.m);
    back = matrix3_inverse(&place);
    card_bounds(planar, params, box);
    for (int y = box[1]; y < box[3]; y++) {
        for (int x = box[0]; x < box[2]; x++) {
            float *out = rgb + 3 * ((size_t)y * (size_t)params->width + (size_t)x);
            double sum[3] = {0}, cover = 0;
            for (int k = 0; k < SIDE * SIDE; k++) {
                double at[3] = {x + (k % SIDE + 0.5) / SIDE, y + (k / SIDE + 0.5) / SIDE, 1}, card[3], image[3];
                matrix3_times(&back, at, card);
                double u = card[0] / card[2], v = card[1] / card[2];
                if (u < 0 || v < 0 || u >= planar->width || v >= planar->height || in_hole(planar, u, v))
                    continue;
                const double *c = image;
                if (planar->image_xyz)
                    image_at(planar, camera, params, u, v, image);
                else
                    c = colour_at(&index, u, v);
                for (int i = 0; i < 3; i++)
                    sum[i] += c[i] * planar->light / (SIDE * SIDE);
                cover += 1.0 / (SIDE * SIDE);
            }
            for (int i = 0; i < 3; i++)
                out[i] = (float)((double)out[i] * (1 - cover) + sum[i]);
        }
    }
    free(index.items);
    free(index.colours);
}
