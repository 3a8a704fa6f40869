/*
 * exchange_gpl.c - palettes of GIMP, Inkscape and Krita: a line for each colour,
 * red, green and blue from 0 to 255 and a name.
 */
#include "palette/exchange/exchange.h"

#include <stdio.h>
#include <string.h>

/* The next line without its end; 0 at the end of the text. */
static int next_line(const char **at, const char *end, const char **line, size_t *length)
{
    if (*at >= end)
        return 0;
    *line = *at;
    while (*at < end && **at != '\n' && **at != '\r')
        ++*at;
    *length = (size_t)(*at - *line);
    if (*at + 1 < end && (*at)[0] == '\r' && (*at)[1] == '\n')
        ++*at;
    ++*at;
    return 1;
}

static int is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* "34 51 68  Name": three whole numbers from 0 to 255, and the rest. */
static int read_entry(const char *line, uint8_t srgb[3], const char **name)
{
    for (int i = 0; i < 3; i++) {
        int value = 0, digits = 0;
        while (is_blank(*line))
            line++;
        for (; *line >= '0' && *line <= '9' && digits < 4; digits++)
            value = 10 * value + (*line++ - '0');
        if (digits == 0 || value > 255 || (*line && !is_blank(*line)))
            return 0;
        srgb[i] = (uint8_t)value;
    }
    while (is_blank(*line))
        line++;
    *name = line;
    return 1;
}

static sct_status take_entry(exchange_draft *draft, const char *line, size_t number)
{
    sct_status status = SCT_OK;
    exchange_ink *ink;
    const char *name;
    uint8_t srgb[3];
    char hex[8];
    if (!read_entry(line, srgb, &name))
        FAIL(draft->ctx, SCT_ERR_PALETTE,
             "line %zu: \"%.40s\" is no colour; a line is red, green and blue from 0 to 255 and a name", number, line);
    exchange_hex(srgb, hex);
    TRY(exchange_draft_named(draft, *name ? name : "Untitled", number, &ink));
    json_set(ink->object, "colour", json_new_string(hex));
done:
    return status;
}

sct_status exchange_gpl_read(exchange_draft *draft, const void *data, size_t size)
{
    enum { LINE = 1024 };
    sct_status status = SCT_OK;
    table_text *whole = NULL; /* large */
    const char *at, *line;
    size_t length, number = 0;
    char text[LINE], name[LINE] = "";
    TRY(mem_new(draft->ctx, 1, sizeof *whole, (void **)&whole));
    TRY(table_text_whole(draft->ctx, data, size, whole, &at, &length));
    const char *end = at + length;
    while (next_line(&at, end, &line, &length)) {
        number++;
        if (length >= LINE || memchr(line, '\0', length))
            FAIL(draft->ctx, SCT_ERR_PALETTE, "line %zu: longer than %d characters or not text", number, LINE - 1);
        memcpy(text, line, length);
        text[length] = '\0';
        const char *first = text + strspn(text, " \t");
        if (number == 1 && strncmp(text, "GIMP Palette", 12) != 0)
            FAIL(draft->ctx, SCT_ERR_PALETTE, "line 1: a GIMP palette begins with \"GIMP Palette\"");
        if (number == 1 || !*first || *first == '#' || strncmp(text, "Columns:", 8) == 0)
            continue;
        if (strncmp(text, "Name:", 5) == 0)
            text_copy(name, sizeof name, text + 5 + strspn(text + 5, " \t"));
        else
            TRY(take_entry(draft, text, number));
    }
    if (number == 0)
        FAIL(draft->ctx, SCT_ERR_PALETTE, "line 1: the file is empty");
    exchange_draft_head(draft, name, "illustrative", "colours of a GIMP palette, not measured");
done:
    if (whole)
        table_text_close(whole);
    mem_free(whole);
    return status;
}

/* The colour that was stated, to the last bit, or what a screen shows of the one that tells most. */
static int screen_colour(const palette_ink *ink, uint8_t srgb[3])
{
    const sct_ink_colour *colour = exchange_telling(ink);
    if (!colour)
        return 0;
    sct_srgb8_from_lab(colour->lab, srgb);
    return 1;
}

sct_status exchange_gpl_write(sct_context *ctx, const sct_palette *palette, const sct_palette_convert_options *options,
                              bytes_buffer *out)
{
    sct_status status = SCT_OK;
    uint8_t srgb[3];
    (void)options;
    TRY(exchange_append(ctx, out, "GIMP Palette\nName: %s\nColumns: 0\n#\n", palette->info.name));
    for (size_t i = 0; i < palette->ink_count; i++)
        if (screen_colour(&palette->inks[i], srgb))
            TRY(exchange_append(ctx, out, "%3d %3d %3d\t%s\n", srgb[0], srgb[1], srgb[2],
                                exchange_title(&palette->inks[i])));
done:
    return status;
}
