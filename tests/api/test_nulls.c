/*
 * tests/api/test_nulls.c - a null where something must be is refused by every
 * public call, with a message and nothing written; a null context is not, and
 * what frees takes null.
 *
 * The calls are those that the headers declare: the last test reads them.
 */
#include "api/consultation.h"
#include "support/support.h"

static consultation all;
static unsigned char room[4096]; /* for records of any kind */
static const sct_lab lab = {65, 10, 17};

static int set_up(void **state)
{
    (void)state;
    consultation_open(&all);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    consultation_close(&all);
    return 0;
}

static void check(sct_status status, const char *what, int line)
{
    if (status != SCT_ERR_ARGUMENT)
        fail_msg("line %d: %s: %s", line, what, sct_status_name(status));
    if (!sct_context_message(all.ctx)[0] || strchr(sct_context_message(all.ctx), '\n'))
        fail_msg("line %d: %s: the message is \"%s\"", line, what, sct_context_message(all.ctx));
}
/* The call is refused as a wrong argument, and its message is one line. */
#define REFUSED(call) check((call), #call, __LINE__)
/* Likewise of a getter, which has no context and so no message. */
#define NO(call) assert_int_equal((call), SCT_ERR_ARGUMENT)

static void contexts(void **state)
{
    (void)state;
    NO(sct_context_new(NULL));
    NO(sct_limit_range((sct_limit)99, NULL, NULL, NULL));
    assert_int_equal(sct_limit_range(SCT_LIMIT_PIXELS, NULL, NULL, NULL), SCT_OK);
    NO(sct_context_set_limit(NULL, SCT_LIMIT_PIXELS, 5));
    REFUSED(sct_context_set_limit(all.ctx, (sct_limit)99, 5));
    assert_true(sct_context_limit(NULL, SCT_LIMIT_PIXELS) > 0 && sct_context_limit(NULL, (sct_limit)99) == 0);
    sct_context_clear(NULL);
    sct_context_set_progress(NULL, NULL, NULL);
    assert_string_equal(sct_context_message(NULL), "");
}

static void photos(void **state)
{
    (void)state;
    sct_photo *photo = NULL;
    sct_pixels_desc desc;
    sct_plane plane;
    sct_plane_init(&plane);
    sct_pixels_desc_init(&desc);
    desc.width = desc.height = 1;
    REFUSED(sct_photo_open(all.ctx, NULL, 5, &photo));
    REFUSED(sct_photo_open(all.ctx, all.head_file.bytes, all.head_file.size, NULL));
    REFUSED(sct_photo_from_pixels(all.ctx, NULL, &photo));
    REFUSED(sct_photo_from_pixels(all.ctx, &desc, &photo)); /* no data */
    desc.data = "abc";
    REFUSED(sct_photo_from_pixels(all.ctx, &desc, NULL));
    NO(sct_photo_describe_sized(NULL, (sct_photo_info *)(void *)room, sizeof(sct_photo_info)));
    NO(sct_photo_describe_sized(all.head, NULL, sizeof(sct_photo_info)));
    REFUSED(sct_photo_pixels(all.ctx, NULL, &plane));
    REFUSED(sct_photo_pixels(all.ctx, all.head, NULL));
    REFUSED(sct_photo_pixels(all.ctx, all.head, &plane)); /* no data */
    assert_null(photo);
}

static void shapes(void **state)
{
    (void)state;
    sct_shape *shape = NULL;
    const double rect[4] = {1, 1, 5, 5};
    const uint8_t mask[4] = {1, 1, 1, 1};
    REFUSED(sct_shape_parse(all.ctx, NULL, SCT_ROLE_SKIN, &shape));
    REFUSED(sct_shape_parse(all.ctx, "auto", (sct_role)7, &shape));
    REFUSED(sct_shape_parse(all.ctx, "auto", SCT_ROLE_SKIN, NULL));
    REFUSED(sct_shape_new(all.ctx, SCT_ROLE_SKIN, SCT_SHAPE_RECT, NULL, NULL, 4, &shape));
    REFUSED(sct_shape_new(all.ctx, SCT_ROLE_SKIN, SCT_SHAPE_RECT, rect, NULL, 4, NULL));
    REFUSED(sct_shape_from_mask(all.ctx, SCT_ROLE_SKIN, NULL, 2, 2, 0, &shape));
    REFUSED(sct_shape_from_mask(all.ctx, SCT_ROLE_SKIN, mask, 2, 2, 0, NULL));
    REFUSED(sct_shape_from_mask(all.ctx, (sct_role)-1, mask, 2, 2, 0, &shape));
    REFUSED(sct_shape_from_mask_png(all.ctx, SCT_ROLE_SKIN, NULL, 4, &shape));
    REFUSED(sct_shape_from_mask_png(all.ctx, SCT_ROLE_SKIN, mask, 0, &shape));
    REFUSED(sct_shape_from_mask_png(all.ctx, SCT_ROLE_SKIN, mask, 4, NULL));
    REFUSED(sct_shape_set_reflectance(all.ctx, NULL, 0.5));
    assert_null(shape);
}

