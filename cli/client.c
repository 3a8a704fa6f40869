/* cli/client.c - from file names and shapes to a measurement. */
#include "client.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const client_estimators[] = {"mode", "mean", "median", NULL};

const char client_shapes_help[] =
    "SHAPE is auto, rect:X,Y,W,H, circle:X,Y,R, poly:X,Y X,Y X,Y or mask:FILE.png (non-zero = inside), in pixels of the\n"
    "photo as it is seen, or in percent: rect:10%,20%,5%,5%. A shape belongs to the photo named before it (with one\n"
    "photo, or before any, to the first). A photo - is standard input.";

void client_options_init(client_options *options)
{
    *options = (client_options){.grey_reflectance = 0.18};
}

static int photo_roles(const arg *option)
{
    if (option && strcmp(option->name, "skin-photo") == 0)
        return 1 << SCT_ROLE_SKIN;
    if (option && strcmp(option->name, "hair-photo") == 0)
        return 1 << SCT_ROLE_HAIR;
    return option ? 0 : (1 << SCT_ROLE_SKIN) | (1 << SCT_ROLE_HAIR);
}

static int open_photo(app *a, client *c, const arg *option, const char *path)
{
    if (c->count == SCT_VIEW_MAX)
        return complain(a, EXIT_USE, path, "more than %d photos of one client", SCT_VIEW_MAX);
    size_t i = c->count;
    snprintf(c->name[i], sizeof c->name[i], "%s", input_name(path));
    int code = input_read(a, path, (size_t)sct_context_limit(a->ctx, SCT_LIMIT_FILE_BYTES), &c->files[i]);
    if (code)
        return code;
    c->count++;
    sct_status status = sct_photo_open(a->ctx, c->files[i].data, c->files[i].size, &c->photos[i]);
    if (status != SCT_OK)
        return complain_status(a, status, path);
    c->views[i] = (sct_view){.photo = c->photos[i], .roles = (unsigned)photo_roles(option)};
    return 0;
}

static int read_shape(app *a, client *c, const arg_item *item, size_t view)
{
    static const char *const roles[] = {"skin", "hair", "grey"};
    sct_shape *shape = &c->shapes[c->shape_count];
    int role = 0;
    char option[16];
    while (role < 2 && strcmp(roles[role], item->option->name) != 0)
        role++;
    snprintf(option, sizeof option, "--%s", item->option->name);
    sct_status status = sct_shape_parse(a->ctx, item->text, (sct_role)role, shape);
    if (status != SCT_OK)
        return complain_status(a, status, option);
    if (shape->kind == SCT_SHAPE_MASK) {
        file_bytes *mask = &c->masks[c->shape_count];
        int code =
            input_read(a, item->text + strlen("mask:"), (size_t)sct_context_limit(a->ctx, SCT_LIMIT_FILE_BYTES), mask);
        if (code)
            return code;
        shape->mask = mask->data;
        shape->mask_size = mask->size;
    }
    sct_view *v = &c->views[view];
    if (v->shape_count++ == 0)
        v->shapes = shape;
    c->shape_count++;
    return 0;
}

/* Shapes of one view must stand together: read them view by view. */
static int read_shapes(app *a, const arg_items *items, client *c)
{
    for (size_t view = 0; view < c->count; view++) {
        size_t at = 0, seen = 0;
        for (size_t i = 0; i < items->count; i++) {
            const arg_item *item = &items->items[i];
            if (photo_roles(item->option)) {
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

int client_open(app *a, const arg_items *items, client *out)
{
    *out = (client){0};
    out->shapes = calloc(items->count + 1, sizeof *out->shapes);
    out->masks = calloc(items->count + 1, sizeof *out->masks);
    if (!out->shapes || !out->masks)
        return complain(a, EXIT_WORLD, NULL, "out of memory");
    for (size_t i = 0; i < items->count; i++) {
        const arg_item *item = &items->items[i];
        int code = photo_roles(item->option) ? open_photo(a, out, item->option, item->text) : 0;
        if (code)
            return code;
    }
    if (out->count == 0)
        return complain(a, EXIT_USE, NULL, "no photo given; name one, as in 'scalptone match client.jpg'");
    return read_shapes(a, items, out);
}

void client_free(client *c)
{
    for (size_t i = 0; i < c->count; i++) {
        sct_photo_free(c->photos[i]);
        input_free(&c->files[i]);
    }
    for (size_t i = 0; c->masks && i < c->shape_count; i++)
        input_free(&c->masks[i]);
    free(c->shapes);
    free(c->masks);
    free(c->labels);
    *c = (client){0};
}

static int write_pictures(app *a, const client *c, const client_options *options, const sct_measurement *m)
{
    sct_bytes png = {0};
    int code = 0;
    if (options->overlay) {
        sct_status status = sct_overlay_png(a->ctx, c->photos[0], m, c->labels, &png);
        code = status == SCT_OK ? output_file(a, options->overlay, png.data, png.size)
                                : complain_status(a, status, options->overlay);
        sct_bytes_free(&png);
    }
    if (!code && options->masks) {
        sct_status status = sct_labels_png(a->ctx, c->labels, m->photos[0].width, m->photos[0].height, &png);
        code = status == SCT_OK ? output_file(a, options->masks, png.data, png.size)
                                : complain_status(a, status, options->masks);
        sct_bytes_free(&png);
    }
    return code;
}

int client_measure(app *a, client *c, const client_options *options, sct_measurement *out)
{
    sct_measure_options settings;
    sct_measure_options_init(&settings);
    settings.seed = (uint64_t)a->seed;
    settings.estimator = options->estimator;
    settings.mm_per_px = options->mm_per_px;
    settings.grey_reflectance = options->grey_reflectance;
    if (options->overlay || options->masks) {
        sct_photo_info info = sct_photo_describe(c->photos[0]);
        settings.labels_capacity = (size_t)info.width * info.height;
        settings.labels = c->labels = calloc(settings.labels_capacity, 1);
        if (!c->labels)
            return complain(a, EXIT_WORLD, c->name[0], "out of memory");
    }
    progress_attach(a, c->name[0]);
    sct_status status = sct_measure(a->ctx, &settings, c->views, c->count, out);
    progress_detach(a);
    if (status != SCT_OK)
        return complain_status(a, status, c->name[0]);
    return write_pictures(a, c, options, out);
}
