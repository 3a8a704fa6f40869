/* cli/keep/record_mix.c - `record mix`: the recipe of a record once more, for another cup. */
#include "keep/record_mix.h"
#include "args.h"
#include "json_text.h"
#include "keep/record_file.h"
#include "show/terminal.h"

#include <math.h>
#include <string.h>

/* Caps as suppliers name them, ml. */
static const double SMALL_CAP_ML = 0.3, LARGE_CAP_ML = 2;
enum { NAME_SIZE = 200 };

/* A recipe: parts, and what the bottles are called. */
typedef struct recipe {
    char name[NAME_SIZE];
    double ink, second, water; /* parts */
} recipe;

static double number(const sct_record *record, const char *key, double otherwise)
{
    double v;
    return args_number(sct_record_get(record, key), &v) ? v : otherwise;
}

/* A blend's parts are those of the volumes that were recommended. */
static int find_recipe(app *a, const sct_record *record, const char *path, recipe *out)
{
    const char *chosen = sct_record_get(record, "chosen.ink"), *title = sct_record_get(record, "recommended.title");
    int own = *sct_record_get(record, "chosen.parts_water") != '\0';
    if (*chosen && strcmp(chosen, sct_record_get(record, "recommended.ink")) != 0 && strcmp(chosen, title) != 0) {
        if (!own)
            return complain(a, EXIT_NOTHING, path,
                            "tells another ink than was recommended and no dilution: set chosen.parts_water");
        title = chosen;
    }
    *out = (recipe){.ink = number(record, own ? "chosen.parts_ink" : "recommended.parts_ink", 1),
                    .water = number(record, own ? "chosen.parts_water" : "recommended.parts_water", (double)NAN)};
    snprintf(out->name, sizeof out->name, "%s", *title ? title : "ink");
    if (!isfinite(out->water))
        return complain(a, EXIT_NOTHING, path,
                        "holds no recipe: nothing was recommended, and chosen.parts_water is not set");
    double first_ml = number(record, "recommended.ink_ml", 0), second_ml = number(record, "recommended.second_ml", 0);
    if (title != chosen && second_ml > 0 && first_ml > 0) {
        out->second = out->ink * second_ml / (first_ml + second_ml);
        out->ink -= out->second;
    }
    return 0;
}

static void print_amounts(const mix_options *o, const recipe *r, const double ml[3])
{
    double whole = ml[0] + ml[1] + ml[2], drops = o->drops_per_ml;
    char line[640];
    if (r->second > 0)
        snprintf(line, sizeof line, "Mix %.2f ml and %.2f ml of %s, and %.2f ml water: %.2f ml, shade %.3g.", ml[0], ml[1],
                 r->name, ml[2], whole, ml[2] / (ml[0] + ml[1]));
    else if (ml[2] > 0)
        snprintf(line, sizeof line, "Mix %.2f ml %s and %.2f ml water: %.2f ml, shade %.3g.", ml[0], r->name, ml[2], whole,
                 ml[2] / ml[0]);
    else
        snprintf(line, sizeof line, "Use %.2f ml %s as it is.", whole, r->name);
    print_sentences(line);
    if (r->second > 0)
        snprintf(line, sizeof line, "In drops: %.0f, %.0f and %.0f. In grams: %.2f, %.2f and %.2f.", ml[0] * drops,
                 ml[1] * drops, ml[2] * drops, ml[0] * o->ink_g_per_ml, ml[1] * o->ink_g_per_ml, ml[2]);
    else
        snprintf(line, sizeof line, "In drops: %.0f and %.0f. In grams: %.2f and %.2f.", ml[0] * drops, ml[2] * drops,
                 ml[0] * o->ink_g_per_ml, ml[2]);
    print_sentences(line);
    snprintf(line, sizeof line, "It fills %.0f caps #16 (2 ml), or %.0f small ones #9 (0.3 ml).",
             ceil(whole / LARGE_CAP_ML - 1e-9), ceil(whole / SMALL_CAP_ML - 1e-9));
    print_sentences(line);
}

static void print_json(const mix_options *o, const recipe *r, const double ml[3])
{
    char name[6 * NAME_SIZE];
    json_text(r->name, name, sizeof name);
    printf("{\"title\":\"%s\",\"ink_ml\":%.2f,\"second_ml\":%.2f,\"water_ml\":%.2f,\"volume_ml\":%.2f,\"parts_water\":%.4f,"
           "\"drops\":[%.0f,%.0f,%.0f],\"grams\":[%.3f,%.3f,%.3f]}\n",
           name, ml[0], ml[1], ml[2], ml[0] + ml[1] + ml[2], ml[2] / (ml[0] + ml[1]), ml[0] * o->drops_per_ml,
           ml[1] * o->drops_per_ml, ml[2] * o->drops_per_ml, ml[0] * o->ink_g_per_ml, ml[1] * o->ink_g_per_ml, ml[2]);
}

int record_mix(app *a, const mix_options *o, const char *path)
{
    sct_record *record = NULL;
    recipe r = {0};
    double ml[3];
    char told[WORDS_SIZE];
    int code = record_read(a, path, &record);
    if (!code)
        code = find_recipe(a, record, path, &r);
    if (!code) {
        sct_status status = sct_mix_volumes(a->ctx, o->volume_ml, r.ink, r.second, r.water, ml);
        code = status == SCT_OK ? 0 : complain_status(a, status, path);
    }
    if (!code && a->json)
        print_json(o, &r, ml);
    else if (!code)
        print_amounts(o, &r, ml);
    if (!code && !a->quiet && ml[0] + ml[1] + ml[2] > o->volume_ml * (1 + 1e-9))
        fprintf(stderr, "scalptone: %s\n",
                tellf(told, sizeof told, "more than %.3g ml: less ink cannot be read on a 1 ml syringe", o->volume_ml));
    sct_record_free(record);
    return code;
}
