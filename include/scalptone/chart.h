/*
 * scalptone/chart.h - colour charts: what they are, where one lies in a photo,
 * and how well the photo's colours can be corrected by it.
 *
 * A chart is data: patches with known colours at known places, in chart units.
 * A grid chart (ColorChecker, SpyderCheckr) has patches one unit apart, the
 * first at (0, 0), columns to the right and rows down; it is found by its
 * colours. A card with fiducials has millimetres as its unit and is found by
 * those. Adding a chart needs a file, no code.
 */
#ifndef SCALPTONE_CHART_H
#define SCALPTONE_CHART_H

#include "base.h"
#include "colour.h"
#include "photo.h"

#ifdef __cplusplus
extern "C" {
#endif

#define SCT_CHART_PATCH_MAX    140
#define SCT_CHART_FIDUCIAL_MAX 8

/* Whose word a patch's colour is, from the weakest. */
typedef enum sct_chart_tier {
    SCT_TIER_UNMEASURED = 0, /* printed, never read: geometry and the order of the neutrals only */
    SCT_TIER_TRANSFERRED,    /* read from a photo that shows the card beside a reference chart */
    SCT_TIER_MEASURED        /* read with an instrument, or a maker's published value */
} sct_chart_tier;
/* "unmeasured", "transferred", "measured"; static storage. */
SCT_API const char *sct_chart_tier_name(sct_chart_tier tier);

/* One patch of a chart. */
typedef struct sct_chart_swatch {
    char name[32];
    double u, v;                    /* centre, chart units */
    double half_width, half_height; /* chart units, > 0 */
    sct_lab lab;                    /* D50/2; NaN when the chart is unmeasured */
    int neutral;                    /* non-zero: one of the grey steps */
} sct_chart_swatch;

/* A square tag of the family tag36h11 printed on a card. */
typedef struct sct_chart_fiducial {
    int id;      /* [0, 586] */
    double u, v; /* upper left corner of the black square, mm */
    double side; /* mm, > 0 */
} sct_chart_fiducial;

/* What is known about a chart. A plain value: copy and keep it as you like. */
typedef struct sct_chart {
    char id[32]; /* e.g. "colorchecker-classic" */
    char name[64];
    char source[192]; /* of the colours */
    sct_chart_tier tier;
    double u95_de00;    /* how far its colours may be off themselves, 95 % bound, dE00; 0: not said [0, 50] */
    int rows, columns;  /* of a grid chart, [2, 14]; 0 for a card with fiducials */
    double pitch_mm;    /* mm per chart unit; 0: not known (one design is sold in several sizes) */
    size_t patch_count; /* [4, SCT_CHART_PATCH_MAX] */
    sct_chart_swatch patches[SCT_CHART_PATCH_MAX]; /* in the chart's own order; a grid's row by row */
    size_t fiducial_count;                         /* 0 for a grid chart */
    sct_chart_fiducial fiducials[SCT_CHART_FIDUCIAL_MAX];
    double window[4]; /* left, top, width, height of the hole the skin is seen through, mm; zeros: none */
} sct_chart;

/* Charts the library knows without a file, the most common first. A null pointer past the last. */
SCT_API const sct_chart *sct_chart_builtin(size_t index);
/* Reads and checks a chart from JSON text (palettes/charts/chart.schema.json says how it looks).
 * SCT_ERR_PALETTE with the JSON path in the message, SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_chart_read(sct_context *ctx, const void *text, size_t size, sct_chart *out);
/* The chart as JSON text, UTF-8, indented; free with sct_bytes_free. SCT_ERR_ARGUMENT, SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_chart_write(sct_context *ctx, const sct_chart *chart, sct_bytes *out);

typedef struct sct_chart_options {
    size_t size;             /* sizeof(sct_chart_options), set by sct_chart_options_init */
    const char *id;          /* only this chart is looked for; null: any. Must stay valid during the call */
    const sct_chart *charts; /* charts to look for besides the built-in ones; a chart of the same id replaces it */
    size_t chart_count;      /* [0, 64] */
    int allow_mirrored;      /* non-zero (default): a chart seen in a mirror is accepted, and flagged */
    /* version 0.1 ends here */
} sct_chart_options;
SCT_API void sct_chart_options_init(sct_chart_options *options);

/* What one patch looks like in the photo. */
typedef struct sct_chart_patch {
    int index; /* in the chart's own order, from 0 */
    char name[32];
    double centre[2];      /* pixels of the photo as seen; whole numbers are pixel centres */
    sct_rgb rgb_linear;    /* trimmed mean, the photo's own linear light, 1 = its white */
    sct_lab lab;           /* as the photo's profile has it, uncorrected, D50 */
    sct_lab reference_lab; /* as the chart has it, D50; NaN when unmeasured */
    double de00_loo;       /* residual when this patch is left out of the correction, dE00; NaN if it was not kept */
    double sd;             /* standard deviation inside the patch, share of its mean */
    double clipped;        /* share of clipped pixels, [0, 1] */
    int kept;              /* non-zero: used by the correction (not hidden, clipped or cut off) */
    int shaded;            /* non-zero: in a shadow that falls across the chart; the correction lightens it by `shade` */
} sct_chart_patch;

/* A chart that was found. A plain value. */
typedef struct sct_chart_result {
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
} sct_chart_result;

/*
 * Finds a chart in a photo and fits the correction. *out is untouched on error.
 * SCT_ERR_ARGUMENT, SCT_ERR_OPTION (unknown chart id), SCT_ERR_PHOTO_DAMAGED,
 * SCT_ERR_CHART_NONE, SCT_ERR_CHART_UNUSABLE (found, but too many patches are
 * hidden or clipped), SCT_ERR_MEMORY, SCT_ERR_INTERRUPTED.
 */
SCT_API SCT_NODISCARD sct_status sct_chart_find(sct_context *ctx, const sct_chart_options *options, const sct_photo *photo,
                                                sct_chart_result *out);

/* JSON text of a result (schema version 1), UTF-8, one line; free with sct_bytes_free. SCT_ERR_ARGUMENT, SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_chart_json(sct_context *ctx, const sct_chart_result *result, sct_bytes *out);
/* The photo as an 8-bit sRGB PNG without metadata, the chart's patches drawn in. Free with sct_bytes_free. */
SCT_API SCT_NODISCARD sct_status sct_chart_overlay_png(sct_context *ctx, const sct_photo *photo,
                                                       const sct_chart_result *result, sct_bytes *out);

#ifdef __cplusplus
}
#endif
#endif
