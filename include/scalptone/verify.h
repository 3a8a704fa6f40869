/*
 * scalptone/verify.h - is the healed result what was planned?
 *
 * WHAT THIS IS FOR
 *
 * Six weeks after a session the client comes back. This chapter lays the photo
 * of that day over the earlier one and answers what both of them want to know:
 * is it as dark as planned, which dots are left, is it even, is left like right,
 * how crisp is the hairline, and what to mix next. It serves a client who looks
 * at a portfolio, too: any photos before and after will do.
 *
 * THE ORDER OF CALLS
 *
 *     sct_view before, after;                      (measure.h)
 *     sct_verify_options options;
 *     sct_verification *result = NULL;
 *     sct_verify_lines lines;
 *     sct_verify_options_init(&options);
 *     options.areas = &area;                       (where ink was set, in the photo after)
 *     options.area_count = 1;
 *     options.planned_area_lab = planned;          (of the record, or of the ranking's row)
 *     options.planned_skin_lab = skin;
 *     sct_status status = sct_verify(ctx, &options, &before, &after, &result);
 *     if (status == SCT_OK && sct_verification_lines(result, &lines) == SCT_OK)
 *         printf("%s\n%s\n%s\n", lines.result, lines.mix, lines.portfolio);
 *     sct_verification_free(result);
 *
 * A record keeps both ends: sct_verify_options_plan takes the plan from it, and
 * sct_record_add_result writes what was found into it.
 *
 * HOW COLOURS ARE COMPARED
 *
 * Two photos have two lights, and a shade of two L* is less than what a phone
 * does to a colour. So the treated skin is compared with bare skin beside it, as
 * a ratio in linear light: the light of the photo after over that of the photo
 * before is fitted over the bare skin, and goes on below the area with its
 * doubt. Where the photo before shows ink already, or there is none, the photo
 * after alone has to do, and the skin's own tone adds to the doubt. Colour
 * charts help where there is no bare skin to compare with.
 *
 * WHAT IS REFUSED
 *
 * Photos that cannot be laid over each other, because they show two heads, two
 * sides of one, or nothing sharp enough to hold on to: SCT_ERR_NOTHING. Whether
 * places agree by chance alone is asked before anything else.
 *
 * THREADS
 *
 * A verification never changes and may be shared between threads; the photos
 * must live as long as it does.
 */
#ifndef SCALPTONE_VERIFY_H
#define SCALPTONE_VERIFY_H

#include "base.h"
#include "colour.h"
#include "flags.h"
#include "measure.h"
#include "record.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How dark the result is against the plan. */
typedef enum sct_outcome {
    /* It cannot be told: there is no plan, or the doubt is larger than what matters. */
    SCT_OUTCOME_UNSURE = 0,
    SCT_OUTCOME_AS_PLANNED,
    SCT_OUTCOME_LIGHTER,
    SCT_OUTCOME_DARKER
} sct_outcome;
/* "unsure", "as-planned", "lighter", "darker"; "unknown" for any other. Static storage. */
SCT_API const char *sct_outcome_name(sct_outcome outcome);

/* What the photo before shows. */
typedef enum sct_before_state {
    /* The program looks for dots in it. */
    SCT_BEFORE_AUTO = 0,
    /* Bare skin, where ink was set later. */
    SCT_BEFORE_BARE,
    /* Ink, of which some may be gone now. */
    SCT_BEFORE_TREATED
} sct_before_state;
/* "auto", "bare", "treated"; "unknown" for any other. Static storage. */
SCT_API const char *sct_before_state_name(sct_before_state state);

/* The share of the planned dots that are there after a session, counted from 1, as artists build them up: 0.3, 0.7, and 1
 * from the third on; 0 before the first. */
SCT_API double sct_session_share(unsigned sessions);

