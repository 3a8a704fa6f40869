/*
 * correct_grey.c - grey cards: regions the caller says are neutral, and how
 * bright they are.
 *
 * A region is sampled at points, not drawn: 64 x 64 of them over its box are
 * plenty for the mean of a plain surface.
 */
#include "correct/correct_steps.h"

#include <math.h>
#include <string.h>

enum { SIDE = 64, LEAST_POINTS = 64 };

static const double most_clipped = 0.05;
static const double plainly_lighter = 1.2; /* ratio of reflectances that no fall of light hides */

/* A shape in pixels; the mask, when there is one, as the image of its photo. */
typedef struct area {
    sct_shape_kind kind;
    size_t count;
    double v[2 * SCT_POLY_MAX];
    double left, top, right, bottom;
    pixels_image *mask;
    float values[3][SIDE * SIDE]; /* of what lies inside, while it is looked at */
} area;

/* Percentages are of the width for x, w and r, of the height for y and h. */
static void to_pixels(const sct_shape *shape, uint32_t width, uint32_t height, area *out)
{
    out->kind = shape->kind;
    out->count = shape->count;
    for (size_t i = 0; i < shape->count && i < 2 * SCT_POLY_MAX; i++) {
        int across = shape->kind == SCT_SHAPE_CIRCLE ? i != 1 : i % 2 == 0;
        out->v[i] = shape->percent[i] ? shape->v[i] / 100 * (across ? width : height) : shape->v[i];
    }
}

static void find_box(uint32_t width, uint32_t height, area *a)
{
    const double *v = a->v;
    a->left = a->top = 0;
    a->right = width;
    a->bottom = height;
    if (a->kind == SCT_SHAPE_RECT) {
        a->left = v[0];
        a->top = v[1];
        a->right = v[0] + v[2];
        a->bottom = v[1] + v[3];
    } else if (a->kind == SCT_SHAPE_CIRCLE) {
        a->left = v[0] - v[2];
        a->top = v[1] - v[2];
        a->right = v[0] + v[2];
        a->bottom = v[1] + v[2];
    } else if (a->kind == SCT_SHAPE_POLY) {
        a->left = a->right = v[0];
        a->top = a->bottom = v[1];
        for (size_t i = 0; i + 1 < a->count; i += 2) {
            a->left = fmin(a->left, v[i]);
            a->right = fmax(a->right, v[i]);
            a->top = fmin(a->top, v[i + 1]);
            a->bottom = fmax(a->bottom, v[i + 1]);
        }
    }
}

/* Even-odd rule (Shimrat 1962, Algorithm 112). */
static int in_polygon(const area *a, double x, double y)
{
    int inside = 0;
    size_t n = a->count / 2;
    for (size_t i = 0, j = n - 1; i < n; j = i++) {
        double xi = a->v[2 * i], yi = a->v[2 * i + 1], xj = a->v[2 * j], yj = a->v[2 * j + 1];
        if ((yi > y) != (yj > y) && x < (xj - xi) * (y - yi) / (yj - yi) + xi)
            inside = !inside;
    }
    return inside;
}

static int contains(const area *a, double x, double y)
{
    if (a->kind == SCT_SHAPE_CIRCLE)
        return hypot(x - a->v[0], y - a->v[1]) <= a->v[2];
    if (a->kind == SCT_SHAPE_POLY)
        return in_polygon(a, x, y);
    if (a->kind == SCT_SHAPE_MASK) {
        uint8_t rgb[3];
        pixels_rgb8_row(a->mask, (uint32_t)x, (uint32_t)y, 1, rgb);
        return rgb[0] || rgb[1] || rgb[2];
    }
    return 1;
}

/* No pixel twice: a few of them are no card, however often they are counted. */
static int points_along(double length)
{
    return length >= SIDE ? SIDE : length >= 1 ? (int)length : 1;
}

