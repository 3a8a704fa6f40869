/* engine/preview/preview_look.c - an ink of a ranking, or of one's own choice, as something to show at an age. */
#include "preview/preview_painter.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

sct_status preview_look_check(sct_context *ctx, const sct_look *l)
{
    sct_status status = SCT_OK;
    const sct_lab labs[] = {l->skin_lab, l->dot_lab, l->area_lab, l->seen_lab};
    TRY(option_range(ctx, "density (dots per cm2)", l->density_per_cm2, 1, 2000));
    TRY(option_range(ctx, "dot radius (mm)", l->dot_radius_mm, 0.005, 0.5));
    TRY(option_range(ctx, "depth (um)", l->depth_um, 0, 1000));
    TRY(option_range(ctx, "parts of water of a look", l->parts_water, 0, 1e6));
    TRY(option_range(ctx, "ink left of a look", l->ink_left, 0, 1e6));
    if (l->when.age != SCT_AGE_HEALED && l->when.age != SCT_AGE_FRESH && l->when.age != SCT_AGE_YEARS)
        FAIL(ctx, SCT_ERR_OPTION, "age of a look must be healed, fresh or years");
    TRY(option_range(ctx, "years of a look", l->when.years, 0, 30));
    TRY(option_range(ctx, "fading per year of a look", l->when.fade_per_year, 0, 0.9));
    for (size_t i = 0; i < sizeof labs / sizeof labs[0]; i++) {
        TRY(option_range(ctx, "L* of a look", labs[i].L, -20, 120));
        TRY(option_range(ctx, "a* of a look", labs[i].a, -200, 200));
        TRY(option_range(ctx, "b* of a look", labs[i].b, -200, 200));
    }
    if (!(l->skin_lab.L >= 1))
        FAIL(ctx, SCT_ERR_OPTION, "the skin of a look is black");
    if (l->tie_count > SCT_TIE_MAX || !memchr(l->ink, 0, sizeof l->ink) || !memchr(l->title, 0, sizeof l->title) ||
        !memchr(l->rests_on, 0, sizeof l->rests_on))
        FAIL(ctx, SCT_ERR_ARGUMENT, "a look is none: fill it with sct_look_from_match or sct_look_from_ink");
    TRY(skin_tissue_check(ctx, &l->tissue));
done:
    return status;
}

static sct_lab plus_difference(sct_lab at, sct_lab to, sct_lab from)
{
    return (sct_lab){at.L + to.L - from.L, at.a + to.a - from.a, at.b + to.b - from.b};
}

/* Takes what was asked for, with the usual fading where none was given. */
static sct_status check_call(sct_context *ctx, const sct_measurement *measurement, const sct_when *given, sct_when *when)
{
    sct_status status = SCT_OK;
    *when = given ? *given : (sct_when){.age = SCT_AGE_HEALED};
    if (!measurement->skin.estimate.pixels)
        FAIL(ctx, SCT_ERR_NOTHING, "no skin was measured, and ink can be shown in a known skin only");
    if (when->age != SCT_AGE_HEALED && when->age != SCT_AGE_FRESH && when->age != SCT_AGE_YEARS)
        FAIL(ctx, SCT_ERR_OPTION, "age must be healed, fresh or years");
    if (when->age != SCT_AGE_YEARS)
        when->years = 0;
    TRY(option_range(ctx, "years", when->years, 0, 30));
    TRY(option_range(ctx, "fading per year", when->fade_per_year, 0, 0.9));
    if (!(when->fade_per_year > 0))
        when->fade_per_year = SKIN_USUAL_FADE_PER_YEAR;
done:
    return status;
}

