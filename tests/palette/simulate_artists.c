/*
 * tests/palette/simulate_artists.c - how well hands are learnt: simulated
 * artists, half of them held out from whoever chose how the learner shrinks.
 *
 *     simulate_artists [ARTISTS [PHOTONS [FIRST [MARKS]]]]
 *
 * Prints for each number of marks the healed dot error (dE00 between what the
 * hand predicts for sixty other marks of that artist and what they look like,
 * twelve where photons are followed), beside that of a hand that nobody
 * measured; how many artists came out worse, and how far one wild photo in ten
 * moves the error of the first twelve. Twelve tell a hand too roughly to say
 * that it got worse: the artist of seed 173 went from .44 to .79 by twelve with
 * ten marks, and from .78 to .70 by 120.
 *
 * What a wild photo does is told beside the same good marks without it: nine and it
 * beside the nine, ten and it beside the ten. One that stands in the place of a good mark
 * also takes that mark away; that is printed, too, with what the loss of the good mark does
 * alone.
 * Exits with 1 where a half breaks what is wanted of it. With PHOTONS each mark
 * is seen by so many of them a wavelength (2000: some two seconds a mark; 0: by the
 * engine). FIRST is the seed of the first artist (1), MARKS the most that are learnt.
 */
#include "palette/artist_world.h"
#include "support/support.h"

enum { OTHERS = 60, FEW = 12, MOST = 40, ARTISTS_MAX = 400, SIZES = 5 };
static const size_t sizes[SIZES] = {3, 5, 10, 20, 40};
static const double wild_most = 0.25, replaced_most = 0.5; /* 0.5 is wanted, of both */
static const world_view usual_view = {.noise = 1, .white_noise = 0.8};

/* Marks that nothing is learnt from, and what they look like. */
typedef struct judges {
    size_t count;
    sct_mark marks[OTHERS];
    sct_lab truths[OTHERS];
} judges;

/* Of one artist. */
typedef struct outcome {
    double before, after[SIZES];
    double few[SIZES];                  /* after, by the first judges alone, as are those below */
    double wild[SIZES], without[SIZES]; /* wild ones in the place of good ones, and these left out */
    double added[SIZES];                /* wild ones beside all the good ones */
} outcome;

/* By all judges; *few becomes what the first of them say. */
static double error_of(sct_context *ctx, const sct_palette *palette, const sct_artist *hand, const judges *by, size_t count,
                       double *few)
{
    double away[OTHERS], first[FEW];
    for (size_t i = 0; i < count; i++)
        away[i] = sct_de2000(world_predict(ctx, palette, hand, &by->marks[i]), by->truths[i]);
    memcpy(first, away, sizeof first);
    *few = quantile_of(first, FEW, 0.5);
    return quantile_of(away, count, 0.5);
}

static double learnt_error(sct_context *ctx, const sct_palette *palette, const sct_mark *marks, size_t count,
                           const judges *by, size_t judge_count, double *few)
{
    sct_artist *hand = NULL;
    if (sct_artist_learn(ctx, NULL, palette, marks, count, &hand) != SCT_OK) {
        fprintf(stderr, "%s\n", sct_context_message(ctx));
        exit(1);
    }
    double error = error_of(ctx, palette, hand, by, judge_count, few);
    sct_artist_free(hand);
    return error;
}

