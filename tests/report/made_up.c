/* tests/report/made_up.c - fixed numbers for reports. */
#include "report/made_up.h"

#include "support/support.h"

static sct_estimate estimate(double L, double a, double b, double sd)
{
    sct_estimate e = {.lab = {L, a, b}, .u95_de00 = 2 * sd, .pixels = 4321};
    for (int i = 0; i < 3; i++)
        e.cov.m[i][i] = sd * sd;
    e.cov.m[0][1] = e.cov.m[1][0] = -0.125;
    return e;
}

sct_measurement made_up_measurement(void)
{
    sct_measurement m = {.photo_count = 1, .between_photos_de00 = (double)NAN, .apart_de00 = {(double)NAN}};
    m.photos[0] = (sct_photo_info){.format = "jpeg",
                                   .width = 4032,
                                   .height = 3024,
                                   .orientation = 6,
                                   .bit_depth = 8,
                                   .channels = 3,
                                   .lossy = 1,
                                   .profile_name = "Display P3",
                                   .profile_source = SCT_PROFILE_EMBEDDED};
    m.correction = (sct_correction){.kind = SCT_CORRECTION_CHART,
                                    .chart = "colorchecker-classic",
                                    .patches_used = 24,
                                    .loo_de00_mean = 2.7,
                                    .loo_de00_max = 5.25,
                                    .u95_de00 = 2.5};
    m.corrections[0] = m.correction;
    m.skin = (sct_skin){.estimate = estimate(62.1, 10.4, 16.8, 1.5),
                        .lab_d65 = {62.5, 9.25, 17.125},
                        .ita_deg = 36.2,
                        .ita_lo_deg = 31.5,
                        .ita_hi_deg = 40.75,
                        .ita_class = "intermediate",
                        .undertone = "neutral",
                        .undertone_z = 0.25,
                        .monk_tone = 4,
                        .monk_de00 = 5.5,
                        .locus_z = 0.5};
    m.hair = (sct_hair){.kind = SCT_HAIR_STUBBLE,
                        .strand = estimate(31, 1.9, 2.7, 1.75),
                        .shadow = estimate(55.3, 7.9, 12.4, 1.25),
                        .coverage = 0.0712,
                        .grey_fraction = 0.08,
                        .grey_lo = 0.05,
                        .grey_hi = 0.12,
                        .density_per_cm2 = (double)NAN,
                        .fibre_width_px = 4.5,
                        .width_mm = (double)NAN,
                        .fibres = 812};
    flags_add(&m.flags, "mixed-light", 0, "the light is mixed", "use one lamp");
    flags_add(&m.flags, "gloss", 0, "part of the skin is glossy", "powder it or move the lamp");
    m.region_count = 2;
    m.regions[0] = (sct_region){.role = SCT_ROLE_SKIN,
                                .shape = "rect:4,4,16,12",
                                .box = {4, 4, 16, 12},
                                .estimate = m.skin.estimate,
                                .flag_bits = 2};
    m.regions[1] = (sct_region){.role = SCT_ROLE_HAIR,
                                .shape = "circle:40,24,8",
                                .box = {32, 16, 17, 17},
                                .estimate = m.hair.strand,
                                .flag_bits = 0};
    return m;
}

static match_candidate row(size_t rank, double parts_water)
{
    match_candidate c = {.rank = rank,
                         .ink = 0,
                         .state = SCT_STATE_HEALED,
                         .basis = SCT_BASIS_PREDICTED_HEALED,
                         .rests_on = "composition (pigment list and Mie theory)",
                         .parts_ink = 1,
                         .parts_water = parts_water,
                         .density_per_cm2 = 210,
                         .dot_radius_mm = 0.06,
                         .ink_ml = 0.25,
                         .water_ml = 0.25 * parts_water,
                         .batch_ml = 0.25 * (1 + parts_water),
                         .dot_lab = {32, 1.5, 2.25},
                         .area_lab = {55.75, 8, 12.5},
                         .solid_lab = {24, 0.5, -1.25},
                         .swatch_lab = {(double)NAN, (double)NAN, (double)NAN},
                         .de_dot = 1.1,
                         .de_area = 0.6,
                         .de = 0.8,
                         .de00_dot = 1.1,
                         .de00_area = 0.6,
                         .de00 = 0.8,
                         .dot_u95_de00 = 8.5,
                         .area_u95_de00 = 0.9,
                         .dL = 1,
                         .dC = -0.5,
                         .dH = 0.125,
                         .loss = 1.25,
                         .p_best = rank == 1 ? 0.62 : 0.31,
                         .band = SCT_BAND_IMPERCEPTIBLE,
                         .direction = "a touch lighter",
                         .direction_area = "no difference",
                         .tie_count = 1};
    c.tied_with[0] = 3 - rank;
    snprintf(c.shade, sizeof c.shade, "%g", parts_water);
    return c;
}

match_ranking made_up_ranking(const sct_measurement *m, match_candidate rows[MADE_UP_ROWS])
{
    rows[0] = row(1, 21.6);
    rows[1] = row(2, 24);
    rows[0].warning_count = 1;
    snprintf(rows[0].warnings[0], sizeof rows[0].warnings[0], "mix more at once");
    match_ranking r = {.candidate_count = MADE_UP_ROWS,
                       .considered = 24,
                       .target_dot = m->hair.strand.lab,
                       .target_area = m->hair.shadow.lab,
                       .target_area_cov = m->hair.shadow.cov,
                       .target_area_u95_de00 = 1.7,
                       .weight_dot = 0.4,
                       .metric = SCT_METRIC_DE2000,
                       .loss = SCT_LOSS_ASYMMETRIC,
                       .grey_hair = SCT_GREY_HAIR_SOFTER,
                       .grey_share = 0.25,
                       .jnd_de00 = 0.8,
                       .acceptable_de00 = 1.8,
                       .threshold_source = "a source",
                       .tissue = {0.021, 0.0075, 0.55, 0.3, 1, 70, 1},
                       .fit_de00 = 0.25,
                       .usual_shade = 20,
                       .equal_shade = 21.6,
                       .usual_dL = -0.3,
                       .usual_for = "black hair on light skin",
                       .usual_source = "a chart",
                       .confidence = SCT_CONFIDENCE_HIGH,
                       .pick = 1,
                       .assumption_count = 1,
                       .plan_count = 1,
                       .flags = m->flags};
    r.assumptions[0] = (match_assumption){"ink depth", 120, "um", "assumed", "--depth"};
    r.plan[0] = (match_plan_step){
        .session = SCT_SESSION_MAIN, .ink = 0, .parts_water = 21.6, .density_per_cm2 = 210, .why = "the best match"};
    return r;
}
