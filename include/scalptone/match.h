/*
 * scalptone/match.h - from a measured client and a palette to ranked inks.
 */
#ifndef SCALPTONE_MATCH_H
#define SCALPTONE_MATCH_H

#include "base.h"
#include "colour.h"
#include "palette.h"
#include "photo.h"
#include "skin.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What an ink's colour in a ranking rests on. */
typedef enum sct_basis {
    SCT_BASIS_AUTO = 0, /* the best the palette offers for each ink */
    SCT_BASIS_MEASURED_HEALED,
    SCT_BASIS_PREDICTED_HEALED,
    SCT_BASIS_SWATCH /* drawdown, else cup: flagged, not what heals */
} sct_basis;
/* "auto", "measured-healed", "predicted-healed", "swatch"; static storage. */
SCT_API const char *sct_basis_name(sct_basis basis);

/*
 * What is made small. asymmetric: E[w f(dE of the dot) + (1 - w) f(dE of the area)], where f counts a result
 * that heals darker than wanted by more than 1 L*, or bluer by more than 1 b*, 1.5 times each: too dark cannot
 * be undone. plain: without the two factors. plain with SCT_BASIS_SWATCH is the difference of ink and hair alone.
 */
typedef enum sct_loss { SCT_LOSS_ASYMMETRIC = 0, SCT_LOSS_PLAIN } sct_loss;
/* "asymmetric", "plain"; static storage. */
SCT_API const char *sct_loss_name(sct_loss loss);
typedef enum sct_band { SCT_BAND_IMPERCEPTIBLE = 0, SCT_BAND_ACCEPTABLE, SCT_BAND_VISIBLE } sct_band;
/* "imperceptible", "acceptable", "visible"; static storage. */
SCT_API const char *sct_band_name(sct_band band);
typedef enum sct_confidence { SCT_CONFIDENCE_LOW = 0, SCT_CONFIDENCE_MEDIUM, SCT_CONFIDENCE_HIGH } sct_confidence;
/* "low", "medium", "high"; static storage. */
SCT_API const char *sct_confidence_name(sct_confidence confidence);

typedef struct sct_match_options {
    size_t size;            /* sizeof(sct_match_options), set by sct_match_options_init */
    sct_metric metric;      /* default SCT_METRIC_DE2000 */
    double kL, kC, kH;      /* parametric factors of DE2000 and DE94 [0.1, 10]; default 1 */
    sct_basis basis;        /* default SCT_BASIS_AUTO */
    sct_loss loss;          /* default SCT_LOSS_ASYMMETRIC */
    int draws;              /* Monte Carlo draws [0, 100000]; default 400 */
    uint64_t seed;          /* default 1: the same input gives the same answer */
    double density_per_cm2; /* dots per cm2 over all sessions [0 = choose, 2000] */
    double dot_radius_mm;   /* healed dot radius, mm [0.01, 0.5]; default 0: half the visible width of the client's hair
                               (0.035 to 0.125), or 0.06 where that is not known */
    double batch_ml;        /* volume to mix, ml [0.5, 100]; default 5 */
    double weight_dot;      /* share of the dot in the loss, the area has the rest [0, 1]; default 0.4 */
    double depth_um;        /* depth of the top of the healed ink, um [50, 600]; default 120 */
    double depth_lo_um;     /* 95 % of this artist's dots lie between this ... [50, 600], at most depth_um; default 75 */
    double depth_hi_um;     /* ... and this [50, 600], at least depth_um; default 300; um */
    double thickness_um;    /* thickness of the layer of ink, um [20, 1000]; default 200 */
    double uptake;          /* share of the ink's concentration that the tissue takes up [0.001, 1]; default 0.10 */
    double healed_share;    /* share of that which is left after six weeks [0.05, 1]; default 0.67 */
    double strength_factor; /* an ink known by composition may be this many times stronger or weaker [1, 10]; default 2 */
    int blend; /* 2: any two dilutable inks whose optics are known may be mixed with each other [1, 2]; default 1 */
    /* version 0.1 ends here */
} sct_match_options;
/* Fills the defaults and the size. */
SCT_API void sct_match_options_init(sct_match_options *options);

#define SCT_WARNING_MAX   4
#define SCT_TIE_MAX       16
#define SCT_CANDIDATE_MAX 512 /* rows that a ranking can have; the best of all that were considered */
/* A second ink mixed into the first before any water. */
typedef struct sct_blend {
    size_t ink;                    /* index in the palette */
    int parts_first, parts_second; /* of the two inks, small whole numbers; parts_second 0: there is no second ink */
} sct_blend;
#define SCT_TITLE_SIZE 96
/*
 * What people call an ink, or two in one syringe (blend; null: none): "Dark brown + Ash brown 3:1". An ink without a product
 * goes by its id. Long names are cut, between letters. Empty for an index out of range.
 */
