/* cli/cmd_match.c - the main job: photos of a client -> ranked inks and a recipe. */
#include "client.h"
#include "commands.h"
#include "ranking.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct match_options {
    client_options client;
    ranking_settings match;
    int schema, assumptions;
    long top;
} match_options;

static const arg options_table[] = {
    {"top", ARG_INT, offsetof(match_options, top), "N", "rows to show; default 5, with --json all", 1, 100000, NULL},
    CLIENT_ARGS(match_options),
    RANKING_ARGS(match_options),
    {"assumptions", ARG_FLAG, offsetof(match_options, assumptions), NULL,
     "list every value that was assumed, why, and the option that changes it", 0, 0, NULL},
    {"schema", ARG_FLAG, offsetof(match_options, schema), NULL, "print the JSON Schema of --json and stop", 0, 0, NULL},
    {NULL, ARG_FLAG, 0, NULL, NULL, 0, 0, NULL},
};

static void options_init(match_options *o)
{
    *o = (match_options){.top = 0};
    ranking_init(&o->match);
    client_options_init(&o->client);
}

/* ---- for people ---- */

enum { CLOSE_COLUMNS = 27, AFAR_COLUMNS = 27 };

static void print_row(const app *a, const sct_palette *palette, const sct_candidate *c, int name_columns, int areas)
{
    char number[16], sure[16], name[SCT_TITLE_SIZE];
    snprintf(number, sizeof number, "%zu", c->rank);
    printf("  %2s  ", number);
    sct_ink_title(palette, c->ink, &c->blend, name);
    print_padded(name, name_columns);
    printf("  ");
    print_padded(c->shade, 7);
    print_swatch(a, c->dot_lab);
    printf("  ");
    if (areas) {
        print_swatch(a, c->area_lab);
        printf("  %4.1f  ", c->de_dot);
        print_padded(c->direction, CLOSE_COLUMNS);
        printf("  %4.1f  ", c->de_area);
        print_padded(c->direction_area, AFAR_COLUMNS);
    } else {
        printf("%4.1f  ", c->de);
        print_padded(c->direction, CLOSE_COLUMNS);
    }
    snprintf(sure, sizeof sure, isfinite(c->p_best) ? "%3.0f %%" : "-", 100 * c->p_best);
    printf(" %5s\n", sure);
}

/* Dilutions of one ink follow each other closely: two of each are enough to choose from. */
enum { ROWS_OF_AN_INK = 2 };

static int is_shown(const sct_candidate *rows, size_t i)
{
    int same = 0;
    for (size_t k = 0; k < i; k++)
        same += ranking_same_ink(&rows[k], &rows[i]);
    return same < ROWS_OF_AN_INK;
}

static void print_table(const app *a, const sct_palette *palette, const sct_candidate *rows, size_t count, size_t wanted)
{
    int columns = 4, areas = 0;
    for (size_t i = 0, shown = 0; i < count && shown < wanted; i++) {
        char name[SCT_TITLE_SIZE];
        if (!is_shown(rows, i))
            continue;
        shown++;
        sct_ink_title(palette, rows[i].ink, &rows[i].blend, name);
        int n = text_columns(name);
        columns = n > columns ? n : columns;
        areas |= isfinite(rows[i].area_lab.L);
    }
    printf("\n   #  ");
    print_padded("ink", columns);
    if (areas)
        printf("  shade  %-7s  %-7s  close up%*s  from afar%*s   sure\n", "dot", "area", CLOSE_COLUMNS - 2, "",
               AFAR_COLUMNS - 3, "");
    else
        printf("  shade  %-7s  away  %-*s   sure\n", "ink", CLOSE_COLUMNS, "how it differs");
    for (size_t i = 0, shown = 0; i < count && shown < wanted; i++)
        if (is_shown(rows, i)) {
            print_row(a, palette, &rows[i], columns, areas);
            shown++;
        }
}

/* "0.55 ml Dark brown + 4.40 ml distilled water (4.95 ml, "shade 8")"; returns its length. */
static size_t recipe_line(const sct_palette *palette, const sct_candidate *row, char *line, size_t capacity)
{
    char name[SCT_TITLE_SIZE], second[SCT_TITLE_SIZE];
    int n;
    sct_ink_title(palette, row->ink, NULL, name);
    sct_ink_title(palette, row->blend.ink, NULL, second);
    if (row->second_ml > 0 && !(row->water_ml > 0))
        n = snprintf(line, capacity, "%.2f ml %s + %.2f ml %s, without water", row->ink_ml, name, row->second_ml, second);
    else if (row->second_ml > 0)
        n = snprintf(line, capacity, "%.2f ml %s + %.2f ml %s + %.2f ml distilled water (%.2f ml, \"shade %s\")",
                     row->ink_ml, name, row->second_ml, second, row->water_ml, row->batch_ml, row->shade);
    else if (row->water_ml > 0)
        n = snprintf(line, capacity, "%.2f ml %s + %.2f ml distilled water (%.2f ml, \"shade %s\")", row->ink_ml, name,
                     row->water_ml, row->batch_ml, row->shade);
    else
        n = snprintf(line, capacity, "%s as it is", name);
    return n < 0 || (size_t)n >= capacity ? capacity - 1 : (size_t)n;
}

