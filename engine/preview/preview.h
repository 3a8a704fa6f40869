/*
 * engine/preview/preview.h - inks on the client's own photo.
 *
 *     preview           the photo made ready: its pixels, scale, area
 *     preview_look      what to show of an ink, at an age
 *     preview_picture   the whole photo with a look
 *     preview_panel     the area with a look, as large as a sheet has it
 *     preview_mark      the words that say that it is a simulation
 * Below them, in preview_painter.h, a look is painted on the photo's rows, and in preview_dots.h dots of ink are laid out:
 * the files that include that header alone need no image and no image library.
 */
#ifndef ENGINE_PREVIEW_H
#define ENGINE_PREVIEW_H

#include "match/match.h"
#include "pixels/pixels.h"
#include "scalptone/preview.h"

/* What to show of one ink. */
struct sct_look {
    char ink[96];               /* identifier, or two with their parts: "a + b 3:1" */
    char title[SCT_TITLE_SIZE]; /* for people, as match_title has it */
    size_t rank;                /* in the ranking it comes from; 0: in none */
    size_t tie_count;           /* [0, SCT_TIE_MAX] */
    size_t tied_with[SCT_TIE_MAX];
    double parts_water;                 /* to one part of ink [0, 1e6] */
    double ink_ml, second_ml, water_ml; /* to mix [0, 1000]; NaN: not worked out */
    int ready;                          /* non-zero: used as it is */
    double density_per_cm2;             /* dots per cm2 [1, 2000] */
    double dot_radius_mm;               /* [0.005, 0.5] */
    double depth_um;                    /* of the ink [0, 1000]; blurs the dots */
    sct_when when;
    double ink_left;           /* share of the healed ink that is there at this age [0, 1e6]; above 1 when fresh */
    sct_lab skin_lab;          /* bare skin */
    sct_lab dot_lab, area_lab; /* ink everywhere; skin with these dots */
    sct_lab seen_lab;          /* one dot, as an eye sees it from 30 cm */
    sct_tissue tissue;         /* its scattering blurs the dots */
    char rests_on[128];
};

/* Facts about a preview. */
typedef struct preview_facts {
    sct_photo_info photo;
    double mm_per_px;
    sct_scale_source scale_source;
    int area_found; /* non-zero: no area was given, it was looked for */
    uint64_t area_pixels;
    double area_mm2;
    uint32_t box[4];   /* x, y, width, height of the area, pixels */
    uint32_t chart[4]; /* likewise of what is labelled a chart; width 0: nothing is */
    double edge_mm;    /* as used: a small area has a narrower edge */
    sct_view_from view;
    double blur_mm;       /* standard deviation of the far view on the head, mm; 0 near */
    double skin_u95_de00; /* as in the options */
    uint64_t seed;
    int converted;   /* non-zero: pictures are sRGB, because the photo's own space has no inverse */
    sct_flags flags; /* "scale-assumed", "area-assumed", "space-converted", and those of the photo */
} preview_facts;

/* What came of one look. */
typedef struct preview_result {
    size_t dots;
    uint64_t
        core_pixels;  /* of the area where dots are not thinned; the means below are over them, NaN where there are none */
    sct_lab area_lab; /* mean of the rendering, were the photo's bare skin look->skin_lab */
    double de00;      /* of that from look->area_lab */
    sct_lab photo_bare_lab, photo_area_lab; /* the photo's own colours there, before and after */
    double shine_share; /* of the core [0, 1]: gloss and clipped white, which take less ink than skin does */
    sct_flags flags;    /* "picture-off": no dot, fewer than 40 dots in the core, or de00 above 0.5; go by look->area_lab */
} preview_result;

/* What the last picture of a preview showed. */
typedef struct preview_shown {
    size_t count; /* [0, SCT_LOOK_MAX] */
    sct_look looks[SCT_LOOK_MAX];
    preview_result results[SCT_LOOK_MAX];
} preview_shown;

/* ---- preview.c ---- */

const sct_photo *preview_photo(const sct_preview *preview);
preview_shown *preview_last(sct_preview *preview);
const preview_shown *preview_last_shown(const sct_preview *preview);

/* Least and greatest scale that can be shown, mm per pixel: smaller pixels would make a dot thousands of them wide, larger
 * ones leave no picture of a head. */
extern const double preview_mm_per_px_least, preview_mm_per_px_most;
/* sct_preview_new for options that have been checked. */
SCT_NODISCARD sct_status preview_open(sct_context *ctx, const sct_photo *photo, const sct_preview_options *options,
                                      sct_preview **out);
