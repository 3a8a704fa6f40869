/*
 * tests/skin/test_healed_photos.c - what the model says of treated scalps against photos of them.
 *
 * Nobody knows which ink these clients got. What the trade would mix for black hair on light skin, 20 parts of water to a
 * carbon of 15 %, in dots as they are assumed to heal, is predicted with all that is not known: depth, width and strength
 * of the hand, scattering of the skin, 140 to 230 dots per cm2, a quarter more or less water. Where the place was bald
 * before, after over before is what ink alone makes of it; elsewhere the client's own stubble counts, too, and how
 * scalp and bare skin face the light is taken from the bald ones seen from the same side. Two of these four heads are full
 * of hair, on two skin shows between thin hairs; these have any share of a full head's stubble. Crown and nape face the
 * light differently from photo to photo, in luminance by 0.96 to 1.75 before treatment, and only one of the bald heads is
 * seen from behind: the ratios of the four are known no better than that, and what is stated of them is as wide.
 *
 * Phones show more colour than there is. How much more is told by the bare skin of each photo, (R - B) / Y against that of
 * light skin, and taken away. It changes the luminance by nothing.
 */
#include "skin/skin.h"
#include "support/support.h"
#include "vectors/healed_photos.h"

enum { DRAWS = 400, CHANNELS = 3, ALONE = 0, THIN, FULL, OWN };

static const sct_lab light_skin = {65, 10, 16}, black_hair = {16, 1.5, 1.5};
static const double water = 20, water_factor = 1.25, strength_factor = 2, scatter_factor = 1.2, stubble_factor = 1.5;
/* Y of Display P3, and its primaries adapted to D50 (ICC profile "Display P3"). */
static const double luminance[CHANNELS] = {0.2412, 0.6922, 0.0666};
static const num_mat3 from_p3 = {
    {{0.515102, 0.291965, 0.157153}, {0.241182, 0.692236, 0.066582}, {-0.001049, 0.041882, 0.784378}}};

/* Ratios that are predicted: by ink alone, with thin stubble, with a head full of it; red, green, blue, luminance. */
static double predicted[OWN][CHANNELS + 1][DRAWS];

static double luminance_of(const double rgb[CHANNELS])
{
    return luminance[0] * rgb[0] + luminance[1] * rgb[1] + luminance[2] * rgb[2];
}

static void p3_of(const double *reflectance, double out[CHANNELS])
{
    num_mat3 to_p3;
    sct_xyz xyz = skin_xyz(reflectance, NULL);
    const double v[3] = {xyz.X, xyz.Y, xyz.Z};
    assert_true(num_mat3_invert(&from_p3, &to_p3));
    num_mat3_apply(&to_p3, v, out);
}

static void keep(int own, int draw, const double *seen, const double *bare)
{
    double a[CHANNELS], b[CHANNELS];
    p3_of(seen, a);
    p3_of(bare, b);
    for (int c = 0; c < CHANNELS; c++)
        predicted[own][c][draw] = a[c] / b[c];
    predicted[own][CHANNELS][draw] = luminance_of(a) / luminance_of(b);
}

/* Within lo and hi in 95 %, normal in its logarithm on each side of the middle. */
static double drawn(num_rng *rng, double lo, double middle, double hi)
{
    double z = num_rng_normal(rng);
    return middle * exp(z * fabs(log((z < 0 ? lo : hi) / middle)) / NUM_TWO_SIDED_95);
}

static double drawn_factor(num_rng *rng, double factor)
{
    return drawn(rng, 1 / factor, 1, factor);
}

static double drawn_prior(num_rng *rng, int which)
{
    const skin_prior *p = &skin_prior_table[which];
    return fmin(fmax(drawn(rng, p->lo, p->fitted, p->hi), p->lo), p->hi);
}

