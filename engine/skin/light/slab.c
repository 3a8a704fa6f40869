/*
 * engine/skin/light/slab.c - layers from optical coefficients, and the choice of the
 * kernels.
 */
#include "skin/light/slab.h"

#include <math.h>
#include <string.h>

/* fmax without its call; neither is NaN. */
static double at_least(double x, double least)
{
    return x > least ? x : least;
}

static double least_mu(const skin_streams *s)
{
    double least = 1;
    for (int i = 0; i < s->n; i++)
        least = s->mu[i] < least ? s->mu[i] : least;
    return least;
}

/* Doublings that bring a first slice of at most mu_min / 2 (error in R <= 1.1e-7) to this optical depth. */
static int doublings_for(double depth, const skin_streams *s)
{
    int n = 0;
    for (double slice = depth; slice > 0.5 * least_mu(s) && n < 60; slice *= 0.5)
        n++;
    return n;
}

/* As many doublings for every group: what is finer than it need be is nearer to the truth, and a colour is soon there. */
static void level(slab_layer *layer)
{
    int most = 0;
    for (int k = 0; k < SLAB_GROUPS; k++)
        most = layer->doublings[k] > most ? layer->doublings[k] : most;
    for (int k = 0; k < SLAB_GROUPS; k++)
        layer->doublings[k] = most;
}

/* Cuts every wavelength's depth into its group's slices; a power of two is exact. */
static void cut(slab_layer *layer, const double depth[SKIN_PAD])
{
    for (int k = 0; k < SLAB_GROUPS; k++) {
        double part = ldexp(1, -layer->doublings[k]);
        for (int l = k * SLAB_GROUP; l < (k + 1) * SLAB_GROUP; l++)
            layer->slice[l] = depth[l] * part;
    }
}

/* f = g^N, N a power of two. */
static double forward_part(double g, int streams)
{
    for (int n = 1; n < streams; n *= 2)
        g *= g;
    return g;
}

/*
 * Delta-M (Wiscombe 1977): the part f = g^N of the scattered light goes on as
 * if nothing had happened: mus* = mus (1 - f). Returns the extinction.
 */
static double scale(slab_layer *layer, int l, int streams, double absorption, double scattering, double g)
{
    double scattered = scattering * (1 - forward_part(g, streams));
    double extinction = absorption + scattered;
    layer->albedo[l] = scattered / extinction;
    layer->g[l] = g;
    return extinction;
}

void slab_layer_init(slab_layer *layer, const skin_streams *s, double thickness_cm, const double absorption[SKIN_PAD],
                     const double scattering[SKIN_PAD], const double g[SKIN_PAD])
{
    double deepest[SLAB_GROUPS] = {0}, depth[SKIN_PAD];
    for (int l = 0; l < SKIN_PAD; l++) {
        double *most = &deepest[l / SLAB_GROUP];
        depth[l] = thickness_cm * scale(layer, l, s->n, at_least(absorption[l], 1e-12), scattering[l], g[l]);
        *most = at_least(depth[l], *most);
    }
    for (int k = 0; k < SLAB_GROUPS; k++)
        layer->doublings[k] = doublings_for(deepest[k], s);
    layer->sideways = NULL;
    level(layer);
    cut(layer, depth);
}

void slab_layer_like(slab_layer *layer, const slab_layer *other, const skin_streams *s, double thickness_cm,
                     const double absorption[SKIN_PAD], const double scattering[SKIN_PAD], const double g[SKIN_PAD])
{
    double depth[SKIN_PAD];
    memcpy(layer->doublings, other->doublings, sizeof layer->doublings);
    layer->sideways = NULL;
    for (int l = 0; l < SKIN_PAD; l++)
        depth[l] = thickness_cm * scale(layer, l, s->n, at_least(absorption[l], 1e-12), scattering[l], g[l]);
    cut(layer, depth);
}

void slab_layer_coarsen(slab_layer *layer, const skin_streams *s)
{
    int most = s->n > 4 ? 2 : 1;
    for (int k = 0; k < SLAB_GROUPS; k++) {
        double deepest = 0;
        for (int l = k * SLAB_GROUP; l < (k + 1) * SLAB_GROUP; l++)
            deepest = at_least(layer->slice[l], deepest);
        int needed = doublings_for(ldexp(deepest, layer->doublings[k]), s) - most;
        int fewer = layer->doublings[k] - (needed > 0 ? needed : 0);
        layer->doublings[k] -= fewer;
        for (int l = k * SLAB_GROUP; l < (k + 1) * SLAB_GROUP; l++)
            layer->slice[l] = ldexp(layer->slice[l], fewer);
    }
}

