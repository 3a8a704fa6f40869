/* tests/palette/test_palette_read.c - what the reader takes, what it refuses, with which path, and what it warns of. */
#include "palette/palette_private.h"
#include "support/support.h"

#include <time.h>

#define PALETTE(inks) "{\"scalptone_palette\":1,\"name\":\"n\",\"provenance\":{\"kind\":\"measured\"},\"inks\":[" inks "]}"
#define INK(rest)                                                                                                           \
    PALETTE("{\"id\":\"first\",\"composition\":[{\"ci\":\"77266\",\"mass_fraction\":0.1}]},{\"id\":\"a\"" rest "}")
#define FINE         "{\"state\":\"cup\",\"lab\":[30,1,2],\"illuminant\":\"D50\",\"observer\":2,\"specular\":\"excluded\"}"
#define COLOUR(text) INK(",\"colours\":[" FINE ",{" text "}]")
#define D50          "\"illuminant\":\"D50\",\"observer\":2,\"specular\":\"excluded\""
#define NINES        "9,9,9,9,9,9,9,9,9,9,9,9,9,9,9,9,9,9,9,9,9,9,9,9,9,9,9,9,9,9,9"

typedef struct refusal {
    const char *text, *message; /* how the message begins */
} refusal;

static const refusal head_refusals[] = {
    {"[]", "scalptone_palette: missing"},
    {"{}", "scalptone_palette: missing"},
    {"{\"scalptone_palette\":2}", "scalptone_palette: another version"},
    {"{\"scalptone_palette\":\"1\"}", "scalptone_palette: another version"},
    {"{\"scalptone_palette\":1}", "inks: missing"},
    {"{\"scalptone_palette\":1,\"inks\":{}}", "inks: must be a list"},
    {"{\"scalptone_palette\":1,\"inks\":[]}", "inks: empty"},
    {"{\"scalptone_palette\":1,\"name\":3,\"inks\":[{\"id\":\"a\"}]}", "name: must be a text"},
    {"{\"scalptone_palette\":1,\"provenance\":\"me\",\"inks\":[{\"id\":\"a\"}]}", "provenance: must be an object"},
    {"{\"scalptone_palette\":1,\"name\":\"n\",\"provenance\":{\"kind\":\"x\"},\"inks\":[{\"id\":\"a\"}]}",
     "provenance.kind: \"x\" is not known; say illustrative, measured, maker or stated"},
    {"{\"scalptone_palette\":1,\"name\":\"n\",\"provenance\":{\"kind\":\"maker\",\"by\":3},\"inks\":[{\"id\":\"a\"}]}",
     "provenance.by: must be a text"},
};

