/*
 * swatch_cup.c - is the mix in the cup what it ought to be?
 *
 * Films of the mix and, where there are any, strips of known dilution are
 * followed by the ink's own optics. Unknown are the amount of pigment in an
 * undiluted film (thickness times strength, one number for all films, because
 * they were drawn alike), what the mix has of the wanted concentration, and an
 * error of light and camera that all films of a photo share: it moves L*, a*
 * and b* in proportion to L* + 16, as a wrong gain or balance does. With strips
 * beside the mix the shared errors are told by them and cancel; without strips
 * they are as large as the palette and the photo say, and the interval with
 * them.
 *
 * What one film is thicker or thinner than the next moves its colour along the
 * ladder. That direction is known beforehand, so that it is put into the
 * weights: a film counts less along it. How much films differ is known of
 * films in general, and these say it of themselves by what they are off along
 * the ladder: both together give the scale of Student's t (Gelman et al.,
 * Bayesian Data Analysis, 3rd edition, 3.2), so that an uneven hand is told a
 * wider interval.
 */
#include "swatch/swatch.h"

#include <math.h>
#include <string.h>

enum { UNKNOWN_AMOUNT, UNKNOWN_RATIO, UNKNOWN_L, UNKNOWN_A, UNKNOWN_B, UNKNOWNS };
/* Beside the noise of the pixels: paper is uneven, and optics follow films so well. */
static const double film_lab_sd = 0.35;
#define ONE_SIDED_90 1.281552
enum { STRIPS_FITTED = 16 };
static const double strip_lab_sd = 0.6; /* of strips beside each other */
/* As if so many films of hands in general had told film_sd: their sd lies within 0.6 and 2.9 times that in 95 %. */
static const double films_before = 4;
static const double ratio_sd = 1.5, amount_sd_of_strips = 1.0, least_shared_sd = 0.7;

/* One film on the bench. */
typedef struct cup_film {
    sct_lab lab;
    double share;   /* of undiluted ink, thickness relative to the reference included; of the mix: the wanted one */
    double backing; /* reflectance */
    int is_mix;
    double sd;       /* across the ladder */
    double along[3]; /* the ladder's direction here, dLab per ln share; as long as it is steep */
    double along_sd; /* of ln share: film to film */
    const swatch_field *field;
    size_t strip; /* the first film of the same strip, which is as thick */
} cup_film;

typedef struct cup_bench {
    const sct_ink_optics *optics;
    double wet_um, amount_sd, shared_sd;
    int own_ladder; /* the ink's optics were fitted to the strips */
    size_t count;
    cup_film films[SCT_SWATCH_FIELDS_MAX];
    skin_film_room room;
    skin_drawdown_report told;
} cup_bench;

void sct_cup_options_init_sized(sct_cup_options *options, size_t size)
{
    sct_cup_options defaults = {
        .size = sizeof defaults, .want_parts_water = (double)NAN, .batch_ml = 5, .tolerance = 0.05, .film_sd = 0.034};
    options_fill(options, size, &defaults, sizeof defaults);
}

static sct_status take_options(sct_context *ctx, const sct_cup_options *given, sct_cup_options *out)
{
    sct_status status = SCT_OK;
    sct_cup_options_init(out);
    TRY(options_take(ctx, "sct_cup_options", given, OPTIONS_SIZE(sct_cup_options, film_sd), out, sizeof *out));
    TRY(option_range(ctx, "want_parts_water", out->want_parts_water, 0, 1000));
    TRY(option_range(ctx, "batch_ml", out->batch_ml, 0.1, 1000));
    TRY(option_range(ctx, "tolerance", out->tolerance, 0.001, 0.5));
    TRY(option_range(ctx, "film_sd", out->film_sd, 0, 1));
done:
    return status;
}

/* ---- the bench ---- */

/* Films of one strip, over white and over black, are one film: "A1w" and "A1b", or of one name. */
static int are_halves(const swatch_field *f, const swatch_field *other)
{
    size_t length = strlen(f->name);
    int sheet = length > 1 && strlen(other->name) == length && strncmp(other->name, f->name, length - 1) == 0 &&
                strchr("wb", f->name[length - 1]) && strchr("wb", other->name[length - 1]);
    return other->backing != f->backing && (sheet || strcmp(other->name, f->name) == 0);
}

