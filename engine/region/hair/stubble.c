/*
 * engine/region/hair/stubble.c - stubble: fibres with skin between them.
 *
 * It gives the strand (what one follicle looks like close by), the shadow (mean light of the area: what the eye sees from a
 * metre), coverage, grey fraction and density.
 */
#include "region/hair/hair.h"

#include <math.h>

static const double told_px = 3;                              /* hairs that look narrower may be the lens's blur */
static const double coarsest_pixel_mm = 0.06;                 /* beyond it a hair's width is the lens's */
static const double thinnest_mm = 0.030, thickest_mm = 0.150; /* of a single hair: less is noise, more is blur or a tuft */
static const double usual_per_cm2[2] = {60, 350};             /* of heads: outside, the scale or the region is wrong */
static const double resolved_purity = 0.98;
static const double contrast_min = 0.02; /* of luminance, relative to skin: less is no measure of area */
static const double few_light = 0.05;    /* of the fibres that were counted: so few light ones are halos and gloss */
static const double tone_L = 1, told_L = 3, most_L = 25; /* between two places of one head, in one photo */
/* Where dark fibres cover more, most light between them is gaps of skin; and light things among dark hairs that are not
 * pale are such gaps, or the halos of a phone's sharpening. */
static const double countable_coverage = 0.25, gaps_share = 0.05, apart_share = 0.06, mistaken_grey = 0.05;
static const double overshot_purity = 1.03, bright_ring = 0.1, grain_share = 0.1; /* sharpened: light specks are its grain */
static const double white_hair_Y = 0.6, seen_white = 0.5; /* of the skin's light: more than skin's, white hair shows all */
static const double hidden_most = 0.1; /* of the area of hairs seen: pale places that may be white hairs */
static const double free_skin = 0.05;  /* places looked at for these, of all pixels: a quarter where nothing grows */
static const double crowded_near = 0.7, crowded_dark = 0.28; /* of the region: hairs and their blur, dark hairs alone */
static const double missed_light = 0.08; /* of the hairs seen: where so many are light, others are as light as the skin */
enum { FIBRES_FOR_GREY = 50, FIBRES_FOR_DENSITY = 60 };

static sct_status stubble_shadow(sct_context *ctx, const region_job *job, const region_fibres *fibres, sct_hair *hair)
{
    sct_status status = SCT_OK;
    const region_estimator *mean = region_estimator_get(SCT_ESTIMATOR_MEAN);
    region_centre centre;
    sct_cov noise;
    TRY(region_bootstrap(ctx, mean, &fibres->area, job->options->seed, &noise));
    mean->centre(fibres->area.items, fibres->area.count, &centre);
    hair->shadow.lab = centre.lab;
    hair->shadow.pixels = fibres->inside;
    region_trust(&hair->shadow, &noise, &job->doubt);
done:
    return status;
}

/*
 * Hair and skin are often in different light: the crown under the lamp, the side of the head in shade. Skin between the
 * hairs shows how much. Up to `tone_L` it is another tone and left; what goes beyond is taken for shade, and strand and
 * shadow are lightened (or darkened) in proportion to the light. It may as well be tone, because two places of one head
 * differ by 3 dE00: half of the change stays in doubt. From `told_L` on it is said, and beyond
 * `most_L` it may as well be something else than the client, and forbids a pick.
 */
static void level_light(const region_job *job, const region_fibres *fibres, sct_hair *hair, uint32_t *bits)
{
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    const sct_estimate *skin = &job->out->skin.estimate;
    sct_lab between = sct_lab_from_xyz(fibres->skin, white);
    double off = skin->lab.L - between.L, excess = off > 0 ? fmax(off - tone_L, 0) : fmin(off + tone_L, 0);
    if (!skin->pixels || excess == 0)
        return;
    double k = sct_xyz_from_lab((sct_lab){between.L + excess, 0, 0}, white).Y / fibres->skin.Y;
    sct_estimate *estimates[2] = {&hair->strand, &hair->shadow};
    for (int i = 0; i < 2; i++) {
        sct_xyz xyz = sct_xyz_from_lab(estimates[i]->lab, white);
        sct_lab before = estimates[i]->lab;
        double times = xyz.Y > 0 && k > 1 ? fmin(k, fmax(1 / xyz.Y, 1)) : k; /* nothing is lighter than white */
        estimates[i]->lab = sct_lab_from_xyz((sct_xyz){xyz.X * times, xyz.Y * times, xyz.Z * times}, white);
        region_add_doubt(estimates[i],
                         (sct_lab){(before.L + estimates[i]->lab.L) / 2, (before.a + estimates[i]->lab.a) / 2,
                                   (before.b + estimates[i]->lab.b) / 2},
                         1);
    }
    if (fabs(off) < told_L)
        return;
    *bits |=
        region_flag_bit(flags_addf(&job->out->flags, "hair-in-other-light", fabs(off) > most_L,
                                   "photograph skin and stubble side by side in even light",
                                   "skin between the hairs is %.0f L* %s than the skin region; hair colours were levelled",
                                   fabs(off), off > 0 ? "darker" : "lighter"));
}

