/*
 * tests/region/test_stubble.c - how far the stubble of a head goes: looked for in a sample of the photo, spread from there.
 * On rendered heads of every class, held-out skins: where hair grows, and where none does.
 */
#include "phantom/phantom.h"
#include "region/region.h"
#include "support/images.h"
#include "support/inside.h"
#include "support/support.h"

enum { WIDTH = 1800, HEIGHT = 1350 };

/* Share of a rectangle's pixels with a label. */
static double share_of(const uint8_t *labels, phantom_rect r, uint8_t label)
{
    double found = 0, all = 0;
    for (uint32_t y = (uint32_t)r.y; y < r.y + r.h && y < HEIGHT; y++)
        for (uint32_t x = (uint32_t)r.x; x < r.x + r.w && x < WIDTH; x++) {
            found += labels[(size_t)y * WIDTH + x] == label;
            all++;
        }
    return found / all;
}

static void label_photo(sct_context *ctx, sct_photo *photo, uint8_t *labels)
{
    static sct_measurement measured;
    sct_measure_options options;
    sct_view view = {.photo = photo, .roles = 1u << SCT_ROLE_SKIN | 1u << SCT_ROLE_HAIR};
    sct_measure_options_init(&options);
    options.chart_mode = SCT_CHART_OFF;
    options.label_planes = &(sct_label_plane){labels, (size_t)WIDTH * HEIGHT};
    assert_int_equal(api_measure(ctx, &options, &view, 1, &measured), SCT_OK);
}

static void stubble_is_followed_to_the_hairline(void **state)
{
    (void)state;
    phantom_library library = phantom_library_open();
    uint8_t *labels = malloc((size_t)WIDTH * HEIGHT);
    sct_context *ctx = NULL;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    double least = 1, most = 0;
    assert_non_null(labels);
    for (int k = 0; k < PHANTOM_ITA_CLASSES; k++) {
        static const int hairs[PHANTOM_ITA_CLASSES] = {2, 5, 3, 0, 0, 1};
        phantom_params params;
        phantom_params_init(&params);
        int skin = phantom_skin_of_class(&library, k, 1, 0);
        assert_true(skin >= 0);
        params.seed = (uint64_t)(50 + k);
        params.width = WIDTH;
        params.height = HEIGHT;
        params.skin = library.skins[skin].body;
        params.hair = library.hairs[hairs[k]].strand;
        phantom_photo file = phantom_render(&params);
        sct_photo *photo = NULL;
        assert_int_equal(sct_photo_open(ctx, file.bytes, file.size, &photo), SCT_OK);
        image opened = image_from_photo(ctx, photo);
        assert_int_equal(opened.status, SCT_OK);
        label_photo(ctx, photo, labels);
        double before = share_of(labels, file.truth.stubble_rect, SCT_LABEL_HAIR);
        assert_int_equal(region_spread_hair(ctx, opened.pixels, labels), SCT_OK);
        double in_stubble = share_of(labels, file.truth.stubble_rect, SCT_LABEL_HAIR);
        double in_skin = share_of(labels, file.truth.skin_rect, SCT_LABEL_HAIR);
        figure("stubble, %-12s of where it grows %3.0f %% are labelled, %3.0f %% before; of bald skin %.1f %%",
               phantom_ita_class_name(k), 100 * in_stubble, 100 * before, 100 * in_skin);
        least = fmin(least, in_stubble);
        most = fmax(most, in_skin);
        image_free(&opened);
        phantom_photo_free(&file);
    }
    free(labels);
    sct_context_free(ctx);
    phantom_library_close(&library);
    assert_at_most(0.8, least);
    assert_at_most(most, 0.06);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(stubble_is_followed_to_the_hairline)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
