/* exchange.c - palettes from one format into another. */
#include "palette/exchange/exchange.h"

#include <string.h>

typedef sct_status (*read_fn)(exchange_draft *draft, const void *data, size_t size);
typedef sct_status (*write_fn)(sct_context *ctx, const sct_palette *palette, const sct_palette_convert_options *options,
                               bytes_buffer *out);

static sct_status write_json(sct_context *ctx, const sct_palette *palette, const sct_palette_convert_options *options,
                             bytes_buffer *out)
{
    sct_bytes text = {0};
    (void)options;
    sct_status status = json_print(ctx, palette->root, 1, &text);
    if (status == SCT_OK)
        status = bytes_append(ctx, out, text.data, text.size);
    if (status == SCT_OK)
        status = bytes_append(ctx, out, "\n", 1);
    sct_bytes_free(&text);
    return status;
}

static const struct {
    read_fn read; /* null: a palette file as it is */
    write_fn write;
} formats[] = {
    [SCT_PALETTE_FORMAT_AUTO] = {NULL, write_json},
    [SCT_PALETTE_FORMAT_JSON] = {NULL, write_json},
    [SCT_PALETTE_FORMAT_CSV] = {exchange_csv_read, exchange_csv_write},
    [SCT_PALETTE_FORMAT_CGATS] = {exchange_cgats_read, exchange_cgats_write},
    [SCT_PALETTE_FORMAT_GPL] = {exchange_gpl_read, exchange_gpl_write},
    [SCT_PALETTE_FORMAT_ASE] = {exchange_ase_read, exchange_ase_write},
    [SCT_PALETTE_FORMAT_SBZ] = {exchange_sbz_read, exchange_sbz_write},
    [SCT_PALETTE_FORMAT_TI3] = {exchange_cgats_read, exchange_cgats_write},
};

/* Non-zero when a line of the text begins with the word. */
static int has_line(const char *text, size_t size, const char *word)
{
    size_t n = strlen(word);
    for (size_t i = 0; i + n <= size; i++)
        if ((i == 0 || text[i - 1] == '\n' || text[i - 1] == '\r') && memcmp(text + i, word, n) == 0)
            return 1;
    return 0;
}

static sct_status sniff(sct_context *ctx, const void *data, size_t size, sct_palette_format *out)
{
    sct_status status = SCT_OK;
    table_text *whole = NULL;
    const char *text;
    size_t length, i = 0;
    *out = SCT_PALETTE_FORMAT_CSV;
    if (size >= 4 && memcmp(data, "ASEF", 4) == 0) {
        *out = SCT_PALETTE_FORMAT_ASE;
        return SCT_OK;
    }
    if (size >= 4 && memcmp(data, "PK\3\4", 4) == 0) {
        *out = SCT_PALETTE_FORMAT_SBZ;
        return SCT_OK;
    }
    TRY(mem_new(ctx, 1, sizeof *whole, (void **)&whole));
    TRY(table_text_whole(ctx, data, size, whole, &text, &length));
    while (i < length && strchr(" \t\r\n", text[i]) && text[i])
        i++;
    if (i < length && (text[i] == '{' || text[i] == '['))
        *out = SCT_PALETTE_FORMAT_JSON;
    else if (length >= 12 && memcmp(text, "GIMP Palette", 12) == 0)
        *out = SCT_PALETTE_FORMAT_GPL;
    else if (has_line(text, length, "BEGIN_DATA_FORMAT") || has_line(text, length, "CGATS"))
        *out = SCT_PALETTE_FORMAT_CGATS;
done:
    table_text_close(whole);
    mem_free(whole);
    return status;
}

/* Bytes of a format as a palette; what had to be assumed is noted. */
static sct_status read_format(sct_context *ctx, const sct_palette_convert_options *options, sct_palette_format format,
                              const void *data, size_t size, bytes_buffer *notes, sct_palette **out)
{
    sct_status status = SCT_OK;
    exchange_draft draft = {0};
    sct_bytes text = {0};
    sct_context quiet = diag_quiet(ctx);
    if (!formats[format].read)
        return sct_palette_from_json(ctx, data, size, out);
    TRY(exchange_draft_open(ctx, options, notes, &draft));
    TRY(formats[format].read(&draft, data, size));
    TRY(exchange_draft_close(&draft, &text));
    status = sct_palette_from_json(&quiet, text.data, text.size, out);
    if (status == SCT_ERR_PALETTE)
        TRY(exchange_draft_complain(&draft, &quiet));
    if (status != SCT_OK)
        diag_take(ctx, &quiet);
done:
    sct_bytes_free(&text);
    exchange_draft_free(&draft);
    return status;
}