/* A recipe, or what it would be when the photo does not carry one. */
static void print_recipe(const sct_palette *palette, const sct_ranking *r, const sct_candidate *best)
{
    char line[512];
    if (!isfinite(best->ink_ml) || !isfinite(best->water_ml))
        return;
    size_t n = recipe_line(palette, best, line, sizeof line);
    if (n < sizeof line && isfinite(best->density_per_cm2))
        n += (size_t)snprintf(line + n, sizeof line - n, ", %.0f dots per cm2 over all sessions", best->density_per_cm2);
    if (n < sizeof line && !r->pick)
        snprintf(line + n, sizeof line - n, "; a first guess: do not use it before the answer is sure");
    print_wrapped(!r->pick ? "Guess" : best->water_ml > 0 ? "Mix" : "Use", line);
}

/* The recipe of the first other ink or blend that is shown, for those who have that one. */
static void print_other_recipe(const sct_palette *palette, const sct_candidate *rows, size_t count, size_t wanted)
{
    for (size_t i = 1, shown = 1; i < count && shown < wanted; i++) {
        char line[512];
        if (!is_shown(rows, i))
            continue;
        shown++;
        if (ranking_same_ink(&rows[i], &rows[0]))
            continue;
        size_t n = recipe_line(palette, &rows[i], line, sizeof line);
        snprintf(line + n, sizeof line - n, ", for row %zu", rows[i].rank);
        print_wrapped("Or", line);
        return;
    }
}

/* Why nothing darker is proposed. */
static void print_leaning(const sct_ranking *r, const sct_candidate *best)
{
    if (r->loss == SCT_LOSS_ASYMMETRIC && best->dL > 0.8)
        print_wrapped("Why", "the advice leans to the light side: too light is one more session, too dark needs a laser "
                             "(--loss plain ranks by distance alone)");
}

/* Whether the row of this rank stands in the table. */
static int is_listed(const sct_candidate *rows, size_t count, size_t wanted, size_t rank)
{
    for (size_t i = 0, shown = 0; i < count && shown < wanted; i++)
        if (is_shown(rows, i)) {
            shown++;
            if (rows[i].rank == rank)
                return 1;
        }
    return 0;
}

/* Names the rows that can be seen; of the others their number. */
static void print_ties(const sct_candidate *rows, size_t count, size_t wanted)
{
    const sct_candidate *best = &rows[0];
    char line[512];
    size_t n = 0, listed = 1;
    for (size_t i = 0; i < best->tie_count; i++)
        listed += (size_t)is_listed(rows, count, wanted, best->tied_with[i]);
    size_t hidden = best->tie_count + 1 - listed, told = 1;
    if (best->tie_count == 0)
        return;
    n += (size_t)snprintf(line, sizeof line, "row%s 1", listed > 1 ? "s" : "");
    for (size_t i = 0; i < best->tie_count && n < sizeof line - 96; i++)
        if (is_listed(rows, count, wanted, best->tied_with[i]))
            n += (size_t)snprintf(line + n, sizeof line - n, "%s %zu", ++told < listed || hidden ? "," : " and",
                                  best->tied_with[i]);
    if (hidden)
        n += (size_t)snprintf(line + n, sizeof line - n, " and %zu more that %s not in the table", hidden,
                              hidden == 1 ? "is" : "are");
    snprintf(line + n, sizeof line - n, " cannot be separated by this photo");
    print_wrapped("Know", line);
}

static double assumed(const sct_ranking *r, const char *name)
{
    for (size_t i = 0; i < r->assumption_count; i++)
        if (!strcmp(r->assumptions[i].name, name))
            return r->assumptions[i].value;
    return (double)NAN;
}

