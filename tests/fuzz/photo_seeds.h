/* tests/fuzz/photo_seeds.h - small photos of every kind, for targets that start from a photo's bytes. */
#ifndef TESTS_PHOTO_SEEDS_H
#define TESTS_PHOTO_SEEDS_H

#include "fuzz/fuzz.h"

#ifndef FUZZ_LIBFUZZER
#include "phantom/phantom.h"
#include "support/photos.h"

static fuzz_seed photo_seed(const char *name, blob file)
{
    return (fuzz_seed){name, file.data, file.size};
}

/* A head of 96 x 72 pixels, as the phantom encodes it. */
static fuzz_seed photo_seed_rendered(const char *name, phantom_format format, phantom_profile profile, int orientation)
{
    phantom_params params;
    phantom_params_init(&params);
    params.width = 96;
    params.height = 72;
    params.mm_per_px = 0.4;
    params.format = format;
    params.profile = profile;
    params.orientation = orientation;
    phantom_photo photo = phantom_render(&params);
    return (fuzz_seed){name, photo.bytes, photo.size};
}

static size_t photo_seeds(fuzz_seed *seeds)
{
    unsigned char rows[4 * 16 * 12];
    size_t n = 0;
    for (size_t i = 0; i < sizeof rows; i++)
        rows[i] = (unsigned char)(i * 37);
    seeds[n++] = photo_seed_rendered("head.png", PHANTOM_PNG8, PHANTOM_DISPLAY_P3, 1);
    seeds[n++] = photo_seed_rendered("head16.png", PHANTOM_PNG16, PHANTOM_NO_PROFILE, 3);
    seeds[n++] = photo_seed_rendered("head.jpg", PHANTOM_JPEG, PHANTOM_SRGB, 6);
    seeds[n++] = photo_seed("palette.png", make_png(&(png_spec){16, 12, 4, 8, 0, rows, 32}));
    seeds[n++] = photo_seed("interlaced.png", make_png(&(png_spec){16, 12, 6, 8, 1, rows, 64}));
    seeds[n++] = photo_seed("grey.png", make_png(&(png_spec){16, 12, 0, 4, 0, rows, 8}));
    seeds[n++] = photo_seed("progressive.jpg", make_jpeg(rows, 16, 12, 3, 2, 80, 1));
    seeds[n++] = photo_seed("cmyk.jpg", make_jpeg(rows, 16, 12, 4, 1, 90, 0));
    seeds[n++] = photo_seed("restart.jpg", make_jpeg_of(&(jpeg_spec){16, 12, 3, 70, 0, 1, 2, 1, 0, rows}));
    return n;
}
#endif
#endif
