/*
 * engine/skin/film/drawdown.c - an ink's optics from dried films of it, and how much
 * of that the films could really tell.
 *
 * A translucent film over white and over black fixes the amounts of up to three
 * pigments: light passes it twice over white and once over black. An opaque
 * one shows only in what ratio they stand, and so, within the noise, does a
 * single swatch. A difference of 3 L* between backings, or along at least
 * three dilutions each of which lets the card show through by as much, is asked
 * for before the amounts are believed.
 *
 * Films tell volume per area. The fluid's volume fraction is that over the wet
 * thickness, which therefore has to be known of every film, or the strength
 * stays that of the composition. Amounts are shrunk towards the composition as
 * far as a label can be trusted: a factor of two (particle size), one standard
 * deviation; of an ink whose label says nothing, or whose films are of unknown
 * thickness, only the order of magnitude is expected.
 */
#include "skin/film/film.h"
#include "skin/pigment.h"

#include <math.h>
#include <string.h>

#define TRANSLUCENT_DL    3.0
#define LIKE_SHARE        0.8  /* films of amounts within this ratio are a pair, once brought to one thickness by the fit */
#define USUAL_FRACTION    0.03 /* pigment by volume of a fluid that tells nothing else */
#define AMOUNT_SD         1.5
#define LABEL_SD          0.69 /* ln 2 */
#define BELIEVED_SD       0.5
#define MODEL_STRENGTH_SD 0.1 /* film to tissue: another refractive index around the particles */
#define MISFIT_DE00       3.0

void sct_drawdown_options_init_sized(sct_drawdown_options *options, size_t size)
{
    sct_drawdown_options defaults = {.size = sizeof defaults, .wet_um = (double)NAN, .lab_sd = 0.3};
    options_fill(options, size, &defaults, sizeof defaults);
}

void sct_drawdown_init_sized(sct_drawdown *film, size_t size)
{
    sct_drawdown defaults = {.size = sizeof defaults, .backing = 0.85};
    sct_conditions_init(&defaults.conditions);
    options_fill(film, size, &defaults, sizeof defaults);
}

static sct_status film_check(sct_context *ctx, const sct_drawdown *film)
{
    sct_status status = SCT_OK;
    if (!colour_weights(film->conditions.illuminant, film->conditions.observer))
        FAIL(ctx, SCT_ERR_OPTION, "unknown illuminant or observer");
    for (int l = 0; film->reflectance && l < SCT_WAVELENGTHS; l++)
        TRY(option_range(ctx, "reflectance of the film", film->reflectance[l], 0, 1.5));
    if (!film->reflectance) {
        TRY(option_range(ctx, "film L*", film->lab.L, 0, 110));
        TRY(option_range(ctx, "film a*", film->lab.a, -128, 128));
        TRY(option_range(ctx, "film b*", film->lab.b, -128, 128));
    }
    TRY(option_range(ctx, "parts of water", film->parts_water, 0, 1000));
    TRY(option_range(ctx, "reflectance of the card", film->backing, 0, 1));
    if (film->wet_um != 0)
        TRY(option_range(ctx, "wet film thickness (um)", film->wet_um, 1, 1000));
done:
    return status;
}

static sct_status films_check(sct_context *ctx, const sct_drawdown_options *o, const sct_drawdown *films, size_t count)
{
    sct_status status = SCT_OK;
    if (count == 0 || count > SCT_DRAWDOWN_MAX)
        FAIL(ctx, SCT_ERR_ARGUMENT, "1 to %d films can be fitted", SCT_DRAWDOWN_MAX);
    if (o->pigment_count > SCT_PIGMENT_MAX)
        FAIL(ctx, SCT_ERR_OPTION, "at most %d pigments can be mixed", SCT_PIGMENT_MAX);
    if (o->pigment_count && !o->pigments)
        FAIL(ctx, SCT_ERR_ARGUMENT, "pigments points to none");
    if (!isnan(o->wet_um))
        TRY(option_range(ctx, "wet film thickness (um)", o->wet_um, 1, 1000));
    TRY(option_range(ctx, "standard deviation of Lab", o->lab_sd, 0.01, 10));
    for (size_t i = 0; i < count; i++)
        TRY(film_check(ctx, &films[i]));
done:
    return status;
}

/* Thickness of the undiluted film the others are measured against, um: the first one's if all are known; else NaN. */
static double reference_wet_um(const sct_drawdown_options *o, const sct_drawdown *films, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!(films[i].wet_um > 0) && isnan(o->wet_um))
            return (double)NAN;
    return films[0].wet_um > 0 ? films[0].wet_um : o->wet_um;
}

