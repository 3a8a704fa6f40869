/*
 * artist_learn.c - depth, radius and strength of a hand, and the strength of
 * each ink in it, from healed marks.
 *
 * Least squares in Lab with the priors of an unmeasured hand (prior_table.c),
 * which shrink it by the amount of data, and with the weights of Student's t,
 * 4 degrees of freedom, for a mark as a whole (Lange, Little & Taylor 1989, J.
 * Am. Stat. Assoc. 84:881, doi 10.1080/01621459.1989.10478852): w = (4 + 3) /
 * (4 + d2), where d2 is the squared distance in standard deviations. From that
 * answer a second one starts, in which marks beyond five standard deviations do not
 * count at all (as MM-estimates do: Yohai 1987, Ann. Stat. 15:642): what is a photo
 * of something else is not even leant towards.
 *
 * What a mark that was left out is away is told by one step of Gauss-Newton
 * from the whole answer, with that mark's part taken out of the normal
 * equations, and by the prediction there.
 *
 * A hand is believed as far as these say that it is better than one that nobody
 * measured: their gains in log density (of the same Student's t; none says more
 * than a hundred to one) have the sum G, and the answer is moved from what is usual
 * by the share w = 1 - exp(-(G - 1/2) / 5), 0 where G is below a half. So a hand that
 * is as usual stays so, whatever the noise says, and a few marks that contradict each
 * other change little. After the weights of Yao, Vehtari, Simpson & Gelman 2018
 * (Bayesian Anal. 13:917, doi 10.1214/17-BA1091, eq. 9), which leave a half where there
 * is no gain; the fifth is a learning rate below 1, for a model that leaves out the
 * same things in all marks of a hand (Gruenwald & van Ommen 2017, Bayesian Anal.
 * 12:1069, doi 10.1214/17-BA1085). Both numbers were chosen by 30 simulated artists, from
 * rates of 1 to 1/6 and sums less a constant or less 0 to 1.645 standard errors. Where
 * these were taken off, one mark of ten that was lost let a hand be believed that was
 * not, or the other way round, and what it predicts jumped by up to 1.5 dE00.
 *
 * Marks of one artist scatter about their depth. What of the scatter along the
 * depth is more than noise tells how far; five marks' worth of the usual
 * scatter is added.
 */
#include "artist/artist.h"

#include <math.h>
#include <string.h>

enum { UNKNOWNS = ARTIST_SHAPE + SCT_ARTIST_INKS_MAX, STEPS = 12, NU = 4, STRICT_FROM = 5 };
static const double model_sd = 1.0; /* of the prediction itself, each of L*, a*, b* */
static const double hand_strength_sd = 0.4, own_strength_sd = 0.25, unmeasured_factor = 2;
static const double step_most = 0.4, h = 0.05, usual_marks = 5, odd_weight = 0.5, beyond = 5;
static const double clear_gain = 4.605, learning_rate = 0.2, least_gain = 0.5;
static const double lo[ARTIST_SHAPE] = {-0.9, -1.2, -2.0}, hi[ARTIST_SHAPE] = {1.5, 1.5, 2.0};

typedef struct bench {
    size_t count, ink_count;
    artist_mark *marks;
    artist_room *room;
    char ids[SCT_ARTIST_INKS_MAX][ARTIST_ID_SIZE];
    size_t of_ink[SCT_ARTIST_INKS_MAX];
    int n;      /* unknowns in use */
    int strict; /* wild marks do not count at all */
    /* at the present answer: residuals, derivatives and weights */
    double (*r)[3], (*d)[ARTIST_SHAPE][3], *w;
    double (*without)[UNKNOWNS]; /* the answer without each mark */
} bench;

typedef struct normal {
    double a[UNKNOWNS][UNKNOWNS], g[UNKNOWNS];
} normal;

