/*
 * engine/skin/dot.c - what is seen of one dot.
 *
 * Ink that stands everywhere takes the reflectance R_bare - R_solid. Ink in a
 * disc of radius r is the sum of modulations J0(k x) with the weights r J1(k r) dk
 * (Hankel transform of the disc), and of each the surface shows the loss(k) that
 * adding-doubling gives for light that varies sideways (light/lateral.c). At the
 * distance x from the middle, through a round window of radius a,
 *     R = R_bare - integral loss(k) r J1(k r) J0(k x) 2 J1(k a) / (k a) dk.
 * loss(0) = R_bare - R_solid, so that a wide dot is an endless layer; it falls
 * with k, so that a small one all but vanishes. Losses at SKIN_MODES frequencies are
 * enough; between them they follow a spline in ln k (Catmull & Rom 1974).
 *
 * Ink is not linear in its amount. Here what is missing in the light is dimmed by
 * ink everywhere, where in truth there is none beside the dot: light that comes in
 * from there is over-estimated, the more the blacker the ink. With the share
 * s = loss / loss(0) of an endless layer's and the blackness f = loss(0) / (R_bare - R_0),
 * R_0 of what never comes as deep as the ink,
 *     s' = s + 0.87 f^6 s^2 (1 - s) + 0.81 f^10 s^(3/4) (1 - s) o
 * The second term was fitted to 151 dots at single wavelengths, none of them of tests/vectors/dots.h (root mean
 * square 0.3 of L*, half of it the photons' noise; without it 1.1), through a window of 0.04 mm in their middle. The third
 * is for windows that look beside the dot, as an eye's does: what is missing there has gone through skin that holds no ink,
 * and is more. o is the area of the window outside of the dot, over that of an eye's window. Fitted to 177 dots at single
 * wavelengths, 0.06 to 0.25 mm wide and seen with an eye's blur: 0.93 of L* without it, 0.48 with it, of which the
 * photons' noise is 0.32; on 180 others 0.70 and 0.43.
 * Proved by tests/skin/test_dot.c: forty dots followed photon by photon, through both windows.
 */
#include "skin/light/slab.h"

#include <math.h>
#include <string.h>

#define UM_TO_CM   1e-4
#define SHADE      0.87
#define BESIDE     0.81
#define NEGLIGIBLE 1e-6

static void losses(const skin_client *c, const skin_medium *m, int mode, slab_sideways *out)
{
    double g[SKIN_PAD];
    skin_medium_anisotropy(m, g);
    lateral_losses(&c->streams, lateral_per_cm(mode), m->absorption, m->scattering, g, out);
}

static void mode_init(skin_mode *out, const skin_client *c, int mode)
{
    double g[2][SKIN_PAD], gap_um = c->depth_um - c->tissue.epidermis_um;
    slab_layer top, between, deep;
    slab_sideways above, below;
    skin_medium_anisotropy(&c->epidermis, g[0]);
    skin_medium_anisotropy(&c->dermis, g[1]);
    losses(c, &c->epidermis, mode, &above);
    losses(c, &c->dermis, mode, &below);
    slab_layer_init_deep(&deep, &c->streams, c->dermis.absorption, c->dermis.scattering, g[1], &below);
    slab_layer_coarsen(&deep, &c->streams);
    slab_deep(&c->streams, &deep, &out->deep);
    slab_layer_init(&top, &c->streams, c->tissue.epidermis_um * UM_TO_CM, c->epidermis.absorption, c->epidermis.scattering,
                    g[0]);
    top.sideways = &above;
    slab_layer_coarsen(&top, &c->streams);
    slab_layer_init(&between, &c->streams, fmax(gap_um, 0) * UM_TO_CM, c->dermis.absorption, c->dermis.scattering, g[1]);
    between.sideways = &below;
    slab_layer_coarsen(&between, &c->streams);
    const slab_layer *layers[] = {&top, &between};
    slab_cover_init(&out->cover, &c->streams, layers, gap_um > 0 ? 2 : 1);
}

void skin_modes_init(skin_mode modes[SKIN_MODES - 1], const skin_client *client)
{
    for (int m = 1; m < SKIN_MODES; m++)
        mode_init(&modes[m - 1], client, m);
}

/* What stands in a skin_room, which has to be as large. */
typedef struct room {
    slab_sideways lost[SKIN_MODES - 1];
    slab_room place;
} room;
_Static_assert(sizeof(room) <= sizeof(skin_room), "skin_room");