/* Of more pigments than films can tell apart: the amount of the whole, in the ratio of the composition. */
static void blend_of(const sct_pigment *pigments, size_t count, double areal_cm, double total, film_mixture *m)
{
    *m = (film_mixture){.unknowns = 1, .blended = 1, .centre = {log(total * areal_cm)}, .alone_sd = AMOUNT_SD};
    for (size_t i = 0; i < count; i++) {
        int pigment = skin_pigment_find(pigments[i].ci);
        skin_ink_add_pigment(&m->blend, pigment, pigments[i].fraction / skin_pigment_table[pigment].density / total);
    }
}

/* What is known of the mixture before the films are looked at. *stated: volume fraction of pigment by composition, or 0. */
static sct_status mixture_of(sct_context *ctx, const sct_drawdown_options *o, double wet_um, film_mixture *m, double *stated)
{
    sct_status status = SCT_OK;
    double wet_cm = 1e-4 * (isnan(wet_um) ? SKIN_USUAL_WET_UM : wet_um);
    *stated = 0;
    film_mixture_unknown(m, USUAL_FRACTION * wet_cm);
    if (o->pigment_count == 0)
        return SCT_OK;
    *m = (film_mixture){.pigment_count = (int)o->pigment_count, .unknowns = (int)o->pigment_count, .alone_sd = AMOUNT_SD};
    for (size_t i = 0; i < o->pigment_count; i++) {
        int pigment = 0;
        TRY(skin_pigment_named(ctx, o->pigments[i].ci, &pigment));
        TRY(option_range(ctx, "mass fraction", o->pigments[i].fraction, 0, 1));
        double fraction = o->pigments[i].fraction / skin_pigment_table[pigment].density;
        *stated += fraction;
        if (o->pigment_count > FILM_PIGMENTS)
            continue;
        m->pigments[i] = pigment;
        m->centre[i] = log((fraction > 0 ? fraction : USUAL_FRACTION / (double)o->pigment_count) * wet_cm);
        m->sd[i] = fraction > 0 && !isnan(wet_um) ? LABEL_SD : AMOUNT_SD;
    }
    if (o->pigment_count <= FILM_PIGMENTS)
        goto done;
    if (!(*stated > 0))
        FAIL(ctx, SCT_ERR_OPTION, "films can tell at most %d pigments apart; give the mass fractions of more",
             FILM_PIGMENTS);
    blend_of(o->pigments, o->pigment_count, wet_cm, *stated, m);
    m->sd[0] = isnan(wet_um) ? AMOUNT_SD : LABEL_SD;
done:
    return status;
}

/* What films show of the card under them. */
typedef struct film_contrast {
    double most; /* largest L* difference that backing, or three translucent dilutions, made */
    int through; /* films the card shows through, by the fit */
    int cards;   /* 1, or 2 when not all films lie on one card */
} film_contrast;

/* L* that a film would have over white, less that over black. */
static double shown_through(const skin_streams *streams, const skin_medium *medium, film_seen film)
{
    double white, black;
    sct_conditions_init(&film.as_given.conditions);
    film.as_given.backing = SKIN_WHITE_CARD;
    white = film_lab(streams, medium, &film).L;
    film.as_given.backing = SKIN_BLACK_CARD;
    black = film_lab(streams, medium, &film).L;
    return white - black;
}

/* L* that a film would have been measured at, had it held this share. */
static double lightness_at(const skin_streams *streams, const skin_medium *medium, const film_seen *film, double share)
{
    film_seen moved = *film;
    moved.share = share;
    return film->lab.L + film_lab(streams, medium, &moved).L - film_lab(streams, medium, film).L;
}

/* Largest L* difference between films of one ink on two cards; no two films are laid down equally thick. */
static double pair_contrast(const skin_streams *streams, const skin_medium *medium, const film_seen *films, size_t count)
{
    double most = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < count; k++) {
            double ratio = films[k].share / films[i].share;
            if (k != i && ratio <= 1 && ratio >= LIKE_SHARE && films[i].as_given.backing != films[k].as_given.backing)
                most = fmax(most, fabs(films[i].lab.L - lightness_at(streams, medium, &films[k], films[i].share)));
        }
    return most;
}

/* Range of L* of the translucent films, if there are three that differ in amount or card; else 0. */
static double ladder_contrast(const film_seen *films, size_t count, const int *translucent)
{
    double lo = (double)INFINITY, hi = -(double)INFINITY;
    int steps = 0;
    for (size_t i = 0; i < count; i++) {
        int known = 0;
        if (!translucent[i])
            continue;
        for (size_t k = 0; k < i; k++)
            known |=
                translucent[k] && films[k].share == films[i].share && films[k].as_given.backing == films[i].as_given.backing;
        steps += !known;
        lo = fmin(lo, films[i].lab.L);
        hi = fmax(hi, films[i].lab.L);
    }
    return steps >= 3 ? hi - lo : 0;
}

