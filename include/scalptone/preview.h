/*
 * scalptone/preview.h - inks on the client's own photo, dot by dot.
 *
 * A look is one ink at one dilution and density at one age, as a ranking or a
 * prediction tells its colour; a preview is a photo with an area to treat and a
 * scale. Rendering multiplies the photo's linear light: shading, gloss and grain
 * stay, and where the photo's colours are true the mean of the treated area is
 * the predicted colour. It is a simulation, not a promise.
 */
#ifndef SCALPTONE_PREVIEW_H
#define SCALPTONE_PREVIEW_H

#include "base.h"
#include "colour.h"
#include "match.h"
#include "palette.h"
#include "photo.h"
#include "skin.h"

#ifdef __cplusplus
extern "C" {
#endif

/* From where the head is looked at. */
typedef enum sct_view_from {
    SCT_VIEW_NEAR = 0, /* as the photo is */
    SCT_VIEW_FAR       /* from distance_m: the whole picture blurred as an eye that resolves one arc minute does */
} sct_view_from;
/* "near", "far"; static storage. */
SCT_API const char *sct_view_from_name(sct_view_from view);

/* Where a preview's scale comes from. */
typedef enum sct_scale_source {
    SCT_SCALE_GIVEN = 0, /* by the caller: a chart of known size, a ruler */
    SCT_SCALE_HAIR,      /* assumed: the hairs are as wide as usual */
    SCT_SCALE_HEAD,      /* assumed: what is labelled skin or hair is as wide as a head */
    SCT_SCALE_PHOTO      /* assumed: the photo is as wide as a head */
} sct_scale_source;
/* "given", "hair-width", "head-width", "photo-width"; static storage. */
SCT_API const char *sct_scale_source_name(sct_scale_source source);

typedef struct sct_preview_options {
    size_t size;            /* sizeof(sct_preview_options), set by sct_preview_options_init */
    const sct_shape *areas; /* where ink is wanted, their union; null: bare skin beside hair, by the labels */
    size_t area_count;      /* shapes in areas [0, 64]; their roles are not looked at, `auto` counts as none */
    const uint8_t *labels;  /* SCT_LABEL_* of the photo as sct_measure fills them, or null */
    size_t labels_capacity; /* bytes in labels; width x height are needed */
    double mm_per_px;       /* scale of the photo, mm per pixel [0.002, 2]; 0: assumed, from hair_px or else head_mm */
    double hair_px;         /* how wide the client's hairs look in the photo, pixels [0, 1000]; 0: unknown */
    double skin_u95_de00; /* how far the measured skin may be off, CIEDE2000 [0, 100]; sheets say it from 5 on; 0: unsaid */
    double head_mm;       /* width of a head, mm [50, 300]; default 150 */
    double edge_mm;       /* dots thin out over this distance from the area's edge, mm [0, 50]; default 8 */
    double reach_mm;      /* skin this near to hair is treated where no area is given, mm [1, 200]; default 20 */
    uint64_t seed;        /* of the dots; default 1: the same input gives the same bytes */
    int view;             /* sct_view_from; default SCT_VIEW_NEAR */
    double distance_m;    /* of SCT_VIEW_FAR, m [0.2, 10]; default 1 */
    int bits;             /* of sct_preview_png, 8 or 16; default 8 */
    int watermark;        /* non-zero: "simulation", and "scale assumed" where it is, on pictures of 155 x 13 pixels and more
                             (narrower: "simulation" or "sim", below 23 pixels nothing); default 1 */
    /* version 0.1 ends here */
} sct_preview_options;
SCT_API void sct_preview_options_init(sct_preview_options *options);

/* When a look is looked at. Zeros: healed. */
typedef struct sct_when {
    sct_age age;
    double years;         /* of SCT_AGE_YEARS [0, 30] */
    double fade_per_year; /* share of the ink that a year takes away [0, 0.9]; 0: the usual 0.12 of sct_heal, a guess */
} sct_when;

#define SCT_LOOK_MAX 6
/* One ink to show. Fill it with a function below, or by hand. */
typedef struct sct_look {
    char ink[96];               /* identifier, or two with their parts: "a + b 3:1" */
    char title[SCT_TITLE_SIZE]; /* for people, as sct_ink_title has it */
    size_t rank;                /* in the ranking it comes from; 0: in none */
    size_t tie_count;           /* [0, SCT_TIE_MAX] */
    size_t tied_with[SCT_TIE_MAX];
    double parts_water;     /* to one part of ink [0, 1e6] */
    int ready;              /* non-zero: used as it is */
    double density_per_cm2; /* dots per cm2 [1, 2000] */
    double dot_radius_mm;   /* [0.005, 0.5] */
    double depth_um;        /* of the ink [0, 1000]; blurs the dots */
    sct_when when;
    double ink_left;           /* share of the healed ink that is there at this age [0, 1e6]; above 1 when fresh */
    sct_lab skin_lab;          /* bare skin */
    sct_lab dot_lab, area_lab; /* ink everywhere; skin with these dots */
    sct_tissue tissue;         /* its scattering blurs the dots */
    char rests_on[128];
} sct_look;

/*
 * A row of a ranking as a look, at an age (when null: healed): fresh and faded looks are the ranked colour moved by what
 * sct_heal says of this age against the healed one. match: the options of the ranking, or null. SCT_ERR_ARGUMENT,
 * SCT_ERR_OPTION (when), SCT_ERR_NOTHING (no skin was measured, or nothing tells what the ink is made of and another age is
 * wanted).
 */
SCT_API SCT_NODISCARD sct_status sct_look_from_candidate(sct_context *ctx, const sct_match_options *match,
                                                         const sct_measurement *measurement, const sct_palette *palette,
                                                         const sct_candidate *candidate, const sct_when *when,
                                                         sct_look *out);
/*
 * Ink number `ink` of a palette at a dilution of one's own, predicted for the measured skin. match: density_per_cm2 (0: the
 * client's own hairs, else 180), dot_radius_mm (0: half the client's hair, else 0.06), depth, thickness, uptake and
 * healed_share are looked at; null: defaults. parts_water is not looked at for ready inks. Errors as above.
 */
SCT_API SCT_NODISCARD sct_status sct_look_from_ink(sct_context *ctx, const sct_match_options *match,
                                                   const sct_measurement *measurement, const sct_palette *palette,
                                                   size_t ink, double parts_water, const sct_when *when, sct_look *out);

/* A photo ready to be shown with inks. Owns memory; free with sct_preview_free. The photo must outlive it. One thread at a
 * time. */
typedef struct sct_preview sct_preview;
/*
 * Decodes the photo and finds area and scale. SCT_ERR_ARGUMENT, SCT_ERR_OPTION, SCT_ERR_SHAPE (an area outside the photo or
 * empty), SCT_ERR_NOTHING (no area given, and no bare skin beside hair), SCT_ERR_CAPACITY (labels), SCT_ERR_PHOTO_DAMAGED,
 * SCT_ERR_PROFILE, SCT_ERR_MEMORY, SCT_ERR_INTERRUPTED.
 */
SCT_API SCT_NODISCARD sct_status sct_preview_new(sct_context *ctx, const sct_photo *photo,
                                                 const sct_preview_options *options, sct_preview **out);
/* Frees a preview; null is allowed. */
SCT_API void sct_preview_free(sct_preview *preview);

/* Facts about a preview, by value. */
typedef struct sct_preview_info {
    sct_photo_info photo;
    double mm_per_px;
    sct_scale_source scale_source;
    int area_found; /* non-zero: no area was given, it was looked for */
    uint64_t area_pixels;
    double area_mm2;
    uint32_t box[4]; /* x, y, width, height of the area, pixels */
    double edge_mm;  /* as used: a small area has a narrower edge */
    sct_view_from view;
    double blur_mm;       /* standard deviation of the far view on the head, mm; 0 near */
    double skin_u95_de00; /* as in the options */
    uint64_t seed;
    int converted;   /* non-zero: pictures are sRGB, because the photo's own space has no inverse */
    sct_flags flags; /* "scale-assumed", "area-assumed", "space-converted", and those of the photo */
} sct_preview_info;
SCT_API sct_preview_info sct_preview_describe(const sct_preview *preview);

/* What came of one look. */
typedef struct sct_preview_result {
    size_t dots;
    uint64_t
        core_pixels;  /* of the area where dots are not thinned; the means below are over them, NaN where there are none */
    sct_lab area_lab; /* mean of the rendering, were the photo's bare skin look->skin_lab */
    double de00;      /* of that from look->area_lab */
    sct_lab photo_bare_lab, photo_area_lab; /* the photo's own colours there, before and after */
    double shine_share; /* of the core [0, 1]: gloss and clipped white, which take less ink than skin does */
    sct_flags flags;    /* "picture-off": no dot, fewer than 40 dots in the core, or de00 above 0.5; go by look->area_lab */
} sct_preview_result;

/*
 * The whole photo with one look, as a PNG of the photo's size as seen, its colour space (a profile made of its numbers
 * alone) and no other metadata. Free with sct_bytes_free. out may be null (result only), and result may be.
 * SCT_ERR_ARGUMENT, SCT_ERR_OPTION (a number of the look out of range, or more than two million dots), SCT_ERR_MEMORY,
 * SCT_ERR_INTERRUPTED.
 */
SCT_API SCT_NODISCARD sct_status sct_preview_png(sct_context *ctx, sct_preview *preview, const sct_look *look,
                                                 sct_preview_result *result, sct_bytes *out);
/*
 * Up to SCT_LOOK_MAX looks beside the photo without ink (in the far view as blurred as they are), around the area, labelled;
 * an 8-bit sRGB PNG. results: one for each look, or null. Errors as sct_preview_png.
 */
SCT_API SCT_NODISCARD sct_status sct_preview_sheet_png(sct_context *ctx, sct_preview *preview, const sct_look *looks,
                                                       size_t count, sct_preview_result *results, sct_bytes *out);
/*
 * JSON text, UTF-8, one line, no newline at the end: {"photo", "correction", "skin", "scale": {"mm_per_px", "source",
 * "assumed"}, "area": {"found", "pixels", "mm2", "box", "edge_mm"}, "view": {"from", "blur_mm"}, "seed", "options":
 * [{"rank", "tied_with", "ink", "parts_water", "density_per_cm2", "dot_radius_mm", "age", "years", "ink_left", "skin_lab",
 * "dot_lab", "area_lab", "rendered_lab", "rendered_de00", "dots", "shine_share", "rests_on", "quality": [..]}],
 * "assumptions": [..], "confidence", "pick", "quality": [..]}; with a measurement (may be null) also what it says of skin,
 * correction and quality, with a ranking (may be null) whether its first row may be called best, in the words of
 * sct_match_json. Free with sct_bytes_free. SCT_ERR_ARGUMENT, SCT_ERR_OPTION, SCT_ERR_MEMORY.
 */
SCT_API SCT_NODISCARD sct_status sct_preview_json(sct_context *ctx, const sct_preview *preview,
                                                  const sct_measurement *measurement, const sct_ranking *ranking,
                                                  const sct_look *looks, const sct_preview_result *results, size_t count,
                                                  sct_bytes *out);

#ifdef __cplusplus
}
#endif
#endif