static size_t halves(const sct_swatches *s, const swatch_field *f)
{
    size_t n = 1;
    for (size_t i = 0; i < s->count; i++)
        n += !s->fields[i].bare && are_halves(f, &s->fields[i]);
    return n;
}

static sct_lab model_at(const cup_bench *b, const cup_film *f, double ln_share)
{
    sct_lab lab;
    double share = f->share * exp(ln_share);
    skin_film_lab(b->optics, b->wet_um, &share, 1, f->backing, &lab);
    return lab;
}

static void find_along(const cup_bench *b, cup_film *f)
{
    static const double h = 0.1;
    sct_lab up = model_at(b, f, h), down = model_at(b, f, -h);
    f->along[0] = (up.L - down.L) / (2 * h);
    f->along[1] = (up.a - down.a) / (2 * h);
    f->along[2] = (up.b - down.b) / (2 * h);
}

static void lay_film(cup_bench *b, const sct_swatches *s, const swatch_field *f, const sct_cup_options *o)
{
    double noise = 0, bare = f->backing == SCT_BACKING_BLACK ? s->black : s->white;
    double parts = f->mix ? o->want_parts_water : f->parts_water;
    cup_film *film = &b->films[b->count++];
    for (int k = 0; k < 3; k++)
        noise += f->estimate.cov_noise.m[k][k] / 3;
    *film = (cup_film){.lab = f->estimate.lab,
                       .share = palette_concentration(1, parts),
                       .is_mix = f->mix,
                       .sd = hypot(film_lab_sd, sqrt(fmax(noise, 0))),
                       .along_sd = o->film_sd * sqrt((double)halves(s, f)),
                       .field = f};
    film->strip = b->count - 1;
    for (size_t i = b->count - 1; i-- > 0;)
        film->strip = are_halves(f, b->films[i].field) ? i : film->strip;
    film->backing = isfinite(bare) ? bare : f->backing == SCT_BACKING_BLACK ? SKIN_BLACK_CARD : SKIN_WHITE_CARD;
    if (isfinite(f->wet_film_um))
        film->share *= f->wet_film_um / b->wet_um;
    find_along(b, film);
}

static double shared_sd_of(const sct_swatches *s)
{
    double most = least_shared_sd;
    for (size_t i = 0; i < s->count; i++) {
        const sct_estimate *e = &s->fields[i].estimate;
        double v = 0;
        for (int k = 0; k < 3; k++)
            v += (e->cov.m[k][k] - e->cov_noise.m[k][k]) / 3;
        most = fmax(most, sqrt(fmax(v, 0)) * 66 / (e->lab.L + 16));
    }
    return most;
}

/* Lays out the films; *strips becomes how many are of known dilution. */
static sct_status lay_out(sct_context *ctx, const sct_swatches *s, const sct_cup_options *o, cup_bench *b, size_t *strips)
{
    sct_status status = SCT_OK;
    size_t mixes = 0, known = 0;
    *strips = 0;
    for (size_t i = 0; i < s->count; i++) {
        const swatch_field *f = &s->fields[i];
        if (f->bare || f->state != SCT_STATE_DRAWDOWN)
            continue;
        mixes += (size_t)f->mix;
        *strips += (size_t)!f->mix;
        known += isfinite(f->wet_film_um) ? 1 : 0;
        if (isfinite(f->wet_film_um))
            b->wet_um = f->wet_film_um;
    }
    if (mixes == 0)
        FAIL(ctx, SCT_ERR_NOTHING, "none of the fields is the mix; say which film is of the mix");
    if (known && known < mixes + *strips)
        FAIL(ctx, SCT_ERR_OPTION, "the wet thickness is given of some films and not of others");
    if (!known && *strips == 0)
        FAIL(ctx, SCT_ERR_NOTHING,
             "one film of unknown thickness does not tell how strong it is; draw a strip of known dilution beside it with "
             "the "
             "same tool, or give its wet thickness");
    if (!known)
        b->wet_um = SKIN_USUAL_WET_UM;
    for (size_t i = 0; i < s->count; i++)
        if (!s->fields[i].bare && s->fields[i].state == SCT_STATE_DRAWDOWN)
            lay_film(b, s, &s->fields[i], o);
done:
    return status;
}

/* ---- the ink as its strips have it ---- */