/* Median of what lies inside; 0 when there is too little, or it is clipped. */
static int sample_area(const pixels_image *image, area *a, correct_patch *out)
{
    double u = 0, v = 0;
    photo_window w = pixels_window(image);
    uint32_t width, height;
    size_t n = 0, clipped = 0;

    pixels_size(image, &width, &height);
    int columns = points_along(a->right - a->left), rows = points_along(a->bottom - a->top);
    for (int j = 0; j < rows; j++)
        for (int i = 0; i < columns; i++) {
            double x = floor(a->left + (a->right - a->left) * (i + 0.5) / columns);
            double y = floor(a->top + (a->bottom - a->top) * (j + 0.5) / rows);
            if (!(x >= w.x && y >= w.y && x < (double)w.x + w.width && y < (double)w.y + w.height) ||
                !contains(a, x + 0.5, y + 0.5))
                continue;
            float rgb[3];
            uint8_t flags;
            pixels_rgb_row(image, (uint32_t)x, (uint32_t)y, 1, rgb);
            pixels_flag_row(image, (uint32_t)x, (uint32_t)y, 1, &flags);
            clipped += (size_t)chart_sample_is_spoilt(flags); /* a chart's own grey may be pointed at */
            for (int c = 0; c < 3; c++)
                a->values[c][n] = rgb[c];
            u += (x + 0.5) / width - 0.5;
            v += (y + 0.5 - 0.5 * height) / width;
            n++;
        }
    if (n < LEAST_POINTS || (double)clipped > most_clipped * (double)n)
        return 0;
    for (int c = 0; c < 3; c++)
        out->rgb[c] = num_median(a->values[c], n);
    out->u = u / (double)n;
    out->v = v / (double)n;
    return 1;
}

/* Opens a mask's bytes as an image of the photo's size. */
static sct_status open_mask(sct_context *ctx, const sct_shape *shape, uint32_t width, uint32_t height, pixels_image **out)
{
    sct_status status = SCT_OK;
    sct_photo *photo = NULL;
    photo_frame frame = {0};
    sct_flags flags = {0};

    TRY(sct_photo_open(ctx, shape->mask, shape->mask_size, &photo));
    sct_photo_info info = photo_info(photo);
    if (info.width != width || info.height != height)
        FAIL(ctx, SCT_ERR_SHAPE, "the mask of the grey card is %u x %u, the photo %u x %u; make them the same size",
             info.width, info.height, width, height);
    TRY(photo_decode(ctx, photo, (photo_window){0, 0, width, height}, &frame));
    TRY(pixels_from(ctx, photo, &frame, &flags, out));
done:
    photo_frame_free(&frame);
    sct_photo_free(photo);
    return status;
}

/* Three greys as far apart in the photo as in what they reflect: skin is not so obliging, whatever the light's colour. */
static int bear_each_other_out(const correct_patch *greys, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++) {
            double said = greys[i].xyz.Y / greys[j].xyz.Y, seen = greys[i].rgb[1] / greys[j].rgb[1];
            if (!(fmax(said, 1 / said) > plainly_lighter && log(seen) / log(said) > 0.5))
                return 0;
        }
    return n >= 3;
}

/* Skin or a table taken for a grey card would turn the whole photo round its colour. */
static void flag_colour(const num_mat3 *profile, const correct_patch *greys, size_t n, sct_flags *flags)
{
    if (bear_each_other_out(greys, n))
        return;
    for (size_t i = 0; i < n; i++)
        if (!correct_grey_is_plausible(profile, greys[i].rgb))
            flags_add(flags, "grey-not-grey", 1,
                      "what is marked as a grey card has more colour than one has in any usual light: that is no grey card",
                      "mark the card's grey area; if that is the card, photograph it in daylight, balance set to auto");
}

