/*
 * scalptone/chart.h - colour charts: what they are, where one lies in a photo,
 * and how well the photo's colours can be corrected by it.
 *
 * WHAT THIS IS FOR
 *
 * Phone photos lie about colours, and a chart beside the skin is what tells by
 * how much. sct_measure (measure.h) looks for charts by itself. This header is
 * for programs that want to see what was found, that bring a chart of their
 * own, or that correct photos for another purpose.
 *
 * WHAT A CHART IS
 *
 * A chart is data: patches of known colours at known places. A grid (such as a
 * ColorChecker) has patches one unit apart, the first at (0, 0), columns to the
 * right and rows down, and is found by its colours. A card with fiducials has
 * millimetres as its unit and is found by those. Adding a chart takes a file
 * (palettes/charts/chart.schema.json says how it looks) and no code.
 *
 * THE ORDER OF CALLS
 *
 *     sct_chart_result *found = NULL;
 *     sct_chart_info info;
 *     sct_status status = sct_chart_find(ctx, NULL, photo, &found);
 *     if (status == SCT_OK && sct_chart_result_describe(found, &info) == SCT_OK)
 *         printf("%s, patches %.0f pixels apart\n", info.name, info.pitch_px);
 *     sct_chart_result_free(found);
 *
 * Draw it with sct_chart_result_overlay_png, and look whether the patches sit
 * where they belong.
 *
 * THREADS AND ERRORS
 *
 * Charts and results never change and may be shared between threads. That no
 * chart is in the photo is SCT_ERR_CHART_NONE; that there is one which cannot
 * be used is SCT_ERR_CHART_UNUSABLE, and the message says why.
 */
#ifndef SCALPTONE_CHART_H
#define SCALPTONE_CHART_H

#include "base.h"
#include "colour.h"
#include "flags.h"
#include "measure.h"
#include "photo.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- charts ------------------------------------------------------------------ */

/* Whose word the colours of a chart are, from the weakest. */
typedef enum sct_chart_tier {
    /* The chart was printed and never read: only places, and the order of the greys, are known. */
    SCT_TIER_UNMEASURED = 0,
    /* Its colours were read from a photo that shows it beside a reference chart. */
    SCT_TIER_TRANSFERRED,
    /* Its colours were read with an instrument, or published by its maker. */
    SCT_TIER_MEASURED
} sct_chart_tier;
/* "unmeasured", "transferred", "measured"; "unknown" for any other. Static storage. */
SCT_API const char *sct_chart_tier_name(sct_chart_tier tier);

/* What is known about a chart: free it with sct_chart_free, unless it is a built-in one. */
typedef struct sct_chart sct_chart;

/* What a chart says about itself. The texts belong to the chart. */
typedef struct sct_chart_facts {
    /* The identifier, such as "colorchecker-classic". */
    const char *id;
    /* The name for people. */
    const char *name;
    /* Where its colours come from, in words. */
    const char *source;
    sct_chart_tier tier;
    /* The rows and columns of a grid [2, 14]; 0 for a card with fiducials. */
    int rows, columns;
    /* How many fiducials a card has; 0 for a grid. */
    int fiducials;
    size_t patch_count;
    /* How far its colours may be off themselves, 95 % bound, dE00 [0, 50]; 0: not said. */
    double u95_de00;
    /* How many millimetres a unit of the chart is; 0: not known, for one design is sold in several sizes. */
    double pitch_mm;
    /* The left, top, width and height of the hole that shows the skin, mm; zeros: none. */
    double window[4];
} sct_chart_facts;

/* One patch as the chart has it. The name belongs to the chart. Patches have no order but the chart's own: a ColorChecker
 * begins with dark skin and ends with black. */
typedef struct sct_chart_swatch {
    const char *name;
    /* Its centre, in units of the chart. */
    double u, v;
    /* Half its size, in units of the chart, above 0. */
    double half_width, half_height;
    /* Its colour under D50 and 2 degrees; NaN when the chart is unmeasured. */
    sct_lab lab;
    /* 1: it is one of the grey steps. */
    int neutral;
    /* Zero. */
    int reserved;
} sct_chart_swatch;

/* Charts that the library knows without a file, the most common first; null past the last. Static storage: not to be freed.
 */
