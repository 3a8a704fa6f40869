/* cli/show/match_lines.c - prints the answer of `match` around its table. */
#include "show/match.h"
#include "show/measurement.h"

#include <math.h>
#include <string.h>

enum { DROPS_PER_ML = 20 };

/* Writes the drops of a recipe, such as: 25 and 75 drops. */
static void drops(const sct_match_row *row, char out[64])
{
    if (row->second_ml > 0)
        snprintf(out, 64, "%.0f, %.0f and %.0f drops", row->ink_ml * DROPS_PER_ML, row->second_ml * DROPS_PER_ML,
                 row->water_ml * DROPS_PER_ML);
    else
        snprintf(out, 64, "%.0f and %.0f drops", row->ink_ml * DROPS_PER_ML, row->water_ml * DROPS_PER_ML);
}

/* Writes a recipe such as: 0.55 ml Dark brown + 4.40 ml distilled water (4.95 ml, "shade 8"). */
static void recipe_line(const sct_palette *palette, const sct_match_row *row, char *line, size_t capacity)
{
    char name[SCT_TITLE_SIZE], second[SCT_TITLE_SIZE], counted[64];
    line[0] = '\0';
    drops(row, counted);
    sct_ink_title(palette, row->ink, NULL, name, sizeof name);
    sct_ink_title(palette, row->blend.ink, NULL, second, sizeof second);
    if (row->second_ml > 0 && !(row->water_ml > 0))
        add_toldf(line, capacity, "", "%.2f ml %s + %.2f ml %s, without water", row->ink_ml, name, row->second_ml, second);
    else if (row->second_ml > 0)
        add_toldf(line, capacity, "", "%.2f ml %s + %.2f ml %s + %.2f ml distilled water (%.2f ml, \"shade %s\"; %s)",
                  row->ink_ml, name, row->second_ml, second, row->water_ml, row->batch_ml, row->shade, counted);
    else if (row->water_ml > 0)
        add_toldf(line, capacity, "", "%.2f ml %s + %.2f ml distilled water (%.2f ml, \"shade %s\"; %s)", row->ink_ml, name,
                  row->water_ml, row->batch_ml, row->shade, counted);
    else
        add_toldf(line, capacity, "", "%s as it is", name);
}

/* Prints the recipe of the best row, or what it would be when the photo does not carry one. */
static void print_recipe(const sct_palette *palette, const sct_ranking_info *r, const sct_match_row *best)
{
    char line[512];
    if (!isfinite(best->ink_ml) || !isfinite(best->water_ml))
        return;
    recipe_line(palette, best, line, sizeof line);
    if (isfinite(best->density_per_cm2))
        add_toldf(line, sizeof line, ", ", "%.0f dots per cm2 over all sessions", best->density_per_cm2);
    if (!r->pick)
        add_told(line, sizeof line, semicolon(), "a first guess: do not use it before the answer is sure");
    print_wrapped(!r->pick ? "Guess" : best->water_ml > 0 ? "Mix" : "Use", line);
}

/* Prints the recipe of the first other ink or blend in the table, for artists who have that one. */
static void print_other_recipe(const sct_palette *palette, const sct_match_row *rows, size_t count, size_t wanted)
{
    for (size_t i = 1, shown = 1; i < count && shown < wanted; i++) {
        char line[512];
        if (!match_is_shown(rows, i))
            continue;
        shown++;
        if (ranking_same_ink(&rows[i], &rows[0]))
            continue;
        recipe_line(palette, &rows[i], line, sizeof line);
        add_toldf(line, sizeof line, ", ", "for row %zu", rows[i].rank);
        print_wrapped("Or", line);
        return;
    }
}

/* Says why nothing darker is proposed. */
static void print_leaning(const sct_ranking_info *r, const sct_match_row *best)
{
    if (r->loss == SCT_LOSS_ASYMMETRIC && best->dL > 0.8)
        print_wrapped("Why", "the advice leans to the light side: too light is one more session, too dark needs a laser "
                             "(--loss plain ranks by distance alone)");
}

