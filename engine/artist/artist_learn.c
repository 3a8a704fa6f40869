/*
 * artist_learn.c - a hand, from healed marks: what was fitted (artist_fit.c), as
 * far as it is believed, and how surely it is known.
 *
 * Marks of one artist scatter about their depth. What of the scatter along the
 * depth is more than noise tells how far; five marks' worth of the usual
 * scatter is added.
 */
#include "artist/artist_private.h"

#include <math.h>
#include <string.h>

static const double unmeasured_factor = 2, usual_marks = 5;

/* Variance of ln(depth) from mark to mark: what of the scatter along it is more than noise, with the usual one. */
static double depth_scatter(const artist_bench *b)
{
    double usual = artist_prior_sd(ARTIST_DEPTH, 1), sum = usual_marks * usual * usual / 4, n = usual_marks;
    for (size_t i = 0; i < b->count; i++) {
        double along = b->along[i][0], steep = b->along[i][1];
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

static void tell(const artist_bench *b, const double *x, const artist_normal *e, double share, sct_artist *out)
{
    double inverse[ARTIST_UNKNOWNS][ARTIST_UNKNOWNS], own = 0;
    double usual_depth = artist_prior_sd(ARTIST_DEPTH, 1), usual_strength = log(unmeasured_factor) / NUM_TWO_SIDED_95;
    artist_invert(e, b->n, inverse);
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

/* What a hand is learnt with: in a room of its own, because predictions go deep from here. */
typedef struct learning {
    artist_bench bench;
    double x[ARTIST_UNKNOWNS];
    artist_normal equations;
} learning;

sct_status sct_artist_learn(sct_context *ctx, const sct_artist_options *options, const sct_palette *palette,
                            const sct_mark *marks, size_t count, sct_artist **out)
{
    sct_status status = SCT_OK;
    sct_artist_options o;
    sct_artist *artist = NULL;
    learning *l = NULL;
    sct_context_clear(ctx);
    if (!palette || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_artist_learn needs a palette, marks and a place for the hand");
    sct_artist_options_init(&o);
    TRY(options_take(ctx, "sct_artist_options", options, OPTIONS_SIZE(sct_artist_options, date), &o, sizeof o));
    TRY(mem_new(ctx, 1, sizeof *l, (void **)&l));
    TRY(artist_take_marks(ctx, palette, marks, count, &l->bench));
    TRY(mem_new(ctx, 1, sizeof *artist, (void **)&artist));
    TRY(artist_fit(ctx, &l->bench, l->x, &l->equations));
    double share = artist_leave_out(&l->bench, l->x, &l->equations, artist);
    tell(&l->bench, l->x, &l->equations, share, artist);
    text_copy(artist->name, sizeof artist->name, o.name ? o.name : "");
    text_copy(artist->date, sizeof artist->date, o.date ? o.date : "");
    *out = artist;
    artist = NULL;
done:
    if (l)
        artist_bench_clear(&l->bench);
    mem_free(l);
    mem_free(artist);
    return status;
}
