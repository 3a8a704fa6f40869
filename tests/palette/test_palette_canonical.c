/* tests/palette/test_palette_canonical.c - RFC 8785 vectors, fingerprints, round trips. */
#include "palette/palette_private.h"
#include "support/support.h"

static void check_canonical(const char *text, const char *expected)
{
    json *root = NULL;
    bytes_buffer out = {0};
    assert_int_equal(json_parse(NULL, text, strlen(text), &root), SCT_OK);
    assert_int_equal(palette_canonical(NULL, root, &out), SCT_OK);
    assert_int_equal(bytes_append(NULL, &out, "", 1), SCT_OK);
    assert_string_equal((const char *)out.data, expected);
    mem_free(out.data);
    json_free(root);
}

/* RFC 8785, sections 3.2.2 and 3.2.3. */
static void rfc8785_examples(void **state)
{
    (void)state;
    check_canonical("{\n  \"numbers\": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],\n"
                    "  \"string\": \"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\",\n"
                    "  \"literals\": [null, true, false]\n}",
                    "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                    "\"string\":\"\xe2\x82\xac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    check_canonical("{\"\\u20ac\":\"Euro Sign\",\"\\r\":\"Carriage Return\",\"\\ufb33\":\"Hebrew Letter Dalet With Dagesh\","
                    "\"1\":\"One\",\"\\ud83d\\ude00\":\"Emoji: Grinning Face\",\"\\u0080\":\"Control\","
                    "\"\\u00f6\":\"Latin Small Letter O With Diaeresis\"}",
                    "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xc2\x80\":\"Control\","
                    "\"\xc3\xb6\":\"Latin Small Letter O With Diaeresis\",\"\xe2\x82\xac\":\"Euro Sign\","
                    "\"\xf0\x9f\x98\x80\":\"Emoji: Grinning Face\",\"\xef\xac\xb3\":\"Hebrew Letter Dalet With Dagesh\"}");
}

/* RFC 8785, appendix B (those that JSON text can hold), and ECMAScript's turning points. */
static void rfc8785_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"0", "0"},
        {"-0", "0"},
        {"5e-324", "5e-324"},
        {"-5e-324", "-5e-324"},
        {"1.7976931348623157e308", "1.7976931348623157e+308"},
        {"9007199254740992", "9007199254740992"},
        {"-9007199254740992", "-9007199254740992"},
        {"295147905179352830000", "295147905179352830000"},
        {"9.999999999999997e22", "9.999999999999997e+22"},
        {"1e23", "1e+23"},
        {"1.0000000000000001e23", "1.0000000000000001e+23"},
        {"999999999999999700000", "999999999999999700000"},
        {"999999999999999900000", "999999999999999900000"},
        {"1e21", "1e+21"},
        {"9.999999999999997e-7", "9.999999999999997e-7"},
        {"0.000001", "0.000001"},
        {"333333333.3333332", "333333333.3333332"},
        {"333333333.33333325", "333333333.33333325"},
        {"333333333.3333333", "333333333.3333333"},
        {"333333333.3333334", "333333333.3333334"},
        {"333333333.33333343", "333333333.33333343"},
        {"-0.0000033333333333333333", "-0.0000033333333333333333"},
        {"1424953923781206.2", "1424953923781206.2"},
        {"21.50", "21.5"},
        {"0.1", "0.1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check_canonical(cases[i].text, cases[i].expected);
}

static void fingerprint_of(const char *text, char out[65])
{
    sct_palette *palette = NULL;
    assert_int_equal(sct_palette_from_json(NULL, text, strlen(text), &palette), SCT_OK);
    memcpy(out, palette_facts_of(palette).fingerprint, 65);
    sct_palette_free(palette);
}

