/*
 * engine/region/region_private.h - what the files of the region room share.
 *
 * A region travels through the room in three forms: spans (where), a cloud
 * (the Lab colours found there, sampled on a grid), and a model (the robust
 * colour, and what each pixel is taken for).
 */
#ifndef ENGINE_REGION_PRIVATE_H
#define ENGINE_REGION_PRIVATE_H

#include "region/region.h"

/* ---- where: spans.c, shapes.c ----------------------------------------------------------------- */

typedef struct region_map region_map; /* below */
typedef struct region_job region_job;

/* Pixels x .. x + n - 1 of row y. */
typedef struct region_span {
    uint32_t y, x, n;
} region_span;

/* More runs than this is noise, not a shape: stubble drawn hair by hair on a photo of 24 megapixels has some 300,000. */
enum { REGION_SPANS_MAX = 2000000 };

/* Runs in row order that do not overlap. Owns items; free with region_spans_free. */
typedef struct region_spans {
    region_span *items; /* null when only the box is wanted */
    size_t count, capacity;
    int box_only;
    uint64_t pixels;
    uint32_t x0, y0, x1, y1; /* box, x1 and y1 exclusive; only when pixels > 0 */
} region_spans;

void region_spans_free(region_spans *spans);
/* SCT_ERR_SHAPE beyond REGION_SPANS_MAX. */
SCT_NODISCARD sct_status region_spans_add(sct_context *ctx, region_spans *spans, uint32_t y, uint32_t x, uint32_t n);
/* Rasterises a rectangle, circle, polygon or mask on a photo of width x height; a pixel belongs to a shape when its
 * centre does. SCT_ERR_SHAPE when nothing of it lies on the photo, or the shape contradicts itself. */
SCT_NODISCARD sct_status region_spans_from_shape(sct_context *ctx, const sct_shape *shape, uint32_t width, uint32_t height,
                                                 region_spans *out);
/* The same without the runs: the box, and how many pixels and runs there are. */
SCT_NODISCARD sct_status region_box_from_shape(sct_context *ctx, const sct_shape *shape, uint32_t width, uint32_t height,
                                               region_spans *out);
/* The pixels of a map's set cells. */
SCT_NODISCARD sct_status region_spans_from_cells(sct_context *ctx, const region_map *map, const uint8_t *cells,
                                                 region_spans *out);
/* Adds the runs of `more`, which is left empty; a pixel of both counts once. */
SCT_NODISCARD sct_status region_spans_join(sct_context *ctx, region_spans *spans, region_spans *more);
/* "rect:1,2,3,4" as typed, shortened with "..." to the capacity. */
void region_shape_text(const sct_shape *shape, char *out, size_t capacity);

/* ---- the photo made small: map.c -------------------------------------------------------------- */

/* One cell of a map: what scale x scale pixels of the photo look like together. */
typedef struct region_cell {
    float L, a, b;  /* of the mean light */
    float texture;  /* sd of fine detail in L*, around this cell */
    uint8_t usable; /* 0: mostly clipped or transparent */
} region_cell;

/* The window of the photo, area-averaged in linear light so that its longer side has at most REGION_MAP_SIDE cells. */
struct region_map {
    uint32_t columns, rows;
    uint32_t scale;      /* pixels a cell, each way */
    photo_window window; /* cell (0, 0) starts at its corner */
    region_cell *cells;  /* owned */
};

enum { REGION_MAP_SIDE = 320 };
SCT_NODISCARD sct_status region_map_new(sct_context *ctx, const pixels_image *image, region_map *out);
void region_map_free(region_map *map);

/* ---- what is there: cloud.c ------------------------------------------------------------------- */

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

/* ---- one colour: estimator.c, bootstrap.c ----------------------------------------------------- */

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

/* ---- trust.c ---------------------------------------------------------------------------------- */

/* Fills cov, cov_noise and u95 of an estimate from the noise of its pixels and what the colours of the photo may be off. */
void region_trust(sct_estimate *estimate, const sct_cov *noise, const colour_doubt *doubt);

/* ---- what each pixel is: model.c -------------------------------------------------------------- */

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

/* ---- one region: measure.c, surface.c, describe.c --------------------------------------------- */