/* Names the tied rows that stand in the table, and counts the others. */
static void print_ties(const sct_match_row *rows, size_t count, size_t wanted, int photos)
{
    const sct_match_row *best = &rows[0];
    char list[256] = "1", line[512];
    size_t n = 1, listed = 1;
    for (size_t i = 0; i < best->tie_count && n < sizeof list - 24; i++)
        if (match_is_listed(rows, count, wanted, best->tied_with[i])) {
            n += (size_t)snprintf(list + n, sizeof list - n, ", %zu", best->tied_with[i]);
            listed++;
        }
    size_t hidden = best->tie_count + 1 - listed;
    if (best->tie_count == 0)
        return;
    snprintf(line, sizeof line,
             photos ? "this photo cannot tell which is better: rows %s"
                    : "these colours cannot tell which is better: rows %s",
             list);
    if (hidden)
        add_toldf(line, sizeof line, " ", "and %zu more that are not shown", hidden);
    print_wrapped("Know", line);
}

/* Row numbers with gaps look like a mistake: says what stands between them. */
static void print_gaps(const sct_match_row *rows, size_t count, size_t wanted)
{
    size_t left_out = 0;
    for (size_t i = 0, shown = 0; i < count && shown < wanted; i++) {
        if (!match_is_shown(rows, i)) {
            left_out++;
            continue;
        }
        shown++;
        if (left_out) {
            print_wrapped("Know", "row numbers that are missing are more mixes of the same inks: two of each are listed");
            return;
        }
    }
}

/* A row below another one that came out best less often would puzzle people. */
static void print_order(const sct_match_row *rows, size_t count, size_t wanted)
{
    double least = 1;
    int turned = 0;
    for (size_t i = 0, shown = 0; i < count && shown < wanted; i++) {
        double share = round(100 * rows[i].p_best) / 100;
        if (!match_is_shown(rows, i) || !isfinite(share))
            continue;
        turned |= share > least;
        least = fmin(least, share);
        shown++;
    }
    if (turned)
        print_wrapped("Know",
                      "rows stand by how far off they may be, and too dark counts more: a lower one may be best more often");
}

static double assumed(const sct_ranking *r, const char *name)
{
    sct_assumption s;
    for (size_t i = 0; sct_ranking_assumption(r, i, &s) == SCT_OK; i++)
        if (!strcmp(s.name, name))
            return s.value;
    return (double)NAN;
}

/* Says how far the first row is from what was wanted, and how far the healed colour may be from it. */
static void print_limits(const ranking *found, const sct_match_row *best, int details)
{
    char line[512];
    const sct_ranking_info *r = &found->info;
    double depth = assumed(found->handle, "ink depth"), from = assumed(found->handle, "ink depth from"),
           to = assumed(found->handle, "ink depth to");
    if (best->de00_dot > r->acceptable_de00 && isfinite(best->de00_area)) {
        snprintf(line, sizeof line,
                 best->de00_area <= r->acceptable_de00
                     ? "close up the dots differ from the hair by %.1f, from afar they pass: no row does better on the whole"
                     : "close up the dots differ from the hair by %.1f: no row does better on the whole",
                 best->de00_dot);
        print_wrapped("Know", line);
    }
    if (r->shadow_predicted)
        print_wrapped("Know", "nobody has seen how dense this hair stands: a photo of it shaved may ask for another mix");
    if (best->basis == SCT_BASIS_PREDICTED_HEALED && isfinite(depth) && isfinite(best->dot_u95_de00)) {
        snprintf(line, sizeof line, "95 times in 100 a dot heals within %.0f of what is shown, the area within %.1f",
                 best->dot_u95_de00, best->area_u95_de00);
        print_wrapped("Know", line);
        snprintf(line, sizeof line,
                 isfinite(assumed(found->handle, "artist's own marks"))
                     ? "by healed marks of this hand the ink lies %.2g mm deep (%.2g to %.2g mm)"
                     : "the ink is taken to lie %.2g mm deep (%.2g to %.2g mm), until healed photos of yours tell",
                 depth / 1000, from / 1000, to / 1000);
        print_wrapped("Know", line);
    }
    if (details) {
        line[0] = '\0';
        add_told(line, sizeof line, "", "row 1 rests on:");
        add_told(line, sizeof line, " ", best->rests_on);
        print_wrapped("Know", line);
    }
}

/* Twice as strong or half as strong as the recipe, and nobody would mix it: such a step is left out. */
static int is_near(const sct_plan_step *s, const sct_match_row *best)
{
    double ratio = (1 + s->parts_water) / (1 + best->parts_water);
    return ratio <= 2 && ratio >= 0.5;
}

/* Artists build the dots up over the sessions. */
static void print_sessions(const sct_match_row *best)
{
    char line[160];
    if (!isfinite(best->density_per_cm2))
        return;
    snprintf(line, sizeof line, "dots: %.0f per cm2 after the first session, %.0f after the second, %.0f after the third",
             sct_session_share(1) * best->density_per_cm2, sct_session_share(2) * best->density_per_cm2,
             sct_session_share(3) * best->density_per_cm2);
    print_wrapped("", line);
}

