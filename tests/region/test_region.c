/* tests/region/test_region.c - skin on photos of known truth, given and found; several photos; bad views. */
#include "region/find/find.h"
#include "region/job.h"
#include "region/measured.h"
#include "support/support.h"

enum { PHOTOS_A_CLASS = 2, ERRORS_MAX = 64 };

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

static sct_status measure(const phantom_photo *photo, const sct_shape *shapes, size_t shape_count, int estimator,
                          uint8_t *labels, region_result *out)
{
    sct_measure_options options;
    sct_measure_options_init(&options);
    options.estimator = (sct_estimator)estimator;
    return measured(context, photo, shapes, shape_count, 1u << SCT_ROLE_SKIN, &options, labels, out);
}

typedef struct errors {
    double mode[ERRORS_MAX], mean[ERRORS_MAX], median[ERRORS_MAX];
    size_t count;
} errors;

static double error_of(const phantom_photo *photo, const sct_shape *shape, int estimator, sct_lab truth)
{
    region_result result;
    sct_status status = measure(photo, shape, shape ? 1 : 0, estimator, NULL, &result);
    if (status != SCT_OK)
        return 99;
    return sct_de2000(truth, result.skin.estimate.lab);
}

static void one_class(int ita_class, void (*make)(phantom_params *), int given, errors *out)
{
    out->count = 0;
    for (int n = 0; n < PHOTOS_A_CLASS; n++) {
        phantom_params p;
        make(&p);
        measured_client(&library, &p, ita_class, n);
        phantom_photo photo = phantom_render(&p);
        sct_shape shape = measured_rect(SCT_ROLE_SKIN, &photo.truth.skin_rect);
        const sct_shape *use = given ? &shape : NULL;
        sct_lab truth = given ? photo.truth.skin_rect_lab : photo.truth.skin_lab;
        out->mode[out->count] = error_of(&photo, use, SCT_ESTIMATOR_MODE, truth);
        out->mean[out->count] = error_of(&photo, use, SCT_ESTIMATOR_MEAN, truth);
        out->median[out->count++] = error_of(&photo, use, SCT_ESTIMATOR_MEDIAN, truth);
        phantom_photo_free(&photo);
    }
}

/* Prints one row a class and holds it to the limits. */
static void by_class(const char *title, void (*make)(phantom_params *), int given, double median_limit, double p95_limit)
{
    figure("%s: skin dE00, median / 95 %% of mode, mean, median", title);
    for (int c = 0; c < PHANTOM_ITA_CLASSES; c++) {
        errors e;
        if (phantom_skin_of_class(&library, c, 1, 0) < 0)
            continue;
        one_class(c, make, given, &e);
        double mode = quantile_of(e.mode, e.count, 0.5), p95 = quantile_of(e.mode, e.count, 0.95);
        figure("  %-12s %.2f / %.2f   %.2f / %.2f   %.2f / %.2f", phantom_ita_class_name(c), mode, p95,
               quantile_of(e.mean, e.count, 0.5), quantile_of(e.mean, e.count, 0.95), quantile_of(e.median, e.count, 0.5),
               quantile_of(e.median, e.count, 0.95));
        assert_at_most(mode, median_limit);
        assert_at_most(p95, p95_limit);
    }
}

static void skin_in_given_rectangles(void **state)
{
    (void)state;
    by_class("rectangle given, perfect light", phantom_params_perfect, 1, 0.3, 1.0);
    by_class("rectangle given, gloss, stubble, noise, JPEG", measured_contaminated, 1, 0.5, 1.0);
}

static void skin_found_by_itself(void **state)
{
    (void)state;
    by_class("found, perfect light", phantom_params_perfect, 0, 1.0, 3.0);
    by_class("found, gloss, stubble, noise, JPEG", measured_contaminated, 0, 1.0, 3.0);
}

/* A quarter of the light moves L* and the found region hardly at all. */
static void no_brightness_floor(void **state)
{
    (void)state;
    phantom_params p;
    phantom_params_perfect(&p);
    measured_client(&library, &p, PHANTOM_ITA_CLASSES - 1, 0);
    p.exposure = 0.25;
    p.noise = 0.004;
    phantom_photo photo = phantom_render(&p);
    region_result result;
    assert_int_equal(measure(&photo, NULL, 0, SCT_ESTIMATOR_MODE, NULL, &result), SCT_OK);
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2), xyz = sct_xyz_from_lab(photo.truth.skin_lab, white);
    sct_lab dim = sct_lab_from_xyz((sct_xyz){xyz.X / 4, xyz.Y / 4, xyz.Z / 4}, white);
    double error = sct_de2000(dim, result.skin.estimate.lab);
    figure("darkest class at a quarter of the exposure: L* %.1f, %.2f dE00 from the truth", dim.L, error);
    assert_at_most(error, 1.0);
    phantom_photo_free(&photo);
}

