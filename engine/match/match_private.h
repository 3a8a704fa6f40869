/*
 * engine/match/match_private.h - what the files of the match room share.
 *
 * A match is a scene (the client, the targets, the draws of what is not known),
 * inks that know their colour at any dilution (through one of the bases), and a
 * pool of the best candidates with their loss in every draw.
 */
#ifndef ENGINE_MATCH_PRIVATE_H
#define ENGINE_MATCH_PRIVATE_H

#include "match/match.h"

/* ---- match_words.c ---- */

/* Colour differences that half of the observers see, and accept; dE00. */
typedef struct match_thresholds {
    double jnd, acceptable;
} match_thresholds;
/* For skin of this ITA in degrees; NaN: the strictest. */
match_thresholds match_thresholds_for(double ita_deg);
const char *match_thresholds_source(void);
sct_band match_band(double de00, match_thresholds thresholds);
/* "a little lighter and cooler": how the sample differs from the target. */
void match_direction(sct_lab target, sct_lab sample, char *out, size_t capacity);

/* ---- match_shadow.c ---- */

/* Colour seen from afar of skin of which the share `coverage` has the colour `dot`: light averages in XYZ (Murray-Davies).
 */
sct_lab match_mix(sct_lab skin, sct_lab dot, double coverage);

/* The shadow of grown hair once shaved: a mixture of skin and strand, and what the skin model says beyond that. */
typedef struct match_shadow {
    double coverage; /* share of the skin that hair hides [0, 1] */
    sct_lab offset;
} match_shadow;
match_shadow match_shadow_of(const match_client *client, sct_lab skin, sct_lab strand);
/* Its colour for other skin and strand; z, standard normal, varies the coverage. */
sct_lab match_shadow_draw(const match_shadow *shadow, sct_lab skin, sct_lab strand, double z);

/* ---- match_scene.c ---- */

/* One state of what is not known, the same for every candidate. */
typedef struct match_draw {
    sct_lab skin, strand, shadow;
    double depth_ln; /* ln(depth / depth_um) */
    double strength; /* the part of an ink's strength that all inks share, standard normal */
} match_draw;

/* The part of the unknown that is one ink's own. */
typedef struct match_ink_draw {
    double strength; /* standard normal */
    sct_lab healed;  /* error of its measured healed colours */
} match_ink_draw;

typedef struct match_skin match_skin;   /* the client's skin, ready for predictions */
typedef struct match_table match_table; /* one ink's predictions on a grid */

typedef struct match_scene {
    const sct_match_options *options; /* `settled` */
    sct_match_options settled;        /* as given, the dot radius chosen where it was left open */
    int radius_given;                 /* the dot radius is the caller's */
    int radius_from_client;
    const match_client *client;
    const sct_measurement *measurement;
    int skin_known, shadow_predicted;
    double weight_dot;    /* of the loss; 1 where nothing is known of an area */
    int by_estimate;      /* non-zero: order by the estimates, not by the expectation (the plain swatch ranking) */
    match_shadow shadow;  /* where it is predicted */
    double density_start; /* dots per cm2 that look natural on this client */
    int density_from_client;
    match_thresholds thresholds;
    match_skin *skin;   /* null: nothing can be predicted; owned */
    match_draw nominal; /* no error at all */
    match_ink_draw nominal_ink;
    size_t draw_count;
    match_draw *draws; /* owned */
} match_scene;

/* Targets and draws. SCT_ERR_NOTHING without a hair colour. Free with match_scene_free, whatever the status. */
SCT_NODISCARD sct_status match_scene_init(sct_context *ctx, const sct_match_options *options, const match_client *client,
                                          const sct_measurement *measurement, match_scene *out);
void match_scene_free(match_scene *scene);
/* ---- match_draw.c ---- */

/* One state of what is not known about a scene whose targets are set. */
match_draw match_draw_scene(const match_scene *scene, num_rng *rng);
/* Draws of one ink's own errors, draw_count of them: the same for the same seed and ink, whatever the other inks. */
void match_draw_ink(const match_scene *scene, size_t ink, match_ink_draw *out);
/* An ink's strength under a draw: what all inks share and its own, together standard normal. */
double match_draw_strength(const match_draw *draw, const match_ink_draw *own);

/* ---- match_basis.c, match_predict.c ---- */

/* What a candidate looks like. area is NaN where the skin is not known. */
typedef struct match_look {
    sct_lab dot, area;
} match_look;

struct match_basis;
/* An ink that has been prepared for this client. */
typedef struct match_ink {
    palette_ink ink;
    size_t index;
    sct_blend blend; /* with a second ink; parts_second 0: by itself */
    double done;     /* share of the work that comes before it */
    const struct match_basis *basis;
    sct_colour_state state;
    double c_lo, c_hi;         /* concentrations that are possible and known; equal: no choice */
    palette_optics_report optics; /* of a prediction: what it rests on */
    match_ink_draw *errors;    /* draw_count of them; owned by the caller */
    match_table *table;        /* match_table_size bytes for predictions; owned by the caller */
} match_ink;

/* A way to know an ink's colour: a strategy. The first of the table that is available is taken. */
typedef struct match_basis {
    sct_basis id;
    const char *description;
    /* Non-zero if the ink can be looked at this way; fills state, c_lo and c_hi. */
    int (*prepare)(const match_scene *scene, match_ink *ink);
    /* Colour at concentration c with this many dots per cm2, under a draw. */
    match_look (*look)(const match_scene *scene, const match_ink *ink, double c, double density_per_cm2,
                       const match_draw *draw, const match_ink_draw *own);
} match_basis;

