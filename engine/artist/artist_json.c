/* artist_json.c - a hand as text, and back. */
#include "artist/artist.h"

#include <math.h>
#include <string.h>

enum { VERSION = 1 };

static void put(json *object, const char *key, double value)
{
    json_set(object, key, isfinite(value) ? json_new_exact(value) : json_new_null());
}

sct_status sct_artist_json(sct_context *ctx, const sct_artist *artist, sct_bytes *out)
{
    sct_status status = SCT_OK;
    json *root = NULL;
    sct_context_clear(ctx);
    if (!artist || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_artist_json needs a hand and a place for its text");
    root = json_new_object();
    json *inks = json_new_array();
    json_set(root, "scalptone_artist", json_new_number(VERSION, 0));
    json_set(root, "name", json_new_string(artist->name));
    json_set(root, "date", json_new_string(artist->date));
    put(root, "depth_um", artist->depth_um);
    put(root, "depth_lo_um", artist->depth_lo_um);
    put(root, "depth_hi_um", artist->depth_hi_um);
    put(root, "dot_radius_mm", artist->dot_radius_mm);
    put(root, "strength", artist->strength);
    put(root, "strength_factor", artist->strength_factor);
    put(root, "marks", (double)artist->mark_count);
    put(root, "odd_marks", (double)artist->odd_count);
    put(root, "before_de00", artist->before_de00);
    put(root, "after_de00", artist->after_de00);
    for (size_t i = 0; i < artist->ink_count; i++) {
        json *ink = json_new_object();
        json_set(ink, "id", json_new_string(artist->inks[i].id));
        put(ink, "strength", artist->inks[i].strength);
        put(ink, "marks", (double)artist->inks[i].mark_count);
        json_append(inks, ink);
    }
    json_set(root, "inks", inks);
    TRY(json_print(ctx, root, 1, out));
done:
    json_free(root);
    return status;
}

static sct_status number(sct_context *ctx, const json *object, const char *at, const char *key, double least, double most,
                         double *out)
{
    double value = json_number(json_get(object, key));
    if (!(value >= least && value <= most))
        return diag_set(ctx, SCT_ERR_PALETTE, "%s%s: missing, or no number from %g to %g", at, key, least, most);
    *out = value;
    return SCT_OK;
}

static sct_status count(sct_context *ctx, const json *object, const char *at, const char *key, size_t *out)
{
    double value = 0;
    sct_status status = number(ctx, object, at, key, 0, SCT_MARKS_MAX, &value);
    if (status == SCT_OK && value != floor(value))
        return diag_set(ctx, SCT_ERR_PALETTE, "%s%s: no whole number", at, key);
    *out = (size_t)value;
    return status;
}

/* A text that may be missing. */
static sct_status text(sct_context *ctx, const json *object, const char *key, char *out, size_t size)
{
    const json *value = json_get(object, key);
    const char *said = json_string(value);
    if (value && (!said || strlen(said) >= size))
        return diag_set(ctx, SCT_ERR_PALETTE, "%s: no text of at most %zu bytes", key, size - 1);
    text_copy(out, size, said ? said : "");
    return SCT_OK;
}

static sct_status read_inks(sct_context *ctx, const json *list, sct_artist *out)
{
    sct_status status = SCT_OK;
    char at[32];
    if (list && json_type(list) != JSON_ARRAY)
        FAIL(ctx, SCT_ERR_PALETTE, "inks: no list");
    if (json_count(list) > SCT_ARTIST_INKS_MAX)
        FAIL(ctx, SCT_ERR_PALETTE, "inks: more than %d", SCT_ARTIST_INKS_MAX);
    for (const json *ink = json_first(list); ink; ink = json_next(ink)) {
        artist_ink *one = &out->inks[out->ink_count];
        const char *id = json_string(json_get(ink, "id"));
        text_print(at, sizeof at, "inks[%zu].", out->ink_count);
        if (!id || !*id || strlen(id) >= sizeof one->id)
            FAIL(ctx, SCT_ERR_PALETTE, "%sid: missing, or no id of an ink", at);
        text_copy(one->id, sizeof one->id, id);
        TRY(number(ctx, ink, at, "strength", 0.01, 100, &one->strength));
        TRY(count(ctx, ink, at, "marks", &one->mark_count));
        out->ink_count++;
    }
done:
    return status;
}

static sct_status read_hand(sct_context *ctx, const json *root, sct_artist *out)
{
    sct_status status = SCT_OK;
    if (json_type(root) != JSON_OBJECT || json_number(json_get(root, "scalptone_artist")) != VERSION)
        FAIL(ctx, SCT_ERR_PALETTE, "scalptone_artist: missing, or not version %d; 'palette calibrate' writes such files",
             VERSION);
    TRY(text(ctx, root, "name", out->name, sizeof out->name));
    TRY(text(ctx, root, "date", out->date, sizeof out->date));
    TRY(number(ctx, root, "", "depth_um", 50, 600, &out->depth_um));
    TRY(number(ctx, root, "", "depth_lo_um", 50, out->depth_um, &out->depth_lo_um));
    TRY(number(ctx, root, "", "depth_hi_um", out->depth_um, 600, &out->depth_hi_um));
    TRY(number(ctx, root, "", "dot_radius_mm", 0.01, 0.5, &out->dot_radius_mm));
    TRY(number(ctx, root, "", "strength", 0.01, 100, &out->strength));
    TRY(number(ctx, root, "", "strength_factor", 1, 10, &out->strength_factor));
    TRY(count(ctx, root, "", "marks", &out->mark_count));
    TRY(count(ctx, root, "", "odd_marks", &out->odd_count));
    out->before_de00 = json_number(json_get(root, "before_de00")); /* NaN where they are not known */
    out->after_de00 = json_number(json_get(root, "after_de00"));
    TRY(read_inks(ctx, json_get(root, "inks"), out));
done:
    return status;
}

sct_status sct_artist_from_json(sct_context *ctx, const void *given, size_t size, sct_artist **out)
{
    sct_status status = SCT_OK;
    json *root = NULL;
    sct_artist *artist = NULL;
    sct_context_clear(ctx);
    if (!given || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_artist_from_json needs a text and a place for the hand");
    TRY(json_parse(ctx, given, size, &root));
    TRY(mem_new(ctx, 1, sizeof *artist, (void **)&artist));
    TRY(read_hand(ctx, root, artist));
    *out = artist;
    artist = NULL;
done:
    json_free(root);
    mem_free(artist);
    return status;
}
