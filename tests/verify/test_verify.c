/* tests/verify/test_verify.c - rendered pairs of one head, and of two. measure_verify.c does many by hand. */
#include "support/support.h"
#include "verify/pairs.h"

typedef struct world {
    sct_context *ctx;
    phantom_library library;
} world;

static sct_status look_at(world *w, const pair_spec *spec, sct_verify_info *info, double *kept)
{
    pair_photos pair;
    sct_verification *v = NULL;
    pair_spec whole = *spec;
    whole.size = 800;
    whole.dot_px = 4.5;
    pair_render(&w->library, &whole, &pair);
    sct_status status = pair_verify(w->ctx, &pair, 1, 1, &v);
    if (status == SCT_OK)
        assert_int_equal(sct_verification_describe(v, info), SCT_OK);
    *kept = pair.kept;
    sct_verification_free(v);
    pair_free(&pair);
    return status;
}

static void darker_is_named(void **state)
{
    sct_verify_info info;
    double kept;
    assert_int_equal(look_at(*state, &(pair_spec){.seed = 1, .dl = -2}, &info, &kept), SCT_OK);
    figure("verify: 2 L* darker: %.2f +- %.2f", info.dl, info.dl_u95);
    assert_int_equal(info.outcome, SCT_OUTCOME_DARKER);
    assert_near(info.dl, -2, 0.8);
    assert_int_equal(info.before_state, SCT_BEFORE_BARE);
}

static void lost_dots_are_counted(void **state)
{
    sct_verify_info info;
    double kept;
    assert_int_equal(look_at(*state, &(pair_spec){.seed = 1, .keep = 0.8}, &info, &kept), SCT_OK);
    figure("verify: %.3f of the dots are left, %.3f found", kept, info.retention);
    assert_int_equal(info.before_state, SCT_BEFORE_TREATED);
    assert_near(info.retention, kept, 0.04);
}

static void two_heads_are_refused(void **state)
{
    sct_verify_info info;
    double kept;
    assert_int_equal(look_at(*state, &(pair_spec){.seed = 2, .other_head = 1}, &info, &kept), SCT_ERR_NOTHING);
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
        cmocka_unit_test_prestate(darker_is_named, &w),
        cmocka_unit_test_prestate(lost_dots_are_counted, &w),
        cmocka_unit_test_prestate(two_heads_are_refused, &w),
        cmocka_unit_test_prestate(nulls_and_options_are_refused, &w),
    };
    if (sct_context_new(&w.ctx) != SCT_OK)
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    sct_context_free(w.ctx);
    phantom_library_close(&w.library);
    return failed;
}
