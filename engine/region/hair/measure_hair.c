/*
 * engine/region/hair/measure_hair.c - the client's hair: stubble (fibres with skin between them) or grown.
 *
 * Grown hair gives the strand only; what stubble gives stands in stubble.c.
 */
#include "region/hair/hair.h"

#include <math.h>
#include <string.h>

static const double lighter_L = 3;  /* above the skin: more than a reddish or fair hair on its own skin */
static const double speck_px = 1.5; /* what looks narrower than any lens leaves a hair is grain */
static const double whitest_L =
    88; /* white hair reflects 0.5 to 0.7: a strand lighter than that was unmixed from gloss or rings */
static const double pale_ratio = 0.55; /* of the skin's chroma over L* + 16: white hair has less, and gloss on skin more */
/* Above the skin it is no shadow, whatever the light; but so many grey hairs can do that to deep skin. */
static const double lighter_shadow_L = 2, grey_lightens = 0.2;
static const double grown_near = 0.88, grown_coverage = 0.45, grown_below_L = 14;
static const double stubble_skewness = -0.25, grown_skewness = 0.15; /* of L*; between them either may be */
static const double flat_L = 0.3;                                    /* standard deviation: less is noise and rounding */
static const double surely_skewed = -0.37, far_darker = 0.55; /* of stubble; of the skin's L*: hardly the scalp in shade */
static const double yellower_deg = 18, yellow_deg = 78, yellow_chroma = 10, palest_L = 35;
static const double coloured = 0.7; /* of the skin's chroma over L* + 16: less is pale */
static const double fair_below_L = 8, fair_below = 0.25, deepest_L = 26; /* of the ground under light hairs */
static const double hardly_any = 0.01; /* of the area; stubble covers 2 % at least, be it marked or found */
static const double near_skin_L = 15, above_ground_L = 5; /* of grown hair: what is lighter may be scalp under stubble */
static const double hueless = 0.1, half_pale = 0.5;       /* of L* + 16; of the skin's share */
static const double own_hue_deg = 10, own_chroma = 0.7, own_L = 0.5; /* of the skin: what has it is skin in shade */
static const double smooth_near = 0.3;                               /* of the area: less is near no fibre */
static const double pale_sooner = 0.5; /* of these: a darker ground that is pale, too, under light things is hair */

/* Hair lighter than its skin is grey, or no hair: gloss, what lies behind the head, or specks of grain. */
static void doubt_light_hair(const region_job *job, const sct_hair *hair, double grey_least, uint32_t *bits)
{
    const sct_estimate *skin = &job->out->skin.estimate;
    sct_lab light = hair->strand.lab, bare = skin->lab;
    int pale = hypot(light.a, light.b) / (light.L + 16) < pale_ratio * hypot(bare.a, bare.b) / (bare.L + 16);
    int white = grey_least > 0.6 && pale && hair->fibre_width_px >= speck_px && light.L < whitest_L;
    if (!skin->pixels || !(light.L > bare.L + lighter_L) || white)
        return;
    *bits |= region_flag_bit(
        flags_add(&job->out->flags, "hair-lighter-than-skin", 1,
                  "what was taken for hair is lighter than the skin; gloss, cloth or background may be in it",
                  "look at the overlay and mark the hair; photograph without glare"));
}

/* Hair takes light away from skin: an area lighter than the skin is not this client's stubble, or the skin not his skin. */
static void doubt_light_shadow(const region_job *job, const sct_hair *hair, double grey_least, uint32_t *bits)
{
    const sct_estimate *skin = &job->out->skin.estimate;
    if (!skin->pixels || !hair->shadow.pixels || !(hair->shadow.lab.L > skin->lab.L + lighter_shadow_L) ||
        grey_least > grey_lightens)
        return;
    *bits |= region_flag_bit(flags_addf(
        &job->out->flags, "shadow-lighter-than-skin", 1, "look at the overlay; mark the hair and the skin in the same light",
        "what was taken for stubble is %.0f L* lighter than the skin it should darken", hair->shadow.lab.L - skin->lab.L));
}

/* ---- stubble or grown ------------------------------------------------------------------------- */

/* What a region's hair is taken for, and whether it may as well be the other. */
typedef struct hair_verdict {
    int grown, unsure;
} hair_verdict;

