/*
 * tests/api/structs.h - every public struct that begins with its size, filled
 * as a program would fill it, and the call that reads it.
 */
#ifndef TESTS_API_STRUCTS_H
#define TESTS_API_STRUCTS_H

#include "scalptone.h"

enum { STRUCT_SIDE = 32 }; /* of the photo that calls are made with, pixels */

typedef enum what {
    VIEW = 0,
    MEASURE,
    MATCH,
    CHART,
    HEAL,
    HEAL_OF_INK,
    SHADOW,
    FILM,
    DRAWDOWN,
    CARD,
    LOOK,
    PREVIEW,
    PIXELS,
    PLANE,
    PAGE,
    STRUCTS
} what;

enum { STRUCT_ROOM = 1024 }; /* above every struct and what a newer version may add */
typedef union options {
    size_t size;
    sct_view view;
    sct_measure_options measure;
    sct_match_options match;
    sct_chart_options chart;
    sct_heal_options heal;
    sct_shadow_options shadow;
    sct_drawdown film;
    sct_drawdown_options drawdown;
    sct_card_options card;
    sct_look_info look;
    sct_preview_options preview;
    sct_pixels_desc pixels;
    sct_plane plane;
    sct_page_options page;
    unsigned char bytes[STRUCT_ROOM];
} options;

typedef struct struct_kind {
    const char *name;
    size_t size;
    void (*init)(options *o, size_t size);
    size_t reserved, reserved_size; /* the field that must be zero; reserved_size 0: there is none */
} struct_kind;
extern const struct_kind struct_kinds[STRUCTS];

/* What the calls need besides; struct_context tells what went wrong. */
extern sct_context *struct_context;
int structs_open(void **state);
int structs_close(void **state);

/* Fills a struct, in a size that may be that of a newer version, for a call that costs little. */
void usual(what w, options *o, size_t size);
sct_status call(what w, const options *o);
/* What the call answers when nothing is wrong with the struct. */
sct_status wanted(what w);

/* Fail the test unless the call takes the struct, or refuses it as an option with this word in the message. */
void accepts(what w, const options *o, const char *field, double value);
void refuses(what w, const options *o, const char *field, double value, const char *word);

#endif
