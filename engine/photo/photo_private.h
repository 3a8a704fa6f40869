/*
 * engine/photo/photo_private.h - what the decoders of this room share.
 *
 * A decoder never sees an orientation: it hands over stored rows, in any order
 * and with any column step, and the sink puts them where they are seen.
 */
#ifndef ENGINE_PHOTO_PRIVATE_H
#define ENGINE_PHOTO_PRIVATE_H

#include "photo/photo.h"

/* Where stored pixels go: destination = origin + x * step_x + y * step_y, in pixels of the frame. */
typedef struct photo_sink {
    photo_frame *frame;
    photo_window stored; /* the window in stored coordinates */
    ptrdiff_t origin, step_x, step_y;
} photo_sink;

typedef struct photo_decoder {
    const char *name;
    /* Non-zero if the bytes look like this format. */
    int (*sniff)(const unsigned char *bytes, size_t size);
    /* Reads header and profile into photo; checks limits before it allocates. */
    sct_status (*open)(sct_context *ctx, sct_photo *photo);
    /* Sends the rows of sink->stored to the sink. */
    sct_status (*decode)(sct_context *ctx, const sct_photo *photo, photo_sink *sink);
} photo_decoder;

/* Claims about the colours, the strongest first. */
enum { PHOTO_CLAIMS = PHOTO_CLAIM_KINDS };
typedef struct photo_claims {
    size_t count;
    photo_colour_space items[PHOTO_CLAIMS + 1]; /* and one for none */
} photo_claims;

struct sct_photo {
    const photo_decoder *decoder;
    const unsigned char *bytes; /* the caller's file, or first row of pixels */
    size_t size;
    sct_photo_info info;
    uint32_t stored_width, stored_height;
    int frame_bits; /* 8 or 16 */
    int reduction;  /* JPEG only: decode at 1 / reduction; 0 is 1 */
    size_t stride;  /* caller's pixels only */
    photo_claims claims;
    void *owned;        /* the pixels, where this room made them, or null */
    unsigned char *icc; /* owned copy that one of the claims points to, or null */
    int camera;         /* the file names a camera, or an exposure */
    photo_camera told;  /* what it says of that; all zero where there is no EXIF block */
    int has_told;
    int screenshot; /* the file calls itself a screenshot */
    sct_flags flags;
};

extern const photo_decoder photo_png_decoder, photo_jpeg_decoder, photo_heif_decoder;

/* ---- photo_colour.c ---- */

/* Enters what a file says of its colours, in any order; of two claims of one kind the first that can be read stays. */
void photo_enter_claim(sct_photo *photo, const photo_colour_space *space);
/* The same of a claim that cannot be read. */
void photo_broken_claim(sct_photo *photo, photo_claim claim, const char *fault);
/* Code points, of which one or both may be unspecified. */
void photo_enter_code_points(sct_photo *photo, photo_cicp cicp);
/* Keeps a copy of a profile and enters it; a too large or empty one is a broken claim. */
SCT_NODISCARD sct_status photo_keep_icc(sct_context *ctx, sct_photo *photo, photo_claim claim, const void *icc, size_t size);
/* After the last claim: name and source of the strongest, and the flag of a photo that says nothing. */
void photo_settle_claims(sct_photo *photo);

/* ---- photo_zlib.c ---- */

/* Whether the four bytes behind a chunk's type and data are its checksum. */
int photo_crc_is_right(const unsigned char *chunk, size_t size);
/* Checksums of bytes behind those that `sum` is of: 0 and 1 at first. */
uint32_t photo_zlib_crc(uint32_t sum, const unsigned char *data, size_t size);
uint32_t photo_zlib_adler(uint32_t sum, const unsigned char *data, size_t size);
/* Adler-32 of bytes whose is `first`, and `size` more whose is `second`. */
uint32_t photo_adler_join(uint32_t first, uint32_t second, size_t size);
/* Packs rows of a picture as pieces of one stream of deflate, each begun and ended by itself: put one behind the other they
 * are the stream. Made by the first photo_deflate_begin, which makes it ready for the next piece from then on. */
