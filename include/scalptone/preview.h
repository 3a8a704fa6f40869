/*
 * scalptone/preview.h - inks on the client's own photo, dot by dot.
 *
 * WHAT THIS IS FOR
 *
 * Clients decide by looking. A preview shows options on their own head: dots of
 * their true size at their true density, near and from a metre, healed and
 * after years, beside the photo as it is.
 *
 * THE PARTS
 *
 *     sct_look       one ink at one dilution, density and age: from a row of a
 *                    ranking, from an ink of a palette, or from values
 *     sct_preview    a photo with the area to treat and its scale
 *
 * The two together make a picture (sct_preview_png), a sheet of several looks
 * side by side (sct_preview_sheet_png), or pixels in a buffer of yours
 * (sct_preview_pixels).
 *
 * THE ORDER OF CALLS
 *
 *     sct_look *look = NULL;
 *     sct_preview *preview = NULL;
 *     sct_bytes png = {0};
 *     sct_status status = sct_look_from_match(ctx, NULL, client, inks, ranking, 0, NULL, &look);
 *     if (status == SCT_OK)
 *         status = sct_preview_new(ctx, photo, &options, &preview);     (its areas, or labels)
 *     if (status == SCT_OK)
 *         status = sct_preview_png(ctx, preview, look, &png);
 *
 * WHAT IS PROMISED
 *
 * Rendering multiplies the photo's linear light: shading, gloss and grain stay,
 * and where the photo's colours are true the mean of the treated area is the
 * predicted colour. How far a picture is off is said for each look
 * (sct_preview_result). It is a simulation, not a promise, and says so in its
 * corner.
 *
 * THREADS
 *
 * A preview serves one thread at a time. A look never changes and may be
 * shared.
 */
#ifndef SCALPTONE_PREVIEW_H
#define SCALPTONE_PREVIEW_H

#include "base.h"
#include "colour.h"
#include "flags.h"
#include "match.h"
#include "measure.h"
#include "palette.h"
#include "photo.h"
#include "scale.h"
#include "skin.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- looks --------------------------------------------------------------------------- */

/* When a look is looked at. Frozen. Zeros: healed. */
typedef struct sct_when {
    /* How long ago it healed, years [0, 30]; default 0; looked at with SCT_AGE_YEARS only. */
    double years;
    /* The share of the ink that a year takes away [0, 0.9]; 0 (default): the usual 0.12 of sct_heal, a guess. */
    double fade_per_year;
    /* How old the ink is; default SCT_AGE_HEALED. */
    sct_age age;
    /* Zero. */
    int reserved;
} sct_when;

/* One ink to show; free it with sct_look_free. */
typedef struct sct_look sct_look;

/* What a look shows. Texts belong to the look, or to the caller of sct_look_from_values. */
typedef struct sct_look_info {
    /* Set by sct_look_info_init. */
    size_t size;
    /* The identifier of the ink, or of two with their parts: "a + b 3:1"; default "". */
    const char *ink;
    /* The title for people, as sct_ink_title has it; default "". */
    const char *title;
    /* What the colours rest on, in words; default "". */
    const char *rests_on;
    /* The rank in the ranking that it comes from, from 1; 0 (default): it comes from none. */
    size_t rank;
    /* The parts of water to one part of ink [0, 1e6]; default 20. */
    double parts_water;
    /* How many dots there are on a cm2 [1, 2000]; default 180. */
    double density_per_cm2;
    /* The healed radius of a dot, mm [0.005, 0.5]; default 0.11. */
    double dot_radius_mm;
    /* The depth of the ink, which blurs the dots, um [0, 1000]; default 125. */
    double depth_um;
    /* The share of the healed ink that is there at this age [0, 1e6]; above 1 when fresh; default 1. */
    double ink_left;
    /* When the ink is looked at; default healed. */
    sct_when when;
    /* The colour of bare skin: L* [1, 120], a* and b* [-200, 200]; it has no default. */
    sct_lab skin_lab;
    /* The colours of ink everywhere, and of skin with these dots: L* [-20, 120], a* and b* [-200, 200]; no default. */
    sct_lab dot_lab, area_lab;
    /* The skin, whose scattering blurs the dots; default as sct_tissue_init fills it. */
    sct_tissue tissue;
    /* The ranks that nobody could tell from this one; filled for a row of a ranking, else null (default), and never read. */
    const size_t *tied_with;
    /* How many ranks there are in `tied_with`; default 0. */
    size_t tie_count;
    /* 1: the ink is used as it is; 0 (default): it is diluted. */
    int ready;
    /* Zero. */
    int reserved;
    /* The colour of one dot as an eye sees it from 30 cm, which is dot_lab of sct_match_row: L* [-20, 120], a* and b* [-200,
     * 200]; NaN (default): seen as a dot of carbon black that is as dark as dot_lab where it is everywhere. */
    sct_lab seen_lab;
    /* version 0.1 ends here */
} sct_look_info;
/* Fills the defaults (a light skin, healed, 180 dots of 0.11 mm) and the size. The three colours have no default. */
SCT_API void sct_look_info_init_sized(sct_look_info *info, size_t size);
#define sct_look_info_init(info) sct_look_info_init_sized((info), sizeof *(info))

