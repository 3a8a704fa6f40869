/* tests/report/test_page.c - the consultation page: what stands on it, what never does, and what it asks of nobody. */
#include "report/made_up.h"
#include "report/page/page.h"
#include "support/support.h"

#include <ctype.h>

static sct_palette *palette;
static sct_measurement measurement;
static match_candidate rows[MADE_UP_ROWS];
static match_ranking ranking;

static const char inks[] =
    "{\"scalptone_palette\":1,\"name\":\"</title><script>alert(1)</script>\",\"provenance\":{\"kind\":"
    "\"illustrative\"},\"inks\":[{\"id\":\"a\",\"product\":\"Ash & \\\"grey\\\" <b>\",\"kind\":\"dilutable\","
    "\"lot\":\"L<1>\",\"composition\":[{\"ci\":\"77266\",\"mass_fraction\":0.1}]},"
    "{\"id\":\"b\",\"kind\":\"ready\",\"composition\":[{\"ci\":\"77266\",\"mass_fraction\":0.1}]}]}";

static sct_bytes page_of(const char *name)
{
    sct_bytes html = {0};
    sct_page_options o;
    sct_match_options match;
    sct_page_options_init(&o);
    sct_match_options_init(&match);
    o.name = name;
    o.date = "2026-11-29";
    o.match = &match;
    assert_int_equal(report_page(NULL, &o, &measurement, palette, &ranking, rows, NULL, &html), SCT_OK);
    assert_int_equal(html.size, strlen((const char *)html.data));
    return html;
}

static const char *text(const sct_bytes *html)
{
    return (const char *)html->data;
}

static size_t count_of(const char *all, const char *piece)
{
    size_t n = 0;
    for (const char *at = strstr(all, piece); at; at = strstr(at + 1, piece))
        n++;
    return n;
}

static void hostile_names(void **state)
{
    (void)state;
    static char many[10001];
    memset(many, 'x', sizeof many - 1);
    const char *const names[] = {"<script>alert(1)</script>",
                                 "\" onload=\"alert(1)",
                                 "' autofocus onfocus='alert(1)",
                                 "{{css}}{{!name}}",
                                 "--><svg onload=alert(1)>",
                                 "\xe2\x80\xae"
                                 "gpj.exe \xe2\x81\xa6 right to left \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d",
                                 "\xf0\x9f\x92\x87\xf0\x9f\x8f\xbd \xf0\x9f\xa7\x91\xe2\x80\x8d\xf0\x9f\xa6\xb2",
                                 "\xff\xfe\xc0\xaf no text",
                                 "line\nbreak\x01",
                                 many};
    sct_bytes plain = page_of("anna");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        sct_bytes html = page_of(names[i]);
        const char *t = text(&html);
        assert_int_equal(count_of(t, "<script"), 1);
        assert_int_equal(count_of(t, "<"), count_of(text(&plain), "<"));
        assert_int_equal(count_of(t, ">"), count_of(text(&plain), ">"));
        assert_int_equal(count_of(t, "\""), count_of(text(&plain), "\""));
        assert_int_equal(count_of(t, "{{"), 0);
        assert_int_equal(count_of(t, "\xe2\x80\xae"), 0);
        assert_true(html.size < plain.size + 1500);
        for (size_t k = 0, n; k < html.size; k += n) {
            n = text_utf8_length(t + k, html.size - k);
            assert_true(n > 0);
            assert_true((unsigned char)t[k] >= 0x20 || t[k] == '\n');
        }
        sct_bytes_free(&html);
    }
    sct_bytes_free(&plain);
}

static void palettes_are_strangers_too(void **state)
{
    (void)state;
    sct_bytes html = page_of("anna");
    assert_non_null(strstr(text(&html), "Ash &amp; &quot;grey&quot; &lt;b&gt;"));
    assert_non_null(strstr(text(&html), "value=\"L&lt;1&gt;\""));
    assert_int_equal(count_of(text(&html), "alert(1)</script>"), 0);
    sct_bytes_free(&html);
}

