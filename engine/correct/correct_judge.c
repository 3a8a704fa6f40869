/*
 * correct_judge.c - how far a correction can be trusted.
 *
 * The error that is left on a colour is described by engine/colour/doubt.c; here stand how large its terms are. They were
 * fitted by tests/correct/tune.c to simulated photos (21 measured cameras, 6 lights, every other measured skin and hair;
 * that other half of cameras, skins and hairs judges them, tests/correct/test_simulation.c) and to every other one of 22
 * photographed charts; SCALPTONE_TUNE=1 test_simulation fits and prints them again. A renderer that shares nothing with
 * them, tests/correct/independent.py, asks the program itself about photos of its own.
 *
 * With a chart everything is measured in the photo: the leave-one-out residual, which is against the maker's values and so
 * holds the difference between this chart and those, too; the second opinion; the light.
 */
#include "correct/correct.h"
#include "correct/correct_model.h"

#include <math.h>
#include <string.h>

static const double least_u95_de00 = 2.0; /* one photo of one site is never better */

/* Variances per squared leave-one-out mean, per squared disagreement, and of ln(light) per squared standard error. They are
 * not narrowed although 98 % of the independent renderer's skins are within the bound: of 54 photographed ColorCheckers of
 * 11 public sources, their two skin patches left out, 92 % of these were within it, and 83 % by 42 of ten sources more, most
 * of them webcams. Left-out patches err more than skins: in 60 renderings 94 % of them were within it, and 97 % of the
 * skins. */
static const double loo_even[3] = {0.087, 0.197, 0.500}, loo_dark[3] = {0.042, 0.087, 0.108};
/* Which way colours err was learnt from rendered photos; on photographed charts the 95 % ellipsoids of the fit alone held 68
 * (chart) to 86 %, with half of the variance spread over all directions 77 to 95 %, and the bound in dE00 stays. */
static const double round_share = 0.5;
/* From fewer patches the same residual says less: it is a mean of fewer, and of the pale ones where the vivid ones are at
 * the end of the file's range. On charts of photos made worse, the skin patches left out, the 95 % point of error over bound
 * was 0.9 with 20 whole patches, 1.0 with 16 to 19, 1.1 with 14 or 15, 1.3 with 12 or 13. With 20 here
 * renderings in the light of a white LED hold 98.8 %, more than a bound of 95 % should. */
static const double many_patches = 19;
static const double disagreement_even = 0.434;
/* Where the chart has told which light it is (correct_spectra_learn), part of the residuals' a* and b* is no longer left on
 * skins. Of simulated cameras and skins held out 94.5 to 96.2 % of a class then lie within the bound. */
static const double learnt_loo = 0.33;
/* Of the log light: skin and chart do not face it alike. Ten degrees in a light from 45 are worth 0.1 to 0.16. */
static const double facing_sd = 0.045;
/* Of the variance of the slopes that the fit itself states. While curves took part of the light for a tone curve it had to
 * be a fifth. Set so that 92 to 98 % of simulated skins of each light lie within the bound, with the half held out in view.
 */
static const double slope_share = 0.05;
/* Of the log light: a steep one goes on beyond the chart or levels off, and the photo does not say which. Half of its change
 * from the chart's outer patches as a standard error makes the bound hold either; up to them it was seen. What is not
 * steeper than usual, a photo's width away, is part of facing_sd. */
static const double goes_on = 0.5, usual_fall = 0.35;
static const double usual_away = 0.3; /* of a skin from its chart, in photo widths, for a bound before any skin is seen */

void correct_leave_one_out(correct_method method, const correct_patch *patches, size_t n, const num_mat3 *profile,
                           double *loo)
{
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    for (size_t i = 0; i < n; i++) {
        correct_model model;
        loo[i] = (double)NAN; /* also for what is known in part */
        if (patches[i].limits || !correct_model_fit(method, patches, n, i, n, profile, &model))
            continue;
        sct_xyz xyz = correct_model_xyz(&model, patches[i].rgb, patches[i].u, patches[i].v);
        loo[i] = sct_de2000(patches[i].lab, sct_lab_from_xyz(xyz, white));
    }
}

