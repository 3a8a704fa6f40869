/*
 * tests/phantom/phantom.h - renders scalp photos whose true colours are known.
 *
 * A client (skin, hair and grey-hair reflectance spectra, density, fibre
 * width) is laid out as the top of a head: bald skin, a hairline, stubble,
 * where wanted grown hair, in front of a background, with a colour chart or any
 * flat card beside it. Every surface is a spectrum; an illuminant and a camera
 * turn it into linear light, and tone curve, noise, profile and encoder into
 * the bytes of a PNG or JPEG file. The truth comes from the spectra and the
 * geometry alone, through other tables than the image.
 *
 * Lengths are mm on the head; pixels are those of the photo as seen. The head's
 * origin is its crown, x to the right, y towards the forehead (down).
 * Deterministic: the same parameters give the same bytes.
 */
#ifndef TESTS_PHANTOM_H
#define TESTS_PHANTOM_H

#include "scalptone/colour.h"
#include "scalptone/photo.h"

enum { PHANTOM_BANDS = 31, PHANTOM_CARD_MAX = 4, PHANTOM_ITA_CLASSES = 6 };

/* Reflectance at 400, 410 .. 700 nm, 1 = perfect diffuser. */
typedef struct phantom_spectrum {
    double r[PHANTOM_BANDS];
} phantom_spectrum;

/* ---- what the photos are made of -------------------------------------------------------------- */

typedef struct phantom_skin {
    char name[24];         /* "issa 4267", "nist s12" */
    phantom_spectrum body; /* specular excluded */
    sct_lab lab;           /* D50/2 */
    double ita_deg;        /* D65/2 */
    int ita_class;         /* 0 very light .. 5 dark */
} phantom_skin;
typedef struct phantom_hair {
    char name[24];
    phantom_spectrum strand;
    sct_lab lab; /* D50/2 */
} phantom_hair;
/* Three spectral curves, 380 to 780 nm by 5 nm: a camera's R, G, B or an observer's x, y, z. */
typedef struct phantom_curves {
    double s[81][3];
} phantom_curves;
typedef struct phantom_camera {
    char name[64];
    phantom_curves curves;
} phantom_camera;

/* Skins, hairs and cameras: the reference data when it is there, else a few facts (phantom_library.measured = 0). */
typedef struct phantom_library {
    int measured;
    size_t skin_count, hair_count, camera_count;
    phantom_skin *skins;
    phantom_hair *hairs;
    phantom_camera *cameras;
} phantom_library;
phantom_library phantom_library_open(void);
void phantom_library_close(phantom_library *library);
const char *phantom_ita_class_name(int ita_class);
/* Index of the n-th skin (modulo their number) of an ITA class whose subjects are split in two halves, every other
 * one held out; -1 if there is none. */
int phantom_skin_of_class(const phantom_library *library, int ita_class, int held_out, int n);

phantom_spectrum phantom_spectrum_flat(double reflectance);
/* A smooth spectrum with this D50/2 colour: exact for the colour, not a physical surface when very saturated. */
phantom_spectrum phantom_spectrum_from_lab(sct_lab lab);
/* A spectrum brought to this D50/2 colour, its shape kept but for one slow wave. */
phantom_spectrum phantom_spectrum_bent(const phantom_spectrum *start, sct_lab lab);
phantom_spectrum phantom_spectrum_from_srgb8(int r, int g, int b);
/* White (unpigmented) hair: a model, no table of it was found. */
phantom_spectrum phantom_spectrum_white_hair(void);
/* Patch 0..23 of a ColorChecker Classic, dark skin first: the mean of 30 charts as measured, made before November 2014. */
phantom_spectrum phantom_colorchecker_patch(int index);
/* The same of a chart made since: bent smoothly to the maker's published Lab. */
phantom_spectrum phantom_colorchecker_patch_2014(int index);
const char *phantom_colorchecker_name(int index);
/* D50/2 Lab of a spectrum by the published 10 nm weights (the truth's way to colour). */
sct_lab phantom_true_lab(const phantom_spectrum *spectrum);
/* Individual typology angle, D65/2. */
double phantom_true_ita_deg(const phantom_spectrum *spectrum);
int phantom_ita_class_of(double ita_deg);
/* A made-up phone camera: three bells with overlap, for tests without reference data. */
phantom_camera phantom_camera_generic(void);

/* ---- cards ------------------------------------------------------------------------------------ */