static void measurements(void **state)
{
    (void)state;
    sct_view view;
    sct_plane plane;
    sct_measurement *m = NULL;
    sct_bytes bytes = {NULL, 7};
    const uint8_t labels[1] = {0};
    sct_view_init(&view);
    sct_plane_init(&plane);
    REFUSED(sct_measure(all.ctx, NULL, NULL, 1, &m));
    REFUSED(sct_measure(all.ctx, NULL, &view, 1, &m)); /* no photo */
    view.photo = all.head;
    REFUSED(sct_measure(all.ctx, NULL, &view, 1, NULL));
    REFUSED(sct_measurement_from_lab(all.ctx, lab, 1, lab, 1, SCT_HAIR_NONE, NULL));
    REFUSED(sct_measurement_from_lab(all.ctx, lab, 1, lab, 1, (sct_hair_kind)9, &m));
    REFUSED(sct_measurement_from_json(all.ctx, NULL, 2, &m));
    REFUSED(sct_measurement_from_json(all.ctx, "{}", 2, NULL));
    NO(sct_measurement_describe_sized(NULL, (sct_measurement_info *)(void *)room, 8));
    NO(sct_measurement_skin_sized(NULL, (sct_skin *)(void *)room, 8));
    NO(sct_measurement_hair_sized(NULL, (sct_hair *)(void *)room, 8));
    NO(sct_measurement_correction_sized(NULL, 0, (sct_correction *)(void *)room, 8));
    NO(sct_measurement_scale_sized(NULL, 0, (sct_scale *)(void *)room, 8));
    NO(sct_measurement_photo_sized(NULL, 0, (sct_photo_info *)(void *)room, 8));
    NO(sct_measurement_agreement_sized(NULL, 0, (sct_agreement *)(void *)room, 8));
    NO(sct_measurement_region_sized(NULL, 0, (sct_region *)(void *)room, 8));
    NO(sct_measurement_transform_sized(NULL, 0, (sct_transform *)(void *)room, 8));
    REFUSED(sct_measurement_json(all.ctx, NULL, &bytes));
    REFUSED(sct_measurement_json(all.ctx, all.client, NULL));
    REFUSED(sct_measurement_overlay_png(all.ctx, NULL, 0, all.head, NULL, &bytes));
    REFUSED(sct_measurement_overlay_png(all.ctx, all.client, 0, NULL, NULL, &bytes));
    REFUSED(sct_measurement_overlay_png(all.ctx, all.client, 0, all.head, NULL, NULL));
    REFUSED(sct_measurement_overlay_png(all.ctx, all.client, 1, all.head, NULL, &bytes));       /* no such view */
    REFUSED(sct_measurement_overlay_png(all.ctx, all.client, 0, all.with_chart, NULL, &bytes)); /* another photo */
    REFUSED(sct_measurement_pixels(all.ctx, NULL, 0, all.head, &plane));
    REFUSED(sct_measurement_pixels(all.ctx, all.client, 0, NULL, &plane));
    REFUSED(sct_measurement_pixels(all.ctx, all.client, 0, all.head, NULL));
    REFUSED(sct_measurement_pixels(all.ctx, all.client, 1, all.head, &plane));
    REFUSED(sct_photo_refusal_png(all.ctx, NULL, "too dark", "", NULL, &bytes));
    REFUSED(sct_photo_refusal_png(all.ctx, all.head, NULL, "", NULL, &bytes));
    REFUSED(sct_photo_refusal_png(all.ctx, all.head, "too dark", "", NULL, NULL));
    REFUSED(sct_labels_png(all.ctx, NULL, 1, 1, &bytes));
    REFUSED(sct_labels_png(all.ctx, labels, 0, 1, &bytes));
    REFUSED(sct_labels_png(all.ctx, labels, 1, 0, &bytes));
    REFUSED(sct_labels_png(all.ctx, labels, 1, 1, NULL));
    assert_true(!m && !bytes.data && bytes.size == 7);
}