/* No fibre stands out: the area's colour is all there is, and the strand may be anything darker. */
static sct_status stubble_unseen(sct_context *ctx, const region_job *job, const region_fibres *fibres, sct_hair *hair,
                                 uint32_t *bits)
{
    sct_status status = SCT_OK;
    TRY(stubble_shadow(ctx, job, fibres, hair));
    hair->strand = hair->shadow;
    hair->strand.u95_de00 = region_unseen_u95(hair->shadow.lab);
    hair->strand.cov = colour_cov_from_de00(hair->shadow.lab, hair->strand.u95_de00);
    *bits |= region_flag_bit(flags_addf(
        &job->out->flags, "stubble-unseen", 1, "photograph the stubble from nearer, in focus, or choose another region",
        "no single hair stands out in the hair region, so that the strand's colour is not known"));
done:
    return status;
}

typedef struct grey_count {
    double p, lo, hi, by_area;
} grey_count;

/*
 * Share of grey fibres by number and by area, of which hairs that noise has cut into pieces change the first and hairs that
 * look wider the second. The interval is that of a count (Wilson 1927, J. Am. Stat. Assoc. 22:209, doi
 * 10.1080/01621459.1927.10502953), and of what gloss and blur take for white hairs, or hide of them.
 */
static grey_count count_grey(const region_fibres *fibres)
{
    double n = (double)(fibres->dark + fibres->light), z = NUM_TWO_SIDED_95, d = 1 + z * z / n;
    double area = (double)(fibres->grey_px + fibres->dark_px), by_area = area > 0 ? (double)fibres->grey_px / area : 0;
    double p = ((double)fibres->grey / n + by_area) / 2, middle = (p + z * z / (2 * n)) / d;
    double half = hypot(z / d * sqrt(p * (1 - p) / n + z * z / (4 * n * n)), mistaken_grey);
    return (grey_count){p, fmax(middle - half, 0), fmin(middle + half, 1), by_area};
}

double region_grey_least(const region_fibres *fibres)
{
    return fibres->dark + fibres->light >= FIBRES_FOR_GREY ? count_grey(fibres).lo : 0;
}

/* A phone's sharpening draws bright rings around hairs and makes them darker than they are, which looks as if they were
 * purer than pure; on rendered stubble without a grey hair it made 40 % of them grey. */
static int is_sharpened(const region_fibres *fibres, double purity)
{
    double ring = fibres->ring_px > 0 ? fibres->ring / fibres->ring_px : 0;
    return purity > overshot_purity || ring > bright_ring ||
           (double)fibres->grain > grain_share * (double)(fibres->dark + fibres->light);
}

/* Light of white hair over that of the skin, less one; 0 where next to none is seen. */
static double light_over(const region_fibres *fibres)
{
    const region_cloud *light = &fibres->light_cores;
    if (light->count < REGION_CORES_MIN || !(fibres->skin.Y > 0))
        return 0;
    sct_lab core = {(double)light->items[light->count * 8 / 10].L, 0, 0};
    return sct_xyz_from_lab(core, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2)).Y / fibres->skin.Y - 1;
}

/* Area of what is paler than the skin around it but no fibre, over that of the fibres: white hair on light skin. 0 where
 * hairs and their blur leave too little skin to say so. */
static double hidden_of(const region_fibres *fibres)
{
    double seen = (double)(fibres->dark_px + fibres->grey_px), pale = fmax(fibres->pale, 0), all = (double)fibres->inside;
    return seen > 0 && fibres->pale_seen > free_skin * all ? pale / fibres->pale_seen * all / seen : 0;
}

/* Whether some white hairs do not show: there are places that may be such, or those that are seen hardly stand out. */
static int some_are_hidden(const region_fibres *fibres)
{
    int many = (double)fibres->grey > missed_light * (double)(fibres->dark + fibres->light);
    return hidden_of(fibres) > hidden_most || (many && light_over(fibres) < seen_white);
}

/* Whether white hairs can be told from what only looks so. On 47 places of dark stubble in phone photos, whose clients have
 * few grey hairs, light fibres made 18 to 50 % of all wherever one of these (or the purity of tell_grey) did not hold. */
