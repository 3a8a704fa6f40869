/*
 * tests/fuzz/fuzz_palette.c - palettes from strangers. LLVMFuzzerTestOneInput
 * for libFuzzer (build with -DFUZZ_LIBFUZZER -fsanitize=fuzzer); without it a
 * plain driver damages the shipped palettes in ways that repeat exactly.
 *
 * Whatever comes in, the reader refuses it with a message or gives a palette
 * whose numbers are finite, whose texts are clean, and which survives being
 * written and read again.
 */
#include "num/num.h"
#include "palette/palette.h"
#include "support/support.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define HOLD(condition)                                                                                                     \
    do {                                                                                                                    \
        if (!(condition)) {                                                                                                 \
            fprintf(stderr, "fuzz_palette: does not hold: %s\n", #condition);                                               \
            abort();                                                                                                        \
        }                                                                                                                   \
    } while (0)

static void check_text(const char *text)
{
    HOLD(text != NULL);
    for (const char *s = text; *s; s++)
        HOLD((unsigned char)*s >= 0x20 && *s != 0x7f);
}

static void check_ink(const sct_palette *palette, size_t index)
{
    sct_ink ink = sct_palette_ink(palette, index);
    HOLD(sct_palette_find(palette, ink.id) == index);
    check_text(ink.id);
    check_text(ink.shade);
    check_text(ink.notes);
    for (size_t i = 0; i < ink.ingredient_count; i++)
        check_text(ink.ingredients[i]);
    for (size_t i = 0; i < ink.pigment_count; i++) {
        check_text(ink.pigments[i].ci);
        HOLD(ink.pigments[i].mass_fraction > 0 && ink.pigments[i].mass_fraction <= 1);
    }
    for (size_t i = 0; i < ink.colour_count; i++) {
        const sct_ink_colour *colour = &ink.colours[i];
        HOLD(isfinite(colour->lab.L) && isfinite(colour->lab.a) && isfinite(colour->lab.b));
        HOLD(colour->parts_ink > 0 && colour->parts_water >= 0);
        sct_lab lab;
        HOLD(palette_colour_at(&ink, colour->state, colour->parts_water / colour->parts_ink, &lab));
    }
}

static void check_round_trip(sct_context *ctx, const sct_palette *palette)
{
    sct_bytes text = {0};
    sct_palette *again = NULL;
    HOLD(sct_palette_json(ctx, palette, &text) == SCT_OK);
    HOLD(sct_palette_read(ctx, text.data, text.size, &again) == SCT_OK);
    HOLD(strcmp(sct_palette_describe(palette).fingerprint, sct_palette_describe(again).fingerprint) == 0);
    sct_palette_free(again);
    sct_bytes_free(&text);
}

static int accepted;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sct_context *ctx = NULL;
    sct_palette *palette = NULL;
    HOLD(sct_context_new(&ctx) == SCT_OK);
    if (sct_palette_read(ctx, data, size, &palette) != SCT_OK) {
        HOLD(palette == NULL);
        HOLD(sct_context_message(ctx)[0] != '\0');
    } else {
        accepted++;
        check_text(sct_palette_describe(palette).name);
        for (size_t i = 0; i < sct_palette_count(palette); i++)
            check_ink(palette, i);
        check_round_trip(ctx, palette);
    }
    sct_palette_free(palette);
    sct_context_free(ctx);
    return 0;
}

#ifndef FUZZ_LIBFUZZER

/* One to four small damages: a byte, a cut, a piece copied elsewhere, a hostile word. */
static size_t damage(num_rng *rng, unsigned char *text, size_t size, size_t capacity)
{
    static const char *const words[] = {"NaN",          "-1e999",
                                        "null",         "\"\\u0000\"",
                                        "[[[[[[[[",     "{\"id\":\"a\",\"id\":\"b\"}",
                                        "-0",           "1e-320",
                                        "\"\xc0\xaf\"", "\"\\ud800\"",
                                        "true",         "0.1e-300",
                                        "[]",           "{}",
                                        "\"\"",         ","};
    for (uint32_t n = 1 + num_rng_below(rng, 4); n > 0 && size > 0; n--) {
        size_t at = num_rng_below(rng, (uint32_t)size), length = 1 + num_rng_below(rng, 40);
        const char *word = words[num_rng_below(rng, sizeof words / sizeof words[0])];
        switch (num_rng_below(rng, 5)) {
        case 0: text[at] = (unsigned char)num_rng_below(rng, 256); break;
        case 1: text[at] = (unsigned char)"0123456789-.eE\"{}[],: "[num_rng_below(rng, 22)]; break;
        case 2:
            length = length < size - at ? length : size - at;
            memmove(text + at, text + at + length, size - at - length);
            size -= length;
            break;
        case 3:
            length = strlen(word);
            if (size + length > capacity)
                break;
            memmove(text + at + length, text + at, size - at);
            memcpy(text + at, word, length);
            size += length;
            break;
        default: size = at; break;
        }
    }
    return size;
}

int main(void)
{
    static const char *const seeds[] = {"palettes/default.json", "palettes/generic-carbon.json",
                                        "palettes/ready-shades.json"};
    enum { ROUNDS = 3000, ROOM = 4096 };
    num_rng rng;
    int inputs = 0;
    num_rng_seed(&rng, 1);
    for (size_t k = 0; k < sizeof seeds / sizeof seeds[0]; k++) {
        size_t size = 0;
        unsigned char *seed = read_file(seeds[k], &size), *text = malloc(size + ROOM);
        HOLD(seed && text);
        LLVMFuzzerTestOneInput(seed, size);
        for (int i = 0; i < ROUNDS; i++, inputs++) {
            memcpy(text, seed, size);
            /* An exact copy of its own, so that a sanitizer sees every byte read past the end. */
            size_t n = damage(&rng, text, size, size + ROOM);
            unsigned char *exact = malloc(n ? n : 1);
            HOLD(exact);
            memcpy(exact, text, n);
            LLVMFuzzerTestOneInput(exact, n);
            free(exact);
        }
        free(seed);
        free(text);
    }
    HOLD(accepted > 100 && accepted < inputs); /* both sides were tried */
    figure("palette: %d damaged palettes, %d still whole enough to use, the rest refused", inputs, accepted);
    printf("ok palettes from strangers\n");
    return 0;
}

#endif
