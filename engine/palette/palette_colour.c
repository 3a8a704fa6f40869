/* engine/palette/palette_colour.c - one element of "colours": its conditions, its values, and their conversion. */
#include "palette/palette_private.h"

#include <math.h>

const char *const palette_keys_colour[] = {"state",       "lab",         "illuminant",
                                           "observer",    "specular",    "parts_ink",
                                           "parts_water", "backing",     "backing_reflectance",
                                           "film_um",     "wet_film_um", "spectrum",
                                           "sd",          "by",          "date",
                                           NULL};
const char *const palette_keys_spectrum[] = {"start_nm", "step_nm", "values", NULL};

static sct_status read_observer(palette_reader *reader, const place *at, const json *object, sct_observer *out)
{
    const json *value = field_get(object, "observer");
    if (!value)
        return field_refuse(reader, at, "observer", "missing; say 2 or 10 (degrees)");
    double degrees = json_number(value);
    if (!(degrees == 2 || degrees == 10))
        return field_refuse(reader, at, "observer", "must be a number; say 2 or 10 (degrees)");
    *out = degrees == 2 ? SCT_OBSERVER_2 : SCT_OBSERVER_10;
    return SCT_OK;
}

/* What a colour means nothing without. */
static sct_status read_conditions(palette_reader *reader, const place *at, const json *object, sct_ink_colour *out)
{
    static const char *const states[] = {"cup", "drawdown", "fresh", "healed", NULL};
    static const char *const illuminants[] = {"D50", "D65", "A", NULL};
    static const char *const speculars[] = {"excluded", "included", NULL};
    static const char *const backings[] = {"white", "black", NULL};
    int state = 0, illuminant = 0, backing = -1;
    sct_status status = SCT_OK;

    TRY(field_word(reader, at, object, "state", FIELD_REQUIRED, states, &state));
    TRY(field_word(reader, at, object, "illuminant", FIELD_REQUIRED, illuminants, &illuminant));
    TRY(read_observer(reader, at, object, &out->observer));
    TRY(field_word(reader, at, object, "specular", FIELD_REQUIRED, speculars, &out->specular_included));
    TRY(field_word(reader, at, object, "backing", FIELD_OPTIONAL, backings, &backing));
    out->state = (sct_colour_state)state;
    out->illuminant = (sct_illuminant)illuminant;
    out->backing = (sct_backing)(backing + 1);
done:
    return status;
}

static sct_status read_lab(palette_reader *reader, const place *at, const json *values, sct_lab *out)
{
    double v[3];
    const json *value = json_first(values);
    if (json_count(values) != 3)
        return field_refuse(reader, at, "lab", "must be three numbers; write [L, a, b]");
    for (int i = 0; i < 3; i++, value = json_next(value)) {
        const double lo = i == 0 ? 0 : -128, hi = i == 0 ? 100 : 128;
        v[i] = json_number(value);
        if (!(v[i] >= lo && v[i] <= hi))
            return field_refuse(reader, at, "lab", "%c is no number from %g to %g; correct it", "Lab"[i], lo, hi);
    }
    *out = (sct_lab){v[0], v[1], v[2]};
    return SCT_OK;
}

static sct_status read_samples(palette_reader *reader, const place *at, const json *values, sct_ink_colour *out)
{
    double *samples = reader->palette->samples + reader->samples_used;
    size_t n = 0;
    for (const json *value = json_first(values); value; value = json_next(value), n++) {
        const place element = {at, NULL, n};
        samples[n] = json_number(value);
        if (!(samples[n] >= 0 && samples[n] <= 1.5))
            return field_refuse(reader, &element, NULL, "must be a reflectance from 0 to 1.5; divide per cent by 100");
    }
    reader->samples_used += n;
    out->spectrum = samples;
    out->spectrum_count = n;
    return SCT_OK;
}

static sct_status read_spectrum(palette_reader *reader, const place *at, const json *object, sct_ink_colour *out)
{
    sct_status status = SCT_OK;
    const json *values = NULL;
    const place values_at = {at, "values", 0};
    double start = (double)NAN, step = (double)NAN;

    TRY(field_object(reader, at, object, palette_keys_spectrum));
    TRY(field_number(reader, at, object, "start_nm", FIELD_REQUIRED, 200, 400, &start));
    TRY(field_number(reader, at, object, "step_nm", FIELD_REQUIRED, 1, 20, &step));
    TRY(field_array(reader, at, object, "values", FIELD_REQUIRED, &values));
    size_t n = json_count(values);
    if (n > PALETTE_SAMPLE_MAX)
        TRY(field_refuse(reader, at, "values", "%zu samples, %d are the most; use a wider step", n, PALETTE_SAMPLE_MAX));
    if (n == 0 || start + step * (double)(n - 1) < 700)
        TRY(field_refuse(reader, at, "values", "must reach from 400 to 700 nm; measure the whole range"));
    TRY(read_samples(reader, &values_at, values, out));
    out->spectrum_start_nm = start;
    out->spectrum_step_nm = step;
done:
    return status;
}

