/* cli/client.c - from file names and shapes to a measurement. */
#include "client.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const client_estimators[] = {"mode", "mean", "median", NULL};

const char client_shapes_help[] =
    "SHAPE is auto, rect:X,Y,W,H, circle:X,Y,R, poly:X,Y X,Y X,Y or mask:FILE.png (non-zero = inside), in pixels of the\n"
    "photo as it is seen, or in percent: rect:10%,20%,5%,5%. A shape belongs to the photo named before it (with one\n"
    "photo, or before any, to the first). A photo - is standard input.\n\n"
    "In the table, shade is the parts of water to one part of ink; dot is the healed colour of one dot close up, area that\n"
    "of skin full of dots; close up and from afar say how these differ from the hair and from its shadow, and by how much\n"
    "(dE00: 1 can just be seen, 5 is plain); sure is how often the row came out best while all that is uncertain was\n"
    "varied. Too dark or too blue counts 1.5 times, so a lower row may be closer. At most two dilutions of an ink are "
    "listed.";

const char client_measure_help[] =
    "Without a shape both skin and hair are looked for; with shapes only what they name is measured.\n"
    "SHAPE is auto, rect:X,Y,W,H, circle:X,Y,R, poly:X,Y X,Y X,Y or mask:FILE.png (non-zero = inside), in pixels of the\n"
    "photo as it is seen, or in percent: rect:10%,20%,5%,5%. A shape belongs to the photo named before it. A grey card's\n"
    "shape may end in what it reflects: --grey rect:10,10,60,60@18%; three to six of them correct the tone, too.";

void client_options_init(client_options *options)
{
    *options = (client_options){.grey_reflectance = 0.18};
}

/* Numbers parted by commas; returns how many, or -1. */
static int read_list(const char *text, double *out, int most)
{
    char number[32];
    for (int n = 0; n < most; n++) {
        size_t length = strcspn(text, ",");
        if (length >= sizeof number)
            return -1;
        memcpy(number, text, length);
        number[length] = '\0';
        if (!args_number(number, &out[n]))
            return -1;
        if (text[length] == '\0')
            return n + 1;
        text += length + 1;
    }
    return -1;
}

int client_scale(app *a, const client_options *options, double *mm_per_px)
{
    const double least = 1e-4, most = 100;
    double v[5];
    *mm_per_px = 0;
    if (!options->scale)
        return 0;
    int n = read_list(options->scale, v, 5);
    if (n == 2)
        return complain(a, EXIT_USE, NULL, "--scale %s: not a number; decimals have a point", options->scale);
    if (n != 1 && n != 5)
        return complain(
            a, EXIT_USE, NULL,
            "--scale %s: write millimetres per pixel, or X1,Y1,X2,Y2,MM: two points in pixels and how far apart they lie",
            options->scale);
    double scale = n == 1 ? v[0] : v[4] / hypot(v[2] - v[0], v[3] - v[1]);
    if (!(scale >= least && scale <= most))
        return complain(a, EXIT_USE, NULL, "--scale %s: a pixel must be between %g and %g mm", options->scale, least, most);
    *mm_per_px = scale;
    return 0;
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
    for (size_t k = 0; k < i; k++) /* twice the same evidence is no more evidence */
        if (c->files[k].size == c->files[i].size && c->views[k].roles == (unsigned)photo_roles(option) &&
            memcmp(c->files[k].data, c->files[i].data, c->files[i].size) == 0)
            return complain(a, EXIT_USE, path, "the same photo as %s; name each photo once", c->name[k]);
    sct_status status = sct_photo_open(a->ctx, c->files[i].data, c->files[i].size, &c->photos[i]);
    if (status != SCT_OK)
        return complain_status(a, status, path);
    c->views[i] = (sct_view){.photo = c->photos[i], .roles = (unsigned)photo_roles(option), .name = c->name[i]};
    return 0;
}

/* Takes "@18%" or "@0.18" off the end of a grey card's shape. Other texts stay as they are: files may have an @ in their
 * names. Returns 0, or complains. */
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

/* A shape of many corners is as long as its text: one cut short would be another shape. */
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

