/*
 * engine/match/match_rank.c - from a client and a palette to a ranking: every
 * ink in stock is looked at in every draw of what is not known.
 */
#include "match/match_private.h"

#include <math.h>
#include <string.h>

/* dE00 between the skin and the nearest that the model can make, beyond which it is not skin and nothing is predicted. The
 * worst of 1,058 measured skins is at 1.2; the darkest, measured 2 off in each of L*, a* and b*, come to 5, and their owners
 * are to be advised all the same. */
static const double LOST_DE00 = 10;
/* Share of what may be true in which the first row comes out too dark, from which on it is none. */
static const double TOO_STRONG_SHARE = 0.4;

static int lab_known(sct_lab lab)
{
    return isfinite(lab.L) && isfinite(lab.a) && isfinite(lab.b);
}

sct_status match_client_fit(sct_context *ctx, const sct_measurement *measurement, match_client *out)
{
    const sct_estimate *skin = &measurement->skin.estimate;
    double unknown = (double)NAN;
    sct_conditions conditions;
    sct_tissue start;
    sct_skin_fit fit;
    (void)ctx;
    *out = (match_client){.tissue = {unknown, unknown, unknown, unknown, unknown, unknown, unknown}, .fit_de00 = unknown};
    if (skin->pixels == 0 || !lab_known(skin->lab))
        return SCT_OK;
    sct_tissue_init(&start);
    sct_conditions_init(&conditions);
    skin_fit_lab(&start, skin->lab, &skin->cov, &conditions, &fit);
    out->fitted = fit.fit_de00 <= LOST_DE00;
    out->fit_de00 = fit.fit_de00;
    if (out->fitted)
        out->tissue = fit.tissue;
    return SCT_OK;
}

/* Why no ink in stock was looked at; unknown: a CI number that stood in the way of a prediction, or null. */
static sct_status complain_of_inks(sct_context *ctx, sct_basis basis, const char *unknown)
{
    if (unknown && (basis == SCT_BASIS_AUTO || basis == SCT_BASIS_PREDICTED_HEALED))
        return diag_set(ctx, SCT_ERR_NOTHING,
                        "no ink in stock has a colour to rank by (%s): the optics of CI %.20s, in a composition, are not "
                        "known (known are " SKIN_PIGMENTS_KNOWN "); measure one",
                        sct_basis_name(basis), unknown);
    return diag_set(ctx, SCT_ERR_NOTHING,
                    "no ink in stock has a colour to rank by (%s); measure one, or give its composition",
                    sct_basis_name(basis));
}

/* Names the inks of which nothing is known: "onyx, sable and 3 more". */
static void note_left_out(const sct_palette *palette, size_t left_out, const size_t first[2], sct_flags *flags)
{
    char names[SCT_TITLE_SIZE + 40], more[32] = "";
    if (left_out == 0)
        return;
    palette_ink one = palette_ink_at(palette, first[0]), two = palette_ink_at(palette, first[left_out > 1]);
    if (left_out > 2)
        text_print(more, sizeof more, " and %zu more", left_out - 2);
    text_print(names, sizeof names, "%.32s%s%.32s%s", one.id,
               left_out > 2   ? ", "
               : left_out > 1 ? " and "
                              : "",
               left_out > 1 ? two.id : "", more);
    flags_addf(flags, "inks-left-out", 0,
               "give their composition, films or healed colours; checking the palette says what is missing",
               "%zu in stock could not be ranked, for nothing tells their colour at any of their mixes: %s", left_out,
               names);
}

/* Looks at one ink that is in stock; 0 when no colour of it is known. */
static sct_status add_one(sct_context *ctx, const match_scene *scene, const sct_palette *palette, match_ink *ink,
                          match_pool *pool, int *known)
{
    sct_status status = SCT_OK;
    ink->ink = match_ink_at(scene, palette, ink->index);
    *known = match_prepare(scene, ink);
    if (!*known)
        return SCT_OK;
    ink->laser = ink->basis->id == SCT_BASIS_SWATCH ? NULL : palette_laser_risk_of(&ink->ink);
    match_draw_ink(scene, ink->index, ink->errors);
    TRY(match_add_ink(ctx, scene, ink, pool));
done:
    return status;
}

/* Looks at the inks that were picked from the line; all have a colour to rank by, and all of the line count as considered.
 */
static sct_status add_line(sct_context *ctx, const match_scene *scene, const sct_palette *palette, const match_line *line,
                           const match_ink *room, match_pool *pool)
{
    sct_status status = SCT_OK;
    pool->considered += line->count - line->pick_count;
    for (size_t k = 0; k < line->pick_count; k++) {
        int known, apart;
        match_ink ink = *room;
        ink.index = line->picks[k].ink;
        apart = palette_ink_in(palette, ink.index)->colours[0].state != SCT_STATE_HEALED;
        TRY(progress_tell(ctx, SCT_STAGE_MATCH, room->done));
        if (match_is_hopeless(pool, apart, line->picks[k].away))
            pool->considered++;
        else
            TRY(add_one(ctx, scene, palette, &ink, pool, &known));
    }
done:
    return status;
}