static void flags(void **state)
{
    (void)state;
    const sct_flags *list = sct_ranking_flags(all.ranking);
    sct_bytes text = {NULL, 7};
    NO(sct_flags_at_sized(NULL, 0, (sct_flag *)(void *)room, 8));
    NO(sct_flags_at_sized(list, 0, NULL, 8));
    REFUSED(sct_flags_text(all.ctx, NULL, 0, NULL, &text, NULL));
    REFUSED(sct_flags_text(all.ctx, list, sct_flags_count(list), NULL, &text, NULL));
    assert_int_equal(sct_flags_text(all.ctx, list, 0, NULL, NULL, NULL), SCT_OK);
    REFUSED(sct_words(all.ctx, NULL, "de", &text));
    REFUSED(sct_words(all.ctx, "a", "de", NULL));
    assert_int_equal(sct_context_set_language(NULL, "de"), SCT_ERR_ARGUMENT);
    assert_true(!sct_flags_have(NULL, SCT_FLAG_NO_CHART) && !sct_flags_forbid_pick(NULL));
    assert_true(!text.data && text.size == 7);
}

static void palettes(void **state)
{
    (void)state;
    sct_palette *palette = NULL;
    sct_ink_optics *optics = NULL;
    sct_bytes bytes = {NULL, 7};
    REFUSED(sct_palette_from_json(all.ctx, NULL, 2, &palette));
    REFUSED(sct_palette_from_json(all.ctx, "{}", 2, NULL));
    REFUSED(sct_palette_json(all.ctx, NULL, &bytes));
    REFUSED(sct_palette_json(all.ctx, all.palette, NULL));
    REFUSED(sct_palette_ink_json(all.ctx, NULL, 0, &bytes));
    REFUSED(sct_palette_ink_json(all.ctx, all.palette, 2, &bytes));
    REFUSED(sct_palette_ink_json(all.ctx, all.palette, 0, NULL));
    REFUSED(sct_palette_ink_optics(all.ctx, NULL, 0, &optics));
    REFUSED(sct_palette_ink_optics(all.ctx, all.palette, 2, &optics));
    REFUSED(sct_palette_ink_optics(all.ctx, all.palette, 0, NULL));
    NO(sct_palette_describe_sized(NULL, (sct_palette_info *)(void *)room, 8));
    NO(sct_palette_ink_sized(NULL, 0, (sct_ink *)(void *)room, 8));
    NO(sct_palette_ink_pigment_sized(NULL, 0, 0, (sct_ink_pigment *)(void *)room, 8));
    NO(sct_palette_ink_pigment_sized(all.palette, 2, 0, (sct_ink_pigment *)(void *)room, 8));
    NO(sct_palette_ink_colour_sized(NULL, 0, 0, (sct_ink_colour *)(void *)room, 8));
    NO(sct_palette_ink_colour_sized(all.palette, 2, 0, (sct_ink_colour *)(void *)room, 8));
    assert_true(!palette && !optics && !bytes.data && bytes.size == 7);
}

static void rankings(void **state)
{
    (void)state;
    sct_ranking *ranking = NULL;
    sct_bytes bytes = {NULL, 7};
    int pins = 0;
    double pin_mm = 0;
    REFUSED(sct_needle_read(all.ctx, NULL, &pins, &pin_mm));
    REFUSED(sct_needle_read(all.ctx, "3RL", NULL, &pin_mm));
    REFUSED(sct_needle_read(all.ctx, "3RL", &pins, NULL));
    REFUSED(sct_match(all.ctx, NULL, NULL, all.palette, &ranking));
    REFUSED(sct_match(all.ctx, NULL, all.client, NULL, &ranking));
    REFUSED(sct_match(all.ctx, NULL, all.client, all.palette, NULL));
    REFUSED(sct_ranking_from_json(all.ctx, NULL, 2, all.palette, &ranking));
    REFUSED(sct_ranking_from_json(all.ctx, "{}", 2, NULL, &ranking));
    REFUSED(sct_ranking_from_json(all.ctx, "{}", 2, all.palette, NULL));
    NO(sct_ranking_describe_sized(NULL, (sct_ranking_info *)(void *)room, 8));
    NO(sct_ranking_match_sized(NULL, 0, (sct_match_row *)(void *)room, 8));
    NO(sct_ranking_assumption_sized(NULL, 0, (sct_assumption *)(void *)room, 8));
    NO(sct_ranking_plan_step_sized(NULL, 0, (sct_plan_step *)(void *)room, 8));
    REFUSED(sct_ranking_json(all.ctx, NULL, all.client, all.palette, 0, &bytes));
    REFUSED(sct_ranking_json(all.ctx, all.ranking, NULL, all.palette, 0, &bytes));
    REFUSED(sct_ranking_json(all.ctx, all.ranking, all.client, NULL, 0, &bytes));
    REFUSED(sct_ranking_json(all.ctx, all.ranking, all.client, all.palette, 0, NULL));
    assert_true(!ranking && !bytes.data && bytes.size == 7);
}

