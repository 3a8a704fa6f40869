/*
 * correct.h - from what a photo shows of known colour to a correction, its
 * doubt, and what is weak about the photo.
 *
 *   correct        by a chart, by grey cards, or not at all     correct.c
 *   correct_find   which chart or card the photo shows          correct_find.c
 */
#ifndef ENGINE_CORRECT_H
#define ENGINE_CORRECT_H

#include "card/card.h"
#include "chart/chart.h"
#include "scalptone/camera.h"

/* Which chart was found, and what a correction by it needs to know of the photo. */
typedef struct correct_found {
    sct_chart chart;
    sct_chart card;        /* the card in view; fiducial_count 0: none. It may be the chart itself, or lie beside it */
    double card_map[3][3]; /* mm on the card -> pixels of the photo as seen */
    sct_chart beside;      /* a grid beside a card, not used; rows 0: none. Looked for in a whole image only */
    double beside_map[3][3];
    int no_grid;            /* non-zero: grids were looked for, and there is none */
    num_mat3 profile;       /* of the photo: linear RGB -> XYZ D50 */
    uint32_t width, height; /* of the photo as seen */
} correct_found;

/* Finds a chart or the card in a photo; fills all of *out but out->correction. `image`, when it holds the whole photo,
 * saves a decoding; else (null, or a window) the photo is searched at a reduced size, and only the chart's part is
 * decoded in full. SCT_ERR_CHART_NONE, SCT_ERR_CHART_UNUSABLE, SCT_ERR_OPTION, SCT_ERR_PHOTO_*, SCT_ERR_MEMORY,
 * SCT_ERR_INTERRUPTED. */
SCT_NODISCARD sct_status correct_find(sct_context *ctx, const sct_chart_options *options, const sct_photo *photo,
                                      const pixels_image *image, sct_chart_result *out, correct_found *found);

/* sct_chart_find (scalptone/chart.h), into the caller's result. */
SCT_NODISCARD sct_status correct_find_chart(sct_context *ctx, const sct_chart_options *options, const sct_photo *photo,
                                            sct_chart_result *out);
/* Reads a card's colours from a photo: sct_card_transfer (scalptone/card.h), into the caller's chart and result (or null).
 */
SCT_NODISCARD sct_status correct_transfer(sct_context *ctx, const sct_chart *card, const sct_chart_options *options,
                                          const sct_photo *photo, sct_chart *out, sct_chart_result *reference);

/* What a photo of a chart told of a camera. A plain value. */
struct sct_camera {
    photo_camera by;              /* which camera, and its settings then */
    char chart[32];               /* id */
    int patches;                  /* that were used */
    double loo_de00, u95_de00;    /* leave-one-out mean; of a usual skin beside that chart */
    sct_cov cov;                  /* of such a skin */
    num_mat3 profile;             /* of the file: linear RGB -> XYZ D50 */
    pixels_correction correction; /* curves and matrix, without a plane */
};

/* Learns a camera from a photo of a chart: sct_camera_from_chart (scalptone/camera.h), into the caller's. */
SCT_NODISCARD sct_status correct_camera_learn(sct_context *ctx, const sct_chart_options *options, const sct_photo *photo,
                                              sct_camera *out);
/* The photo in the light of the flash alone: sct_photo_from_flash (scalptone/camera.h). */
SCT_NODISCARD sct_status correct_flash_alone(sct_context *ctx, const sct_camera *camera, const sct_photo *flash,
                                             const sct_photo *other, sct_photo **out);
/* sct_camera_json and sct_camera_from_json, into the caller's. */
SCT_NODISCARD sct_status correct_camera_json(sct_context *ctx, const sct_camera *camera, sct_bytes *out);
SCT_NODISCARD sct_status correct_camera_read(sct_context *ctx, const void *text, size_t size, sct_camera *out);

/*
 * Corrects the image's colours by what it shows of known colour. Without
 * anything known the correction is SCT_CORRECTION_NONE: colours as the profile
 * says, u95 of an uncalibrated photo, and a flag that forbids a pick. A window that does not hold the whole photo is
 * enough: the chart is then looked for in a decoding of its own. SCT_ERR_CHART_NONE and SCT_ERR_CHART_UNUSABLE only when
 * a chart is demanded.
 */
SCT_NODISCARD sct_status correct_image(sct_context *ctx, const sct_measure_options *options, const sct_view *view,
                                       pixels_image *image, sct_flags *flags, sct_correction *out);
/* How far a colour may be off in a photo that shows nothing of known colour: a 95 % bound, dE00. */
double correct_bound_without(sct_lab lab);

#endif
