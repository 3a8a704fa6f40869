/* tests/verify/test_verify.c - rendered pairs of one head, and of two. measure_verify.c does many by hand. */
#include "support/support.h"
#include "verify/pairs.h"
#include "verify/verify.h"

#include <math.h>

typedef struct world {
    sct_context *ctx;
    phantom_library library;
} world;

/* Kept in a record it is there once, with what was measured; a record that is full stays as it was. */
static void keep(world *w, const sct_verification *v, const sct_verify_info *info)
{
    sct_record *record = NULL;
    sct_verify_options plan;
    char photo[16];
    sct_verify_options_init(&plan);
    assert_int_equal(sct_record_new(w->ctx, NULL, NULL, NULL, &record), SCT_OK);
    assert_int_equal(sct_verify_options_plan(w->ctx, record, &plan), SCT_ERR_NOTHING);
    assert_true(isnan(plan.planned_area_lab.L));
    for (int i = 0; i < 2; i++)
        assert_int_equal(sct_record_add_result(w->ctx, record, v, "after", 5, "2027-01-10"), SCT_OK);
    assert_int_equal(sct_record_rows(record, "results"), 1);
    assert_int_equal(sct_record_rows(record, "photos"), 1);
    assert_string_equal(sct_record_get(record, "results.1.outcome"), sct_outcome_name(info->outcome));
    assert_near(atof(sct_record_get(record, "results.1.dl")), info->dl, 0.006);
    assert_near(atof(sct_record_get(record, "results.1.dot_lab")), info->dot_lab.L, 0.0006);
    assert_int_equal(sct_record_add_result(w->ctx, record, v, "after", 5, "soon"), SCT_ERR_OPTION);
    assert_string_equal(sct_record_get(record, "results.1.date"), "2027-01-10");
    int rows = 1;
    sct_status status = SCT_OK;
    for (; rows < 100 && status == SCT_OK; rows += status == SCT_OK) {
        snprintf(photo, sizeof photo, "%d", rows);
        status = sct_record_add_result(w->ctx, record, v, photo, strlen(photo), NULL);
    }
    assert_int_equal(status, SCT_ERR_OPTION);
    assert_int_equal(sct_record_rows(record, "results"), (size_t)rows);
    assert_int_equal(sct_record_rows(record, "photos"), (size_t)rows);
    assert_int_equal(sct_record_set(w->ctx, record, "recommended.ink", "carbon"), SCT_OK);
    assert_int_equal(sct_record_set(w->ctx, record, "recommended.parts_water", "20"), SCT_OK);
    assert_int_equal(sct_record_set(w->ctx, record, "recommended.area_lab", "60,11,14"), SCT_OK);
    assert_int_equal(sct_record_set(w->ctx, record, "recommended.dot_lab", "40,9,12"), SCT_OK);
    assert_int_equal(sct_record_set(w->ctx, record, "measured.skin_lab", "65,12,16"), SCT_OK);
    assert_int_equal(sct_verify_options_plan(w->ctx, record, &plan), SCT_OK);
    assert_near(plan.planned_area_lab.L, 60, 0);
    assert_near(plan.planned_dot_lab.L, 40, 0);
    assert_near(plan.parts_water, 20, 0);
    assert_near(plan.share_set, 1, 0);
    assert_int_equal(sct_record_set(w->ctx, record, "sessions.1.date", "2027-01-10"), SCT_OK);
    assert_int_equal(sct_verify_options_plan(w->ctx, record, &plan), SCT_OK);
    assert_near(plan.share_set, 0.3, 1e-9);
    assert_int_equal(sct_record_set(w->ctx, record, "sessions.2.parts_water", "41"), SCT_OK); /* half the ink in a dot */
    assert_int_equal(sct_verify_options_plan(w->ctx, record, &plan), SCT_OK);
    assert_near(plan.share_set, 0.7, 1e-9);
    assert_near(plan.ink_set, 0.3 + 0.4 / 2, 1e-9);
    assert_near(plan.parts_water, 20, 0);
    assert_int_equal(sct_record_set(w->ctx, record, "recommended.density_per_cm2", "180"), SCT_OK);
    assert_int_equal(sct_record_set(w->ctx, record, "sessions.1.density_per_cm2", "45"), SCT_OK);
    assert_int_equal(sct_verify_options_plan(w->ctx, record, &plan), SCT_OK);
    assert_near(plan.share_set, 0.7, 1e-9);
    assert_near(plan.ink_set, 0.25 + 0.45 / 2, 1e-9);
    plan.sessions = 1; /* the photo is that of the first */
    assert_int_equal(sct_verify_options_plan(w->ctx, record, &plan), SCT_OK);
    assert_near(plan.share_set, 0.25, 1e-9);
    plan.sessions = 3; /* the third is not noted yet */
    assert_int_equal(sct_verify_options_plan(w->ctx, record, &plan), SCT_OK);
    assert_near(plan.share_set, 1, 0);
    assert_near(plan.ink_set, 0.25 + 0.45 / 2 + 0.3, 1e-9);
    plan.sessions = 0;
    assert_int_equal(sct_record_set(w->ctx, record, "sessions.2.ink", "another"), SCT_OK);
    assert_int_equal(sct_verify_options_plan(w->ctx, record, &plan), SCT_ERR_NOTHING);
    assert_int_equal(sct_record_set(w->ctx, record, "sessions.2.ink", "carbon"), SCT_OK);
    assert_int_equal(sct_record_set(w->ctx, record, "sessions.2.parts_water", "20"), SCT_OK);
    assert_int_equal(sct_record_set(w->ctx, record, "sessions.3.parts_water", "20"), SCT_OK);
    assert_int_equal(sct_verify_options_plan(w->ctx, record, &plan), SCT_OK);
    assert_near(plan.share_set, 1, 0); /* no sum that misses it by rounding */
    assert_near(plan.ink_set, 1, 0);
    assert_near(plan.planned_density_per_cm2, 180, 0);
    assert_int_equal(sct_record_set(w->ctx, record, "chosen.parts_water", "20.4"), SCT_OK);
    assert_int_equal(sct_verify_options_plan(w->ctx, record, &plan), SCT_OK);
    assert_int_equal(sct_record_set(w->ctx, record, "chosen.parts_water", "10"), SCT_OK);
    assert_int_equal(sct_verify_options_plan(w->ctx, record, &plan), SCT_ERR_NOTHING);
    assert_int_equal(sct_record_set(w->ctx, record, "chosen.parts_water", ""), SCT_OK);
    assert_int_equal(sct_record_set(w->ctx, record, "chosen.ink", "another"), SCT_OK);
    assert_int_equal(sct_verify_options_plan(w->ctx, record, &plan), SCT_ERR_NOTHING);
    sct_record_free(record);
}

