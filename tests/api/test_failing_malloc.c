/*
 * tests/api/test_failing_malloc.c - memory runs out at every place of the whole
 * way, from a photo's bytes to JSON: each time SCT_ERR_MEMORY, nothing lost,
 * and no output touched.
 */
#include "match/client.h"
#include "phantom/phantom.h"
#include "scalptone.h"
#include "support/failing_malloc.h"

enum { ROWS = 12 };

static sct_context *ctx;
static phantom_photo head;
static sct_photo *photo;
static sct_palette *palette;
static sct_measurement client;
static sct_shape shapes[2];

/* Outputs as they are before a call: a pattern that no answer has. */
#define SPOIL(object)     memset(&(object), 0xa5, sizeof(object))
#define UNTOUCHED(object) is_spoilt(&(object), sizeof(object))
static int is_spoilt(const void *object, size_t size)
{
    const unsigned char *bytes = object;
    for (size_t i = 0; i < size; i++)
        if (bytes[i] != 0xa5)
            return 0;
    return 1;
}

static sct_status told(sct_status status)
{
    if (status != SCT_OK)
        assert_true(sct_context_message(ctx)[0] != '\0');
    return status;
}

static sct_status makes_context(void *user)
{
    sct_context *made = NULL;
    (void)user;
    sct_status status = sct_context_new(&made);
    assert_true((made != NULL) == (status == SCT_OK));
    sct_context_free(made);
    return status;
}

static sct_status opens_photo(void *user)
{
    sct_photo *opened = NULL;
    (void)user;
    sct_status status = told(sct_photo_open(ctx, head.bytes, head.size, &opened));
    assert_true((opened != NULL) == (status == SCT_OK));
    sct_photo_free(opened);
    return status;
}

static sct_status reads_palette(void *user)
{
    const char *text = user;
    sct_palette *read = NULL;
    sct_status status = told(sct_palette_read(ctx, text, strlen(text), &read));
    assert_true((read != NULL) == (status == SCT_OK));
    sct_palette_free(read);
    return status;
}

/* With shapes and no chart when `user` is not null, else all by itself. */
static sct_status measures(void *user)
{
    static sct_measurement out;
    sct_view view = {.photo = photo, .roles = 1u << SCT_ROLE_SKIN | 1u << SCT_ROLE_HAIR};
    sct_measure_options options;
    sct_measure_options_init(&options);
    options.chart_mode = user ? SCT_CHART_OFF : SCT_CHART_AUTO;
    view.shapes = user ? shapes : NULL;
    view.shape_count = user ? 2 : 0;
    SPOIL(out);
    sct_status status = told(sct_measure(ctx, &options, &view, 1, &out));
    if (status != SCT_OK)
        assert_true(UNTOUCHED(out));
    return status;
}

static sct_status ranks(void *user)
{
    static sct_candidate rows[ROWS];
    static sct_ranking ranking;
    sct_match_options options;
    (void)user;
    sct_match_options_init(&options);
    options.draws = 8;
    SPOIL(rows);
    SPOIL(ranking);
    sct_status status = told(sct_match(ctx, &options, &client, palette, rows, ROWS, &ranking));
    if (status != SCT_OK)
        assert_true(UNTOUCHED(rows) && UNTOUCHED(ranking));
    return status;
}

static sct_status finds_chart(void *user)
{
    static sct_chart_result out;
    SPOIL(out);
    sct_status status = told(sct_chart_find(ctx, NULL, user, &out));
    if (status != SCT_OK)
        assert_true(UNTOUCHED(out));
    return status;
}

/* Every call that answers with bytes. */
static sct_status writes(void *user)
{
    static sct_candidate rows[ROWS];
    static sct_ranking ranking;
    int what = *(const int *)user;
    if (!ranking.candidate_count) { /* the first call of all, in which nothing fails */
        sct_match_options options;
        sct_match_options_init(&options);
        options.draws = 8;
        assert_int_equal(sct_match(ctx, &options, &client, palette, rows, ROWS, &ranking), SCT_OK);
    }
    sct_bytes out = {NULL, 7};
    sct_status status = SCT_ERR_INTERNAL;
    switch (what) {
    case 0: status = sct_measurement_json(ctx, &client, &out); break;
    case 1: status = sct_match_json(ctx, &client, palette, &ranking, rows, &out); break;
    case 2: status = sct_palette_json(ctx, palette, &out); break;
    case 3: status = sct_palette_ink_json(ctx, palette, 0, &out); break;
    case 4: status = sct_overlay_png(ctx, photo, &client, NULL, &out); break;
    case 5: status = sct_labels_png(ctx, (const uint8_t *)"\0\1\2\3\4\5", 3, 2, &out); break;
    case 6: status = sct_chart_write(ctx, sct_chart_builtin(0), &out); break;
    default: break;
    }
    told(status);
    if (status != SCT_OK)
        assert_true(out.data == NULL && out.size == 7);
    else
        sct_bytes_free(&out);
    return status;
}