/* Lab, spectrum or both; where both stand they must tell the same. */
static sct_status read_values(palette_reader *reader, const place *at, const json *object, sct_ink_colour *out)
{
    sct_status status = SCT_OK;
    const json *lab = NULL, *spectrum = field_get(object, "spectrum");
    const place spectrum_at = {at, "spectrum", 0};

    TRY(field_array(reader, at, object, "lab", spectrum ? FIELD_OPTIONAL : FIELD_REQUIRED, &lab));
    if (lab)
        TRY(read_lab(reader, at, lab, &out->lab_as_given));
    if (!spectrum)
        goto done;
    TRY(read_spectrum(reader, &spectrum_at, spectrum, out));
    sct_lab integrated = palette_lab_as_given(out);
    if (!lab) {
        out->lab_as_given = integrated;
        goto done;
    }
    double off = sct_de2000(out->lab_as_given, integrated);
    if (!(off <= 1))
        field_warn(reader, at, "lab", "%.1f dE00 from its own spectrum, which is used; check the conditions", off);
done:
    return status;
}

static sct_status convert(palette_reader *reader, const place *at, sct_ink_colour *out)
{
    double surface = 100 * palette_surface(out->state);
    switch (palette_convert(out)) {
    case PALETTE_GLOSS_IMPOSSIBLE:
        return field_refuse(reader, at, "specular",
                            "\"included\", but darker than the surface alone (%.1f %%); was it measured excluded?", surface);
    case PALETTE_GLOSS_CLIPPED:
        field_warn(reader, at, "specular", "a little darker than the surface alone (%.1f %%); taken as black", surface);
        break;
    case PALETTE_GLOSS_FINE: break;
    }
    if (!isfinite(out->lab.L) || !isfinite(out->lab.a) || !isfinite(out->lab.b))
        return field_refuse(reader, at, "lab", "no colour that light can have; check the numbers and the conditions");
    double error = palette_conversion_error(out);
    if (error > 0 && reader->approximated++ == 0) /* the rest is counted: a whole palette is usually measured alike */
        field_warn(reader, at, "lab", "brought to D50, 2 degrees without a spectrum: off by up to %.1f dE00; add it", error);
    return SCT_OK;
}

sct_status palette_read_colour(palette_reader *reader, const place *at, const json *object, sct_ink_colour *out)
{
    sct_status status = SCT_OK;
    const char *unused = NULL;

    TRY(field_object(reader, at, object, palette_keys_colour));
    out->parts_ink = 1;
    out->film_um = out->wet_film_um = out->backing_reflectance = out->sd = (double)NAN;
    TRY(read_conditions(reader, at, object, out));
    TRY(field_number(reader, at, object, "parts_ink", FIELD_OPTIONAL, 0.001, 1000, &out->parts_ink));
    TRY(field_number(reader, at, object, "parts_water", FIELD_OPTIONAL, 0, 1000, &out->parts_water));
    TRY(field_number(reader, at, object, "backing_reflectance", FIELD_OPTIONAL, 0, 1, &out->backing_reflectance));
    TRY(field_number(reader, at, object, "film_um", FIELD_OPTIONAL, 0.01, 10000, &out->film_um));
    TRY(field_number(reader, at, object, "wet_film_um", FIELD_OPTIONAL, 1, 1000, &out->wet_film_um));
    TRY(field_number(reader, at, object, "sd", FIELD_OPTIONAL, 0.01, 20, &out->sd));
    if (out->wet_film_um < out->film_um)
        TRY(field_refuse(reader, at, "wet_film_um", "thinner than the dry film_um; exchange them"));
    TRY(field_text(reader, at, object, "by", FIELD_OPTIONAL, &unused));
    TRY(field_text(reader, at, object, "date", FIELD_OPTIONAL, &unused));
    TRY(read_values(reader, at, object, out));
    TRY(convert(reader, at, out));
done:
    return status;
}
