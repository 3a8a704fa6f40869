/* shelf_tree.c - trees of palette files with something exchanged. */
#include "palette/shelf/shelf.h"

#include <string.h>

json *shelf_with(const json *object, const char *key, json *value)
{
    json *copy = json_new_object();
    int found = 0;
    for (const json *m = json_first(object); m; m = json_next(m)) {
        int this_one = strcmp(json_key(m), key) == 0;
        found |= this_one;
        if (!this_one)
            json_set(copy, json_key(m), json_copy(m));
        else if (value)
            json_set(copy, key, value);
    }
    if (!found && value)
        json_set(copy, key, value);
    return copy;
}

json *shelf_replace(json *object, const char *key, json *value)
{
    json *copy = shelf_with(object, key, value);
    json_free(object);
    return copy;
}

sct_status shelf_print(sct_context *ctx, json *root, sct_bytes *out)
{
    sct_status status = SCT_OK;
    sct_bytes text = {0};
    bytes_buffer lines = {0};
    sct_palette *check = NULL;
    void *copy = NULL;
    TRY(json_print(ctx, root, 1, &text));
    TRY(sct_palette_from_json(ctx, text.data, text.size, &check)); /* what is written can be read */
    TRY(bytes_append(ctx, &lines, text.data, text.size));
    TRY(bytes_append(ctx, &lines, "\n", 2)); /* and the zero behind it */
    TRY(mem_new(ctx, lines.size, 1, &copy));
    memcpy(copy, lines.data, lines.size);
    *out = (sct_bytes){copy, lines.size - 1};
done:
    json_free(root);
    sct_palette_free(check);
    sct_bytes_free(&text);
    mem_free(lines.data);
    return status;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* With one step back to the last star: no pattern takes longer than pattern x text. */
int shelf_like(const char *pattern, const char *text)
{
    const char *star = NULL, *from = NULL;
    while (*text) {
        if (*pattern == '*') {
            star = pattern++;
            from = text;
        } else if (*pattern == '?' || (*pattern && lower(*pattern) == lower(*text))) {
            pattern++;
            text++;
        } else if (star) {
            pattern = star + 1;
            text = ++from;
        } else {
            return 0;
        }
    }
    while (*pattern == '*')
        pattern++;
    return !*pattern;
}
