/* tests/region/test_doubts.c - flags that say when hair is not to be trusted: each is raised where its cause is, and not
 * without it. */
#include "region/hair/hair.h"
#include "region/measured.h"
#include "support/inside.h"
#include "support/support.h"

static sct_context *context;
static phantom_library library;

static int set_up(void **state)
{
    (void)state;
    library = phantom_library_open();
    return sct_context_new(&context) == SCT_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    phantom_library_close(&library);
    sct_context_free(context);
    return 0;
}

/* Sharp stubble of a client, skin and hair shown. */
static sct_status measure(const phantom_params *p, region_result *out)
{
    phantom_photo photo = phantom_render(p);
    sct_shape shapes[2] = {measured_rect(SCT_ROLE_SKIN, &photo.truth.skin_rect),
                           measured_rect(SCT_ROLE_HAIR, &photo.truth.stubble_rect)};
    sct_status status = measured(context, &photo, shapes, 2, 1u << SCT_ROLE_SKIN | 1u << SCT_ROLE_HAIR, NULL, NULL, out);
    phantom_photo_free(&photo);
    return status;
}

static const flag_item *flag_of(const region_result *r, const char *code)
{
    for (size_t i = 0; i < r->flags.count; i++)
        if (strcmp(r->flags.items[i].code, code) == 0)
            return &r->flags.items[i];
    return NULL;
}

static void client(phantom_params *p, int ita_class)
{
    phantom_params_perfect(p);
    measured_client(&library, p, ita_class, 0);
    p->mm_per_px = 0.05;
}

/* The stubble lies to the right: light that falls off towards it, rises, or is even. */
static void hair_in_another_light_is_told(void **state)
{
    (void)state;
    static const double slopes[] = {-0.8, 0, 0.8};
    for (size_t i = 0; i < 3; i++) {
        phantom_params p;
        region_result r;
        client(&p, 1);
        p.exposure = 0.6;
        p.gradient_x = slopes[i];
        assert_int_equal(measure(&p, &r), SCT_OK);
        const flag_item *flag = flag_of(&r, "hair-in-other-light");
        assert_int_equal(flag != NULL, slopes[i] != 0);
        if (flag) {
            assert_non_null(strstr(flag->message, slopes[i] < 0 ? "darker" : "lighter"));
            assert_false(flag->forbids_pick);
        }
    }
}

/* Straw-coloured fibres on dark skin are cloth or gloss; the same on light skin, and black hair on dark skin, are hair. */
static void hair_lighter_than_its_skin_forbids_a_pick(void **state)
{
    (void)state;
    static const struct {
        int ita_class;
        sct_lab hair;
        int told;
    } cases[] = {{5, {62, 14, 34}, 1}, {0, {52, 9, 24}, 0}, {5, {14, 2, 3}, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        phantom_params p;
        region_result r;
        client(&p, cases[i].ita_class);
        p.hair = phantom_spectrum_from_lab(cases[i].hair);
        p.fibre_um = 140;
        if (measure(&p, &r) != SCT_OK)
            fail_msg("case %zu: %s", i, sct_context_message(context));
        const flag_item *flag = flag_of(&r, "hair-lighter-than-skin");
        if ((flag != NULL) != cases[i].told)
            fail_msg("case %zu: strand L* %.1f, skin L* %.1f, grey from %.2f: %s", i, r.hair.strand.lab.L,
                     r.skin.estimate.lab.L, r.hair.grey_lo, flag ? "told" : "not told");
        assert_true(!flag || flag->forbids_pick);
    }
}

/* Flecks of a colour, three pixels wide: one every so many pixels in bands of so many rows, tall so many of these rows, and
 * moved aside from band to band. */
typedef struct flecks {
    float colour[3];
    int every, band, tall, aside;
} flecks;

static const float plain_skin[3] = {0.74f, 0.585f, 0.51f};

/* Left skin; right a colour, with flecks of another where they are asked for. */
static sct_status measure_halves(const float right[3], const flecks *on, region_result *out)
{
    phantom_params p;
    phantom_truth truth;
    client(&p, 1);
    float *codes = phantom_render_codes(&p, &truth);
    const int width = p.width, height = p.height;
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            int is_fleck = on && (x + y / on->band * on->aside) % on->every < 3 && y % on->band < on->tall;
            const float *colour = x < width / 2 ? plain_skin : is_fleck ? on->colour : right;
            for (int c = 0; c < 3; c++)
                codes[3 * (y * width + x) + c] = colour[c] + 0.008f * (float)((x * 7 + y * 13) % 5 - 2);
        }
    phantom_photo photo = phantom_encode(&p, codes);
    const phantom_rect skin_half = {20, 20, width / 2.0 - 40, height - 40.0},
                       hair_half = {width / 2.0 + 20, 20, width / 2.0 - 40, height - 40.0};
    sct_shape shapes[2] = {measured_rect(SCT_ROLE_SKIN, &skin_half), measured_rect(SCT_ROLE_HAIR, &hair_half)};
    sct_status status = measured(context, &photo, shapes, 2, 1u << SCT_ROLE_SKIN | 1u << SCT_ROLE_HAIR, NULL, NULL, out);
    free(codes);
    phantom_photo_free(&photo);
    return status;
}

/* Bright threads on a dark ground beside light skin, as of a chair: levelled to the skin's light they would be lighter than
 * white. */
