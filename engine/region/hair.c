/*
 * engine/region/hair.c - the client's hair: stubble (fibres with skin between them) or grown.
 *
 * Stubble gives the strand (what one follicle looks like close by), the shadow
 * (mean light of the area: what the eye sees from a metre), coverage, grey
 * fraction and density. Grown hair gives the strand only.
 */
#include "region/region_private.h"

#include <math.h>
#include <string.h>

static const double hair_mm = REGION_HAIR_MM;                 /* usual thickness of a scalp hair; 0.055 to 0.090 */
static const double told_px = 3;                              /* hairs that look narrower may be the lens's blur */
static const double coarsest_pixel_mm = 0.06;                 /* beyond it a hair's width is the lens's */
static const double thinnest_mm = 0.030, thickest_mm = 0.150; /* of a single hair: less is noise, more is blur or a tuft */
static const double densest_per_cm2 = 600; /* no head has more than 350; crossings and specks are counted, too */
static const double core_L_sd = 0.7;       /* set by hand: hairs differ, and cores are those of the darker ones */
/*
 * What pigmented hair is like: regressions on the seven of Vrhel et al. 1994. The blackest has this L*, a*, b* (mean,
 * standard deviation); both grow with L* above it. Seven are few: the widths were set by hand and leave all of them
 * within 1.4.
 */
static const double blackest_L = 12, black_a[2] = {0.3, 0.4}, black_b[2] = {0.6, 0.6};
static const double a_of_L[2] = {0.42, 0.25}, b_of_L[2] = {0.75, 0.45};
static const double light_chroma_sd = 2; /* of a*, b* of fibres lighter than the skin */
static const double lighter_L = 3;       /* above the skin: more than a reddish or fair hair on its own skin */
/* Above the skin: no shadow, whatever the light. A third of grey hairs can do that to deep skin. */
static const double pale_ratio = 0.55; /* of the skin's chroma over L* + 16: white hair has less, and gloss on skin more */
static const double lighter_shadow_L = 2, grey_lightens = 0.2;
static const double resolved_purity = 0.98;
static const double darkest_Y = 0.013;      /* no hair reflects less (black hair 0.015) */
static const double lightest_Y = 0.75;      /* nor more: white hair 0.5 to 0.7 */
static const double usual_above_black = 14; /* L*: the mean of the seven of Vrhel et al. 1994, 1 to 28 */
static const double contrast_min = 0.02;    /* of luminance, relative to skin: less is no measure of area */
static const double tone_L = 1, told_L = 3;
static const double unseen_u95_de00 = 30; /* at least: from skin to black */
static const double grown_near = 0.88, grown_coverage = 0.45, grown_below_L = 14;
enum { CORES_MIN = 20, FIBRES_FOR_GREY = 50, CORES_SHARE = 6 };

static uint32_t bit(int index)
{
    return index < 0 ? 0 : 1u << index;
}

/* The fibre behind cores of this colour that show it with this purity: past the core on the line from the skin, not below
 * black, not above white hair. */
static sct_lab strand_behind(const region_fibres *fibres, sct_lab core, double purity)
{
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2), skin = fibres->skin, c = sct_xyz_from_lab(core, white);
    double missing = 1 - c.Y / skin.Y, t = 1 / fmax(purity, 0.05);
    if (missing > 0)
        t = fmin(t, fmax((1 - darkest_Y / skin.Y) / missing, 1));
    else if (missing < 0)
        t = fmin(t, fmax((1 - lightest_Y / skin.Y) / missing, 1));
    sct_xyz fibre = {skin.X + t * (c.X - skin.X), skin.Y + t * (c.Y - skin.Y), skin.Z + t * (c.Z - skin.Z)};
    return sct_lab_from_xyz(fibre, white);
}

/* What a filter or a sum has led away from all hair is brought back; a photo in a strange light may show stranger cores. */
static sct_lab kept_hair(sct_lab lab, sct_lab core, int dark)
{
    static const double a_hair[2] = {-6, 30}, b_hair[2] = {-8, 45};
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    double darkest = sct_lab_from_xyz((sct_xyz){0, darkest_Y, 0}, white).L;
    double lightest = sct_lab_from_xyz((sct_xyz){0, lightest_Y, 0}, white).L;
    double most = dark ? core.L : fmax(core.L, lightest);
    return (sct_lab){fmin(fmax(lab.L, fmin(core.L, darkest)), most),
                     fmin(fmax(lab.a, fmin(core.a, a_hair[0])), fmax(core.a, a_hair[1])),
                     fmin(fmax(lab.b, fmin(core.b, b_hair[0])), fmax(core.b, b_hair[1]))};
}

