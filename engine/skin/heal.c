/*
 * engine/skin/heal.c - the public questions: which tissue, what ink in it,
 * what colour.
 *
 * From fluid to tissue (volume fractions): load = dilution x uptake x healed
 * share x strength, times what fading leaves; the ink's optics are per unit of
 * load. All factors are assumptions until an artist calibrates them, and all
 * but the first multiply the same number: only their product shows.
 */
#include "skin/pigment.h"
#include "skin/tissue.h"

#include <math.h>
#include <string.h>

#define DARKEST_SKIN_L  12.0
#define IMPOSSIBLE_DE00 4.5 /* further from every tissue than this is not skin; the worst of 1,058 real ones is at 1.2 */

void sct_conditions_init(sct_conditions *conditions)
{
    if (conditions)
        *conditions = (sct_conditions){SCT_ILLUMINANT_D50, SCT_OBSERVER_2, 0};
}

void sct_heal_options_init_sized(sct_heal_options *options, size_t size)
{
    sct_heal_options defaults = {.size = sizeof defaults,
                                 .skin_lab = {65, 10, 16},
                                 .parts_water = 20,
                                 .strength = 1,
                                 .uptake = SKIN_USUAL(UPTAKE),
                                 .healed_share = SKIN_USUAL(HEALED),
                                 .depth_um = SKIN_USUAL(DEPTH),
                                 .thickness_um = SKIN_USUAL(THICKNESS),
                                 .density_per_cm2 = SKIN_USUAL_DENSITY_PER_CM2,
                                 .dot_radius_mm = SKIN_USUAL(RADIUS),
                                 .fade_per_year = SKIN_USUAL_FADE_PER_YEAR,
                                 .fresh_epidermis = 0.2,
                                 .streams = SKIN_STREAMS_TOLD,
                                 .depth_lo_um = skin_prior_table[SKIN_PRIOR_DEPTH].lo,
                                 .depth_hi_um = skin_prior_table[SKIN_PRIOR_DEPTH].hi};
    sct_tissue_init(&defaults.tissue);
    sct_conditions_init(&defaults.conditions);
    options_fill(options, size, &defaults, sizeof defaults);
}

static sct_status conditions_check(sct_context *ctx, const sct_conditions *c)
{
    if (!colour_weights(c->illuminant, c->observer))
        return diag_set(ctx, SCT_ERR_OPTION, "unknown illuminant or observer");
    return SCT_OK;
}

/* depth_um: of ink that is known to lie below the epidermis; INFINITY when there is none. */
static sct_status fit_client(sct_context *ctx, sct_lab lab, const sct_cov *cov, const sct_conditions *conditions,
                             double depth_um, sct_skin_fit *out)
{
    sct_status status = SCT_OK;
    sct_tissue start;
    sct_tissue_init(&start);
    TRY(conditions_check(ctx, conditions));
    TRY(option_range(ctx, "skin L*", lab.L, 0, 100));
    TRY(option_range(ctx, "skin a*", lab.a, -128, 128));
    TRY(option_range(ctx, "skin b*", lab.b, -128, 128));
    sct_skin_fit fit;
    skin_fit_lab_above(&start, lab, cov, conditions, depth_um, &fit);
    if (!(fit.fit_de00 <= IMPOSSIBLE_DE00 && lab.L >= DARKEST_SKIN_L))
        FAIL(ctx, SCT_ERR_NOTHING,
             "no skin has the colour L %.1f a %.1f b %.1f; the nearest is dE00 %.1f away: check how it was measured "
             "(illuminant, observer, specular reflection)",
             lab.L, lab.a, lab.b, fit.fit_de00);
    *out = fit;
done:
    return status;
}

sct_status sct_skin_fit_lab_sized(sct_context *ctx, sct_lab lab, const sct_cov *covariance, const sct_conditions *conditions,
                                  sct_skin_fit *out, size_t size)
{
    sct_conditions usual;
    sct_skin_fit fit = {.fit_de00 = 0};
    sct_context_clear(ctx);
    sct_conditions_init(&usual);
    if (!out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "a place for the fit is needed");
    sct_status status = fit_client(ctx, lab, covariance, conditions ? conditions : &usual, (double)INFINITY, &fit);
    if (status == SCT_OK)
        status = record_give(out, size, &fit, sizeof fit);
    return status;
}

