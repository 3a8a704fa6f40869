/* engine/palette/palette_ink.c - one element of "inks": what it is called, how it is thinned, what is in it. */
#include "palette/palette_private.h"

#include <math.h>
#include <string.h>

const char *const palette_keys_ink[] = {"id",     "brand",       "product",  "shade",       "in_stock", "lot",
                                        "expiry", "kind",        "dilution", "composition", "colours",  "strength",
                                        "notes",  "ingredients", "colour",   NULL};
const char *const palette_keys_dilution[] = {"min_parts_water", "max_parts_water", "step", NULL};
const char *const palette_keys_pigment[] = {"ci", "name", "mass_fraction", NULL};

/* How an ink may be thinned. A ready ink is used as it is; a dilutable one without limits gets the usual ones, 3 to 60. */
static sct_status read_dilution(palette_reader *reader, const place *at, const json *ink, palette_ink *out)
{
    static const char *const kinds[] = {"dilutable", "ready", NULL};
    sct_status status = SCT_OK;
    const json *dilution = field_get(ink, "dilution");
    const place here = {at, "dilution", 0};
    int kind = dilution ? SCT_INK_DILUTABLE : SCT_INK_READY;

    TRY(field_word(reader, at, ink, "kind", FIELD_OPTIONAL, kinds, &kind));
    out->kind = (sct_ink_kind)kind;
    if (!dilution) {
        if (out->kind == SCT_INK_DILUTABLE) {
            out->min_parts_water = 3;
            out->max_parts_water = 60;
            out->step = 0.5;
            field_warn(reader, at, "dilution", "missing for a dilutable ink; 3 to 60 parts of water by 0.5 assumed");
        }
        goto done;
    }
    TRY(field_object(reader, &here, dilution, palette_keys_dilution));
    TRY(field_number(reader, &here, dilution, "min_parts_water", FIELD_REQUIRED, 0, 1000, &out->min_parts_water));
    TRY(field_number(reader, &here, dilution, "max_parts_water", FIELD_REQUIRED, 0, 1000, &out->max_parts_water));
    TRY(field_number(reader, &here, dilution, "step", FIELD_REQUIRED, 0.01, 1000, &out->step));
    if (out->max_parts_water < out->min_parts_water)
        TRY(field_refuse(reader, &here, "max_parts_water", "less than min_parts_water; exchange them"));
    if (out->kind == SCT_INK_READY) {
        field_warn(reader, at, "dilution", "left aside: the ink is ready to use; say \"dilutable\" to have it mixed");
        out->min_parts_water = out->max_parts_water = out->step = 0;
    }
done:
    return status;
}

static sct_status read_pigment(palette_reader *reader, const place *at, const json *value, sct_ink_pigment *out)
{
    sct_status status = SCT_OK;
    TRY(field_object(reader, at, value, palette_keys_pigment));
    TRY(field_text(reader, at, value, "ci", FIELD_REQUIRED, &out->ci));
    TRY(field_text(reader, at, value, "name", FIELD_OPTIONAL, &out->name));
    TRY(field_number(reader, at, value, "mass_fraction", FIELD_REQUIRED, 0, 1, &out->mass_fraction));
    if (!(out->mass_fraction > 0))
        TRY(field_refuse(reader, at, "mass_fraction", "must be above 0; leave the pigment out instead"));
done:
    return status;
}