void client_narrow(client *c)
{
    for (size_t i = 0; i < c->count; i++) {
        unsigned named = 0;
        for (size_t k = 0; k < c->views[i].shape_count; k++)
            named |= 1u << c->views[i].shapes[k].role;
        named &= c->views[i].roles;
        if (named)
            c->views[i].roles = named;
    }
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
    for (size_t i = 0; i < c->count; i++)
        free(c->planes[i].labels);
    free(c->chart);
    sct_photo_free(c->chart_photo);
    input_free(&c->chart_bytes);
    *c = (client){0};
}

static int write_picture(app *a, const char *pattern, size_t view, sct_status status, sct_bytes *png)
{
    char path[INPUT_PATH_SIZE];
    int code = output_numbered(a, pattern, view + 1, path);
    if (!code)
        code = status == SCT_OK ? output_file(a, path, png->data, png->size) : complain_status(a, status, path);
    sct_bytes_free(png);
    return code;
}

static int write_pictures(app *a, const client *c, const client_options *options, const sct_measurement *m)
{
    sct_bytes png = {0};
    int code = 0;
    for (size_t i = 0; i < c->count && !code; i++) {
        const uint8_t *labels = c->planes[i].labels;
        if (options->overlay)
            code =
                write_picture(a, options->overlay, i, sct_overlay_view_png(a->ctx, c->photos[i], m, i, labels, &png), &png);
        if (!code && options->masks)
            code = write_picture(a, options->masks, i,
                                 sct_labels_png(a->ctx, labels, m->photos[i].width, m->photos[i].height, &png), &png);
    }
    return code;
}

/* The path of output number n of a call: the command's own, then overlay and masks of each photo in turn; an empty one for
 * an output that is not wanted. */
static int output_name(app *a, const client_options *options, size_t n, char out[INPUT_PATH_SIZE])
{
    const size_t own = sizeof options->outputs / sizeof options->outputs[0];
    const char *pattern = n < own ? options->outputs[n] : (n - own) % 2 ? options->masks : options->overlay;
    out[0] = '\0';
    if (!pattern)
        return 0;
    if (n >= own)
        return output_numbered(a, pattern, (n - own) / 2 + 1, out);
    int length = snprintf(out, INPUT_PATH_SIZE, "%s", pattern);
    return length < INPUT_PATH_SIZE ? 0 : complain(a, EXIT_USE, pattern, "the path is too long");
}

/* No output may fall on a file of this call: told before any is written. */
static int check_outputs(app *a, const client *c, const client_options *options)
{
    const size_t count = sizeof options->outputs / sizeof options->outputs[0] + 2 * c->count;
    char path[INPUT_PATH_SIZE], other[INPUT_PATH_SIZE];
    int code = 0;
    for (size_t i = 0; i < count && !code; i++) {
        code = output_name(a, options, i, path);
        if (!code && path[0])
            code = output_allowed(a, path);
        if (!code && path[0])
            code = output_is(a, path, "png");
        for (size_t k = 0; k < i && path[0] && !code; k++) {
            code = output_name(a, options, k, other);
            if (!code && other[0])
                code = output_apart(a, path, other);
        }
    }
    return code;
}

/* Room for what the pictures show of each photo. */
static int make_planes(app *a, client *c)
{
    for (size_t i = 0; i < c->count; i++) {
        sct_photo_info info = sct_photo_describe(c->photos[i]);
        c->planes[i].capacity = (size_t)info.width * info.height;
        c->planes[i].labels = calloc(c->planes[i].capacity, 1);
        if (!c->planes[i].labels)
            return complain(a, EXIT_WORLD, c->name[i], "out of memory");
    }
    return 0;
}

/* A picture beside a refusal, which has been told: the photo with the reason below. */
static void show_refusal(app *a, const client *c, const client_options *options)
{
    sct_measurement *m = calloc(1, sizeof *m);
    if (m && flags_from_message(a, &m->flags, "nothing-to-measure"))
        write_pictures(a, c, &(client_options){.overlay = options->overlay}, m);
    free(m);
}

