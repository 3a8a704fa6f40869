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

/* ---- photo_parts.c ---- */

/* Rows a part, where the caller leaves that open (`asked` 0): a multiple of eight. */
uint32_t photo_part_rows(uint32_t width, uint32_t height, uint32_t asked);

/* ---- photo_sums.c ---- */

/* CRC-32 and Adler-32 of bytes behind those that `sum` is of: 0 and 1 at first. */
uint32_t photo_crc(uint32_t sum, const unsigned char *data, size_t size);
uint32_t photo_adler(uint32_t sum, const unsigned char *data, size_t size);

#endif