static sct_status options_check(sct_context *ctx, const sct_heal_options *o)
{
    sct_status status = SCT_OK;
    if (o->pigment_count > SCT_PIGMENT_MAX)
        FAIL(ctx, SCT_ERR_OPTION, "at most %d pigments can be mixed", SCT_PIGMENT_MAX);
    if (o->pigment_count && !o->pigments)
        FAIL(ctx, SCT_ERR_ARGUMENT, "pigments points to none");
    if (o->ink && o->pigment_count)
        FAIL(ctx, SCT_ERR_ARGUMENT, "give an ink or pigments, not both");
    TRY(conditions_check(ctx, &o->conditions));
    TRY(option_range(ctx, "use_tissue", o->use_tissue, 0, 1));
    TRY(option_range(ctx, "band", o->band, 0, 1));
    TRY(option_range(ctx, "parts of water", o->parts_water, 0, 1000));
    TRY(option_range(ctx, "strength", o->strength, 0.01, 100));
    TRY(option_range(ctx, "uptake", o->uptake, 0.001, 1));
    TRY(option_range(ctx, "healed share", o->healed_share, 0.05, 1));
    TRY(option_range(ctx, "depth (um)", o->depth_um, 0, 1000));
    TRY(option_range(ctx, "thickness (um)", o->thickness_um, 5, 2000));
    TRY(option_range(ctx, "density (dots per cm2)", o->density_per_cm2, 0, 2000));
    TRY(option_range(ctx, "dot radius (mm)", o->dot_radius_mm, 0.005, 0.5));
    TRY(option_range(ctx, "years", o->years, 0, 30));
    TRY(option_range(ctx, "fading per year", o->fade_per_year, 0, 0.9));
    TRY(option_range(ctx, "share in the fresh epidermis", o->fresh_epidermis, 0, 1));
    TRY(option_range(ctx, "depth from (um)", o->depth_lo_um, 0, 1000));
    TRY(option_range(ctx, "depth to (um)", o->depth_hi_um, 0, 1000));
    if (!(o->depth_lo_um <= o->depth_hi_um))
        FAIL(ctx, SCT_ERR_OPTION, "depth_lo_um is %g, deeper than depth_hi_um, %g; set both", o->depth_lo_um,
             o->depth_hi_um);
    if (o->streams != 4 && o->streams != 8 && o->streams != 16)
        FAIL(ctx, SCT_ERR_OPTION, "streams must be 4, 8 or 16");
    if (o->age != SCT_AGE_HEALED && o->age != SCT_AGE_FRESH && o->age != SCT_AGE_YEARS)
        FAIL(ctx, SCT_ERR_OPTION, "age must be healed, fresh or years");
done:
    return status;
}

/* Coefficients per unit of load, and the load at this age. */
static sct_status ink_of(sct_context *ctx, const sct_heal_options *o, skin_ink *ink, double *load, int *low_confidence)
{
    sct_status status = SCT_OK;
    double total = 0;
    *ink = (skin_ink){{0}, {0}, {0}};
    *load = 1;
    *low_confidence = 0;
    for (size_t i = 0; i < o->pigment_count; i++) {
        int pigment = 0;
        TRY(skin_pigment_named(ctx, o->pigments[i].ci, &pigment));
        TRY(option_range(ctx, "pigment volume fraction", o->pigments[i].fraction, 0, 0.2));
        total += o->pigments[i].fraction;
        skin_ink_add_pigment(ink, pigment, o->pigments[i].fraction);
        *low_confidence |= o->pigments[i].fraction > 0 && skin_pigment_table[pigment].low_confidence;
    }
    if (total > 1)
        FAIL(ctx, SCT_ERR_OPTION, "pigment volume fractions add up to %g; at most 1 is possible", total);
    if (o->ink) {
        for (int l = 0; l < SCT_WAVELENGTHS; l++) {
            TRY(option_range(ctx, "ink absorption", o->ink->absorption[l], 0, 1e7));
            TRY(option_range(ctx, "ink scattering", o->ink->scattering[l], 0, 1e7));
            TRY(option_range(ctx, "ink anisotropy", o->ink->anisotropy[l], 0, 0.99));
        }
        TRY(option_range(ctx, "ink strength_sd", o->ink->strength_sd, 0, 5));
        if (!memchr(o->ink->rests_on, 0, sizeof o->ink->rests_on))
            FAIL(ctx, SCT_ERR_ARGUMENT, "rests_on of the ink is not a terminated text");
        *ink = skin_ink_of(o->ink);
        *load = o->uptake * o->healed_share * o->strength / (1 + o->parts_water);
        *low_confidence = o->ink->low_confidence;
    }
    if (o->age == SCT_AGE_FRESH)
        *load /= o->healed_share;
    if (o->age == SCT_AGE_YEARS)
        *load *= pow(1 - o->fade_per_year, o->years);
done:
    return status;
}