static void print_plan(const sct_ranking *r, const sct_palette *palette, const sct_match_row *best)
{
    sct_plan_step s;
    size_t printed = 0;
    for (size_t i = 0; sct_ranking_plan_step(r, i, &s) == SCT_OK; i++) {
        if (!is_near(&s, best))
            continue;
        char shade[32] = "ready";
        sct_ink ink;
        if (sct_palette_ink(palette, s.ink, &ink) == SCT_OK && ink.kind == SCT_INK_DILUTABLE)
            snprintf(shade, sizeof shade, "shade %g", s.parts_water);
        char line[WORDS_SIZE] = "";
        add_told(line, sizeof line, "", shade);
        add_told(line, sizeof line, colon(), s.why);
        print_wrapped(printed++ ? "" : "Plan", line);
    }
    if (printed)
        print_sessions(best);
}

/* Such as: ink depth 125 um. */
static void name_assumption(const sct_assumption *s, char *line, size_t size)
{
    add_told(line, size, "", s->name);
    add_toldf(line, size, " ", "%.4g", s->value);
    if (*s->unit)
        add_told(line, size, " ", s->unit);
}

static void print_assumptions(const sct_ranking *r)
{
    sct_assumption s;
    for (size_t i = 0; sct_ranking_assumption(r, i, &s) == SCT_OK; i++) {
        char line[WORDS_SIZE] = "";
        name_assumption(&s, line, sizeof line);
        add_told(line, sizeof line, " (", s.source);
        if (*s.editable_by)
            add_toldf(line, sizeof line, semicolon(), "change with %s", s.editable_by);
        snprintf(line + strlen(line), sizeof line - strlen(line), ")");
        print_wrapped(i == 0 ? "Assumed" : "", line);
    }
}

/* Says whose hand the answer is for. */
static void print_hand(const sct_ranking *r)
{
    sct_assumption s;
    char line[512] = "";
    for (size_t i = 0; sct_ranking_assumption(r, i, &s) == SCT_OK; i++)
        if (strcmp(s.editable_by, "--no-artist") == 0) {
            add_told(line, sizeof line, "", s.source);
            add_toldf(line, sizeof line, " ", "(%.0f healed marks)", s.value);
            print_wrapped("Hand", line);
        }
}

/* Names the assumptions that move the answer most. --assumptions lists them all, with their reasons. */
static void print_assumption_names(const ranking *found)
{
    const sct_ranking *r = found->handle;
    sct_assumption s;
    static const char *const told[] = {"dot radius", "dot density",  "natural density", "ink depth",
                                       "uptake",     "healed share", "ink strength"};
    char line[WORDS_SIZE] = "";
    size_t shown = 0;
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++)
        for (size_t k = 0; sct_ranking_assumption(r, k, &s) == SCT_OK; k++) {
            if (strcmp(s.name, told[i]) != 0)
                continue;
            if (shown++)
                snprintf(line + strlen(line), sizeof line - strlen(line), ", ");
            name_assumption(&s, line, sizeof line);
        }
    print_hand(r);
    if (!shown)
        return;
    add_toldf(line, sizeof line, " ", "and %zu more (--assumptions lists all, why, and how to change them)",
              found->info.assumption_count - shown);
    print_wrapped("Assumed", line);
}

/* Grown hair leaves no shadow that could be measured, so that one is predicted. */
static void print_predicted_shadow(const app *a, const sct_ranking_info *r)
{
    if (!r->shadow_predicted || !isfinite(r->target_area.L))
        return;
    print_colour(a, "shadow", r->target_area, "predicted: what this hair would leave if it were shaved", (double)NAN);
}

static void print_sure(const sct_ranking_info *r)
{
    char line[160];
    snprintf(line, sizeof line,
             r->pick ? "%s confidence"
                     : "no row is called best (%s confidence); below is what would make the answer trustworthy",
             sct_confidence_name(r->confidence));
    print_long("Sure", line);
}

/* The program looked for what nobody pointed at, and may have found something else. */
static void print_look(const sct_measurement *m)
{
    sct_region region;
    for (size_t i = 0; sct_measurement_region(m, i, &region) == SCT_OK; i++)
        if (region.role != SCT_ROLE_GREY && !strcmp(region.shape, "auto")) {
            print_wrapped(
                "Look", "nobody marked the skin and the hair: look at what was taken with --overlay OUT.png, and mark them "
                        "with --skin and --hair where it is wrong");
            return;
        }
}

