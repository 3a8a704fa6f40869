/*
 * engine/photo/photo_jpeg_markers.c - the segments of a JPEG file: EXIF, the
 * pieces of an ICC profile, and whether the image ends.
 *
 * ITU-T T.81 annex B; ICC.1:2022 annex B.4 for the profile. Only the first
 * image of the file is read: in MPF, Ultra HDR and Apple gain-map files that
 * is the base image, and the gain map stands behind its end.
 */
#include "photo/photo_private.h"

#include <string.h>

enum { M_TEM = 0x01, M_RST0 = 0xD0, M_RST7 = 0xD7, M_SOI = 0xD8, M_EOI = 0xD9, M_SOS = 0xDA, M_APP1 = 0xE1, M_APP2 = 0xE2 };

static const char icc_name[12] = "ICC_PROFILE"; /* its terminating zero belongs to it */
enum { ICC_HEADER = sizeof icc_name + 2 };

static int same_piece(const jpeg_icc_part *a, const jpeg_icc_part *b)
{
    return a->size == b->size && memcmp(a->data, b->data, a->size) == 0;
}

/* One APP2 piece: name, number from 1, how many there are, data. Some programs write the whole profile again behind the
 * frame header; that does no harm. */
static void take_icc(jpeg_markers *out, const unsigned char *data, size_t size)
{
    int number = data[sizeof icc_name], count = data[sizeof icc_name + 1];
    const jpeg_icc_part piece = {data + ICC_HEADER, size - ICC_HEADER};
    if (number == 0 || number > count)
        out->icc_fault = "a piece of it has an impossible number";
    else if (out->icc_count && out->icc_count != count)
        out->icc_fault = "its pieces disagree on how many there are";
    else if (!out->icc[number].data)
        out->icc[number] = piece;
    else if (!same_piece(&out->icc[number], &piece))
        out->icc_fault = "a piece of it is there twice, and differs";
    if (!out->icc_count)
        out->icc_count = count ? count : 1;
}

static void take_segment(jpeg_markers *out, int marker, const unsigned char *data, size_t size)
{
    if (marker == M_APP1 && !out->exif && size >= 6 && memcmp(data, "Exif\0", 5) == 0) /* the first that holds something */
        out->exif = photo_find_tiff(data + 6, size - 6, &out->exif_size);
    if (marker == M_APP2 && size >= ICC_HEADER && memcmp(data, icc_name, sizeof icc_name) == 0)
        take_icc(out, data, size);
}

/* Offset of the next marker's code from `at` on (behind its 0xFF), 0 at the end. `coded`: inside entropy-coded data. */
static size_t next_marker(const unsigned char *bytes, size_t size, size_t at, int coded)
{
    while (at < size) {
        const unsigned char *ff = memchr(bytes + at, 0xFF, size - at);
        if (!ff)
            return 0;
        at = (size_t)(ff - bytes) + 1;
        while (at < size && bytes[at] == 0xFF)
            at++;
        if (at >= size)
            return 0;
        int code = bytes[at];
        if (code != 0 && !(coded && (code == M_TEM || (code >= M_RST0 && code <= M_RST7))))
            return at;
    }
    return 0;
}

void jpeg_markers_read(const unsigned char *bytes, size_t size, jpeg_markers *out)
{
    size_t at = 2; /* behind SOI */
    int coded = 0;
    memset(out, 0, sizeof *out);
    while ((at = next_marker(bytes, size, at, coded)) != 0) {
        int marker = bytes[at++];
        coded |= marker == M_SOS;
        if (marker == M_EOI) {
            out->ends = 1;
            break;
        }
        if (marker == M_SOI || marker == M_TEM || (marker >= M_RST0 && marker <= M_RST7))
            continue;
        if (size - at < 2)
            break;
        size_t length = (size_t)bytes[at] << 8 | bytes[at + 1];
        if (length < 2 || length > size - at)
            break;
        take_segment(out, marker, bytes + at + 2, length - 2);
        at += length;
    }
    for (int i = 1; i <= out->icc_count && !out->icc_fault; i++)
        if (!out->icc[i].data)
            out->icc_fault = "a piece of it is missing";
}
