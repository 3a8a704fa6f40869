/*
 * scalptone/match.h - from a measured client and a palette to ranked inks.
 *
 * WHAT THIS IS FOR
 *
 * This is the question that the whole library is there for: which ink, at which
 * dilution and density, will look right on this client once it has healed?
 * sct_match tries every ink of a palette at every dilution that can be mixed,
 * predicts its healed colour through the client's own skin, and ranks what it
 * tried. The answer is a ranking: rows with recipes, best first, a plan of
 * sessions, a statement of how sure it is, and all that was assumed.
 *
 * THE ORDER OF CALLS
 *
 *     sct_ranking *ranking = NULL;
 *     sct_ranking_info info;
 *     sct_match_row best;
 *     sct_status status = sct_match(ctx, NULL, client, inks, &ranking);
 *     if (status == SCT_OK && sct_ranking_describe(ranking, &info) == SCT_OK
 *         && sct_ranking_match(ranking, 0, &best) == SCT_OK)
 *         printf("%s, shade %s%s\n", best.ink_id, best.shade, info.pick ? "" : " (a guess: not sure enough)");
 *     sct_ranking_free(ranking);
 *
 * HOW TO READ THE ANSWER
 *
 * `pick` says whether the first row may be called the best. It is 0 when a
 * quality flag forbids it or when the rows cannot be told apart, the confidence
 * is then low, and a program shows what would make the answer trustworthy
 * instead of a recipe. Rows that
 * nobody could tell apart name each other in `tied_with`.
 *
 * Rows are in order of expected loss, in which too dark or too blue counts 1.5
 * times: too light is one more session, too dark needs a laser. A lower row may
 * therefore be closer. Where the hand is not known (strength_factor
 * above 1.5), the loss also leans towards the shade that the trade usually mixes,
 * and always away from pigments that a laser turns dark. Both weigh no more than what can just be seen, unless a mix is far
 * from all that is usual; SCT_LOSS_PLAIN knows neither.
 *
 * Inks of which only a swatch is known (the colour in the cup, on paper, or one
 * stated as #rrggbb) stand apart: their rows come after all others, from the
 * rank that apart_from says, in an order of their own and without p_best, for
 * how far ink on paper is from a hair says nothing of what heals. Where all rows
 * are such, the confidence is low. Inks in stock that nothing is known of have
 * no row and are named in a flag.
 *
 * THREADS AND ERRORS
 *
 * Two things are said apart: how well the client was measured (the bounds of
 * skin and hair, and the flags) and how well an ink matches (de00 and its band).
 * A good match of a badly measured client is worth nothing.
 *
 * The draws vary what is not known (the colours within their bounds, depth,
 * strength, the skin model) with the same random numbers for every row, so that
 * rows differ by the ink and not by luck. The same seed gives the same bytes.
 *
 * A ranking never changes and may be shared between threads. It needs neither
 * the measurement nor the palette to be read; its texts are its own.
 */
#ifndef SCALPTONE_MATCH_H
#define SCALPTONE_MATCH_H

#include "artist.h"
#include "base.h"
#include "colour.h"
#include "flags.h"
#include "measure.h"
#include "palette.h"
#include "skin.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- words ------------------------------------------------------------------------- */

/* What an ink's colour in a ranking rests on, from the surest down: measured healed colours are rare, swatches do not tell
 * what heals. */
typedef enum sct_basis {
    /* The best that the palette offers for each ink. */
    SCT_BASIS_AUTO = 0,
    /* Healed colours that somebody measured, on a skin near to this one. */
    SCT_BASIS_MEASURED_HEALED,
    /* The colour that skin.h predicts for this client's skin. */
    SCT_BASIS_PREDICTED_HEALED,
    /* The colour of a drawdown, else of the cup; flagged, because it is not what heals. */
    SCT_BASIS_SWATCH
} sct_basis;
/* "auto", "measured-healed", "predicted-healed", "swatch"; "unknown" for any other. Static storage. */
SCT_API const char *sct_basis_name(sct_basis basis);

/*
 * What is made small. asymmetric: E[w f(dE of the dot) + (1 - w) f(dE of the
 * area)], where f counts a result that heals darker than wanted by more than 1
 * L*, or bluer by more than 1 b*, 1.5 times each: too dark cannot be undone.
 * plain: without the two factors. plain with SCT_BASIS_SWATCH is the difference
 * of ink and hair alone.
 */
