/* cli/show/heal_colours.c - asks for the colours that the lines, the ladder and the plot of `heal` show. */
#include "show/heal.h"

sct_lab heal_screen_lab(const double reflectance[SCT_WAVELENGTHS])
{
    sct_xyz xyz = sct_xyz_from_spectrum(reflectance, SCT_WAVELENGTHS, SCT_WAVELENGTH_START_NM, SCT_WAVELENGTH_STEP_NM,
                                        SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    return sct_lab_from_xyz(xyz, sct_white_spectral(SCT_ILLUMINANT_D50, SCT_OBSERVER_2));
}

sct_heal_options heal_options_of(const heal_job *job)
{
    sct_heal_options s = job->options;
    s.tissue = job->fitted.tissue;
    s.use_tissue = 1;
    return s;
}

int heal_at(app *a, const sct_heal_options *options, sct_healed *out)
{
    sct_status status = sct_heal(a->ctx, options, out);
    return status == SCT_OK ? 0 : complain_status(a, status, NULL);
}
