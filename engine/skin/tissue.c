/*
 * engine/skin/tissue.c - absorption and scattering of epidermis and dermis.
 *
 * Sources:
 *   melanosome interior   6.6e11 nm^-3.33 per cm: S. Jacques, omlc.org/news/jan98/skinoptics.html
 *   bloodless baseline    0.244 + 85.3 exp(-(nm - 154) / 66.2) per cm: the same
 *   whole blood           2.303 x 150 g/l / 64500 g/mol x molar extinction (Prahl)
 *   vessel packaging      C = (1 - exp(-x)) / x, x = 2 mua r: Svaasand et al., Lasers Med. Sci. 10, 55 (1995);
 *                         van Veen et al., Opt. Lett. 27, 246 (2002), doi 10.1364/OL.27.000246.
 *                         r = 10 um fits the NIST skins (doi 10.18434/M38597)
 *   reduced scattering    46.0 (nm / 500)^-1.421 per cm: Jacques, Phys. Med. Biol. 58, R37 (2013), table 2,
 *                         doi 10.1088/0031-9155/58/11/R37; agrees with Salomatina 2006 and Shimojo 2020
 *   epidermal scattering  1 to 1.7 times dermal: Salomatina et al., J. Biomed. Opt. 11, 064026 (2006), doi
 *                         10.1117/1.2398928, 1.4 to 1.65; Shimojo et al. (2020), 1.5 to 1.85
 *   scalp epidermis       66 +- 14 um (Selcuk Med. J., 7154); default 70
 */
#include "skin/tissue.h"

#include <math.h>

#define VESSEL_RADIUS_CM 0.0010

void sct_tissue_init(sct_tissue *tissue)
{
    if (!tissue)
        return;
    *tissue = (sct_tissue){.melanin = 0.02,
                           .blood = 0.0075,
                           .oxygen = 0.55,
                           .base = 0.30,
                           .scatter = 1,
                           .epidermis_um = 70,
                           .epidermis_scatter = 1};
}

/* Absorption of blood as seen when it is gathered in vessels, whose inner parts lie in the shade of the outer ones. */
static double packaged_blood(double oxygen, int l)
{
    double extinction = oxygen * tissue_oxyhaemoglobin[l] + (1 - oxygen) * tissue_deoxyhaemoglobin[l];
    double whole = 2.303 * 150 / 64500 * extinction;
    double x = 2 * whole * VESSEL_RADIUS_CM;
    return whole * (1 - exp(-x)) / x;
}

static void set(skin_medium *medium, int l, double absorption, double scattering)
{
    medium->absorption[l] = absorption;
    medium->scattering[l] = scattering;
    medium->forward[l] = scattering * TISSUE_ANISOTROPY;
}

void tissue_media(const sct_tissue *t, skin_medium *epidermis, skin_medium *dermis)
{
    for (int i = 0; i < SKIN_PAD; i++) {
        int l = i < SCT_WAVELENGTHS ? i : SCT_WAVELENGTHS - 1;
        double nm = SCT_WAVELENGTH_START_NM + SCT_WAVELENGTH_STEP_NM * l;
        double melanosome = 6.6e11 * pow(nm, -3.33);
        double base = t->base * (0.244 + 85.3 * exp(-(nm - 154) / 66.2));
        double scattering = t->scatter * 46.0 * pow(nm / 500, -1.421) / (1 - TISSUE_ANISOTROPY);
        double above = t->epidermis_scatter > 0 ? t->epidermis_scatter * scattering : scattering;
        set(epidermis, i, t->melanin * melanosome + (1 - t->melanin) * base, above);
        set(dermis, i, t->blood * packaged_blood(t->oxygen, l) + (1 - t->blood) * base, scattering);
    }
}

sct_status skin_tissue_check(sct_context *ctx, const sct_tissue *t)
{
    sct_status status = SCT_OK;
    TRY(option_range(ctx, "melanin", t->melanin, 0.001, 0.8));
    TRY(option_range(ctx, "blood", t->blood, 0.0003, 0.15));
    TRY(option_range(ctx, "oxygen", t->oxygen, 0, 1));
    TRY(option_range(ctx, "base", t->base, 0.01, 5));
    TRY(option_range(ctx, "scatter", t->scatter, 0.25, 4));
    TRY(option_range(ctx, "epidermis_um", t->epidermis_um, 30, 200));
    if (t->epidermis_scatter != 0)
        TRY(option_range(ctx, "epidermis_scatter", t->epidermis_scatter, 0.5, 4));
done:
    return status;
}
