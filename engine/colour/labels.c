/*
 * engine/colour/labels.c - words for skin colours.
 *
 * ITA: Chardon, Cretois & Hourseau, Skin colour typology and suntanning pathways,
 *   Int. J. Cosmet. Sci. 13 (1991) 191-208, doi 10.1111/j.1467-2494.1991.tb00561.x;
 *   class bounds 55, 41, 28, 10, -30: Del Bino & Bernerd, Br. J. Dermatol. 169
 *   (2013) suppl. 3, 33-40, doi 10.1111/bjd.12529. Those papers use Lab D65.
 *   ITA = atan2(L* - 50, b*); atan of the quotient is theirs, the same for b* > 0.
 *   With x = b*, y = L* - 50:  d ITA = (x dy - y dx) / (x^2 + y^2), so that
 *   var ITA = (x^2 var y - 2 x y cov + y^2 var x) / (x^2 + y^2)^2
 *   Discontinuity: the sign flips at b* < 0, L* = 50; no meaning at L* = 50, b* = 0.
 * Monk Skin Tone: Monk, E., The Monk Skin Tone Scale (2023), doi 10.31235/osf.io/pdf4c;
 *   sRGB values as published at skintone.google. Screen colours, lighter than the
 *   skin they stand for: the nearest tone comes with its distance.
 * Melanin, erythema: logarithms of reflectance ratios after Dawson et al., A
 *   theoretical and experimental study of light absorption and scattering by in vivo
 *   skin, Phys. Med. Biol. 25 (1980) 695-709, doi 10.1088/0031-9155/25/4/008.
 * Vectors: tests/colour/test_labels.c.
 */
#include "colour/colour.h"

#include <math.h>

sct_lab sct_lab_d65(sct_lab lab_d50)
{
    sct_xyz d50 = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2), d65 = sct_white(SCT_ILLUMINANT_D65, SCT_OBSERVER_2);
    return sct_lab_from_xyz(sct_xyz_adapt(sct_xyz_from_lab(lab_d50, d50), d50, d65, SCT_ADAPTATION_CAT16), d65);
}

/* d Lab(D65) / d Lab(D50) by central differences; the map is smooth. */
static num_mat3 d65_slope(sct_lab at)
{
    const double h = 1e-3;
    num_mat3 slope;
    for (int j = 0; j < 3; j++) {
        sct_lab step = {j == 0 ? h : 0, j == 1 ? h : 0, j == 2 ? h : 0};
        sct_lab up = sct_lab_d65((sct_lab){at.L + step.L, at.a + step.a, at.b + step.b});
        sct_lab down = sct_lab_d65((sct_lab){at.L - step.L, at.a - step.a, at.b - step.b});
        slope.m[0][j] = (up.L - down.L) / (2 * h);
        slope.m[1][j] = (up.a - down.a) / (2 * h);
        slope.m[2][j] = (up.b - down.b) / (2 * h);
    }
    return slope;
}

sct_cov sct_cov_d65(sct_lab lab_d50, const sct_cov *cov_d50)
{
    num_mat3 slope = d65_slope(lab_d50), cov;
    sct_cov out;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            cov.m[i][j] = cov_d50 ? cov_d50->m[i][j] : (double)NAN;
    num_mat3 turned = num_mat3_mul(num_mat3_mul(slope, cov), num_mat3_transpose(slope));
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            out.m[i][j] = (turned.m[i][j] + turned.m[j][i]) / 2; /* rounding must not leave it skew */
    return out;
}

double sct_ita(sct_lab lab_d65)
{
    return atan2(lab_d65.L - 50, lab_d65.b) * DEG_PER_RAD;
}

void sct_ita_interval(sct_lab lab_d65, const sct_cov *cov_d65, double *lo_deg, double *hi_deg)
{
    double x = lab_d65.b, y = lab_d65.L - 50, ita_deg = sct_ita(lab_d65), half_deg = (double)NAN;
    if (cov_d65) {
        double across = x * x * cov_d65->m[0][0] - 2 * x * y * cov_d65->m[0][2] + y * y * cov_d65->m[2][2];
        half_deg = NUM_TWO_SIDED_95 * sqrt(across < 0 ? 0 : across) / (x * x + y * y) * DEG_PER_RAD;
        if (half_deg > 180 || (x == 0 && y == 0))
            half_deg = 180;
    }
    if (lo_deg)
        *lo_deg = ita_deg - half_deg;
    if (hi_deg)
        *hi_deg = ita_deg + half_deg;
}

const char *sct_ita_class(double ita_deg)
{
    static const struct {
        double above;
        const char *name;
    } classes[] = {
        {55, "very light"}, {41, "light"}, {28, "intermediate"}, {10, "tan"}, {-30, "brown"},
    };
    if (isnan(ita_deg))
        return "";
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (ita_deg > classes[i].above)
            return classes[i].name;
    return "dark";
}

const char *sct_undertone_name(double z)
{
    if (isnan(z))
        return "";
    return z > 1 ? "warm" : z < -1 ? "cool" : "neutral";
}

static const uint8_t MONK[10][3] = {
    {0xf6, 0xed, 0xe4}, {0xf3, 0xe7, 0xdb}, {0xf7, 0xea, 0xd0}, {0xea, 0xda, 0xba}, {0xd7, 0xbd, 0x96},
    {0xa0, 0x7e, 0x56}, {0x82, 0x5c, 0x43}, {0x60, 0x41, 0x34}, {0x3a, 0x31, 0x2a}, {0x29, 0x24, 0x20},
};

int sct_monk_srgb8(int tone, uint8_t srgb[3])
{
    if (tone < 1 || tone > 10 || !srgb)
        return 0;
    for (int c = 0; c < 3; c++)
        srgb[c] = MONK[tone - 1][c];
    return 1;
}

sct_monk sct_monk_nearest(sct_lab lab)
{
    sct_monk best = {.tone = 0, .de00 = (double)NAN};
    for (int tone = 1; tone <= 10; tone++) {
        double de00 = sct_de2000(sct_lab_from_srgb8(MONK[tone - 1]), lab);
        if (de00 < best.de00 || (best.tone == 0 && !isnan(de00)))
            best = (sct_monk){.tone = tone, .de00 = de00};
    }
    return best;
}

double sct_melanin_index(double R680)
{
    return 100 * log10(1 / R680);
}

double sct_erythema_index(double R550, double R560, double R680)
{
    return 100 * log10(R680 / ((R550 + R560) / 2));
}
