/*
 * engine/region/hair/strand.c - the strand of stubble: what one follicle looks like close by, once blur is taken out.
 */
#include "region/hair/hair.h"

#include <math.h>

/* Set by hand: hairs differ, and cores are those of the darker ones, and of the darker sides of each: a hair is round, and
 * what lies beyond its middle turns away from the light. So many parts of a hair's L* above the blackest count. */
static const double core_L_sd = 0.7, round_L_sd = 0.03;
/*
 * What pigmented hair is like: regressions on the seven of Vrhel et al. 1994. The blackest has this L*, a*, b* (mean,
 * standard deviation); both grow with L* above it. Seven are few: the widths were set by hand and leave all of them
 * within 1.4.
 */
static const double blackest_L = 12, black_a[2] = {0.3, 0.4}, black_b[2] = {0.6, 0.6};
static const double a_of_L[2] = {0.42, 0.25}, b_of_L[2] = {0.75, 0.45};
/* Of ln(purity), over the square of a hair's width in pixels: phones smooth narrow hairs until their cores agree, as those
 * of wide ones do, and leave skin in all of them. */
static const double narrow_spread = 0.19;
/* Of it, over the sixth power of a hair's own width: what blur leaves of hairs narrower than a pixel is so little that a
 * phone's sharpening adds half as much again. Set by a second renderer, half of it; others' hairs are blurred, no more. */
static const double finest_spread = 0.15, finest_px = 0.8;
static const double light_chroma_sd = 2; /* of a*, b* of fibres lighter than the skin */
/* Of a*, b* of dark fibres, beside what their sums say: phones mend colour where light falls off, and smooth it over more
 * pixels than sums are taken of. Times 1/purity - 1 where the skin is in the cores; set by a second renderer, half of it. */
static const double tone_sd[2] = {0.7, 0.6}, smoothed_sd[2] = {5, 6};
static const double darkest_Y = 0.013;      /* no hair reflects less (black hair 0.015) */
static const double lightest_Y = 0.75;      /* nor more: white hair 0.5 to 0.7 */
static const double usual_above_black = 14; /* L*: the mean of the seven of Vrhel et al. 1994, 1 to 28 */
static const double unseen_u95_de00 = 30;   /* at least: from skin to black */
/*
 * A phone's sharpening overshoots: it makes hairs darker than they are and draws bright rings around them. Cores darker than
 * any hair prove it, and tell no more than that the hair is dark; set by hand from photos of shaved heads.
 */
static const double proven_overshoot = 0.25, proven_spread = 0.15, ring_least = 0.03, of_ring = 1.5, crowded_near = 0.7;
/* Of hairs wider than this the rings tell how much it was, as their middles lie beyond most of it; so much is left to doubt.
 */
static const double wide_px = 2, wide_ring = 0.015, wide_spread = 0.02;
static const double overshot_most_L = 45; /* of dark hair that was sharpened to black */
enum { CORES_SHARE = 6 };

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
static sct_lab kept_hair(sct_lab lab, sct_lab core, int dark, double most_L)
{
    static const double a_hair[2] = {-6, 30}, b_hair[2] = {-8, 45};
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    double darkest = sct_lab_from_xyz((sct_xyz){0, darkest_Y, 0}, white).L;
    double lightest = sct_lab_from_xyz((sct_xyz){0, lightest_Y, 0}, white).L;
    double most = dark ? fmax(core.L, fmax(most_L, darkest)) : fmax(core.L, lightest);
    return (sct_lab){fmin(fmax(lab.L, darkest), most), fmin(fmax(lab.a, fmin(core.a, a_hair[0])), fmax(core.a, a_hair[1])),
                     fmin(fmax(lab.b, fmin(core.b, b_hair[0])), fmax(core.b, b_hair[1]))};
}

/* Dark hair stands for the client unless there is next to none: then fair hair on deep skin, or all is grey. Dark hairs that
 * touch are few parts, but take more light away than what shines between them adds. */
static int is_dark_haired(const region_fibres *fibres)
{
    int some = fibres->dark * 10 >= fibres->light || fibres->darker > fibres->lighter;
    return fibres->dark_cores.count >= REGION_CORES_MIN && some;
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
    *guess = region_purity_guess(&sight, mm > 0 ? REGION_HAIR_MM / mm : (double)NAN);
    hair->strand.lab = centre.lab;
    hair->strand.pixels = n;
    return region_bootstrap(ctx, mode, &part, job->options->seed, noise);
}

static int is_blacker_than_hair(sct_lab core)
{
    return core.L < sct_lab_from_xyz((sct_xyz){0, darkest_Y, 0}, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2)).L;
}

