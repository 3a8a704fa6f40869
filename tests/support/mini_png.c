/*
 * tests/support/mini_png.c - PNG 3rd edition clauses 7 to 12: inflate all
 * image data, undo filters, unpack, Adam7, palette, transparency.
 */
#include "support/mini_png.h"

#include <stdlib.h>
#include <string.h>

#include <zlib.h>

typedef struct state {
    mini_png *out;
    int depth, type, interlaced, sample_count; /* samples a pixel in the file */
    unsigned char palette[256][3], palette_alpha[256];
    int palette_size, has_trns;
    uint16_t key[3];
    unsigned char *packed; /* all IDAT */
    size_t packed_size;
    unsigned char *raw; /* inflated */
    size_t raw_size, raw_at;
    const char *why;
} state;

static uint32_t be32(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int fails(state *s, const char *why)
{
    if (!s->why)
        s->why = why;
    return 0;
}

static int take_header(state *s, const unsigned char *d, size_t n)
{
    static const int counts[7] = {1, 0, 3, 1, 2, 0, 4}, depths[7] = {31, 0, 24, 15, 24, 0, 24}; /* bit sets of 1 2 4 8 16 */
    if (n != 13)
        return fails(s, "header length");
    s->out->width = be32(d);
    s->out->height = be32(d + 4);
    s->depth = d[8];
    s->type = d[9];
    s->interlaced = d[12];
    if (!s->out->width || !s->out->height || s->out->width > 65500 || s->out->height > 65500 ||
        (uint64_t)s->out->width * s->out->height > 100000000u)
        return fails(s, "size");
    int power = s->depth == 1 ? 0 : s->depth == 2 ? 1 : s->depth == 4 ? 2 : s->depth == 8 ? 3 : s->depth == 16 ? 4 : 5;
    if (s->type > 6 || power > 4 || !(depths[s->type] >> power & 1) || d[10] || d[11] || d[12] > 1)
        return fails(s, "header values");
    s->sample_count = counts[s->type];
    return 1;
}

static void take_trns(state *s, const unsigned char *d, size_t n)
{
    if (s->type == 3) {
        if (n == 0 || (int)n > s->palette_size)
            return; /* as if it were not there */
        s->has_trns = 1;
        memcpy(s->palette_alpha, d, n);
    } else if ((s->type == 0 && n == 2) || (s->type == 2 && n == 6)) {
        s->has_trns = 1;
        for (size_t i = 0; i < n / 2; i++)
            s->key[i] = (uint16_t)(d[2 * i] << 8 | d[2 * i + 1]);
    }
}

static int take_chunk(state *s, const unsigned char *type, const unsigned char *d, size_t n)
{
    if (memcmp(type, "PLTE", 4) == 0 && s->type == 3) {
        if (n % 3 || n > 768 || n == 0)
            return fails(s, "palette length");
        s->palette_size = (int)(n / 3);
        memcpy(s->palette, d, n);
        memset(s->palette_alpha, 255, sizeof s->palette_alpha);
    } else if (memcmp(type, "tRNS", 4) == 0 && !s->packed_size) {
        take_trns(s, d, n);
    } else if (memcmp(type, "IDAT", 4) == 0) {
        s->packed = realloc(s->packed, s->packed_size + n + 1);
        memcpy(s->packed + s->packed_size, d, n);
        s->packed_size += n;
    } else if (!(type[0] & 32) && memcmp(type, "IHDR", 4) && memcmp(type, "PLTE", 4) && memcmp(type, "IEND", 4)) {
        return fails(s, "unknown critical chunk");
    }
    return 1;
}

static int read_chunks(state *s, const unsigned char *bytes, size_t size)
{
    static const unsigned char signature[8] = {0x89, 'P', 'N', 'G', 13, 10, 26, 10};
    if (size < 33 || memcmp(bytes, signature, 8) || memcmp(bytes + 12, "IHDR", 4))
        return fails(s, "signature");
    for (size_t at = 8; at + 12 <= size;) {
        size_t n = be32(bytes + at);
        const unsigned char *type = bytes + at + 4;
        if (n > size - at - 12)
            break;
        int good = be32(bytes + at + 8 + n) == crc32(crc32(0, NULL, 0), type, (uInt)(n + 4));
        int critical = !(type[0] & 32);
        if (!good && critical)
            return fails(s, "checksum");
        if (at == 8 && !take_header(s, type + 4, n))
            return 0;
        if (at != 8 && memcmp(type, "IHDR", 4) == 0)
            return fails(s, "two headers");
        if (good && at != 8 && !take_chunk(s, type, type + 4, n))
            return 0;
        if (memcmp(type, "IEND", 4) == 0)
            break;
        at += n + 12;
    }
    return 1;
}

static size_t row_bytes(const state *s, uint32_t width)
{
    return ((size_t)width * (size_t)(s->sample_count * s->depth) + 7) / 8;
}

static const struct {
    uint32_t x, y, dx, dy;
} passes[7] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};

static uint32_t steps(uint32_t size, uint32_t from, uint32_t step)
{
    return size > from ? (size - from + step - 1) / step : 0;
}