/* Nothing is asked for, and what runs is what the policy names. */
static void asks_for_nothing(void **state)
{
    (void)state;
    sct_bytes html = page_of("anna");
    const char *t = text(&html);
    assert_non_null(strstr(t, "default-src 'none'"));
    assert_int_equal(count_of(t, "http:") + count_of(t, "https:") + count_of(t, "src=\"//") + count_of(t, "url("), 0);
    assert_int_equal(
        count_of(t, "unsafe-inline") + count_of(t, " style=\"") + count_of(t, " onclick") + count_of(t, "<link"), 0);
    assert_int_equal(count_of(t, "@import"), 0);
    assert_int_equal(count_of(t, "sha256-"), 2);
    assert_true(html.size < 200000);
    sct_bytes_free(&html);
}

static void the_hash_is_that_of_the_script(void **state)
{
    (void)state;
    char hex[65];
    page_text code = {.ctx = NULL};
    unsigned char digest[32];
    sct_bytes html = page_of("anna"), coded = {0};
    sha256_hex(page_consultation_js, strlen(page_consultation_js), hex);
    for (int i = 0; i < 32; i++) {
        char two[3] = {hex[2 * i], hex[2 * i + 1], 0};
        digest[i] = (unsigned char)strtol(two, NULL, 16);
    }
    page_base64(&code, digest, sizeof digest);
    assert_int_equal(page_finish(&code, &coded), SCT_OK);
    assert_non_null(strstr(text(&html), (const char *)coded.data));
    assert_non_null(strstr(text(&html), page_consultation_js));
    sct_bytes_free(&coded);
    sct_bytes_free(&html);
}

/* RFC 4648, section 10. */
static void base64(void **state)
{
    (void)state;
    static const char *const vectors[][2] = {{"", ""},
                                             {"f", "Zg=="},
                                             {"fo", "Zm8="},
                                             {"foo", "Zm9v"},
                                             {"foob", "Zm9vYg=="},
                                             {"fooba", "Zm9vYmE="},
                                             {"foobar", "Zm9vYmFy"}};
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        page_text t = {.ctx = NULL};
        sct_bytes out = {0};
        page_base64(&t, vectors[i][0], strlen(vectors[i][0]));
        assert_int_equal(page_finish(&t, &out), SCT_OK);
        assert_string_equal((const char *)out.data, vectors[i][1]);
        sct_bytes_free(&out);
    }
}

static void sections(void **state)
{
    (void)state;
    page_slot slots[2] = {{.key = "full"}, {.key = "empty"}};
    page_text out = {.ctx = NULL};
    sct_bytes bytes = {0};
    page_raw(&slots[0].text, "x");
    assert_int_equal(
        page_fill(NULL, "a{{full}}{{?full}}b{{/full}}{{!full}}c{{/full}}{{?empty}}d{{full}}{{/empty}}{{!empty}}e{{/empty}}f",
                  slots, 2, &out),
        SCT_OK);
    assert_int_equal(page_finish(&out, &bytes), SCT_OK);
    assert_string_equal((const char *)bytes.data, "axbef");
    sct_bytes_free(&bytes);
    assert_int_equal(page_fill(NULL, "{{none}}", slots, 2, &out), SCT_ERR_INTERNAL);
    assert_int_equal(page_fill(NULL, "{{?empty}}", slots, 2, &out), SCT_ERR_INTERNAL);
    page_free(&out);
    page_free(&slots[0].text);
}

/* Where no ink may be picked, nothing on the page is a recipe. */
static void no_recipe_against_the_verdict(void **state)
{
    (void)state;
    match_ranking kept = ranking;
    sct_bytes html = page_of("anna");
    assert_non_null(strstr(text(&html), "class=\"mix\""));
    assert_non_null(strstr(text(&html), " drops</small>"));
    sct_bytes_free(&html);
    ranking.pick = 0;
    flags_add(&ranking.flags, "no-chart", 1, "no colour chart", "lay one beside the skin");
    html = page_of("anna");
    const char *body = strstr(text(&html), "<body>");
    assert_non_null(body);
    assert_non_null(strstr(body, "Not good enough yet"));
    assert_int_equal(count_of(body, " ml") + count_of(body, "class=\"mix\"") + count_of(body, "shade "), 0);
    assert_int_equal(count_of(body, "drops") + count_of(body, "One healed dot") + count_of(body, "Ready to mix"), 0);
    sct_bytes_free(&html);
    ranking = kept;
}