static int holds(const sct_bytes *page, const char *text)
{
    return strstr((const char *)page->data, text) != NULL;
}

/* One file that asks for nothing, in which a name is a name; the same again from the same. */
static void show(world *w, const sct_verification *v)
{
    sct_page_options o;
    sct_bytes page = {0}, again = {0}, none = {NULL, 7};
    sct_page_options_init(&o);
    o.name = "<script>alert('anna')</script>";
    o.studio = "\"Nord\" & \xff";
    assert_int_equal(sct_verification_html(w->ctx, &o, v, &page), SCT_OK);
    assert_int_equal(sct_verification_html(w->ctx, &o, v, &again), SCT_OK);
    assert_int_equal(page.size, again.size);
    assert_memory_equal(page.data, again.data, page.size);
    assert_int_equal(strlen((const char *)page.data), page.size);
    assert_true(page.size < 2000000);
    assert_true(holds(&page, "default-src 'none'") && holds(&page, "&lt;script&gt;alert(") &&
                !holds(&page, "<script>alert"));
    assert_true(holds(&page, "data-when=\"before\"") && holds(&page, "data-when=\"after\"") &&
                holds(&page, "data-when=\"changed\"") && holds(&page, "class=\"slide\""));
    assert_true(!holds(&page, "{{") && !holds(&page, "http://") && !holds(&page, "https://"));
    sct_bytes_free(&again);
    assert_int_equal(sct_context_set_language(w->ctx, "de"), SCT_OK);
    assert_int_equal(sct_verification_html(w->ctx, NULL, v, &again), SCT_OK);
    assert_int_equal(sct_context_set_language(w->ctx, "en"), SCT_OK);
    assert_true(holds(&again, "<html lang=\"de\"") && holds(&again, "Abgeheiltes Ergebnis") &&
                !holds(&again, "Healed result"));
    sct_bytes_free(&page);
    sct_bytes_free(&again);
    assert_int_equal(sct_verification_html(w->ctx, NULL, NULL, &none), SCT_ERR_ARGUMENT);
    assert_true(!none.data && none.size == 7);
}