typedef enum sct_loss {
    /* Too dark and too blue count more than too light, as artists fear; this is the default. */
    SCT_LOSS_ASYMMETRIC = 0,
    /* The distance alone counts. */
    SCT_LOSS_PLAIN
} sct_loss;
/* "asymmetric", "plain"; "unknown" for any other. Static storage. */
SCT_API const char *sct_loss_name(sct_loss loss);

/* What a greying head is matched to. A head counts as grey from a tenth of its hairs on, by the photo or by grey_share;
 * below it all three are the same. None lightens what is grey. */
typedef enum sct_grey_hair {
    /* Dots match the dark hairs, the area all hairs together, as the head looks today; this is the default. */
    SCT_GREY_HAIR_BLEND = 0,
    /* Dots and area match the dark hairs, as if none were grey: fuller, but the grey beside it shows. */
    SCT_GREY_HAIR_DARK,
    /* Lighter than the blend, as if that share of the dark hairs had turned, too: a shade that still suits when they have.
     */
    SCT_GREY_HAIR_SOFTER
} sct_grey_hair;
/* "blend", "dark", "softer"; "unknown" for any other. Static storage. */
SCT_API const char *sct_grey_hair_name(sct_grey_hair grey_hair);

/* Whether half of all observers would see, and accept, a difference. */
typedef enum sct_band {
    /* Half of them would not see it. */
    SCT_BAND_IMPERCEPTIBLE = 0,
    /* Half of them would see it and accept it. */
    SCT_BAND_ACCEPTABLE,
    /* Half of them and more would not accept it. */
    SCT_BAND_VISIBLE
} sct_band;
/* "imperceptible", "acceptable", "visible"; "unknown" for any other. Static storage. */
SCT_API const char *sct_band_name(sct_band band);

/* How sure the order of the rows is. */
typedef enum sct_confidence {
    /* Neighbouring rows lie within the noise, a colour is known only roughly, or a flag forbids a pick: no ink is the best.
     */
    SCT_CONFIDENCE_LOW = 0,
    /* In half of what may be true and more, no row is better than the first by more than half of all observers accept. */
    SCT_CONFIDENCE_MEDIUM,
    /* In 80 % and more (of all hands, where this one is unknown) no row is visibly better than the first nor its area over 1
     * L* too dark, the colours are known well, and such a mix was seen to heal: by this hand (strength_factor at most 1.5),
     * in healed colours, or by the trade, within 1.5 times of the usual shade. An ink's weakest and strongest never are. */
    SCT_CONFIDENCE_HIGH
} sct_confidence;
/* "low", "medium", "high"; "unknown" for any other. Static storage. */
SCT_API const char *sct_confidence_name(sct_confidence confidence);

/* A step of the plan. */
typedef enum sct_session {
    /* The first session, lighter than the match: a layer can be added and not taken away. */
    SCT_SESSION_START = 0,
    /* The sessions after it, with the match itself. */
    SCT_SESSION_MAIN,
    /* One more session, darker, if the area is still too light after healing. */
    SCT_SESSION_DEEPEN
} sct_session;
/* "start", "main", "deepen"; "unknown" for any other. Static storage. */
SCT_API const char *sct_session_name(sct_session session);

/* ---- ranking ------------------------------------------------------------------------- */

/*
 * What is to be ranked, and how. The defaults are those of an artist who has
 * measured nothing of their own work yet: whoever knows how deep and how wide
 * their dots heal says so here, and the answer becomes surer.
 */
