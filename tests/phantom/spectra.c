/*
 * tests/phantom/spectra.c - surfaces as spectra, and the two ways from a
 * spectrum to a colour: the image's way sums sensitivities over 5 nm
 * (spectra_response), the truth's way uses published 10 nm weights
 * (phantom_true_lab). Neither uses the engine, so that each can test it.
 */
#include "phantom/spectra.h"

#include <math.h>
#include <string.h>

/* Lam (1985), as in ICC.1:2022 annex E. */
const matrix3 matrix3_bradford = {{{0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}}};
const double spectra_white_d50[3] = {0.9642, 1.0, 0.8249};

matrix3 matrix3_product(const matrix3 *a, const matrix3 *b)
{
    matrix3 out = {0};
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            for (int k = 0; k < 3; k++)
                out.m[i][j] += a->m[i][k] * b->m[k][j];
    return out;
}

matrix3 matrix3_inverse(const matrix3 *a)
{
    matrix3 out;
    double determinant = 0;
    for (int j = 0; j < 3; j++) {
        for (int i = 0; i < 3; i++) { /* cyclic indices give the cofactors their signs */
            int r = (j + 1) % 3, s = (j + 2) % 3, p = (i + 1) % 3, q = (i + 2) % 3;
            out.m[i][j] = a->m[r][p] * a->m[s][q] - a->m[r][q] * a->m[s][p];
        }
    }
    for (int k = 0; k < 3; k++)
        determinant += a->m[0][k] * out.m[k][0];
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            out.m[i][j] /= determinant;
    return out;
}

void matrix3_times(const matrix3 *a, const double v[3], double out[3])
{
    double x = v[0], y = v[1], z = v[2];
    for (int i = 0; i < 3; i++)
        out[i] = a->m[i][0] * x + a->m[i][1] * y + a->m[i][2] * z;
}

/* Linear between the 10 nm bands, the end values held outside. */
static double reflectance_at(const phantom_spectrum *surface, double nm)
{
    double at = (nm - 400) / 10;
    if (at <= 0)
        return surface->r[0];
    if (at >= PHANTOM_BANDS - 1)
        return surface->r[PHANTOM_BANDS - 1];
    int i = (int)at;
    return surface->r[i] + (at - i) * (surface->r[i + 1] - surface->r[i]);
}

void spectra_response(const phantom_curves *curves, sct_illuminant illuminant, const phantom_spectrum *surface,
                      double out[3])
{
    out[0] = out[1] = out[2] = 0;
    for (int i = 0; i < SPECTRA_STEPS; i++) {
        double light = spectra_illuminants[illuminant][i] * reflectance_at(surface, 380 + 5 * i);
        for (int c = 0; c < 3; c++)
            out[c] += light * curves->s[i][c];
    }
}

phantom_spectrum spectra_add(phantom_spectrum a, double k, const phantom_spectrum *b)
{
    for (int i = 0; i < PHANTOM_BANDS; i++)
        a.r[i] += k * b->r[i];
    return a;
}

/* Melanosome absorption falls as nm^-3.33 (Jacques, omlc.org, skin optics); relative to 550 nm. */
phantom_spectrum spectra_melanin_change(const phantom_spectrum *skin)
{
    phantom_spectrum out;
    for (int i = 0; i < PHANTOM_BANDS; i++)
        out.r[i] = -skin->r[i] * pow((400 + 10 * i) / 550.0, -3.33);
    return out;
}

/* The Soret band saturates in vessels; compressing the shape by its square root stands in for that. */
phantom_spectrum spectra_blood_change(const phantom_spectrum *skin)
{
    phantom_spectrum out;
    for (int i = 0; i < PHANTOM_BANDS; i++)
        out.r[i] = -skin->r[i] * sqrt(spectra_oxyhaemoglobin[i]);
    return out;
}

phantom_spectrum phantom_spectrum_flat(double reflectance)
{
    phantom_spectrum out;
    for (int i = 0; i < PHANTOM_BANDS; i++)
        out.r[i] = reflectance;
    return out;
}

phantom_spectrum phantom_spectrum_white_hair(void)
{
    phantom_spectrum out; /* scattering keratin without pigment: a little yellow */
    for (int i = 0; i < PHANTOM_BANDS; i++)
        out.r[i] = 0.30 + 0.20 * (1 - exp(-i / 12.0));
    return out;
}

const char *phantom_colorchecker_name(int index)
{
    return spectra_colorchecker[index].name;
}

static void weighted(const double weights[PHANTOM_BANDS][3], const phantom_spectrum *surface, double out[3])
{
    double white[3] = {0}, sum[3] = {0};
    for (int i = 0; i < PHANTOM_BANDS; i++) {
        for (int c = 0; c < 3; c++) {
            white[c] += weights[i][c];
            sum[c] += weights[i][c] * surface->r[i];
        }
    }
    for (int c = 0; c < 3; c++)
        out[c] = sum[c] / white[c];
}

