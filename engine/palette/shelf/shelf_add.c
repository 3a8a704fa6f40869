/* shelf_add.c - one more ink, by what an artist can say of it. */
#include "palette/shelf/shelf.h"

#include <math.h>
#include <string.h>

void sct_ink_entry_init_sized(sct_ink_entry *entry, size_t size)
{
    const sct_ink_entry defaults = {.size = sizeof defaults, .strength = (double)NAN, .kind = -1, .in_stock = 1};
    options_fill(entry, size, &defaults, sizeof defaults);
}

static const char *text_or_empty(const char *text)
{
    return text ? text : "";
}

static sct_status check_entry(sct_context *ctx, const sct_ink_entry *given, sct_ink_entry *checked)
{
    sct_status status = SCT_OK;
    sct_ink_entry_init(checked);
    if (!given)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_palette_add needs an ink");
    TRY(options_take(ctx, "sct_ink_entry", given, OPTIONS_SIZE(sct_ink_entry, in_stock), checked, sizeof *checked));
    if (!*text_or_empty(checked->product) && !*text_or_empty(checked->id))
        FAIL(ctx, SCT_ERR_OPTION, "product: an ink needs a name");
    if (strlen(text_or_empty(checked->id)) > PALETTE_ID_MAX)
        FAIL(ctx, SCT_ERR_OPTION, "id: longer than %d bytes; shorten it", PALETTE_ID_MAX);
    if (!isnan(checked->strength))
        TRY(option_range(ctx, "strength", checked->strength, 0.01, 100));
    TRY(option_range(ctx, "kind", checked->kind, -1, SCT_INK_READY));
    TRY(option_range(ctx, "in_stock", checked->in_stock, 0, 1));
done:
    return status;
}

/* An id of its own: as given, which must be free, or made from the name. */
static sct_status choose_id(sct_context *ctx, const sct_palette *palette, const sct_ink_entry *entry,
                            char id[PALETTE_ID_MAX + 1])
{
    char base[PALETTE_ID_MAX + 1];
    if (*text_or_empty(entry->id)) {
        text_copy(id, PALETTE_ID_MAX + 1, entry->id);
        if (sct_palette_find(palette, id) != SIZE_MAX)
            return diag_set(ctx, SCT_ERR_OPTION, "id: \"%.60s\" is already that of an ink; choose another", id);
        return SCT_OK;
    }
    exchange_slug(entry->product, base);
    text_copy(id, PALETTE_ID_MAX + 1, base);
    for (size_t n = 2; sct_palette_find(palette, id) != SIZE_MAX; n++)
        text_print(id, PALETTE_ID_MAX + 1, "%.*s-%zu", PALETTE_ID_MAX - 16, base, n);
    return SCT_OK;
}

static json *usual_dilution(void)
{
    json *dilution = json_new_object();
    json_set(dilution, "min_parts_water", json_new_number(3, 0));
    json_set(dilution, "max_parts_water", json_new_number(60, 0));
    json_set(dilution, "step", json_new_number(0.5, 1));
    return dilution;
}

static sct_status ink_of(sct_context *ctx, const char *id, const sct_ink_entry *e, json **out)
{
    sct_status status = SCT_OK;
    const struct {
        const char *key, *text;
    } texts[] = {{"brand", e->brand},   {"product", e->product}, {"shade", e->shade},  {"lot", e->lot},
                 {"expiry", e->expiry}, {"notes", e->notes},     {"colour", e->colour}};
    json *ink = json_new_object(), *composition = NULL;
    json_set(ink, "id", exchange_text(id));
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (*text_or_empty(texts[i].text))
            json_set(ink, texts[i].key, exchange_text(texts[i].text));
    json_set(ink, "in_stock", json_new_bool(e->in_stock));
    if (e->kind >= 0)
        json_set(ink, "kind", json_new_string(sct_ink_kind_name((sct_ink_kind)e->kind)));
    if (e->kind == SCT_INK_DILUTABLE)
        json_set(ink, "dilution", usual_dilution());
    if (isfinite(e->strength))
        json_set(ink, "strength", json_new_exact(e->strength));
    if (*text_or_empty(e->composition)) {
        composition = exchange_composition(e->composition);
        if (!composition)
            FAIL(ctx, SCT_ERR_OPTION, "composition: \"%.40s\" is none; write it as 77266=0.12; 77491=0.05", e->composition);
        json_set(ink, "composition", composition);
    }
    *out = ink;
    ink = NULL;
done:
    json_free(ink);
    return status;
}