/* Facts about it, and its options; valid as long as it is. */
const preview_facts *preview_info(const sct_preview *preview);
const sct_preview_options *preview_options(const sct_preview *preview);

/* ---- preview_look.c ---- */

/* SCT_ERR_OPTION, SCT_ERR_ARGUMENT naming what no look can have. */
SCT_NODISCARD sct_status preview_look_check(sct_context *ctx, const sct_look *look);
/* Fills seen_lab, for a look whose other fields have been checked. SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status preview_look_guess_seen(sct_context *ctx, sct_look *look);
/* sct_look_from_match and sct_look_from_ink for options and a measurement that have been checked. */
SCT_NODISCARD sct_status preview_look_from_candidate(sct_context *ctx, const sct_match_options *options,
                                                     const sct_measurement *measurement, const sct_palette *palette,
                                                     const match_candidate *candidate, const sct_when *when, sct_look *out);
SCT_NODISCARD sct_status preview_look_from_ink(sct_context *ctx, const sct_match_options *options,
                                               const sct_measurement *measurement, const sct_palette *palette, size_t ink,
                                               double parts_water, const sct_when *when, sct_look *out);

/* ---- preview_picture.c ---- */

/* The whole photo with one look as a PNG: sct_preview_png. result and out may be null. */
SCT_NODISCARD sct_status preview_picture_png(sct_context *ctx, sct_preview *preview, const sct_look *look,
                                             preview_result *result, sct_bytes *out);
/* What comes of each look, without pictures: sct_preview_judge. */
SCT_NODISCARD sct_status preview_judge(sct_context *ctx, sct_preview *preview, const sct_look *const *looks, size_t count,
                                       preview_result *results);
/* The picture as a JPEG of 8 bits: sct_preview_jpeg. */
SCT_NODISCARD sct_status preview_picture_jpeg(sct_context *ctx, sct_preview *preview, const sct_look *look,
                                              preview_result *result, sct_bytes *out);
/* The same into somebody's buffer: in its own space (PIXELS_OWN) the very values that the PNG holds. The buffer is filled
 * from the top; after an error the rest of it is as it was. SCT_ERR_ARGUMENT, SCT_ERR_OPTION, SCT_ERR_CAPACITY besides. */
SCT_NODISCARD sct_status preview_picture_rows(sct_context *ctx, sct_preview *preview, const sct_look *look,
                                              const pixels_plane *plane, preview_result *result);

/* ---- preview_panel.c ---- */

/* What a panel shows: the area, made smaller or larger by whole numbers, and below it a piece of it pixel by pixel. */
typedef struct preview_panel {
    uint32_t width, height;                                /* of the panel, pixels */
    uint32_t x, y, wide, high;                             /* of the photo */
    uint32_t shrink, enlarge;                              /* one of them is 1 */
    uint32_t detail_x, detail_y, detail_high, detail_zoom; /* 0 high: none */
} preview_panel;
preview_panel preview_panel_of(const sct_preview *preview);
/* Cuts a frame (x0, y0, x1, y1 of the photo) down to its largest part that is free of a chart (preview_facts), where that is
 * not small. */
void preview_leave_chart(double frame[4], const uint32_t chart[4]);
/* Paints a look (null: the photo as it is, in the far view as blurred) into packed 8-bit sRGB rows of the panel's size; the
 * gap above the detail is left as it is. result may be null, and is not filled without a look. */
SCT_NODISCARD sct_status preview_panel_paint(sct_context *ctx, sct_preview *preview, const preview_panel *panel,
                                             const sct_look *look, preview_result *result, uint8_t *rgb);

/* ---- preview_mark.c ---- */

/* The words "simulation, scale assumed", or as many of them as hold and have room, in the lower left corner of a picture. */
typedef struct preview_mark {
    int x, y, width, height; /* its box, pixels; width 0: no room */
    double size;             /* of its letters */
    char words[64];          /* in a language: see words/words.h */
} preview_mark;
/* What is left of the picture's light on its ground, and how much of a letter is white. */
#define PREVIEW_MARK_GROUND 0.6F
#define PREVIEW_MARK_LETTER 0.95F
preview_mark preview_mark_for(const preview_facts *info, int language, uint32_t width, uint32_t height);
/* How much its letters cover of row y of the picture [0, 1], in `count` pixels from x on; the rest of its box is ground. */
void preview_mark_cover(const preview_mark *mark, int x, int y, float *cover, int count);
/* Draws it into packed 8-bit rows of a picture whose corner lies at (x, y). */
void preview_mark_draw(const preview_mark *mark, uint8_t *rgb, uint32_t width, uint32_t x, uint32_t y);

#endif
