/*
 * engine/verify/dots/verify_dot_colour.c - the colour of the dots, as an eye has it from 30 cm.
 *
 * A plan tells how dark a dot looks through a round window of radius SKIN_WINDOW_MM
 * around its middle (engine/skin/dot.c). The same is read from the photo: of each dot
 * that stands alone, rings of light around its middle over the light of the skin right
 * beside it, which no light of the room changes; then the mean of all of them.
 *
 * The photo is not sharp, and has spread what the dot takes. Of a dot whose light is
 * spread by the standard deviation s in all, b of it by the photo, the sharp one was
 * sqrt(s^2 - b^2) wide. What was within the window a then is within a s / sqrt(s^2 - b^2)
 * now. How far b is off, and with it the colour, is part of the doubt.
 */
#include "skin/skin.h"
#include "verify/verify.h"

#include <math.h>
#include <string.h>

enum { RINGS = 48, LEAST_ALONE = 30, CHANNELS = 3, SOURCES = 5 };
static const double LEAST_WINDOW_PX = 1.3; /* below it the window is hardly a pixel */
/* Standard deviation of a camera's own blur, pixels of its photo, and both ends of what it may be. */
static const double BLUR_PX[3] = {0.8, 0.45, 1.15};
static const double PIXEL = 1.0 / 12; /* variance of a pixel's own width */
static const double MOST_BLUR = 0.6;  /* of the variance of a dot, at most */
static const double GAP_PX = 1.5;     /* of a dot's blurred rim */
static const double SHARE = 0.05;     /* of what ink takes, by which gloss and tone curves change it: as of the area */
static const double LEAST = 0.004;    /* of the skin's light, by which compression is off: standard deviation */
/* By how much the scale may be off, as a share: one that was given, and one of the width of hairs. */
static const double SCALE[2] = {0.03, 0.15};

/* Sums of light around one dot. */
typedef struct around {
    double x, y; /* of the photo */
    float light[RINGS][CHANNELS];
    float beside[CHANNELS];
    uint32_t count[RINGS], skin;
} around;

/* What is looked at, in pixels of the photo. */
typedef struct ring_plan {
    double window, rim, reach; /* radius of the eye's window; where a dot has ended; how far the skin beside it goes */
    double width;              /* of a ring */
} ring_plan;

/* ---- dots that stand alone ---- */

/* Whether no other dot is nearer, among those that come before it or behind it; dots lie by rows. */
static int is_alone_one_way(const verify_dots *dots, size_t at, int64_t way, double apart)
{
    const verify_dot *d = &dots->items[at];
    for (int64_t i = (int64_t)at + way; i >= 0 && i < (int64_t)dots->count; i += way) {
        double dx = (double)(dots->items[i].x - d->x), dy = (double)(dots->items[i].y - d->y);
        if (fabs(dy) > apart + 1) /* rows are those of the peaks, which lie up to half a place off */
            break;
        if (dx * dx + dy * dy < apart * apart)
            return 0;
    }
    return 1;
}

/* Dots as places of the photo, by rows. */
static sct_status choose_alone(sct_context *ctx, const sct_verification *v, const ring_plan *plan, around **out,
                               size_t *count)
{
    sct_status status = SCT_OK;
    const verify_dots *dots = &v->dots[0];
    double side = v->after.fine.side, apart = (plan->rim + plan->window) / side;
    TRY(mem_new(ctx, dots->count, sizeof **out, (void **)out));
    for (size_t i = 0; i < dots->count; i++) {
        double x = ((double)dots->items[i].x + 0.5) * side - 0.5, y = ((double)dots->items[i].y + 0.5) * side - 0.5;
        int whole = x > plan->reach && y > plan->reach && x < v->after.width - plan->reach - 1 &&
                    y < v->after.height - plan->reach - 1;
        if (!whole || !is_alone_one_way(dots, i, -1, apart) || !is_alone_one_way(dots, i, 1, apart))
            continue;
        (*out)[*count].x = x;
        (*out)[(*count)++].y = y;
    }
done:
    return status;
}

/* ---- light around them ---- */

