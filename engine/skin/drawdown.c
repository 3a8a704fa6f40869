/*
 * engine/skin/drawdown.c - an ink's optics from dried films of it, and how much
 * of that the films could really tell.
 *
 * A translucent film over white and over black fixes the amounts of up to three
 * pigments: light passes it twice over white and once over black. An opaque
 * one shows only in what ratio they stand, and so, within the noise, does a
 * single swatch. A difference of 3 L* between backings, or along at least
 * three dilutions, is asked for before the amounts are believed.
 */
#include "skin/film.h"
#include "skin/pigment.h"

#include <math.h>

#define TRANSLUCENT_DL    3.0
#define USUAL_WET_UM      30.0
#define USUAL_FRACTION    0.03 /* pigment by volume of a fluid that tells nothing else */
#define COMPOSITION_SD    0.69 /* ln 2 */
#define AMOUNT_SD         1.5
#define BELIEVED_SD       0.5
#define MODEL_STRENGTH_SD 0.1 /* film to tissue: another refractive index around the particles */
#define MISFIT_DE00       3.0

void sct_drawdown_options_init(sct_drawdown_options *options)
{
    if (!options)
        return;
    *options = (sct_drawdown_options){.size = sizeof *options, .wet_um = (double)NAN, .lab_sd = 0.3};
}

static sct_status films_check(sct_context *ctx, const sct_drawdown_options *o, const sct_drawdown *films, size_t count)
{
    sct_status status = SCT_OK;
    if (count == 0 || count > SCT_DRAWDOWN_MAX)
        FAIL(ctx, SCT_ERR_ARGUMENT, "1 to %d films can be fitted", SCT_DRAWDOWN_MAX);
    if (o->pigment_count > FILM_PIGMENTS)
        FAIL(ctx, SCT_ERR_OPTION, "films can tell at most %d pigments apart", FILM_PIGMENTS);
    if (!isnan(o->wet_um))
        TRY(option_range(ctx, "wet film thickness (um)", o->wet_um, 1, 1000));
    TRY(option_range(ctx, "standard deviation of Lab", o->lab_sd, 0.01, 10));
    for (size_t i = 0; i < count; i++) {
        TRY(option_range(ctx, "film L*", films[i].lab.L, 0, 110));
        TRY(option_range(ctx, "film a*", films[i].lab.a, -128, 128));
        TRY(option_range(ctx, "film b*", films[i].lab.b, -128, 128));
        TRY(option_range(ctx, "parts of water", films[i].parts_water, 0, 1000));
        TRY(option_range(ctx, "reflectance of the card", films[i].backing, 0, 1));
        if (!colour_weights(films[i].conditions.illuminant, films[i].conditions.observer))
            FAIL(ctx, SCT_ERR_OPTION, "unknown illuminant or observer");
    }
done:
    return status;
}

/* What is known of the mixture before the films are looked at. *stated: volume fraction of pigment by composition, or 0. */
static sct_status mixture_of(sct_context *ctx, const sct_drawdown_options *o, film_mixture *m, double *stated)
{
    sct_status status = SCT_OK;
    double wet_cm = 1e-4 * (isnan(o->wet_um) ? USUAL_WET_UM : o->wet_um);
    *stated = 0;
    film_mixture_unknown(m, USUAL_FRACTION * wet_cm);
    if (o->pigment_count == 0)
        return SCT_OK;
    *m = (film_mixture){.pigment_count = (int)o->pigment_count, .unknowns = (int)o->pigment_count};
    for (size_t i = 0; i < o->pigment_count; i++) {
        TRY(skin_pigment_named(ctx, o->pigments[i].ci, &m->pigments[i]));
        TRY(option_range(ctx, "mass fraction", o->pigments[i].fraction, 0, 1));
        double fraction = o->pigments[i].fraction / skin_pigment_table[m->pigments[i]].density;
        *stated += fraction;
        m->centre[i] = log((fraction > 0 ? fraction : USUAL_FRACTION / (double)o->pigment_count) * wet_cm);
        m->sd[i] = AMOUNT_SD;
    }
done:
    return status;
}

/* Largest difference in L* between films that differ in backing only, or, for three films and more, in dilution only. */
static double contrast_of(const sct_drawdown *films, size_t count)
{
    double most = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < i; k++) {
            int same_ink = films[i].parts_water == films[k].parts_water, same_card = films[i].backing == films[k].backing;
            if (same_ink != same_card && (same_ink || count >= 3))
                most = fmax(most, fabs(films[i].lab.L - films[k].lab.L));
        }
    }
    return most;
}

/* Standard deviations of ln(total amount) and of the least certain ln(share); for unknown pigments of the smooth absorption.
 */
