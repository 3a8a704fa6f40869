/* engine/api/api_ranking.c - rankings as programs hold them. */
#include "api/api.h"

#include <string.h>

static void free_ids(sct_ranking *r)
{
    for (size_t i = 0; r->ids && i < r->facts.candidate_count; i++)
        mem_free(r->ids[i]);
    mem_free(r->ids);
}

void sct_ranking_free(sct_ranking *ranking)
{
    if (!ranking)
        return;
    free_ids(ranking);
    mem_free(ranking->rows);
    mem_free(ranking->warnings);
    mem_free(ranking);
}

/* What the rows point to, so that they need no palette. */
static sct_status keep_texts(sct_context *ctx, const sct_palette *palette, sct_ranking *r)
{
    sct_status status = SCT_OK;
    size_t n = r->facts.candidate_count;
    TRY(mem_new(ctx, n, sizeof *r->ids, (void **)&r->ids));
    TRY(mem_new(ctx, n * SCT_WARNING_MAX, sizeof *r->warnings, (void **)&r->warnings));
    for (size_t i = 0; i < n; i++) {
        const char *id = palette_ink_at(palette, r->rows[i].ink).id;
        size_t length = strlen(id) + 1;
        TRY(mem_new(ctx, length, 1, (void **)&r->ids[i]));
        memcpy(r->ids[i], id, length);
        for (size_t k = 0; k < SCT_WARNING_MAX; k++)
            r->warnings[i * SCT_WARNING_MAX + k] = r->rows[i].warnings[k];
    }
    text_copy(r->fingerprint, sizeof r->fingerprint, palette_facts_in(palette)->fingerprint);
done:
    return status;
}

/* Rows beyond those that were found are given back. */
static void shrink_rows(sct_ranking *r, match_candidate *exact)
{
    memcpy(exact, r->rows, r->facts.candidate_count * sizeof *exact);
    mem_free(r->rows);
    r->rows = exact;
}