/* What was planned, and where. */
typedef struct sct_verify_options {
    /* Set by sct_verify_options_init. */
    size_t size;
    /* How the photos are measured (measure.h), its label planes left out; null (default): the defaults. */
    const sct_measure_options *measure;
    /* Where ink was set, their union, in the photo after; null (default): what became darker is looked for. */
    const sct_shape *const *areas;
    /* How many there are in `areas` [0, 64]; default 0. */
    size_t area_count;
    /* The planned colour of the area and of bare skin, D50: L* [1, 100], a* and b* [-128, 128]; NaN (default): unknown. */
    sct_lab planned_area_lab, planned_skin_lab;
    /* How far the plan may be off itself, dE00 [0, 50]; default 0: it is meant exactly. */
    double planned_u95_de00;
    /* The planned density of dots, a cm2 [0, 2000]; 0 (default): unknown. */
    double planned_density_per_cm2;
    /* Parts of water to one part of ink, as mixed [0, 1e6]; NaN (default): unknown. */
    double parts_water;
    /* The scale of the photo after, mm per pixel [0.002, 2]; 0 (default): of a card or the hairs, else unknown. */
    double mm_per_px;
    /* The diameter of a dot, mm [0.02, 2]; 0 (default): it is looked for. */
    double dot_mm;
    /* The seed of what is drawn by chance; default 1. The same input gives the same answer. */
    uint64_t seed;
    /* What the photo before shows; default SCT_BEFORE_AUTO. */
    sct_before_state before_state;
    /* Zero. */
    int reserved;
    /* The planned colour of a dot, as sct_match_row has it (as an eye sees it from 30 cm), on the planned skin, D50: as the
     * area's; NaN (default): unknown. */
    sct_lab planned_dot_lab;
    /* How far that may be off itself, dE00 [0, 50]; default 0: it is meant exactly. */
    double planned_dot_u95_de00;
    /* The share of the planned dots that were set so far [0.01, 1]; default 1. After a first session it is held against what
     * so many dots were meant to look like, and the next session follows from how dark they turned out. */
    double share_set;
    /* The share of the planned ink that these dots hold [0.01, 1]; NaN (default): as the dots'. It is less where some were
     * set with a weaker mix than planned. Single dots are then not held against the plan. */
    double ink_set;
    /* How many sessions were over when the photo after was taken [0, 9]; sct_verify_options_plan counts as many, those that
     * are not noted as artists build them up; 0 (default): all that are noted. */
    int sessions;
    /* Zero. */
    int reserved2;
    /* version 0.1 ends here */
} sct_verify_options;
/* Fills the defaults and the size. */
SCT_API void sct_verify_options_init_sized(sct_verify_options *options, size_t size);
#define sct_verify_options_init(options) sct_verify_options_init_sized((options), sizeof *(options))

/*
 * Takes from a record what was planned: the colours of the area, of a dot and of
 * bare skin, the density, the dilution, and, where sessions are noted or given by
 * `sessions`, the share of the dots and of the ink that is there after the last of them;
 * the rest of *options is left as it is. SCT_ERR_NOTHING where the record tells none,
 * because no ink was recommended, or another one, or another dilution, was chosen, or a
 * session was done with another ink; *options is then untouched.
 */
SCT_API SCT_NODISCARD sct_status sct_verify_options_plan(sct_context *ctx, const sct_record *record,
                                                         sct_verify_options *options);

/* The answer; free it with sct_verification_free. */
typedef struct sct_verification sct_verification;
/*
 * Compares two photos of one head. before may be null: then the photo after is
 * held against the plan alone, and an area is needed. options may be null.
 * SCT_ERR_NOTHING (two heads; no area; too little bare skin), SCT_ERR_SHAPE,
 * SCT_ERR_OPTION, and what sct_measure has.
 */
SCT_API SCT_NODISCARD sct_status sct_verify(sct_context *ctx, const sct_verify_options *options, const sct_view *before,
                                            const sct_view *after, sct_verification **out);
/* Frees a verification and the flags that it gave out. */
SCT_API void sct_verification_free(sct_verification *verification);

