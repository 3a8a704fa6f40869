/*
 * bindings/studio/pack/pack.c - bytes by what the model guesses of them: an arithmetic coder of 32 bits without carries, as
 * in lpaq.
 */
#include "studio/pack/model.h"

static uint32_t low, high;

static void start_coder(void)
{
    low = 0;
    high = 0xffffffff;
}

/* Where the range is parted: below lies a one. */
static uint32_t part(void)
{
    uint32_t guess = model_guess(), range = high - low;
    return low + (range >> 16) * guess + (((range & 0xffff) * guess) >> 16);
}

static int settled(void)
{
    if ((low ^ high) >> 24)
        return 0;
    low <<= 8;
    high = high << 8 | 255;
    return 1;
}

#ifdef PACKS
uint32_t pack(const uint8_t *bytes, uint32_t size, uint8_t *again, uint8_t *out, uint32_t room, int code);

/* Packs bytes into out; again: room of the same size. Returns how many were written, or 0 where there is too little room. */
__attribute__((visibility("default"))) uint32_t pack(const uint8_t *bytes, uint32_t size, uint8_t *again, uint8_t *out,
                                                     uint32_t room, int code)
{
    uint32_t written = 0;
    model_start(again, code);
    start_coder();
    for (uint32_t i = 0; i < size; i++)
        for (int b = 7; b >= 0; b--) {
            int bit = bytes[i] >> b & 1;
            uint32_t middle = part();
            if (bit)
                high = middle;
            else
                low = middle + 1;
            for (uint8_t top = (uint8_t)(high >> 24); settled(); top = (uint8_t)(high >> 24)) {
                if (written + 4 >= room)
                    return 0;
                out[written++] = top;
            }
            model_take(bit);
        }
    for (int i = 0; i < 4; i++)
        out[written++] = (uint8_t)(high >> (24 - 8 * i));
    return written;
}
#endif

void unpack_start(const uint8_t *stream, uint8_t *out, int code);
void unpack(uint32_t size);

static const uint8_t *coming;
static uint32_t value;

/* Begins to unpack a stream into out; 4 bytes behind it may be read. */
__attribute__((visibility("default"))) void unpack_start(const uint8_t *stream, uint8_t *out, int code)
{
    model_start(out, code);
    start_coder();
    coming = stream;
    for (int i = 0; i < 4; i++)
        value = value << 8 | *coming++;
}

/* Unpacks so many bytes more. */
__attribute__((visibility("default"))) void unpack(uint32_t size)
{
    for (uint32_t i = 0; i < 8 * size; i++) {
        uint32_t middle = part();
        int bit = value <= middle;
        if (bit)
            high = middle;
        else
            low = middle + 1;
        while (settled())
            value = value << 8 | *coming++;
        model_take(bit);
    }
}
