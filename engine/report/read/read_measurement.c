/* engine/report/read/read_measurement.c - what report_measurement wrote. */
#include "report/read/read.h"

#include <math.h>
#include <string.h>

static const double DE_MOST = 1000, ANGLE_MOST = 360, Z_MOST = 1e6, COUNT_MOST = 9e15, SIDE_MOST = 1e9, VARIANCE_MOST = 1e6;

static const char *profile_word(int i)
{
    return sct_profile_source_name((sct_profile_source)i);
}

static const char *hair_word(int i)
{
    return sct_hair_kind_name((sct_hair_kind)i);
}

static const char *role_word(int i)
{
    return sct_role_name((sct_role)i);
}

/* ---- estimates ---- */

/* A covariance: symmetric, and no two errors more alike than equal. What a rounding leaves is let through. */
static void check_covariance(reader *r, const node *at, const char *key, const sct_cov *cov)
{
    const double slack = 1e-6;
    for (int i = 0; i < 3 && r->status == SCT_OK; i++) {
        if (!(cov->m[i][i] >= 0))
            read_refuse(r, at, key, "a variance is negative");
        for (int k = 0; k < i; k++) {
            double most = sqrt(fmax(cov->m[i][i], 0) * fmax(cov->m[k][k], 0));
            if (!(fabs(cov->m[i][k] - cov->m[k][i]) <= slack * (most + slack)) ||
                !(fabs(cov->m[i][k]) <= most * (1 + slack) + slack))
                read_refuse(r, at, key, "is no covariance");
        }
    }
}

void read_covariance(reader *r, const node *at, const char *key, int known, sct_cov *out)
{
    read_matrix(r, at, key, !known, VARIANCE_MOST, out->m);
    if (known)
        check_covariance(r, at, key, out);
}

/* A colour that rests on pixels is one. */
static void read_pixels(reader *r, const node *at, double least, sct_estimate *out)
{
    out->pixels = (uint64_t)read_whole(r, at, "pixels", least, COUNT_MOST);
    if (r->status == SCT_OK && out->pixels && !isfinite(out->lab.L))
        read_refuse(r, at, "pixels", "but no colour");
}

/* `shown` is the object for people, `lab` the key of the colour in it; both null where nothing of it is shown. */
static void read_estimate(reader *r, const node *shown, const char *lab, const node *exact, const char *u95,
                          sct_estimate *out)
{
    out->lab = lab ? read_exact_lab(r, shown, lab, exact, "lab") : read_lab(r, exact, "lab");
    read_covariance(r, exact, "cov", isfinite(out->lab.L), &out->cov);
    read_covariance(r, exact, "cov_noise", isfinite(out->lab.L), &out->cov_noise);
    out->u95_de00 = u95 ? read_exact(r, shown, u95, exact, "u95_de00", DECIMALS_DE, 0, DE_MOST)
                        : read_unknown(r, exact, "u95_de00", 0, DE_MOST);
}

/* ---- skin and hair ---- */

static void read_interval(reader *r, const node *at, const char *key, double lo, double hi, int decimals)
{
    char expected[64], found[64];
    const json *list = json_get(at->value, key), *item = json_first(list);
    const double ends[2] = {lo, hi};
    int known = isfinite(lo) && isfinite(hi), same = json_count(list) == (known ? 2 : 0);
    for (int i = 0; known && same && i < 2; i++, item = json_next(item)) {
        text_from_number(expected, sizeof expected, ends[i], decimals, 1);
        text_from_number(found, sizeof found, json_number(item), decimals, 1);
        same = strcmp(expected, found) == 0;
    }
    if (r->status == SCT_OK && !same)
        read_refuse(r, at, key, "is not what \"exact\" has: change both, or neither");
}