/* Adds to a covariance that the truth may as well be `other`, with this weight: one standard deviation away at 1. */
static void add_doubt(sct_estimate *estimate, sct_lab other, double weight)
{
    const double d[3] = {other.L - estimate->lab.L, other.a - estimate->lab.a, other.b - estimate->lab.b};
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            estimate->cov.m[i][j] += weight * d[i] * d[j];
    estimate->u95_de00 = colour_u95_of_cov(estimate->lab, &estimate->cov);
}

/* ---- stubble ---------------------------------------------------------------------------------- */

/* Dark hair stands for the client unless there is next to none: then fair hair on deep skin, or all is grey. */
static int is_dark_haired(const region_fibres *fibres)
{
    return fibres->dark_cores.count >= CORES_MIN && fibres->dark * 10 >= fibres->light;
}

/* Cores where hairs cross differ most from skin, those of thin or slanting ones least: the densest colour of the part
 * that differs more stands for the usual fibre. */
static sct_status core_colour(sct_context *ctx, const region_job *job, const region_fibres *fibres, sct_hair *hair,
                              region_purity *guess, sct_cov *noise)
{
    int dark = is_dark_haired(fibres);
    const region_estimator *mode = region_estimator_get(SCT_ESTIMATOR_MODE);
    region_cloud part = dark ? fibres->dark_cores : fibres->light_cores;
    region_centre centre;
    size_t n = part.count;
    double mm = job->options->mm_per_px;
    part.count = n * CORES_SHARE / 10;
    part.items += dark ? 0 : n - part.count;
    mode->centre(part.items, part.count, &centre);
    region_sight sight = region_sight_of(fibres, dark, centre.lab);
    *guess = region_purity_guess(&sight, mm > 0 ? hair_mm / mm : (double)NAN);
    hair->strand.lab = centre.lab;
    hair->strand.pixels = n;
    return region_bootstrap(ctx, mode, &part, job->options->seed, noise);
}

/*
 * Purity and where it may as well lie, one standard deviation to either side. Of fibres darker than the skin more is known
 * than ln(purity) = ln(guess) +- spread: they are no lighter than their cores and no darker than black hair. In
 * between, dark ones are commoner (usual_above_black); mean and standard deviation of the fibre's L* are sums over a grid.
 */
static void likely_purity(const region_fibres *fibres, sct_lab core, region_purity guess, double out[3])
{
    enum { GRID = 96 };
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    double missing = 1 - sct_xyz_from_lab(core, white).Y / fibres->skin.Y;
    double darkest = sct_lab_from_xyz((sct_xyz){0, darkest_Y, 0}, white).L, total = 0, mean = 0, square = 0;
    out[0] = guess.purity;
    out[1] = fmin(guess.purity * exp(guess.spread), 1);
    out[2] = guess.purity * exp(-guess.spread);
    if (guess.purity >= 1 || !(missing > 0) || !(core.L > darkest)) /* steady, light, or black as seen */
        return;
    for (int i = 0; i < GRID; i++) {
        double L = darkest + (core.L - darkest) * (i + 0.5) / GRID, Y = sct_xyz_from_lab((sct_lab){L, 0, 0}, white).Y;
        double z = log(missing / (1 - Y / fibres->skin.Y) / guess.purity) / guess.spread,
               w = exp(-0.5 * z * z - (L - darkest) / usual_above_black) + 1e-300;
        total += w;
        mean += w * L;
        square += w * L * L;
    }
    mean /= total;
    double sd = sqrt(fmax(square / total - mean * mean, 0)), at[3] = {mean, mean + sd, mean - sd};
    for (int i = 0; i < 3; i++) {
        double Y = sct_xyz_from_lab((sct_lab){fmin(fmax(at[i], darkest), core.L), 0, 0}, white).Y;
        out[i] = missing / (1 - Y / fibres->skin.Y);
    }
}

/* keep C keep' + added (null: none), symmetric to the last bit. */
static sct_cov filtered(const num_mat3 *keep, const sct_cov *cov, const num_mat3 *added)
{
    num_mat3 c;
    sct_cov out;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            c.m[i][j] = cov->m[i][j];
    c = num_mat3_mul(num_mat3_mul(*keep, c), num_mat3_transpose(*keep));
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            out.m[i][j] = (c.m[i][j] + c.m[j][i]) / 2 + (added ? added->m[i][j] : 0);
    return out;
}