typedef struct sct_match_options {
    /* Set by sct_match_options_init. */
    size_t size;
    /* The seed of the draws; default 1. The same input gives the same answer. */
    uint64_t seed;
    /* The parametric factors of DE2000 and DE94 [0.1, 10]; default 1. */
    double kL, kC, kH;
    /* Dots on a cm2 over all sessions [0, 2000]; 0 (default): as many as the client has hairs, 80 to 400, or 180 where they
     * were not counted. */
    double density_per_cm2;
    /* The healed radius of a dot, mm [0.01, 0.5]; 0 (default): 0.11, an assumption, or what the needle makes of it. */
    double dot_radius_mm;
    /* The volume to mix, ml [0.5, 100]; default 5. */
    double batch_ml;
    /* Share of the dot in the loss, the area has the rest [0, 1]; default 0.35: what an eye sees of 180 dots per cm2, the
     * mean of 30 cm and 1 m. */
    double weight_dot;
    /* Depth of the top of the healed ink, um [50, 600]; default 125. */
    double depth_um;
    /* The shallow end of the depths of 95 % of this artist's dots, um [50, 600], at most depth_um; default 75. */
    double depth_lo_um;
    /* The deep end of these depths, um [50, 600], at least depth_um; default 300. */
    double depth_hi_um;
    /* Thickness of the layer of ink, um [20, 1000]; default 200. */
    double thickness_um;
    /* Share of the ink's concentration that the tissue takes up [0.001, 1]; default 0.24, an assumption. */
    double uptake;
    /* Share of that which is left after six weeks [0.05, 1]; default 0.67. */
    double healed_share;
    /* An ink known by composition, with the hand that sets it, may be this many times stronger or weaker [1, 10]; default 2.
     */
    double strength_factor;
    /* Diameter of one pin of the needle, mm [0.1, 0.6]; default 0.25. With a dot_radius_mm the needle plays no part. */
    double needle_pin_mm;
    /* The metric of the differences; default SCT_METRIC_DE2000. */
    sct_metric metric;
    /* What the colours of the inks rest on; default SCT_BASIS_AUTO. */
    sct_basis basis;
    /* What is made least; default SCT_LOSS_ASYMMETRIC. */
    sct_loss loss;
    /* Monte Carlo draws [0, 100000]; default 400. */
    int draws;
    /* 2: any two dilutable inks whose optics are known may be mixed with each other; 1 (default): none are. */
    int blend;
    /* 1: without a density_per_cm2, the number of dots that suits each ink best is sought, from 80 to 400 per cm2; 0:
     * default. */
    int seek_density;
    /* Round pins of the needle [1, 14], as sct_needle_read tells; 0 (default): not told, as if 3. */
    int needle_pins;
    /* Zero. */
    int reserved[1];
    /* The hand that will set the ink (artist.h); null (default): one that nobody measured. It says depths, radius, strength
     * and how sure they are, but for what these options say themselves; the assumptions name it. */
    const struct sct_artist *artist;
    /* Share of the hairs that are grey [0, 0.9]; 0 (default): as the photo shows, which grown hair does not. */
    double grey_share;
    /* What a greying head is matched to; default SCT_GREY_HAIR_BLEND. */
    sct_grey_hair grey_hair;
    /* Zero. */
    int reserved2[1];
    /* version 0.1 ends here */
} sct_match_options;
/* Fills the defaults and the size. */
SCT_API void sct_match_options_init_sized(sct_match_options *options, size_t size);
#define sct_match_options_init(options) sct_match_options_init_sized((options), sizeof *(options))

/*
 * A needle by the name on its box: "3RL-0.25", "0.25 mm 3RL", "1003RL" (pins of
 * number 10, three of them), "#10 3RL", or "3RL" with pins of 0.25 mm. Writes the
 * number of round pins [1, 14] and the diameter of one, mm [0.1, 0.6]. Dots are
 * then taken to heal wider or narrower than the usual 0.11 mm by the square root of
 * the bundle's width over that of 3RL-0.25: an assumption between all and nothing,
 * for nobody has published more, and how far it may be off stays as it is without a
 * needle. SCT_ERR_OPTION for flat and magnum needles, which set no single dots, and
 * for words that are no needle; SCT_ERR_ARGUMENT for null.
 */
SCT_API SCT_NODISCARD sct_status sct_needle_read(sct_context *ctx, const char *words, int *pins, double *pin_mm);

/* A ranking, made by sct_match or read back from its JSON; free it with sct_ranking_free. */
typedef struct sct_ranking sct_ranking;

/*
 * Ranks the inks of a palette for a measured client; options may be null.
 * SCT_ERR_OPTION, SCT_ERR_NOTHING (no colour of hair to match, or no ink with a
 * colour that can be used), SCT_ERR_MEMORY, SCT_ERR_INTERRUPTED.
 */
SCT_API SCT_NODISCARD sct_status sct_match(sct_context *ctx, const sct_match_options *options,
                                           const sct_measurement *measurement, const sct_palette *palette,
                                           sct_ranking **out);
/*
 * A ranking from what sct_ranking_json wrote, for the palette that it was made
 * with (its fingerprint is compared). SCT_ERR_PALETTE with the place in the
 * text, or when the palette is another one; SCT_ERR_MEMORY.
 */
SCT_API SCT_NODISCARD sct_status sct_ranking_from_json(sct_context *ctx, const void *text, size_t size,
                                                       const sct_palette *palette, sct_ranking **out);
/* Frees a ranking. */
SCT_API void sct_ranking_free(sct_ranking *ranking);