/* All that was found. Numbers that are not known are NaN. */
typedef struct sct_verify_info {
    /* Against the plan, or, where there is none, against the photo before. */
    sct_outcome outcome;
    /* What the photo before was taken for: bare or treated; auto when there is none. */
    sct_before_state before_state;
    /* How far L* of the area is above what was planned, and how far off that may be (95 of 100): chance, and a share of what
     * ink takes, as gloss, stray light and a phone's tone curve change that. */
    double dl, dl_u95;
    /* The area's colour as measured, for the planned skin where one is given: of its core, where its edge is soft. */
    sct_lab area_lab;
    /* How far off it may be, dE00. */
    double area_u95_de00;
    /* The distance of that from the plan, dE00. */
    double area_de00;
    /* How much of the skin's light the area, or its core, takes, ln, and how far off that may be; the plan's, of the dots
     * that were set so far. */
    double darkness, darkness_u95, planned_darkness;
    /* 1: there was a plan to compare with. */
    int planned;
    /* 1: dots can be told apart in the photo after; and in the one before. */
    int dots_resolved, dots_resolved_before;
    /* 1: the area was looked for. */
    int area_found;
    /* Left and right, and tiles (provisional). 1: they differ by more than is overlooked, as dots and light both say with
     * their whole intervals, or, of left and right, as the counted dots say and light allows; 0: by the dots they hardly do;
     * -1: it cannot be told, as where dots cannot be told apart. */
    int asymmetric, uneven;
    /* 1: colours rest on bare skin beside the area; 0: on the chart. */
    int by_ratio;
    /* Zero. */
    int reserved;
    /* Dots in the area: found before and after; of the first those kept, lost, run together; and new ones. */
    size_t dots_before, dots_after, kept, lost, merged, added;
    /* The share of the dots that was kept (run together counts as kept), and its 95 % interval. */
    double retention, retention_lo, retention_hi;
    /* How deep a kept dot is over what it was. */
    double fading;
    /* How wide a dot is, pixels of the photo after. */
    double dot_px;
    /* Dots on a cm2; NaN without a scale. */
    double density_per_cm2;
    /* Left less right over the mean of both [-2, 2], of darkness and of density, and how far off each may be. */
    double asymmetry, asymmetry_u95, density_asymmetry, density_asymmetry_u95;
    /* The standard deviation of darkness between tiles over its mean, chance taken off, and how far off it may be. */
    double unevenness, unevenness_u95;
    /* Over what distance the edge of the area rises from a tenth to nine tenths, mm (pixels without a scale). */
    double edge;
    /* The scale, mm per pixel; NaN: unknown. */
    double mm_per_px;
    /* The area, pixels of the photo after. */
    uint64_t area_pixels;
    /* Of the laying over: places that agree, of how many; the power of ten by chance; what is left, pixels; the overlap. */
    size_t agreeing, places;
    double log10_chance, residual_px, overlap;
    /* The colour of a dot, as an eye sees it from 30 cm (a round window of 0.15 mm radius around its middle): of dots that
     * stand alone against the skin right beside them, for the planned skin where one is given. The photo's own blur is
     * taken off, a phone's usual one. NaN without a scale, and where dots cannot be told apart. */
    sct_lab dot_lab;
    /* How far off it may be, dE00: chance, the photo's blur, the scale, and a share of what ink takes. */
    double dot_u95_de00;
    /* Its distance from the plan, dE00; how far its L* is above what was planned, and how far off that may be. */
    double dot_de00, dot_dl, dot_dl_u95;
    /* Dots against the plan: SCT_OUTCOME_UNSURE where it cannot be told. */
    sct_outcome dot_outcome;
    /* Zero. */
    int reserved2;
    /* How many dots that stand alone this rests on. */
    size_t dots_looked_at;
    /* The share of the planned dots that were set so far, and of the planned ink that they hold, as they were given. */
    double share_set, ink_set;
    /* What the next session sets: dots, as a share of all that were planned [0, 1], and parts of water to one part of ink
     * (never fewer than that asks for, to half a part). The dots that are there tell what a dot of this hand takes; it
     * leans to the light side by the doubt of that. 0: no more ink. NaN: not known, or the doubt is larger than what is
     * missing; of the water: the mix is not known. */
    double next_share, next_parts_water;
} sct_verify_info;
/* All that was found. SCT_ERR_ARGUMENT for null. */
SCT_API sct_status sct_verification_describe_sized(const sct_verification *verification, sct_verify_info *out, size_t size);
#define sct_verification_describe(verification, out) sct_verification_describe_sized((verification), (out), sizeof *(out))

/* The same in three lines for people, worded better from version to version. */
typedef struct sct_verify_lines {
    /* "As planned.", "Lighter than planned, ...", with its doubt, and what is wrong with it. */
    char result[384];
    /* What to mix next session, if anything. */
    char mix[384];
    /* What a client may look for in a portfolio: detail, symmetry, pigment against hair and skin. */
    char portfolio[384];
} sct_verify_lines;
/* The three lines. SCT_ERR_ARGUMENT for null. */
SCT_API sct_status sct_verification_lines_sized(const sct_verification *verification, sct_verify_lines *out, size_t size);
#define sct_verification_lines(verification, out) sct_verification_lines_sized((verification), (out), sizeof *(out))
/* What is weak about it; owned by the verification. Null for null. */
SCT_API const sct_flags *sct_verification_flags(const sct_verification *verification);

/* All of it as JSON, one line; free with sct_bytes_free. SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_verification_json(sct_context *ctx, const sct_verification *verification,
                                                       sct_bytes *out);
/* Before, after and what changed, side by side around the area: an 8-bit sRGB PNG, or a JPEG, without metadata. Free with
 * sct_bytes_free. SCT_ERR_MEMORY, SCT_ERR_INTERRUPTED. */
SCT_API SCT_NODISCARD sct_status sct_verification_png(sct_context *ctx, const sct_verification *verification,
                                                      sct_bytes *out);
SCT_API SCT_NODISCARD sct_status sct_verification_jpeg(sct_context *ctx, const sct_verification *verification,
                                                       sct_bytes *out);

/*
 * Keeps the answer in a record: a row of its `results`, and the photo after by
 * the SHA-256 of its file. date: the day ("2026-11-29"), or null. A photo whose
 * result is there already replaces its row. SCT_ERR_OPTION (no such day, or no
 * room for another row); the record is then as it was.
 */
SCT_API SCT_NODISCARD sct_status sct_record_add_result(sct_context *ctx, sct_record *record,
                                                       const sct_verification *verification, const void *after_file,
                                                       size_t size, const char *date);

#ifdef __cplusplus
}
#endif
#endif
