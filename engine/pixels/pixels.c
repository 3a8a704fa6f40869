/*
 * engine/pixels/pixels.c - a frame and its colour space become an image in
 * linear light.
 */
#include "pixels/pixels_private.h"

#include <string.h>

/* ---- curves ---- */

/* One table of 1 << bits entries for each channel; they stand one behind the other. */
static sct_status new_curves(sct_context *ctx, pixels_image *image)
{
    size_t codes = (size_t)1 << image->frame.bits;
    void *memory = NULL;
    sct_status status = mem_new(ctx, 3 * codes, sizeof(float), &memory);
    if (status != SCT_OK)
        return status;
    for (int c = 0; c < 3; c++)
        image->curve[c] = (float *)memory + (size_t)c * codes;
    return SCT_OK;
}

static sct_status take_space(sct_context *ctx, pixels_image *image, const pixels_space *space, sct_flags *flags)
{
    sct_status status = new_curves(ctx, image);
    if (status != SCT_OK)
        return status;
    unsigned codes = 1u << image->frame.bits;
    double unit = image->frame.bits == 8 ? 1 : 256, black = space->narrow ? 16 * unit : 0;
    double white = space->narrow ? 235 * unit : codes - 1;
    for (unsigned i = 0; i < codes; i++) {
        double value = (i - black) / (white - black);
        float linear = (float)space->decode(value < 0 ? 0 : value > 1 ? 1 : value, space->gamma);
        for (int c = 0; c < 3; c++)
            image->curve[c][i] = linear;
    }
    image->matrix = space->matrix;
    image->low_code = (unsigned)(black + (white - black) * 4 / 255);
    image->high_code = (unsigned)(black + (white - black) * 250 / 255 + 0.5);
    text_copy(image->name, sizeof image->name, space->name);
    if (space->hdr)
        flags_add(flags, "hdr", 1, "an HDR photo: its white level is a convention, so lightness is uncertain",
                  "take the photo with HDR switched off");
    return SCT_OK;
}

static sct_status take_profile_curves(sct_context *ctx, pixels_image *image, const pixels_profile *profile)
{
    sct_status status = new_curves(ctx, image);
    if (status != SCT_OK)
        return status;
    unsigned codes = 1u << image->frame.bits;
    for (int c = 0; c < 3; c++)
        for (unsigned i = 0; i < codes; i++)
            image->curve[c][i] = (float)profile_curve(profile, c, (double)i / (codes - 1));
    image->matrix = profile_matrix(profile);
    return SCT_OK;
}

/* A grey frame under any grey profile: every code's XYZ, expressed in linear sRGB, so that a tinted grey stays tinted. */
static sct_status take_grey_table(sct_context *ctx, pixels_image *image, const pixels_profile *profile)
{
    sct_status status = new_curves(ctx, image);
    if (status != SCT_OK)
        return status;
    unsigned codes = 1u << image->frame.bits;
    for (unsigned i = 0; i < codes; i++) {
        float in = (float)i / (float)(codes - 1), xyz[3];
        profile_convert(profile, &in, xyz, 1);
        double v[3] = {(double)xyz[0], (double)xyz[1], (double)xyz[2]}, rgb[3];
        num_mat3_apply(&image->to_rgb, v, rgb);
        for (int c = 0; c < 3; c++)
            image->curve[c][i] = (float)rgb[c];
    }
    return SCT_OK;
}

/* ---- profiles ---- */

/* Honours an ICC profile; *why is set when it cannot be. */
static sct_status take_icc(sct_context *ctx, pixels_image *image, const photo_colour_space *colour, const char **why)
{
    sct_status status = SCT_OK;
    pixels_profile *profile = NULL;
    profile_form form = PROFILE_UNUSABLE;
    int channels = image->frame.channels;
    TRY(profile_open(ctx, colour->icc, colour->icc_size, channels, &form, why, &profile));
    if (form == PROFILE_UNUSABLE)
        goto done;
    text_copy(image->name, sizeof image->name, profile_name(profile));
    if (form == PROFILE_CURVES) {
        TRY(take_profile_curves(ctx, image, profile));
    } else if (channels == 1 && profile_channels(profile) == 1) {
        TRY(take_grey_table(ctx, image, profile));
    } else if (channels == 1) {
        *why = "an RGB table profile on a grey photo";
    } else {
        TRY(colour_table_new(ctx, &image->frame, profile, &image->table));
        image->profile = profile;
        profile = NULL;
    }
done:
    profile_close(profile);
    return status;
}

