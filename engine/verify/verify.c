/*
 * engine/verify/verify.c - the story of a verification, in order: planes, the move of
 * the camera, the area, its dots, its light, and what it all means.
 */
#include "verify/verify.h"

#include <math.h>
#include <string.h>

static const double LEAST_OVERLAP = 0.25;  /* of the scalp */
static const double LEAST_DARKENED = 0.02; /* of it, to be an area */
static const double TREATED_SHARE = 0.35;  /* dots before over dots after, from which on it had ink */

void sct_verification_free(sct_verification *v)
{
    if (!v)
        return;
    verify_photo_free(&v->after);
    verify_photo_free(&v->before);
    verify_bend_free(&v->bend);
    verify_area_free(&v->area);
    verify_light_free(&v->light);
    for (int i = 0; i < 2; i++) {
        verify_dots_free(&v->dots[i]);
        mem_free(v->measured[i]);
    }
    mem_free(v);
}

static sct_status lay_over(sct_context *ctx, sct_verification *v)
{
    sct_status status = SCT_OK;
    TRY(verify_photo_fill(ctx, &v->before));
    TRY(verify_pose_find(ctx, &v->after, &v->before, v->options.seed, &v->pose));
    TRY(verify_bend_fit(ctx, &v->after, &v->before, &v->pose, &v->bend));
    if (v->bend.overlap < LEAST_OVERLAP)
        FAIL(ctx, SCT_ERR_NOTHING, "the photos share too little of the scalp; take both from the same side");
done:
    return status;
}

/* The caller's mask on the coarse plane: a place belongs to the area when most of it does. */
static sct_status shrink_mask(sct_context *ctx, const sct_verification *v, const uint8_t *mask, uint8_t **out)
{
    const verify_photo *p = &v->after;
    uint32_t side = p->coarse.side;
    sct_status status = mem_new(ctx, (size_t)p->coarse.width * p->coarse.height, 1, (void **)out);
    for (uint32_t y = 0; status == SCT_OK && y < p->coarse.height; y++)
        for (uint32_t x = 0; x < p->coarse.width; x++) {
            uint32_t n = 0;
            for (uint32_t j = 0; j < side; j++)
                for (uint32_t i = 0; i < side; i++)
                    n += mask[(size_t)(y * side + j) * p->width + x * side + i] != 0;
            (*out)[(size_t)y * p->coarse.width + x] = 2 * n >= side * side;
        }
    return status;
}

/* The area as it lies in the photo before. */
static sct_status area_before(sct_context *ctx, const sct_verification *v, uint8_t **out)
{
    const verify_plane *b = &v->before.coarse;
    sct_status status = mem_new(ctx, (size_t)b->width * b->height, 1, (void **)out);
    for (uint32_t y = 0; status == SCT_OK && y < b->height; y++)
        for (uint32_t x = 0; x < b->width; x++) {
            double ax, ay;
            verify_bend_back(&v->bend, &v->pose, x, y, &ax, &ay);
            if (ax >= 0 && ay >= 0 && ax < v->area.width && ay < v->area.height)
                (*out)[(size_t)y * b->width + x] = v->area.inside[(size_t)ay * v->area.width + (size_t)ax];
        }
    return status;
}

/* An area that was shown is scalp in both photos. */
static sct_status claim_area(sct_context *ctx, sct_verification *v)
{
    sct_status status = SCT_OK;
    uint8_t *mask = NULL;
    verify_photo_claim(&v->after, v->area.inside);
    if (!v->before.image)
        return SCT_OK;
    TRY(area_before(ctx, v, &mask));
    verify_photo_claim(&v->before, mask);
done:
    mem_free(mask);
    return status;
}

static sct_status find_area(sct_context *ctx, sct_verification *v, const uint8_t *given)
{
    sct_status status = SCT_OK;
    const verify_photo *p = &v->after;
    uint8_t *mask = NULL;
    size_t count = 0, scalp = 0;
    if (given) {
        TRY(shrink_mask(ctx, v, given, &mask));
    } else if (!v->before.image) {
        FAIL(ctx, SCT_ERR_NOTHING, "without a photo before, where ink was set has to be shown");
    } else {
        TRY(mem_new(ctx, (size_t)p->coarse.width * p->coarse.height, 1, (void **)&mask));
        TRY(verify_light_darkened(ctx, &v->after, &v->before, &v->bend, mask, &count));
        for (size_t i = 0; i < (size_t)p->coarse.width * p->coarse.height; i++)
            scalp += p->usable[i] != 0;
        if ((double)count < LEAST_DARKENED * (double)scalp)
            FAIL(ctx, SCT_ERR_NOTHING, "no part of the scalp is darker than before; show where ink was set");
        v->info.area_found = 1;
        flags_add(&v->flags, "area-assumed", 0, "the area was looked for, not shown: what became darker",
                  "look at the picture, and show the area where it is wrong");
    }
    TRY(verify_area_from(ctx, mask, p->coarse.width, p->coarse.height, &v->area));
    if (given)
        TRY(claim_area(ctx, v));
    v->info.area_pixels = (uint64_t)v->area.count * p->coarse.side * p->coarse.side;
done:
    mem_free(mask);
    return status;
}