/* What holds for the whole ranking. The text belongs to it. NaN where a number is not known. */
typedef struct sct_ranking_info {
    /* How many rows there are; see sct_ranking_match. */
    size_t match_count;
    /* How many mixes were compared to find them. */
    size_t considered;
    /* How many assumptions there are; see sct_ranking_assumption. */
    size_t assumption_count;
    /* How many steps the plan has; see sct_ranking_plan_step. */
    size_t plan_count;
    /* What dots and area are to look like. The area's is the shadow of the stubble: what the photo shows of it and what the
     * skin model says of such hair on such skin, weighed by how sure each is. */
    sct_lab target_dot, target_area;
    sct_metric metric;
    sct_loss loss;
    /* 1: target_area was not measured but computed from the strand (grown hair). */
    int shadow_predicted;
    /* 1: the first row may be called the best. */
    int pick;
    sct_confidence confidence;
    /* Zero. */
    int reserved[1];
    /* The weight of the dot in the loss, as it was used [0, 1]. */
    double weight_dot;
    /* The thresholds of the bands, dE00. */
    double jnd_de00, acceptable_de00;
    /* Who published these thresholds. */
    const char *threshold_source;
    /* The tissue that was fitted to the client's skin. */
    sct_tissue tissue;
    /* The residual of that fit, dE00. */
    double fit_de00;
    /* The trade's usual chart: parts of water [1, 100] to one of an ink with 15 % of carbon black, for such hair and skin.
     */
    double usual_shade;
    /* The shade of that ink which makes the area as light as the first row does [0, 150], whatever ink that row is of. */
    double equal_shade;
    /* L* of the area at the usual shade minus that of target_area: below 0, the usual shade heals darker than the hair. */
    double usual_dL;
    /* Whom the usual shade is for ("black hair on light skin"), and where the chart comes from; "" where there is none. */
    const char *usual_for, *usual_source;
    /* The rank of the first row that rests on a swatch; it and all below stand apart. 0: there are none. */
    size_t apart_from;
    /* The covariance of target_area (L*, a*, b*), by the draws: of the shadow as photo and model tell it together, or as
     * it is predicted for grown hair. NaN without draws. */
    sct_cov target_area_cov;
    /* 95 % of what that shadow may be lies within this of target_area, dE00; NaN without draws. */
    double target_area_u95_de00;
    /* The share of grey hairs that the answer rests on [0, 0.9]; 0: less than a tenth, or not known. */
    double grey_share;
    /* What such a head is matched to. */
    sct_grey_hair grey_hair;
    /* Zero. */
    int reserved2[1];
} sct_ranking_info;
/* What holds for the whole: read this first, and `pick` before any recipe. */
SCT_API sct_status sct_ranking_describe_sized(const sct_ranking *ranking, sct_ranking_info *out, size_t size);
#define sct_ranking_describe(ranking, out) sct_ranking_describe_sized((ranking), (out), sizeof *(out))
/* What is weak about measurement and ranking; owned by the ranking. Null for null. */
SCT_API const sct_flags *sct_ranking_flags(const sct_ranking *ranking);

/*
 * One row: an ink, or two in one syringe, at a dilution and density. Texts
 * belong to the ranking. NaN where a number is not known.
 *
 * Close up a dot is compared with a shaved hair, both as an eye sees them from 30
 * cm, blurred and with light from the skin beside them; from afar the area is
 * compared with the shadow of stubble; de00 weighs the two as the loss does.
 * dot_u95_de00 and area_u95_de00 say how far from the predicted colour the healed
 * one may be, mostly for how deep ink lies and how much a hand leaves.
 */
