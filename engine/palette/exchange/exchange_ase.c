/*
 * exchange_ase.c - Adobe Swatch Exchange: blocks of big-endian numbers. A colour
 * is a name in UTF-16, a model of four letters, and single-precision values: RGB
 * and Gray from 0 to 1, LAB with L from 0 to 1 and a, b from -128 to 127, D50.
 *
 * CMYK says how much of four inks a press lays down, which is a colour only for
 * one press and paper: it is refused.
 */
#include "palette/exchange/exchange.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { BLOCK_COLOUR = 0x0001, BLOCK_GROUP = 0xC001, BLOCK_GROUP_END = 0xC002, HEAD = 12, NAME_MOST = 600 };

typedef struct ase {
    exchange_draft *draft;
    const unsigned char *at, *end;
    size_t number; /* of the block at hand, from 1 */
} ase;

static uint32_t number_at(const unsigned char *b, int bytes)
{
    uint32_t value = 0;
    for (int i = 0; i < bytes; i++)
        value = value << 8 | b[i];
    return value;
}

static double float_at(const unsigned char *b)
{
    uint32_t bits = number_at(b, 4);
    float value;
    memcpy(&value, &bits, sizeof value);
    return (double)value;
}

static sct_status refuse(const ase *f, const char *what)
{
    return diag_set(f->draft->ctx, SCT_ERR_PALETTE, "block %zu: %s", f->number, what);
}

/* A name of `units` UTF-16 units, the last of them zero, as UTF-8. */
static sct_status read_name(const ase *f, const unsigned char *b, size_t units, char out[NAME_MOST])
{
    sct_status status = SCT_OK;
    table_text *text = NULL; /* large */
    const char *utf8;
    size_t length;
    unsigned char marked[2 + NAME_MOST] = {0xFE, 0xFF};
    size_t bytes = units ? 2 * (units - 1) : 0;
    if (bytes > NAME_MOST / 2)
        return refuse(f, "its name is longer than 150 letters; shorten it");
    memcpy(marked + 2, b, bytes);
    out[0] = '\0';
    if (bytes == 0)
        return SCT_OK;
    TRY(mem_new(f->draft->ctx, 1, sizeof *text, (void **)&text));
    TRY(table_text_whole(f->draft->ctx, marked, bytes + 2, text, &utf8, &length));
    memcpy(out, utf8, length < NAME_MOST ? length : NAME_MOST - 1);
    out[length < NAME_MOST ? length : NAME_MOST - 1] = '\0';
done:
    if (text)
        table_text_close(text);
    mem_free(text);
    return status;
}

static sct_status take_rgb(ase *f, exchange_ink *ink, const double v[3])
{
    return exchange_draft_screen(ink, v) ? SCT_OK : refuse(f, "RGB runs from 0 to 1");
}

/* Four decimals are what single precision holds of a Lab. */
static double shortened(double value)
{
    return round(1e4 * value) / 1e4;
}

static sct_status take_lab(ase *f, exchange_ink *ink, const double v[3])
{
    if (!(v[0] >= 0 && v[0] <= 1 && fabs(v[1]) <= 128 && fabs(v[2]) <= 128))
        return refuse(f, "LAB runs from 0 to 1 and from -128 to 128");
    return exchange_draft_lab(f->draft, ink, (sct_lab){shortened(100 * v[0]), shortened(v[1]), shortened(v[2])}, 0);
}

static sct_status read_colour(ase *f, const unsigned char *b, size_t size)
{
    sct_status status = SCT_OK;
    exchange_ink *ink;
    char name[NAME_MOST];
    size_t units = size >= 2 ? number_at(b, 2) : 0, at = 2 + 2 * units;
    if (size < at + 4)
        TRY(refuse(f, "a colour that is cut off"));
    TRY(read_name(f, b + 2, units, name));
    const unsigned char *model = b + at;
    size_t values = memcmp(model, "CMYK", 4) == 0 ? 4 : memcmp(model, "Gray", 4) == 0 ? 1 : 3;
    double v[3] = {0};
    if (memcmp(model, "CMYK", 4) == 0)
        FAIL(f->draft->ctx, SCT_ERR_PALETTE,
             "block %zu: \"%.60s\" is CMYK, which says how much a press prints and not which colour that is; save it as Lab "
             "or "
             "RGB",
             f->number, name);
    if (memcmp(model, "RGB ", 4) != 0 && memcmp(model, "LAB ", 4) != 0 && values != 1)
        TRY(refuse(f, "a colour model that is none of RGB, LAB and Gray"));
    if (size < at + 4 + 4 * values)
        TRY(refuse(f, "a colour that is cut off"));
    for (size_t i = 0; i < values; i++)
        v[i] = float_at(b + at + 4 + 4 * i);
    if (values == 1)
        v[1] = v[2] = v[0];
    TRY(exchange_draft_named(f->draft, *name ? name : "Untitled", 0, &ink));
    TRY(memcmp(model, "LAB ", 4) == 0 ? take_lab(f, ink, v) : take_rgb(f, ink, v));
done:
    return status;
}