/* How much darker sharpening made the cores, as a factor on their purity and the standard deviation of its logarithm; 1 and
 * 0 where nothing tells of it. */
static region_purity overshoot_of(const region_fibres *fibres, sct_lab core)
{
    double ring = fibres->ring_px > 0 ? fibres->ring / fibres->ring_px : 0;
    int crowded = (double)fibres->near_px >= crowded_near * (double)fibres->inside, wide = fibres->width_px > wide_px;
    if (is_blacker_than_hair(core) && wide)
        return (region_purity){1 + of_ring * fmax(ring, wide_ring), of_ring * fmax(ring, wide_ring) / 2 + wide_spread};
    if (is_blacker_than_hair(core))
        return (region_purity){1 + proven_overshoot, proven_spread};
    if (ring < ring_least || (!crowded && !wide))
        return (region_purity){1, 0};
    return (region_purity){1 + of_ring * ring, of_ring * ring};
}

/*
 * Purity and where it may as well lie, one standard deviation to either side. Of fibres darker than the skin more is known
 * than ln(purity) = ln(guess) +- spread: they are no lighter than their cores, unless these were sharpened, and no darker
 * than black hair. In between, dark ones are commoner (usual_above_black); mean and standard deviation of the fibre's L*
 * are sums over a grid. Returns the lightest L* that was thought of.
 */
static double likely_purity(const region_fibres *fibres, sct_lab core, region_purity guess, double out[3])
{
    enum { GRID = 96 };
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    double missing = 1 - sct_xyz_from_lab(core, white).Y / fibres->skin.Y;
    double darkest = sct_lab_from_xyz((sct_xyz){0, darkest_Y, 0}, white).L, total = 0, mean = 0, square = 0, most = core.L;
    region_purity over = missing > 0 ? overshoot_of(fibres, core) : (region_purity){1, 0};
    guess = (region_purity){guess.purity * over.purity, hypot(guess.spread, over.spread)};
    if (over.spread > 0) {
        double lightest = fibres->skin.Y * fmax(1 - missing / (over.purity + 2 * over.spread), 0);
        most = fmax(most, fmin(sct_lab_from_xyz((sct_xyz){0, lightest, 0}, white).L, overshot_most_L));
    }
    out[0] = guess.purity;
    out[1] = over.spread > 0 ? guess.purity * exp(guess.spread) : fmin(guess.purity * exp(guess.spread), 1);
    out[2] = guess.purity * exp(-guess.spread);
    if ((guess.purity >= 1 && !(over.spread > 0)) || !(missing > 0) || !(most > darkest)) /* steady, light, or black */
        return most;
    for (int i = 0; i < GRID; i++) {
        double L = darkest + (most - darkest) * (i + 0.5) / GRID, Y = sct_xyz_from_lab((sct_lab){L, 0, 0}, white).Y;
        double z = log(missing / (1 - Y / fibres->skin.Y) / guess.purity) / guess.spread,
               w = exp(-0.5 * z * z - (L - darkest) / usual_above_black) + 1e-300;
        total += w;
        mean += w * L;
        square += w * L * L;
    }
    mean /= total;
    double sd = sqrt(fmax(square / total - mean * mean, 0)), at[3] = {mean, mean + sd, mean - sd};
    for (int i = 0; i < 3; i++) {
        double Y = sct_xyz_from_lab((sct_lab){fmin(fmax(at[i], darkest), most), 0, 0}, white).Y;
        out[i] = missing / (1 - Y / fibres->skin.Y);
    }
    return most;
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
 * take some. One step of a Kalman filter (1960, J. Basic Eng. 82:35, doi 10.1115/1.3662552). `cast`: how far what is known
 * of a*, b* may be that of the photo's light, which says nothing of how dark the hair is.
 */
static void temper_chroma(sct_estimate *estimate, const sct_cov *cast)
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
            seen[k][l] = ch[k + 1][l] - slope[k] * ch[0][l] + cast->m[k + 1][l + 1] + (k == l ? sd[k] * sd[k] : 0);
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
            for (int k = 0; k < 2; k++)
                for (int l = 0; l < 2; l++)
                    added.m[i][j] += gain[i][k] * (cast->m[k + 1][l + 1] + (k == l ? sd[k] * sd[k] : 0)) * gain[j][l];
    estimate->lab.L += gain[0][0] * off[0] + gain[0][1] * off[1];
    estimate->lab.a += gain[1][0] * off[0] + gain[1][1] * off[1];
    estimate->lab.b += gain[2][0] * off[0] + gain[2][1] * off[1];
    estimate->cov = filtered(&keep, &estimate->cov, &added);
    estimate->cov_noise = filtered(&keep, &estimate->cov_noise, NULL);
}

