/*
 * engine/match/match_blend.c - two inks mixed with each other, then with water.
 *
 * Pigments in one fluid absorb and scatter side by side, so the optics of a
 * mixture are those of its inks, each weighted by its share and its strength:
 * a blend is an ink like any other, predicted by the same basis. Only inks whose
 * optics are known can be blended; measured colours of two inks do not tell that
 * of their mixture.
 */
#include "match/match_private.h"

#include <math.h>
#include <string.h>

/* Every pair is tried in every ratio: beyond so many inks the best by themselves are taken. */
enum { BLEND_INKS_MAX = 8 };
/* Parts that a syringe measures without thinking. */
static const int ratios[][2] = {{3, 1}, {1, 1}, {1, 3}};
enum { RATIOS = sizeof ratios / sizeof ratios[0] };

typedef struct partner {
    size_t ink;
    double loss; /* of its best row */
} partner;

/* The inks of the pool that can be blended, each with its best row, best first; at most BLEND_INKS_MAX. */
static size_t find_partners(const match_pool *pool, const sct_palette *palette, partner found[BLEND_INKS_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < pool->count; i++) {
        const match_candidate *row = &pool->entries[i].row;
        size_t at = 0;
        if (row->basis != SCT_BASIS_PREDICTED_HEALED || palette_ink_at(palette, row->ink).kind != SCT_INK_DILUTABLE)
            continue;
        while (at < count && found[at].ink != row->ink)
            at++;
        if (at < count && found[at].loss <= row->loss)
            continue;
        if (at == count && count < BLEND_INKS_MAX)
            count++;
        else if (at == count && !(row->loss < found[--at].loss))
            continue;
        for (; at > 0 && row->loss < found[at - 1].loss; at--)
            found[at] = found[at - 1];
        found[at] = (partner){row->ink, row->loss};
    }
    return count;
}

/* What both may be thinned to, in the coarser of their steps; 0 when there is nothing in common. */
static int common_range(const palette_ink *other, palette_ink *blend)
{
    blend->min_parts_water = fmax(blend->min_parts_water, other->min_parts_water);
    blend->max_parts_water = fmin(blend->max_parts_water, other->max_parts_water);
    blend->step = fmax(blend->step, other->step);
    return blend->min_parts_water <= blend->max_parts_water;
}

/* Of ln(strength): half of each ink's variance is the hand and the tissue, the same for both, half its own. */
static double blended_sd(double first, double sd_first, double second, double sd_second)
{
    return sqrt((pow(first * sd_first + second * sd_second, 2) + pow(first * sd_first, 2) + pow(second * sd_second, 2)) / 2);
}

/* Prepares an ink with ink->blend of these two and ink->basis set; ink->ink has the range of dilutions, and loses its own
 * strength. 0: nothing tells the optics of one of them. */
static int predict_blend(const match_scene *scene, match_ink *ink, const palette_ink *one, const palette_ink *other)
{
    sct_ink_optics optics[2];
    skin_ink none = {{0}, {0}, {0}};
    double parts = ink->blend.parts_first + ink->blend.parts_second;
    double first = ink->blend.parts_first / parts, second = ink->blend.parts_second / parts;
    if (!scene->skin || palette_ink_optics(NULL, one, scene->optics, &optics[0]) != SCT_OK)
        return 0;
    ink->optics = scene->told;
    *ink->optics = *palette_optics_told(scene->optics);
    if (palette_ink_optics(NULL, other, scene->optics, &optics[1]) != SCT_OK)
        return 0;
    const palette_optics_report *of_other = palette_optics_told(scene->optics);
    double sd[2] = {match_strength_sd(scene, &optics[0], ink->optics), match_strength_sd(scene, &optics[1], of_other)};
    skin_ink a = skin_ink_of(&optics[0]), b = skin_ink_of(&optics[1]);
    skin_ink medium = skin_medium_plus(&none, &a, first * one->strength);
    medium = skin_medium_plus(&medium, &b, second * other->strength);
    ink->ink.strength = 1;
    flags_join(&ink->optics->flags, &of_other->flags);
    text_copy(ink->optics->rests_on, sizeof ink->optics->rests_on, "the optics of both inks, mixed");
    match_predict_medium(scene, &medium, blended_sd(first, sd[0], second, sd[1]), ink);
    return 1;
}

/* Errors of a blend's strength: the draws of its first ink stand for both, the same whatever the other pairs. */
static sct_status add_pair(sct_context *ctx, const match_scene *scene, const sct_palette *palette, size_t first,
                           size_t second, const match_ink *room, match_pool *pool)
{
    sct_status status = SCT_OK;
    match_draw_ink(scene, first, room->errors);
    for (size_t i = 0; i < RATIOS; i++) {
        match_ink ink = *room;
        palette_ink one = match_ink_at(scene, palette, first), other = match_ink_at(scene, palette, second);
        ink.ink = one;
        ink.index = first;
        ink.basis = match_basis_of(SCT_BASIS_PREDICTED_HEALED);
        ink.blend = (sct_blend){second, ratios[i][0], ratios[i][1]};
        ink.ink.colour_count = 0; /* measured colours are those of one of them */
        const palette_laser_risk *risks[2] = {palette_laser_risk_of(&one), palette_laser_risk_of(&other)};
        ink.laser = risks[1] && (!risks[0] || risks[1]->risk > risks[0]->risk) ? risks[1] : risks[0];
        if (!common_range(&other, &ink.ink) || !predict_blend(scene, &ink, &one, &other))
            continue;
        TRY(match_add_ink(ctx, scene, &ink, pool));
    }
done:
    return status;
}

sct_status match_add_blends(sct_context *ctx, const match_scene *scene, const sct_palette *palette, const match_ink *room,
                            match_pool *pool)
{
    sct_status status = SCT_OK;
    partner partners[BLEND_INKS_MAX];
    size_t count = find_partners(pool, palette, partners), done_pairs = 0;
    match_ink here = *room;
    for (size_t i = 0; i < count; i++)
        for (size_t k = i + 1; k < count; k++) {
            size_t first = partners[i].ink < partners[k].ink ? i : k, second = i + k - first;
            here.done = 0.2 + 0.8 * 2 * (double)done_pairs++ / (double)(count * (count - 1));
            TRY(progress_tell(ctx, SCT_STAGE_MATCH, here.done));
            TRY(add_pair(ctx, scene, palette, partners[first].ink, partners[second].ink, &here, pool));
        }
done:
    return status;
}
