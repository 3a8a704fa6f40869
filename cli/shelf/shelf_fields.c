/* cli/shelf/shelf_fields.c - films in photos, as --field names them. */
#include "client/client_parts.h"
#include "shelf/shelf.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct fields {
    size_t count;
    sct_swatch_field items[SCT_SWATCH_FIELDS_MAX];
    char names[SCT_SWATCH_FIELDS_MAX][32];
    sct_shape *shapes[SCT_SWATCH_FIELDS_MAX]; /* owned */
} fields;

static void fields_free(fields *f)
{
    for (size_t i = 0; i < f->count; i++)
        sct_shape_free(f->shapes[i]);
}

/* One more field like *like; its name is kept. */
static int add(app *a, fields *f, const sct_swatch_field *like, const char *name, sct_shape *shape)
{
    if (f->count == SCT_SWATCH_FIELDS_MAX) {
        sct_shape_free(shape);
        return complain(a, EXIT_USE, "--field", "more than %d fields", SCT_SWATCH_FIELDS_MAX);
    }
    size_t i = f->count++;
    snprintf(f->names[i], sizeof f->names[i], "%s", name);
    f->shapes[i] = shape;
    f->items[i] = *like;
    f->items[i].name = f->names[i];
    f->items[i].shape = shape;
    return 0;
}

/* A strip of the sheet has two halves; one that is named whole, such as "A1w", is one. */
static int add_on_sheet(app *a, fields *f, const sct_swatch_field *like, const char *strip)
{
    char name[32];
    size_t n = strlen(strip);
    if (n == 3)
        return add(a, f, like, strip, NULL);
    if (n != 2)
        return complain(a, EXIT_USE, "--field", "\"%.40s\" is no strip of the sheet (A1 to B6); elsewhere add its SHAPE",
                        strip);
    snprintf(name, sizeof name, "%.2sw", strip);
    int code = add(a, f, like, name, NULL);
    snprintf(name, sizeof name, "%.2sb", strip);
    return code ? code : add(a, f, like, name, NULL);
}

/* "@black" and "@white" at the end of a shape. */
static void take_backing(char *text, sct_swatch_field *field)
{
    char *at = strrchr(text, '@');
    if (at && strcmp(at, "@black") == 0)
        field->backing = SCT_BACKING_BLACK;
    else if (at && strcmp(at, "@white") == 0)
        field->backing = SCT_BACKING_WHITE;
    else
        return;
    *at = '\0';
}

/* What stands behind the equals sign: parts of water, "bare", or of the mix the strip that it is. */
static int read_value(app *a, const char *text, const char *value, sct_swatch_field *field)
{
    field->bare = strcmp(value, "bare") == 0;
    if (field->bare || field->mix)
        return 0;
    if (args_number(value, &field->parts_water) && field->parts_water >= 0 && field->parts_water <= 1000)
        return 0;
    return complain(a, EXIT_USE, "--field", "\"%.60s\": parts of water are a number from 0 to 1000", text);
}

/* NAME, NAME=PARTS or NAME=bare, and perhaps :SHAPE. */
static int read_field(app *a, fields *f, const char *text, size_t photo, double film)
{
    char word[1024];
    sct_swatch_field field;
    sct_shape *shape = NULL;
    sct_swatch_field_init(&field);
    field.photo = photo;
    field.wet_film_um = film;
    if (strlen(text) >= sizeof word)
        return complain(a, EXIT_USE, "--field", "longer than %zu bytes", sizeof word - 1);
    snprintf(word, sizeof word, "%s", text);
    char *colon = strchr(word, ':'), *equals;
    if (colon) {
        *colon++ = '\0';
        take_backing(colon, &field);
    }
    equals = strchr(word, '=');
    if (equals)
        *equals++ = '\0';
    if (!word[0])
        return complain(a, EXIT_USE, "--field", "\"%.60s\" has no name; write NAME=PARTS or NAME=PARTS:SHAPE", text);
    field.mix = strncmp(word, "mix", 3) == 0 && word[3 + strspn(word + 3, "0123456789")] == '\0'; /* mix, mix1, mix2 */
    int code = equals ? read_value(a, text, equals, &field) : 0;
    if (!code && colon)
        code = client_parse_shape(a, "--field", colon, SCT_ROLE_SKIN, &shape);
    if (code)
        return code;
    if (shape)
        return add(a, f, &field, word, shape);
    return add_on_sheet(a, f, &field, field.mix && equals ? equals : word); /* mix=A2: strip A2 is the mix */
}

/* The bare places of the sheet tell what paper and print reflect. */
static int add_bare(app *a, fields *f)
{
    static const char *const names[] = {"white1", "white2", "black1", "black2"};
    sct_swatch_field field;
    int on_sheet = 0, code = 0;
    for (size_t i = 0; i < f->count; i++)
        on_sheet |= !f->shapes[i];
    sct_swatch_field_init(&field);
    for (size_t i = 0; on_sheet && !code && i < sizeof names / sizeof names[0]; i++)
        code = add(a, f, &field, names[i], NULL);
    return code;
}

static int read_fields(app *a, const shelf_options *o, const arg_items *items, fields *f)
{
    size_t photos = 0;
    int code = 0;
    for (size_t i = 1; i < items->count && !code; i++) {
        if (items->items[i].option)
            code = read_field(a, f, items->items[i].text, photos ? photos - 1 : 0, o->film);
        else
            photos++;
    }
    if (!code && f->count == 0)
        code = complain(a, EXIT_USE, NULL,
                        "--field: missing; say where the films are, as in --field A1=20 or "
                        "--field s1=20:rect:10%%,20%%,4%%,6%%");
    return code ? code : add_bare(a, f);
}

static int read_photos(app *a, const shelf_options *o, const arg_items *items, const fields *f, sct_swatches **out)
{
    client c = {.count = 0};
    client_options options;
    sct_chart_options chart;
    sct_measure_options settings;
    arg_items photos = {0};
    for (size_t i = 1; i < items->count; i++)
        if (!items->items[i].option)
            photos.items[photos.count++] = items->items[i];
    client_options_init(&options);
    options.chart = o->chart;
    options.chart_file = o->chart_file;
    options.camera = o->camera;
    sct_measure_options_init(&settings);
    settings.seed = (uint64_t)a->seed;
    int code = client_open(a, &photos, &c);
    if (!code)
        code = client_open_chart(a, &c, &options, &chart, &settings);
    if (!code) {
        progress_attach(a, c.name[0]);
        sct_status status = sct_swatches_new(a->ctx, &settings, c.views, c.count, f->items, f->count, out);
        progress_detach(a);
        code = status == SCT_OK ? 0 : complain_status(a, status, c.name[0]);
    }
    client_free(&c);
    return code;
}

int shelf_swatches(app *a, const shelf_options *o, const arg_items *items, sct_swatches **out)
{
    fields f = {.count = 0};
    int code = read_fields(a, o, items, &f);
    if (!code)
        code = read_photos(a, o, items, &f, out);
    fields_free(&f);
    return code;
}