SCT_API const sct_chart *sct_chart_builtin(size_t index);
/* Reads and checks a chart from JSON text. SCT_ERR_PALETTE with the place in the text, SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_chart_from_json(sct_context *ctx, const void *text, size_t size, sct_chart **out);
/* The chart as JSON text, indented; free with sct_bytes_free. Reading it again gives the same chart. SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_chart_json(sct_context *ctx, const sct_chart *chart, sct_bytes *out);
/* Frees a chart; a built-in one is left alone. */
SCT_API void sct_chart_free(sct_chart *chart);
/* What the chart says about itself. */
SCT_API sct_status sct_chart_describe_sized(const sct_chart *chart, sct_chart_facts *out, size_t size);
#define sct_chart_describe(chart, out) sct_chart_describe_sized((chart), (out), sizeof *(out))
/* Patch number `index`, from 0, in the chart's own order (a grid's row by row). SCT_ERR_ARGUMENT past the last. */
SCT_API sct_status sct_chart_swatch_at_sized(const sct_chart *chart, size_t index, sct_chart_swatch *out, size_t size);
#define sct_chart_swatch_at(chart, index, out) sct_chart_swatch_at_sized((chart), (index), (out), sizeof *(out))

/* ---- finding one -------------------------------------------------------------- */

/*
 * Which charts are looked for. Without options any built-in chart is taken, and
 * the clearest one when there are several. Naming the chart that lies there
 * saves time, and tells charts apart that share their colours.
 */
typedef struct sct_chart_options {
    /* Set by sct_chart_options_init. */
    size_t size;
    /* Only this chart is looked for; null (default): any. */
    const char *id;
    /* Charts to look for besides the built-in ones; one of the same id replaces it; null (default): none. */
    const sct_chart *const *charts;
    /* How many there are in `charts` [0, 64]; default 0. */
    size_t chart_count;
    /* 1 (default): a chart seen in a mirror is accepted, and flagged; 0: it is not. */
    int allow_mirrored;
    /* Zero. */
    int reserved;
    /* version 0.1 ends here */
} sct_chart_options;
/* Fills the defaults and the size. */
SCT_API void sct_chart_options_init_sized(sct_chart_options *options, size_t size);
#define sct_chart_options_init(options) sct_chart_options_init_sized((options), sizeof *(options))

/*
 * Results are read by the getters below, and written and read back as JSON. A
 * result needs neither the photo nor the chart any more.
 */
/* A chart that was found, with the correction fitted to it; free with sct_chart_result_free. */
typedef struct sct_chart_result sct_chart_result;

/*
 * What was found, and where. The homography leads from units of the chart to
 * pixels, so that a program can draw the chart's outline; the score says how
 * well its patches agree with the chart's own, whatever the light is.
 */
typedef struct sct_chart_info {
    /* The chart's id. */
    char name[32];
    sct_chart_tier tier;
    /* 1: it reads the wrong way round. */
    int mirrored;
    /* R squared of the patches against the chart [0, 1]. */
    double score;
    /* The mapping from units of the chart to pixels of the photo as seen. */
    double homography[3][3];
    /* The distance of neighbouring patches, pixels. */
    double pitch_px;
    /* The scale at the chart's middle, mm per pixel; NaN when the chart's size is not known. */
    double mm_per_px;
    /* The light on the chart over that in a shadow across it, for R, G and B; zeros: no shadow. */
    double shade[3];
    size_t patch_count;
} sct_chart_info;

/* What keeps a patch from being used, wholly or in part: bits. */
enum {
    /* Red is at the top of the file's range. */
    SCT_PATCH_TOP_R = 1,
    /* Green is at the top of the file's range. */
    SCT_PATCH_TOP_G = 2,
    /* Blue is at the top of the file's range. */
    SCT_PATCH_TOP_B = 4,
    /* Red is at the bottom of the file's range. */
    SCT_PATCH_BOTTOM_R = 8,
    /* Green is at the bottom of the file's range. */
    SCT_PATCH_BOTTOM_G = 16,
    /* Blue is at the bottom of the file's range. */
    SCT_PATCH_BOTTOM_B = 32,
    /* The edge of the photo cuts it. */
    SCT_PATCH_CUT = 64,
    /* Its colour is not the chart's: something lies on it. */
    SCT_PATCH_COVERED = 128,
    /* Its colour is not the chart's but lighter and paler: it shines. */
    SCT_PATCH_GLARE = 256
};