static void predict(void)
{
    static skin_client client;
    sct_shadow_options hairs;
    sct_skin_fit fit;
    num_rng rng;
    skin_ink carbon = {{0}, {0}, {0}};
    skin_ink_add_pigment(&carbon, skin_pigment_find("77266"), 0.15 / 1.8);
    sct_shadow_options_init(&hairs);
    assert_int_equal(sct_skin_fit_lab(NULL, light_skin, NULL, NULL, &fit), SCT_OK);
    num_rng_seed(&rng, 5);
    for (int i = 0; i < DRAWS; i++) {
        double radius = drawn_prior(&rng, SKIN_PRIOR_RADIUS), depth = drawn_prior(&rng, SKIN_PRIOR_DEPTH);
        double narrower = SKIN_USUAL(RADIUS) / radius; /* a dot holds as much ink however wide it is */
        double density = 140 + 90 * num_rng_uniform(&rng), both[SKIN_PAD], shadow[SKIN_PAD];
        double parts = water * drawn_factor(&rng, water_factor);
        skin_dots dots = {.load = SKIN_USUAL(UPTAKE) * SKIN_USUAL(HEALED) / (1 + parts) * narrower * narrower *
                                  drawn_factor(&rng, strength_factor),
                          .thickness_um = SKIN_USUAL(THICKNESS),
                          .radius_mm = radius,
                          .coverage = skin_coverage(density, radius)};
        skin_spectra seen;
        depth = fmax(depth * drawn_factor(&rng, scatter_factor), fit.tissue.epidermis_um + 1);
        skin_client_init(&client, &fit.tissue, depth, 4);
        skin_heal_at(&client, &carbon, &dots, &seen);
        keep(ALONE, i, seen.area, client.bare);
        skin_client_set_depth(&client, fit.tissue.epidermis_um);
        skin_shadow_spectrum(&client, &hairs, black_hair, shadow);
        double stubble = drawn_factor(&rng, stubble_factor), share = num_rng_uniform(&rng);
        for (int own = THIN; own <= FULL; own++) {
            for (int l = 0; l < SKIN_PAD; l++)
                both[l] = seen.area[l] * pow(shadow[l] / client.bare[l], own == FULL ? stubble : share * stubble);
            keep(own, i, both, client.bare);
        }
    }
}

/* Colour that the phone added, by the bare skin of the photo. */
static double added_colour(const double skin[CHANNELS])
{
    double bare[SKIN_PAD], rgb[CHANNELS];
    sct_skin_fit fit;
    assert_int_equal(sct_skin_fit_lab(NULL, light_skin, NULL, NULL, &fit), SCT_OK);
    skin_bare_spectrum(&fit.tissue, 8, bare);
    p3_of(bare, rgb);
    return (skin[0] - skin[2]) / luminance_of(skin) / ((rgb[0] - rgb[2]) / luminance_of(rgb));
}

/* Ratio of a place to the bare skin, without the added colour; luminance last. */
static void ratio_of(const double place[CHANNELS], const double skin[CHANNELS], double out[CHANNELS + 1])
{
    double more = added_colour(skin), there[CHANNELS], Y, of_skin = luminance_of(skin);
    for (int c = 0; c < CHANNELS; c++)
        there[c] = place[c] * skin[c];
    Y = luminance_of(there);
    for (int c = 0; c < CHANNELS; c++)
        out[c] = (Y + (there[c] - Y) / more) / (of_skin + (skin[c] - of_skin) / more);
    out[CHANNELS] = Y / of_skin;
}

/* L* by which light skin falls when its luminance falls to this share. */
static double darker_by(double share)
{
    double Y = pow((light_skin.L + 16) / 116, 3);
    return 116 * (cbrt(Y) - cbrt(Y * share));
}

static const char *const words[OWN] = {"", ", with thin stubble", ", with stubble"};

/* Share of the draws below a value, each as far off as a photo's ratio may be: ln_sd. */
static double below(const double *values, double at, double ln_sd)
{
    double sum = 0;
    for (int i = 0; i < DRAWS; i++)
        sum += 0.5 * erfc(log(values[i] / at) / (ln_sd * sqrt(2.0)));
    return sum / DRAWS;
}

/* How crown and bare skin face the light, by the bald ones: mean of ln(crown / bare skin), for foreheads and for napes. */
static void facing_of(double out[2][CHANNELS + 1])
{
    double seen[CHANNELS + 1];
    for (int nape = 0; nape < 2; nape++) {
        int n = 0;
        for (int c = 0; c <= CHANNELS; c++)
            out[nape][c] = 0;
        for (int i = 0; i < HEALED_PHOTOS; i++) {
            if (!healed_photos[i].bare_before || healed_photos[i].nape != nape)
                continue;
            ratio_of(healed_photos[i].before, healed_photos[i].skin, seen);
            n++;
            for (int c = 0; c <= CHANNELS; c++)
                out[nape][c] += (log(seen[c]) - out[nape][c]) / n;
        }
        assert_true(n > 0);
    }
}