/* With less chroma than this skin has in any light: hair, or scalp under ink and stubble. */
static int is_pale_to(const sct_estimate *skin, sct_lab lab, double share)
{
    double of_skin = hypot(skin->lab.a, skin->lab.b) / (skin->lab.L + 16);
    return hypot(lab.a, lab.b) < share * of_skin * (lab.L + 16);
}

static int is_pale(const sct_estimate *skin, sct_lab between)
{
    return is_pale_to(skin, between, coloured);
}

/* Brown and blond hair is yellower than the skin below it. So is scalp under ink and stubble, which is darker and pale. */
static int is_yellower(const sct_estimate *skin, sct_lab between)
{
    double hue = atan2(between.b, between.a) * DEG_PER_RAD, chroma = hypot(between.a, between.b);
    int inked = between.L < skin->lab.L && is_pale(skin, between);
    return chroma > yellow_chroma && !inked && hue > atan2(skin->lab.b, skin->lab.a) * DEG_PER_RAD + yellower_deg;
}

/* What lies between the fibres is no skin: far darker than the skin of the photo, or without its hue. Scalp under ink and
 * stubble is paler than skin, and stays skin. */
static int is_no_skin(const sct_estimate *skin, sct_lab between)
{
    double hue = atan2(between.b, between.a) * DEG_PER_RAD, chroma = hypot(between.a, between.b);
    if (skin->pixels)
        return between.L < skin->lab.L - fmax(grown_below_L, 0.3 * skin->lab.L) || is_yellower(skin, between);
    return (between.L < palest_L && (chroma < fmax(6, 0.15 * (between.L + 16)) || hue < 20)) ||
           (chroma > yellow_chroma && hue > yellow_deg);
}

/*
 * Stubble is a lighter ground with dark things scattered on it, however near to each other and however bright the halos
 * that a phone's sharpening has drawn around them: L* around its local mean is skewed to the dark. Grown hair is dark with
 * light gliding over its strands: skewed to the light, as fair stubble on deep skin is. In 47 places of plain stubble on
 * shaved heads the skewness was -0.37 at most, in 29 of grown hair -0.10 at least, but for blond and light brown hair,
 * which the hue of what lies between gives away.
 */
static double skewness_of(const region_fibres *fibres)
{
    double n = fibres->moments[0], square = n > 0 ? fibres->moments[1] / n : 0;
    return square > flat_L * flat_L ? fibres->moments[2] / n / pow(square, 1.5) : 0;
}

/* Fibres that cover nearly all, or as much as hair that has grown over the skin. */
static int is_covered(const region_fibres *fibres)
{
    double inside = (double)fibres->inside;
    return (double)fibres->near_px > grown_near * inside || (double)fibres->dark_px > grown_coverage * inside;
}

static hair_verdict judge_hair(const region_job *job, const region_fibres *fibres)
{
    sct_lab between = sct_lab_from_xyz(fibres->skin, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2));
    const sct_estimate *skin = &job->out->skin.estimate;
    double skewness = skewness_of(fibres);
    sct_hair_kind said = job->options->hair_kind;
    if (said == SCT_HAIR_GROWN)
        return (hair_verdict){1, 0};
    if (!(fibres->skin.Y > 0))
        return (hair_verdict){1, 1};
    if (said == SCT_HAIR_STUBBLE)
        return (hair_verdict){0, 0};
    int no_skin = is_no_skin(skin, between);
    if (skewness <= stubble_skewness) { /* on scalp in shade or under ink, however dark; but it may be hair that is fair */
        int dark = (skewness > surely_skewed) & (between.L < far_darker * skin->lab.L);
        return (hair_verdict){skin->pixels ? dark | is_yellower(skin, between) : no_skin, no_skin | dark};
    }
    if (skewness < grown_skewness || fibres->dark + fibres->light == 0)
        return (hair_verdict){no_skin || is_covered(fibres), !no_skin && fibres->dark + fibres->light > 0};
    if (skin->pixels)
        no_skin |= between.L <
                   skin->lab.L - (is_pale(skin, between) ? pale_sooner : 1) * fmax(fair_below_L, fair_below * skin->lab.L);
    else if (between.L < deepest_L) /* the deepest skins, or dark hair */
        return (hair_verdict){1, !no_skin};
    return (hair_verdict){no_skin || is_covered(fibres), 0};
}

