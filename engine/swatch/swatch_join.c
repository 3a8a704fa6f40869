/*
 * swatch_join.c - the same fields in several photos become one reading of each.
 *
 * Light and camera move all fields of a photo together, so that a photo is
 * judged as a whole: by the mean distance of its fields from the median of the
 * other photos. What errs in one photo errs in the next of the same phone and
 * light, too: of the systematic variance half is taken to be common to all.
 */
#include "swatch/swatch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double shared_variance = 0.5, odd_de00 = 3, odd_times = 3, pair_de00 = 4;

/* Fields of one name and backing: of several photos, or several strips of one film. What lies over white and over black
   is never one reading, even where both halves have one name. */
typedef struct same_name {
    size_t count;
    const swatch_field *items[SCT_SWATCH_FIELDS_MAX * SCT_VIEW_MAX];
    int photo[SCT_SWATCH_FIELDS_MAX * SCT_VIEW_MAX];
} same_name;

static int is_same(const swatch_field *a, const swatch_field *b)
{
    return strcmp(a->name, b->name) == 0 && a->backing == b->backing;
}

static void collect(const swatch_reading *readings, size_t photos, size_t count, const swatch_field *like, uint32_t left_out,
                    same_name *out)
{
    out->count = 0;
    for (size_t p = 0; p < photos; p++)
        for (size_t i = 0; i < count && !(left_out >> p & 1u); i++)
            if (readings[p].fields[i].photos && is_same(&readings[p].fields[i], like)) {
                out->photo[out->count] = (int)p;
                out->items[out->count++] = &readings[p].fields[i];
            }
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, size_t n)
{
    qsort(values, n, sizeof *values, by_value);
    return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

static double part(sct_lab lab, int k)
{
    return k == 0 ? lab.L : k == 1 ? lab.a : lab.b;
}

/* Median colour of the other photos; 0 where they do not show the field. */
static int others_median(const same_name *same, int photo, sct_lab *out)
{
    double v[3][SCT_VIEW_MAX], m[3];
    size_t n = 0;
    for (size_t i = 0; i < same->count && n < SCT_VIEW_MAX; i++)
        if (same->photo[i] != photo) {
            for (int k = 0; k < 3; k++)
                v[k][n] = part(same->items[i]->estimate.lab, k);
            n++;
        }
    for (int k = 0; k < 3 && n; k++)
        m[k] = median(v[k], n);
    if (n)
        *out = (sct_lab){m[0], m[1], m[2]};
    return n > 0;
}

/* Mean distance of a photo's fields from those of the others; NaN where nothing is shared. */
static double apart(const swatch_reading *readings, size_t photos, size_t count, size_t photo, same_name *room)
{
    double sum = 0, n = 0;
    for (size_t i = 0; i < count; i++) {
        const swatch_field *f = &readings[photo].fields[i];
        sct_lab other;
        if (!f->photos)
            continue;
        collect(readings, photos, count, f, 0, room);
        if (!others_median(room, (int)photo, &other))
            continue;
        sum += sct_de2000(f->estimate.lab, other);
        n += 1;
    }
    return n > 0 ? sum / n : (double)NAN;
}

static void name_photo(const sct_view *view, size_t number, char *out, size_t size)
{
    if (view->name && *view->name)
        text_copy(out, size, view->name);
    else
        text_print(out, size, "photo %zu", number + 1);
}

/* Which photos are unlike the others; at most as many as leave two. */
static uint32_t judge(const swatch_reading *readings, const sct_view *views, size_t photos, size_t count, same_name *room,
                      sct_flags *flags, double *between)
{
    double far[SCT_VIEW_MAX], sorted[SCT_VIEW_MAX], sum = 0;
    size_t used = 0;
    uint32_t left_out = 0;
    char name[64];
    for (size_t p = 0; p < photos; p++) {
        far[p] = apart(readings, photos, count, p, room);
        if (isfinite(far[p]))
            sorted[used++] = far[p];
    }
    double usual = used ? median(sorted, used) : (double)NAN;
    for (size_t p = 0; p < photos; p++) {
        if (photos >= 3 && far[p] > fmax(odd_de00, odd_times * usual)) {
            left_out |= 1u << p;
            name_photo(&views[p], p, name, sizeof name);
            flags_addf(flags, "photo-outlier", 0, "photograph the sheet again in even light without gloss",
                       "%s is unlike the other photos (dE00 %.1f) and was left out", name, far[p]);
        } else if (isfinite(far[p])) {
            sum += far[p];
        }
    }
    *between = used > 1 ? sum / (double)used : (double)NAN;
    if (photos == 2 && *between > pair_de00)
        flags_addf(flags, "photos-disagree", 0, "add a third photo, which tells which of them is odd",
                   "the two photos differ by dE00 %.1f", *between);
    return left_out;
}

/* Mean of readings of one field, each as sure as the other. */
static swatch_field mean_of(const same_name *same)
{
    swatch_field mean = *same->items[0];
    double n = (double)same->count, sum[3] = {0};
    uint64_t pixels = 0;
    uint32_t seen = 0;
    memset(&mean.estimate.cov, 0, sizeof mean.estimate.cov);
    memset(&mean.estimate.cov_noise, 0, sizeof mean.estimate.cov_noise);
    for (size_t i = 0; i < same->count; i++) {
        const sct_estimate *e = &same->items[i]->estimate;
        pixels += e->pixels;
        seen |= 1u << same->photo[i];
        for (int k = 0; k < 3; k++) {
            sum[k] += part(e->lab, k) / n;
            for (int j = 0; j < 3; j++) {
                double noise = e->cov_noise.m[k][j], rest = e->cov.m[k][j] - noise;
                mean.estimate.cov_noise.m[k][j] += noise / (n * n);
                mean.estimate.cov.m[k][j] +=
                    noise / (n * n) + rest * (shared_variance / n + (1 - shared_variance) / (n * n));
            }
        }
    }
    mean.estimate.lab = (sct_lab){sum[0], sum[1], sum[2]};
    mean.estimate.u95_de00 = colour_u95_of_cov(mean.estimate.lab, &mean.estimate.cov);
    mean.estimate.pixels = pixels;
    mean.photos = 0;
    for (; seen; seen &= seen - 1)
        mean.photos++;
    return mean;
}

/* Mean Y of the bare fields of a backing. */
static double bare_reflectance(const sct_swatches *s, sct_backing backing)
{
    double sum = 0, n = 0;
    for (size_t i = 0; i < s->count; i++)
        if (s->fields[i].bare && s->fields[i].backing == backing) {
            sum += sct_xyz_from_lab(s->fields[i].estimate.lab, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2)).Y;
            n += 1;
        }
    return n > 0 ? fmin(fmax(sum / n, 0.001), 1) : (double)NAN;
}