/* ---- scale and dots ---- */

static void find_scale(sct_verification *v)
{
    const sct_measurement *m = v->measured[0];
    double mm = v->options.mm_per_px;
    if (!(mm > 0))
        mm = m->correction.mm_per_px;
    if (!(mm > 0) && m->hair.kind == SCT_HAIR_STUBBLE) {
        mm = region_scale_of_hair(m->hair.fibre_width_px);
        if (mm > 0)
            flags_add(&v->flags, "scale-assumed", 0, "the scale is assumed: hairs are taken to be 0.072 mm wide",
                      "lay a card into the photo, or give the scale");
    }
    v->info.mm_per_px = mm > 0 ? mm : (double)NAN;
}

/* Dots of the photo before are as wide as those of the one after, seen from where it was taken. */
static double diameter_before(const sct_verification *v)
{
    const double *m = v->pose.m;
    double growth = sqrt(fabs(m[0] * m[4] - m[1] * m[3])) * v->before.coarse.side / v->after.coarse.side;
    return v->dots[0].diameter_px * growth;
}

static sct_status find_dots(sct_context *ctx, sct_verification *v)
{
    sct_status status = SCT_OK;
    uint8_t *mask = NULL;
    double hint = v->options.dot_mm > 0 && isfinite(v->info.mm_per_px) ? v->options.dot_mm / v->info.mm_per_px : 0;
    TRY(verify_dots_find(ctx, &v->after, v->area.inside, hint, &v->dots[0]));
    v->info.dots_resolved = v->dots[0].diameter_px > 0;
    v->info.dot_px = v->dots[0].diameter_px > 0 ? v->dots[0].diameter_px : (double)NAN;
    v->counts.after = v->dots[0].count;
    if (!v->before.image)
        goto done;
    TRY(area_before(ctx, v, &mask));
    TRY(verify_dots_find(ctx, &v->before, mask, diameter_before(v), &v->dots[1]));
    v->info.dots_resolved_before = v->dots[1].diameter_px > 0;
    TRY(verify_pairs(ctx, &v->after, &v->before, &v->bend, &v->pose, &v->area, &v->dots[0], &v->dots[1], &v->counts));
done:
    mem_free(mask);
    return status;
}

/* Whether there was ink before: many dots, and as deep as those that are there now. */
static void find_state(sct_verification *v)
{
    const verify_counts *c = &v->counts;
    v->info.before_state = v->options.before_state;
    if (!v->before.image)
        v->info.before_state = SCT_BEFORE_AUTO;
    else if (v->options.before_state == SCT_BEFORE_AUTO)
        v->info.before_state = v->info.dots_resolved_before && (double)c->before > TREATED_SHARE * (double)c->after &&
                                       v->dots[1].usual > 0.35 * v->dots[0].usual
                                   ? SCT_BEFORE_TREATED
                                   : SCT_BEFORE_BARE;
}

/* ---- light ---- */

static void mean_light(sct_verification *v)
{
    double n = 0;
    for (size_t i = 0; i < (size_t)v->area.width * v->area.height; i++) {
        if (!v->area.inside[i] || !v->after.usable[i])
            continue;
        for (size_t k = 0; k < 3; k++)
            v->area_xyz[k] += (double)v->after.xyz[3 * i + k];
        n++;
    }
    for (int k = 0; k < 3; k++)
        v->area_xyz[k] /= fmax(n, 1);
}

static int has_chart(const sct_measurement *m)
{
    return m->correction.kind == SCT_CORRECTION_CHART || m->correction.kind == SCT_CORRECTION_GREY ||
           m->correction.kind == SCT_CORRECTION_CAMERA;
}

/* How dark an area is meant to be holds where dots are not thinned out, as a soft edge has them: the means are of its core,
 * where it has one that is clearly darker. */