/* The head of a palette that begins with this ink. */
static json *new_root(const char *name, const char *method)
{
    json *root = json_new_object(), *provenance = json_new_object();
    json_set(root, "scalptone_palette", json_new_number(1, 0));
    json_set(root, "name", exchange_text(name && *name ? name : "My inks"));
    json_set(provenance, "kind", json_new_string(method ? "measured" : "stated"));
    json_set(provenance, "method", exchange_text(method ? method : "entered by hand"));
    json_set(root, "provenance", provenance);
    return root;
}

/* ---- colours that were measured ---- */

static void set_known(json *object, const char *key, double value)
{
    if (isfinite(value))
        json_set(object, key, json_new_number(value, 4));
}

static json *colour_of(const sct_ink_colour *c)
{
    json *object = json_new_object(), *lab = json_new_array();
    json_set(object, "state", json_new_string(sct_colour_state_name(c->state)));
    json_append(lab, json_new_number(fmin(fmax(c->lab.L, 0), 100), 3));
    json_append(lab, json_new_number(c->lab.a, 3));
    json_append(lab, json_new_number(c->lab.b, 3));
    json_set(object, "lab", lab);
    json_set(object, "illuminant", json_new_string("D50"));
    json_set(object, "observer", json_new_number(2, 0));
    json_set(object, "specular", json_new_string("excluded"));
    set_known(object, "parts_ink", c->parts_ink);
    set_known(object, "parts_water", c->parts_water);
    if (c->backing != SCT_BACKING_UNKNOWN)
        json_set(object, "backing", json_new_string(sct_backing_name(c->backing)));
    set_known(object, "backing_reflectance", c->backing_reflectance);
    set_known(object, "wet_film_um", c->wet_film_um);
    set_known(object, "sd", c->sd);
    return object;
}

static json *with_colours(const json *before, const sct_ink_colour *colours, size_t count)
{
    json *list = before ? json_copy(before) : json_new_array();
    for (size_t i = 0; i < count; i++)
        json_append(list, colour_of(&colours[i]));
    return list;
}

/* The inks with these colours added to number `index`. */
static json *inks_with(const json *inks, size_t index, const sct_ink_colour *colours, size_t count)
{
    json *list = json_new_array();
    size_t i = 0;
    for (const json *ink = json_first(inks); ink; ink = json_next(ink), i++)
        json_append(list, i == index ? shelf_with(ink, "colours", with_colours(json_get(ink, "colours"), colours, count))
                                     : json_copy(ink));
    return list;
}

/* What is added to a palette: an ink, and colours of it. */
typedef struct addition {
    const sct_ink_entry *entry;
    const sct_ink_colour *colours;
    size_t count;
    const char *method; /* null: nobody measured anything */
} addition;

static sct_status add_to(sct_context *ctx, const addition *a, const sct_palette *palette, char id[PALETTE_ID_MAX + 1],
                         sct_bytes *out)
{
    sct_status status = SCT_OK;
    json *root = NULL, *inks = NULL, *ink = NULL;
    size_t known = a->count && *text_or_empty(a->entry->id) ? sct_palette_find(palette, a->entry->id) : SIZE_MAX;
    if (known != SIZE_MAX) {
        text_copy(id, PALETTE_ID_MAX + 1, a->entry->id);
        inks = inks_with(json_get(palette->root, "inks"), known, a->colours, a->count);
    } else {
        TRY(choose_id(ctx, palette, a->entry, id));
        TRY(ink_of(ctx, id, a->entry, &ink));
        if (a->count)
            json_set(ink, "colours", with_colours(NULL, a->colours, a->count));
        inks = palette ? json_copy(json_get(palette->root, "inks")) : json_new_array();
        json_append(inks, ink);
    }
    if (palette)
        root = shelf_with(palette->root, "inks", inks);
    else
        json_set(root = new_root(a->entry->palette_name, a->method), "inks", inks);
    status = shelf_print(ctx, root, out);
done:
    return status;
}

sct_status palette_add_colours(sct_context *ctx, const sct_ink_entry *given, const sct_ink_colour *colours, size_t count,
                               const char *method, const void *text, size_t size, sct_bytes *out, char *id)
{
    sct_status status = SCT_OK;
    sct_palette *palette = NULL;
    sct_ink_entry entry;
    char own[PALETTE_ID_MAX + 1];
    sct_context_clear(ctx);
    if (!out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "nowhere to put the palette");
    if (text)
        TRY(sct_palette_from_json(ctx, text, size, &palette));
    TRY(check_entry(ctx, given, &entry));
    TRY(add_to(ctx, &(addition){&entry, colours, count, method}, palette, own, out));
    if (id)
        text_copy(id, PALETTE_ID_SIZE, own);
done:
    sct_palette_free(palette);
    return status;
}

sct_status sct_palette_add(sct_context *ctx, const sct_ink_entry *given, const void *text, size_t size, sct_bytes *out)
{
    return palette_add_colours(ctx, given, NULL, 0, NULL, text, size, out, NULL);
}