static outcome try_artist(sct_context *ctx, const sct_palette *palette, uint64_t seed, int photons, size_t most)
{
    outcome out;
    world_artist artist = world_artist_new(ctx, seed);
    world_view view = usual_view, plain = {.photons = photons};
    sct_mark marks[MOST];
    judges by = {.count = photons ? FEW : OTHERS};
    double unused;
    view.photons = photons;
    for (size_t i = 0; i < most; i++)
        marks[i] = world_mark(ctx, &artist, i, &view, NULL);
    for (size_t i = 0; i < by.count; i++)
        by.marks[i] = world_mark(ctx, &artist, 1000 + i, &plain, &by.truths[i]);
    out.before = error_of(ctx, palette, NULL, &by, by.count, &unused);
    for (size_t k = 0; k < SIZES; k++) {
        out.after[k] = out.few[k] = out.wild[k] = out.without[k] = out.added[k] = (double)NAN;
        if (sizes[k] > most)
            continue;
        out.after[k] = learnt_error(ctx, palette, marks, sizes[k], &by, by.count, &out.few[k]);
        if (sizes[k] < 10)
            continue;
        sct_mark wild[MOST + MOST / 10];
        memcpy(wild, marks, sizeof marks);
        for (size_t i = 3; i < sizes[k]; i += 10)
            world_make_wild(&wild[i], seed + i);
        out.wild[k] = learnt_error(ctx, palette, wild, sizes[k], &by, FEW, &unused);
        size_t good = 0;
        for (size_t i = 0; i < sizes[k]; i++)
            if (i % 10 != 3)
                wild[good++] = marks[i];
        out.without[k] = learnt_error(ctx, palette, wild, good, &by, FEW, &unused);
        memcpy(wild, marks, sizeof marks);
        size_t all = sizes[k];
        for (size_t i = 3; i < sizes[k]; i += 10) {
            wild[all] = marks[i];
            world_make_wild(&wild[all++], seed + i);
        }
        out.added[k] = learnt_error(ctx, palette, wild, all, &by, FEW, &unused);
    }
    world_artist_free(&artist);
    return out;
}

/* Prints every second artist from `first` on; returns how many promises are broken. */
static int report(const char *name, const outcome *all, size_t count, size_t first, size_t most)
{
    int broken = 0;
    double column[ARTISTS_MAX];
    size_t n = 0;
    for (size_t i = first; i < count; i += 2)
        column[n++] = all[i].before;
    printf("%s: %zu artists; a hand that nobody measured: dE00 %.2f (median), %.2f (worst)\n", name, n,
           quantile_of(column, n, 0.5), quantile_of(column, n, 1));
    for (size_t k = 0; k < SIZES && sizes[k] <= most; k++) {
        size_t worse = 0;
        double least = 0, replaced = 0, lost = 0, moved = 0, worst_after = 0;
        n = 0;
        for (size_t i = first; i < count; i += 2) {
            column[n++] = all[i].after[k];
            worst_after = fmax(worst_after, all[i].after[k]);
            worse += all[i].after[k] > all[i].before + 0.1;
            least = fmax(least, all[i].after[k] - all[i].before);
            moved = fmax(moved, fabs(all[i].wild[k] - all[i].without[k]));
            moved = fmax(moved, fabs(all[i].added[k] - all[i].few[k]));
            replaced = fmax(replaced, fabs(all[i].wild[k] - all[i].few[k]));
            lost = fmax(lost, fabs(all[i].without[k] - all[i].few[k]));
        }
        double median = quantile_of(column, n, 0.5);
        printf("  %2zu marks: dE00 %.2f (median), %.2f (worst); worse than unmeasured by more than 0.1: %zu (most %.2f)",
               sizes[k], median, worst_after, worse, least);
        if (sizes[k] >= 10)
            printf("; a wild photo in ten moves it by %.2f at most (in the place of a good one by %.2f, the loss of that "
                   "one alone "
                   "by %.2f)",
                   moved, replaced, lost);
        printf("\n");
        broken += sizes[k] == 10 && !(median <= 2);
        broken += !(worse == 0) + (sizes[k] >= 10 && !(moved < wild_most && replaced < replaced_most));
    }
    return broken;
}

int main(int argc, char **argv)
{
    static outcome all[ARTISTS_MAX];
    size_t count = argc > 1 ? strtoul(argv[1], NULL, 10) : 40;
    int photons = argc > 2 ? atoi(argv[2]) : 0;
    uint64_t first = argc > 3 ? strtoull(argv[3], NULL, 10) : 1;
    size_t most = argc > 4 ? strtoul(argv[4], NULL, 10) : photons ? 10 : MOST;
    sct_context *ctx = NULL;
    if (count < 2 || count > ARTISTS_MAX || most > MOST || sct_context_new(&ctx) != SCT_OK)
        return 2;
    sct_palette *palette = world_palette(ctx);
    for (size_t i = 0; i < count; i++)
        all[i] = try_artist(ctx, palette, first + i, photons, most);
    int broken = report("chosen by", all, count, 0, most) + report("held out", all, count, 1, most);
    sct_palette_free(palette);
    sct_context_free(ctx);
    return broken > 0;
}
