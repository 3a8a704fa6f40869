/* cli/client/values.c - a client who is known without a photo: by colours that somebody gives. */
#include "client/values.h"

#include <math.h>

const char *const values_kinds[] = {"stubble", "grown", NULL};

#define USUAL_U95_DE00 3.0

typedef struct value {
    sct_lab lab;
    double u95_de00;
} value;

int values_given(const values_options *values)
{
    return values->skin || values->hair || values->kind >= 0;
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
static int check_alone(app *a, const client_options *o, const arg_items *items)
{
    const struct {
        const char *option, *given;
    } of_photos[] = {{"--overlay", o->overlay}, {"--masks", o->masks},           {"--scale", o->scale},
                     {"--chart", o->chart},     {"--chart-file", o->chart_file}, {"--chart-photo", o->chart_photo}};
    if (items->count)
        return complain(a, EXIT_USE, items->items[0].text, "give photos, or colours by --skin-lab and --hair-lab, not both");
    for (size_t i = 0; i < sizeof of_photos / sizeof of_photos[0]; i++)
        if (of_photos[i].given)
            return complain(a, EXIT_USE, of_photos[i].option, "belongs to a photo, and colours were given instead of one");
    return 0;
}

int values_measure(app *a, const values_options *values, const client_options *options, const arg_items *items,
                   sct_measurement **out)
{
    value skin = {{(double)NAN, (double)NAN, (double)NAN}, USUAL_U95_DE00}, hair;
    int code = check_alone(a, options, items);
    if (!code && !values->hair)
        code = complain(a, EXIT_USE, NULL, "the hair is missing; give its colour by --hair-lab L,a,b");
    if (!code && !values->skin)
        code = complain(a, EXIT_USE, NULL, "the skin is missing; give its colour by --skin-lab L,a,b");
    if (!code)
        code = read_value(a, "--skin-lab", values->skin, &skin);
    if (!code)
        code = read_value(a, "--hair-lab", values->hair, &hair);
    if (!code && !(hair.lab.L < skin.lab.L))
        code =
            complain(a, EXIT_USE, NULL, "--hair-lab %s: not darker than the skin; no ink imitates such hair", values->hair);
    if (code)
        return code;
    sct_hair_kind kind = values->kind == 1 ? SCT_HAIR_GROWN : SCT_HAIR_STUBBLE;
    sct_status status = sct_measurement_from_lab(a->ctx, skin.lab, skin.u95_de00, hair.lab, hair.u95_de00, kind, out);
    return status == SCT_OK ? 0 : complain_status(a, status, "--skin-lab");
}
