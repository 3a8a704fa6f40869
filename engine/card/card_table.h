/*
 * card_table.h - private to the card room: tables of instrument readings.
 *
 *   card_begins ...   words, whatever their case                card_words.c
 *   card_text         bytes -> lines -> cells                   card_text.c
 *   card_columns      what a table's header says                card_columns.c
 *   card_conditions   illuminant and observer, in all habits    card_conditions.c
 *   sct_card_measure  rows -> colours                           card_measure.c
 */
#ifndef CARD_TABLE_H
#define CARD_TABLE_H

#include "card/card_detect.h"

/* 300 to 1100 nm by 1 nm, and columns of other things. */
enum { CARD_BANDS_MAX = 801, CARD_COLUMNS_MAX = 840, CARD_CELL_SIZE = 48, CARD_LINE_SIZE = 16384 };

/* ---- words, whatever their case ---- */

/* Length of `word` when text begins with it; else 0. */
size_t card_begins(const char *text, const char *word);
int card_same(const char *a, const char *b);
int card_contains(const char *text, const char *word);

/* ---- what is said of illuminant and observer ---- */

typedef enum card_condition {
    CONDITION_NONE,    /* nothing */
    CONDITION_OURS,    /* D50, 2 degrees */
    CONDITION_UNCLEAR, /* something that is not understood */
    CONDITION_OTHER
} card_condition;
/* Of a line, such as "ILLUMINATION_NAME D65" or "Illumination=D50 ObserverAngle=2 degree". */
card_condition card_condition_of(const char *line);

/* ---- lines and cells ---- */

typedef struct card_cells {
    int count;
    char text[CARD_COLUMNS_MAX][CARD_CELL_SIZE];
} card_cells;

typedef struct card_text {
    sct_context *ctx;
    bytes_buffer decoded; /* the text as UTF-8 where it was something else */
    const char *at, *end;
    size_t line;               /* number of the line at hand */
    char separator;            /* ' ': any blanks */
    char text[CARD_LINE_SIZE]; /* the line at hand */
    card_cells row;            /* its cells */
    card_condition condition;  /* the worst that header and comments say, and where */
    size_t condition_line;
} card_text;
/* The text of a file: UTF-8 with or without a byte order mark, or UTF-16. The bytes must outlive it. SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status card_text_open(sct_context *ctx, const void *bytes, size_t size, card_text *out);
void card_text_close(card_text *text);
/* The next line that is neither empty nor a comment; *more is 0 at the end. SCT_ERR_PALETTE. */
SCT_NODISCARD sct_status card_text_next(card_text *text, int *more);
/* Splits the line at hand into row. SCT_ERR_PALETTE for too many cells. */
SCT_NODISCARD sct_status card_text_split(card_text *text);
/* Remembers what a line says of the conditions. */
void card_text_condition(card_text *text, card_condition condition);

/* ---- columns ---- */

/* How a reading is given. */
typedef enum reading_kind { READING_NONE = 0, READING_LAB, READING_XYZ, READING_SPECTRUM } reading_kind;

typedef struct card_columns {
    int count;
    int name;         /* column of the patch's name; -1: none */
    int by_number;    /* the names are SAMPLE_ID: numbers from 1 are taken, too */
    int condition[2]; /* columns that say illuminant or observer for each row; -1: none */
    char condition_name[2][CARD_CELL_SIZE];
    reading_kind kind;
    int value_count, value[CARD_BANDS_MAX]; /* columns of the values, in order */
    double first_nm, step_nm;
} card_columns;
/* Reads a table up to its first row. SCT_ERR_PALETTE, SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status card_columns_read(card_text *text, card_columns *out);
/* Refuses conditions that the values cannot have: spectra have none. */
SCT_NODISCARD sct_status card_columns_check(const card_text *text, const card_columns *columns, card_condition condition,
                                            size_t line);

#endif