static sct_status look_at(world *w, const pair_spec *spec, sct_verify_info *info, pair_photos *truth)
{
    pair_photos pair;
    sct_verification *v = NULL;
    pair_spec whole = *spec;
    whole.size = 640;
    whole.dot_px = 4.5;
    pair_render(&w->library, &whole, &pair);
    sct_status status = pair_verify(w->ctx, &pair, 1, 1, &v);
    if (status == SCT_OK) {
        assert_int_equal(sct_verification_describe(v, info), SCT_OK);
        keep(w, v, info);
        show(w, v);
    }
    sct_verification_free(v);
    pair_free(&pair);
    *truth = pair;
    return status;
}

/* The colour of a dot lies inside what is stated, and is no guess. */
static void assert_dots(const sct_verify_info *info, const pair_photos *truth)
{
    figure("verify: a dot has L* %.1f (truth %.1f, %.1f planned): off by %.2f dE00, sure to %.1f", info->dot_lab.L,
           truth->dot_after.L, truth->planned_dot.L, sct_de2000(info->dot_lab, truth->dot_after), info->dot_u95_de00);
    assert_in_range(info->dots_looked_at, 100, 1000);
    assert_near(info->dot_lab.L, truth->dot_after.L, info->dot_dl_u95);
    assert_true(sct_de2000(info->dot_lab, truth->dot_after) < 2 && info->dot_dl_u95 < 6);
    assert_near(info->dot_dl, info->dot_lab.L - truth->planned_dot.L, 1e-9);
    assert_near(info->dot_de00, sct_de2000(info->dot_lab, truth->planned_dot), 1e-9);
}

static void darker_is_named(void **state)
{
    sct_verify_info info;
    pair_photos truth;
    assert_int_equal(look_at(*state, &(pair_spec){.seed = 1, .dl = -2}, &info, &truth), SCT_OK);
    figure("verify: %.2f L* darker: %.2f +- %.2f", -truth.dl, info.dl, info.dl_u95);
    assert_int_equal(info.outcome, SCT_OUTCOME_DARKER);
    assert_near(info.dl, truth.dl, info.dl_u95);
    assert_in_range(info.dl_u95 * 100, 10, 150);
    assert_int_not_equal(info.asymmetric, 1); /* as many dots on either side */
    assert_int_not_equal(info.uneven, 1);
    assert_int_equal(info.before_state, SCT_BEFORE_BARE);
    assert_dots(&info, &truth);
    assert_int_equal(info.dot_outcome, SCT_OUTCOME_DARKER);
}

static void lost_dots_are_counted(void **state)
{
    sct_verify_info info;
    pair_photos truth;
    assert_int_equal(look_at(*state, &(pair_spec){.seed = 1, .keep = 0.8}, &info, &truth), SCT_OK);
    figure("verify: %.3f of the dots are left, %.3f found", truth.kept, info.retention);
    assert_int_equal(info.before_state, SCT_BEFORE_TREATED);
    assert_near(info.retention, truth.kept, 0.04);
    assert_dots(&info, &truth);
    assert_true(info.dot_outcome == SCT_OUTCOME_AS_PLANNED || info.dot_outcome == SCT_OUTCOME_UNSURE); /* those left */
}

static void a_lighter_side_is_named(void **state)
{
    sct_verify_info info;
    pair_photos truth;
    assert_int_equal(look_at(*state, &(pair_spec){.seed = 3, .left = 0.2}, &info, &truth), SCT_OK);
    figure("verify: %.3f more dots on the left: %.3f +- %.3f", truth.sides, info.density_asymmetry,
           info.density_asymmetry_u95);
    assert_int_equal(info.asymmetric, 1);
    assert_near(info.density_asymmetry, truth.sides, info.density_asymmetry_u95);
}

/* Dots of a pale patch are there: that they are harder to see makes no side of it emptier. */
static void pale_patches_are_no_missing_dots(void **state)
{
    sct_verify_info info;
    pair_photos truth;
    assert_int_equal(look_at(*state, &(pair_spec){.seed = 6, .uneven = 0.2}, &info, &truth), SCT_OK);
    figure("verify: of patches that differ, %.3f more dots on the left: %.3f +- %.3f", truth.sides, info.density_asymmetry,
           info.density_asymmetry_u95);
    assert_near(info.density_asymmetry, truth.sides, info.density_asymmetry_u95);
    assert_int_not_equal(info.asymmetric, 1);
}

static void two_heads_are_refused(void **state)
{
    sct_verify_info info;
    pair_photos truth;
    assert_int_equal(look_at(*state, &(pair_spec){.seed = 2, .other_head = 1}, &info, &truth), SCT_ERR_NOTHING);
}

