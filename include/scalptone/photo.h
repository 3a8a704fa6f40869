/*
 * scalptone/photo.h - photos in, measured colours out.
 *
 * A photo is opened from bytes (PNG, JPEG, HEIC where built in) or from the
 * caller's own pixels; a view says what to look for in it; sct_measure answers
 * with the skin's and the hair's colour, how sure they are, and what is weak
 * about the photos. Coordinates are pixels of the photo as it is seen, after
 * its orientation has been applied, origin at the top left corner.
 */
#ifndef SCALPTONE_PHOTO_H
#define SCALPTONE_PHOTO_H

#include "base.h"
#include "colour.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Where the numbers of a photo's colour space came from. */
typedef enum sct_profile_source {
    SCT_PROFILE_EMBEDDED = 0, /* an ICC profile in the file */
    SCT_PROFILE_CICP,         /* PNG cICP or HEIF nclx code points */
    SCT_PROFILE_TAGGED,       /* PNG sRGB/gAMA/cHRM, EXIF ColorSpace or interoperability tag */
    SCT_PROFILE_ASSUMED_SRGB, /* nothing said: sRGB taken, and flagged */
    SCT_PROFILE_CALLER        /* given with the caller's pixels */
} sct_profile_source;
/* "embedded", "cicp", "tagged", "assumed-srgb", "caller"; static storage. */
SCT_API const char *sct_profile_source_name(sct_profile_source source);

/* What a photo says about itself. */
typedef struct sct_photo_info {
    char format[8];         /* "png", "jpeg", "heic", "pixels" */
    uint32_t width, height; /* pixels, as seen */
    int orientation;        /* EXIF orientation that was applied, [1, 8] */
    int bit_depth;          /* bits a channel in the file, [1, 16] */
    int channels;           /* colour channels in the file: 1, 3 or 4 */
    int has_alpha;
    int lossy;             /* non-zero for JPEG and HEIC */
    char profile_name[64]; /* e.g. "Display P3"; control characters removed */
    sct_profile_source profile_source;
} sct_photo_info;

/* An opened photo. Owns memory; free with sct_photo_free. Immutable after opening: may be shared between threads. */
typedef struct sct_photo sct_photo;

/* Opens a photo from a file's bytes, which must stay valid until sct_photo_free (they are not copied).
 * Reads the header and the profile only. SCT_ERR_PHOTO_*, SCT_ERR_PROFILE, SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_photo_open(sct_context *ctx, const void *bytes, size_t size, sct_photo **out);

/* The caller's own pixels: rows of interleaved channels, top to bottom. */
typedef struct sct_pixels_desc {
    size_t size;            /* sizeof(sct_pixels_desc), set by sct_pixels_desc_init */
    uint32_t width, height; /* pixels, [1, SCT_LIMIT_SIDE] */
    int channels;           /* 1 grey, 2 grey+alpha, 3 RGB, 4 RGB+alpha (straight) */
    int bits;               /* 8, or 16 in native byte order */
    size_t stride;          /* bytes from row to row; 0: rows are packed */
    int orientation;        /* EXIF orientation of the buffer, [1, 8] */
    const void *data;       /* must stay valid until sct_photo_free */
    const void *icc;        /* ICC profile, or null for sRGB */
    size_t icc_size;        /* bytes */
    /* version 0.1 ends here */
} sct_pixels_desc;
SCT_API void sct_pixels_desc_init(sct_pixels_desc *desc);
/* Opens the caller's pixels as a photo. SCT_ERR_ARGUMENT, SCT_ERR_OPTION, SCT_ERR_PHOTO_TOO_LARGE, SCT_ERR_PROFILE,
 * SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_photo_from_pixels(sct_context *ctx, const sct_pixels_desc *desc, sct_photo **out);
/* Frees a photo; null is allowed. */
SCT_API void sct_photo_free(sct_photo *photo);
/* Facts about the photo, by value. */
SCT_API sct_photo_info sct_photo_describe(const sct_photo *photo);

