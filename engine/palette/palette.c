/* engine/palette/palette.c - what others may ask of a palette. */
#include "palette/palette_private.h"

#include <math.h>
#include <string.h>

const char *sct_colour_state_name(sct_colour_state state)
{
    switch (state) {
    case SCT_STATE_CUP: return "cup";
    case SCT_STATE_DRAWDOWN: return "drawdown";
    case SCT_STATE_FRESH: return "fresh";
    case SCT_STATE_HEALED: return "healed";
    }
    return "unknown";
}

const char *sct_ink_kind_name(sct_ink_kind kind)
{
    switch (kind) {
    case SCT_INK_DILUTABLE: return "dilutable";
    case SCT_INK_READY: return "ready";
    }
    return "unknown";
}

const char *sct_backing_name(sct_backing backing)
{
    switch (backing) {
    case SCT_BACKING_WHITE: return "white";
    case SCT_BACKING_BLACK: return "black";
    case SCT_BACKING_UNKNOWN: break;
    }
    return "unknown";
}

const char *sct_provenance_name(sct_provenance provenance)
{
    switch (provenance) {
    case SCT_PROVENANCE_ILLUSTRATIVE: return "illustrative";
    case SCT_PROVENANCE_MEASURED: return "measured";
    case SCT_PROVENANCE_MAKER: return "maker";
    }
    return "unknown";
}

void sct_palette_free(sct_palette *palette)
{
    if (!palette)
        return;
    json_free(palette->root);
    mem_free(palette->inks);
    mem_free(palette->ids);
    mem_free(palette->colours);
    mem_free(palette->pigments);
    mem_free(palette->ingredients);
    mem_free(palette->samples);
    mem_free(palette->texts);
    mem_free(palette->warning_texts);
    mem_free(palette->warnings);
    mem_free(palette);
}

size_t sct_palette_count(const sct_palette *palette)
{
    return palette ? palette->ink_count : 0;
}

sct_ink sct_palette_ink(const sct_palette *palette, size_t index)
{
    return index < sct_palette_count(palette) ? palette->inks[index] : (sct_ink){0};
}

size_t sct_palette_find(const sct_palette *palette, const char *id)
{
    size_t low = 0, high = id ? sct_palette_count(palette) : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(palette->ids[middle].id, id);
        if (order == 0)
            return palette->ids[middle].index;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return SIZE_MAX;
}

sct_palette_info sct_palette_describe(const sct_palette *palette)
{
    static const sct_palette_info nothing = {
        .name = "", .description = "", .by = "", .date = "", .method = "", .source = "", .licence = ""};
    return palette ? palette->info : nothing;
}

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

static json *colours_json(const sct_ink *ink)
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
static json *optics_json(const sct_ink *ink)
{
    sct_ink_optics optics;
    sct_palette_optics r;
    if (palette_ink_optics(NULL, ink, &optics, &r) != SCT_OK)
        return json_new_null();
    json *object = json_new_object();
    json_set(object, "basis", json_new_string(sct_optics_basis_name(optics.basis)));
    json_set(object, "rests_on", json_new_string(r.rests_on));
    json_set(object, "films", json_new_number((double)r.films, 0));
    json_set(object, "spectra", json_new_number((double)r.spectra, 0));
    json_set(object, "residual_de00", json_new_number(r.residual_de00, 3));
    json_set(object, "strength_factor", json_new_number(r.strength_factor, 3));
    json_set(object, "low_confidence", json_new_bool(optics.low_confidence));
    json_set(object, "quality", flags_json(&r.flags));
    return object;
}

sct_status sct_palette_ink_json(sct_context *ctx, const sct_palette *palette, size_t index, sct_bytes *out)
{
    sct_context_clear(ctx);
    if (!palette || !out || index >= palette->ink_count)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "no such ink or nowhere to put its text");
    json *root = json_new_object(), *source = json_new_object();
    json_set(source, "name", json_new_string(palette->info.name));
    json_set(source, "fingerprint", json_new_string(palette->info.fingerprint));
    json_set(source, "provenance", json_new_string(sct_provenance_name(palette->info.provenance)));
    json_set(root, "palette", source);
    json_set(root, "ink", json_copy(json_at(json_get(palette->root, "inks"), index)));
    json_set(root, "colours", colours_json(&palette->inks[index]));
    json_set(root, "optics", optics_json(&palette->inks[index]));
    sct_status status = json_print(ctx, root, 0, out);
    json_free(root);
    return status;
}