/* What is seen of a palette while its inks are looked at. */
typedef struct look_through {
    size_t in_stock, left_out, first_left[2]; /* nothing tells the colour of those left out */
    const char *unknown;                      /* a CI number that stood in the way of a prediction, or null */
} look_through;

/* Looks at the inks that do not wait in line, and then at those that do. */
static sct_status look_at_inks(sct_context *ctx, const match_scene *scene, const sct_palette *palette, const match_ink *room,
                               match_pool *pool, look_through *seen)
{
    sct_status status = SCT_OK;
    size_t count = sct_palette_count(palette);
    match_ink ink = *room;
    match_line line = {0};
    TRY(match_line_up(ctx, scene, palette, &line));
    seen->in_stock = line.count;
    for (size_t i = 0; i < count; i++) {
        int known = 0;
        if (match_waits(&line, i))
            continue;
        const palette_ink *one = palette_ink_in(palette, i);
        double done = (scene->options->blend > 1 ? 0.2 : 1) * (double)i / (double)count;
        TRY(progress_tell(ctx, SCT_STAGE_MATCH, done));
        seen->in_stock += one->in_stock != 0;
        if (!one->in_stock)
            continue;
        seen->unknown = seen->unknown ? seen->unknown : palette_unknown_pigment(one);
        ink = *room;
        ink.index = i;
        ink.done = done;
        TRY(add_one(ctx, scene, palette, &ink, pool, &known));
        if (!known && seen->left_out < 2)
            seen->first_left[seen->left_out] = i;
        seen->left_out += !known;
    }
    TRY(add_line(ctx, scene, palette, &line, &ink, pool));
done:
    match_line_free(&line);
    return status;
}

/* Looks at every ink in stock; SCT_ERR_NOTHING when no colour of any of them is known. */
static sct_status add_inks(sct_context *ctx, const match_scene *scene, const sct_palette *palette, match_pool *pool,
                           sct_flags *flags)
{
    sct_status status = SCT_OK;
    match_ink room = {0};
    look_through seen = {0};
    TRY(mem_new(ctx, scene->draw_count, sizeof *room.errors, (void **)&room.errors));
    TRY(mem_new(ctx, 1, match_table_size(), (void **)&room.table));
    TRY(look_at_inks(ctx, scene, palette, &room, pool, &seen));
    if (scene->options->blend > 1)
        TRY(match_add_blends(ctx, scene, palette, &room, pool));
    if (seen.in_stock == 0)
        FAIL(ctx, SCT_ERR_NOTHING, "no ink of the palette is in stock; mark in the palette those that are there");
    if (pool->count == 0)
        TRY(complain_of_inks(ctx, scene->options->basis, seen.unknown));
    if (scene->options->basis == SCT_BASIS_AUTO)
        note_left_out(palette, seen.left_out, seen.first_left, flags);
done:
    mem_free(room.errors);
    mem_free(room.table);
    return status;
}

static void add_flags(const match_scene *scene, const match_pool *pool, const sct_palette *palette, sct_flags *flags)
{
    const match_candidate *best = &pool->entries[0].row;
    if (best->basis == SCT_BASIS_SWATCH)
        flags_addf(flags, "swatch-basis", 1, "give the inks' composition or healed colours, and show bare skin",
                   "inks are compared by their %s colour, which is not what heals",
                   match_colour_word(palette_ink_in(palette, best->ink), best->state));
    if (!scene->skin_known)
        flags_add(flags, "no-skin", 1, "the skin was not measured, so nothing is known of the area or of healing",
                  "show bare skin beside the hair, or mark the skin");
    if (scene->client->fit_de00 > SKIN_REACH_DE00)
        flags_addf(flags, "skin-out-of-reach", 0, "measure healed colours on this skin; check the light and the region",
                   "the skin model follows this skin only to dE00 %.1f", scene->client->fit_de00);
    if (palette_facts_of(palette).provenance == SCT_PROVENANCE_ILLUSTRATIVE)
        flags_add(flags, "illustrative-palette", 0, "the palette is illustrative: computed, not measured on a maker's ink",
                  "measure your own inks");
}

/* Where the first row stands to what the trade would mix. */
static void compare_with_usual(const match_scene *scene, const match_pool *pool, match_ranking *out)
{
    const match_usual *usual = &scene->usual;
    const match_candidate *best = &pool->entries[0].row;
    out->usual_shade = out->equal_shade = out->usual_dL = (double)NAN;
    if (!usual->known)
        return;
    out->usual_shade = usual->row->shade;
    out->equal_shade = match_usual_equal(usual, best->area_lab);
    out->usual_dL = match_usual_dL(usual, scene->nominal.shadow);
    text_print(out->usual_for, sizeof out->usual_for, "%s on %s", usual->row->hair, usual->row->skin);
    text_copy(out->usual_source, sizeof out->usual_source, usual->row->source);
    if (match_usual_is_far(usual, best->area_lab))
        flags_addf(&out->flags, "off-usual-shade", 0, "look again at light, hair and skin; make a test area first",
                   "the usual chart says shade %.0f for %s, this mix is as dark as shade %.0f", out->usual_shade,
                   out->usual_for, out->equal_shade);
}

