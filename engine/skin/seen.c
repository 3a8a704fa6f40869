/*
 * engine/skin/seen.c - reflectance to the colour an eye or instrument sees.
 *
 * A reflectance without its specular part is taken as the radiance factor of a
 * Lambertian surface. An instrument that includes the specular part reads
 * ((n-1)/(n+1))^2 = 0.0278 more at every wavelength.
 */
#include "skin/tissue.h"
#include "skin/weights.h"

static const double (*weights_of(const sct_conditions *c))[3]
{
    if (!c)
        return skin_weights[0];
    int row = c->illuminant == SCT_ILLUMINANT_A ? 4 : c->illuminant == SCT_ILLUMINANT_D65 ? 2 : 0;
    return skin_weights[row + (c->observer == SCT_OBSERVER_10)];
}

sct_xyz skin_xyz(const double *reflectance, const sct_conditions *conditions)
{
    const double(*w)[3] = weights_of(conditions);
    double step = (TISSUE_INDEX - 1) / (TISSUE_INDEX + 1);
    double specular = conditions && conditions->specular_included ? step * step : 0;
    double sum[3] = {0};
    for (int l = 0; l < SCT_WAVELENGTHS; l++)
        for (int i = 0; i < 3; i++)
            sum[i] += (reflectance[l] + specular) * w[l][i];
    return (sct_xyz){sum[0] / 100, sum[1] / 100, sum[2] / 100};
}

sct_lab skin_lab(const double *reflectance, const sct_conditions *conditions)
{
    const double(*w)[3] = weights_of(conditions);
    double white[3] = {0};
    for (int l = 0; l < SCT_WAVELENGTHS; l++)
        for (int i = 0; i < 3; i++)
            white[i] += w[l][i];
    return sct_lab_from_xyz(skin_xyz(reflectance, conditions), (sct_xyz){white[0] / 100, white[1] / 100, white[2] / 100});
}
