/*
 * tests/skin/monte_carlo.c - weighted photons (Wang, Jacques & Zheng, MCML,
 * Comput. Methods Programs Biomed. 47, 131 (1995)), Woodcock tracking through
 * the lattice of dots (Woodcock et al. 1965), Russian roulette below 1e-3.
 */
#include "skin/monte_carlo.h"

#include <math.h>

typedef struct photon {
    double x, y, z, ux, uy, uz, weight, escaped;
    int layer;
} photon;

typedef struct world {
    const mc_layer *layers;
    int count;
    const mc_ink *ink;
    double index, top[8]; /* depth of each layer's upper face */
    num_rng rng;
} world;

static double uniform(world *w)
{
    return num_rng_uniform(&w->rng) + 0x1p-54; /* never 0 */
}

static double fresnel(double n, double cosine)
{
    double sine = n * sqrt(fmax(0, 1 - cosine * cosine));
    if (sine >= 1)
        return 1;
    double out = sqrt(1 - sine * sine);
    double s = (n * cosine - out) / (n * cosine + out), p = (n * out - cosine) / (n * out + cosine);
    return 0.5 * (s * s + p * p);
}

/* New direction by Henyey & Greenstein (1941). */
static void scatter(world *w, photon *p, double g)
{
    double cosine = 2 * uniform(w) - 1;
    if (g > 1e-6) {
        double t = (1 - g * g) / (1 + g * cosine);
        cosine = fmin(1, fmax(-1, (1 + g * g - t * t) / (2 * g)));
    }
    double sine = sqrt(1 - cosine * cosine), turn = 2 * 3.14159265358979323846 * uniform(w);
    double c = sine * cos(turn), s = sine * sin(turn), x = p->ux, y = p->uy, z = p->uz;
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

static int in_dot(const mc_ink *ink, const photon *p)
{
    double x = p->x - ink->pitch * floor(p->x / ink->pitch + 0.5), y = p->y - ink->pitch * floor(p->y / ink->pitch + 0.5);
    return x * x + y * y < ink->radius * ink->radius;
}

/* At the end of a free path of the layer's largest extinction: absorb, scatter, or (outside a dot) go on. */
static void interact(world *w, photon *p, double largest)
{
    mc_medium here = w->layers[p->layer].tissue;
    double absorption = here.absorption, scattering = here.scattering, g = here.g;
    if (p->layer == w->ink->layer && (isinf(w->ink->radius) || in_dot(w->ink, p))) {
        absorption += w->ink->ink.absorption;
        scattering += w->ink->ink.scattering;
        if (uniform(w) * scattering < w->ink->ink.scattering)
            g = w->ink->ink.g;
    }
    if (uniform(w) * largest >= absorption + scattering)
        return;
    p->weight *= scattering / (absorption + scattering);
    scatter(w, p, g);
}

/* Through a layer's face: into the neighbour, or out of the skin in part. */
static void cross(world *w, photon *p)
{
    if (p->uz > 0) {
        p->z = w->top[++p->layer];
    } else if (p->layer > 0) {
        p->z = w->top[p->layer--];
    } else {
        double kept = fresnel(w->index, -p->uz);
        p->escaped += p->weight * (1 - kept);
        p->weight *= kept;
        p->uz = -p->uz;
        p->z = 0;
    }
}

static double follow(world *w)
{
    double step = (w->index - 1) / (w->index + 1);
    photon p = {.uz = 1, .weight = 1 - step * step};
    if (w->ink->layer >= 0 && !isinf(w->ink->radius)) {
        p.x = uniform(w) * w->ink->pitch;
        p.y = uniform(w) * w->ink->pitch;
    }
    while (p.weight > 0) {
        const mc_layer *layer = &w->layers[p.layer];
        double largest = layer->tissue.absorption + layer->tissue.scattering;
        if (p.layer == w->ink->layer)
            largest += w->ink->ink.absorption + w->ink->ink.scattering;
        double path = -log(uniform(w)) / largest, face = w->top[p.layer] + (p.uz > 0 ? layer->thickness : 0);
        double room = p.uz == 0 ? (double)INFINITY : (face - p.z) / p.uz;
        double d = fmin(path, room);
        p.x += d * p.ux;
        p.y += d * p.uy;
        p.z += d * p.uz;
        if (path < room)
            interact(w, &p, largest);
        else
            cross(w, &p);
        if (p.weight < 1e-3)
            p.weight = uniform(w) < 0.1 ? 10 * p.weight : 0;
    }
    return p.escaped;
}

mc_result mc_run(const mc_layer *layers, int count, const mc_ink *ink, double index, int photons, uint64_t seed)
{
    world w = {.layers = layers, .count = count, .ink = ink, .index = index};
    double sum = 0, squares = 0;
    num_rng_seed(&w.rng, seed);
    for (int i = 1; i < count; i++)
        w.top[i] = w.top[i - 1] + layers[i - 1].thickness;
    for (int i = 0; i < photons; i++) {
        double r = follow(&w);
        sum += r;
        squares += r * r;
    }
    double mean = sum / photons;
    return (mc_result){mean, sqrt(fmax(0, squares / photons - mean * mean) / photons)};
}