static const refusal ink_refusals[] = {
    {PALETTE("3"), "inks[0]: must be an object"},
    {PALETTE("{}"), "inks[0].id: missing"},
    {PALETTE("{\"id\":7}"), "inks[0].id: must be a text"},
    {PALETTE("{\"id\":\"\"}"), "inks[0].id: empty"},
    {PALETTE("{\"id\":\"a\\nb\"}"), "inks[0].id: has a control character"},
    {PALETTE("{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":\"b\"},{\"id\":\"a\"}"), "inks[2].id: \"b\" is already that of inks[1]"},
    {INK(",\"in_stock\":\"yes\""), "inks[1].in_stock: must be true or false"},
    {INK(",\"brand\":[]"), "inks[1].brand: must be a text"},
    {INK(",\"kind\":\"solid\""), "inks[1].kind: \"solid\" is not known; say dilutable or ready"},
    {INK(",\"dilution\":3"), "inks[1].dilution: must be an object"},
    {INK(",\"dilution\":{\"max_parts_water\":3,\"step\":1}"), "inks[1].dilution.min_parts_water: missing"},
    {INK(",\"dilution\":{\"min_parts_water\":4,\"max_parts_water\":3,\"step\":1}"),
     "inks[1].dilution.max_parts_water: less"},
    {INK(",\"dilution\":{\"min_parts_water\":-1,\"max_parts_water\":3,\"step\":1}"),
     "inks[1].dilution.min_parts_water: -1 is"},
    {INK(",\"dilution\":{\"min_parts_water\":1,\"max_parts_water\":3,\"step\":0}"), "inks[1].dilution.step: 0 is outside"},
    {INK(",\"strength\":0"), "inks[1].strength: 0 is outside its range; give a number from 0.01 to 100"},
    {INK(",\"strength\":\"1\""), "inks[1].strength: must be a number"},
    {INK(",\"composition\":[{\"mass_fraction\":0.1}]"), "inks[1].composition[0].ci: missing"},
    {INK(",\"composition\":[{\"ci\":77266,\"mass_fraction\":0.1}]"), "inks[1].composition[0].ci: must be a text"},
    {INK(",\"composition\":[{\"ci\":\"77266\",\"mass_fraction\":0}]"),
     "inks[1].composition[0].mass_fraction: must be above"},
    {INK(",\"composition\":[{\"ci\":\"77266\",\"mass_fraction\":1.5}]"),
     "inks[1].composition[0].mass_fraction: 1.5 is outs"},
    {INK(",\"composition\":[{\"ci\":\"1\",\"mass_fraction\":0.6},{\"ci\":\"2\",\"mass_fraction\":0.6}]"),
     "inks[1].composition: mass fractions add up to 1.2"},
    {INK(",\"composition\":[{\"ci\":\"1\",\"mass_fraction\":0.1},{\"ci\":\"1\",\"mass_fraction\":0.1}]"),
     "inks[1].composition[1].ci: \"1\" stands twice"},
    {INK(",\"composition\":[7]"), "inks[1].composition[0]: must be an object"},
    {INK(",\"ingredients\":[\"water\",1]"), "inks[1].ingredients[1]: must be a text"},
    {INK(",\"ingredients\":\"water\""), "inks[1].ingredients: must be a list"},
    {INK(",\"colours\":{}"), "inks[1].colours: must be a list"},
    {INK(",\"colour\":1"), "inks[1].colour: must be a text"},
    {INK(",\"colour\":\"dark\""), "inks[1].colour: \"dark\" is no colour; write it as \"#rrggbb\""},
    {INK(",\"colour\":\"#22222\""), "inks[1].colour: \"#22222\" is no colour"},
    {INK(",\"colour\":\"#22222g\""), "inks[1].colour: \"#22222g\" is no colour"},
};