/* Where a dot is near, of the fine plane. */
static sct_status mark_dots(sct_context *ctx, const sct_verification *v, double rim, uint8_t **out)
{
    const verify_plane *fine = &v->after.fine;
    sct_status status = mem_new(ctx, (size_t)fine->width * fine->height, 1, (void **)out);
    double r = rim / fine->side;
    for (size_t i = 0; status == SCT_OK && i < v->dots[0].count; i++) {
        const verify_dot *d = &v->dots[0].items[i];
        for (int64_t y = (int64_t)ceil((double)d->y - r); y <= (int64_t)floor((double)d->y + r); y++)
            for (int64_t x = (int64_t)ceil((double)d->x - r); x <= (int64_t)floor((double)d->x + r); x++)
                if (x >= 0 && y >= 0 && x < fine->width && y < fine->height &&
                    hypot((double)x - (double)d->x, (double)y - (double)d->y) <= r)
                    (*out)[(size_t)y * fine->width + (size_t)x] = 1;
    }
    return status;
}

/* Adds what of a row lies around a dot. */
static void add_row(const sct_verification *v, const ring_plan *plan, const uint8_t *near, uint32_t y, const float *xyz,
                    const uint8_t *flags, around *a)
{
    const verify_plane *fine = &v->after.fine;
    uint32_t first = (uint32_t)fmax(ceil(a->x - plan->reach), 0), last = (uint32_t)(a->x + plan->reach);
    for (uint32_t x = first; x <= last && x < v->after.width; x++) {
        double d = hypot(x - a->x, y - a->y);
        size_t place = (size_t)(y / fine->side) * fine->width + x / fine->side;
        if (d >= plan->reach || y / fine->side >= fine->height || x / fine->side >= fine->width ||
            (flags[x] & (PIXELS_CLIPPED_HIGH | PIXELS_TRANSPARENT | PIXELS_COVERED)))
            continue;
        const float *light = xyz + CHANNELS * (size_t)x;
        if (d < plan->rim) {
            size_t ring = (size_t)fmin(d / plan->width, RINGS - 1);
            a->count[ring]++;
            for (size_t k = 0; k < CHANNELS; k++)
                a->light[ring][k] += light[k];
        } else if (!near[place]) {
            a->skin++;
            for (size_t k = 0; k < CHANNELS; k++)
                a->beside[k] += light[k];
        }
    }
}

/* The dots lie by rows: those that a row may touch are a stretch of them. */
static sct_status read_rows(sct_context *ctx, const sct_verification *v, const ring_plan *plan, const uint8_t *near,
                            around *all, size_t count)
{
    sct_status status = SCT_OK;
    float *xyz = NULL;
    uint8_t *flags = NULL;
    size_t begin = 0;
    double slack = plan->reach + v->after.fine.side; /* their rows are sorted to a place of the fine plane */
    TRY(mem_new(ctx, v->after.width, CHANNELS * sizeof *xyz, (void **)&xyz));
    TRY(mem_new(ctx, v->after.width, 1, (void **)&flags));
    for (uint32_t y = 0; y < v->after.height && begin < count; y++) {
        while (begin < count && all[begin].y + slack + 1 < y)
            begin++;
        if (begin == count || all[begin].y - slack - 1 > y)
            continue;
        pixels_xyz_row(v->after.image, 0, y, v->after.width, xyz);
        pixels_flag_row(v->after.image, 0, y, v->after.width, flags);
        for (size_t i = begin; i < count && all[i].y - slack - 1 <= y; i++)
            if (fabs(all[i].y - y) < plan->reach)
                add_row(v, plan, near, y, xyz, flags, &all[i]);
        if (y % 64 == 0)
            TRY(progress_again(ctx));
    }
done:
    mem_free(xyz);
    mem_free(flags);
    return status;
}

/* ---- the mean dot ---- */

/* Of the rings of a mean dot the share of the skin's light that is missing. */
typedef struct mean_dot {
    double loss[RINGS][CHANNELS];
    double width, rim;
    double variance; /* of where the light is missing, along one direction, pixels */
    double chance;   /* standard deviation of the mean, as a share of what is missing */
    size_t count;
} mean_dot;

/* What is missing within a radius, times an area of pixels. */
static double missing_within(const mean_dot *m, double radius, size_t k)
{
    double sum = 0;
    for (int ring = 0; ring < RINGS; ring++) {
        double inner = ring * m->width, outer = fmin((ring + 1) * m->width, radius);
        if (outer > inner)
            sum += m->loss[ring][k] * NUM_PI * (outer * outer - inner * inner);
    }
    return sum;
}

static void find_spread(mean_dot *m)
{
    double sum = 0, squares = 0;
    for (int ring = 0; ring < RINGS; ring++) {
        double inner = ring * m->width, outer = inner + m->width, middle = (inner + outer) / 2;
        double missing = fmax(m->loss[ring][1], 0) * (outer * outer - inner * inner);
        sum += missing;
        squares += missing * middle * middle / 2;
    }
    m->variance = sum > 0 ? squares / sum : 0;
}

