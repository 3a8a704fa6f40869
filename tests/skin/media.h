/* tests/skin/media.h - skins whose blood is spread evenly, as the Monte Carlo reference cases were made. */
#ifndef TESTS_SKIN_MEDIA_H
#define TESTS_SKIN_MEDIA_H

#include "skin/tissue.h"
#include "support/support.h"

/* Fills client->epidermis, ->dermis and ->tissue without vessel packaging; then call skin_client_prepare. */
static inline void unpackaged_media(skin_client *client, const sct_tissue *t)
{
    client->tissue = *t;
    tissue_media(t, &client->epidermis, &client->dermis);
    for (int i = 0; i < SKIN_PAD; i++) {
        int l = i < SCT_WAVELENGTHS ? i : SCT_WAVELENGTHS - 1;
        double nm = 400 + 10 * l, base = t->base * (0.244 + 85.3 * exp(-(nm - 154) / 66.2));
        double extinction = t->oxygen * tissue_oxyhaemoglobin[l] + (1 - t->oxygen) * tissue_deoxyhaemoglobin[l];
        client->dermis.absorption[i] = t->blood * 2.303 * 150 / 64500 * extinction + (1 - t->blood) * base;
    }
}

static inline int wavelength_of(double nm)
{
    return (int)lround((nm - 400) / 10);
}

#endif
