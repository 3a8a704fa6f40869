/*
 * engine/skin/film/film.c - the colour of a film of ink on a card, and the inverse.
 *
 * A film of refractive index 1.5 lies in optical contact on a Lambertian card.
 * Only products of coefficient and thickness show in its colour, so the
 * unknowns are amounts per area; thickness enters later, where amounts become
 * fractions of the fluid. The card's reflectance in air R is turned into the
 * albedo Rg that light inside the film meets (Saunderson, J. Opt. Soc. Am. 32,
 * 727 (1942)), with the internal reflectance K2 = 0.5963 and K1 = 0.04 of 1.5:
 *     R = (1 - K1)(1 - K2) Rg / (1 - K2 Rg)
 *
 * Unknown pigments: A = exp(x0 + x1 u) + exp(x2) e, S = exp(x3 - x4 u) with
 * u = ln(nm / 550), g = 0.6 and e = 1 / (1 + exp((nm - 590) / 20)), an edge as
 * iron oxides have: blacks, browns and greys. The priors hold carbon black and
 * the oxides within two standard deviations.
 *
 * A film known by its reflectance is compared wavelength by wavelength, as the
 * lightness of each, 116 f(R) - 16, because instruments and eyes err evenly in
 * that and not in R. Errors of neighbouring wavelengths are alike, so the 31 of
 * them together weigh as much as the three numbers of a Lab, no more.
 * Proved by tests/skin/test_drawdown.c (recovery of known mixtures).
 */
#include "skin/film/film.h"
#include "skin/pigment.h"

#include <math.h>
#include <string.h>

#define FILM_SPECULAR 0.04   /* K1 */
#define FILM_INTERNAL 0.5963 /* K2 */
#define MODEL_SD      0.3    /* what a perfect measurement would still miss the model by, Lab */
#define REACH         7.0    /* bounds of an unknown around its prior's centre */

void film_mixture_unknown(film_mixture *m, double areal_cm)
{
    const double absorption = log(8e4 * areal_cm), scattering = log(5e4 * areal_cm); /* between carbon and the oxides */
    *m = (film_mixture){
        .unknowns = FILM_UNKNOWNS, .centre = {absorption, -0.5, absorption - 1, scattering, 1}, .sd = {1.5, 0.5, 2, 1.5, 1}};
}

static void smooth_medium(const double x[FILM_UNKNOWNS], skin_medium *out)
{
    for (int i = 0; i < SKIN_PAD; i++) {
        int l = i < SCT_WAVELENGTHS ? i : SCT_WAVELENGTHS - 1;
        double nm = SCT_WAVELENGTH_START_NM + SCT_WAVELENGTH_STEP_NM * l, u = log(nm / 550);
        double edge = 1 / (1 + exp((nm - 590) / 20));
        out->absorption[i] = exp(x[0] + x[1] * u) + exp(x[2]) * edge;
        out->scattering[i] = exp(x[3] - x[4] * u);
        out->forward[i] = 0.6 * out->scattering[i];
    }
}

void film_medium(const film_mixture *m, const double x[FILM_UNKNOWNS], skin_medium *out)
{
    const skin_medium nothing = {{0}, {0}, {0}};
    *out = nothing;
    if (m->blended)
        *out = skin_medium_plus(&nothing, &m->blend, exp(x[0]));
    else if (m->pigment_count == 0)
        smooth_medium(x, out);
    for (int p = 0; p < m->pigment_count; p++)
        skin_ink_add_pigment(out, m->pigments[p], exp(x[p]));
}

film_seen film_look(const sct_drawdown *film, double wet_um)
{
    film_seen seen = {.as_given = *film, .lab = film->lab, .share = 1 / (1 + film->parts_water)};
    sct_conditions as_measured = film->conditions; /* the reflectance holds its specular part already */
    as_measured.specular_included = 0;
    if (film->reflectance)
        seen.lab = skin_lab(film->reflectance, &as_measured);
    if (film->wet_um > 0 && wet_um > 0)
        seen.share *= film->wet_um / wet_um;
    return seen;
}

void film_reflectance(const skin_streams *streams, const skin_medium *undiluted, const film_seen *film, double out[SKIN_PAD])
{
    slab_layer layer;
    double absorption[SKIN_PAD], scattering[SKIN_PAD], g[SKIN_PAD], albedo[SKIN_PAD];
    double backing = film->as_given.backing;
    double inner = backing / ((1 - FILM_SPECULAR) * (1 - FILM_INTERNAL) + FILM_INTERNAL * backing);
    for (int l = 0; l < SKIN_PAD; l++) {
        absorption[l] = film->share * undiluted->absorption[l];
        scattering[l] = film->share * undiluted->scattering[l];
        g[l] = undiluted->scattering[l] > 0 ? undiluted->forward[l] / undiluted->scattering[l] : 0;
        albedo[l] = inner;
    }
    slab_layer_init(&layer, streams, 1, absorption, scattering, g);
    slab_stack stack = {.layers = {&layer}, .count = 1, .albedo = albedo};
    slab_reflect(streams, &stack, out);
    for (int l = 0; l < SKIN_PAD && film->as_given.conditions.specular_included; l++)
        out[l] += FILM_SPECULAR;
}

/* Lab of a reflectance that holds its specular part where the conditions count it. */
static sct_lab lab_as_measured(const double *reflectance, const film_seen *film)
{
    sct_conditions as_measured = film->as_given.conditions;
    as_measured.specular_included = 0;
    return skin_lab(reflectance, &as_measured);
}