/* How dark the whole is when each dot takes `hand` times what it was meant to, and the sessions follow the advice. */
static double led(double planned, double hand, double share, double u95, int sessions)
{
    double dark = hand * planned * share, ink = share;
    for (int i = 0; i < sessions; i++) {
        verify_next next = verify_next_session(planned, dark, u95, share, ink, 20);
        if (isnan(next.share)) /* the doubt is larger than what is missing */
            break;
        assert_true(next.share >= 0 && next.share <= 0.4 + 1e-9);
        assert_true(next.parts_water <= 20 + 1e-9 && next.parts_water >= 21 / 1.5 - 1.0001);
        dark += hand * planned * next.share * 21 / (1 + next.parts_water);
        share = fmin(share + next.share, 1);
        ink = fmin(ink + next.share * 21 / (1 + next.parts_water), 1);
    }
    return dark / planned;
}

static void what_has_healed_tells_what_is_missing(void **state)
{
    (void)state;
    /* Three tenths of the dots took six tenths of what all were meant to: two tenths are missing, not four. */
    verify_next next = verify_next_session(0.2, 0.12, 0, 0.3, 0.3, 20);
    assert_near(next.share, 0.2, 1e-9);
    assert_near(next.parts_water, 20, 0);
    next = verify_next_session(0.2, 0.06, 0, 0.3, 0.3, 20); /* as planned: as many as a session sets */
    assert_near(next.share, 0.4, 1e-9);
    assert_near(next.parts_water, 20, 1e-9);
    next = verify_next_session(0.2, 0.05, 0, 0.3, 0.3, 20); /* the seven tenths that are left would not do */
    assert_near(next.share, 0.4, 1e-9);
    assert_near(next.parts_water, 15.5, 1e-9);              /* 15.33, and never more ink than that */
    next = verify_next_session(0.2, 0.14, 0, 0.7, 0.7, 20); /* and then the rest */
    assert_near(next.share, 0.3, 1e-9);
    assert_near(next.parts_water, 20, 1e-9);
    for (double hand = 0.4; hand < 3.3; hand += 0.1) {
        double exact = led(0.2, hand, 0.3, 0, 3), sure = led(0.2, hand, 0.3, 0.02, 3);
        assert_true(exact <= 1.0000001 && sure <= 1.0000001);
        assert_true(exact > (hand > 0.95 ? 0.999 : hand > 0.75 ? 0.95 : 0.6));
    }
    assert_near(verify_next_session(0.2, 0.21, 0, 0.3, 0.3, 20).share, 0, 0); /* as dark as all were meant to be */
    assert_near(verify_next_session(0.2, 0.19, 0.05, 0.3, 0.3, 20).share, 0, 0);
    assert_true(isnan(verify_next_session(0.2, 0.12, 0.1, 0.3, 0.3, 20).share));        /* more may be missing, or nothing */
    assert_near(verify_next_session(0.2, -0.01, 0.001, 0.3, 0.3, 20).share, 0.4, 1e-9); /* nothing to be seen */
    assert_near(verify_next_session(0.2, 0.15, 0, 1, 1, 20).share, 0.25, 1e-9);
    assert_true(isnan(verify_next_session(0.2, 0.1, 0, 0.3, 0.3, (double)NAN).parts_water));
    assert_near(verify_next_session(0.2, 0.03, 0, 0.3, 0.3, 0).parts_water, 0, 0); /* undiluted as it is */
    assert_true(isnan(verify_next_session((double)NAN, 0.1, 0, 0.3, 0.3, 20).share));
    assert_true(isnan(verify_next_session(0.2, (double)NAN, 0, 0.3, 0.3, 20).share));
    assert_true(isnan(verify_next_session(0.2, 0.1, (double)NAN, 0.3, 0.3, 20).share));
    /* Seven tenths of the dots hold five of the ink: what is missing is so many dots of the planned mix. */
    next = verify_next_session(0.2, 0.1, 0, 0.7, 0.5, 20);
    assert_near(next.share, 0.3, 1e-9);
    assert_near(next.parts_water, 13, 1e-9); /* 12.6 */
}

/* From one share to the next no advice leaps, and at the end no ink is made darker. */
static void advice_has_no_cliff(void **state)
{
    (void)state;
    for (double weak = 0.2; weak < 1; weak += 0.1) {
        verify_next before = verify_next_session(0.2, 0.2 * weak, 0, 0.6999, 0.6999, 20);
        for (double share = 0.7; share < 1.00005; share += 0.0001) {
            verify_next next = verify_next_session(0.2, 0.2 * weak, 0, share, share, 20);
            assert_true(fabs(next.share - before.share) < 0.002);
            assert_true(fabs(next.parts_water - before.parts_water) < 0.51); /* half a part of water */
            before = next;
        }
        assert_near(before.share, fmin(1 - weak, 0.4), 1e-3);
        assert_near(before.parts_water, 20, 0);
    }
    /* By the doubt to the light side, there too. */
    assert_true(verify_next_session(0.2, 0.15, 0.04, 1, 1, 20).share < 0.25 - 0.05);
}

