/*
 * engine/colour/rgb.c - the RGB encodings photos come in.
 *
 * sRGB: IEC 61966-2-1:1999. Display P3: P3 primaries of SMPTE RP 431-2 under D65
 * with the sRGB curve. Adobe RGB (1998): Adobe Systems, version 2005-05,
 * exponent 563/256 without a linear part.
 *   decode: linear = v/12.92 for v <= 0.04045, else ((v + 0.055)/1.055)^2.4
 *   encode: the inverse, joint at 0.0031308
 * The published joint leaves a step of 3e-8 in the curve. Values below 0 mirror
 * those above, so that out-of-gamut colours survive a round trip.
 * Matrices follow from the primaries (SMPTE RP 177): the columns are the
 * primaries' XYZ, scaled so that r = g = b = 1 is white.
 * Vectors: tests/colour/test_rgb.c.
 */
#include "colour/colour.h"

#include <math.h>

typedef struct primaries {
    double x[3], y[3];
} primaries; /* red, green, blue */

static const primaries PRIMARIES[] = {
    [SCT_RGB_SRGB] = {{0.640, 0.300, 0.150}, {0.330, 0.600, 0.060}},
    [SCT_RGB_DISPLAY_P3] = {{0.680, 0.265, 0.150}, {0.320, 0.690, 0.060}},
    [SCT_RGB_ADOBE] = {{0.640, 0.210, 0.150}, {0.330, 0.710, 0.060}},
};
static const double ADOBE_EXPONENT = 563.0 / 256.0;

static int is_known(sct_rgb_space space)
{
    return (unsigned)space < sizeof PRIMARIES / sizeof *PRIMARIES;
}

sct_xyz sct_rgb_white(sct_rgb_space space)
{
    if (!is_known(space))
        return (sct_xyz){(double)NAN, (double)NAN, (double)NAN};
    return (sct_xyz){0.3127 / 0.3290, 1, (1 - 0.3127 - 0.3290) / 0.3290}; /* D65 as all three standards write it */
}

num_mat3 colour_rgb_to_xyz(sct_rgb_space space)
{
    sct_xyz white = sct_rgb_white(space);
    if (!is_known(space))
        space = SCT_RGB_SRGB; /* the white is NaN and makes every element NaN */
    const primaries *p = &PRIMARIES[space];
    num_mat3 columns, inverse = num_mat3_identity();
    for (int i = 0; i < 3; i++) {
        columns.m[0][i] = p->x[i] / p->y[i];
        columns.m[1][i] = 1;
        columns.m[2][i] = (1 - p->x[i] - p->y[i]) / p->y[i];
    }
    double scale[3];
    num_mat3_invert(&columns, &inverse); /* no three primaries lie on one line */
    num_mat3_apply(&inverse, (double[]){white.X, white.Y, white.Z}, scale);
    for (int row = 0; row < 3; row++)
        for (int i = 0; i < 3; i++)
            columns.m[row][i] *= scale[i];
    return columns;
}

static double srgb_decode(double v)
{
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static double srgb_encode(double linear)
{
    return linear <= 0.0031308 ? linear * 12.92 : 1.055 * pow(linear, 1 / 2.4) - 0.055;
}

static double decode(double v, sct_rgb_space space)
{
    if (!is_known(space))
        return (double)NAN;
    double size = fabs(v);
    return copysign(space == SCT_RGB_ADOBE ? pow(size, ADOBE_EXPONENT) : srgb_decode(size), v);
}

static double encode(double linear, sct_rgb_space space)
{
    if (!is_known(space))
        return (double)NAN;
    double size = fabs(linear);
    return copysign(space == SCT_RGB_ADOBE ? pow(size, 1 / ADOBE_EXPONENT) : srgb_encode(size), linear);
}

sct_rgb sct_rgb_decode(sct_rgb encoded, sct_rgb_space space)
{
    return (sct_rgb){decode(encoded.r, space), decode(encoded.g, space), decode(encoded.b, space)};
}

sct_rgb sct_rgb_encode(sct_rgb linear, sct_rgb_space space)
{
    return (sct_rgb){encode(linear.r, space), encode(linear.g, space), encode(linear.b, space)};
}

sct_xyz sct_xyz_from_rgb(sct_rgb linear, sct_rgb_space space)
{
    num_mat3 m = colour_rgb_to_xyz(space);
    double out[3];
    num_mat3_apply(&m, (double[]){linear.r, linear.g, linear.b}, out);
    return (sct_xyz){out[0], out[1], out[2]};
}

sct_rgb sct_rgb_from_xyz(sct_xyz xyz, sct_rgb_space space)
{
    num_mat3 m = colour_rgb_to_xyz(space), inverse = m;
    double out[3];
    num_mat3_invert(&m, &inverse); /* NaN for an unknown space stays NaN */
    num_mat3_apply(&inverse, (double[]){xyz.X, xyz.Y, xyz.Z}, out);
    return (sct_rgb){out[0], out[1], out[2]};
}

sct_lab sct_lab_from_srgb8(const uint8_t srgb[3])
{
    if (!srgb)
        return (sct_lab){(double)NAN, (double)NAN, (double)NAN};
    sct_rgb linear = sct_rgb_decode((sct_rgb){srgb[0] / 255.0, srgb[1] / 255.0, srgb[2] / 255.0}, SCT_RGB_SRGB);
    sct_xyz d50 = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    sct_xyz xyz = sct_xyz_from_rgb(linear, SCT_RGB_SRGB);
    return sct_lab_from_xyz(sct_xyz_adapt(xyz, sct_rgb_white(SCT_RGB_SRGB), d50, SCT_ADAPTATION_BRADFORD), d50);
}

static uint8_t to_byte(double v)
{
    if (!(v > 0)) /* NaN too */
        return 0;
    return v >= 1 ? 255 : (uint8_t)lround(v * 255);
}

void sct_srgb8_from_lab(sct_lab lab, uint8_t srgb[3])
{
    if (!srgb)
        return;
    sct_xyz d50 = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    sct_xyz xyz = sct_xyz_adapt(sct_xyz_from_lab(lab, d50), d50, sct_rgb_white(SCT_RGB_SRGB), SCT_ADAPTATION_BRADFORD);
    sct_rgb v = sct_rgb_encode(sct_rgb_from_xyz(xyz, SCT_RGB_SRGB), SCT_RGB_SRGB);
    srgb[0] = to_byte(v.r);
    srgb[1] = to_byte(v.g);
    srgb[2] = to_byte(v.b);
}