/* Its pigments, where the optics know them all and can tell them apart. */
static size_t pigments_of(const sct_palette *palette, size_t ink, sct_pigment out[SCT_PIGMENT_MAX])
{
    palette_ink p = palette_ink_at(palette, ink);
    if (p.pigment_count > SKIN_PIGMENTS_TOLD_APART || palette_unknown_pigment(&p))
        return 0;
    for (size_t i = 0; i < p.pigment_count; i++) {
        text_copy(out[i].ci, sizeof out[i].ci, p.pigments[i].ci);
        out[i].fraction = p.pigments[i].mass_fraction;
    }
    return p.pigment_count;
}

/* Strips of this very bottle, in this very photo, say better how its colour changes with water than a label does. */
static void refit(const sct_palette *palette, size_t ink, cup_bench *b, sct_ink_optics *optics)
{
    sct_drawdown films[STRIPS_FITTED];
    sct_drawdown_options options;
    sct_pigment pigments[SCT_PIGMENT_MAX];
    skin_drawdown_report *told = &b->told;
    sct_ink_optics better;
    size_t count = 0;
    sct_drawdown_options_init(&options);
    options.pigments = pigments;
    options.wet_um = b->wet_um;
    options.lab_sd = strip_lab_sd;
    for (size_t i = 0; i < b->count && count < STRIPS_FITTED; i++) {
        const cup_film *f = &b->films[i];
        if (f->is_mix)
            continue;
        sct_drawdown_init(&films[count]);
        films[count].lab = f->lab;
        films[count].parts_water = fmax(0, 1 / f->share - 1);
        films[count++].backing = f->backing;
    }
    options.pigment_count = pigments_of(palette, ink, pigments);
    double best = (double)INFINITY;
    for (int known = options.pigment_count > 0; known >= 0 && count >= 3; known--) { /* by its pigments, and by any */
        options.pigment_count = known ? options.pigment_count : 0;
        if (skin_optics_from_films(NULL, &options, films, count, &b->room, &better, told) != SCT_OK ||
            !told->strength_known || !(told->residual_de00 < best - 0.1))
            continue;
        best = told->residual_de00;
        *optics = better;
        b->own_ladder = 1;
    }
    for (size_t i = 0; i < b->count && isfinite(best); i++)
        find_along(b, &b->films[i]);
}

/* ---- the fit ---- */

/* What a film is off as the fit has it, Lab. */
static void off_of(const cup_bench *b, const cup_film *f, const double *x, double d[3])
{
    sct_lab lab = model_at(b, f, x[UNKNOWN_AMOUNT] + (f->is_mix ? x[UNKNOWN_RATIO] : 0));
    double s = (f->lab.L + 16) / 66;
    d[0] = lab.L + s * x[UNKNOWN_L] - f->lab.L;
    d[1] = lab.a + s * x[UNKNOWN_A] - f->lab.a;
    d[2] = lab.b + s * x[UNKNOWN_B] - f->lab.b;
}

static double steep_at(const cup_film *f)
{
    return sqrt(f->along[0] * f->along[0] + f->along[1] * f->along[1] + f->along[2] * f->along[2]);
}

static double along_of(const cup_film *f, const double d[3], double steep)
{
    double along = 0;
    for (int k = 0; k < 3 && steep > 0; k++)
        along += d[k] * f->along[k] / steep;
    return along;
}

/* Across the ladder in units of sd; along it the film's own thickness counts as well. */
static void weigh(const cup_film *f, const double d[3], double *out)
{
    double steep = steep_at(f), along = along_of(f, d, steep), wide = hypot(f->sd, steep * f->along_sd);
    for (int k = 0; k < 3; k++) {
        double on = steep > 0 ? along * f->along[k] / steep : 0;
        out[k] = (d[k] - on) / f->sd + on / wide;
    }
}

static int residuals(void *user, const double *x, int n, double *out, int m)
{
    const cup_bench *b = user;
    (void)n;
    (void)m;
    for (size_t i = 0; i < b->count; i++) {
        double d[3];
        off_of(b, &b->films[i], x, d);
        weigh(&b->films[i], d, out + 3 * i);
    }
    double *prior = out + 3 * b->count;
    prior[0] = x[UNKNOWN_AMOUNT] / b->amount_sd;
    prior[1] = x[UNKNOWN_RATIO] / ratio_sd;
    for (int k = 0; k < 3; k++)
        prior[2 + k] = x[UNKNOWN_L + k] / b->shared_sd;
    return 0;
}

