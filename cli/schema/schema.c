/*
 * cli/schema/schema.c - the JSON Schema of what each command answers.
 *
 * A schema is a file, of this folder or of palettes/; the Makefile makes arrays
 * of them (SCHEMA_FILES). What several answers have in common is in shared.json
 * and is printed behind those that refer to it. tests/cli/schema.sh holds what
 * the program answers against what is printed here.
 */
#include "schema/schema.h"

#include <string.h>

extern const char schema_measure[], schema_chart[], schema_heal[], schema_preview[], schema_verify[], schema_diff[],
    schema_consult[], schema_palette_show[], schema_palette_substitute[], schema_palette_cup[], schema_record_list[],
    schema_record_mix[], schema_shared[];
extern const char schema_check_schema[], schema_palette_schema[], schema_chart_schema[]; /* of palettes/ */

static const struct {
    const char *name, *verb, *text; /* The verb of a command that has none is null. */
    int shares;                     /* Non-zero when it refers to what is in shared.json. */
} schemas[] = {
    {"measure", NULL, schema_measure, 1},
    {"chart", NULL, schema_chart, 1},
    {"heal", NULL, schema_heal, 1},
    {"preview", NULL, schema_preview, 1},
    {"verify", NULL, schema_verify, 1},
    {"diff", NULL, schema_diff, 0},
    {"consult", NULL, schema_consult, 0},
    {"card", NULL, schema_chart_schema, 0},
    {"palette", "check", schema_check_schema, 0},
    {"palette", "list", schema_palette_schema, 0},
    {"palette", "show", schema_palette_show, 0},
    {"palette", "substitute", schema_palette_substitute, 0},
    {"palette", "cup", schema_palette_cup, 0},
    {"record", "list", schema_record_list, 0},
    {"record", "mix", schema_record_mix, 0},
    {"record", "verify", schema_verify, 1},
};
enum { SCHEMAS = sizeof schemas / sizeof schemas[0] };

/* The members of the shared object follow before the closing brace. */
static void print_with_shared(const char *text)
{
    size_t end = (size_t)(strrchr(text, '}') - text);
    while (end && (text[end - 1] == '\n' || text[end - 1] == '\t'))
        end--;
    printf("%.*s,%s", (int)end, text, strchr(schema_shared, '{') + 1);
}

/* The verbs of a command that have an answer, with commas between them. */
static void list_verbs(const char *name, char *out, size_t size)
{
    size_t n = 0;
    out[0] = '\0';
    for (size_t i = 0; i < SCHEMAS && n < size; i++)
        if (schemas[i].verb && strcmp(schemas[i].name, name) == 0)
            n += (size_t)snprintf(out + n, size - n, "%s%s", n ? ", " : "", schemas[i].verb);
}

int schema_print(app *a, const char *name, const char *verb)
{
    char verbs[160];
    for (size_t i = 0; i < SCHEMAS; i++) {
        if (strcmp(schemas[i].name, name) != 0 || (schemas[i].verb && strcmp(schemas[i].verb, verb) != 0))
            continue;
        if (schemas[i].shares)
            print_with_shared(schemas[i].text);
        else
            fputs(schemas[i].text, stdout);
        return EXIT_ANSWER;
    }
    list_verbs(name, verbs, sizeof verbs);
    return complain(a, EXIT_USE, "--schema", "name a verb whose answer is meant: %s", verbs);
}