sct_status sct_match(sct_context *ctx, const sct_match_options *options, const sct_measurement *measurement,
                     const sct_palette *palette, sct_ranking **out)
{
    sct_status status = SCT_OK;
    sct_ranking *r = NULL;
    void *exact = NULL;
    sct_context_clear(ctx);
    if (!measurement || !palette || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_match needs a measurement, a palette and a place for the ranking");
    TRY(mem_new(ctx, 1, sizeof *r, (void **)&r));
    TRY(mem_new(ctx, SCT_CANDIDATE_MAX, sizeof *r->rows, (void **)&r->rows));
    TRY(api_match(ctx, options, measurement, palette, r->rows, SCT_CANDIDATE_MAX, &r->facts));
    TRY(mem_new(ctx, r->facts.candidate_count, sizeof *r->rows, &exact));
    shrink_rows(r, exact);
    TRY(keep_texts(ctx, palette, r));
    *out = r;
    r = NULL;
done:
    sct_ranking_free(r);
    return status;
}

sct_status sct_ranking_from_json(sct_context *ctx, const void *text, size_t size, const sct_palette *palette,
                                 sct_ranking **out)
{
    sct_status status = SCT_OK;
    sct_ranking *r = NULL;
    void *exact = NULL;
    sct_context_clear(ctx);
    if (!text || !palette || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_ranking_from_json needs a text, its palette and a place for the ranking");
    TRY(mem_new(ctx, 1, sizeof *r, (void **)&r));
    TRY(mem_new(ctx, SCT_CANDIDATE_MAX, sizeof *r->rows, (void **)&r->rows));
    TRY(report_read_ranking(ctx, text, size, palette, &r->facts, r->rows));
    TRY(mem_new(ctx, r->facts.candidate_count, sizeof *r->rows, &exact));
    shrink_rows(r, exact);
    TRY(keep_texts(ctx, palette, r));
    *out = r;
    r = NULL;
done:
    sct_ranking_free(r);
    return status;
}

/* ---- reading ---- */

sct_status sct_ranking_describe_sized(const sct_ranking *ranking, sct_ranking_info *out, size_t size)
{
    if (!ranking || !out)
        return SCT_ERR_ARGUMENT;
    const match_ranking *r = &ranking->facts;
    sct_ranking_info info = {.match_count = r->candidate_count,
                             .considered = r->considered,
                             .assumption_count = r->assumption_count,
                             .plan_count = r->plan_count,
                             .target_dot = r->target_dot,
                             .target_area = r->target_area,
                             .metric = r->metric,
                             .loss = r->loss,
                             .shadow_predicted = r->shadow_predicted != 0,
                             .pick = r->pick != 0,
                             .confidence = r->confidence,
                             .grey_share = r->grey_share,
                             .grey_hair = r->grey_hair,
                             .weight_dot = r->weight_dot,
                             .jnd_de00 = r->jnd_de00,
                             .acceptable_de00 = r->acceptable_de00,
                             .threshold_source = r->threshold_source,
                             .tissue = r->tissue,
                             .fit_de00 = r->fit_de00,
                             .usual_shade = r->usual_shade,
                             .equal_shade = r->equal_shade,
                             .usual_dL = r->usual_dL,
                             .usual_for = r->usual_for,
                             .usual_source = r->usual_source,
                             .apart_from = r->apart_from,
                             .target_area_cov = r->target_area_cov,
                             .target_area_u95_de00 = r->target_area_u95_de00};
    return record_give(out, size, &info, sizeof info);
}

const sct_flags *sct_ranking_flags(const sct_ranking *ranking)
{
    return ranking ? &ranking->facts.flags : NULL;
}

static sct_match_row row_of(const sct_ranking *r, size_t i)
{
    const match_candidate *c = &r->rows[i];
    return (sct_match_row){
        .rank = c->rank,
        .ink = c->ink,
        .ink_id = r->ids[i],
        .shade = c->shade,
        .rests_on = c->rests_on,
        .blend = c->blend,
        .state = c->state,
        .basis = c->basis,
        .band = c->band,
        .parts_ink = c->parts_ink,
        .parts_water = c->parts_water,
        .density_per_cm2 = c->density_per_cm2,
        .dot_radius_mm = c->dot_radius_mm,
        .ink_ml = c->ink_ml,
        .second_ml = c->second_ml,
        .water_ml = c->water_ml,
        .batch_ml = c->batch_ml,
        .dot_lab = c->dot_lab,
        .area_lab = c->area_lab,
        .swatch_lab = c->swatch_lab,
        .de_dot = c->de_dot,
        .de_area = c->de_area,
        .de = c->de,
        .de00_dot = c->de00_dot,
        .de00_area = c->de00_area,
        .de00 = c->de00,
        .dL = c->dL,
        .dC = c->dC,
        .dH = c->dH,
        .dot_u95_de00 = c->dot_u95_de00,
        .area_u95_de00 = c->area_u95_de00,
        .loss = c->loss,
        .p_best = c->p_best,
        .direction = c->direction,
        .direction_area = c->direction_area,
        .tied_with = c->tied_with,
        .tie_count = c->tie_count,
        .warnings = &r->warnings[i * SCT_WARNING_MAX],
        .warning_count = c->warning_count,
        .solid_lab = c->solid_lab,
    };
}

sct_status sct_ranking_match_sized(const sct_ranking *ranking, size_t index, sct_match_row *out, size_t size)
{
    if (!ranking || !out || index >= ranking->facts.candidate_count)
        return SCT_ERR_ARGUMENT;
    sct_match_row row = row_of(ranking, index);
    return record_give(out, size, &row, sizeof row);
}

sct_status sct_ranking_assumption_sized(const sct_ranking *ranking, size_t index, sct_assumption *out, size_t size)
{
    if (!ranking || !out || index >= ranking->facts.assumption_count)
        return SCT_ERR_ARGUMENT;
    const match_assumption *a = &ranking->facts.assumptions[index];
    sct_assumption assumption = {a->name, a->unit, a->source, a->editable_by, a->value};
    return record_give(out, size, &assumption, sizeof assumption);
}

sct_status sct_ranking_plan_step_sized(const sct_ranking *ranking, size_t index, sct_plan_step *out, size_t size)
{
    if (!ranking || !out || index >= ranking->facts.plan_count)
        return SCT_ERR_ARGUMENT;
    const match_plan_step *s = &ranking->facts.plan[index];
    sct_plan_step step = {.ink = s->ink,
                          .blend = s->blend,
                          .parts_water = s->parts_water,
                          .density_per_cm2 = s->density_per_cm2,
                          .why = s->why,
                          .session = s->session};
    return record_give(out, size, &step, sizeof step);
}

/* ---- what leaves ---- */

/* Whether a palette is the one that a ranking was made with. */
sct_status api_check_palette(sct_context *ctx, const sct_ranking *ranking, const sct_palette *palette)
{
    if (strcmp(ranking->fingerprint, palette_facts_in(palette)->fingerprint) != 0)
        return diag_set(ctx, SCT_ERR_ARGUMENT,
                        "the ranking was made with another palette (fingerprint %.12s..., not %.12s...)",
                        ranking->fingerprint, palette_facts_in(palette)->fingerprint);
    return SCT_OK;
}

sct_status sct_ranking_json(sct_context *ctx, const sct_ranking *ranking, const sct_measurement *measurement,
                            const sct_palette *palette, size_t rows, sct_bytes *out)
{
    sct_status status = SCT_OK;
    match_ranking *facts = NULL;
    sct_context_clear(ctx);
    if (!measurement || !palette || !ranking || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT,
             "sct_ranking_json needs a ranking, its measurement, its palette and a place for the text");
    TRY(api_check_palette(ctx, ranking, palette));
    TRY(mem_new(ctx, 1, sizeof *facts, (void **)&facts));
    *facts = ranking->facts;
    if (rows && rows < facts->candidate_count)
        facts->candidate_count = rows;
    TRY(report_match(ctx, measurement, palette, facts, ranking->rows, out));
done:
    mem_free(facts);
    return status;
}

sct_status sct_mix_volumes(sct_context *ctx, double volume_ml, double parts_ink, double parts_second, double parts_water,
                           double out_ml[3])
{
    sct_status status = SCT_OK;
    sct_context_clear(ctx);
    if (!out_ml)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_mix_volumes needs a place for the volumes");
    TRY(option_range(ctx, "volume (ml)", volume_ml, 1e-3, 1000));
    TRY(option_range(ctx, "parts of ink", parts_ink, 1e-6, 1e6));
    TRY(option_range(ctx, "parts of the second ink", parts_second, 0, 1e6));
    TRY(option_range(ctx, "parts of water", parts_water, 0, 1e6));
    if (parts_water > 1e6 * (parts_ink + parts_second))
        FAIL(ctx, SCT_ERR_OPTION, "more than a million parts of water to one of ink");
    match_mix_volumes(volume_ml, parts_ink, parts_second, parts_water, out_ml);
done:
    return status;
}