static const refusal colour_refusals[] = {
    {COLOUR("\"lab\":[1,2,3]," D50), "inks[1].colours[1].state: missing; say cup, drawdown, fresh or healed"},
    {COLOUR("\"state\":\"dry\",\"lab\":[1,2,3]," D50), "inks[1].colours[1].state: \"dry\" is not known"},
    {COLOUR("\"state\":\"cup\",\"lab\":[1,2,3],\"observer\":2,\"specular\":\"excluded\""),
     "inks[1].colours[1].illuminant: missing"},
    {COLOUR("\"state\":\"cup\",\"lab\":[1,2,3],\"illuminant\":\"D55\",\"observer\":2,\"specular\":\"excluded\""),
     "inks[1].colours[1].illuminant: \"D55\" is not known; say D50, D65 or A"},
    {COLOUR("\"state\":\"cup\",\"lab\":[1,2,3],\"illuminant\":\"D50\",\"specular\":\"excluded\""),
     "inks[1].colours[1].observer: missing; say 2 or 10"},
    {COLOUR("\"state\":\"cup\",\"lab\":[1,2,3],\"illuminant\":\"D50\",\"observer\":4,\"specular\":\"excluded\""),
     "inks[1].colours[1].observer: must be a number; say 2 or 10"},
    {COLOUR("\"state\":\"cup\",\"lab\":[1,2,3],\"illuminant\":\"D50\",\"observer\":\"2\",\"specular\":\"excluded\""),
     "inks[1].colours[1].observer: must be a number; say 2 or 10"},
    {COLOUR("\"state\":\"cup\",\"lab\":[1,2,3],\"illuminant\":\"D50\",\"observer\":2"),
     "inks[1].colours[1].specular: missing"},
    {COLOUR("\"state\":\"cup\"," D50), "inks[1].colours[1].lab: missing"},
    {COLOUR("\"state\":\"cup\",\"lab\":[1,2]," D50), "inks[1].colours[1].lab: must be three numbers"},
    {COLOUR("\"state\":\"cup\",\"lab\":[1,2,\"3\"]," D50), "inks[1].colours[1].lab: b is no number from -128 to 128"},
    {COLOUR("\"state\":\"cup\",\"lab\":[101,2,3]," D50), "inks[1].colours[1].lab: L is no number from 0 to 100"},
    {COLOUR("\"state\":\"cup\",\"lab\":[1,-129,3]," D50), "inks[1].colours[1].lab: a is no number from -128 to 128"},
    {COLOUR("\"state\":\"cup\",\"lab\":[null,2,3]," D50), "inks[1].colours[1].lab: L is no number"},
    {COLOUR("\"state\":\"drawdown\",\"lab\":[5,0,0],\"illuminant\":\"D50\",\"observer\":2,\"specular\":\"included\""),
     "inks[1].colours[1].specular: \"included\", but darker than the surface alone (4.0 %)"},
    {COLOUR("\"state\":\"cup\",\"lab\":[1,2,3],\"parts_ink\":0," D50), "inks[1].colours[1].parts_ink: 0 is outside"},
    {COLOUR("\"state\":\"cup\",\"lab\":[1,2,3],\"parts_water\":-1," D50), "inks[1].colours[1].parts_water: -1 is outside"},
    {COLOUR("\"state\":\"cup\",\"lab\":[1,2,3],\"backing\":\"grey\"," D50),
     "inks[1].colours[1].backing: \"grey\" is not known"},
    {COLOUR("\"state\":\"cup\",\"lab\":[1,2,3],\"film_um\":0," D50), "inks[1].colours[1].film_um: 0 is outside"},
    {COLOUR("\"state\":\"cup\",\"spectrum\":[1]," D50), "inks[1].colours[1].spectrum: must be an object"},
    {COLOUR("\"state\":\"cup\",\"spectrum\":{\"step_nm\":10,\"values\":[1]}," D50),
     "inks[1].colours[1].spectrum.start_nm: missing"},
    {COLOUR("\"state\":\"cup\",\"spectrum\":{\"start_nm\":400,\"step_nm\":0,\"values\":[1]}," D50),
     "inks[1].colours[1].spectrum.step_nm: 0 is outside"},
    {COLOUR("\"state\":\"cup\",\"spectrum\":{\"start_nm\":400,\"step_nm\":10,\"values\":[1,1]}," D50),
     "inks[1].colours[1].spectrum.values: must reach from 400 to 700 nm"},
    {COLOUR("\"state\":\"cup\",\"spectrum\":{\"start_nm\":400,\"step_nm\":10,\"values\":[" NINES "]}," D50),
     "inks[1].colours[1].spectrum.values[0]: must be a reflectance from 0 to 1.5"},
};

static void check_refusals(const refusal *cases, size_t count)
{
    sct_context *ctx = NULL;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    for (size_t i = 0; i < count; i++) {
        sct_palette *palette = NULL;
        sct_status status = sct_palette_from_json(ctx, cases[i].text, strlen(cases[i].text), &palette);
        const char *message = sct_context_message(ctx);
        if (status != SCT_ERR_PALETTE || strncmp(message, cases[i].message, strlen(cases[i].message)) != 0) {
            print_error("%s\n  gave %s: %s\n  not %s\n", cases[i].text, sct_status_name(status), message, cases[i].message);
            fail();
        }
        assert_null(palette);
        if (!strchr(message, ';')) /* what is wrong; what to do */
            fail_msg("no advice: %s", message);
    }
    sct_context_free(ctx);
}

