/* engine/palette/palette_json.c - a palette, or one of its inks with all that it tells, as JSON. */
#include "palette/palette_private.h"

sct_status sct_palette_json(sct_context *ctx, const sct_palette *palette, sct_bytes *out)
{
    sct_context_clear(ctx);
    if (!palette || !out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "no palette or nowhere to put its text");
    return json_print(ctx, palette->root, 1, out);
}

static json *lab_json(sct_lab lab)
{
    json *list = json_new_array();
    json_append(list, json_new_number(lab.L, 4));
    json_append(list, json_new_number(lab.a, 4));
    json_append(list, json_new_number(lab.b, 4));
    return list;
}

static json *colours_json(const palette_ink *ink)
{
    json *list = json_new_array();
    for (size_t i = 0; i < ink->colour_count; i++) {
        const sct_ink_colour *colour = &ink->colours[i];
        json *object = json_new_object();
        json_set(object, "state", json_new_string(sct_colour_state_name(colour->state)));
        json_set(object, "lab", lab_json(colour->lab));
        json_set(object, "parts_ink", json_new_number(colour->parts_ink, 6));
        json_set(object, "parts_water", json_new_number(colour->parts_water, 6));
        json_append(list, object);
    }
    return list;
}

static json *flags_json(const sct_flags *flags)
{
    json *list = json_new_array();
    for (size_t i = 0; i < flags->count; i++) {
        json *object = json_new_object();
        json_set(object, "code", json_new_string(flags->items[i].code));
        json_set(object, "message", json_new_string(flags->items[i].message));
        json_set(object, "fix", json_new_string(flags->items[i].fix));
        json_append(list, object);
    }
    return list;
}

/* What a prediction of the ink would rest on; null when it cannot be predicted. */
static json *optics_json(const palette_ink *ink, palette_optics_room *room)
{
    sct_ink_optics optics;
    const palette_optics_report *r = palette_optics_told(room);
    if (palette_ink_optics(NULL, ink, room, &optics) != SCT_OK)
        return json_new_null();
    json *object = json_new_object();
    json_set(object, "basis", json_new_string(sct_optics_basis_name(optics.basis)));
    json_set(object, "rests_on", json_new_string(r->rests_on));
    json_set(object, "films", json_new_number((double)r->films, 0));
    json_set(object, "spectra", json_new_number((double)r->spectra, 0));
    json_set(object, "residual_de00", json_new_number(r->residual_de00, 3));
    json_set(object, "strength_factor", json_new_number(r->strength_factor, 3));
    json_set(object, "low_confidence", json_new_bool(optics.low_confidence));
    json_set(object, "quality", flags_json(&r->flags));
    return object;
}

sct_status sct_palette_ink_json(sct_context *ctx, const sct_palette *palette, size_t index, sct_bytes *out)
{
    sct_status status = SCT_OK;
    palette_optics_room *room = NULL;
    json *root = NULL, *source;
    sct_context_clear(ctx);
    if (!palette || !out || index >= palette->ink_count)
        FAIL(ctx, SCT_ERR_ARGUMENT, "no such ink or nowhere to put its text");
    TRY(palette_optics_room_new(ctx, &room));
    root = json_new_object();
    source = json_new_object();
    json_set(source, "name", json_new_string(palette->info.name));
    json_set(source, "fingerprint", json_new_string(palette->info.fingerprint));
    json_set(source, "provenance", json_new_string(sct_provenance_name(palette->info.provenance)));
    json_set(root, "palette", source);
    json_set(root, "ink", json_copy(json_at(json_get(palette->root, "inks"), index)));
    json_set(root, "colours", colours_json(&palette->inks[index]));
    json_set(root, "optics", optics_json(&palette->inks[index], room));
    TRY(json_print(ctx, root, 0, out));
done:
    json_free(root);
    mem_free(room);
    return status;
}
