/*
 * engine/region/fibre/pale.c - hairs that do not show.
 *
 * White hairs on light skin are hardly lighter than it, and no fibres; but they are paler than what lies around them. Noise
 * makes as many places paler as more colourful, tone and gloss change slowly: what is left over is hairs that do not show.
 */
#include "region/fibre/fibre.h"

#include <math.h>

enum { PALE_FAR = 9, PALE_STEP = 2 };
/* Chroma of places that are narrow and paler than those PALE_FAR pixels away: below theirs by so much of it. */
static const double pale_share = 0.15;

/* Chroma over that of the skin, both over L* + 16. */
static double chroma_at(const float *lab)
{
    return (double)(sqrtf(lab[1] * lab[1] + lab[2] * lab[2]) / (lab[0] + 16));
}

void region_pale_places(const region_patch *p, double *pale, double *seen)
{
    for (uint32_t y = PALE_FAR; y + PALE_FAR < p->height; y += PALE_STEP)
        for (uint32_t x = PALE_FAR; x + PALE_FAR < p->width; x += PALE_STEP) {
            size_t i = (size_t)y * p->width + x, down = (size_t)PALE_FAR * p->width;
            const size_t around[4] = {i - PALE_FAR, i + PALE_FAR, i - down, i + down};
            double sum = 0, least = (double)INFINITY, most = 0, usual, own;
            if ((p->state[i] & (PATCH_INSIDE | PATCH_CLIPPED | PATCH_NEAR | PATCH_SPECULAR)) != PATCH_INSIDE ||
                ((p->state[i - 3] | p->state[i + 3] | p->state[i - 3 * p->width] | p->state[i + 3 * p->width]) & PATCH_NEAR))
                continue;
            for (int k = 0; k < 4; k++) {
                double chroma = chroma_at(p->lab + 3 * around[k]);
                sum += chroma;
                least = fmin(least, chroma);
                most = fmax(most, chroma);
            }
            usual = (sum - least - most) / 2;
            own = chroma_at(p->lab + 3 * i);
            *pale += (own < (1 - pale_share) * usual) - (own > (1 + pale_share) * usual);
            *seen += 1;
        }
}
