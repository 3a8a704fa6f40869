/*
 * engine/photo/write/photo_sums.c - the checksums of a PNG. libdeflate's take a fifth of the time of others where it is
 * built in; they are the same numbers.
 */
#include "photo/write/photo_write.h"

#ifdef HAVE_DEFLATE
#include <libdeflate.h>
#endif

#ifdef HAVE_DEFLATE

uint32_t photo_crc(uint32_t sum, const unsigned char *data, size_t size)
{
    return libdeflate_crc32(sum, data, size);
}

uint32_t photo_adler(uint32_t sum, const unsigned char *data, size_t size)
{
    return libdeflate_adler32(sum, data, size);
}

#else

uint32_t photo_crc(uint32_t sum, const unsigned char *data, size_t size)
{
    return photo_zlib_crc(sum, data, size);
}

uint32_t photo_adler(uint32_t sum, const unsigned char *data, size_t size)
{
    return photo_zlib_adler(sum, data, size);
}

#endif
