/*
 * engine/pixels/pixels_table.c - the distinct colours of an 8-bit frame under
 * a table profile: each is converted once, then looked up.
 *
 * Open addressing with linear probing. A photo made to collide cannot make it
 * slow: after PROBES_MAX steps the table gives up and rows are converted one by
 * one.
 */
#include "pixels/pixels_private.h"

#include <math.h>
#include <string.h>

enum { PROBES_MAX = 128, BITS_MIN = 12, BITS_MAX = 23 };

typedef struct entry {
    uint32_t key;
    float xyz[3];
} entry; /* xyz[1] is NaN while the entry is empty */

struct colour_table {
    entry *entries;
    size_t used;
    int bits; /* log2 of the number of entries */
};

static uint32_t key_of(const unsigned char *pixel, int channels)
{
    uint32_t key = 0;
    for (int c = 0; c < channels; c++)
        key = key << 8 | pixel[c];
    return key;
}

/* Fibonacci hashing (Knuth, TAOCP 3, 6.4). */
static size_t slot_of(const colour_table *table, uint32_t key)
{
    return (size_t)((key * 0x9E3779B1u) >> (32 - table->bits));
}

/* The entry of a key, or the empty one where it belongs, or null after too many steps. */
static entry *find(const colour_table *table, uint32_t key)
{
    size_t mask = ((size_t)1 << table->bits) - 1, slot = slot_of(table, key);
    for (int i = 0; i < PROBES_MAX; i++, slot = (slot + 1) & mask) {
        entry *e = &table->entries[slot];
        if (isnan(e->xyz[1]) || e->key == key)
            return e;
    }
    return NULL;
}

/* Moves the entries to a table of another size; *pays becomes 0 when one of them finds no place there: the order in which
 * colours come decides how far they are pushed, so that what fitted a small table may not fit a larger one. */
static sct_status resize(sct_context *ctx, colour_table *table, int bits, int *pays)
{
    colour_table next = {.bits = bits, .used = table->used};
    void *memory = NULL;
    sct_status status = mem_new(ctx, (size_t)1 << bits, sizeof(entry), &memory);
    if (status != SCT_OK)
        return status;
    next.entries = memory;
    memset(next.entries, 0xFF, sizeof(entry) << bits); /* all bits set is a NaN */
    for (size_t i = 0; table->entries && i < (size_t)1 << table->bits; i++) {
        const entry *e = &table->entries[i];
        if (isnan(e->xyz[1]))
            continue;
        entry *place = find(&next, e->key);
        if (place)
            *place = *e;
        else
            *pays = 0;
    }
    mem_free(table->entries);
    *table = next;
    return SCT_OK;
}

/* Enters every colour of the frame; *pays becomes 0 when there are too many or they collide. */
static sct_status collect(sct_context *ctx, const photo_frame *frame, colour_table *table, int *pays)
{
    size_t count = (size_t)frame->window.width * frame->window.height;
    const unsigned char *pixel = frame->pixels;
    for (size_t i = 0; i < count; i++, pixel += frame->channels) {
        uint32_t key = key_of(pixel, frame->channels);
        entry *e = find(table, key);
        if (e && !isnan(e->xyz[1]))
            continue;
        if (!e || table->used >= (size_t)1 << (table->bits - 1)) {
            if (table->bits == BITS_MAX) {
                *pays = 0;
                return SCT_OK;
            }
            sct_status status = resize(ctx, table, table->bits + 1, pays);
            if (status != SCT_OK || !*pays)
                return status;
            e = find(table, key);
            if (!e) {
                *pays = 0;
                return SCT_OK;
            }
        }
        e->key = key;
        e->xyz[1] = 0;
        table->used++;
    }
    return SCT_OK;
}

/* Encoded floats of one pixel as the profile wants them: four inks count in per cent of ink. */
static void encoded(const unsigned char *pixel, int channels, float *out)
{
    for (int c = 0; c < channels; c++)
        out[c] = channels == 4 ? (float)(255 - pixel[c]) * (100.0f / 255.0f) : (float)pixel[c] / 255.0f;
}

static void convert_all(const pixels_profile *profile, colour_table *table, int channels)
{
    float in[4 * BLOCK], out[3 * BLOCK];
    entry *batch[BLOCK];
    uint32_t n = 0;
    for (size_t i = 0; i <= (size_t)1 << table->bits; i++) {
        int last = i == (size_t)1 << table->bits;
        if (!last && !isnan(table->entries[i].xyz[1])) {
            unsigned char pixel[4];
            for (int c = 0; c < channels; c++)
                pixel[c] = (unsigned char)(table->entries[i].key >> (8 * (channels - 1 - c)));
            encoded(pixel, channels, in + n * (uint32_t)channels);
            batch[n++] = &table->entries[i];
        }
        if (n == BLOCK || (last && n)) {
            profile_convert(profile, in, out, n);
            for (uint32_t k = 0; k < n; k++)
                memcpy(batch[k]->xyz, out + 3 * k, sizeof batch[k]->xyz);
            n = 0;
        }
    }
}

sct_status colour_table_new(sct_context *ctx, const photo_frame *frame, const pixels_profile *profile, colour_table **out)
{
    sct_status status = SCT_OK;
    void *memory = NULL;
    colour_table *table = NULL;
    int pays = frame->bits == 8;
    *out = NULL;
    if (!pays)
        goto done;
    TRY(mem_new(ctx, 1, sizeof *table, &memory));
    table = memory;
    TRY(resize(ctx, table, BITS_MIN, &pays));
    TRY(collect(ctx, frame, table, &pays));
    if (!pays)
        goto done;
    convert_all(profile, table, frame->channels);
    *out = table;
done:
    if (!*out)
        colour_table_free(table);
    return status;
}

void colour_table_free(colour_table *table)
{
    if (!table)
        return;
    mem_free(table->entries);
    mem_free(table);
}

void colour_table_look_up(const colour_table *table, const unsigned char *pixels, int channels, float *xyz, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        const entry *e = find(table, key_of(pixels + i * (uint32_t)channels, channels));
        memcpy(xyz + 3 * i, e->xyz, sizeof e->xyz);
    }
}

void pixels_encoded_floats(const photo_frame *frame, size_t first, float *out, uint32_t n)
{
    int channels = frame->channels;
    if (frame->bits == 8) {
        const unsigned char *pixel = (const unsigned char *)frame->pixels + first * (size_t)channels;
        for (uint32_t i = 0; i < n; i++)
            encoded(pixel + i * (uint32_t)channels, channels, out + i * (uint32_t)channels);
        return;
    }
    const uint16_t *sample = (const uint16_t *)frame->pixels + first * (size_t)channels;
    for (uint32_t i = 0; i < n * (uint32_t)channels; i++)
        out[i] = channels == 4 ? (float)(65535 - sample[i]) * (100.0f / 65535.0f) : (float)sample[i] / 65535.0f;
}