void skin_respond(const skin_client *c, const skin_mode *modes, skin_room *given, const skin_ink *ink, const skin_dots *dots,
                  const double solid[SKIN_PAD], skin_response *out)
{
    skin_medium m = skin_medium_plus(&c->dermis, ink, dots->load);
    double g[SKIN_PAD], thickness = dots->thickness_um * UM_TO_CM;
    slab_layer inked, bare;
    room *r = (void *)given;
    skin_medium_anisotropy(&m, g);
    slab_layer_init(&inked, &c->streams, thickness, m.absorption, m.scattering, g);
    slab_layer_coarsen(&inked, &c->streams);
    skin_medium_anisotropy(&c->dermis, g);
    slab_layer_like(&bare, &inked, &c->streams, thickness, c->dermis.absorption, c->dermis.scattering, g);
    slab_place place = {.cover = &c->cover, .deep = &c->deep, .bare = &bare, .inked = &inked};
    const skin_mode *at[SKIN_MODES - 1];
    for (int k = 1; k < SKIN_MODES; k++) {
        losses(c, &m, k, &r->lost[k - 1]);
        at[k - 1] = &modes[k - 1];
    }
    slab_loss(&c->streams, &place, at, r->lost, SKIN_MODES - 1, &r->place, out->loss + 1);
    for (int l = 0; l < SKIN_PAD; l++)
        out->loss[0][l] = c->bare[l] - solid[l];
}

/* Bessel functions J0 and J1: Abramowitz & Stegun 9.4.1, 9.4.3, 9.4.4, 9.4.6; within 1e-7. */
static double bessel(int order, double x)
{
    static const double small[2][7] = {{1, -2.2499997, 1.2656208, -.3163866, .0444479, -.0039444, .0002100},
                                       {.5, -.56249985, .21093573, -.03954289, .00443319, -.00031761, .00001109}};
    static const double size[2][7] = {{.79788456, -.00000077, -.00552740, -.00009512, .00137237, -.00072805, .00014476},
                                      {.79788456, .00000156, .01659667, .00017105, -.00249511, .00113653, -.00020033}};
    static const double phase[2][7] = {{-.78539816, -.04166397, -.00003954, .00262573, -.00054125, -.00029333, .00013558},
                                       {-2.35619449, .12499612, .00005650, -.00637879, .00074348, .00079824, -.00029166}};
    double sum = 0, turn = 0, t = x <= 3 ? x * x / 9 : 3 / x;
    const double *first = x <= 3 ? small[order] : size[order];
    for (int i = 6; i >= 0; i--) {
        sum = sum * t + first[i];
        turn = turn * t + phase[order][i];
    }
    if (x <= 3)
        return order ? x * sum : sum;
    return sum * cos(x + turn) / sqrt(x);
}

/* Adds `amount` at frequency k to the weights of the modes, as they stand for what lies between them. */
static void share(double k, double amount, double weight[SKIN_MODES])
{
    double first = lateral_per_cm(1), x = log(k / first) / log(2.1);
    if (x < 0) { /* losses are even in k: a parabola from k = 0 */
        double t = k * k / (first * first);
        weight[0] += amount * (1 - t);
        weight[1] += amount * t;
        return;
    }
    int j = (int)x;
    double t = x - j, t2 = t * t, t3 = t2 * t;
    double spline[] = {-0.5 * t3 + t2 - 0.5 * t, 1.5 * t3 - 2.5 * t2 + 1, -1.5 * t3 + 2 * t2 + 0.5 * t, 0.5 * t3 - 0.5 * t2};
    for (int i = 0; i < 4; i++) {
        int at = j + i; /* modes stand at 1 + x; above the last the loss is 0 */
        if (at < SKIN_MODES)
            weight[at] += amount * spline[i];
    }
}

/* Area that two discs share whose middles are `off` apart, over pi. */
static double overlap(double r, double a, double off)
{
    if (off >= r + a)
        return 0;
    if (off <= fabs(r - a))
        return fmin(r, a) * fmin(r, a);
    double at_r = (off * off + r * r - a * a) / (2 * off * r), at_a = (off * off + a * a - r * r) / (2 * off * a);
    double kite = 0.5 * sqrt((r + a - off) * (off + r - a) * (off - r + a) * (off + r + a));
    return (r * r * acos(fmin(fmax(at_r, -1), 1)) + a * a * acos(fmin(fmax(at_a, -1), 1)) - kite) / NUM_PI;
}

