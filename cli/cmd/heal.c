/* cli/cmd/heal.c - the command `heal` predicts the healed colour of an ink in a skin; it needs no photo. */
#include "show/heal.h"
#include "client/hand.h"
#include "commands.h"
#include "palettes.h"
#include "schema/schema.h"

#include <string.h>

typedef struct heal_options {
    const char *skin, *tissue, *ink, *palette, *pigment, *plot, *age, *artist;
    double dilution, depth, depth_lo, depth_hi, thickness, density, radius, uptake, healed, strength, years;
    int streams, illuminant, observer, specular, ladder, no_artist, schema;
} heal_options;

static const char *const stream_words[] = {"4", "8", "16", NULL};
static const char *const illuminant_words[] = {"D50", "D65", "A", NULL};
static const char *const observer_words[] = {"2", "10", NULL};
static const char *const specular_words[] = {"excluded", "included", NULL};

static const arg options_table[] = {
    OPTION_TEXT("skin", heal_options, skin, "L,a,b", "colour of the bare skin"),
    OPTION_TEXT("tissue", heal_options, tissue, "NAME=F,...",
                "the skin itself: melanin, blood, oxygen, base, scatter, epidermis_um, epidermis_scatter"),
    OPTION_TEXT("ink", heal_options, ink, "ID", "an ink of the palette"),
    OPTION_TEXT("palette", heal_options, palette, "FILE", "default the illustrative palette that ships"),
    OPTION_REAL("dilution", heal_options, dilution, "PARTS", 0, 1000, "parts of water for one part of ink; default 20"),
    OPTION_TEXT("pigment", heal_options, pigment, "CI=F,...", "healed volume fractions in tissue instead of an ink"),
    OPTION_REAL("depth", heal_options, depth, "UM", 0, 1000, "from the surface to the ink; default 125"),
    OPTION_REAL("depth-from", heal_options, depth_lo, "UM", 0, 1000, "95 % of dots lie between this depth; default 75"),
    OPTION_REAL("depth-to", heal_options, depth_hi, "UM", 0, 1000, "and this; default 300"),
    OPTION_REAL("thickness", heal_options, thickness, "UM", 5, 2000, "of the inked layer; default 200"),
    OPTION_REAL("density", heal_options, density, "N", 0, 2000, "dots per cm2; default 180"),
    OPTION_REAL("dot-radius", heal_options, radius, "MM", 0.005, 0.5, "healed radius; default 0.11"),
    OPTION_REAL("uptake", heal_options, uptake, "F", 0.001, 1, "volume of fluid left per volume of tissue; default 0.24"),
    OPTION_REAL("healed-share", heal_options, healed, "F", 0.05, 1, "share of the pigment left after healing; default 0.67"),
    OPTION_REAL("strength", heal_options, strength, "F", 0.01, 100, "scale of the ink's strength; default the palette's"),
    HAND_ARGS(heal_options, artist, no_artist),
    OPTION_TEXT("age", heal_options, age, "WHEN", "fresh, healed, or years after healing such as 3; default healed"),
    OPTION_REAL("years", heal_options, years, "N", 0, 30, "the same as --age N"),
    OPTION_WORD("streams", heal_options, streams, "N", stream_words, "directions of light; default 8"),
    OPTION_WORD("illuminant", heal_options, illuminant, "NAME", illuminant_words,
                "of --skin and of the answer; default D50"),
    OPTION_WORD("observer", heal_options, observer, "DEG", observer_words, "default 2"),
    OPTION_WORD("specular", heal_options, specular, "HOW", specular_words,
                "surface reflection in --skin and the answer; default excluded"),
    OPTION_FLAG("ladder", heal_options, ladder,
                "the whole dilution ladder, fresh, healed, faded; with --json as the key ladder"),
    OPTION_TEXT("plot", heal_options, plot, "OUT.svg",
                "draw dots, L* and b* against dilution and depth, with the uncertainty"),
    SCHEMA_ARG(heal_options),
    OPTIONS_END,
};

/* ---- reading ---- */

/* Takes the next pair of "NAME=NUMBER,NAME=NUMBER". Returns 1 for a pair, 0 at the end, -1 when the text is neither. */
static int next_pair(const char **s, char name[32], double *value)
{
    char number[64];
    if (**s == '\0')
        return 0;
    size_t n = strcspn(*s, "="), m = 0;
    if ((*s)[n] != '=' || n == 0 || n >= 32)
        return -1;
    memcpy(name, *s, n);
    name[n] = '\0';
    const char *v = *s + n + 1;
    m = strcspn(v, ",");
    if (m >= sizeof number)
        return -1;
    memcpy(number, v, m);
    number[m] = '\0';
    *s = v + m + (v[m] == ',');
    return args_number(number, value) ? 1 : -1;
}