static sct_status check_options(sct_context *ctx, const sct_palette_convert_options *given,
                                sct_palette_convert_options *checked)
{
    sct_status status = SCT_OK;
    sct_palette_convert_options_init(checked);
    TRY(options_take(ctx, "sct_palette_convert_options", given, OPTIONS_SIZE(sct_palette_convert_options, decimal_comma),
                     checked, sizeof *checked));
    TRY(option_range(ctx, "from", checked->from, SCT_PALETTE_FORMAT_AUTO, SCT_PALETTE_FORMAT_TI3));
    TRY(option_range(ctx, "to", checked->to, SCT_PALETTE_FORMAT_AUTO, SCT_PALETTE_FORMAT_TI3));
    TRY(option_range(ctx, "state", checked->state, SCT_STATE_CUP, SCT_STATE_HEALED));
    TRY(option_range(ctx, "decimal_comma", checked->decimal_comma, 0, 1));
done:
    return status;
}

void sct_palette_convert_options_init_sized(sct_palette_convert_options *options, size_t size)
{
    const sct_palette_convert_options defaults = {.size = sizeof defaults,
                                                  .from = SCT_PALETTE_FORMAT_AUTO,
                                                  .to = SCT_PALETTE_FORMAT_JSON,
                                                  .state = SCT_STATE_DRAWDOWN};
    options_fill(options, size, &defaults, sizeof defaults);
}

/* What was written is read again: the one way to say what of a palette is in it. */
static sct_status note_losses(sct_context *ctx, const sct_palette_convert_options *options, const sct_palette *palette,
                              const bytes_buffer *written, bytes_buffer *notes)
{
    sct_status status = SCT_OK;
    sct_palette *again = NULL;
    bytes_buffer unsaid = {0};
    if (!formats[options->to].read)
        return SCT_OK;
    TRY(read_format(ctx, options, options->to, written->data, written->size, &unsaid, &again));
    TRY(exchange_lost(ctx, palette->root, again->root, notes));
done:
    sct_palette_free(again);
    mem_free(unsaid.data);
    return status;
}

/* A buffer as bytes for the caller, with a zero behind them. */
static sct_status give(sct_context *ctx, const bytes_buffer *buffer, sct_bytes *out)
{
    sct_status status = SCT_OK;
    void *copy = NULL;
    TRY(mem_new(ctx, buffer->size + 1, 1, &copy));
    if (buffer->size)
        memcpy(copy, buffer->data, buffer->size);
    *out = (sct_bytes){copy, buffer->size};
done:
    return status;
}

sct_status sct_palette_convert(sct_context *ctx, const sct_palette_convert_options *given, const void *data, size_t size,
                               sct_bytes *out, sct_bytes *notes)
{
    sct_status status = SCT_OK;
    sct_palette_convert_options options;
    sct_palette *palette = NULL;
    bytes_buffer written = {0}, said = {0};
    sct_bytes bytes = {0};
    sct_context_clear(ctx);
    if (!data || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "no palette to convert or nowhere to put it");
    TRY(check_options(ctx, given, &options));
    if (ctx && size > sct_context_limit(ctx, SCT_LIMIT_FILE_BYTES))
        FAIL(ctx, SCT_ERR_PALETTE, "the file is too large; split it");
    if (options.from == SCT_PALETTE_FORMAT_AUTO)
        TRY(sniff(ctx, data, size, &options.from));
    TRY(read_format(ctx, &options, options.from, data, size, &said, &palette));
    TRY(formats[options.to].write(ctx, palette, &options, &written));
    TRY(note_losses(ctx, &options, palette, &written, &said));
    TRY(give(ctx, &written, &bytes));
    if (notes)
        TRY(give(ctx, &said, notes));
    *out = bytes;
    bytes = (sct_bytes){0};
done:
    sct_bytes_free(&bytes);
    sct_palette_free(palette);
    mem_free(written.data);
    mem_free(said.data);
    return status;
}
