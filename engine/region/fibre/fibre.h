/*
 * engine/region/fibre/fibre.h - hairs as narrow things darker or lighter than the skin:
 * marked in squares of the photo, counted over a region, and unmixed from blur.
 */
#ifndef ENGINE_REGION_FIBRE_H
#define ENGINE_REGION_FIBRE_H

#include "region/robust/robust.h"

/* ---- in squares and regions: morph.c, patch.c, fibres.c ------------------------------------------ */

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
    uint64_t marks;                 /* all that was marked, hair or not, */
    double mark_px;                 /* and its median width */
    uint64_t grain;                 /* light specks that are too small for hairs, and rings that sharpening drew */
    uint64_t dark_px, near_px;      /* pixels of dark fibres; of fibres and their blur */
    uint64_t grey_px;               /* pixels of grey fibres */
    double width_px;                /* median width at half depth; NaN when there is no fibre */
    sct_xyz skin;                   /* mean between the fibres */
    double a_off, b_off;            /* near dark fibres: sums of how far a*, b* are above the skin's */
    uint64_t depths[REGION_DEPTHS]; /* those pixels, by how far Y is below the skin's, relative */
    double moments[3];      /* of L* around its tile's mean, over all pixels: their number, sums of squares and cubes */
    double ring, ring_px;   /* just beyond the blur of dark fibres: sum of how far Y is above the skin's, relative */
    double darker, lighter; /* sums over pixels near fibres of how far Y is below and above the skin's, relative */
    double pale, pale_seen; /* places between fibres that are narrow and paler than those around, less those that are as much
                               more colourful; of so many that were looked at */
    double near_light;      /* the same of those near light fibres, above less below */
    region_cloud dark_cores, light_cores; /* colours along the fibres' middles, in the light of `skin` */
    region_cloud area;                    /* colours of all, gloss out: what is averaged for the shadow */
} region_fibres;
/* Adds the places of a patch, between its fibres, that are narrow and paler than those around, less those that are as much
 * more colourful, and how many were looked at. */
void region_pale_places(const region_patch *p, double *pale, double *seen);
SCT_NODISCARD sct_status region_fibres_gather(sct_context *ctx, const pixels_image *image, const region_spans *spans,
                                              region_fibres *out);
void region_fibres_free(region_fibres *fibres);

/* ---- how many they are: count.c ------------------------------------------------------------------ */

/* A connected part of a patch's fibres: a hair, some that touch, a piece of one, or none at all. */
typedef struct region_part {
    float pixels, mass, width; /* its area; the sum of its contrasts to the skin around; its width at half depth */
    uint8_t light, pale, cut;  /* lighter than the skin; with less chroma; goes on beyond the patch or the region */
    uint8_t ring;              /* light, faint, and all along dark fibres */
} region_part;
/* Counts the dark, light and grey hairs among n parts and takes the width of those that are hairs. `parts` has room for as
 * many again, `work` for n: both are work. */
void region_count_hairs(region_part *parts, size_t n, float *work, region_fibres *out);

/* ---- without their blur: unmix.c ----------------------------------------------------------------- */

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
/* Width of a fibre that a phone's blur shows this wide, pixels; NaN for NaN. */
double region_fibre_width(double width_px);
/* Width of a fibre that looks this wide and whose cores show it with this purity, pixels: both tell how much blur there is.
 */
double region_fibre_width_behind(double width_px, double purity);

#endif