static void no_strand_is_lighter_than_white(void **state)
{
    (void)state;
    static const float ground[3] = {0.58f, 0.45f, 0.39f};
    static const flecks threads = {{0.96f, 0.90f, 0.86f}, 14, 40, 26, 7};
    region_result r;
    assert_int_equal(measure_halves(ground, &threads, &r), SCT_OK);
    assert_int_equal(r.hair.kind, SCT_HAIR_STUBBLE);
    assert_true(r.hair.strand.lab.L > r.skin.estimate.lab.L);
    assert_at_most(r.hair.strand.lab.L, 100.001);
}

/* Scalp in shade has the skin's own colour, and cloth under specks has none; brown hair and stubble on skin are neither. */
static void what_may_be_scalp_or_cloth_is_told(void **state)
{
    (void)state;
    static const flecks specks = {{0.22f, 0.19f, 0.18f}, 11, 9, 3, 5};
    static const struct {
        const char *name;
        float colour[3];
        const flecks *on;
        sct_hair_kind kind;
        int told;
    } cases[] = {
        {"scalp in shade", {0.43f, 0.34f, 0.297f}, NULL, SCT_HAIR_GROWN, 1},
        {"brown hair", {0.24f, 0.175f, 0.14f}, NULL, SCT_HAIR_GROWN, 0},
        {"grey hair", {0.36f, 0.36f, 0.355f}, NULL, SCT_HAIR_GROWN, 0},
        {"specks on cloth", {0.80f, 0.80f, 0.80f}, &specks, SCT_HAIR_STUBBLE, 1},
        {"stubble", {0.72f, 0.57f, 0.50f}, &specks, SCT_HAIR_STUBBLE, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        region_result r;
        if (measure_halves(cases[i].colour, cases[i].on, &r) != SCT_OK)
            fail_msg("%s: %s", cases[i].name, sct_context_message(context));
        const flag_item *flag = flag_of(&r, "hair-kind-unsure");
        if (r.hair.kind != cases[i].kind || (flag != NULL) != cases[i].told)
            fail_msg("%s: kind %d, L* %.1f a* %.1f b* %.1f beside skin %.1f %.1f %.1f, %s", cases[i].name, (int)r.hair.kind,
                     r.hair.strand.lab.L, r.hair.strand.lab.a, r.hair.strand.lab.b, r.skin.estimate.lab.L,
                     r.skin.estimate.lab.a, r.skin.estimate.lab.b, flag ? "told" : "not told");
        assert_true(!flag || flag->forbids_pick);
    }
}

/* Hairs of half a millimetre, and thousands of them on a cm2, are those of a wrong scale. */
static void a_scale_that_no_head_has_is_told(void **state)
{
    (void)state;
    static const struct {
        double times;
        const char *word;
    } cases[] = {{1, NULL}, {1.0 / 6, "hairs would"}, {0.02, "hairs would"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        phantom_params p;
        region_result r;
        sct_measure_options options;
        client(&p, 1);
        sct_measure_options_init(&options);
        options.mm_per_px = p.mm_per_px * cases[i].times;
        phantom_photo photo = phantom_render(&p);
        sct_shape shapes[2] = {measured_rect(SCT_ROLE_SKIN, &photo.truth.skin_rect),
                               measured_rect(SCT_ROLE_HAIR, &photo.truth.stubble_rect)};
        assert_int_equal(measured(context, &photo, shapes, 2, 1u << SCT_ROLE_SKIN | 1u << SCT_ROLE_HAIR, &options, NULL, &r),
                         SCT_OK);
        const flag_item *flag = flag_of(&r, "scale-doubtful");
        assert_int_equal(flag != NULL, cases[i].word != NULL);
        if (flag)
            assert_non_null(strstr(flag->message, cases[i].word));
        phantom_photo_free(&photo);
    }
}

/* Lightness alone would be read as a skin without blood or tan. */
static void a_black_and_white_photo_has_no_skin(void **state)
{
    (void)state;
    phantom_params p;
    phantom_truth truth;
    region_result r;
    client(&p, 1);
    float *codes = phantom_render_codes(&p, &truth);
    for (size_t i = 0; i < (size_t)p.width * (size_t)p.height; i++)
        codes[3 * i] = codes[3 * i + 2] = codes[3 * i + 1];
    phantom_photo photo = phantom_encode(&p, codes);
    sct_shape shape = measured_rect(SCT_ROLE_SKIN, &truth.skin_rect);
    assert_int_equal(measured(context, &photo, &shape, 1, 1u << SCT_ROLE_SKIN, NULL, NULL, &r), SCT_OK);
    assert_non_null(flag_of(&r, "no-colour"));
    assert_true(flag_of(&r, "no-colour")->forbids_pick);
    assert_int_equal(measured(context, &photo, NULL, 0, 1u << SCT_ROLE_SKIN, NULL, NULL, &r), SCT_ERR_NOTHING);
    assert_non_null(strstr(sct_context_message(context), "black and white"));
    free(codes);
    phantom_photo_free(&photo);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hair_in_another_light_is_told),       cmocka_unit_test(hair_lighter_than_its_skin_forbids_a_pick),
        cmocka_unit_test(no_strand_is_lighter_than_white),     cmocka_unit_test(a_scale_that_no_head_has_is_told),
        cmocka_unit_test(a_black_and_white_photo_has_no_skin), cmocka_unit_test(what_may_be_scalp_or_cloth_is_told),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
