/* tests/palette/test_shelf.c - inks put in, kept, merged and replaced, and what a colleague would say of a palette. */
#include "palette/palette.h"
#include "support/support.h"

static sct_context *ctx;

static int set_up(void **state)
{
    (void)state;
    return sct_context_new(&ctx) == SCT_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    sct_context_free(ctx);
    return 0;
}

static sct_palette *palette_of(const void *text, size_t size)
{
    sct_palette *palette = NULL;
    if (sct_palette_from_json(ctx, text, size, &palette) != SCT_OK)
        fail_msg("%s", sct_context_message(ctx));
    return palette;
}

#define HEAD(inks)                                                                                                          \
    "{\"scalptone_palette\":1,\"name\":\"n\",\"mine\":[1,2],\"provenance\":{\"kind\":\"measured\"},\"inks\":[" inks "]}"
#define D50               "\"illuminant\":\"D50\",\"observer\":2,\"specular\":\"excluded\""
#define RANGE             "\"dilution\":{\"min_parts_water\":3,\"max_parts_water\":80,\"step\":0.5}"
#define CARBON(id, share) "{\"id\":\"" id "\"," RANGE ",\"composition\":[{\"ci\":\"77266\",\"mass_fraction\":" share "}]}"

/* ---- put in, and kept ---- */

static void inks_are_added(void **state)
{
    (void)state;
    sct_ink_entry entry;
    sct_bytes one = {0}, two = {0}, three = {0};
    sct_ink_entry_init(&entry);
    assert_int_equal(sct_palette_add(ctx, &entry, NULL, 0, &one), SCT_ERR_OPTION); /* no name */
    entry.product = "Dark M\xC3\xBCller";
    assert_int_equal(sct_palette_add(ctx, &entry, NULL, 0, &one), SCT_OK);
    entry.colour = "#222222";
    entry.kind = SCT_INK_DILUTABLE;
    entry.composition = "77266=12%; 77491=0.05 Red oxide";
    assert_int_equal(sct_palette_add(ctx, &entry, one.data, one.size, &two), SCT_OK);
    sct_palette *palette = palette_of(two.data, two.size);
    assert_int_equal(sct_palette_count(palette), 2);
    palette_ink ink = palette_ink_at(palette, 1);
    assert_string_equal(palette_ink_at(palette, 0).id, "dark-m-ller");
    assert_string_equal(ink.id, "dark-m-ller-2");
    assert_near(ink.pigments[0].mass_fraction, 0.12, 1e-15);
    assert_string_equal(ink.pigments[1].name, "Red oxide");
    assert_int_equal(ink.kind, SCT_INK_DILUTABLE);
    sct_palette_free(palette);
    entry.id = "dark-m-ller";
    assert_int_equal(sct_palette_add(ctx, &entry, two.data, two.size, &three), SCT_ERR_OPTION);
    entry.id = NULL;
    entry.colour = "dark";
    assert_int_equal(sct_palette_add(ctx, &entry, two.data, two.size, &three), SCT_ERR_PALETTE);
    assert_int_equal(sct_palette_add(ctx, &entry, "{}", 2, &three), SCT_ERR_PALETTE);
    assert_null(three.data);
    sct_bytes_free(&one);
    sct_bytes_free(&two);
}

static void stock_changes_what_is_meant(void **state)
{
    (void)state;
    static const char text[] =
        HEAD("{\"id\":\"a1\",\"product\":\"Dark brown\",\"brand\":\"M\",\"x\":{\"y\":1}},{\"id\":\"a2\",\"lot\":\"7\"},"
             "{\"id\":\"b\",\"product\":\"dark grey\",\"in_stock\":false}");
    static const struct {
        const char *which;
        size_t count;
    } cases[] = {{"*", 3}, {"a?", 2}, {"DARK*", 2}, {"m dark brown", 1}, {"b", 1}, {"*r*n", 1}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        sct_stock_change change;
        sct_bytes out = {0};
        size_t count = 0;
        sct_stock_change_init(&change);
        change.which = cases[i].which;
        change.in_stock = 0;
        change.expiry = "2027-05";
        change.lot = "";
        assert_int_equal(sct_palette_stock(ctx, &change, text, sizeof text - 1, &out, &count), SCT_OK);
        assert_int_equal(count, cases[i].count);
        assert_non_null(strstr((const char *)out.data, "\"y\":\t1")); /* what is one's own stays */
        assert_non_null(strstr((const char *)out.data, "\"mine\""));
        sct_palette *palette = palette_of(out.data, out.size);
        size_t changed = 0;
        for (size_t k = 0; k < 3; k++) {
            palette_ink ink = palette_ink_at(palette, k);
            changed += strcmp(ink.expiry, "2027-05") == 0 && !ink.in_stock && !*ink.lot;
        }
        assert_int_equal(changed, cases[i].count);
        sct_palette_free(palette);
        sct_bytes_free(&out);
    }
    sct_stock_change change;
    sct_bytes out = {0};
    sct_stock_change_init(&change);
    change.which = "c*";
    assert_int_equal(sct_palette_stock(ctx, &change, text, sizeof text - 1, &out, NULL), SCT_ERR_NOTHING);
    change.which = "*";
    change.expiry = "2027-13";
    assert_int_equal(sct_palette_stock(ctx, &change, text, sizeof text - 1, &out, NULL), SCT_ERR_OPTION);
    assert_null(out.data);
}