/* How far ln of that is from one photo to another, in luminance before treatment, of those seen from behind. */
static double facing_sd(void)
{
    double sum = 0, squares = 0, seen[CHANNELS + 1];
    int n = 0;
    for (int i = 0; i < HEALED_PHOTOS; i++) {
        if (!healed_photos[i].nape)
            continue;
        ratio_of(healed_photos[i].before, healed_photos[i].skin, seen);
        sum += log(seen[CHANNELS]);
        squares += pow(log(seen[CHANNELS]), 2);
        n++;
    }
    return sqrt((squares - sum * sum / n) / (n - 1));
}

/* What treatment, and stubble where there is some, make of a place, as a ratio. */
static void treated_ratio(int i, double facing[2][CHANNELS + 1], double out[CHANNELS + 1])
{
    double before[CHANNELS + 1];
    ratio_of(healed_photos[i].after, healed_photos[i].skin, out);
    ratio_of(healed_photos[i].before, healed_photos[i].skin, before);
    for (int c = 0; c <= CHANNELS; c++)
        out[c] /= healed_photos[i].bare_before ? before[c] : exp(facing[healed_photos[i].nape][c]);
}

static double predicted_quantile(int own, int channel, double q)
{
    double sorted[DRAWS];
    memcpy(sorted, predicted[own][channel], sizeof sorted);
    return quantile_of(sorted, DRAWS, q);
}

typedef struct tally {
    int photos, inside, ratios_inside;
    double off_L; /* sum: darker than predicted */
} tally;

static void judge(int i, double facing[2][CHANNELS + 1], tally *t)
{
    double seen[CHANNELS + 1], ln_sd = HEALED_PHOTO_LN_SD;
    int own = healed_photos[i].bare_before ? ALONE : healed_photos[i].full ? FULL : THIN, inside = 0;
    if (own != ALONE)
        ln_sd = hypot(ln_sd, facing_sd());
    treated_ratio(i, facing, seen);
    for (int c = 0; c <= CHANNELS; c++) {
        double p = below(predicted[own][c], seen[c], ln_sd);
        inside += p > 0.025 && p < 0.975;
    }
    double dark = darker_by(seen[CHANNELS]), said = darker_by(predicted_quantile(own, CHANNELS, 0.5));
    figure("%s%s: red %.2f green %.2f blue %.2f; darker by L* %.1f, predicted %.1f; %d of 4 inside", healed_photos[i].name,
           words[own], seen[0], seen[1], seen[2], dark, said, inside);
    t[own].photos++;
    t[own].inside += inside == CHANNELS + 1;
    t[own].ratios_inside += inside;
    t[own].off_L += dark - said;
}

static void photos_lie_within_what_is_said(void **state)
{
    (void)state;
    static const char *const names[] = {"red", "green", "blue", "luminance"};
    double facing[2][CHANNELS + 1];
    tally t[OWN] = {{0, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}};
    predict();
    facing_of(facing);
    for (int i = 0; i < HEALED_PHOTOS; i++)
        judge(i, facing, t);
    for (int own = 0; own < OWN; own++)
        for (int c = 0; c <= CHANNELS; c++)
            figure("  predicted%s, %s: %.2f to %.2f, middle %.2f", words[own], names[c], predicted_quantile(own, c, 0.025),
                   predicted_quantile(own, c, 0.975), predicted_quantile(own, c, 0.5));
    for (int own = 0; own < OWN; own++)
        figure("%s: %d of %d photos inside the stated 95 %% in all channels, %d of %d ratios; darker than predicted by L* "
               "%+.1f",
               own ? words[own] + 2 : "ink alone", t[own].inside, t[own].photos, t[own].ratios_inside,
               t[own].photos * (CHANNELS + 1), t[own].off_L / t[own].photos);
    assert_at_most(fabs(t[0].off_L / t[0].photos), 2);
    assert_at_most(0.8 * t[0].photos, t[0].inside);
    figure("crown and nape face the light alike within %.2f of ln(luminance)", facing_sd());
    assert_at_most(fabs((t[ALONE].off_L + t[THIN].off_L + t[FULL].off_L) / HEALED_PHOTOS), 2);
    assert_at_most(0.8 * HEALED_PHOTOS, t[ALONE].inside + t[THIN].inside + t[FULL].inside);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(photos_lie_within_what_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
