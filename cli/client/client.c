/* cli/client/client.c - opens the photos of one client. */
#include "client/client_parts.h"

#include <stdlib.h>
#include <string.h>

const char *const client_estimators[] = {"mode", "mean", "median", NULL};
const char *const client_hair_kinds[] = {"auto", "stubble", "grown", NULL}; /* in the order of sct_hair_kind */

const char *const client_shapes_help[] = {
    "SHAPE is auto, point:X,Y (what looks like that place and joins it), line:X,Y X,Y (the same of a stroke), rect:X,Y,W,H, "
    "circle:X,Y,R, poly:X,Y X,Y X,Y or mask:FILE.png (non-zero = inside), in pixels of the photo as it is seen, or in "
    "percent: rect:10%,20%,5%,5%.",
    "A shape belongs to the photo named before it (with one photo, or before any, to the first).",
    "A photo - is standard input.",
    "",
    "In the table, shade is the parts of water to one part of ink; dot is the healed colour of one dot close up, area that "
    "of skin full of dots.",
    "Close up and from afar say how these differ from the hair and from its shadow, and by how much (dE00: 1 can just be "
    "seen, 5 is plain).",
    "The last column is how often the row came out best while all that is uncertain was varied.",
    "Too dark or too blue counts 1.5 times, so a lower row may be closer.",
    "At most two dilutions of an ink are listed.",
    NULL};

const char *const client_measure_help[] = {
    "Without a shape both skin and hair are looked for; with shapes only what they name is measured.",
    "SHAPE is auto, point:X,Y (what looks like that place and joins it), line:X,Y X,Y (the same of a stroke), rect:X,Y,W,H, "
    "circle:X,Y,R, poly:X,Y X,Y X,Y or mask:FILE.png (non-zero = inside), in pixels of the photo as it is seen, or in "
    "percent: rect:10%,20%,5%,5%.",
    "A shape belongs to the photo named before it.",
    "A grey card's shape may end in what it reflects: --grey rect:10,10,60,60@18%; three to six of them correct the tone, "
    "too.",
    "--grey alone looks for a card: plain, grey, four-sided with sharp edges, near skin, the only such thing; what was "
    "taken is said.",
    NULL};

void client_options_init(client_options *options)
{
    *options = (client_options){.grey_reflectance = 0.18, .hair_kind = -1};
}

int client_photo_roles(const arg *option)
{
    if (option && strcmp(option->name, "skin-photo") == 0)
        return 1 << SCT_ROLE_SKIN;
    if (option && strcmp(option->name, "hair-photo") == 0)
        return 1 << SCT_ROLE_HAIR;
    if (option && strcmp(option->name, "flash") == 0)
        option = NULL; /* one of a pair is a photo like any other */
    return option ? 0 : (1 << SCT_ROLE_SKIN) | (1 << SCT_ROLE_HAIR);
}

int client_is_no_flash(const arg *option)
{
    return option && strcmp(option->name, "no-flash") == 0;
}

static int open_photo(app *a, client *c, const arg *option, const char *path)
{
    if (c->count == CLIENT_PHOTOS_MAX)
        return complain(a, EXIT_USE, path, "more than %d photos of one client", CLIENT_PHOTOS_MAX);
    size_t i = c->count;
    snprintf(c->name[i], sizeof c->name[i], "%s", input_name(path));
    int code = input_read(a, path, (size_t)sct_context_limit(a->ctx, SCT_LIMIT_FILE_BYTES), &c->files[i]);
    if (code)
        return code;
    c->count++;
    for (size_t k = 0; k < i && !c->may_repeat; k++) /* The same photo twice is no more evidence than once. */
        if (c->files[k].size == c->files[i].size && c->views[k].roles == (unsigned)client_photo_roles(option) &&
            memcmp(c->files[k].data, c->files[i].data, c->files[i].size) == 0)
            return complain(a, EXIT_USE, path, "the same photo as %s; name each photo once", c->name[k]);
    sct_status status = sct_photo_open(a->ctx, c->files[i].data, c->files[i].size, &c->photos[i]);
    if (status != SCT_OK)
        return complain_status(a, status, path);
    sct_view_init(&c->views[i]);
    c->views[i].photo = c->photos[i];
    c->views[i].name = c->name[i];
    c->views[i].roles = (unsigned)client_photo_roles(option);
    return 0;
}