static void certainty(const film_mixture *m, const film_fit *fit, sct_drawdown_report *r)
{
    double share[FILM_PIGMENTS] = {0}, total = 0, variance = 0;
    if (m->pigment_count == 0) {
        r->strength_sd = sqrt(fit->covariance[0][0]);
        return;
    }
    for (int p = 0; p < m->pigment_count; p++)
        total += exp(fit->x[p]);
    for (int p = 0; p < m->pigment_count; p++)
        share[p] = exp(fit->x[p]) / total;
    for (int p = 0; p < m->pigment_count; p++)
        for (int q = 0; q < m->pigment_count; q++)
            variance += share[p] * share[q] * fit->covariance[p][q];
    r->strength_sd = sqrt(variance);
    for (int p = 0; p < m->pigment_count && m->pigment_count > 1; p++) {
        double v = variance + fit->covariance[p][p];
        for (int q = 0; q < m->pigment_count; q++)
            v -= 2 * share[q] * fit->covariance[p][q];
        r->ratio_sd = fmax(r->ratio_sd, sqrt(fmax(0, v)));
    }
}

static void flag_limits(const sct_drawdown_options *o, size_t count, sct_drawdown_report *r)
{
    if (count == 1)
        flags_add(&r->flags, "one-swatch", 0, "one swatch tells the mixture of pigments, not the strength of the ink",
                  "measure the same film over black too, or several dilutions");
    else if (r->contrast_dL < TRANSLUCENT_DL)
        flags_addf(&r->flags, "opaque-drawdown", 0, "dilute the ink until white and black cards differ by 3 L* or more",
                   "the films hide what lies under them (%.1f L* apart): they tell ratios, not strength", r->contrast_dL);
    else if (isnan(o->wet_um))
        flags_add(&r->flags, "film-thickness-unknown", 0,
                  "without the wet thickness of the film its strength cannot be told", "give the gap of the drawdown bar");
    if (r->residual_de00 > MISFIT_DE00)
        flags_addf(&r->flags, "drawdown-misfit", 0,
                   "check the pigments, the dilutions and the conditions of the measurement",
                   "no mixture of these pigments has these colours; they are dE00 %.1f away", r->residual_de00);
}

sct_status sct_ink_optics_from_drawdowns(sct_context *ctx, const sct_drawdown_options *options, const sct_drawdown *films,
                                         size_t count, sct_ink_optics *out, sct_drawdown_report *report)
{
    sct_status status = SCT_OK;
    sct_drawdown_options checked;
    const sct_drawdown_options *o = &checked;
    film_mixture mixture;
    film_fit fit;
    sct_drawdown_report r = {.ratio_sd = 0};
    double stated = 0, amount = 0;
    sct_context_clear(ctx);
    if (!options || !films || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "drawdown options, films and a place for the optics are needed");
    sct_drawdown_options_init(&checked);
    TRY(options_take(ctx, "sct_drawdown_options", options, OPTIONS_SIZE(sct_drawdown_options, lab_sd), &checked,
                     sizeof checked));
    TRY(films_check(ctx, o, films, count));
    TRY(mixture_of(ctx, o, &mixture, &stated));
    film_fit_labs(&mixture, films, count, o->lab_sd, &fit);
    certainty(&mixture, &fit, &r);
    r.residual_de00 = fit.residual_de00;
    r.contrast_dL = contrast_of(films, count);
    r.strength_known = !isnan(o->wet_um) && r.contrast_dL >= TRANSLUCENT_DL && r.strength_sd <= BELIEVED_SD;
    if (!r.strength_known && !(stated > 0))
        FAIL(ctx, SCT_ERR_NOTHING,
             "these films cannot tell how much pigment is in the ink; give mass fractions, or "
             "translucent films of known thickness");
    for (int p = 0; p < mixture.pigment_count; p++)
        amount += exp(fit.x[p]);
    /* Per area to per volume: by the film's thickness, or so that the total is the stated one. */
    double per_cm = r.strength_known ? 1 / (1e-4 * o->wet_um) : stated / amount;
    for (int p = 0; p < mixture.pigment_count; p++)
        r.fraction[p] = exp(fit.x[p]) * per_cm;
    skin_medium medium, none = {{0}, {0}, {0}};
    film_medium(&mixture, fit.x, &medium);
    skin_ink ink = skin_medium_plus(&none, &medium, per_cm);
    skin_optics_of(&ink, out);
    out->basis = r.strength_known ? SCT_OPTICS_FITTED : SCT_OPTICS_RATIOS;
    out->strength_sd = r.strength_known ? hypot(r.strength_sd, MODEL_STRENGTH_SD) : COMPOSITION_SD;
    out->low_confidence = r.residual_de00 > MISFIT_DE00;
    for (int p = 0; p < mixture.pigment_count && !r.strength_known; p++)
        out->low_confidence |= skin_pigment_table[mixture.pigments[p]].low_confidence;
    flag_limits(o, count, &r);
    if (report)
        *report = r;
done:
    return status;
}
