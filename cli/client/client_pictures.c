/* cli/client/client_pictures.c - draws what was seen in the photos, and writes of what kind each pixel is. */
#include "client/client_parts.h"

#include <stdlib.h>

int client_make_planes(app *a, client *c)
{
    for (size_t i = 0; i < c->count; i++) {
        sct_photo_info info;
        if (sct_photo_describe(c->photos[i], &info) != SCT_OK)
            continue;
        c->planes[i].capacity = (size_t)info.width * info.height;
        c->planes[i].labels = calloc(c->planes[i].capacity, 1);
        if (!c->planes[i].labels)
            return complain(a, EXIT_WORLD, c->name[i], "out of memory");
    }
    return 0;
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

int client_write_pictures(app *a, const client *c, const client_options *options, const sct_measurement *m)
{
    sct_bytes png = {0};
    int code = 0;
    for (size_t i = 0; i < c->count && !code; i++) {
        const uint8_t *labels = c->planes[i].labels;
        sct_photo_info info = {.width = 0};
        sct_photo_describe(c->photos[i], &info);
        if (options->overlay)
            code = write_picture(a, options->overlay, i,
                                 sct_measurement_overlay_png(a->ctx, m, i, c->photos[i], labels, &png), &png);
        if (!code && options->masks)
            code = write_picture(a, options->masks, i, sct_labels_png(a->ctx, labels, info.width, info.height, &png), &png);
    }
    return code;
}

/* Names output number n of a call. The command's own outputs come first, then the overlay and the masks of each photo in
 * turn. The name is empty when an output is not wanted. */
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

int client_check_outputs(app *a, const client *c, const client_options *options)
{
    const size_t count = sizeof options->outputs / sizeof options->outputs[0] + 2 * c->count;
    char path[INPUT_PATH_SIZE], other[INPUT_PATH_SIZE];
    int code = 0;
    for (size_t i = 0; i < count && !code; i++) {
        code = output_name(a, options, i, path);
        if (!code && path[0])
            code = output_allowed(a, path);
        if (!code && path[0])
            code = output_is(a, path, i == 0 ? output_picture_kind(path) : "png");
        for (size_t k = 0; k < i && path[0] && !code; k++) {
            code = output_name(a, options, k, other);
            if (!code && other[0])
                code = output_apart(a, path, other);
        }
    }
    return code;
}

/* A picture beside a refusal, which has been told: each photo with the reason below. */
void client_show_refusal(app *a, const client *c, const client_options *options)
{
    char reason[REASON_SIZE];
    const char *fix = split_reason(a, reason);
    int code = 0;
    for (size_t i = 0; *reason && i < c->count && !code; i++) {
        sct_bytes png = {0};
        code = write_picture(a, options->overlay, i,
                             sct_photo_refusal_png(a->ctx, c->photos[i], reason, fix, c->planes[i].labels, &png), &png);
    }
}
