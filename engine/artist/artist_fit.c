/*
 * artist_fit.c - from marks on the bench to depth, radius and strengths, and
 * how far these are believed.
 *
 * Least squares in Lab with the priors of an unmeasured hand (prior_table.c),
 * which shrink it by the amount of data. Each mark has a covariance: colours are
 * read with an error, and marks of one hand scatter about its depth, radius and
 * strength, which counts for as much more as the mark shows them plainly. The
 * scale of all of these is learnt, too: from the residuals, and ten more that are
 * as large as was said.
 *
 * Marks, and the hand itself among hands, have the weights of Student's t, 4
 * degrees of freedom (Lange, Little & Taylor 1989, J. Am. Stat. Assoc. 84:881,
 * doi 10.1080/01621459.1989.10478852): w = (4 + 3) / (4 + d2), where d2 is the
 * squared distance in standard deviations. So a hand that is far from usual is
 * not held back by what is usual, and one more mark moves it little. From that
 * answer a second one starts, in which marks beyond five standard deviations do
 * not count at all (as MM-estimates do: Yohai 1987, Ann. Stat. 15:642): what is a
 * photo of something else is not even leant towards.
 *
 * The answer is then moved towards what is usual by the share W^2 / (W^2 + c^2),
 * where W is its squared length in the standard deviations in which it is known. So
 * a hand that is as usual stays so, whatever the noise says, and one far from it is
 * not held back. Whatever c is, a share moves by no more than half of that by which
 * W does (2 s (1 - s) <= 1/2, by the logarithm of W), so that one mark of ten moves
 * a hand little; thresholds, and what marks that were left out gain, change by as much
 * as one mark is odd, and with them what a hand predicts. c is three times what a
 * hand of so many parameters must gain to predict better, two for each and more where
 * marks are few (Akaike's criterion as Hurvich & Tsai corrected it: 1989, Biometrika
 * 76:297, doi 10.1093/biomet/76.2.297); what the priors tell is no parameter of the
 * marks (Moody 1992, Adv. Neural Inf. Process. Syst. 4:847). With 2.25 one of
 * the hands of test_artist, which is near the usual one, came out worse; with 3 none.
 *
 * What a mark that was left out is away is told by one step of Gauss-Newton
 * from the whole answer, with that mark's part taken out of the normal
 * equations, and by the prediction there.
 */
#include "artist/artist_private.h"

#include <math.h>
#include <string.h>

enum { STEPS = 12, NU = 4, STRICT_FROM = 5 };
static const double hand_strength_sd = 0.4, own_strength_sd = 0.3;
static const double step_most = 0.4, h = 0.05, odd_weight = 0.5, beyond = 5, usual_residuals = 10, doubt = 3;
static const double scatter[ARTIST_SHAPE] = {0.15, 0.1, 0.15}; /* of marks of one hand, one standard deviation of ln */
static const double lo[ARTIST_SHAPE] = {-0.9, -1.2, -2.0}, hi[ARTIST_SHAPE] = {1.5, 1.5, 2.0};

/* The weight of Student's t for what lies d2 squared standard deviations away, in three dimensions. */
static double student(double d2)
{
    return (NU + 3) / (NU + d2);
}

static double strength_at(const artist_mark *m, const double *x)
{
    return x[ARTIST_STRENGTH] + (m->own >= 0 ? x[ARTIST_SHAPE + m->own] : 0);
}

static void minus(sct_lab a, sct_lab b, double scale, double out[3])
{
    out[0] = (a.L - b.L) * scale;
    out[1] = (a.a - b.a) * scale;
    out[2] = (a.b - b.b) * scale;
}

/* The lower triangle l of which l times itself transposed is the covariance of a mark: how its colour may be off, and how
 * far its own depth, radius and strength may be from those of the hand. */
static void covariance_root(const artist_bench *b, size_t i, double l[3][3])
{
    for (int p = 0; p < 3; p++)
        for (int q = 0; q <= p; q++) {
            double v = p == q;
            for (int k = 0; k < ARTIST_SHAPE; k++)
                v += scatter[k] * scatter[k] * b->d[i][k][p] * b->d[i][k][q];
            for (int k = 0; k < q; k++)
                v -= l[p][k] * l[q][k];
            l[p][q] = p == q ? sqrt(v) : v / l[q][q];
        }
}

/* v in standard deviations that are uncorrelated. */
static void whiten(double l[3][3], double scale, double v[3])
{
    for (int p = 0; p < 3; p++) {
        for (int q = 0; q < p; q++)
            v[p] -= l[p][q] * v[q] * scale;
        v[p] /= l[p][p] * scale;
    }
}

static void whiten_mark(artist_bench *b, size_t i)
{
    double l[3][3] = {{0}};
    const double *depth = b->d[i][ARTIST_DEPTH], *r = b->r[i];
    b->along[i][0] = r[0] * depth[0] + r[1] * depth[1] + r[2] * depth[2];
    b->along[i][1] = depth[0] * depth[0] + depth[1] * depth[1] + depth[2] * depth[2];
    covariance_root(b, i, l);
    whiten(l, b->scale, b->r[i]);
    for (int k = 0; k < ARTIST_SHAPE; k++)
        whiten(l, b->scale, b->d[i][k]);
}

