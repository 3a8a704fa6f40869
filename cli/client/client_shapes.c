/* cli/client/client_shapes.c - reads where skin, hair and grey cards are. */
#include "client/client_parts.h"

#include <stdlib.h>
#include <string.h>

/* Takes "@18%" or "@0.18" off the end of a grey card's shape. Other texts stay as they are, because a file may have an @ in
 * its name. */
static int take_reflectance(app *a, const char *option, char *text, double *out)
{
    char *at = strrchr(text, '@'), *percent = at ? strchr(at, '%') : NULL;
    double value;
    int whole = percent && percent[1] == '\0';
    if (whole)
        *percent = '\0';
    if (!at || !args_number(at + 1, &value)) {
        if (whole)
            *percent = '%';
        return 0;
    }
    *at = '\0';
    *out = whole ? value / 100 : value;
    if (!(*out >= 0.02 && *out <= 0.98))
        return complain(a, EXIT_USE, NULL, "%s: a grey card reflects between 2%% and 98%%, as in %s rect:10,10,40,40@18%%",
                        option, option);
    return 0;
}

/* A mask is a file of its own, which the library does not open. */
static int read_mask(app *a, const char *text, sct_role role, sct_shape **shape)
{
    file_bytes bytes = {0};
    sct_shape *mask = NULL;
    const char *path = sct_shape_mask_file(*shape);
    int code = input_read(a, path, (size_t)sct_context_limit(a->ctx, SCT_LIMIT_FILE_BYTES), &bytes);
    if (!code && (bytes.size < 8 || memcmp(bytes.data, "\x89PNG\r\n\x1a\n", 8) != 0)) {
        code = complain(a, EXIT_INPUT, text, "a mask is a PNG file of the photo's size, non-zero inside");
    } else if (!code) {
        sct_status status = sct_shape_from_mask_png(a->ctx, role, bytes.data, bytes.size, &mask);
        code = status == SCT_OK ? 0 : complain_status(a, status, path);
    }
    input_free(&bytes);
    if (!code) {
        sct_shape_free(*shape);
        *shape = mask;
    }
    return code;
}

int client_parse_shape(app *a, const char *option, const char *text, sct_role role, sct_shape **out)
{
    sct_status status = sct_shape_parse(a->ctx, text, role, out);
    if (status != SCT_OK)
        return complain_status(a, status, option);
    return sct_shape_mask_file(*out) ? read_mask(a, text, role, out) : 0;
}

/* Reads a shape from its text, which it may change. */
static int read_shape_text(app *a, client *c, const arg_item *item, char *text, size_t view)
{
    char option[16];
    int role = SCT_ROLE_SKIN;
    double reflectance = 0;
    sct_shape **shape = &c->shapes[c->shape_count];
    sct_enum_value(SCT_ENUM_ROLE, item->option->name, &role);
    snprintf(option, sizeof option, "--%s", item->option->name);
    int code = role == SCT_ROLE_GREY ? take_reflectance(a, option, text, &reflectance) : 0;
    if (!code)
        code = client_parse_shape(a, option, text, (sct_role)role, shape);
    if (!*shape)
        return code;
    c->shape_roles[c->shape_count++] = 1u << role;
    if (!code && reflectance > 0) {
        sct_status status = sct_shape_set_reflectance(a->ctx, *shape, reflectance);
        code = status == SCT_OK ? 0 : complain_status(a, status, option);
    }
    sct_view *v = &c->views[view];
    if (v->shape_count++ == 0)
        v->shapes = (const sct_shape *const *)shape;
    return code;
}

/* A polygon may have many corners, and a text that is cut short would be another shape. So the copy is as long as it need
 * be. */
static int read_shape(app *a, client *c, const arg_item *item, size_t view)
{
    size_t size = strlen(item->text) + 1;
    char *text = malloc(size);
    if (!text)
        return complain(a, EXIT_WORLD, NULL, "out of memory");
    memcpy(text, item->text, size);
    int code = read_shape_text(a, c, item, text, view);
    free(text);
    return code;
}

/* The shapes of one view must stand together, so they are read view by view. */
int client_read_shapes(app *a, const arg_items *items, client *c)
{
    for (size_t view = 0; view < c->count; view++) {
        size_t at = 0, seen = 0;
        for (size_t i = 0; i < items->count; i++) {
            const arg_item *item = &items->items[i];
            if (client_photo_roles(item->option)) {
                at = seen++;
                continue;
            }
            int shape = !client_is_no_flash(item->option), code = shape && at == view ? read_shape(a, c, item, view) : 0;
            if (code)
                return code;
        }
    }
    return 0;
}