/* From the photo to both pictures and the text: `user` is the view. */
static sct_status previews(void *user)
{
    const sct_shape area = {.kind = SCT_SHAPE_RECT, .count = 4, .v = {40, 30, 90, 80}};
    sct_preview_options o;
    sct_preview *preview = NULL;
    sct_preview_result result = {.dots = 7};
    const sct_when when = {SCT_AGE_YEARS, 2, 0};
    sct_look look;
    sct_bytes png = {NULL, 7}, sheet = {NULL, 7}, text = {NULL, 7};
    sct_preview_options_init(&o);
    o.areas = &area;
    o.area_count = 1;
    o.view = *(const int *)user;
    o.mm_per_px = 0.15;
    sct_status status = told(sct_look_from_ink(ctx, NULL, &client, palette, 0, 10, &when, &look));
    if (status == SCT_OK)
        status = told(sct_preview_new(ctx, photo, &o, &preview));
    if (status == SCT_OK)
        status = told(sct_preview_png(ctx, preview, &look, &result, &png));
    assert_true((result.dots != 7) == (status == SCT_OK));
    if (status == SCT_OK)
        status = told(sct_preview_sheet_png(ctx, preview, &look, 1, NULL, &sheet));
    if (status == SCT_OK)
        status = told(sct_preview_json(ctx, preview, &client, NULL, &look, &result, 1, &text));
    assert_true((text.data != NULL) == (status == SCT_OK));
    sct_bytes_free(&png);
    sct_bytes_free(&sheet);
    sct_bytes_free(&text);
    sct_preview_free(preview);
    return status;
}

static void showing_inks(void **state)
{
    NEED_FAILING_MALLOC();
    (void)state;
    int near = SCT_VIEW_NEAR, far = SCT_VIEW_FAR;
    fail_each_allocation("sct_preview, near", previews, &near);
    fail_each_allocation("sct_preview, far", previews, &far);
}

static void contexts_and_photos(void **state)
{
    NEED_FAILING_MALLOC();
    (void)state;
    fail_each_allocation("sct_context_new", makes_context, NULL);
    fail_each_allocation("sct_photo_open", opens_photo, NULL);
}

static void palettes(void **state)
{
    NEED_FAILING_MALLOC();
    (void)state;
    fail_each_allocation("sct_palette_read", reads_palette, (void *)(uintptr_t)carbon_palette);
}

static void measuring(void **state)
{
    NEED_FAILING_MALLOC();
    (void)state;
    int told_where = 1;
    fail_each_allocation("sct_measure, told where", measures, &told_where);
    fail_each_allocation("sct_measure, by itself", measures, NULL);
}

static void ranking_inks(void **state)
{
    NEED_FAILING_MALLOC();
    (void)state;
    fail_each_allocation("sct_match", ranks, NULL);
}

static void charts(void **state)
{
    NEED_FAILING_MALLOC();
    (void)state;
    phantom_params params;
    sct_photo *shot = NULL;
    phantom_params_perfect(&params);
    params.format = PHANTOM_PNG8;
    params.width = 360;
    params.height = 280;
    params.mm_per_px = 0.4;
    params.chart = PHANTOM_CHART_COLORCHECKER;
    phantom_photo with_chart = phantom_render(&params);
    assert_int_equal(sct_photo_open(ctx, with_chart.bytes, with_chart.size, &shot), SCT_OK);
    fail_each_allocation("sct_chart_find", finds_chart, shot);
    sct_photo_free(shot);
    phantom_photo_free(&with_chart);
}

static void texts_and_pictures(void **state)
{
    NEED_FAILING_MALLOC();
    static const char *const names[] = {"sct_measurement_json", "sct_match_json", "sct_palette_json", "sct_palette_ink_json",
                                        "sct_overlay_png",      "sct_labels_png", "sct_chart_write"};
    (void)state;
    for (int i = 0; i < (int)(sizeof names / sizeof names[0]); i++)
        fail_each_allocation(names[i], writes, &i);
}

static int set_up(void **state)
{
    (void)state;
    phantom_params params;
    phantom_params_init(&params);
    params.width = 220; /* as small as hair can still be found in */
    params.height = 165;
    params.format = PHANTOM_JPEG;
    params.profile = PHANTOM_DISPLAY_P3;
    head = phantom_render(&params);
    client = typical_client();
    return sct_context_new(&ctx) == SCT_OK && sct_photo_open(ctx, head.bytes, head.size, &photo) == SCT_OK &&
                   sct_palette_read(ctx, carbon_palette, strlen(carbon_palette), &palette) == SCT_OK &&
                   sct_shape_parse(ctx, "rect:2%,2%,30%,96%", SCT_ROLE_SKIN, &shapes[0]) == SCT_OK &&
                   sct_shape_parse(ctx, "rect:68%,2%,30%,96%", SCT_ROLE_HAIR, &shapes[1]) == SCT_OK
               ? 0
               : -1;
}

static int tear_down(void **state)
{
    (void)state;
    sct_palette_free(palette);
    sct_photo_free(photo);
    sct_context_free(ctx);
    phantom_photo_free(&head);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contexts_and_photos), cmocka_unit_test(palettes),     cmocka_unit_test(measuring),
        cmocka_unit_test(showing_inks),        cmocka_unit_test(ranking_inks), cmocka_unit_test(charts),
        cmocka_unit_test(texts_and_pictures),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
