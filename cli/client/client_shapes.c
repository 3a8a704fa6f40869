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

/* Reads a shape from its text, which it may change. */
static int read_shape_text(app *a, client *c, const arg_item *item, char *text, size_t view)
{
    static const char *const roles[] = {"skin", "hair", "grey"};
    sct_shape *shape = &c->shapes[c->shape_count];
    int role = 0;
    char option[16];
    while (role < 2 && strcmp(roles[role], item->option->name) != 0)
        role++;
    snprintf(option, sizeof option, "--%s", item->option->name);
    double reflectance = 0;
    int code = role == SCT_ROLE_GREY ? take_reflectance(a, option, text, &reflectance) : 0;
    if (code)
        return code;
    sct_status status = sct_shape_parse(a->ctx, text, (sct_role)role, shape);
    if (status != SCT_OK)
        return complain_status(a, status, option);
    shape->reflectance = reflectance;
    if (shape->kind == SCT_SHAPE_MASK) {
        file_bytes *mask = &c->masks[c->shape_count];
        code = input_read(a, text + strlen("mask:"), (size_t)sct_context_limit(a->ctx, SCT_LIMIT_FILE_BYTES), mask);
        if (code)
            return code;
        if (mask->size < 8 || memcmp(mask->data, "\x89PNG\r\n\x1a\n", 8) != 0) {
            input_free(mask);
            return complain(a, EXIT_INPUT, text, "a mask is a PNG file of the photo's size, non-zero inside");
        }
        shape->mask = mask->data;
        shape->mask_size = mask->size;
    }
    sct_view *v = &c->views[view];
    if (v->shape_count++ == 0)
        v->shapes = shape;
    c->shape_count++;
    return 0;
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
            int code = at == view ? read_shape(a, c, item, view) : 0;
            if (code)
                return code;
        }
    }
    return 0;
}
