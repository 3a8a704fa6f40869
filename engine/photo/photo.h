/*
 * engine/photo/photo.h - untrusted bytes in, a bounded decoded frame out.
 *
 * The frame holds pixels as stored in the file (no colour management yet) but
 * already turned to the orientation they are seen in, and only the window that
 * was asked for.
 */
#ifndef ENGINE_PHOTO_H
#define ENGINE_PHOTO_H

#include "base/base.h"
#include "scalptone/measure.h"
#include "scalptone/photo.h"

/*
 * A place in a photo. v holds `count` numbers as the kind lists them (measure.h), percent[i] non-zero: v[i] is a percentage.
 * A mask is the bytes of a PNG, or raw bytes. Shapes that the caller holds own their bytes; copies of them do not.
 */
struct sct_shape {
    sct_role role;
    sct_shape_kind kind;
    size_t count;
    double v[2 * SCT_POLY_MAX]; /* pixels or percent */
    unsigned char percent[2 * SCT_POLY_MAX];
    const void *mask;               /* of a mask: a PNG, or raw_width x raw_height bytes */
    size_t mask_size;               /* bytes */
    uint32_t raw_width, raw_height; /* 0: the mask is a PNG */
    double reflectance;             /* of a grey region [0.02, 0.98]; 0: as the options say */
    void *owned;                    /* the bytes behind `mask`, of a shape on the heap */
    char *file;                     /* what "mask:FILE" named, likewise; null */
};

/* Coding-independent code points (ITU-T H.273) of a photo that carries them. */
typedef struct photo_cicp {
    int present;
    int primaries, transfer, matrix, full_range;
} photo_cicp;

enum { PHOTO_UNSPECIFIED = 2 }; /* a code point that says nothing */

/* What of a file speaks about its colours; photo_colour.c holds their order of precedence. */
typedef enum photo_claim {
    PHOTO_CLAIM_NONE = 0,  /* nothing does: sRGB is assumed */
    PHOTO_CLAIM_CALLER,    /* who gave the pixels */
    PHOTO_CLAIM_ICC,       /* an embedded profile */
    PHOTO_CLAIM_CICP,      /* code points, both of them */
    PHOTO_CLAIM_CICP_PART, /* code points, one of them */
    PHOTO_CLAIM_SRGB,      /* a PNG's sRGB chunk */
    PHOTO_CLAIM_GAMMA,     /* a PNG's gAMA or cHRM chunk, or both */
    PHOTO_CLAIM_EXIF,      /* ColorSpace and interoperability index */
    PHOTO_CLAIM_KINDS
} photo_claim;

/* One claim about a photo's colour space. */
typedef struct photo_colour_space {
    photo_claim claim;
    sct_profile_source source;
    const char *fault;        /* why it cannot be read, static storage; or null */
    const unsigned char *icc; /* profile, or null; owned by the photo */
    size_t icc_size;
    photo_cicp cicp;        /* when source is SCT_PROFILE_CICP */
    int adobe_rgb;          /* EXIF interoperability "R03" */
    int has_gamma;          /* gAMA */
    double gamma;           /* encoding exponent, e.g. 0.45455 */
    int has_chromaticities; /* cHRM */
    double xy[8];           /* white, red, green, blue: x, y */
} photo_colour_space;

typedef struct photo_window {
    uint32_t x, y, width, height;
} photo_window; /* pixels as seen */

/* A decoded window. Rows are packed, interleaved, as seen. */
typedef struct photo_frame {
    photo_window window;
    int channels; /* 1, 3 or 4 colour channels (4: CMYK, 255 = no ink); alpha stands apart */
    int bits;     /* 8, or 16 in native order */
    void *pixels; /* owned */
    int warnings; /* defects of the file that changed no pixel */
    unsigned char
        *alpha; /* window.width * window.height, 0 = transparent, and then mid grey in pixels; null: opaque; owned */
} photo_frame;

/* What a file says of the camera and its settings. NaN, -1 and "" where it says nothing. */
typedef struct photo_camera {
    char make[48], model[48]; /* printable ASCII */
    double focal_mm, exposure_s, f_number, iso;
    int white_balance; /* 0: automatic, 1: set by hand */
    int flash;         /* 1: it fired */
} photo_camera;
photo_camera photo_camera_of(const sct_photo *photo);

/* Whether HEIC can be read on this machine; a child process looks for libheif and its decoder. */
int photo_reads_heic(void);