/* What a region of a photo is. */
typedef enum sct_role { SCT_ROLE_SKIN = 0, SCT_ROLE_HAIR, SCT_ROLE_GREY } sct_role;
/* "skin", "hair", "grey"; static storage. */
SCT_API const char *sct_role_name(sct_role role);

typedef enum sct_shape_kind {
    SCT_SHAPE_AUTO = 0,
    SCT_SHAPE_RECT,
    SCT_SHAPE_CIRCLE,
    SCT_SHAPE_POLY,
    SCT_SHAPE_MASK
} sct_shape_kind;

#define SCT_POLY_MAX 64
/*
 * Where to look. rect: v = x, y, w, h; circle: v = x, y, r; poly: v = x0, y0,
 * x1, y1, ...; percent[i] non-zero: v[i] is a percentage of the photo's width
 * (x, w, r) or height (y, h). mask: an 8-bit PNG of the photo's size as seen,
 * non-zero = inside; the bytes belong to the caller.
 */
typedef struct sct_shape {
    sct_role role;
    sct_shape_kind kind;
    size_t count;               /* numbers in v */
    double v[2 * SCT_POLY_MAX]; /* pixels or percent */
    unsigned char percent[2 * SCT_POLY_MAX];
    const void *mask;   /* SCT_SHAPE_MASK only */
    size_t mask_size;   /* bytes */
    double reflectance; /* of a grey region, [0.02, 0.98]; 0: grey_reflectance of the options */
} sct_shape;
/* Reads "auto", "rect:X,Y,W,H", "circle:X,Y,R", "poly:X,Y X,Y X,Y..." (numbers may end in %) or "mask:FILE";
 * for a mask, shape->mask stays null and the caller loads the file. SCT_ERR_SHAPE. */
SCT_API SCT_NODISCARD sct_status sct_shape_parse(sct_context *ctx, const char *text, sct_role role, sct_shape *out);

/* One photo of the client and what to look for in it. */
typedef struct sct_view {
    const sct_photo *photo;
    const sct_shape *shapes; /* with no shape for a wanted role, that role is `auto` */
    size_t shape_count;
    unsigned roles;   /* bit set of 1u << sct_role that are wanted from this photo */
    const char *name; /* what flags call this photo among several, e.g. a bare file name; null: "photo 2" */
} sct_view;

/* Labels of a mask image: what sct_measure took each pixel for. */
enum {
    SCT_LABEL_NONE = 0,
    SCT_LABEL_SKIN = 1,
    SCT_LABEL_HAIR = 2,
    SCT_LABEL_SPECULAR = 3,
    SCT_LABEL_SHADOW = 4,
    SCT_LABEL_CLIPPED = 5,
    SCT_LABEL_CHART = 6
};

typedef enum sct_estimator { SCT_ESTIMATOR_MODE = 0, SCT_ESTIMATOR_MEAN, SCT_ESTIMATOR_MEDIAN } sct_estimator;

/* Whether a colour chart is looked for. */
typedef enum sct_chart_mode {
    SCT_CHART_AUTO = 0, /* used when there is one */
    SCT_CHART_DEMANDED, /* its absence is an error: SCT_ERR_CHART_NONE */
    SCT_CHART_OFF       /* not looked for: grey regions and the profile only */
} sct_chart_mode;
struct sct_chart_options; /* scalptone/chart.h */

/* Room for the labels of one photo, row by row as seen. */
typedef struct sct_label_plane {
    uint8_t *labels; /* null: not wanted */
    size_t capacity; /* bytes; width x height are needed */
} sct_label_plane;

