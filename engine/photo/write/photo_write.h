/*
 * engine/photo/write/photo_write.h - what the writers of pictures share.
 *
 * A picture is cut into parts of whole rows that are compressed beside each
 * other and put one behind the other: where they are cut depends on the picture
 * alone, so that it has the same bytes however many hands there are.
 */
#ifndef ENGINE_PHOTO_WRITE_H
#define ENGINE_PHOTO_WRITE_H

#include "photo/photo_private.h"

/* ---- photo_deflate.c ---- */

/* What comes behind a block: more of its piece; another piece, so that it ends at a whole byte; nothing. */
typedef enum photo_deflate_end { PHOTO_DEFLATE_MORE, PHOTO_DEFLATE_PIECE, PHOTO_DEFLATE_LAST } photo_deflate_end;
/* Bits that do not fill a byte yet; all zero before a piece's first block. */
typedef struct photo_deflate_bits {
    unsigned bits;
    int count;
} photo_deflate_bits;
/* Bytes that the block of so many may have. */
size_t photo_deflate_room(size_t size);
/* Writes a block, and returns how many whole bytes it has. */
size_t photo_deflate_block(const unsigned char *data, size_t size, photo_deflate_end end, unsigned char *out,
                           photo_deflate_bits *left);

/* ---- photo_parts.c ---- */

/* Rows a part, where the caller leaves that open (`asked` 0): a multiple of eight. */
uint32_t photo_part_rows(uint32_t width, uint32_t height, uint32_t asked);

/* ---- photo_sums.c ---- */

/* CRC-32 and Adler-32 of bytes behind those that `sum` is of: 0 and 1 at first. */
uint32_t photo_crc(uint32_t sum, const unsigned char *data, size_t size);
uint32_t photo_adler(uint32_t sum, const unsigned char *data, size_t size);
/* Adler-32 of bytes whose is `first`, and `size` more whose is `second`. */
uint32_t photo_adler_join(uint32_t first, uint32_t second, size_t size);

#endif