void sct_mark_init_sized(sct_mark *mark, size_t size)
{
    const double usual_sd = 1.5, unsaid = (double)NAN;
    const sct_mark defaults = {.size = sizeof defaults,
                               .ink = SIZE_MAX,
                               .skin_lab = {unsaid, unsaid, unsaid},
                               .lab = {unsaid, unsaid, unsaid},
                               .density_per_cm2 = SKIN_USUAL_DENSITY_PER_CM2,
                               .sd = usual_sd,
                               .part = SCT_HEALED_DOT};
    options_fill(mark, size, &defaults, sizeof defaults);
}

void sct_artist_options_init_sized(sct_artist_options *options, size_t size)
{
    const sct_artist_options defaults = {.size = sizeof defaults};
    options_fill(options, size, &defaults, sizeof defaults);
}

/* ---- marks on the bench ---- */

static sct_status check_lab(sct_context *ctx, const char *what, sct_lab lab)
{
    sct_status status = SCT_OK;
    TRY(option_range(ctx, what, lab.L, 0, 100));
    TRY(option_range(ctx, what, lab.a, -128, 128));
    TRY(option_range(ctx, what, lab.b, -128, 128));
done:
    return status;
}

static int own_of(bench *b, const char *id)
{
    for (size_t i = 0; i < b->ink_count; i++)
        if (strcmp(b->ids[i], id) == 0)
            return (int)i;
    if (b->ink_count == SCT_ARTIST_INKS_MAX)
        return -1;
    text_copy(b->ids[b->ink_count], sizeof b->ids[0], id);
    return (int)b->ink_count++;
}

static sct_status take_mark(sct_context *ctx, const sct_palette *palette, const sct_mark *given, bench *b, artist_mark *out)
{
    sct_status status = SCT_OK;
    sct_mark m;
    sct_ink_optics optics;
    sct_tissue start;
    sct_conditions conditions;
    sct_skin_fit skin;
    sct_mark_init(&m);
    TRY(options_take(ctx, "sct_mark", given, OPTIONS_SIZE(sct_mark, reserved), &m, sizeof m));
    if (m.ink >= sct_palette_count(palette))
        FAIL(ctx, SCT_ERR_ARGUMENT, "no ink has this number");
    TRY(check_lab(ctx, "skin_lab", m.skin_lab));
    TRY(check_lab(ctx, "lab", m.lab));
    TRY(option_range(ctx, "parts_water", m.parts_water, 0, 1000));
    TRY(option_range(ctx, "density_per_cm2", m.density_per_cm2, 0, 2000));
    TRY(option_range(ctx, "sd", m.sd, 0.1, 20));
    TRY(option_range(ctx, "reserved", m.reserved, 0, 0));
    if (m.part != SCT_HEALED_DOT && m.part != SCT_HEALED_AREA && m.part != SCT_HEALED_SOLID)
        FAIL(ctx, SCT_ERR_OPTION, "part: a mark is of a dot, an area or solid");
    palette_ink ink = palette_ink_at(palette, m.ink);
    TRY(palette_optics_of(ctx, palette, m.ink, &optics, NULL));
    sct_tissue_init(&start);
    sct_conditions_init(&conditions);
    skin_fit_lab_above(&start, m.skin_lab, NULL, &conditions, SKIN_USUAL(DEPTH), &skin);
    if (!(skin.fit_de00 <= 10))
        FAIL(ctx, SCT_ERR_NOTHING, "no skin has the colour L %.1f a %.1f b %.1f", m.skin_lab.L, m.skin_lab.a, m.skin_lab.b);
    *out = (artist_mark){.tissue = skin.tissue,
                         .ink = skin_ink_of(&optics),
                         .load = SKIN_USUAL(UPTAKE) * SKIN_USUAL(HEALED) * ink.strength *
                                 palette_concentration(1, ink.kind == SCT_INK_READY ? 0 : m.parts_water),
                         .coverage_per_radius2 = skin_coverage(m.density_per_cm2, 0.01) / (0.01 * 0.01),
                         .part = m.part,
                         .seen = m.lab,
                         .sd = hypot(m.sd, model_sd),
                         .own = own_of(b, ink.id)};
    if (out->own >= 0)
        b->of_ink[out->own]++;
done:
    return status;
}

