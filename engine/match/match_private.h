/*
 * engine/match/match_private.h - what the files of the match room share.
 *
 * A match is a scene (the client, the targets, the draws of what is not known),
 * inks that know their colour at any dilution (through one of the bases), and a
 * pool of the best candidates with their loss in every draw.
 */
#ifndef ENGINE_MATCH_PRIVATE_H
#define ENGINE_MATCH_PRIVATE_H

#include "artist/artist.h"
#include "match/match.h"

/* ---- match_words.c ---- */

/* Colour differences that half of the observers see, and accept; dE00. */
typedef struct match_thresholds {
    double jnd, acceptable;
    double wider; /* than on light skin, times; at least 1 */
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

/* From this share of grey hairs on a head looks grey at all. */
#define MATCH_GREY_LEAST 0.1
/* From here on people, and the usual chart, call it grey. */
#define MATCH_GREY_HEAD (1.0 / 3)
/* Beyond it there are no dark hairs to speak of. */
#define MATCH_GREY_MOST 0.9

/* The shadow of grown hair once shaved: a mixture of skin and strand, and what the skin model says beyond that. */
typedef struct match_shadow {
    double coverage; /* share of the skin that hair hides [0, 1] */
    double factor;   /* within which 95 % of heads hold that coverage, either way */
    sct_lab offset;
} match_shadow;
match_shadow match_shadow_of(const match_client *client, sct_lab skin, sct_lab strand);
/* The mixture of this skin and strand that is as light as `seen`, and how it differs; `fallback`: its coverage where the two
 * are too alike to tell. */
match_shadow match_shadow_like(sct_lab skin, sct_lab strand, sct_lab seen, double fallback);
/* Its colour for other skin and strand; z, standard normal, varies the coverage. */
sct_lab match_shadow_draw(const match_shadow *shadow, sct_lab skin, sct_lab strand, double z);
/* What is known of a shadow that was measured and predicted, too. */
typedef struct match_settled {
    sct_lab beside_skin; /* the shadow minus the skin */
    num_mat3 spread;     /* lower Cholesky factor of its covariance */
} match_settled;
struct match_scene;
/* The measured shadow of a scene whose skin is known, and what the model predicts, weighed by how sure they are; 0: not
 * possible. */
int match_shadow_weigh(const struct match_scene *scene, const match_shadow *predicted, match_settled *out);

/* What is seen of a dot. */
typedef struct match_near {
    int known;        /* 0: no skin model; dots are compared with strands, as if both were wide */
    double dot_share; /* of the difference between ink everywhere and skin: where only the ink's colour is known */
} match_near;
SCT_NODISCARD sct_status match_near_of(sct_context *ctx, const sct_match_options *options, const match_client *client,
                                       match_near *out);
/* One shaved hair as an eye sees it from 30 cm; without a skin model, the strand itself. */
SCT_NODISCARD sct_status match_stub_of(sct_context *ctx, const match_client *client, sct_lab skin, sct_lab strand,
                                       match_shadow *out);

/* ---- match_scene.c ---- */

/* One state of what is not known, the same for every candidate. */
typedef struct match_draw {
    sct_lab skin, strand, shadow;
    sct_lab stub;     /* what a dot is to look like: a hair end, seen as the dot is */
    double depth_ln;  /* ln(depth / depth_um) */
    double radius_ln; /* ln(radius of the dots / dot_radius_mm) */
    double hand_ln;   /* ln of how much more ink a dot holds than one of this radius by hands that the trade speaks of; 0 but
                         for hands of any kind */
    double strength;  /* the part of an ink's strength that all inks share, standard normal */
} match_draw;

/* Makes a stub hide as much of the skin as each of this many hairs per cm2 does, by the shadow that they leave. */
void match_stub_fit(const match_client *client, const match_draw *now, double density_per_cm2, match_shadow *stub);

/* The stub of a head whose shadow is this draw's, where that of the usual one is known: each hair of a darker shadow hides
 * more. */
match_shadow match_stub_as(const match_shadow *stub, const match_draw *usual, const match_draw *draw);

/* The part of the unknown that is one ink's own. */
typedef struct match_ink_draw {
    double strength; /* standard normal */
    sct_lab healed;  /* error of its measured healed colours */
} match_ink_draw;

/* ---- match_loss.c: the usual chart ---- */

enum { MATCH_USUAL_NODES = 24 };
#define MATCH_USUAL_FRACTION 0.15 /* carbon by mass in the ink that the chart is for */

/* The usual chart for one client. */
typedef struct match_usual {
    const palette_usual *row;           /* null: nothing is usual */
    int known;                          /* what the chart's ink does in this skin */
    double doublings, doublings_a_node; /* log2 of 1 + parts of water: at the usual shade; from node to node */
    double aim;                         /* the same at the mix that is leaned to: the usual one, or a weaker one */
    double area_L[MATCH_USUAL_NODES];   /* of carbon at the client's density, from strong to weak */
} match_usual;

typedef struct match_skin match_skin;   /* the client's skin, ready for predictions */
typedef struct match_table match_table; /* one ink's predictions on a grid */

typedef struct match_scene {
    sct_context *ctx;                 /* whose threads predictions may use */
    const sct_match_options *options; /* `settled` */
    sct_match_options settled;        /* as given, the dot radius chosen where it was left open */
    int radius_given;                 /* the dot radius is the caller's: known */
    const match_client *client;
    const sct_measurement *measurement;
    int skin_known, shadow_predicted;
    double weight_dot;   /* of the loss; 1 where nothing is known of an area */
    int by_estimate;     /* non-zero: order by the estimates, not by the expectation (the plain swatch ranking) */
    match_shadow shadow; /* where it is predicted */
    double grey_share;   /* of hairs, as told or counted; 0: the head does not look grey, or nobody knows */
    int settled_shadow;  /* the shadow was measured, and weighed with the prediction */
    match_settled known_shadow;
    match_shadow stub; /* where a skin model is */
    match_near near;
    double area_share;    /* match_area_share where nobody seeks a density */
    double density_start; /* dots per cm2 that look natural on this client */
    int density_from_client;
    match_thresholds thresholds;
    match_usual usual;
    match_skin *skin;            /* null: nothing can be predicted; owned */
    palette_optics_room *optics; /* where the ink at hand is looked at; owned, as is what is told of it, or of a blend */
    palette_optics_report *told;
    match_draw nominal; /* no error at all */
    match_ink_draw nominal_ink;
    size_t draw_count;
    match_draw *draws; /* owned */
    double *hands;     /* hand_ln of hands of any kind, draw_count of them; owned; null: the hand is known */
} match_scene;

/* Targets and draws. SCT_ERR_NOTHING without a hair colour. Free with match_scene_free, whatever the status. */
SCT_NODISCARD sct_status match_scene_init(sct_context *ctx, const sct_match_options *options, const match_client *client,
                                          const sct_measurement *measurement, match_scene *out);
void match_scene_free(match_scene *scene);
/* ---- match_draw.c ---- */

/* One state of what is not known about a scene whose targets are set. */
/* An ink of the palette, as strong as it comes out in this hand. */
palette_ink match_ink_at(const match_scene *scene, const sct_palette *palette, size_t index);
match_draw match_draw_scene(const match_scene *scene, num_rng *rng);
/* Draws of one ink's own errors, draw_count of them: the same for the same seed and ink, whatever the other inks. */
void match_draw_ink(const match_scene *scene, size_t ink, match_ink_draw *out);
/* An ink's strength under a draw: what all inks share and its own, together standard normal. */
double match_draw_strength(const match_draw *draw, const match_ink_draw *own);
/*
 * ln of how much more ink lies in a dot than in the usual one. Hands differ in what a dot holds and in how wide it is, but
 * not freely: wide dots full of ink would make the shades that everybody mixes far too dark, narrow ones with little
 * invisible (tests/skin/test_priors.c). So a dot holds the same amount however wide it is, and the strength says what is
 * left over.
 */
double match_draw_load_ln(const match_draw *draw);
/* What can be tattooed over all sessions, dots per cm2. */
enum { MATCH_DENSITY_LO = 80, MATCH_DENSITY_HI = 400 };
/* As many dots as there are hairs, within what can be tattooed; per cm2. */
double match_natural_density(const match_scene *scene);
/* hand_ln of a hand that nobody has looked at, where the rest of the draw is there. */
double match_draw_hand_ln(const match_draw *draw, num_rng *rng);
/* The share of the skin that is under dots in a draw [0, 1). */
double match_draw_coverage(const match_scene *scene, const match_draw *draw, double density_per_cm2);

/* ---- match_basis.c, match_predict.c ---- */

enum { MATCH_AT_ONCE = 64 }; /* inks whose distances are reckoned in one go */
#define MATCH_ROUNDING 1e-7  /* dE00 by which this may differ from what is reckoned one by one */

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
    double c_lo, c_hi;               /* concentrations that are possible and known; equal: no choice */
    const palette_laser_risk *laser; /* null: none */
    palette_optics_report *optics;   /* of a prediction: what it rests on; in the scene, until the next ink is prepared */
    match_ink_draw *errors;          /* draw_count of them; owned by the caller */
    match_table *table;              /* match_table_size bytes for predictions; owned by the caller */
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

/* The client's skin at every depth of the options; the scene's targets are set. Free with match_skin_free. */
SCT_NODISCARD sct_status match_skin_new(sct_context *ctx, const match_scene *scene, match_skin **out);
void match_skin_free(match_skin *skin);
size_t match_table_size(void);
int match_predict_prepare(const match_scene *scene, match_ink *ink);
/* Fills the table of an ink of this medium and range of dilutions, whose ln(strength) has this standard deviation. */
void match_predict_medium(const match_scene *scene, const skin_ink *medium, double strength_sd, match_ink *ink);
/*
 * How well the strength is known, of its logarithm: as the options say of inks known by composition. Half of that variance
 * is the hand's: how much of an ink it leaves. Films tell the other half, the ink's own. That hands do not differ by more
 * than this, all in all, is known from the shades that they mix for the same hair.
 */
double match_strength_sd(const match_scene *scene, const sct_ink_optics *optics, const palette_optics_report *known);
match_look match_predict_look(const match_scene *scene, const match_ink *ink, double c, double density_per_cm2,
                              const match_draw *draw, const match_ink_draw *own);

/* Of ink everywhere, by the estimates alone. */
sct_lab match_predict_solid(const match_scene *scene, const match_ink *ink, double c);

/* The bases, best first, and how many. */
const match_basis *match_bases(size_t *count);
/* The one of this name; null: none. */
const match_basis *match_basis_of(sct_basis id);
/* What a prepared ink's colour rests on, in words. */
/* How the colour of an ink that no more is known of is called: "drawdown", "cup", or "stated" where somebody typed it in. */
const char *match_colour_word(const palette_ink *ink, sct_colour_state state);
void match_rests_on(const match_ink *ink, char *out, size_t capacity);
/* Chooses the basis of an ink (the one asked for, or the best it offers); 0 when there is none. */
int match_prepare(const match_scene *scene, match_ink *ink);
/* Colour of a dot by the estimates alone. */
sct_lab match_basis_dot(const match_scene *scene, const match_ink *ink, double c);
/* Colour of ink everywhere by the estimates alone: as predicted, or as measured. */
sct_lab match_basis_solid(const match_scene *scene, const match_ink *ink, double c);
/* L* of a dot and of its area by the estimates, where ink everywhere would have this L*. */
void match_lightness_of_dots(const match_scene *scene, double solid_L, double *dot, double *area);
/* How far from the targets, by CIEDE2000 and the estimates alone, dots are whose ink has these colours everywhere: the
 * `total` of match_cost_of, but for rounding. At most MATCH_AT_ONCE. */
void match_basis_distances(const match_scene *scene, const sct_lab *solid, size_t count, double *out);
/* How much of the difference between ink everywhere and skin is left in an area, where only the ink's colour is known. */
double match_area_share(const match_scene *scene, double density_per_cm2);
/* Drawdown, else cup colour at a concentration; 0 when the ink has none there. */
int match_swatch(const palette_ink *ink, double c, sct_colour_state *state, sct_lab *out);

/* Carbon's part of the scene, once the rest of it is there; `room` holds match_table_size bytes and is not kept. */
void match_usual_init(const match_scene *scene, match_table *room, match_usual *out);
/* The shade of carbon that makes an area as light as this one; NaN: not known. */
double match_usual_equal(const match_usual *usual, sct_lab area);
/* L* of the area at the usual shade minus the target's; NaN: not known. */
double match_usual_dL(const match_usual *usual, sct_lab target);
/* Non-zero: an area that is visibly another than at the usual shade, and as at less than half or more than double of it. */
int match_usual_is_far(const match_usual *usual, sct_lab area);
/* Non-zero: an area as at a shade that the trade mixes for this client, whether or not another would look different. */
int match_usual_holds(const match_usual *usual, sct_lab area);
/* Non-zero: dots of this hand have been looked at. */
int match_hand_known(const match_scene *scene);
/* What experience adds to the loss of a mix that looks like this by the estimates. */
double match_usual_cost(const match_scene *scene, const match_ink *ink, match_look look);

/* ---- match_loss.c ---- */

/*
 * How much the dots count beside the area, where nobody says: what an eye sees of them from where people stand. Its blur
 * exp(-(x / s)^2), s = 0.0283 degrees (S-CIELAB), leaves exp(-(pi s f)^2) of the contrast of dots 1/f apart: at 180 per cm2
 * 0.68 from 30 cm, and 0.01 from 1 m, where only the area is left. This is the mean of the two.
 */
#define MATCH_WEIGHT_DOT 0.35
/* Darker than wanted by more than this is too dark. */
#define MATCH_TOO_DARK_L 1.0

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
    double dark_side;   /* share of draws in which the area is more than 1 L* darker than wanted; NaN as the next */
    double dark_by_any; /* the same by hands of any kind */
    double light_side;  /* share of these in which the area is not darker than wanted; NaN where no area is known */
    int at_an_end;      /* the weakest or strongest mix of an ink that has several: a better one may lie beyond */
    float *losses;      /* draw_count; owned by the pool */
    float *claims;      /* the same by hands of any kind, for p_best; `losses` where the hand is known */
} match_entry;