/*
 * Weighs pigmented hair as measured with what hair is like: a*, b* less what they usually are at its L* are zero, give or
 * take some. One step of a Kalman filter (1960, J. Basic Eng. 82:35, doi 10.1115/1.3662552).
 */
static void temper_chroma(sct_estimate *estimate)
{
    double over = fmax(estimate->lab.L - blackest_L, 0);
    double slope[2] = {over > 0 ? a_of_L[0] : 0, over > 0 ? b_of_L[0] : 0};
    double sd[2] = {black_a[1] + a_of_L[1] * over, black_b[1] + b_of_L[1] * over};
    double off[2] = {black_a[0] + a_of_L[0] * over - estimate->lab.a, black_b[0] + b_of_L[0] * over - estimate->lab.b};
    double ch[3][2], seen[2][2], gain[3][2]; /* C H', H C H' + S, K */
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 2; k++)
            ch[i][k] = estimate->cov.m[i][k + 1] - slope[k] * estimate->cov.m[i][0];
    for (int k = 0; k < 2; k++)
        for (int l = 0; l < 2; l++)
            seen[k][l] = ch[k + 1][l] - slope[k] * ch[0][l] + (k == l ? sd[k] * sd[k] : 0);
    double det = seen[0][0] * seen[1][1] - seen[0][1] * seen[1][0];
    num_mat3 keep = num_mat3_identity(), added = {{{0}}}; /* 1 - K H, K S K' */
    for (int i = 0; i < 3; i++) {
        gain[i][0] = (ch[i][0] * seen[1][1] - ch[i][1] * seen[1][0]) / det;
        gain[i][1] = (ch[i][1] * seen[0][0] - ch[i][0] * seen[0][1]) / det;
        for (int k = 0; k < 2; k++) {
            keep.m[i][k + 1] -= gain[i][k];
            keep.m[i][0] += gain[i][k] * slope[k];
        }
    }
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            added.m[i][j] = gain[i][0] * sd[0] * sd[0] * gain[j][0] + gain[i][1] * sd[1] * sd[1] * gain[j][1];
    estimate->lab.L += gain[0][0] * off[0] + gain[0][1] * off[1];
    estimate->lab.a += gain[1][0] * off[0] + gain[1][1] * off[1];
    estimate->lab.b += gain[2][0] * off[0] + gain[2][1] * off[1];
    estimate->cov = filtered(&keep, &estimate->cov, &added);
    estimate->cov_noise = filtered(&keep, &estimate->cov_noise, NULL);
}

/* The strand for three purities: the likely one, and one standard deviation to either side. */
static void strands_of(const region_fibres *fibres, sct_lab core, const double likely[3], int dark, sct_lab out[3],
                       region_chroma *chroma)
{
    for (int i = 0; i < 3; i++) {
        out[i] = strand_behind(fibres, core, likely[i]);
        if (!dark)
            continue;
        region_chroma by_sums = region_fibre_chroma(fibres, out[i]);
        if (!isfinite(by_sums.a_sd))
            continue;
        out[i] = kept_hair((sct_lab){out[i].L, by_sums.a, by_sums.b}, core, dark);
        if (i == 0)
            *chroma = by_sums;
    }
}

