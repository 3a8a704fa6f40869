/*
 * engine/match/match_shadow.c - the shadow that hair leaves when it is shaved:
 * the area's target.
 *
 * The skin room predicts it from roots in the skin and stubs on it. Draws vary
 * it as a mixture of skin and strand of the same lightness, because how much of
 * the skin hair hides is by far the largest unknown of it. Without a fitted
 * skin the mixture alone is used, with the share that stubs cover.
 *
 * Where stubble could be photographed the shadow is measured, too, and both are
 * weighed by how sure they are. On dark skin a black hair's shadow is darker by
 * about one L*, which is no more than a photo's error of it: by the photo alone
 * two photos of one head would ask for ink of shade 3 and of shade 60.
 */
#include "match/match_private.h"

#include <math.h>

/* Stubs alone, 0.07 mm wide, 0.3 mm long. */
static const double STUB_COVERAGE = SKIN_USUAL_DENSITY_PER_CM2 / 100.0 * 0.07 * 0.3;
/*
 * How far heads are from what is predicted, either way (95 %), when they have 140 to 230 hairs per cm2, 55 to 85 um wide,
 * cut 0.1 to 0.5 mm above the skin: the shadow; one stub, of which width and length count for more; and one stub of a head
 * whose shadow was measured. tests/match/test_shadow.c draws such heads.
 * Measured hairs are 53 to 87 um wide (5 to 95 % of 145 people, mean 69 +- 10; diameter of a circle of the same area; Lasisi
 * et al. 2020, doi 10.1101/2020.11.24.392191, data MIT), by 2 um per 10 of skin's melanin index, so that olive skin alone
 * asks for no other width: 57 in Turks (Erik et al. 2008), 86 in Koreans (Jeong et al. 2011). Where they are wider there are
 * fewer, per cm2: 226 +- 73 on Europeans, 175 +- 54 on Asians, 161 +- 50 on Africans (Loussouarn et al. 2005).
 */
static const double COVERAGE_FACTOR = 1.5, STUB_FACTOR = 1.9, STUB_FACTOR_BY_SHADOW = 1.6;
/* A mixture tells its share only where skin and hair differ; beyond, the stubs' share is kept. */
static const double LEAST_CONTRAST_Y = 0.02, LEAST_COVERAGE = 0.005, MOST_COVERAGE = 0.5;

sct_lab match_mix(sct_lab skin, sct_lab dot, double coverage)
{
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    sct_xyz s = sct_xyz_from_lab(skin, white), d = sct_xyz_from_lab(dot, white);
    sct_xyz mix = {
        s.X + coverage * (d.X - s.X),
        s.Y + coverage * (d.Y - s.Y),
        s.Z + coverage * (d.Z - s.Z),
    };
    return sct_lab_from_xyz(mix, white);
}

static double luminance(sct_lab lab)
{
    return sct_xyz_from_lab(lab, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2)).Y;
}

/* Share of hair that gives a mixture the lightness of the shadow. */
static double coverage_of(sct_lab skin, sct_lab strand, sct_lab shadow, double fallback)
{
    double contrast = luminance(skin) - luminance(strand), lost = luminance(skin) - luminance(shadow);
    if (!(contrast > LEAST_CONTRAST_Y))
        return fallback;
    return fmin(fmax(lost / contrast, LEAST_COVERAGE), MOST_COVERAGE);
}

/* Shadow of this skin by the skin room, as its difference from bare skin added to the skin as measured; 0 if it cannot. */
static int predict(const match_client *client, sct_lab skin, sct_lab strand, sct_lab *out)
{
    double bare[SKIN_PAD];
    sct_shadow_options options;
    sct_shadow shadow;
    sct_shadow_options_init(&options);
    if (!client->fitted || sct_predict_shadow(NULL, &options, &client->tissue, strand, &shadow) != SCT_OK)
        return 0;
    skin_bare_spectrum(&client->tissue, 8, bare);
    sct_lab model = skin_lab(bare, NULL);
    *out = (sct_lab){skin.L + shadow.lab.L - model.L, skin.a + shadow.lab.a - model.a, skin.b + shadow.lab.b - model.b};
    return 1;
}

match_shadow match_shadow_like(sct_lab skin, sct_lab strand, sct_lab seen, double fallback)
{
    match_shadow shadow = {.coverage = coverage_of(skin, strand, seen, fallback), .factor = COVERAGE_FACTOR};
    sct_lab mix = match_mix(skin, strand, shadow.coverage);
    shadow.offset = (sct_lab){seen.L - mix.L, seen.a - mix.a, seen.b - mix.b};
    return shadow;
}

match_shadow match_shadow_of(const match_client *client, sct_lab skin, sct_lab strand)
{
    match_shadow shadow = {.coverage = STUB_COVERAGE, .factor = COVERAGE_FACTOR};
    sct_lab predicted;
    if (predict(client, skin, strand, &predicted))
        shadow = match_shadow_like(skin, strand, predicted, STUB_COVERAGE);
    return shadow;
}

