/* engine/report/read/read_healed.c - what report_healed wrote. */
#include "report/read/read.h"

#include <math.h>

static void read_reflectance(reader *r, const node *root, const char *key, double out[SCT_WAVELENGTHS])
{
    node at = read_object(r, root, key);
    read_number(r, &at, "start_nm", SCT_WAVELENGTH_START_NM, SCT_WAVELENGTH_START_NM);
    read_number(r, &at, "step_nm", SCT_WAVELENGTH_STEP_NM, SCT_WAVELENGTH_STEP_NM);
    read_numbers(r, &at, "values", 0, -1, 2, out, SCT_WAVELENGTHS);
}

static void read_tissue(reader *r, const node *root, sct_tissue *out)
{
    node at = read_object(r, root, "tissue");
    out->melanin = read_number(r, &at, "melanin", 0, 1);
    out->blood = read_number(r, &at, "blood", 0, 1);
    out->oxygen = read_number(r, &at, "oxygen", 0, 1);
    out->base = read_number(r, &at, "base", 0, 100);
    out->scatter = read_number(r, &at, "scatter", 0, 100);
    out->epidermis_um = read_number(r, &at, "epidermis_um", 0, 1000);
    out->epidermis_scatter = read_number(r, &at, "epidermis_scatter", 0, 100);
}

static void read_pair(reader *r, const node *at, const char *key, sct_lab out[2])
{
    node list = read_list(r, at, key, 2), item = read_first(&list);
    for (int i = 0; i < 2 && r->status == SCT_OK; i++, item = read_next(&item)) {
        const json *v = json_first(item.value);
        if (!item.value || json_type(item.value) != JSON_ARRAY || json_count(item.value) != 3)
            read_refuse(r, at, key, "must be two colours of three numbers");
        out[i].L = json_number(v);
        out[i].a = json_number(json_next(v));
        out[i].b = json_number(json_next(json_next(v)));
        if (!(fabs(out[i].L) <= 200 && fabs(out[i].a) <= 200 && fabs(out[i].b) <= 200))
            read_refuse(r, &item, NULL, "is no colour");
    }
}

static void read_band(reader *r, const node *root, sct_healed *out)
{
    if (r->status != SCT_OK || read_null(root, "band"))
        return;
    node band = read_object(r, root, "band"), depth = read_object(r, &band, "depth");
    node strength = read_object(r, &band, "strength");
    out->has_band = 1;
    read_numbers(r, &depth, "um", 0, 0, 1e5, out->band.depth_um, 2);
    read_pair(r, &depth, "dot", out->band.dot_by_depth);
    read_pair(r, &depth, "area", out->band.area_by_depth);
    read_numbers(r, &strength, "factor", 0, 0, 1e6, out->band.strength, 2);
    read_pair(r, &strength, "dot", out->band.dot_by_strength);
    read_pair(r, &strength, "area", out->band.area_by_strength);
}

sct_status report_read_healed(sct_context *ctx, const void *text, size_t size, sct_healed *out)
{
    sct_status status = SCT_OK;
    reader r = {.ctx = ctx};
    double xyz[3];
    node root;
    sct_healed *h = NULL;
    TRY(mem_new(ctx, 1, sizeof *h, (void **)&h));
    TRY(read_root(&r, text, size, 0, &root));
    read_tissue(&r, &root, &h->tissue);
    read_reflectance(&r, &root, "reflectance", h->reflectance);
    read_reflectance(&r, &root, "bare_reflectance", h->bare_reflectance);
    read_reflectance(&r, &root, "area_reflectance", h->area_reflectance);
    read_reflectance(&r, &root, "solid_reflectance", h->solid_reflectance);
    read_numbers(&r, &root, "xyz", 0, -1, 10, xyz, 3);
    h->xyz = (sct_xyz){xyz[0], xyz[1], xyz[2]};
    read_numbers(&r, &root, "solid_xyz", 0, -1, 10, xyz, 3);
    h->solid_xyz = (sct_xyz){xyz[0], xyz[1], xyz[2]};
    h->lab = read_lab(&r, &root, "lab");
    h->solid_lab = read_lab(&r, &root, "solid_lab");
    h->bare_lab = read_lab(&r, &root, "bare_lab");
    h->area_lab = read_lab(&r, &root, "area_lab");
    h->fit_de00 = read_unknown(&r, &root, "fit_de00", 0, 1000);
    h->coverage = read_number(&r, &root, "coverage", 0, 1);
    h->load = read_number(&r, &root, "load", 0, 1e9);
    read_name(&r, &root, "rests_on", h->rests_on, sizeof h->rests_on);
    read_band(&r, &root, h);
    read_flags(&r, &root, &h->flags);
    TRY(r.status);
    *out = *h;
done:
    json_free(r.tree);
    mem_free(h);
    return status;
}
