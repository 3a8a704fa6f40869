/*
 * tests/fuzz/fuzz_profile.c - any bytes as an ICC profile of a grey, an RGB and
 * a CMYK frame.
 */
#include "fuzz/fuzz.h"
#include "pixels/pixels.h"

#include <lcms2.h>

enum { N = 64 };

static void try_channels(sct_context *ctx, const sct_photo *photo, int channels, int bits)
{
    photo_frame frame = {.window = {0, 0, N, 1}, .channels = channels, .bits = bits};
    pixels_image *image = NULL;
    sct_flags flags = {0};
    float row[3 * N];
    uint8_t bytes[3 * N];
    size_t used = (size_t)(N * channels * bits / 8);
    unsigned char *pixels = malloc(used);
    if (!pixels)
        abort();
    for (size_t i = 0; i < used; i++)
        pixels[i] = (unsigned char)(i * 41);
    frame.pixels = pixels;
    sct_context_clear(ctx);
    if (pixels_from(ctx, photo, &frame, &flags, &image) == SCT_OK) {
        pixels_lab_row(image, 0, 0, N, row);
        pixels_rgb_row(image, 0, 0, N, row);
        pixels_srgb8_row(image, 0, 0, N, bytes);
        pixels_free(image);
    } else if (!sct_context_message(ctx)[0]) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const unsigned char row[3 * N];
    sct_context *ctx = NULL;
    sct_photo *photo = NULL;
    sct_pixels_desc desc;
    if (size < 128)
        return 0;
    if (sct_context_new(&ctx) != SCT_OK)
        abort();
    sct_pixels_desc_init(&desc);
    desc.width = N;
    desc.height = 1;
    desc.data = row;
    desc.icc = data;
    desc.icc_size = size;
    if (sct_photo_from_pixels(ctx, &desc, &photo) == SCT_OK) {
        try_channels(ctx, photo, 3, 8);
        try_channels(ctx, photo, 1, 8);
        try_channels(ctx, photo, 4, 8);
        try_channels(ctx, photo, 3, 16);
    }
    sct_photo_free(photo);
    sct_context_free(ctx);
    return 0;
}

#ifndef FUZZ_LIBFUZZER

/* The profile as bytes; it is closed. */
static fuzz_seed seed_of(const char *name, cmsHPROFILE profile)
{
    fuzz_seed seed = {.name = name};
    cmsUInt32Number size = 0;
    HOLD(profile && cmsSaveProfileToMem(profile, NULL, &size));
    seed.data = malloc(size);
    seed.size = size;
    HOLD(seed.data && cmsSaveProfileToMem(profile, seed.data, &size));
    cmsCloseProfile(profile);
    return seed;
}

static size_t make_seeds(fuzz_seed *seeds)
{
    size_t n = 0;
    cmsToneCurve *gamma = cmsBuildGamma(NULL, 2.2);
    seeds[n++] = seed_of("srgb", cmsCreate_sRGBProfile());
    seeds[n++] = seed_of("grey", cmsCreateGrayProfile(cmsD50_xyY(), gamma));
    seeds[n++] = seed_of("ink-limit", cmsCreateInkLimitingDeviceLink(cmsSigCmykData, 250));
    seeds[n++] = seed_of("lab", cmsCreateLab4Profile(NULL));
    cmsFreeToneCurve(gamma);
    return n;
}

int main(int argc, char **argv)
{
    return fuzz_main(&(fuzz_target){"profile", make_seeds, 1500, 1}, argc, argv);
}

#endif