sct_lab match_shadow_draw(const match_shadow *shadow, sct_lab skin, sct_lab strand, double z)
{
    double coverage = fmin(shadow->coverage * exp(z * log(shadow->factor) / NUM_TWO_SIDED_95), 1);
    double more = coverage / shadow->coverage; /* what the roots tint grows with their number */
    sct_lab lab = match_mix(skin, strand, coverage);
    return (sct_lab){lab.L + more * shadow->offset.L, lab.a + more * shadow->offset.a, lab.b + more * shadow->offset.b};
}

/* ---- a shadow that was measured ---- */

/* What the prediction may be off beside the coverage, in each of L*, a*, b*. */
static const double PREDICTION_SD = SKIN_MODEL_SD;

/* Covariance of the prediction: of its coverage, of the strand's own colour in it, and of what the model cannot follow. */
static num_mat3 prediction_cov(const match_scene *scene, const match_shadow *shadow)
{
    const sct_cov *strand = &scene->measurement->hair.strand.cov;
    sct_lab skin = scene->nominal.skin, hair = scene->nominal.strand;
    sct_lab more = match_shadow_draw(shadow, skin, hair, 0.5), less = match_shadow_draw(shadow, skin, hair, -0.5);
    const double by_coverage[3] = {more.L - less.L, more.a - less.a, more.b - less.b};
    num_mat3 cov;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) {
            double own = isfinite(strand->m[i][j]) ? strand->m[i][j] : 0;
            cov.m[i][j] = by_coverage[i] * by_coverage[j] + shadow->coverage * shadow->coverage * own +
                          (i == j ? PREDICTION_SD * PREDICTION_SD : 0);
        }
    return cov;
}

/*
 * A correction is not wrong by the same for two colours that lie beside each other: of the variance that it has by itself
 * this share is left in their difference, in each of L*, a*, b* (0.14, 0.17, 0.16 on skins and shadows photographed with a
 * chart by the half of the simulated cameras that tests/match does not use). Without a chart it is larger by the light as a
 * whole, which both share: no more than this is left of it then.
 */
static const double CORRECTION_LEFT = 0.14, CORRECTION_LEFT_MOST = 0.25;

/* Variance of the difference of skin and shadow, of L*, a* or b*, by the correction. */
static double left_by_correction(const sct_estimate *shadow, int i)
{
    double common = shadow->cov.m[i][i] - shadow->cov_noise.m[i][i];
    return common > 0 ? fmin(CORRECTION_LEFT * common, CORRECTION_LEFT_MOST) : 0;
}

/* Of the shadow minus the skin as measured: nearly all that both have wrong together leaves their difference alone. */
static num_mat3 measured_cov(const sct_measurement *m)
{
    num_mat3 cov;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) {
            double noise = m->skin.estimate.cov_noise.m[i][j] + m->hair.shadow.cov_noise.m[i][j];
            cov.m[i][j] = (isfinite(noise) ? noise : 0) + (i == j ? left_by_correction(&m->hair.shadow, i) : 0);
        }
    return cov;
}

static num_mat3 sum_of(const num_mat3 *a, double k, const num_mat3 *b)
{
    num_mat3 sum;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            sum.m[i][j] = a->m[i][j] + k * b->m[i][j];
    return sum;
}

/* Squared distance in standard deviations, of three numbers. */
static double surprise(const num_mat3 *inverse, const double v[3])
{
    double w[3];
    num_mat3_apply(inverse, v, w);
    return v[0] * w[0] + v[1] * w[1] + v[2] * w[2];
}

int match_shadow_weigh(const match_scene *scene, const match_shadow *predicted, match_settled *out)
{
    sct_lab seen = scene->measurement->hair.shadow.lab, skin = scene->nominal.skin;
    sct_lab told = match_shadow_draw(predicted, skin, scene->nominal.strand, 0);
    const double off[3] = {seen.L - told.L, seen.a - told.a, seen.b - told.b};
    num_mat3 prior = prediction_cov(scene, predicted), noise = measured_cov(scene->measurement), inverse;
    num_mat3 both = sum_of(&prior, 1, &noise);
    if (!num_mat3_invert(&both, &inverse))
        return 0;
    /* Longer stubble, denser or finer hair than is usual: what surprises the prediction speaks against it. */
    double wider = fmax(1, surprise(&inverse, off) / 3);
    prior = sum_of(&prior, wider - 1, &prior);
    both = sum_of(&prior, 1, &noise);
    if (!num_mat3_invert(&both, &inverse))
        return 0;
    num_mat3 gain = num_mat3_mul(prior, inverse), taken = num_mat3_mul(gain, prior);
    double moved[3];
    num_mat3_apply(&gain, off, moved);
    out->beside_skin = (sct_lab){told.L + moved[0] - skin.L, told.a + moved[1] - skin.a, told.b + moved[2] - skin.b};
    num_mat3 left = sum_of(&prior, -1, &taken);
    out->spread = num_mat3_cholesky(&left);
    return 1;
}