static sct_status read_composition(palette_reader *reader, const place *at, const json *ink, palette_ink *out)
{
    sct_status status = SCT_OK;
    const json *list = NULL;
    const place here = {at, "composition", 0};
    double sum = 0;

    TRY(field_array(reader, at, ink, "composition", FIELD_OPTIONAL, &list));
    if (json_count(list) > PALETTE_PIGMENT_MAX)
        TRY(field_refuse(reader, at, "composition", "more than %d pigments; merge them", PALETTE_PIGMENT_MAX));
    sct_ink_pigment *pigments = reader->palette->pigments + reader->pigments_used;
    for (const json *value = json_first(list); value; value = json_next(value)) {
        const place element = {&here, NULL, out->pigment_count};
        sct_ink_pigment *pigment = &pigments[out->pigment_count];
        TRY(read_pigment(reader, &element, value, pigment));
        for (size_t i = 0; i < out->pigment_count; i++)
            if (strcmp(pigments[i].ci, pigment->ci) == 0)
                TRY(field_refuse(reader, &element, "ci", "\"%.40s\" stands twice; add the two up", pigment->ci));
        sum += pigment->mass_fraction;
        out->pigment_count++;
        if (palette_unknown_pigment(&(palette_ink){.pigments = pigment, .pigment_count = 1}))
            field_warn(reader, &element, "ci",
                       "no optics for \"%.20s\"; composition left aside; known: " SKIN_PIGMENTS_KNOWN, pigment->ci);
    }
    if (sum > 1 + 1e-9)
        TRY(field_refuse(reader, at, "composition", "mass fractions add up to %.4g; at most 1 is possible", sum));
    reader->pigments_used += out->pigment_count;
    out->pigments = pigments;
done:
    return status;
}

