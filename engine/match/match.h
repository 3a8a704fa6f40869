/*
 * engine/match/match.h - candidates, loss, Monte Carlo, recipe, plan.
 */
#ifndef ENGINE_MATCH_H
#define ENGINE_MATCH_H

#include "palette/palette.h"
#include "region/region.h"
#include "scalptone/match.h"
#include "skin/skin.h"

/* The skin, the hair or its shadow known no better than this: no ink is picked. dE00, 95 %. */
#define MATCH_UNSURE_U95 5.0

/* One candidate of a ranking, best first. Strings belong to the palette. NaN where a number is unknown. */
typedef struct match_candidate {
    size_t rank;            /* from 1 */
    size_t ink;             /* index in the palette */
    char shade[32];         /* "21.5" or "ready" or the ink's own shade */
    sct_colour_state state; /* of the colour that was ranked */
    sct_basis basis;
    char rests_on[128]; /* the basis in words: "fitted to 4 films over white and black, shrunk towards its composition" */
    double parts_ink, parts_water;
    sct_blend blend; /* parts_ink counts both inks together */
    double density_per_cm2, dot_radius_mm;
    double ink_ml, second_ml, water_ml; /* to mix, in steps of 0.05 ml; second_ml of the blend's second ink, else 0 */
    double batch_ml;                    /* their sum, near the volume asked for, or the least that the marks allow */
    sct_lab dot_lab, area_lab;          /* of a dot as an eye sees it from 30 cm, and of skin with these dots; D50/2 */
    sct_lab solid_lab;                  /* of ink everywhere: healed, or of the swatch */
    sct_lab swatch_lab;                 /* drawdown, else cup, at this dilution */
    double de_dot, de_area, de;         /* to the targets, in the chosen metric; de: weighted as in the loss */
    double de00_dot, de00_area, de00;   /* the same as CIEDE2000 with kL = kC = kH = 1, whatever the metric */
    double dL, dC, dH;                  /* of the dot, candidate minus target */
    double dot_u95_de00, area_u95_de00; /* 95 % of what may heal lies within this of dot_lab and area_lab: depth, strength
                                           and skin are not known better; NaN without draws */
    double loss;                        /* expected, see sct_loss */
    double experience;                  /* of it: what leans to the usual chart and away from inks that stay */
    double p_best;                      /* share of the draws in which this row is the best [0, 1]; NaN without draws */
    sct_band band;                      /* of de00 */
    char direction[64];                 /* of the dot, close up: "a little lighter and cooler" */
    char direction_area[64];            /* of the area, from half a metre on */
    size_t tie_count;
    size_t tied_with[SCT_TIE_MAX]; /* ranks of rows that nobody could tell from this one from half a metre (area within
                                      jnd_de00, and loss too), or that the draws cannot tell apart */
    size_t warning_count;
    char warnings[SCT_WARNING_MAX][128];
} match_candidate;

/* A value the answer rests on that was not measured. */
typedef struct match_assumption {
    char name[32];
    double value;
    char unit[16];
    char source[96];
    char editable_by[48]; /* the option that changes it */
} match_assumption;

/* One step of the plan. */
typedef struct match_plan_step {
    sct_session session;
    size_t ink; /* index in the palette */
    sct_blend blend;
    double parts_water, density_per_cm2;
    int waits; /* until the first session has healed */
    char why[160];
} match_plan_step;

/* What holds for the whole ranking; the candidates stand in an array beside it. */
typedef struct match_ranking {
    size_t candidate_count; /* candidates written */
    size_t considered;      /* candidates that were compared */
    size_t apart_from;      /* rank of the first row that rests on a swatch: it and all below it stand apart; 0: none */
    sct_lab target_dot, target_area;
    sct_metric metric;
    sct_loss loss;
    int shadow_predicted; /* non-zero: target_area is not measured but computed from the strand (grown hair) */
    sct_grey_hair grey_hair;
    double grey_share;                /* of hairs, that the targets rest on; 0: none to speak of, or not known */
    double weight_dot;                /* as used [0, 1] */
    double jnd_de00, acceptable_de00; /* thresholds of the bands, dE00 */
    char threshold_source[96];
    sct_cov target_area_cov;     /* of target_area, by the draws; NaN without draws */
    double target_area_u95_de00; /* 95 % of what the shadow may be lies within this of target_area; NaN without draws */
    double usual_shade;          /* of the usual chart for this hair and skin; NaN where there is none */
    double equal_shade;          /* the shade of the usual chart's ink that makes an area as light as the first row's; NaN */
    double usual_dL;             /* L* of the area at the usual shade minus that of target_area; NaN */
    char usual_for[48];          /* "black hair on light skin"; "" */
    char usual_source[128];      /* "" */
    sct_tissue tissue;           /* fitted client; NaN where not fitted */
    double fit_de00;             /* residual of that fit; NaN where not fitted */
    sct_confidence confidence;
    int pick; /* non-zero: the first row may be called best */
    size_t assumption_count;
    match_assumption assumptions[SCT_ASSUMPTION_MAX];
    size_t plan_count;
    match_plan_step plan[3];
    sct_flags flags; /* measurement's flags and the ranking's own */
} match_ranking;

/* What people call an ink: sct_ink_title (scalptone/palette.h). */
void match_title(const sct_palette *palette, size_t ink, const sct_blend *blend, char out[SCT_TITLE_SIZE]);

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

/* sct_mix_volumes for numbers that have been checked. */
void match_mix_volumes(double volume_ml, double parts_ink, double parts_second, double parts_water, double out_ml[3]);

/* Healed radius of a dot: as given, else what the needle makes of the usual one, mm. */
double match_dot_radius_mm(const sct_match_options *options);

SCT_NODISCARD sct_status match_rank(sct_context *ctx, const sct_match_options *options, const match_client *client,
                                    const sct_measurement *measurement, const sct_palette *palette,
                                    match_candidate *candidates, size_t capacity, match_ranking *out);

#endif