static void charts(void **state)
{
    (void)state;
    sct_chart *chart = NULL;
    sct_chart_result *result = NULL;
    sct_bytes bytes = {NULL, 7};
    REFUSED(sct_chart_from_json(all.ctx, NULL, 2, &chart));
    REFUSED(sct_chart_from_json(all.ctx, "{}", 2, NULL));
    REFUSED(sct_chart_json(all.ctx, NULL, &bytes));
    REFUSED(sct_chart_json(all.ctx, all.chart, NULL));
    NO(sct_chart_describe_sized(NULL, (sct_chart_facts *)(void *)room, 8));
    NO(sct_chart_swatch_at_sized(NULL, 0, (sct_chart_swatch *)(void *)room, 8));
    REFUSED(sct_chart_find(all.ctx, NULL, NULL, &result));
    REFUSED(sct_chart_find(all.ctx, NULL, all.with_chart, NULL));
    REFUSED(sct_chart_result_from_json(all.ctx, NULL, 2, &result));
    REFUSED(sct_chart_result_from_json(all.ctx, "{}", 2, NULL));
    NO(sct_chart_result_describe_sized(NULL, (sct_chart_info *)(void *)room, 8));
    NO(sct_chart_result_patch_sized(NULL, 0, (sct_chart_patch *)(void *)room, 8));
    NO(sct_chart_result_correction_sized(NULL, (sct_correction *)(void *)room, 8));
    REFUSED(sct_chart_result_json(all.ctx, NULL, &bytes));
    REFUSED(sct_chart_result_json(all.ctx, all.found, NULL));
    REFUSED(sct_chart_result_overlay_png(all.ctx, NULL, all.with_chart, &bytes));
    REFUSED(sct_chart_result_overlay_png(all.ctx, all.found, NULL, &bytes));
    REFUSED(sct_chart_result_overlay_png(all.ctx, all.found, all.with_chart, NULL));
    REFUSED(sct_card_layout(all.ctx, NULL));
    REFUSED(sct_card_svg(all.ctx, NULL, NULL));
    REFUSED(sct_card_pdf(all.ctx, NULL, NULL));
    REFUSED(sct_card_measure(all.ctx, NULL, "x", 1, NULL, &chart));
    REFUSED(sct_card_measure(all.ctx, all.chart, NULL, 1, NULL, &chart));
    REFUSED(sct_card_measure(all.ctx, all.chart, "x", 1, NULL, NULL));
    REFUSED(sct_card_transfer(all.ctx, NULL, NULL, all.with_chart, &chart, &result));
    REFUSED(sct_card_transfer(all.ctx, all.chart, NULL, NULL, &chart, &result));
    REFUSED(sct_card_transfer(all.ctx, all.chart, NULL, all.with_chart, NULL, &result));
    assert_true(!chart && !result && !bytes.data && bytes.size == 7);
}

static void skins(void **state)
{
    (void)state;
    sct_ink_optics *optics = NULL;
    sct_healed *healed = NULL;
    sct_heal_options options;
    sct_drawdown film;
    sct_tissue tissue;
    sct_bytes bytes = {NULL, 7};
    const sct_pigment carbon = {"77266", 0.1};
    sct_heal_options_init(&options);
    sct_drawdown_init(&film);
    sct_tissue_init(&tissue);
    REFUSED(sct_skin_fit_lab_sized(all.ctx, lab, NULL, NULL, NULL, 8));
    REFUSED(sct_shades_new(all.ctx, (sct_labs_f64){NULL, NULL, NULL, 5}, NULL));
    NO(sct_shades_new(NULL, (sct_labs_f64){&lab.L, &lab.a, &lab.b, 1}, NULL));
    REFUSED(sct_ink_optics_from_composition(all.ctx, NULL, 1, &optics));
    REFUSED(sct_ink_optics_from_composition(all.ctx, &carbon, 0, &optics));
    REFUSED(sct_ink_optics_from_composition(all.ctx, &carbon, 1, NULL));
    REFUSED(sct_ink_optics_from_drawdowns(all.ctx, NULL, NULL, 1, &optics));
    REFUSED(sct_ink_optics_from_drawdowns(all.ctx, NULL, &film, 0, &optics));
    REFUSED(sct_ink_optics_from_drawdowns(all.ctx, NULL, &film, 17, &optics));
    REFUSED(sct_ink_optics_from_drawdowns(all.ctx, NULL, &film, 1, NULL));
    NO(sct_ink_optics_describe_sized(NULL, (sct_ink_optics_info *)(void *)room, 8));
    NO(sct_ink_optics_curves(NULL, NULL, NULL, NULL));
    REFUSED(sct_heal(all.ctx, NULL, &healed));
    REFUSED(sct_heal(all.ctx, &options, NULL));
    REFUSED(sct_healed_from_json(all.ctx, NULL, 2, &healed));
    REFUSED(sct_healed_from_json(all.ctx, "{}", 2, NULL));
    NO(sct_healed_describe_sized(NULL, (sct_healed_info *)(void *)room, 8));
    NO(sct_healed_band_sized(NULL, (sct_heal_band *)(void *)room, 8));
    NO(sct_healed_reflectance(NULL, SCT_HEALED_DOT, (double *)(void *)room));
    NO(sct_healed_reflectance(all.healed, SCT_HEALED_DOT, NULL));
    REFUSED(sct_healed_json(all.ctx, NULL, &bytes));
    REFUSED(sct_healed_json(all.ctx, all.healed, NULL));
    REFUSED(sct_predict_shadow_sized(all.ctx, NULL, NULL, lab, (sct_shadow *)(void *)room, 8));
    REFUSED(sct_predict_shadow_sized(all.ctx, NULL, &tissue, lab, NULL, 8));
    assert_true(isnan(sct_dot_blur_mm(NULL).r));
    assert_true(!optics && !healed && !bytes.data && bytes.size == 7);
}