/*
 * ---- one hair, and one dot of which only the colour of its ink is known ----
 *
 * A stub is thinner and a dot hardly wider than what an eye resolves from 30 cm,
 * and light comes into both from the side. Neither shows the colour that it is
 * made of: an artist compares two spots, each paler than strand or ink. So the
 * strand, too, is seen as a stub in its follicle, through the same blur. Draws
 * vary it as match_shadow.c varies the shadow.
 */

static const double FALLBACK_SHARE = 0.2; /* of what is seen of a stub, where skin and hair are too alike to tell */

/* For skin_near_share: what the shades of the trade leave, carbon of 15 % with 20 parts of water. */
static skin_ink usual_ink(double *load)
{
    static const double fraction = 0.15 / 1.8, parts = 21;
    skin_ink ink = {{0}, {0}, {0}};
    skin_ink_add_pigment(&ink, skin_pigment_find("77266"), fraction);
    *load = skin_prior_table[SKIN_PRIOR_UPTAKE].fitted * skin_prior_table[SKIN_PRIOR_HEALED].fitted / parts;
    return ink;
}

static double brightness(const double *reflectance)
{
    return skin_xyz(reflectance, NULL).Y;
}

sct_status match_near_of(sct_context *ctx, const sct_match_options *options, const match_client *client, match_near *out)
{
    sct_status status = SCT_OK;
    struct room {
        skin_client client;
        skin_near near;
        skin_room room;
    } *room = NULL;
    double share[SKIN_PAD], solid[SKIN_PAD], seen[SKIN_PAD];
    skin_dots dots = {.thickness_um = options->thickness_um, .radius_mm = options->dot_radius_mm};
    *out = (match_near){.dot_share = 1};
    if (!client->fitted)
        return SCT_OK;
    TRY(mem_new(ctx, 1, sizeof *room, (void **)&room));
    skin_ink ink = usual_ink(&dots.load);
    skin_client_init(&room->client, &client->tissue, fmax(options->depth_um, client->tissue.epidermis_um + 1),
                     SKIN_STREAMS_COARSE);
    skin_near_init(&room->near, &room->client, options->dot_radius_mm);
    skin_near_share(&room->near, &room->room, &ink, &dots, share);
    skin_heal_spectrum(&room->client, &ink, &dots, solid);
    skin_near_mix(room->client.bare, solid, share, seen);
    double bare = brightness(room->client.bare);
    out->dot_share = (bare - brightness(seen)) / (bare - brightness(solid));
    out->known = 1;
done:
    mem_free(room);
    return status;
}

/* A stub in the client's skin, as its difference from bare skin added to the skin as measured. */
static sct_status see_stub(sct_context *ctx, const match_client *client, sct_lab skin, sct_lab strand, sct_lab *out)
{
    sct_status status = SCT_OK;
    double bare[SKIN_PAD], seen[SKIN_PAD];
    sct_shadow_options usual;
    sct_shadow_options_init(&usual);
    TRY(skin_stub_spectrum(ctx, &client->tissue, &usual, strand, bare, seen));
    sct_lab lab = skin_lab(seen, NULL), from = skin_lab(bare, NULL);
    *out = (sct_lab){skin.L + lab.L - from.L, skin.a + lab.a - from.a, skin.b + lab.b - from.b};
done:
    return status;
}

sct_status match_stub_of(sct_context *ctx, const match_client *client, sct_lab skin, sct_lab strand, match_shadow *out)
{
    sct_status status = SCT_OK;
    sct_lab seen;
    *out = (match_shadow){.coverage = 1, .factor = STUB_FACTOR};
    if (!client->fitted)
        return SCT_OK;
    TRY(see_stub(ctx, client, skin, strand, &seen));
    *out = match_shadow_like(skin, strand, seen, FALLBACK_SHARE);
    out->factor = STUB_FACTOR;
done:
    return status;
}

/* Beyond so many times a usual shadow, or so small a part of it, the shadow is of something else, too. */
static const double MOST_TIMES = 3;

/* Hairs that hide so many times as much, each of them; none more than itself. */
static void widen_stub(match_shadow *stub, double times)
{
    times = fmin(fmin(fmax(times, 1 / MOST_TIMES), MOST_TIMES), 1 / stub->coverage);
    stub->coverage *= times;
    stub->offset = (sct_lab){times * stub->offset.L, times * stub->offset.a, times * stub->offset.b};
}

match_shadow match_stub_as(const match_shadow *stub, const match_draw *usual, const match_draw *draw)
{
    match_shadow out = *stub;
    double before = coverage_of(usual->skin, usual->strand, usual->shadow, 1);
    widen_stub(&out, coverage_of(draw->skin, draw->strand, draw->shadow, before) / before);
    return out;
}

void match_stub_fit(const match_client *client, const match_draw *now, double density_per_cm2, match_shadow *stub)
{
    match_shadow usual = match_shadow_of(client, now->skin, now->strand);
    match_shadow seen = match_shadow_like(now->skin, now->strand, now->shadow, usual.coverage);
    widen_stub(stub, seen.coverage / usual.coverage * SKIN_USUAL_DENSITY_PER_CM2 / density_per_cm2);
    stub->factor = STUB_FACTOR_BY_SHADOW;
}
