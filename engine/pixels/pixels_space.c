/*
 * engine/pixels/pixels_space.c - colour spaces that are a formula: code points,
 * gamma and chromaticities, Adobe RGB, sRGB.
 *
 * Sources: ITU-T H.273 (2021) tables 2 and 3 for code points; IEC 61966-2-1
 * (sRGB); Adobe RGB (1998) Color Image Encoding, 2005-05; ITU-R BT.709-6,
 * BT.2020-2, BT.2100-2 (PQ, HLG); BT.2408-5 for the white of the last two;
 * SMPTE ST 240, ST 428-1. Matrices by SMPTE RP 177 from primaries and white,
 * then Bradford to D50 as ICC.1:2022 annex E does.
 *   value   encoded, [0, 1]        result   linear light, 1 = the encoding's white
 * BT.709 and its kin are inverted as camera curves (OETF), which is what still
 * photos and the ICC profiles for them mean.
 */
#include "pixels/pixels_private.h"

#include <math.h>
#include <string.h>

/* ---- transfer ---- */

static double decode_gamma(double v, double gamma)
{
    return v <= 0 ? 0 : pow(v, gamma);
}

static double decode_srgb(double v, double gamma)
{
    (void)gamma;
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

/* alpha and beta with all the digits that make both pieces meet (BT.2020-2 table 4, note). */
static double decode_bt709(double v, double gamma)
{
    const double alpha = 1.09929682680944, beta = 0.018053968510807;
    (void)gamma;
    return v < 4.5 * beta ? v / 4.5 : pow((v + alpha - 1) / alpha, 1 / 0.45);
}

static double decode_smpte240(double v, double gamma)
{
    (void)gamma;
    return v < 4 * 0.0228 ? v / 4 : pow((v + 0.1115) / 1.1115, 1 / 0.45);
}

/* BT.2100 table 4, in multiples of the 203 cd/m2 that BT.2408 gives graphics white. */
static double decode_pq(double v, double gamma)
{
    const double m1 = 2610.0 / 16384, m2 = 2523.0 / 4096 * 128;
    const double c1 = 3424.0 / 4096, c2 = 2413.0 / 4096 * 32, c3 = 2392.0 / 4096 * 32;
    (void)gamma;
    double p = pow(fmax(v, 0), 1 / m2);
    return pow(fmax(p - c1, 0) / (c2 - c3 * p), 1 / m1) * (10000.0 / 203.0);
}

/* BT.2100 table 5: scene light, in multiples of what BT.2408 gives graphics white (75 % signal). */
static double hlg_scene(double v)
{
    const double a = 0.17883277, b = 0.28466892, c = 0.55991073;
    return v <= 0.5 ? v * v / 3 : (exp((v - c) / a) + b) / 12;
}

static double decode_hlg(double v, double gamma)
{
    (void)gamma;
    return hlg_scene(v) / hlg_scene(0.75);
}

/* ST 428-1: 48 cd/m2 in a range up to 52.37. */
static double decode_st428(double v, double gamma)
{
    (void)gamma;
    return v <= 0 ? 0 : pow(v, 2.6) * 52.37 / 48;
}

static const struct {
    int code;
    double (*decode)(double, double);
    double gamma;
    int hdr;
} transfers[] = {
    {1, decode_bt709, 0, 0},    {4, decode_gamma, 2.2, 0}, {5, decode_gamma, 2.8, 0}, {6, decode_bt709, 0, 0},
    {7, decode_smpte240, 0, 0}, {8, decode_gamma, 1, 0},   {13, decode_srgb, 0, 0},   {14, decode_bt709, 0, 0},
    {15, decode_bt709, 0, 0},   {16, decode_pq, 0, 1},     {17, decode_st428, 0, 0},  {18, decode_hlg, 0, 1},
};

/* ---- primaries: white, red, green, blue as x, y ---- */

#define D65_XY 0.3127, 0.3290
static const struct {
    int code;
    double xy[8];
} primaries[] = {
    {1, {D65_XY, 0.640, 0.330, 0.300, 0.600, 0.150, 0.060}},        /* BT.709, sRGB */
    {4, {0.310, 0.316, 0.67, 0.33, 0.21, 0.71, 0.14, 0.08}},        /* BT.470 M */
    {5, {D65_XY, 0.64, 0.33, 0.29, 0.60, 0.15, 0.06}},              /* BT.601, 625 lines */
    {6, {D65_XY, 0.630, 0.340, 0.310, 0.595, 0.155, 0.070}},        /* BT.601, 525 lines */
    {7, {D65_XY, 0.630, 0.340, 0.310, 0.595, 0.155, 0.070}},        /* ST 240 */
    {8, {0.310, 0.316, 0.681, 0.319, 0.243, 0.692, 0.145, 0.049}},  /* film */
    {9, {D65_XY, 0.708, 0.292, 0.170, 0.797, 0.131, 0.046}},        /* BT.2020 */
    {10, {1.0 / 3, 1.0 / 3, 1, 0, 0, 1, 0, 0}},                     /* XYZ */
    {11, {0.314, 0.351, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060}}, /* DCI-P3 */
    {12, {D65_XY, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060}},       /* Display P3 */
    {22, {D65_XY, 0.630, 0.340, 0.295, 0.605, 0.155, 0.077}},       /* EBU 3213 */
};
static const double adobe_rgb_xy[8] = {D65_XY, 0.64, 0.33, 0.21, 0.71, 0.15, 0.06};

static const struct {
    int primaries, transfer;
    const char *name;
} names[] = {
    {1, 13, "sRGB"},       {12, 13, "Display P3"}, {1, 1, "BT.709"},          {9, 14, "BT.2020"},         {9, 15, "BT.2020"},
    {9, 16, "BT.2100 PQ"}, {9, 18, "BT.2100 HLG"}, {12, 16, "Display P3 PQ"}, {12, 18, "Display P3 HLG"},
};

/* SMPTE RP 177: columns are the primaries, scaled so that they add up to the white. 0 if they span no colour space. */
static int matrix_of(const double xy[8], num_mat3 *out)
{
    num_mat3 p, inverse;
    double white[3], scale[3];
    for (int i = 0; i < 8; i++)
        if (!(fabs(xy[i]) <= 4)) /* imaginary primaries are fine, absurd ones are not */
            return 0;
    if (!(xy[1] > 0.01))
        return 0;
    for (int c = 0; c < 3; c++) {
        double x = xy[2 + 2 * c], y = xy[3 + 2 * c];
        p.m[0][c] = x;
        p.m[1][c] = y;
        p.m[2][c] = 1 - x - y;
    }
    sct_xyz from = {xy[0] / xy[1], 1, (1 - xy[0] - xy[1]) / xy[1]};
    if (!(from.X > 0.01 && from.Z > 0.01) || !num_mat3_invert(&p, &inverse))
        return 0;
    white[0] = from.X;
    white[1] = from.Y;
    white[2] = from.Z;
    num_mat3_apply(&inverse, white, scale);
    for (int c = 0; c < 3; c++) {
        if (!(scale[c] > 1e-6 && scale[c] < 1e6))
            return 0;
        for (int row = 0; row < 3; row++)
            p.m[row][c] *= scale[c];
    }
    num_mat3 adapt = colour_adaptation(from, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2), SCT_ADAPTATION_BRADFORD);
    *out = num_mat3_mul(adapt, p);
    return 1;
}