/* What of a steep light may end where the patches do. */
static void doubt_fall(const correct_patch *patches, size_t n, const pixels_correction *c, colour_doubt *doubt)
{
    double steep = hypot(c->plane_x[1], c->plane_y[1]);
    double share = steep > usual_fall ? goes_on * (1 - usual_fall / steep) : 0;
    doubt->fall[0] = share * c->plane_x[1];
    doubt->fall[1] = share * c->plane_y[1];
    for (size_t i = 0; i < n; i++) {
        const double at[2] = {patches[i].u, patches[i].v};
        for (int k = 0; k < 2; k++) {
            doubt->low[k] = i ? fmin(doubt->low[k], at[k]) : at[k];
            doubt->high[k] = i ? fmax(doubt->high[k], at[k]) : at[k];
        }
    }
}

/* Mean distance of the 3x3 and the root-polynomial variant on patches near skin, weighted by relevance. Fills what the doubt
 * holds of the light's slopes. */
static double disagreement(const correct_patch *patches, size_t n, const num_mat3 *profile, colour_doubt *doubt)
{
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    correct_model full, root;
    double sum = 0, total = 0;
    if (!correct_model_fit(CORRECT_FULL, patches, n, n, n, profile, &full) ||
        !correct_model_fit(CORRECT_ROOT, patches, n, n, n, profile, &root))
        return 0;
    doubt_fall(patches, n, &full.correction, doubt);
    for (int i = 0; i < 3; i++)
        doubt->slope[i] = slope_share * full.slope[i];
    memcpy(doubt->centre, full.centre, sizeof doubt->centre);
    for (size_t i = 0; i < n; i++) {
        const correct_patch *p = &patches[i];
        double w = p->neutral || p->limits ? 0 : correct_model_relevance(p->lab);
        sum += w * sct_de2000(sct_lab_from_xyz(correct_model_xyz(&full, p->rgb, p->u, p->v), white),
                              sct_lab_from_xyz(correct_model_xyz(&root, p->rgb, p->u, p->v), white));
        total += w;
    }
    return total > 0 ? sum / total : 0;
}

double correct_stated_u95(const colour_doubt *doubt)
{
    double u95 = colour_doubt_u95(doubt, colour_usual_skin());
    return u95 < least_u95_de00 ? least_u95_de00 : u95; /* unknown stays so: fmax would call it the best there is */
}

correct_trust correct_judge(correct_method method, const correct_patch *patches, size_t n, const double *loo, double sure,
                            const num_mat3 *profile)
{
    correct_trust trust = {0};
    double sum = 0;
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        if (!(loo[i] >= 0))
            continue;
        sum += loo[i];
        trust.loo_max = fmax(trust.loo_max, loo[i]);
        count++;
    }
    trust.loo_mean = count ? sum / (double)count : (double)NAN;
    trust.loo_max = count ? trust.loo_max : (double)NAN;
    trust.disagreement = correct_methods[method].matrix ? disagreement(patches, n, profile, &trust.doubt) : 0;
    double few = count > 0 ? fmax(1, many_patches / (double)count) : 1;
    double loo2 = few * trust.loo_mean * trust.loo_mean,
           second = disagreement_even * trust.disagreement * trust.disagreement;
    for (int i = 0; i < 3; i++) {
        trust.doubt.even[i] = (i ? 1 - sure * learnt_loo : 1) * loo_even[i] * loo2 + second;
        trust.doubt.dark[i] = loo_dark[i] * loo2;
    }
    trust.doubt.light = facing_sd;
    trust.doubt.round_share = round_share;
    colour_doubt beside = trust.doubt; /* nobody knows how far beyond the chart skin lies: from its middle, as it were */
    memcpy(beside.low, beside.centre, sizeof beside.low);
    memcpy(beside.high, beside.centre, sizeof beside.high);
    colour_doubt placed = colour_doubt_placed(&beside, beside.centre[0] + usual_away, beside.centre[1]);
    trust.u95 = correct_stated_u95(&placed);
    beside.fall[0] = beside.fall[1] = 0;
    placed = colour_doubt_placed(&beside, beside.centre[0] + usual_away, beside.centre[1]);
    trust.u95_fit = correct_stated_u95(&placed);
    return trust;
}