static void refuses_a_bad_head(void **state)
{
    (void)state;
    check_refusals(head_refusals, sizeof head_refusals / sizeof head_refusals[0]);
}

static void refuses_bad_inks(void **state)
{
    (void)state;
    check_refusals(ink_refusals, sizeof ink_refusals / sizeof ink_refusals[0]);
}

static void refuses_bad_colours(void **state)
{
    (void)state;
    check_refusals(colour_refusals, sizeof colour_refusals / sizeof colour_refusals[0]);
    figure("palette: %zu kinds of bad file refused with their path", sizeof head_refusals / sizeof head_refusals[0] +
                                                                         sizeof ink_refusals / sizeof ink_refusals[0] +
                                                                         sizeof colour_refusals / sizeof colour_refusals[0]);
}

static sct_palette *read_palette(const char *text)
{
    sct_palette *palette = NULL;
    sct_context *ctx = NULL;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    if (sct_palette_from_json(ctx, text, strlen(text), &palette) != SCT_OK)
        fail_msg("%s", sct_context_message(ctx));
    sct_context_free(ctx);
    return palette;
}

static void takes_every_key(void **state)
{
    (void)state;
    sct_palette *palette = read_palette(
        "{\"scalptone_palette\":1,\"name\":\"All\",\"description\":\"d\",\"provenance\":{\"kind\":\"maker\",\"by\":\"B\","
        "\"date\":\"2026\",\"method\":\"m\",\"source\":\"s\",\"licence\":\"l\"},\"inks\":[{\"id\":\"x\",\"brand\":\"Br\","
        "\"product\":\"Pr\",\"shade\":\"20\",\"in_stock\":false,\"lot\":\"L1\",\"expiry\":\"2027-01\",\"kind\":"
        "\"dilutable\","
        "\"dilution\":{\"min_parts_water\":3,\"max_parts_water\":60,\"step\":0.5},\"composition\":[{\"ci\":\"77266\","
        "\"name\":\"Carbon black\",\"mass_fraction\":0.15}],\"colours\":[{\"state\":\"healed\",\"lab\":[39,0.5,1.25],"
        "\"illuminant\":\"D50\",\"observer\":2,\"specular\":\"excluded\",\"parts_ink\":1,\"parts_water\":20,"
        "\"backing\":\"black\",\"film_um\":30,\"by\":\"me\",\"date\":\"today\"}],\"strength\":1.5,"
        "\"ingredients\":[\"water\",\"glycerol\"],\"notes\":\"tab\\there\"}]}");
    palette_info info = palette_facts_of(palette);
    assert_int_equal(info.warning_count, 0);
    assert_string_equal(info.name, "All");
    assert_string_equal(info.licence, "l");
    assert_int_equal(info.provenance, SCT_PROVENANCE_MAKER);
    assert_int_equal(sct_palette_count(palette), 1);
    assert_int_equal(sct_palette_find(palette, "x"), 0);
    assert_true(sct_palette_find(palette, "y") == SIZE_MAX);
    palette_ink ink = palette_ink_at(palette, 0);
    assert_string_equal(ink.shade, "20");
    assert_string_equal(ink.notes, "tab?here"); /* control characters never reach a terminal */
    assert_int_equal(ink.in_stock, 0);
    assert_int_equal(ink.kind, SCT_INK_DILUTABLE);
    assert_near(ink.max_parts_water, 60, 0);
    assert_near(ink.strength, 1.5, 0);
    assert_string_equal(ink.pigments[0].ci, "77266");
    assert_near(ink.pigments[0].mass_fraction, 0.15, 0);
    assert_string_equal(ink.ingredients[1], "glycerol");
    assert_int_equal(ink.colours[0].state, SCT_STATE_HEALED);
    assert_near(ink.colours[0].lab.b, 1.25, 0);
    assert_near(ink.colours[0].parts_water, 20, 0);
    assert_int_equal(ink.colours[0].backing, SCT_BACKING_BLACK);
    assert_null(ink.colours[0].spectrum);
    assert_null(palette_ink_at(palette, 1).id);
    sct_palette_free(palette);
}