static void say_what_it_rests_on(const sct_heal_options *o, sct_healed *h)
{
    if (o->ink)
        text_copy(h->rests_on, sizeof h->rests_on, o->ink->rests_on);
    else if (o->pigment_count)
        text_copy(h->rests_on, sizeof h->rests_on, "pigment fractions as given (Mie theory)");
}

static void flag_weaknesses(const sct_heal_options *o, int low_confidence, sct_healed *h)
{
    double share = o->density_per_cm2 * NUM_PI * o->dot_radius_mm * o->dot_radius_mm / 100;
    if (h->fit_de00 > SKIN_REACH_DE00)
        flags_addf(&h->flags, "skin-out-of-reach", 0, "check how it was measured, or measure the skin with an instrument",
                   "no skin of the model has this colour; the nearest, which is used, is dE00 %.1f away", h->fit_de00);
    if (low_confidence)
        flags_add(&h->flags, "ink-low-confidence", 0, "the optics of a pigment of this ink are poorly known",
                  "measure a drawdown of the ink");
    if (share > 0.5)
        flags_addf(&h->flags, "dots-merge", 0, "fewer or smaller dots keep the look of follicles",
                   "dots cover %.0f %% of the skin", 100 * fmin(1, share));
}

/* A skin, one dot in it, and what is told of them. */
typedef struct place {
    skin_client client;
    skin_near near;
    skin_room room;
    sct_healed healed;
} place;

static void move_to(place *p, double depth_um, double radius_mm)
{
    skin_client_set_depth(&p->client, depth_um);
    skin_near_init(&p->near, &p->client, radius_mm);
}

static void see_dot(place *p, const skin_ink *ink, const skin_dots *dots, const double solid[SKIN_PAD], double out[SKIN_PAD])
{
    double share[SKIN_PAD];
    skin_near_share(&p->near, &p->room, ink, dots, share);
    skin_near_mix(p->client.bare, solid, share, out);
}

static void answer(const sct_heal_options *o, place *p, const skin_ink *ink, const skin_dots *dots, sct_healed *h)
{
    skin_spectra s;
    double dot[SKIN_PAD];
    skin_heal_at(&p->client, ink, dots, &s);
    see_dot(p, ink, dots, s.solid, dot);
    for (int l = 0; l < SCT_WAVELENGTHS; l++) {
        h->reflectance[l] = dot[l];
        h->solid_reflectance[l] = s.solid[l];
        h->area_reflectance[l] = s.area[l];
        h->bare_reflectance[l] = p->client.bare[l];
    }
    h->xyz = skin_xyz(dot, &o->conditions);
    h->lab = skin_lab(dot, &o->conditions);
    h->solid_xyz = skin_xyz(s.solid, &o->conditions);
    h->solid_lab = skin_lab(s.solid, &o->conditions);
    h->bare_lab = skin_lab(p->client.bare, &o->conditions);
    h->area_lab = skin_lab(s.area, &o->conditions);
}

static void look(const sct_heal_options *o, place *p, const skin_ink *ink, const skin_dots *dots, sct_lab *dot,
                 sct_lab *area)
{
    skin_spectra spectra;
    double seen[SKIN_PAD];
    skin_heal_at(&p->client, ink, dots, &spectra);
    see_dot(p, ink, dots, spectra.solid, seen);
    *dot = skin_lab(seen, &o->conditions);
    *area = skin_lab(spectra.area, &o->conditions);
}

