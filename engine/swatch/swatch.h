/*
 * swatch.h - films of ink in photos: their colours, an ink made of them, and a
 * mix compared with what it ought to be.
 *
 *   one photo, field by field             swatch_read.c
 *   several photos, the odd one left out  swatch_join.c
 *   into a palette                        swatch_ink.c
 *   the cup                               swatch_cup.c
 */
#ifndef ENGINE_SWATCH_H
#define ENGINE_SWATCH_H

#include "correct/correct.h"
#include "palette/palette.h"
#include "region/region.h"
#include "scalptone/swatch.h"
#include "skin/skin.h"

enum { SWATCH_NAME_SIZE = 32 };

/* A field as it was read in one photo, or in all of them. */
typedef struct swatch_field {
    char name[SWATCH_NAME_SIZE];
    sct_estimate estimate; /* pixels 0: not in this photo */
    double parts_water, wet_film_um;
    sct_backing backing;
    sct_colour_state state;
    int bare, mix, photos;
} swatch_field;

/* One photo's fields, in the order of the request. */
typedef struct swatch_reading {
    sct_correction correction;
    sct_flags flags;
    swatch_field fields[SCT_SWATCH_FIELDS_MAX];
} swatch_reading;

/* A plain value. */
struct sct_swatches {
    size_t count, photo_count;
    swatch_field fields[SCT_SWATCH_FIELDS_MAX];
    sct_correction correction;
    double white, black, between_photos_de00;
    uint32_t left_out;
    sct_flags flags;
};

/* The requests, checked: names, ranges; *count of them. SCT_ERR_OPTION, SCT_ERR_ARGUMENT. */
SCT_NODISCARD sct_status swatch_take_fields(sct_context *ctx, const sct_swatch_field *given, size_t count, size_t views,
                                            sct_swatch_field *out);
/* Reads the fields that photo number `photo` shows. */
SCT_NODISCARD sct_status swatch_read(sct_context *ctx, const sct_measure_options *options, const sct_view *view,
                                     size_t photo, const sct_swatch_field *fields, size_t count, swatch_reading *out);
/* One answer of all photos. names: of the photos, or null. SCT_ERR_NOTHING. */
SCT_NODISCARD sct_status swatch_join(sct_context *ctx, const swatch_reading *readings, const sct_view *views, size_t photos,
                                     const sct_swatch_field *fields, size_t count, sct_swatches *out);

#endif