/* Times what was believed beforehand: what strips differ by along the ladder, with the degrees of freedom behind it. Amount
 * and ratio took one each, a ladder of their own one more. */
static double learn_films(const cup_bench *b, const double *x, double *freedom)
{
    double weight[SCT_SWATCH_FIELDS_MAX] = {0}, sum[SCT_SWATCH_FIELDS_MAX] = {0}, squares = 0, strips = 0;
    for (size_t i = 0; i < b->count; i++) {
        const cup_film *f = &b->films[i];
        double d[3], steep = steep_at(f);
        if (!(steep > 0))
            continue;
        off_of(b, f, x, d);
        double sd = hypot(f->sd / steep, f->along_sd), w = 1 / (sd * sd);
        weight[f->strip] += w;
        sum[f->strip] += w * along_of(f, d, steep) / steep;
    }
    for (size_t i = 0; i < b->count; i++)
        if (weight[i] > 0) {
            squares += sum[i] * sum[i] / weight[i];
            strips++;
        }
    double told = fmax(0, strips - 2 - (double)b->own_ladder);
    *freedom = films_before + told;
    return sqrt((films_before + (told > 0 ? squares : 0)) / *freedom);
}

/* Variance of ln(ratio) at the answer. */
static double variance_of(const double *jacobian, int rows)
{
    double a[UNKNOWNS][2 * UNKNOWNS] = {{0}};
    for (int i = 0; i < UNKNOWNS; i++) {
        for (int j = 0; j < UNKNOWNS; j++)
            for (int r = 0; r < rows; r++)
                a[i][j] += jacobian[r * UNKNOWNS + i] * jacobian[r * UNKNOWNS + j];
        a[i][UNKNOWNS + i] = 1;
    }
    for (int p = 0; p < UNKNOWNS; p++) { /* positive definite by its priors */
        double pivot = a[p][p];
        for (int j = 0; j < 2 * UNKNOWNS; j++)
            a[p][j] /= pivot;
        for (int i = 0; i < UNKNOWNS; i++) {
            double by = i == p ? 0 : a[i][p];
            for (int j = 0; j < 2 * UNKNOWNS; j++)
                a[i][j] -= by * a[p][j];
        }
    }
    return a[UNKNOWN_RATIO][UNKNOWNS + UNKNOWN_RATIO];
}

static sct_status fit(sct_context *ctx, cup_bench *b, double *ratio, double *sd, double *freedom)
{
    sct_status status = SCT_OK;
    int rows = 3 * (int)b->count + UNKNOWNS;
    double x[UNKNOWNS] = {0}, *jacobian = NULL, *room = NULL;
    const double lo[UNKNOWNS] = {-4, -4, -30, -30, -30}, hi[UNKNOWNS] = {4, 4, 30, 30, 30};
    TRY(mem_new(ctx, (size_t)rows * UNKNOWNS, sizeof *jacobian, (void **)&jacobian));
    TRY(mem_new(ctx, (size_t)NUM_FIT_ROOM(UNKNOWNS, rows), sizeof *room, (void **)&room));
    double sum = num_least_squares(residuals, b, x, lo, hi, UNKNOWNS, rows, 400, room, jacobian);
    if (isnan(sum))
        FAIL(ctx, SCT_ERR_NOTHING, "the films have no colours that this ink can have; was another ink drawn down?");
    double told = 3 * (double)b->count - 2, misfit = fmax(1, sqrt(sum / fmax(told, 1)));
    *ratio = exp(x[UNKNOWN_RATIO]);
    *sd = fmax(misfit, learn_films(b, x, freedom)) * sqrt(variance_of(jacobian, rows));
done:
    mem_free(room);
    mem_free(jacobian);
    return status;
}

/* ---- the advice ---- */

