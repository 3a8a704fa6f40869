/*
 * engine/palette/palette_convert.c - a colour under whatever conditions it was
 * measured -> Lab D50, 2 degree observer, specular excluded.
 *
 * Specular. A colour measured with the mirror-like reflection of its surface
 * included is that of the body plus rho times a perfect white, because Fresnel
 * reflection of a dielectric has no colour of its own:
 *     XYZ_body = XYZ_given - rho XYZ_white,   rho = ((n - 1) / (n + 1))^2.
 * rho holds for light that falls in close to the normal (d/8 and 45/0
 * instruments); symbols: n refractive index of the surface.
 *
 * Illuminant and observer. With a spectrum: exactly, by integrating it under
 * D50 for the 2 degree observer. Without: by CAT16 between the two whites (Li
 * et al. 2017, doi 10.1002/col.22131), which is what can be known from three
 * numbers. Observer 10 to 2 is the same transform between the observers'
 * whites. The errors below are the 95th percentiles over the 1,008 skins of the
 * International Skin Spectra Archive (doi 10.1038/s41597-025-04857-5) that
 * tests/palette/test_palette_convert.c measures; the reader warns with them.
 */
#include "palette/palette_private.h"

#include <math.h>

double palette_surface(sct_colour_state state)
{
    switch (state) {
    case SCT_STATE_CUP: return 0.0204;      /* water, n = 1.333 */
    case SCT_STATE_DRAWDOWN: return 0.0400; /* a dry paint film, n = 1.5 */
    case SCT_STATE_FRESH:
    case SCT_STATE_HEALED: return 0.0278; /* skin, n = 1.4 */
    }
    return (double)NAN;
}

/* Takes the surface's reflection off; small negative remainders (a surface less glossy than assumed) become black. */
static palette_gloss without_gloss(sct_xyz *xyz, sct_xyz white, double surface)
{
    sct_xyz body = {xyz->X - surface * white.X, xyz->Y - surface * white.Y, xyz->Z - surface * white.Z};
    if (!(body.Y >= -0.5 * surface))
        return PALETTE_GLOSS_IMPOSSIBLE;
    int clipped = body.X < 0 || body.Y < 0 || body.Z < 0;
    *xyz = (sct_xyz){fmax(body.X, 0), fmax(body.Y, 0), fmax(body.Z, 0)};
    return clipped ? PALETTE_GLOSS_CLIPPED : PALETTE_GLOSS_FINE;
}

static sct_xyz xyz_of_spectrum(const sct_ink_colour *colour, sct_illuminant illuminant, sct_observer observer)
{
    return sct_xyz_from_spectrum(colour->spectrum, colour->spectrum_count, colour->spectrum_start_nm,
                                 colour->spectrum_step_nm, illuminant, observer);
}

sct_lab palette_lab_as_given(const sct_ink_colour *colour)
{
    return sct_lab_from_xyz(xyz_of_spectrum(colour, colour->illuminant, colour->observer),
                            sct_white_spectral(colour->illuminant, colour->observer));
}

double palette_conversion_error(const sct_ink_colour *colour)
{
    static const double degrees_2[] = {[SCT_ILLUMINANT_D50] = 0, [SCT_ILLUMINANT_D65] = 1.4, [SCT_ILLUMINANT_A] = 2.8};
    static const double degrees_10[] = {[SCT_ILLUMINANT_D50] = 1.5, [SCT_ILLUMINANT_D65] = 2.8, [SCT_ILLUMINANT_A] = 1.7};
    if (colour->spectrum)
        return 0;
    return colour->observer == SCT_OBSERVER_10 ? degrees_10[colour->illuminant] : degrees_2[colour->illuminant];
}

static palette_gloss convert_spectrum(sct_ink_colour *colour)
{
    palette_gloss gloss = PALETTE_GLOSS_FINE;
    sct_xyz white = sct_white_spectral(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    sct_xyz xyz = xyz_of_spectrum(colour, SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    if (colour->specular_included)
        gloss = without_gloss(&xyz, white, palette_surface(colour->state));
    colour->lab = sct_lab_from_xyz(xyz, white);
    return gloss;
}

static palette_gloss convert_lab(sct_ink_colour *colour)
{
    palette_gloss gloss = PALETTE_GLOSS_FINE;
    sct_xyz d50 = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    sct_xyz white = sct_white(colour->illuminant, colour->observer);
    sct_xyz xyz = sct_xyz_from_lab(colour->lab_as_given, white);
    if (colour->specular_included)
        gloss = without_gloss(&xyz, white, palette_surface(colour->state));
    colour->lab = sct_lab_from_xyz(sct_xyz_adapt(xyz, white, d50, SCT_ADAPTATION_CAT16), d50);
    return gloss;
}

palette_gloss palette_convert(sct_ink_colour *colour)
{
    if (colour->spectrum)
        return convert_spectrum(colour);
    if (colour->illuminant != SCT_ILLUMINANT_D50 || colour->observer != SCT_OBSERVER_2 || colour->specular_included)
        return convert_lab(colour);
    colour->lab = colour->lab_as_given; /* to the last bit */
    return PALETTE_GLOSS_FINE;
}