/* The best SCT_CANDIDATE_MAX candidates so far. */
typedef struct match_pool {
    size_t count, considered;
    match_entry *entries;
    match_entry *worst; /* of a full pool; null: not looked for yet */
    float *losses, *claims;
    double *looks; /* room for the dots or areas of all draws: their L*, a*, b*, and differences */
} match_pool;

SCT_NODISCARD sct_status match_pool_init(sct_context *ctx, const match_scene *scene, match_pool *out);
void match_pool_free(match_pool *pool);
/* Non-zero: the pool has no room for a row as far from the targets as this; apart: one that stands apart. */
int match_is_hopeless(match_pool *pool, int apart, double least);
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
/* Dots per cm2: as given, as many as hairs, or, where the options ask for it, those that suit a concentration best. */
double match_best_density(const match_scene *scene, const match_ink *ink, double c);
/* The better of the ink's two steps beside a dilution, within what is possible; parts of water. */
double match_round_parts(const match_scene *scene, const match_ink *ink, double parts_water);

/* ---- match_recipe.c ---- */

/* Fills recipe volumes and warnings of a row. */
void match_recipe(const match_scene *scene, const match_ink *ink, match_candidate *row);

/* ---- match_order.c ---- */

/* An ink that may be among the best. */
typedef struct match_pick {
    double away; /* from the targets: its row's `de`, but for rounding */
    uint32_t ink;
} match_pick;

