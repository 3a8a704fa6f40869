/* engine/report/report_heal.c - a predicted colour as JSON. */
#include "report/report_private.h"

static json *triple(double x, double y, double z, int decimals)
{
    json *list = json_new_array();
    json_append(list, json_new_number(x, decimals));
    json_append(list, json_new_number(y, decimals));
    json_append(list, json_new_number(z, decimals));
    return list;
}

static json *lab_of(sct_lab lab)
{
    return triple(lab.L, lab.a, lab.b, 4);
}

static json *tissue_of(const sct_tissue *tissue)
{
    json *object = json_new_object();
    json_set(object, "melanin", json_new_number(tissue->melanin, 6));
    json_set(object, "blood", json_new_number(tissue->blood, 6));
    json_set(object, "oxygen", json_new_number(tissue->oxygen, 4));
    json_set(object, "base", json_new_number(tissue->base, 6));
    json_set(object, "scatter", json_new_number(tissue->scatter, 4));
    json_set(object, "epidermis_um", json_new_number(tissue->epidermis_um, 3));
    json_set(object, "epidermis_scatter", json_new_number(tissue->epidermis_scatter > 0 ? tissue->epidermis_scatter : 1, 5));
    return object;
}

static json *reflectance_of(const double *values)
{
    json *object = json_new_object(), *list = json_new_array();
    for (int i = 0; i < SCT_WAVELENGTHS; i++)
        json_append(list, json_new_number(values[i], 8));
    json_set(object, "start_nm", json_new_number(SCT_WAVELENGTH_START_NM, 0));
    json_set(object, "step_nm", json_new_number(SCT_WAVELENGTH_STEP_NM, 0));
    json_set(object, "values", list);
    return object;
}

static json *ends_of(const sct_lab dot[2], const sct_lab area[2], const double ends[2], const char *name)
{
    json *object = json_new_object(), *values = json_new_array(), *dots = json_new_array(), *areas = json_new_array();
    for (int i = 0; i < 2; i++) {
        json_append(values, json_new_number(ends[i], 4));
        json_append(dots, lab_of(dot[i]));
        json_append(areas, lab_of(area[i]));
    }
    json_set(object, name, values);
    json_set(object, "dot", dots);
    json_set(object, "area", areas);
    return object;
}

/* How far off: {"depth": {"um": [75, 300], "dot": [Lab, Lab], "area": [..]}, "strength": {"factor": ...}}. */
static json *band_of(const sct_heal_band *b)
{
    json *object = json_new_object();
    json_set(object, "depth", ends_of(b->dot_by_depth, b->area_by_depth, b->depth_um, "um"));
    json_set(object, "strength", ends_of(b->dot_by_strength, b->area_by_strength, b->strength, "factor"));
    return object;
}

sct_status report_healed(sct_context *ctx, const sct_healed *healed, sct_bytes *out)
{
    json *root = json_new_object();
    json_set(root, "tissue", tissue_of(&healed->tissue));
    json_set(root, "reflectance", reflectance_of(healed->reflectance));
    json_set(root, "xyz", triple(healed->xyz.X, healed->xyz.Y, healed->xyz.Z, 6));
    json_set(root, "lab", lab_of(healed->lab));
    json_set(root, "solid_xyz", triple(healed->solid_xyz.X, healed->solid_xyz.Y, healed->solid_xyz.Z, 6));
    json_set(root, "solid_lab", lab_of(healed->solid_lab));
    json_set(root, "bare_lab", lab_of(healed->bare_lab));
    json_set(root, "area_lab", lab_of(healed->area_lab));
    json_set(root, "fit_de00", json_new_number(healed->fit_de00, 4));
    json_set(root, "coverage", json_new_number(healed->coverage, 5));
    json_set(root, "rests_on", *healed->rests_on ? json_new_string(healed->rests_on) : json_new_null());
    json_set(root, "band", healed->has_band ? band_of(&healed->band) : json_new_null());
    json_set(root, "quality", report_quality(&healed->flags));
    json_set(root, "load", json_new_exact(healed->load));
    json_set(root, "bare_reflectance", reflectance_of(healed->bare_reflectance));
    json_set(root, "area_reflectance", reflectance_of(healed->area_reflectance));
    json_set(root, "solid_reflectance", reflectance_of(healed->solid_reflectance));
    sct_status status = json_print(ctx, root, 0, out);
    json_free(root);
    return status;
}
