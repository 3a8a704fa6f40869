/*
 * tests/report/test_schema.c - what a match writes, against the schema that
 * ships: every key is there, no other key is, and every value has its type.
 *
 * The checker knows the part of JSON Schema that ours uses: $ref, type, enum,
 * const, properties, required, items, minItems, maxItems, minimum, maximum. It
 * is stricter in one thing: a key that the schema does not name is a fault.
 */
#include "match/client.h"
#include "report/made_up.h"
#include "support/support.h"

typedef struct checker {
    const json *definitions;
    char fault[256];
} checker;

static int fault(checker *c, const char *path, const char *what)
{
    if (!c->fault[0])
        snprintf(c->fault, sizeof c->fault, "%.150s: %.100s", path, what);
    return 0;
}

static const char *type_word(const json *value)
{
    switch (json_type(value)) {
    case JSON_NULL: return "null";
    case JSON_BOOL: return "boolean";
    case JSON_NUMBER: return "number";
    case JSON_STRING: return "string";
    case JSON_ARRAY: return "array";
    case JSON_OBJECT: return "object";
    }
    return "";
}

static int type_fits(const json *type, const char *word)
{
    if (json_type(type) == JSON_STRING)
        return strcmp(json_string(type), word) == 0;
    for (const json *one = json_first(type); one; one = json_next(one))
        if (strcmp(json_string(one), word) == 0)
            return 1;
    return 0;
}

static int is_one_of(const json *choices, const json *value)
{
    for (const json *one = json_first(choices); one; one = json_next(one))
        if (json_string(one) && json_string(value) && strcmp(json_string(one), json_string(value)) == 0)
            return 1;
    return 0;
}

static int check(checker *c, const json *schema, const json *value, const char *path);

static int check_object(checker *c, const json *schema, const json *value, const char *path)
{
    const json *properties = json_get(schema, "properties");
    char inner[256];
    for (const json *name = json_first(json_get(schema, "required")); name; name = json_next(name))
        if (!json_get(value, json_string(name))) {
            snprintf(inner, sizeof inner, "lacks \"%s\"", json_string(name));
            return fault(c, path, inner);
        }
    if (json_count(properties) != json_count(json_get(schema, "required")))
        return fault(c, path, "the schema names keys that it does not require");
    for (const json *member = json_first(value); member; member = json_next(member)) {
        const json *rule = json_get(properties, json_key(member));
        snprintf(inner, sizeof inner, "%.180s.%.60s", path, json_key(member));
        if (!rule)
            return fault(c, inner, "the schema does not name this key");
        if (!check(c, rule, member, inner))
            return 0;
    }
    return 1;
}

static int check_array(checker *c, const json *schema, const json *value, const char *path)
{
    double least = json_number(json_get(schema, "minItems")), most = json_number(json_get(schema, "maxItems"));
    double count = (double)json_count(value);
    if (count < least || count > most)
        return fault(c, path, "too few or too many items");
    for (const json *item = json_first(value); item; item = json_next(item))
        if (!check(c, json_get(schema, "items"), item, path))
            return 0;
    return 1;
}

static int check(checker *c, const json *schema, const json *value, const char *path)
{
    const char *reference = json_string(json_get(schema, "$ref"));
    if (reference)
        schema = json_get(c->definitions, reference + strlen("#/$defs/"));
    const json *type = json_get(schema, "type"), *choices = json_get(schema, "enum"), *constant = json_get(schema, "const");
    if (!schema || (!type && !choices && !constant))
        return fault(c, path, "the schema says nothing of it");
    if (constant && json_number(constant) != json_number(value))
        return fault(c, path, "is not the constant");
    if (choices && !is_one_of(choices, value))
        return fault(c, path, "is none of the words");
    if (type && !type_fits(type, type_word(value)))
        return fault(c, path, type_word(value));
    if (json_number(value) < json_number(json_get(schema, "minimum")) ||
        json_number(value) > json_number(json_get(schema, "maximum")))
        return fault(c, path, "is out of range");
    if (json_type(value) == JSON_OBJECT)
        return check_object(c, schema, value, path);
    return json_type(value) == JSON_ARRAY ? check_array(c, schema, value, path) : 1;
}

