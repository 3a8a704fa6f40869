/* tests/base/test_base.c - diagnostics, numbers as text, JSON, SHA-256, flags, sizes. */
#include "base/base.h"
#include "support/support.h"

#include <float.h>
#include <locale.h>

static void first_error_wins(void **state)
{
    (void)state;
    sct_context *ctx = NULL;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    assert_int_equal(diag_set(ctx, SCT_ERR_SHAPE, "first\n%s", "x\x01"), SCT_ERR_SHAPE);
    assert_int_equal(diag_set(ctx, SCT_ERR_IO, "second"), SCT_ERR_IO);
    assert_string_equal(sct_context_message(ctx), "first?x?");
    sct_context_clear(ctx);
    assert_string_equal(sct_context_message(ctx), "");
    sct_context_free(ctx);
}

static void limits_are_checked(void **state)
{
    (void)state;
    sct_context *ctx = NULL;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    assert_int_equal(sct_context_limit(ctx, SCT_LIMIT_PIXELS), 100000000);
    assert_int_equal(sct_context_set_limit(ctx, SCT_LIMIT_SIDE, 65500), SCT_OK);
    assert_int_equal(sct_context_set_limit(ctx, SCT_LIMIT_SIDE, 65501), SCT_ERR_OPTION);
    assert_int_equal(sct_context_set_limit(ctx, (sct_limit)99, 1), SCT_ERR_ARGUMENT);
    sct_context_free(ctx);
}

static void check_number(const char *text, double expected)
{
    const char *end;
    assert_near(text_number(text, &end), expected, 0);
    assert_string_equal(end, "");
}

static void numbers_may_be_long(void **state)
{
    (void)state;
    char text[400];
    check_number("0.1000000000000000000000000000000000000000000000000000000000000000000000", 0.1);
    check_number("-3.14159265358979323846264338327950288419716939937510582097494459230781640628e2", -314.1592653589793);
    check_number("0000000000000000000000000000000000000000000000000000000000000000000012.50", 12.5);
    check_number("100000000000000000000000000000000000000000000000000000000000000000000000e-71", 1);
    check_number("0.00000000000000000000000000000000000000000000000000000000000000000000001e71", 1);
    check_number("1e00000000000000000000000000000000000000000000000000000000000000000000002", 100);
    check_number("0.0000000000000000000000000000000000000000000000000000000000000000000000", 0);
    check_number("1e-99999999999999999999999", 0);
    for (int digits = 1; digits < 300; digits++) {
        memset(text, '7', (size_t)digits);
        text[digits] = '\0';
        check_number(text, strtod(text, NULL));
    }
}

static void numbers_ignore_the_locale(void **state)
{
    (void)state;
    static const char *const names[] = {"C", "de_DE.UTF-8", "fr_FR.UTF-8"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (!setlocale(LC_ALL, names[i])) {
            notice("no locale %s here", names[i]);
            continue;
        }
        const char *end = NULL;
        assert_near(text_number("-12.5e-1,7", &end), -1.25, 0);
        assert_string_equal(end, ",7");
        assert_true(isnan(text_number("nan", &end)));
        assert_true(isnan(text_number("0x10", &end)) || *end == 'x');
        char text[32];
        text_from_number(text, sizeof text, -0.004, 2, 0);
        assert_string_equal(text, "0.00");
        text_from_number(text, sizeof text, 21.50, 2, 1);
        assert_string_equal(text, "21.5");
        text_from_number(text, sizeof text, (double)NAN, 2, 1);
        assert_string_equal(text, "null");
        text_print(text, sizeof text, "%.2f of %d", 0.25, 7);
        assert_string_equal(text, "0.25 of 7");
    }
    setlocale(LC_ALL, "C");
}

