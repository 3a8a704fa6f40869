/*
 * engine/skin/ink.c - inks from what they are made of.
 *
 * Pigments are dilute and far apart on the scale of a wavelength, so their
 * coefficients add by volume fraction (independent scattering). A fluid of
 * density 1 g/cm3 with mass fraction m of a pigment of density rho holds the
 * volume fraction m / rho of it.
 */
#include "skin/pigment.h"

#include <math.h>
#include <string.h>

int skin_pigment_find(const char *ci)
{
    for (int i = 0; ci && i < SKIN_PIGMENTS; i++)
        if (strcmp(ci, skin_pigment_table[i].ci) == 0)
            return i;
    return -1;
}

void skin_ink_add_pigment(skin_ink *ink, int pigment, double fraction)
{
    const skin_pigment *p = &skin_pigment_table[pigment];
    for (int i = 0; i < SKIN_PAD; i++) {
        int l = i < SCT_WAVELENGTHS ? i : SCT_WAVELENGTHS - 1;
        ink->absorption[i] += fraction * p->absorption[l];
        ink->scattering[i] += fraction * p->scattering[l];
        ink->forward[i] += fraction * p->scattering[l] * p->anisotropy[l];
    }
}

skin_medium skin_medium_plus(const skin_medium *medium, const skin_ink *ink, double load)
{
    skin_medium sum;
    for (int l = 0; l < SKIN_PAD; l++) {
        sum.absorption[l] = medium->absorption[l] + load * ink->absorption[l];
        sum.scattering[l] = medium->scattering[l] + load * ink->scattering[l];
        sum.forward[l] = medium->forward[l] + load * ink->forward[l];
    }
    return sum;
}

void skin_medium_anisotropy(const skin_medium *medium, double g[SKIN_PAD])
{
    for (int l = 0; l < SKIN_PAD; l++)
        g[l] = medium->scattering[l] > 0 ? medium->forward[l] / medium->scattering[l] : 0;
}

skin_ink skin_ink_of(const sct_ink_optics *optics)
{
    skin_ink ink;
    for (int i = 0; i < SKIN_PAD; i++) {
        int l = i < SCT_WAVELENGTHS ? i : SCT_WAVELENGTHS - 1;
        ink.absorption[i] = optics->absorption[l];
        ink.scattering[i] = optics->scattering[l];
        ink.forward[i] = optics->scattering[l] * optics->anisotropy[l];
    }
    return ink;
}

void skin_optics_of(const skin_ink *ink, sct_ink_optics *optics)
{
    for (int l = 0; l < SCT_WAVELENGTHS; l++) {
        optics->absorption[l] = ink->absorption[l];
        optics->scattering[l] = ink->scattering[l];
        optics->anisotropy[l] = ink->scattering[l] > 0 ? ink->forward[l] / ink->scattering[l] : 0;
    }
}

sct_status skin_pigment_named(sct_context *ctx, const char ci[8], int *out)
{
    sct_status status = SCT_OK;
    char name[9] = {0};
    memcpy(name, ci, 8);
    int found = skin_pigment_find(name);
    if (found < 0)
        FAIL(ctx, SCT_ERR_ARGUMENT, "no optics for pigment CI %s; known are " SKIN_PIGMENTS_KNOWN, name);
    *out = found;
done:
    return status;
}

sct_status skin_optics_from_composition(sct_context *ctx, const sct_pigment *pigments, size_t count, sct_ink_optics *out)
{
    sct_status status = SCT_OK;
    sct_context_clear(ctx);
    skin_ink ink = {0};
    double total = 0;
    int low = 0;
    if (!pigments || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "pigments and a place for the optics are needed");
    if (count == 0 || count > SCT_PIGMENT_MAX)
        FAIL(ctx, SCT_ERR_ARGUMENT, "an ink needs 1 to %d pigments", SCT_PIGMENT_MAX);
    for (size_t i = 0; i < count; i++) {
        int pigment = 0;
        TRY(skin_pigment_named(ctx, pigments[i].ci, &pigment));
        TRY(option_range(ctx, "mass fraction", pigments[i].fraction, 0, 1));
        total += pigments[i].fraction;
        skin_ink_add_pigment(&ink, pigment, pigments[i].fraction / skin_pigment_table[pigment].density);
        low |= pigments[i].fraction > 0 && skin_pigment_table[pigment].low_confidence;
    }
    if (!(total > 0 && total <= 1))
        FAIL(ctx, SCT_ERR_OPTION, "mass fractions add up to %g; above 0 and at most 1 is possible", total);
    skin_optics_of(&ink, out);
    out->strength_sd = SKIN_COMPOSITION_SD;
    out->basis = SCT_OPTICS_COMPOSITION;
    text_copy(out->rests_on, sizeof out->rests_on, SKIN_COMPOSITION_WORDS);
    out->low_confidence = low;
done:
    return status;
}