pixels_space pixels_space_srgb(void)
{
    pixels_space space = {.name = "sRGB", .decode = decode_srgb};
    if (!matrix_of(primaries[0].xy, &space.matrix))
        space.matrix = num_mat3_identity();
    return space;
}

double pixels_srgb_encode(double linear)
{
    return linear <= 0.04045 / 12.92 ? linear * 12.92 : 1.055 * pow(linear, 1 / 2.4) - 0.055;
}

static const char adobe_rgb_name[] = "Adobe RGB (1998)";

int pixels_space_is_named(const char *name)
{
    int found = strcmp(name, adobe_rgb_name) == 0;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        found |= strcmp(name, names[i].name) == 0;
    return found;
}

/* Takes the primaries and the transfer of code points into *space; 0 when one of them is unknown. What is unspecified is
 * that of sRGB. */
static int take_cicp(const photo_cicp *cicp, pixels_space *space)
{
    enum { BT709 = 1, SRGB = 13 };
    int wanted_primaries = cicp->primaries == PHOTO_UNSPECIFIED ? BT709 : cicp->primaries;
    int wanted_transfer = cicp->transfer == PHOTO_UNSPECIFIED ? SRGB : cicp->transfer;
    int found = 0;
    for (size_t i = 0; i < sizeof primaries / sizeof primaries[0]; i++)
        if (primaries[i].code == wanted_primaries)
            found = matrix_of(primaries[i].xy, &space->matrix);
    if (!found)
        return 0;
    for (size_t i = 0; i < sizeof transfers / sizeof transfers[0]; i++)
        if (transfers[i].code == wanted_transfer) {
            space->decode = transfers[i].decode;
            space->gamma = transfers[i].gamma;
            space->hdr = transfers[i].hdr;
            space->narrow = !cicp->full_range;
            space->name = "CICP";
            for (size_t k = 0; k < sizeof names / sizeof names[0]; k++)
                if (names[k].primaries == wanted_primaries && names[k].transfer == wanted_transfer)
                    space->name = names[k].name;
            return cicp->matrix == 0;
        }
    return 0;
}

/* gAMA and cHRM, of which either may be missing or impossible; sRGB's stands in. 0 when none is of use. */
static int take_gamma_and_primaries(const photo_colour_space *claim, pixels_space *space)
{
    int gamma_is_fine = claim->has_gamma && claim->gamma > 0.05 && claim->gamma < 20;
    int primaries_are_fine = claim->has_chromaticities && matrix_of(claim->xy, &space->matrix);
    if (claim->has_gamma && !gamma_is_fine)
        space->ignored = "its gamma is impossible";
    if (claim->has_chromaticities && !primaries_are_fine)
        space->ignored = "its chromaticities are impossible";
    if (gamma_is_fine) {
        space->decode = decode_gamma;
        space->gamma = 1 / claim->gamma;
    }
    space->name = "gAMA and cHRM";
    return gamma_is_fine || primaries_are_fine;
}

static int take_adobe_rgb(pixels_space *space)
{
    space->name = adobe_rgb_name;
    space->decode = decode_gamma;
    space->gamma = 563.0 / 256;
    return matrix_of(adobe_rgb_xy, &space->matrix);
}

pixels_space pixels_space_of(const photo_colour_space *claim, const char **why)
{
    pixels_space space = pixels_space_srgb();
    if (claim->source == SCT_PROFILE_CICP && !take_cicp(&claim->cicp, &space))
        *why = "its code points are not supported";
    else if (claim->claim == PHOTO_CLAIM_GAMMA && !take_gamma_and_primaries(claim, &space))
        *why = "its gamma or chromaticities are impossible";
    else if (claim->adobe_rgb && !take_adobe_rgb(&space))
        *why = "Adobe RGB is impossible";
    return *why ? pixels_space_srgb() : space;
}