static sct_status take_marks(sct_context *ctx, const sct_palette *palette, const sct_mark *marks, size_t count, bench *b)
{
    sct_status status = SCT_OK;
    if (!marks || count < 1 || count > SCT_MARKS_MAX)
        FAIL(ctx, SCT_ERR_ARGUMENT, "a hand is learnt from 1 to %d marks", SCT_MARKS_MAX);
    size_t step = marks->size; /* of the caller's version of the struct */
    TRY(mem_new(ctx, count, sizeof *b->marks, (void **)&b->marks));
    TRY(mem_new(ctx, count, sizeof *b->r, (void **)&b->r));
    TRY(mem_new(ctx, count, sizeof *b->d, (void **)&b->d));
    TRY(mem_new(ctx, count, sizeof *b->w, (void **)&b->w));
    TRY(mem_new(ctx, count, sizeof *b->without, (void **)&b->without));
    TRY(artist_room_new(ctx, &b->room));
    for (size_t i = 0; i < count; i++) {
        sct_context quiet = diag_quiet(ctx);
        const sct_mark *one = (const sct_mark *)(const void *)((const char *)marks + i * step);
        if (one->size != step)
            FAIL(ctx, SCT_ERR_ARGUMENT, "marks[%zu] was not filled by sct_mark_init", i);
        status = take_mark(&quiet, palette, one, b, &b->marks[i]);
        if (status != SCT_OK)
            FAIL(ctx, status, "mark %zu: %s", i + 1, quiet.message);
    }
    b->count = count;
    b->n = ARTIST_SHAPE + (int)b->ink_count;
done:
    return status;
}

/* ---- the fit ---- */

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

/* Residuals and derivatives of all marks, in standard deviations, and their weights. */
static sct_status look(sct_context *ctx, bench *b, const double *x, double fraction)
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
        for (int k = 0; k < 3; k++)
            d2 += b->r[i][k] * b->r[i][k];
        b->w[i] = b->strict && d2 > beyond * beyond ? 0 : (NU + 3) / (NU + d2);
    }
done:
    return status;
}

/* Standard deviation of an unknown before anything is seen, on the side of x. */
static double prior_sd(int k, double x)
{
    static const int rows[2] = {SKIN_PRIOR_DEPTH, SKIN_PRIOR_RADIUS};
    if (k == ARTIST_STRENGTH)
        return hand_strength_sd;
    if (k >= ARTIST_SHAPE)
        return own_strength_sd;
    const skin_prior *p = &skin_prior_table[rows[k]];
    return fabs(log((x < 0 ? p->lo : p->hi) / p->fitted)) / NUM_TWO_SIDED_95;
}