/* Residuals and derivatives of all marks, in standard deviations, and their weights. */
static sct_status look(sct_context *ctx, artist_bench *b, const double *x, double fraction)
{
    sct_status status = SCT_OK;
    for (size_t i = 0; i < b->count; i++) {
        const artist_mark *m = &b->marks[i];
        double s = strength_at(m, x), two[2] = {s, s + h}, d2 = 0;
        sct_lab at[2], moved;
        TRY(progress_tell(ctx, SCT_STAGE_SKIN, fmin(1, fraction + (double)i / (double)b->count / STEPS)));
        artist_predict(b->room, m, x[ARTIST_DEPTH], x[ARTIST_RADIUS], two, 2, at);
        minus(at[0], m->seen, 1 / m->sd, b->r[i]);
        minus(at[1], at[0], 1 / (h * m->sd), b->d[i][ARTIST_STRENGTH]);
        artist_predict(b->room, m, x[ARTIST_DEPTH] + h, x[ARTIST_RADIUS], two, 1, &moved);
        minus(moved, at[0], 1 / (h * m->sd), b->d[i][ARTIST_DEPTH]);
        moved = at[0];
        if (m->part != SCT_HEALED_SOLID)
            artist_predict(b->room, m, x[ARTIST_DEPTH], x[ARTIST_RADIUS] + h, two, 1, &moved);
        minus(moved, at[0], 1 / (h * m->sd), b->d[i][ARTIST_RADIUS]);
        whiten_mark(b, i);
        for (int k = 0; k < 3; k++)
            d2 += b->r[i][k] * b->r[i][k];
        b->w[i] = b->strict && d2 > beyond * beyond ? 0 : student(d2);
    }
done:
    return status;
}

/* Standard deviation of an unknown before anything is seen, on the side of x. */
double artist_prior_sd(int k, double x)
{
    static const int rows[2] = {SKIN_PRIOR_DEPTH, SKIN_PRIOR_RADIUS};
    if (k == ARTIST_STRENGTH)
        return hand_strength_sd;
    if (k >= ARTIST_SHAPE)
        return own_strength_sd;
    const skin_prior *p = &skin_prior_table[rows[k]];
    return fabs(log((x < 0 ? p->lo : p->hi) / p->fitted)) / NUM_TWO_SIDED_95;
}

/* Adds w times one mark to the artist_normal equations. */
static void add_mark(const artist_bench *b, size_t i, double w, artist_normal *e)
{
    double j[ARTIST_UNKNOWNS][3] = {{0}};
    memcpy(j, b->d[i], sizeof b->d[i]);
    if (b->marks[i].own >= 0)
        memcpy(j[ARTIST_SHAPE + b->marks[i].own], b->d[i][ARTIST_STRENGTH], sizeof j[0]);
    for (int p = 0; p < b->n; p++)
        for (int k = 0; k < 3; k++) {
            e->g[p] += w * j[p][k] * b->r[i][k];
            for (int q = 0; q < b->n; q++)
                e->a[p][q] += w * j[p][k] * j[q][k];
        }
}

/* What is known of each unknown before anything is seen, as it counts at x: one over its variance. */
static void prior_weights(const double *x, int n, double *w)
{
    double d2 = 0, sd;
    for (int p = 0; p < ARTIST_SHAPE; p++) {
        sd = artist_prior_sd(p, x[p]);
        d2 += x[p] * x[p] / (sd * sd);
    }
    for (int p = 0; p < n; p++) {
        sd = artist_prior_sd(p, x[p]);
        w[p] = (p < ARTIST_SHAPE ? student(d2) : 1) / (sd * sd);
    }
}

static void equations(const artist_bench *b, const double *x, artist_normal *e)
{
    double w[ARTIST_UNKNOWNS];
    memset(e, 0, sizeof *e);
    for (size_t i = 0; i < b->count; i++)
        add_mark(b, i, b->w[i], e);
    prior_weights(x, b->n, w);
    for (int p = 0; p < b->n; p++) {
        e->a[p][p] += w[p];
        e->g[p] += x[p] * w[p];
    }
}

/* The inverse of a positive definite matrix. */
void artist_invert(const artist_normal *e, int n, double out[ARTIST_UNKNOWNS][ARTIST_UNKNOWNS])
{
    double a[ARTIST_UNKNOWNS][2 * ARTIST_UNKNOWNS] = {{0}};
    for (int i = 0; i < n; i++) {
        memcpy(a[i], e->a[i], (size_t)n * sizeof a[i][0]);
        a[i][n + i] = 1;
    }
    for (int p = 0; p < n; p++) {
        double pivot = a[p][p];
        for (int j = 0; j < 2 * n; j++)
            a[p][j] /= pivot;
        for (int i = 0; i < n; i++) {
            double by = i == p ? 0 : a[i][p];
            for (int j = 0; by != 0 && j < 2 * n; j++)
                a[i][j] -= by * a[p][j];
        }
    }
    for (int i = 0; i < n; i++)
        memcpy(out[i], a[i] + n, (size_t)n * sizeof a[i][0]);
}