/* CIE 15:2018 eq. 8.3-8.10 on ratios to the white. */
static sct_lab lab_of_ratios(const double ratio[3])
{
    double f[3];
    for (int c = 0; c < 3; c++)
        f[c] = ratio[c] > 216.0 / 24389 ? cbrt(ratio[c]) : (24389.0 / 27 * ratio[c] + 16) / 116;
    return (sct_lab){116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
}

sct_lab phantom_true_lab(const phantom_spectrum *spectrum)
{
    double ratio[3];
    weighted(spectra_weights_d50, spectrum, ratio);
    return lab_of_ratios(ratio);
}

double phantom_true_ita_deg(const phantom_spectrum *spectrum)
{
    double ratio[3];
    weighted(spectra_weights_d65, spectrum, ratio);
    sct_lab lab = lab_of_ratios(ratio);
    return atan2(lab.L - 50, lab.b) * 180 / 3.14159265358979323846;
}

int phantom_ita_class_of(double ita_deg)
{
    static const double bounds[] = {55, 41, 28, 10, -30}; /* Del Bino & Bernerd 2013, doi 10.1111/bjd.12529 */
    int ita_class = 0;
    while (ita_class < PHANTOM_ITA_CLASSES - 1 && ita_deg <= bounds[ita_class])
        ita_class++;
    return ita_class;
}

const char *phantom_ita_class_name(int ita_class)
{
    static const char *const names[] = {"very light", "light", "intermediate", "tan", "brown", "dark"};
    return names[ita_class];
}

/*
 * A spectrum times a constant, one cosine and one sine over the visible range: the three weights follow from the three
 * tristimulus values of the colour that is wanted (D50/2).
 */
static phantom_spectrum bent_to(const phantom_spectrum *start, sct_lab lab)
{
    double f[3] = {(lab.L + 16) / 116 + lab.a / 500, (lab.L + 16) / 116, (lab.L + 16) / 116 - lab.b / 200}, ratio[3], k[3];
    phantom_spectrum basis[3], out = {0};
    matrix3 m;
    for (int c = 0; c < 3; c++)
        ratio[c] = f[c] > 6.0 / 29 ? f[c] * f[c] * f[c] : (116 * f[c] - 16) * 27 / 24389;
    for (int j = 0; j < 3; j++) {
        double column[3];
        for (int i = 0; i < PHANTOM_BANDS; i++) {
            double t = 6.2831853071795865 * i / 45.0;
            basis[j].r[i] = start->r[i] * (j == 0 ? 1 : j == 1 ? cos(t) : sin(t));
        }
        weighted(spectra_weights_d50, &basis[j], column);
        for (int c = 0; c < 3; c++)
            m.m[c][j] = column[c];
    }
    m = matrix3_inverse(&m);
    matrix3_times(&m, ratio, k);
    for (int j = 0; j < 3; j++)
        out = spectra_add(out, k[j], &basis[j]);
    return out;
}

phantom_spectrum phantom_spectrum_from_lab(sct_lab lab)
{
    phantom_spectrum white = phantom_spectrum_flat(1);
    return bent_to(&white, lab);
}

phantom_spectrum phantom_spectrum_bent(const phantom_spectrum *start, sct_lab lab)
{
    return bent_to(start, lab);
}

phantom_spectrum phantom_colorchecker_patch(int index)
{
    return spectra_colorchecker[index].r;
}

phantom_spectrum phantom_colorchecker_patch_2014(int index)
{
    return bent_to(&spectra_colorchecker[index].r, spectra_colorchecker_2014[index]);
}

phantom_spectrum phantom_spectrum_from_srgb8(int r, int g, int b)
{
    /* IEC 61966-2-1 to D50 through Bradford: the matrix of the ICC sRGB profile. */
    static const matrix3 to_xyz = {
        {{0.4360747, 0.3850649, 0.1430804}, {0.2225045, 0.7168786, 0.0606169}, {0.0139322, 0.0971045, 0.7141733}}};
    double linear[3] = {r / 255.0, g / 255.0, b / 255.0}, xyz[3];
    for (int c = 0; c < 3; c++)
        linear[c] = linear[c] <= 0.04045 ? linear[c] / 12.92 : pow((linear[c] + 0.055) / 1.055, 2.4);
    matrix3_times(&to_xyz, linear, xyz);
    for (int c = 0; c < 3; c++)
        xyz[c] /= spectra_white_d50[c];
    return phantom_spectrum_from_lab(lab_of_ratios(xyz));
}

phantom_camera phantom_camera_generic(void)
{
    static const double peak_nm[3] = {602, 534, 458}, width_nm[3] = {36, 40, 28}, far[3] = {0.06, 0.10, 0.05};
    phantom_camera out = {.name = "generic"};
    for (int i = 0; i < SPECTRA_STEPS; i++) {
        double nm = 380 + 5 * i;
        for (int c = 0; c < 3; c++) {
            double t = (nm - peak_nm[c]) / width_nm[c];
            out.curves.s[i][c] = exp(-t * t / 2) + far[c] * exp(-pow((nm - 530) / 90, 2) / 2); /* dye leakage */
        }
    }
    return out;
}
