/*
 * tests/fuzz/fuzz_import.c - palettes in all formats that people bring: the first byte says which one is read and which one
 * is written. Refused in one line, or a palette that its own file holds.
 */
#include "fuzz/fuzz.h"
#include "scalptone.h"

enum { FORMATS = SCT_PALETTE_FORMAT_TI3 + 1 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sct_context *ctx = NULL;
    sct_bytes out = {0}, notes = {0}, again = {0};
    sct_palette_convert_options o;
    if (size < 1)
        return 0;
    sct_palette_convert_options_init(&o);
    o.from = (sct_palette_format)(data[0] % FORMATS);
    o.to = (sct_palette_format)(data[0] / FORMATS % FORMATS);
    o.decimal_comma = data[0] / FORMATS / FORMATS % 2;
    HOLD(sct_context_new(&ctx) == SCT_OK);
    sct_status status = sct_palette_convert(ctx, &o, data + 1, size - 1, &out, &notes);
    HOLD(status == SCT_OK || status == SCT_ERR_PALETTE); /* a mistake is never taken for lack of memory */
    if (status == SCT_OK) {
        HOLD(out.data && out.size > 0 && notes.data);
        sct_palette_convert_options back;
        sct_palette_convert_options_init(&back);
        back.from = o.to;
        if (o.to <= SCT_PALETTE_FORMAT_CSV) /* these hold everything; readings and swatches need not hold one ink */
            HOLD(sct_palette_convert(ctx, &back, out.data, out.size, &again, NULL) == SCT_OK);
    } else {
        HOLD(sct_context_message(ctx)[0] && !strchr(sct_context_message(ctx), '\n'));
    }
    sct_bytes_free(&out);
    sct_bytes_free(&notes);
    sct_bytes_free(&again);
    sct_context_free(ctx);
    return 0;
}

#ifndef FUZZ_LIBFUZZER

static size_t make_seeds(fuzz_seed *seeds)
{
    static const char *const names[FORMATS] = {"auto", "json", "csv", "cgats", "gpl", "ase", "sbz", "ti3"};
    sct_context *ctx = NULL;
    size_t size = 0;
    unsigned char *text = read_file("palettes/ready-shades.json", &size);
    HOLD(text && sct_context_new(&ctx) == SCT_OK);
    for (int i = 0; i < FORMATS; i++) {
        sct_bytes out = {0};
        sct_palette_convert_options o;
        sct_palette_convert_options_init(&o);
        o.to = (sct_palette_format)i;
        HOLD(sct_palette_convert(ctx, &o, text, size, &out, NULL) == SCT_OK);
        seeds[i] = (fuzz_seed){names[i], malloc(out.size + 1), out.size + 1};
        HOLD(seeds[i].data);
        seeds[i].data[0] = (unsigned char)(i + FORMATS * (i ? i : 1));
        memcpy(seeds[i].data + 1, out.data, out.size);
        sct_bytes_free(&out);
    }
    sct_context_free(ctx);
    free(text);
    return FORMATS;
}

int main(int argc, char **argv)
{
    return fuzz_main(&(fuzz_target){"import", make_seeds, 1500, 2}, argc, argv);
}

#endif
