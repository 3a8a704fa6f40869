/* cli/show/heal_ladder.c - prints the ladder of dilutions, as a table or as JSON. */
#include "show/heal.h"
#include "show/terminal.h"

#include <math.h>
#include <stdlib.h>

static void print_cell(const app *a, const double *reflectance, sct_lab lab, int full)
{
    print_swatch(a, heal_screen_lab(reflectance));
    lab = lab_shown(lab);
    print_decimal(" L ", 4, 1, lab.L);
    if (full) {
        print_decimal(" a ", 4, 1, lab.a);
        print_decimal(" b ", 5, 1, lab.b);
    }
    printf("   ");
}

/* One dilution at three ages. The healed one has its band. */
typedef struct rung {
    double parts_water;
    healed_seen at[3]; /* Fresh, healed and faded, in this order. */
} rung;

static int find_rung(app *a, const heal_job *job, double parts_water, rung *out)
{
    static const sct_age order[] = {SCT_AGE_FRESH, SCT_AGE_HEALED, SCT_AGE_YEARS};
    sct_heal_options s = heal_options_of(job);
    int code = 0;
    s.parts_water = out->parts_water = parts_water;
    for (int i = 0; i < 3 && !code; i++) {
        s.age = order[i];
        s.band = order[i] == SCT_AGE_HEALED;
        code = heal_at(a, &s, &out->at[i]);
    }
    return code;
}

/* The lightness of the healed dot when the ink lies at either end of its depths. */
static void lightness_by_depth(const rung *r, double *lo, double *hi)
{
    const sct_lab *ends = r->at[1].band.dot_by_depth;
    *lo = fmin(ends[0].L, ends[1].L);
    *hi = fmax(ends[0].L, ends[1].L);
}

static void print_rung(const app *a, const heal_job *job, const rung *r)
{
    const healed_seen *healed = &r->at[1];
    enum { RANGE = 12 };
    double lo, hi;
    char range[32];
    lightness_by_depth(r, &lo, &hi);
    printf("%c %5g   ", fabs(r->parts_water - job->options.parts_water) < 1e-9 ? '>' : ' ', r->parts_water);
    print_cell(a, r->at[0].reflectance, r->at[0].lab, 0);
    print_cell(a, healed->reflectance, healed->lab, 1);
    snprintf(range, sizeof range, " %.0f\xe2\x80\x93%.0f", lo, hi);
    print_padded(range, RANGE);
    print_cell(a, r->at[2].reflectance, r->at[2].lab, 0);
    print_cell(a, healed->area_reflectance, healed->area_lab, 0);
    print_decimal("", 5, 2, sct_de2000(healed->bare_lab, healed->area_lab));
    printf("\n");
}

static void json_lab(const char *name, sct_lab lab)
{
    /* Adding zero takes the sign off a negative zero. */
    printf("\"%s\":[%.4f,%.4f,%.4f],", name, lab.L, round(1e4 * lab.a) / 1e4 + 0.0, round(1e4 * lab.b) / 1e4 + 0.0);
}

static void json_rung(const rung *r)
{
    double lo, hi;
    lightness_by_depth(r, &lo, &hi);
    printf("{\"parts_water\":%.10g,", r->parts_water);
    json_lab("fresh_lab", r->at[0].lab);
    json_lab("healed_lab", r->at[1].lab);
    json_lab("faded_lab", r->at[2].lab);
    json_lab("area_lab", r->at[1].area_lab);
    printf("\"healed_L_by_depth\":[%.4f,%.4f],\"de00_area\":%.4f}", lo, hi,
           sct_de2000(r->at[1].bare_lab, r->at[1].area_lab));
}

static void swap_if_less(double *a, double *b)
{
    double least = fmin(*a, *b), most = fmax(*a, *b);
    *a = least;
    *b = most;
}

/* Chooses the usual rungs that the ink is made for, both ends of its range, and the dilution asked for, in rising order.
 * Returns how many there are. */
enum { RUNGS_MAX = 32 };
static size_t choose_rungs(const heal_job *job, double out[RUNGS_MAX])
{
    static const double rungs[] = {0, 1, 2, 3, 4, 6, 8, 10, 12, 15, 18, 20, 22, 25, 28, 30, 35, 40, 45, 50, 55, 60, 80, 100};
    const size_t count = sizeof rungs / sizeof rungs[0];
    double own[] = {job->least_parts, job->options.parts_water, job->most_parts}, last = -1;
    size_t n = 0;
    swap_if_less(&own[0], &own[1]);
    swap_if_less(&own[1], &own[2]);
    swap_if_less(&own[0], &own[1]);
    for (size_t i = 0; i <= count; i++) {
        double next = i < count ? rungs[i] : (double)INFINITY;
        for (int k = 0; k < 3; k++)
            if (own[k] > last && own[k] < next)
                last = out[n++] = own[k];
        if (i < count && next >= job->least_parts && next <= job->most_parts)
            last = out[n++] = next;
    }
    return n;
}

/* What stands above the columns. */
static void print_head(const char *faded)
{
    static const int columns[] = {8, 17, 33, 11, 17, 17};
    const char *const names[] = {"shade", "fresh", "healed dot", "by depth", faded, "healed area"};
    printf("\n  ");
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        print_told(names[i], columns[i]);
    printf("dE00\n");
}

int heal_print_ladder(app *a, const heal_job *job)
{
    double parts[RUNGS_MAX];
    size_t count = choose_rungs(job, parts);
    char faded[32];
    rung r;
    int code = 0;
    snprintf(faded, sizeof faded, "%g years", job->options.years);
    print_head(faded);
    for (size_t i = 0; i < count && !code; i++) {
        code = find_rung(a, job, parts[i], &r);
        if (!code)
            print_rung(a, job, &r);
    }
    if (job->ready && !code)
        print_sentences("The ink is meant to be used as it is, 0; the other rungs show what water would do.");
    return code;
}

int heal_json_ladder(app *a, const heal_job *job, const char *object, size_t size)
{
    double parts[RUNGS_MAX];
    size_t count = choose_rungs(job, parts);
    rung *rungs = calloc(count, sizeof *rungs);
    int code = rungs ? 0 : complain(a, EXIT_WORLD, NULL, "out of memory");
    for (size_t i = 0; i < count && !code; i++)
        code = find_rung(a, job, parts[i], &rungs[i]);
    if (!code) { /* The ladder goes into the object, before its closing brace. */
        printf("%.*s,\"faded_years\":%g,\"ladder\":[", (int)size - 1, object, job->options.years);
        for (size_t i = 0; i < count; i++) {
            printf("%s", i ? "," : "");
            json_rung(&rungs[i]);
        }
        printf("]}\n");
    }
    free(rungs);
    return code;
}