static sct_status keep_to_core(sct_context *ctx, sct_verification *v)
{
    const double clear = 3;
    sct_status status = SCT_OK;
    verify_light *l = &v->light;
    size_t n = (size_t)l->columns * l->rows;
    float *depth = NULL, *dark = NULL;
    if (!(-l->mean[1] > clear * l->mean_sd[1]))
        return SCT_OK;
    TRY(mem_new(ctx, n, sizeof *depth, (void **)&depth));
    TRY(mem_new(ctx, n, sizeof *dark, (void **)&dark));
    for (size_t i = 0; i < n; i++)
        dark[i] = l->share[i] > 0 ? -l->ratio[1][i] : 0;
    verify_depth_of_cells(v, depth);
    double soft = verify_soft_edge(l, depth, l->share, dark);
    for (size_t i = 0; i < n; i++)
        dark[i] = (double)depth[i] >= soft ? l->share[i] : 0;
    if (soft > 0)
        verify_light_means(l, v->alone, dark);
    v->soft_px = soft * l->cell * v->after.coarse.side;
done:
    mem_free(depth);
    mem_free(dark);
    return status;
}

/* With ink before and a plan the photo after has to do alone: what it is compared with is bare skin. */
static sct_status find_light(sct_context *ctx, sct_verification *v)
{
    v->alone = !v->before.image || (v->info.before_state == SCT_BEFORE_TREATED && isfinite(v->options.planned_area_lab.L));
    sct_context quiet = diag_quiet(ctx);
    mean_light(v);
    sct_status status =
        verify_light_measure(ctx ? &quiet : NULL, &v->after, v->alone ? NULL : &v->before, &v->bend, &v->area, &v->light);
    v->has_light = status == SCT_OK;
    if (status == SCT_OK)
        return keep_to_core(ctx, v);
    if (status == SCT_ERR_NOTHING && has_chart(v->measured[0]))
        return SCT_OK; /* the chart tells the colour, and nothing tells left from right */
    if (ctx)
        diag_take(ctx, &quiet);
    return status;
}

static void unknown_numbers(sct_verify_info *i)
{
    double *numbers[] = {&i->dl,
                         &i->dl_u95,
                         &i->area_lab.L,
                         &i->area_lab.a,
                         &i->area_lab.b,
                         &i->area_u95_de00,
                         &i->area_de00,
                         &i->darkness,
                         &i->darkness_u95,
                         &i->planned_darkness,
                         &i->retention,
                         &i->retention_lo,
                         &i->retention_hi,
                         &i->fading,
                         &i->dot_px,
                         &i->density_per_cm2,
                         &i->asymmetry,
                         &i->asymmetry_u95,
                         &i->density_asymmetry,
                         &i->density_asymmetry_u95,
                         &i->unevenness,
                         &i->unevenness_u95,
                         &i->edge,
                         &i->mm_per_px,
                         &i->log10_chance,
                         &i->residual_px,
                         &i->overlap,
                         &i->dot_lab.L,
                         &i->dot_lab.a,
                         &i->dot_lab.b,
                         &i->dot_u95_de00,
                         &i->dot_de00,
                         &i->dot_dl,
                         &i->dot_dl_u95};
    for (size_t k = 0; k < sizeof numbers / sizeof numbers[0]; k++)
        *numbers[k] = (double)NAN;
}

sct_status verify_run(sct_context *ctx, sct_verification *v, const uint8_t *mask)
{
    sct_status status = SCT_OK;
    unknown_numbers(&v->info);
    v->info.asymmetric = v->info.uneven = -1;
    TRY(verify_photo_fill(ctx, &v->after));
    if (v->before.image) {
        TRY(lay_over(ctx, v));
        v->info.agreeing = v->pose.agreeing;
        v->info.places = v->pose.matches;
        v->info.log10_chance = v->pose.log10_chance;
        v->info.residual_px = v->pose.residual_px * v->before.coarse.side;
        v->info.overlap = v->bend.overlap;
    }
    find_scale(v);
    TRY(find_area(ctx, v, mask));
    TRY(find_dots(ctx, v));
    find_state(v);
    TRY(find_light(ctx, v));
    if (v->has_light)
        TRY(verify_tiles(ctx, v));
    TRY(verify_dot_colour(ctx, v, &v->look));
    v->info.by_ratio = v->has_light;
    verify_judge(v);
    verify_words(v);
done:
    return status;
}