static int light_is_hair(const region_fibres *fibres, double coverage, double purity)
{
    double all = (double)(fibres->dark + fibres->light), gaps = (double)fibres->light - (double)fibres->grey;
    return coverage <= countable_coverage && !is_sharpened(fibres, purity) &&
           fabs(count_grey(fibres).by_area - count_grey(fibres).p) <= apart_share / 2 &&
           (gaps <= gaps_share * all || (double)fibres->dark <= gaps_share * all);
}

/* On the lightest skins most white hairs are not seen at all, and not resolved ones are gaps and halos as often. */
static int grey_is_countable(const region_fibres *fibres, double coverage, double purity)
{
    return purity >= resolved_purity && light_is_hair(fibres, coverage, purity) && !some_are_hidden(fibres) &&
           fibres->skin.Y < white_hair_Y / (1 + seen_white);
}

static void tell_grey(const region_fibres *fibres, double purity, sct_hair *hair, sct_flags *flags)
{
    if (hair->fibres < FIBRES_FOR_GREY)
        flags_addf(flags, "few-fibres", 0, "show a larger area of stubble, or photograph it from nearer",
                   "%llu hairs are too few to tell how many are grey", (unsigned long long)hair->fibres);
    else if (grey_is_countable(fibres, hair->coverage, purity)) {
        grey_count grey = count_grey(fibres);
        hair->grey_fraction = grey.p;
        hair->grey_lo = grey.lo;
        hair->grey_hi = grey.hi;
    }
}

double region_scale_of_hair(double width_px)
{
    return width_px >= told_px ? REGION_HAIR_MM / region_fibre_width(width_px) : (double)NAN;
}

/* What a hair's width looks like, where the photo can show it. */
static double visible_width_mm(double width_px, double mm_per_px)
{
    double width_mm = region_fibre_width(width_px) * mm_per_px;
    int seen = mm_per_px > 0 && mm_per_px <= coarsest_pixel_mm && width_mm >= thinnest_mm && width_mm <= thickest_mm;
    return seen ? width_mm : (double)NAN;
}

/* Hairs and their blur cover most, or hairs alone so much that many of them touch. */
static int are_merged(const region_fibres *fibres)
{
    double inside = (double)fibres->inside;
    return (double)fibres->near_px > crowded_near * inside ||
           (double)(fibres->dark_px + fibres->grey_px) > crowded_dark * inside;
}

/* Where the pixels are fine enough, hairs that no head has tell that the scale is wrong; so do more than any head has, and
 * fewer where all of them were counted. What touches is as wide as several together, and no count. */
static void doubt_scale(const region_fibres *fibres, const sct_hair *hair, double mm_per_px, int counted, sct_flags *flags)
{
    double width_mm = region_fibre_width(hair->fibre_width_px) * mm_per_px, density = hair->density_per_cm2;
    int merged = are_merged(fibres);
    int sized = mm_per_px > 0 && mm_per_px <= coarsest_pixel_mm &&
                (width_mm < thinnest_mm / 2 || (width_mm > 2 * thickest_mm && !merged));
    if (sized)
        flags_addf(flags, "scale-doubtful", 0, "check the scale that was given, or lay a card in view",
                   "by this scale the hairs would be %.2f mm wide; heads have hairs of 0.05 to 0.1 mm", width_mm);
    else if ((counted && density < usual_per_cm2[0]) || (!merged && density > usual_per_cm2[1]))
        flags_addf(flags, "scale-doubtful", 0, "check the scale that was given, or mark a place where hair grows",
                   "by this scale %.0f hairs would grow on a cm2; heads have 100 to 300", density);
}

/*
 * Why hairs cannot be counted; null where they can. On 91 rendered places of scalp in falling light with gloss, of all
 * classes, sharpened or not, counts were within a tenth in 62 % of all, and in 85 % of the 33 that are left; on 91 others in
 * 60 %, and in 77 % of 39. What is still off is mostly white hair that does not show on light skin.
 */
static const char *not_countable(const region_fibres *fibres, const sct_hair *hair, double purity)
{
    int many = (double)fibres->grey > missed_light * (double)(fibres->dark + fibres->light);
    if (are_merged(fibres))
        return "they touch each other";
    if (hair->fibres < FIBRES_FOR_DENSITY)
        return "they are too few";
    if (some_are_hidden(fibres) || (many && !light_is_hair(fibres, hair->coverage, purity)))
        return "some are light, and more may be as light as the skin";
    return NULL;
}

static void tell_density(const region_fibres *fibres, double mm_per_px, double purity, sct_hair *hair, sct_flags *flags)
{
    const char *reason = not_countable(fibres, hair, purity);
    if (mm_per_px > 0)
        hair->density_per_cm2 = (double)hair->fibres / ((double)fibres->inside * mm_per_px * mm_per_px / 100);
    doubt_scale(fibres, hair, mm_per_px, reason == NULL, flags);
    if (!(mm_per_px > 0) || !reason)
        return;
    hair->density_per_cm2 = (double)NAN;
    flags_addf(flags, "density-unsure", 0, "show more stubble, short and from nearer, or give the density",
               "how many hairs grow on a cm2 is not told: %s", reason);
}