/*
 * Light decays with exp(-kappa tau), kappa >= about min(1, sqrt(3 (1-a)(1-a g')))
 * (diffusion; g' = (g - f)/(1 - f) after delta-M), and what lies below depth tau
 * changes R by T^2 ~ exp(-2 kappa tau). kappa tau = 12 leaves 4e-11, and 6, for
 * what is lost of light that varies sideways, 6e-6. Choosing the depth beforehand, not by looking at T, keeps every build's
 * bits the same. What is lost sideways is lost as if absorbed, by every stream at least as much as by the one that loses
 * least.
 */
static double least_loss(const slab_sideways *sideways, const skin_streams *s, int l)
{
    double least = sideways ? (double)INFINITY : 0;
    for (int i = 0; sideways && i < s->n; i++)
        least = sideways->of[i][l] < least ? sideways->of[i][l] : least;
    return least;
}

void slab_layer_init_deep(slab_layer *layer, const skin_streams *s, const double absorption[SKIN_PAD],
                          const double scattering[SKIN_PAD], const double g[SKIN_PAD], const slab_sideways *sideways)
{
    double slowest[SLAB_GROUPS], depth[SKIN_PAD];
    for (int k = 0; k < SLAB_GROUPS; k++)
        slowest[k] = (double)INFINITY;
    for (int l = 0; l < SKIN_PAD; l++) {
        int k = l / SLAB_GROUP;
        scale(layer, l, s->n, at_least(absorption[l], 1e-6), scattering[l], g[l]);
        double f = forward_part(g[l], s->n), more = 1 + least_loss(sideways, s, l), a = layer->albedo[l] / more;
        slowest[k] = fmin(slowest[k], more * fmin(1, sqrt(3 * (1 - a) * (1 - a * (g[l] - f) / (1 - f)))));
    }
    for (int k = 0; k < SLAB_GROUPS; k++) {
        double enough = (sideways ? 6 : 12) / (0.9 * slowest[k]);
        layer->doublings[k] = doublings_for(enough, s);
        for (int l = k * SLAB_GROUP; l < (k + 1) * SLAB_GROUP; l++)
            depth[l] = enough;
    }
    layer->sideways = sideways;
    level(layer);
    cut(layer, depth);
}

static int have_avx2(void)
{
#if (defined(__GNUC__) || defined(__clang__)) && (defined(__x86_64__) || defined(__i386__))
    return __builtin_cpu_supports("avx2");
#else
    return 0;
#endif
}

static int have_avx512(void)
{
#if (defined(__GNUC__) || defined(__clang__)) && defined(__x86_64__)
    return slab_kernels_avx512[0].reflect && __builtin_cpu_supports("avx512f");
#else
    return 0;
#endif
}

const slab_kernels *slab_kernels_for(int streams, slab_build most)
{
    const slab_kernels *table = slab_kernels_plain;
    if (streams > SKIN_STREAMS_CACHED) /* to compare with only: in wide vectors such matrices would fill a small stack */
        return &table[SLAB_KERNELS - 1];
    if (most >= SLAB_AVX512 && have_avx512())
        table = slab_kernels_avx512;
    else if (most >= SLAB_AVX2 && have_avx2())
        table = slab_kernels_avx2;
    int n = 0;
    while (n < SLAB_KERNELS - 1 && table[n].streams < streams)
        n++;
    return &table[n];
}

void slab_reflect(const skin_streams *s, const slab_stack *stack, double out[SKIN_PAD])
{
    slab_kernels_for(s->n, SLAB_AVX512)->reflect(s, stack, out);
}

void slab_deep(const skin_streams *s, const slab_layer *layer, skin_operator *back)
{
    slab_kernels_for(s->n, SLAB_AVX512)->deep(s, layer, back);
}

void slab_under(const skin_streams *s, const slab_stack *stack, skin_operator *back)
{
    slab_kernels_for(s->n, SLAB_AVX512)->under(s, stack, back);
}

void slab_cover_init(skin_cover *cover, const skin_streams *s, const slab_layer *const layers[], int count)
{
    slab_kernels_for(s->n, SLAB_AVX512)->cover(cover, s, layers, count);
}

void slab_loss(const skin_streams *s, const slab_place *place, const skin_mode *const modes[], const slab_sideways *sideways,
               int count, slab_room *room, double (*out)[SKIN_PAD])
{
    slab_kernels_for(s->n, SLAB_AVX512)->loss(s, place, modes, sideways, count, room, out);
}

void slab_flux(const skin_streams *s, const slab_layer *layer, double reflectance[SKIN_PAD], double transmittance[SKIN_PAD])
{
    slab_kernels_for(s->n, SLAB_AVX512)->flux(s, layer, reflectance, transmittance);
}
