/*
 * engine/pixels/pixels_rows.c - rows of an image, converted when they are read.
 *
 * Work goes in blocks of BLOCK pixels, each channel in its own array, so that
 * the arithmetic runs in vector registers; the ends of a last block hold zeros.
 */
#include "pixels/pixels_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef float planes[3][BLOCK];

/* Index of a pixel in the frame. */
static size_t index_of(const pixels_image *image, uint32_t x, uint32_t y)
{
    const photo_window *w = &image->frame.window;
    return (size_t)(y - w->y) * w->width + (x - w->x);
}

static uint32_t block_size(uint32_t left)
{
    return left < BLOCK ? left : BLOCK;
}

/* out[i * 3 + c] = in[c][i] */
static void interleave(planes in, float *out, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        out[3 * i] = in[0][i];
        out[3 * i + 1] = in[1][i];
        out[3 * i + 2] = in[2][i];
    }
}

static void split(const float *in, planes out, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        for (int c = 0; c < 3; c++)
            out[c][i] = in[3 * i + (uint32_t)c];
}

/* Linear RGB through the curves. */
static void read_curves(const pixels_image *image, size_t first, uint32_t n, planes out)
{
    const photo_frame *frame = &image->frame;
    size_t step = (size_t)frame->channels, skip = frame->channels == 3 ? 1 : 0;
    const float *r = image->curve[0], *g = image->curve[1], *b = image->curve[2];
    if (frame->bits == 8) {
        const uint8_t *p = (const uint8_t *)frame->pixels + first * step;
        for (uint32_t i = 0; i < n; i++, p += step) {
            out[0][i] = r[p[0]];
            out[1][i] = g[p[skip]];
            out[2][i] = b[p[2 * skip]];
        }
    } else {
        const uint16_t *p = (const uint16_t *)frame->pixels + first * step;
        for (uint32_t i = 0; i < n; i++, p += step) {
            out[0][i] = r[p[0]];
            out[1][i] = g[p[skip]];
            out[2][i] = b[p[2 * skip]];
        }
    }
}

/* XYZ D50 through a table profile. */
static void read_table(const pixels_image *image, size_t first, uint32_t n, planes out)
{
    const photo_frame *frame = &image->frame;
    float xyz[3 * BLOCK];
    if (image->table) {
        const unsigned char *pixels = (const unsigned char *)frame->pixels + first * (size_t)frame->channels;
        colour_table_look_up(image->table, pixels, frame->channels, xyz, n);
    } else {
        float in[4 * BLOCK];
        pixels_encoded_floats(frame, first, in, n);
        profile_convert(image->profile, in, xyz, n);
    }
    split(xyz, out, n);
}

static void float_matrix(const num_mat3 *matrix, const double divide[3], float out[9])
{
    for (int row = 0; row < 3; row++)
        for (int c = 0; c < 3; c++)
            out[3 * row + c] = (float)(matrix->m[row][c] / divide[row]);
}

static const double ones[3] = {1, 1, 1};

/* Linear RGB of one block. */
static void rgb_block(const pixels_image *image, uint32_t x, uint32_t y, uint32_t n, planes out)
{
    if (image->curve[0]) {
        read_curves(image, index_of(image, x, y), n, out);
        return;
    }
    planes xyz = {{0}};
    float m[9];
    float_matrix(&image->to_rgb, ones, m);
    read_table(image, index_of(image, x, y), n, xyz);
    image->kernel->matrix(m, xyz, out);
}

/* What one block's corrected XYZ D50 comes from: linear light and the matrix, or XYZ and the identity. */
static num_mat3 light_block(const pixels_image *image, uint32_t x, uint32_t y, uint32_t n, planes out)
{
    if (image->correction.active) {
        rgb_block(image, x, y, n, out);
        correct_block(&image->correction, &image->correct, image->width, image->height, x, y, n, out);
        return image->correction.matrix;
    }
    if (image->curve[0]) {
        read_curves(image, index_of(image, x, y), n, out);
        return image->matrix;
    }
    read_table(image, index_of(image, x, y), n, out);
    return num_mat3_identity();
}

/* Corrected XYZ D50 of one block, each divided by `white`. */
static void xyz_block(const pixels_image *image, uint32_t x, uint32_t y, uint32_t n, const double white[3], planes out)
{
    planes in = {{0}};
    float m[9];
    num_mat3 matrix = light_block(image, x, y, n, in);
    float_matrix(&matrix, white, m);
    image->kernel->matrix(m, in, out);
}

void pixels_rgb_row(const pixels_image *image, uint32_t x, uint32_t y, uint32_t n, float *rgb)
{
    for (uint32_t done = 0; done < n; done += BLOCK) {
        planes block;
        uint32_t size = block_size(n - done);
        rgb_block(image, x + done, y, size, block);
        interleave(block, rgb + 3 * (size_t)done, size);
    }
}

