/*
 * engine/pixels/pixels_encode.c - linear light back to the numbers it came
 * from, and a profile that says what they mean.
 *
 * A photo whose colour space is three curves and a matrix gets its own numbers
 * back: the curves are inverted, between codes as straight lines, so that what
 * was not changed is what it was. Where a profile of tables, inks or an HDR
 * curve has no such inverse, the answer is sRGB.
 */
#include "pixels/pixels_private.h"

#include <math.h>
#include <string.h>

enum { STARTS = 1024 };

struct pixels_encoder {
    const pixels_image *image;
    int channels, bits, own; /* own: the photo's own space, else sRGB */
    size_t codes;
    float *curve[3];               /* rising; codes entries each; curve[0] owns them */
    uint16_t start[3][STARTS + 2]; /* the last code at or below i / STARTS */
    pixels_steps steps;            /* of 8 bits */
    unsigned char *icc;
    size_t icc_size;
    float to_srgb[9];
};

/* ---- a profile from curves and matrix: ICC.1:2001-04, which every reader knows ---- */

enum { ICC_CURVE = 4370, ICC_TAGS_RGB = 9, ICC_TAGS_GREY = 4, ICC_HEADER = 128 };

typedef struct icc_writer {
    sct_context *ctx;
    bytes_buffer data;
    sct_status status;
} icc_writer;

static void put(icc_writer *w, const void *data, size_t size)
{
    if (w->status == SCT_OK)
        w->status = bytes_append(w->ctx, &w->data, data, size);
}

static void put16(icc_writer *w, unsigned value)
{
    const unsigned char b[2] = {(unsigned char)(value >> 8), (unsigned char)value};
    put(w, b, sizeof b);
}

static void put32(icc_writer *w, uint32_t value)
{
    put16(w, value >> 16);
    put16(w, value & 0xffff);
}

static void put_fixed(icc_writer *w, double value)
{
    put32(w, (uint32_t)(int32_t)floor(value * 65536 + 0.5));
}

static void put_xyz(icc_writer *w, double X, double Y, double Z)
{
    put(w, "XYZ \0\0\0\0", 8);
    put_fixed(w, X);
    put_fixed(w, Y);
    put_fixed(w, Z);
}

static void put_text(icc_writer *w)
{
    put(w, "text\0\0\0\0none", 13);
    put(w, "\0\0", 3);
}

/* The name, in the form that version 2 has for it: ASCII, no Unicode, no Macintosh. */
static void put_name(icc_writer *w, const char *name)
{
    static const unsigned char rest[84] = {0};
    size_t n = strlen(name) + 1;
    put(w, "desc\0\0\0\0", 8);
    put32(w, (uint32_t)n);
    put(w, name, n);
    put(w, rest, 78 + (4 - (8 + 4 + n + 78) % 4) % 4);
}

/* Points of a curve: each code of 8 bits, every 15th of 16, so that a profile of such points is made again as it is. */
static uint32_t curve_points(size_t codes)
{
    return codes < ICC_CURVE ? (uint32_t)codes : ICC_CURVE;
}

static void put_curve(icc_writer *w, const float *curve, size_t codes)
{
    size_t points = curve_points(codes), step = (codes - 1) / (points - 1);
    put(w, "curv\0\0\0\0", 8);
    put32(w, (uint32_t)points);
    for (size_t i = 0; i < points; i++)
        put16(w, (unsigned)(fmin(fmax((double)curve[i * step], 0), 1) * 65535 + 0.5));
}

/* One tag's place in the table; the data of all follow it in order. */
static void put_tag(icc_writer *w, const char *name, uint32_t *offset, uint32_t size)
{
    put(w, name, 4);
    put32(w, *offset);
    put32(w, size);
    *offset += size;
}

static void put_header(icc_writer *w, uint32_t size, int channels)
{
    static const unsigned char zeros[48] = {0};
    put32(w, size);
    put32(w, 0);
    put32(w, 0x02100000);
    put(w, channels == 1 ? "mntrGRAYXYZ " : "mntrRGB XYZ ", 12);
    for (int i = 0; i < 6; i++) /* a date that is always the same: the same input, the same bytes */
        put16(w, i == 0 ? 2000 : i < 3 ? 1 : 0);
    put(w, "acsp", 4);
    put(w, zeros, 28);
    put_fixed(w, 0.9642);
    put_fixed(w, 1);
    put_fixed(w, 0.8249);
    put(w, zeros, sizeof zeros);
    if (w->status == SCT_OK && w->data.size != ICC_HEADER)
        w->status = diag_set(w->ctx, SCT_ERR_INTERNAL, "the profile's header is odd");
}

