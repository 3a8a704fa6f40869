/*
 * tests/palette/test_palette_shipped.c - the files of palettes/: every palette
 * read without a warning, every file valid by the schema beside it, and the
 * schemas in step with what the reader knows.
 */
#include "palette/palette_private.h"
#include "support/support.h"

static const char *const palettes[] = {"palettes/default.json", "palettes/generic-carbon.json",
                                       "palettes/generic-iron-oxide.json", "palettes/ready-shades.json"};
static const char *const scales[] = {"palettes/scales/monk.json", "palettes/scales/issa.json", "palettes/scales/hair.json"};
static const char *const charts[] = {"palettes/charts/colorchecker-classic.json",
                                     "palettes/charts/colorchecker-classic-2014.json",
                                     "palettes/charts/colorchecker-sg.json", "palettes/charts/colorchecker-sg-2014.json",
                                     "palettes/charts/spydercheckr-24.json"};

static json *json_of(const char *path)
{
    size_t size = 0;
    unsigned char *text = read_file(path, &size);
    json *root = NULL;
    sct_context *ctx = NULL;
    if (!text)
        fail_msg("no %s", path);
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    if (json_parse(ctx, text, size, &root) != SCT_OK)
        fail_msg("%s: %s", path, sct_context_message(ctx));
    sct_context_free(ctx);
    free(text);
    return root;
}

/* ---- as much of JSON Schema 2020-12 as the schemas use ---- */

static const json *resolve(const json *root, const json *schema)
{
    const char *reference = json_string(json_get(schema, "$ref"));
    if (!reference)
        return schema;
    assert_int_equal(strncmp(reference, "#/$defs/", 8), 0);
    const json *target = json_get(json_get(root, "$defs"), reference + 8);
    assert_non_null(target);
    return target;
}

static int is_of_type(const json *value, const char *type)
{
    switch (json_type(value)) {
    case JSON_OBJECT: return strcmp(type, "object") == 0;
    case JSON_ARRAY: return strcmp(type, "array") == 0;
    case JSON_STRING: return strcmp(type, "string") == 0;
    case JSON_BOOL: return strcmp(type, "boolean") == 0;
    case JSON_NUMBER:
        return strcmp(type, "number") == 0 ||
               (strcmp(type, "integer") == 0 && json_number(value) == floor(json_number(value)));
    case JSON_NULL: return strcmp(type, "null") == 0;
    }
    return 0;
}

static int is_equal(const json *a, const json *b)
{
    const char *s = json_string(a), *t = json_string(b);
    return s && t ? strcmp(s, t) == 0 : json_number(a) == json_number(b);
}

/* value >= limit and the like; an absent limit (NaN) holds. */
static int is_within(double value, const json *schema, const char *least, const char *most)
{
    double lo = json_number(json_get(schema, least)), hi = json_number(json_get(schema, most));
    return !(value < lo) && !(value > hi);
}

static int is_valid(const json *root, const json *schema, const json *value);

static int is_valid_object(const json *root, const json *schema, const json *value)
{
    for (const json *key = json_first(json_get(schema, "required")); key; key = json_next(key))
        if (!json_get(value, json_string(key)))
            return 0;
    for (const json *member = json_first(value); member; member = json_next(member)) {
        const json *property = json_get(json_get(schema, "properties"), json_key(member));
        if (!property || !is_valid(root, property, member)) /* shipped files hold no unknown keys */
            return 0;
    }
    const json *any = json_first(json_get(schema, "anyOf"));
    int fits = !any;
    for (; any; any = json_next(any))
        fits |= json_get(value, json_string(json_first(json_get(any, "required")))) != NULL;
    return fits;
}

static int is_valid_array(const json *root, const json *schema, const json *value)
{
    const json *prefix = json_first(json_get(schema, "prefixItems")), *items = json_get(schema, "items");
    if (!is_within((double)json_count(value), schema, "minItems", "maxItems"))
        return 0;
    for (const json *element = json_first(value); element; element = json_next(element)) {
        const json *rule = prefix ? prefix : items;
        if (rule && !is_valid(root, rule, element))
            return 0;
        prefix = json_next(prefix);
    }
    return 1;
}

