/*
 * shelf_merge.c - several palettes as one. What stands in an earlier one comes
 * before what stands in a later one; what an earlier one does not say is taken
 * from the later.
 */
#include "palette/shelf/shelf.h"

#include <stdlib.h>
#include <string.h>

typedef struct merger {
    sct_context *ctx;
    const sct_palette *const *palettes;
    size_t count;
    bytes_buffer notes;
} merger;

/* What `first` has, and what only `second` has; *taken counts the keys. */
static json *joined(const json *first, const json *second, size_t *taken)
{
    json *copy = json_copy(first);
    for (const json *m = json_first(second); m; m = json_next(m))
        if (!json_get(first, json_key(m))) {
            json_set(copy, json_key(m), json_copy(m));
            ++*taken;
        }
    return copy;
}

/* Non-zero when an earlier palette has the ink. */
static int is_known(const merger *m, size_t palette, const char *id)
{
    for (size_t p = 0; p < palette; p++)
        if (sct_palette_find(m->palettes[p], id) != SIZE_MAX)
            return 1;
    return 0;
}

static const json *ink_in(const sct_palette *palette, size_t index, const json *const *table)
{
    return index < sct_palette_count(palette) ? table[index] : NULL;
}

/* The inks of each palette in the order of the file: looking one up by number would go through the list each time. */
static sct_status list_inks(const merger *m, const json ***tables)
{
    sct_status status = SCT_OK;
    for (size_t p = 0; p < m->count; p++) {
        size_t n = 0;
        TRY(mem_new(m->ctx, m->palettes[p]->ink_count, sizeof **tables, (void **)&tables[p]));
        for (const json *ink = json_first(json_get(m->palettes[p]->root, "inks")); ink; ink = json_next(ink))
            tables[p][n++] = ink;
    }
done:
    return status;
}

static sct_status merge_ink(merger *m, const json ***tables, size_t p, size_t i, json *inks)
{
    sct_status status = SCT_OK;
    const char *id = m->palettes[p]->inks[i].id;
    json *ink = json_copy(tables[p][i]);
    for (size_t later = p + 1; later < m->count; later++) {
        size_t taken = 0;
        const json *other = ink_in(m->palettes[later], sct_palette_find(m->palettes[later], id), tables[later]);
        if (!other)
            continue;
        json *both = joined(ink, other, &taken);
        json_free(ink);
        ink = both;
        TRY(exchange_note(m->ctx, &m->notes,
                          taken ? "%s stands in palettes %zu and %zu: the first counts, and what it does not say is taken "
                                  "from the other"
                                : "%s stands in palettes %zu and %zu: the first counts",
                          id, p + 1, later + 1));
    }
    json_append(inks, ink);
    ink = NULL;
done:
    json_free(ink);
    return status;
}

static sct_status merge_inks(merger *m, json *inks)
{
    sct_status status = SCT_OK;
    const json ***tables = NULL;
    TRY(mem_new(m->ctx, m->count, sizeof *tables, (void **)&tables));
    TRY(list_inks(m, tables));
    for (size_t p = 0; p < m->count; p++)
        for (size_t i = 0; i < m->palettes[p]->ink_count; i++)
            if (!is_known(m, p, m->palettes[p]->inks[i].id))
                TRY(merge_ink(m, tables, p, i, inks));
done:
    for (size_t p = 0; tables && p < m->count; p++)
        mem_free((void *)(uintptr_t)tables[p]);
    mem_free((void *)(uintptr_t)tables);
    return status;
}

/* A palette is only as good as the weakest word in it. */
static sct_status merge_head(merger *m, json **root)
{
    const sct_palette *first = m->palettes[0];
    for (size_t p = 1; p < m->count; p++)
        if (m->palettes[p]->info.provenance == SCT_PROVENANCE_ILLUSTRATIVE &&
            first->info.provenance != SCT_PROVENANCE_ILLUSTRATIVE) {
            json *provenance = shelf_with(json_get(first->root, "provenance"), "kind", json_new_string("illustrative"));
            *root = shelf_replace(*root, "provenance", provenance);
            return exchange_note(m->ctx, &m->notes,
                                 "palette %zu is illustrative, so that the whole is: its inks were computed, not measured",
                                 p + 1);
        }
    return SCT_OK;
}

sct_status sct_palette_merge(sct_context *ctx, const sct_palette *const *palettes, size_t count, sct_bytes *out,
                             sct_bytes *notes)
{
    sct_status status = SCT_OK;
    merger m = {.ctx = ctx, .palettes = palettes, .count = count};
    json *inks = NULL, *root = NULL;
    void *copy = NULL;
    sct_context_clear(ctx);
    if (!palettes || count < 1 || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_palette_merge needs palettes and a place for the answer");
    for (size_t p = 0; p < count; p++)
        if (!palettes[p])
            FAIL(ctx, SCT_ERR_ARGUMENT, "palettes[%zu] is null", p);
    inks = json_new_array();
    TRY(merge_inks(&m, inks));
    root = shelf_with(palettes[0]->root, "inks", inks);
    inks = NULL;
    TRY(merge_head(&m, &root));
    TRY(mem_new(ctx, m.notes.size + 1, 1, &copy));
    if (m.notes.size)
        memcpy(copy, m.notes.data, m.notes.size);
    status = shelf_print(ctx, root, out);
    root = NULL;
    if (status == SCT_OK && notes) {
        *notes = (sct_bytes){copy, m.notes.size};
        copy = NULL;
    }
done:
    json_free(inks);
    json_free(root);
    mem_free(copy);
    mem_free(m.notes.data);
    return status;
}