/* Adds w times one mark to the normal equations. */
static void add_mark(const bench *b, size_t i, double w, normal *e)
{
    double j[UNKNOWNS][3] = {{0}};
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

static void equations(const bench *b, const double *x, normal *e)
{
    memset(e, 0, sizeof *e);
    for (size_t i = 0; i < b->count; i++)
        add_mark(b, i, b->w[i], e);
    for (int p = 0; p < b->n; p++) {
        double sd = prior_sd(p, x[p]);
        e->a[p][p] += 1 / (sd * sd);
        e->g[p] += x[p] / (sd * sd);
    }
}

/* The inverse of a positive definite matrix. */
static void invert(const normal *e, int n, double out[UNKNOWNS][UNKNOWNS])
{
    double a[UNKNOWNS][2 * UNKNOWNS] = {{0}};
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

/* Moves x by what the equations say; returns the longest step. */
static double step(const bench *b, const normal *e, double *x)
{
    double inverse[UNKNOWNS][UNKNOWNS], longest = 0;
    invert(e, b->n, inverse);
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

static sct_status fit(sct_context *ctx, bench *b, double *x, normal *e)
{
    sct_status status = SCT_OK;
    for (b->strict = 0; b->strict <= (b->count >= STRICT_FROM); b->strict++) {
        double longest = 1, half = b->strict * 0.5;
        for (int i = 0; i < STEPS && longest > 0.01; i++) {
            TRY(look(ctx, b, x, half + 0.5 * i / STEPS));
            equations(b, x, e);
            longest = step(b, e, x);
        }
    }
    b->strict = b->count >= STRICT_FROM;
    TRY(look(ctx, b, x, 1));
    equations(b, x, e);
done:
    return status;
}

/* ---- what it is worth ---- */

/* How far mark i is from its prediction at share w of x: dE00, and *d2, squared standard deviations. */
static double distance_at(bench *b, size_t i, const double *x, double w, double *d2)
{
    sct_lab lab;
    double r[3], at[UNKNOWNS], s;
    const artist_mark *m = &b->marks[i];
    for (int p = 0; p < UNKNOWNS; p++)
        at[p] = w * x[p];
    s = strength_at(m, at);
    artist_predict(b->room, m, at[ARTIST_DEPTH], at[ARTIST_RADIUS], &s, 1, &lab);
    minus(lab, m->seen, 1 / m->sd, r);
    *d2 = r[0] * r[0] + r[1] * r[1] + r[2] * r[2];
    return sct_de2000(lab, m->seen);
}

/* The share by which a hand is believed; `but`: a mark that is not asked, or none. Nor are those that do not count. */
static double share_of(const bench *b, const double *gain, size_t but)
{
    double sum = 0;
    for (size_t i = 0; i < b->count; i++)
        if (i != but && b->w[i] > 0)
            sum += fmin(fmax(gain[i], -clear_gain), clear_gain);
    return 1 - exp(-learning_rate * fmax(0, sum - least_gain));
}

/* Fills the distances of all marks, and returns the share by which the hand is believed. */
static double leave_out(bench *b, const double *x, const normal *e, sct_artist *out)
{
    double before[SCT_MARKS_MAX], after[SCT_MARKS_MAX], gain[SCT_MARKS_MAX], d2;
    double(*without)[UNKNOWNS] = b->without;
    for (size_t i = 0; i < b->count; i++) {
        normal rest = *e;
        memcpy(without[i], x, sizeof without[i]);
        add_mark(b, i, -b->w[i], &rest);
        step(b, &rest, without[i]);
        before[i] = distance_at(b, i, x, 0, &d2);
        gain[i] = log(1 + d2 / NU) * (NU + 3) / 2;
        distance_at(b, i, without[i], 1, &d2);
        gain[i] -= log(1 + d2 / NU) * (NU + 3) / 2;
    }
    for (size_t i = 0; i < b->count; i++) {
        after[i] = b->count > 1 ? distance_at(b, i, without[i], share_of(b, gain, i), &d2) : (double)NAN;
        out->fits[i] = (sct_mark_fit){before[i], after[i], fmin(1, b->w[i])};
        out->odd_count += b->w[i] < odd_weight;
    }
    out->has_fits = 1;
    out->before_de00 = num_quantile(before, b->count, 0.5);
    out->after_de00 = b->count > 1 ? num_quantile(after, b->count, 0.5) : (double)NAN;
    return share_of(b, gain, SIZE_MAX);
}

/* Variance of ln(depth) from mark to mark: what of the scatter along it is more than noise, with the usual one. */
static double depth_scatter(const bench *b)
{
    double usual = prior_sd(ARTIST_DEPTH, 1), sum = usual_marks * usual * usual / 4, n = usual_marks;
    for (size_t i = 0; i < b->count; i++) {
        double along = 0, steep = 0;
        for (int k = 0; k < 3; k++) {
            along += b->r[i][k] * b->d[i][ARTIST_DEPTH][k];
            steep += b->d[i][ARTIST_DEPTH][k] * b->d[i][ARTIST_DEPTH][k];
        }
        if (steep > 0) {
            double off = along / steep, w = fmin(1, b->w[i]);
            sum += w * fmax(0, off * off - 1 / steep);
            n += w;
        }
    }
    return sum / n;
}

/* Variance of what is believed by this share, and otherwise is as usual. */
static double mixed(double share, double learnt, double usual, double apart)
{
    return share * learnt + (1 - share) * usual + share * (1 - share) * apart * apart;
}

static void tell(const bench *b, const double *x, const normal *e, double share, sct_artist *out)
{
    double inverse[UNKNOWNS][UNKNOWNS], own = 0;
    double usual_depth = prior_sd(ARTIST_DEPTH, 1), usual_strength = log(unmeasured_factor) / NUM_TWO_SIDED_95;
    invert(e, b->n, inverse);
    double depth =
        mixed(share, inverse[ARTIST_DEPTH][ARTIST_DEPTH] + depth_scatter(b), usual_depth * usual_depth, x[ARTIST_DEPTH]);
    double wide = exp(NUM_TWO_SIDED_95 * sqrt(depth));
    out->depth_um = fmin(fmax(SKIN_USUAL(DEPTH) * exp(share * x[ARTIST_DEPTH]), 50), 600);
    out->depth_lo_um = fmax(out->depth_um / wide, 50);
    out->depth_hi_um = fmin(out->depth_um * wide, 600);
    out->dot_radius_mm = fmin(fmax(SKIN_USUAL(RADIUS) * exp(share * x[ARTIST_RADIUS]), 0.01), 0.5);
    out->strength = exp(share * x[ARTIST_STRENGTH]);
    out->mark_count = b->count;
    out->ink_count = b->ink_count;
    for (size_t i = 0; i < b->ink_count; i++) {
        int k = ARTIST_SHAPE + (int)i;
        text_copy(out->inks[i].id, sizeof out->inks[i].id, b->ids[i]);
        out->inks[i].strength = exp(share * x[k]);
        out->inks[i].mark_count = b->of_ink[i];
        double both = inverse[k][k] + inverse[ARTIST_STRENGTH][ARTIST_STRENGTH] + 2 * inverse[k][ARTIST_STRENGTH];
        own = fmax(own, mixed(share, fmax(both, 0), usual_strength * usual_strength, x[k] + x[ARTIST_STRENGTH]));
    }
    out->strength_factor = fmin(fmax(exp(NUM_TWO_SIDED_95 * sqrt(own)), 1.05), unmeasured_factor);
}

sct_status sct_artist_learn(sct_context *ctx, const sct_artist_options *options, const sct_palette *palette,
                            const sct_mark *marks, size_t count, sct_artist **out)
{
    sct_status status = SCT_OK;
    sct_artist_options o;
    sct_artist *artist = NULL;
    bench b = {.count = 0};
    double x[UNKNOWNS] = {0};
    normal e;
    sct_context_clear(ctx);
    if (!palette || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_artist_learn needs a palette, marks and a place for the hand");
    sct_artist_options_init(&o);
    TRY(options_take(ctx, "sct_artist_options", options, OPTIONS_SIZE(sct_artist_options, date), &o, sizeof o));
    TRY(take_marks(ctx, palette, marks, count, &b));
    TRY(mem_new(ctx, 1, sizeof *artist, (void **)&artist));
    TRY(fit(ctx, &b, x, &e));
    tell(&b, x, &e, leave_out(&b, x, &e, artist), artist);
    text_copy(artist->name, sizeof artist->name, o.name ? o.name : "");
    text_copy(artist->date, sizeof artist->date, o.date ? o.date : "");
    *out = artist;
    artist = NULL;
done:
    mem_free(b.marks);
    mem_free(b.r);
    mem_free(b.d);
    mem_free(b.w);
    mem_free(b.without);
    mem_free(b.room);
    mem_free(artist);
    return status;
}