static void read_skin(reader *r, const node *root, sct_skin *out)
{
    if (r->status != SCT_OK || read_null(root, "skin"))
        return;
    node at = read_object(r, root, "skin"), exact = read_object(r, &at, "exact");
    node undertone = read_object(r, &at, "undertone"), monk = read_object(r, &at, "monk");
    read_estimate(r, &at, "lab", &exact, "u95_de00", &out->estimate);
    read_pixels(r, &at, 1, &out->estimate);
    out->lab_d65 = read_exact_lab(r, &at, "lab_d65", &exact, "lab_d65");
    out->ita_deg = read_exact(r, &at, "ita_deg", &exact, "ita_deg", DECIMALS_ANGLE, -ANGLE_MOST, ANGLE_MOST);
    out->ita_lo_deg = read_unknown(r, &exact, "ita_lo_deg", -ANGLE_MOST, ANGLE_MOST);
    out->ita_hi_deg = read_unknown(r, &exact, "ita_hi_deg", -ANGLE_MOST, ANGLE_MOST);
    read_interval(r, &at, "ita_interval_deg", out->ita_lo_deg, out->ita_hi_deg, DECIMALS_ANGLE);
    read_name(r, &at, "ita_class", out->ita_class, sizeof out->ita_class);
    read_name(r, &undertone, "label", out->undertone, sizeof out->undertone);
    out->undertone_z = read_exact(r, &undertone, "z", &exact, "undertone_z", 2, -Z_MOST, Z_MOST);
    out->monk_tone = read_null(&monk, "tone") ? 0 : (int)read_whole(r, &monk, "tone", 1, 10);
    out->monk_de00 = read_exact(r, &monk, "de00", &exact, "monk_de00", DECIMALS_DE, 0, DE_MOST);
    out->locus_z = read_unknown(r, &exact, "locus_z", -Z_MOST, Z_MOST);
}

static void read_shadow(reader *r, const node *hair, const node *exact, sct_estimate *out)
{
    if (read_null(exact, "shadow")) {
        if (!read_null(hair, "shadow_lab"))
            read_refuse(r, hair, "shadow_lab", "is not what \"exact\" has: change both, or neither");
        return;
    }
    node shadow = read_object(r, exact, "shadow");
    read_estimate(r, hair, NULL, &shadow, NULL, out);
    read_exact_lab(r, hair, "shadow_lab", &shadow, "lab");
    read_pixels(r, &shadow, 1, out);
}

static void read_hair(reader *r, const node *root, sct_hair *out)
{
    if (r->status != SCT_OK || read_null(root, "hair"))
        return;
    node at = read_object(r, root, "hair"), exact = read_object(r, &at, "exact");
    out->kind = (sct_hair_kind)read_word(r, &at, "kind", hair_word);
    if (r->status == SCT_OK && out->kind == SCT_HAIR_NONE)
        read_refuse(r, &at, "kind", "hair that was not measured is null");
    read_estimate(r, &at, "strand_lab", &exact, "u95_de00", &out->strand);
    read_pixels(r, &at, 0, &out->strand);
    read_shadow(r, &at, &exact, &out->shadow);
    out->coverage = read_exact(r, &at, "coverage", &exact, "coverage", DECIMALS_SHARE, 0, 1);
    out->grey_fraction = read_exact(r, &at, "grey_fraction", &exact, "grey_fraction", DECIMALS_SHARE, 0, 1);
    out->grey_lo = read_unknown(r, &exact, "grey_lo", 0, 1);
    out->grey_hi = read_unknown(r, &exact, "grey_hi", 0, 1);
    read_interval(r, &at, "grey_interval", out->grey_lo, out->grey_hi, DECIMALS_SHARE);
    out->density_per_cm2 = read_exact(r, &at, "density_per_cm2", &exact, "density_per_cm2", 1, 0, 1e6);
    out->width_mm = read_exact(r, &at, "hair_width_mm", &exact, "hair_width_mm", DECIMALS_MM, 0, 100);
    out->fibre_width_px = read_unknown(r, &exact, "hair_width_px", 0, SIDE_MOST);
    out->fibres = (uint64_t)read_whole(r, &exact, "hairs", 0, COUNT_MOST);
}

/* ---- photos and regions ---- */

static const char *source_word(int i)
{
    return sct_scale_source_name((sct_scale_source)i);
}

/* Files that were written before scales were kept have none. */
static void read_scale(reader *r, const node *photo, const node *exact, sct_scale *out)
{
    if (!json_get(photo->value, "scale") || read_null(photo, "scale"))
        return;
    node at = read_object(r, photo, "scale");
    out->mm_per_px = read_exact(r, &at, "mm_per_px", exact, "mm_per_px", DECIMALS_SCALE, 1e-9, 1e6);
    out->u95_factor = read_exact(r, &at, "u95_factor", exact, "scale_u95_factor", DECIMALS_SHARE, 1, 1000);
    out->source = (sct_scale_source)read_word(r, &at, "source", source_word);
    out->assumed = read_bool(r, &at, "assumed");
    if (r->status == SCT_OK && out->assumed != region_scale_is_assumed(out->source))
        read_refuse(r, &at, "assumed", "does not fit the source");
}