static film_contrast contrast_of(const film_mixture *m, const film_fit *fit, const film_seen *films, size_t count)
{
    film_contrast c = {.cards = 1};
    int translucent[SCT_DRAWDOWN_MAX];
    skin_streams streams;
    skin_medium medium;
    skin_streams_init(&streams, 4, FILM_INDEX);
    film_medium(m, fit->x, &medium);
    for (size_t i = 0; i < count; i++) {
        translucent[i] = shown_through(&streams, &medium, films[i]) >= TRANSLUCENT_DL;
        c.through += translucent[i];
        c.cards += i > 0 && films[i].as_given.backing != films[0].as_given.backing && c.cards == 1;
    }
    c.most = fmax(pair_contrast(&streams, &medium, films, count), ladder_contrast(films, count, translucent));
    return c;
}

/* Standard deviation of ln(total amount) by the fit or by the films alone; for unknown pigments of the smooth absorption.
 * That of the least certain ln(share) goes to *ratio. */
static double total_sd(const film_mixture *m, const film_fit *fit, int alone, double *ratio)
{
    const double(*covariance)[FILM_UNKNOWNS] = alone ? fit->alone : fit->covariance;
    double share[FILM_PIGMENTS] = {0}, total = 0, variance = 0;
    *ratio = 0;
    if (m->pigment_count == 0)
        return sqrt(covariance[0][0]);
    for (int p = 0; p < m->pigment_count; p++)
        total += exp(fit->x[p]);
    for (int p = 0; p < m->pigment_count; p++)
        share[p] = exp(fit->x[p]) / total;
    for (int p = 0; p < m->pigment_count; p++)
        for (int q = 0; q < m->pigment_count; q++)
            variance += share[p] * share[q] * covariance[p][q];
    for (int p = 0; p < m->pigment_count && m->pigment_count > 1; p++) {
        double v = variance + covariance[p][p];
        for (int q = 0; q < m->pigment_count; q++)
            v -= 2 * share[q] * covariance[p][q];
        *ratio = fmax(*ratio, sqrt(fmax(0, v)));
    }
    return sqrt(variance);
}

static void flag_limits(double wet_um, size_t count, const film_contrast *contrast, skin_drawdown_report *r)
{
    if (count == 1)
        flags_add(&r->flags, "one-swatch", 0, "one swatch tells the mixture of pigments, not the strength of the ink",
                  "measure the same film over black too, or several dilutions");
    else if (r->contrast_dL < TRANSLUCENT_DL && contrast->through > 0 && contrast->cards > 1)
        flags_add(&r->flags, "films-unpaired", 0,
                  "no films of like dilution and thickness show two cards 3 L* apart: they tell ratios, not strength",
                  "measure one film over white and over black, or three dilutions the card shows through");
    else if (r->contrast_dL < TRANSLUCENT_DL && contrast->through > 0)
        flags_add(&r->flags, "one-backing", 0,
                  "fewer than three translucent dilutions over one card tell the mixture of pigments, not the strength",
                  "measure the films over black too, or three dilutions the card shows through");
    else if (r->contrast_dL < TRANSLUCENT_DL)
        flags_addf(&r->flags, "opaque-drawdown", 0, "dilute the ink until white and black cards differ by 3 L* or more",
                   "the films hide what lies under them (%.1f L* apart): they tell ratios, not strength", r->contrast_dL);
    else if (isnan(wet_um))
        flags_add(&r->flags, "film-thickness-unknown", 0,
                  "without the wet thickness of the films the strength of the ink cannot be told",
                  "give the wet thickness (of a wire bar or an applicator: what it is made for) as wet_film_um");
    if (r->residual_de00 > MISFIT_DE00)
        flags_addf(&r->flags, "drawdown-misfit", 0,
                   "check the pigments, the dilutions and the conditions of the measurement",
                   "no mixture of these pigments has these colours; they are dE00 %.1f away", r->residual_de00);
}

/* Volume of each pigment per volume of fluid; of a blend the stated share of its amount. */
static void fractions_from(const sct_drawdown_options *o, const film_mixture *m, const film_fit *fit, double per_cm,
                           double stated, skin_drawdown_report *r)
{
    for (int p = 0; p < m->pigment_count; p++)
        r->fraction[p] = exp(fit->x[p]) * per_cm;
    for (size_t i = 0; m->blended && i < o->pigment_count; i++) {
        double volume = o->pigments[i].fraction / skin_pigment_table[skin_pigment_find(o->pigments[i].ci)].density;
        r->fraction[i] = exp(fit->x[0]) * per_cm * volume / stated;
    }
}