static void labels_follow_the_skin(void **state)
{
    (void)state;
    phantom_params p;
    measured_contaminated(&p);
    measured_client(&library, &p, 2, 0);
    phantom_photo photo = phantom_render(&p);
    size_t pixels = (size_t)p.width * (size_t)p.height, skin = 0, in_rect = 0;
    uint8_t *labels = malloc(pixels);
    region_result result;
    assert_int_equal(measure(&photo, NULL, 0, SCT_ESTIMATOR_MODE, labels, &result), SCT_OK);
    const phantom_rect *r = &photo.truth.skin_rect;
    for (size_t i = 0; i < pixels; i++) {
        double x = (double)(i % (size_t)p.width) + 0.5, y = (double)(i / (size_t)p.width) + 0.5;
        assert_true(labels[i] <= SCT_LABEL_CHART);
        skin += labels[i] == SCT_LABEL_SKIN;
        in_rect += labels[i] == SCT_LABEL_SKIN && x > r->x && x < r->x + r->w && y > r->y && y < r->y + r->h;
    }
    assert_true((double)in_rect > 0.5 * r->w * r->h);
    assert_int_equal(result.region_count, 1);
    assert_string_equal(result.regions[0].shape, "auto");
    assert_true(skin > in_rect);
    free(labels);
    phantom_photo_free(&photo);
}

static void answers_repeat_and_flags_come_with_a_fix(void **state)
{
    (void)state;
    phantom_params p;
    measured_contaminated(&p);
    measured_client(&library, &p, 1, 0);
    p.specular = 1;
    phantom_photo photo = phantom_render(&p);
    region_result a, b;
    assert_int_equal(measure(&photo, NULL, 0, SCT_ESTIMATOR_MODE, NULL, &a), SCT_OK);
    assert_int_equal(measure(&photo, NULL, 0, SCT_ESTIMATOR_MODE, NULL, &b), SCT_OK);
    assert_memory_equal(&a.skin.estimate, &b.skin.estimate, sizeof a.skin.estimate);
    sct_shape tiny = {.role = SCT_ROLE_SKIN, .kind = SCT_SHAPE_RECT, .count = 4, .v = {40, 40, 12, 12}};
    assert_int_equal(measure(&photo, &tiny, 1, SCT_ESTIMATOR_MODE, NULL, &a), SCT_OK);
    assert_true(flags_have(&a.flags, "few-pixels"));
    assert_true(a.regions[0].flag_bits != 0);
    for (size_t i = 0; i < a.flags.count; i++)
        assert_true(strlen(a.flags.items[i].message) > 10 && strlen(a.flags.items[i].fix) > 10);
    tiny.v[2] = tiny.v[3] = 3;
    assert_int_equal(measure(&photo, &tiny, 1, SCT_ESTIMATOR_MODE, NULL, &a), SCT_ERR_NOTHING);
    phantom_photo_free(&photo);
}

static const char *message_of(const sct_flags *flags, const char *code)
{
    for (size_t i = 0; i < flags->count; i++)
        if (strcmp(flags->items[i].code, code) == 0)
            return flags->items[i].message;
    return "";
}

/* Gloss on a region is seen, left out and told; a matt one of the same client raises nothing. So do two surfaces in one. */
static void gloss_and_two_surfaces_are_told(void **state)
{
    (void)state;
    enum { W = 120, H = 100 };
    static unsigned char pixels[W * H * 3];
    static const char *const codes[] = {"", "specular", "two-modes"};
    for (int kind = 0; kind < 3; kind++) {
        num_rng rng;
        region_result result;
        num_rng_seed(&rng, 6);
        for (int i = 0; i < W * H; i++) {
            int shiny = kind == 1 && i % 5 == 0, other = kind == 2 && i % W > 70, grain = (int)num_rng_below(&rng, 5);
            pixels[3 * i] = (unsigned char)(shiny ? 238 : (other ? 150 : 196) + grain);
            pixels[3 * i + 1] = (unsigned char)(shiny ? 228 : (other ? 104 : 150) + grain);
            pixels[3 * i + 2] = (unsigned char)(shiny ? 220 : (other ? 76 : 126) + grain);
        }
        sct_bytes png = {0};
        assert_int_equal(photo_write_png(context, pixels, W, H, 3, 1, &png), SCT_OK);
        phantom_photo photo = {.bytes = png.data, .size = png.size};
        sct_shape shape = {.role = SCT_ROLE_SKIN, .kind = SCT_SHAPE_RECT, .count = 4, .v = {5, 5, 110, 90}};
        assert_int_equal(measure(&photo, &shape, 1, SCT_ESTIMATOR_MODE, NULL, &result), SCT_OK);
        for (int k = 1; k < 3; k++)
            if (flags_have(&result.flags, codes[k]) != (k == kind))
                fail_msg("case %d: the flag %s is %s", kind, codes[k], k == kind ? "missing" : "raised");
        sct_bytes_free(&png);
    }
}

