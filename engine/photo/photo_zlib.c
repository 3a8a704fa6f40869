/*
 * engine/photo/photo_zlib.c - what of a PNG is read without libpng and yet is
 * compressed or has a checksum: profiles and EXIF in text chunks; and checksums of
 * what is written. The only file that knows zlib.
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