static uint32_t flag_unsure(const region_job *job, int grown)
{
    return region_flag_bit(flags_addf(
        &job->out->flags, "hair-kind-unsure", 1,
        "mark stubble where skin shows between single hairs, or a lock of grown hair, photographed from nearer, in focus",
        "what was marked or found was measured as %s, but may as well be %s", grown ? "grown hair" : "stubble",
        grown ? "stubble" : "grown hair"));
}

/* ---- grown ------------------------------------------------------------------------------------ */

/*
 * Where hair is dark with some light on it, its colour is darker than what lies between its darkest parts. A colour nearly
 * as light as the skin, and lighter than that ground, is another surface in the same region: a shaved head before a chair.
 */
static int is_another_surface(const sct_estimate *skin, sct_lab between, sct_lab strand)
{
    return strand.L > skin->lab.L - near_skin_L && strand.L > between.L + above_ground_L;
}

/* Hardly a fibre, the hue and nearly the chroma of the skin, and half as light or more: scalp in shade, or under ink. */
static int is_skin_in_shade(const sct_estimate *skin, const region_fibres *fibres, sct_lab strand)
{
    double hue = atan2(strand.b, strand.a) - atan2(skin->lab.b, skin->lab.a);
    return (double)fibres->near_px < smooth_near * (double)fibres->inside && strand.L > own_L * skin->lab.L &&
           !is_pale_to(skin, strand, own_chroma) && fabs(remainder(hue * DEG_PER_RAD, 360)) < own_hue_deg &&
           hypot(skin->lab.a, skin->lab.b) > yellow_chroma;
}

/* Paler than scalp is, under ink too, and than half the skin: what lies between the specks is grey hair, cloth or a wall. */
static int is_hueless(const sct_estimate *skin, sct_lab between)
{
    return hypot(between.a, between.b) < hueless * (between.L + 16) && is_pale_to(skin, between, half_pale);
}

/*
 * Grown hair that may as well be a shaved scalp, and stubble on what is no scalp. Of places tapped on 71 new photos, four
 * that came out as stubble lay on what is hueless, and none of these on scalp; two that came out as grown hair were smooth
 * and had the skin's own colour, and both lay on scalp under stubble and ink. On 75 others, used to set smooth_near, one of
 * each: what is hueless no scalp, what is smooth a lock of grey hair.
 */
static int may_be_other(const region_job *job, const region_fibres *fibres, const sct_hair *hair)
{
    const sct_estimate *skin = &job->out->skin.estimate;
    sct_lab between = sct_lab_from_xyz(fibres->skin, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2)),
            strand = hair->strand.lab;
    if (job->options->hair_kind != SCT_HAIR_NONE || !skin->pixels)
        return 0;
    if (hair->kind == SCT_HAIR_STUBBLE)
        return is_hueless(skin, between);
    return is_another_surface(skin, between, strand) || is_skin_in_shade(skin, fibres, strand);
}

static sct_status measure_grown(sct_context *ctx, const region_job *job, const region_spans *spans, sct_hair *hair,
                                uint32_t *bits)
{
    sct_status status = SCT_OK;
    region_surface surface;
    TRY(region_surface_measure(ctx, job, spans, &surface));
    hair->kind = SCT_HAIR_GROWN;
    hair->strand = surface.estimate;
    surface.range_L = (double)NAN; /* light and dark locks are hair's own */
    surface.second_mode = 0;
    *bits |= region_surface_flags(&surface, SCT_ROLE_HAIR, &job->out->flags);
done:
    return status;
}

/* ---- either ----------------------------------------------------------------------------------- */

typedef struct label_job {
    const region_job *job;
    const region_spans *spans;
    sct_hair_kind kind;
    uint32_t across;                  /* patches side by side over the region's box */
    region_patch patches[TASK_HANDS]; /* one a hand */
} label_job;

