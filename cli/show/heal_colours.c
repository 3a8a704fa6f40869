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

void heal_see(const sct_healed *healed, healed_seen *out)
{
    sct_healed_info info;
    if (sct_healed_describe(healed, &info) != SCT_OK)
        return;
    out->tissue = info.tissue;
    out->fit_de00 = info.fit_de00;
    out->coverage = info.coverage;
    out->lab = info.lab;
    out->bare_lab = info.bare_lab;
    out->area_lab = info.area_lab;
    snprintf(out->rests_on, sizeof out->rests_on, "%s", info.rests_on);
    sct_healed_reflectance(healed, SCT_HEALED_DOT, out->reflectance);
    sct_healed_reflectance(healed, SCT_HEALED_BARE, out->bare_reflectance);
    sct_healed_reflectance(healed, SCT_HEALED_AREA, out->area_reflectance);
    out->has_band = sct_healed_band(healed, &out->band) == SCT_OK;
}

int heal_at(app *a, const sct_heal_options *options, healed_seen *out)
{
    sct_healed *healed = NULL;
    sct_status status = sct_heal(a->ctx, options, &healed);
    if (status != SCT_OK)
        return complain_status(a, status, NULL);
    heal_see(healed, out);
    sct_healed_free(healed);
    return 0;
}