SCT_API void sct_ink_title(const sct_palette *palette, size_t ink, const sct_blend *blend, char out[SCT_TITLE_SIZE]);
/* One candidate of a ranking, best first. Strings belong to the palette. NaN where a number is unknown. */
typedef struct sct_candidate {
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
    sct_lab dot_lab, area_lab;          /* healed (or swatch) colour of a dot, and of skin with these dots; D50/2 */
    sct_lab swatch_lab;                 /* drawdown, else cup, at this dilution */
    double de_dot, de_area, de;         /* to the targets, in the chosen metric; de: weighted as in the loss */
    double de00_dot, de00_area, de00;   /* the same as CIEDE2000 with kL = kC = kH = 1, whatever the metric */
    double dL, dC, dH;                  /* of the dot, candidate minus target */
    double dot_u95_de00, area_u95_de00; /* 95 % of what may heal lies within this of dot_lab and area_lab: depth, strength
                                           and skin are not known better; NaN without draws */
    double loss;                        /* expected, see sct_loss */
    double p_best;                      /* share of the draws in which this row is the best [0, 1]; NaN without draws */
    sct_band band;                      /* of de00 */
    char direction[64];                 /* of the dot, close up: "a little lighter and cooler" */
    char direction_area[64];            /* of the area, from half a metre on */
    size_t tie_count;
    size_t tied_with[SCT_TIE_MAX]; /* ranks of rows that nobody could tell from this one from half a metre (area within
                                      jnd_de00, and loss too), or that the draws cannot tell apart */
    size_t warning_count;
    char warnings[SCT_WARNING_MAX][128];
} sct_candidate;

/* A value the answer rests on that was not measured. */
typedef struct sct_assumption {
    char name[32];
    double value;
    char unit[16];
    char source[96];
    char editable_by[48]; /* the option that changes it */
} sct_assumption;
#define SCT_ASSUMPTION_MAX 24

typedef enum sct_session { SCT_SESSION_START = 0, SCT_SESSION_MAIN, SCT_SESSION_DEEPEN } sct_session;
/* "start", "main", "deepen"; static storage. */
SCT_API const char *sct_session_name(sct_session session);
/* One step of the plan. */
typedef struct sct_plan_step {
    sct_session session;
    size_t ink; /* index in the palette */
    sct_blend blend;
    double parts_water, density_per_cm2;
    char why[160];
} sct_plan_step;

/* What holds for the whole ranking; the candidates stand in the caller's array. */
typedef struct sct_ranking {
    size_t candidate_count; /* candidates written */
    size_t considered;      /* candidates that were compared */
    sct_lab target_dot, target_area;
    sct_metric metric;
    sct_loss loss;
    int shadow_predicted;             /* non-zero: target_area is not measured but computed from the strand (grown hair) */
    double weight_dot;                /* as used [0, 1] */
    double jnd_de00, acceptable_de00; /* thresholds of the bands, dE00 */
    char threshold_source[96];
    sct_tissue tissue; /* fitted client; NaN where not fitted */
    double fit_de00;   /* residual of that fit; NaN where not fitted */
    sct_confidence confidence;
    int pick; /* non-zero: the first row may be called best */
    size_t assumption_count;
    sct_assumption assumptions[SCT_ASSUMPTION_MAX];
    size_t plan_count;
    sct_plan_step plan[3];
    sct_flags flags; /* measurement's flags and the ranking's own */
} sct_ranking;

/*
 * Ranks the inks of a palette for a measured client. Writes at most `capacity`
 * candidates, best first. Outputs untouched on error. SCT_ERR_ARGUMENT (also for
 * a measured colour or covariance that is no number), SCT_ERR_OPTION, SCT_ERR_NOTHING (no hair colour to match, or no ink
 * with a usable colour), SCT_ERR_MEMORY, SCT_ERR_INTERRUPTED.
 */
SCT_API SCT_NODISCARD sct_status sct_match(sct_context *ctx, const sct_match_options *options,
                                           const sct_measurement *measurement, const sct_palette *palette,
                                           sct_candidate *candidates, size_t capacity, sct_ranking *out);

/* JSON text of a match (schema version 1), UTF-8, one line, no newline at the end; free with sct_bytes_free. */
SCT_API SCT_NODISCARD sct_status sct_match_json(sct_context *ctx, const sct_measurement *measurement,
                                                const sct_palette *palette, const sct_ranking *ranking,
                                                const sct_candidate *candidates, sct_bytes *out);

/* JSON Schema (2020-12) of what sct_match_json writes; static storage. */
SCT_API const char *sct_match_schema(void);

#ifdef __cplusplus
}
#endif
#endif
