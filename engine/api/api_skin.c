/* engine/api/api_skin.c - optics of inks, and predictions, as programs hold them. */
#include "api/api.h"

#include <math.h>
#include <string.h>

/* ---- optics ---- */

/* What the maker of an ink's optics reported. */
struct skin_optics_told {
    sct_ink_optics_info info;
    sct_flags flags;
};

sct_status api_new_optics(sct_context *ctx, sct_ink_optics **out)
{
    sct_status status = SCT_OK;
    void *optics = NULL, *told = NULL;
    TRY(mem_new(ctx, 1, sizeof **out, &optics));
    TRY(mem_new(ctx, 1, sizeof(struct skin_optics_told), &told));
    *out = optics;
    (*out)->told = told;
    return SCT_OK;
done:
    mem_free(optics);
    return status;
}

/* Optics that a room has filled go into the handle, which keeps its report. */
void api_fill_optics(sct_ink_optics *handle, const sct_ink_optics *value, const sct_flags *flags)
{
    struct skin_optics_told *told = handle->told;
    double unknown = (double)NAN;
    *handle = *value;
    handle->told = told;
    if (flags)
        told->flags = *flags;
    told->info = (sct_ink_optics_info){
        .basis = handle->basis,
        .low_confidence = handle->low_confidence != 0,
        .rests_on = handle->rests_on,
        .strength_sd = handle->strength_sd,
        .strength_factor = exp(NUM_TWO_SIDED_95 * handle->strength_sd),
        .residual_de00 = unknown,
        .contrast_dL = unknown,
        .ratio_sd = unknown,
    };
}

sct_ink_optics_info *api_optics_info(sct_ink_optics *handle)
{
    return &handle->told->info;
}