/* The fault of a text against the schema, or "". */
static void fault_of(const void *text, size_t size, char *out, size_t capacity)
{
    json *schema = NULL, *value = NULL;
    const char *words = sct_ranking_schema();
    assert_int_equal(json_parse(NULL, words, strlen(words), &schema), SCT_OK);
    assert_int_equal(json_parse(NULL, text, size, &value), SCT_OK);
    checker c = {json_get(schema, "$defs"), ""};
    check(&c, schema, value, "$");
    snprintf(out, capacity, "%s", c.fault);
    json_free(value);
    json_free(schema);
}

static void check_match(const sct_measurement *m, const sct_palette *palette, const match_ranking *r,
                        const match_candidate *rows)
{
    char found[256];
    sct_bytes out = {0};
    assert_int_equal(report_match(NULL, m, palette, r, rows, &out), SCT_OK);
    fault_of(out.data, out.size, found, sizeof found);
    assert_string_equal(found, "");
    sct_bytes_free(&out);
}

static void what_a_match_writes_fits(void **state)
{
    (void)state;
    static match_candidate rows[SCT_CANDIDATE_MAX];
    sct_palette *palette = palette_of(carbon_palette);
    sct_measurement m = made_up_measurement();
    match_ranking r = made_up_ranking(&m, rows);
    check_match(&m, palette, &r, rows);

    sct_match_options o; /* a ranking as computed, with and without draws, of stubble and of grown hair */
    sct_match_options_init(&o);
    m = typical_client();
    rank_all(&o, &m, palette, rows, SCT_CANDIDATE_MAX, &r);
    check_match(&m, palette, &r, rows);
    o.draws = 0;
    m.hair.kind = SCT_HAIR_GROWN;
    m.hair.shadow = (sct_estimate){0};
    m.hair.coverage = m.hair.grey_fraction = m.hair.grey_lo = m.hair.grey_hi = m.hair.density_per_cm2 = (double)NAN;
    m.correction = (sct_correction){
        .kind = SCT_CORRECTION_NONE, .loo_de00_mean = (double)NAN, .loo_de00_max = (double)NAN, .u95_de00 = 10};
    rank_all(&o, &m, palette, rows, SCT_CANDIDATE_MAX, &r);
    check_match(&m, palette, &r, rows);
    sct_palette_free(palette);
}

/* A check that cannot fail proves nothing: each damage is found. */
static void damage_is_found(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to, *expected;
    } damages[] = {
        {"\"pick\":true", "\"pick\":1", "$.pick: number"},
        {"\"pick\":true", "\"pock\":true", "$: lacks \"pick\""},
        {"\"confidence\":\"high\"", "\"confidence\":\"huge\"", "$.confidence: is none of the words"},
        {"\"schema\":1", "\"schema\":2", "$.scalptone.schema: is not the constant"},
        {"\"band\":\"imperceptible\"", "\"band\":\"imperceptible\",\"bond\":1",
         "$.matches.bond: the schema does not name this key"},
        {"\"p_best\":0.62", "\"p_best\":1.62", "$.matches.p_best: is out of range"},
        {"\"dot_lab\":[32,1.5,2.25]", "\"dot_lab\":[32,1.5]", "$.matches.dot_lab: too few or too many items"},
    };
    match_candidate rows[MADE_UP_ROWS];
    sct_bytes out = {0};
    sct_palette *palette = palette_of(carbon_palette);
    sct_measurement m = made_up_measurement();
    match_ranking r = made_up_ranking(&m, rows);
    assert_int_equal(report_match(NULL, &m, palette, &r, rows, &out), SCT_OK);
    char *whole = calloc(out.size + 1, 1), *text = calloc(out.size + 64, 1);
    memcpy(whole, out.data, out.size);
    for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++) {
        char found[256];
        char *at = strstr(whole, damages[i].from);
        assert_non_null(at);
        snprintf(text, out.size + 64, "%.*s%s%s", (int)(at - whole), whole, damages[i].to, at + strlen(damages[i].from));
        fault_of(text, strlen(text), found, sizeof found);
        assert_string_equal(found, damages[i].expected);
    }
    free(text);
    free(whole);
    sct_bytes_free(&out);
    sct_palette_free(palette);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_match_writes_fits),
        cmocka_unit_test(damage_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
