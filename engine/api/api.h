/*
 * engine/api/api.h - the rooms the pipeline walks through, and what the public
 * entry points share.
 */
#ifndef ENGINE_API_H
#define ENGINE_API_H

#include "correct/correct.h"
#include "match/match.h"
#include "palette/palette.h"
#include "photo/photo.h"
#include "pixels/pixels.h"
#include "region/region.h"
#include "report/report.h"
#include "scalptone.h"
#include "skin/skin.h"

/* The pipeline (pipeline.c), for arguments that were checked: into the caller's measurement, and into the caller's rows. */
SCT_NODISCARD sct_status api_measure(sct_context *ctx, const sct_measure_options *options, const sct_view *views,
                                     size_t view_count, sct_measurement *out);
SCT_NODISCARD sct_status api_match(sct_context *ctx, const sct_match_options *options, const sct_measurement *measurement,
                                   const sct_palette *palette, match_candidate *candidates, size_t capacity,
                                   match_ranking *out);

/* A ranking as programs hold it: its rows, and of the palette what tells it again. */
struct sct_ranking {
    match_ranking facts;
    match_candidate *rows; /* facts.candidate_count of them; owned */
    char **ids;            /* of their inks; owned */
    const char **warnings; /* SCT_WARNING_MAX a row, into the rows; owned */
    char fingerprint[65];
};

/* Optics on the heap, empty, and a room's optics put into them with the flags it told (or null). Free with
 * sct_ink_optics_free. */
SCT_NODISCARD sct_status api_new_optics(sct_context *ctx, sct_ink_optics **out);
void api_fill_optics(sct_ink_optics *handle, const sct_ink_optics *value, const sct_flags *flags);
sct_ink_optics_info *api_optics_info(sct_ink_optics *handle);

/* Whether a palette is the one that a ranking was made with. SCT_ERR_ARGUMENT. */
SCT_NODISCARD sct_status api_check_palette(sct_context *ctx, const sct_ranking *ranking, const sct_palette *palette);

/* The whole photo in linear light, to draw in or to hand out. */
SCT_NODISCARD sct_status api_open_whole(sct_context *ctx, const sct_photo *photo, pixels_image **image);

/* The caller's plane, checked for this photo. SCT_ERR_ARGUMENT, SCT_ERR_OPTION, SCT_ERR_CAPACITY. */
SCT_NODISCARD sct_status api_take_plane(sct_context *ctx, const sct_photo *photo, const sct_plane *given, pixels_plane *out);

/* A shape as it may be filled by hand. SCT_ERR_ARGUMENT, SCT_ERR_OPTION. */
SCT_NODISCARD sct_status api_check_shape(sct_context *ctx, const sct_shape *shape);
/* Views as they may be filled by hand: no null where something must be, no number that is none. SCT_ERR_ARGUMENT,
 * SCT_ERR_OPTION. */
SCT_NODISCARD sct_status api_check_views(sct_context *ctx, const sct_view *views, size_t count);
/* The caller's views, which may be of an older or a newer size, as ours. SCT_ERR_ARGUMENT, SCT_ERR_OPTION. */
SCT_NODISCARD sct_status api_take_views(sct_context *ctx, const sct_view *given, size_t count, sct_view views[SCT_VIEW_MAX]);
/* The caller's options (null: defaults) with every field in its range, or SCT_ERR_OPTION, SCT_ERR_CAPACITY. */
SCT_NODISCARD sct_status api_measure_options(sct_context *ctx, const sct_measure_options *given, const sct_view *views,
                                             size_t count, sct_measure_options *checked);
/* Results as they may come back from a caller who never filled them: counts within their arrays, covariances that are some.
 * SCT_ERR_ARGUMENT. */
SCT_NODISCARD sct_status api_check_measurement(sct_context *ctx, const sct_measurement *measurement);
SCT_NODISCARD sct_status api_match_options(sct_context *ctx, const sct_match_options *given, sct_match_options *checked);

#endif
