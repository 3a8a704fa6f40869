/* exchange_lost.c - what a file does not hold of the palette that it was written from: both are compared, key by key. */
#include "palette/exchange/exchange.h"

#include <stdlib.h>
#include <string.h>

enum { KEYS_MOST = 64 };

/* How many inks lost this key, or hold something else under it. */
typedef struct loss {
    const char *key;
    size_t gone, changed;
} loss;

typedef struct losses {
    size_t count;
    loss items[KEYS_MOST];
} losses;

static void count_loss(losses *all, const char *key, int gone)
{
    size_t i = 0;
    while (i < all->count && strcmp(all->items[i].key, key) != 0)
        i++;
    if (i == KEYS_MOST)
        return;
    if (i == all->count)
        all->items[all->count++] = (loss){.key = key};
    if (gone)
        all->items[i].gone++;
    else
        all->items[i].changed++;
}

static int is_nothing(const json *value)
{
    return !value || json_type(value) == JSON_NULL || (json_string(value) && !*json_string(value)) ||
           (json_type(value) == JSON_ARRAY && json_count(value) == 0);
}

static sct_status same(sct_context *ctx, const json *a, const json *b, int *out)
{
    sct_status status = SCT_OK;
    bytes_buffer one = {0}, two = {0};
    *out = 0;
    TRY(palette_canonical(ctx, a, &one));
    TRY(palette_canonical(ctx, b, &two));
    *out = one.size == two.size && memcmp(one.data, two.data, one.size) == 0;
done:
    mem_free(one.data);
    mem_free(two.data);
    return status;
}

static sct_status compare(sct_context *ctx, const json *before, const json *after, losses *all)
{
    sct_status status = SCT_OK;
    for (const json *m = json_first(before); m; m = json_next(m)) {
        const json *other = json_get(after, json_key(m));
        int equal = 0;
        if (strcmp(json_key(m), "inks") == 0 || is_nothing(m))
            continue;
        if (other)
            TRY(same(ctx, m, other, &equal));
        if (!equal)
            count_loss(all, json_key(m), !other);
    }
done:
    return status;
}

typedef struct id_place {
    const char *id;
    const json *ink;
} id_place;

static int by_id(const void *a, const void *b)
{
    return strcmp(((const id_place *)a)->id, ((const id_place *)b)->id);
}

static const char *text_in(const json *ink, const char *key)
{
    const char *text = json_string(json_get(ink, key));
    return text ? text : "";
}

/* What people call it. */
static const char *title_of(const json *ink)
{
    const char *product = text_in(ink, "product");
    return *product ? product : text_in(ink, "id");
}

static sct_status index_inks(sct_context *ctx, const json *list, int by_title, id_place **out)
{
    sct_status status = SCT_OK;
    size_t n = 0;
    TRY(mem_new(ctx, json_count(list), sizeof **out, (void **)out));
    for (const json *ink = json_first(list); ink; ink = json_next(ink))
        (*out)[n++] = (id_place){by_title ? title_of(ink) : text_in(ink, "id"), ink};
    qsort(*out, n, sizeof **out, by_id);
done:
    return status;
}

/* The ink of that id, or in files that have no ids that of the same name; null: none. */
static const json *find_ink(const json *wanted, const id_place *ids, const id_place *titles, size_t count)
{
    const id_place id = {text_in(wanted, "id"), NULL}, title = {title_of(wanted), NULL};
    const id_place *found = bsearch(&id, ids, count, sizeof *ids, by_id);
    if (!found)
        found = bsearch(&title, titles, count, sizeof *titles, by_id);
    return found ? found->ink : NULL;
}

static const char *quoted(const char *text, char *out, size_t size)
{
    text_print(out, size, "\"%s\"", text);
    return out;
}

static sct_status tell_losses(sct_context *ctx, const losses *root, const losses *inks, size_t missing, bytes_buffer *notes)
{
    sct_status status = SCT_OK;
    char key[64]; /* in quotation marks it stays the same in every language */
    for (size_t i = 0; i < root->count; i++)
        TRY(exchange_note(ctx, notes, root->items[i].gone ? "%s of the palette: lost" : "%s of the palette: changed",
                          quoted(root->items[i].key, key, sizeof key)));
    if (missing)
        TRY(exchange_note(ctx, notes, missing == 1 ? "%zu ink: lost" : "%zu inks: lost", missing));
    for (size_t i = 0; i < inks->count; i++) {
        const loss *l = &inks->items[i];
        if (l->gone)
            TRY(exchange_note(ctx, notes, l->gone == 1 ? "%s of %zu ink: lost" : "%s of %zu inks: lost",
                              quoted(l->key, key, sizeof key), l->gone));
        if (l->changed)
            TRY(exchange_note(ctx, notes, l->changed == 1 ? "%s of %zu ink: changed" : "%s of %zu inks: changed",
                              quoted(l->key, key, sizeof key), l->changed));
    }
done:
    return status;
}

sct_status exchange_lost(sct_context *ctx, const json *before, const json *after, bytes_buffer *notes)
{
    sct_status status = SCT_OK;
    losses root = {0}, inks = {0};
    id_place *ids = NULL, *titles = NULL;
    const json *list = json_get(after, "inks");
    size_t count = json_count(list), missing = 0;
    TRY(compare(ctx, before, after, &root));
    TRY(index_inks(ctx, list, 0, &ids));
    TRY(index_inks(ctx, list, 1, &titles));
    for (const json *ink = json_first(json_get(before, "inks")); ink; ink = json_next(ink)) {
        const json *found = find_ink(ink, ids, titles, count);
        missing += !found;
        if (found)
            TRY(compare(ctx, ink, found, &inks));
    }
    TRY(tell_losses(ctx, &root, &inks, missing, notes));
done:
    mem_free(ids);
    mem_free(titles);
    return status;
}
