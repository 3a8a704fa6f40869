/*
 * engine/verify/verify.h - is the healed result what was planned?
 *
 *     verify           the two photos made ready, and the story in order
 *     verify_plane     a photo as planes of light, as small as wanted
 *     verify_points    places that look like themselves from anywhere
 *     verify_describe  what they look like, and which of them are the same
 *     verify_pose      from such pairs to how the camera moved, or to "these are two heads"
 *     verify_bend      what of that move was not plane: the head is round
 *     verify_area      where ink was wanted, how deep inside it a place lies, left and right, the edge
 *     verify_light     how much darker the area is than bare skin, and how sure that is
 *     verify_dots      dots of ink, found
 *     verify_pairs     the same dots in both photos: kept, lost, merged, new
 *     verify_dot_colour  how dark a dot looks
 *     verify_tiles     left against right, tile against tile
 *     verify_judge     what it all means against the plan
 *     verify_words     the same in three lines
 *     verify_json      the same for programs
 *     verify_picture   before, after, and what changed
 * All places are those of the photo after, unless a name says otherwise.
 */
#ifndef ENGINE_VERIFY_H
#define ENGINE_VERIFY_H

#include "num/num.h"
#include "pixels/pixels.h"
#include "region/region.h"
#include "scalptone/verify.h"

/* ---- verify_plane.c ---- */

enum { VERIFY_COARSE = 1600 };      /* the longer side of what is registered, at most */
enum { VERIFY_FINE_PX = 16000000 }; /* pixels of what dots are looked for in, at most */

/* Logarithm of luminance, in cells of side x side pixels. Owned. */
typedef struct verify_plane {
    uint32_t width, height, side;
    float *log_y;
} verify_plane;
/* A photo in light. Owns all. */
typedef struct verify_photo {
    pixels_image *image;
    uint8_t *labels; /* SCT_LABEL_*, of the whole photo */
    uint32_t width, height;
    verify_plane coarse, fine;
    float *xyz;      /* of the coarse plane, 3 a place */
    uint8_t *usable; /* of the coarse plane: 1 scalp, 2 bare skin, 0 neither (gloss, chart, what is clipped, the room) */
    uint8_t *spoilt; /* of the coarse plane: non-zero for gloss, chart, what is clipped */
} verify_photo;
/* Fills the planes of a photo whose image and labels are there. SCT_ERR_MEMORY, SCT_ERR_INTERRUPTED. */
SCT_NODISCARD sct_status verify_photo_fill(sct_context *ctx, verify_photo *p);
/* What people show as treated is scalp, whatever it was labelled: dense dots look like neither skin nor hair. mask: of the
 * coarse plane. What is spoilt stays so. */
void verify_photo_claim(verify_photo *p, const uint8_t *mask);
void verify_photo_free(verify_photo *p);
/* Between four places of a plane; NaN outside it. */
double verify_plane_at(const verify_plane *p, double x, double y);
/* Gaussian blur of a plane of floats, edges repeated. SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status verify_blur(sct_context *ctx, const float *from, uint32_t width, uint32_t height, double sigma,
                                     float *to);

/* ---- verify_points.c, verify_describe.c ---- */

enum { VERIFY_POINTS = 4000, VERIFY_WORDS = 128 };
typedef struct verify_point {
    float x, y, scale, angle; /* places of the coarse plane; standard deviation of its blur; radians */
    float strength;
    uint8_t words[VERIFY_WORDS];
} verify_point;
typedef struct verify_points {
    size_t count;
    verify_point *items; /* owned */
} verify_points;
/* The strongest of a plane whose place is usable. SCT_ERR_MEMORY, SCT_ERR_INTERRUPTED. */
SCT_NODISCARD sct_status verify_points_find(sct_context *ctx, const verify_photo *p, verify_points *out);
/* Fills angle and words of a point from the blurred plane that it was found in; `octave` is its step. Returns 0 when it lies
 * too near to the edge. */