/* A grey wall is not skin, and a blue one, said to be skin, is doubted. */
static void what_is_no_skin_is_refused_or_flagged(void **state)
{
    (void)state;
    enum { W = 200, H = 150 };
    static unsigned char pixels[W * H * 3];
    region_result result;
    for (int blue = 0; blue < 2; blue++) {
        for (int i = 0; i < W * H; i++) {
            pixels[3 * i] = pixels[3 * i + 1] = (unsigned char)(120 + i % 5);
            pixels[3 * i + 2] = (unsigned char)(blue ? 200 : 120 + i % 3);
        }
        sct_bytes png = {0};
        assert_int_equal(photo_write_png(context, pixels, W, H, 3, 1, &png), SCT_OK);
        phantom_photo photo = {.bytes = png.data, .size = png.size};
        sct_shape shape = {.role = SCT_ROLE_SKIN, .kind = SCT_SHAPE_RECT, .count = 4, .v = {0, 0, 100, 100}};
        sct_status status = measure(&photo, &shape, (size_t)blue, SCT_ESTIMATOR_MODE, NULL, &result);
        assert_int_equal(status, blue ? SCT_OK : SCT_ERR_NOTHING);
        if (blue) {
            assert_true(flags_have(&result.flags, "skin-off-locus"));
            assert_non_null(strstr(message_of(&result.flags, "skin-off-locus"), "too blue"));
        }
        sct_bytes_free(&png);
    }
}

static region_result view_with(double L, double u95)
{
    region_result r = {.skin.estimate = {.lab = {L, 12, 18}, .pixels = 1000, .u95_de00 = u95}};
    r.skin.estimate.cov = colour_cov_from_de00(r.skin.estimate.lab, u95);
    r.correction.kind = u95 < 5 ? SCT_CORRECTION_CHART : SCT_CORRECTION_NONE;
    r.region_count = 1;
    r.hair.kind = SCT_HAIR_NONE;
    return r;
}

static void views_are_joined(void **state)
{
    (void)state;
    static region_result views[3];
    static sct_measurement m;
    views[0] = view_with(50, 3);
    views[1] = view_with(52, 3);
    views[2] = view_with(60, 10);
    flags_add(&views[1].flags, "first", 0, "only in the second view", "nothing");
    flags_add(&views[2].flags, "second", 0, "only in the third view", "nothing");
    views[2].regions[0].flag_bits = 1;
    assert_int_equal(region_combine(context, views, 1, &m), SCT_OK);
    assert_near(m.skin.estimate.u95_de00, 3, 1e-6);
    assert_true(isnan(m.between_photos_de00));
    assert_int_equal(region_combine(context, views, 2, &m), SCT_OK);
    assert_near(m.skin.estimate.lab.L, 51, 1e-9);
    assert_true(m.skin.estimate.u95_de00 > 3);
    assert_near(m.between_photos_de00, sct_de2000(views[0].skin.estimate.lab, views[1].skin.estimate.lab), 1e-9);
    assert_int_equal(region_combine(context, views, 3, &m), SCT_OK);
    assert_at_most(m.skin.estimate.lab.L, 52.2); /* the photo without a chart weighs little */
    assert_non_null(strstr(message_of(&m.flags, "photos-disagree"), "skin colour, photo 3 most"));
    assert_int_equal(m.region_count, 3);
    assert_int_equal(m.regions[2].photo, 2);
    assert_string_equal(m.flags.items[1].code, "second");
    assert_int_equal(m.regions[2].flag_bits, 2);
    assert_int_equal(m.correction.kind, SCT_CORRECTION_CHART);
    views[0].skin.estimate.pixels = 0;
    assert_int_equal(region_combine(context, views, 1, &m), SCT_OK); /* a grey card alone is an answer too */
    views[0].region_count = 0;
    sct_context_clear(context);
    assert_int_equal(region_combine(context, views, 1, &m), SCT_ERR_NOTHING);
}

/* -1: there is no such flag. */
static int forbids(const sct_flags *flags, const char *code)
{
    for (size_t i = 0; i < flags->count; i++)
        if (strcmp(flags->items[i].code, code) == 0)
            return flags->items[i].forbids_pick;
    return -1;
}

