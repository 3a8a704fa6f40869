/* engine/report/read/read_ranking.c - what report_match wrote: of a measurement and a palette, the ranking. */
#include "report/read/read.h"

#include <math.h>
#include <string.h>

static const double DE_MOST = 1e6, PARTS_MOST = 1e6, ML_MOST = 1e6, DENSITY_MOST = 1e6, RANK_MOST = SCT_CANDIDATE_MAX;

typedef struct ranking_reader {
    reader r;
    const sct_palette *palette;
    match_ranking *ranking;
    match_candidate *rows;
} ranking_reader;

/* ---- words ---- */

static const char *state_word(int i)
{
    return sct_colour_state_name((sct_colour_state)i);
}

static const char *basis_word(int i)
{
    return sct_basis_name((sct_basis)i);
}

static const char *loss_word(int i)
{
    return sct_loss_name((sct_loss)i);
}

static const char *grey_hair_word(int i)
{
    return sct_grey_hair_name((sct_grey_hair)i);
}

static const char *band_word(int i)
{
    return sct_band_name((sct_band)i);
}

static const char *confidence_word(int i)
{
    return sct_confidence_name((sct_confidence)i);
}

static const char *session_word(int i)
{
    return sct_session_name((sct_session)i);
}

static const char *metric_word(int i)
{
    size_t count;
    const colour_metric_info *table = colour_metrics(&count);
    return (size_t)i < count ? table[i].name : "unknown";
}

/* The shadow of grown hair is predicted. */
static const char *origin_word(int i)
{
    return i == 0 ? "measured" : i == 1 ? "predicted" : "unknown";
}

/* ---- inks ---- */

static size_t read_ink(ranking_reader *q, const node *at, const char *key)
{
    const char *id = read_string(&q->r, at, key);
    size_t index = sct_palette_find(q->palette, id);
    if (index != SIZE_MAX)
        return index;
    read_refuse(&q->r, at, key, "the palette has no ink \"%.60s\"", id);
    return 0;
}

static void read_blend(ranking_reader *q, const node *at, sct_blend *out)
{
    double parts[2] = {1, 1};
    *out = (sct_blend){0, 0, 0};
    if (q->r.status != SCT_OK || read_null(at, "blend"))
        return;
    node blend = read_object(&q->r, at, "blend");
    out->ink = read_ink(q, &blend, "ink");
    read_numbers(&q->r, &blend, "parts", 0, 1, 1000, parts, 2);
    if (q->r.status != SCT_OK)
        return;
    out->parts_first = (int)parts[0];
    out->parts_second = (int)parts[1];
}

/* ---- rows ---- */

static void read_identity(ranking_reader *q, const node *at, const node *exact, match_candidate *c)
{
    reader *r = &q->r;
    node recipe = read_object(r, at, "recipe");
    c->ink = read_ink(q, at, "ink");
    read_blend(q, at, &c->blend);
    read_text(r, at, "shade", c->shade, sizeof c->shade);
    c->state = (sct_colour_state)read_word(r, at, "state", state_word);
    c->basis = (sct_basis)read_word(r, at, "basis", basis_word);
    read_text(r, at, "rests_on", c->rests_on, sizeof c->rests_on);
    c->parts_ink = read_number(r, at, "parts_ink", 0, PARTS_MOST);
    c->parts_water = read_exact(r, at, "parts_water", exact, "parts_water", DECIMALS_PARTS, 0, PARTS_MOST);
    c->density_per_cm2 = read_exact(r, at, "density_per_cm2", exact, "density_per_cm2", 1, 0, DENSITY_MOST);
    c->dot_radius_mm = read_exact(r, at, "dot_radius_mm", exact, "dot_radius_mm", DECIMALS_MM, 0, 10);
    c->batch_ml = read_unknown(r, &recipe, "batch_ml", 0, ML_MOST);
    c->ink_ml = read_unknown(r, &recipe, "ink_ml", 0, ML_MOST);
    c->second_ml = read_unknown(r, &recipe, "second_ink_ml", 0, ML_MOST);
    c->water_ml = read_unknown(r, &recipe, "water_ml", 0, ML_MOST);
}

