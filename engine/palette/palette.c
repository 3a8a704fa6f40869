/* engine/palette/palette.c - what others may ask of a palette. */
#include "palette/palette_private.h"

#include <string.h>

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

palette_ink palette_ink_at(const sct_palette *palette, size_t index)
{
    return index < sct_palette_count(palette) ? palette->inks[index] : (palette_ink){0};
}

const palette_ink *palette_ink_in(const sct_palette *palette, size_t index)
{
    return index < sct_palette_count(palette) ? &palette->inks[index] : NULL;
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

palette_info palette_facts_of(const sct_palette *palette)
{
    static const palette_info nothing = {
        .name = "", .description = "", .by = "", .date = "", .method = "", .source = "", .licence = ""};
    return palette ? palette->info : nothing;
}

const palette_info *palette_facts_in(const sct_palette *palette)
{
    return &palette->info;
}
