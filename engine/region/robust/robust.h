/*
 * engine/region/robust/robust.h - one robust colour of many: the colours found in a region
 * (a cloud), their densest place, how far it can be trusted, and what each pixel is by it.
 */
#ifndef ENGINE_REGION_ROBUST_H
#define ENGINE_REGION_ROBUST_H

#include "region/where/where.h"

/* ---- what is there: cloud.c ---------------------------------------------------------------------- */

typedef struct region_sample {
    float L, a, b;
    uint32_t tile; /* of the bootstrap */
} region_sample;

/* Colours of a region, on a grid that keeps at most REGION_CLOUD_MAX. Owns items; free with region_cloud_free. */
typedef struct region_cloud {
    region_sample *items; /* sorted by L */
    size_t count;
    uint32_t tiles;                      /* tile numbers are below this */
    uint32_t step;                       /* one pixel in step x step was read */
    uint64_t clipped, transparent, read; /* of the pixels that were read */
} region_cloud;

enum { REGION_CLOUD_MAX = 80000 };
SCT_NODISCARD sct_status region_cloud_gather(sct_context *ctx, const pixels_image *image, const region_spans *spans,
                                             region_cloud *out);
void region_cloud_free(region_cloud *cloud);
/* Orders by L, then a, b, tile: the same whatever the order of arrival. */
void region_samples_sort(region_sample *samples, size_t n);

/* ---- one colour: estimator.c, bootstrap.c -------------------------------------------------------- */

/* A colour and the spread of the pixels it stands for. */
typedef struct region_centre {
    sct_lab lab;
    sct_cov spread; /* of single pixels */
    double share;   /* of the samples within the spread */
} region_centre;

/* A way from many colours, sorted by L, to one. n >= 1. */
typedef struct region_estimator {
    const char *name, *description;
    void (*centre)(const region_sample *samples, size_t n, region_centre *out);
} region_estimator;
/* Indexed by sct_estimator; null outside. */
const region_estimator *region_estimator_get(int estimator);

/* Squared Mahalanobis distance; `inverse` is of the covariance. */
double region_distance2(const num_mat3 *inverse, sct_lab centre, const region_sample *sample);
/* Inverse of a covariance that may be flat: at least `floor_sd` in every direction. */
num_mat3 region_inverse_cov(const sct_cov *cov, double floor_sd);

/* Covariance of the estimate by resampling tiles with replacement. */
SCT_NODISCARD sct_status region_bootstrap(sct_context *ctx, const region_estimator *estimator, const region_cloud *cloud,
                                          uint64_t seed, sct_cov *out);
/* Share of the tiles' spread that is not noise: largest difference in L* between tiles (5th to 95th percentile of tile
 * medians of the samples near `centre`). NaN with fewer than 4 tiles. */
double region_tile_range(const region_cloud *cloud, const region_centre *centre);

/* ---- how far to trust it: trust.c ---------------------------------------------------------------- */

/* Fills cov, cov_noise and u95 of an estimate from the noise of its pixels and what the colours of the photo may be off. */
void region_trust(sct_estimate *estimate, const sct_cov *noise, const colour_doubt *doubt);
/* Adds to a covariance that the truth may as well be `other`, with this weight: one standard deviation away at 1. */
void region_add_doubt(sct_estimate *estimate, sct_lab other, double weight);

/* ---- what each pixel is: model.c ----------------------------------------------------------------- */

/* Decides what a pixel of a skin region is. */
typedef struct region_model {
    sct_lab centre;
    num_mat3 inverse;
    double sd_L;
    double chroma_ratio; /* C / (L + 16): shading keeps it, gloss lowers it */
} region_model;
region_model region_model_from(const region_centre *centre);
/* SCT_LABEL_SKIN, _SPECULAR, _SHADOW, _HAIR (dark and not skin's hue), or _NONE. */
int region_model_label(const region_model *model, const region_sample *sample);
/* Writes the labels of all pixels of a region into the label image of the whole photo, `width` pixels a row. */
SCT_NODISCARD sct_status region_label_spans(sct_context *ctx, const pixels_image *image, const region_spans *spans,
                                            const region_model *model, uint32_t width, uint8_t *labels);

/* ---- the densest colours: peaks.c ----------------------------------------------------------------- */

/* A histogram of weighted colours (L, a / (L + 16), b / (L + 16)) has so many bins. */
enum { REGION_PEAK_BINS = 20 * 32 * 40 };
void region_peaks_add(float *bins, const double x[3], double weight);
/* Lets every bin share with its neighbours; work is as large as bins. */
void region_peaks_smooth(float *bins, float *work);
/* Takes the highest bin and empties what is around it; returns 0 when nothing is left. */
int region_peaks_take(float *bins, double peak[3]);

#endif