static void read_colours(reader *r, const node *at, const node *exact, match_candidate *c)
{
    c->dot_lab = read_exact_lab(r, at, "dot_lab", exact, "dot_lab");
    c->area_lab = read_exact_lab(r, at, "area_lab", exact, "area_lab");
    c->solid_lab = read_exact_lab(r, at, "solid_lab", exact, "solid_lab");
    c->swatch_lab = read_lab(r, at, "swatch_lab");
    c->de_dot = read_unknown(r, exact, "de_metric_dot", 0, DE_MOST);
    c->de_area = read_unknown(r, exact, "de_metric_area", 0, DE_MOST);
    c->de = read_unknown(r, at, "de_metric", 0, DE_MOST);
    c->de00_dot = read_unknown(r, at, "de00_dot", 0, DE_MOST);
    c->de00_area = read_unknown(r, at, "de00_area", 0, DE_MOST);
    c->de00 = read_unknown(r, at, "de00", 0, DE_MOST);
    c->dL = read_unknown(r, at, "dL", -DE_MOST, DE_MOST);
    c->dC = read_unknown(r, at, "dC", -DE_MOST, DE_MOST);
    c->dH = read_unknown(r, at, "dH", -DE_MOST, DE_MOST);
    c->dot_u95_de00 = read_unknown(r, at, "dot_u95_de00", 0, DE_MOST);
    c->area_u95_de00 = read_unknown(r, at, "area_u95_de00", 0, DE_MOST);
    c->loss = read_unknown(r, at, "loss", 0, DE_MOST);
    read_text(r, at, "direction", c->direction, sizeof c->direction);
    read_text(r, at, "direction_area", c->direction_area, sizeof c->direction_area);
}

static void read_ties(reader *r, const node *at, match_candidate *c)
{
    node ties = read_list(r, at, "tied_with", SCT_TIE_MAX);
    for (node item = read_first(&ties); item.value && r->status == SCT_OK; item = read_next(&item)) {
        double rank = json_number(item.value);
        if (!(rank >= 1 && rank <= RANK_MOST && rank <= floor(rank)))
            read_refuse(r, &item, NULL, "must be the rank of a row");
        else
            c->tied_with[c->tie_count++] = (size_t)rank;
    }
}

static void read_warnings(reader *r, const node *at, match_candidate *c)
{
    node warnings = read_list(r, at, "warnings", SCT_WARNING_MAX);
    for (node item = read_first(&warnings); item.value && r->status == SCT_OK; item = read_next(&item)) {
        char *out = c->warnings[c->warning_count++];
        const char *text = json_string(item.value);
        text_copy(out, sizeof c->warnings[0], text);
        if (!text || strcmp(text, out) != 0)
            read_refuse(r, &item, NULL, "must be a text of at most %zu bytes", sizeof c->warnings[0] - 1);
    }
}

static void read_row(ranking_reader *q, const node *at)
{
    size_t i = q->ranking->candidate_count++;
    match_candidate *c = &q->rows[i];
    node exact = read_object(&q->r, at, "exact");
    *c = (match_candidate){.rank = i + 1};
    if (!(fabs(read_whole(&q->r, at, "rank", 1, RANK_MOST) - (double)(i + 1)) < 0.5))
        read_refuse(&q->r, at, "rank", "must count the rows from 1");
    read_identity(q, at, &exact, c);
    read_colours(&q->r, at, &exact, c);
    c->p_best = read_unknown(&q->r, at, "p_best", 0, 1);
    c->band = (sct_band)read_word(&q->r, at, "band", band_word);
    read_ties(&q->r, at, c);
    read_warnings(&q->r, at, c);
}

/* ---- the whole ---- */