sct_photo_info photo_info(const sct_photo *photo);
/* All claims about the photo's colours, the strongest first; the last one can always be used. */
const photo_colour_space *photo_colours(const sct_photo *photo, size_t *count);
/* The strongest that could be read; whether it makes sense is for the room pixels to say. */
const photo_colour_space *photo_colour(const sct_photo *photo);
/* The claims that files of a format ("png", "jpeg", "heic") may make, the strongest first, ended by PHOTO_CLAIM_NONE. */
const photo_claim *photo_precedence(const char *format);
/* Flags about the file itself: no-profile, exif-ignored, truncated-end, screenshot, screen-sized. */
const sct_flags *photo_flags(const sct_photo *photo);
/* Adds "screenshot", which forbids a pick; the message says what tells it. */
void photo_flag_screenshot(sct_flags *flags, const char *message);

/* A photo of the size and by the camera of another, with its flags: packed RGB of 16 bits, which it takes over (*pixels
 * becomes null), in the space of a profile, or sRGB for null. SCT_ERR_PROFILE, SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status photo_from_frame(sct_context *ctx, const sct_photo *like, uint16_t **pixels,
                                          const unsigned char *icc, size_t icc_size, sct_photo **out);

/* Decodes a window (clamped by the caller to the photo) into *out; SCT_ERR_PHOTO_DAMAGED, SCT_ERR_MEMORY,
 * SCT_ERR_INTERRUPTED. JPEG: only the MCU rows and columns that the window needs; PNG: rows outside are read and dropped. */
SCT_NODISCARD sct_status photo_decode(sct_context *ctx, const sct_photo *photo, photo_window window, photo_frame *out);
/* How much smaller a decoder can make the whole photo cheaply (1, 2, 4 or 8) with its longer side still `side` or more. */
int photo_reduction(const sct_photo *photo, uint32_t side);
/* Decodes the whole photo at 1 / reduction, a value of photo_reduction: pixel (x, y) is the mean of reduction x reduction.
 * The frame's window counts reduced pixels. Errors as photo_decode. */
SCT_NODISCARD sct_status photo_decode_reduced(sct_context *ctx, const sct_photo *photo, int reduction, photo_frame *out);
void photo_frame_free(photo_frame *frame);

/* Fills packed row y. A picture is made in parts of so many rows by as many hands as the context has threads for
 * (task_share, which says what the context and the number of the hand are): a hand asks for the rows of its parts in order.
 */
typedef sct_status (*photo_row_fn)(sct_context *ctx, void *user, int hand, uint32_t y, unsigned char *row);

/* A PNG to be, row by row. */
typedef struct photo_png {
    uint32_t width, height;
    int channels, bits;       /* 1 or 3; 8, or 16 in native order */
    const unsigned char *icc; /* profile, or null */
    size_t icc_size;
    int srgb; /* non-zero: says that it is sRGB, where there is no profile */
    photo_row_fn row;
    void *user;
    uint32_t part_rows; /* 0: as it suits the size */
} photo_png;
/* Writes it; no other metadata. SCT_ERR_ARGUMENT, SCT_ERR_MEMORY, what `row` returns. */
SCT_NODISCARD sct_status photo_write_png_rows(sct_context *ctx, const photo_png *png, sct_bytes *out);

/* An 8-bit PNG without any metadata but an sRGB chunk when `srgb`: channels 1 or 3, packed rows. */
SCT_NODISCARD sct_status photo_write_png(sct_context *ctx, const unsigned char *pixels, uint32_t width, uint32_t height,
                                         int channels, int srgb, sct_bytes *out);

/* A JPEG to be, row by row; 8 bits, full chroma. */
typedef struct photo_jpeg {
    uint32_t width, height;   /* [1, 65500] */
    int channels, quality;    /* 1 or 3; [1, 100] */
    const unsigned char *icc; /* profile, or null: sRGB, as JPEGs are that say nothing */
    size_t icc_size;
    photo_row_fn row;
    void *user;
    uint32_t part_rows; /* as of photo_png */
} photo_jpeg;
/* Writes it; no other metadata. SCT_ERR_ARGUMENT, SCT_ERR_MEMORY, what `row` returns. */
SCT_NODISCARD sct_status photo_write_jpeg_rows(sct_context *ctx, const photo_jpeg *jpeg, sct_bytes *out);
/* Packed 8-bit sRGB rows of three channels as a JPEG. */
SCT_NODISCARD sct_status photo_write_jpeg(sct_context *ctx, const unsigned char *pixels, uint32_t width, uint32_t height,
                                          int quality, sct_bytes *out);

#endif