/* The parts that come in one for each colour, or once for a grey. */
static const char *const colorant_tags[3] = {"rXYZ", "gXYZ", "bXYZ"};
static const char *const curve_tags[3] = {"rTRC", "gTRC", "bTRC"};

static void put_tag_table(icc_writer *w, uint32_t count, uint32_t named, uint32_t curve)
{
    uint32_t offset = ICC_HEADER + 4 + 12 * count;
    put32(w, count);
    put_tag(w, "desc", &offset, named);
    put_tag(w, "cprt", &offset, 16);
    put_tag(w, "wtpt", &offset, 20);
    if (count == ICC_TAGS_GREY) {
        put_tag(w, "kTRC", &offset, curve);
        return;
    }
    for (int c = 0; c < 3; c++)
        put_tag(w, colorant_tags[c], &offset, 20);
    for (int c = 0; c < 3; c++)
        put_tag(w, curve_tags[c], &offset, curve);
}

/*
 * Only numbers go from the photo's profile into the one that is made: profiles of displays hold owners, serial numbers and
 * dates, in names, too. A name that everybody uses is kept.
 */
static sct_status make_icc(sct_context *ctx, pixels_encoder *e)
{
    icc_writer w = {.ctx = ctx};
    const num_mat3 *m = &e->image->matrix;
    int colours = e->channels == 1 ? 0 : 3, curves = e->channels == 1 ? 1 : 3;
    const char *name = pixels_space_is_named(e->image->name) ? e->image->name : colours ? "RGB" : "grey";
    uint32_t n = (uint32_t)strlen(name) + 1, named = (8 + 4 + n + 78 + 3) / 4 * 4, curve = 12 + 2 * curve_points(e->codes);
    uint32_t tags = colours ? ICC_TAGS_RGB : ICC_TAGS_GREY;
    uint32_t size = ICC_HEADER + 4 + 12 * tags + named + 16 + 20 + (uint32_t)colours * 20 + (uint32_t)curves * curve;
    put_header(&w, size, e->channels);
    put_tag_table(&w, tags, named, curve);
    put_name(&w, name);
    put_text(&w);
    put_xyz(&w, 0.9642, 1, 0.8249);
    for (int c = 0; c < colours; c++)
        put_xyz(&w, m->m[0][c], m->m[1][c], m->m[2][c]);
    for (int c = 0; c < curves; c++)
        put_curve(&w, e->curve[c], e->codes);
    if (w.status == SCT_OK && w.data.size != size)
        w.status = diag_set(ctx, SCT_ERR_INTERNAL, "the profile's size is odd");
    e->icc = w.data.data;
    e->icc_size = w.data.size;
    return w.status;
}

/* ---- curves ---- */

/* Luminance of linear light, 1 for white: the one curve of a grey whose three are a rounding apart. */
static float grey_of(const pixels_image *image, float r, float g, float b)
{
    const double *Y = image->matrix.m[1];
    return (float)((Y[0] * (double)r + Y[1] * (double)g + Y[2] * (double)b) / (Y[0] + Y[1] + Y[2]));
}

/* The image's curves, made rising: a hostile one may fall. */
static sct_status take_curves(sct_context *ctx, pixels_encoder *e)
{
    sct_status status = mem_new(ctx, 3 * e->codes, sizeof(float), (void **)&e->curve[0]);
    for (int c = 0; c < 3 && status == SCT_OK; c++) {
        e->curve[c] = e->curve[0] + (size_t)c * e->codes;
        memcpy(e->curve[c], e->image->curve[c], e->codes * sizeof(float));
        if (e->channels == 1)
            for (size_t i = 0; i < e->codes; i++)
                e->curve[c][i] = grey_of(e->image, e->image->curve[0][i], e->image->curve[1][i], e->image->curve[2][i]);
        for (size_t i = 1; i < e->codes; i++)
            if (!(e->curve[c][i] >= e->curve[c][i - 1]))
                e->curve[c][i] = e->curve[c][i - 1];
    }
    return status;
}

static sct_status srgb_curves(sct_context *ctx, pixels_encoder *e)
{
    pixels_space srgb = pixels_space_srgb();
    e->codes = 65536;
    sct_status status = mem_new(ctx, e->codes, sizeof(float), (void **)&e->curve[0]);
    for (size_t i = 0; i < e->codes && status == SCT_OK; i++)
        e->curve[0][i] = (float)srgb.decode((double)i / 65535, 0);
    e->curve[1] = e->curve[2] = e->curve[0];
    return status;
}

