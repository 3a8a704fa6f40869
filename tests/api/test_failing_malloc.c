/*
 * tests/api/test_failing_malloc.c - memory runs out at every place of the whole
 * way, from a photo's bytes to JSON: each time SCT_ERR_MEMORY, nothing lost,
 * and no output touched.
 */
#define _DEFAULT_SOURCE
#include "api/consultation.h"
#include "card/card_print.h"
#include "support/failing_malloc.h"

static consultation all;
static sct_match_options few_draws;
static sct_shape
    *small_area; /* pictures are made hundreds of times: what is allocated does not go by how many dots are in them */

static sct_status told(sct_status status)
{
    if (status != SCT_OK)
        assert_true(sct_context_message(all.ctx)[0] != '\0');
    return status;
}

/* Makes a handle, looks that there is one only when the call worked, and frees it. */
#define MAKES(type, free_it, call)                                                                                          \
    type *made = NULL;                                                                                                      \
    sct_status status = told(call);                                                                                         \
    assert_true((made != NULL) == (status == SCT_OK));                                                                      \
    free_it(made);                                                                                                          \
    return status

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
    (void)user;
    MAKES(sct_photo, sct_photo_free, sct_photo_open(all.ctx, all.head_file.bytes, all.head_file.size, &made));
}

static sct_status takes_pixels(void *user)
{
    sct_pixels_desc desc;
    sct_pixels_desc_init(&desc);
    desc.width = desc.height = 2;
    desc.data = user;
    MAKES(sct_photo, sct_photo_free, sct_photo_from_pixels(all.ctx, &desc, &made));
}

static sct_status reads_palette(void *user)
{
    const char *text = user;
    MAKES(sct_palette, sct_palette_free, sct_palette_from_json(all.ctx, text, strlen(text), &made));
}

/* With shapes and no chart when `user` is not null, else all by itself. */
static sct_status measures(void *user)
{
    const sct_shape *const shapes[] = {all.skin, all.hair};
    sct_view view;
    sct_measure_options options;
    sct_view_init(&view);
    view.photo = all.head;
    view.shapes = shapes;
    view.shape_count = user ? 2 : 0;
    sct_measure_options_init(&options);
    options.chart_mode = user ? SCT_CHART_OFF : SCT_CHART_AUTO;
    MAKES(sct_measurement, sct_measurement_free, sct_measure(all.ctx, &options, &view, 1, &made));
}

static sct_status states_colours(void *user)
{
    const sct_lab skin = {65, 10, 17}, hair = {38, 2, 3};
    (void)user;
    MAKES(sct_measurement, sct_measurement_free,
          sct_measurement_from_lab(all.ctx, skin, 2, hair, 2, SCT_HAIR_STUBBLE, &made));
}

static sct_status ranks(void *user)
{
    (void)user;
    MAKES(sct_ranking, sct_ranking_free, sct_match(all.ctx, &few_draws, all.client, all.palette, &made));
}

static sct_status finds_chart(void *user)
{
    MAKES(sct_chart_result, sct_chart_result_free, sct_chart_find(all.ctx, NULL, user, &made));
}

static sct_status finds_card(void *user)
{
    sct_chart_options options;
    sct_chart_options_init(&options);
    options.id = "consultation-card";
    MAKES(sct_chart_result, sct_chart_result_free, sct_chart_find(all.ctx, &options, user, &made));
}

static sct_status reads_chart(void *user)
{
    const sct_bytes *text = user;
    MAKES(sct_chart, sct_chart_free, sct_chart_from_json(all.ctx, text->data, text->size, &made));
}

static sct_status lays_out_card(void *user)
{
    (void)user;
    MAKES(sct_chart, sct_chart_free, sct_card_layout(all.ctx, &made));
}

static sct_status shapes_by_words(void *user)
{
    MAKES(sct_shape, sct_shape_free, sct_shape_parse(all.ctx, user, SCT_ROLE_SKIN, &made));
}

static sct_status shapes_by_numbers(void *user)
{
    MAKES(sct_shape, sct_shape_free, sct_shape_new(all.ctx, SCT_ROLE_HAIR, SCT_SHAPE_CIRCLE, user, NULL, 3, &made));
}

static sct_status shapes_by_masks(void *user)
{
    MAKES(sct_shape, sct_shape_free, sct_shape_from_mask(all.ctx, SCT_ROLE_HAIR, user, 2, 3, 0, &made));
}

