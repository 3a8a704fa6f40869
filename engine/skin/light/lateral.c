/*
 * engine/skin/light/lateral.c - light that varies sideways.
 *
 * A field that varies as exp(i k x) is thinned by travelling sideways: along a
 * direction of sine s, at an angle phi to x, extinction p becomes p + i k s cos phi.
 * Averaged over phi, since nothing else depends on it,
 *     < 1 / (p + i k s cos phi) > = 1 / sqrt(p^2 + k^2 s^2),
 * so that each stream loses sqrt(p^2 + k^2 s^2) - p more than without variation:
 * k s for short free paths, k^2 s^2 / 2p for long ones, which is diffusion with
 * the coefficient 1 / 3p. Scattering keeps most of a direction, though, and with
 * it the phase: light spreads as if p were the reduced extinction mua + mus (1 - g).
 * That is exact for diffusion, where D = 1 / 3p, and for straight flight, where p
 * does not matter; dots lie between the two, and photons find no better p there.
 * Compare the spatial frequency domain in diffusion: Cuccia et al., J. Biomed. Opt.
 * 14, 024012 (2009), doi 10.1117/1.3088140.
 */
#include "skin/light/slab.h"

#include <math.h>

/* Ink is felt from the length of light in red skin, some mm, down to the depth of a dot. */
double lateral_per_cm(int mode)
{
    return mode > 0 ? 5 * pow(2.1, mode - 1) : 0;
}

void lateral_losses(const skin_streams *s, double per_cm, const double absorption[SKIN_PAD],
                    const double scattering[SKIN_PAD], const double g[SKIN_PAD], slab_sideways *out)
{
    double p[SKIN_PAD], over[SKIN_PAD];
    for (int l = 0; l < SKIN_PAD; l++) {
        double forward = g[l];
        for (int n = 1; n < s->n; n *= 2)
            forward *= forward;
        p[l] = absorption[l] + scattering[l] * (1 - g[l]);
        over[l] = 1 / (absorption[l] + scattering[l] * (1 - forward)); /* delta-M, as in slab.c */
    }
    double from = 0; /* each stream stands for the directions around it: the mean of s^2 over them */
    for (int i = 0; i < s->n; i++) {
        double to = from + s->w[i], k2 = per_cm * per_cm * (1 - (to * to * to - from * from * from) / (3 * s->w[i]));
        from = to;
        for (int l = 0; l < SKIN_PAD; l++)
            out->of[i][l] = (sqrt(p[l] * p[l] + k2) - p[l]) * over[l];
    }
}
