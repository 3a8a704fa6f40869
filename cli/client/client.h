/*
 * cli/client/client.h - the photos and regions of one client, as a command line
 * or a line of a batch names them, and their measurement.
 */
#ifndef CLI_CLIENT_CLIENT_H
#define CLI_CLIENT_CLIENT_H

#include "args.h"

/* Options that say what to look at and how. The structs of `match`, `measure` and `preview` contain them. */
typedef struct client_options {
    double grey_reflectance;
    int estimator;     /* This is an sct_estimator. */
    int hair_kind;     /* The index of a word of client_hair_kinds; -1 when it was not given. */
    int labels;        /* Non-zero when label planes are wanted even if no picture of them is. */
    int hair_optional; /* Non-zero when the skin alone will do where no hair is found. */
    const char *scale; /* As it was typed; client_scale reads it. */
    const char *overlay, *masks, *batch;
    const char *outputs[2]; /* The files that the command itself writes, or null. */
    const char *chart, *chart_file, *chart_photo, *camera;
} client_options;

/* Rows of a table of options for a struct whose field `client` is a client_options. CLIENT_ARGS has --batch, too. */
#define CLIENT_LOOK_ARGS(type)                                                                                              \
    OPTION_EACH("skin", "SHAPE", "where bare skin is in the photo named before; default auto"),                             \
        OPTION_EACH("hair", "SHAPE", "where stubble or hair is; default auto"),                                             \
        OPTION_EACH("grey", "[SHAPE]",                                                                                      \
                    "where a grey card is, up to six; SHAPE@18% says what it reflects; default: it is found"),              \
        OPTION_EACH("skin-photo", "FILE", "a photo that shows skin only"),                                                  \
        OPTION_EACH("hair-photo", "FILE", "a photo that shows hair only"),                                                  \
        OPTION_EACH("flash", "FILE", "a photo with the flash, of a pair: measured is the light of the flash alone"),        \
        OPTION_EACH("no-flash", "FILE", "the same view without it, exposure locked, the phone leant on something"),         \
        OPTION_REAL("grey-reflectance", type, client.grey_reflectance, "F", 0.02, 0.98,                                     \
                    "of grey cards without a reflectance of their own; default 0.18"),                                      \
        OPTION_TEXT("scale", type, client.scale, "MM",                                                                      \
                    "millimetres per pixel; or X1,Y1,X2,Y2,MM: two points of the first photo that lie so far apart"),       \
        OPTION_WORD("estimator", type, client.estimator, "NAME", client_estimators,                                         \
                    "how a region becomes one colour; default mode"),                                                       \
        OPTION_WORD("hair-kind", type, client.hair_kind, "KIND", client_hair_kinds,                                         \
                    "whether the hair is stubble or grown, where you see it better; default auto"),                         \
        OPTION_TEXT("chart", type, client.chart, "NAME",                                                                    \
                    "auto, none, or the chart that must be there, by its name in palettes/charts; default auto"),           \
        OPTION_TEXT("chart-file", type, client.chart_file, "FILE.json", "a chart of your own to look for besides"),         \
        OPTION_TEXT("chart-photo", type, client.chart_photo, "FILE",                                                        \
                    "another photo of the same light that shows the chart"),                                                \
        OPTION_TEXT("camera", type, client.camera, "FILE.json",                                                             \
                    "for photos without a chart: what 'chart --save' kept of this camera; best with --grey"),               \
        OPTION_TEXT("overlay", type, client.overlay, "OUT.png",                                                             \
                    "draw what was seen and used; further photos: OUT-2.png ..., or %d in the name"),                       \
        OPTION_TEXT("masks", type, client.masks, "OUT.png",                                                                 \
                    "label image: 1 skin 2 hair 3 specular 4 shadow 5 clipped 6 chart; numbered alike")
#define CLIENT_ARGS(type)                                                                                                   \
    CLIENT_LOOK_ARGS(type),                                                                                                 \
        OPTION_TEXT("batch", type, client.batch, "LIST", "one client a line (photos and options); - is standard input")

extern const char *const client_estimators[], *const client_hair_kinds[];
extern const char *const client_shapes_help[], *const client_measure_help[]; /* What explains SHAPE, as command.about. */

void client_options_init(client_options *options);
/* Reads --scale, which is written "0.02" or "X1,Y1,X2,Y2,MM". *mm_per_px is 0 when it was not given. */
int client_scale(app *a, const client_options *options, double *mm_per_px);

/* Reads the description of a chart. */
int client_read_chart(app *a, const char *path, sct_chart **out);

enum { CLIENT_PHOTOS_MAX = 16 };
/* The opened photos of a client. client_free frees what lies in it. */
typedef struct client {
    size_t count;
    int may_repeat; /* Set before client_open: one photo may stand twice, as before and after. */
    sct_view views[CLIENT_PHOTOS_MAX];
    sct_photo *photos[CLIENT_PHOTOS_MAX];
    file_bytes files[CLIENT_PHOTOS_MAX];
    char name[CLIENT_PHOTOS_MAX][128]; /* The file names without their folders, for messages. */
    sct_shape **shapes;                /* Those of all views, one after another. */
    unsigned *shape_roles;             /* The role of each, as a bit. */
    size_t shape_count;
    sct_chart *chart;                       /* The user's own chart, or null. */
    sct_photo *chart_photo;                 /* Another photo, which shows the chart, or null. */
    sct_photo *no_flash[CLIENT_PHOTOS_MAX]; /* Of a pair with the flash, the photo without, or null. */
    file_bytes no_flash_files[CLIENT_PHOTOS_MAX];
    sct_camera *camera; /* What is known of the camera, or null. */
    file_bytes chart_bytes;
    sct_label_plane planes[CLIENT_PHOTOS_MAX]; /* Filled when overlay, masks or labels are wanted. */
} client;

/* Opens the photos and reads the shapes. `out` has to be freed even when this fails. */
int client_open(app *a, const arg_items *items, client *out);
void client_free(client *c);
/* Reads a shape that an option gives, and the file of a mask. Returns 0, or complains and returns an exit code; *out is then
 * null, or for the caller to free. */
int client_parse_shape(app *a, const char *option, const char *text, sct_role role, sct_shape **out);
/* In photos that have shapes, only what the shapes name is looked for. */
void client_narrow(client *c);
/* Measures the client, and writes overlay and masks. */
int client_measure(app *a, client *c, const client_options *options, sct_measurement **out);
/* Reads a hairline as people type it, "X,Y X,Y..."; it and areas exclude each other. */
int client_parse_hairline(app *a, const char *text, int area_given, sct_shape **out);
/* Whether a preview may look for its area itself: not where what was taken for hair may be none. */
int client_check_area(app *a, const client *c, const sct_measurement *m);
/* Sets what a preview of the first photo takes from its measurement: the scale, where skin and hair are, how sure they are.
 */
int client_preview(app *a, const client *c, const client_options *options, const sct_measurement *m,
                   sct_preview_options *settings);

#endif
