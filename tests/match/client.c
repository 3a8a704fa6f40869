/* tests/match/client.c - measured clients and palettes made up for tests. */
#include "match/client.h"
#include "support/support.h"

const char carbon_palette[] =
    "{\"scalptone_palette\": 1, \"name\": \"carbon\", \"description\": \"for tests\","
    " \"provenance\": {\"kind\": \"illustrative\", \"by\": \"tests\", \"date\": \"2026-01-01\", \"method\": \"composition\","
    "  \"source\": \"none\", \"licence\": \"MIT\"},"
    " \"inks\": [{\"id\": \"carbon\", \"brand\": \"Generic\", \"product\": \"Carbon\", \"shade\": \"\", \"in_stock\": true,"
    "  \"lot\": \"\", \"expiry\": \"\", \"kind\": \"dilutable\","
    "  \"dilution\": {\"min_parts_water\": 3, \"max_parts_water\": 60, \"step\": 0.5},"
    "  \"composition\": [{\"ci\": \"77266\", \"name\": \"Carbon black\", \"mass_fraction\": 0.15}],"
    "  \"colours\": [], \"strength\": 1.0, \"ingredients\": [], \"notes\": \"\"}]}";

sct_estimate estimate_of(sct_lab lab, double sd)
{
    sct_estimate e = {.lab = lab, .u95_de00 = 2 * sd, .pixels = 5000};
    for (int i = 0; i < 3; i++) {
        e.cov.m[i][i] = sd * sd;
        e.cov_noise.m[i][i] = sd * sd / 4;
    }
    return e;
}

sct_measurement client_of(sct_lab skin, sct_lab strand, sct_lab shadow, double sd)
{
    sct_measurement m = {.photo_count = 1};
    m.photos[0] = (sct_photo_info){.format = "png",
                                   .width = 640,
                                   .height = 480,
                                   .orientation = 1,
                                   .bit_depth = 8,
                                   .channels = 3,
                                   .profile_name = "sRGB",
                                   .profile_source = SCT_PROFILE_EMBEDDED};
    m.correction = (sct_correction){.kind = SCT_CORRECTION_CHART,
                                    .chart = "colorchecker-classic",
                                    .patches_used = 24,
                                    .loo_de00_mean = 2.7,
                                    .loo_de00_max = 5.1,
                                    .u95_de00 = 2};
    m.skin.estimate = estimate_of(skin, sd);
    m.skin.lab_d65 = sct_lab_d65(skin);
    m.skin.ita_deg = sct_ita(m.skin.lab_d65);
    sct_cov cov = sct_cov_d65(skin, &m.skin.estimate.cov);
    sct_ita_interval(m.skin.lab_d65, &cov, &m.skin.ita_lo_deg, &m.skin.ita_hi_deg);
    snprintf(m.skin.ita_class, sizeof m.skin.ita_class, "%s", sct_ita_class(m.skin.ita_deg));
    m.skin.undertone_z = sct_undertone_z(skin);
    snprintf(m.skin.undertone, sizeof m.skin.undertone, "%s", sct_undertone_name(m.skin.undertone_z));
    sct_monk monk = sct_monk_nearest(skin);
    m.skin.monk_tone = monk.tone;
    m.skin.monk_de00 = monk.de00;
    m.hair = (sct_hair){.kind = SCT_HAIR_STUBBLE,
                        .strand = estimate_of(strand, sd),
                        .shadow = estimate_of(shadow, sd),
                        .coverage = 0.2,
                        .grey_fraction = 0.08,
                        .grey_lo = 0.05,
                        .grey_hi = 0.12,
                        .density_per_cm2 = 190,
                        .fibre_width_px = 5.5,
                        .fibres = 900};
    m.between_photos_de00 = (double)NAN;
    return m;
}

sct_measurement typical_client(void)
{
    return client_of((sct_lab){65, 10, 17}, (sct_lab){38, 2, 3}, (sct_lab){61, 9, 14}, 0.7);
}

sct_palette *palette_of(const char *text)
{
    sct_context *ctx = NULL;
    sct_palette *palette = NULL;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    if (sct_palette_from_json(ctx, text, strlen(text), &palette) != SCT_OK)
        print_error("%s\n", sct_context_message(ctx));
    sct_context_free(ctx);
    assert_non_null(palette);
    return palette;
}

size_t rank_all(const sct_match_options *options, const sct_measurement *client, const sct_palette *palette,
                match_candidate *rows, size_t capacity, match_ranking *out)
{
    sct_context *ctx = NULL;
    match_client fitted;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    assert_int_equal(match_client_fit(ctx, client, &fitted), SCT_OK);
    sct_status status = match_rank(ctx, options, &fitted, client, palette, rows, capacity, out);
    if (status != SCT_OK)
        print_error("%s\n", sct_context_message(ctx));
    sct_context_free(ctx);
    assert_int_equal(status, SCT_OK);
    assert_int_equal(out->pick, out->confidence != SCT_CONFIDENCE_LOW); /* never "high" beside no recipe */
    assert_false(out->pick && sct_flags_forbid_pick(&out->flags));
    return out->candidate_count;
}
