/*
 * engine/match/match_basis.c - the ways to know an ink's colour, best first.
 *
 * Colours that were measured are interpolated in concentration and never
 * extrapolated, so such an ink can be recommended only at dilutions that
 * somebody has looked at.
 */
#include "match/match_private.h"

#include <math.h>
#include <stdio.h>

/*
 * Light that enters the skin beside a dot is caught by it from below, so dots
 * darken more than the area they cover: R = Rs + (Rp - Rs)(1 - a)^m. m = 4.6 at
 * 550 nm for dots of 0.1 mm in light skin, by Monte Carlo simulation of dot
 * lattices (450 nm 3.7, 650 nm 6.1). Used where only a colour is known.
 */
static const double DOT_GAIN_EXPONENT = 4.6;

double match_area_share(const match_scene *scene, double density_per_cm2)
{
    double bare = 1 - skin_coverage(density_per_cm2, scene->options->dot_radius_mm);
    return 1 - pow(bare, DOT_GAIN_EXPONENT);
}

/* look->dot comes as the colour of ink everywhere and goes as that of a dot; the area with it. */
static void see_dots(const match_scene *scene, const match_draw *draw, double density_per_cm2, match_look *look)
{
    look->area = match_mix(draw->skin, look->dot, match_area_share(scene, density_per_cm2));
    if (scene->near.known)
        look->dot = match_mix(draw->skin, look->dot, scene->near.dot_share);
}

/* Y over that of the white, and L*, of each other (CIE 15:2018, 8.2.1). */
static double Y_of(double L)
{
    double f = (L + 16) / 116;
    return f > 6.0 / 29 ? f * f * f : L * 27 / 24389;
}

static double L_of(double Y)
{
    return Y > 216.0 / 24389 ? 116 * cbrt(Y) - 16 : Y * 24389 / 27;
}

void match_lightness_of_dots(const match_scene *scene, double solid_L, double *dot, double *area)
{
    double skin = Y_of(scene->nominal.skin.L), more = Y_of(solid_L) - skin;
    *dot = scene->near.known ? L_of(skin + scene->near.dot_share * more) : solid_L;
    *area = L_of(skin + scene->area_share * more);
}

/* Columns of colours, for many at once. */
typedef struct columns {
    double L[MATCH_AT_ONCE], a[MATCH_AT_ONCE], b[MATCH_AT_ONCE];
} columns;

static void put_mix(columns *out, size_t i, sct_xyz skin, sct_xyz solid, double share, sct_xyz white)
{
    sct_xyz mix = {skin.X + share * (solid.X - skin.X), skin.Y + share * (solid.Y - skin.Y),
                   skin.Z + share * (solid.Z - skin.Z)};
    sct_lab lab = sct_lab_from_xyz(mix, white);
    out->L[i] = lab.L;
    out->a[i] = lab.a;
    out->b[i] = lab.b;
}

void match_basis_distances(const match_scene *scene, const sct_lab *solid, size_t count, double *out)
{
    columns dots, areas;
    double away[MATCH_AT_ONCE], w = scene->weight_dot;
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2), skin = sct_xyz_from_lab(scene->nominal.skin, white);
    for (size_t i = 0; i < count; i++) {
        sct_xyz one = sct_xyz_from_lab(solid[i], white);
        dots.L[i] = solid[i].L;
        dots.a[i] = solid[i].a;
        dots.b[i] = solid[i].b;
        if (scene->near.known)
            put_mix(&dots, i, skin, one, scene->near.dot_share, white);
        if (w < 1)
            put_mix(&areas, i, skin, one, scene->area_share, white);
    }
    sct_de2000_batch_f64(scene->nominal.stub, (sct_labs_f64){dots.L, dots.a, dots.b, count}, out);
    if (w < 1)
        sct_de2000_batch_f64(scene->nominal.shadow, (sct_labs_f64){areas.L, areas.a, areas.b, count}, away);
    for (size_t i = 0; i < count; i++)
        out[i] = w * out[i] + (w < 1 ? (1 - w) * away[i] : 0);
}

/* Concentrations that the ink can be mixed to and that its colours of this state cover; 0 when there are none. */
static int known_range(match_ink *ink, sct_colour_state state)
{
    double lo = (double)INFINITY, hi = 0;
    for (size_t i = 0; i < ink->ink.colour_count; i++) {
        const sct_ink_colour *colour = &ink->ink.colours[i];
        if (colour->state != state)
            continue;
        double c = palette_concentration(colour->parts_ink, colour->parts_water);
        lo = fmin(lo, c);
        hi = fmax(hi, c);
    }
    if (!(hi > 0))
        return 0;
    ink->state = state;
    if (ink->ink.kind == SCT_INK_READY) { /* used as it is: a colour of some mixture of it tells nothing */
        sct_lab lab;
        ink->c_lo = ink->c_hi = 1;
        return palette_colour_at(&ink->ink, state, 0, &lab);
    }
    ink->c_lo = fmax(lo, palette_concentration(1, ink->ink.max_parts_water));
    ink->c_hi = fmin(hi, palette_concentration(1, ink->ink.min_parts_water));
    return ink->c_lo <= ink->c_hi;
}

