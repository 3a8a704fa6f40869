/*
 * engine/palette/palette_optics.c - what the colours and the composition of an
 * ink tell about its optics, the best of it first.
 *
 * Films are drawdowns, each as it was measured: its spectrum where it has one,
 * else its Lab under its own conditions (no conversion to D50 lies between the
 * instrument and the fit). Only films of measured inks count: the swatches of an
 * illustrative palette were computed from its composition, and fitting them
 * would make a guess look like a measurement.
 *
 * Thickness. A film's colour tells pigment per area, wet thickness x volume
 * fraction of the fluid. film_um is the dry film; it tells the same amount only
 * times the dry film's pigment volume concentration, which nobody knows of an
 * ink. Films with wet_film_um are therefore taken by themselves where they are
 * enough, and films without leave the strength to the composition, or, where
 * there is none, to the usual thickness of a film: 30 um, between 9 and 100
 * (wire bars are sold from 6 to 120).
 */
#include "palette/palette_private.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define USUAL_WET_SD     0.6 /* of its logarithm */
#define WATER_MOST       1000.0
#define EXPLAINED_BETTER 0.5 /* share of the misfit that an unknown mixture may leave to be believed instead */

/* The drawdowns of an ink, ready to be fitted. */
typedef struct film_set {
    size_t count, spectra, white, black;
    int thickness_known; /* of every film */
    double lab_sd;       /* of the least certain film; 0: none says */
    sct_drawdown films[SCT_DRAWDOWN_MAX];
    double reflectance[SCT_DRAWDOWN_MAX][SCT_WAVELENGTHS];
} film_set;

struct palette_optics_room {
    palette_optics_report report;
    film_set set;
    skin_drawdown_report told, otherwise; /* otherwise: by other pigments than those of its composition */
    skin_film_room films;
};

sct_status palette_optics_room_new(sct_context *ctx, palette_optics_room **out)
{
    return mem_new(ctx, 1, sizeof **out, (void **)out);
}

const palette_optics_report *palette_optics_told(const palette_optics_room *room)
{
    return &room->report;
}

/* ---- what an ink offers ---- */

static int is_film(const sct_ink_colour *colour)
{
    return colour->state == SCT_STATE_DRAWDOWN && colour->parts_water / colour->parts_ink <= WATER_MOST;
}

static void take_film(const sct_ink_colour *colour, film_set *set)
{
    size_t i = set->count++;
    int black = colour->backing == SCT_BACKING_BLACK;
    sct_drawdown *film = &set->films[i];
    *film = (sct_drawdown){.lab = colour->lab_as_given,
                           .conditions = {colour->illuminant, colour->observer, colour->specular_included},
                           .parts_water = colour->parts_water / colour->parts_ink,
                           .backing = black ? SKIN_BLACK_CARD : SKIN_WHITE_CARD};
    if (isfinite(colour->backing_reflectance))
        film->backing = colour->backing_reflectance;
    if (isfinite(colour->sd))
        set->lab_sd = fmax(set->lab_sd, fmin(colour->sd, 10));
    if (isfinite(colour->wet_film_um))
        film->wet_um = colour->wet_film_um;
    if (colour->spectrum) {
        colour_spectrum_sample(colour->spectrum, colour->spectrum_count, colour->spectrum_start_nm, colour->spectrum_step_nm,
                               set->reflectance[i]);
        film->reflectance = set->reflectance[i];
        set->spectra++;
    }
    set->white += (size_t)!black;
    set->black += (size_t)black;
}

/* The films, those of known thickness by themselves where there are two or more; of very many, evenly chosen ones. */
static void films_of(const palette_ink *ink, film_set *set)
{
    size_t all = 0, known = 0, seen = 0;
    for (size_t i = 0; i < ink->colour_count; i++) {
        all += (size_t)is_film(&ink->colours[i]);
        known += is_film(&ink->colours[i]) && isfinite(ink->colours[i].wet_film_um);
    }
    *set = (film_set){.thickness_known = known >= 2 || (known > 0 && known == all)};
    size_t usable = set->thickness_known ? known : all, room = usable < SCT_DRAWDOWN_MAX ? usable : SCT_DRAWDOWN_MAX;
    for (size_t i = 0; i < ink->colour_count; i++) {
        const sct_ink_colour *colour = &ink->colours[i];
        if (!is_film(colour) || (set->thickness_known && !isfinite(colour->wet_film_um)))
            continue;
        if (seen++ * room / usable == set->count)
            take_film(colour, set);
    }
}

const char *palette_unknown_pigment(const palette_ink *ink)
{
    for (size_t i = 0; i < ink->pigment_count; i++) {
        const char *ci = ink->pigments[i].ci;
        if (strlen(ci) >= sizeof((sct_pigment *)0)->ci || skin_pigment_find(ci) < 0)
            return ci;
    }
    return NULL;
}