static sct_status shapes_by_files(void *user)
{
    MAKES(sct_shape, sct_shape_free, sct_shape_from_mask_png(all.ctx, SCT_ROLE_HAIR, user, 6, &made));
}

static sct_status composes_ink(void *user)
{
    MAKES(sct_ink_optics, sct_ink_optics_free, sct_ink_optics_from_composition(all.ctx, user, 1, &made));
}

static sct_status fits_ink(void *user)
{
    sct_drawdown_options options;
    sct_drawdown film;
    sct_drawdown_init(&film);
    film.lab = (sct_lab){50, 0, 0};
    sct_drawdown_options_init(&options);
    options.pigments = user;
    options.pigment_count = 1;
    MAKES(sct_ink_optics, sct_ink_optics_free, sct_ink_optics_from_drawdowns(all.ctx, &options, &film, 1, &made));
}

static sct_status asks_for_optics(void *user)
{
    MAKES(sct_ink_optics, sct_ink_optics_free, sct_palette_ink_optics(all.ctx, all.palette, *(const size_t *)user, &made));
}

static sct_status heals(void *user)
{
    sct_heal_options options;
    sct_heal_options_init(&options);
    options.skin_lab = (sct_lab){65, 10, 17};
    options.ink = all.optics;
    options.streams = 4;
    (void)user;
    MAKES(sct_healed, sct_healed_free, sct_heal(all.ctx, &options, &made));
}

static sct_status looks_at_row(void *user)
{
    const sct_when when = {.age = SCT_AGE_FRESH};
    (void)user;
    MAKES(sct_look, sct_look_free,
          sct_look_from_match(all.ctx, &few_draws, all.client, all.palette, all.ranking, 0, &when, &made));
}

static sct_status looks_at_ink(void *user)
{
    const sct_when when = {.age = SCT_AGE_YEARS, .years = 2};
    (void)user;
    MAKES(sct_look, sct_look_free, sct_look_from_ink(all.ctx, NULL, all.client, all.palette, 0, 10, &when, &made));
}

static sct_status looks_at_values(void *user)
{
    sct_look_info values;
    (void)user;
    sct_look_info_init(&values);
    values.skin_lab = values.dot_lab = values.area_lab = (sct_lab){65, 10, 17};
    MAKES(sct_look, sct_look_free, sct_look_from_values(all.ctx, &values, &made));
}

/* Every call that answers with bytes. */
enum { WRITERS = 12 };
static const char *const writers[WRITERS] = {
    "sct_measurement_json", "sct_ranking_json", "sct_palette_json", "sct_palette_ink_json",
    "sct_healed_json",      "sct_chart_json",   "sct_card_svg",     "sct_chart_result_json",
    "sct_labels_png",       "sct_preview_json", "sct_flags_text",   "sct_measurement_overlay_png",
};
static sct_status writes(void *user)
{
    sct_bytes out = {NULL, 7}, second = {NULL, 7};
    sct_context *ctx = all.ctx;
    sct_status status = SCT_ERR_INTERNAL;
    switch (*(const int *)user) {
    case 0: status = sct_measurement_json(ctx, all.client, &out); break;
    case 1: status = sct_ranking_json(ctx, all.ranking, all.client, all.palette, 0, &out); break;
    case 2: status = sct_palette_json(ctx, all.palette, &out); break;
    case 3: status = sct_palette_ink_json(ctx, all.palette, 1, &out); break;
    case 4: status = sct_healed_json(ctx, all.healed, &out); break;
    case 5: status = sct_chart_json(ctx, sct_chart_builtin(0), &out); break;
    case 6: status = sct_card_svg(ctx, NULL, &out); break;
    case 7: status = sct_chart_result_json(ctx, all.found, &out); break;
    case 8: status = sct_labels_png(ctx, (const uint8_t *)"\0\1\2\3\4\5", 3, 2, &out); break;
    case 9: status = sct_preview_json(ctx, all.preview, all.client, all.ranking, &out); break;
    case 10: status = sct_flags_text(ctx, sct_ranking_flags(all.ranking), 0, NULL, &out, &second); break;
    case 11: status = sct_measurement_overlay_png(ctx, all.client, 0, all.head, NULL, &out); break;
    default: break;
    }
    told(status);
    if (status != SCT_OK)
        assert_true(out.data == NULL && out.size == 7 && second.data == NULL && second.size == 7);
    else
        sct_bytes_free(&out);
    if (second.data)
        sct_bytes_free(&second);
    return status;
}