/* A rectangle of a card, in the card's own units (y down); later ones lie on top. */
typedef struct phantom_patch {
    double x, y, w, h;
    phantom_spectrum r;
} phantom_patch;

/*
 * A flat card in the scene. Either `patches` on `ground`, or `image_xyz`
 * (reflectance as D50 XYZ, perfect diffuser Y = 1, spread over the whole card).
 * `place` maps card units to pixels as seen: x = (h0 u + h1 v + h2) / (h6 u + h7 v + h8), y likewise with h3..h5.
 */
typedef struct phantom_planar {
    double width, height; /* card units */
    phantom_spectrum ground;
    const phantom_patch *patches;
    size_t patch_count;
    const float *image_xyz; /* or null; image_width x image_height x 3 */
    int image_width, image_height;
    double place[9];
    double light;   /* relative illumination of the card, usually 1 */
    double hole[4]; /* x, y, width, height cut out of it, card units; zeros: none */
} phantom_planar;
/*
 * Fills planar->place: the card's middle at (x_px, y_px), `scale` pixels per card unit there, turned clockwise by
 * rotation_deg, mirrored left to right before that when `mirror`, and tilted: `tilt_x`, `tilt_y` are the relative
 * change of scale from the card's middle to its right and bottom edge (0 = seen straight).
 */
void phantom_place_planar(phantom_planar *planar, double x_px, double y_px, double scale, double rotation_deg, int mirror,
                          double tilt_x, double tilt_y);
void phantom_planar_to_px(const phantom_planar *planar, double u, double v, double *x_px, double *y_px);

enum { PHANTOM_CHECKER_COLUMNS = 6, PHANTOM_CHECKER_ROWS = 4 };
/* A ColorChecker Classic in units of its pitch: patch i has its centre at (0.85 + i % 6, 0.85 + i / 6) of a 6.7 x 4.7
 * card. `patches` (24) must live as long as the planar. Not yet placed. */
phantom_planar phantom_planar_colorchecker(phantom_patch patches[24], int old);
/* A grey card, 3 x 2 units. */
phantom_planar phantom_planar_grey(double reflectance);

/* ---- the photo -------------------------------------------------------------------------------- */

typedef enum phantom_format { PHANTOM_PNG8 = 0, PHANTOM_PNG16, PHANTOM_JPEG } phantom_format;
typedef enum phantom_profile {
    PHANTOM_SRGB = 0,
    PHANTOM_DISPLAY_P3,
    PHANTOM_ADOBE_RGB,
    PHANTOM_NO_PROFILE /* sRGB without saying so */
} phantom_profile;
typedef enum phantom_ground { PHANTOM_PLAIN = 0, PHANTOM_WOOD, PHANTOM_CLOTH } phantom_ground;
typedef enum phantom_chart { PHANTOM_CHART_NONE = 0, PHANTOM_CHART_COLORCHECKER, PHANTOM_CHART_GREY } phantom_chart;

/* Another camera before the same head. Zeros: it has not moved. */
typedef struct phantom_pose {
    double turn_deg, shift_x_mm, shift_y_mm;
    double nearer;                 /* by this share: 0.1 is 1.1 times as large */
    double lean_x, lean_y;         /* perspective: the change of scale over 100 mm */
    double parallax_x, parallax_y; /* how far places move that lie 1 mm nearer, mm */
} phantom_pose;
/* A dot of ink: what of a place has the dots' spectrum, with a soft edge. */
typedef struct phantom_dot {
    double x_mm, y_mm, radius_mm, strength;
} phantom_dot;