/* What every step of a measurement needs. */
struct region_job {
    const sct_measure_options *options;
    const sct_view *view;
    const pixels_image *image;
    const region_estimator *estimator;
    colour_doubt doubt;     /* how far the photo's colours may be off; sharper once its skin is seen */
    uint32_t width, height; /* of the whole photo as seen */
    uint8_t *labels;        /* or null */
    region_map map;         /* filled when something is `auto` */
    uint8_t *skin_cells;    /* of the map: the skin as found; all zero when none was */
    const sct_shape *seen;  /* the window of a card that shows skin, to be measured as such; or null */
    region_result *out;
};

/* A surface of one colour: its estimate, the model of its pixels, and how its samples divide (shares of what was read). */
typedef struct region_surface {
    sct_estimate estimate;
    region_centre centre;
    region_model model;
    double clipped, specular, shadow, second_mode, range_L; /* range_L: NaN when unknown */
} region_surface;
/* SCT_ERR_NOTHING when too few pixels can be used. */
SCT_NODISCARD sct_status region_surface_measure(sct_context *ctx, const region_job *job, const region_spans *spans,
                                                region_surface *out);
/* Adds the flags that a surface deserves; returns their bits. */
uint32_t region_surface_flags(const region_surface *surface, sct_role role, sct_flags *flags);
/* Fills the labels of a skin (ITA, undertone, Monk, locus) from its estimate. */
void region_skin_describe(sct_skin *skin);
/* Flags a skin whose colour no skin has, and one that a grey card made grey: the card was skin. Returns the first flag's bit
 * or 0. */
uint32_t region_skin_gate(const sct_skin *skin, const sct_correction *correction, sct_flags *flags);

/* ---- bitmaps of cells: cells.c ---------------------------------------------------------------- */

/* Cells are 0 or 1. Keeps a set cell when its whole 3 x 3 neighbourhood within the map is set (erode) or sets it when any is
 * (dilate); work: as many bytes. */
void region_cells_erode(uint8_t *cells, uint32_t columns, uint32_t rows, uint8_t *work);
void region_cells_dilate(uint8_t *cells, uint32_t columns, uint32_t rows, uint8_t *work);
/* Numbers the 4-connected components of set cells from 1 in labels (0 elsewhere). Returns how many. `stack` has room for
 * columns x rows. */
uint32_t region_cells_label(const uint8_t *cells, uint32_t columns, uint32_t rows, uint32_t *labels, uint32_t *stack);

/* ---- fibres: morph.c, patch.c, fibres.c ------------------------------------------------------- */

/* Grey closing (dark structures narrower than `size` vanish) and opening (light ones) in place. */
void region_close(float *plane, uint32_t width, uint32_t height, uint32_t size);
void region_open(float *plane, uint32_t width, uint32_t height, uint32_t size);
/* Their halves (dark: of a closing). What was spread over squares of `have` (1: nothing yet) can be spread further, to any
 * larger size, before it is drawn back from that size: several sizes share the first half. */
void region_spread(float *plane, uint32_t width, uint32_t height, uint32_t have, uint32_t size, int dark);
void region_draw_back(float *plane, uint32_t width, uint32_t height, uint32_t size, int dark);

enum {
    PATCH_INSIDE = 1,  /* belongs to the region */
    PATCH_CLIPPED = 2, /* too light to count, or transparent; what is clipped dark stays: black hair is */
    PATCH_DARK = 4,    /* a fibre darker than the skin */
    PATCH_LIGHT = 8,   /* a fibre lighter than the skin */
    PATCH_NEAR = 16,   /* a fibre, or so near to one that blur has mixed them */
    PATCH_SPECULAR = 32,
    PATCH_NEAR_LIGHT = 128, /* a light fibre, or so near to one */
    PATCH_PALE = 64         /* of a light fibre: less chroma than the skin, as white hair has */
};
enum { PATCH_SCALES = 4, PATCH_SIDE = 256, PATCH_TILE = 32, PATCH_TILES = PATCH_SIDE / PATCH_TILE };

