/*
 * engine/table/table.h - tables of instrument readings, CGATS.17 text or CSV:
 * bytes -> lines -> cells, and what a table's header says. Cards and palettes
 * are read through it.
 *
 *   table_begins ...   words, whatever their case                table_words.c
 *   table_text         bytes -> lines -> cells                   table_text.c
 *   table_columns      what a table's header says                table_columns.c
 *   table_conditions   illuminant and observer, in all habits    table_conditions.c
 *   table_rows         its rows, one by one                      table_rows.c
 */
#ifndef ENGINE_TABLE_H
#define ENGINE_TABLE_H

#include "base/base.h"

/* 300 to 1100 nm by 1 nm, and columns of other things. */
enum { TABLE_BANDS_MAX = 801, TABLE_COLUMNS_MAX = 840, TABLE_CELL_SIZE = 132, TABLE_LINE_SIZE = 16384 };

/* ---- words, whatever their case ---- */

/* Length of `word` when text begins with it; else 0. */
size_t table_begins(const char *text, const char *word);
int table_same(const char *a, const char *b);
int table_contains(const char *text, const char *word);

/* ---- what is said of illuminant and observer ---- */

typedef enum table_condition {
    CONDITION_NONE,    /* nothing */
    CONDITION_OURS,    /* D50, 2 degrees */
    CONDITION_UNCLEAR, /* something that is not understood */
    CONDITION_OTHER
} table_condition;
/* Of a line, such as "ILLUMINATION_NAME D65" or "Illumination=D50 ObserverAngle=2 degree". */
table_condition table_condition_of(const char *line);
/* Which they are. 0: not said; -1: one that is not known here. */
typedef struct table_lights {
    signed char illuminant; /* '5': D50, '6': D65, 'A' */
    signed char observer_deg;
} table_lights;
/* Takes over what a line says of them; what it does not say stays. */
void table_lights_see(table_lights *lights, const char *line);

/* Whether a line says that light was measured, of a lamp or of a screen, and no surface. */
int table_measures_light(const char *line);

/* ---- lines and cells ---- */

typedef struct table_cells {
    int count;
    char text[TABLE_COLUMNS_MAX][TABLE_CELL_SIZE];
} table_cells;

typedef struct table_text {
    sct_context *ctx;
    bytes_buffer decoded; /* the text as UTF-8 where it was something else */
    const char *at, *end;
    size_t line;                /* number of the line at hand */
    char separator;             /* ' ': any blanks */
    size_t separators;          /* the most that a line had so far */
    char text[TABLE_LINE_SIZE]; /* the line at hand */
    table_cells row;            /* its cells */
    table_condition condition;  /* the worst that header and comments say, and where */
    size_t condition_line;
    int any_light;       /* non-zero: conditions other than D50, 2 degrees are no fault, and stand in `lights` */
    table_lights lights; /* what header and comments say */
} table_text;
/* The text of a file: UTF-8 with or without a byte order mark, or UTF-16. The bytes must outlive it. SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status table_text_open(sct_context *ctx, const void *bytes, size_t size, table_text *out);
void table_text_close(table_text *text);
/* The next line that is neither empty nor a comment; *more is 0 at the end. SCT_ERR_PALETTE. */
SCT_NODISCARD sct_status table_text_next(table_text *text, int *more);
/* The text of a file as UTF-8 without its mark, in one piece; as table_text_open. */
SCT_NODISCARD sct_status table_text_whole(sct_context *ctx, const void *bytes, size_t size, table_text *out,
                                          const char **text, size_t *length);
/* Splits the line at hand into row. SCT_ERR_PALETTE for too many cells. */
SCT_NODISCARD sct_status table_text_split(table_text *text);
/* Remembers what a line says of the conditions. */
void table_text_condition(table_text *text, table_condition condition);

/* ---- columns ---- */

enum { TABLE_EXTRA_MAX = 12 };

/* How a reading is given. */
typedef enum reading_kind { READING_NONE = 0, READING_LAB, READING_XYZ, READING_SPECTRUM } reading_kind;

typedef struct table_columns {
    int count;
    int name;         /* column of the patch's name; -1: none */
    int by_number;    /* the names are SAMPLE_ID: numbers from 1 are taken, too */
    int condition[2]; /* columns that say illuminant or observer for each row; -1: none */
    char condition_name[2][TABLE_CELL_SIZE];
    reading_kind kind;
    int value_count, value[TABLE_BANDS_MAX]; /* columns of the values, in order */
    double first_nm, step_nm;
    const char *const *extra_names; /* further columns that the caller wants; null ends them */
    int extra[TABLE_EXTRA_MAX];     /* where they are; -1: nowhere */
} table_columns;
/* Reads a table up to its first row; of *out the extra_names are kept. SCT_ERR_PALETTE, SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status table_columns_read(table_text *text, table_columns *out);
/* Refuses conditions that the values cannot have: spectra have none. */
SCT_NODISCARD sct_status table_columns_check(const table_text *text, const table_columns *columns, table_condition condition,
                                             size_t line);

/* ---- rows ---- */

/* What is done with a row; t->line is where it ends. */
typedef sct_status (*table_row_fn)(void *user, const table_text *t, const table_columns *columns, const table_cells *row);
/* All rows of a table whose columns have been read, each as a line or, in CGATS, over the ends of lines. SCT_ERR_PALETTE,
 * SCT_ERR_MEMORY, and what `take` says. */
SCT_NODISCARD sct_status table_rows_read(table_text *text, const table_columns *columns, table_row_fn take, void *user);
/* How many further tables follow the one whose rows have been read: CGATS may hold several in a file. */
int table_more_tables(const table_text *text);
/* A cell as a number; 0 when it is none. A comma that is still in it separates no cells: it is that of decimals. */
int table_number(const char *text, double *out);

#endif
