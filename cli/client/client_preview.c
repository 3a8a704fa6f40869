/* cli/client/client_preview.c - what a preview takes from the measurement of its photo. */
#include "client/client.h"

#include <math.h>

/* A photo has one scale, which its measurement carries, and by which it was ranked. */
static int set_scale(app *a, const client_options *options, const sct_measurement *m, sct_preview_options *s)
{
    sct_scale scale;
    int code = client_scale(a, options, &s->mm_per_px);
    if (code)
        return code;
    if (options->scale && !(s->mm_per_px >= 0.002 && s->mm_per_px <= 2)) /* This is the range of sct_preview_options. */
        return complain(a, EXIT_USE, NULL, "--scale %s: a preview needs pixels of 0.002 to 2 mm", options->scale);
    if (!options->scale && sct_measurement_scale(m, 0, &scale) == SCT_OK) {
        if (!(scale.mm_per_px >= 0.002 && scale.mm_per_px <= 2))
            return complain(a, EXIT_USE, NULL, "no scale is known, and by %s a pixel would be %.3g mm; give it with --scale",
                            sct_scale_source_name(scale.source), scale.mm_per_px);
        s->mm_per_px = scale.mm_per_px;
        s->scale_source = scale.source;
    }
    return 0;
}

int client_parse_hairline(app *a, const char *text, int area_given, sct_shape **out)
{
    enum { LINE_MAX_BYTES = 4096 };
    char line[LINE_MAX_BYTES];
    if (area_given)
        return complain(a, EXIT_USE, "--hairline", "give a hairline or an area, not both");
    if (snprintf(line, sizeof line, "line:%s", text) >= (int)sizeof line)
        return complain(a, EXIT_USE, "--hairline", "is too long; some ten corners will do");
    sct_status status = sct_shape_parse(a->ctx, line, SCT_ROLE_SKIN, out);
    return status == SCT_OK ? 0 : complain_status(a, status, "--hairline");
}

int client_check_area(app *a, const client *c, const sct_measurement *m)
{
    const sct_flags *flags = sct_measurement_flags(m);
    for (size_t i = 0; i < sct_flags_count(flags); i++) {
        sct_flag flag;
        if (sct_flags_at(flags, i, &flag) == SCT_OK && flag.code == SCT_FLAG_REGION_UNSURE)
            return complain(a, EXIT_NOTHING, c->name[0],
                            "%s; so nothing is painted: show where ink is wanted with --area SHAPE, or mark the hair with "
                            "--hair SHAPE",
                            flag.message);
    }
    return 0;
}

int client_preview(app *a, const client *c, const client_options *options, const sct_measurement *m,
                   sct_preview_options *settings)
{
    sct_skin skin;
    int code = set_scale(a, options, m, settings);
    if (code)
        return code;
    settings->labels = c->planes[0].labels;
    settings->labels_capacity = c->planes[0].capacity;
    settings->seed = (uint64_t)a->seed;
    if (sct_measurement_skin(m, &skin) == SCT_OK && isfinite(skin.estimate.u95_de00))
        settings->skin_u95_de00 = fmin(skin.estimate.u95_de00, 100);
    return 0;
}
