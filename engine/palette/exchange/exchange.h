/*
 * engine/palette/exchange/exchange.h - private to the ink room: palettes in the
 * formats of other programs.
 *
 * Whatever is read becomes the tree of a palette file, which the reader of
 * palettes then checks; whatever is written is read again and compared with
 * what it was written from, so that the list of what was lost cannot be wrong.
 *
 *   exchange_draft      a palette file while it is put together     exchange_draft.c
 *   exchange_..._read   bytes -> draft                              exchange_csv_read.c, ...
 *   exchange_..._write  palette -> bytes                            exchange_csv_write.c, ...
 *   exchange_zip_...    one file out of a zip, or in one            exchange_zip.c
 *   exchange_lost       what two palettes differ in, in words       exchange_lost.c
 *   sct_palette_convert bytes -> bytes                              exchange.c
 */
#ifndef PALETTE_EXCHANGE_H
#define PALETTE_EXCHANGE_H

#include "palette/palette_private.h"
#include "table/table.h"

/* ---- notes: one sentence a line ---- */

SCT_NODISCARD sct_status exchange_note(sct_context *ctx, bytes_buffer *notes, const char *format, ...) SCT_PRINTF(3, 4);

/* ---- a palette file while it is put together ---- */

typedef struct exchange_ink exchange_ink;
typedef struct exchange_draft {
    sct_context *ctx;
    const sct_palette_convert_options *options;
    bytes_buffer *notes;
    json *root;         /* owned, as are the inks until exchange_draft_close hangs them in */
    exchange_ink *inks; /* in the order of the file */
    size_t ink_count, ink_capacity;
    size_t *slots; /* ids by their hash: number + 1 of an ink, 0: free */
    size_t slot_count;
    int lab_assumed; /* a Lab whose conditions the file does not say has been taken over */
} exchange_draft;

/* What somebody wrote of a place in the file is remembered, so that a complaint of the palette's reader can name it. */
struct exchange_ink {
    char *id;
    json *object, *colours;
    size_t line, *lines; /* of the ink, and of each colour */
    size_t colour_count, line_capacity;
};

SCT_NODISCARD sct_status exchange_draft_open(sct_context *ctx, const sct_palette_convert_options *options,
                                             bytes_buffer *notes, exchange_draft *out);
void exchange_draft_free(exchange_draft *draft);
/* Name and provenance of the file; texts may be null. */
void exchange_draft_head(exchange_draft *draft, const char *name, const char *kind, const char *method);
/* The ink with this id, or a new one; SCT_ERR_MEMORY. `line` of the file, 0: not a text. */
SCT_NODISCARD sct_status exchange_draft_ink(exchange_draft *draft, const char *id, size_t line, exchange_ink **out);
/* A new ink whose id is made from a name, and another than all before: "Dark brown" -> "dark-brown", "dark-brown-2". */
SCT_NODISCARD sct_status exchange_draft_named(exchange_draft *draft, const char *name, size_t line, exchange_ink **out);
/* Takes a colour over, whatever the status. */
SCT_NODISCARD sct_status exchange_draft_colour(exchange_draft *draft, exchange_ink *ink, json *colour, size_t line);
/* Notes that the file does not say what was measured, and what was taken. */
SCT_NODISCARD sct_status exchange_note_state(const exchange_draft *draft);
/* Lab in a file that says no more of it: D50, 2 degrees, without gloss, of the state that the options name. */
SCT_NODISCARD sct_status exchange_draft_lab(exchange_draft *draft, exchange_ink *ink, sct_lab lab, size_t line);
/* Notes that it was so, where it was. */
SCT_NODISCARD sct_status exchange_draft_note_lab(exchange_draft *draft);
/* A colour of a screen, sRGB from 0 to 1; 0: it is outside. */
int exchange_draft_screen(exchange_ink *ink, const double srgb[3]);
/* The file as text. */
SCT_NODISCARD sct_status exchange_draft_close(exchange_draft *draft, sct_bytes *out);
/* A complaint of the palette's reader that begins with a place ("inks[3].colours[0].lab: ..."), with the line it stands in.
 */
SCT_NODISCARD sct_status exchange_draft_complain(const exchange_draft *draft, const sct_context *said);
/* An id from a name: lower-case letters and digits, with a dash for all else. */
void exchange_slug(const char *name, char out[PALETTE_ID_MAX + 1]);
/* "#22aa00" */
void exchange_hex(const uint8_t srgb[3], char out[8]);
/* A text in a text, cleaned as texts of palettes are. */
json *exchange_text(const char *text);

/* ---- formats ---- */