/* A number in full is the shortest text that is read back as the same value, in any locale. */
static void numbers_in_full_come_back(void **state)
{
    static const struct {
        double value;
        const char *text;
    } cases[] = {
        {0, "0"},
        {-0.0, "-0"},
        {1, "1"},
        {0.1, "0.1"},
        {-21.5, "-21.5"},
        {1.0 / 3, "0.3333333333333333"},
        {0.1 + 0.2, "0.30000000000000004"},
        {1e15, "1000000000000000"},
        {1e16, "1e16"},
        {123456789012345680.0, "1.2345678901234568e17"},
        {1e-5, "0.00001"},
        {1.25e-6, "1.25e-6"},
        {5e-324, "4.94065645841247e-324"},
        {DBL_MAX, "1.7976931348623157e308"},
        {(double)INFINITY, "null"},
    };
    char text[64];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(text_from_exact(text, sizeof text, cases[i].value), strlen(cases[i].text));
        assert_string_equal(text, cases[i].text);
    }
    uint64_t bits = 88172645463325252u;
    for (int i = 0; i < 200000; i++) {
        double value, back;
        bits ^= bits << 13;
        bits ^= bits >> 7;
        bits ^= bits << 17;
        memcpy(&value, &bits, sizeof value);
        if (i % 2) /* numbers as they occur */
            value = (double)(bits >> 11) / 9007199254740992.0 * (i % 7 ? 100 : 1e-3);
        if (!isfinite(value))
            continue;
        assert_true(text_from_exact(text, sizeof text, value) < 30);
        back = text_number(text, NULL);
        assert_memory_equal(&back, &value, sizeof value);
    }
}