/* The numbers of dots that lie together stand apart; an artist reads no unit of colour science outside the details. */
static void artists_sheet_can_be_read(void **state)
{
    (void)state;
    double at[16][2];
    size_t count = 0;
    match_candidate kept = rows[0];
    rows[0].dot_lab = rows[0].area_lab = measurement.hair.shadow.lab; /* three of them on one spot */
    sct_bytes html = page_of("anna");
    const char *body = strstr(text(&html), "<body>"), *details = strstr(text(&html), "<details>");
    assert_true(body && details);
    for (const char *n = body; (n = strstr(n, "<text class=\"number\"")) && count < 16; n++)
        count += sscanf(n, "<text class=\"number\" x=\"%lf\" y=\"%lf\"", &at[count][0], &at[count][1]) == 2;
    assert_in_range(count, 6, 10);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++)
            assert_true(hypot(at[i][0] - at[k][0], at[i][1] - at[k][1]) > 13);
    for (const char *word = body; word < details; word++)
        assert_true(strncmp(word, "dE00", 4) != 0 && strncmp(word, "L 6", 3) != 0);
    assert_non_null(strstr(details, "<dd>L "));
    sct_bytes_free(&html);
    rows[0] = kept;
}

/* Labels for what is typed, words for pictures, one first heading, and none left out between two of them. */
static void can_be_heard(void **state)
{
    (void)state;
    sct_bytes html = page_of("anna");
    const char *t = text(&html);
    int before = 0;
    assert_int_equal(count_of(t, "<h1"), 1);
    assert_int_equal(count_of(t, "<html lang="), 1);
    for (const char *at = strstr(t, "<h"); at; at = strstr(at + 1, "<h")) {
        if (!isdigit((unsigned char)at[2]))
            continue;
        assert_true(at[2] - '0' <= before + 1);
        before = at[2] - '0';
    }
    assert_int_equal(count_of(t, "<label>"), count_of(t, "<input"));
    assert_int_equal(count_of(t, "<img"), count_of(t, " alt=\""));
    assert_int_equal(count_of(t, "<svg"), count_of(t, "<svg class=\"plot\"") + count_of(t, "aria-hidden=\"true\"><rect"));
    assert_non_null(strstr(t, "role=\"img\" aria-labelledby=\"plot-title\""));
    assert_int_equal(count_of(t, " checked"), 0);
    assert_int_equal(count_of(t, " id=\"title\""), 1);
    sct_bytes_free(&html);
}

/* A measurement of nothing, and numbers that are none. */
static void what_is_not_known_is_left_out(void **state)
{
    (void)state;
    sct_measurement kept = measurement;
    memset(&measurement.skin, 0, sizeof measurement.skin);
    measurement.hair.shadow.pixels = 0;
    rows[0].ink_ml = (double)NAN;
    sct_bytes html = page_of(NULL);
    assert_int_equal(count_of(text(&html), ">nan") + count_of(text(&html), " nan") + count_of(text(&html), "inf "), 0);
    assert_non_null(strstr(text(&html), "class=\"blank\""));
    sct_bytes_free(&html);
    measurement = kept;
    rows[0].ink_ml = 0.25;
}

/* Mean light of a JPEG as Lab. */
static sct_lab mean_of(const sct_bytes *jpeg, uint32_t *width, uint32_t *height)
{
    sct_photo *photo = NULL;
    sct_plane plane;
    sct_photo_info info;
    double sum[3] = {0};
    assert_int_equal(sct_photo_open(NULL, jpeg->data, jpeg->size, &photo), SCT_OK);
    assert_int_equal(sct_photo_describe(photo, &info), SCT_OK);
    size_t n = (size_t)info.width * info.height;
    float *xyz = calloc(n, 3 * sizeof *xyz);
    sct_plane_init(&plane);
    plane.format = SCT_PIXEL_F32;
    plane.space = SCT_PIXELS_XYZ_D50;
    plane.data = xyz;
    plane.capacity = n * 3 * sizeof *xyz;
    assert_int_equal(sct_photo_pixels(NULL, photo, &plane), SCT_OK);
    for (size_t i = 0; i < 3 * n; i++)
        sum[i % 3] += (double)xyz[i] / (double)n;
    *width = info.width;
    *height = info.height;
    free(xyz);
    sct_photo_free(photo);
    return sct_lab_from_xyz((sct_xyz){sum[0], sum[1], sum[2]}, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2));
}