void pixels_xyz_row(const pixels_image *image, uint32_t x, uint32_t y, uint32_t n, float *xyz)
{
    for (uint32_t done = 0; done < n; done += BLOCK) {
        planes block;
        uint32_t size = block_size(n - done);
        xyz_block(image, x + done, y, size, ones, block);
        interleave(block, xyz + 3 * (size_t)done, size);
    }
}

void pixels_lab_row(const pixels_image *image, uint32_t x, uint32_t y, uint32_t n, float *lab)
{
    sct_xyz d50 = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    const double white[3] = {d50.X, d50.Y, d50.Z};
    for (uint32_t done = 0; done < n; done += BLOCK) {
        planes relative, block;
        uint32_t size = block_size(n - done);
        xyz_block(image, x + done, y, size, white, relative);
        image->kernel->lab(relative, block);
        interleave(block, lab + 3 * (size_t)done, size);
    }
}

void pixels_xyz_lab_row(const pixels_image *image, uint32_t x, uint32_t y, uint32_t n, float *xyz, float *lab)
{
    sct_xyz d50 = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    const double white[3] = {d50.X, d50.Y, d50.Z};
    for (uint32_t done = 0; done < n; done += BLOCK) {
        planes in = {{0}}, block, relative;
        float m[9];
        uint32_t size = block_size(n - done);
        num_mat3 matrix = light_block(image, x + done, y, size, in);
        float_matrix(&matrix, ones, m);
        image->kernel->matrix(m, in, block);
        interleave(block, xyz + 3 * (size_t)done, size);
        float_matrix(&matrix, white, m);
        image->kernel->matrix(m, in, relative);
        image->kernel->lab(relative, block);
        interleave(block, lab + 3 * (size_t)done, size);
    }
}

/* ---- encoded values ---- */

static unsigned sample_at(const photo_frame *frame, size_t i)
{
    return frame->bits == 8 ? ((const uint8_t *)frame->pixels)[i] : ((const uint16_t *)frame->pixels)[i];
}

/* Three encoded channels of a pixel; inks as the light they leave, which is close enough for drawing and for clipping. */
static void encoded_rgb(const photo_frame *frame, size_t index, unsigned out[3])
{
    size_t at = index * (size_t)frame->channels;
    unsigned top = frame->bits == 8 ? 255 : 65535;
    for (size_t c = 0; c < 3; c++) {
        out[c] = sample_at(frame, at + (frame->channels == 1 ? 0 : c));
        if (frame->channels == 4)
            out[c] = out[c] * sample_at(frame, at + 3) / top;
    }
}

void pixels_cover(pixels_image *image, double corners[4][2])
{
    if (image->covered < PIXELS_COVERS)
        memcpy(image->cover[image->covered++], corners, sizeof image->cover[0]);
}

void pixels_keep_clear(pixels_image *image, double corners[4][2])
{
    if (image->cleared < PIXELS_COVERS)
        memcpy(image->clear[image->cleared++], corners, sizeof image->clear[0]);
}

void pixels_set_hole(pixels_image *image, double corners[4][2])
{
    memcpy(image->hole, corners, sizeof image->hole);
    image->holed = 1;
}

int pixels_hole(const pixels_image *image, double corners[4][2])
{
    if (image->holed)
        memcpy(corners, image->hole, sizeof image->hole);
    return image->holed;
}

int pixels_is_covered(const pixels_image *image)
{
    return image->covered > 0;
}

/* The outermost crossings of row y with a quadrilateral's edges; lo > hi where there are none. */
static void crossings(const double quad[4][2], uint32_t y, double *lo, double *hi)
{
    *lo = HUGE_VAL;
    *hi = -HUGE_VAL;
    for (int k = 0; k < 4; k++) {
        const double *p = quad[k], *q = quad[(k + 1) % 4];
        if ((p[1] <= y) == (q[1] <= y))
            continue;
        double at = p[0] + (y - p[1]) / (q[1] - p[1]) * (q[0] - p[0]);
        *lo = fmin(*lo, at);
        *hi = fmax(*hi, at);
    }
}

/* Flags the part of a row that charts cover, but for the hole. */
static void cover_row(const pixels_image *image, uint32_t x, uint32_t y, uint32_t n, uint8_t *flags)
{
    double hole_lo = HUGE_VAL, hole_hi = -HUGE_VAL;
    if (image->holed)
        crossings(image->hole, y, &hole_lo, &hole_hi);
    for (int k = 0; k < image->covered; k++) {
        double lo, hi;
        crossings(image->cover[k], y, &lo, &hi);
        for (uint32_t i = 0; lo <= hi && i < n; i++)
            if (x + i >= lo && x + i <= hi && !(x + i >= hole_lo && x + i <= hole_hi))
                flags[i] |= PIXELS_COVERED | PIXELS_TRANSPARENT;
    }
}