/* Both inks of a blend as one, of strength 1; a single ink keeps its own. */
static sct_status optics_of(sct_context *ctx, const sct_palette *palette, size_t ink, const sct_blend *blend,
                            sct_ink_optics *out, double *strength)
{
    sct_status status = SCT_OK;
    sct_ink_optics second;
    *strength = palette_ink_at(palette, ink).strength;
    TRY(palette_optics_of(ctx, palette, ink, out, NULL));
    if (!blend->parts_second)
        return SCT_OK;
    TRY(palette_optics_of(ctx, palette, blend->ink, &second, NULL));
    double parts = blend->parts_first + blend->parts_second;
    double f = *strength * blend->parts_first / parts;
    double s = palette_ink_at(palette, blend->ink).strength * blend->parts_second / parts;
    for (int l = 0; l < SCT_WAVELENGTHS; l++) {
        double scattering = f * out->scattering[l] + s * second.scattering[l];
        double forward = f * out->scattering[l] * out->anisotropy[l] + s * second.scattering[l] * second.anisotropy[l];
        out->absorption[l] = f * out->absorption[l] + s * second.absorption[l];
        out->anisotropy[l] = scattering > 0 ? forward / scattering : 0;
        out->scattering[l] = scattering;
    }
    *strength = 1;
done:
    return status;
}

/* What sct_heal says of the look's ink at an age, in the look's skin. */
static sct_status heal_look(sct_context *ctx, const sct_match_options *m, const sct_look *look, const sct_ink_optics *optics,
                            double strength, sct_age age, sct_healed *out)
{
    sct_heal_options o;
    sct_heal_options_init(&o);
    o.use_tissue = 1;
    o.tissue = look->tissue;
    o.ink = optics;
    o.strength = fmin(fmax(strength, 0.01), 100);
    o.parts_water = look->ready ? 0 : look->parts_water;
    o.uptake = m->uptake;
    o.healed_share = m->healed_share;
    o.depth_um = fmax(m->depth_um, look->tissue.epidermis_um);
    o.thickness_um = m->thickness_um;
    o.density_per_cm2 = look->density_per_cm2;
    o.dot_radius_mm = look->dot_radius_mm;
    o.age = age;
    o.years = age == SCT_AGE_YEARS ? look->when.years : 0;
    o.fade_per_year = look->when.fade_per_year;
    return skin_heal(ctx, &o, out);
}

/* From healed to the look's age. */
static sct_status age_look(sct_context *ctx, const sct_match_options *m, const sct_palette *palette, size_t ink,
                           const sct_blend *blend, sct_look *look)
{
    sct_status status = SCT_OK;
    sct_ink_optics optics;
    sct_healed *healed = NULL, *then; /* healed, and at that age */
    double strength;
    look->ink_left = 1;
    if (look->when.age == SCT_AGE_HEALED)
        return SCT_OK;
    status = optics_of(ctx, palette, ink, blend, &optics, &strength);
    if (status == SCT_ERR_MEMORY)
        return status;
    if (status != SCT_OK) {
        sct_context_clear(ctx);
        FAIL(ctx, SCT_ERR_NOTHING, "nothing tells what %s is made of, so it can be shown healed only", look->ink);
    }
    TRY(mem_new(ctx, 2, sizeof *healed, (void **)&healed));
    then = healed + 1;
    TRY(heal_look(ctx, m, look, &optics, strength, SCT_AGE_HEALED, healed));
    TRY(heal_look(ctx, m, look, &optics, strength, look->when.age, then));
    look->dot_lab = plus_difference(look->dot_lab, then->solid_lab, healed->solid_lab);
    look->area_lab = plus_difference(look->area_lab, then->area_lab, healed->area_lab);
    look->seen_lab = plus_difference(look->seen_lab, then->lab, healed->lab);
    look->ink_left = then->load / healed->load;
done:
    mem_free(healed);
    return status;
}