/* A result, when all dots of the plan together were meant to take so many times what was rendered, and so many are set. */
static void after_a_session(const world *w, pair_photos pair, double times, double share, sct_verify_info *info, char *said)
{
    const sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    sct_xyz area = sct_xyz_from_lab(pair.planned_area, white), skin = sct_xyz_from_lab(pair.planned_skin, white);
    area = (sct_xyz){skin.X * pow(area.X / skin.X, times), skin.Y * pow(area.Y / skin.Y, times),
                     skin.Z * pow(area.Z / skin.Z, times)};
    sct_verification *v = NULL;
    sct_verify_lines lines;
    sct_bytes text = {0};
    pair.planned_area = sct_lab_from_xyz(area, white);
    pair.share_set = share;
    assert_int_equal(pair_verify(w->ctx, &pair, 1, 1, &v), SCT_OK);
    assert_int_equal(sct_verification_describe(v, info), SCT_OK);
    assert_int_equal(sct_verification_lines(v, &lines), SCT_OK);
    assert_int_equal(sct_verification_json(w->ctx, v, &text), SCT_OK);
    assert_non_null(strstr((const char *)text.data, "\"next_session\":{\"share_set\":0.3,"));
    snprintf(said, 800, "%s %s", lines.result, lines.mix);
    sct_bytes_free(&text);
    sct_verification_free(v);
}

static void a_session_is_held_against_its_dots(void **state)
{
    world *w = *state;
    pair_photos pair;
    sct_verify_info info;
    char said[800];
    pair_render(&w->library, &(pair_spec){.seed = 2, .size = 640, .dot_px = 4.5}, &pair);
    after_a_session(w, pair, 1 / 0.3, 0.3, &info, said);
    figure("verify: three tenths of the dots, as planned: %.2f +- %.2f L* off; %s", info.dl, info.dl_u95, said);
    assert_int_equal(info.outcome, SCT_OUTCOME_AS_PLANNED);
    assert_near(info.planned_darkness, info.darkness, info.darkness_u95);
    assert_true(info.darkness > 0.1);
    assert_true(info.next_share > 0.3 && info.next_share < 0.4 + 1e-9 && strstr(said, "after 30 % of the dots"));
    assert_non_null(strstr(said, "Next session: shade 20, about "));
    /* Each dot takes twice what it was meant to: two tenths more are enough, where seven were planned. */
    after_a_session(w, pair, 1 / 0.6, 0.3, &info, said);
    figure("verify: three tenths of the dots, twice as dark: %.2f +- %.2f L* off; %s", info.dl, info.dl_u95, said);
    assert_int_equal(info.outcome, SCT_OUTCOME_DARKER);
    assert_true(info.next_share > 0.1 && info.next_share < 0.21);
    /* As dark as all were meant to be. */
    after_a_session(w, pair, 1 / 1.1, 0.3, &info, said);
    assert_near(info.next_share, 0, 0);
    assert_non_null(strstr(said, "Next session: no more ink."));
    pair_free(&pair);
}

static void nulls_and_options_are_refused(void **state)
{
    world *w = *state;
    sct_verification *v = NULL;
    sct_verify_info info;
    assert_int_equal(sct_verify(w->ctx, NULL, NULL, NULL, &v), SCT_ERR_ARGUMENT);
    assert_int_equal(sct_verification_describe(NULL, &info), SCT_ERR_ARGUMENT);
    assert_null(sct_verification_flags(NULL));
    sct_verification_free(NULL);
}

int main(void)
{
    world w = {.library = phantom_library_open()};
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_has_healed_tells_what_is_missing),
        cmocka_unit_test(advice_has_no_cliff),
        cmocka_unit_test_prestate(darker_is_named, &w),
        cmocka_unit_test_prestate(lost_dots_are_counted, &w),
        cmocka_unit_test_prestate(a_lighter_side_is_named, &w),
        cmocka_unit_test_prestate(pale_patches_are_no_missing_dots, &w),
        cmocka_unit_test_prestate(two_heads_are_refused, &w),
        cmocka_unit_test_prestate(a_session_is_held_against_its_dots, &w),
        cmocka_unit_test_prestate(nulls_and_options_are_refused, &w),
    };
    if (sct_context_new(&w.ctx) != SCT_OK)
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    sct_context_free(w.ctx);
    phantom_library_close(&w.library);
    return failed;
}