static sct_status read_ingredients(palette_reader *reader, const place *at, const json *ink, palette_ink *out)
{
    sct_status status = SCT_OK;
    const json *list = NULL;
    const place here = {at, "ingredients", 0};
    const char **texts = reader->palette->ingredients + reader->ingredients_used;

    TRY(field_array(reader, at, ink, "ingredients", FIELD_OPTIONAL, &list));
    for (const json *value = json_first(list); value; value = json_next(value)) {
        const place element = {&here, NULL, out->ingredient_count};
        const char *text = json_string(value);
        if (!text)
            TRY(field_refuse(reader, &element, NULL, "must be a text; write it in quotes"));
        texts[out->ingredient_count++] = field_keep_text(reader, text);
    }
    reader->ingredients_used += out->ingredient_count;
    out->ingredients = texts;
done:
    return status;
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

int palette_read_hex(const char *text, uint8_t srgb[3])
{
    size_t n = strlen(text);
    if (text[0] != '#' || (n != 7 && n != 4))
        return 0;
    for (size_t i = 0; i < 3; i++) {
        size_t wide = n == 7;
        int high = hex_digit(text[1 + (i << wide)]), low = wide ? hex_digit(text[2 + 2 * i]) : high;
        if (high < 0 || low < 0)
            return 0;
        srgb[i] = (uint8_t)(16 * high + low);
    }
    return 1;
}

/*
 * "colour": "#222222" is what somebody says that the ink looks like as it comes,
 * by eye or off a screen. It counts as a colour in the cup, which no prediction
 * is made from, and only where the file has no colour that was measured.
 */
static sct_status read_stated(palette_reader *reader, const place *at, const json *ink, palette_ink *out)
{
    sct_status status = SCT_OK;
    const char *text = "";
    uint8_t srgb[3];
    TRY(field_text(reader, at, ink, "colour", FIELD_OPTIONAL, &text));
    if (!*text)
        goto done;
    if (!palette_read_hex(text, srgb))
        TRY(field_refuse(reader, at, "colour", "\"%.20s\" is no colour; write it as \"#rrggbb\"", text));
    if (json_count(field_get(ink, "colours")))
        goto done;
    sct_lab lab = sct_lab_from_srgb8(srgb);
    double unknown = (double)NAN;
    reader->palette->colours[reader->colours_used] = (sct_ink_colour){.state = SCT_STATE_CUP,
                                                                      .lab = lab,
                                                                      .lab_as_given = lab,
                                                                      .illuminant = SCT_ILLUMINANT_D50,
                                                                      .observer = SCT_OBSERVER_2,
                                                                      .parts_ink = 1,
                                                                      .backing_reflectance = unknown,
                                                                      .film_um = unknown,
                                                                      .wet_film_um = unknown,
                                                                      .sd = unknown,
                                                                      .stated = 1};
    out->colour_count = 1;
done:
    return status;
}

static sct_status read_colours(palette_reader *reader, const place *at, const json *ink, palette_ink *out)
{
    sct_status status = SCT_OK;
    const json *list = NULL;
    const place here = {at, "colours", 0};
    sct_ink_colour *colours = reader->palette->colours + reader->colours_used;

    TRY(read_stated(reader, at, ink, out));
    TRY(field_array(reader, at, ink, "colours", FIELD_OPTIONAL, &list));
    if (json_count(list) > PALETTE_COLOUR_MAX)
        TRY(field_refuse(reader, at, "colours", "more than %d colours; average those of one dilution", PALETTE_COLOUR_MAX));
    size_t stated = out->colour_count;
    for (const json *value = json_first(list); value; value = json_next(value)) {
        const place element = {&here, NULL, out->colour_count - stated};
        TRY(palette_read_colour(reader, &element, value, &colours[out->colour_count]));
        out->colour_count++;
    }
    reader->colours_used += out->colour_count;
    out->colours = colours;
done:
    return status;
}

/* What the ink is called and where it lies in the cupboard. */
static sct_status read_labels(palette_reader *reader, const place *at, const json *value, palette_ink *out)
{
    sct_status status = SCT_OK;
    const json *stock = field_get(value, "in_stock");

    TRY(field_text(reader, at, value, "id", FIELD_REQUIRED, &out->id));
    if (strlen(out->id) > PALETTE_ID_MAX)
        TRY(field_refuse(reader, at, "id", "longer than %d bytes; shorten it", PALETTE_ID_MAX));
    if (strcmp(out->id, json_string(json_get(value, "id"))) != 0) /* cleaning changed it */
        TRY(field_refuse(reader, at, "id", "has a control character; use letters, digits and -"));
    TRY(field_text(reader, at, value, "brand", FIELD_OPTIONAL, &out->brand));
    TRY(field_text(reader, at, value, "product", FIELD_OPTIONAL, &out->product));
    TRY(field_text(reader, at, value, "shade", FIELD_OPTIONAL, &out->shade));
    TRY(field_text(reader, at, value, "lot", FIELD_OPTIONAL, &out->lot));
    TRY(field_text(reader, at, value, "expiry", FIELD_OPTIONAL, &out->expiry));
    TRY(field_text(reader, at, value, "notes", FIELD_OPTIONAL, &out->notes));
    out->in_stock = stock ? json_bool(stock) : 1;
    if (out->in_stock < 0)
        TRY(field_refuse(reader, at, "in_stock", "must be true or false; write it without quotes"));
done:
    return status;
}

sct_status palette_read_ink(palette_reader *reader, const place *at, const json *value, palette_ink *out)
{
    sct_status status = SCT_OK;
    TRY(field_object(reader, at, value, palette_keys_ink));
    TRY(read_labels(reader, at, value, out));
    TRY(read_dilution(reader, at, value, out));
    out->strength = 1;
    out->provenance = reader->palette->info.provenance;
    TRY(field_number(reader, at, value, "strength", FIELD_OPTIONAL, 0.01, 100, &out->strength));
    TRY(read_composition(reader, at, value, out));
    TRY(read_ingredients(reader, at, value, out));
    TRY(read_colours(reader, at, value, out));
    if (out->colour_count == 0 && out->pigment_count == 0)
        field_warn(reader, at, NULL, "neither colours nor composition: it cannot be ranked; add one of them");
    else if (out->pigment_count == 0 && out->colours[0].stated && out->kind == SCT_INK_DILUTABLE)
        field_warn(reader, at, "colour", "tells nothing of its mixes with water: it cannot be ranked; add its composition");
    else if (out->pigment_count == 0 && out->colours[0].stated)
        field_warn(reader, at, "colour",
                   "not what heals: ranked apart, below inks that can be predicted; add its composition");
done:
    return status;
}
