/*
 * engine/region/combine.c - several photos of one client become one answer.
 *
 * Colours are averaged with weights 1 / u95^2. What the corrections leave is
 * not taken to shrink by averaging, because photos of one visit share lamp,
 * camera and chart; noise does, and the spread between the photos, which shows
 * what nothing else does (place, light, pose), is added as the variance of their mean.
 */
#include "region/job.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double odd_ratio = 1.5;      /* of how far apart the next photo is */
static const double disagree_de00 = 5;    /* two places of one head differ by 3.2 (median) to 7.9 (p90) */
static const double stranger_ratio = 2.5; /* of what the photos usually differ by */
enum { NAMED_MAX = 2, NAMES_SIZE = 96 };

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
    out.u95_de00 = colour_u95_of_cov(out.lab, &out.cov);
    return out;
}

/* ---- photos that do not agree ----------------------------------------------------------------- */

static int shows_skin(const region_result *view)
{
    return weight_of(&view->skin.estimate) > 0;
}

/* Mean CIEDE2000 of all pairs of views that show skin and are used; NaN for fewer than two. */
static double spread_of(const region_result *views, size_t count, unsigned left_out)
{
    double sum = 0, pairs = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++)
            if (shows_skin(&views[i]) && shows_skin(&views[j]) && !((left_out >> i | left_out >> j) & 1u)) {
                sum += sct_de2000(views[i].skin.estimate.lab, views[j].skin.estimate.lab);
                pairs += 1;
            }
    return pairs > 0 ? sum / pairs : (double)NAN;
}

/* How far a view's skin is from that of the others: the lower median, so that one stranger does not move the rest. */
static double apart_of(const region_result *views, size_t count, size_t i)
{
    double d[SCT_VIEW_MAX];
    size_t n = 0;
    for (size_t j = 0; j < count; j++)
        if (j != i && shows_skin(&views[i]) && shows_skin(&views[j]))
            d[n++] = sct_de2000(views[i].skin.estimate.lab, views[j].skin.estimate.lab);
    return n ? num_quantile(d, n, n > 1 ? (double)((n - 1) / 2) / (double)(n - 1) : 0) : (double)NAN;
}

/* Fills apart_de00 and left_out: of three or more photos those far from all others, when the rest agree. One that is less
 * sure than they are may be as far away as that allows. */
static void find_strangers(const region_result *views, size_t count, sct_measurement *out)
{
    double apart[SCT_VIEW_MAX], u95[SCT_VIEW_MAX];
    size_t n = 0;
    for (size_t i = 0; i < SCT_VIEW_MAX; i++) {
        out->apart_de00[i] = i < count ? apart_of(views, count, i) : (double)NAN;
        if (!isfinite(out->apart_de00[i]))
            continue;
        u95[n] = views[i].skin.estimate.u95_de00;
        apart[n++] = out->apart_de00[i];
    }
    if (n < 3)
        return;
    double usual = num_quantile(apart, n, 0.5), sure = num_quantile(u95, n, 0.5);
    for (size_t i = 0; i < count; i++) {
        double own = views[i].skin.estimate.u95_de00, allowed = sqrt(fmax(own * own - sure * sure, 0));
        if (out->apart_de00[i] > disagree_de00 + allowed && out->apart_de00[i] > stranger_ratio * usual)
            out->left_out |= 1u << i;
    }
}

/* "a.jpg", "a.jpg and b.jpg", "a.jpg, b.jpg and 2 more": the photos of a bit set. */
static void name_photos(const region_result *views, size_t count, unsigned photos, char *out, size_t capacity)
{
    size_t total = 0, listed = 0, used = 0;
    for (size_t i = 0; i < count; i++)
        total += photos >> i & 1u;
    out[0] = '\0';
    for (size_t i = 0; i < count && listed < NAMED_MAX; i++) {
        char number[32];
        if (!(photos >> i & 1u))
            continue;
        snprintf(number, sizeof number, "photo %zu", i + 1);
        const char *before = listed == 0 ? "" : listed + 1 == total ? " and " : ", ";
        used += (size_t)snprintf(out + used, used < capacity ? capacity - used : 0, "%s%s", before,
                                 views[i].name[0] ? views[i].name : number);
        used = used < capacity ? used : capacity;
        listed++;
    }
    if (total > listed && used < capacity)
        snprintf(out + used, capacity - used, " and %zu more", total - listed);
}

/* The one photo that is farther from the others than any of them, as a bit; 0: there is none. */
static unsigned odd_one_of(unsigned used, size_t count, const double *apart_de00)
{
    unsigned odd = 0;
    double most = 0, next = 0;
    for (size_t i = 0; i < count; i++) {
        if (!(used >> i & 1u) || !(apart_de00[i] > next))
            continue;
        next = apart_de00[i] > most ? most : apart_de00[i];
        odd = apart_de00[i] > most ? 1u << i : odd;
        most = fmax(most, apart_de00[i]);
    }
    return most > odd_ratio * next ? odd : 0;
}