/* What a dot of carbon black of this look's darkness is seen as: the same share of what ink everywhere takes. */
sct_status preview_look_guess_seen(sct_context *ctx, sct_look *look)
{
    enum { ROUNDS = 9 };
    const sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    sct_pigment pigment = {.ci = "77266"};
    sct_status status = SCT_OK;
    sct_heal_options o;
    sct_healed *h = NULL;
    double lo = log(1e-6), hi = log(0.2), share = 1;
    sct_xyz skin = sct_xyz_from_lab(look->skin_lab, white), solid = sct_xyz_from_lab(look->dot_lab, white);
    TRY(mem_new(ctx, 1, sizeof *h, (void **)&h));
    sct_heal_options_init(&o);
    o.use_tissue = 1;
    o.tissue = look->tissue;
    o.pigments = &pigment;
    o.pigment_count = 1;
    o.depth_um = fmax(look->depth_um, look->tissue.epidermis_um);
    o.density_per_cm2 = look->density_per_cm2;
    o.dot_radius_mm = look->dot_radius_mm;
    for (int i = 0; i < ROUNDS; i++) {
        pigment.fraction = exp((lo + hi) / 2);
        TRY(skin_heal(ctx, &o, h));
        double bare = sct_xyz_from_lab(h->bare_lab, white).Y, most = bare - h->solid_xyz.Y;
        if (most > 1e-6)
            share = fmin(fmax((bare - h->xyz.Y) / most, 0), 1);
        if (h->solid_xyz.Y / bare > solid.Y / skin.Y)
            lo = log(pigment.fraction);
        else
            hi = log(pigment.fraction);
    }
    look->seen_lab = sct_lab_from_xyz((sct_xyz){skin.X + share * (solid.X - skin.X), skin.Y + share * (solid.Y - skin.Y),
                                                skin.Z + share * (solid.Z - skin.Z)},
                                      white);
done:
    mem_free(h);
    return status;
}

/* Skin of the client: colour as measured, tissue as fitted, or the usual one. *fitted tells. */
static sct_status take_skin(sct_context *ctx, const sct_measurement *measurement, sct_look *look, int *fitted)
{
    match_client client = {0};
    sct_status status = match_client_fit(ctx, measurement, &client);
    if (status != SCT_OK)
        return status;
    *fitted = client.fitted;
    sct_tissue_init(&look->tissue);
    if (client.fitted)
        look->tissue = client.tissue;
    look->skin_lab = measurement->skin.estimate.lab;
    return SCT_OK;
}

static void name_look(const sct_palette *palette, size_t ink, const sct_blend *blend, sct_look *look)
{
    char first[37], second[37];
    match_title(palette, ink, blend, look->title);
    text_copy(look->ink, sizeof look->ink, palette_ink_at(palette, ink).id);
    if (!blend->parts_second)
        return;
    text_copy(first, sizeof first, palette_ink_at(palette, ink).id);
    text_copy(second, sizeof second, palette_ink_at(palette, blend->ink).id);
    snprintf(look->ink, sizeof look->ink, "%s + %s %d:%d", first, second, blend->parts_first, blend->parts_second);
}