static int inflate_all(state *s)
{
    const mini_png *o = s->out;
    size_t need = 0;
    for (int p = 0; p < 7 && s->interlaced; p++) {
        uint32_t w = steps(o->width, passes[p].x, passes[p].dx), h = steps(o->height, passes[p].y, passes[p].dy);
        need += w ? h * (1 + row_bytes(s, w)) : 0;
    }
    if (!s->interlaced)
        need = o->height * (1 + row_bytes(s, o->width));
    if (need / 1100 > s->packed_size)
        return fails(s, "too little data");
    s->raw = malloc(need + 1);
    z_stream z = {.next_in = s->packed, .avail_in = (uInt)s->packed_size, .next_out = s->raw, .avail_out = (uInt)need};
    if (!s->raw || inflateInit(&z) != Z_OK)
        return fails(s, "memory");
    int result = inflate(&z, Z_SYNC_FLUSH);
    s->raw_size = need - z.avail_out;
    if (result == Z_OK || result == Z_BUF_ERROR) { /* on to the checksum; more image data than needed is no error */
        unsigned char surplus[64];
        z.next_out = surplus;
        z.avail_out = sizeof surplus;
        result = inflate(&z, Z_SYNC_FLUSH);
    }
    inflateEnd(&z);
    if (result == Z_DATA_ERROR)
        return fails(s, "checksum of the image data");
    return s->raw_size == need ? 1 : fails(s, "image data");
}

/* Clause 9: filters on bytes. */
static int unfilter(unsigned char *row, const unsigned char *above, size_t n, size_t step, int filter)
{
    if (filter > 4)
        return 0;
    for (size_t i = 0; i < n; i++) {
        int a = i >= step ? row[i - step] : 0, b = above ? above[i] : 0, c = above && i >= step ? above[i - step] : 0;
        int p = a + b - c, pa = abs(p - a), pb = abs(p - b), pc = abs(p - c);
        int paeth = pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
        int add = filter == 1 ? a : filter == 2 ? b : filter == 3 ? (a + b) / 2 : filter == 4 ? paeth : 0;
        row[i] = (unsigned char)(row[i] + add);
    }
    return 1;
}

static unsigned sample(const state *s, const unsigned char *row, size_t i)
{
    if (s->depth == 16)
        return (unsigned)(row[2 * i] << 8 | row[2 * i + 1]);
    size_t bit = i * (size_t)s->depth;
    return (unsigned)(row[bit / 8] >> (8 - s->depth - (int)(bit % 8))) & ((1u << s->depth) - 1);
}

/* Returns 0 where the picture has no such colour (11.2.2). */
static int put_pixel(const state *s, const unsigned char *row, size_t i, size_t to)
{
    mini_png *o = s->out;
    unsigned v[4] = {0};
    for (int c = 0; c < s->sample_count; c++)
        v[c] = sample(s, row, i * (size_t)s->sample_count + (size_t)c);
    if (s->type == 3) {
        for (int c = 0; c < 3; c++)
            o->samples[3 * to + (size_t)c] = s->palette[v[0]][c];
        if (o->alpha)
            o->alpha[to] = s->palette_alpha[v[0]];
        return (int)v[0] < s->palette_size;
    }
    unsigned scale = s->depth < 8 ? 255u / ((1u << s->depth) - 1) : 1;
    for (int c = 0; c < o->channels; c++)
        o->samples[to * (size_t)o->channels + (size_t)c] = (uint16_t)(v[c] * scale);
    if (s->type & 4)
        o->alpha[to] = (uint16_t)v[o->channels];
    else if (s->has_trns) {
        int same = 1;
        for (int c = 0; c < o->channels; c++)
            same &= v[c] == (s->key[c] & ((1u << s->depth) - 1));
        o->alpha[to] = same ? 0 : s->depth == 16 ? 65535 : 255;
    }
    return 1;
}

static int read_image(state *s, uint32_t x, uint32_t y, uint32_t dx, uint32_t dy)
{
    const mini_png *o = s->out;
    uint32_t w = steps(o->width, x, dx), h = steps(o->height, y, dy);
    size_t n = row_bytes(s, w), step = (size_t)(s->sample_count * s->depth + 7) / 8;
    unsigned char *above = NULL;
    for (uint32_t r = 0; w && r < h; r++) {
        unsigned char *row = s->raw + s->raw_at;
        if (!unfilter(row + 1, above, n, step, row[0]))
            return fails(s, "filter");
        above = row + 1;
        s->raw_at += n + 1;
        for (uint32_t i = 0; i < w; i++)
            if (!put_pixel(s, above, i, (size_t)(y + r * dy) * o->width + x + i * dx))
                return fails(s, "palette index");
    }
    return 1;
}

static int decode(state *s, const unsigned char *bytes, size_t size)
{
    mini_png *o = s->out;
    if (!read_chunks(s, bytes, size))
        return 0;
    if (s->type == 3 && !s->palette_size)
        return fails(s, "no palette");
    if (!s->packed_size || !inflate_all(s))
        return fails(s, "no image data");
    o->channels = s->type == 0 || s->type == 4 ? 1 : 3;
    o->bits = s->depth == 16 ? 16 : 8;
    o->has_alpha = (s->type & 4) || s->has_trns;
    size_t count = (size_t)o->width * o->height;
    o->samples = calloc(count * (size_t)o->channels, sizeof *o->samples);
    o->alpha = o->has_alpha ? calloc(count, sizeof *o->alpha) : NULL;
    if (!o->samples || (o->has_alpha && !o->alpha))
        return fails(s, "memory");
    if (!s->interlaced)
        return read_image(s, 0, 0, 1, 1);
    for (int p = 0; p < 7; p++)
        if (!read_image(s, passes[p].x, passes[p].y, passes[p].dx, passes[p].dy))
            return 0;
    return 1;
}

int mini_png_decode(const unsigned char *bytes, size_t size, mini_png *out, const char **why)
{
    state s = {.out = out};
    memset(out, 0, sizeof *out);
    int good = decode(&s, bytes, size);
    *why = s.why;
    free(s.packed);
    free(s.raw);
    if (!good)
        mini_png_free(out);
    return good;
}

void mini_png_free(mini_png *png)
{
    free(png->samples);
    free(png->alpha);
    png->samples = png->alpha = NULL;
}