typedef struct photo_deflater photo_deflater;
/* What comes behind some bytes: more of their piece; another piece, so that this one ends at a whole byte; nothing. */
typedef enum photo_deflate_end { PHOTO_DEFLATE_MORE, PHOTO_DEFLATE_PIECE, PHOTO_DEFLATE_LAST } photo_deflate_end;
SCT_NODISCARD sct_status photo_deflate_begin(sct_context *ctx, photo_deflater **d);
/* Packs bytes behind what there is in `out`. SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status photo_deflate(sct_context *ctx, photo_deflater *d, const unsigned char *data, size_t size,
                                       photo_deflate_end end, bytes_buffer *out);
void photo_deflate_free(photo_deflater *d);
/* Inflates a zlib stream; *fault says why not all of it came, or is null. SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status photo_inflate(sct_context *ctx, const unsigned char *data, size_t size, size_t limit,
                                       bytes_buffer *out, const char **fault);

/* ---- write/photo_parts.c ---- */

/* Pixels that lie in memory, one packed row behind another, for a writer that asks row by row. */
typedef struct photo_packed {
    const unsigned char *pixels;
    size_t row_size; /* bytes */
} photo_packed;
/* The `row` of photo_png and photo_jpeg whose `user` is a photo_packed. */
SCT_NODISCARD sct_status photo_packed_row(sct_context *ctx, void *user, int hand, uint32_t y, unsigned char *row);

/* ---- photo_png_chunks.c ---- */

enum { PNG_RAW_EXIF = 4 };

/* A PNG seen without libpng. */
typedef struct png_chunks {
    uint64_t width, height;
    int bit_depth, color_type;
    uint64_t data_bytes;       /* of all IDAT */
    const unsigned char *exif; /* eXIf, which may also stand behind the image */
    size_t exif_size;
    struct {
        const unsigned char *data; /* what follows the keyword of a text chunk that may hold EXIF, or XMP */
        size_t size;
        int packed; /* it is deflated */
    } raw_exif[PNG_RAW_EXIF];
    int raw_exif_count;
    int screenshot; /* a text says so */
    int ends;       /* IEND was reached */
} png_chunks;
/* Reads the chunks and enters what they say of the colours. SCT_ERR_PHOTO_DAMAGED, SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status png_chunks_read(sct_context *ctx, sct_photo *photo, png_chunks *out);
/* What ImageMagick and its kin write as hexadecimal text ("Raw profile type exif"): the block of one of raw_exif; free
 * out->data. */
SCT_NODISCARD sct_status png_raw_exif(sct_context *ctx, const png_chunks *chunks, int which, bytes_buffer *out);

/* ---- photo_limits.c ---- */

/* SCT_ERR_PHOTO_TOO_LARGE or SCT_ERR_PHOTO_DAMAGED (a zero side) unless width x height is within the limits. */
SCT_NODISCARD sct_status photo_check_size(sct_context *ctx, uint64_t width, uint64_t height);
/* Marks the photo: its end is missing, though the part asked for may be there. */
void photo_truncated(sct_photo *photo);

/* ---- photo_orient.c ---- */

/* Non-zero if the orientation swaps width and height. */
int photo_orient_swaps(int orientation);
/* Prepares a sink for a window as seen of a photo. */
photo_sink photo_sink_for(const sct_photo *photo, photo_frame *frame);
/*
 * Takes n interleaved pixels of stored row y at the columns x, x + dx, x + 2 dx, ...; those outside the window are
 * dropped. `channels` counts the frame's channels plus one when alpha follows them; samples have the frame's bits.
 */
void photo_sink_row(const photo_sink *sink, uint32_t y, uint32_t x, uint32_t dx, uint32_t n, const void *pixels,
                    int channels);
