/*
 * chart.h - find a colour chart: a grid of patches of known colour.
 *
 * What a chart is, as data                    chart_options.c, chart_read.c, chart_table.c
 * The photo, or a part of it, to look in      chart_open.c
 * From a photo to a chart and its patches     chart_grid.c, which says in which order the others work
 * Planes in perspective                       chart_homography.c
 *
 * The room `card` looks for the consultation card by the same means; `correct` makes a correction of what either has found.
 */
#ifndef ENGINE_CHART_H
#define ENGINE_CHART_H

#include "pixels/pixels.h"
#include "scalptone/chart.h"
#include "scalptone/photo.h"

/* ---- what a chart is ---- */

typedef struct chart_swatch {
    char name[32];
    double u, v;                    /* centre, chart units */
    double half_width, half_height; /* chart units, > 0 */
    sct_lab lab;                    /* D50/2; NaN when the chart is unmeasured */
    int neutral;                    /* non-zero: one of the grey steps */
} chart_swatch;

/* A square tag of the family tag36h11 printed on a card. */
typedef struct chart_fiducial {
    int id;      /* [0, 586] */
    double u, v; /* upper left corner of the black square, mm */
    double side; /* mm, > 0 */
} chart_fiducial;

/* What is known about a chart. A plain value. */
struct sct_chart {
    char id[32]; /* e.g. "colorchecker-classic" */
    char name[64];
    char source[192]; /* of the colours */
    sct_chart_tier tier;
    double u95_de00;    /* how far its colours may be off themselves, 95 % bound, dE00; 0: not said [0, 50] */
    int rows, columns;  /* of a grid chart, [2, 14]; 0 for a card with fiducials */
    double pitch_mm;    /* mm per chart unit; 0: not known (one design is sold in several sizes) */
    size_t patch_count; /* [4, SCT_CHART_PATCH_MAX] */
    chart_swatch patches[SCT_CHART_PATCH_MAX]; /* in the chart's own order; a grid's row by row */
    size_t fiducial_count;                     /* 0 for a grid chart */
    chart_fiducial fiducials[SCT_CHART_FIDUCIAL_MAX];
    double window[4]; /* left, top, width, height of the hole the skin is seen through, mm; zeros: none */
};

/* What was found in a photo. A plain value. */
struct sct_chart_result {
    char name[32]; /* the chart's id */
    sct_chart_tier tier;
    double score; /* R squared of the patches against the chart, [0, 1] */
    int mirrored;
    double homography[3][3]; /* chart units -> pixels of the photo as seen */
    double pitch_px;         /* distance between neighbouring patches, pixels */
    double mm_per_px;        /* at the chart's centre; NaN when the chart's size is not known */
    double shade[3];         /* light on the chart over that in a shadow across it, R, G, B; zeros: no shadow */
    size_t patch_count;
    sct_chart_patch patches[SCT_CHART_PATCH_MAX];
    sct_correction correction;
    sct_flags flags; /* what is weak about the chart, its light or the photo */
};

/* Reads and checks a chart: sct_chart_from_json (scalptone/chart.h), into the caller's. */
SCT_NODISCARD sct_status chart_read(sct_context *ctx, const void *text, size_t size, sct_chart *out);

/* ---- charts that are looked for ---- */

/* The i-th chart to look for: the caller's, then the built-in grids; null past the last. */
const sct_chart *chart_options_listed(const sct_chart_options *options, size_t i);
/* The caller's options (null: defaults), checked. SCT_ERR_ARGUMENT, SCT_ERR_OPTION. */
SCT_NODISCARD sct_status chart_options_take(sct_context *ctx, const sct_chart_options *given, sct_chart_options *checked);
/* The chart of this id among them; null if there is none. */
const sct_chart *chart_options_find(const sct_chart_options *options, const char *id);

/* The i-th grid chart that the library knows without a file; null past the last. */
const sct_chart *chart_table_grid(size_t i);

/* Non-zero when two grids' colours differ so little that detection cannot say which lies there. */
int chart_are_twins(const sct_chart *a, const sct_chart *b);

/* ---- planes in perspective ---- */

/* Positions are pixel centres: the pixel (0, 0) has its centre at (0, 0). */
/* Plane projective map. Row-major. */
typedef struct chart_homography {
    double m[3][3];
} chart_homography;
typedef struct chart_point {
    double x, y;
} chart_point;
chart_point chart_homography_apply(const chart_homography *h, double u, double v);
/* Weighted least squares over n >= 4 pairs; returns 0 when they do not determine a map. weights: null for all 1. */
int chart_homography_fit(size_t n, const chart_point *from, const chart_point *to, const double *weights,
                         chart_homography *out);
/* Distance between the images of (u, v) and (u + 1, v). */
double chart_homography_step(const chart_homography *h, double u, double v);

