/*
 * engine/photo/photo_orient.c - the eight EXIF orientations as one affine map
 * from stored to seen pixels.
 */
#include "photo/photo_private.h"

#include <string.h>

/* EXIF 2.32, tag 0x0112: swap the axes first, then mirror left-right and top-bottom as seen. */
static const struct {
    unsigned char swap, flip_x, flip_y;
} orientations[9] = {{0, 0, 0}, {0, 0, 0}, {0, 1, 0}, {0, 1, 1}, {0, 0, 1}, {1, 0, 0}, {1, 1, 0}, {1, 1, 1}, {1, 0, 1}};

int photo_orient_swaps(int orientation)
{
    return orientations[orientation].swap;
}

photo_sink photo_sink_for(const sct_photo *photo, photo_frame *frame)
{
    int o = photo->info.orientation;
    photo_window w = frame->window;
    ptrdiff_t width = (ptrdiff_t)w.width, height = (ptrdiff_t)w.height;
    /* The window before mirroring: distances are counted from the far side of the photo. */
    uint32_t x = orientations[o].flip_x ? photo->info.width - w.x - w.width : w.x;
    uint32_t y = orientations[o].flip_y ? photo->info.height - w.y - w.height : w.y;
    ptrdiff_t along_x = orientations[o].flip_x ? -1 : 1;
    ptrdiff_t along_y = orientations[o].flip_y ? -width : width;
    photo_sink sink = {.frame = frame};
    sink.origin = (orientations[o].flip_x ? width - 1 : 0) + (orientations[o].flip_y ? (height - 1) * width : 0);
    if (orientations[o].swap) {
        sink.stored = (photo_window){y, x, w.height, w.width};
        sink.step_x = along_y;
        sink.step_y = along_x;
    } else {
        sink.stored = (photo_window){x, y, w.width, w.height};
        sink.step_x = along_x;
        sink.step_y = along_y;
    }
    return sink;
}

/* Copies n pixels of `bytes` bytes, `from` bytes apart, to places `to` bytes apart. */
static void scatter(unsigned char *out, ptrdiff_t to, const unsigned char *in, size_t from, size_t bytes, uint32_t n)
{
    /* Constant sizes let the compiler turn each copy into one or two moves. */
#define SCATTER(size)                                                                                                       \
    case size:                                                                                                              \
        for (uint32_t i = 0; i < n; i++)                                                                                    \
            memcpy(out + (ptrdiff_t)i * to, in + i * from, size);                                                           \
        break
    switch (bytes) {
        SCATTER(1);
        SCATTER(2);
        SCATTER(3);
        SCATTER(4);
        SCATTER(6);
        SCATTER(8);
    default: break;
    }
#undef SCATTER
}

/* 16-bit alpha to 8 bit: only a true zero may become zero, since zero means "outside". */
static unsigned char alpha8(uint16_t value)
{
    unsigned rounded = (value + 128u) / 257u;
    return (unsigned char)(value && !rounded ? 1 : rounded);
}

static void scatter_alpha(const photo_sink *sink, ptrdiff_t at, ptrdiff_t step, const unsigned char *in, size_t from,
                          uint32_t n)
{
    unsigned char *out = sink->frame->alpha + at;
    if (sink->frame->bits == 8) {
        scatter(out, step, in, from, 1, n);
        return;
    }
    for (uint32_t i = 0; i < n; i++) {
        uint16_t value;
        memcpy(&value, in + i * from, sizeof value);
        out[(ptrdiff_t)i * step] = alpha8(value);
    }
}

/* What somebody erased is often still in the file: nothing of it goes further, so that no picture can show it again. */
enum { ERASED = 0x80 }; /* mid grey, in samples of either size: neither clipped nor an edge to black or white */
static void cover_erased(const photo_sink *sink, ptrdiff_t at, ptrdiff_t step, uint32_t n, size_t bytes)
{
    unsigned char *pixels = sink->frame->pixels;
    for (ptrdiff_t i = 0; i < (ptrdiff_t)n; i++)
        if (sink->frame->alpha[at + i * step] == 0)
            memset(pixels + (at + i * step) * (ptrdiff_t)bytes, ERASED, bytes);
}

void photo_sink_row(const photo_sink *sink, uint32_t y, uint32_t x, uint32_t dx, uint32_t n, const void *pixels,
                    int channels)
{
    const photo_window *w = &sink->stored;
    if (y < w->y || y - w->y >= w->height)
        return;
    uint32_t first = x >= w->x ? 0 : (w->x - x + dx - 1) / dx;
    uint64_t start = x + (uint64_t)first * dx, end = (uint64_t)w->x + w->width;
    if (first >= n || start >= end)
        return;
    uint64_t fit = (end - start + dx - 1) / dx;
    uint32_t count = fit < n - first ? (uint32_t)fit : n - first;
    size_t sample = (size_t)sink->frame->bits / 8, bytes = sample * (size_t)sink->frame->channels,
           from = sample * (size_t)channels;
    const unsigned char *in = (const unsigned char *)pixels + first * from;
    ptrdiff_t at = sink->origin + (ptrdiff_t)(start - w->x) * sink->step_x + (ptrdiff_t)(y - w->y) * sink->step_y;
    ptrdiff_t step = sink->step_x * (ptrdiff_t)dx;
    unsigned char *out = (unsigned char *)sink->frame->pixels + at * (ptrdiff_t)bytes;
    if (step == 1 && from == bytes)
        memcpy(out, in, count * bytes);
    else
        scatter(out, step * (ptrdiff_t)bytes, in, from, bytes, count);
    if (sink->frame->alpha && channels > sink->frame->channels) {
        scatter_alpha(sink, at, step, in + bytes, from, count);
        cover_erased(sink, at, step, count, bytes);
    }
}

void *photo_sink_place(const photo_sink *sink, uint32_t y, uint32_t x, uint32_t n)
{
    const photo_window *w = &sink->stored;
    const photo_frame *frame = sink->frame;
    if (frame->alpha || sink->step_x != 1 || y < w->y || y - w->y >= w->height || x != w->x || n != w->width)
        return NULL;
    ptrdiff_t at = sink->origin + (ptrdiff_t)(y - w->y) * sink->step_y;
    return (unsigned char *)frame->pixels + at * (ptrdiff_t)(frame->bits / 8 * frame->channels);
}