static int is_valid(const json *root, const json *schema, const json *value)
{
    schema = resolve(root, schema);
    const char *type = json_string(json_get(schema, "type"));
    const json *only = json_get(schema, "const"), *word = json_first(json_get(schema, "enum"));
    if ((type && !is_of_type(value, type)) || (only && !is_equal(only, value)))
        return 0;
    int listed = !word;
    for (; word; word = json_next(word))
        listed |= is_equal(word, value);
    if (!listed)
        return 0;
    switch (json_type(value)) {
    case JSON_OBJECT: return is_valid_object(root, schema, value);
    case JSON_ARRAY: return is_valid_array(root, schema, value);
    case JSON_STRING: return is_within((double)strlen(json_string(value)), schema, "minLength", "maxLength");
    case JSON_NUMBER:
        return is_within(json_number(value), schema, "minimum", "maximum") &&
               !(json_number(value) <= json_number(json_get(schema, "exclusiveMinimum")));
    default: return 1;
    }
}

static void check_schema(const char *schema_path, const char *const *paths, size_t count)
{
    json *schema = json_of(schema_path);
    for (size_t i = 0; i < count; i++) {
        json *file = json_of(paths[i]);
        if (!is_valid(schema, schema, file))
            fail_msg("%s breaks %s", paths[i], schema_path);
        json_free(file);
    }
    json_free(schema);
}

static void files_fit_their_schemas(void **state)
{
    (void)state;
    check_schema("palettes/palette.schema.json", palettes, sizeof palettes / sizeof palettes[0]);
    check_schema("palettes/scales/scale.schema.json", scales, sizeof scales / sizeof scales[0]);
    check_schema("palettes/charts/chart.schema.json", charts, sizeof charts / sizeof charts[0]);
    check_schema("palettes/charts/chart.schema.json", (const char *const[]){"palettes/charts/consultation-card.json"}, 1);
}

/* The check above must be able to fail. */
static void the_schema_refuses(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "{\"name\":\"n\",\"provenance\":{\"kind\":\"maker\"},\"inks\":[{\"id\":\"a\"}]}",
        "{\"scalptone_palette\":2,\"name\":\"n\",\"provenance\":{\"kind\":\"maker\"},\"inks\":[{\"id\":\"a\"}]}",
        "{\"scalptone_palette\":1,\"name\":\"n\",\"provenance\":{\"kind\":\"other\"},\"inks\":[{\"id\":\"a\"}]}",
        "{\"scalptone_palette\":1,\"name\":\"n\",\"provenance\":{\"kind\":\"maker\"},\"inks\":[]}",
        "{\"scalptone_palette\":1,\"name\":\"n\",\"provenance\":{\"kind\":\"maker\"},\"inks\":[{\"id\":\"a\",\"strength\":0}"
        "]}",
        "{\"scalptone_palette\":1,\"name\":\"n\",\"provenance\":{\"kind\":\"maker\"},\"inks\":[{\"id\":\"a\",\"colours\":["
        "{\"state\":\"cup\",\"illuminant\":\"D50\",\"observer\":2,\"specular\":\"excluded\"}]}]}",
        "{\"scalptone_palette\":1,\"name\":\"n\",\"provenance\":{\"kind\":\"maker\"},\"inks\":[{\"id\":\"a\",\"colours\":["
        "{\"state\":\"cup\",\"lab\":[101,0,0],\"illuminant\":\"D50\",\"observer\":2,\"specular\":\"excluded\"}]}]}",
    };
    json *schema = json_of("palettes/palette.schema.json");
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        json *file = NULL;
        assert_int_equal(json_parse(NULL, bad[i], strlen(bad[i]), &file), SCT_OK);
        if (is_valid(schema, schema, file))
            fail_msg("the schema accepts %s", bad[i]);
        json_free(file);
    }
    json_free(schema);
}

static void check_keys(const json *schema, const char *const *known)
{
    const json *properties = json_get(schema, "properties");
    size_t n = 0;
    for (; known[n]; n++)
        if (!json_get(properties, known[n]))
            fail_msg("the schema lacks %s", known[n]);
    assert_int_equal(json_count(properties), n);
}