/* Where the first row stands to what the trade would mix, and why it is another where it is. */
static void print_usual(const sct_ranking_info *r)
{
    static const double seen_dL = 0.5, near_by = 1.25;
    char line[512];
    if (!isfinite(r->usual_shade) || !isfinite(r->equal_shade))
        return;
    double times = (1 + r->equal_shade) / (1 + r->usual_shade);
    line[0] = '\0';
    add_toldf(line, sizeof line, "", "the usual chart says shade %.0f of black for %s; this is as dark as shade %.0f",
              r->usual_shade, r->usual_for, r->equal_shade);
    if (times < near_by && times > 1 / near_by)
        add_told(line, sizeof line, ", ", "about the same");
    else if (fabs(r->usual_dL) < seen_dL)
        add_told(line, sizeof line, ", ", "and nobody would see the difference");
    else
        add_toldf(line, sizeof line, ", ",
                  r->usual_dL < 0 ? "because the usual shade would heal %.1f darker than the shadow of this hair"
                                  : "because the usual shade would heal %.1f lighter than the shadow of this hair",
                  fabs(r->usual_dL));
    if (times >= near_by && r->usual_dL <= -seen_dL && r->usual_dL >= -r->jnd_de00)
        add_told(line, sizeof line, ", ",
                 "which is hardly seen: begin with this one, and deepen towards the usual shade once healed");
    print_wrapped("Usual", line);
}

/* What of a greying head is matched, and why. */
static void print_grey(const sct_ranking *handle, const sct_ranking_info *r)
{
    sct_assumption s;
    for (size_t i = 0; r->grey_share > 0 && sct_ranking_assumption(handle, i, &s) == SCT_OK; i++)
        if (strcmp(s.name, "grey hairs") == 0)
            print_wrapped("Grey", s.source);
}

/* What to mix and in which steps. Where no ink may be picked this would contradict the verdict. */
static void print_plans(const match_shown *shown)
{
    const sct_ranking_info *r = &shown->ranking->info;
    const sct_match_row *rows = shown->ranking->rows;
    print_recipe(shown->palette, r, &rows[0]);
    print_other_recipe(shown->palette, rows, match_compared(r), shown->wanted);
    print_usual(r);
    print_grey(shown->ranking->handle, r);
    print_leaning(r, &rows[0]);
    print_plan(shown->ranking->handle, shown->palette, &rows[0]);
}

/* Inks for what may be a sofa would be taken for advice. */
static int hair_is_doubted(const sct_measurement *m)
{
    const sct_flags *flags = sct_measurement_flags(m);
    sct_flag flag;
    for (size_t i = 0; sct_flags_at(flags, i, &flag) == SCT_OK; i++)
        if (flag.code == SCT_FLAG_REGION_UNSURE && flag.severity == SCT_SEVERITY_FORBIDS_PICK)
            return 1;
    return 0;
}

/* The inks, and what is to be known of them. */
static void print_ranking(const app *a, const match_shown *shown)
{
    const sct_ranking_info *r = &shown->ranking->info;
    const sct_match_row *rows = shown->ranking->rows;
    print_predicted_shadow(a, r);
    match_print_table(a, shown->palette, shown->ranking, shown->wanted);
    printf("\n");
    if (r->pick || shown->details)
        print_plans(shown);
    print_ties(rows, match_compared(r), shown->wanted, shown->client->count > 0);
    if (!a->quiet) {
        print_gaps(rows, match_compared(r), shown->wanted);
        print_order(rows, match_compared(r), shown->wanted);
        print_limits(shown->ranking, &rows[0], shown->details);
    }
    for (size_t i = 0; i < rows[0].warning_count; i++)
        print_wrapped("Mind", rows[0].warnings[i]);
    print_sure(r);
    if (shown->assumptions)
        print_assumptions(shown->ranking->handle);
    else if (!a->quiet)
        print_assumption_names(shown->ranking);
}

void match_print(const app *a, const match_shown *shown)
{
    match_print_verdict(a, shown);
    print_photo_lines(shown->client, shown->measurement);
    if (shown->client->count > 0)
        printf("\n");
    print_colour_lines(a, shown->measurement);
    if (shown->details || !hair_is_doubted(shown->measurement))
        print_ranking(a, shown);
    else
        printf("\n");
    print_flags(a, sct_ranking_flags(shown->ranking->handle));
    if (!a->quiet)
        print_look(shown->measurement);
}
