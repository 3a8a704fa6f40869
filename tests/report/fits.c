/*
 * tests/report/fits.c - whether an answer fits a schema: exit 0, or its first fault and exit 1.
 *
 *     fits open|closed SCHEMA.json ANSWER.json
 *
 * For a closed schema the answer is then damaged: each of its objects in turn gets a key that nobody named, which must be
 * refused. How many there were is printed: "12 objects are closed".
 */
#include "report/against.h"
#include "support/support.h"

static const char key[] = "\"nobody named this\":1";

/* Where the next object begins, outside of strings, or null. */
static const char *next_object(const char *s)
{
    int inside = 0;
    for (; *s; s++) {
        if (inside && *s == '\\' && s[1])
            s++;
        else if (*s == '"')
            inside = !inside;
        else if (*s == '{' && !inside)
            return s;
    }
    return NULL;
}

/* The first object that takes a key that nobody named: where it begins, or null. */
static const char *find_open(const char *schema, const char *answer, size_t size, size_t *objects)
{
    char fault[FAULT_SIZE];
    size_t room = size + sizeof key + 1;
    char *damaged = malloc(room);
    const char *at = damaged ? next_object(answer) : answer;
    for (*objects = 0; damaged && at; at = next_object(at + 1), ++*objects) {
        const char *after = at + 1 + strspn(at + 1, " \t\n");
        int n = snprintf(damaged, room, "%.*s{%s%s%s", (int)(at - answer), answer, key, *after == '}' ? "" : ",", at + 1);
        fault_against(schema, damaged, (size_t)n, 0, fault);
        if (!strstr(fault, "nobody named this"))
            break;
    }
    free(damaged);
    return at;
}

int main(int argc, char **argv)
{
    size_t size = 0, objects = 0;
    char fault[FAULT_SIZE];
    int closed = argc == 4 && strcmp(argv[1], "closed") == 0;
    if (argc != 4 || (!closed && strcmp(argv[1], "open") != 0))
        return 2;
    char *schema = (char *)read_file(argv[2], &size), *answer = (char *)read_file(argv[3], &size);
    int code = schema && answer ? 0 : 2;
    if (!code) {
        fault_against(schema, answer, size, 0, fault);
        code = fault[0] != '\0';
        if (fault[0] || !closed)
            printf("%s\n", fault[0] ? fault : "every value is as it says");
    }
    if (!code && closed) {
        const char *open = find_open(schema, answer, size, &objects);
        code = open || !objects;
        if (open)
            printf("takes a key that nobody named: %.60s\n", open);
        else
            printf("%zu objects are closed\n", objects);
    }
    free(answer);
    free(schema);
    return code;
}