/* Rows that rest on a swatch, below rows of which it is known what heals. */
static void tell_apart(const match_pool *pool, match_ranking *out)
{
    size_t head = match_head_count(pool), inks = 0;
    if (head == pool->count)
        return;
    out->apart_from = head + 1;
    for (size_t i = head; head && i < pool->count; i++) {
        size_t k = head;
        while (k < i && pool->entries[k].row.ink != pool->entries[i].row.ink)
            k++;
        inks += k == i;
    }
    if (head)
        flags_addf(&out->flags, "swatches-apart", 0, "give their composition, measured films or healed colours",
                   "%zu known only by a swatch or a screen colour, which is not what heals: ranked apart, from row %zu on",
                   inks, head + 1);
}

/* The first row's ink cannot be made light enough. */
static void doubt_strength(const match_pool *pool, sct_flags *flags)
{
    const match_entry *best = &pool->entries[0];
    if (!(best->dark_side > TOO_STRONG_SHARE))
        return;
    flags_addf(flags, "ink-too-strong", 1, "use a weaker or lighter ink, or set fewer dots",
               "even the best of these mixes is likely (%.0f %%) to heal visibly darker than the hair's shadow",
               100 * best->dark_side);
}

/* How far the area's target may be off, by the draws. */
static void doubt_target(const match_scene *scene, match_pool *pool, match_ranking *out)
{
    size_t n = scene->draw_count;
    sct_lab centre = scene->nominal.shadow;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            out->target_area_cov.m[i][j] = n ? 0 : (double)NAN;
    for (size_t d = 0; d < n; d++) {
        sct_lab one = scene->draws[d].shadow;
        const double off[3] = {one.L - centre.L, one.a - centre.a, one.b - centre.b};
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++)
                out->target_area_cov.m[i][j] += off[i] * off[j] / (double)n;
        pool->looks[d] = sct_de2000(centre, one);
    }
    out->target_area_u95_de00 = n ? num_quantile(pool->looks, n, 0.95) : (double)NAN;
}

/* How sure the first row is, and whether it may be picked: one says what the other does. */
static void judge(const match_scene *scene, const match_pool *pool, match_ranking *out)
{
    out->confidence = match_confidence(scene, pool);
    if (out->confidence == SCT_CONFIDENCE_LOW && scene->draw_count)
        match_doubts(scene, pool, &out->flags);
    if (sct_flags_forbid_pick(&out->flags)) /* however well the rows can be told apart, no recipe is a sure one */
        out->confidence = SCT_CONFIDENCE_LOW;
    out->pick = out->confidence != SCT_CONFIDENCE_LOW;
}

static void summarise(const match_scene *scene, match_pool *pool, const sct_palette *palette, match_ranking *out)
{
    out->considered = pool->considered;
    out->target_dot = scene->nominal.stub;
    out->target_area = scene->nominal.shadow;
    doubt_target(scene, pool, out);
    out->shadow_predicted = scene->shadow_predicted;
    out->metric = scene->options->metric;
    out->loss = scene->options->loss;
    out->grey_hair = scene->options->grey_hair;
    out->grey_share = scene->grey_share;
    out->weight_dot = scene->weight_dot;
    out->jnd_de00 = scene->thresholds.jnd;
    out->acceptable_de00 = scene->thresholds.acceptable;
    text_copy(out->threshold_source, sizeof out->threshold_source, match_thresholds_source());
    out->tissue = scene->client->tissue;
    out->fit_de00 = scene->client->fit_de00;
    out->flags = scene->measurement->flags;
    add_flags(scene, pool, palette, &out->flags);
    tell_apart(pool, out);
    doubt_strength(pool, &out->flags);
    compare_with_usual(scene, pool, out);
    judge(scene, pool, out);
    match_assume(scene, pool, out);
    match_plan(pool, palette, out);
}

sct_status match_rank(sct_context *ctx, const sct_match_options *options, const match_client *client,
                      const sct_measurement *measurement, const sct_palette *palette, match_candidate *candidates,
                      size_t capacity, match_ranking *out)
{
    sct_status status = SCT_OK;
    match_scene scene = {0};
    match_pool pool = {0};
    sct_flags *left_out = NULL;

    TRY(mem_new(ctx, 1, sizeof *left_out, (void **)&left_out));
    TRY(match_scene_init(ctx, options, client, measurement, &scene));
    TRY(match_pool_init(ctx, &scene, &pool));
    TRY(add_inks(ctx, &scene, palette, &pool, left_out));
    match_order(&scene, &pool);
    *out = (match_ranking){.candidate_count = pool.count < capacity ? pool.count : capacity};
    summarise(&scene, &pool, palette, out);
    flags_join(&out->flags, left_out);
    for (size_t i = 0; i < out->candidate_count; i++)
        candidates[i] = pool.entries[i].row;
done:
    mem_free(left_out);
    match_pool_free(&pool);
    match_scene_free(&scene);
    return status;
}
