/* cli/client/compare.h - a photo before and one after, held against each other and against what was planned. */
#ifndef CLI_CLIENT_COMPARE_H
#define CLI_CLIENT_COMPARE_H

#include "client/client.h"

/* Options of a command that compares. Its struct has a field `compare`. */
typedef struct compare_options {
    client_options client;
    int before; /* This is an sct_before_state. */
    const char *output, *page;
    int details, session;              /* session: the last that has healed, from 1; 0: not said */
    const char *practitioner, *studio; /* for the page */
} compare_options;
extern const char *const compare_before_words[];

#define COMPARE_ARGS(type)                                                                                                  \
    OPTION_EACH("area", "SHAPE", "where ink was set, in the photo after; default: what became darker"),                     \
        OPTION_WORD("before", type, compare.before, "STATE", compare_before_words,                                          \
                    "whether the photo before shows bare skin or ink; default auto"),                                       \
        OPTION_TEXT("output", type, compare.output, "OUT.png", "before, after and what changed, as a picture; or OUT.jpg"), \
        OPTION_TEXT("page", type, compare.page, "OUT.html",                                                                 \
                    "all of it as a page, with the photos to swipe over each other"),                                       \
        OPTION_INT("session", type, compare.session, "N", 1, 9,                                                             \
                   "the last session that has healed: 30, 70 and 100 % of the dots are set by then; default the record's"), \
        OPTION_FLAG("details", type, compare.details, "the numbers behind it, too: how dark, what colour, how sure"),       \
        OPTION_TEXT("practitioner", type, compare.practitioner, "NAME", "who works, for the page"),                         \
        OPTION_TEXT("studio", type, compare.studio, "NAME", "the studio, for the page"),                                    \
        OPTION_TEXT("scale", type, compare.client.scale, "MM", "millimetres per pixel of the photo after"),                 \
        OPTION_TEXT("chart", type, compare.client.chart, "NAME",                                                            \
                    "auto, none, or the chart that must be there in both photos; default auto"),                            \
        OPTION_TEXT("chart-file", type, compare.client.chart_file, "FILE.json", "a chart of your own to look for besides"), \
        OPTION_TEXT("camera", type, compare.client.camera, "FILE.json",                                                     \
                    "for photos without a chart: what 'chart --save' kept of this camera"),                                 \
        OPTION_EACH("grey", "[SHAPE]", "where a grey card is in the photo named before; alone it is looked for")

enum { COMPARE_AREAS_MAX = 16 };
/* Two photos and what is asked of them. compare_free frees what lies in it. */
typedef struct comparison {
    client photos; /* before, after */
    sct_shape *areas[COMPARE_AREAS_MAX];
    sct_chart_options chart;
    sct_measure_options measuring;
    sct_verify_options settings; /* the plan is the caller's to fill in, between open and run */
    const char *name, *date;     /* for the page: a reference for the client, and the day; null: lines to write on */
    int sessions_known;          /* 1: the plan's record tells how many of the dots are set */
    sct_verification *result;
} comparison;

void compare_options_init(compare_options *options);
/* Opens the two photos and reads the shapes. `out` has to be freed even when this fails. */
int compare_open(app *a, const compare_options *options, const arg_items *items, comparison *out);
/* Compares, and writes the picture and the page. */
int compare_run(app *a, const compare_options *options, comparison *c);
/* Prints the three lines, or the JSON. */
int compare_show(app *a, const compare_options *o, const comparison *c);
void compare_free(comparison *c);

#endif