static void the_first_palette_counts(void **state)
{
    (void)state;
    static const char one[] = HEAD("{\"id\":\"a\",\"product\":\"One\"},{\"id\":\"b\"}"),
                      two[] = "{\"scalptone_palette\":1,\"provenance\":{\"kind\":\"illustrative\"},\"inks\":[{\"id\":\"c\"},"
                              "{\"id\":\"a\",\"product\":\"Two\",\"lot\":\"L\"}]}";
    sct_palette *palettes[2] = {palette_of(one, sizeof one - 1), palette_of(two, sizeof two - 1)};
    sct_bytes out = {0}, notes = {0};
    assert_int_equal(sct_palette_merge(ctx, (const sct_palette *const *)palettes, 2, &out, &notes), SCT_OK);
    sct_palette *both = palette_of(out.data, out.size);
    assert_int_equal(sct_palette_count(both), 3);
    assert_string_equal(palette_ink_at(both, 0).product, "One");
    assert_string_equal(palette_ink_at(both, 0).lot, "L");
    assert_string_equal(palette_ink_at(both, 2).id, "c");
    assert_int_equal(palette_facts_in(both)->provenance, SCT_PROVENANCE_ILLUSTRATIVE);
    assert_non_null(strstr((const char *)notes.data, "a stands in palettes 1 and 2: the first counts, and what it"));
    assert_non_null(strstr((const char *)notes.data, "palette 2 is illustrative"));
    sct_palette_free(both);
    sct_palette_free(palettes[0]);
    sct_palette_free(palettes[1]);
    sct_bytes_free(&out);
    sct_bytes_free(&notes);
}

/* ---- replaced ---- */

/* An ink of half the pigment is the same at half the water and a little less: (1 + p) / 2 - 1. */
static void a_weaker_twin_is_found(void **state)
{
    (void)state;
    static const char text[] = HEAD(CARBON("old", "0.2") "," CARBON(
        "half", "0.1") ",{\"id\":\"brown\"," RANGE
                       ",\"composition\":[{\"ci\":\"77491\",\"mass_fraction\":0.1}]},{\"id\":\"name\"}");
    sct_palette *palette = palette_of(text, sizeof text - 1);
    sct_substitutes *found = NULL;
    sct_substitute s;
    sct_substitute_options options;
    sct_substitute_options_init(&options);
    options.parts_water = 39;
    assert_int_equal(sct_substitutes_new(ctx, palette, 0, &options, &found), SCT_OK);
    assert_int_equal(sct_substitutes_count(found), 2); /* of the fourth nothing is known */
    assert_int_equal(sct_substitutes_at(found, 0, &s), SCT_OK);
    assert_int_equal(s.ink, 1);
    figure("shelf: a carbon of half the pigment replaces shade 39 at shade %g, dE00 %.2f left (worst skin %.2f)",
           s.parts_water, s.mean_de00, s.worst_de00);
    assert_near(s.parts_water, 19, 2);
    assert_at_most(s.mean_de00, 0.3);
    assert_int_equal(sct_substitutes_at(found, 1, &s), SCT_OK);
    assert_true(s.mean_de00 > 1);
    sct_substitutes_free(found);
    found = NULL;
    assert_int_equal(sct_substitutes_new(ctx, palette, 3, NULL, &found), SCT_ERR_NOTHING);
    const sct_lab blue = {50, 0, -40};
    options.skins = &blue;
    options.skin_count = 1;
    assert_int_equal(sct_substitutes_new(ctx, palette, 0, &options, &found), SCT_ERR_NOTHING);
    assert_null(found);
    sct_palette_free(palette);
}

/* ---- advice ---- */

#define FILM(state, lab, more) "{\"state\":\"" state "\",\"lab\":[" lab "]," D50 more "}"
#define WITH(colours)          HEAD("{\"id\":\"x\",\"colours\":[" colours "]}")