static void average(const around *all, size_t count, const ring_plan *plan, mean_dot *out)
{
    double weight[RINGS] = {0}, sum = 0, squares = 0;
    *out = (mean_dot){.width = plan->width, .rim = plan->rim};
    for (size_t i = 0; i < count; i++) {
        double missing = 0, seen = 0;
        if (all[i].skin < 6)
            continue;
        for (int ring = 0; ring < RINGS; ring++)
            for (size_t k = 0; k < CHANNELS && all[i].count[ring]; k++) {
                double skin = (double)all[i].beside[k] / all[i].skin, n = all[i].count[ring];
                double loss = n - (double)all[i].light[ring][k] / fmax(skin, 1e-6);
                out->loss[ring][k] += loss;
                weight[ring] += k == 1 ? n : 0;
                missing += k == 1 ? loss : 0;
                seen += k == 1 ? n : 0;
            }
        if (!(seen > 0))
            continue;
        sum += missing / seen;
        squares += missing / seen * missing / seen;
        out->count++;
    }
    for (int ring = 0; ring < RINGS; ring++)
        for (size_t k = 0; k < CHANNELS; k++)
            out->loss[ring][k] /= fmax(weight[ring], 1);
    double n = (double)out->count, mean = sum / n;
    out->chance = n > 1 && mean > 0 ? sqrt(fmax(squares / n - mean * mean, 0) / n) / mean : 1;
    find_spread(out);
}

/* What is missing through the eye's window, had the photo's blur this standard deviation. */
static double seen_missing(const mean_dot *m, double window, double blur_px, size_t k)
{
    double blur = fmin(blur_px * blur_px + PIXEL, MOST_BLUR * m->variance);
    double wide = window * sqrt(m->variance / (m->variance - blur));
    return missing_within(m, fmin(wide, m->rim), k) / (NUM_PI * window * window);
}

static void conclude(const sct_verification *v, const mean_dot *m, double window, verify_dot_look *out)
{
    int assumed = !(v->options.mm_per_px > 0 || v->measured[0]->correction.mm_per_px > 0);
    for (size_t k = 0; k < CHANNELS; k++) {
        double missing = seen_missing(m, window, BLUR_PX[0], k), off[SOURCES] = {[SOURCES - 1] = LEAST};
        off[0] = (seen_missing(m, window, BLUR_PX[2], k) - seen_missing(m, window, BLUR_PX[1], k)) / 4;
        off[1] = (seen_missing(m, window * (1 - SCALE[assumed]), BLUR_PX[0], k) -
                  seen_missing(m, window * (1 + SCALE[assumed]), BLUR_PX[0], k)) /
                 2;
        off[2] = SHARE * missing;
        off[3] = m->chance * missing;
        double squares = 0;
        for (int i = 0; i < SOURCES; i++)
            squares += off[i] * off[i];
        out->share[k] = fmin(fmax(1 - missing, 0.01), 1.5);
        out->share_sd[k] = sqrt(squares);
    }
    out->count = m->count;
}

sct_status verify_dot_colour(sct_context *ctx, const sct_verification *v, verify_dot_look *out)
{
    sct_status status = SCT_OK;
    around *all = NULL;
    uint8_t *near = NULL;
    size_t count = 0;
    mean_dot mean;
    ring_plan plan = {.window = SKIN_WINDOW_MM / v->info.mm_per_px};
    *out = (verify_dot_look){.count = 0};
    if (!(plan.window >= LEAST_WINDOW_PX) || !(v->dots[0].diameter_px > 0))
        return SCT_OK;
    plan.rim = fmax(1.2 * plan.window, 0.6 * v->dots[0].diameter_px) + GAP_PX;
    plan.reach = plan.rim + fmax(2, 0.7 * plan.window);
    plan.width = plan.rim / RINGS;
    TRY(choose_alone(ctx, v, &plan, &all, &count));
    if (count < LEAST_ALONE)
        goto done;
    TRY(mark_dots(ctx, v, plan.rim, &near));
    TRY(read_rows(ctx, v, &plan, near, all, count));
    average(all, count, &plan, &mean);
    if (mean.count >= LEAST_ALONE && mean.variance > 0)
        conclude(v, &mean, plan.window, out);
done:
    mem_free(all);
    mem_free(near);
    return status;
}