/* The mean colour of the area in the page's pictures is that of the photo with this ink, close up and from a metre, and the
 * small picture is as large as the head looks. */
static void pictures_keep_the_predicted_colour(void **state)
{
    (void)state;
    enum { SIDE = 600 };
    static uint8_t rgb[3 * SIDE * SIDE];
    static const sct_lab skins[] = {{72, 9, 15}, {60, 12, 18}, {38, 12, 16}};
    for (size_t k = 0; k < sizeof skins / sizeof skins[0]; k++) {
        uint8_t skin[3];
        sct_photo *photo = NULL;
        sct_preview *preview = NULL;
        sct_shape *area = NULL;
        sct_look *look = NULL;
        sct_pixels_desc desc;
        sct_preview_options o;
        sct_look_info values;
        page_shot shot = {.width = 0};
        preview_result result;
        uint32_t width, height;
        sct_srgb8_from_lab(skins[k], skin);
        for (size_t i = 0; i < sizeof rgb; i++)
            rgb[i] = (uint8_t)(skin[i % 3] + (i * 7919 / 3) % 5 - 2);
        sct_pixels_desc_init(&desc);
        desc.width = desc.height = SIDE;
        desc.channels = 3;
        desc.bits = 8;
        desc.orientation = 1;
        desc.data = rgb;
        assert_int_equal(sct_photo_from_pixels(NULL, &desc, &photo), SCT_OK);
        assert_int_equal(sct_shape_parse(NULL, "rect:0,0,600,600", SCT_ROLE_SKIN, &area), SCT_OK);
        sct_preview_options_init(&o);
        o.areas = (const sct_shape *const *)&area;
        o.area_count = 1;
        o.mm_per_px = 0.03;
        o.edge_mm = 0;
        o.watermark = 0;
        assert_int_equal(sct_preview_new(NULL, photo, &o, &preview), SCT_OK);
        sct_look_info_init(&values);
        values.skin_lab = skins[k];
        values.dot_lab = (sct_lab){skins[k].L - 25, 3, 4};
        values.area_lab = (sct_lab){skins[k].L - 4, 8, 13};
        assert_int_equal(sct_look_from_values(NULL, &values, &look), SCT_OK);
        assert_int_equal(preview_picture_png(NULL, preview, look, &result, NULL), SCT_OK);
        assert_int_equal(page_shoot(NULL, preview, look, &shot), SCT_OK);
        double near = sct_de2000(mean_of(&shot.near, &width, &height), result.photo_area_lab);
        assert_int_equal(width, shot.width);
        double far = sct_de2000(mean_of(&shot.far, &width, &height), result.photo_area_lab);
        figure("the page's pictures of a skin of L* %.0f are off by dE00 %.2f close up and %.2f from a metre", skins[k].L,
               near, far);
        assert_true(near <= 0.5 && far <= 0.5);
        assert_int_equal(width, shot.far_width);
        assert_near((double)width / 2 / 96 * 25.4, 0.4 * SIDE * o.mm_per_px, 0.3); /* mm on paper */
        page_shot_free(&shot);
        sct_look_free(look);
        sct_preview_free(preview);
        sct_shape_free(area);
        sct_photo_free(photo);
    }
}

static int set_up(void **state)
{
    (void)state;
    measurement = made_up_measurement();
    ranking = made_up_ranking(&measurement, rows);
    ranking.flags.count = 0;
    ranking.pick = 1;
    return sct_palette_from_json(NULL, inks, sizeof inks - 1, &palette) == SCT_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    sct_palette_free(palette);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hostile_names),
        cmocka_unit_test(palettes_are_strangers_too),
        cmocka_unit_test(asks_for_nothing),
        cmocka_unit_test(the_hash_is_that_of_the_script),
        cmocka_unit_test(base64),
        cmocka_unit_test(sections),
        cmocka_unit_test(no_recipe_against_the_verdict),
        cmocka_unit_test(artists_sheet_can_be_read),
        cmocka_unit_test(can_be_heard),
        cmocka_unit_test(what_is_not_known_is_left_out),
        cmocka_unit_test(pictures_keep_the_predicted_colour),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