/* What light fibres lighten an area by, over what one of them would; 0 where they are next to none. */
static double light_coverage(const region_fibres *fibres, double area)
{
    double over = light_over(fibres);
    if ((double)fibres->light <= few_light * (double)(fibres->dark + fibres->light))
        return 0;
    return over > contrast_min ? fmax(fibres->near_light, 0) / over / area : 0;
}

/*
 * Area of fibres as a share: what they darken (or lighten) the area by, over what one of them would if it covered all.
 * Blur spreads both alike, and noise cancels, as long as what is darker and lighter around a fibre are summed with their
 * signs. Sharpening takes from the fibres and adds to the rings around them, more light in the rings than it takes where
 * hairs are black: there, what is darker than the skin counts alone. (Both counted as hair, as they were, make the coverage
 * of sharpened stubble 1.5 to 2 times too high.)
 */
static double coverage_of(const region_fibres *fibres, sct_lab strand, double purity)
{
    double strand_Y = sct_xyz_from_lab(strand, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2)).Y / fibres->skin.Y;
    double area = (double)fibres->inside, share = light_coverage(fibres, area), darker = fibres->darker - fibres->lighter;
    if (!(share > 0) && strand_Y > 1 + contrast_min) /* so few that they were not counted: light hair on deep skin */
        return darker / (1 - strand_Y) / area;
    if (share > 0)
        darker += fibres->near_light;
    if (is_sharpened(fibres, purity))
        darker = fibres->darker;
    return share + (strand_Y < 1 - contrast_min ? fmax(darker, 0) / (1 - strand_Y) / area : 0);
}

/* Where dark hairs are many, what is lighter than the skin and not pale is gaps and halos, and all of it may be that where
 * the photo was sharpened. */
static uint64_t hairs_of(const region_fibres *fibres, double purity)
{
    if (fibres->dark < FIBRES_FOR_GREY)
        return fibres->dark + fibres->light;
    return fibres->dark + (is_sharpened(fibres, purity) ? 0 : fibres->grey);
}

static void stubble_counts(const region_job *job, const region_fibres *fibres, double purity, sct_hair *hair,
                           sct_flags *flags)
{
    double mm = job->options->mm_per_px;
    hair->fibres = hairs_of(fibres, purity);
    hair->fibre_width_px = fibres->width_px;
    hair->width_mm = visible_width_mm(fibres->width_px, mm);
    hair->coverage = fmin(fmax(coverage_of(fibres, hair->strand.lab, purity), 0), 1);
    tell_density(fibres, mm, purity, hair, flags);
    tell_grey(fibres, purity, hair, flags);
}

/* Whether there are fibres that tell the hair's colour. Where none is dark though what is dark makes the texture, light
 * things are gaps between hairs that are too fine for the photo. */
static int is_seen(const region_fibres *fibres)
{
    if (fibres->dark_cores.count >= REGION_CORES_MIN)
        return 1;
    return fibres->light_cores.count >= REGION_CORES_MIN && !(fibres->moments[2] < 0);
}

sct_status region_measure_stubble(sct_context *ctx, const region_job *job, const region_fibres *fibres, sct_hair *hair,
                                  uint32_t *bits)
{
    sct_status status = SCT_OK;
    double purity;
    hair->kind = SCT_HAIR_STUBBLE;
    if (!is_seen(fibres)) {
        TRY(stubble_unseen(ctx, job, fibres, hair, bits));
        goto done;
    }
    TRY(region_measure_strand(ctx, job, fibres, hair, &purity));
    TRY(stubble_shadow(ctx, job, fibres, hair));
    stubble_counts(job, fibres, purity, hair, &job->out->flags);
    if (hidden_of(fibres) > hidden_most)
        *bits |= region_flag_bit(flags_addf(&job->out->flags, "hairs-hidden", 0,
                                            "photograph in soft light from the side, and look at the client",
                                            "some hairs hardly differ from the skin, as white ones on light skin, and were "
                                            "not seen: more are grey than shows"));
    level_light(job, fibres, hair, bits);
    if (purity < resolved_purity)
        *bits |= region_flag_bit(flags_addf(
            &job->out->flags, "stubble-not-resolved", 0,
            "photograph the stubble from nearer, in focus, until a hair is 5 pixels wide or more",
            "hairs are %.1f pixels wide, blur mixes them with skin; the strand colour is inferred", fibres->width_px));
done:
    return status;
}