static void fills_what_is_left_out(void **state)
{
    (void)state;
    sct_palette *palette = read_palette(INK(",\"lot\":null,\"colours\":[" FINE "]"));
    palette_ink ink = palette_ink_at(palette, 1);
    assert_int_equal(palette_facts_of(palette).warning_count, 0);
    assert_string_equal(ink.lot, "");
    assert_int_equal(ink.in_stock, 1);
    assert_int_equal(ink.kind, SCT_INK_READY);
    assert_near(ink.strength, 1, 0);
    assert_near(ink.colours[0].parts_ink, 1, 0);
    assert_near(ink.colours[0].parts_water, 0, 0);
    assert_true(isnan(ink.colours[0].film_um));
    assert_int_equal(ink.colours[0].backing, SCT_BACKING_UNKNOWN);
    sct_palette_free(palette);
}

static void takes_a_colour_that_is_only_stated(void **state)
{
    (void)state;
    static const uint8_t grey[3] = {0x22, 0x33, 0x44};
    sct_palette *palette = read_palette(INK(",\"colour\":\"#234\""));
    palette_ink ink = palette_ink_at(palette, 1);
    assert_int_equal(ink.colour_count, 1);
    assert_int_equal(ink.colours[0].stated, 1);
    assert_int_equal(ink.colours[0].state, SCT_STATE_CUP);
    assert_near(sct_de2000(ink.colours[0].lab, sct_lab_from_srgb8(grey)), 0, 1e-12);
    sct_palette_free(palette);
    palette = read_palette(INK(",\"colour\":\"#fff\",\"colours\":[" FINE "]")); /* what was measured is better */
    ink = palette_ink_at(palette, 1);
    assert_int_equal(ink.colour_count, 1);
    assert_int_equal(ink.colours[0].stated, 0);
    sct_palette_free(palette);
}

