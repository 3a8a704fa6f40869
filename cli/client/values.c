/* cli/client/values.c - a client who is known without a photo: by colours that somebody gives, or by an earlier measurement.
 */
#include "client/values.h"

#include <math.h>

#define USUAL_U95_DE00 3.0
enum { MEASUREMENT_BYTES_MAX = 1 << 24 };

typedef struct value {
    sct_lab lab;
    double u95_de00;
} value;

int values_given(const values_options *values)
{
    return values->file || values->skin || values->hair;
}

/* Reads "L,a,b" or "L,a,b,U" within what the library takes. */
static int read_value(app *a, const char *option, const char *text, value *out)
{
    double v[4] = {0, 0, 0, USUAL_U95_DE00};
    int n = args_numbers(text, v, 4);
    if (n != 3 && n != 4)
        return complain(a, EXIT_USE, NULL, "%s %s: not a colour; write L,a,b or L,a,b,U, decimals with a point", option,
                        text);
    if (!(v[0] >= 0 && v[0] <= 100 && fabs(v[1]) <= 128 && fabs(v[2]) <= 128))
        return complain(a, EXIT_USE, NULL, "%s %s: L must be between 0 and 100, a and b between -128 and 128", option, text);
    if (!(v[3] >= 0.1 && v[3] <= 50))
        return complain(a, EXIT_USE, NULL, "%s %s: a colour may be off by 0.1 to 50 dE00, not by %g", option, text, v[3]);
    *out = (value){{v[0], v[1], v[2]}, v[3]};
    return 0;
}

/* What belongs to photos would have no effect. */
static int check_alone(app *a, const values_options *values, const client_options *o, const arg_items *items)
{
    const char *instead = values->file ? "a measurement was given" : "colours were given";
    const struct {
        const char *option, *given;
    } of_photos[] = {{"--overlay", o->overlay}, {"--masks", o->masks},           {"--scale", o->scale},
                     {"--chart", o->chart},     {"--chart-file", o->chart_file}, {"--chart-photo", o->chart_photo},
                     {"--camera", o->camera}};
    if (values->file && (values->skin || values->hair || o->hair_kind >= 0))
        return complain(a, EXIT_USE, "--measurement", "give a measurement or colours, not both");
    if (items->count)
        return complain(a, EXIT_USE, items->items[0].text, "give photos or %s, not both",
                        values->file ? "--measurement" : "colours by --skin-lab and --hair-lab");
    for (size_t i = 0; i < sizeof of_photos / sizeof of_photos[0]; i++)
        if (of_photos[i].given)
            return complain(a, EXIT_USE, of_photos[i].option, "belongs to a photo, and %s instead of one", instead);
    return 0;
}

/* Makes a measurement of two colours. */
static int measure_colours(app *a, const values_options *values, int hair_kind, client *c, sct_measurement **out)
{
    value skin = {{(double)NAN, (double)NAN, (double)NAN}, USUAL_U95_DE00}, hair;
    int code = 0;
    snprintf(c->name[0], sizeof c->name[0], "colours given");
    if (!values->hair)
        code = complain(a, EXIT_USE, NULL, "the hair is missing; give its colour by --hair-lab L,a,b");
    if (!code && !values->skin)
        code = complain(a, EXIT_USE, NULL, "the skin is missing; give its colour by --skin-lab L,a,b");
    if (!code)
        code = read_value(a, "--skin-lab", values->skin, &skin);
    if (!code)
        code = read_value(a, "--hair-lab", values->hair, &hair);
    if (!code && !(hair.lab.L < skin.lab.L))
        code = complain(a, EXIT_NOTHING, NULL, "--hair-lab %s: not darker than the skin; no ink imitates such hair",
                        values->hair);
    if (code)
        return code;
    sct_hair_kind kind = hair_kind == SCT_HAIR_GROWN ? SCT_HAIR_GROWN : SCT_HAIR_STUBBLE;
    sct_status status = sct_measurement_from_lab(a->ctx, skin.lab, skin.u95_de00, hair.lab, hair.u95_de00, kind, out);
    return status == SCT_OK ? 0 : complain_status(a, status, "--skin-lab");
}

/* Reads what `measure --json` wrote. Its photos are called by the name of the file. */
static int read_measurement(app *a, const char *path, client *c, sct_measurement **out)
{
    file_bytes bytes = {0};
    sct_measurement_info info;
    int code = input_read(a, path, MEASUREMENT_BYTES_MAX, &bytes);
    if (code)
        return code;
    sct_status status = sct_measurement_from_json(a->ctx, bytes.data, bytes.size, out);
    input_free(&bytes);
    if (status != SCT_OK)
        return complain_status(a, status, path);
    snprintf(c->name[0], sizeof c->name[0], "%s", input_name(path));
    if (sct_measurement_describe(*out, &info) != SCT_OK)
        return 0;
    c->count = info.photo_count < CLIENT_PHOTOS_MAX ? info.photo_count : CLIENT_PHOTOS_MAX;
    for (size_t i = 1; i < c->count; i++)
        snprintf(c->name[i], sizeof c->name[i], "%.*s, photo %zu", (int)sizeof c->name[i] - 32, c->name[0], i + 1);
    return 0;
}

int values_measure(app *a, const values_options *values, const client_options *options, const arg_items *items, client *c,
                   sct_measurement **out)
{
    int code = check_alone(a, values, options, items);
    if (code)
        return code;
    return values->file ? read_measurement(a, values->file, c, out) : measure_colours(a, values, options->hair_kind, c, out);
}
