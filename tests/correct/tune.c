/*
 * tests/correct/tune.c - fits what a correction leaves (engine/colour/doubt.c) to colours whose truth is known.
 *
 *   e   error of a colour, measured - true          C = sum_k x_k F_k(colour)   its covariance, x_k >= 0
 *   F_k what one term does with a weight of 1; that of the cast is (s K o)(s K o)', K from a linear regression of e/s on the
 *       offset o of the skin in that light
 *
 * x minimises sum w |U (e e' - C) U'|^2 / (trace of U C U')^2 over x >= 0, U'U the metric of CIEDE2000 at the colour: a
 * regression of second moments, weighted by what it finds. Without a chart the weights w of a light are raised until its
 * bound holds `aim` of its colours, as a bound must hold in the light there is, not on average over lights that nobody
 * has counted; photographed charts count as one more light.
 */
#include "correct/tune.h"
#include "support/support.h"

enum { TERMS = 13, LIGHT = 6, CAST = 12, ENTRIES = 6, GROUPS = 2 * SIMULATE_LIGHTS + 1, ROUNDS = 8, SWEEPS = 2000 };
static const double aim = 0.935, step = 12, least_weight = 0.2, most_weight = 6;
/* Variances over those of the fit. A normal centred on what is measured bounds errors that lie mostly one way too widely,
 * as they do without a chart (an exposure too low, a light too green), and too tightly where there are rare large ones. */
static const double inflate[SIMULATE_METHODS] = {1.1, 0.9, 1.1, 0.81, 1.25, 0.9};

typedef struct tune_row {
    double f[TERMS][ENTRIES], moment[ENTRIES], root[3][3]; /* in units of CIEDE2000; root' root is its metric */
    double weight, de00, variance;
    int group;
} tune_row;

static double *field_of(colour_doubt *d, int term)
{
    double *const fields[4] = {d->even, d->vivid, d->bright, d->dark};
    return &fields[term / 3][term % 3];
}

/* Where nothing in the photo tells how much light there was, the light itself is a term, in the place of bright L*. */
static int knows_no_exposure(int method)
{
    return simulate_methods[method] == CORRECT_AS_IS || simulate_methods[method] == CORRECT_CAMERA_ALONE;
}

/* Terms that a method does not have. */
static int is_used(int method, int term)
{
    if (method == 0) /* vivid L*: the disagreement; vivid a*: the light */
        return term < 5 || term >= 9;
    return term < 6 || term >= 9 || method == 2 || (term == LIGHT && knows_no_exposure(method));
}

/* What a term does to a colour, with weight 1. */
static sct_cov term_at(const simulate_colour *c, int method, int term, double cast[2][3])
{
    colour_doubt d = {.de00 = 0};
    double loo2 = c->trust.loo_mean * c->trust.loo_mean, dis2 = c->trust.disagreement * c->trust.disagreement;
    if (term == CAST) {
        memcpy(d.cast, cast, sizeof d.cast);
        colour_doubt_see_skin(&d, c->skin[method]);
    } else if (method == 0 && term == 3) {
        d.even[0] = d.even[1] = d.even[2] = dis2;
    } else if (term == LIGHT && knows_no_exposure(method)) {
        d.light = 1;
    } else if (method == 0 && term == 4) {
        d.light = simulate_doubt(c, method, 0).light;
    } else {
        *field_of(&d, term) = method == 0 ? loo2 : 1;
    }
    return colour_doubt_at(&d, c->lab[method]);
}

/* U C U', its upper triangle, with the off-diagonal entries counted twice. */
static void whitened(double root[3][3], sct_cov *cov, double out[ENTRIES])
{
    int at = 0;
    for (int i = 0; i < 3; i++)
        for (int j = i; j < 3; j++) {
            double sum = 0;
            for (int k = 0; k < 3; k++)
                for (int l = 0; l < 3; l++)
                    sum += root[i][k] * cov->m[k][l] * root[j][l];
            out[at++] = i == j ? sum : sqrt(2.0) * sum;
        }
}

static void prepare(const simulate_colour *c, int method, tune_row *row)
{
    double none[2][3] = {{0}},
           e[3] = {c->lab[method].L - c->truth.L, c->lab[method].a - c->truth.a, c->lab[method].b - c->truth.b};
    num_mat3 metric = colour_de2000_metric(c->lab[method]), lower = num_mat3_cholesky(&metric);
    sct_cov moment;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) {
            row->root[i][j] = lower.m[j][i];
            moment.m[i][j] = e[i] * e[j];
        }
    whitened(row->root, &moment, row->moment);
    for (int k = 0; k < CAST; k++) {
        sct_cov cov = term_at(c, method, k, none);
        whitened(row->root, &cov, row->f[k]);
    }
    row->de00 = sct_de2000(c->truth, c->lab[method]);
    row->group = c->light == SIMULATE_LIGHTS ? GROUPS - 1 : c->light + SIMULATE_LIGHTS * (c->kind == SIMULATE_STRAND);
}

/* Regression of the error over s on the offset, of all but strands. */
static void fit_cast(const simulate_colours *colours, const tune_row *rows, const double *group_weight, int method,
                     double cast[2][3])
{
    double A[4] = {0}, b[3][2] = {{0}};
    for (size_t i = 0; i < colours->count; i++) {
        const simulate_colour *c = &colours->items[i];
        double o[2], s = (c->lab[method].L + 16) / 66, w = rows[i].weight * group_weight[rows[i].group];
        double e[3] = {c->lab[method].L - c->truth.L, c->lab[method].a - c->truth.a, c->lab[method].b - c->truth.b};
        if (c->kind == SIMULATE_STRAND)
            continue;
        colour_skin_offset(c->skin[method], o);
        for (int j = 0; j < 2; j++) {
            for (int k = 0; k < 2; k++)
                A[2 * j + k] += w * o[j] * o[k];
            for (int k = 0; k < 3; k++)
                b[k][j] += w * o[j] * e[k] / s;
        }
    }
    for (int k = 0; k < 3; k++) {
        double copy[4];
        memcpy(copy, A, sizeof copy);
        assert_true(num_solve(copy, b[k], 2));
        cast[0][k] = b[k][0];
        cast[1][k] = b[k][1];
    }
}