static int known_already(const sct_swatches *s, const swatch_field *f)
{
    for (size_t i = 0; i < s->count; i++)
        if (is_same(&s->fields[i], f))
            return 1;
    return 0;
}

sct_status swatch_join(sct_context *ctx, const swatch_reading *readings, const sct_view *views, size_t photos,
                       const sct_swatch_field *fields, size_t count, sct_swatches *out)
{
    sct_status status = SCT_OK;
    same_name *room = NULL;
    sct_swatches *s = NULL;
    TRY(mem_new(ctx, 1, sizeof *room, (void **)&room));
    TRY(mem_new(ctx, 1, sizeof *s, (void **)&s));
    s->photo_count = photos;
    s->left_out = judge(readings, views, photos, count, room, &s->flags, &s->between_photos_de00);
    for (size_t i = 0; i < count; i++) {
        if (known_already(s, &readings[0].fields[i]))
            continue;
        collect(readings, photos, count, &readings[0].fields[i], s->left_out, room);
        if (room->count == 0 && fields[i].bare)
            continue;
        if (room->count == 0)
            FAIL(ctx, SCT_ERR_NOTHING, "the field \"%s\" is in no photo that can be used", fields[i].name);
        s->fields[s->count++] = mean_of(room);
    }
    size_t first = 0;
    while (first + 1 < photos && (s->left_out >> first & 1u))
        first++;
    s->correction = readings[first].correction;
    for (size_t p = 0; p < photos; p++)
        if (!(s->left_out >> p & 1u))
            flags_join(&s->flags, &readings[p].flags);
    s->white = bare_reflectance(s, SCT_BACKING_WHITE);
    s->black = bare_reflectance(s, SCT_BACKING_BLACK);
    *out = *s;
done:
    mem_free(room);
    mem_free(s);
    return status;
}

void sct_swatches_free(sct_swatches *swatches)
{
    mem_free(swatches);
}

sct_status sct_swatches_describe_sized(const sct_swatches *swatches, sct_swatches_info *out, size_t size)
{
    if (!swatches || !out)
        return SCT_ERR_ARGUMENT;
    sct_swatches_info info = {.count = swatches->count,
                              .photo_count = swatches->photo_count,
                              .correction = swatches->correction,
                              .white = swatches->white,
                              .black = swatches->black,
                              .left_out = swatches->left_out,
                              .between_photos_de00 = swatches->between_photos_de00};
    return record_give(out, size, &info, sizeof info);
}

sct_status sct_swatches_at_sized(const sct_swatches *swatches, size_t index, sct_swatch *out, size_t size)
{
    if (!swatches || !out || index >= swatches->count)
        return SCT_ERR_ARGUMENT;
    const swatch_field *f = &swatches->fields[index];
    sct_swatch swatch = {.name = f->name,
                         .estimate = f->estimate,
                         .parts_water = f->parts_water,
                         .wet_film_um = f->wet_film_um,
                         .backing = f->backing,
                         .state = f->state,
                         .bare = f->bare,
                         .mix = f->mix,
                         .photos = f->photos};
    return record_give(out, size, &swatch, sizeof swatch);
}

const sct_flags *sct_swatches_flags(const sct_swatches *swatches)
{
    return swatches ? &swatches->flags : NULL;
}