static void fingerprints_tell_content_not_layout(void **state)
{
    (void)state;
    char one[65], other[65];
    fingerprint_of("{\"scalptone_palette\":1,\"name\":\"n\",\"provenance\":{\"kind\":\"maker\"},\"inks\":[{\"id\":\"a\","
                   "\"strength\":1.50}]}",
                   one);
    fingerprint_of("{ \"inks\" : [ {\"strength\":15e-1, \"id\":\"\\u0061\"} ],\n\t\"provenance\":{\"kind\":\"maker\"},"
                   "\"name\":\"n\", \"scalptone_palette\": 1.0 }\r\n",
                   other);
    assert_string_equal(one, other);
    /* printf '%s' '{"inks":[{"id":"a","strength":1.5}],"name":"n","provenance":{"kind":"maker"},"scalptone_palette":1}' |
     * sha256sum */
    assert_string_equal(one, "2d9cfdb94eab9e609917dafe3d3d2a536984e67574630c0d72a6563c7de724e5");
    static const char *const differ[] = {
        "{\"scalptone_palette\":1,\"name\":\"n\",\"provenance\":{\"kind\":\"maker\"},\"inks\":[{\"id\":\"a\",\"strength\":1."
        "51}]}",
        "{\"scalptone_palette\":1,\"name\":\"N\",\"provenance\":{\"kind\":\"maker\"},\"inks\":[{\"id\":\"a\",\"strength\":1."
        "5}]}",
        "{\"scalptone_palette\":1,\"name\":\"n\",\"provenance\":{\"kind\":\"maker\"},\"inks\":[{\"id\":\"a\",\"strength\":1."
        "5,"
        "\"in_stock\":false}]}",
        "{\"scalptone_palette\":1,\"name\":\"n\",\"provenance\":{\"kind\":\"maker\"},\"inks\":[{\"id\":\"a\",\"strength\":1."
        "5,"
        "\"unknown\":0}]}",
    };
    for (size_t i = 0; i < sizeof differ / sizeof differ[0]; i++) {
        fingerprint_of(differ[i], other);
        assert_string_not_equal(one, other);
    }
}

/* Out as JSON and in again: the same content, unknown keys included, and odd letters whole. */
static void round_trip(void **state)
{
    (void)state;
    const char *text = "{\"scalptone_palette\":1,\"name\":\"Gr\xc3\xb6\xc3\x9f"
                       "e \\u0007\",\"provenance\":{\"kind\":\"maker\"},"
                       "\"inks\":[{\"id\":\"a\",\"strength\":0.1,\"mine\":{\"x\":[1,2,{\"y\":null}]}}]}";
    sct_palette *palette = NULL, *again = NULL;
    sct_bytes bytes = {0};
    assert_int_equal(sct_palette_from_json(NULL, text, strlen(text), &palette), SCT_OK);
    assert_int_equal(sct_palette_json(NULL, palette, &bytes), SCT_OK);
    assert_non_null(strstr((const char *)bytes.data, "\"mine\""));
    assert_int_equal(sct_palette_from_json(NULL, bytes.data, bytes.size, &again), SCT_OK);
    assert_string_equal(palette_facts_of(palette).fingerprint, palette_facts_of(again).fingerprint);
    assert_string_equal(palette_facts_of(palette).name, "Gr\xc3\xb6\xc3\x9f"
                                                        "e ?");
    sct_bytes_free(&bytes);
    sct_palette_free(again);
    sct_palette_free(palette);
}

static void one_ink_as_json(void **state)
{
    (void)state;
    const char *text =
        "{\"scalptone_palette\":1,\"name\":\"n\",\"provenance\":{\"kind\":\"maker\"},\"inks\":[{\"id\":\"a\"},"
        "{\"id\":\"b\",\"mine\":1,\"colours\":[{\"state\":\"healed\",\"lab\":[50,0,0],\"illuminant\":\"D65\","
        "\"observer\":2,\"specular\":\"excluded\"}]}]}";
    sct_palette *palette = NULL;
    sct_bytes bytes = {0};
    json *root = NULL;
    assert_int_equal(sct_palette_from_json(NULL, text, strlen(text), &palette), SCT_OK);
    assert_int_equal(sct_palette_ink_json(NULL, palette, 2, &bytes), SCT_ERR_ARGUMENT);
    assert_int_equal(sct_palette_ink_json(NULL, palette, 1, &bytes), SCT_OK);
    assert_null(strchr((const char *)bytes.data, '\n'));
    assert_int_equal(json_parse(NULL, bytes.data, bytes.size, &root), SCT_OK);
    assert_string_equal(json_string(json_get(json_get(root, "ink"), "id")), "b");
    assert_near(json_number(json_get(json_get(root, "ink"), "mine")), 1, 0);
    const json *lab = json_get(json_at(json_get(root, "colours"), 0), "lab");
    assert_near(json_number(json_at(lab, 0)), 50, 1e-3); /* a grey stays grey under any light */
    assert_near(json_number(json_at(lab, 2)), 0, 1e-3);
    json_free(root);
    sct_bytes_free(&bytes);
    sct_palette_free(palette);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rfc8785_examples),
        cmocka_unit_test(rfc8785_numbers),
        cmocka_unit_test(fingerprints_tell_content_not_layout),
        cmocka_unit_test(round_trip),
        cmocka_unit_test(one_ink_as_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
