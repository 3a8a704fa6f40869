/* engine/palette/palette.c - what others may ask of a palette. */
#include "palette/palette_private.h"

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
