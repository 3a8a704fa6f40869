/*
 * engine/match/match.h - candidates, loss, Monte Carlo, recipe, plan.
 */
#ifndef ENGINE_MATCH_H
#define ENGINE_MATCH_H

#include "palette/palette.h"
#include "scalptone/match.h"
#include "skin/skin.h"

/* The client as the skin room fitted it. */
typedef struct match_client {
    int fitted; /* 0: no skin model; predictions are not available */
    sct_tissue tissue;
    double fit_de00;
} match_client;

/* Checks every field against its range: SCT_ERR_OPTION naming the field. Called once, by the api room. */
SCT_NODISCARD sct_status match_check_options(sct_context *ctx, const sct_match_options *options);

/* This client's melanin and blood from the measured skin; fitted = 0 (and no error) when the skin was not measured or
 * lies outside the skin model's reach. */
SCT_NODISCARD sct_status match_client_fit(sct_context *ctx, const sct_measurement *measurement, match_client *out);

/* Healed radius of a dot: as given (0: not), else half the visible width of the client's hair (NaN or 0: unknown), mm. */
double match_dot_radius_mm(double given_mm, double hair_width_mm);

SCT_NODISCARD sct_status match_rank(sct_context *ctx, const sct_match_options *options, const match_client *client,
                                    const sct_measurement *measurement, const sct_palette *palette,
                                    sct_candidate *candidates, size_t capacity, sct_ranking *out);

#endif