/*
 * What one patch looks like in the photo, and what the chart says of it. The
 * residual is leave-one-out: the patch is judged by a correction that did not
 * see it, so that a good figure is no flattery.
 */
typedef struct sct_chart_patch {
    char name[32];
    /* The middle of the patch, x and y in pixels of the photo as seen. */
    double centre[2];
    /* The trimmed mean in the photo's own linear light, in which 1 is its white. */
    sct_rgb rgb_linear;
    /* Its colour as the photo's profile has it, uncorrected, D50 and 2 degrees. */
    sct_lab lab;
    /* Its colour as the chart has it, D50 and 2 degrees; NaN when it is unmeasured. */
    sct_lab reference_lab;
    /* The residual when this patch is left out of the fit, dE00; NaN when it was not kept. */
    double de00_loo;
    /* The standard deviation within the patch, as a share of its mean. */
    double sd;
    /* The share of its pixels that are over- or under-exposed [0, 1]. */
    double clipped;
    /* Its number in the chart's own order, from 0. */
    int index;
    /* 1: it was used for the correction, if only in two channels. */
    int kept;
    /* 1: it lies in a shadow that falls across the chart; the correction lightens it by `shade`. */
    int shaded;
    /* What speaks against it, as SCT_PATCH_ bits; a patch with one channel at an end of the range is used in the other
     * two. */
    uint32_t faults;
} sct_chart_patch;

/*
 * Finds a chart in a photo and fits the correction; options may be null.
 * SCT_ERR_OPTION (no chart has this id), SCT_ERR_PHOTO_DAMAGED, SCT_ERR_PROFILE,
 * SCT_ERR_CHART_NONE, SCT_ERR_CHART_UNUSABLE, SCT_ERR_MEMORY,
 * SCT_ERR_INTERRUPTED.
 */
SCT_API SCT_NODISCARD sct_status sct_chart_find(sct_context *ctx, const sct_chart_options *options, const sct_photo *photo,
                                                sct_chart_result **out);
/* A result from what sct_chart_result_json wrote. SCT_ERR_PALETTE with the place in the text, SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_chart_result_from_json(sct_context *ctx, const void *text, size_t size,
                                                            sct_chart_result **out);
/* Frees a result. */
SCT_API void sct_chart_result_free(sct_chart_result *result);

/* What was found, and where. */
SCT_API sct_status sct_chart_result_describe_sized(const sct_chart_result *result, sct_chart_info *out, size_t size);
#define sct_chart_result_describe(result, out) sct_chart_result_describe_sized((result), (out), sizeof *(out))
/* Patch number `index`, from 0. SCT_ERR_ARGUMENT past the last. */
SCT_API sct_status sct_chart_result_patch_sized(const sct_chart_result *result, size_t index, sct_chart_patch *out,
                                                size_t size);
#define sct_chart_result_patch(result, index, out) sct_chart_result_patch_sized((result), (index), (out), sizeof *(out))
/* How well the chart corrects. */
SCT_API sct_status sct_chart_result_correction_sized(const sct_chart_result *result, sct_correction *out, size_t size);
#define sct_chart_result_correction(result, out) sct_chart_result_correction_sized((result), (out), sizeof *(out))
/* What is weak about the chart, its light or the photo; owned by the result. Null for null. */
SCT_API const sct_flags *sct_chart_result_flags(const sct_chart_result *result);

/* The result as JSON (schema version 1), one line; free with sct_bytes_free. SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_chart_result_json(sct_context *ctx, const sct_chart_result *result, sct_bytes *out);
/* The photo as an 8-bit sRGB PNG without metadata, the chart's patches drawn in; free with sct_bytes_free.
 * SCT_ERR_PHOTO_DAMAGED, SCT_ERR_MEMORY, SCT_ERR_INTERRUPTED. */
SCT_API SCT_NODISCARD sct_status sct_chart_result_overlay_png(sct_context *ctx, const sct_chart_result *result,
                                                              const sct_photo *photo, sct_bytes *out);

#ifdef __cplusplus
}
#endif
#endif