static void fill_starts(pixels_encoder *e)
{
    for (int c = 0; c < 3; c++) {
        size_t code = 0;
        for (int i = 0; i < STARTS + 2; i++) {
            while (code + 1 < e->codes && e->curve[c][code + 1] <= (float)i / STARTS)
                code++;
            e->start[c][i] = (uint16_t)code;
        }
    }
}

/* The code of linear light, [0, 1] of the range: by halving between two starts. */
static double code_of(const pixels_encoder *e, size_t channel, float v)
{
    const float *curve = e->curve[channel];
    size_t top = e->codes - 1;
    if (!(v > curve[0]))
        return 0;
    if (v >= curve[top])
        return 1;
    int at = v < 1 ? (int)(v * STARTS) : STARTS;
    size_t lo = v < 0 ? 0 : e->start[channel][at], hi = v < 0 ? top : e->start[channel][at + 1] + (size_t)1;
    hi = v >= 1 || hi > top ? top : hi;
    while (hi - lo > 1) {
        size_t middle = lo + (hi - lo) / 2;
        if (curve[middle] <= v)
            lo = middle;
        else
            hi = middle;
    }
    double step = (double)(curve[hi] - curve[lo]);
    return ((double)lo + (step > 0 ? (double)(v - curve[lo]) / step : 0)) / (double)top;
}

/* ---- the encoder ---- */

/* The curves of an image that can be inverted, and whose white is one. */
static int is_invertible(const pixels_image *image)
{
    if (!image->curve[0])
        return 0;
    size_t top = ((size_t)1 << image->frame.bits) - 1;
    for (int c = 0; c < 3; c++)
        if (!(image->curve[c][top] > 0.5f && image->curve[c][top] <= 1.001f && image->curve[c][0] < 0.1f))
            return 0;
    return 1;
}

/* Linear light that nobody tells apart: a third of the darkest step of 8 bits. */
static const double SAME_LIGHT = 1e-4;

static int same_curves(const pixels_image *image)
{
    size_t codes = (size_t)1 << image->frame.bits;
    for (size_t i = 0; i < codes; i++)
        for (int c = 1; c < 3; c++)
            if (!(fabs((double)image->curve[c][i] - (double)image->curve[0][i]) <= SAME_LIGHT))
                return 0;
    return 1;
}

/* By matrix and curves, whatever the space is called. */
static int is_srgb(const pixels_image *image)
{
    const double same_matrix = 5e-4; /* sRGB profiles differ by their chromatic adaptation and its rounding */
    const pixels_space srgb = pixels_space_srgb();
    const size_t top = ((size_t)1 << image->frame.bits) - 1;
    for (int i = 0; i < 9; i++)
        if (!(fabs(image->matrix.m[i / 3][i % 3] - srgb.matrix.m[i / 3][i % 3]) <= same_matrix))
            return 0;
    for (size_t i = 0; i <= 255; i++)
        for (int c = 0; c < 3; c++)
            if (!(fabs((double)image->curve[c][i * top / 255] - srgb.decode((double)i / 255, 0)) <= SAME_LIGHT))
                return 0;
    return 1;
}

static sct_status new_encoder(sct_context *ctx, const pixels_image *image, int bits, int own, int tinted,
                              pixels_encoder **out)
{
    sct_status status = SCT_OK;
    pixels_encoder *e = NULL;
    num_mat3 to_srgb = num_mat3_mul(image->to_rgb, image->matrix);
    TRY(mem_new(ctx, 1, sizeof *e, (void **)&e));
    e->image = image;
    e->bits = bits;
    e->own = own;
    e->codes = (size_t)1 << image->frame.bits;
    e->channels = e->own && !tinted && image->frame.channels == 1 && same_curves(image) ? 1 : 3;
    for (int i = 0; i < 9; i++)
        e->to_srgb[i] = (float)to_srgb.m[i / 3][i % 3];
    if (e->own) {
        TRY(take_curves(ctx, e));
        if (!is_srgb(image))
            TRY(make_icc(ctx, e));
    } else {
        TRY(srgb_curves(ctx, e));
    }
    fill_starts(e);
    if (bits == 8)
        pixels_steps_fill(&e->steps, (const float *const *)e->curve, e->codes);
    *out = e;
    e = NULL;
done:
    pixels_encoder_free(e);
    return status;
}

sct_status pixels_encoder_new(sct_context *ctx, const pixels_image *image, int bits, pixels_encoder **out)
{
    return new_encoder(ctx, image, bits, is_invertible(image), 0, out);
}