/* min x'Ax - 2 b'x over x >= 0, one coordinate at a time. */
static void solve_positive(double A[TERMS][TERMS], const double b[TERMS], double x[TERMS])
{
    for (int sweep = 0; sweep < SWEEPS; sweep++)
        for (int i = 0; i < TERMS; i++) {
            double gradient = b[i];
            for (int j = 0; j < TERMS; j++)
                gradient -= j == i ? 0 : A[i][j] * x[j];
            x[i] = A[i][i] > 0 ? fmax(gradient / A[i][i], 0) : 0;
        }
}

static void fit_terms(const tune_row *rows, size_t n, const double *group_weight, int method, double x[TERMS])
{
    double A[TERMS][TERMS] = {{0}}, b[TERMS] = {0};
    for (size_t r = 0; r < n; r++) {
        const tune_row *row = &rows[r];
        double w = row->weight * group_weight[row->group] / (row->variance * row->variance);
        for (int i = 0; i < TERMS; i++)
            for (int k = 0; k < ENTRIES && is_used(method, i); k++) {
                b[i] += w * row->f[i][k] * row->moment[k];
                for (int j = 0; j < TERMS; j++)
                    A[i][j] += is_used(method, j) ? w * row->f[i][k] * row->f[j][k] : 0;
            }
    }
    solve_positive(A, b, x);
}

/* The bound from the whitened covariance, as colour_u95_of_cov; and its trace. */
static double bound_of(const tune_row *row, const double x[TERMS], double *trace)
{
    double c[ENTRIES] = {0}, square = 0;
    for (int k = 0; k < TERMS; k++)
        for (int i = 0; i < ENTRIES; i++)
            c[i] += x[k] * row->f[k][i];
    for (int i = 0; i < ENTRIES; i++)
        square += c[i] * c[i];
    *trace = c[0] + c[3] + c[5];
    double t = fmin(fmax(*trace * *trace / square, 1), 3) - 3;
    return sqrt((7.8147 + t * (1.6598 - 0.1634 * t)) * square / *trace);
}

/* Raises the weight of lights whose bounds hold too little. */
static void weigh_groups(tune_row *rows, size_t n, const double x[TERMS], int method, double *weight)
{
    double held[GROUPS] = {0}, count[GROUPS] = {0}, sum = 0;
    for (size_t i = 0; i < n; i++) {
        double u95 = bound_of(&rows[i], x, &rows[i].variance) * sqrt(inflate[method]);
        held[rows[i].group] += rows[i].de00 <= fmax(u95, 2);
        count[rows[i].group]++;
    }
    if (method == 0)
        return;
    for (int g = 0; g < GROUPS; g++) {
        weight[g] *= count[g] > 0 ? exp(step * (aim - held[g] / count[g])) : 1;
        sum += weight[g];
    }
    for (int g = 0; g < GROUPS; g++)
        weight[g] = fmin(fmax(weight[g] * GROUPS / sum, least_weight), most_weight);
}

static void print_doubt(const char *name, const double x[TERMS], double cast[2][3])
{
    printf("%s:", name);
    for (int k = 0; k < CAST; k++)
        printf("%s%.3f", k % 3 ? ", " : k ? "}, {" : " {", x[k]);
    printf("} cast");
    for (int k = 0; k < 6; k++)
        printf("%s%.3f", k % 3 ? ", " : k ? "}, {" : " {", cast[k / 3][k % 3] * sqrt(x[CAST]));
    printf("}\n");
}

/* Photographed colours are few: each counts for so many that together they weigh as much as a light. */
static double weight_of(const simulate_colours *colours, const tune_row *row)
{
    double photographed = 0;
    for (size_t i = 0; i < colours->count; i++)
        photographed += colours->items[i].light == SIMULATE_LIGHTS;
    return row->group == GROUPS - 1 ? ((double)colours->count - photographed) / SIMULATE_LIGHTS / photographed : 1;
}

void tune_doubt(const simulate_colours *colours, int method)
{
    tune_row *rows = calloc(colours->count, sizeof *rows);
    double group_weight[GROUPS], x[TERMS] = {0}, cast[2][3] = {{0}};
    assert_non_null(rows);
    for (int g = 0; g < GROUPS; g++)
        group_weight[g] = 1;
    for (size_t i = 0; i < colours->count; i++) {
        prepare(&colours->items[i], method, &rows[i]);
        rows[i].weight = rows[i].group == GROUPS - 1 ? weight_of(colours, &rows[i]) : 1;
        rows[i].variance = 1;
    }
    for (int round = 0; round < ROUNDS; round++) {
        if (method > 0)
            fit_cast(colours, rows, group_weight, method, cast);
        for (size_t i = 0; i < colours->count && method > 0; i++) {
            sct_cov cov = term_at(&colours->items[i], method, CAST, cast);
            whitened(rows[i].root, &cov, rows[i].f[CAST]);
        }
        fit_terms(rows, colours->count, group_weight, method, x);
        weigh_groups(rows, colours->count, x, method, group_weight);
    }
    for (int k = 0; k < TERMS; k++)
        x[k] *= inflate[method];
    print_doubt(simulate_method_names[method], x, cast);
    free(rows);
}