static sct_status stubble_strand(sct_context *ctx, const region_job *job, const region_fibres *fibres, sct_hair *hair,
                                 double *purity)
{
    sct_status status = SCT_OK;
    int dark = is_dark_haired(fibres);
    region_purity guess;
    region_chroma chroma = {0, 0, light_chroma_sd, light_chroma_sd};
    double likely[3];
    sct_lab strands[3];
    sct_cov noise;

    TRY(core_colour(ctx, job, fibres, hair, &guess, &noise));
    const sct_lab core = hair->strand.lab;
    likely_purity(fibres, core, guess, likely);
    *purity = likely[0];
    strands_of(fibres, core, likely, dark, strands, &chroma);
    hair->strand.lab = strands[0];
    region_trust(&hair->strand, &noise, &job->doubt);
    sct_cov photo = hair->strand.cov; /* with the noise */
    hair->strand.cov = noise;
    hair->strand.cov.m[0][0] += core_L_sd * core_L_sd;
    hair->strand.cov.m[1][1] += chroma.a_sd * chroma.a_sd;
    hair->strand.cov.m[2][2] += chroma.b_sd * chroma.b_sd;
    add_doubt(&hair->strand, strands[1], 0.5);
    add_doubt(&hair->strand, strands[2], 0.5);
    if (dark) /* by what unmixing leaves open: what is wrong with the whole photo is no matter of hair */
        temper_chroma(&hair->strand);
    hair->strand.lab = kept_hair(hair->strand.lab, core, dark);
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            hair->strand.cov.m[i][j] += photo.m[i][j] - noise.m[i][j];
    hair->strand.u95_de00 = colour_u95_of_cov(hair->strand.lab, &hair->strand.cov);
done:
    return status;
}

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
 * differ by 3 dE00: half of the change stays in doubt. From `told_L` on it is said.
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
        add_doubt(estimates[i],
                  (sct_lab){(before.L + estimates[i]->lab.L) / 2, (before.a + estimates[i]->lab.a) / 2,
                            (before.b + estimates[i]->lab.b) / 2},
                  1);
    }
    if (fabs(off) < told_L)
        return;
    *bits |=
        bit(flags_addf(&job->out->flags, "hair-in-other-light", 0, "photograph skin and stubble side by side in even light",
                       "skin between the hairs is %.0f L* %s than the skin region; hair colours were levelled", fabs(off),
                       off > 0 ? "darker" : "lighter"));
}

/* No fibre stands out: the area's colour is all there is, and the strand may be anything darker. */
static sct_status stubble_unseen(sct_context *ctx, const region_job *job, const region_fibres *fibres, sct_hair *hair,
                                 uint32_t *bits)
{
    sct_status status = SCT_OK;
    TRY(stubble_shadow(ctx, job, fibres, hair));
    hair->strand = hair->shadow;
    hair->strand.u95_de00 =
        fmax(unseen_u95_de00, sct_de2000(hair->shadow.lab, (sct_lab){blackest_L, black_a[0], black_b[0]}));
    hair->strand.cov = colour_cov_from_de00(hair->shadow.lab, hair->strand.u95_de00);
    *bits |= bit(flags_addf(&job->out->flags, "stubble-unseen", 1,
                            "photograph the stubble from nearer, in focus, or choose another region",
                            "no single hair stands out in the hair region, so that the strand's colour is not known"));
done:
    return status;
}

/* Share and 95 % interval of a count (Wilson 1927, J. Am. Stat. Assoc. 22:209, doi 10.1080/01621459.1927.10502953). */
static void grey_share(const region_fibres *fibres, sct_hair *hair)
{
    double n = (double)(fibres->dark + fibres->light), p = (double)fibres->grey / n, z = NUM_TWO_SIDED_95, d = 1 + z * z / n;
    double middle = (p + z * z / (2 * n)) / d, half = z / d * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    hair->grey_fraction = p;
    hair->grey_lo = fmax(middle - half, 0);
    hair->grey_hi = fmin(middle + half, 1);
}

double region_scale_of_hair(double width_px)
{
    return width_px >= told_px ? hair_mm / region_fibre_width(width_px) : (double)NAN;
}

/* What a hair's width looks like, where the photo can show it. */
static double visible_width_mm(double width_px, double mm_per_px)
{
    double width_mm = region_fibre_width(width_px) * mm_per_px;
    int seen = mm_per_px > 0 && mm_per_px <= coarsest_pixel_mm && width_mm >= thinnest_mm && width_mm <= thickest_mm;
    return seen ? width_mm : (double)NAN;
}

/* Where the pixels are fine enough, hairs that no head has tell that the scale is wrong. */
static void doubt_scale(const sct_hair *hair, double mm_per_px, sct_flags *flags)
{
    double width_mm = region_fibre_width(hair->fibre_width_px) * mm_per_px;
    int sized =
        mm_per_px > 0 && mm_per_px <= coarsest_pixel_mm && (width_mm < thinnest_mm / 2 || width_mm > 2 * thickest_mm);
    if (sized)
        flags_addf(flags, "scale-doubtful", 0, "check the scale that was given, or lay a card in view",
                   "by this scale the hairs would be %.2f mm wide; heads have hairs of 0.05 to 0.1 mm", width_mm);
    else if (hair->density_per_cm2 > densest_per_cm2)
        flags_addf(flags, "scale-doubtful", 0, "check the scale that was given, or lay a card in view",
                   "by this scale %.0f hairs would grow on a cm2; heads have 100 to 300", hair->density_per_cm2);
}