static double parts_at(double c)
{
    return c < 1 ? palette_parts_water(c) : 0;
}

static int measured_prepare(const match_scene *scene, match_ink *ink)
{
    (void)scene;
    return known_range(ink, SCT_STATE_HEALED);
}

static match_look measured_look(const match_scene *scene, const match_ink *ink, double c, double density_per_cm2,
                                const match_draw *draw, const match_ink_draw *own)
{
    match_look look = {{(double)NAN, (double)NAN, (double)NAN}, {(double)NAN, (double)NAN, (double)NAN}};
    if (palette_colour_at(&ink->ink, SCT_STATE_HEALED, parts_at(c), &look.dot)) {
        look.dot.L += own->healed.L;
        look.dot.a += own->healed.a;
        look.dot.b += own->healed.b;
        see_dots(scene, draw, density_per_cm2, &look);
    }
    return look;
}

static int swatch_prepare(const match_scene *scene, match_ink *ink)
{
    (void)scene;
    return known_range(ink, SCT_STATE_DRAWDOWN) || known_range(ink, SCT_STATE_CUP);
}

static match_look swatch_look(const match_scene *scene, const match_ink *ink, double c, double density_per_cm2,
                              const match_draw *draw, const match_ink_draw *own)
{
    match_look look = {{(double)NAN, (double)NAN, (double)NAN}, {(double)NAN, (double)NAN, (double)NAN}};
    (void)own;
    if (palette_colour_at(&ink->ink, ink->state, parts_at(c), &look.dot))
        see_dots(scene, draw, density_per_cm2, &look);
    return look;
}

int match_swatch(const palette_ink *ink, double c, sct_colour_state *state, sct_lab *out)
{
    static const sct_colour_state states[] = {SCT_STATE_DRAWDOWN, SCT_STATE_CUP};
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
        if (palette_colour_at(ink, states[i], parts_at(c), out)) {
            *state = states[i];
            return 1;
        }
    return 0;
}

static const match_basis bases[] = {
    {SCT_BASIS_MEASURED_HEALED, "the ink's own healed colours, measured at this or neighbouring dilutions", measured_prepare,
     measured_look},
    {SCT_BASIS_PREDICTED_HEALED, "predicted for this skin from what the ink is made of", match_predict_prepare,
     match_predict_look},
    {SCT_BASIS_SWATCH, "drawdown on paper, else the liquid in the cup: not what heals", swatch_prepare, swatch_look},
};

const match_basis *match_bases(size_t *count)
{
    *count = sizeof bases / sizeof bases[0];
    return bases;
}

const char *match_colour_word(const palette_ink *ink, sct_colour_state state)
{
    return ink->colour_count == 1 && ink->colours[0].stated ? "stated" : sct_colour_state_name(state);
}

void match_rests_on(const match_ink *ink, char *out, size_t capacity)
{
    switch (ink->basis->id) {
    case SCT_BASIS_PREDICTED_HEALED: text_copy(out, capacity, ink->optics->rests_on); break;
    case SCT_BASIS_MEASURED_HEALED: text_copy(out, capacity, "healed colours of this ink, measured"); break;
    case SCT_BASIS_SWATCH:
    case SCT_BASIS_AUTO:
        if (ink->ink.colour_count == 1 && ink->ink.colours[0].stated)
            text_copy(out, capacity, "the colour it is said to have");
        else
            snprintf(out, capacity, "its %s colour", sct_colour_state_name(ink->state));
        break;
    }
}

const match_basis *match_basis_of(sct_basis id)
{
    for (size_t i = 0; i < sizeof bases / sizeof bases[0]; i++)
        if (bases[i].id == id)
            return &bases[i];
    return NULL;
}

int match_prepare(const match_scene *scene, match_ink *ink)
{
    sct_basis wanted = scene->options->basis;
    for (size_t i = 0; i < sizeof bases / sizeof bases[0]; i++) {
        if (wanted != SCT_BASIS_AUTO && wanted != bases[i].id)
            continue;
        ink->basis = &bases[i];
        if (bases[i].prepare(scene, ink))
            return 1;
    }
    return 0;
}

sct_lab match_basis_dot(const match_scene *scene, const match_ink *ink, double c)
{
    return ink->basis->look(scene, ink, c, scene->density_start, &scene->nominal, &scene->nominal_ink).dot;
}

sct_lab match_basis_solid(const match_scene *scene, const match_ink *ink, double c)
{
    sct_lab lab = {(double)NAN, (double)NAN, (double)NAN};
    if (ink->basis->id == SCT_BASIS_PREDICTED_HEALED)
        return match_predict_solid(scene, ink, c);
    palette_colour_at(&ink->ink, ink->state, parts_at(c), &lab);
    return lab;
}