/* Depth and strength at both ends; leaves the place at another depth. */
static void fill_band(const sct_heal_options *o, place *p, const skin_ink *ink, skin_dots dots, sct_healed *h)
{
    double reach = o->ink ? exp(NUM_TWO_SIDED_95 * o->ink->strength_sd) : 1;
    double lo = fmin(o->depth_lo_um, o->depth_um), hi = fmax(o->depth_hi_um, o->depth_um);
    sct_heal_band b = {.depth_um = {fmax(lo, h->tissue.epidermis_um), hi}, .strength = {reach, 1 / reach}};
    for (int end = 0; end < 2; end++) {
        skin_dots stronger = dots;
        stronger.load *= b.strength[end];
        stronger.epidermis_load *= b.strength[end];
        look(o, p, ink, &stronger, &b.dot_by_strength[end], &b.area_by_strength[end]);
    }
    for (int end = 0; end < 2; end++) {
        move_to(p, b.depth_um[end], dots.radius_mm);
        look(o, p, ink, &dots, &b.dot_by_depth[end], &b.area_by_depth[end]);
    }
    h->band = b;
    h->has_band = 1;
}

sct_status skin_heal(sct_context *ctx, const sct_heal_options *options, sct_healed *out)
{
    sct_status status = SCT_OK;
    sct_heal_options checked;
    const sct_heal_options *o = &checked;
    sct_healed *h;
    place *p = NULL;
    skin_ink ink;
    int low_confidence = 0;
    sct_context_clear(ctx);
    if (!options || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "heal options and a place for the result are needed");
    sct_heal_options_init(&checked);
    TRY(options_take(ctx, "sct_heal_options", options, OPTIONS_SIZE(sct_heal_options, reserved), &checked, sizeof checked));
    TRY(option_range(ctx, "reserved", o->reserved, 0, 0));
    TRY(options_check(ctx, o));
    TRY(mem_new(ctx, 1, sizeof *p, (void **)&p));
    h = &p->healed;
    TRY(ink_of(ctx, o, &ink, &h->load, &low_confidence));
    if (o->use_tissue)
        h->tissue = o->tissue;
    else
        sct_tissue_init(&h->tissue);
    TRY(skin_tissue_check(ctx, &h->tissue));
    /* On bare skin the usual depth is nobody's mistake, however thick the epidermis. */
    int inked = o->ink || o->pigment_count;
    if (!(o->depth_um >= (inked ? h->tissue.epidermis_um : fmin(h->tissue.epidermis_um, SKIN_USUAL(DEPTH)))))
        FAIL(ctx, SCT_ERR_OPTION, "depth %g um lies inside the epidermis, which is %g um thick; healed ink lies below it",
             o->depth_um, h->tissue.epidermis_um);
    if (!o->use_tissue) {
        sct_skin_fit fit = {.fit_de00 = 0};
        TRY(fit_client(ctx, o->skin_lab, NULL, &o->conditions, inked ? o->depth_um : (double)INFINITY, &fit));
        h->tissue = fit.tissue;
        h->fit_de00 = fit.fit_de00;
    }
    skin_client_init(&p->client, &h->tissue, fmax(o->depth_um, h->tissue.epidermis_um), o->streams);
    skin_near_init(&p->near, &p->client, o->dot_radius_mm);
    h->coverage = skin_coverage(o->density_per_cm2, o->dot_radius_mm);
    skin_dots dots = {.load = h->load,
                      .epidermis_load = o->age == SCT_AGE_FRESH ? o->fresh_epidermis * h->load : 0,
                      .thickness_um = o->thickness_um,
                      .radius_mm = o->dot_radius_mm,
                      .coverage = h->coverage};
    answer(o, p, &ink, &dots, h);
    flag_weaknesses(o, low_confidence, h);
    say_what_it_rests_on(o, h);
    if (o->band && inked)
        fill_band(o, p, &ink, dots, h);
    *out = *h;
done:
    mem_free(p);
    return status;
}