static void label_patch(const label_job *l, const region_patch *p)
{
    for (uint32_t i = 0; i < p->width * p->height; i++) {
        uint8_t *label = l->job->labels + (size_t)(p->y + i / p->width) * l->job->width + p->x + i % p->width;
        uint8_t state = p->state[i];
        if (!(state & PATCH_INSIDE))
            continue;
        if ((state & PATCH_CLIPPED) && !(state & PATCH_SPECULAR))
            *label = SCT_LABEL_CLIPPED;
        else if (l->kind == SCT_HAIR_GROWN || (state & (PATCH_DARK | PATCH_LIGHT)))
            *label = SCT_LABEL_HAIR;
        else if (state & PATCH_SPECULAR)
            *label = SCT_LABEL_SPECULAR;
    }
}

static sct_status label_part(sct_context *ctx, void *user, size_t number, int hand)
{
    sct_status status = SCT_OK;
    label_job *l = user;
    const region_spans *spans = l->spans;
    region_patch *patch = &l->patches[hand];
    uint32_t x0 = spans->x0 + (uint32_t)(number % l->across) * PATCH_SIDE;
    uint32_t y0 = spans->y0 + (uint32_t)(number / l->across) * PATCH_SIDE;
    uint32_t w = spans->x1 - x0 < PATCH_SIDE ? spans->x1 - x0 : PATCH_SIDE;
    uint32_t h = spans->y1 - y0 < PATCH_SIDE ? spans->y1 - y0 : PATCH_SIDE;
    if (!patch->stack)
        TRY(region_patch_new(ctx, patch));
    region_patch_read(patch, l->job->image, spans, x0, y0, w, h);
    label_patch(l, patch);
done:
    return status;
}

sct_status region_label_hair(sct_context *ctx, const region_job *job, const region_spans *spans, sct_hair_kind kind)
{
    label_job l = {.job = job, .spans = spans, .kind = kind};
    uint32_t down = (spans->y1 - spans->y0 + PATCH_SIDE - 1) / PATCH_SIDE;
    l.across = (spans->x1 - spans->x0 + PATCH_SIDE - 1) / PATCH_SIDE;
    sct_status status = task_share(ctx, label_part, &l, (size_t)l.across * down);
    for (int i = 0; i < TASK_HANDS; i++)
        region_patch_free(&l.patches[i]);
    return status;
}

sct_status region_measure_hair(sct_context *ctx, region_job *job, const region_spans *spans, sct_hair *out, uint32_t *bits)
{
    sct_status status = SCT_OK;
    region_fibres fibres = {0};
    sct_hair hair = region_hair_unmeasured();

    *bits = 0;
    TRY(region_fibres_gather(ctx, job->image, spans, &fibres));
    hair_verdict verdict = judge_hair(job, &fibres);
    region_stand(job, spans);
    if (!job->doubt.skin_seen && !verdict.grown) /* the skin between the hairs will do */
        colour_doubt_see_skin(&job->doubt, sct_lab_from_xyz(fibres.skin, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2)));
    if (verdict.unsure)
        *bits |= flag_unsure(job, verdict.grown);
    if (verdict.grown)
        TRY(measure_grown(ctx, job, spans, &hair, bits));
    else
        TRY(region_measure_stubble(ctx, job, &fibres, &hair, bits));
    TRY(region_check_chart(ctx, job, hair.kind == SCT_HAIR_STUBBLE ? hair.shadow.lab : hair.strand.lab, "hair"));
    if (!verdict.unsure && (hair.coverage < hardly_any || may_be_other(job, &fibres, &hair)))
        *bits |= flag_unsure(job, verdict.grown);
    double grey_least = hair.kind == SCT_HAIR_STUBBLE ? region_grey_least(&fibres) : 0;
    doubt_light_hair(job, &hair, grey_least, bits);
    doubt_light_shadow(job, &hair, grey_least, bits);
    if (job->labels)
        TRY(region_label_hair(ctx, job, spans, hair.kind));
    job->out->marks = hair.kind == SCT_HAIR_STUBBLE ? (double)fibres.marks : 0;
    job->out->mark_px = hair.kind == SCT_HAIR_STUBBLE ? fibres.mark_px : (double)NAN;
    double squares = job->out->mark_px * job->out->mark_px;
    job->out->mark_area = (double)fibres.dark_px / (fmax((double)fibres.marks, 1) * squares);
    job->out->fibre_area = (double)fibres.dark_px / (fmax((double)fibres.dark, 1) * squares);
    *out = hair;
done:
    region_fibres_free(&fibres);
    return status;
}