static int read_tissue(app *a, const char *text, sct_tissue *tissue)
{
    static const struct {
        const char *name;
        size_t offset;
    } fields[] = {
        {"melanin", offsetof(sct_tissue, melanin)},
        {"blood", offsetof(sct_tissue, blood)},
        {"oxygen", offsetof(sct_tissue, oxygen)},
        {"base", offsetof(sct_tissue, base)},
        {"scatter", offsetof(sct_tissue, scatter)},
        {"epidermis_um", offsetof(sct_tissue, epidermis_um)},
        {"epidermis_scatter", offsetof(sct_tissue, epidermis_scatter)},
    };
    const size_t count = sizeof fields / sizeof *fields;
    char name[32];
    double value = 0;
    int got = 0;
    while ((got = next_pair(&text, name, &value)) == 1) {
        size_t i = 0;
        while (i < count && strcmp(fields[i].name, name) != 0)
            i++;
        if (name[0] >= '0' && name[0] <= '9')
            got = -1;
        if (got < 0)
            break;
        if (i == count)
            return complain(a, EXIT_USE, NULL,
                            "--tissue %s: not one of melanin, blood, oxygen, base, scatter, epidermis_um, epidermis_scatter",
                            name);
        *(double *)(void *)((char *)tissue + fields[i].offset) = value;
    }
    return got < 0
               ? complain(a, EXIT_USE, NULL, "--tissue: write melanin=0.02,blood=0.0075 and so on, decimals with a point")
               : 0;
}

static int read_pigments(app *a, const char *text, heal_job *job)
{
    sct_heal_options *s = &job->options;
    char name[32];
    double value = 0;
    int got = 0;
    while ((got = next_pair(&text, name, &value)) == 1) {
        if (s->pigment_count == SCT_PIGMENT_MAX || strlen(name) >= sizeof job->pigments[0].ci)
            return complain(a, EXIT_USE, NULL, "--pigment %s: at most %d pigments, by Colour Index number", name,
                            SCT_PIGMENT_MAX);
        sct_pigment *p = &job->pigments[s->pigment_count++];
        memcpy(p->ci, name, strlen(name) + 1);
        p->fraction = value;
    }
    s->pigments = job->pigments;
    return got < 0 ? complain(a, EXIT_USE, NULL, "--pigment: write 77266=0.003 and so on (volume fractions)") : 0;
}

/* What the palette knows of an ink, and how it is used. */
static int take_ink(app *a, const heal_options *o, const sct_palette *palette, size_t i, heal_job *job)
{
    sct_ink ink;
    hand_numbers hand;
    sct_heal_options *s = &job->options;
    if (sct_palette_ink_optics(a->ctx, palette, i, &job->optics) != SCT_OK || sct_palette_ink(palette, i, &ink) != SCT_OK)
        return complain(a, EXIT_USE, o->ink, "%s", sct_context_message(a->ctx));
    s->ink = job->optics;
    s->strength = o->strength > 0 ? o->strength : ink.strength;
    if (o->strength <= 0 && hand_numbers_of(a, ink.id, &hand))
        s->strength *= hand.strength;
    if (ink.kind == SCT_INK_READY && o->dilution < 0)
        s->parts_water = 0;
    job->ready = ink.kind == SCT_INK_READY;
    job->least_parts = job->ready ? 0 : ink.min_parts_water;
    job->most_parts = job->ready ? 10 : ink.max_parts_water;
    sct_ink_title(palette, i, NULL, job->title, sizeof job->title);
    return 0;
}

static int read_ink(app *a, const heal_options *o, heal_job *job)
{
    sct_palette *palette = NULL;
    char name[INPUT_PATH_SIZE];
    size_t i;
    int code = palette_open(a, o->palette, &palette, name);
    if (code)
        return code;
    code = palette_find_ink(a, palette, name, o->ink, &i);
    if (!code)
        code = take_ink(a, o, palette, i, job);
    sct_palette_free(palette);
    return code;
}

static void take(double *field, double given)
{
    if (given >= 0)
        *field = given;
}