typedef struct sct_measure_options {
    size_t size;                           /* sizeof(sct_measure_options), set by sct_measure_options_init */
    uint64_t seed;                         /* of the bootstrap; default 1 */
    int estimator;                         /* sct_estimator; default SCT_ESTIMATOR_MODE */
    double mm_per_px;                      /* scale of the first photo, mm per pixel [0 = unknown, 100] */
    double grey_reflectance;               /* of the grey regions, [0.02, 0.98]; default 0.18 */
    uint8_t *labels;                       /* if not null: SCT_LABEL_* of the first photo, row by row as seen */
    size_t labels_capacity;                /* bytes in labels; width x height are needed */
    int chart_mode;                        /* sct_chart_mode; default SCT_CHART_AUTO */
    const struct sct_chart_options *chart; /* which charts are looked for (chart.h); null: any built-in one */
    const sct_photo *chart_photo; /* another photo of the same light, in which the chart lies; null: the photo itself */
    const sct_label_plane *label_planes; /* if not null: one for each photo, and `labels` is not used */
    /* version 0.1 ends here */
} sct_measure_options;
SCT_API void sct_measure_options_init(sct_measure_options *options);

/*
 * A colour with how far it can be trusted. The systematic part depends on how the photo was corrected, on the colour itself,
 * and without a chart on how far the skin in that light lies from real skin. In simulated photos by other cameras, of other
 * skins, u95_de00 of skin holds the truth, for every ITA class and light by itself, in 94 to 99 % of cases with a chart
 * (of hair up to 99.9 % in tungsten light). Without one it holds 92 % in the worst light (F2) and up to 100 % in others, for
 * they look alike in the photo. On photographed charts 21 of 22 skin patches lie within it (18 to 20 without the chart), and
 * within the 95 % ellipsoid of cov 77 to 95 %: its directions are less well known than its size.
 */
typedef struct sct_estimate {
    sct_lab lab;       /* D50/2, specular excluded */
    sct_cov cov;       /* total covariance of lab, systematic part included */
    sct_cov cov_noise; /* the part that averaging more pixels of this photo would shrink */
    double u95_de00;   /* 95 % bound on the error, dE00 */
    uint64_t pixels;   /* that the estimate rests on; 0: not measured */
} sct_estimate;

/* How the colours were corrected. */
typedef enum sct_correction_kind {
    SCT_CORRECTION_NONE = 0,
    SCT_CORRECTION_WHITE_BALANCE,
    SCT_CORRECTION_GREY,
    SCT_CORRECTION_CHART
} sct_correction_kind;
typedef struct sct_correction {
    sct_correction_kind kind;
    char chart[32];       /* identifier of the chart, or "" */
    int patches_used;     /* [0, 140] */
    double loo_de00_mean; /* leave-one-out residual, dE00; NaN without a chart */
    double loo_de00_max;  /* likewise */
    double u95_de00;      /* what the correction alone leaves on a usual skin (L* 60) before one is seen, dE00; at least 2 */
    double mm_per_px;     /* scale at the chart, mm per pixel; 0: not known */
} sct_correction;
/* "none", "white-balance", "grey", "chart"; static storage. */
SCT_API const char *sct_correction_kind_name(sct_correction_kind kind);

/* Skin as measured, with labels (labels carry caveats: see sct_ita_class). */
typedef struct sct_skin {
    sct_estimate estimate;
    sct_lab lab_d65;               /* the same colour, D65/2 (CAT16) */
    double ita_deg;                /* individual typology angle, degrees, D65/2 */
    double ita_lo_deg, ita_hi_deg; /* 95 % interval */
    char ita_class[16];            /* "very light" ... "dark" */
    char undertone[8];             /* "cool", "neutral", "warm" */
    double undertone_z;            /* hue z-score against real skin of that lightness */
    int monk_tone;                 /* nearest Monk Skin Tone, [1, 10] */
    double monk_de00;              /* distance to it */
    double locus_z;                /* distance from the locus of real skin, standard deviations */
} sct_skin;