static void records(void **state)
{
    (void)state;
    sct_record *record = NULL, *none = NULL;
    sct_bytes bytes = {NULL, 7};
    double de00 = 7;
    REFUSED(sct_record_new(all.ctx, NULL, NULL, NULL, NULL));
    REFUSED(sct_record_new(all.ctx, all.client, NULL, all.ranking, &none));
    REFUSED(sct_record_new(all.ctx, all.client, all.palette, NULL, &none));
    REFUSED(sct_record_new(all.ctx, NULL, all.palette, all.ranking, &none));
    assert_int_equal(sct_record_new(all.ctx, all.client, all.palette, all.ranking, &record), SCT_OK);
    REFUSED(sct_record_from_json(all.ctx, NULL, 2, &none));
    REFUSED(sct_record_from_json(all.ctx, "{}", 2, NULL));
    REFUSED(sct_record_json(all.ctx, NULL, &bytes));
    REFUSED(sct_record_json(all.ctx, record, NULL));
    REFUSED(sct_record_seal(all.ctx, NULL, "12345678", 8, &bytes));
    REFUSED(sct_record_seal(all.ctx, record, NULL, 8, &bytes));
    REFUSED(sct_record_seal(all.ctx, record, "12345678", 8, NULL));
    REFUSED(sct_record_open(all.ctx, NULL, 2, "12345678", 8, &none));
    REFUSED(sct_record_open(all.ctx, "{}", 2, NULL, 8, &none));
    REFUSED(sct_record_open(all.ctx, "{}", 2, "12345678", 8, NULL));
    assert_int_equal(sct_record_is_sealed(NULL, 99), 0);
    REFUSED(sct_record_set(all.ctx, NULL, "client", "a"));
    REFUSED(sct_record_set(all.ctx, record, NULL, "a"));
    REFUSED(sct_record_set(all.ctx, record, "client", NULL));
    REFUSED(sct_record_add_photo(all.ctx, NULL, "a", 1, "before", NULL));
    REFUSED(sct_record_add_photo(all.ctx, record, NULL, 1, "before", NULL));
    REFUSED(sct_record_add_photo(all.ctx, record, "a", 1, NULL, NULL));
    REFUSED(sct_record_warnings(all.ctx, NULL, "2026-11-29", &bytes));
    REFUSED(sct_record_warnings(all.ctx, record, NULL, &bytes));
    REFUSED(sct_record_warnings(all.ctx, record, "2026-11-29", NULL));
    REFUSED(sct_record_distance(all.ctx, NULL, record, &de00));
    REFUSED(sct_record_distance(all.ctx, record, NULL, &de00));
    REFUSED(sct_record_distance(all.ctx, record, record, NULL));
    assert_null(sct_record_get(NULL, "client"));
    assert_null(sct_record_get(record, NULL));
    assert_int_equal(sct_record_rows(NULL, "sessions"), 0);
    assert_int_equal(sct_record_rows(record, NULL), 0);
    sct_record_free(NULL);
    sct_record_free(record);
    assert_true(!none && !bytes.data && bytes.size == 7 && de00 >= 7 && de00 <= 7);
}

