/*
 * engine/region/combine.c - several photos of one client become one answer.
 *
 * Colours are averaged with weights 1 / u95^2. What the corrections leave is
 * not taken to shrink by averaging, because photos of one visit share lamp,
 * camera and chart; noise does, and the spread between the photos, which shows
 * what nothing else does (place, light, pose), is added as the variance of their mean.
 */
#include "region/region_private.h"

#include <math.h>
#include <string.h>

static const double disagree_de00 = 5; /* two places of one head differ by 3.2 (median) to 7.9 (p90) */

/* 0 for a colour that is none, or of which nobody knows how far to trust it. */
static double weight_of(const sct_estimate *e)
{
    if (!e->pixels || !isfinite(e->u95_de00) || !isfinite(e->lab.L + e->lab.a + e->lab.b))
        return 0;
    return 1 / fmax(e->u95_de00 * e->u95_de00, 1e-6);
}

/* Weighted mean of estimates that have a weight; all zero when none has. */
static sct_estimate join_estimates(const sct_estimate *const *list, size_t count)
{
    sct_estimate out = {0};
    double total = 0, n = 0;
    for (size_t i = 0; i < count; i++)
        total += weight_of(list[i]);
    if (!(total > 0))
        return out;
    for (size_t i = 0; i < count; i++) {
        const sct_estimate *e = list[i];
        double w = weight_of(e) / total;
        if (!(w > 0)) /* 0 times NaN is NaN */
            continue;
        n += 1;
        out.pixels += e->pixels;
        out.lab.L += w * e->lab.L;
        out.lab.a += w * e->lab.a;
        out.lab.b += w * e->lab.b;
        for (int r = 0; r < 3; r++)
            for (int c = 0; c < 3; c++) {
                out.cov_noise.m[r][c] += w * w * e->cov_noise.m[r][c];
                out.cov.m[r][c] += w * (e->cov.m[r][c] - e->cov_noise.m[r][c]) + w * w * e->cov_noise.m[r][c];
            }
    }
    for (size_t i = 0; n > 1 && i < count; i++) {
        double w = weight_of(list[i]) / total;
        if (!(w > 0))
            continue;
        const double d[3] = {list[i]->lab.L - out.lab.L, list[i]->lab.a - out.lab.a, list[i]->lab.b - out.lab.b};
        for (int r = 0; r < 3; r++)
            for (int c = 0; c < 3; c++)
                out.cov.m[r][c] += w * d[r] * d[c] / (n - 1);
    }
    out.u95_de00 = region_u95_of_cov(out.lab, &out.cov);
    return out;
}

/* Mean CIEDE2000 of all pairs of views that show skin; NaN for fewer than two. */
static double spread_of(const region_result *views, size_t count)
{
    double sum = 0, pairs = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++)
            if (weight_of(&views[i].skin.estimate) > 0 && weight_of(&views[j].skin.estimate) > 0) {
                sum += sct_de2000(views[i].skin.estimate.lab, views[j].skin.estimate.lab);
                pairs += 1;
            }
    return pairs > 0 ? sum / pairs : (double)NAN;
}

static void join_skin(const region_result *views, size_t count, sct_measurement *out)
{
    const sct_estimate *list[SCT_VIEW_MAX];
    for (size_t i = 0; i < count; i++)
        list[i] = &views[i].skin.estimate;
    out->skin.estimate = join_estimates(list, count);
    out->between_photos_de00 = spread_of(views, count);
    if (!out->skin.estimate.pixels)
        return;
    region_skin_describe(&out->skin);
    if (out->between_photos_de00 > disagree_de00)
        flags_addf(&out->flags, "photos-disagree", 0, "photograph the same place again, all photos in the same light",
                   "the photos differ by %.1f dE00 in skin colour", out->between_photos_de00);
}

/* Weighted mean of a number over views of the same kind of hair; NaN counts for nothing. */
static double mean_of(const double *values, const double *weights, size_t count)
{
    double sum = 0, total = 0;
    for (size_t i = 0; i < count; i++)
        if (isfinite(values[i]) && weights[i] > 0) {
            sum += weights[i] * values[i];
            total += weights[i];
        }
    return total > 0 ? sum / total : (double)NAN;
}

