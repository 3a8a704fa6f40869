/*
 * scalptone/photo.h - photos in, and pixels out.
 *
 * WHAT THIS IS FOR
 *
 * A photo is opened from the bytes of a file (PNG, JPEG, and HEIC where the
 * build has it) or from pixels that your program already has. Opening reads
 * the header and the colour profile only, so that it is cheap and tells early
 * when a file is of no use. What is then done with the photo is told in
 * measure.h (colours of skin and hair), chart.h and preview.h.
 *
 * This header also hands pixels out again: as they are stored, or in a known
 * colour space, into a buffer of yours. Programs that show the photo beside
 * the answer need no other decoder.
 *
 * WHAT HOLDS EVERYWHERE
 *
 * Coordinates are pixels of the photo as it is seen: after its EXIF
 * orientation has been applied, with the origin in the upper left corner, x to
 * the right and y downwards, and whole numbers in the middle of a pixel.
 *
 * An opened photo never changes and may be shared between threads. Its bytes
 * are not copied: keep them until sct_photo_free.
 *
 * Every file is taken to be hostile. What it asks for is checked against the
 * limits of the context (base.h) before any memory is asked for.
 *
 * THE ORDER OF CALLS
 *
 *     sct_photo *photo = NULL;
 *     sct_photo_info info;
 *     sct_status status = sct_photo_open(ctx, bytes, size, &photo);
 *     if (status == SCT_OK && sct_photo_describe(photo, &info) == SCT_OK)
 *         printf("%u x %u, %s\n", info.width, info.height, info.profile_name);
 *     sct_photo_free(photo);
 */
#ifndef SCALPTONE_PHOTO_H
#define SCALPTONE_PHOTO_H

#include "base.h"
#include "colour.h"
#include "flags.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- opening ---------------------------------------------------------------- */

/* Where the meaning of a photo's numbers was read from, from the surest down. */
typedef enum sct_profile_source {
    /* It was read from an ICC profile in the file. */
    SCT_PROFILE_EMBEDDED = 0,
    /* It was read from the code points of PNG cICP or HEIF nclx. */
    SCT_PROFILE_CICP,
    /* It was read from sRGB, gAMA and cHRM of a PNG, or the colour space or interoperability tag of EXIF. */
    SCT_PROFILE_TAGGED,
    /* The file says nothing: sRGB is taken, and flagged. */
    SCT_PROFILE_ASSUMED_SRGB,
    /* It was given with the caller's pixels. */
    SCT_PROFILE_CALLER
} sct_profile_source;
/* "embedded", "cicp", "tagged", "assumed-srgb", "caller"; "unknown" for any other. Static storage. */
SCT_API const char *sct_profile_source_name(sct_profile_source source);

/* What a photo says about itself. */
typedef struct sct_photo_info {
    /* The format of the file: "png", "jpeg", "heic", or "pixels" for the caller's own. */
    char format[8];
    /* The size of the photo as seen, pixels. */
    uint32_t width, height;
    /* The EXIF orientation that was applied [1, 8]; 1 is upright. */
    int orientation;
    /* How many bits a channel has in the file [1, 16]. */
    int bit_depth;
    /* How many colour channels the file has: 1, 3 or 4. */
    int channels;
    /* 1 when the file has transparency. */
    int has_alpha;
    /* 1 when the file is compressed with loss, as JPEG and HEIC are. */
    int lossy;
    /* The name of the profile, such as "Display P3"; control characters are replaced. */
    char profile_name[64];
    sct_profile_source profile_source;
} sct_photo_info;

/* An opened photo: free it with sct_photo_free. */
typedef struct sct_photo sct_photo;