/* Area of fibres as a share: what they darken (or lighten) the area by, over what one of them would if it covered all.
 * Blur spreads both alike. */
static double coverage_of(const region_fibres *fibres, sct_lab strand)
{
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    const region_cloud *light = &fibres->light_cores;
    double area = (double)fibres->inside, strand_Y = sct_xyz_from_lab(strand, white).Y / fibres->skin.Y;
    double few = 0.05 * (double)(fibres->dark + fibres->light);
    if ((double)fibres->light <= few && fabs(1 - strand_Y) > contrast_min)
        return (fibres->darker - fibres->lighter) / (1 - strand_Y) / area; /* noise cancels */
    double share = strand_Y < 1 - contrast_min ? fibres->darker / (1 - strand_Y) / area : 0;
    if (light->count >= CORES_MIN) {
        double light_Y = sct_xyz_from_lab((sct_lab){(double)light->items[light->count * 8 / 10].L, 0, 0}, white).Y;
        share += light_Y > fibres->skin.Y * (1 + contrast_min) ? fibres->lighter / (light_Y / fibres->skin.Y - 1) / area : 0;
    }
    return share;
}

static void stubble_counts(const region_job *job, const region_fibres *fibres, sct_hair *hair, sct_flags *flags)
{
    double mm = job->options->mm_per_px, area = (double)fibres->inside;
    hair->fibres = fibres->dark + fibres->light;
    hair->fibre_width_px = fibres->width_px;
    hair->width_mm = visible_width_mm(fibres->width_px, mm);
    hair->coverage = fmin(fmax(coverage_of(fibres, hair->strand.lab), 0), 1);
    if (mm > 0)
        hair->density_per_cm2 = (double)hair->fibres / (area * mm * mm / 100);
    doubt_scale(hair, mm, flags);
    if (hair->fibres >= FIBRES_FOR_GREY)
        grey_share(fibres, hair);
    else
        flags_addf(flags, "few-fibres", 0, "show a larger area of stubble, or photograph it from nearer",
                   "%llu hairs are too few to tell how many are grey", (unsigned long long)hair->fibres);
}

static sct_status measure_stubble(sct_context *ctx, const region_job *job, const region_fibres *fibres, sct_hair *hair,
                                  uint32_t *bits)
{
    sct_status status = SCT_OK;
    double purity;
    hair->kind = SCT_HAIR_STUBBLE;
    if (fibres->dark_cores.count < CORES_MIN && fibres->light_cores.count < CORES_MIN) {
        TRY(stubble_unseen(ctx, job, fibres, hair, bits));
        goto done;
    }
    TRY(stubble_strand(ctx, job, fibres, hair, &purity));
    TRY(stubble_shadow(ctx, job, fibres, hair));
    stubble_counts(job, fibres, hair, &job->out->flags);
    level_light(job, fibres, hair, bits);
    if (purity < resolved_purity)
        *bits |= bit(flags_addf(&job->out->flags, "stubble-not-resolved", 0,
                                "photograph the stubble from nearer, in focus, until a hair is 5 pixels wide or more",
                                "hairs are %.1f pixels wide, blur mixes them with skin; the strand colour is inferred",
                                fibres->width_px));
done:
    return status;
}

/* Hair lighter than its skin is grey, or no hair: gloss, or what lies behind the head. */
static void doubt_light_hair(const region_job *job, const sct_hair *hair, uint32_t *bits)
{
    const sct_estimate *skin = &job->out->skin.estimate;
    sct_lab light = hair->strand.lab, bare = skin->lab;
    int pale = hypot(light.a, light.b) / (light.L + 16) < pale_ratio * hypot(bare.a, bare.b) / (bare.L + 16);
    if (!skin->pixels || !(light.L > bare.L + lighter_L) || (hair->grey_lo > 0.6 && pale))
        return;
    *bits |= bit(flags_add(&job->out->flags, "hair-lighter-than-skin", 1,
                           "what was taken for hair is lighter than the skin; gloss, cloth or background may be in it",
                           "look at the overlay and mark the hair; photograph without glare"));
}

