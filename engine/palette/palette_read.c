/*
 * engine/palette/palette_read.c - a palette file from its first key to its
 * fingerprint. Memory is taken once: a count of everything comes first.
 */
#include "palette/palette_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const palette_keys_root[] = {"scalptone_palette", "name", "description", "provenance", "inks", NULL};
const char *const palette_keys_provenance[] = {"kind", "by", "date", "method", "source", "licence", NULL};

/* Takes the blocks that hold everything the inks can need; wrong types are counted too, which does no harm. */
static sct_status allocate(palette_reader *reader, const json *inks, size_t text_size)
{
    sct_status status = SCT_OK;
    sct_palette *palette = reader->palette;
    sct_context *ctx = reader->ctx;
    size_t count = 0, colours = 0, pigments = 0, ingredients = 0, samples = 0;
    for (const json *ink = json_first(inks); ink; ink = json_next(ink)) {
        count++;
        const json *list = json_get(ink, "colours");
        colours += json_count(list) + 1; /* one that is only stated */
        pigments += json_count(json_get(ink, "composition"));
        ingredients += json_count(json_get(ink, "ingredients"));
        for (const json *colour = json_first(list); colour; colour = json_next(colour))
            samples += json_count(json_get(json_get(colour, "spectrum"), "values"));
    }
    TRY(mem_new(ctx, text_size + 1, 1, (void **)&palette->texts));
    TRY(mem_new(ctx, count, sizeof *palette->inks, (void **)&palette->inks));
    TRY(mem_new(ctx, count, sizeof *palette->ids, (void **)&palette->ids));
    TRY(mem_new(ctx, colours, sizeof *palette->colours, (void **)&palette->colours));
    TRY(mem_new(ctx, pigments, sizeof *palette->pigments, (void **)&palette->pigments));
    TRY(mem_new(ctx, ingredients, sizeof *palette->ingredients, (void **)&palette->ingredients));
    TRY(mem_new(ctx, samples, sizeof *palette->samples, (void **)&palette->samples));
done:
    return status;
}

static int by_id(const void *a, const void *b)
{
    const palette_id *x = a, *y = b;
    int order = strcmp(x->id, y->id);
    return order ? order : (x->index > y->index) - (x->index < y->index);
}

/* Sorts the ids for looking up; the earliest ink that repeats an id is the one complained of. */
static sct_status index_ids(palette_reader *reader, const place *inks_at)
{
    sct_palette *palette = reader->palette;
    size_t repeated = SIZE_MAX, first = 0;
    for (size_t i = 0; i < palette->ink_count; i++)
        palette->ids[i] = (palette_id){palette->inks[i].id, i};
    qsort(palette->ids, palette->ink_count, sizeof *palette->ids, by_id);
    for (size_t i = 1; i < palette->ink_count; i++) {
        const palette_id *one = &palette->ids[i - 1], *two = &palette->ids[i];
        if (strcmp(one->id, two->id) == 0 && two->index < repeated) {
            repeated = two->index;
            first = one->index;
        }
    }
    if (repeated == SIZE_MAX)
        return SCT_OK;
    const place element = {inks_at, NULL, repeated};
    return field_refuse(reader, &element, "id", "\"%.60s\" is already that of inks[%zu]; give each ink its own",
                        palette->inks[repeated].id, first);
}

static sct_status read_inks(palette_reader *reader, const place *root, const json *list)
{
    sct_status status = SCT_OK;
    sct_palette *palette = reader->palette;
    const place here = {root, "inks", 0};
    for (const json *value = json_first(list); value; value = json_next(value)) {
        const place element = {&here, NULL, palette->ink_count};
        TRY(palette_read_ink(reader, &element, value, &palette->inks[palette->ink_count]));
        palette->ink_count++;
    }
    TRY(index_ids(reader, &here));
done:
    return status;
}

static sct_status read_provenance(palette_reader *reader, const place *root, const json *file)
{
    static const char *const kinds[] = {"illustrative", "measured", "maker", "stated", NULL};
    sct_status status = SCT_OK;
    palette_info *info = &reader->palette->info;
    const place at = {root, "provenance", 0};
    const json *object = field_get(file, "provenance");
    int kind = 0;

    if (object)
        TRY(field_object(reader, &at, object, palette_keys_provenance));
    if (!field_get(object, "kind"))
        field_warn(reader, &at, "kind", "missing, taken as \"illustrative\"; say whose word the colours are");
    TRY(field_word(reader, &at, object, "kind", FIELD_OPTIONAL, kinds, &kind));
    info->provenance = (sct_provenance)kind;
    TRY(field_text(reader, &at, object, "by", FIELD_OPTIONAL, &info->by));
    TRY(field_text(reader, &at, object, "date", FIELD_OPTIONAL, &info->date));
    TRY(field_text(reader, &at, object, "method", FIELD_OPTIONAL, &info->method));
    TRY(field_text(reader, &at, object, "source", FIELD_OPTIONAL, &info->source));
    TRY(field_text(reader, &at, object, "licence", FIELD_OPTIONAL, &info->licence));
done:
    return status;
}

