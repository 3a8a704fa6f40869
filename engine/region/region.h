/*
 * engine/region/region.h - choose skin, hair and stubble pixels; one robust
 * colour with its covariance for each.
 */
#ifndef ENGINE_REGION_H
#define ENGINE_REGION_H

#include "pixels/pixels.h"
#include "scalptone/measure.h"
#include "scalptone/scale.h"

/* All that was measured of one client. */
struct sct_measurement {
    size_t photo_count; /* [0, SCT_VIEW_MAX]; 0: the colours were given, not measured */
    sct_photo_info photos[SCT_VIEW_MAX];
    sct_correction correction;                  /* of the first photo that shows skin and was used */
    sct_correction corrections[SCT_VIEW_MAX];   /* of each photo */
    pixels_correction transforms[SCT_VIEW_MAX]; /* what that did to its pixels */
    sct_scale scales[SCT_VIEW_MAX];             /* of each photo; mm_per_px 0: not known, as old files do not say it */
    int has_transforms;                         /* non-zero: these are known */
    sct_skin skin;                              /* estimate.pixels = 0: not measured */
    sct_hair hair;                              /* kind none: not measured */
    double between_photos_de00;                 /* spread of skin between the photos that were used, dE00; NaN for one */
    double apart_de00[SCT_VIEW_MAX]; /* of each photo's skin from that of the others, dE00; NaN where there are none */
    unsigned left_out;               /* bit i set: photo i was so far from the others that it was not used */
    size_t region_count;
    sct_region regions[SCT_REGION_MAX];
    sct_flags flags; /* quality of the whole */
};

/* Reads a shape as people type it: sct_shape_parse (scalptone/shape.h), into the caller's. SCT_ERR_SHAPE. */
SCT_NODISCARD sct_status region_shape_parse(sct_context *ctx, const char *text, sct_role role, sct_shape *out);

/* Checks the shapes of a view against its photo and finds the smallest window that holds all of them
 * (the whole photo when any wanted role is `auto`). SCT_ERR_SHAPE. */
SCT_NODISCARD sct_status region_window(sct_context *ctx, const sct_view *view, photo_window *out);

/* What one view tells of the client. */
typedef struct region_result {
    char name[48];               /* filled by the caller: what flags call this photo; "" for its number */
    sct_correction correction;   /* filled by the caller: what was done to the colours of this view's image, */
    pixels_correction transform; /* and how */
    sct_scale scale;             /* filled by the caller: region_scale */
    sct_skin skin;
    sct_hair hair;
    double marks, mark_px;        /* narrow things where hair was measured, hair or not: how many, and their median width */
    double mark_area, fibre_area; /* what is dark there, over that of so many squares of that width; NaN: not stubble */
    size_t region_count;
    sct_region regions[SCT_REGION_MAX]; /* flag_bits refer to `flags` */
    int hair_missed;                    /* no place that may be hair was found; told where measuring failed, too */
    sct_flags flags;
} region_result;

/* The colour of one plain surface, neither skin nor hair, with its doubt; flags (or null) get what is weak about it.
 * SCT_ERR_SHAPE, SCT_ERR_NOTHING (too few pixels can be used), SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status region_plain(sct_context *ctx, const sct_measure_options *options, const sct_correction *correction,
                                      const pixels_image *image, const sct_shape *shape, sct_estimate *out,
                                      sct_flags *flags);

/* Measures the wanted roles of one view. labels: width x height of the photo, or null. SCT_ERR_SHAPE, SCT_ERR_NOTHING,
 * SCT_ERR_MEMORY, SCT_ERR_INTERRUPTED. */
SCT_NODISCARD sct_status region_measure(sct_context *ctx, const sct_measure_options *options, const sct_view *view,
                                        const pixels_image *image, const sct_correction *correction, uint8_t *labels,
                                        region_result *out);

/* Fills the labels of a skin (ITA, undertone, Monk, locus) from its estimate. */
void region_skin_describe(sct_skin *skin);
/* Hair of which nothing is known: kind none, NaN for each number. */
sct_hair region_hair_unmeasured(void);
/* Flags a skin whose colour no skin has, and one that a grey card made grey: the card was skin. Returns the first flag's bit
 * or 0. */
uint32_t region_skin_gate(const sct_skin *skin, const sct_correction *correction, sct_flags *flags);

/* Joins the views of one client: weighted means, spread between photos, flags. */
SCT_NODISCARD sct_status region_combine(sct_context *ctx, const region_result *views, size_t count, sct_measurement *out);

/* Sets the pixels of a shape (not `auto`) in a mask of width x height bytes. Messages call it `name`. SCT_ERR_SHAPE,
 * SCT_ERR_MEMORY, of a mask file also what photos have. */
SCT_NODISCARD sct_status region_mask_add(sct_context *ctx, const char *name, const sct_shape *shape, uint32_t width,
                                         uint32_t height, uint8_t *mask);

/* Scale of a photo, mm per pixel, in which hairs look this wide, pixels, taking them for hairs of the usual width
 * (REGION_HAIR_MM; people differ by a quarter); NaN where the lens may be what widens them. */
#define REGION_HAIR_MM 0.072
double region_scale_of_hair(double width_px);

/* The one scale of a photo that was measured. given_mm_per_px 0: the caller gave none. */
#define REGION_HEAD_MM 150.0
sct_scale region_scale(double given_mm_per_px, const region_result *result, uint32_t photo_width);
/* Whether a scale of this source is assumed, not known. */
int region_scale_is_assumed(sct_scale_source source);

/* In labels that region_measure filled for this image, the photo as a whole: what is as rough as the stubble found and joins
 * it becomes SCT_LABEL_HAIR, the skin between its hairs with it. SCT_ERR_MEMORY, SCT_ERR_INTERRUPTED. */
SCT_NODISCARD sct_status region_spread_hair(sct_context *ctx, const pixels_image *image, uint8_t *labels);

#endif