int verify_describe(const float *plane, uint32_t width, uint32_t height, double octave, verify_point *point);

typedef struct verify_match {
    uint32_t after, before; /* points */
} verify_match;
/* Pairs that look more alike than any other pair of either. Free with mem_free. SCT_ERR_MEMORY, SCT_ERR_INTERRUPTED. */
SCT_NODISCARD sct_status verify_match_points(sct_context *ctx, const verify_points *after, const verify_points *before,
                                             verify_match **out, size_t *count);

/* ---- verify_pose.c ---- */

/* From places of the coarse plane after to those of before: x' = m0 x + m1 y + m2, y' = m3 x + m4 y + m5. */
typedef struct verify_pose {
    double m[6];
    size_t matches, agreeing;
    double log10_chance; /* how often so many would agree by chance, over all moves tried: log10 of the expected number */
    double residual_px;  /* median, coarse places */
} verify_pose;
/* SCT_ERR_NOTHING where chance would do as well: two heads, or nothing to hold on to. */
SCT_NODISCARD sct_status verify_pose_find(sct_context *ctx, const verify_photo *after, const verify_photo *before,
                                          uint64_t seed, verify_pose *out);

/* ---- verify_bend.c ---- */

/* A net of nodes over the coarse plane after, with where each is before. Owns the nodes. */
typedef struct verify_bend {
    uint32_t step, columns, rows;
    float *x, *y;
    double agreement; /* median correlation of what was compared [-1, 1] */
    double overlap;   /* share of the scalp after that is in view before */
} verify_bend;
SCT_NODISCARD sct_status verify_bend_fit(sct_context *ctx, const verify_photo *after, const verify_photo *before,
                                         const verify_pose *pose, verify_bend *out);
void verify_bend_free(verify_bend *bend);
void verify_bend_at(const verify_bend *bend, double x, double y, double *bx, double *by);
/* The way back; the pose is where it begins. */
void verify_bend_back(const verify_bend *bend, const verify_pose *pose, double bx, double by, double *x, double *y);

/* ---- verify_area.c ---- */

/* The treated area on the coarse plane. Owned. */
typedef struct verify_area {
    uint8_t *inside;
    float *depth; /* how far inside, places; negative outside */
    uint32_t width, height;
    size_t count;
    double cx, cy, nx, ny; /* its middle, and the direction across the midline: (x - cx) nx + (y - cy) ny < 0 is left */
    double mirrored;       /* share of the area whose mirror image is area, too */
    int found;             /* 1: it was not shown */
} verify_area;
/* From a mask of width x height bytes. SCT_ERR_NOTHING when it is empty, SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status verify_area_from(sct_context *ctx, const uint8_t *mask, uint32_t width, uint32_t height,
                                          verify_area *out);
void verify_area_free(verify_area *area);

/* ---- verify_light.c ---- */

enum { VERIFY_BASIS = 6 };
/* ln of light over what bare skin would have there, in cells. Owns the arrays. */
typedef struct verify_light {
    uint32_t cell, columns, rows;              /* cell: coarse places */
    float *ratio[3];                           /* X, Y, Z: ln(area / skin), NaN where nothing is known */
    float *share;                              /* of the cell inside the area [0, 1] */
    double fit[3][VERIFY_BASIS];               /* of ln(light) over bare skin */
    double cov[3][VERIFY_BASIS][VERIFY_BASIS]; /* of the fit */
    double noise[3];                           /* sd of a cell of bare skin */
    double tie;                                /* cells that vary together */
    size_t reference;                          /* cells of bare skin */
    double mean[3], mean_sd[3];                /* over the area, or its core */
    double width, height;
} verify_light;
/* before null: the photo after alone. SCT_ERR_NOTHING with too little bare skin in view, SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status verify_light_measure(sct_context *ctx, const verify_photo *after, const verify_photo *before,
                                              const verify_bend *bend, const verify_area *area, verify_light *out);
void verify_light_free(verify_light *light);
void verify_basis(const verify_light *light, double column, double row, double out[VERIFY_BASIS]);
/* Variance of a weighted mean of the ratios over cells, of one channel; weights of columns x rows cells. */
double verify_light_variance(const verify_light *light, int channel, const float *weights);
/* Fills mean and mean_sd over cells by their weights, which come out as shares of one. alone: by one photo. */
void verify_light_means(verify_light *light, int alone, float *weights);
/* The part of the plane that darkened, as a mask of the coarse plane; returns its places, 0 where nothing did. */
SCT_NODISCARD sct_status verify_light_darkened(sct_context *ctx, const verify_photo *after, const verify_photo *before,
                                               const verify_bend *bend, uint8_t *mask, size_t *count);