/* The head of the file, and the list of inks within its bounds. */
static sct_status read_head(palette_reader *reader, const place *root, const json *file, const json **inks)
{
    sct_status status = SCT_OK;
    if (json_type(file) != JSON_OBJECT || !json_get(file, "scalptone_palette"))
        FAIL(reader->ctx, SCT_ERR_PALETTE, "scalptone_palette: missing; this is no palette file");
    if (!(json_number(json_get(file, "scalptone_palette")) == 1))
        FAIL(reader->ctx, SCT_ERR_PALETTE, "scalptone_palette: another version of the format; this program reads 1");
    TRY(field_array(reader, root, file, "inks", FIELD_REQUIRED, inks));
    size_t count = json_count(*inks); /* walks a long list */
    if (count == 0)
        TRY(field_refuse(reader, root, "inks", "empty; add at least one ink"));
    else if (count > SCT_PALETTE_INK_MAX)
        TRY(field_refuse(reader, root, "inks", "%zu inks, %d are the most; split the file", count, SCT_PALETTE_INK_MAX));
done:
    return status;
}

static sct_status read_file(palette_reader *reader, const json *file, size_t size)
{
    sct_status status = SCT_OK;
    sct_palette *palette = reader->palette;
    const place root = {NULL, NULL, 0};
    const json *inks = NULL;

    TRY(mem_new(reader->ctx, PALETTE_WARNING_MAX + 1, sizeof *palette->warning_texts, (void **)&palette->warning_texts));
    TRY(mem_new(reader->ctx, PALETTE_WARNING_MAX + 1, sizeof *palette->warnings, (void **)&palette->warnings));
    TRY(read_head(reader, &root, file, &inks));
    TRY(allocate(reader, inks, size));
    TRY(field_object(reader, &root, file, palette_keys_root));
    TRY(field_text(reader, &root, file, "name", FIELD_OPTIONAL, &palette->info.name));
    if (!*palette->info.name)
        field_warn(reader, &root, "name", "missing; reports will show the palette without a name");
    TRY(field_text(reader, &root, file, "description", FIELD_OPTIONAL, &palette->info.description));
    TRY(read_provenance(reader, &root, file));
    TRY(read_inks(reader, &root, inks));
done:
    return status;
}

/* Closes the list of warnings with what was only counted. */
static void list_warnings(palette_reader *reader)
{
    sct_palette *palette = reader->palette;
    palette_info *info = &palette->info;
    if (reader->approximated > 1)
        field_warn(reader, NULL, NULL, "%zu colours were brought to D50, 2 degrees without a spectrum",
                   reader->approximated);
    if (reader->warnings_dropped > 0)
        snprintf(palette->warning_texts[info->warning_count++], PALETTE_WARNING_SIZE, "and %zu more warnings",
                 reader->warnings_dropped);
    for (size_t i = 0; i < info->warning_count; i++)
        palette->warnings[i] = palette->warning_texts[i];
    info->warnings = palette->warnings;
}

sct_status sct_palette_from_json(sct_context *ctx, const void *text, size_t size, sct_palette **out)
{
    sct_status status = SCT_OK;
    sct_palette *palette = NULL;
    bytes_buffer canonical = {0};

    sct_context_clear(ctx);
    if (!text || !out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "no palette text or nowhere to put the palette");
    if (ctx && size > sct_context_limit(ctx, SCT_LIMIT_FILE_BYTES))
        return diag_set(ctx, SCT_ERR_PALETTE, "the palette file is too large; split it");
    TRY(mem_new(ctx, 1, sizeof *palette, (void **)&palette));
    TRY(json_parse(ctx, text, size, &palette->root));
    palette_reader reader = {.ctx = ctx, .palette = palette};
    TRY(read_file(&reader, palette->root, size));
    list_warnings(&reader);
    TRY(mem_new(ctx, size, 1, (void **)&canonical.data)); /* about what it takes, so that it need not grow */
    canonical.capacity = size;
    TRY(palette_canonical(ctx, palette->root, &canonical));
    sha256_hex(canonical.data, canonical.size, palette->info.fingerprint);
    *out = palette;
    palette = NULL;
done:
    mem_free(canonical.data);
    sct_palette_free(palette);
    return status;
}