/* From the photo to the pictures: `user` is the view. */
static sct_status previews(void *user)
{
    sct_preview_options o;
    sct_preview *preview = NULL;
    const sct_look *const looks[] = {all.look, all.look};
    sct_bytes png = {NULL, 7}, jpeg = {NULL, 7}, sheet = {NULL, 7}, both = {NULL, 7};
    sct_preview_options_init(&o);
    o.areas = (const sct_shape *const *)&small_area;
    o.area_count = 1;
    o.view = *(const sct_view_from *)user;
    o.mm_per_px = 0.15;
    sct_status status = told(sct_preview_new(all.ctx, all.head, &o, &preview));
    assert_true((preview != NULL) == (status == SCT_OK));
    if (status == SCT_OK)
        status = told(sct_preview_png(all.ctx, preview, all.look, &png));
    assert_int_equal(sct_preview_result_count(preview), status == SCT_OK);
    if (status == SCT_OK)
        status = told(sct_preview_jpeg(all.ctx, preview, all.look, &jpeg));
    if (status == SCT_OK)
        status = told(sct_preview_sheet_png(all.ctx, preview, looks, 2, &sheet));
    assert_int_equal(sct_preview_result_count(preview), sheet.data ? 2 : png.data ? 1 : 0);
    if (status == SCT_OK)
        status = told(sct_before_after_jpeg(all.ctx, preview, all.look, &both));
    sct_bytes *const outputs[] = {&png, &jpeg, &sheet, &both};
    for (size_t i = 0; i < 4; i++) {
        assert_true(outputs[i]->data || outputs[i]->size == 7);
        sct_bytes_free(outputs[i]);
    }
    sct_preview_free(preview);
    return status;
}

/* Of a preview made before, so that the page's many small allocations need not make it again; `user` is that preview or
 * null. */
static sct_status writes_page(void *user)
{
    sct_bytes page = {NULL, 7};
    sct_status status = told(sct_page_html(all.ctx, NULL, all.client, all.palette, all.ranking, user, &page));
    assert_true(page.data || page.size == 7);
    sct_bytes_free(&page);
    return status;
}

static sct_status judges_preview(void *user)
{
    const sct_look *const looks[] = {all.look, all.look};
    (void)user;
    return told(sct_preview_judge(all.ctx, all.preview, looks, 1));
}

static sct_status keeps(void *user)
{
    sct_record *record = NULL, *again = NULL;
    sct_bytes text = {NULL, 7}, warnings = {NULL, 7};
    (void)user;
    sct_status status = told(sct_record_new(all.ctx, all.client, all.palette, all.ranking, &record));
    assert_true((record != NULL) == (status == SCT_OK));
    if (status == SCT_OK)
        status = told(sct_record_json(all.ctx, record, &text));
    if (status == SCT_OK)
        status = told(sct_record_warnings(all.ctx, record, "2026-11-29", &warnings));
    if (status == SCT_OK)
        status = told(sct_record_from_json(all.ctx, text.data, text.size, &again));
    assert_true((again != NULL) == (status == SCT_OK));
    assert_true((text.data || text.size == 7) && (warnings.data || warnings.size == 7));
    sct_bytes_free(&text);
    sct_bytes_free(&warnings);
    sct_record_free(record);
    sct_record_free(again);
    return status;
}

static void contexts_and_photos(void **state)
{
    NEED_FAILING_MALLOC();
    (void)state;
    unsigned char grey[12] = {90};
    fail_each_allocation("sct_context_new", makes_context, NULL);
    fail_each_allocation("sct_record_new", keeps, NULL);
    fail_each_allocation("sct_photo_open", opens_photo, NULL);
    fail_each_allocation("sct_photo_from_pixels", takes_pixels, grey);
}

static void shapes(void **state)
{
    NEED_FAILING_MALLOC();
    (void)state;
    double circle[3] = {10, 10, 5};
    char words[] = "poly:1,1 5,1 5,5", file[] = "mask:head.png";
    uint8_t mask[6] = {1, 0, 1, 0, 1, 0};
    fail_each_allocation("sct_shape_parse", shapes_by_words, words);
    fail_each_allocation("sct_shape_parse, mask", shapes_by_words, file);
    fail_each_allocation("sct_shape_new", shapes_by_numbers, circle);
    fail_each_allocation("sct_shape_from_mask", shapes_by_masks, mask);
    fail_each_allocation("sct_shape_from_mask_png", shapes_by_files, mask);
}