static void advice_names_what_is_odd(void **state)
{
    (void)state;
    static const struct {
        const char *text, *code, *what;
    } cases[] = {
        {HEAD("{\"id\":\"x\"}"), "only-a-name", "nothing is known"},
        {HEAD("{\"id\":\"x\",\"colour\":\"#222\"}"), "only-stated", "stated"},
        {HEAD("{\"id\":\"x\",\"colour\":\"#c9ccff\"}"), "only-stated",
         "stated"}, /* off a screen: no instrument was set wrong */
        {WITH(FILM("cup", "20,1,1", "")), "only-cup", "in the cup"},
        {WITH(FILM("drawdown", "20,1,1", "")), "only-a-film", "only a film"},
        {HEAD("{\"id\":\"x\",\"composition\":[{\"ci\":\"11111\",\"mass_fraction\":0.1}]}"), "pigment-unknown", "CI 11111"},
        {HEAD(CARBON("x", "0.1")), "strength-guessed", "how strong 1 ink is (x)"},
        {WITH(FILM("healed", "0.4,3,8", "")), "L-to-one", "colours[0]: L is 0.4"},
        {WITH(FILM("healed", "0.4,0.02,0.03", "")), "L-to-one", "colours[0]: L is 0.4"},
        {WITH(FILM("healed", "3,41,2", "")), "columns-exchanged", "L may stand under a"},
        {WITH(FILM("healed", "4,2,38", "")), "columns-exchanged", "L may stand under b"},
        {WITH(FILM("healed", "60,3,128", "")), "impossible", "no body can have L 60, a 3, b 128"},
        {WITH(FILM("healed", "40,-60,-100", "")), "impossible", "no body can have L 40, a -60, b -100"},
        {WITH(FILM("healed", "90,1,-20", "")), "light-other", "b -20 is as blue as D65"},
        {WITH(FILM("healed", "40,1,2", ",\"parts_water\":5") "," FILM("healed", "36,1,2", ",\"parts_water\":20")),
         "ladder-falls", "colours[1] has more water than colours[0] and is darker"},
        {HEAD("{\"id\":\"x\",\"colours\":[" FILM("healed", "40,1,2",
                                                 "") "]},{\"id\":\"y\",\"colours\":[" FILM("healed", "40.2,1,2", "") "]}"),
         "alike", "from that of x: nobody could tell"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        sct_palette *palette = palette_of(cases[i].text, strlen(cases[i].text));
        sct_advice *advice = NULL;
        sct_advice_item item;
        assert_int_equal(sct_advice_new(ctx, palette, &advice), SCT_OK);
        int found = 0;
        for (size_t k = 0; sct_advice_at(advice, k, &item) == SCT_OK; k++) {
            found |= strcmp(item.code, cases[i].code) == 0 && strstr(item.what, cases[i].what);
            assert_true(*item.why && *item.how);
        }
        if (!found || sct_advice_count(advice) != 1)
            fail_msg("%s: %zu pieces, %s not among them", cases[i].text, sct_advice_count(advice), cases[i].code);
        sct_advice_free(advice);
        sct_palette_free(palette);
    }
    figure("shelf: %zu kinds of gaps and slips are named with why and how", sizeof cases / sizeof cases[0]);
}

/* A Lab beside its spectrum tells for which light it was computed. */
static void other_conditions_are_recognised(void **state)
{
    (void)state;
    char text[2048];
    double values[31];
    int n = 0;
    for (int i = 0; i < 31; i++)
        values[i] = 0.1 + 0.01 * i;
    sct_lab lab = sct_lab_from_xyz(sct_xyz_from_spectrum(values, 31, 400, 10, SCT_ILLUMINANT_A, SCT_OBSERVER_10),
                                   sct_white_spectral(SCT_ILLUMINANT_A, SCT_OBSERVER_10));
    n = snprintf(
        text, sizeof text,
        "{\"scalptone_palette\":1,\"inks\":[{\"id\":\"x\",\"colours\":[{\"state\":\"healed\",\"lab\":[%.4f,%.4f,%.4f]," D50
        ",\"spectrum\":{\"start_nm\":400,\"step_nm\":10,\"values\":[",
        lab.L, lab.a, lab.b);
    for (int i = 0; i < 31; i++)
        n += snprintf(text + n, sizeof text - (size_t)n, "%s%.2f", i ? "," : "", values[i]);
    snprintf(text + n, sizeof text - (size_t)n, "]}}]}]}");
    sct_palette *palette = palette_of(text, strlen(text));
    sct_advice *advice = NULL;
    sct_advice_item item;
    assert_int_equal(sct_advice_new(ctx, palette, &advice), SCT_OK);
    assert_int_equal(sct_advice_at(advice, 0, &item), SCT_OK);
    assert_string_equal(item.code, "conditions-other");
    assert_non_null(strstr(item.what, "for A and 10 degrees"));
    sct_advice_free(advice);
    sct_palette_free(palette);
}

/* XYZ under D65 made Lab by the white of D50: told of greys, and of no palette of honest colours. */
static void d65_given_as_d50_is_recognised(void **state)
{
    (void)state;
    static const sct_lab greys[] = {{22, 0.5, 0.5}, {35, 1, 1}, {48, 1, 2}, {60, 0, 1}};
    sct_xyz d65 = sct_white(SCT_ILLUMINANT_D65, SCT_OBSERVER_2), d50 = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    for (int wrong = 0; wrong < 2; wrong++) {
        char text[2048];
        int n = snprintf(text, sizeof text, "{\"scalptone_palette\":1,\"inks\":[{\"id\":\"x\",\"colours\":["), told = 0;
        for (size_t i = 0; i < 4; i++) {
            sct_lab lab = wrong ? sct_lab_from_xyz(sct_xyz_from_lab(greys[i], d65), d50) : greys[i];
            n += snprintf(text + n, sizeof text - (size_t)n,
                          "%s{\"state\":\"drawdown\",\"lab\":[%.3f,%.3f,%.3f],\"parts_water\":%d," D50 "}", i ? "," : "",
                          lab.L, lab.a, lab.b, 4 * (int)i);
        }
        snprintf(text + n, sizeof text - (size_t)n, "]}]}");
        sct_palette *palette = palette_of(text, strlen(text));
        sct_advice *advice = NULL;
        sct_advice_item item;
        assert_int_equal(sct_advice_new(ctx, palette, &advice), SCT_OK);
        for (size_t k = 0; sct_advice_at(advice, k, &item) == SCT_OK; k++)
            told += strcmp(item.code, "light-other") == 0;
        assert_int_equal(told, wrong);
        sct_advice_free(advice);
        sct_palette_free(palette);
    }
}

/* The palettes that ship have no slips. */
static void shipped_palettes_have_no_slips(void **state)
{
    (void)state;
    static const char *const files[] = {"palettes/default.json", "palettes/generic-carbon.json"};
    for (size_t i = 0; i < 2; i++) {
        size_t size;
        unsigned char *text = read_file(files[i], &size);
        assert_non_null(text);
        sct_palette *palette = palette_of(text, size);
        sct_advice *advice = NULL;
        sct_advice_item item;
        assert_int_equal(sct_advice_new(ctx, palette, &advice), SCT_OK);
        for (size_t k = 0; sct_advice_at(advice, k, &item) == SCT_OK; k++)
            if (strcmp(item.code, "strength-guessed") != 0)
                fail_msg("%s: %s: %s", files[i], item.code, item.what);
        sct_advice_free(advice);
        sct_palette_free(palette);
        free(text);
    }
}

static void nothing_is_an_answer(void **state)
{
    (void)state;
    sct_bytes out = {0};
    sct_substitutes *found = NULL;
    sct_advice *advice = NULL;
    assert_int_equal(sct_palette_convert(NULL, NULL, NULL, 0, &out, NULL), SCT_ERR_ARGUMENT);
    assert_int_equal(sct_palette_add(NULL, NULL, NULL, 0, &out), SCT_ERR_ARGUMENT);
    assert_int_equal(sct_palette_stock(NULL, NULL, NULL, 0, &out, NULL), SCT_ERR_ARGUMENT);
    assert_int_equal(sct_palette_merge(NULL, NULL, 0, &out, NULL), SCT_ERR_ARGUMENT);
    assert_int_equal(sct_substitutes_new(NULL, NULL, 0, NULL, &found), SCT_ERR_ARGUMENT);
    assert_int_equal(sct_advice_new(NULL, NULL, &advice), SCT_ERR_ARGUMENT);
    assert_int_equal(sct_substitutes_count(NULL), 0);
    assert_int_equal(sct_advice_count(NULL), 0);
    sct_substitutes_free(NULL);
    sct_advice_free(NULL);
    sct_palette_convert_options options;
    sct_palette_convert_options_init(&options);
    options.to = (sct_palette_format)77;
    assert_int_equal(sct_palette_convert(ctx, &options, "{}", 2, &out, NULL), SCT_ERR_OPTION);
    assert_null(out.data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inks_are_added),
        cmocka_unit_test(stock_changes_what_is_meant),
        cmocka_unit_test(the_first_palette_counts),
        cmocka_unit_test(a_weaker_twin_is_found),
        cmocka_unit_test(advice_names_what_is_odd),
        cmocka_unit_test(other_conditions_are_recognised),
        cmocka_unit_test(d65_given_as_d50_is_recognised),
        cmocka_unit_test(shipped_palettes_have_no_slips),
        cmocka_unit_test(nothing_is_an_answer),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