/* Its pigments, as the optics know them; 0 when they do not know one of them, or there are none. */
static size_t pigments_of(const palette_ink *ink, sct_pigment out[SCT_PIGMENT_MAX])
{
    if (ink->pigment_count > SCT_PIGMENT_MAX || palette_unknown_pigment(ink))
        return 0;
    for (size_t i = 0; i < ink->pigment_count; i++) {
        text_copy(out[i].ci, sizeof out[i].ci, ink->pigments[i].ci);
        out[i].fraction = ink->pigments[i].mass_fraction;
    }
    return ink->pigment_count;
}

/* ---- what the films tell ---- */

static sct_status fit(palette_optics_room *room, const sct_pigment *pigments, size_t count, double wet_um,
                      sct_ink_optics *optics, skin_drawdown_report *told)
{
    const film_set *set = &room->set;
    sct_drawdown_options options;
    sct_drawdown_options_init(&options);
    options.pigment_count = count;
    options.wet_um = wet_um;
    options.pigments = pigments;
    options.lab_sd = fmax(options.lab_sd, set->lab_sd);
    return skin_optics_from_films(NULL, &options, set->films, set->count, &room->films, optics, told);
}

/* Films that the composition does not explain are fitted as an unknown mixture, if that explains them. */
static int fit_without_composition(palette_optics_room *room, sct_ink_optics *optics)
{
    sct_ink_optics free_optics;
    skin_drawdown_report *told = &room->told, *free_told = &room->otherwise;
    if (fit(room, NULL, 0, (double)NAN, &free_optics, free_told) != SCT_OK ||
        !(free_told->residual_de00 <= EXPLAINED_BETTER * told->residual_de00))
        return 0;
    flags_addf(&free_told->flags, "composition-misfit", 0, "check the composition of the ink",
               "no mixture of the pigments stated has the colours of its films (dE00 %.1f away); fitted without them",
               told->residual_de00);
    *optics = free_optics;
    *told = *free_told;
    return 1;
}

static void describe(const film_set *set, const char *before, const char *after, palette_optics_report *r)
{
    const char *cards = set->white && set->black ? " over white and black" : set->black ? " over black" : " over white";
    char spectra[32] = "";
    if (set->spectra)
        snprintf(spectra, sizeof spectra, " (%zu spectra)", set->spectra);
    snprintf(r->rests_on, sizeof r->rests_on, "%s%zu film%s%s%s%s", before, set->count, set->count == 1 ? "" : "s", cards,
             spectra, after);
    r->films = set->count;
    r->spectra = set->spectra;
}

/* Films and composition; 0 when the films add nothing to it. */
static int from_both(palette_optics_room *room, const sct_pigment *pigments, size_t count, sct_ink_optics *optics)
{
    const film_set *set = &room->set;
    palette_optics_report *r = &room->report;
    skin_drawdown_report *told = &room->told;
    if (set->count == 0 || fit(room, pigments, count, (double)NAN, optics, told) != SCT_OK)
        return 0;
    int strange = flags_have(&told->flags, "drawdown-misfit") && told->strength_known;
    int shared = !(strange && fit_without_composition(room, optics));
    flags_join(&r->flags, &told->flags);
    r->residual_de00 = told->residual_de00;
    if (told->strength_known) {
        describe(set, "fitted to ", shared ? ", shrunk towards its composition" : ", not its composition", r);
        return 1;
    }
    if (count < 2 || count > SKIN_PIGMENTS_TOLD_APART || flags_have(&told->flags, "drawdown-misfit"))
        return 0; /* there is no ratio to tell, or no mixture of its pigments has these colours */
    describe(set, "composition; ratio of its pigments from ", "", r);
    return 1;
}

/* Films alone; SCT_ERR_NOTHING when they do not tell how much pigment there is. */
static sct_status from_films(sct_context *ctx, palette_optics_room *room, sct_ink_optics *optics)
{
    sct_status status = SCT_OK;
    const film_set *set = &room->set;
    palette_optics_report *r = &room->report;
    skin_drawdown_report *told = &room->told;
    if (fit(room, NULL, 0, set->thickness_known ? (double)NAN : SKIN_USUAL_WET_UM, optics, told) != SCT_OK)
        FAIL(ctx, SCT_ERR_NOTHING,
             "nothing tells how strong it is: %s; give its composition, or drawdowns over white and black, or of three "
             "dilutions, thin enough for the card to show through",
             set->count == 1 ? "one film alone" : "its films hide the card they lie on");
    flags_join(&r->flags, &told->flags);
    r->residual_de00 = told->residual_de00;
    describe(set, "fitted to ", set->thickness_known ? ", pigments unknown" : ", pigments unknown, 30 um thick assumed", r);
    if (!set->thickness_known) {
        flags_add(&r->flags, "film-thickness-unknown", 0,
                  "without the wet thickness of the films (30 um assumed) its strength is known to a factor of 3 only",
                  "give the wet thickness (of a wire bar or an applicator: what it is made for) as wet_film_um");
        optics->basis = SCT_OPTICS_RATIOS;
        optics->strength_sd = hypot(optics->strength_sd, USUAL_WET_SD);
        optics->low_confidence = 1;
    }
done:
    return status;
}

