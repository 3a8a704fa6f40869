/* engine/photo/write/photo_parts.c - where a picture is cut into parts; rows that lie in memory. */
#include "photo/write/photo_write.h"

#include <string.h>

uint32_t photo_part_rows(uint32_t width, uint32_t height, uint32_t asked)
{
    enum { SMALL = 1000000, PARTS = 16, LEAST = 64 };
    uint32_t rows = (height - 1) / PARTS + 1;
    if (asked)
        rows = asked;
    else if ((uint64_t)width * height < SMALL)
        return (height + 7) / 8 * 8;
    return (rows < LEAST ? LEAST : rows + 7) / 8 * 8;
}

sct_status photo_packed_row(sct_context *ctx, void *user, int hand, uint32_t y, unsigned char *row)
{
    const photo_packed *r = user;
    (void)ctx;
    (void)hand;
    memcpy(row, r->pixels + y * r->row_size, r->row_size);
    return SCT_OK;
}