typedef struct phantom_params {
    uint64_t seed;
    int width, height; /* pixels, as seen */
    double mm_per_px;
    double view_x_mm, view_y_mm; /* point of the head in the middle of the photo; NaN: chosen */

    phantom_spectrum skin, hair, grey_hair;
    double tone_variation;     /* smooth variation of melanin and blood; 1 = a usual scalp (about 1 L* sd) */
    double pores;              /* fine texture, relative sd */
    double density_per_cm2;    /* of stubble */
    double fibre_um, fibre_mm; /* width and length of a stubble hair, means */
    double strand_variation;   /* relative sd of reflectance between hairs */
    double grey_fraction;
    double thinning; /* share of the density that is left on the bald area */
    int grown_hair;  /* non-zero: long hair beyond the stubble */
    phantom_ground background;

    sct_illuminant illuminant;
    double exposure;          /* code of a perfect diffuser facing the camera, linear; 1 = white */
    double shading;           /* 0 even light .. 1 one lamp at the side */
    double light_azimuth_deg; /* where the lamp stands, 0 = right, 90 = below */
    double rim;               /* a second lamp behind the head, opposite the first: so much light at the outline, 0 none */
    double gradient_x, gradient_y; /* ln(light right / light left), ln(bottom / top) over the whole photo, cards included */
    double shadow_side;            /* darkness of a cast shadow on the side away from the lamp, 0..1 */
    double specular;               /* strength of highlights, 0..1 */

    const phantom_camera *camera; /* null: ideal colorimetric */
    double adaptation;            /* white balance: 1 = to the illuminant, 0 = left at D50 */
    double gain[3];               /* further gain of camera R, G, B */
    double psf_px;                /* Gaussian blur, standard deviation */
    double noise;                 /* sd at mid grey (0.18), linear; grows with the square root of the light */
    double tone;                  /* contrast of the tone curve, 0 none .. 1 strong */
    double denoise; /* strength of an edge-preserving filter of 5 x 5 pixels, in codes: what differs less is smoothed */
    double sharpen, sharpen_px; /* unsharp mask of the codes: gain (0 none, phones 1 to 3), standard deviation of its blur */

    phantom_chart chart;
    double chart_x_px, chart_y_px, chart_pitch_px; /* NaN: chosen; a grey card is 3 x 2 pitches */
    double chart_rotation_deg, chart_tilt_x, chart_tilt_y;
    int chart_mirror;
    int chart_old; /* a ColorChecker from before November 2014 */
    double grey_reflectance;
    size_t card_count; /* further cards, placed by the caller */
    phantom_planar cards[PHANTOM_CARD_MAX];

    phantom_format format;
    int jpeg_quality;
    int orientation; /* EXIF 1..8 */
    phantom_profile profile;

    phantom_pose pose;
    double margin_mm;        /* hair grows so much farther than the view: two photos of one head have the same */
    const phantom_dot *dots; /* or null */
    size_t dot_count;
    phantom_spectrum dot; /* of ink everywhere */
} phantom_params;

/* A usual phone photo of a light client, 900 x 700, without a chart. */
void phantom_params_init(phantom_params *params);
/* The same client seen by an ideal camera in even D50 light: no noise, blur, gloss or tone curve; 16-bit PNG. */
void phantom_params_perfect(phantom_params *params);

typedef struct phantom_rect {
    double x, y, w, h;
} phantom_rect; /* pixels as seen; w = 0: there is none */

typedef struct phantom_truth {
    sct_lab skin_lab;      /* bald skin, D50/2, specular excluded */
    sct_lab skin_rect_lab; /* mean over skin_rect: the local tone */
    double ita_deg;        /* of skin_lab's spectrum, D65/2 */
    int ita_class;
    sct_lab strand_lab;     /* the pigmented hair itself */
    sct_lab grey_lab;       /* the white hair itself */
    sct_lab shadow_lab;     /* linear mean over stubble_rect */
    double coverage;        /* share of stubble_rect that hair covers */
    double density_per_cm2; /* roots in stubble_rect per cm2 */
    double grey_fraction;   /* of those roots */
    size_t fibres;          /* those roots */
    double mm_per_px;
    phantom_rect skin_rect, stubble_rect, grown_rect, chart_rect;
    int has_chart;
    double chart_corners[4][2];  /* of the card: top left, top right, bottom right, bottom left of the card itself */
    double patch_centres[24][2]; /* ColorChecker only */
    double chart_homography[9];  /* lattice (0..5, 0..3) to pixels; ColorChecker only */
    double chart_pitch_px;
} phantom_truth;

typedef struct phantom_photo {
    unsigned char *bytes; /* the file; free with phantom_photo_free */
    size_t size;
    phantom_truth truth;
} phantom_photo;
/* Renders and encodes; aborts when memory is out (this is a test tool). */
phantom_photo phantom_render(const phantom_params *params);
void phantom_photo_free(phantom_photo *photo);

/* The pixels before encoding: width x height x 3 encoded codes 0..1 in the profile's RGB, as seen. Free with free. */
float *phantom_render_codes(const phantom_params *params, phantom_truth *truth);
/* Encodes such pixels as params->format says. */
phantom_photo phantom_encode(const phantom_params *params, const float *codes);

#endif