sct_status pixels_encoder_srgb(sct_context *ctx, const pixels_image *image, int bits, pixels_encoder **out)
{
    return new_encoder(ctx, image, bits, is_invertible(image) && is_srgb(image), 0, out);
}

sct_status pixels_encoder_tinted(sct_context *ctx, const pixels_image *image, int bits, int srgb, pixels_encoder **out)
{
    return new_encoder(ctx, image, bits, is_invertible(image) && (!srgb || is_srgb(image)), 1, out);
}

void pixels_encoder_free(pixels_encoder *e)
{
    if (!e)
        return;
    mem_free(e->curve[0]);
    mem_free(e->icc);
    mem_free(e);
}

int pixels_encoder_channels(const pixels_encoder *e)
{
    return e->channels;
}

int pixels_encoder_is_own(const pixels_encoder *e)
{
    return e->own;
}

const unsigned char *pixels_encoder_icc(const pixels_encoder *e, size_t *size)
{
    *size = e->icc_size;
    return e->icc;
}

static void store(const pixels_encoder *e, void *out, size_t i, double code)
{
    if (e->bits == 32)
        ((float *)out)[i] = (float)code;
    else if (e->bits == 16)
        ((uint16_t *)out)[i] = (uint16_t)(code * 65535 + 0.5);
    else
        ((uint8_t *)out)[i] = (uint8_t)(code * 255 + 0.5);
}

static void to_srgb(const float m[9], const float in[3], float out[3])
{
    for (int c = 0; c < 3; c++)
        out[c] = m[3 * c] * in[0] + m[3 * c + 1] * in[1] + m[3 * c + 2] * in[2];
}

/* Light that sRGB cannot show: floats keep it. */
static int beyond(const pixels_encoder *e, float v)
{
    return e->bits == 32 && !e->own && (v < 0 || v > 1);
}

static double srgb_beyond(float v)
{
    return sct_rgb_encode((sct_rgb){(double)v, 0, 0}, SCT_RGB_SRGB).r;
}

void pixels_encode_row(const pixels_encoder *e, const float *rgb, uint32_t n, void *out)
{
    int steps = e->channels == 3 && e->bits == 8;
    if (e->own && steps)
        pixels_steps_encode(&e->steps, rgb, n, out);
    for (uint32_t i = 0; i < n && !(e->own && steps); i++) {
        float v[3] = {rgb[3 * (size_t)i], rgb[3 * (size_t)i + 1], rgb[3 * (size_t)i + 2]};
        if (!e->own)
            to_srgb(e->to_srgb, rgb + 3 * (size_t)i, v);
        if (steps)
            pixels_steps_encode(&e->steps, v, 1, (uint8_t *)out + 3 * (size_t)i);
        else if (e->channels == 1)
            store(e, out, i, code_of(e, 0, grey_of(e->image, v[0], v[1], v[2])));
        for (size_t c = 0; c < 3 && e->channels == 3 && !steps; c++)
            store(e, out, 3 * (size_t)i + c, beyond(e, v[c]) ? srgb_beyond(v[c]) : code_of(e, c, v[c]));
    }
}

/* Stores value `i` of `from` bits in another depth. */
static void store_stored(const pixels_encoder *e, void *out, size_t i, unsigned value, int from)
{
    if (e->bits == 32)
        ((float *)out)[i] = (float)value / (float)((1u << from) - 1);
    else if (e->bits == 16)
        ((uint16_t *)out)[i] = (uint16_t)(from == 16 ? value : value * 257);
    else
        ((uint8_t *)out)[i] = (uint8_t)(from == 8 ? value : (value + 128) / 257);
}

void pixels_encode_stored(const pixels_encoder *e, uint32_t x, uint32_t y, uint32_t n, void *out)
{
    const photo_frame *f = &e->image->frame;
    size_t first = (size_t)(y - f->window.y) * f->window.width + (x - f->window.x), from = (size_t)f->channels;
    size_t size = from * (size_t)f->bits / 8;
    if (f->bits == e->bits && f->channels == e->channels) {
        memcpy(out, (const uint8_t *)f->pixels + first * size, n * size);
        return;
    }
    for (size_t i = 0; i < n; i++)
        for (size_t c = 0; c < (size_t)e->channels; c++) {
            size_t at = (first + i) * from + (from == 1 ? 0 : c);
            unsigned v = f->bits == 8 ? ((const uint8_t *)f->pixels)[at] : ((const uint16_t *)f->pixels)[at];
            store_stored(e, out, i * (size_t)e->channels + c, v, f->bits);
        }
}