/* Hair takes light away from skin: an area lighter than the skin is not this client's stubble, or the skin not his skin. */
static void doubt_light_shadow(const region_job *job, const sct_hair *hair, uint32_t *bits)
{
    const sct_estimate *skin = &job->out->skin.estimate;
    if (!skin->pixels || !hair->shadow.pixels || !(hair->shadow.lab.L > skin->lab.L + lighter_shadow_L) ||
        hair->grey_lo > grey_lightens)
        return;
    *bits |= bit(flags_addf(
        &job->out->flags, "shadow-lighter-than-skin", 1, "look at the overlay; mark the hair and the skin in the same light",
        "what was taken for stubble is %.0f L* lighter than the skin it should darken", hair->shadow.lab.L - skin->lab.L));
}

/* ---- grown ------------------------------------------------------------------------------------ */

/* Fibres everywhere, or what lies between them is no skin: far darker than the skin of the photo, or without its hue. */
static int is_grown(const region_job *job, const region_fibres *fibres)
{
    sct_lab between = sct_lab_from_xyz(fibres->skin, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2));
    const sct_estimate *skin = &job->out->skin.estimate;
    if ((double)fibres->near_px > grown_near * (double)fibres->inside || !(fibres->skin.Y > 0))
        return 1;
    if ((double)fibres->dark_px > grown_coverage * (double)fibres->inside)
        return 1;
    if (skin->pixels)
        return between.L < skin->lab.L - fmax(grown_below_L, 0.3 * skin->lab.L);
    double hue = atan2(between.b, between.a) * DEG_PER_RAD;
    return hypot(between.a, between.b) < fmax(6, 0.15 * (between.L + 16)) || hue < 20 || hue > 90;
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

/* Fibres as hair, gloss as gloss, over the region; grown hair all over. */
static sct_status label_hair(sct_context *ctx, const region_job *job, const region_spans *spans, sct_hair_kind kind)
{
    sct_status status = SCT_OK;
    region_patch patch = {0};
    TRY(region_patch_new(ctx, &patch));
    for (uint32_t y0 = spans->y0; y0 < spans->y1; y0 += PATCH_SIDE)
        for (uint32_t x0 = spans->x0; x0 < spans->x1; x0 += PATCH_SIDE) {
            uint32_t w = spans->x1 - x0 < PATCH_SIDE ? spans->x1 - x0 : PATCH_SIDE;
            uint32_t h = spans->y1 - y0 < PATCH_SIDE ? spans->y1 - y0 : PATCH_SIDE;
            region_patch_read(&patch, job->image, spans, x0, y0, w, h);
            for (uint32_t i = 0; i < w * h; i++) {
                uint8_t *label = job->labels + (size_t)(y0 + i / w) * job->width + x0 + i % w, state = patch.state[i];
                if (!(state & PATCH_INSIDE))
                    continue;
                if (state & PATCH_CLIPPED)
                    *label = SCT_LABEL_CLIPPED;
                else if (kind == SCT_HAIR_GROWN || (state & (PATCH_DARK | PATCH_LIGHT)))
                    *label = SCT_LABEL_HAIR;
                else if (state & PATCH_SPECULAR)
                    *label = SCT_LABEL_SPECULAR;
            }
        }
done:
    region_patch_free(&patch);
    return status;
}

static sct_hair no_hair(void)
{
    const double unknown = (double)NAN;
    return (sct_hair){.coverage = unknown,
                      .grey_fraction = unknown,
                      .grey_lo = unknown,
                      .grey_hi = unknown,
                      .density_per_cm2 = unknown,
                      .fibre_width_px = unknown,
                      .width_mm = unknown};
}

sct_status region_measure_hair(sct_context *ctx, region_job *job, const region_spans *spans, sct_hair *out, uint32_t *bits)
{
    sct_status status = SCT_OK;
    region_fibres fibres = {0};
    sct_hair hair = no_hair();

    *bits = 0;
    TRY(region_fibres_gather(ctx, job->image, spans, &fibres));
    int grown = is_grown(job, &fibres);
    if (!job->doubt.skin_seen && !grown) /* the skin between the hairs will do */
        colour_doubt_see_skin(&job->doubt, sct_lab_from_xyz(fibres.skin, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2)));
    if (grown)
        TRY(measure_grown(ctx, job, spans, &hair, bits));
    else
        TRY(measure_stubble(ctx, job, &fibres, &hair, bits));
    doubt_light_hair(job, &hair, bits);
    doubt_light_shadow(job, &hair, bits);
    if (job->labels)
        TRY(label_hair(ctx, job, spans, hair.kind));
    *out = hair;
done:
    region_fibres_free(&fibres);
    return status;
}