/* ---- the choice ---- */

static void note_the_unusable(const palette_ink *ink, const film_set *set, int illustrative, palette_optics_report *r)
{
    size_t cups = 0;
    for (size_t i = 0; i < ink->colour_count; i++)
        cups += ink->colours[i].state == SCT_STATE_CUP;
    const char *unknown = palette_unknown_pigment(ink);
    if (unknown)
        flags_addf(&r->flags, "unknown-pigment", 0, "known are CI " SKIN_PIGMENTS_KNOWN,
                   "its composition names a pigment whose optics are not known, CI %.20s, and is left aside", unknown);
    if (cups && !set->count)
        flags_add(&r->flags, "liquid-only", 0, "the colour of the liquid in the cup tells nothing about its strength",
                  "draw it down, diluted, over a card that is half white, half black");
    if (illustrative && set->count)
        flags_add(&r->flags, "illustrative-films", 0, "the palette is illustrative: its films were computed, not measured",
                  "measure them and set provenance.kind to measured");
}

/* Composition, with what its films add where they were measured; the caller made sure that there is one. */
static sct_status from_composition(sct_context *ctx, const sct_pigment *pigments, size_t count, int illustrative,
                                   palette_optics_room *room, sct_ink_optics *optics)
{
    palette_optics_report *r = &room->report;
    if (!illustrative && from_both(room, pigments, count, optics))
        return SCT_OK;
    snprintf(r->rests_on, sizeof r->rests_on, SKIN_COMPOSITION_WORDS);
    return skin_optics_from_composition(ctx, pigments, count, optics);
}

sct_status palette_ink_optics(sct_context *ctx, const palette_ink *ink, palette_optics_room *room, sct_ink_optics *out)
{
    sct_status status = SCT_OK;
    film_set *set = &room->set;
    palette_optics_report *r = &room->report;
    sct_ink_optics optics;
    sct_pigment pigments[SCT_PIGMENT_MAX];
    size_t count = pigments_of(ink, pigments);
    int illustrative = ink->provenance == SCT_PROVENANCE_ILLUSTRATIVE;
    memset(r, 0, sizeof *r);
    r->residual_de00 = (double)NAN;
    films_of(ink, set);
    note_the_unusable(ink, set, illustrative && !count, r);
    if (count > 0)
        TRY(from_composition(ctx, pigments, count, illustrative, room, &optics));
    else if (set->count > 0)
        TRY(from_films(ctx, room, &optics));
    else if (ink->pigment_count > SCT_PIGMENT_MAX)
        FAIL(ctx, SCT_ERR_NOTHING, "more than %d pigments cannot be mixed; merge them", SCT_PIGMENT_MAX);
    else if (ink->pigment_count > 0)
        FAIL(ctx, SCT_ERR_NOTHING,
             "a pigment of its composition is not known, CI %.20s (known are CI " SKIN_PIGMENTS_KNOWN "); add drawdowns",
             palette_unknown_pigment(ink));
    else
        FAIL(ctx, SCT_ERR_NOTHING, "the palette does not say what is in it; add its composition or drawdowns");
    if (illustrative && !count) {
        optics.low_confidence = 1;
        optics.strength_sd = fmax(optics.strength_sd, SKIN_COMPOSITION_SD);
    }
    r->strength_stated = count > 0 && optics.basis != SCT_OPTICS_FITTED;
    r->strength_factor = exp(NUM_TWO_SIDED_95 * optics.strength_sd);
    text_copy(optics.rests_on, sizeof optics.rests_on, r->rests_on);
    *out = optics;
done:
    return status;
}

sct_status palette_optics_of(sct_context *ctx, const sct_palette *palette, size_t index, sct_ink_optics *out,
                             palette_optics_report *report)
{
    sct_status status = SCT_OK;
    palette_optics_room *room = NULL;
    sct_context_clear(ctx);
    if (index >= sct_palette_count(palette) || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "no such ink or nowhere to put its optics");
    TRY(palette_optics_room_new(ctx, &room));
    TRY(palette_ink_optics(ctx, palette_ink_in(palette, index), room, out));
    if (report)
        *report = room->report;
done:
    mem_free(room);
    return status;
}