/* How far the first row is from what was wanted, and from what may heal. */
static void print_limits(const sct_ranking *r, const sct_candidate *best)
{
    char line[512];
    double depth = assumed(r, "ink depth"), from = assumed(r, "ink depth from"), to = assumed(r, "ink depth to");
    if (best->de00_dot > r->acceptable_de00 && isfinite(best->de00_area)) {
        snprintf(line, sizeof line, "close up no row suits better on the whole: its dots stay dE00 %.1f from the hair%s",
                 best->de00_dot, best->de00_area <= r->acceptable_de00 ? "; from afar it passes" : "");
        print_wrapped("Know", line);
    }
    if (best->basis == SCT_BASIS_PREDICTED_HEALED && isfinite(depth) && isfinite(best->dot_u95_de00)) {
        snprintf(
            line, sizeof line,
            "a dot may heal up to dE00 %.0f from what is shown, the area up to %.1f (95 %%): the photo's colours are as "
            "sure as stated above, and the ink is taken to lie %.2g mm deep (%.0f to %.0f um) until healed photos of "
            "yours tell",
            best->dot_u95_de00, best->area_u95_de00, depth / 1000, from, to);
        print_wrapped("Know", line);
    }
    snprintf(line, sizeof line, "row 1 rests on: %s", best->rests_on);
    print_wrapped("Know", line);
}

static void print_plan(const sct_ranking *r, const sct_palette *palette)
{
    for (size_t i = 0; i < r->plan_count; i++) {
        const sct_plan_step *s = &r->plan[i];
        char shade[32] = "ready";
        if (sct_palette_ink(palette, s->ink).kind == SCT_INK_DILUTABLE)
            snprintf(shade, sizeof shade, "shade %g", s->parts_water);
        char line[256];
        snprintf(line, sizeof line, "%s: %s", shade, s->why);
        print_wrapped(i == 0 ? "Plan" : "", line);
    }
}

static void print_assumptions(const sct_ranking *r)
{
    for (size_t i = 0; i < r->assumption_count; i++) {
        const sct_assumption *s = &r->assumptions[i];
        char line[512];
        snprintf(line, sizeof line, "%s %.4g%s%s (%s%s%s)", s->name, s->value, *s->unit ? " " : "", s->unit, s->source,
                 *s->editable_by ? "; change with " : "", s->editable_by);
        print_wrapped(i == 0 ? "Assumed" : "", line);
    }
}

/* Those that move the answer most; the rest, and the reasons, are a flag away. */
static void print_assumption_names(const sct_ranking *r)
{
    static const char *const told[] = {"dot radius", "dot density",  "natural density", "ink depth",
                                       "uptake",     "healed share", "ink strength"};
    char line[1024];
    size_t n = 0, shown = 0;
    for (size_t i = 0; i < sizeof told / sizeof told[0] && n < sizeof line - 128; i++)
        for (size_t k = 0; k < r->assumption_count; k++) {
            const sct_assumption *s = &r->assumptions[k];
            if (strcmp(s->name, told[i]) != 0)
                continue;
            n += (size_t)snprintf(line + n, sizeof line - n, "%s%s %.4g%s%s", shown++ ? ", " : "", s->name, s->value,
                                  *s->unit ? " " : "", s->unit);
        }
    if (!shown)
        return;
    snprintf(line + n, sizeof line - n, " and %zu more (--assumptions lists all, why, and how to change them)",
             r->assumption_count - shown);
    print_wrapped("Assumed", line);
}

/* Grown hair has no shadow to measure. */
static void print_predicted_shadow(const app *a, const sct_ranking *r)
{
    if (!r->shadow_predicted || !isfinite(r->target_area.L))
        return;
    printf("  %-8s ", "shadow");
    print_swatch(a, r->target_area);
    sct_lab lab = lab_shown(r->target_area);
    printf("  L %5.1f  a %5.1f  b %5.1f   predicted: what this hair would leave if it were shaved\n", lab.L, lab.a, lab.b);
}

/* What nobody pointed at may be something else. */
static void print_look(const sct_measurement *m)
{
    for (size_t i = 0; i < m->region_count; i++)
        if (m->regions[i].role != SCT_ROLE_GREY && !strcmp(m->regions[i].shape, "auto")) {
            print_wrapped("Look",
                          "skin or hair were looked for, not shown: see what was taken with --overlay OUT.png, and show it "
                          "with --skin and --hair where it is wrong");
            return;
        }
}

