/*
 * tests/preview/test_colour.c - the mean of the treated area in the file is the
 * predicted colour: for skins of every class, inks, scales, ages of light.
 *
 * The mean is read from the file, decoded again, over the area less its thinned
 * edge, against what the photo has there untouched.
 */
#include "preview/skins.h"
#include "support/inside.h"

enum { SIDE = 400 };
static sct_context *ctx;
static uint16_t pixels[3 * SIDE * SIDE];

typedef struct picture_case {
    double mm_per_px, shading, grain;
    const double *cast;
    int view, bits;
} picture_case;

/* dE00 of the file's mean from the prediction, both as that of the photo's bare skin times the same change. */
static double picture_error(sct_lab skin, const sct_look *look, const picture_case *c, preview_result *result)
{
    sct_photo *photo = skin_photo(ctx, skin, SIDE, c->shading, c->grain, c->cast, pixels);
    const sct_shape area = {.kind = SCT_SHAPE_RECT, .count = 4, .v = {0, 0, SIDE, SIDE}};
    sct_preview_options o;
    sct_preview *preview = NULL;
    sct_bytes png = {0};
    sct_preview_options_init(&o);
    o.areas = &(const sct_shape *){&area};
    o.area_count = 1;
    o.mm_per_px = c->mm_per_px;
    o.watermark = 0;
    o.view = (sct_view_from)c->view;
    o.bits = c->bits;
    if (sct_preview_new(ctx, photo, &o, &preview) != SCT_OK ||
        preview_picture_png(ctx, preview, look, result, &png) != SCT_OK)
        fail_msg("%s", sct_context_message(ctx));
    sct_xyz mean = mean_of_png(ctx, &png, 0, 0, SIDE, SIDE);
    sct_bytes_free(&png);
    sct_preview_free(preview);
    sct_photo_free(photo);
    sct_lab rendered = lab_of_xyz(mean);
    if (!c->cast && !(c->shading > 0))
        return sct_de2000(rendered, look->area_lab);
    return sct_de2000(rendered, result->photo_area_lab);
}

static void mean_is_the_prediction(void **state)
{
    static const struct {
        const char *ci;
        double fraction;
    } inks[] = {{"77266", 0.0005}, {"77266", 0.004}, {"77491", 0.004}, {"77492", 0.004}, {"77891", 0.004}};
    static const double scales[] = {0.02, 0.05, 0.12, 0.35};
    (void)state;
    for (int s = 0; s < SKIN_CASES; s++) {
        double worst = 0, sum = 0;
        int n = 0;
        for (size_t i = 0; i < sizeof inks / sizeof inks[0]; i++)
            for (size_t k = 0; k < sizeof scales / sizeof scales[0]; k++) {
                picture_case c = {.mm_per_px = scales[k], .grain = 0.02, .bits = 8};
                preview_result r;
                sct_look look = look_in_skin(ctx, skin_cases[s].lab, inks[i].ci, inks[i].fraction, 180, 0.06);
                double e = picture_error(skin_cases[s].lab, &look, &c, &r);
                worst = e > worst || !(e == e) ? e : worst;
                sum += e;
                n++;
                assert_at_most(r.de00, 0.1);
            }
        figure("preview, %-12s skin: mean of the area in the file off by dE00 %.3f, at most %.3f (%d pictures)",
               skin_cases[s].name, sum / n, worst, n);
        assert_at_most(worst, 0.5);
    }
}

/* 80 to 400 dots, thin and thick. */
static void any_density_and_size(void **state)
{
    static const double densities[] = {80, 180, 400}, radii[] = {0.035, 0.06, 0.125};
    double worst = 0;
    (void)state;
    for (int s = 0; s < SKIN_CASES; s += 2)
        for (int i = 0; i < 9; i++) {
            picture_case c = {.mm_per_px = 0.06, .grain = 0.02, .bits = 8};
            preview_result r;
            sct_look look = look_in_skin(ctx, skin_cases[s].lab, "77266", 0.004, densities[i / 3], radii[i % 3]);
            double e = picture_error(skin_cases[s].lab, &look, &c, &r);
            worst = e > worst || !(e == e) ? e : worst;
        }
    figure("preview, 80 to 400 dots of 0.035 to 0.125 mm: off by dE00 %.3f at most", worst);
    assert_at_most(worst, 0.5);
}

static void far_is_as_dark_as_near(void **state)
{
    (void)state;
    for (int s = 0; s < SKIN_CASES; s += 5) {
        picture_case c = {.mm_per_px = 0.05, .grain = 0.02, .bits = 16, .view = SCT_VIEW_FAR};
        preview_result r;
        sct_look look = look_in_skin(ctx, skin_cases[s].lab, "77266", 0.003, 200, 0.06);
        assert_at_most(picture_error(skin_cases[s].lab, &look, &c, &r), 0.5);
    }
}

/* A photo whose colours are wrong keeps its look: the change is that of the prediction, the file what the result says. */
static void casts_and_shading_stay(void **state)
{
    static const double warm[3] = {0.92, 0.8, 0.64};
    double worst = 0;
    (void)state;
    for (int s = 0; s < SKIN_CASES; s++) {
        picture_case c = {.mm_per_px = 0.05, .grain = 0.02, .shading = 0.3, .bits = 8, .cast = warm};
        preview_result r;
        sct_look look = look_in_skin(ctx, skin_cases[s].lab, "77266", 0.003, 200, 0.06);
        double e = picture_error(skin_cases[s].lab, &look, &c, &r);
        worst = e > worst || !(e == e) ? e : worst;
        assert_at_most(r.de00, 0.1);
        double wanted = sct_de2000(look.skin_lab, look.area_lab), had = sct_de2000(r.photo_bare_lab, r.photo_area_lab);
        assert_near(had / wanted, 1, 0.2);
    }
    figure("preview, warm cast and shading: the file off by dE00 %.3f at most from what is said of it", worst);
    assert_at_most(worst, 0.5);
}

static int set_up(void **state)
{
    (void)state;
    return sct_context_new(&ctx) != SCT_OK;
}

static int tear_down(void **state)
{
    (void)state;
    sct_context_free(ctx);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mean_is_the_prediction),
        cmocka_unit_test(any_density_and_size),
        cmocka_unit_test(far_is_as_dark_as_near),
        cmocka_unit_test(casts_and_shading_stay),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
