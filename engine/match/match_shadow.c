/*
 * engine/match/match_shadow.c - the shadow that grown hair would leave if it
 * were shaved: the area's target where no stubble could be photographed.
 *
 * The skin room predicts it from roots in the skin and stubs on it. Draws vary
 * it as a mixture of skin and strand of the same lightness, because how much of
 * the skin hair hides is by far the largest unknown of it. Without a fitted
 * skin the mixture alone is used, with the share that stubs cover.
 */
#include "match/match_private.h"

#include <math.h>

/* Stubs alone, 0.07 mm wide, 0.3 mm long. */
static const double STUB_COVERAGE = SKIN_USUAL_DENSITY_PER_CM2 / 100.0 * 0.07 * 0.3;
/* 95 % of heads lie within this factor of the predicted coverage. */
static const double COVERAGE_FACTOR = 1.5;
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
static double coverage_of(sct_lab skin, sct_lab strand, sct_lab shadow)
{
    double contrast = luminance(skin) - luminance(strand), lost = luminance(skin) - luminance(shadow);
    if (!(contrast > LEAST_CONTRAST_Y))
        return STUB_COVERAGE;
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

match_shadow match_shadow_of(const match_client *client, sct_lab skin, sct_lab strand)
{
    match_shadow shadow = {.coverage = STUB_COVERAGE};
    sct_lab predicted;
    if (predict(client, skin, strand, &predicted)) {
        shadow.coverage = coverage_of(skin, strand, predicted);
        sct_lab mix = match_mix(skin, strand, shadow.coverage);
        shadow.offset = (sct_lab){predicted.L - mix.L, predicted.a - mix.a, predicted.b - mix.b};
    }
    return shadow;
}

sct_lab match_shadow_draw(const match_shadow *shadow, sct_lab skin, sct_lab strand, double z)
{
    double coverage = fmin(shadow->coverage * exp(z * log(COVERAGE_FACTOR) / NUM_TWO_SIDED_95), 1);
    double more = coverage / shadow->coverage; /* what the roots tint grows with their number */
    sct_lab lab = match_mix(skin, strand, coverage);
    return (sct_lab){lab.L + more * shadow->offset.L, lab.a + more * shadow->offset.a, lab.b + more * shadow->offset.b};
}