static void sha256_matches_fips_180(void **state)
{
    (void)state;
    char hex[65];
    sha256_hex("abc", 3, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    sha256_hex("", 0, hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void json_is_strict(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "{",
        "{\"a\":NaN}",
        "[Infinity]",
        "[-Infinity]",
        "[nan]",
        "{\"a\":1,\"a\":2}",
        "[01]",
        "[1.]",
        "[-.5]",
        "[2.e3]",
        "[\"\xff\"]",
        "[\"\xc0\x80\"]",
        "[\"\\u0000\"]",
        "[1\v]",
        "[\"\xed\xa0\x80\"]",
        "[1e+]",
        "[\"a",
        "[\"\\",
        "[1] x",
        "[1e999]",
        "[+1]",
        "\"\x01\"",
        "{\"a\":1,}",
        "[1,]",
        "[\"\\x\"]",
        "[\"\\u12g4\"]",
        "[\"\\ud800\"]",
        "[\"\\ud800\\u0041\"]",
        "[\"\\udc00\\ud800\"]",
        "{1:2}",
        "{\"a\" 1}",
        "{\"a\":}",
        "{\"a\"}",
        "[1 2]",
        "[,1]",
        "[tru]",
        "[truee]",
        "]",
        "[1}",
        "{]",
        "1 2",
        " ",
        "[1234567890123456789012345678901234567890123456789012345678901]", /* 61 digits: cJSON would cut it */
        ("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
         "]"
         "]]]]]]]]]]]]]]]]"),
    };
    sct_context *ctx = NULL;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        json *root = NULL;
        sct_context_clear(ctx);
        if (json_parse(ctx, bad[i], strlen(bad[i]), &root) != SCT_ERR_PALETTE) {
            print_error("accepted: %s\n", bad[i]);
            fail();
        }
        assert_null(root);
        assert_true(strlen(sct_context_message(ctx)) > 0);
    }
    sct_context_free(ctx);
}

/* One object with many keys must not cost the square of their number. */
/* What the scan lets through, the parser takes: then its refusal means lack of memory. */
static void json_is_not_stricter_than_json(void **state)
{
    (void)state;
    static const char *const good[] = {
        "0",
        " [ ] ",
        "{ }",
        "\"\"",
        "-0.5e-3",
        "[true,false,null]",
        "{\"\":{\"a\":[[],{}]}}",
        "\t\r\n1\n",
        "[1E5,2e+5]",
        "[0,1,2,3,4,5,6,7,8,9,-1,-9,9.9e-9]",
        "\xef\xbb\xbf[1]",
        "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\ude00\x7f\"]",
        "[0.00000000000000000000000000000000000000000000000001]",
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        json *root = NULL;
        sct_status status = json_parse(NULL, good[i], strlen(good[i]), &root);
        if (status != SCT_OK)
            print_error("refused: %s\n", good[i]);
        assert_int_equal(status, SCT_OK);
        json_free(root);
    }
}

static void json_with_many_keys(void **state)
{
    (void)state;
    enum { KEYS = 200000 };
    char *text = malloc(KEYS * 16 + 16), *s = text;
    assert_non_null(text);
    *s++ = '{';
    for (int i = 0; i < KEYS; i++)
        s += sprintf(s, "%s\"k%d\":0", i ? "," : "", i);
    char *end = s;
    json *root = NULL;
    *end = '}';
    assert_int_equal(json_parse(NULL, text, (size_t)(end + 1 - text), &root), SCT_OK);
    assert_int_equal(json_count(root), KEYS);
    json_free(root);
    end += sprintf(end, ",\"k77\":0}");
    assert_int_equal(json_parse(NULL, text, (size_t)(end - text), &root), SCT_ERR_PALETTE);
    free(text);
}

/* Two bytes of text a value must not become gigabytes of memory: refused before anything is built. */
static void json_with_too_many_values(void **state)
{
    (void)state;
    enum { VALUES = 10000002 };
    char *text = malloc(2 * VALUES + 2);
    sct_context *ctx = NULL;
    json *root = NULL;
    assert_non_null(text);
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    text[0] = '[';
    for (size_t i = 0; i < VALUES; i++)
        memcpy(text + 1 + 2 * i, i + 1 < VALUES ? "0," : "0]", 2);
    assert_int_equal(json_parse(ctx, text, 2 * VALUES + 1, &root), SCT_ERR_PALETTE);
    assert_non_null(strstr(sct_context_message(ctx), "10 million values"));
    assert_null(root);
    sct_context_free(ctx);
    free(text);
}

static void json_round_trip(void **state)
{
    (void)state;
    json *root = json_new_object();
    json_set(root, "L", json_new_number(62.104999, 2));
    json_set(root, "none", json_new_number((double)NAN, 2));
    json_set(root, "text", json_new_string("a\"b\n"));
    json *list = json_new_array();
    json_append(list, json_new_bool(1));
    json_set(root, "list", list);
    sct_bytes text = {0};
    assert_int_equal(json_print(NULL, root, 0, &text), SCT_OK);
    assert_string_equal((char *)text.data, "{\"L\":62.1,\"none\":null,\"text\":\"a\\\"b\\n\",\"list\":[true]}");
    json_free(root);
    assert_int_equal(json_parse(NULL, text.data, text.size, &root), SCT_OK);
    assert_near(json_number(json_get(root, "L")), 62.1, 0);
    assert_true(isnan(json_number(json_get(root, "none"))));
    assert_int_equal(json_bool(json_at(json_get(root, "list"), 0)), 1);
    json_free(root);
    sct_bytes_free(&text);
    json *broken = json_new_array();
    json_append(broken, NULL); /* what a failed allocation looks like */
    assert_int_equal(json_print(NULL, broken, 0, &text), SCT_ERR_MEMORY);
    json_free(broken);
}

static void flags_are_a_set(void **state)
{
    (void)state;
    sct_flags flags = {0};
    assert_int_equal(flags_add(&flags, "no-profile", 0, "no profile", "embed one"), 0);
    assert_int_equal(flags_addf(&flags, "clipped", 1, "expose less", "%d %% clipped", 12), 1);
    assert_int_equal(flags_add(&flags, "no-profile", 1, "again", ""), 0);
    assert_int_equal(flags.count, 2);
    assert_true(flags_have(&flags, "clipped"));
    for (int i = 0; i < 100; i++) {
        char code[16];
        snprintf(code, sizeof code, "c%d", i);
        flags_add(&flags, code, 0, "", "");
    }
    assert_int_equal(flags.count, SCT_FLAG_MAX);
}

static void sizes_do_not_overflow(void **state)
{
    (void)state;
    size_t out = 7;
    assert_int_equal(size_mul(NULL, SIZE_MAX / 2, 3, &out), SCT_ERR_MEMORY);
    assert_int_equal(out, 7);
    assert_int_equal(size_mul(NULL, 3, 5, &out), SCT_OK);
    assert_int_equal(out, 15);
    assert_int_equal(option_range(NULL, "kL", (double)NAN, 0, 1), SCT_ERR_OPTION);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_may_be_long),
        cmocka_unit_test(first_error_wins),
        cmocka_unit_test(limits_are_checked),
        cmocka_unit_test(numbers_ignore_the_locale),
        cmocka_unit_test(numbers_in_full_come_back),
        cmocka_unit_test(sha256_matches_fips_180),
        cmocka_unit_test(json_is_strict),
        cmocka_unit_test(json_is_not_stricter_than_json),
        cmocka_unit_test(json_with_many_keys),
        cmocka_unit_test(json_with_too_many_values),
        cmocka_unit_test(json_round_trip),
        cmocka_unit_test(flags_are_a_set),
        cmocka_unit_test(sizes_do_not_overflow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