/* Where n opaque pixels of stored row y from column x may be written at once, in place of photo_sink_row; null when they
 * do not stand in the frame as they come. */
void *photo_sink_place(const photo_sink *sink, uint32_t y, uint32_t x, uint32_t n);

/* ---- photo_child.c ---- */

/* Where work sends its blocks: to a function in this process, or through a pipe when `take` is null. */
typedef struct photo_outlet {
    sct_status (*take)(sct_context *ctx, void *user, const void *data, size_t size);
    void *user;
    int descriptor;
} photo_outlet;
/* Work of a decoder that is not trusted to come back. What it finds leaves it by photo_send alone. A block of no bytes is
 * not handed on: the first says that the decoder is being fetched, the second that it is there. */
typedef sct_status (*photo_work)(sct_context *ctx, const sct_photo *photo, const photo_outlet *out);
SCT_NODISCARD sct_status photo_send(sct_context *ctx, const photo_outlet *out, const void *data, size_t size);
/*
 * Has the work done in a child process and hands its blocks, of at most `largest` bytes, to `to->take`. Without a child
 * (SCT_LIMIT_DECODER_SECONDS is 0, or the system has none) it is done here. Errors are those of the work and of `take`;
 * SCT_ERR_MEMORY or SCT_ERR_PHOTO_DAMAGED where the child ends without an answer.
 */
SCT_NODISCARD sct_status photo_ask(sct_context *ctx, const sct_photo *photo, photo_work work, const photo_outlet *to,
                                   size_t largest);

/* ---- photo_heif.c ---- */

/*
 * The work that needs libheif, where that is a module of its own (WebAssembly: the engine is built with HEIF_ELSEWHERE,
 * which asks by this function, and the module with HEIF_MODULE, which answers). rows: 0 for what the file says of itself, 1
 * for its pixels.
 */
SCT_NODISCARD sct_status photo_elsewhere(sct_context *ctx, const sct_photo *photo, int rows, const photo_outlet *out);

/* ---- photo_exif.c ---- */

/*
 * Takes orientation and colour space from an EXIF block (TIFF: "II" or "MM" first; null for
 * none). Never fails: what is broken is as if it were not there, a block over the limit is flagged.
 */
void photo_take_exif(sct_context *ctx, sct_photo *photo, const unsigned char *tiff, size_t size);
/* The TIFF block of EXIF data, which may have kept the name that goes before it in a JPEG; null if they are something else.
 */
const unsigned char *photo_find_tiff(const unsigned char *data, size_t size, size_t *tiff_size);
/* Takes from such a block what it says of the camera, and nothing else. */
void photo_take_camera(sct_photo *photo, const unsigned char *tiff, size_t size);

/* ---- photo_screen.c ---- */

/* Non-zero if a text is the word "screenshot" and nothing else, whatever its case; bytes that need not end in a zero. */
int photo_says_screenshot(const unsigned char *text, size_t size);
/* The same of a tEXt or (international) iTXt chunk of a PNG: its value, its program's name, or the comment in its XMP. */
int photo_text_says_screenshot(const unsigned char *chunk, size_t size, int international);
/* Flags a photo that calls itself a screenshot, and one without a camera that is exactly as large as a screen. */
void photo_flag_screen(sct_photo *photo);

/* ---- photo_jpeg_markers.c ---- */

typedef struct jpeg_icc_part {
    const unsigned char *data;
    size_t size;
} jpeg_icc_part;
typedef struct jpeg_markers {
    const unsigned char *exif; /* TIFF block, or null */
    size_t exif_size;
    jpeg_icc_part icc[256]; /* by sequence number, from 1 */
    int icc_count;          /* segments announced; 0: no profile */
    const char *icc_fault;  /* why the profile cannot be put together, or null */
    int ends;               /* an end-of-image marker was found */
} jpeg_markers;
/* Walks the segments of the first image in the file. */
void jpeg_markers_read(const unsigned char *bytes, size_t size, jpeg_markers *out);

#endif