/* The colour space of the photo, or sRGB and a flag when what it says cannot be used. */
static sct_status take_colour(sct_context *ctx, pixels_image *image, const photo_colour_space *colour, sct_flags *flags)
{
    const char *why = NULL;
    pixels_space space = pixels_space_of(colour, &why);
    if (colour->icc) {
        sct_status status = take_icc(ctx, image, colour, &why);
        if (status != SCT_OK || !why)
            return status;
    }
    if (why && image->frame.channels == 4)
        return diag_set(ctx, SCT_ERR_PROFILE, "the CMYK profile cannot be used (%s); export the photo as sRGB", why);
    if (why && colour->source == SCT_PROFILE_CALLER)
        return diag_set(ctx, SCT_ERR_PROFILE, "the profile given with the pixels cannot be used (%s)", why);
    if (why)
        flags_addf(flags, "profile-ignored", 1, "export the photo again with an sRGB or Display P3 profile",
                   "the embedded colour profile cannot be used (%s); sRGB is assumed", why);
    return take_space(ctx, image, &space, flags);
}

/* ---- the image ---- */

unsigned clip_flags(const pixels_image *image, unsigned value)
{
    return (value >= image->high_code ? PIXELS_CLIPPED_HIGH : 0u) | (value <= image->low_code ? PIXELS_CLIPPED_LOW : 0u);
}

static void fill_srgb_table(pixels_image *image)
{
    /* Filled from code to code: only the 255 borders between codes need the curve. */
    pixels_space srgb = pixels_space_srgb();
    int i = 0;
    for (int code = 0; code < 256; code++) {
        double border = code < 255 ? srgb.decode((code + 0.5) / 255, 0) * (SRGB_STEPS - 1) : SRGB_STEPS;
        for (; i < SRGB_STEPS && i < border; i++)
            image->srgb[i] = (uint8_t)code;
    }
}

sct_status pixels_from(sct_context *ctx, const sct_photo *photo, photo_frame *frame, sct_flags *flags, pixels_image **out)
{
    sct_status status = SCT_OK;
    void *memory = NULL;
    pixels_image *image = NULL;
    const sct_photo_info info = photo_info(photo);
    TRY(progress_tell(ctx, SCT_STAGE_PIXELS, 0));
    TRY(mem_new(ctx, 1, sizeof *image, &memory));
    image = memory;
    image->frame = *frame;
    *frame = (photo_frame){0};
    image->width = info.width;
    image->height = info.height;
    image->matrix = pixels_space_srgb().matrix;
    if (!num_mat3_invert(&image->matrix, &image->to_rgb))
        FAIL(ctx, SCT_ERR_INTERNAL, "the sRGB matrix has no inverse");
    image->low_code = image->frame.bits == 8 ? 4 : 4 * 257;
    image->high_code = image->frame.bits == 8 ? 250 : 250 * 257;
    image->kernel = pixels_kernel_pick();
    fill_srgb_table(image);
    TRY(take_colour(ctx, image, photo_colour(photo), flags));
    for (unsigned v = 0; v < 256; v++)
        image->clipped[v] = (uint8_t)clip_flags(image, v);
    if (image->frame.warnings)
        flags_add(flags, "minor-damage", 0, "the photo file has small defects that leave its pixels intact",
                  "copy the file again from its source");
    TRY(progress_tell(ctx, SCT_STAGE_PIXELS, 1));
    *out = image;
done:
    if (status != SCT_OK)
        pixels_free(image);
    return status;
}

void pixels_free(pixels_image *image)
{
    if (!image)
        return;
    photo_frame_free(&image->frame);
    mem_free(image->curve[0]);
    colour_table_free(image->table);
    profile_close(image->profile);
    mem_free(image);
}

photo_window pixels_window(const pixels_image *image)
{
    return image->frame.window;
}

void pixels_size(const pixels_image *image, uint32_t *width, uint32_t *height)
{
    *width = image->width;
    *height = image->height;
}

void pixels_profile_name(const pixels_image *image, char out[64])
{
    text_copy(out, 64, image->name);
}

void pixels_set_correction(pixels_image *image, const pixels_correction *correction)
{
    image->correction = *correction;
    if (correction->active)
        correct_prepare(&image->correction, image->width, &image->correct);
}

const pixels_correction *pixels_get_correction(const pixels_image *image)
{
    return &image->correction;
}

void pixels_set_doubt(pixels_image *image, const colour_doubt *doubt)
{
    image->doubt = *doubt;
    image->has_doubt = 1;
}

const colour_doubt *pixels_get_doubt(const pixels_image *image)
{
    return image->has_doubt ? &image->doubt : NULL;
}

num_mat3 pixels_matrix(const pixels_image *image)
{
    return image->matrix;
}
