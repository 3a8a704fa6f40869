/*
 * tests/api/test_stack.c - how much stack a public call takes: phones and
 * browsers give a thread little. Measured call by call; what cannot be a
 * program's own thread, as those the engine begins, takes no more.
 */
#include "api/consultation.h"
#include "api/stack_room.h"
#include "support/support.h"

static consultation all;
static struct {
    size_t bytes;
    char call[48];
} most;

enum { MOST = 64 << 10 };

/* Keeps in mind the call that took most, and tells of each that took too much. */
static void took(const char *call)
{
    size_t bytes = stack_room_used();
    int length = (int)strcspn(call, "(");
    if (bytes > most.bytes) {
        most.bytes = bytes;
        snprintf(most.call, sizeof most.call, "%.*s", length, call);
    }
    if (bytes > MOST)
        print_error("%.*s took %zu bytes of stack\n", length, call, bytes);
}

/* A call that has to answer, and one that may be refused. */
#define TAKES(call) WORKS(&all, call)
#define MAY_TAKE(call)                                                                                                      \
    do {                                                                                                                    \
        stack_room_paint();                                                                                                 \
        sct_status may_status = (call);                                                                                     \
        (void)may_status;                                                                                                   \
        took(#call);                                                                                                        \
    } while (0)

static void the_photo(void)
{
    sct_measure_options options;
    sct_measurement *m = NULL;
    sct_camera *camera = NULL;
    sct_photo *alone = NULL;
    sct_view view;
    sct_bytes text = {0};
    sct_view_init(&view);
    sct_measure_options_init(&options);
    for (int i = 0; i < 2; i++) {
        view.photo = i ? all.with_chart : all.head;
        MAY_TAKE(sct_measure(all.ctx, &options, &view, 1, &m));
        if (m)
            TAKES(sct_measurement_json(all.ctx, m, &text));
        sct_bytes_free(&text);
        sct_measurement_free(m);
        m = NULL;
    }
    MAY_TAKE(sct_camera_from_chart(all.ctx, NULL, all.with_chart, &camera));
    MAY_TAKE(sct_photo_from_flash(all.ctx, NULL, all.with_chart, all.with_chart, &alone));
    sct_camera_free(camera);
    sct_photo_free(alone);
    TAKES(sct_measurement_overlay_png(all.ctx, all.client, 0, all.head, NULL, &text));
    sct_bytes_free(&text);
}

static void the_chart(void)
{
    static const char readings[] = "patch,L,a,b\nA1,50,0,0\n";
    sct_chart_result *found = NULL;
    sct_chart *card = NULL;
    sct_bytes text = {0};
    TAKES(sct_chart_find(all.ctx, NULL, all.with_chart, &found));
    TAKES(sct_chart_result_json(all.ctx, found, &text));
    sct_chart_result_free(found);
    found = NULL;
    sct_bytes_free(&text);
    MAY_TAKE(sct_card_measure(all.ctx, all.chart, readings, sizeof readings - 1, "tests", &card));
    sct_chart_free(card);
    card = NULL;
    MAY_TAKE(sct_card_transfer(all.ctx, all.chart, NULL, all.with_chart, &card, &found));
    sct_chart_free(card);
    sct_chart_result_free(found);
    TAKES(sct_card_svg(all.ctx, NULL, &text));
    sct_bytes_free(&text);
    TAKES(sct_card_pdf(all.ctx, NULL, &text));
    sct_bytes_free(&text);
}

static void the_skin(void)
{
    const sct_lab skin = {65, 10, 17};
    sct_heal_options options;
    sct_shadow shadow;
    sct_skin_fit fit;
    TAKES(sct_skin_fit_lab(all.ctx, skin, NULL, NULL, &fit));
    TAKES(sct_predict_shadow(all.ctx, NULL, &fit.tissue, ((sct_lab){20, 2, 3}), &shadow));
    for (int streams = 4; streams <= 16; streams *= 2) {
        sct_healed *healed = NULL;
        sct_heal_options_init(&options);
        options.skin_lab = skin;
        options.ink = all.optics;
        options.streams = streams;
        options.age = SCT_AGE_FRESH;
        options.band = 1;
        TAKES(sct_heal(all.ctx, &options, &healed));
        sct_healed_free(healed);
    }
}

static void the_ink(void)
{
    static const sct_pigment pigments[3] = {{"77491", 0.1}, {"77492", 0.1}, {"77499", 0.1}};
    sct_drawdown films[16];
    sct_drawdown_options options;
    sct_ink_optics *optics = NULL;
    for (size_t i = 0; i < 16; i++) {
        sct_drawdown_init(&films[i]);
        films[i].lab = (sct_lab){48 + (double)i, 8, 9};
        films[i].parts_water = (double)i;
    }
    sct_drawdown_options_init(&options);
    options.pigments = pigments;
    options.pigment_count = 3;
    TAKES(sct_ink_optics_from_drawdowns(all.ctx, &options, films, 16, &optics));
    sct_ink_optics_free(optics);
    for (size_t ink = 0; ink < sct_palette_count(all.palette); ink++) {
        TAKES(sct_palette_ink_optics(all.ctx, all.palette, ink, &optics));
        sct_ink_optics_free(optics);
    }
}

static void the_shelf(void)
{
    sct_substitutes *substitutes = NULL;
    sct_advice *advice = NULL;
    sct_artist *hand = NULL;
    sct_bytes text = {0};
    sct_mark marks[3];
    for (size_t i = 0; i < 3; i++) {
        sct_mark_init(&marks[i]);
        marks[i].ink = 0;
        marks[i].parts_water = 10;
        marks[i].skin_lab = (sct_lab){64, 9, 16};
        marks[i].part = i ? SCT_HEALED_AREA : SCT_HEALED_DOT;
        marks[i].lab = (sct_lab){58 - (double)i, 7, 13};
    }
    TAKES(sct_artist_learn(all.ctx, NULL, all.palette, marks, 3, &hand));
    TAKES(sct_artist_json(all.ctx, hand, &text));
    sct_bytes_free(&text);
    MAY_TAKE(sct_substitutes_new(all.ctx, all.palette, 0, NULL, &substitutes));
    TAKES(sct_advice_new(all.ctx, all.palette, &advice));
    TAKES(sct_palette_json(all.ctx, all.palette, &text));
    sct_bytes_free(&text);
    TAKES(sct_palette_ink_json(all.ctx, all.palette, 1, &text));
    sct_bytes_free(&text);
    sct_substitutes_free(substitutes);
    sct_advice_free(advice);
    sct_artist_free(hand);
}

static sct_swatches *films_on(sct_photo *photo)
{
    static const char *const places[] = {"rect:30%,30%,5%,5%", "rect:45%,30%,5%,5%"};
    sct_shape *shapes[2] = {NULL};
    sct_swatch_field fields[2];
    sct_swatches *films = NULL;
    sct_view view;
    sct_view_init(&view);
    view.photo = photo;
    for (int i = 0; i < 2; i++) {
        WORKS(&all, sct_shape_parse(all.ctx, places[i], SCT_ROLE_SKIN, &shapes[i]));
        sct_swatch_field_init(&fields[i]);
        fields[i].name = i ? "b" : "a";
        fields[i].shape = shapes[i];
        fields[i].parts_water = 5 + i;
        fields[i].wet_film_um = 25;
    }
    MAY_TAKE(sct_swatches_new(all.ctx, NULL, &view, 1, fields, 2, &films));
    for (int i = 0; i < 2; i++)
        sct_shape_free(shapes[i]);
    return films;
}

static void the_cup(void)
{
    sct_swatches *films = films_on(all.with_chart);
    sct_ink_entry entry;
    sct_cup_options options;
    sct_cup cup;
    sct_bytes text = {0};
    sct_ink_entry_init(&entry);
    entry.product = "Onyx";
    if (films)
        MAY_TAKE(sct_palette_measure(all.ctx, &entry, films, NULL, 0, &text, NULL));
    sct_bytes_free(&text);
    sct_cup_options_init(&options);
    options.want_parts_water = 6;
    if (films)
        MAY_TAKE(sct_cup_check(all.ctx, &options, all.palette, 0, films, &cup));
    sct_swatches_free(films);
}

static void the_ranking(void)
{
    sct_match_options options;
    sct_ranking *ranking = NULL;
    sct_measurement *read = NULL;
    sct_bytes text = {0};
    for (int inks = 1; inks <= 2; inks++) {
        sct_match_options_init(&options);
        options.draws = 8;
        options.blend = inks;
        TAKES(sct_match(all.ctx, &options, all.client, all.palette, &ranking));
        TAKES(sct_ranking_json(all.ctx, ranking, all.client, all.palette, 0, &text));
        sct_bytes_free(&text);
        sct_ranking_free(ranking);
        ranking = NULL;
    }
    TAKES(sct_measurement_json(all.ctx, all.client, &text));
    TAKES(sct_measurement_from_json(all.ctx, text.data, text.size, &read));
    sct_bytes_free(&text);
    sct_measurement_free(read);
}

static void the_pictures(void)
{
    const sct_look *looks[2] = {all.look, NULL};
    const sct_when fresh = {.age = SCT_AGE_FRESH};
    sct_look *look = NULL;
    sct_bytes text = {0};
    TAKES(sct_look_from_ink(all.ctx, NULL, all.client, all.palette, 0, 10, &fresh, &look));
    looks[1] = look;
    TAKES(sct_preview_jpeg(all.ctx, all.preview, look, &text));
    sct_bytes_free(&text);
    TAKES(sct_preview_sheet_png(all.ctx, all.preview, looks, 2, &text));
    sct_bytes_free(&text);
    TAKES(sct_before_after_jpeg(all.ctx, all.preview, look, &text));
    sct_bytes_free(&text);
    TAKES(sct_preview_judge(all.ctx, all.preview, looks, 2));
    TAKES(sct_preview_json(all.ctx, all.preview, all.client, all.ranking, &text));
    sct_bytes_free(&text);
    TAKES(sct_page_html(all.ctx, NULL, all.client, all.palette, all.ranking, all.preview, &text));
    sct_bytes_free(&text);
    sct_look_free(look);
}

static void the_record(void)
{
    sct_record *record = NULL, *read = NULL;
    sct_verification *pair = NULL;
    sct_view view;
    sct_bytes text = {0}, more = {0};
    TAKES(sct_record_new(all.ctx, all.client, all.palette, all.ranking, &record));
    TAKES(sct_record_set(all.ctx, record, "client", "anna"));
    TAKES(sct_record_json(all.ctx, record, &text));
    TAKES(sct_record_from_json(all.ctx, text.data, text.size, &read));
    TAKES(sct_record_warnings(all.ctx, read, "2026-11-29", &more));
    sct_bytes_free(&more);
    sct_bytes_free(&text);
    if (sct_has(SCT_FEATURE_PASSPHRASE))
        TAKES(sct_record_seal(all.ctx, record, "a few words", 11, &text));
    sct_bytes_free(&text);
    sct_record_free(record);
    sct_record_free(read);
    sct_view_init(&view);
    view.photo = all.head;
    MAY_TAKE(sct_verify(all.ctx, NULL, &view, &view, &pair));
    if (pair)
        TAKES(sct_verification_json(all.ctx, pair, &text));
    sct_bytes_free(&text);
    sct_verification_free(pair);
}

static void no_call_goes_deep(void **state)
{
    (void)state;
    consultation_sees = took;
    consultation_open(&all);
    the_photo();
    the_chart();
    the_skin();
    the_ink();
    the_shelf();
    the_cup();
    the_ranking();
    the_pictures();
    the_record();
    consultation_sees = NULL;
    consultation_close(&all);
    figure("stack of a public call: at most %zu bytes, of %s", most.bytes, most.call);
    assert_true(most.bytes > 0);
    assert_at_most((double)most.bytes, MOST);
}

static int run(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_call_goes_deep)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

static void cannot_be_measured(void **state)
{
    (void)state;
    notice("this build lays out stacks of its own: not measured");
    skip();
}

int main(void)
{
    const struct CMUnitTest none[] = {cmocka_unit_test(cannot_be_measured)};
    int failed = stack_room_run(run);
    return failed >= 0 ? failed : cmocka_run_group_tests(none, NULL, NULL);
}