/*
 * Row number `index`, from 0, of a ranking as a look, at an age (when null:
 * healed): fresh and faded looks are the ranked colour moved by what sct_heal
 * says of this age against the healed one. match: the options of the ranking,
 * or null. SCT_ERR_OPTION (when), SCT_ERR_NOTHING (no skin was measured, or
 * nothing tells what the ink is made of and another age is wanted),
 * SCT_ERR_MEMORY.
 */
SCT_API SCT_NODISCARD sct_status sct_look_from_match(sct_context *ctx, const sct_match_options *match,
                                                     const sct_measurement *measurement, const sct_palette *palette,
                                                     const sct_ranking *ranking, size_t index, const sct_when *when,
                                                     sct_look **out);
/*
 * Ink number `ink` of a palette at a dilution of one's own, predicted for the
 * measured skin. match: density_per_cm2 (0: the client's own hairs, else 180),
 * dot_radius_mm (0: half the client's hair, else 0.06), depth, thickness, uptake
 * and healed_share are looked at; null: defaults. parts_water is not looked at
 * for inks that are used as they are. Errors as above.
 */
SCT_API SCT_NODISCARD sct_status sct_look_from_ink(sct_context *ctx, const sct_match_options *match,
                                                   const sct_measurement *measurement, const sct_palette *palette,
                                                   size_t ink, double parts_water, const sct_when *when, sct_look **out);
/* A look of colours that are known otherwise. SCT_ERR_OPTION, SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_look_from_values(sct_context *ctx, const sct_look_info *values, sct_look **out);
/* Frees a look. Previews that showed it stay whole. */
SCT_API void sct_look_free(sct_look *look);
/* What a look shows; its texts and ranks are owned by the look. SCT_ERR_ARGUMENT for null. */
SCT_API sct_status sct_look_describe_sized(const sct_look *look, sct_look_info *out, size_t size);
#define sct_look_describe(look, out) sct_look_describe_sized((look), (out), sizeof *(out))

/* ---- previews ------------------------------------------------------------------------- */

/* From where the head is looked at. */
typedef enum sct_view_from {
    /* The head is seen as in the photo. */
    SCT_VIEW_NEAR = 0,
    /* From distance_m: the whole picture is blurred as an eye that resolves one arc minute does. */
    SCT_VIEW_FAR
} sct_view_from;
/* "near", "far"; "unknown" for any other. Static storage. */
SCT_API const char *sct_view_from_name(sct_view_from view);

/*
 * Where ink is wanted, how large the photo is on the head, and from where it is
 * looked at. A scale that is not given is assumed, and flagged. Where no area is
 * given, the labels of a measurement are needed to look for one. They are to be
 * believed only where the measurement has no SCT_FLAG_REGION_UNSURE: what was
 * taken for hair may be a wall. Ask for an area or a hairline then.
 */
