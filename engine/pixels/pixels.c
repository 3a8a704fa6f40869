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

static const char another_profile[] = "export the photo again with an sRGB or Display P3 profile";

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

/* Honours one claim about the colours; *why is set when it cannot be. */
static sct_status take_claim(sct_context *ctx, pixels_image *image, const photo_colour_space *claim, sct_flags *flags,
                             const char **why)
{
    *why = claim->fault;
    if (*why)
        return SCT_OK;
    if (claim->icc)
        return take_icc(ctx, image, claim, why);
    pixels_space space = pixels_space_of(claim, why);
    if (*why)
        return SCT_OK;
    if (space.ignored)
        flags_addf(flags, "profile-ignored", 0, another_profile,
                   "a part of what the photo says of its colours cannot be used (%s)", space.ignored);
    return take_space(ctx, image, &space, flags);
}

/* What was used in place of a stronger claim. */
static const char *const used_instead[PHOTO_CLAIM_KINDS] = {
    [PHOTO_CLAIM_NONE] = "sRGB is assumed",
    [PHOTO_CLAIM_CALLER] = "",
    [PHOTO_CLAIM_ICC] = "its colour profile is used instead",
    [PHOTO_CLAIM_CICP] = "its code points are used instead",
    [PHOTO_CLAIM_CICP_PART] = "its incomplete code points are used instead",
    [PHOTO_CLAIM_SRGB] = "its mark as sRGB is used instead",
    [PHOTO_CLAIM_GAMMA] = "its gamma and chromaticities are used instead",
    [PHOTO_CLAIM_EXIF] = "the colour space in its EXIF data is used instead",
};

/* The strongest claim that makes sense; a stronger one that did not is flagged. sRGB is the last and always does. */
static sct_status take_colour(sct_context *ctx, pixels_image *image, const sct_photo *photo, sct_flags *flags)
{
    size_t count = 0;
    const photo_colour_space *claims = photo_colours(photo, &count), *refused = NULL;
    const char *why = NULL, *first_why = NULL;
    for (size_t i = 0; i < count; i++) {
        sct_status status = take_claim(ctx, image, &claims[i], flags, &why);
        if (status != SCT_OK)
            return status;
        image->source = claims[i].source;
        if (!why) {
            if (refused)
                flags_addf(flags, "profile-ignored", claims[i].claim == PHOTO_CLAIM_NONE, another_profile,
                           "%s cannot be used (%s); %s",
                           refused->claim == PHOTO_CLAIM_ICC ? "the embedded colour profile"
                                                             : "what the photo says of its colours",
                           first_why, used_instead[claims[i].claim]);
            return SCT_OK;
        }
        if (image->frame.channels == 4)
            return diag_set(ctx, SCT_ERR_PROFILE, "the CMYK profile cannot be used (%s); export the photo as sRGB", why);
        if (claims[i].claim == PHOTO_CLAIM_CALLER)
            return diag_set(ctx, SCT_ERR_PROFILE, "the profile given with the pixels cannot be used (%s)", why);
        if (!refused) {
            refused = &claims[i];
            first_why = why;
        }
    }
    return diag_set(ctx, SCT_ERR_INTERNAL, "a photo without a colour space");
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
    TRY(take_colour(ctx, image, photo, flags));
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

/* As pixels_from chooses: the first claim that can be honoured. */
void pixels_name_profile(const sct_photo *photo, char out[64])
{
    size_t count;
    const photo_colour_space *claims = photo_colours(photo, &count);
    int channels = photo_info(photo).channels == 1 ? 1 : 3, named = 0;
    for (size_t i = 0; i < count && !named; i++) {
        const char *why = claims[i].fault;
        pixels_profile *profile = NULL;
        profile_form form = PROFILE_UNUSABLE;
        if (why)
            continue;
        if (!claims[i].icc) {
            pixels_space space = pixels_space_of(&claims[i], &why);
            if (!why)
                text_copy(out, 64, space.name);
            named = !why;
        } else if (profile_open(NULL, claims[i].icc, claims[i].icc_size, channels, &form, &why, &profile) == SCT_OK &&
                   profile) {
            text_copy(out, 64, profile_name(profile));
            named = 1;
        }
        profile_close(profile);
    }
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

sct_profile_source pixels_profile_source(const pixels_image *image)
{
    return image->source;
}

num_mat3 pixels_matrix(const pixels_image *image)
{
    return image->matrix;
}
