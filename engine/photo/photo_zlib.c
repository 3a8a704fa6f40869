/*
 * engine/photo/photo_zlib.c - what of a PNG is read without libpng and yet is
 * compressed or has a checksum: profiles and EXIF in text chunks; and what is
 * written, packed, with its checksums. The only file of the room that knows zlib.
 */
#include "photo/photo_private.h"

#include <zlib.h>

int photo_crc_is_right(const unsigned char *chunk, size_t size)
{
    const unsigned char *stored = chunk + size;
    uint32_t crc = (uint32_t)stored[0] << 24 | (uint32_t)stored[1] << 16 | (uint32_t)stored[2] << 8 | stored[3];
    return crc32(0, chunk, (uInt)size) == crc;
}

uint32_t photo_zlib_crc(uint32_t sum, const unsigned char *data, size_t size)
{
    return (uint32_t)crc32_z(sum, data, size);
}

uint32_t photo_zlib_adler(uint32_t sum, const unsigned char *data, size_t size)
{
    return (uint32_t)adler32_z(sum, data, size);
}

uint32_t photo_adler_join(uint32_t first, uint32_t second, size_t size)
{
    return (uint32_t)adler32_combine(first, second, (z_off_t)size);
}

sct_status photo_inflate(sct_context *ctx, const unsigned char *data, size_t size, size_t limit, bytes_buffer *out,
                         const char **fault)
{
    enum { PIECE = 16384 };
    sct_status status = SCT_OK;
    unsigned char piece[PIECE];
    z_stream z = {.next_in = (z_const Bytef *)(uintptr_t)data, .avail_in = (uInt)size};
    int code = inflateInit(&z);
    *fault = NULL;
    while (code == Z_OK && !*fault) {
        z.next_out = piece;
        z.avail_out = PIECE;
        code = inflate(&z, Z_NO_FLUSH);
        TRY(bytes_append(ctx, out, piece, PIECE - z.avail_out));
        if (out->size > limit)
            *fault = "it is larger than the limit";
    }
    if (code == Z_MEM_ERROR)
        FAIL(ctx, SCT_ERR_MEMORY, "out of memory");
    if (!*fault && code != Z_STREAM_END)
        *fault = "it is damaged";
done:
    inflateEnd(&z);
    return status;
}

struct photo_deflater {
    z_stream z;
    int open;
};

/*
 * What a filter leaves of a photo is noise: the only repetitions worth a search are runs of one byte. Of zlib's strategies
 * that one takes, on two photos of 12 megapixels and on eight small ones, .9 of the time of its fastest search for all of
 * them, and leaves between 2.5 % less and .2 % more bytes.
 */
sct_status photo_deflate_begin(sct_context *ctx, photo_deflater **d)
{
    enum { FASTEST = 1, RAW = -15, MOST_MEMORY = 9 };
    sct_status status = SCT_OK;
    if (!*d)
        TRY(mem_new(ctx, 1, sizeof **d, (void **)d));
    if ((*d)->open)
        deflateReset(&(*d)->z);
    else if (deflateInit2(&(*d)->z, FASTEST, Z_DEFLATED, RAW, MOST_MEMORY, Z_RLE) != Z_OK)
        FAIL(ctx, SCT_ERR_MEMORY, "out of memory");
    (*d)->open = 1;
done:
    return status;
}

sct_status photo_deflate(sct_context *ctx, photo_deflater *d, const unsigned char *data, size_t size, photo_deflate_end end,
                         bytes_buffer *out)
{
    enum { PIECE = 16384 };
    static const int flush[] = {
        [PHOTO_DEFLATE_MORE] = Z_NO_FLUSH, [PHOTO_DEFLATE_PIECE] = Z_SYNC_FLUSH, [PHOTO_DEFLATE_LAST] = Z_FINISH};
    sct_status status = SCT_OK;
    unsigned char piece[PIECE];
    d->z.next_in = (z_const Bytef *)(uintptr_t)data;
    d->z.avail_in = (uInt)size;
    do {
        d->z.next_out = piece;
        d->z.avail_out = PIECE;
        deflate(&d->z, flush[end]);
        TRY(bytes_append(ctx, out, piece, PIECE - d->z.avail_out));
    } while (!d->z.avail_out);
done:
    return status;
}

void photo_deflate_free(photo_deflater *d)
{
    if (d && d->open)
        deflateEnd(&d->z);
    mem_free(d);
}