uint32_t pixels_clear_row(const pixels_image *image, uint32_t x, uint32_t y, uint32_t n, uint8_t *clear)
{
    uint32_t count = 0;
    memset(clear, 0, n);
    for (int k = 0; k < image->cleared; k++) {
        double lo, hi;
        crossings(image->clear[k], y, &lo, &hi);
        for (uint32_t i = 0; lo <= hi && i < n; i++)
            if (x + i >= lo && x + i <= hi) {
                count += !clear[i];
                clear[i] = 1;
            }
    }
    return count;
}

/* Flags of any frame's pixels; those of 8-bit RGB, the usual photo, are looked up. */
static void clip_row(const pixels_image *image, size_t first, uint32_t n, uint8_t *flags)
{
    const photo_frame *frame = &image->frame;
    if (frame->channels == 3 && frame->bits == 8) {
        const uint8_t *p = (const uint8_t *)frame->pixels + 3 * first, *clipped = image->clipped;
        for (uint32_t i = 0; i < n; i++, p += 3)
            flags[i] = clipped[p[0]] | clipped[p[1]] | clipped[p[2]];
        return;
    }
    for (uint32_t i = 0; i < n; i++) {
        unsigned v[3];
        encoded_rgb(frame, first + i, v);
        flags[i] = (uint8_t)(clip_flags(image, v[0]) | clip_flags(image, v[1]) | clip_flags(image, v[2]));
    }
}

void pixels_flag_row(const pixels_image *image, uint32_t x, uint32_t y, uint32_t n, uint8_t *flags)
{
    size_t first = index_of(image, x, y);
    const unsigned char *alpha = image->frame.alpha;
    clip_row(image, first, n, flags);
    for (uint32_t i = 0; alpha && i < n; i++)
        if (alpha[first + i] == 0)
            flags[i] |= PIXELS_TRANSPARENT;
    cover_row(image, x, y, n, flags);
}

void pixels_rgb8_row(const pixels_image *image, uint32_t x, uint32_t y, uint32_t n, uint8_t *rgb)
{
    size_t first = index_of(image, x, y);
    const photo_frame *frame = &image->frame;
    if (frame->channels == 3 && frame->bits == 8) {
        memcpy(rgb, (const uint8_t *)frame->pixels + 3 * first, 3 * (size_t)n);
        return;
    }
    for (uint32_t i = 0; i < n; i++) {
        unsigned v[3];
        encoded_rgb(frame, first + i, v);
        for (size_t c = 0; c < 3; c++)
            rgb[3 * (size_t)i + c] = (uint8_t)(frame->bits == 8 ? v[c] : (v[c] + 128) / 257);
    }
}

int pixels_are_grey(const pixels_image *image)
{
    enum { ROWS = 64, RUN = 256, CODES_APART = 2 };
    const photo_window *w = &image->frame.window;
    uint8_t rgb[3 * RUN];
    for (uint32_t i = 0; i < ROWS && i < w->height && image->frame.channels != 1; i++) {
        uint32_t y = w->y + (uint32_t)((uint64_t)i * w->height / (w->height < ROWS ? w->height : ROWS));
        for (uint32_t x = 0; x < w->width; x += RUN) {
            uint32_t n = w->width - x < RUN ? w->width - x : RUN;
            pixels_rgb8_row(image, w->x + x, y, n, rgb);
            for (uint32_t k = 0; k < n; k++)
                if (abs(rgb[3 * k] - rgb[3 * k + 1]) > CODES_APART || abs(rgb[3 * k] - rgb[3 * k + 2]) > CODES_APART)
                    return 0;
        }
    }
    return 1;
}

void pixels_srgb8_row(const pixels_image *image, uint32_t x, uint32_t y, uint32_t n, uint8_t *rgb)
{
    float m[9];
    float_matrix(&image->to_rgb, ones, m);
    for (uint32_t done = 0; done < n; done += BLOCK) {
        planes xyz, linear;
        uint32_t size = block_size(n - done);
        xyz_block(image, x + done, y, size, ones, xyz);
        image->kernel->matrix(m, xyz, linear);
        for (uint32_t i = 0; i < size; i++)
            for (uint32_t c = 0; c < 3; c++) {
                float v = linear[c][i];
                float inside = v > 0.0f ? v < 1.0f ? v : 1.0f : 0.0f;
                rgb[3 * (size_t)(done + i) + c] = image->srgb[(int)(inside * (SRGB_STEPS - 1) + 0.5f)];
            }
    }
}