static void the_schema_knows_the_readers_keys(void **state)
{
    (void)state;
    json *schema = json_of("palettes/palette.schema.json");
    const json *defs = json_get(schema, "$defs");
    check_keys(schema, palette_keys_root);
    check_keys(json_get(defs, "provenance"), palette_keys_provenance);
    check_keys(json_get(defs, "ink"), palette_keys_ink);
    check_keys(json_get(defs, "dilution"), palette_keys_dilution);
    check_keys(json_get(defs, "pigment"), palette_keys_pigment);
    check_keys(json_get(defs, "colour"), palette_keys_colour);
    check_keys(json_get(defs, "spectrum"), palette_keys_spectrum);
    json_free(schema);
}

static void palettes_read_without_a_warning(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof palettes / sizeof palettes[0]; i++) {
        size_t size = 0;
        unsigned char *text = read_file(palettes[i], &size);
        sct_palette *palette = NULL;
        sct_context *ctx = NULL;
        assert_int_equal(sct_context_new(&ctx), SCT_OK);
        if (sct_palette_from_json(ctx, text, size, &palette) != SCT_OK)
            fail_msg("%s: %s", palettes[i], sct_context_message(ctx));
        palette_info info = palette_facts_of(palette);
        assert_int_equal(info.warning_count, 0);
        assert_int_equal(info.provenance, SCT_PROVENANCE_ILLUSTRATIVE); /* no maker's name without published data */
        assert_true(strlen(info.source) > 20 && strlen(info.method) > 20);
        for (size_t k = 0; k < sct_palette_count(palette); k++)
            assert_string_equal(palette_ink_at(palette, k).brand, "Generic");
        sct_palette_free(palette);
        sct_context_free(ctx);
        free(text);
    }
}

/* More water is lighter, at every dilution of every ink that is mixed. */
static void ladders_climb(void **state)
{
    (void)state;
    size_t size = 0, inks = 0;
    unsigned char *text = read_file("palettes/default.json", &size);
    sct_palette *palette = NULL;
    assert_int_equal(sct_palette_from_json(NULL, text, size, &palette), SCT_OK);
    assert_int_equal(sct_palette_count(palette), 10);
    for (size_t i = 0; i < sct_palette_count(palette); i++) {
        palette_ink ink = palette_ink_at(palette, i);
        sct_lab lab = {0, 0, 0};
        double before = -1;
        if (ink.kind != SCT_INK_DILUTABLE)
            continue;
        inks++;
        for (double water = ink.min_parts_water; water <= ink.max_parts_water; water += ink.step) {
            assert_true(palette_colour_at(&ink, SCT_STATE_DRAWDOWN, water, &lab));
            assert_true(lab.L > before - 0.05);
            before = lab.L;
        }
        figure("palette: %-18s L* %.0f to %.0f", ink.id, ink.colours[0].lab.L, before);
    }
    assert_true(inks >= 4);
    sct_palette_free(palette);
    free(text);
}

/* Charts: as many patches as the grid has, and neutrals that are neutral. */
static void charts_are_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof charts / sizeof charts[0]; i++) {
        json *chart = json_of(charts[i]);
        const json *grid = json_get(chart, "grid"), *patches = json_get(chart, "patches");
        double cells = json_number(json_get(grid, "rows")) * json_number(json_get(grid, "columns"));
        int neutrals = 0;
        assert_near((double)json_count(patches), cells, 0);
        for (const json *patch = json_first(patches); patch; patch = json_next(patch)) {
            const json *lab = json_get(patch, "lab");
            if (json_bool(json_get(patch, "neutral")) != 1)
                continue;
            neutrals++;
            assert_at_most(hypot(json_number(json_at(lab, 1)), json_number(json_at(lab, 2))), 4);
        }
        assert_int_equal(neutrals, strstr(charts[i], "-sg") ? 15 : 6);
        json_free(chart);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_fit_their_schemas),
        cmocka_unit_test(the_schema_refuses),
        cmocka_unit_test(the_schema_knows_the_readers_keys),
        cmocka_unit_test(palettes_read_without_a_warning),
        cmocka_unit_test(ladders_climb),
        cmocka_unit_test(charts_are_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