/*
 * Without a chart: numbers of the fit. `cast` is where the skin helps: under a light that the camera's matrix was not made
 * for (F2: the skin comes out green by 5 to 6 a*) it lies off the locus of real skin, and most of that offset is error.
 * That the grey's own cast tells the light as well was tried and added nothing. `offset_sd` stands for the offset when no
 * skin is seen; it was chosen, with both halves in view, so that strands and skins under F2 stay within their bound.
 *
 * `light` and `tone` of one grey are from photographed charts, corrected by their middle grey, which show what the
 * simulation lacks: telephones darken what is darker than a card (black, 1.8 of ln(Y) below it, by 0.4 to 0.8 more) and
 * bring places toward the middle of their brightness (a patch away by 0.12 to 0.2). Of 62 skin patches in 31 photos of seven
 * public sources the bound of the simulation, with 0.06 of `light`, held 68 %, this one 94 %; of 28 in 14 photos of eight
 * sources that were not looked at 75 and 93 %. A webcam without a matrix of its own (21 photos) is off by more: 16 and 61 %.
 *
 * With nothing `light` is the exposure, which nobody knows: telephones choose it within a standard deviation of 0.25 to
 * 0.35 (17 photos of charts), and before nearly white grounds they are off by more. Of the skin patches of the same sources
 * 0.2 held 82 %, this one 91 % of 66, and of those that were not looked at 89 and 93 % of 28.
 */
static const colour_doubt curves_doubt = {
    .even = {3.846, 0.000, 0.000},
    .vivid = {1.400, 8.775, 1.749},
    .dark = {0.000, 0.109, 0.192},
    .cast = {{0.018, 0.509, -0.072}, {0.110, -0.143, 0.161}},
    .offset_sd = 6,
    .round_share = 0.5,
};
static const colour_doubt gain_doubt = {
    .even = {5.395, 3.358, 0.000},
    .vivid = {0.000, 3.121, 4.692},
    .bright = {5.457, 0.000, 0.000},
    .dark = {4.500, 0.086, 0.020},
    .cast = {{-0.053, 0.336, 0.075}, {0.267, -0.006, 0.183}},
    .light = 0.13,
    .tone = 0.35,
    .tone_at = 49.5, /* of a card of 18 % */
    .offset_sd = 6,
    .round_share = 0.5,
};
static const colour_doubt as_is_doubt = {
    .even = {0.000, 1.006, 0.000},
    .vivid = {0.000, 0.000, 3.443},
    .dark = {26.366, 0.324, 0.526},
    .cast = {{0.218, 0.685, -0.161}, {0.564, -0.098, 0.448}},
    .light = 0.350,
    .offset_sd = 8,
    .round_share = 0.5,
};

/* The camera known from another photo: of half of these in the same light, half in any other; its tone curve differs by a
 * tenth of what tone curves do, because phones fit it to the scene. `light` with a grey is between what the simulation asks
 * for (nothing) and 16 photos of charts by one phone, each corrected by each other and by one grey of its own (0.13 held 90
 * % of them, nothing 83 %): with 0.13 all but a few of 1000 simulated skins were within the bound. Without a grey it is the
 * exposure, and the variances are 1.28 times those of the fit: the independent renderer's half that is fitted to held 91 %.
 */
static const colour_doubt camera_grey_doubt = {
    .even = {3.375, 0.000, 1.092},
    .vivid = {0.255, 3.430, 1.107},
    .dark = {0.150, 0.168, 0.172},
    .cast = {{0.100, 0.568, -0.043}, {0.118, -0.064, 0.239}},
    .offset_sd = 6,
    .light = 0.08,
    .round_share = 0.5,
};
static const colour_doubt camera_alone_doubt = {
    .even = {16.942, 0.781, 2.835},
    .vivid = {0.000, 1.617, 2.070},
    .dark = {3.986, 0.160, 0.455},
    .cast = {{0.510, 0.919, -0.142}, {0.822, -0.189, 0.596}},
    .light = 0.192,
    .offset_sd = 6,
    .round_share = 0.5,
};

colour_doubt correct_doubt(correct_method method)
{
    switch (method) {
    case CORRECT_CURVES: return curves_doubt;
    case CORRECT_GAIN: return gain_doubt;
    case CORRECT_CAMERA_GREY: return camera_grey_doubt;
    case CORRECT_CAMERA_ALONE: return camera_alone_doubt;
    default: return as_is_doubt;
    }
}

double correct_bound_without(sct_lab lab)
{
    colour_doubt doubt = correct_doubt(CORRECT_AS_IS);
    return colour_doubt_u95(&doubt, lab);
}

sct_correction correct_judge_nothing(void)
{
    colour_doubt doubt = correct_doubt(CORRECT_AS_IS);
    return (sct_correction){.kind = SCT_CORRECTION_NONE,
                            .loo_de00_mean = (double)NAN,
                            .loo_de00_max = (double)NAN,
                            .u95_de00 = correct_stated_u95(&doubt)};
}