sct_status preview_look_from_candidate(sct_context *ctx, const sct_match_options *options,
                                       const sct_measurement *measurement, const sct_palette *palette,
                                       const match_candidate *candidate, const sct_when *when, sct_look *out)
{
    sct_status status = SCT_OK;
    sct_look look = {.rank = 0};
    int fitted = 0;
    TRY(check_call(ctx, measurement, when, &look.when));
    if (candidate->tie_count > SCT_TIE_MAX || candidate->ink >= sct_palette_count(palette) ||
        (candidate->blend.parts_second && candidate->blend.ink >= sct_palette_count(palette)))
        FAIL(ctx, SCT_ERR_ARGUMENT, "a row is none of this palette: fill it with sct_match");
    TRY(take_skin(ctx, measurement, &look, &fitted));
    name_look(palette, candidate->ink, &candidate->blend, &look);
    if (!isfinite(candidate->area_lab.L) || !isfinite(candidate->solid_lab.L))
        FAIL(ctx, SCT_ERR_NOTHING, "the area's colour under %s is not known", look.ink);
    if (look.when.age != SCT_AGE_HEALED && !fitted)
        FAIL(ctx, SCT_ERR_NOTHING, "the skin is out of the model's reach, so inks can be shown healed only");
    look.rank = candidate->rank;
    look.tie_count = candidate->tie_count;
    memcpy(look.tied_with, candidate->tied_with, sizeof look.tied_with);
    look.ready = palette_ink_at(palette, candidate->ink).kind == SCT_INK_READY;
    look.parts_water = look.ready || !isfinite(candidate->parts_water) ? 0 : candidate->parts_water;
    look.ink_ml = candidate->ink_ml;
    look.second_ml = candidate->second_ml;
    look.water_ml = candidate->water_ml;
    look.density_per_cm2 = candidate->density_per_cm2;
    look.dot_radius_mm = candidate->dot_radius_mm;
    look.depth_um = options->depth_um;
    look.dot_lab = candidate->solid_lab;
    look.area_lab = candidate->area_lab;
    look.seen_lab = candidate->dot_lab;
    text_copy(look.rests_on, sizeof look.rests_on, candidate->rests_on);
    TRY(age_look(ctx, options, palette, candidate->ink, &candidate->blend, &look));
    TRY(preview_look_check(ctx, &look));
    *out = look;
done:
    return status;
}

/* As many dots as the client has hairs, where the photo told and the options do not. */
static void take_dots(const sct_match_options *m, const sct_hair *hair, sct_look *look)
{
    double natural = hair->density_per_cm2 >= 80 ? fmin(hair->density_per_cm2, 400) : SKIN_USUAL_DENSITY_PER_CM2;
    look->dot_radius_mm = match_dot_radius_mm(m);
    look->density_per_cm2 = m->density_per_cm2 > 0 ? m->density_per_cm2 : natural;
}

sct_status preview_look_from_ink(sct_context *ctx, const sct_match_options *options, const sct_measurement *measurement,
                                 const sct_palette *palette, size_t ink, double parts_water, const sct_when *when,
                                 sct_look *out)
{
    const sct_blend alone = {0, 0, 0};
    sct_status status = SCT_OK;
    sct_look look = {.rank = 0};
    sct_ink_optics optics;
    sct_healed *h = NULL;
    double strength;
    int fitted = 0;
    TRY(check_call(ctx, measurement, when, &look.when));
    TRY(option_range(ctx, "parts of water", parts_water, 0, 1000));
    TRY(take_skin(ctx, measurement, &look, &fitted));
    if (!fitted)
        FAIL(ctx, SCT_ERR_NOTHING, "the skin is out of the model's reach, so an ink in it cannot be predicted");
    name_look(palette, ink, &alone, &look);
    take_dots(options, &measurement->hair, &look);
    look.ready = palette_ink_at(palette, ink).kind == SCT_INK_READY;
    look.parts_water = look.ready ? 0 : parts_water;
    look.ink_ml = look.second_ml = look.water_ml = (double)NAN;
    look.depth_um = options->depth_um;
    TRY(optics_of(ctx, palette, ink, &alone, &optics, &strength));
    TRY(mem_new(ctx, 1, sizeof *h, (void **)&h));
    TRY(heal_look(ctx, options, &look, &optics, strength, SCT_AGE_HEALED, h));
    look.dot_lab = h->solid_lab;
    look.area_lab = plus_difference(look.skin_lab, h->area_lab, h->bare_lab);
    look.seen_lab = plus_difference(look.skin_lab, h->lab, h->bare_lab);
    text_copy(look.rests_on, sizeof look.rests_on, h->rests_on);
    TRY(age_look(ctx, options, palette, ink, &alone, &look));
    TRY(preview_look_check(ctx, &look));
    *out = look;
done:
    mem_free(h);
    return status;
}