static void flag_strangers(const region_result *views, size_t count, sct_measurement *out)
{
    char names[NAMES_SIZE];
    unsigned with_skin = 0;
    double least = (double)INFINITY;
    for (size_t i = 0; i < count; i++) {
        with_skin |= (unsigned)shows_skin(&views[i]) << i;
        if (out->left_out >> i & 1u)
            least = fmin(least, out->apart_de00[i]);
    }
    if (out->left_out) {
        name_photos(views, count, out->left_out, names, sizeof names);
        flags_addf(&out->flags, "photo-outlier", 0,
                   "look at that photo: another light, place or person; photograph the same place in the same light",
                   "%s: skin colour %.1f dE00 or more from the other photos, left out", names, least);
    }
    if (out->between_photos_de00 > disagree_de00) {
        unsigned used = with_skin & ~out->left_out, odd = odd_one_of(used, count, out->apart_de00);
        name_photos(views, count, odd ? odd : used, names, sizeof names);
        flags_addf(&out->flags, "photos-disagree", 0, "photograph the same place again, all photos in the same light",
                   odd ? "the photos differ by %.1f dE00 in skin colour, %s most"
                       : "the photos differ by %.1f dE00 in skin colour: %s",
                   out->between_photos_de00, names);
    }
}

static void join_skin(const region_result *views, size_t count, sct_measurement *out)
{
    const sct_estimate *list[SCT_VIEW_MAX];
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (!(out->left_out >> i & 1u))
            list[n++] = &views[i].skin.estimate;
    out->skin.estimate = join_estimates(list, n);
    out->between_photos_de00 = spread_of(views, count, out->left_out);
    if (!out->skin.estimate.pixels)
        return;
    region_skin_describe(&out->skin);
    flag_strangers(views, count, out);
}

/* ---- hair ------------------------------------------------------------------------------------- */

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
static sct_hair_kind kind_of(const region_result *views, size_t count, unsigned left_out)
{
    sct_hair_kind kind = SCT_HAIR_NONE;
    for (size_t i = 0; i < count; i++) {
        if (left_out >> i & 1u)
            continue;
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
    unsigned left_out = out->left_out; /* what spoils a photo's skin spoils its hair, unless no other shows any */
    if (kind_of(views, count, left_out) == SCT_HAIR_NONE)
        left_out = 0;
    out->hair.kind = kind_of(views, count, left_out);
    for (size_t i = 0; i < count; i++) {
        const sct_hair *hair = &views[i].hair;
        if ((left_out >> i & 1u) || hair->kind == SCT_HAIR_NONE || hair->kind != out->hair.kind)
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

/* Photos of which nothing is used: left out, and their hair with them unless no other shows any. */
static unsigned unused_photos(const region_result *views, size_t count, unsigned left_out)
{
    unsigned unused = left_out;
    for (size_t i = 0; i < count && kind_of(views, count, left_out) == SCT_HAIR_NONE; i++)
        if (views[i].hair.kind != SCT_HAIR_NONE)
            unused &= ~(1u << i);
    return unused;
}

/* Non-zero when a photo that is used forbids a pick by this flag. */
static int forbids_pick(const region_result *views, size_t count, unsigned unused, const char *code)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < views[i].flags.count && !(unused >> i & 1u); k++)
            if (views[i].flags.items[k].forbids_pick && strcmp(views[i].flags.items[k].code, code) == 0)
                return 1;
    return 0;
}

/* A weakness of some photos only says of which; that of a photo left out spoils nothing. */
static void join_flags(const region_result *views, size_t count, unsigned unused, sct_flags *out)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < views[i].flags.count; k++) {
            const flag_item *flag = &views[i].flags.items[k];
            char names[NAMES_SIZE];
            unsigned photos = 0, all = (1u << count) - 1;
            for (size_t j = 0; j < count; j++)
                photos |= (unsigned)flags_have(&views[j].flags, flag->code) << j;
            name_photos(views, count, photos, names, sizeof names);
            int forbids = forbids_pick(views, count, unused, flag->code);
            size_t before = out->count;
            if (photos == all)
                flags_add(out, flag->code, forbids, flag->message, flag->fix);
            else
                flags_addf(out, flag->code, forbids, flag->fix, "%s: %s", names, flag->message);
            if (out->count > before) /* the numbers are those of the sentence */
                flags_take_values(&out->items[before], flag);
        }
}

static void join_regions(const region_result *view, int photo, sct_measurement *out)
{
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
    find_strangers(views, count, joined);
    join_flags(views, count, unused_photos(views, count, joined->left_out), &joined->flags);
    for (size_t i = 0; i < count; i++) {
        joined->corrections[i] = views[i].correction;
        joined->scales[i] = views[i].scale;
        join_regions(&views[i], (int)i, joined);
    }
    join_skin(views, count, joined);
    join_hair(views, count, joined);
    size_t first = 0;
    while (first + 1 < count && (views[first].skin.estimate.pixels == 0 || (joined->left_out >> first & 1u)))
        first++;
    joined->correction = views[views[first].skin.estimate.pixels ? first : 0].correction;
    if (joined->region_count == 0)
        FAIL(ctx, SCT_ERR_NOTHING, "no photo shows anything that was asked for; mark the skin and the hair");
    *out = *joined;
done:
    mem_free(joined);
    return status;
}
