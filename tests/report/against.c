/* tests/report/against.c - a JSON text held against a JSON Schema. */
#include "report/against.h"
#include "support/support.h"

#include <regex.h>

typedef struct checker {
    const json *definitions;
    int every_key;
    char *fault;
} checker;

static const char *const known[] = {"$schema",
                                    "$id",
                                    "$defs",
                                    "$ref",
                                    "title",
                                    "description",
                                    "default",
                                    "type",
                                    "enum",
                                    "const",
                                    "required",
                                    "properties",
                                    "items",
                                    "minItems",
                                    "maxItems",
                                    "additionalProperties",
                                    "minimum",
                                    "maximum",
                                    "minLength",
                                    "maxLength",
                                    "pattern",
                                    "anyOf",
                                    "oneOf",
                                    "prefixItems",
                                    "exclusiveMinimum"};

static int fault(checker *c, const char *path, const char *what)
{
    if (!c->fault[0])
        snprintf(c->fault, FAULT_SIZE, "%.150s: %.100s", path, what);
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

static int is_type(const json *value, const char *word)
{
    if (strcmp(word, "integer") == 0)
        return json_type(value) == JSON_NUMBER && floor(json_number(value)) == json_number(value);
    return strcmp(word, type_word(value)) == 0;
}

static int type_fits(const json *type, const json *value)
{
    if (json_type(type) == JSON_STRING)
        return is_type(value, json_string(type));
    for (const json *one = json_first(type); one; one = json_next(one))
        if (is_type(value, json_string(one)))
            return 1;
    return 0;
}

/* Of words, numbers and null. */
static int is_one_of(const json *choices, const json *value)
{
    for (const json *one = json_first(choices); one; one = json_next(one)) {
        int same = json_type(one) == json_type(value);
        if (same && json_type(one) == JSON_STRING)
            same = strcmp(json_string(one), json_string(value)) == 0;
        else if (same && json_type(one) == JSON_NUMBER)
            same = json_number(one) == json_number(value);
        if (same)
            return 1;
    }
    return 0;
}

static int check(checker *c, const json *schema, const json *value, const char *path);

static int has_all(const json *schema, const json *value, const char **missing)
{
    for (const json *name = json_first(json_get(schema, "required")); name; name = json_next(name))
        if (!json_get(value, json_string(name))) {
            *missing = json_string(name);
            return 0;
        }
    return 1;
}

/* How many of the alternatives, each of which names keys, an object has. */
static size_t alternatives_met(const json *alternatives, const json *value)
{
    const char *missing;
    size_t met = 0;
    for (const json *one = json_first(alternatives); one; one = json_next(one))
        met += (size_t)has_all(one, value, &missing);
    return met;
}

static int check_members(checker *c, const json *schema, const json *value, const char *path)
{
    const json *properties = json_get(schema, "properties");
    int closed = c->every_key || json_bool(json_get(schema, "additionalProperties")) == 0;
    char inner[256];
    for (const json *member = json_first(value); member; member = json_next(member)) {
        const json *rule = json_get(properties, json_key(member));
        snprintf(inner, sizeof inner, "%.180s.%.60s", path, json_key(member));
        if (!rule && closed)
            return fault(c, inner, "the schema does not name this key");
        if (rule && !check(c, rule, member, inner))
            return 0;
    }
    return 1;
}

static int check_object(checker *c, const json *schema, const json *value, const char *path)
{
    const char *missing = "";
    char text[128];
    if (!has_all(schema, value, &missing)) {
        snprintf(text, sizeof text, "lacks \"%s\"", missing);
        return fault(c, path, text);
    }
    if (c->every_key && json_count(json_get(schema, "properties")) != json_count(json_get(schema, "required")))
        return fault(c, path, "the schema names keys that it does not require");
    if ((json_get(schema, "anyOf") && !alternatives_met(json_get(schema, "anyOf"), value)) ||
        (json_get(schema, "oneOf") && alternatives_met(json_get(schema, "oneOf"), value) != 1))
        return fault(c, path, "is none of the alternatives");
    return check_members(c, schema, value, path);
}

static int check_array(checker *c, const json *schema, const json *value, const char *path)
{
    double least = json_number(json_get(schema, "minItems")), most = json_number(json_get(schema, "maxItems"));
    double count = (double)json_count(value);
    const json *rule = json_first(json_get(schema, "prefixItems")), *others = json_get(schema, "items");
    if (count < least || count > most)
        return fault(c, path, "too few or too many items");
    if (!rule && !others)
        return fault(c, path, "the schema says nothing of its items");
    for (const json *item = json_first(value); item; item = json_next(item)) {
        if ((rule || others) && !check(c, rule ? rule : others, item, path))
            return 0;
        rule = rule ? json_next(rule) : NULL;
    }
    return 1;
}

static int check_text(checker *c, const json *schema, const json *value, const char *path)
{
    const char *pattern = json_string(json_get(schema, "pattern"));
    double length = (double)strlen(json_string(value));
    regex_t expression;
    int fits = 1;
    if (length < json_number(json_get(schema, "minLength")) || length > json_number(json_get(schema, "maxLength")))
        return fault(c, path, "is too short or too long");
    if (pattern) {
        assert_int_equal(regcomp(&expression, pattern, REG_EXTENDED | REG_NOSUB), 0);
        fits = regexec(&expression, json_string(value), 0, NULL, 0) == 0;
        regfree(&expression);
    }
    return fits ? 1 : fault(c, path, "does not fit the pattern");
}

static int knows_rules(checker *c, const json *schema, const char *path)
{
    for (const json *word = json_first(schema); word; word = json_next(word)) {
        size_t i = 0;
        while (i < sizeof known / sizeof known[0] && strcmp(known[i], json_key(word)) != 0)
            i++;
        if (i == sizeof known / sizeof known[0])
            return fault(c, path, json_key(word));
    }
    return 1;
}

static int check_value(checker *c, const json *schema, const json *value, const char *path)
{
    const json *type = json_get(schema, "type"), *choices = json_get(schema, "enum"), *constant = json_get(schema, "const");
    if (!schema || (!type && !choices && !constant))
        return fault(c, path, "the schema says nothing of it");
    if (constant && !(json_number(constant) == json_number(value)))
        return fault(c, path, "is not the constant");
    if (choices && !is_one_of(choices, value))
        return fault(c, path, "is none of the words");
    if (type && !type_fits(type, value))
        return fault(c, path, type_word(value));
    if (json_number(value) < json_number(json_get(schema, "minimum")) ||
        json_number(value) <= json_number(json_get(schema, "exclusiveMinimum")) ||
        json_number(value) > json_number(json_get(schema, "maximum")))
        return fault(c, path, "is out of range");
    return 1;
}

static int check(checker *c, const json *schema, const json *value, const char *path)
{
    const char *reference = json_string(json_get(schema, "$ref"));
    if (!knows_rules(c, schema, path))
        return 0;
    if (reference)
        schema = json_get(c->definitions, reference + strlen("#/$defs/"));
    if (!knows_rules(c, schema, path) || !check_value(c, schema, value, path))
        return 0;
    switch (json_type(value)) {
    case JSON_OBJECT: return check_object(c, schema, value, path);
    case JSON_ARRAY: return check_array(c, schema, value, path);
    case JSON_STRING: return check_text(c, schema, value, path);
    default: return 1;
    }
}

void fault_against(const char *schema, const void *text, size_t size, int every_key, char out[FAULT_SIZE])
{
    json *rules = NULL, *value = NULL;
    out[0] = '\0';
    if (json_parse(NULL, schema, strlen(schema), &rules) != SCT_OK)
        snprintf(out, FAULT_SIZE, "the schema is not JSON");
    else if (json_parse(NULL, text, size, &value) != SCT_OK)
        snprintf(out, FAULT_SIZE, "the answer is not JSON");
    else
        check(&(checker){json_get(rules, "$defs"), every_key, out}, rules, value, "$");
    json_free(value);
    json_free(rules);
}