/* ---- verify_dots.c, verify_pairs.c ---- */

typedef struct verify_dot {
    float x, y;  /* of the fine plane */
    float depth; /* ln of light lost, at its middle, as blurred */
} verify_dot;
typedef struct verify_dots {
    size_t count;
    verify_dot *items;   /* owned; by rows */
    double sigma, least; /* places; the depth from which on it is a dot */
    double texture;      /* of the skin: nine in ten light places are lower */
    double usual;        /* the median depth of what is deeper than that */
    double diameter_px;  /* of the photo; 0: not resolved */
    float *response;     /* of the fine plane, owned: depth of a dot everywhere */
} verify_dots;
/* mask: of the coarse plane, where to look. diameter_px: 0 when nothing is known of it. */
SCT_NODISCARD sct_status verify_dots_find(sct_context *ctx, const verify_photo *p, const uint8_t *mask, double diameter_px,
                                          verify_dots *out);
/* Whether they are many and clear enough to say how dark a place is. */
int verify_dots_tell(const verify_dots *dots);
void verify_dots_free(verify_dots *dots);

typedef struct verify_counts {
    size_t before, after, kept, lost, merged, added;
    double retention, retention_lo, retention_hi; /* NaN: nothing to keep */
    double offset_px;                             /* median distance of pairs, pixels after */
    double fading;                                /* depth of kept dots after over before, median */
    double chance;                                /* share that would be kept by chance */
} verify_counts;
SCT_NODISCARD sct_status verify_pairs(sct_context *ctx, const verify_photo *after, const verify_photo *before,
                                      const verify_bend *bend, const verify_pose *pose, const verify_area *area,
                                      const verify_dots *dots_after, const verify_dots *dots_before, verify_counts *out);

/* ---- verify_dot_colour.c ---- */

/* How a dot looks through the window of an eye at 30 cm, over the skin right beside it; count 0: it cannot be told. */
typedef struct verify_dot_look {
    double share[3], share_sd[3]; /* X, Y, Z: of the skin's light that is left, and how far off that may be */
    size_t count;                 /* dots that stand alone */
} verify_dot_look;

/* ---- the whole ---- */

struct sct_verification {
    sct_verify_info info;
    sct_verify_lines lines;
    sct_flags flags;
    verify_photo after, before; /* before.image null: there is none */
    sct_measurement *measured[2];
    verify_pose pose;
    verify_bend bend;
    verify_area area;
    verify_light light;
    verify_dots dots[2]; /* after, before */
    verify_counts counts;
    verify_dot_look look;
    int has_light;      /* 0: too little bare skin; colours are as the chart has them */
    double soft_px;     /* how far a soft edge goes from bare skin to full, pixels; 0: it ends at once */
    int alone;          /* 1: the light is that of the photo after alone; 0: of both photos */
    double area_xyz[3]; /* mean of the area in the photo after */
    sct_verify_options
        options;             /* checked; what it points to is not looked at later. Its plan is that of the dots set so far */
    double all_dots_per_cm2; /* of the whole plan; 0: unknown */
};