static void read_photo(reader *r, const node *at, size_t i, sct_measurement *out)
{
    sct_photo_info *info = &out->photos[i];
    node profile = read_object(r, at, "profile"), exact = read_object(r, at, "exact");
    node correction = read_object(r, at, "correction");
    info->width = (uint32_t)read_whole(r, at, "width", 1, SIDE_MOST);
    info->height = (uint32_t)read_whole(r, at, "height", 1, SIDE_MOST);
    info->orientation = (int)read_whole(r, at, "orientation", 1, 8);
    info->bit_depth = (int)read_whole(r, at, "bit_depth", 1, 32);
    read_name(r, &profile, "name", info->profile_name, sizeof info->profile_name);
    info->profile_source = (sct_profile_source)read_word(r, &profile, "source", profile_word);
    read_text(r, &exact, "format", info->format, sizeof info->format);
    info->channels = (int)read_whole(r, &exact, "channels", 1, 4);
    info->has_alpha = read_bool(r, &exact, "has_alpha");
    info->lossy = read_bool(r, &exact, "lossy");
    read_correction(r, &correction, 1, &out->corrections[i]);
    read_scale(r, at, &exact, &out->scales[i]);
    out->apart_de00[i] = read_exact(r, at, "apart_de00", &exact, "apart_de00", DECIMALS_DE, 0, DE_MOST);
    out->left_out |= (unsigned)read_bool(r, at, "left_out") << i;
}

static void read_photos(reader *r, const node *root, sct_measurement *out)
{
    node list = read_list(r, root, "photos", SCT_VIEW_MAX);
    for (node item = read_first(&list); item.value && r->status == SCT_OK; item = read_next(&item))
        read_photo(r, &item, out->photo_count++, out);
}

/* Which of the measurement's flags hold for a region, by their words. */
static uint32_t read_flag_bits(reader *r, const node *region, const sct_flags *flags)
{
    uint32_t bits = 0;
    node list = read_list(r, region, "flags", SCT_FLAG_MAX);
    for (node item = read_first(&list); item.value && r->status == SCT_OK; item = read_next(&item)) {
        const char *code = json_string(item.value);
        size_t i = 0;
        while (code && i < flags->count && strcmp(flags->items[i].code, code) != 0)
            i++;
        if (!code || i >= flags->count)
            read_refuse(r, &item, NULL, "must be a code of \"quality\"");
        else
            bits |= (uint32_t)1 << i;
    }
    return bits;
}

static void read_region(reader *r, const node *at, const sct_measurement *m, sct_region *out)
{
    double box[4] = {0, 0, 0, 0};
    node exact = read_object(r, at, "exact");
    out->role = (sct_role)read_word(r, at, "role", role_word);
    out->photo = (int)read_whole(r, at, "photo", 0, m->photo_count ? (double)m->photo_count - 1 : 0);
    read_text(r, at, "shape", out->shape, sizeof out->shape);
    read_estimate(r, at, "lab", &exact, "u95_de00", &out->estimate);
    read_pixels(r, at, 0, &out->estimate);
    out->flag_bits = read_flag_bits(r, at, &m->flags);
    read_numbers(r, &exact, "box", 0, -SIDE_MOST, SIDE_MOST, box, 4);
    for (int i = 0; i < 4 && r->status == SCT_OK; i++)
        out->box[i] = (int32_t)box[i];
}

static void read_regions(reader *r, const node *root, sct_measurement *out)
{
    node list = read_list(r, root, "regions", SCT_REGION_MAX);
    for (node item = read_first(&list); item.value && r->status == SCT_OK; item = read_next(&item))
        read_region(r, &item, out, &out->regions[out->region_count++]);
}

sct_status report_read_measurement(sct_context *ctx, const void *text, size_t size, sct_measurement *out)
{
    sct_status status = SCT_OK;
    reader r = {.ctx = ctx};
    node root;
    sct_measurement *m = NULL;
    TRY(mem_new(ctx, 1, sizeof *m, (void **)&m));
    TRY(read_root(&r, text, size, 1, &root));
    node exact = read_object(&r, &root, "exact"), correction = read_object(&r, &root, "correction");
    read_flags(&r, &root, &m->flags);
    read_photos(&r, &root, m);
    read_correction(&r, &correction, 1, &m->correction);
    read_skin(&r, &root, &m->skin);
    read_hair(&r, &root, &m->hair);
    m->between_photos_de00 =
        read_exact(&r, &root, "between_photos_de00", &exact, "between_photos_de00", DECIMALS_DE, 0, DE_MOST);
    read_regions(&r, &root, m);
    TRY(r.status);
    *out = *m;
done:
    json_free(r.tree);
    mem_free(m);
    return status;
}
