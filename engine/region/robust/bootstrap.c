/*
 * engine/region/robust/bootstrap.c - how much an estimate would change with other
 * pixels of the same surface. Neighbouring pixels share texture, shade and
 * JPEG blocks, so whole tiles are drawn with replacement, not pixels (block
 * bootstrap: Hall 1985, Stoch. Process. Appl. 20:231; Efron & Tibshirani 1993, ch. 6).
 */
#include "region/robust/robust.h"

#include <math.h>
#include <string.h>

enum { REPLICATES = 80, SAMPLES_MAX = 3000, TILES_MIN = 4 };

/* Every k-th sample, still sorted by L: its own noise is far below that of the tiles. */
static sct_status thin(sct_context *ctx, const region_cloud *cloud, region_sample **out, size_t *count)
{
    sct_status status = SCT_OK;
    size_t every = cloud->count / SAMPLES_MAX + 1, n = 0;
    TRY(mem_new(ctx, cloud->count / every + 1, sizeof **out, (void **)out));
    for (size_t i = every / 2; i < cloud->count; i += every)
        (*out)[n++] = cloud->items[i];
    *count = n;
done:
    return status;
}

/* Numbers of the tiles that hold samples. */
static uint32_t tiles_in_use(const region_sample *samples, size_t n, uint32_t tiles, uint32_t *list, uint32_t *times)
{
    uint32_t used = 0;
    for (size_t i = 0; i < n; i++)
        times[samples[i].tile] = 1;
    for (uint32_t t = 0; t < tiles; t++)
        if (times[t])
            list[used++] = t;
    return used;
}

static void covariance_of(const sct_lab *values, size_t n, sct_cov *out)
{
    double mean[3] = {0, 0, 0};
    memset(out, 0, sizeof *out);
    for (size_t i = 0; i < n; i++) {
        mean[0] += values[i].L / (double)n;
        mean[1] += values[i].a / (double)n;
        mean[2] += values[i].b / (double)n;
    }
    for (size_t i = 0; i < n; i++) {
        double d[3] = {values[i].L - mean[0], values[i].a - mean[1], values[i].b - mean[2]};
        for (int r = 0; r < 3; r++)
            for (int c = 0; c < 3; c++)
                out->m[r][c] += d[r] * d[c] / (double)(n - 1);
    }
}

/* The samples as often as their tiles were drawn; sorted because the source is. Returns how many there are. */
static size_t resample(const region_sample *samples, size_t n, const uint32_t *times, region_sample *out, size_t room)
{
    size_t used = 0;
    for (size_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < times[samples[i].tile] && used < room; k++)
            out[used++] = samples[i];
    return used;
}

/* Draws beside each other: how often each tile was drawn in every one is settled before. */
typedef struct draw_job {
    const region_estimator *estimator;
    const region_sample *samples;
    size_t count, room;
    uint32_t tiles;
    const uint32_t *times; /* of a tile, REPLICATES times */
    sct_lab values[REPLICATES];
    int good[REPLICATES];
    struct draw_hand {
        region_sample *drawn;
    } hands[TASK_HANDS];
} draw_job;

static sct_status draw_one(sct_context *ctx, void *user, size_t replicate, int hand)
{
    sct_status status = SCT_OK;
    draw_job *job = user;
    region_sample **drawn = &job->hands[hand].drawn;
    region_centre centre;
    if (!*drawn)
        TRY(mem_new(ctx, job->room, sizeof **drawn, (void **)drawn));
    size_t count = resample(job->samples, job->count, job->times + replicate * job->tiles, *drawn, job->room);
    if (count == 0)
        return SCT_OK;
    job->estimator->centre(*drawn, count, &centre);
    job->values[replicate] = centre.lab;
    job->good[replicate] = 1;
done:
    return status;
}

/* The draws that had samples, in order, in front of job->values; returns how many they are. */
static size_t good_draws(draw_job *job)
{
    size_t good = 0;
    for (size_t i = 0; i < REPLICATES; i++)
        if (job->good[i])
            job->values[good++] = job->values[i];
    return good;
}

sct_status region_bootstrap(sct_context *ctx, const region_estimator *estimator, const region_cloud *cloud, uint64_t seed,
                            sct_cov *out)
{
    sct_status status = SCT_OK;
    region_sample *samples = NULL;
    uint32_t *list = NULL, *times = NULL;
    draw_job *job = NULL;
    num_rng rng;

    TRY(mem_new(ctx, 1, sizeof *job, (void **)&job));
    TRY(thin(ctx, cloud, &samples, &job->count));
    TRY(mem_new(ctx, cloud->tiles, sizeof *list, (void **)&list));
    TRY(mem_new(ctx, cloud->tiles, REPLICATES * sizeof *times, (void **)&times));
    job->estimator = estimator;
    job->samples = samples;
    job->room = 3 * job->count + 16; /* a draw holds as many on average; thrice that does not happen with 4 tiles or more */
    job->tiles = cloud->tiles;
    job->times = times;
    uint32_t used = job->count ? tiles_in_use(samples, job->count, cloud->tiles, list, times) : 0;
    memset(times, 0, cloud->tiles * sizeof *times);
    num_rng_seed(&rng, seed);
    if (used >= TILES_MIN) {
        for (size_t replicate = 0; replicate < REPLICATES; replicate++)
            for (uint32_t k = 0; k < used; k++)
                times[replicate * cloud->tiles + list[num_rng_below(&rng, used)]]++;
        TRY(task_share(ctx, draw_one, job, REPLICATES));
    }
    size_t good = good_draws(job);
    if (good >= 2) {
        covariance_of(job->values, good, out);
    } else { /* too small to resample: as if one tile's worth of spread were left */
        region_centre centre = {.spread = {{{25, 0, 0}, {0, 25, 0}, {0, 0, 25}}}};
        if (job->count)
            estimator->centre(samples, job->count, &centre);
        *out = centre.spread;
    }
done:
    for (int i = 0; job && i < TASK_HANDS; i++)
        mem_free(job->hands[i].drawn);
    mem_free(job);
    mem_free(samples);
    mem_free(list);
    mem_free(times);
    return status;
}

double region_tile_range(const region_cloud *cloud, const region_centre *centre)
{
    enum { BINS = 512, ENOUGH = 12 }; /* tiles beyond BINS share one; samples a tile needs */
    double sum[BINS] = {0}, count[BINS] = {0}, mean[BINS];
    size_t used = 0;
    num_mat3 inverse = region_inverse_cov(&centre->spread, 1.0);
    for (size_t i = 0; i < cloud->count; i++) {
        const region_sample *s = &cloud->items[i];
        if (s->tile >= BINS || region_distance2(&inverse, centre->lab, s) > 16)
            continue;
        sum[s->tile] += (double)s->L;
        count[s->tile] += 1;
    }
    for (size_t t = 0; t < BINS; t++)
        if (count[t] >= ENOUGH)
            mean[used++] = sum[t] / count[t];
    if (used < TILES_MIN)
        return (double)NAN;
    double low = num_quantile(mean, used, 0.05);
    return num_quantile(mean, used, 0.95) - low;
}