static void warns(void **state)
{
    (void)state;
    static const struct {
        const char *text, *warning;
    } cases[] = {
        {"{\"scalptone_palette\":1,\"provenance\":{\"kind\":\"maker\"},\"inks\":[{\"id\":\"a\",\"colours\":[" FINE "]}]}",
         "name: missing; reports"},
        {"{\"scalptone_palette\":1,\"name\":\"n\",\"inks\":[{\"id\":\"a\",\"colours\":[" FINE "]}]}",
         "provenance.kind: missing, taken as \"illustrative\""},
        {INK(",\"color\":1,\"composition\":[{\"ci\":\"77266\",\"mass_fraction\":1}]"), "inks[1].color: unknown key, kept"},
        {INK(",\"colour\":\"#222222\""), "inks[1].colour: not what heals: ranked apart, below"},
        {INK(",\"kind\":\"dilutable\",\"dilution\":{\"min_parts_water\":3,\"max_parts_water\":9,\"step\":1},\"colour\":\"#"
             "222\""),
         "inks[1].colour: tells nothing of its mixes with water: it cannot be ranked"},
        {INK(",\"composition\":[{\"ci\":\"77891\",\"mass_fraction\":0.1},{\"ci\":\"99999\",\"mass_fraction\":0.1}]"),
         "inks[1].composition[1].ci: no optics for \"99999\"; composition left aside; known: 77266,"},
        {INK(""), "inks[1]: neither colours nor composition"},
        {INK(",\"kind\":\"dilutable\",\"colours\":[" FINE "]"), "inks[1].dilution: missing for a dilutable ink; 3 to 60"},
        {INK(",\"kind\":\"ready\",\"dilution\":{\"min_parts_water\":3,\"max_parts_water\":9,\"step\":1},\"colours\":[" FINE
             "]"),
         "inks[1].dilution: left aside"},
        {COLOUR("\"state\":\"cup\",\"lab\":[50,2,3],\"illuminant\":\"D65\",\"observer\":10,\"specular\":\"excluded\""),
         "inks[1].colours[1].lab: brought to D50, 2 degrees without a spectrum: off by up to 2.8 dE00"},
        {COLOUR("\"state\":\"healed\",\"lab\":[18,0,0],\"illuminant\":\"D50\",\"observer\":2,\"specular\":\"included\""),
         "inks[1].colours[1].specular: a little darker than the surface alone (2.8 %)"},
        {COLOUR("\"state\":\"cup\",\"x\\u001b[2J\":0,\"lab\":[50,2,3]," D50), "inks[1].colours[1].x?[2J: unknown key"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        sct_palette *palette = read_palette(cases[i].text);
        palette_info info = palette_facts_of(palette);
        assert_int_equal(info.warning_count, 1);
        if (strncmp(info.warnings[0], cases[i].warning, strlen(cases[i].warning)) != 0)
            fail_msg("%s, not %s", info.warnings[0], cases[i].warning);
        sct_palette_free(palette);
    }
}

/* Many inks, each with something to warn of: the list stays short and says how many were left out. */
static void warnings_are_bounded(void **state)
{
    (void)state;
    enum { INKS = 1000 };
    char *text = malloc(INKS * 32 + 200), *s = text;
    assert_non_null(text);
    s += sprintf(s, "{\"scalptone_palette\":1,\"name\":\"n\",\"provenance\":{\"kind\":\"measured\"},\"inks\":[");
    for (int i = 0; i < INKS; i++)
        s += sprintf(s, "%s{\"id\":\"%d\"}", i ? "," : "", i);
    sprintf(s, "]}");
    sct_palette *palette = read_palette(text);
    palette_info info = palette_facts_of(palette);
    assert_int_equal(info.warning_count, PALETTE_WARNING_MAX + 1);
    assert_string_equal(info.warnings[PALETTE_WARNING_MAX], "and 900 more warnings");
    sct_palette_free(palette);
    free(text);
}

/* The largest palette there may be, and one more; the time is shown, not asserted. */
static void reads_a_hundred_thousand_inks(void **state)
{
    (void)state;
    char *text = malloc((SCT_PALETTE_INK_MAX + 1) * 260 + 400), *s = text;
    assert_non_null(text);
    s += sprintf(s, "{\"scalptone_palette\":1,\"name\":\"n\",\"provenance\":{\"kind\":\"measured\"},\"inks\":[");
    for (int i = 0; i < SCT_PALETTE_INK_MAX; i++)
        s +=
            sprintf(s,
                    "%s{\"id\":\"ink-%d\",\"product\":\"p\",\"kind\":\"ready\",\"colours\":[{\"state\":\"drawdown\",\"lab\":"
                    "[%.2f,%d,2.5],\"illuminant\":\"D65\",\"observer\":2,\"specular\":\"included\"}]}",
                    i ? "," : "", (i * 7919) % SCT_PALETTE_INK_MAX, 30 + i % 700 * 0.1, i % 20);
    char *end = s;
    s += sprintf(s, "]}");
    sct_palette *palette = NULL;
    clock_t start = clock();
    palette = read_palette(text);
    figure("palette: 100,000 inks (%.1f MB) read, converted and fingerprinted in %.2f s", (double)(s - text) / 1e6,
           (double)(clock() - start) / CLOCKS_PER_SEC);
    assert_int_equal(sct_palette_count(palette), SCT_PALETTE_INK_MAX);
    assert_int_equal(sct_palette_find(palette, "ink-7919"), 1);
    sct_palette_free(palette);
    palette = NULL;
    sprintf(end, ",{\"id\":\"one too many\"}]}");
    assert_int_equal(sct_palette_from_json(NULL, text, strlen(text), &palette), SCT_ERR_PALETTE);
    assert_null(palette);
    free(text);
}

/* As many colours as an ink may have, and one more. */
static void colours_of_an_ink_are_bounded(void **state)
{
    (void)state;
    for (int count = PALETTE_COLOUR_MAX; count <= PALETTE_COLOUR_MAX + 1; count++) {
        char *text = malloc((size_t)count * sizeof FINE + 400), *s = text;
        sct_context *ctx = NULL;
        sct_palette *palette = NULL;
        assert_int_equal(sct_context_new(&ctx), SCT_OK);
        s += sprintf(s, "{\"scalptone_palette\":1,\"inks\":[{\"id\":\"a\"},{\"id\":\"b\",\"colours\":[");
        for (int i = 0; i < count; i++)
            s += sprintf(s, "%s%s", i ? "," : "", FINE);
        s += sprintf(s, "]}]}");
        sct_status status = sct_palette_from_json(ctx, text, (size_t)(s - text), &palette);
        if (count == PALETTE_COLOUR_MAX) {
            assert_int_equal(status, SCT_OK);
        } else {
            assert_int_equal(status, SCT_ERR_PALETTE);
            assert_string_equal(sct_context_message(ctx),
                                "inks[1].colours: more than 1000 colours; average those of one dilution");
        }
        sct_palette_free(palette);
        sct_context_free(ctx);
        free(text);
    }
}

static void bad_arguments(void **state)
{
    (void)state;
    sct_palette *palette = NULL;
    sct_bytes bytes = {0};
    assert_int_equal(sct_palette_from_json(NULL, NULL, 0, &palette), SCT_ERR_ARGUMENT);
    assert_int_equal(sct_palette_from_json(NULL, "{}", 2, NULL), SCT_ERR_ARGUMENT);
    assert_int_equal(sct_palette_json(NULL, NULL, &bytes), SCT_ERR_ARGUMENT);
    assert_int_equal(sct_palette_count(NULL), 0);
    assert_string_equal(palette_facts_of(NULL).name, "");
    assert_true(sct_palette_find(NULL, "a") == SIZE_MAX);
    assert_null(palette_ink_at(NULL, 0).id);
    sct_palette_free(NULL);
    sct_context *ctx = NULL;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    assert_int_equal(sct_context_set_limit(ctx, SCT_LIMIT_FILE_BYTES, 10), SCT_OK);
    assert_int_equal(sct_palette_from_json(ctx, PALETTE("{}"), strlen(PALETTE("{}")), &palette), SCT_ERR_PALETTE);
    sct_context_free(ctx);
}

static void names(void **state)
{
    (void)state;
    assert_string_equal(sct_colour_state_name(SCT_STATE_DRAWDOWN), "drawdown");
    assert_string_equal(sct_ink_kind_name(SCT_INK_READY), "ready");
    assert_string_equal(sct_backing_name(SCT_BACKING_BLACK), "black");
    assert_string_equal(sct_provenance_name(SCT_PROVENANCE_MAKER), "maker");
    assert_string_equal(sct_colour_state_name((sct_colour_state)99), "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_a_bad_head),
        cmocka_unit_test(refuses_bad_inks),
        cmocka_unit_test(refuses_bad_colours),
        cmocka_unit_test(takes_every_key),
        cmocka_unit_test(fills_what_is_left_out),
        cmocka_unit_test(takes_a_colour_that_is_only_stated),
        cmocka_unit_test(warns),
        cmocka_unit_test(warnings_are_bounded),
        cmocka_unit_test(reads_a_hundred_thousand_inks),
        cmocka_unit_test(bad_arguments),
        cmocka_unit_test(colours_of_an_ink_are_bounded),
        cmocka_unit_test(names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