typedef struct sct_preview_options {
    /* Set by sct_preview_options_init. */
    size_t size;
    /* Where ink is wanted, their union; null (default): bare skin beside hair, by the labels. */
    const sct_shape *const *areas;
    /* How many there are in `areas` [0, 64]; default 0. Their roles are not looked at, and `auto` counts as none. */
    size_t area_count;
    /* The labels of the photo (sct_label) as sct_measure fills them, or null (default). */
    const uint8_t *labels;
    /* The bytes in `labels`; width x height are needed; default 0. */
    size_t labels_capacity;
    /* The scale of the photo, mm per pixel [0.002, 2]; best that of its measurement (scale.h), which ranks by it; 0
     * (default): assumed, from hair_px, else head_mm. */
    double mm_per_px;
    /* How wide the client's hairs look, pixels [0, 1000]; 0 (default): not known. */
    double hair_px;
    /* How far the measured skin may be off, dE00 [0, 100]; sheets say it from 5 on; 0 (default): unsaid. */
    double skin_u95_de00;
    /* The width of a head, mm [50, 300]; default 150. */
    double head_mm;
    /* Dots thin out over this distance from the area's edge, mm [0, 50]; default 8. */
    double edge_mm;
    /* Skin this near to hair is treated where no area is given, mm [1, 200]; default 20. */
    double reach_mm;
    /* From how far SCT_VIEW_FAR looks, m [0.2, 10]; default 1. */
    double distance_m;
    /* The seed of the dots; default 1. The same input gives the same bytes. */
    uint64_t seed;
    /* From where the head is looked at; default SCT_VIEW_NEAR. */
    sct_view_from view;
    /* The bits of a channel in sct_preview_png: 8 (default) or 16. */
    int bits;
    /* 1 (default): "simulation", and "scale assumed" where it is, on pictures of 155 x 13 pixels and more (narrower:
     * "simulation" or "sim", below 23 pixels nothing); 0: nothing. */
    int watermark;
    /* Zero. */
    int reserved;
    /* A stroke (SCT_SHAPE_STROKE) along the hairline that is wanted: the scalp above it in the photo is treated, up to a
     * soft edge. It needs labels, and no areas. Null (default): none. */
    const sct_shape *hairline;
    /* Where mm_per_px comes from, as sct_measurement_scale tells (scale.h): one that is assumed is flagged and said on
     * pictures; default SCT_SCALE_GIVEN. Not looked at where mm_per_px is 0. */
    sct_scale_source scale_source;
    /* Zero. */
    uint32_t reserved2;
    /* version 0.1 ends here */
} sct_preview_options;
/* Fills the defaults and the size. */
SCT_API void sct_preview_options_init_sized(sct_preview_options *options, size_t size);
#define sct_preview_options_init(options) sct_preview_options_init_sized((options), sizeof *(options))

/* A photo that is ready to be shown with inks; free it with sct_preview_free. */
typedef struct sct_preview sct_preview;
/*
 * Decodes the photo, which must outlive the preview, and finds area and scale;
 * options may be null. SCT_ERR_OPTION, SCT_ERR_SHAPE (an area outside the photo,
 * or empty), SCT_ERR_NOTHING (no area was given, and there is no bare skin
 * beside hair), SCT_ERR_CAPACITY (labels), SCT_ERR_PHOTO_DAMAGED,
 * SCT_ERR_PROFILE, SCT_ERR_MEMORY, SCT_ERR_INTERRUPTED.
 */
SCT_API SCT_NODISCARD sct_status sct_preview_new(sct_context *ctx, const sct_photo *photo,
                                                 const sct_preview_options *options, sct_preview **out);
/* Frees a preview, and with it the flags that it gave out. Its pictures are bytes of their own, and the photo stays. */
SCT_API void sct_preview_free(sct_preview *preview);

/* Facts about a preview. */
typedef struct sct_preview_info {
    double mm_per_px;
    sct_scale_source scale_source;
    /* 1: no area was given, it was looked for. */
    int area_found;
    uint64_t area_pixels;
    double area_mm2;
    /* The x, y, width and height of the area, pixels. */
    uint32_t box[4];
    /* The width of the soft edge as it was used, mm: a small area has a narrower one. */
    double edge_mm;
    /* The standard deviation of the blur of the far view on the head, mm; 0 near. */
    double blur_mm;
    /* How far the measured skin may be off, dE00, as in the options. */
    double skin_u95_de00;
    uint64_t seed;
    sct_view_from view;
    /* 1: pictures are sRGB, because the photo's own space has no inverse. */
    int converted;
} sct_preview_info;
/* Facts about the preview. SCT_ERR_ARGUMENT for null. */
SCT_API sct_status sct_preview_describe_sized(const sct_preview *preview, sct_preview_info *out, size_t size);
#define sct_preview_describe(preview, out) sct_preview_describe_sized((preview), (out), sizeof *(out))
/* What is weak about area, scale and photo; owned by the preview. Null for null. */
SCT_API const sct_flags *sct_preview_flags(const sct_preview *preview);

/* ---- pictures --------------------------------------------------------------------------- */