/* The inks of a long palette that are used as they come and known by one colour. */
typedef struct match_line {
    size_t count;      /* of inks in line; 0: nobody waits */
    uint16_t *step_of; /* of each ink of the palette: where it waits */
    match_pick *picks; /* of the line all that a pool has room for, nearest first; swatches last */
    size_t pick_count;
} match_line;

/* SCT_ERR_MEMORY. Free with match_line_free, whatever the status. */
SCT_NODISCARD sct_status match_line_up(sct_context *ctx, const match_scene *scene, const sct_palette *palette,
                                       match_line *out);
void match_line_free(match_line *line);
/* Non-zero: this ink of the palette is in line. */
int match_waits(const match_line *line, size_t ink);

/* Non-zero: the row rests on a swatch and is ranked apart from those of which it is known what heals. */
int match_stands_apart(const match_candidate *row);
/* How many rows of a sorted pool do not stand apart; they come first. */
size_t match_head_count(const match_pool *pool);
/* Sorts the pool and fills rank, p_best and ties; groups are named for the first SCT_CANDIDATE_MAX rows. */
void match_order(const match_scene *scene, match_pool *pool);
/* Confidence of the ranking: how much of p_best the first row and its ties hold, and how sure the colours are. Flags come on
 * top of it: match_rank. */
sct_confidence match_confidence(const match_scene *scene, const match_pool *pool);
/* Adds why the confidence is low, and what would raise it; nothing when it is not. */
void match_doubts(const match_scene *scene, const match_pool *pool, sct_flags *flags);

/* ---- match_plan.c, match_assume.c ---- */

void match_plan(const match_pool *pool, const sct_palette *palette, match_ranking *out);
void match_assume(const match_scene *scene, const match_pool *pool, match_ranking *out);

#endif