static void looks_and_previews(void **state)
{
    (void)state;
    sct_look *look = NULL;
    sct_preview *preview = NULL;
    sct_bytes bytes = {NULL, 7};
    sct_plane plane;
    sct_look_info values;
    const sct_look *const looks[] = {all.look, NULL};
    sct_plane_init(&plane);
    sct_look_info_init(&values);
    REFUSED(sct_look_from_match(all.ctx, NULL, NULL, all.palette, all.ranking, 0, NULL, &look));
    REFUSED(sct_look_from_match(all.ctx, NULL, all.client, NULL, all.ranking, 0, NULL, &look));
    REFUSED(sct_look_from_match(all.ctx, NULL, all.client, all.palette, NULL, 0, NULL, &look));
    REFUSED(sct_look_from_match(all.ctx, NULL, all.client, all.palette, all.ranking, 999, NULL, &look));
    REFUSED(sct_look_from_match(all.ctx, NULL, all.client, all.palette, all.ranking, 0, NULL, NULL));
    REFUSED(sct_look_from_ink(all.ctx, NULL, NULL, all.palette, 0, 10, NULL, &look));
    REFUSED(sct_look_from_ink(all.ctx, NULL, all.client, NULL, 0, 10, NULL, &look));
    REFUSED(sct_look_from_ink(all.ctx, NULL, all.client, all.palette, 2, 10, NULL, &look));
    REFUSED(sct_look_from_ink(all.ctx, NULL, all.client, all.palette, 0, 10, NULL, NULL));
    REFUSED(sct_look_from_values(all.ctx, NULL, &look));
    REFUSED(sct_look_from_values(all.ctx, &values, NULL));
    NO(sct_look_describe_sized(NULL, (sct_look_info *)(void *)room, 8));
    REFUSED(sct_preview_new(all.ctx, NULL, NULL, &preview));
    REFUSED(sct_preview_new(all.ctx, all.head, NULL, NULL));
    NO(sct_preview_describe_sized(NULL, (sct_preview_info *)(void *)room, 8));
    REFUSED(sct_preview_png(all.ctx, NULL, all.look, &bytes));
    REFUSED(sct_preview_png(all.ctx, all.preview, NULL, &bytes));
    REFUSED(sct_preview_png(all.ctx, all.preview, all.look, NULL));
    REFUSED(sct_preview_jpeg(all.ctx, NULL, all.look, &bytes));
    REFUSED(sct_preview_jpeg(all.ctx, all.preview, NULL, &bytes));
    REFUSED(sct_preview_jpeg(all.ctx, all.preview, all.look, NULL));
    REFUSED(sct_before_after_jpeg(all.ctx, NULL, all.look, &bytes));
    REFUSED(sct_before_after_jpeg(all.ctx, all.preview, NULL, &bytes));
    REFUSED(sct_before_after_jpeg(all.ctx, all.preview, all.look, NULL));
    NO(sct_verdict_of_sized(NULL, all.client, all.palette, (sct_verdict *)(void *)room, 8));
    NO(sct_verdict_of_sized(all.ranking, NULL, all.palette, (sct_verdict *)(void *)room, 8));
    NO(sct_verdict_of_sized(all.ranking, all.client, NULL, (sct_verdict *)(void *)room, 8));
    NO(sct_verdict_of_sized(all.ranking, all.client, all.palette, NULL, 8));
    sct_page_options_init_sized(NULL, 8);
    REFUSED(sct_page_html(all.ctx, NULL, NULL, all.palette, all.ranking, NULL, &bytes));
    REFUSED(sct_page_html(all.ctx, NULL, all.client, NULL, all.ranking, NULL, &bytes));
    REFUSED(sct_page_html(all.ctx, NULL, all.client, all.palette, NULL, NULL, &bytes));
    REFUSED(sct_page_html(all.ctx, NULL, all.client, all.palette, all.ranking, NULL, NULL));
    REFUSED(sct_preview_pixels(all.ctx, NULL, all.look, &plane));
    REFUSED(sct_preview_pixels(all.ctx, all.preview, NULL, &plane));
    REFUSED(sct_preview_pixels(all.ctx, all.preview, all.look, NULL));
    REFUSED(sct_preview_sheet_png(all.ctx, NULL, looks, 1, &bytes));
    REFUSED(sct_preview_sheet_png(all.ctx, all.preview, NULL, 1, &bytes));
    REFUSED(sct_preview_sheet_png(all.ctx, all.preview, looks, 0, &bytes));
    REFUSED(sct_preview_sheet_png(all.ctx, all.preview, looks, 2, &bytes)); /* the second is null */
    REFUSED(sct_preview_sheet_png(all.ctx, all.preview, looks, 1, NULL));
    REFUSED(sct_preview_judge(all.ctx, NULL, looks, 1));
    REFUSED(sct_preview_judge(all.ctx, all.preview, NULL, 1));
    REFUSED(sct_preview_judge(all.ctx, all.preview, looks, 0));
    REFUSED(sct_preview_judge(all.ctx, all.preview, looks, 7));
    REFUSED(sct_preview_judge(all.ctx, all.preview, looks, 2));
    NO(sct_preview_result_at_sized(NULL, 0, (sct_preview_result *)(void *)room, 8));
    REFUSED(sct_preview_json(all.ctx, NULL, NULL, NULL, &bytes));
    REFUSED(sct_preview_json(all.ctx, all.preview, NULL, NULL, NULL));
    assert_true(!look && !preview && !bytes.data && bytes.size == 7);
}