/* The whole photo with one look, as a PNG of the photo's size as seen, its colour space (a profile made of its numbers
 * alone) and no other metadata. Free with sct_bytes_free. SCT_ERR_OPTION (more than two million dots), SCT_ERR_MEMORY,
 * SCT_ERR_INTERRUPTED. */
SCT_API SCT_NODISCARD sct_status sct_preview_png(sct_context *ctx, sct_preview *preview, const sct_look *look,
                                                 sct_bytes *out);
/* The same as a JPEG with 8 bits a channel, for a page or a message: a sixth of the bytes. SCT_ERR_ARGUMENT (a side of more
 * than 65,500 pixels), and as above. */
SCT_API SCT_NODISCARD sct_status sct_preview_jpeg(sct_context *ctx, sct_preview *preview, const sct_look *look,
                                                  sct_bytes *out);
/* The same as pixels in a buffer of yours (photo.h), with the word "simulation" as the PNG has it. A program that says so
 * beside the picture sets watermark to 0. SCT_ERR_CAPACITY, and as above. */
SCT_API SCT_NODISCARD sct_status sct_preview_pixels(sct_context *ctx, sct_preview *preview, const sct_look *look,
                                                    const sct_plane *plane);
/* 1 to SCT_LIMIT_LOOKS looks beside the photo without ink (in the far view as blurred as they are), around the area,
 * labelled; an 8-bit sRGB PNG. Errors as above. */
SCT_API SCT_NODISCARD sct_status sct_preview_sheet_png(sct_context *ctx, sct_preview *preview, const sct_look *const *looks,
                                                       size_t count, sct_bytes *out);

/* Renders 1 to SCT_LIMIT_LOOKS looks without making a picture, only for what comes of them (below). Errors as above. */
SCT_API SCT_NODISCARD sct_status sct_preview_judge(sct_context *ctx, sct_preview *preview, const sct_look *const *looks,
                                                   size_t count);

/* What came of one look of the last picture, pixels or sheet. */
typedef struct sct_preview_result {
    size_t dots;
    /* The pixels of the area where dots are not thinned; the means below are over them, NaN where there are none. */
    uint64_t core_pixels;
    /* The mean of the rendering, were the photo's bare skin that of the look. */
    sct_lab area_lab;
    /* The distance of that mean from the look's area_lab, dE00. */
    double de00;
    /* The photo's own colour there, without the ink. */
    sct_lab photo_bare_lab;
    /* The photo's colour there with the ink. */
    sct_lab photo_area_lab;
    /* The share of the core that is gloss or clipped white, which take less ink than skin does [0, 1]. */
    double shine_share;
} sct_preview_result;
/* How many looks the last picture had, and what came of number `index`, from 0. SCT_ERR_ARGUMENT past the last. */
SCT_API size_t sct_preview_result_count(const sct_preview *preview);
SCT_API sct_status sct_preview_result_at_sized(const sct_preview *preview, size_t index, sct_preview_result *out,
                                               size_t size);
#define sct_preview_result_at(preview, index, out) sct_preview_result_at_sized((preview), (index), (out), sizeof *(out))
/* What is weak about that look's picture (SCT_FLAG_PICTURE_OFF: no dot, fewer than 40 dots in the core, or de00 above 0.5);
 * owned by the preview until its next picture. Null past the last. */
SCT_API const sct_flags *sct_preview_result_flags(const sct_preview *preview, size_t index);

/*
 * The last picture as JSON, one line: {"photo", "correction", "skin", "scale":
 * {"mm_per_px", "source", "assumed"}, "area": {"found", "pixels", "mm2", "box",
 * "edge_mm"}, "view": {"from", "blur_mm"}, "seed", "options": [{"rank",
 * "tied_with", "ink", "parts_water", "density_per_cm2", "dot_radius_mm", "age",
 * "years", "ink_left", "skin_lab", "dot_lab", "area_lab", "rendered_lab",
 * "rendered_de00", "dots", "shine_share", "rests_on", "quality": [..]}],
 * "assumptions": [..], "confidence", "pick", "quality": [..]}. With a measurement
 * (may be null) it says of skin, correction and quality what that says; with a
 * ranking (may be null) whether its first row may be called the best. Free with
 * sct_bytes_free. SCT_ERR_MEMORY.
 */
SCT_API SCT_NODISCARD sct_status sct_preview_json(sct_context *ctx, const sct_preview *preview,
                                                  const sct_measurement *measurement, const sct_ranking *ranking,
                                                  sct_bytes *out);

#ifdef __cplusplus
}
#endif
#endif
