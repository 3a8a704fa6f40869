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
#include "skin/skin.h"

/* A shape as it may be filled by hand. SCT_ERR_ARGUMENT, SCT_ERR_OPTION. */
SCT_NODISCARD sct_status api_check_shape(sct_context *ctx, const sct_shape *shape);
/* Views as they may be filled by hand: no null where something must be, no number that is none. SCT_ERR_ARGUMENT,
 * SCT_ERR_OPTION. */
SCT_NODISCARD sct_status api_check_views(sct_context *ctx, const sct_view *views, size_t count);
/* The caller's options (null: defaults) with every field in its range, or SCT_ERR_OPTION, SCT_ERR_CAPACITY. */
SCT_NODISCARD sct_status api_measure_options(sct_context *ctx, const sct_measure_options *given, const sct_view *views,
                                             size_t count, sct_measure_options *checked);
/* Results as they may come back from a caller who never filled them: counts within their arrays, covariances that are some.
 * SCT_ERR_ARGUMENT. */
SCT_NODISCARD sct_status api_check_measurement(sct_context *ctx, const sct_measurement *measurement);
SCT_NODISCARD sct_status api_check_ranking(sct_context *ctx, const sct_ranking *ranking, const sct_candidate *candidates);
SCT_NODISCARD sct_status api_match_options(sct_context *ctx, const sct_match_options *given, sct_match_options *checked);

#endif