/* What the next session sets: a share of all planned dots [0, 1], and parts of water. NaN: not known. */
typedef struct verify_next {
    double share, parts_water;
} verify_next;
/*
 * verify_judge.c: planned: how much of the skin's light all planned dots were meant to take, ln (0, ...); darkness: how much
 * those take that were set, with how far off that may be (95 of 100); share and ink: which part of all dots they are, and of
 * all ink they hold (0, 1]; parts_water: as planned, NaN: unknown. Weak dots take what they are, each by itself: darkness
 * grows with their number, and with the ink in them, so that what one dot of this hand takes is known from those that have
 * healed. Of hands as they are found (tests/match/hands) 0 to 2 in 100 end more than 1 L* too dark that way; the whole at
 * once 0 to 85.
 */
verify_next verify_next_session(double planned, double darkness, double u95, double share, double ink, double parts_water);

/* verify.c: photos opened and measured by the caller (after, before or null) have image, labels and measured set. */
SCT_NODISCARD sct_status verify_run(sct_context *ctx, sct_verification *v, const uint8_t *mask);

/* verify_tiles.c: fills what info says of symmetry, evenness and, by verify_edge, the edge. */
SCT_NODISCARD sct_status verify_tiles(sct_context *ctx, sct_verification *v);
/* ln of light over bare skin's at a place of the coarse plane, by a light that was fitted to both photos or to the one after
 * alone; NaN where nothing is known. */
double verify_change_at(const sct_verification *v, const verify_light *light, int both, uint32_t x, uint32_t y);
/* verify_area.c: of each cell of v->light how deep it lies inside the outline of the area, in cells, counted from the ends
 * of its row and its column; 0 outside. A mole or a hair that was left out inside the area is no edge. */
void verify_depth_of_cells(const sct_verification *v, float *depth);
/* An area may end softly, with fewer and fewer dots towards its edge, as a hairline should. How deep that goes, in cells:
 * from the middle outwards to the first ring that is clearly lighter than the inner half. depth as above; share of each cell
 * that can be looked at, and its darkness. */
double verify_soft_edge(const verify_light *l, const float *depth, const float *share, const float *darkness);
/* verify_area.c: how crisp the edge of the area is. */
void verify_edge(sct_verification *v);
/* verify_dot_colour.c: *out has count 0 without a scale, or where dots are not told apart. SCT_ERR_MEMORY,
 * SCT_ERR_INTERRUPTED. */
SCT_NODISCARD sct_status verify_dot_colour(sct_context *ctx, const sct_verification *v, verify_dot_look *out);
/* verify_judge.c: the rest of info. */
void verify_judge(sct_verification *v);
/* verify_words.c */
void verify_words(sct_verification *v);
/* verify_json.c */
SCT_NODISCARD sct_status verify_json(sct_context *ctx, const sct_verification *v, sct_bytes *out);
/* ---- verify_picture.c ---- */

typedef enum verify_panel { VERIFY_BEFORE, VERIFY_AFTER, VERIFY_CHANGED, VERIFY_PANELS } verify_panel;
/* The area and a little around it, three times at the same places, 8-bit sRGB. Owned. */
typedef struct verify_panels {
    uint32_t width, height;
    uint8_t *rgb[VERIFY_PANELS]; /* VERIFY_BEFORE is null where there is no photo before */
    double mm_per_px;            /* of a panel; NaN: unknown */
    int change_known;            /* 0: too little bare skin to tell what changed, and its panel shows the outline alone */
} verify_panels;
/* most: of the longer side, pixels. SCT_ERR_MEMORY, SCT_ERR_INTERRUPTED; *out is then empty. */
SCT_NODISCARD sct_status verify_panels_paint(sct_context *ctx, const sct_verification *v, uint32_t most, verify_panels *out);
void verify_panels_free(verify_panels *panels);
/* Side by side; quality 0: a PNG. */
SCT_NODISCARD sct_status verify_picture(sct_context *ctx, const sct_verification *v, int quality, sct_bytes *out);

#endif