int client_read_chart(app *a, const char *path, sct_chart *out)
{
    file_bytes bytes = {0};
    int code = input_read(a, path, 1u << 20, &bytes);
    if (code)
        return code;
    sct_status status = sct_chart_read(a->ctx, bytes.data, bytes.size, out);
    input_free(&bytes);
    return status == SCT_OK ? 0 : complain_status(a, status, path);
}

/* What is known of charts: which one, the user's own, or one in another photo. */
static int open_chart(app *a, client *c, const client_options *options, sct_chart_options *chart,
                      sct_measure_options *settings)
{
    sct_chart_options_init(chart);
    settings->chart = chart;
    if (options->chart && strcmp(options->chart, "none") == 0 && (options->chart_photo || options->chart_file))
        return complain(a, EXIT_USE, NULL, "--chart none contradicts --%s; leave one of them out",
                        options->chart_photo ? "chart-photo" : "chart-file");
    if (options->chart && strcmp(options->chart, "none") == 0) {
        settings->chart_mode = SCT_CHART_OFF;
    } else if (options->chart && strcmp(options->chart, "auto") != 0) {
        settings->chart_mode = SCT_CHART_DEMANDED;
        chart->id = options->chart;
    }
    if (options->chart_file) {
        c->chart = calloc(1, sizeof *c->chart);
        if (!c->chart)
            return complain(a, EXIT_WORLD, NULL, "out of memory");
        int code = client_read_chart(a, options->chart_file, c->chart);
        if (code)
            return code;
        chart->charts = c->chart;
        chart->chart_count = 1;
    }
    if (!options->chart_photo)
        return 0;
    int code = input_read(a, options->chart_photo, (size_t)sct_context_limit(a->ctx, SCT_LIMIT_FILE_BYTES), &c->chart_bytes);
    if (code)
        return code;
    for (size_t i = 0; i < c->count; i++) /* the chart lies in one of the client's photos: there it is no other photo */
        if (c->files[i].size == c->chart_bytes.size &&
            memcmp(c->files[i].data, c->chart_bytes.data, c->files[i].size) == 0) {
            settings->chart_photo = c->photos[i];
            return 0;
        }
    sct_status status = sct_photo_open(a->ctx, c->chart_bytes.data, c->chart_bytes.size, &c->chart_photo);
    settings->chart_photo = c->chart_photo;
    return status == SCT_OK ? 0 : complain_status(a, status, options->chart_photo);
}

/* Once more without hair, where it was nice to have and no more: *status then tells of the skin alone. */
static void measure_skin_alone(app *a, client *c, const sct_measure_options *settings, sct_measurement *out,
                               sct_status *status)
{
    for (size_t i = 0; i < c->count; i++) {
        c->views[i].roles &= ~(1u << SCT_ROLE_HAIR);
        if (c->planes[i].labels)
            memset(c->planes[i].labels, 0, c->planes[i].capacity);
    }
    *status = sct_measure(a->ctx, settings, c->views, c->count, out);
}

int client_measure(app *a, client *c, const client_options *options, sct_measurement *out)
{
    sct_measure_options settings;
    sct_chart_options chart;
    sct_measure_options_init(&settings);
    settings.seed = (uint64_t)a->seed;
    settings.estimator = options->estimator;
    settings.grey_reflectance = options->grey_reflectance;
    int code = client_scale(a, options, &settings.mm_per_px);
    if (!code)
        code = open_chart(a, c, options, &chart, &settings);
    if (code)
        return code;
    code = check_outputs(a, c, options);
    if (!code && (options->overlay || options->masks || options->labels)) {
        code = make_planes(a, c);
        settings.label_planes = c->planes;
    }
    if (code)
        return code;
    progress_attach(a, c->name[0]);
    sct_status status = sct_measure(a->ctx, &settings, c->views, c->count, out);
    if (exit_of(status) == EXIT_NOTHING && options->hair_optional)
        measure_skin_alone(a, c, &settings, out, &status);
    progress_detach(a);
    if (status != SCT_OK) {
        code = complain_status(a, status, c->name[0]);
        if (code == EXIT_NOTHING && options->overlay)
            show_refusal(a, c, options);
        return code;
    }
    return write_pictures(a, c, options, out);
}