SCT_NODISCARD sct_status exchange_csv_read(exchange_draft *draft, const void *data, size_t size);
SCT_NODISCARD sct_status exchange_cgats_read(exchange_draft *draft, const void *data, size_t size);
SCT_NODISCARD sct_status exchange_gpl_read(exchange_draft *draft, const void *data, size_t size);
SCT_NODISCARD sct_status exchange_ase_read(exchange_draft *draft, const void *data, size_t size);
SCT_NODISCARD sct_status exchange_sbz_read(exchange_draft *draft, const void *data, size_t size);

SCT_NODISCARD sct_status exchange_csv_write(sct_context *ctx, const sct_palette *palette,
                                            const sct_palette_convert_options *options, bytes_buffer *out);
SCT_NODISCARD sct_status exchange_cgats_write(sct_context *ctx, const sct_palette *palette,
                                              const sct_palette_convert_options *options, bytes_buffer *out);
SCT_NODISCARD sct_status exchange_gpl_write(sct_context *ctx, const sct_palette *palette,
                                            const sct_palette_convert_options *options, bytes_buffer *out);
SCT_NODISCARD sct_status exchange_ase_write(sct_context *ctx, const sct_palette *palette,
                                            const sct_palette_convert_options *options, bytes_buffer *out);
SCT_NODISCARD sct_status exchange_sbz_write(sct_context *ctx, const sct_palette *palette,
                                            const sct_palette_convert_options *options, bytes_buffer *out);
#define EXCHANGE_SBZ_FILE        "swatchbook.xml"
#define EXCHANGE_SBZ_LANGUAGE    "http://www.w3.org/XML/1998/namespace lang"
#define EXCHANGE_SWATCH_METHOD   "colours of a swatch file, not measured"
#define EXCHANGE_SBZ_DUBLIN_CORE "http://purl.org/dc/elements/1.1/"

/* ---- zip ---- */

/* One file out of a zip, of `most` bytes at most; *out is owned by the caller. SCT_ERR_PALETTE, SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status exchange_zip_read(sct_context *ctx, const void *data, size_t size, const char *name, size_t most,
                                           bytes_buffer *out);
/* Appends a zip with one file, stored as it is. */
SCT_NODISCARD sct_status exchange_zip_write(sct_context *ctx, const char *name, const bytes_buffer *file, bytes_buffer *out);

/* ---- what writers share ---- */

SCT_NODISCARD sct_status exchange_append(sct_context *ctx, bytes_buffer *out, const char *format, ...) SCT_PRINTF(3, 4);
/* The colour that tells most of an ink: healed before fresh, drawdown and cup; null: it has none. */
const sct_ink_colour *exchange_telling(const palette_ink *ink);
/* What people call it. */
const char *exchange_title(const palette_ink *ink);

/* "77266=0.12 Carbon black; 77491=5%" as a list; null: it is none. */
json *exchange_composition(const char *text);

/* Notes what of `before` is not in `after`. */
SCT_NODISCARD sct_status exchange_lost(sct_context *ctx, const json *before, const json *after, bytes_buffer *notes);

/* ---- cells of CSV as spreadsheets write them (RFC 4180): quotation marks, line ends within them ---- */

typedef struct exchange_cells {
    sct_context *ctx;
    const char *at, *end;
    char separator;
    size_t line, row_line; /* at hand, and where the row begins */
    size_t count;          /* of the row at hand */
    bytes_buffer text;     /* its cells, each with a zero at its end */
    size_t *starts;
    size_t start_capacity;
} exchange_cells;
/* The next row that is not empty; *more is 0 at the end. */
SCT_NODISCARD sct_status exchange_cells_next(exchange_cells *cells, int *more);
const char *exchange_cell(const exchange_cells *cells, size_t index); /* "" past the last */
void exchange_cells_free(exchange_cells *cells);
/* 1, 0 or -1: neither. As people write yes and no, and as spreadsheets do in the language of their owner. */
int exchange_truth(const char *text);
/* Non-zero: figures around two points, strokes or dashes, "05.07.2026", which a spreadsheet made of a number. */
int exchange_is_date(const char *text);

/* The columns of our CSV, in the order they are written. */
typedef enum exchange_column_kind {
    COLUMN_TEXT,
    COLUMN_NUMBER,
    COLUMN_BOOL,
    COLUMN_LIST,
    COLUMN_OBSERVER
} exchange_column_kind;
typedef enum exchange_column_home { HOME_INK, HOME_DILUTION, HOME_COLOUR, HOME_LAB } exchange_column_home;
typedef struct exchange_column {
    const char *name; /* as it is written, and read */
    const char *key;  /* in the palette file */
    exchange_column_home home;
    exchange_column_kind kind;
    const char *also[4]; /* other names that people use */
} exchange_column;
enum { EXCHANGE_COLUMNS = 33 };
extern const exchange_column exchange_columns[EXCHANGE_COLUMNS];

#endif