static void palettes(void **state)
{
    NEED_FAILING_MALLOC();
    (void)state;
    fail_each_allocation("sct_palette_from_json", reads_palette, (void *)(uintptr_t)consultation_inks);
}

static void measuring(void **state)
{
    NEED_FAILING_MALLOC();
    (void)state;
    int told_where = 1;
    fail_each_allocation("sct_measure, told where", measures, &told_where);
    fail_each_allocation("sct_measure, by itself", measures, NULL);
    fail_each_allocation("sct_measurement_from_lab", states_colours, NULL);
}

static void ranking_inks(void **state)
{
    NEED_FAILING_MALLOC();
    (void)state;
    fail_each_allocation("sct_match", ranks, NULL);
}

static void inks_in_skin(void **state)
{
    NEED_FAILING_MALLOC();
    (void)state;
    sct_pigment carbon = {"77266", 0.15};
    fail_each_allocation("sct_ink_optics_from_composition", composes_ink, &carbon);
    fail_each_allocation("sct_ink_optics_from_drawdowns", fits_ink, &carbon);
    for (size_t ink = 0; ink < sct_palette_count(all.palette); ink++)
        fail_each_allocation("sct_palette_ink_optics", asks_for_optics, &ink);
    fail_each_allocation("sct_heal", heals, NULL);
}

/* The consultation card on a head; `file` must outlive the photo. */
static sct_photo *photo_of_card(phantom_photo *file)
{
    phantom_params params;
    phantom_patch pieces[CARD_PIECES_MAX];
    sct_photo *photo = NULL;
    phantom_params_perfect(&params);
    params.format = PHANTOM_PNG8;
    params.width = 300;
    params.height = 220;
    phantom_planar card = card_print(pieces, 0);
    phantom_place_planar(&card, 150, 110, 1.5, 8, 0, 0, 0);
    params.cards[params.card_count++] = card;
    *file = phantom_render(&params);
    WORKS(&all, sct_photo_open(all.ctx, file->bytes, file->size, &photo));
    return photo;
}

static void charts(void **state)
{
    NEED_FAILING_MALLOC();
    (void)state;
    sct_bytes text = {0};
    phantom_photo file;
    sct_photo *with_card = photo_of_card(&file);
    WORKS(&all, sct_chart_json(all.ctx, sct_chart_builtin(0), &text));
    fail_each_allocation("sct_chart_find", finds_chart, all.with_chart);
    fail_each_allocation("sct_chart_find, a card", finds_card, with_card);
    fail_each_allocation("sct_chart_from_json", reads_chart, &text);
    fail_each_allocation("sct_card_layout", lays_out_card, NULL);
    sct_bytes_free(&text);
    sct_photo_free(with_card);
    phantom_photo_free(&file);
}

static void showing_inks(void **state)
{
    NEED_FAILING_MALLOC();
    (void)state;
    sct_view_from near = SCT_VIEW_NEAR, far = SCT_VIEW_FAR;
    fail_each_allocation("sct_look_from_match", looks_at_row, NULL);
    fail_each_allocation("sct_look_from_ink", looks_at_ink, NULL);
    fail_each_allocation("sct_look_from_values", looks_at_values, NULL);
    fail_each_allocation("sct_preview, near", previews, &near);
    fail_each_allocation("sct_preview, far", previews, &far);
    fail_each_allocation("sct_preview_judge", judges_preview, NULL);
    fail_each_allocation("sct_page_html, no preview", writes_page, NULL);
    fail_each_allocation("sct_page_html", writes_page, all.preview);
}

static void texts_and_pictures(void **state)
{
    NEED_FAILING_MALLOC();
    (void)state;
    for (int i = 0; i < WRITERS; i++)
        fail_each_allocation(writers[i], writes, &i);
}

static int set_up(void **state)
{
    (void)state;
    consultation_open(&all);
    sct_match_options_init(&few_draws);
    few_draws.draws = 8;
    WORKS(&all, sct_shape_parse(all.ctx, "rect:40,30,40,36", SCT_ROLE_SKIN, &small_area));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    sct_shape_free(small_area);
    consultation_close(&all);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contexts_and_photos),
        cmocka_unit_test(shapes),
        cmocka_unit_test(palettes),
        cmocka_unit_test(measuring),
        cmocka_unit_test(ranking_inks),
        cmocka_unit_test(inks_in_skin),
        cmocka_unit_test(charts),
        cmocka_unit_test(showing_inks),
        cmocka_unit_test(texts_and_pictures),
        cmocka_unit_test(failures_by_library),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