/* Turns a map onto a photo that was decoded at 1 / reduction into one onto the photo itself. */
void chart_homography_enlarge(chart_homography *map, int reduction);

/* ---- the photo that is searched ---- */

/* A part of a photo as an image. */
SCT_NODISCARD sct_status chart_open_part(sct_context *ctx, const sct_photo *photo, photo_window window, pixels_image **out);
/* The whole photo as an image, for the search: a caller's window may hold the skin only. */
SCT_NODISCARD sct_status chart_open_photo(sct_context *ctx, const sct_photo *photo, pixels_image **out);

/* The whole photo at 1 / reduction. */
SCT_NODISCARD sct_status chart_open_reduced(sct_context *ctx, const sct_photo *photo, int reduction, pixels_image **out);

/* A photo, and the copy of it in which things are looked for. What is found there is then read in the photo itself. */
typedef struct chart_searched {
    const sct_photo *photo;
    const pixels_image *whole; /* all of the photo; null: parts of it are decoded when they are needed */
    const pixels_image *copy;  /* at 1 / reduction; the same as `whole` when that is 1 */
    int reduction;
} chart_searched;
/* A card that was found already: what is printed on it is not looked at as the beginning of a grid. */
typedef struct chart_claim {
    const sct_chart *card;    /* null: none */
    chart_homography to_card; /* pixels of the image that is searched -> mm on the card */
} chart_claim;
/* ---- from a photo to a grid with its patches ---- */

/* The best grid in it, with its patches. SCT_ERR_CHART_NONE, SCT_ERR_CHART_UNUSABLE, SCT_ERR_PHOTO_*, SCT_ERR_MEMORY,
 * SCT_ERR_INTERRUPTED. */
SCT_NODISCARD sct_status chart_grid_find(sct_context *ctx, const sct_chart_options *options, const chart_searched *s,
                                         const chart_claim *claim, sct_chart_result *out);
/* In a whole image: charts that are grids of patches. */
SCT_NODISCARD sct_status chart_grid_find_whole(sct_context *ctx, const sct_chart_options *options, const pixels_image *image,
                                               sct_chart_result *out);

/* ---- patches at a place that is known ---- */

/* Whether a pixel with these PIXELS_* flags says nothing of its colour; that a chart covers it is no reason here. */
int chart_sample_is_spoilt(uint8_t flags);
/* Samples the central half of every patch; fills centre, rgb_linear, lab, sd, clipped, faults, kept and the reference. A
 * patch of which one channel is at an end of the file's range is kept, and known in the other two. */
void chart_sample(const pixels_image *image, const sct_chart *chart, const chart_homography *map, sct_chart_patch *patches);

/* Channels at an end of the file's range, [0, 3]; faults: SCT_PATCH_*. */
int chart_sample_limits(unsigned faults);
/* Patches of which an edge lies outside the photo. */
int chart_sample_count_cut(const pixels_image *image, const sct_chart *chart, const chart_homography *map);

/* Charts being looked for, with their colours encoded as a camera would (sRGB, [0, 1]). */
typedef struct chart_target {
    const sct_chart *chart;
    double rgb[SCT_CHART_PATCH_MAX][3];
} chart_target;
double chart_encode(double linear); /* sRGB transfer curve; 0 below 0 */
void chart_target_make(const sct_chart *chart, chart_target *out);

/* Scores what was sampled (result->score), a shadow over it taken away where there is one (result->shade, the patches'
 * shaded); patches that do not fit are hidden and not kept. Returns how many are kept. */
int chart_confirm(const chart_target *target, sct_chart_result *result);
/* What is wrong with patches that are no good: sets faults and kept by the half that agrees best; returns how many are not
 * kept. */
int chart_confirm_spoilt(const chart_target *target, sct_chart_patch *patches);
/* Whether the patches, which have not a chart's colours in one light, have them when the light may rise or fall over the
 * chart, in each channel by itself: a lamp close by, or a window at one side and a lamp at the other. Patches are as
 * sampled. */
int chart_confirm_is_uneven(const chart_target *target, const sct_chart_patch *patches);
/* Whether enough patches can be used. */
int chart_confirm_is_whole(int patches, int kept);
/* Whether they, as chart_confirm scored them, are the chart's and can be used. */
int chart_confirm_is_sure(const sct_chart_result *result, int kept);
extern const double chart_confirm_least_r2; /* R squared that tells a chart from what is none */
void chart_confirm_flag_shadow(sct_chart_result *result);
/* Why patches of a chart that was scored are not used: "5 are over-exposed, 2 are covered ..."; returns what helps most. */
const char *chart_complain(const sct_chart *chart, const sct_chart_result *result, char *out, size_t size);

#endif