/* Skin of this tissue at every depth of the options; free with match_skin_free. */
SCT_NODISCARD sct_status match_skin_new(sct_context *ctx, const sct_match_options *options, const sct_tissue *tissue,
                                        match_skin **out);
void match_skin_free(match_skin *skin);
size_t match_table_size(void);
int match_predict_prepare(const match_scene *scene, match_ink *ink);
/* The same for an ink with ink->blend of these two and ink->basis set; ink->ink has the range of dilutions, and loses its
 * own strength. */
int match_predict_blend(const match_scene *scene, match_ink *ink, const palette_ink *one, const palette_ink *other);
match_look match_predict_look(const match_scene *scene, const match_ink *ink, double c, double density_per_cm2,
                              const match_draw *draw, const match_ink_draw *own);

/* The bases, best first, and how many. */
const match_basis *match_bases(size_t *count);
/* The one of this name; null: none. */
const match_basis *match_basis_of(sct_basis id);
/* What a prepared ink's colour rests on, in words. */
void match_rests_on(const match_ink *ink, char *out, size_t capacity);
/* Chooses the basis of an ink (the one asked for, or the best it offers); 0 when there is none. */
int match_prepare(const match_scene *scene, match_ink *ink);
/* Colour of a dot by the estimates alone. */
sct_lab match_basis_dot(const match_scene *scene, const match_ink *ink, double c);
/* Drawdown, else cup colour at a concentration; 0 when the ink has none there. */
int match_swatch(const palette_ink *ink, double c, sct_colour_state *state, sct_lab *out);

/* ---- match_loss.c ---- */

/* Colour difference in the metric of the options. */
double match_difference(const sct_match_options *options, sct_lab target, sct_lab sample);
/* Differences of a look from the targets of a draw, and the loss they make. */
typedef struct match_cost {
    double dot, area, total, loss;
} match_cost;
match_cost match_cost_of(const match_scene *scene, const match_draw *draw, match_look look);

/* ---- match_candidates.c ---- */

/* A candidate, and its loss in every draw. */
typedef struct match_entry {
    match_candidate row;
    double light_side; /* share of draws in which the area is not darker than wanted; NaN where no area is known */
    float *losses;     /* draw_count; owned by the pool */
} match_entry;

/* The best SCT_CANDIDATE_MAX candidates so far. */
typedef struct match_pool {
    size_t count, considered;
    match_entry *entries;
    float *losses;
    double *looks; /* room for the dots or areas of all draws: their L*, a*, b*, and differences */
} match_pool;

SCT_NODISCARD sct_status match_pool_init(sct_context *ctx, const match_scene *scene, match_pool *out);
void match_pool_free(match_pool *pool);
/* Adds one ink's candidates: its best dilution, and perceptible steps to both sides of it. SCT_ERR_INTERRUPTED. */
SCT_NODISCARD sct_status match_add_ink(sct_context *ctx, const match_scene *scene, const match_ink *ink, match_pool *pool);
/* Adds mixtures of two of the palette's inks; `room` lends errors and table. SCT_ERR_INTERRUPTED. */
SCT_NODISCARD sct_status match_add_blends(sct_context *ctx, const match_scene *scene, const sct_palette *palette,
                                          const match_ink *room, match_pool *pool);
/* Non-zero if two rows are the same ink or blend, whatever the dilution. */
int match_same_ink(const match_candidate *a, const match_candidate *b);
/* Concentration of the least expected loss within [c_lo, c_hi], before rounding. SCT_ERR_INTERRUPTED. */
SCT_NODISCARD sct_status match_best_concentration(sct_context *ctx, const match_scene *scene, const match_ink *ink,
                                                  double *out);
/* What can be tattooed over all sessions, dots per cm2. */
enum { MATCH_DENSITY_LO = 80, MATCH_DENSITY_HI = 400 };
/* The density that suits a concentration best: fixed by the options, else chosen. */
double match_best_density(const match_scene *scene, const match_ink *ink, double c);
/* The better of the ink's two steps beside a dilution, within what is possible; parts of water. */
double match_round_parts(const match_scene *scene, const match_ink *ink, double parts_water);

/* ---- match_recipe.c ---- */

/* Fills recipe volumes and warnings of a row. */
void match_recipe(const match_scene *scene, const match_ink *ink, match_candidate *row);

/* ---- match_order.c ---- */

/* Sorts the pool and fills rank, p_best and ties; groups are named for the first SCT_CANDIDATE_MAX rows. */
void match_order(const match_scene *scene, match_pool *pool);
/* Confidence of the ranking: how much of p_best the first row and its ties hold, and how sure the colours are. */
sct_confidence match_confidence(const match_scene *scene, const match_pool *pool);
/* Adds why the confidence is low, and what would raise it; nothing when it is not. */
void match_doubts(const match_scene *scene, const match_pool *pool, sct_flags *flags);

/* ---- match_plan.c, match_assume.c ---- */

void match_plan(const match_pool *pool, const sct_palette *palette, match_ranking *out);
void match_assume(const match_scene *scene, const match_pool *pool, match_ranking *out);

#endif