/* A square of the photo at full resolution, fibres marked. Owns its planes; free with region_patch_free. */
typedef struct region_patch {
    uint32_t x, y, width, height; /* at most PATCH_SIDE each */
    float *xyz, *lab;             /* interleaved */
    float *depth, *height_L;      /* how far below and above its surroundings each pixel is, L*: top-hats */
    uint8_t *state, *mask;        /* PATCH_*; scratch */
    uint32_t *labels, fibres;     /* fibres numbered from 1, dark ones first */
    float *work, *spread;         /* one plane; one for each smaller scale of the fibres */
    uint32_t *stack;
    float median_L[PATCH_TILES * PATCH_TILES];
    sct_xyz skin[PATCH_TILES * PATCH_TILES]; /* between the fibres; Y = 0 where there is none */
} region_patch;
SCT_NODISCARD sct_status region_patch_new(sct_context *ctx, region_patch *patch);
void region_patch_free(region_patch *patch);
/* Reads a square of the image; pixels of `spans` (null: all) are inside. Marks fibres, the skin between, gloss. */
void region_patch_read(region_patch *patch, const pixels_image *image, const region_spans *spans, uint32_t x, uint32_t y,
                       uint32_t width, uint32_t height);
const sct_xyz *region_patch_skin(const region_patch *patch, uint32_t x, uint32_t y);

/* Depths below the skin, of its Y, are counted from a little above it down to black. */
enum { REGION_DEPTHS = 160 };
#define REGION_DEPTH_LEAST (-0.25)

/* What the patches of a region say of its hair. */
typedef struct region_fibres {
    uint64_t inside;                /* pixels looked at */
    uint64_t dark, light, grey;     /* fibres; grey ones are among the light */
    uint64_t dark_px, near_px;      /* pixels of dark fibres; of fibres and their blur */
    double width_px;                /* median width at half depth; NaN when there is no fibre */
    sct_xyz skin;                   /* mean between the fibres */
    double a_off, b_off;            /* near dark fibres: sums of how far a*, b* are above the skin's */
    uint64_t depths[REGION_DEPTHS]; /* those pixels, by how far Y is below the skin's, relative */
    double darker, lighter;         /* sums over pixels near fibres of how far Y is below and above the skin's, relative */
    region_cloud dark_cores, light_cores; /* colours along the fibres' middles, in the light of `skin` */
    region_cloud area;                    /* colours of all, gloss out: what is averaged for the shadow */
} region_fibres;
SCT_NODISCARD sct_status region_fibres_gather(sct_context *ctx, const pixels_image *image, const region_spans *spans,
                                              region_fibres *out);
void region_fibres_free(region_fibres *fibres);

/* ---- hair: unmix.c, hair.c -------------------------------------------------------------------- */

/* What cores of the fibres show of their blur; unmix.c says how. `core`: their usual colour. */
typedef struct region_sight {
    double edge;      /* NaN: not seen */
    double crossing;  /* 1: no core is deeper than the usual one */
    double twentieth; /* the same of more of them */
    double width_px;  /* apparent */
} region_sight;
region_sight region_sight_of(const region_fibres *fibres, int dark, sct_lab core);
/* Share of a fibre's own colour in its cores, and the standard deviation of its logarithm. true_px: the usual width of a
 * hair; NaN without a scale. */
typedef struct region_purity {
    double purity, spread;
} region_purity;
region_purity region_purity_guess(const region_sight *sight, double true_px);
/* a*, b* of the dark fibres when they have the L* of `by_core`, which is what their cores say, and their standard
 * deviations: infinite when nothing tells. */
typedef struct region_chroma {
    double a, b, a_sd, b_sd;
} region_chroma;
region_chroma region_fibre_chroma(const region_fibres *fibres, sct_lab by_core);
/* Measures the hair of one region; *bits are its flags. */
SCT_NODISCARD sct_status region_measure_hair(sct_context *ctx, region_job *job, const region_spans *spans, sct_hair *out,
                                             uint32_t *bits);

/* Width of a fibre that a phone's blur shows this wide, pixels; NaN for NaN. */
double region_fibre_width(double width_px);

/* ---- skin without being shown it: candidates.c ------------------------------------------------ */

/* Marks the cells of the client's skin (columns x rows bytes). SCT_ERR_NOTHING when no part of the photo could be skin. */
SCT_NODISCARD sct_status region_find_skin(sct_context *ctx, const region_map *map, uint8_t *cells);

/* Finds stubble or grown hair around the skin cells of a map (none set: the skin is not known). SCT_ERR_NOTHING. */
SCT_NODISCARD sct_status region_find_hair(sct_context *ctx, const pixels_image *image, const region_map *map,
                                          const uint8_t *skin, region_spans *out);

#endif
