/*
 * tests/fuzz/fuzz_shape.c - any text as a SHAPE, and any bytes as a mask, on a
 * small photo: refused with a message, or pixels inside the photo.
 */
#include "fuzz/fuzz.h"
#include "region/region.h"
#include "support/inside.h"

enum { WIDTH = 24, HEIGHT = 16 };

static void measure(sct_context *ctx, const sct_shape *shape)
{
    static unsigned char pixels[3 * WIDTH * HEIGHT];
    for (size_t i = 0; i < sizeof pixels; i++)
        pixels[i] = (unsigned char)(200 - 40 * (i % 3) + i % 7);
    sct_pixels_desc desc;
    sct_photo *photo = NULL;
    static sct_measurement out;
    sct_pixels_desc_init(&desc);
    desc.width = WIDTH;
    desc.height = HEIGHT;
    desc.data = pixels;
    desc.channels = 3;
    desc.bits = 8;
    HOLD(sct_photo_from_pixels(ctx, &desc, &photo) == SCT_OK);
    sct_view view = {.photo = photo, .shapes = &shape, .shape_count = 1, .roles = 1u << SCT_ROLE_SKIN};
    if (api_measure(ctx, NULL, &view, 1, &out) != SCT_OK) {
        HOLD(sct_context_message(ctx)[0] != '\0');
    } else {
        HOLD(isfinite(out.skin.estimate.lab.L) && out.skin.estimate.pixels <= (uint64_t)WIDTH * HEIGHT);
        for (size_t i = 0; i < out.region_count; i++) {
            const int32_t *box = out.regions[i].box;
            HOLD(box[0] >= 0 && box[1] >= 0 && box[2] >= 1 && box[3] >= 1);
            HOLD(box[0] + box[2] <= WIDTH && box[1] + box[3] <= HEIGHT);
        }
    }
    sct_photo_free(photo);
}

/* What follows a line of text is the mask that the text may name. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char text[4096];
    const uint8_t *end = memchr(data, '\n', size);
    size_t length = end ? (size_t)(end - data) : size;
    if (length >= sizeof text)
        return 0;
    memcpy(text, data, length);
    text[length] = '\0';
    sct_context *ctx = NULL;
    sct_shape shape;
    HOLD(sct_context_new(&ctx) == SCT_OK);
    if (region_shape_parse(ctx, text, SCT_ROLE_SKIN, &shape) != SCT_OK) {
        HOLD(sct_context_message(ctx)[0] != '\0');
    } else {
        HOLD(shape.count <= 2 * SCT_POLY_MAX);
        for (size_t i = 0; i < shape.count; i++)
            HOLD(isfinite(shape.v[i]));
        if (shape.kind == SCT_SHAPE_MASK && end) {
            shape.mask = end + 1;
            shape.mask_size = size - length - 1;
        }
        measure(ctx, &shape);
    }
    sct_context_free(ctx);
    return 0;
}

#ifndef FUZZ_LIBFUZZER
#include "support/photos.h"

static fuzz_seed seed_of(const char *name, const char *text, const blob *mask)
{
    size_t length = strlen(text), more = mask ? mask->size : 0;
    unsigned char *data = malloc(length + more + 1);
    HOLD(data);
    memcpy(data, text, length);
    if (more)
        memcpy(data + length, mask->data, more);
    return (fuzz_seed){name, data, length + more};
}

static size_t make_seeds(fuzz_seed *seeds)
{
    unsigned char rows[WIDTH * HEIGHT];
    size_t n = 0;
    for (size_t i = 0; i < sizeof rows; i++)
        rows[i] = i % WIDTH > 4 && i % WIDTH < 20 ? 255 : 0;
    blob mask = make_png(&(png_spec){.width = WIDTH, .height = HEIGHT, .bit_depth = 8, .rows = rows, .row_bytes = WIDTH});
    seeds[n++] = seed_of("auto", "auto", NULL);
    seeds[n++] = seed_of("rect", "rect:2,3,10,8", NULL);
    seeds[n++] = seed_of("rect-percent", "rect:10%,20%,50.5%,5e1%", NULL);
    seeds[n++] = seed_of("circle", "circle:12,8,6.5", NULL);
    seeds[n++] = seed_of("point", "point:12,50%", NULL);
    seeds[n++] = seed_of("line", "line:1,1 20,2 12,14", NULL);
    seeds[n++] = seed_of("poly", "poly:1,1 20,2 12,14 5%,90%", NULL);
    seeds[n++] = seed_of("mask", "mask:hair.png\n", &mask);
    free(mask.data);
    return n;
}
int main(int argc, char **argv)
{
    return fuzz_main(&(fuzz_target){"shape", make_seeds, 4000, 1}, argc, argv);
}
#endif
