/*
 * engine/colour/spectrum.c - reflectance spectra to tristimulus values.
 *
 * CIE 15:2018, section 7.1:  X = k sum R S x,  Y = k sum R S y,  Z = k sum R S z
 * with k = 1 / sum S y, summed from 380 to 780 nm by 1 nm.
 *   R  reflectance, linear between its samples, constant beyond the first and last
 *   S  illuminant, linear between its 5 nm samples
 *   x, y, z  colour-matching functions at 1 nm
 * Since R is linear in its samples the sums are fixed weights of them. Those for
 * 400 to 700 nm by 10 nm stand ready in COLOUR_WEIGHT; other grids are summed
 * here. The white (R = 1) is the same for every grid: sct_white_spectral. It
 * differs from the published whites, which sum other ranges or steps, by up to
 * 0.001 (F11): Lab of a spectrum is taken relative to its own white.
 * Range: any start and positive step; samples outside 380 to 780 nm only shape
 * the interpolation. Vectors: tests/colour/test_spectrum.c.
 */
#include "colour/spectrum_table.h"

#include <math.h>

static const sct_xyz UNKNOWN = {(double)NAN, (double)NAN, (double)NAN};

static int is_known(sct_illuminant illuminant, sct_observer observer)
{
    return (unsigned)illuminant < COLOUR_ILLUMINANTS && (observer == SCT_OBSERVER_2 || observer == SCT_OBSERVER_10);
}

const double (*colour_weights(sct_illuminant illuminant, sct_observer observer))[3]
{
    return is_known(illuminant, observer) ? COLOUR_WEIGHT[illuminant][observer == SCT_OBSERVER_10] : 0;
}

static double illuminant_at(sct_illuminant illuminant, int nm)
{
    int i = (nm - COLOUR_FIRST_NM) / COLOUR_ILLUMINANT_STEP_NM;
    int beyond = (nm - COLOUR_FIRST_NM) % COLOUR_ILLUMINANT_STEP_NM;
    const double *power = COLOUR_ILLUMINANT[illuminant];
    return beyond ? power[i] + (power[i + 1] - power[i]) * beyond / COLOUR_ILLUMINANT_STEP_NM : power[i];
}

static double reflectance_at(const double *values, size_t count, double position)
{
    if (!(position > 0))
        return values[0];
    if (position >= (double)(count - 1))
        return values[count - 1];
    size_t i = (size_t)position;
    return values[i] + (values[i + 1] - values[i]) * (position - (double)i);
}

void colour_spectrum_sample(const double *values, size_t count, double start_nm, double step_nm,
                            double out[COLOUR_WEIGHT_COUNT])
{
    for (int i = 0; i < COLOUR_WEIGHT_COUNT; i++)
        out[i] = reflectance_at(values, count, (COLOUR_WEIGHT_FIRST_NM + i * COLOUR_WEIGHT_STEP_NM - start_nm) / step_nm);
}

static sct_xyz sum_by_weights(const double *values, const double (*weight)[3])
{
    double sum[3] = {0, 0, 0};
    for (int i = 0; i < COLOUR_WEIGHT_COUNT; i++)
        for (int k = 0; k < 3; k++)
            sum[k] += values[i] * weight[i][k];
    return (sct_xyz){sum[0], sum[1], sum[2]};
}

static sct_xyz sum_by_nm(const double *values, size_t count, double start_nm, double step_nm, sct_illuminant illuminant,
                         sct_observer observer)
{
    const double(*cmf)[3] = observer == SCT_OBSERVER_10 ? COLOUR_OBSERVER_10 : COLOUR_OBSERVER_2;
    double sum[3] = {0, 0, 0}, white_Y = 0;
    for (int i = 0; i < COLOUR_OBSERVER_COUNT; i++) {
        int nm = COLOUR_FIRST_NM + i;
        double light = illuminant_at(illuminant, nm), R = reflectance_at(values, count, (nm - start_nm) / step_nm);
        for (int k = 0; k < 3; k++)
            sum[k] += R * light * cmf[i][k];
        white_Y += light * cmf[i][1];
    }
    return (sct_xyz){sum[0] / white_Y, sum[1] / white_Y, sum[2] / white_Y};
}

sct_xyz sct_xyz_from_spectrum(const double *values, size_t count, double start_nm, double step_nm, sct_illuminant illuminant,
                              sct_observer observer)
{
    if (!values || count == 0 || !isfinite(start_nm) || !(step_nm > 0) || !is_known(illuminant, observer))
        return UNKNOWN;
    if (count == COLOUR_WEIGHT_COUNT && start_nm == COLOUR_WEIGHT_FIRST_NM && step_nm == COLOUR_WEIGHT_STEP_NM)
        return sum_by_weights(values, colour_weights(illuminant, observer));
    return sum_by_nm(values, count, start_nm, step_nm, illuminant, observer);
}

sct_xyz sct_white_spectral(sct_illuminant illuminant, sct_observer observer)
{
    double ones[COLOUR_WEIGHT_COUNT];
    for (int i = 0; i < COLOUR_WEIGHT_COUNT; i++)
        ones[i] = 1;
    return is_known(illuminant, observer) ? sum_by_weights(ones, colour_weights(illuminant, observer)) : UNKNOWN;
}

/*
 * The colours of all reflectances from 0 to 1 fill a convex solid (E. Schroedinger 1920, Theorie der Pigmente von groesster
 * Leuchtkraft, Ann. Phys. 367, 603-622, doi:10.1002/andp.19203671504). Along a direction it reaches as far as the sum of
 * those wavelengths that lead there; what lies farther out in one of many directions, spread evenly over the sphere, is no
 * body's.
 */
int colour_is_reflected(sct_lab lab, sct_illuminant illuminant, sct_observer observer)
{
    enum { DIRECTIONS = 600 };
    const double golden = 2.399963229728653, slack = 0.01;
    const double(*weights)[3] = colour_weights(illuminant, observer);
    sct_xyz xyz = sct_xyz_from_lab(lab, sct_white(illuminant, observer)), white = sct_white_spectral(illuminant, observer);
    if (!weights || !isfinite(xyz.X + xyz.Y + xyz.Z))
        return 0;
    const double at[3] = {xyz.X / white.X, xyz.Y / white.Y, xyz.Z / white.Z};
    for (int k = 0; k < 3; k++)
        if (at[k] < -1e-6 || at[k] > 1 + slack)
            return 0;
    for (int d = 0; d < DIRECTIONS; d++) {
        double up = 1 - (2 * d + 1.0) / DIRECTIONS, level = sqrt(1 - up * up), reach = 0;
        const double way[3] = {level * cos(golden * d), up, level * sin(golden * d)};
        for (int i = 0; i < COLOUR_WEIGHT_COUNT; i++)
            reach += fmax(0, way[0] * weights[i][0] / white.X + way[1] * weights[i][1] / white.Y +
                                 way[2] * weights[i][2] / white.Z);
        if (way[0] * at[0] + way[1] * at[1] + way[2] * at[2] > reach + slack)
            return 0;
    }
    return 1;
}