typedef struct sct_match_row {
    /* The rank of the row, from 1. */
    size_t rank;
    /* The number of the ink in the palette. */
    size_t ink;
    /* The id of that ink. */
    const char *ink_id;
    /* The shade in words: "21.5", or "ready", or the ink's own name of it. */
    const char *shade;
    /* The basis in words, such as "fitted to 4 films over white and black". */
    const char *rests_on;
    /* A second ink; parts_second 0: none. */
    sct_blend blend;
    /* The state of the colour that was ranked. */
    sct_colour_state state;
    sct_basis basis;
    /* The band that de00 falls in. */
    sct_band band;
    /* Zero. */
    int reserved[1];
    /* The parts of ink, both inks together, and the parts of water. */
    double parts_ink, parts_water;
    double density_per_cm2, dot_radius_mm;
    /* The volumes to mix, ml, in steps of 0.05 ml. */
    double ink_ml, second_ml, water_ml;
    /* The sum of these, ml: near the volume asked for, or the least that the marks allow. */
    double batch_ml;
    /* The colours of a dot of its radius and depth, as an eye sees it from 30 cm, and of skin with these dots. */
    sct_lab dot_lab, area_lab;
    /* The colour of a drawdown, else of the cup, at this dilution. */
    sct_lab swatch_lab;
    /* The distances of dot and area from their targets, in the metric that was chosen; de weighs the two as the loss
     * does. */
    double de_dot, de_area, de;
    /* The same distances as CIEDE2000 with kL = kC = kH = 1. */
    double de00_dot, de00_area, de00;
    /* The differences of the dot's lightness, chroma and hue: row minus target. */
    double dL, dC, dH;
    /* How far 95 % of what may heal lies from dot_lab and area_lab at most, dE00. */
    double dot_u95_de00, area_u95_de00;
    /* The expected loss (see sct_loss). */
    double loss;
    /* The share of the draws in which this row is the best [0, 1], by hands of any kind where nobody has looked at this one;
     * NaN of rows that stand apart. */
    double p_best;
    /* How the dot differs from its target, close up, in words: "a little lighter and cooler". */
    const char *direction;
    /* How the area differs from its target, from half a metre on, in words. */
    const char *direction_area;
    /* The ranks of rows that nobody could tell from this one from half a metre, or that the draws cannot tell apart. */
    const size_t *tied_with;
    size_t tie_count;
    /* Sentences about this mix. */
    const char *const *warnings;
    size_t warning_count;
    /* The healed colour of ink everywhere (or of the swatch): a filled patch, as dark as no dot is. */
    sct_lab solid_lab;
} sct_match_row;
/* Row number `index`, from 0. SCT_ERR_ARGUMENT past the last. */
SCT_API sct_status sct_ranking_match_sized(const sct_ranking *ranking, size_t index, sct_match_row *out, size_t size);
#define sct_ranking_match(ranking, index, out) sct_ranking_match_sized((ranking), (index), (out), sizeof *(out))

/* A value that the answer rests on and that was not measured. Nothing is assumed in silence: each has a name, a source, and
 * an option that changes it. Texts belong to the ranking. */
typedef struct sct_assumption {
    const char *name, *unit, *source;
    /* The option of the command line that changes it; "" for none. */
    const char *editable_by;
    double value;
} sct_assumption;
/* Assumption number `index`, from 0. SCT_ERR_ARGUMENT past the last. */
SCT_API sct_status sct_ranking_assumption_sized(const sct_ranking *ranking, size_t index, sct_assumption *out, size_t size);
#define sct_ranking_assumption(ranking, index, out) sct_ranking_assumption_sized((ranking), (index), (out), sizeof *(out))

/* One step of the plan. Artists work in sessions: they start lighter than the match, and deepen after healing. The text
 * belongs to the ranking. */
typedef struct sct_plan_step {
    /* The number of the ink in the palette. */
    size_t ink;
    sct_blend blend;
    double parts_water, density_per_cm2;
    const char *why;
    sct_session session;
    /* Zero. */
    int reserved[1];
} sct_plan_step;
/* Step number `index`, from 0. SCT_ERR_ARGUMENT past the last. */
SCT_API sct_status sct_ranking_plan_step_sized(const sct_ranking *ranking, size_t index, sct_plan_step *out, size_t size);
#define sct_ranking_plan_step(ranking, index, out) sct_ranking_plan_step_sized((ranking), (index), (out), sizeof *(out))

/*
 * What to draw up to mix a recipe again, for another cup: ml of the ink, of the
 * second ink of a blend and of water, on the marks of a 1 ml syringe (0.05 ml),
 * as a ranking has them. They fill the cup as far as they keep the dilution;
 * more than it holds only where the first mark of ink asks for more. volume_ml
 * (0, 1000]; parts_ink (0, 1e6], parts_second [0, 1e6] (0: one ink), parts_water
 * [0, 1e6]. SCT_ERR_ARGUMENT, SCT_ERR_OPTION; out_ml is then untouched.
 */
SCT_API SCT_NODISCARD sct_status sct_mix_volumes(sct_context *ctx, double volume_ml, double parts_ink, double parts_second,
                                                 double parts_water, double out_ml[3]);

/* The ranking as JSON (schema version 1), one line, with at most `rows` rows (0: all); measurement and palette are those
 * that it was made from. It carries the client, the palette's name and fingerprint, the rows, the plan, the assumptions and
 * the flags. Free with sct_bytes_free. SCT_ERR_ARGUMENT (another palette), SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_ranking_json(sct_context *ctx, const sct_ranking *ranking,
                                                  const sct_measurement *measurement, const sct_palette *palette,
                                                  size_t rows, sct_bytes *out);
/* The JSON Schema (2020-12) of what sct_ranking_json writes. Static storage. */
SCT_API const char *sct_ranking_schema(void);

#ifdef __cplusplus
}
#endif
#endif