/* The optics of an ink of that fit, `per_cm` its amounts per thickness of fluid; r->fraction is known. */
static void optics_from(const sct_drawdown_options *o, const film_mixture *m, const film_fit *fit, double per_cm,
                        const skin_drawdown_report *r, sct_ink_optics *out)
{
    skin_medium medium, none = {{0}, {0}, {0}};
    film_medium(m, fit->x, &medium);
    skin_ink ink = skin_medium_plus(&none, &medium, per_cm);
    skin_optics_of(&ink, out);
    out->basis = r->strength_known ? SCT_OPTICS_FITTED : SCT_OPTICS_RATIOS;
    double ratio, strength = total_sd(m, fit, 0, &ratio);
    text_copy(out->rests_on, sizeof out->rests_on,
              r->strength_known ? "measured films" : "composition; ratio of its pigments from measured films");
    out->strength_sd = r->strength_known ? hypot(strength, MODEL_STRENGTH_SD) : SKIN_COMPOSITION_SD;
    out->low_confidence = !(r->residual_de00 <= MISFIT_DE00);
    for (size_t i = 0; i < o->pigment_count && !r->strength_known; i++)
        out->low_confidence |= r->fraction[i] > 0 && skin_pigment_table[skin_pigment_find(o->pigments[i].ci)].low_confidence;
}

/* Volume of pigment per area of the undiluted film. */
static double amount_of(const film_mixture *m, const film_fit *fit)
{
    double amount = m->blended ? exp(fit->x[0]) : 0;
    for (int p = 0; p < m->pigment_count; p++)
        amount += exp(fit->x[p]);
    return amount;
}

/* What stands in a skin_film_room, which has to be as large. */
typedef struct room {
    film_seen seen[SCT_DRAWDOWN_MAX];
    film_fit_room fit;
    film_mixture mixture; /* of what the films are taken to be made, */
    film_fit found;       /* and of how much of it */
    skin_drawdown_report report;
} room;
_Static_assert(sizeof(room) <= sizeof(skin_film_room), "skin_film_room");

sct_status skin_optics_from_films(sct_context *ctx, const sct_drawdown_options *options, const sct_drawdown *films,
                                  size_t count, skin_film_room *given, sct_ink_optics *out, skin_drawdown_report *report)
{
    sct_status status = SCT_OK;
    sct_drawdown_options checked;
    const sct_drawdown_options *o = &checked;
    room *all = (void *)given;
    film_seen *seen = all->seen;
    film_mixture *mixture = &all->mixture;
    film_fit *fit = &all->found;
    skin_drawdown_report *r = &all->report;
    double stated = 0;
    sct_context_clear(ctx);
    if (!options || !films || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "drawdown options, films and a place for the optics are needed");
    memset(r, 0, sizeof *r);
    memset(mixture, 0, sizeof *mixture);
    memset(fit, 0, sizeof *fit);
    sct_drawdown_options_init(&checked);
    TRY(options_take(ctx, "sct_drawdown_options", options, OPTIONS_SIZE(sct_drawdown_options, lab_sd), &checked,
                     sizeof checked));
    TRY(films_check(ctx, o, films, count));
    double wet_um = reference_wet_um(o, films, count);
    TRY(mixture_of(ctx, o, wet_um, mixture, &stated));
    for (size_t i = 0; i < count; i++)
        seen[i] = film_look(&films[i], wet_um);
    film_fit_seen(mixture, seen, count, o->lab_sd, &all->fit, fit);
    r->strength_sd = total_sd(mixture, fit, 1, &r->ratio_sd);
    r->residual_de00 = fit->residual_de00;
    film_contrast contrast = contrast_of(mixture, fit, seen, count);
    r->contrast_dL = contrast.most;
    r->strength_known = !isnan(wet_um) && r->contrast_dL >= TRANSLUCENT_DL && r->strength_sd <= BELIEVED_SD;
    if (!r->strength_known && !(stated > 0))
        FAIL(ctx, SCT_ERR_NOTHING,
             "these films cannot tell how much pigment is in the ink; give mass fractions, or "
             "translucent films of known thickness");
    /* Per area to per volume: by the film's thickness, or so that the total is the stated one. */
    double per_cm = r->strength_known ? 1 / (1e-4 * wet_um) : stated / amount_of(mixture, fit);
    fractions_from(o, mixture, fit, per_cm, stated, r);
    optics_from(o, mixture, fit, per_cm, r, out);
    flag_limits(wet_um, count, &contrast, r);
    if (report)
        *report = *r;
done:
    return status;
}

sct_status skin_optics_from_drawdowns(sct_context *ctx, const sct_drawdown_options *options, const sct_drawdown *films,
                                      size_t count, sct_ink_optics *out, skin_drawdown_report *report)
{
    sct_status status = SCT_OK;
    skin_film_room *given = NULL;
    sct_context_clear(ctx);
    TRY(mem_new(ctx, 1, sizeof *given, (void **)&given));
    TRY(skin_optics_from_films(ctx, options, films, count, given, out, report));
done:
    mem_free(given);
    return status;
}
