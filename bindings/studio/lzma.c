/*
 * bindings/studio/lzma.c - liblzma's encoder as a WebAssembly module of its own: with it the npm package puts studio.html
 * together of its own engine, instead of carrying the engine twice. The settings are those that src/engine/unpack.js undoes:
 * a bare LZMA stream with lc 3, lp 0, pb 0.
 */
#include <stdint.h>

#include <lzma.h>

size_t pack(const uint8_t *bytes, size_t size, uint8_t *out, size_t room);

/* Packs bytes into out. Returns how many were written, or 0 where there is too little room or memory. */
size_t pack(const uint8_t *bytes, size_t size, uint8_t *out, size_t room)
{
    lzma_options_lzma how;
    size_t written = 0;
    if (lzma_lzma_preset(&how, 9 | LZMA_PRESET_EXTREME))
        return 0;
    how.dict_size = 1 << 22;
    how.lc = 3;
    how.lp = 0;
    how.pb = 0;
    how.nice_len = 273;
    const lzma_filter filters[] = {{LZMA_FILTER_LZMA1, &how}, {LZMA_VLI_UNKNOWN, NULL}};
    return lzma_raw_buffer_encode(filters, NULL, bytes, size, out, &written, room) == LZMA_OK ? written : 0;
}
