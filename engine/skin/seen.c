/*
 * engine/skin/seen.c - reflectance to the colour an eye or instrument sees.
 *
 * A reflectance without its specular part is taken as the radiance factor of a
 * Lambertian surface. An instrument that includes the specular part reads
 * ((n-1)/(n+1))^2 = 0.0278 more at every wavelength.
 */
#include "skin/tissue.h"

static const sct_conditions usual = {SCT_ILLUMINANT_D50, SCT_OBSERVER_2, 0};

sct_xyz skin_xyz(const double *reflectance, const sct_conditions *conditions)
{
    const sct_conditions *c = conditions ? conditions : &usual;
    const double(*w)[3] = colour_weights(c->illuminant, c->observer);
    double step = (TISSUE_INDEX - 1) / (TISSUE_INDEX + 1), specular = c->specular_included ? step * step : 0;
    sct_xyz sum = {0, 0, 0};
    for (int l = 0; w && l < SCT_WAVELENGTHS; l++) {
        sum.X += (reflectance[l] + specular) * w[l][0];
        sum.Y += (reflectance[l] + specular) * w[l][1];
        sum.Z += (reflectance[l] + specular) * w[l][2];
    }
    return sum;
}

sct_lab skin_lab(const double *reflectance, const sct_conditions *conditions)
{
    const sct_conditions *c = conditions ? conditions : &usual;
    return sct_lab_from_xyz(skin_xyz(reflectance, c), sct_white_spectral(c->illuminant, c->observer));
}