/* Opens the photo without the flash that belongs to the photo named last. */
static int open_no_flash(app *a, client *c, int waiting, const char *path)
{
    if (!waiting)
        return complain(a, EXIT_USE, path,
                        "--no-flash belongs to the photo of --flash before it; write --flash FILE --no-flash FILE");
    size_t i = c->count - 1;
    int code = input_read(a, path, (size_t)sct_context_limit(a->ctx, SCT_LIMIT_FILE_BYTES), &c->no_flash_files[i]);
    if (code)
        return code;
    sct_status status = sct_photo_open(a->ctx, c->no_flash_files[i].data, c->no_flash_files[i].size, &c->no_flash[i]);
    return status == SCT_OK ? 0 : complain_status(a, status, path);
}

/* Opens what one item names; *waiting: the photo named last lacks its other half. */
static int open_item(app *a, client *c, const arg_item *item, int *waiting)
{
    if (client_is_no_flash(item->option)) {
        int code = open_no_flash(a, c, *waiting, item->text);
        *waiting = 0;
        return code;
    }
    if (!client_photo_roles(item->option))
        return 0;
    if (*waiting)
        return complain(a, EXIT_USE, NULL, "--flash wants the photo without the flash, too: --flash FILE --no-flash FILE");
    *waiting = item->option && strcmp(item->option->name, "flash") == 0;
    return open_photo(a, c, item->option, item->text);
}

int client_pair(app *a, client *c)
{
    for (size_t i = 0; i < c->count; i++) {
        sct_photo *alone = NULL;
        if (!c->no_flash[i])
            continue;
        sct_status status = sct_photo_from_flash(a->ctx, c->camera, c->photos[i], c->no_flash[i], &alone);
        if (status != SCT_OK)
            return complain_status(a, status, c->name[i]);
        sct_photo_free(c->photos[i]);
        c->photos[i] = alone;
        c->views[i].photo = alone;
        sct_photo_free(c->no_flash[i]);
        c->no_flash[i] = NULL;
    }
    return 0;
}

int client_open(app *a, const arg_items *items, client *out)
{
    *out = (client){.may_repeat = out->may_repeat};
    out->shapes = calloc(items->count + 1, sizeof *out->shapes);
    out->shape_roles = calloc(items->count + 1, sizeof *out->shape_roles);
    if (!out->shapes || !out->shape_roles)
        return complain(a, EXIT_WORLD, NULL, "out of memory");
    int waiting = 0;
    for (size_t i = 0; i < items->count; i++) {
        int code = open_item(a, out, &items->items[i], &waiting);
        if (code)
            return code;
    }
    if (waiting)
        return complain(a, EXIT_USE, NULL, "--flash wants the photo without the flash, too: --flash FILE --no-flash FILE");
    if (out->count == 0)
        return complain(a, EXIT_USE, NULL, "no photo given; name one, as in 'scalptone match client.jpg'");
    return client_read_shapes(a, items, out);
}

void client_narrow(client *c)
{
    size_t at = 0; /* The shapes stand view by view. */
    for (size_t i = 0; i < c->count; i++) {
        unsigned named = 0;
        for (size_t k = 0; k < c->views[i].shape_count; k++)
            named |= c->shape_roles[at++];
        named &= c->views[i].roles;
        if (named)
            c->views[i].roles = named;
    }
}

void client_free(client *c)
{
    for (size_t i = 0; i < c->count; i++) {
        sct_photo_free(c->photos[i]);
        sct_photo_free(c->no_flash[i]);
        input_free(&c->files[i]);
        input_free(&c->no_flash_files[i]);
    }
    for (size_t i = 0; c->shapes && i < c->shape_count; i++)
        sct_shape_free(c->shapes[i]);
    free(c->shapes);
    free(c->shape_roles);
    for (size_t i = 0; i < c->count; i++)
        free(c->planes[i].labels);
    sct_chart_free(c->chart);
    sct_photo_free(c->chart_photo);
    sct_camera_free(c->camera);
    input_free(&c->chart_bytes);
    *c = (client){0};
}