sct_status exchange_ase_read(exchange_draft *draft, const void *data, size_t size)
{
    sct_status status = SCT_OK;
    const unsigned char *b = data;
    if (size < HEAD || memcmp(b, "ASEF", 4) != 0)
        return diag_set(draft->ctx, SCT_ERR_PALETTE, "block 0: a swatch exchange file begins with \"ASEF\"");
    ase f = {.draft = draft, .at = b + HEAD, .end = b + size};
    size_t blocks = number_at(b + 8, 4);
    for (f.number = 1; f.number <= blocks; f.number++) {
        size_t left = (size_t)(f.end - f.at);
        size_t length = left >= 6 ? number_at(f.at + 2, 4) : 0;
        if (left < 6 || left - 6 < length)
            TRY(refuse(&f, "the file ends within it; is it complete?"));
        uint32_t type = number_at(f.at, 2);
        if (type == BLOCK_COLOUR)
            TRY(read_colour(&f, f.at + 6, length));
        else if (type != BLOCK_GROUP && type != BLOCK_GROUP_END)
            TRY(refuse(&f, "neither a colour nor a group"));
        f.at += 6 + length;
    }
    exchange_draft_head(draft, NULL, "illustrative", EXCHANGE_SWATCH_METHOD);
    TRY(exchange_draft_note_lab(draft));
done:
    return status;
}

/* ---- writing ---- */

static void put(unsigned char *b, uint32_t value, int bytes)
{
    for (int i = bytes - 1; i >= 0; i--, value >>= 8)
        b[i] = (unsigned char)value;
}

static void put_float(unsigned char *b, double value)
{
    float single = (float)value;
    uint32_t bits;
    memcpy(&bits, &single, sizeof bits);
    put(b, bits, 4);
}

/* UTF-8, which texts of palettes are, as UTF-16; returns the units, the final zero among them. */
static size_t put_name(const char *name, unsigned char out[2 * NAME_MOST])
{
    size_t n = 0;
    while (*name && n < NAME_MOST / 4) {
        size_t length = text_utf8_length(name, strlen(name));
        static const unsigned char lead[5] = {0, 0x7F, 0x1F, 0x0F, 0x07};
        uint32_t c = length ? (unsigned char)*name & lead[length] : '?';
        for (size_t i = 1; i < length; i++)
            c = c << 6 | ((unsigned char)name[i] & 0x3F);
        if (c >= 0x10000) {
            put(out + 2 * n++, 0xD800 + ((c - 0x10000) >> 10), 2);
            c = 0xDC00 + (c & 0x3FF);
        }
        put(out + 2 * n++, c, 2);
        name += length ? length : 1;
    }
    put(out + 2 * n++, 0, 2);
    return n;
}

static sct_status write_colour(sct_context *ctx, const palette_ink *ink, const sct_ink_colour *colour, bytes_buffer *out)
{
    sct_status status = SCT_OK;
    unsigned char head[8], name[2 * NAME_MOST], tail[18];
    uint8_t srgb[3];
    size_t units = put_name(exchange_title(ink), name), size = 2 + 2 * units + sizeof tail;
    put(head, BLOCK_COLOUR, 2);
    put(head + 2, (uint32_t)size, 4);
    put(head + 6, (uint32_t)units, 2);
    memcpy(tail, colour->stated ? "RGB " : "LAB ", 4);
    sct_srgb8_from_lab(colour->lab, srgb);
    const double v[2][3] = {{colour->lab.L / 100, colour->lab.a, colour->lab.b},
                            {srgb[0] / 255.0, srgb[1] / 255.0, srgb[2] / 255.0}};
    for (int i = 0; i < 3; i++)
        put_float(tail + 4 + 4 * i, v[colour->stated][i]);
    put(tail + 16, 2, 2); /* neither global nor spot */
    TRY(bytes_append(ctx, out, head, sizeof head));
    TRY(bytes_append(ctx, out, name, 2 * units));
    TRY(bytes_append(ctx, out, tail, sizeof tail));
done:
    return status;
}

sct_status exchange_ase_write(sct_context *ctx, const sct_palette *palette, const sct_palette_convert_options *options,
                              bytes_buffer *out)
{
    sct_status status = SCT_OK;
    unsigned char head[HEAD] = {'A', 'S', 'E', 'F', 0, 1, 0, 0};
    uint32_t blocks = 0;
    (void)options;
    TRY(bytes_append(ctx, out, head, sizeof head));
    for (size_t i = 0; i < palette->ink_count; i++) {
        const sct_ink_colour *colour = exchange_telling(&palette->inks[i]);
        if (!colour)
            continue;
        TRY(write_colour(ctx, &palette->inks[i], colour, out));
        blocks++;
    }
    put(out->data + 8, blocks, 4);
done:
    return status;
}
