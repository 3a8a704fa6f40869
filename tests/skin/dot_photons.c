/*
 * tests/skin/dot_photons.c - photons followed backwards.
 *
 * A window of 0.04 mm catches next to none of the photons of a wide beam, but
 * light has no direction of time: the flux that leaves a window towards all
 * sides when a beam falls straight down everywhere is, by reciprocity, pi times
 * the intensity straight up, from everywhere, when the window is lit from all
 * sides by a unit of flux. So photons start in the window by Lambert's law, and
 * at every scattering the chance that they would leave straight up is added up
 * (next-event estimate):
 *     R = pi sum w p(angle to the upright) exp(-tau above) T / n^2
 * with weight w, phase function p per steradian, T the transmittance of the
 * surface and 1/n^2 for the cone that widens there. Henyey & Greenstein (1941);
 * Woodcock's tracking where ink and bare dermis lie side by side; Russian
 * roulette below a weight of 0.01.
 */
#include "skin/dot_photons.h"

#include <math.h>

#define PI 3.14159265358979323846

typedef struct ray {
    double x, y, z, ux, uy, uz, weight;
} ray;

static double uniform(num_rng *rng)
{
    return num_rng_uniform(rng) + 0x1p-54; /* never 0 */
}

/* From inside. */
static double fresnel(double n, double cosine)
{
    double sine = n * sqrt(fmax(0, 1 - cosine * cosine));
    if (sine >= 1)
        return 1;
    double out = sqrt(1 - sine * sine);
    double s = (n * cosine - out) / (n * cosine + out), p = (n * out - cosine) / (n * out + cosine);
    return 0.5 * (s * s + p * p);
}

static double henyey_greenstein(double g, double cosine)
{
    double t = 1 + g * g - 2 * g * cosine;
    return (1 - g * g) / (4 * PI * t * sqrt(t));
}

static void turn(num_rng *rng, ray *p, double g)
{
    double cosine = 2 * uniform(rng) - 1;
    if (g > 1e-6) {
        double t = (1 - g * g) / (1 + g * cosine);
        cosine = fmin(1, fmax(-1, (1 + g * g - t * t) / (2 * g)));
    }
    double sine = sqrt(1 - cosine * cosine), around = 2 * PI * uniform(rng);
    double c = sine * cos(around), s = sine * sin(around), x = p->ux, y = p->uy, z = p->uz;
    double side = sqrt(fmax(0, 1 - z * z));
    if (side < 1e-5) {
        p->ux = c;
        p->uy = s;
        p->uz = z > 0 ? cosine : -cosine;
        return;
    }
    p->ux = (x * z * c - y * s) / side + x * cosine;
    p->uy = (y * z * c + x * s) / side + y * cosine;
    p->uz = z * cosine - side * c;
}

static int within_radius(const dot_world *w, const ray *p)
{
    return p->x * p->x + p->y * p->y < w->radius * w->radius;
}

static double extinction(const mc_medium *m)
{
    return m->absorption + m->scattering;
}

/* Optical depth straight up to the surface. */
static double depth_above(const dot_world *w, const ray *p)
{
    double tau = fmin(p->z, w->epidermis_cm) * extinction(&w->epidermis);
    tau += fmax(0, p->z - w->epidermis_cm) * extinction(&w->dermis);
    if (p->z > w->depth && within_radius(w, p))
        tau += fmin(p->z - w->depth, w->thickness) * extinction(&w->ink);
    return tau;
}

/* At the end of a free path of the extinction `largest`: what is seen of it, absorption, the next direction. */
static double meet(const dot_world *w, num_rng *rng, ray *p, double largest)
{
    mc_medium here = p->z < w->epidermis_cm ? w->epidermis : w->dermis, none = {0, 0, 0}, ink = none;
    if (p->z > w->depth && p->z < w->depth + w->thickness && within_radius(w, p))
        ink = w->ink;
    double all = extinction(&here) + extinction(&ink), scattering = here.scattering + ink.scattering;
    if (largest > all && uniform(rng) * largest >= all)
        return 0;
    p->weight *= scattering / all;
    double phase = here.scattering * henyey_greenstein(here.g, -p->uz);
    if (ink.scattering > 0)
        phase += ink.scattering * henyey_greenstein(ink.g, -p->uz);
    double seen = p->weight * phase / scattering * exp(-depth_above(w, p));
    turn(rng, p, ink.scattering > 0 && uniform(rng) * scattering < ink.scattering ? ink.g : here.g);
    return seen;
}

/* Into the skin through a window, lit by Lambert's law. */
static ray enter(const dot_world *w, num_rng *rng, double off, double window)
{
    double r = window * sqrt(uniform(rng)), where = 2 * PI * uniform(rng), way = 2 * PI * uniform(rng);
    double sine = sqrt(uniform(rng)) / w->index, cosine = sqrt(1 - sine * sine);
    return (ray){off + r * cos(where),         r * sin(where), 0, sine * cos(way), sine * sin(way), cosine,
                 1 - fresnel(w->index, cosine)};
}

/* Face ahead, and the largest extinction before it. */
static double face_ahead(const dot_world *w, const ray *p, double *largest)
{
    double faces[] = {0, w->epidermis_cm, w->depth, w->depth + w->thickness, (double)INFINITY};
    int layer = 0;
    while (layer < 3 && (p->uz > 0 ? p->z >= faces[layer + 1] : p->z > faces[layer + 1]))
        layer++;
    *largest = extinction(layer == 0 ? &w->epidermis : &w->dermis) + (layer == 2 ? extinction(&w->ink) : 0);
    return p->uz > 0 ? faces[layer + 1] : faces[layer];
}

static double follow(const dot_world *w, num_rng *rng, ray p)
{
    double seen = 0;
    while (p.weight > 0) {
        double largest, face = face_ahead(w, &p, &largest), path = -log(uniform(rng)) / largest;
        double room = p.uz == 0 ? (double)INFINITY : (face - p.z) / p.uz, d = fmin(path, room);
        p.x += d * p.ux;
        p.y += d * p.uy;
        if (path < room) {
            p.z += d * p.uz;
            seen += meet(w, rng, &p, largest);
        } else {
            p.z = face;
            if (face == 0) {
                p.weight *= fresnel(w->index, -p.uz);
                p.uz = -p.uz;
            }
        }
        if (p.weight < 0.01)
            p.weight = uniform(rng) < 0.1 ? 10 * p.weight : 0;
    }
    return seen;
}

mc_result dot_photons(const dot_world *w, double off, double window, int photons, uint64_t seed)
{
    num_rng rng;
    double sum = 0, squares = 0, step = (w->index - 1) / (w->index + 1);
    double out = PI * (1 - step * step) / (w->index * w->index);
    num_rng_seed(&rng, seed);
    for (int i = 0; i < photons; i++) {
        double r = out * follow(w, &rng, enter(w, &rng, off, window));
        sum += r;
        squares += r * r;
    }
    double mean = sum / photons;
    return (mc_result){mean, sqrt(fmax(0, squares / photons - mean * mean) / photons)};
}
