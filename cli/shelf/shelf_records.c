/* cli/shelf/shelf_records.c - healed marks that records of clients hold, as 'record verify' leaves them there. */
#include "keep/record_file.h"
#include "palettes.h"
#include "shelf/shelf_marks.h"

#include <math.h>
#include <string.h>

static const char *field_of(const sct_record *record, const char *key)
{
    const char *value = sct_record_get(record, key);
    return value ? value : "";
}

/* A field of what was chosen, or, where nothing was, of what was recommended. */
static const char *planned(const sct_record *record, const char *name)
{
    char key[64];
    snprintf(key, sizeof key, "chosen.%s", name);
    if (*field_of(record, key))
        return field_of(record, key);
    snprintf(key, sizeof key, "recommended.%s", name);
    return field_of(record, key);
}

static const char *result_of(const sct_record *record, size_t row, const char *name)
{
    char key[64];
    snprintf(key, sizeof key, "results.%zu.%s", row, name);
    return field_of(record, key);
}

/* One result as a mark: the colour of an area, told for the skin that was measured at the consultation. */
static int take_row(app *a, const shelf_options *o, const char *path, const sct_record *record, size_t row, marks *m)
{
    static const double sds_in_u95 = 2.8; /* of three channels, each with this standard deviation: 95 % within 2.8 of them */
    sct_mark *mark = NULL;
    double u95 = (double)NAN;
    int code = marks_one_more(a, o, m, &mark);
    if (code || !mark)
        return code;
    mark->part = SCT_HEALED_AREA;
    if (!args_number(result_of(record, row, "density_per_cm2"), &mark->density_per_cm2))
        args_number(planned(record, "density_per_cm2"), &mark->density_per_cm2);
    if (args_number(result_of(record, row, "area_u95_de00"), &u95))
        mark->sd = fmin(fmax(u95 / sds_in_u95, 0.5), 20);
    if (!args_number(planned(record, "parts_water"), &mark->parts_water) ||
        !args_lab(field_of(record, "measured.skin_lab"), &mark->skin_lab))
        return complain(a, EXIT_NOTHING, path, "chosen.parts_water or measured.skin_lab is missing");
    if (!args_lab(result_of(record, row, "area_lab"), &mark->lab))
        return complain(a, EXIT_NOTHING, path, "results.%zu.area_lab is missing", row);
    code = palette_find_ink(a, m->palette, m->palette_name, planned(record, "ink"), &mark->ink);
    snprintf(m->from[m->count], sizeof m->from[0], "%.40s, %zu", input_name(path), row);
    m->count += !code;
    return code;
}

int marks_of_record(app *a, const shelf_options *o, const char *path, marks *m)
{
    sct_record *record = NULL;
    int code = record_read(a, path, &record);
    if (code)
        return code;
    size_t rows = sct_record_rows(record, "results");
    if (rows == 0)
        code = complain(a, EXIT_NOTHING, path, "holds no healed result; 'scalptone record verify' adds one");
    for (size_t row = 1; row <= rows && !code; row++)
        code = take_row(a, o, path, record, row, m);
    sct_record_free(record);
    return code;
}