static void nothing_is_freed(void **state)
{
    (void)state;
    sct_context_free(NULL);
    sct_bytes_free(NULL);
    sct_photo_free(NULL);
    sct_shape_free(NULL);
    sct_measurement_free(NULL);
    sct_palette_free(NULL);
    sct_ranking_free(NULL);
    sct_chart_free(NULL);
    sct_chart_result_free(NULL);
    sct_ink_optics_free(NULL);
    sct_healed_free(NULL);
    sct_look_free(NULL);
    sct_preview_free(NULL);
    sct_bytes empty = {0};
    sct_bytes_free(&empty);
}

/* The whole way without a context: there is no message to read, and that is all. */
static void no_context_is_needed(void **state)
{
    (void)state;
    consultation c = {0};
    sct_view view;
    sct_match_options few;
    sct_preview_options o;
    sct_bytes bytes = {0};
    sct_match_options_init(&few);
    few.draws = 2;
    assert_int_equal(sct_photo_open(NULL, all.head_file.bytes, all.head_file.size, &c.head), SCT_OK);
    assert_int_equal(sct_shape_parse(NULL, "rect:2%,2%,30%,96%", SCT_ROLE_SKIN, &c.skin), SCT_OK);
    sct_view_init(&view);
    view.photo = c.head;
    assert_int_equal(sct_measure(NULL, NULL, &view, 1, &c.client), SCT_OK);
    assert_int_equal(sct_palette_from_json(NULL, consultation_inks, strlen(consultation_inks), &c.palette), SCT_OK);
    assert_int_equal(sct_match(NULL, &few, c.client, c.palette, &c.ranking), SCT_OK);
    assert_int_equal(sct_ranking_json(NULL, c.ranking, c.client, c.palette, 1, &bytes), SCT_OK);
    sct_bytes_free(&bytes);
    assert_int_equal(sct_look_from_match(NULL, &few, c.client, c.palette, c.ranking, 0, NULL, &c.look), SCT_OK);
    sct_preview_options_init(&o);
    o.areas = (const sct_shape *const *)&c.skin;
    o.area_count = 1;
    o.mm_per_px = 0.15;
    assert_int_equal(sct_preview_new(NULL, c.head, &o, &c.preview), SCT_OK);
    assert_int_equal(sct_preview_png(NULL, c.preview, c.look, &bytes), SCT_OK);
    sct_bytes_free(&bytes);
    assert_int_equal(sct_chart_find(NULL, NULL, all.with_chart, &c.found), SCT_OK);
    assert_int_equal(sct_shape_parse(NULL, "round:1", SCT_ROLE_SKIN, &c.area), SCT_ERR_SHAPE);
    consultation_close(&c);
}

static void swatches_and_hands(void **state)
{
    (void)state;
    sct_swatches *swatches = NULL;
    sct_artist *hand = NULL;
    sct_chart *sheet = NULL;
    sct_bytes bytes = {0};
    sct_view view;
    sct_swatch_field field;
    sct_ink_entry entry;
    sct_mark mark;
    sct_cup_options cup_options;
    sct_cup cup;
    sct_view_init(&view);
    view.photo = all.with_chart;
    sct_swatch_field_init(&field);
    field.name = "a1";
    sct_ink_entry_init(&entry);
    sct_mark_init(&mark);
    sct_cup_options_init(&cup_options);
    REFUSED(sct_card_swatches_layout(all.ctx, NULL));
    REFUSED(sct_swatches_new(all.ctx, NULL, NULL, 1, &field, 1, &swatches));
    REFUSED(sct_swatches_new(all.ctx, NULL, &view, 1, NULL, 1, &swatches));
    REFUSED(sct_swatches_new(all.ctx, NULL, &view, 1, &field, 1, NULL));
    assert_null(swatches);
    NO(sct_swatches_describe_sized(NULL, (sct_swatches_info *)(void *)room, sizeof(sct_swatches_info)));
    NO(sct_swatches_at_sized(NULL, 0, (sct_swatch *)(void *)room, sizeof(sct_swatch)));
    REFUSED(sct_palette_measure(all.ctx, NULL, NULL, "{}", 2, &bytes, NULL));
    REFUSED(sct_palette_measure(all.ctx, &entry, NULL, "{}", 2, &bytes, NULL));
    REFUSED(sct_cup_check_sized(all.ctx, &cup_options, all.palette, 0, NULL, &cup, sizeof cup));
    REFUSED(sct_cup_check_sized(all.ctx, &cup_options, NULL, 0, NULL, &cup, sizeof cup));
    REFUSED(sct_artist_learn(all.ctx, NULL, NULL, &mark, 1, &hand));
    REFUSED(sct_artist_learn(all.ctx, NULL, all.palette, NULL, 1, &hand));
    REFUSED(sct_artist_learn(all.ctx, NULL, all.palette, &mark, 1, NULL));
    REFUSED(sct_artist_from_json(all.ctx, NULL, 2, &hand));
    REFUSED(sct_artist_from_json(all.ctx, "{}", 2, NULL));
    REFUSED(sct_artist_json(all.ctx, NULL, &bytes));
    assert_null(hand);
    NO(sct_artist_describe_sized(NULL, (sct_artist_info *)(void *)room, sizeof(sct_artist_info)));
    NO(sct_artist_ink_at_sized(NULL, 0, (sct_artist_ink *)(void *)room, sizeof(sct_artist_ink)));
    NO(sct_artist_mark_at_sized(NULL, 0, (sct_mark_fit *)(void *)room, sizeof(sct_mark_fit)));
    sct_swatches_free(NULL);
    sct_artist_free(NULL);
    sct_chart_free(sheet);
}

