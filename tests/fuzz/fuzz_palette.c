/*
 * tests/fuzz/fuzz_palette.c - palettes from strangers.
 *
 * Whatever comes in, the reader refuses it with a message or gives a palette
 * whose numbers are finite, whose texts are clean, and which survives being
 * written and read again.
 */
#include "fuzz/fuzz.h"
#include "palette/palette.h"

static void check_text(const char *text)
{
    HOLD(text != NULL);
    for (const char *s = text; *s; s++)
        HOLD((unsigned char)*s >= 0x20 && *s != 0x7f);
}

static void check_ink(const sct_palette *palette, size_t index)
{
    palette_ink ink = palette_ink_at(palette, index);
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
    HOLD(sct_palette_from_json(ctx, text.data, text.size, &again) == SCT_OK);
    HOLD(strcmp(palette_facts_of(palette).fingerprint, palette_facts_of(again).fingerprint) == 0);
    sct_palette_free(again);
    sct_bytes_free(&text);
}

static int accepted, refused;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sct_context *ctx = NULL;
    sct_palette *palette = NULL;
    HOLD(sct_context_new(&ctx) == SCT_OK);
    sct_status status = sct_palette_from_json(ctx, data, size, &palette);
    HOLD(status == SCT_OK || status == SCT_ERR_PALETTE); /* a mistake in the text is never taken for lack of memory */
    if (status != SCT_OK) {
        refused++;
        HOLD(palette == NULL);
        HOLD(sct_context_message(ctx)[0] != '\0');
    } else {
        accepted++;
        check_text(palette_facts_of(palette).name);
        for (size_t i = 0; i < sct_palette_count(palette); i++)
            check_ink(palette, i);
        check_round_trip(ctx, palette);
    }
    sct_palette_free(palette);
    sct_context_free(ctx);
    return 0;
}

#ifndef FUZZ_LIBFUZZER

static size_t make_seeds(fuzz_seed *seeds)
{
    static const char *const names[] = {"default", "generic-carbon", "ready-shades"};
    size_t count = sizeof names / sizeof names[0];
    char path[64];
    for (size_t i = 0; i < count; i++) {
        snprintf(path, sizeof path, "palettes/%s.json", names[i]);
        seeds[i].name = names[i];
        seeds[i].data = read_file(path, &seeds[i].size);
        HOLD(seeds[i].data);
    }
    return count;
}

int main(int argc, char **argv)
{
    int code = fuzz_main(&(fuzz_target){"palette", make_seeds, 3000, 3}, argc, argv);
    HOLD(argc > 1 || (accepted > 50 && refused > 50)); /* both sides were tried */
    return code;
}

#endif