/* Opens a photo from the bytes of a file. SCT_ERR_PHOTO_FORMAT, SCT_ERR_PHOTO_DAMAGED, SCT_ERR_PHOTO_TOO_LARGE,
 * SCT_ERR_PHOTO_UNSUPPORTED, SCT_ERR_PROFILE, SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_photo_open(sct_context *ctx, const void *bytes, size_t size, sct_photo **out);

/* Pixels of your own: rows of interleaved channels from top to bottom. */
typedef struct sct_pixels_desc {
    /* Set by sct_pixels_desc_init. */
    size_t size;
    /* The size, pixels [1, SCT_LIMIT_SIDE]; it has no default. */
    uint32_t width, height;
    /* The channels: 1 grey, 2 grey and alpha, 3 RGB (default), 4 RGB and alpha, not premultiplied. */
    int channels;
    /* The bits of a channel: 8 (default), or 16 in the byte order of the machine. */
    int bits;
    /* The bytes from one row to the next; 0 (default): rows are packed. */
    size_t stride;
    /* The first row, which must stay valid until sct_photo_free; it has no default. */
    const void *data;
    /* An ICC profile, or null (default) for sRGB; it must stay valid as long. */
    const void *icc;
    /* The bytes in `icc`; default 0. */
    size_t icc_size;
    /* The EXIF orientation of the buffer [1, 8]; default 1. */
    int orientation;
    /* Zero. */
    int reserved;
    /* version 0.1 ends here */
} sct_pixels_desc;
/* Fills the defaults and the size. */
SCT_API void sct_pixels_desc_init_sized(sct_pixels_desc *desc, size_t size);
#define sct_pixels_desc_init(desc) sct_pixels_desc_init_sized((desc), sizeof *(desc))
/* Opens your own pixels as a photo. SCT_ERR_OPTION, SCT_ERR_PHOTO_TOO_LARGE, SCT_ERR_PROFILE, SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_photo_from_pixels(sct_context *ctx, const sct_pixels_desc *desc, sct_photo **out);

/* Frees a photo. Keep it until its previews are freed; measurements do not need it any more. */
SCT_API void sct_photo_free(sct_photo *photo);
/* Facts about the photo. SCT_ERR_ARGUMENT. */
SCT_API sct_status sct_photo_describe_sized(const sct_photo *photo, sct_photo_info *out, size_t size);
#define sct_photo_describe(photo, out) sct_photo_describe_sized((photo), (out), sizeof *(out))
/* What is weak about the file itself; owned by the photo. Null for null. */
SCT_API const sct_flags *sct_photo_flags(const sct_photo *photo);

/* ---- pixels out ------------------------------------------------------------
 *
 * Rows are written into a buffer of yours, in the format you ask for:
 *
 *     sct_plane plane;
 *     sct_plane_init(&plane);
 *     plane.data = malloc((size_t)info.width * info.height * 3);
 *     plane.capacity = (size_t)info.width * info.height * 3;
 *     status = sct_photo_pixels(ctx, photo, &plane);
 *
 * measure.h has the same call with the correction of a measurement, and
 * preview.h the same with ink.
 */

/* How a channel is stored. */
typedef enum sct_pixel_format {
    /* An integer [0, 255]. */
    SCT_PIXEL_U8 = 0,
    /* An integer [0, 65535] in the byte order of the machine. */
    SCT_PIXEL_U16,
    /* A float in which 1 is white; values outside [0, 1] are kept. */
    SCT_PIXEL_F32
} sct_pixel_format;
/* "u8", "u16", "f32"; "unknown" for any other. Static storage. */
SCT_API const char *sct_pixel_format_name(sct_pixel_format format);

/* What the channels mean. */
typedef enum sct_pixel_space {
    /* Encoded sRGB (IEC 61966-2-1): to be shown on a screen. */
    SCT_PIXELS_SRGB = 0,
    /* Linear light with the primaries of sRGB, Y of white = 1; F32 keeps what sRGB cannot show. */
    SCT_PIXELS_LINEAR_SRGB,
    /* Tristimulus values relative to D50, Y of white = 1; F32 only. */
    SCT_PIXELS_XYZ_D50,
    /* Encoded in the photo's own space, or sRGB where that has no inverse: what a PNG of it holds. */
    SCT_PIXELS_OWN
} sct_pixel_space;
/* "srgb", "linear-srgb", "xyz-d50", "own"; "unknown" for any other. Static storage. */
SCT_API const char *sct_pixel_space_name(sct_pixel_space space);

/* Where pixels go, and how they are to be written there. */
typedef struct sct_plane {
    /* Set by sct_plane_init. */
    size_t size;
    /* Your buffer, which begins with the first row; null until you set it, and null is refused. */
    void *data;
    /* The bytes in `data`; default 0. */
    size_t capacity;
    /* The bytes from one row to the next; 0 (default): rows are packed. */
    size_t stride;
    /* How a channel is stored; default SCT_PIXEL_U8. */
    sct_pixel_format format;
    /* What the channels mean; default SCT_PIXELS_SRGB. */
    sct_pixel_space space;
    /* The channels: 3 (default), or 4, of which the last is opacity, 1 where the photo has none. */
    int channels;
    /* Zero. */
    int reserved;
    /* version 0.1 ends here */
} sct_plane;
/* Fills the defaults and the size. */
SCT_API void sct_plane_init_sized(sct_plane *plane, size_t size);
#define sct_plane_init(plane) sct_plane_init_sized((plane), sizeof *(plane))

/*
 * The whole photo as it is seen, upright, in the format and space asked for.
 * Colours go from the photo's profile to the space colorimetrically, and what
 * does not fit an integer format is clipped. SCT_ERR_OPTION, SCT_ERR_CAPACITY,
 * SCT_ERR_PHOTO_DAMAGED, SCT_ERR_PROFILE, SCT_ERR_MEMORY,
 * SCT_ERR_INTERRUPTED; what the buffer holds after an error is not defined.
 */
SCT_API SCT_NODISCARD sct_status sct_photo_pixels(sct_context *ctx, const sct_photo *photo, const sct_plane *plane);

#ifdef __cplusplus
}
#endif
#endif