static void verifications(void **state)
{
    (void)state;
    sct_verification *found = NULL;
    sct_bytes bytes = {0};
    sct_view view, empty;
    sct_view_init(&view);
    sct_view_init(&empty);
    view.photo = all.head;
    REFUSED(sct_verify(all.ctx, NULL, &view, NULL, &found));
    REFUSED(sct_verify(all.ctx, NULL, &view, &empty, &found));
    REFUSED(sct_verify(all.ctx, NULL, &empty, &view, &found));
    REFUSED(sct_verify(all.ctx, NULL, &view, &view, NULL));
    assert_null(found);
    NO(sct_verification_describe_sized(NULL, (sct_verify_info *)(void *)room, sizeof(sct_verify_info)));
    NO(sct_verification_lines_sized(NULL, (sct_verify_lines *)(void *)room, sizeof(sct_verify_lines)));
    assert_null(sct_verification_flags(NULL));
    REFUSED(sct_verification_json(all.ctx, NULL, &bytes));
    REFUSED(sct_verification_png(all.ctx, NULL, &bytes));
    REFUSED(sct_verification_jpeg(all.ctx, NULL, &bytes));
    REFUSED(sct_verification_html(all.ctx, NULL, NULL, &bytes));
    REFUSED(sct_mix_volumes(all.ctx, 5, 1, 0, 20, NULL));
    sct_record *record = NULL;
    sct_verify_options options;
    sct_verify_options_init(&options);
    assert_int_equal(sct_record_new(all.ctx, NULL, NULL, NULL, &record), SCT_OK);
    REFUSED(sct_verify_options_plan(all.ctx, NULL, &options));
    REFUSED(sct_verify_options_plan(all.ctx, record, NULL));
    REFUSED(sct_record_add_result(all.ctx, NULL, NULL, "x", 1, NULL));
    REFUSED(sct_record_add_result(all.ctx, record, NULL, "x", 1, NULL));
    sct_record_free(record);
    sct_verification_free(NULL);
}

/* Whatever the headers declare as a call that can fail stands in this file. */
static void every_call_is_here(void **state)
{
    (void)state;
    static const char *const headers[] = {"base",  "flags",   "photo",  "shape",  "measure", "palette",
                                          "match", "preview", "report", "record", "chart",   "card",
                                          "skin",  "colour",  "scale",  "swatch", "artist",  "verify"};
    char *here = (char *)read_file("tests/api/test_nulls.c", NULL);
    size_t calls = 0;
    assert_non_null(here);
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        char path[64], name[96];
        snprintf(path, sizeof path, "include/scalptone/%s.h", headers[i]);
        char *text = (char *)read_file(path, NULL);
        assert_non_null(text);
        for (const char *at = strstr(text, "sct_status sct_"); at; at = strstr(at + 1, "sct_status sct_")) {
            const char *first = at + strlen("sct_status ");
            size_t length = strcspn(first, "( ,;");
            if (first[length] != '(')
                continue;
            snprintf(name, sizeof name, "%.*s(", (int)length, first);
            if (!strstr(here, name))
                fail_msg("%s of %s is not called with null here", name, path);
            calls++;
        }
        free(text);
    }
    figure("%zu public calls that can fail, each tried with null", calls);
    assert_true(calls > 60);
    free(here);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contexts),
        cmocka_unit_test(photos),
        cmocka_unit_test(shapes),
        cmocka_unit_test(measurements),
        cmocka_unit_test(flags),
        cmocka_unit_test(palettes),
        cmocka_unit_test(rankings),
        cmocka_unit_test(charts),
        cmocka_unit_test(skins),
        cmocka_unit_test(records),
        cmocka_unit_test(looks_and_previews),
        cmocka_unit_test(nothing_is_freed),
        cmocka_unit_test(no_context_is_needed),
        cmocka_unit_test(swatches_and_hands),
        cmocka_unit_test(verifications),
        cmocka_unit_test(every_call_is_here),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
