/*
 * engine/photo/elsewhere/heic.h - what the engine asks of the module that has libheif.
 *
 * Both are WebAssembly, each with a memory of its own; JavaScript (bindings/js/src/heic.js) carries the bytes over. So a
 * page that never sees a HEIC never fetches libheif, and where a hostile file ends the module, the engine goes on.
 */
#ifndef ENGINE_PHOTO_HEIC_H
#define ENGINE_PHOTO_HEIC_H

#include <stdint.h>

/* In this order in memory, as 32-bit numbers; the module is told no more of a photo than this. */
typedef struct heic_wanted {
    uint32_t rows; /* 0: what the file says of itself, 1: its pixels */
    uint32_t width, height, frame_bits, channels, has_alpha;
    uint32_t most_side, most_icc, most_exif; /* limits: pixels, bytes, bytes */
} heic_wanted;

#endif