static void take_numbers(const app *a, const heal_options *o, sct_heal_options *s)
{
    hand_numbers hand;
    if (hand_numbers_of(a, NULL, &hand)) {
        s->depth_um = hand.depth_um;
        s->depth_lo_um = hand.depth_lo_um;
        s->depth_hi_um = hand.depth_hi_um;
        s->dot_radius_mm = hand.dot_radius_mm;
    }
    take(&s->depth_um, o->depth);
    take(&s->depth_lo_um, o->depth_lo);
    take(&s->depth_hi_um, o->depth_hi);
    take(&s->thickness_um, o->thickness);
    take(&s->density_per_cm2, o->density);
    take(&s->dot_radius_mm, o->radius);
    take(&s->uptake, o->uptake);
    take(&s->healed_share, o->healed);
    take(&s->parts_water, o->dilution);
    s->years = o->years < 0 ? 3 : o->years;
}

/* Complains of depths that contradict each other, by the names of the options: the library would name its own fields. */
static int check_depths(app *a, const sct_heal_options *s)
{
    if (s->depth_lo_um <= s->depth_hi_um)
        return 0;
    return complain(a, EXIT_USE, "--depth-from", "%g um is deeper than --depth-to, %g um; give both", s->depth_lo_um,
                    s->depth_hi_um);
}

/* Reads the skin, and the conditions that hold for its colour and for the answer. */
static int read_skin(app *a, const heal_options *o, sct_heal_options *s)
{
    static const sct_illuminant illuminants[] = {SCT_ILLUMINANT_D50, SCT_ILLUMINANT_D65, SCT_ILLUMINANT_A};
    if (o->skin && !args_lab(o->skin, &s->skin_lab))
        return complain(a, EXIT_USE, NULL, "--skin %s: not a colour; write L,a,b, decimals with a point", o->skin);
    s->use_tissue = o->tissue != NULL;
    s->conditions.illuminant = illuminants[o->illuminant];
    s->conditions.observer = o->observer ? SCT_OBSERVER_10 : SCT_OBSERVER_2;
    s->conditions.specular_included = o->specular;
    return 0;
}

static int read_age(app *a, const heal_options *o, sct_heal_options *s)
{
    if (!o->age ? o->years >= 0 : strcmp(o->age, "years") == 0)
        s->age = SCT_AGE_YEARS;
    else if (!args_age(o->age, &s->age, &s->years))
        return complain(a, EXIT_USE, NULL, "--age %s: write fresh, healed, or years between 0 and 30", o->age);
    return 0;
}

static int read_job(app *a, const heal_options *o, heal_job *job)
{
    static const int streams[] = {4, 8, 16};
    sct_heal_options *s = &job->options;
    sct_heal_options_init(s);
    if (!o->skin == !o->tissue)
        return complain(a, EXIT_USE, NULL, "give the skin once: --skin L,a,b or --tissue melanin=F,...");
    if (o->ink && o->pigment)
        return complain(a, EXIT_USE, NULL, "give the ink once: --ink ID or --pigment CI=F");
    s->streams = streams[o->streams];
    s->band = 1;
    int code = hand_open(a, o->artist, o->no_artist);
    if (code)
        return code;
    take_numbers(a, o, s);
    code = read_skin(a, o, s);
    if (!code && o->tissue)
        code = read_tissue(a, o->tissue, &s->tissue);
    if (!code)
        code = read_age(a, o, s);
    if (!code)
        code = check_depths(a, s);
    if (!code && o->pigment)
        code = read_pigments(a, o->pigment, job);
    if (!code && o->ink)
        code = read_ink(a, o, job);
    return code;
}

/* ---- answering ---- */

static int print_json(app *a, const heal_job *job, int ladder)
{
    sct_bytes json = {0};
    sct_status status = sct_healed_json(a->ctx, job->answer, &json);
    int code = status == SCT_OK ? 0 : complain_status(a, status, NULL);
    if (!code && ladder)
        code = heal_json_ladder(a, job, (const char *)json.data, strlen((const char *)json.data));
    else if (!code)
        printf("%s\n", (const char *)json.data);
    sct_bytes_free(&json);
    return code;
}

static sct_status try(app *a, const sct_heal_options *options)
{
    sct_healed *healed = NULL;
    sct_status status = sct_heal(a->ctx, options, &healed);
    sct_healed_free(healed);
    return status;
}

/* Complains of what could not be predicted, and names the option: skin, pigments and depth are tried in turn, and the first
 * that fails by itself is the one. */