static void read_palette(ranking_reader *q, const node *root)
{
    node palette = read_object(&q->r, root, "palette");
    const char *made_with = read_string(&q->r, &palette, "fingerprint");
    palette_info info = palette_facts_of(q->palette);
    if (q->r.status == SCT_OK && strcmp(made_with, info.fingerprint) != 0)
        read_refuse(&q->r, &palette, "fingerprint", "the ranking was made with another palette than \"%.40s\"", info.name);
}

/* Younger than the rest: rankings of before say nothing of it. */
static void read_doubt(reader *r, const node *exact, match_ranking *k)
{
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            k->target_area_cov.m[i][j] = (double)NAN;
    k->target_area_u95_de00 = (double)NAN;
    if (r->status != SCT_OK || !json_get(exact->value, "target_area_u95_de00"))
        return;
    k->target_area_u95_de00 = read_unknown(r, exact, "target_area_u95_de00", 0, DE_MOST);
    read_covariance(r, exact, "target_area_cov", isfinite(k->target_area_u95_de00), &k->target_area_cov);
}

static void read_targets(ranking_reader *q, const node *root, const node *exact)
{
    match_ranking *k = q->ranking;
    reader *r = &q->r;
    node target = read_object(r, root, "target"), by = read_object(r, root, "ranked_by");
    k->target_dot = read_exact_lab(r, &target, "dot_lab", exact, "target_dot_lab");
    k->target_area = read_exact_lab(r, &target, "area_lab", exact, "target_area_lab");
    read_doubt(r, exact, k);
    k->shadow_predicted = read_word(r, &target, "area_from", origin_word);
    k->metric = (sct_metric)read_word(r, &by, "metric", metric_word);
    k->loss = (sct_loss)read_word(r, &by, "loss", loss_word);
    if (r->status == SCT_OK && json_get(by.value, "grey_hair")) { /* younger than the rest */
        k->grey_hair = (sct_grey_hair)read_word(r, &by, "grey_hair", grey_hair_word);
        k->grey_share = read_number(r, &by, "grey_share", 0, 1);
    }
    k->weight_dot = read_number(r, &by, "weight_dot", 0, 1);
    k->considered = (size_t)read_whole(r, &by, "considered", 0, 1e12);
    if (r->status == SCT_OK && json_get(by.value, "apart_from") && !read_null(&by, "apart_from")) /* younger than the rest */
        k->apart_from = (size_t)read_whole(r, &by, "apart_from", 1, RANK_MOST);
    k->jnd_de00 = read_number(r, &by, "jnd_de00", 0, DE_MOST);
    k->acceptable_de00 = read_number(r, &by, "acceptable_de00", 0, DE_MOST);
    read_text(r, &by, "threshold_source", k->threshold_source, sizeof k->threshold_source);
}

static void read_usual(ranking_reader *q, const node *root)
{
    match_ranking *k = q->ranking;
    reader *r = &q->r;
    k->usual_shade = k->equal_shade = k->usual_dL = (double)NAN;
    if (r->status != SCT_OK || read_null(root, "usual_chart"))
        return;
    node usual = read_object(r, root, "usual_chart");
    read_text(r, &usual, "for", k->usual_for, sizeof k->usual_for);
    k->usual_shade = read_number(r, &usual, "shade", 0, PARTS_MOST);
    k->equal_shade = read_unknown(r, &usual, "equal_shade", 0, PARTS_MOST);
    k->usual_dL = read_unknown(r, &usual, "dL", -DE_MOST, DE_MOST);
    read_text(r, &usual, "source", k->usual_source, sizeof k->usual_source);
}

static void read_model(ranking_reader *q, const node *root, const node *exact)
{
    sct_tissue *t = &q->ranking->tissue;
    double v[7];
    reader *r = &q->r;
    node model = read_object(r, root, "client_model");
    read_numbers(r, exact, "tissue", 1, 0, 1e4, v, 7);
    *t = (sct_tissue){v[0], v[1], v[2], v[3], v[4], v[5], v[6]};
    q->ranking->fit_de00 = read_unknown(r, &model, "fit_de00", 0, DE_MOST);
    read_exact_number(r, &model, "melanin", t->melanin, 6);
    read_exact_number(r, &model, "blood", t->blood, 6);
    read_exact_number(r, &model, "base", t->base, 5);
}