static void print_answer(const app *a, const client *c, const sct_measurement *m, const sct_palette *palette,
                         const sct_ranking *r, const sct_candidate *rows, size_t wanted, int assumptions)
{
    print_photo_lines(c, m);
    printf("\n");
    print_colour_lines(a, m);
    print_predicted_shadow(a, r);
    print_table(a, palette, rows, r->candidate_count, wanted);
    printf("\n");
    print_recipe(palette, r, &rows[0]);
    print_other_recipe(palette, rows, r->candidate_count, wanted);
    print_leaning(r, &rows[0]);
    print_plan(r, palette);
    print_ties(rows, r->candidate_count, wanted);
    if (!a->quiet)
        print_limits(r, &rows[0]);
    for (size_t i = 0; i < rows[0].warning_count; i++)
        print_wrapped("Mind", rows[0].warnings[i]);
    if (!r->pick)
        printf("  %-8s no row is called best (%s confidence); below is what would make the answer trustworthy\n", "Sure",
               sct_confidence_name(r->confidence));
    else
        printf("  %-8s %s confidence\n", "Sure", sct_confidence_name(r->confidence));
    if (assumptions)
        print_assumptions(r);
    else if (!a->quiet)
        print_assumption_names(r);
    print_flags(a, &r->flags);
    if (!a->quiet)
        print_look(m);
}

/* ---- the work ---- */

static int rank_client(app *a, const client *c, const sct_measurement *m, const sct_palette *palette, const match_options *o,
                       sct_bytes *json)
{
    sct_candidate *rows = NULL;
    sct_ranking r = {0};
    int code = ranking_run(a, c, m, palette, &o->match, &rows, &r);
    sct_status status = SCT_OK;
    if (code)
        return code;
    if (json && o->top && (size_t)o->top < r.candidate_count)
        r.candidate_count = (size_t)o->top;
    if (json)
        status = sct_match_json(a->ctx, m, palette, &r, rows, json);
    code = status == SCT_OK ? 0 : complain_status(a, status, c->name[0]);
    if (!code && !json)
        print_answer(a, c, m, palette, &r, rows, o->top ? (size_t)o->top : 5, o->assumptions);
    free(rows);
    if (!code)
        code = strict_code(a, &r.flags);
    if (!code && a->strict && !r.pick)
        code = complain(a, EXIT_STRICT, c->name[0], "the confidence is %s, so no ink is picked (--strict)",
                        sct_confidence_name(r.confidence));
    return code;
}

static int match_client(app *a, const arg_items *items, const sct_palette *palette, const match_options *o, sct_bytes *json)
{
    client c = {0};
    sct_measurement m = {0};
    int code = client_open(a, items, &c);
    if (!code)
        code = client_measure(a, &c, &o->client, &m);
    if (!code)
        code = rank_client(a, &c, &m, palette, o, json);
    client_free(&c);
    return code;
}

/* A line of a batch starts from the options beside --batch. Palettes are read anew: lines do not depend on each other. */
static int one_of_batch(app *a, int argc, char **argv, const void *options, sct_bytes *json)
{
    match_options o = *(const match_options *)options;
    arg_items items = {0};
    sct_palette *palette = NULL;
    char name[INPUT_PATH_SIZE];
    int code = batch_parse(a, &command_match, argc, argv, &o, &o.client, &items);
    if (!code)
        code = ranking_check_depths(a, &o.match);
    if (!code)
        code = palette_open(a, o.match.palette, &palette, name);
    if (!code)
        code = match_client(a, &items, palette, &o, json);
    sct_palette_free(palette);
    return code;
}

static int run(app *a, int argc, char **argv)
{
    match_options o;
    arg_items items = {0};
    sct_palette *palette = NULL;
    char name[INPUT_PATH_SIZE];
    sct_bytes json = {0};
    options_init(&o);
    int code = args_parse(a, &command_match, argc, argv, &o, &items);
    if (code || app_help(a, &command_match))
        return code;
    if (o.schema) {
        printf("%s\n", sct_match_schema());
        return EXIT_ANSWER;
    }
    code = ranking_check_depths(a, &o.match);
    if (code)
        return code;
    if (o.client.batch)
        return batch_run(a, &o.client, &items, "match", one_of_batch, &o);
    code = palette_open(a, o.match.palette, &palette, name);
    if (!code)
        code = match_client(a, &items, palette, &o, a->json ? &json : NULL);
    if (json.data)
        printf("%s\n", (const char *)json.data);
    sct_bytes_free(&json);
    sct_palette_free(palette);
    return code;
}

const command command_match = {
    .name = "match",
    .arguments = "PHOTO... [options]",
    .summary = "the main job: photos of one client -> skin and hair colour -> ranked inks and a recipe",
    .about = client_shapes_help,
    .example = "  scalptone match build/demo/client.jpg\n"
               "  scalptone match build/demo/client.jpg --palette palettes/generic-carbon.json --json",
    .options = options_table,
    .run = run,
};