/* The strand for three purities: the likely one, and one standard deviation to either side. most_L: of dark hair; else 0. */
static void strands_of(const region_fibres *fibres, sct_lab core, const double likely[3], double most_L, sct_lab out[3],
                       region_chroma *chroma)
{
    for (int i = 0; i < 3; i++) {
        out[i] = strand_behind(fibres, core, likely[i]);
        if (!(most_L > 0))
            continue;
        region_chroma by_sums = region_fibre_chroma(fibres, out[i]);
        if (!isfinite(by_sums.a_sd))
            continue;
        out[i] = kept_hair((sct_lab){out[i].L, by_sums.a, by_sums.b}, core, 1, most_L);
        if (i == 0)
            *chroma = by_sums;
    }
}

/*
 * What no light, lens or phone of the renderings that set the sums above has: cores of narrow hairs that agree by smoothing
 * alone, hairs whose sides turn away from the light, and colours that a phone has mended where light falls off. They move
 * nothing, as they are not seen, but stay in doubt.
 */
static void doubt_dark_strand(const region_fibres *fibres, sct_lab core, region_purity guess, const sct_lab strands[3],
                              sct_estimate *strand)
{
    double wide = fmax(fibres->width_px, 1), smoothed[3], round_sd = round_L_sd * fmax(strand->lab.L - blackest_L, 0);
    double own = fmax(region_fibre_width_behind(fibres->width_px, guess.purity), finest_px);
    guess.spread = hypot(guess.spread, fmax(narrow_spread / (wide * wide), finest_spread / pow(own, 6)));
    likely_purity(fibres, core, guess, smoothed);
    for (int i = 1; i < 3; i++) {
        double off = strand_behind(fibres, core, smoothed[i]).L - strands[0].L, known = strands[i].L - strands[0].L;
        strand->cov.m[0][0] += fmax(off * off - known * known, 0) / 2;
    }
    strand->cov.m[0][0] += round_sd * round_sd;
    strand->cov.m[1][1] += tone_sd[0] * tone_sd[0];
    strand->cov.m[2][2] += tone_sd[1] * tone_sd[1];
}

sct_status region_measure_strand(sct_context *ctx, const region_job *job, const region_fibres *fibres, sct_hair *hair,
                                 double *purity)
{
    sct_status status = SCT_OK;
    int dark = is_dark_haired(fibres);
    region_purity guess;
    region_chroma chroma = {0, 0, light_chroma_sd, light_chroma_sd};
    double likely[3];
    sct_lab strands[3];
    sct_cov noise, no_cast = {{{0}}};

    TRY(core_colour(ctx, job, fibres, hair, &guess, &noise));
    const sct_lab core = hair->strand.lab;
    double most_L = likely_purity(fibres, core, guess, likely);
    *purity = likely[0];
    strands_of(fibres, core, likely, dark ? most_L : 0, strands, &chroma);
    double mixed = dark ? fmax(1 / fmax(likely[0], 0.05) - 1, 0) : 0;
    chroma.a_sd = hypot(chroma.a_sd, smoothed_sd[0] * mixed);
    chroma.b_sd = hypot(chroma.b_sd, smoothed_sd[1] * mixed);
    hair->strand.lab = strands[0];
    region_trust(&hair->strand, &noise, &job->doubt);
    sct_cov photo = hair->strand.cov; /* with the noise as yet */
    hair->strand.cov = noise;
    hair->strand.cov.m[0][0] += core_L_sd * core_L_sd;
    hair->strand.cov.m[1][1] += chroma.a_sd * chroma.a_sd;
    hair->strand.cov.m[2][2] += chroma.b_sd * chroma.b_sd;
    region_add_doubt(&hair->strand, strands[1], 0.5);
    region_add_doubt(&hair->strand, strands[2], 0.5);
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            photo.m[i][j] -= noise.m[i][j];
    if (dark) /* by what unmixing leaves open: what is wrong with the whole photo is no matter of hair, but its cast is all
                 the hue that is left in cores which sharpening has led to black */
        temper_chroma(&hair->strand, is_blacker_than_hair(core) ? &photo : &no_cast);
    hair->strand.lab = kept_hair(hair->strand.lab, core, dark, most_L);
    if (dark)
        doubt_dark_strand(fibres, core, guess, strands, &hair->strand);
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            hair->strand.cov.m[i][j] += photo.m[i][j];
    hair->strand.u95_de00 = colour_u95_of_cov(hair->strand.lab, &hair->strand.cov);
done:
    return status;
}

double region_unseen_u95(sct_lab area)
{
    return fmax(unseen_u95_de00, sct_de2000(area, (sct_lab){blackest_L, black_a[0], black_b[0]}));
}
