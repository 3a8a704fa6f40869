/* engine/api/api_palette.c - palettes and their inks as programs read them. */
#include "api/api.h"

sct_status sct_palette_describe_sized(const sct_palette *palette, sct_palette_info *out, size_t size)
{
    if (!palette || !out)
        return SCT_ERR_ARGUMENT;
    const palette_info *facts = palette_facts_in(palette);
    sct_palette_info info = {.name = facts->name,
                             .description = facts->description,
                             .by = facts->by,
                             .date = facts->date,
                             .method = facts->method,
                             .source = facts->source,
                             .licence = facts->licence,
                             .fingerprint = facts->fingerprint,
                             .ink_count = sct_palette_count(palette),
                             .warning_count = facts->warning_count,
                             .provenance = facts->provenance};
    return record_give(out, size, &info, sizeof info);
}

const char *sct_palette_warning(const sct_palette *palette, size_t index)
{
    if (!palette || index >= palette_facts_in(palette)->warning_count)
        return NULL;
    return palette_facts_in(palette)->warnings[index];
}

sct_status sct_palette_ink_sized(const sct_palette *palette, size_t index, sct_ink *out, size_t size)
{
    if (index >= sct_palette_count(palette) || !out)
        return SCT_ERR_ARGUMENT;
    palette_ink i = palette_ink_at(palette, index);
    sct_ink ink = {.id = i.id,
                   .brand = i.brand,
                   .product = i.product,
                   .shade = i.shade,
                   .lot = i.lot,
                   .expiry = i.expiry,
                   .notes = i.notes,
                   .min_parts_water = i.min_parts_water,
                   .max_parts_water = i.max_parts_water,
                   .step = i.step,
                   .strength = i.strength,
                   .pigment_count = i.pigment_count,
                   .colour_count = i.colour_count,
                   .ingredient_count = i.ingredient_count,
                   .kind = i.kind,
                   .in_stock = i.in_stock != 0};
    return record_give(out, size, &ink, sizeof ink);
}

sct_status sct_palette_ink_pigment_sized(const sct_palette *palette, size_t ink, size_t index, sct_ink_pigment *out,
                                         size_t size)
{
    palette_ink i = palette_ink_at(palette, ink);
    if (index >= i.pigment_count || !out)
        return SCT_ERR_ARGUMENT;
    return record_give(out, size, &i.pigments[index], sizeof i.pigments[index]);
}

const char *sct_palette_ink_ingredient(const sct_palette *palette, size_t ink, size_t index)
{
    palette_ink i = palette_ink_at(palette, ink);
    return index < i.ingredient_count ? i.ingredients[index] : NULL;
}

sct_status sct_palette_ink_colour_sized(const sct_palette *palette, size_t ink, size_t index, sct_ink_colour *out,
                                        size_t size)
{
    palette_ink i = palette_ink_at(palette, ink);
    if (index >= i.colour_count || !out)
        return SCT_ERR_ARGUMENT;
    return record_give(out, size, &i.colours[index], sizeof i.colours[index]);
}

sct_status sct_palette_ink_optics(sct_context *ctx, const sct_palette *palette, size_t index, sct_ink_optics **out)
{
    sct_status status = SCT_OK;
    sct_ink_optics *optics = NULL, value = {.told = NULL};
    palette_optics_room *room = NULL;
    sct_context_clear(ctx);
    if (index >= sct_palette_count(palette) || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "there is no such ink, or nowhere to put its optics");
    TRY(palette_optics_room_new(ctx, &room));
    TRY(palette_ink_optics(ctx, palette_ink_in(palette, index), room, &value));
    const palette_optics_report *report = palette_optics_told(room);
    TRY(api_new_optics(ctx, &optics));
    api_fill_optics(optics, &value, &report->flags);
    sct_ink_optics_info *info = api_optics_info(optics);
    info->strength_factor = report->strength_factor;
    info->residual_de00 = report->residual_de00;
    info->film_count = report->films;
    info->spectrum_count = report->spectra;
    info->strength_stated = report->strength_stated;
    *out = optics;
done:
    mem_free(room);
    return status;
}

size_t sct_ink_title(const sct_palette *palette, size_t ink, const sct_blend *blend, char *out, size_t capacity)
{
    char title[SCT_TITLE_SIZE];
    size_t length = 0;
    if (!out || !capacity)
        return 0;
    match_title(palette, ink, blend, title);
    text_copy(out, capacity, title);
    while (out[length])
        length++;
    return length;
}