static void advise(const sct_cup_options *o, double sd, double freedom, sct_cup *c)
{
    double want = palette_concentration(1, o->want_parts_water), wide = exp(num_student(NUM_TWO_SIDED_95, freedom) * sd);
    c->ratio_lo = c->ratio / wide;
    c->ratio_hi = c->ratio * wide;
    c->parts_water = fmax(0, 1 / (c->ratio * want) - 1);
    c->parts_water_lo = fmax(0, 1 / (c->ratio_hi * want) - 1);
    c->parts_water_hi = fmax(0, 1 / (c->ratio_lo * want) - 1);
    c->water_ml_lo = o->batch_ml * (c->ratio_lo - 1);
    c->water_ml_hi = o->batch_ml * (c->ratio_hi - 1);
    /* A narrow interval may just hold 1: water for the likelier side is then nearer to what is wanted than none, and little.
     * What a wide one advises without strips is the right way and seldom as far as is wanted: strips are asked for. */
    int narrow = wide - 1 <= 3 * o->tolerance, likely = fabs(log(c->ratio)) > ONE_SIDED_90 * sd;
    int clear = (narrow || c->by_strips) && (c->ratio_lo > 1 || c->ratio_hi < 1);
    int outside = fabs(c->ratio - 1) > o->tolerance / 2 && (clear || (narrow && likely));
    if (outside && c->ratio > 1) {
        c->verdict = SCT_CUP_ADD_WATER;
        c->water_ml = o->batch_ml * (c->ratio - 1);
    } else if (outside && c->ratio < 1 && want < 1) {
        c->verdict = SCT_CUP_ADD_INK;
        c->ink_ml = o->batch_ml * want * (1 - c->ratio) / (1 - want);
    } else if (!narrow) {
        c->verdict = SCT_CUP_UNSURE;
    } else {
        c->verdict = SCT_CUP_AS_WANTED;
    }
}

/* What strips are off averages out: always one more of the fewer kind, until what is left is within the tolerance. */
static void count_missing(const cup_bench *b, const sct_cup_options *o, double sd, double freedom, sct_cup *c)
{
    double strips[2] = {0}, one = o->film_sd; /* of known dilution, of the mix */
    size_t *const more[2] = {&c->more_known, &c->more_of_mix};
    for (size_t i = 0; i < b->count; i++)
        strips[b->films[i].is_mix] += b->films[i].strip == i;
    if (strips[0] > 0)
        one = sd / sqrt(1 / strips[0] + 1 / strips[1]);
    for (int added = 0; added < SCT_SWATCH_FIELDS_MAX / 2; added++) {
        double wide = num_student(NUM_TWO_SIDED_95, freedom + added) * one;
        if (strips[0] > 0 && wide * sqrt(1 / strips[0] + 1 / strips[1]) <= log(1 + o->tolerance))
            break;
        int fewer = strips[1] <= strips[0];
        strips[fewer]++;
        ++*more[fewer];
    }
}

/* Distance of the mix's films from those of the wanted mix, as the fit has both. */
static double distance(const cup_bench *b, double ln_ratio)
{
    double sum = 0, n = 0;
    for (size_t i = 0; i < b->count; i++)
        if (b->films[i].is_mix) {
            sum += sct_de2000(model_at(b, &b->films[i], ln_ratio), model_at(b, &b->films[i], 0));
            n += 1;
        }
    return sum / n;
}

sct_status sct_cup_check_sized(sct_context *ctx, const sct_cup_options *options, const sct_palette *palette, size_t ink,
                               const sct_swatches *swatches, sct_cup *out, size_t size)
{
    sct_status status = SCT_OK;
    sct_cup_options o;
    sct_ink_optics optics;
    cup_bench *b = NULL;
    size_t strips = 0;
    double sd = 0, freedom = 0;
    sct_cup c = {.verdict = SCT_CUP_UNSURE};
    sct_context_clear(ctx);
    if (!palette || !swatches || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_cup_check needs a palette, readings and a place for the answer");
    TRY(take_options(ctx, options, &o));
    TRY(palette_optics_of(ctx, palette, ink, &optics, NULL));
    TRY(mem_new(ctx, 1, sizeof *b, (void **)&b));
    b->optics = &optics;
    TRY(lay_out(ctx, swatches, &o, b, &strips));
    refit(palette, ink, b, &optics);
    b->amount_sd = strips ? hypot(optics.strength_sd, amount_sd_of_strips) : hypot(optics.strength_sd, o.film_sd);
    b->shared_sd = shared_sd_of(swatches);
    TRY(fit(ctx, b, &c.ratio, &sd, &freedom));
    c.by_strips = strips > 0;
    c.de00 = distance(b, log(c.ratio));
    advise(&o, sd, freedom, &c);
    count_missing(b, &o, sd, freedom, &c);
    status = record_give(out, size, &c, sizeof c);
done:
    mem_free(b);
    return status;
}