typedef enum sct_hair_kind { SCT_HAIR_NONE = 0, SCT_HAIR_STUBBLE, SCT_HAIR_GROWN } sct_hair_kind;
/* Hair as measured. NaN where a number is unknown. */
typedef struct sct_hair {
    sct_hair_kind kind;
    sct_estimate strand;     /* colour of the fibres themselves */
    sct_estimate shadow;     /* linear-light mean of the area: what the eye sees from afar; pixels = 0 for grown hair */
    double coverage;         /* share of the area that fibres cover, [0, 1] */
    double grey_fraction;    /* share of grey fibres, [0, 1] */
    double grey_lo, grey_hi; /* 95 % interval */
    double density_per_cm2;  /* hairs per cm2; NaN without a scale */
    double fibre_width_px;   /* median, pixels */
    uint64_t fibres;         /* counted fibres or dots */
    double width_mm;         /* visible width of a hair, median, mm; NaN without a scale, or where blur hides it */
} sct_hair;
/* "none", "stubble", "grown"; static storage. */
SCT_API const char *sct_hair_kind_name(sct_hair_kind kind);

#define SCT_REGION_MAX 32
/* One measured region. */
typedef struct sct_region {
    sct_role role;
    int photo;      /* index of the view */
    char shape[64]; /* as given, shortened with "..." */
    int32_t box[4]; /* x, y, width, height in pixels that was used */
    sct_estimate estimate;
    uint32_t flag_bits; /* bit i set: flags.items[i] of the measurement holds for this region */
} sct_region;

#define SCT_VIEW_MAX 16
/* All that was measured of one client. A plain value: copy and keep it as you like. */
typedef struct sct_measurement {
    size_t photo_count; /* [1, SCT_VIEW_MAX] */
    sct_photo_info photos[SCT_VIEW_MAX];
    sct_correction correction;                /* of the first photo that shows skin and was used */
    sct_correction corrections[SCT_VIEW_MAX]; /* of each photo */
    sct_skin skin;                            /* estimate.pixels = 0: not measured */
    sct_hair hair;                            /* kind none: not measured */
    double between_photos_de00;               /* spread of skin between the photos that were used, dE00; NaN for one */
    double apart_de00[SCT_VIEW_MAX]; /* of each photo's skin from that of the others, dE00; NaN where there are none */
    unsigned left_out;               /* bit i set: photo i was so far from the others that it was not used */
    size_t region_count;
    sct_region regions[SCT_REGION_MAX];
    sct_flags flags; /* quality of the whole */
} sct_measurement;

/*
 * Measures skin and hair in up to SCT_VIEW_MAX photos of one client. *out is
 * untouched on error. SCT_ERR_ARGUMENT, SCT_ERR_OPTION, SCT_ERR_SHAPE (shape
 * outside the photo), SCT_ERR_PHOTO_DAMAGED, SCT_ERR_NOTHING (a wanted role
 * could not be found), SCT_ERR_MEMORY, SCT_ERR_INTERRUPTED.
 */
SCT_API SCT_NODISCARD sct_status sct_measure(sct_context *ctx, const sct_measure_options *options, const sct_view *views,
                                             size_t view_count, sct_measurement *out);

/* JSON text of a measurement (schema version 1), UTF-8, one line, no newline at the end; free with sct_bytes_free. */
SCT_API SCT_NODISCARD sct_status sct_measurement_json(sct_context *ctx, const sct_measurement *measurement, sct_bytes *out);

/*
 * The first view's photo as an 8-bit sRGB PNG without metadata, regions and rejected pixels drawn
 * in. `labels` is what sct_measure filled, or null. Free with sct_bytes_free.
 */
SCT_API SCT_NODISCARD sct_status sct_overlay_png(sct_context *ctx, const sct_photo *photo,
                                                 const sct_measurement *measurement, const uint8_t *labels, sct_bytes *out);
/* The same for a photo that is not the first: `view` is its index, below photo_count. */
SCT_API SCT_NODISCARD sct_status sct_overlay_view_png(sct_context *ctx, const sct_photo *photo,
                                                      const sct_measurement *measurement, size_t view, const uint8_t *labels,
                                                      sct_bytes *out);
/* An 8-bit grey PNG of a label image. */
SCT_API SCT_NODISCARD sct_status sct_labels_png(sct_context *ctx, const uint8_t *labels, uint32_t width, uint32_t height,
                                                sct_bytes *out);

#ifdef __cplusplus
}
#endif
#endif
