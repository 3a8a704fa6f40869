/*
 * chart_detect.h - private to the chart room: from a photo to where a chart
 * lies. In the order of work:
 *
 *   chart_search   looks for a grid in small copies           search/
 *   chart_refine   patch edges in the photo itself            chart_refine.c
 *   chart_sample   the patches' colours in linear light       chart_sample.c
 *   chart_confirm  whether they are the chart's, a shadow     chart_confirm.c,
 *                  across it taken away                       chart_shade.c,
 *                                                             chart_score.c
 *   chart_screen   a display's pattern in them                chart_screen.c
 *   chart_grid     all of it, to an answer or a refusal       chart_grid.c
 */
#ifndef CHART_DETECT_H
#define CHART_DETECT_H

#include "chart/chart.h"

/* How well measured patch colours fit a target: an affine map from measured to reference that may drop patches. */
typedef struct chart_fit_score {
    double r2; /* of the kept patches; -1 when there is no fit */
    int kept_count;
    uint8_t kept[SCT_CHART_PATCH_MAX];
    double map[3][4]; /* measured (and 1) to reference, encoded */
} chart_fit_score;
/* present[i] = 0: patch i cannot be seen and counts as dropped. */
void chart_score(const chart_target *target, double (*rgb)[3], const uint8_t *present, chart_fit_score *out);
/* The same, begun from the two thirds of the patches that agree best, so that what lies on some of them has no say: it may
 * drop twice as many, but must then fit better. Takes as long as fifty of the other. */
void chart_score_trimmed(const chart_target *target, double (*rgb)[3], const uint8_t *present, chart_fit_score *out);

/* The half that agrees best, however badly: to say what is wrong with the rest. */
void chart_score_half(const chart_target *target, double (*rgb)[3], const uint8_t *present, chart_fit_score *out);

/* A shadow across a chart: its dark patches are as the others once they are multiplied by the gains, in linear light. */
typedef struct chart_shade {
    int found;
    uint8_t dark[SCT_CHART_PATCH_MAX];
    double gain[3];
} chart_shade;
/* Looks for a shadow; returns R squared with the dark side lightened, or as it is when there is none. */
double chart_shade_fit(const chart_target *target, double (*linear)[3], const uint8_t *present, chart_shade *out);
/* Looks for light that falls over the chart: how its logarithm changes along u and v, both 0 where no slope explains more.
 * Returns R squared with it divided out. */
double chart_fall_fit(const chart_target *target, double (*linear)[3], const uint8_t *present, double fall[2]);

/* A chart hypothesis. */
typedef struct chart_hit {
    double score; /* r2 with small preferences; 0: none */
    double r2;
    double rival;     /* score of the best different reading of the same patches */
    double elsewhere; /* score of the best reading of another part of the photo */
    size_t target;
    int mirrored;
    int trimmed;          /* non-zero: by chart_score_trimmed, because not all patches fit */
    int nodes;            /* lattice nodes that are patches of it */
    int beyond;           /* lattice nodes just outside it: a larger chart */
    chart_homography map; /* chart units -> plane pixels */
} chart_hit;
/* The best hypothesis in the image's window, its map in pixels of the photo; score 0: nothing like a chart. */
SCT_NODISCARD sct_status chart_search(sct_context *ctx, const pixels_image *image, const chart_target *targets,
                                      size_t target_count, int allow_mirrored, const chart_claim *claim, chart_hit *out);

/* Moves the map onto the patch edges of the photo itself. Returns the number of patches that agreed (0: map untouched). */
int chart_refine(const pixels_image *image, const sct_chart *chart, chart_homography *map);

/* Whether a hit that does not have the chart's colours has them in two lights; *hit becomes the best reading of its place.
 * `patches` is to work in. */
int chart_confirm_in_shade(const pixels_image *image, const chart_target *target, int allow_mirrored,
                           sct_chart_patch *patches, chart_hit *hit);

/* Whether half of the patches of a hit or more that fits badly have the chart's colours, and in no other reading. `patches`
 * is to work in. */
int chart_confirm_by_half(const pixels_image *image, const chart_target *target, sct_chart_patch *patches,
                          const chart_hit *hit);

/* How far a fine regular pattern stands out of the patches' noise, 1: as only displays and printed copies have it. 0 when
 * the patches are too small to tell (less than some 30 pixels apart) or without noise. */
SCT_NODISCARD sct_status chart_screen_regularity(sct_context *ctx, const pixels_image *image, const sct_chart *chart,
                                                 const chart_homography *map, const sct_chart_patch *patches, double *out);

#endif