/* Two greys of which the one said to be lighter is the darker one: a shape or a reflectance is wrong. */
static void flag_order(const correct_patch *greys, size_t n, sct_flags *flags)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            if (greys[i].xyz.Y > plainly_lighter * greys[j].xyz.Y && greys[i].rgb[1] < greys[j].rgb[1])
                flags_addf(flags, "grey-order", 1, "check the place and the reflectance of each grey card",
                           "the grey card of %.0f %% looks darker than that of %.0f %%", 100 * greys[i].xyz.Y,
                           100 * greys[j].xyz.Y);
}

/* A card that nobody has marked becomes an outline; a->kind stays SCT_SHAPE_AUTO where there is none, or more than one. */
static sct_status look_for_card(sct_context *ctx, const pixels_image *image, double reflectance, sct_flags *flags, area *a)
{
    sct_status status = SCT_OK;
    double corners[4][2];
    int cards = 0;
    if (!pixels_are_grey(image))
        TRY(correct_grey_find(ctx, image, reflectance, &cards, corners));
    if (cards != 1) {
        flags_add(flags, "grey-not-found", 0,
                  cards ? "more than one thing in the photo looks like a grey card, so none was used"
                        : "no grey card was found: nothing plain, grey and four-sided lies near skin",
                  "give the grey card's place, or lay it flat and whole beside the skin");
        return SCT_OK;
    }
    a->kind = SCT_SHAPE_POLY;
    a->count = 8;
    memcpy(a->v, corners, sizeof corners);
    flags_addf(flags, "grey-found", 0, "give the grey card's place if it lies elsewhere, or leave it out if there is none",
               "what lies at %.0f,%.0f was taken for the grey card", (corners[0][0] + corners[2][0]) / 2,
               (corners[0][1] + corners[2][1]) / 2);
done:
    return status;
}

sct_status correct_grey_patches(sct_context *ctx, const sct_measure_options *options, const sct_view *view,
                                const pixels_image *image, sct_flags *flags, correct_patch *out, size_t *count)
{
    sct_status status = SCT_OK;
    area *a = NULL;
    uint32_t width, height;
    int looked = 0;

    *count = 0;
    pixels_size(image, &width, &height);
    TRY(mem_new(ctx, 1, sizeof *a, (void **)&a));
    for (size_t i = 0; i < view->shape_count; i++) {
        const sct_shape *shape = view->shapes[i];
        if (shape->role != SCT_ROLE_GREY)
            continue;
        if (*count == CORRECT_GREY_MAX)
            FAIL(ctx, SCT_ERR_SHAPE, "more than %d grey cards; mark those that differ most in lightness", CORRECT_GREY_MAX);
        if (shape->kind == SCT_SHAPE_AUTO && looked)
            continue;
        double Y = shape->reflectance > 0 ? shape->reflectance : options->grey_reflectance;
        to_pixels(shape, width, height, a);
        if (shape->kind == SCT_SHAPE_AUTO) {
            looked = 1;
            TRY(look_for_card(ctx, image, Y, flags, a));
            if (a->kind == SCT_SHAPE_AUTO)
                continue;
        }
        find_box(width, height, a);
        if (shape->kind == SCT_SHAPE_MASK)
            TRY(open_mask(ctx, shape, width, height, &a->mask));
        sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
        correct_patch *known = &out[*count];
        *known = (correct_patch){.neutral = 1, .xyz = {white.X * Y, white.Y * Y, white.Z * Y}};
        known->lab = sct_lab_from_xyz(known->xyz, white);
        if (sample_area(image, a, known))
            ++*count;
        else
            flags_add(flags, "grey-unusable", 0, "a grey card is too small or over-exposed, and was left out",
                      "mark the middle of the card only, and photograph it without glare");
        pixels_free(a->mask);
        a->mask = NULL;
    }
    num_mat3 profile = pixels_matrix(image);
    flag_order(out, *count, flags);
    flag_colour(&profile, out, *count, flags);
done:
    if (a)
        pixels_free(a->mask);
    mem_free(a);
    return status;
}