/* Stubble when any photo shows it: it is what the ink imitates. */
static sct_hair_kind kind_of(const region_result *views, size_t count)
{
    sct_hair_kind kind = SCT_HAIR_NONE;
    for (size_t i = 0; i < count; i++) {
        if (views[i].hair.kind == SCT_HAIR_STUBBLE)
            return SCT_HAIR_STUBBLE;
        if (views[i].hair.kind != SCT_HAIR_NONE)
            kind = views[i].hair.kind;
    }
    return kind;
}

static void join_hair(const region_result *views, size_t count, sct_measurement *out)
{
    const sct_estimate *strand[SCT_VIEW_MAX] = {0}, *shadow[SCT_VIEW_MAX] = {0};
    double values[7][SCT_VIEW_MAX], weights[SCT_VIEW_MAX];
    size_t n = 0;
    out->hair.kind = kind_of(views, count);
    for (size_t i = 0; i < count; i++) {
        const sct_hair *hair = &views[i].hair;
        if (hair->kind == SCT_HAIR_NONE || hair->kind != out->hair.kind)
            continue;
        const double numbers[7] = {hair->coverage,        hair->grey_fraction,  hair->grey_lo, hair->grey_hi,
                                   hair->density_per_cm2, hair->fibre_width_px, hair->width_mm};
        for (int k = 0; k < 7; k++)
            values[k][n] = numbers[k];
        strand[n] = &hair->strand;
        shadow[n] = &hair->shadow;
        weights[n++] = (double)hair->fibres + 1;
        out->hair.fibres += hair->fibres;
    }
    out->hair.strand = join_estimates(strand, n);
    out->hair.shadow = join_estimates(shadow, n);
    out->hair.coverage = mean_of(values[0], weights, n);
    out->hair.grey_fraction = mean_of(values[1], weights, n);
    out->hair.grey_lo = mean_of(values[2], weights, n);
    out->hair.grey_hi = mean_of(values[3], weights, n);
    out->hair.density_per_cm2 = mean_of(values[4], weights, n);
    out->hair.fibre_width_px = mean_of(values[5], weights, n);
    out->hair.width_mm = mean_of(values[6], weights, n);
}

/* Flag bits of a view's list as bits of the joined list. */
static uint32_t moved_bits(uint32_t bits, const sct_flags *from, const sct_flags *to)
{
    uint32_t out = 0;
    for (size_t i = 0; i < from->count; i++)
        for (size_t j = 0; (bits >> i & 1u) && j < to->count; j++)
            if (strcmp(from->items[i].code, to->items[j].code) == 0)
                out |= 1u << j;
    return out;
}

static void join_regions(const region_result *view, int photo, sct_measurement *out)
{
    flags_join(&out->flags, &view->flags);
    for (size_t i = 0; i < view->region_count && out->region_count < SCT_REGION_MAX; i++) {
        sct_region *region = &out->regions[out->region_count++];
        *region = view->regions[i];
        region->photo = photo;
        region->flag_bits = moved_bits(view->regions[i].flag_bits, &view->flags, &out->flags);
    }
}

sct_status region_combine(sct_context *ctx, const region_result *views, size_t count, sct_measurement *out)
{
    sct_status status = SCT_OK;
    sct_measurement *joined = NULL;

    if (count < 1 || count > SCT_VIEW_MAX)
        FAIL(ctx, SCT_ERR_ARGUMENT, "between 1 and %d photos can be joined", SCT_VIEW_MAX);
    TRY(mem_new(ctx, 1, sizeof *joined, (void **)&joined));
    joined->photo_count = count;
    size_t first = 0;
    while (first + 1 < count && views[first].skin.estimate.pixels == 0)
        first++;
    joined->correction = views[views[first].skin.estimate.pixels ? first : 0].correction;
    for (size_t i = 0; i < count; i++)
        join_regions(&views[i], (int)i, joined);
    join_skin(views, count, joined);
    join_hair(views, count, joined);
    if (joined->region_count == 0)
        FAIL(ctx, SCT_ERR_NOTHING, "no photo shows anything that was asked for; show skin and hair with --skin and --hair");
    *out = *joined;
done:
    mem_free(joined);
    return status;
}