skin_sight skin_sight_of(double radius_mm, double off_mm, double window_mm)
{
    skin_sight sight = {{0}, 0};
    sight.beside = (window_mm * window_mm - overlap(radius_mm, window_mm, off_mm)) / (SKIN_WINDOW_MM * SKIN_WINDOW_MM);
    double r = radius_mm / 10, x = off_mm / 10, a = window_mm / 10, most = lateral_per_cm(SKIN_MODES - 1) * 2.1;
    double fine = lateral_per_cm(2), before = 0;
    int fine_steps = 64 + (int)(8 * fine * (r + x)), steps = 480 + (int)(2 * most * (r + x)); /* J1 and J0 turn over at pi */
    for (int i = 0; i < fine_steps + steps; i++) {
        double to = i < fine_steps ? fine * (i + 1) / fine_steps : fine + (most - fine) * (i + 1 - fine_steps) / steps;
        double k = 0.5 * (before + to), window = k * a > 1e-6 ? 2 * bessel(1, k * a) / (k * a) : 1;
        share(k, r * bessel(1, k * r) * bessel(0, k * x) * window * (to - before), sight.weight);
        before = to;
    }
    return sight;
}

void skin_dot_spectrum(const skin_client *c, const skin_response *response, const skin_sight *sight, double out[SKIN_PAD])
{
    const double *most = response->loss[0];
    double loss[SKIN_PAD] = {0};
    for (int k = 0; k < SKIN_MODES; k++)
        for (int l = 0; l < SKIN_PAD; l++)
            loss[l] += sight->weight[k] * response->loss[k][l];
    for (int l = 0; l < SKIN_PAD; l++) {
        double s = fabs(most[l]) > NEGLIGIBLE ? loss[l] / most[l] : 0;
        double f = fmin(1, fmax(0, most[l] / (c->bare[l] - c->cover.body[l]))), f2 = f * f, f6 = f2 * f2 * f2;
        double some = fmax(s, 0), least = sqrt(some * sqrt(some)); /* s^(3/4) */
        double more = SHADE * f6 * s * s + BESIDE * f6 * f2 * f2 * least * sight->beside;
        out[l] = c->bare[l] - loss[l] - more * (1 - s) * most[l];
    }
}

/* ---- as an eye sees it ---- */

void skin_near_init(skin_near *near, const skin_client *client, double radius_mm)
{
    near->client = *client;
    if (client->streams.n != SKIN_STREAMS_COARSE)
        skin_client_prepare(&near->client, client->depth_um, SKIN_STREAMS_COARSE);
    skin_modes_init(near->modes, &near->client);
    near->sight = skin_sight_of(radius_mm, 0, SKIN_WINDOW_MM);
}

void skin_near_shares(const skin_near *near, skin_room *given, const skin_ink *ink, const skin_dots *dots,
                      const skin_sight *sights, size_t count, double (*shares)[SKIN_PAD])
{
    double solid[SKIN_PAD], seen[SKIN_PAD];
    skin_response response;
    skin_heal_spectrum(&near->client, ink, dots, solid);
    skin_respond(&near->client, near->modes, given, ink, dots, solid, &response);
    for (size_t i = 0; i < count; i++) {
        skin_dot_spectrum(&near->client, &response, &sights[i], seen);
        for (int l = 0; l < SKIN_PAD; l++) {
            double lost = near->client.bare[l] - seen[l], most = near->client.bare[l] - solid[l];
            shares[i][l] = fabs(most) > NEGLIGIBLE ? fmin(fmax(lost / most, 0), 1) : 0;
        }
    }
}

void skin_near_share(const skin_near *near, skin_room *given, const skin_ink *ink, const skin_dots *dots,
                     double share[SKIN_PAD])
{
    double shares[1][SKIN_PAD];
    skin_near_shares(near, given, ink, dots, &near->sight, 1, shares);
    memcpy(share, shares[0], sizeof shares[0]);
}

void skin_near_mix(const double bare[SKIN_PAD], const double solid[SKIN_PAD], const double share[SKIN_PAD],
                   double out[SKIN_PAD])
{
    for (int l = 0; l < SKIN_PAD; l++)
        out[l] = bare[l] - share[l] * (bare[l] - solid[l]);
}