sct_status sct_ink_optics_from_composition(sct_context *ctx, const sct_pigment *pigments, size_t count, sct_ink_optics **out)
{
    sct_status status = SCT_OK;
    sct_ink_optics *optics = NULL, value = {.told = NULL};
    sct_context_clear(ctx);
    if (!pigments || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_ink_optics_from_composition needs pigments and a place for the optics");
    TRY(skin_optics_from_composition(ctx, pigments, count, &value));
    TRY(api_new_optics(ctx, &optics));
    api_fill_optics(optics, &value, NULL);
    api_optics_info(optics)->strength_stated = 1;
    *out = optics;
done:
    return status;
}

/* The caller's films, which may be of an older or a newer size, as ours. */
static sct_status take_films(sct_context *ctx, const sct_drawdown *given, size_t count, sct_drawdown films[SCT_DRAWDOWN_MAX])
{
    sct_status status = SCT_OK;
    if (!given || count < 1 || count > SCT_DRAWDOWN_MAX)
        FAIL(ctx, SCT_ERR_ARGUMENT, "1 to %d films can be fitted together", SCT_DRAWDOWN_MAX);
    size_t stride = given->size;
    if (stride % _Alignof(sct_drawdown))
        FAIL(ctx, SCT_ERR_ARGUMENT, "films[0].size is %zu, which no version has; fill it with sct_drawdown_init", stride);
    for (size_t i = 0; i < count; i++) {
        const sct_drawdown *film = (const sct_drawdown *)(const void *)((const char *)given + i * stride);
        if (film->size != stride)
            FAIL(ctx, SCT_ERR_ARGUMENT, "films[%zu].size is %zu, that of the first %zu; fill each with sct_drawdown_init", i,
                 film->size, stride);
        sct_drawdown_init(&films[i]);
        TRY(options_take(ctx, "sct_drawdown", film, OPTIONS_SIZE(sct_drawdown, reserved), &films[i], sizeof films[i]));
        TRY(option_range(ctx, "reserved", films[i].reserved, 0, 0));
    }
done:
    return status;
}

sct_status sct_ink_optics_from_drawdowns(sct_context *ctx, const sct_drawdown_options *options, const sct_drawdown *films,
                                         size_t count, sct_ink_optics **out)
{
    sct_status status = SCT_OK;
    sct_ink_optics *optics = NULL, value = {.told = NULL};
    sct_drawdown taken[SCT_DRAWDOWN_MAX];
    sct_drawdown_options usual;
    skin_drawdown_report *report = NULL;
    sct_context_clear(ctx);
    if (!out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_ink_optics_from_drawdowns needs a place for the optics");
    sct_drawdown_options_init(&usual);
    TRY(take_films(ctx, films, count, taken));
    TRY(mem_new(ctx, 1, sizeof *report, (void **)&report));
    TRY(skin_optics_from_drawdowns(ctx, options ? options : &usual, taken, count, &value, report));
    TRY(api_new_optics(ctx, &optics));
    api_fill_optics(optics, &value, &report->flags);
    sct_ink_optics_info *info = api_optics_info(optics);
    info->residual_de00 = report->residual_de00;
    info->contrast_dL = report->contrast_dL;
    info->ratio_sd = report->ratio_sd;
    info->film_count = count;
    for (size_t i = 0; i < count; i++)
        info->spectrum_count += taken[i].reflectance != NULL;
    info->strength_stated = !report->strength_known;
    *out = optics;
done:
    mem_free(report);
    return status;
}

void sct_ink_optics_free(sct_ink_optics *optics)
{
    if (!optics)
        return;
    mem_free(optics->told);
    mem_free(optics);
}

sct_status sct_ink_optics_describe_sized(const sct_ink_optics *optics, sct_ink_optics_info *out, size_t size)
{
    if (!optics || !out)
        return SCT_ERR_ARGUMENT;
    return record_give(out, size, &optics->told->info, sizeof optics->told->info);
}

sct_status sct_ink_optics_curves(const sct_ink_optics *optics, double *absorption_per_cm, double *scattering_per_cm,
                                 double *anisotropy)
{
    if (!optics)
        return SCT_ERR_ARGUMENT;
    if (absorption_per_cm)
        memcpy(absorption_per_cm, optics->absorption, sizeof optics->absorption);
    if (scattering_per_cm)
        memcpy(scattering_per_cm, optics->scattering, sizeof optics->scattering);
    if (anisotropy)
        memcpy(anisotropy, optics->anisotropy, sizeof optics->anisotropy);
    return SCT_OK;
}

const sct_flags *sct_ink_optics_flags(const sct_ink_optics *optics)
{
    return optics ? &optics->told->flags : NULL;
}

/* ---- predictions ---- */

/* What the films of an ink could not tell is a weakness of its healed colour, too. */
static void join_ink_flags(const sct_heal_options *given, sct_healed *healed)
{
    sct_heal_options options;
    sct_heal_options_init(&options);
    if (options_take(NULL, "sct_heal_options", given, OPTIONS_SIZE(sct_heal_options, reserved), &options, sizeof options) ==
            SCT_OK &&
        options.ink && options.ink->told)
        flags_join(&healed->flags, &options.ink->told->flags);
}

sct_status sct_heal(sct_context *ctx, const sct_heal_options *options, sct_healed **out)
{
    sct_status status = SCT_OK;
    void *memory = NULL;
    sct_context_clear(ctx);
    if (!options || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_heal needs options and a place for the prediction");
    TRY(mem_new(ctx, 1, sizeof(sct_healed), &memory));
    TRY(skin_heal(ctx, options, memory));
    join_ink_flags(options, memory);
    *out = memory;
    memory = NULL;
done:
    mem_free(memory);
    return status;
}

sct_status sct_healed_from_json(sct_context *ctx, const void *text, size_t size, sct_healed **out)
{
    sct_status status = SCT_OK;
    void *memory = NULL;
    sct_context_clear(ctx);
    if (!text || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_healed_from_json needs a text and a place for the prediction");
    TRY(mem_new(ctx, 1, sizeof(sct_healed), &memory));
    TRY(report_read_healed(ctx, text, size, memory));
    *out = memory;
    memory = NULL;
done:
    mem_free(memory);
    return status;
}

void sct_healed_free(sct_healed *healed)
{
    mem_free(healed);
}

sct_status sct_healed_describe_sized(const sct_healed *h, sct_healed_info *out, size_t size)
{
    if (!h || !out)
        return SCT_ERR_ARGUMENT;
    sct_healed_info info = {.tissue = h->tissue,
                            .fit_de00 = h->fit_de00,
                            .xyz = h->xyz,
                            .lab = h->lab,
                            .bare_lab = h->bare_lab,
                            .area_lab = h->area_lab,
                            .coverage = h->coverage,
                            .load = h->load,
                            .rests_on = h->rests_on,
                            .solid_xyz = h->solid_xyz,
                            .solid_lab = h->solid_lab};
    return record_give(out, size, &info, sizeof info);
}

sct_status sct_healed_band_sized(const sct_healed *healed, sct_heal_band *out, size_t size)
{
    if (!healed || !out)
        return SCT_ERR_ARGUMENT;
    if (!healed->has_band)
        return SCT_ERR_NOTHING;
    return record_give(out, size, &healed->band, sizeof healed->band);
}

sct_status sct_healed_reflectance(const sct_healed *healed, sct_healed_part part, double *out)
{
    if (!healed || !out || part < SCT_HEALED_DOT || part > SCT_HEALED_SOLID)
        return SCT_ERR_ARGUMENT;
    const double *const values[] = {healed->reflectance, healed->bare_reflectance, healed->area_reflectance,
                                    healed->solid_reflectance};
    memcpy(out, values[part], sizeof healed->reflectance);
    return SCT_OK;
}

const sct_flags *sct_healed_flags(const sct_healed *healed)
{
    return healed ? &healed->flags : NULL;
}

sct_status sct_healed_json(sct_context *ctx, const sct_healed *healed, sct_bytes *out)
{
    sct_context_clear(ctx);
    if (!healed || !out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "sct_healed_json needs a prediction and a place for the text");
    return report_healed(ctx, healed, out);
}