/* Four photos of one place and one of another: it is named and left out, with its hair; so are the flags of some. */
static void a_photo_unlike_the_others_is_named(void **state)
{
    (void)state;
    static region_result views[5];
    static sct_measurement m;
    for (int i = 0; i < 5; i++) {
        views[i] = view_with(i == 3 ? 62 : 50 + i % 2, 4);
        views[i].hair.kind = SCT_HAIR_STUBBLE;
        views[i].hair.strand = views[i].skin.estimate;
        views[i].hair.strand.lab.L -= 20;
        snprintf(views[i].name, sizeof views[i].name, "client%d.jpg", i + 1);
        flags_add(&views[i].flags, "everywhere", 0, "holds for all", "nothing");
    }
    flags_add(&views[1].flags, "not-sharp", 0, "blurred", "focus");
    flags_add(&views[4].flags, "not-sharp", 0, "blurred", "focus");
    assert_int_equal(region_combine(context, views, 5, &m), SCT_OK);
    assert_int_equal(m.left_out, 1u << 3);
    assert_near(m.skin.estimate.lab.L, 50.25, 0.3);
    assert_near(m.hair.strand.lab.L, 30.25, 0.3);
    assert_true(m.apart_de00[3] > 8 && m.apart_de00[0] < 2 && isnan(m.apart_de00[5]));
    assert_at_most(m.between_photos_de00, 2);
    assert_non_null(strstr(message_of(&m.flags, "photo-outlier"), "client4.jpg"));
    assert_string_equal(message_of(&m.flags, "not-sharp"), "client2.jpg and client5.jpg: blurred");
    assert_string_equal(message_of(&m.flags, "everywhere"), "holds for all");
    assert_false(flags_have(&m.flags, "photos-disagree"));
    /* What spoils the one that is left out forbids nothing; what spoils another, too, does. */
    flags_add(&views[3].flags, "no-chart", 1, "no chart", "lay one beside the skin");
    flags_add(&views[3].flags, "stubble-unseen", 1, "no hair stands out", "focus");
    flags_add(&views[4].flags, "stubble-unseen", 1, "no hair stands out", "focus");
    assert_int_equal(region_combine(context, views, 5, &m), SCT_OK);
    assert_int_equal(m.left_out, 1u << 3);
    assert_int_equal(forbids(&m.flags, "no-chart"), 0);
    assert_int_equal(forbids(&m.flags, "stubble-unseen"), 1);
    assert_string_equal(message_of(&m.flags, "no-chart"), "client4.jpg: no chart");
    /* Of two, nobody knows which is the stranger: both stay and are named. So do two pairs. */
    assert_int_equal(region_combine(context, views + 2, 2, &m), SCT_OK);
    assert_int_equal(m.left_out, 0);
    assert_non_null(strstr(message_of(&m.flags, "photos-disagree"), "client3.jpg and client4.jpg"));
    views[2] = views[3];
    assert_int_equal(region_combine(context, views, 4, &m), SCT_OK);
    assert_int_equal(m.left_out, 0);
    assert_non_null(strstr(message_of(&m.flags, "photos-disagree"), "client1.jpg, client2.jpg"));
    /* The only photo of hair is not thrown away with its skin. */
    for (int i = 0; i < 5; i++)
        views[i].hair.kind = i == 3 ? SCT_HAIR_STUBBLE : SCT_HAIR_NONE;
    views[2] = views[0];
    assert_int_equal(region_combine(context, views, 5, &m), SCT_OK);
    assert_int_equal(m.left_out, 1u << 3);
    assert_int_equal(m.hair.kind, SCT_HAIR_STUBBLE);
    assert_int_equal(forbids(&m.flags, "no-chart"), 1);
}

static void a_view_that_knows_nothing_has_no_say(void **state)
{
    (void)state;
    static region_result views[3];
    static sct_measurement m;
    views[0] = views[1] = views[2] = view_with(50, 3);
    views[1].skin.estimate.lab.L = 70;
    views[1].skin.estimate.u95_de00 = (double)NAN;
    views[2].skin.estimate.lab.a = (double)NAN;
    assert_int_equal(region_combine(context, views, 3, &m), SCT_OK);
    assert_near(m.skin.estimate.lab.L, 50, 1e-9);
    assert_near(m.skin.estimate.lab.a, views[0].skin.estimate.lab.a, 1e-9);
    assert_near(m.skin.estimate.u95_de00, 3, 1e-6);
    assert_true(isnan(m.between_photos_de00));
    assert_int_equal(region_combine(context, views + 2, 1, &m), SCT_OK);
    assert_true(m.skin.estimate.pixels == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(skin_in_given_rectangles),
        cmocka_unit_test(skin_found_by_itself),
        cmocka_unit_test(no_brightness_floor),
        cmocka_unit_test(labels_follow_the_skin),
        cmocka_unit_test(answers_repeat_and_flags_come_with_a_fix),
        cmocka_unit_test(gloss_and_two_surfaces_are_told),
        cmocka_unit_test(what_is_no_skin_is_refused_or_flagged),
        cmocka_unit_test(views_are_joined),
        cmocka_unit_test(a_photo_unlike_the_others_is_named),
        cmocka_unit_test(a_view_that_knows_nothing_has_no_say),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