static void read_assumptions(ranking_reader *q, const node *root)
{
    reader *r = &q->r;
    node list = read_list(r, root, "assumptions", SCT_ASSUMPTION_MAX);
    for (node item = read_first(&list); item.value && r->status == SCT_OK; item = read_next(&item)) {
        match_assumption *a = &q->ranking->assumptions[q->ranking->assumption_count++];
        read_text(r, &item, "name", a->name, sizeof a->name);
        a->value = read_unknown(r, &item, "value", -1e12, 1e12);
        read_text(r, &item, "unit", a->unit, sizeof a->unit);
        read_text(r, &item, "source", a->source, sizeof a->source);
        read_name(r, &item, "editable_by", a->editable_by, sizeof a->editable_by);
    }
}

static void read_plan(ranking_reader *q, const node *root)
{
    reader *r = &q->r;
    node list = read_list(r, root, "plan", sizeof q->ranking->plan / sizeof q->ranking->plan[0]);
    for (node item = read_first(&list); item.value && r->status == SCT_OK; item = read_next(&item)) {
        match_plan_step *s = &q->ranking->plan[q->ranking->plan_count++];
        s->session = (sct_session)read_word(r, &item, "session", session_word);
        s->ink = read_ink(q, &item, "ink");
        read_blend(q, &item, &s->blend);
        s->parts_water = read_number(r, &item, "parts_water", 0, PARTS_MOST);
        s->density_per_cm2 = read_unknown(r, &item, "density_per_cm2", 0, DENSITY_MOST);
        read_text(r, &item, "why", s->why, sizeof s->why);
    }
}

/* What forbids a pick is known of flags and confidence; a text may not grant one. */
static void read_judgement(ranking_reader *q, const node *root)
{
    match_ranking *k = q->ranking;
    int forbidden = 0;
    read_flags(&q->r, root, &k->flags);
    k->confidence = (sct_confidence)read_word(&q->r, root, "confidence", confidence_word);
    k->pick = read_bool(&q->r, root, "pick");
    for (size_t i = 0; i < k->flags.count; i++)
        forbidden |= k->flags.items[i].forbids_pick;
    if (k->pick && (forbidden || k->confidence == SCT_CONFIDENCE_LOW || !k->candidate_count))
        read_refuse(&q->r, root, "pick", "true, which confidence or quality forbid");
}

sct_status report_read_ranking(sct_context *ctx, const void *text, size_t size, const sct_palette *palette,
                               match_ranking *out, match_candidate rows[SCT_CANDIDATE_MAX])
{
    sct_status status = SCT_OK;
    ranking_reader q = {.r = {.ctx = ctx}, .palette = palette};
    node root;
    TRY(mem_new(ctx, 1, sizeof *q.ranking, (void **)&q.ranking));
    TRY(mem_new(ctx, SCT_CANDIDATE_MAX, sizeof *q.rows, (void **)&q.rows));
    TRY(read_root(&q.r, text, size, 1, &root));
    read_palette(&q, &root);
    node exact = read_object(&q.r, &root, "exact"), list = read_list(&q.r, &root, "matches", SCT_CANDIDATE_MAX);
    read_targets(&q, &root, &exact);
    read_usual(&q, &root);
    read_model(&q, &root, &exact);
    for (node item = read_first(&list); item.value && q.r.status == SCT_OK; item = read_next(&item))
        read_row(&q, &item);
    read_assumptions(&q, &root);
    read_plan(&q, &root);
    read_judgement(&q, &root);
    TRY(q.r.status);
    *out = *q.ranking;
    memcpy(rows, q.rows, q.ranking->candidate_count * sizeof *rows);
done:
    json_free(q.r.tree);
    mem_free(q.ranking);
    mem_free(q.rows);
    return status;
}