sct_lab film_lab(const skin_streams *streams, const skin_medium *undiluted, const film_seen *film)
{
    double r[SKIN_PAD];
    film_reflectance(streams, undiluted, film, r);
    return lab_as_measured(r, film);
}

typedef struct film_problem {
    const film_mixture *mixture;
    const film_seen *films;
    size_t count;
    double sd;
    skin_streams streams;
} film_problem;

static double lightness(double reflectance)
{
    return sct_lab_from_xyz((sct_xyz){reflectance, reflectance, reflectance}, (sct_xyz){1, 1, 1}).L;
}

static double *film_residuals(const film_problem *p, const skin_medium *medium, const film_seen *film, double *out)
{
    const double each = p->sd * sqrt(SCT_WAVELENGTHS / 3.0);
    double r[SKIN_PAD];
    film_reflectance(&p->streams, medium, film, r);
    if (film->as_given.reflectance) {
        for (int l = 0; l < SCT_WAVELENGTHS; l++)
            *out++ = (lightness(r[l]) - lightness(film->as_given.reflectance[l])) / each;
        return out;
    }
    sct_lab lab = lab_as_measured(r, film);
    *out++ = (lab.L - film->lab.L) / p->sd;
    *out++ = (lab.a - film->lab.a) / p->sd;
    *out++ = (lab.b - film->lab.b) / p->sd;
    return out;
}

static int residuals(void *user, const double *x, int n, double *out, int m)
{
    const film_problem *p = user;
    skin_medium medium;
    double full[FILM_UNKNOWNS] = {0};
    (void)m;
    for (int i = 0; i < n; i++)
        full[i] = x[i];
    film_medium(p->mixture, full, &medium);
    for (size_t k = 0; k < p->count; k++)
        out = film_residuals(p, &medium, &p->films[k], out);
    for (int i = 0; i < n; i++)
        *out++ = (x[i] - p->mixture->centre[i]) / p->mixture->sd[i];
    return 0;
}

static int residual_count(const film_problem *p, int unknowns)
{
    int n = unknowns;
    for (size_t k = 0; k < p->count; k++)
        n += p->films[k].as_given.reflectance ? SCT_WAVELENGTHS : 3;
    return n;
}

/* (J'J)^-1: the priors' rows keep it regular. */
static void invert_normal(const double *jacobian, int rows, int n, double out[FILM_UNKNOWNS][FILM_UNKNOWNS])
{
    for (int c = 0; c < n; c++) {
        double H[FILM_UNKNOWNS * FILM_UNKNOWNS] = {0}, unit[FILM_UNKNOWNS] = {0};
        for (int r = 0; r < rows; r++)
            for (int i = 0; i < n; i++)
                for (int j = 0; j < n; j++)
                    H[i * n + j] += jacobian[r * n + i] * jacobian[r * n + j];
        unit[c] = 1;
        num_solve(H, unit, n);
        for (int i = 0; i < n; i++)
            out[i][c] = unit[i];
    }
}

/* The best of a few starts, with 4 streams; the first one that fits within the noise is enough. */
static void search(film_problem *p, const double *lo, const double *hi, int rows, double *room, double best[FILM_UNKNOWNS])
{
    static const double starts[] = {0, -2.5, 2.5}; /* amounts from a twelfth to twelve times the expected */
    const film_mixture *m = p->mixture;
    double least = (double)INFINITY;
    int n = m->unknowns;
    skin_streams_init(&p->streams, 4, FILM_INDEX);
    for (size_t s = 0; s < sizeof starts / sizeof *starts && !(least <= rows); s++) {
        double x[FILM_UNKNOWNS];
        for (int i = 0; i < n; i++)
            x[i] = m->centre[i] + (m->pigment_count || i % 3 == 0 ? starts[s] : 0);
        double sum = num_least_squares(residuals, p, x, lo, hi, n, rows, 200, room, NULL);
        if (s == 0 || sum < least) {
            least = isfinite(sum) ? sum : (double)INFINITY;
            for (int i = 0; i < n; i++)
                best[i] = x[i];
        }
    }
}

void film_fit_seen(const film_mixture *m, const film_seen *films, size_t count, double lab_sd, film_fit_room *room,
                   film_fit *out)
{
    film_problem p = {.mixture = m, .films = films, .count = count, .sd = hypot(lab_sd, MODEL_SD)};
    double lo[FILM_UNKNOWNS], hi[FILM_UNKNOWNS], best[FILM_UNKNOWNS] = {0};
    double *jacobian = room->jacobian;
    int n = m->unknowns, rows = residual_count(&p, n);
    for (int i = 0; i < n; i++) {
        lo[i] = m->centre[i] - REACH;
        hi[i] = m->centre[i] + REACH;
    }
    memset(room->jacobian, 0, sizeof room->jacobian);
    search(&p, lo, hi, rows, room->fit, best);
    skin_streams_init(&p.streams, 8, FILM_INDEX);
    num_least_squares(residuals, &p, best, lo, hi, n, rows, 80, room->fit, jacobian);
    *out = (film_fit){.residual_de00 = 0};
    skin_medium medium;
    for (int i = 0; i < n; i++)
        out->x[i] = best[i];
    film_medium(m, out->x, &medium);
    for (size_t k = 0; k < count; k++)
        out->residual_de00 += sct_de2000(films[k].lab, film_lab(&p.streams, &medium, &films[k])) / (double)count;
    invert_normal(jacobian, rows, n, out->covariance);
    for (int i = 0; i < n && m->alone_sd > 0; i++)
        jacobian[(rows - n + i) * n + i] = 1 / m->alone_sd;
    invert_normal(jacobian, rows, n, out->alone);
}
