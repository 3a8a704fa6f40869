/* cli/shelf/shelf_convert.c - `palette convert`: a palette from one format into another. */
#include "shelf/shelf.h"

#include <string.h>
#include <strings.h>

/* Which format a name ends like; json when it tells none. */
static int format_of_name(const char *path)
{
    static const struct {
        const char *ending;
        sct_palette_format format;
    } endings[] = {{"csv", SCT_PALETTE_FORMAT_CSV},   {"txt", SCT_PALETTE_FORMAT_CGATS}, {"cgats", SCT_PALETTE_FORMAT_CGATS},
                   {"cgt", SCT_PALETTE_FORMAT_CGATS}, {"ti3", SCT_PALETTE_FORMAT_TI3},   {"gpl", SCT_PALETTE_FORMAT_GPL},
                   {"ase", SCT_PALETTE_FORMAT_ASE},   {"sbz", SCT_PALETTE_FORMAT_SBZ}};
    const char *dot = path ? strrchr(path, '.') : NULL;
    for (size_t i = 0; dot && i < sizeof endings / sizeof endings[0]; i++)
        if (strcasecmp(dot + 1, endings[i].ending) == 0)
            return (int)endings[i].format;
    return (int)SCT_PALETTE_FORMAT_JSON;
}

int shelf_convert(app *a, const shelf_options *o, const arg_items *items)
{
    const char *path = items->items[1].text;
    sct_palette_convert_options options;
    file_bytes bytes = {0};
    sct_bytes out = {0}, notes = {0};
    sct_palette_convert_options_init(&options);
    options.from = (sct_palette_format)(o->from < 0 ? SCT_PALETTE_FORMAT_AUTO : o->from + 1);
    options.to = (sct_palette_format)(o->to < 0 ? format_of_name(o->output) : o->to + 1);
    options.state = (sct_colour_state)o->state;
    options.decimal_comma = o->decimal_comma;
    int code = input_read(a, path, SHELF_BYTES_MAX, &bytes);
    if (code)
        return code;
    sct_status status = sct_palette_convert(a->ctx, &options, bytes.data, bytes.size, &out, &notes);
    input_free(&bytes);
    code = status == SCT_OK ? shelf_write(a, o->output, &out) : complain_status(a, status, path);
    if (!code)
        shelf_print_notes(a, &notes);
    sct_bytes_free(&out);
    sct_bytes_free(&notes);
    return code;
}
