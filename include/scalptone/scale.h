/*
 * scalptone/scale.h - how large a photo's pixels are on the head.
 *
 * WHAT THIS IS FOR
 *
 * Dots have a size in millimetres, and so have hairs. A photo has one scale,
 * and it is decided once, when the photo is measured: by what its owner said (a
 * ruler, two points of known distance), by a card or chart of known size in
 * view, by hairs that are seen sharply, by the head, or by the photo's width, in
 * this order. The measurement carries it with its uncertainty, and whoever ranks
 * or shows inks takes it from there, so that a recipe reads the same in both:
 *
 *     sct_scale scale;
 *     if (sct_measurement_scale(client, 0, &scale) == SCT_OK) {
 *         options.mm_per_px = scale.mm_per_px;        (of sct_preview_options)
 *         options.scale_source = scale.source;
 *     }
 *
 * WHAT IT IS GOOD FOR
 *
 * Only a scale that is known (given, or from a chart) tells how dense and how
 * wide a client's hairs are. One that is assumed is good for the size of dots on
 * a picture, and for nothing else: by hairs taken to be of the usual width
 * nobody can tell how wide they are, and how dense they stand only to a factor
 * of two, which is less than is known of heads anyway. A ranking uses what is
 * usual instead, and says so in its assumptions.
 */
#ifndef SCALPTONE_SCALE_H
#define SCALPTONE_SCALE_H

#include "base.h"
#include "measure.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Where a photo's scale comes from. */
typedef enum sct_scale_source {
    /* The caller gave it: a chart of known size, a ruler. */
    SCT_SCALE_GIVEN = 0,
    /* It is assumed that the hairs are as wide as usual. */
    SCT_SCALE_HAIR,
    /* It is assumed that what is labelled skin or hair is as wide as a head. */
    SCT_SCALE_HEAD,
    /* It is assumed that the photo is as wide as a head. */
    SCT_SCALE_PHOTO,
    /* A card or chart of known size lies in view. */
    SCT_SCALE_CHART
} sct_scale_source;
/* "given", "hair-width", "head-width", "photo-width", "chart"; "unknown" for any other. Static storage. */
SCT_API const char *sct_scale_source_name(sct_scale_source source);

/* The scale of a photo. Frozen. */
typedef struct sct_scale {
    /* How large a pixel is on the head, mm. */
    double mm_per_px;
    /* 95 times in 100 the true one is no further off than by this factor, either way; at least 1. Judged, but for hairs. */
    double u95_factor;
    sct_scale_source source;
    /* 1: it is assumed, from hairs, a head or the photo's width; 0: it is known. */
    int assumed;
} sct_scale;
/*
 * The scale of photo number `index`, from 0. SCT_ERR_ARGUMENT past the last,
 * SCT_ERR_NOTHING for a measurement that was read from the JSON of a version
 * that did not keep it.
 */
SCT_API sct_status sct_measurement_scale_sized(const sct_measurement *m, size_t index, sct_scale *out, size_t size);
#define sct_measurement_scale(m, index, out) sct_measurement_scale_sized((m), (index), (out), sizeof *(out))

#ifdef __cplusplus
}
#endif
#endif