/* The scale of the marks' standard deviations, of weighted residuals and of ten more that are as they were said. */
static void rescale(artist_bench *b)
{
    double sum = usual_residuals, n = usual_residuals - ARTIST_SHAPE;
    for (size_t i = 0; i < b->count; i++) {
        for (int k = 0; k < 3; k++)
            sum += b->w[i] * b->r[i][k] * b->r[i][k] * b->scale * b->scale;
        n += b->w[i] > 0 ? 3 : 0;
    }
    b->scale = sqrt(sum / n);
}

/* Moves x by what the equations say; returns the longest step. */
static double step(const artist_bench *b, const artist_normal *e, double *x)
{
    double inverse[ARTIST_UNKNOWNS][ARTIST_UNKNOWNS], longest = 0;
    artist_invert(e, b->n, inverse);
    for (int p = 0; p < b->n; p++) {
        double by = 0;
        for (int q = 0; q < b->n; q++)
            by -= inverse[p][q] * e->g[q];
        by = fmin(fmax(by, -step_most), step_most);
        longest = fmax(longest, fabs(by));
        x[p] += by;
        if (p < ARTIST_SHAPE)
            x[p] = fmin(fmax(x[p], lo[p]), hi[p]);
    }
    return longest;
}

sct_status artist_fit(sct_context *ctx, artist_bench *b, double *x, artist_normal *e)
{
    sct_status status = SCT_OK;
    b->scale = 1;
    for (b->strict = 0; b->strict <= (b->count >= STRICT_FROM); b->strict++) {
        double longest = 1, half = b->strict * 0.5;
        for (int i = 0; i < STEPS && longest > 0.01; i++) {
            TRY(look(ctx, b, x, half + 0.5 * i / STEPS));
            equations(b, x, e);
            longest = step(b, e, x);
            rescale(b);
        }
    }
    b->strict = b->count >= STRICT_FROM;
    TRY(look(ctx, b, x, 1));
    equations(b, x, e);
done:
    return status;
}

/* ---- what it is worth ---- */

/* How far mark i is from its prediction at share w of x, dE00. */
static double distance_at(artist_bench *b, size_t i, const double *x, double w)
{
    sct_lab lab;
    double at[ARTIST_UNKNOWNS], s;
    const artist_mark *m = &b->marks[i];
    for (int p = 0; p < ARTIST_UNKNOWNS; p++)
        at[p] = w * x[p];
    s = strength_at(m, at);
    artist_predict(b->room, m, at[ARTIST_DEPTH], at[ARTIST_RADIUS], &s, 1, &lab);
    return sct_de2000(lab, m->seen);
}

/* What a hand must gain to predict better, with so many parameters of its own. */
static double price_of(const artist_bench *b, double told)
{
    double n = 0;
    for (size_t i = 0; i < b->count; i++)
        n += b->w[i] > 0 ? 3 : 0;
    return 2 * told + 2 * told * (told + 1) / fmax(1, n - told - 1);
}

/* The share by which a hand is believed that was learnt with these equations. */
static double share_of(const artist_bench *b, const double *x, const artist_normal *e)
{
    double inverse[ARTIST_UNKNOWNS][ARTIST_UNKNOWNS], prior[ARTIST_UNKNOWNS], length2 = 0, told = b->n;
    artist_invert(e, b->n, inverse);
    prior_weights(x, b->n, prior);
    for (int p = 0; p < b->n; p++) {
        told -= prior[p] * inverse[p][p];
        for (int q = 0; q < b->n; q++)
            length2 += x[p] * e->a[p][q] * x[q];
    }
    double half = doubt * price_of(b, fmax(1, told)); /* here it is believed by half */
    return length2 > 0 ? length2 * length2 / (length2 * length2 + half * half) : 0;
}

double artist_leave_out(artist_bench *b, const double *x, const artist_normal *e, sct_artist *out)
{
    double *before = b->before, *after = b->after;
    for (size_t i = 0; i < b->count; i++) {
        artist_normal rest = *e;
        double *without = b->without[i];
        memcpy(without, x, sizeof b->without[i]);
        add_mark(b, i, -b->w[i], &rest);
        step(b, &rest, without);
        before[i] = distance_at(b, i, x, 0);
        after[i] = b->count > 1 ? distance_at(b, i, without, share_of(b, without, &rest)) : (double)NAN;
        out->fits[i] = (sct_mark_fit){before[i], after[i], fmin(1, b->w[i])};
        out->odd_count += b->w[i] < odd_weight;
    }
    out->has_fits = 1;
    out->before_de00 = num_quantile(before, b->count, 0.5);
    out->after_de00 = b->count > 1 ? num_quantile(after, b->count, 0.5) : (double)NAN;
    return share_of(b, x, e);
}