static int complain_of_job(app *a, const heal_options *o, const heal_job *job, sct_status status)
{
    const sct_heal_options *s = &job->options;
    sct_heal_options alone;
    const char *subject = o->tissue ? "--tissue" : "--skin";
    sct_heal_options_init(&alone);
    alone.use_tissue = s->use_tissue;
    alone.skin_lab = s->skin_lab;
    alone.tissue = s->tissue;
    alone.conditions = s->conditions;
    sct_status found = try(a, &alone);
    if (found == SCT_OK) {
        subject = "--pigment";
        alone.depth_um = 1000; /* This lies below any epidermis. */
        alone.pigment_count = s->pigment_count;
        alone.pigments = s->pigments;
        found = try(a, &alone);
    }
    if (found == SCT_OK) { /* The table of options keeps everything else in its range. */
        found = try(a, s);
        subject = found == SCT_ERR_OPTION ? "--depth" : found == SCT_ERR_NOTHING ? "--skin" : NULL;
    }
    return complain_status(a, found == SCT_OK ? status : found, subject);
}

/* A ladder or a plot of dilutions needs an ink. */
static int check_outputs(app *a, const heal_options *o, const heal_job *job)
{
    if (o->ladder && !job->options.ink)
        return complain(a, EXIT_USE, NULL, "--ladder needs an ink: --ink ID");
    if (o->plot && !job->options.ink)
        return complain(a, EXIT_USE, NULL, "--plot needs an ink: --ink ID");
    int code = o->plot ? output_is(a, o->plot, "svg") : 0;
    if (!code)
        code = output_claim(a, o->plot);
    if (!code && a->silent && o->ladder)
        code = complain(a, EXIT_USE, o->plot, "standard output takes one answer; leave --ladder out, or give a file name");
    return code;
}

static int print_answer(app *a, const heal_options *o, const heal_job *job)
{
    if (a->silent)
        return 0;
    if (a->json)
        return print_json(a, job, o->ladder);
    int code = heal_print(a, job);
    return !code && o->ladder ? heal_print_ladder(a, job) : code;
}

static int answer(app *a, const heal_options *o, heal_job *job)
{
    int code = check_outputs(a, o, job);
    if (code)
        return code;
    sct_status status = sct_heal(a->ctx, &job->options, &job->answer);
    if (status != SCT_OK)
        return complain_of_job(a, o, job, status);
    heal_see(job->answer, &job->fitted); /* The skin is fitted once. What follows takes its tissue. */
    if (o->plot)
        code = heal_plot(a, job, o->plot);
    if (!code)
        code = print_answer(a, o, job);
    return code ? code : strict_code(a, sct_healed_flags(job->answer));
}

static int run(app *a, int argc, char **argv)
{
    heal_options o = {.dilution = -1,
                      .depth = -1,
                      .depth_lo = -1,
                      .depth_hi = -1,
                      .thickness = -1,
                      .density = -1,
                      .radius = -1,
                      .uptake = -1,
                      .healed = -1,
                      .strength = -1,
                      .years = -1,
                      .streams = 1};
    heal_job job = {.title = ""};
    int code = args_parse(a, &command_heal, argc, argv, &o, NULL);
    if (code || app_help(a, &command_heal))
        return code;
    if (o.schema)
        return schema_print(a, "heal", NULL);
    code = read_job(a, &o, &job);
    if (!code)
        code = answer(a, &o, &job);
    sct_healed_free(job.answer);
    sct_ink_optics_free(job.optics);
    return code;
}

const command command_heal = {
    .name = "heal",
    .arguments = "--skin L,a,b --ink ID [options]",
    .summary = "predict the healed colour of an ink in a skin, no photo needed",
    .about = (const char *const[]){"Without --ink or --pigment it answers for bare skin.",
                                   "The depth of the ink decides most and cannot be seen in a photo: it is an assumption "
                                   "(125 um, known only to 75 to 300) until healed photos of your own calibrate it.",
                                   "How strong an ink is rests on what its palette has: measured films, else its "
                                   "composition (see palettes/README.md).",
                                   NULL},
    .example = "  scalptone heal --skin 65,9.4,15.8 --ink generic-carbon --dilution 20\n"
               "  scalptone heal --skin 35,13,28 --ink generic-carbon --ladder --plot build/demo/ladder.svg\n"
               "  scalptone heal --tissue melanin=0.02,blood=0.0075,base=0.3 --pigment 77266=0.003 --json",
    .usual = "skin ink palette dilution age ladder plot json",
    .options = options_table,
    .run = run,
};
