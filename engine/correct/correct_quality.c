/*
 * correct_quality.c - what is weak about the photo itself: sharpness, exposure,
 * compression.
 *
 * Sharpness is the width of the sharpest edges: where luma changes steeply
 * along a row or column, the height of the edge over its steepest step. A
 * phone's edges are 1.5 to 3 pixels wide. Those of a photo that is far out of
 * focus rise by less than the noise from pixel to pixel, which breaks them;
 * the means of several pixels show them again. Compression shows as steps of luma at
 * every eighth column or row: their mean over that of the other seven.
 */
#include "correct/correct_steps.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { REACH = 12, WIDTHS_MAX = 4096, ROWS = 240, BLOCK = 8, HISTOGRAM = 256, COARSE = 4 };

enum { LEAST_STEP = 2 };                 /* least_edge / (2 REACH), in whole code values */
static const double least_edge = 40;     /* height of an edge that is looked at, code values */
static const double soft_px = 5.0;       /* width of the sharpest edges of a soft photo */
static const double dot_mm = 0.25;       /* what an edge may be wide for stubble (0.07 to 0.15 mm) to be seen */
static const double coarse_soft = 2.5;   /* the same by means of COARSE pixels, in their number; */
static const double coarse_most = 7;     /* wider is shading, which is no edge: a blur of 11 pixels, sigma, is so wide */
static const size_t edges_min = 200;     /* fewer say nothing */
static const double blocky = 2.4;        /* steps at block borders over others: about JPEG quality 60 */
static const double blocky_step = 0.7;   /* and by how many code values */
static const int dark_code = 70;         /* 95th percentile of luma below it: under-exposed */
static const double bright_share = 0.20; /* of pixels at the top of the range: over-exposed */

/* How wide edges are, in pixels or in means of several. */
typedef struct edges {
    float widths[WIDTHS_MAX];
    size_t count;
} edges;

/* What is gathered over sampled rows. */
typedef struct survey {
    edges fine, coarse;
    size_t steps[BLOCK], step_counts[BLOCK]; /* sum and number of luma steps at columns x with x % 8 */
    size_t histogram[HISTOGRAM], pixels;
    size_t middle, bright; /* pixels of the middle half, each way; those at the top of the range: a white wall is no fault */
} survey;

static void luma_row(const pixels_image *image, const photo_window *w, uint32_t y, uint8_t *rgb, int *luma, survey *s)
{
    int middle = y >= w->height / 4 && y < w->height - w->height / 4;
    pixels_rgb8_row(image, w->x, w->y + y, w->width, rgb);
    for (uint32_t x = 0; x < w->width; x++) {
        const uint8_t *p = rgb + 3 * x;
        luma[x] = (77 * p[0] + 150 * p[1] + 29 * p[2] + 128) >> 8;
        s->histogram[luma[x]]++;
        if (!middle || x < w->width / 4 || x >= w->width - w->width / 4)
            continue;
        s->middle++;
        s->bright += p[0] >= 250 || p[1] >= 250 || p[2] >= 250;
    }
    s->pixels += w->width;
}

/* An edge at x: the luma rises or falls without turning; its height over its steepest step. */
static void measure_edge(const int *luma, uint32_t n, uint32_t x, edges *e)
{
    int step = luma[x + 1] - luma[x], sign = step > 0 ? 1 : -1;
    uint32_t a = x, b = x + 1;
    while (a > 0 && x - a < REACH && (luma[a] - luma[a - 1]) * sign > 0)
        a--;
    while (b + 1 < n && b - x < REACH && (luma[b + 1] - luma[b]) * sign > 0)
        b++;
    int height = (luma[b] - luma[a]) * sign;
    if (height >= least_edge && e->count < WIDTHS_MAX)
        e->widths[e->count++] = (float)height / (float)(step * sign);
}

/* An edge is measured where it is steepest. */
static int is_steepest(int before, int step, int after)
{
    return step > 0 ? step >= before && step > after : step <= before && step < after;
}

/* The edges of a row of which COARSE pixels at a time are one; writes over the row. */
static void survey_coarse(int *luma, uint32_t n, edges *e)
{
    uint32_t count = n / COARSE;
    for (uint32_t i = 0; i < count; i++) {
        int sum = 0;
        for (uint32_t k = 0; k < COARSE; k++)
            sum += luma[COARSE * i + k];
        luma[i] = (sum + COARSE / 2) / COARSE;
    }
    for (uint32_t x = 1; x + 2 < count; x++) {
        int step = luma[x + 1] - luma[x];
        if (abs(step) >= LEAST_STEP && is_steepest(luma[x] - luma[x - 1], step, luma[x + 2] - luma[x + 1]))
            measure_edge(luma, count, x, e);
    }
}

static void survey_row(const int *luma, uint32_t n, uint32_t x0, survey *s)
{
    for (uint32_t x = 1; x + 2 < n; x++) {
        int before = luma[x] - luma[x - 1], step = luma[x + 1] - luma[x], after = luma[x + 2] - luma[x + 1];
        int size = step > 0 ? step : -step;
        /* Flat surroundings: real edges of the picture would drown the block borders. Noise decides which they are, so that
         * a branch would be guessed wrong half of the time. */
        unsigned flat = (unsigned)(size < 12) & (unsigned)(before > -4) & (unsigned)(before < 4) & (unsigned)(after > -4) &
                        (unsigned)(after < 4);
        s->steps[(x0 + x + 1) % BLOCK] += flat * (unsigned)size;
        s->step_counts[(x0 + x + 1) % BLOCK] += flat;
        if (size < LEAST_STEP)
            continue;
        if (is_steepest(before, step, after))
            measure_edge(luma, n, x, &s->fine);
    }
}

/* Whether the steps at one phase stand out, both against the others and in code values that an eye could see. */
static int is_blocky(const survey *s)
{
    double best = 0, sum = 0;
    for (int i = 0; i < BLOCK; i++) {
        double mean = s->step_counts[i] ? (double)s->steps[i] / (double)s->step_counts[i] : 0;
        best = fmax(best, mean);
        sum += mean;
    }
    double rest = (sum - best) / (BLOCK - 1);
    return best > blocky * rest && best - rest > blocky_step;
}

static int percentile(const survey *s, double share)
{
    size_t below = 0;
    int code = 0;
    while (code < HISTOGRAM - 1 && (double)(below += s->histogram[code]) < share * (double)s->pixels)
        code++;
    return code;
}

/* The width of the sharpest tenth, as many times as wide as they were counted. */
static double sharpest(edges *e, int times)
{
    return times * (double)num_select(e->widths, e->count, e->count / 10);
}

/* How wide the sharpest edges are, in pixels; 0 where too few were found to say it. */
static double edge_width(survey *s)
{
    if (s->fine.count >= edges_min)
        return sharpest(&s->fine, 1);
    double width = s->coarse.count >= edges_min ? sharpest(&s->coarse, COARSE) : 0;
    return width > COARSE * coarse_soft && width < COARSE * coarse_most ? width : 0;
}

static void judge(survey *s, double mm_per_px, sct_flags *flags)
{
    double width = edge_width(s);
    if (width > 0) {
        if (width > soft_px)
            flags_addf(flags, "not-sharp", 0, "hold still, tap on the hair to focus, clean the lens, and use more light",
                       "the photo is blurred: its sharpest edges are %.0f pixels wide", width);
        else if (mm_per_px > 0 && width * mm_per_px > dot_mm)
            flags_addf(flags, "not-sharp", 0, "go nearer, hold still, tap on the hair to focus, and use more light",
                       "single hairs cannot be told apart: edges are %.2f mm wide", width * mm_per_px);
    }
    if (percentile(s, 0.95) < dark_code)
        flags_add(flags, "too-dark", 0, "the photo is under-exposed, so its colours are noisy",
                  "use more light, or raise the exposure by one stop");
    if ((double)s->bright > bright_share * (double)s->middle)
        flags_addf(flags, "too-bright", 0, "lower the exposure until no part of skin or card is white",
                   "%.0f %% of the picture's middle is at the top of the range",
                   100 * (double)s->bright / (double)s->middle);
    if (is_blocky(s))
        flags_add(flags, "compressed", 0, "the photo was strongly compressed, as messengers do",
                  "use the camera's original file, sent as a document and not as a picture");
}

/* The rows are surveyed in parts beside each other, which are joined in order. */
enum { PARTS = 8 };
typedef struct survey_job {
    const pixels_image *image;
    photo_window window;
    uint32_t rows; /* of ROWS, spread over the window */
    survey parts[PARTS];
    struct survey_hand {
        int *luma; /* of a row, and behind it room for its pixels */
    } hands[TASK_HANDS];
} survey_job;

static sct_status survey_part(sct_context *ctx, void *user, size_t part, int hand)
{
    sct_status status = SCT_OK;
    survey_job *job = user;
    survey *s = &job->parts[part];
    const photo_window *w = &job->window;
    int **luma = &job->hands[hand].luma;
    if (!*luma)
        TRY(mem_new(ctx, w->width, 3 + sizeof **luma, (void **)luma));
    for (uint32_t i = (uint32_t)(part * job->rows / PARTS); i < (part + 1) * job->rows / PARTS; i++) {
        luma_row(job->image, w, (uint32_t)((uint64_t)i * w->height / job->rows), (uint8_t *)(*luma + w->width), *luma, s);
        survey_row(*luma, w->width, w->x, s);
        survey_coarse(*luma, w->width, &s->coarse);
    }
done:
    return status;
}

static void join_edges(edges *to, const edges *from)
{
    size_t room = WIDTHS_MAX - to->count, n = from->count < room ? from->count : room;
    memcpy(to->widths + to->count, from->widths, n * sizeof *to->widths);
    to->count += n;
}

static void join(survey *to, const survey *from)
{
    join_edges(&to->fine, &from->fine);
    join_edges(&to->coarse, &from->coarse);
    for (int i = 0; i < BLOCK; i++) {
        to->steps[i] += from->steps[i];
        to->step_counts[i] += from->step_counts[i];
    }
    for (int i = 0; i < HISTOGRAM; i++)
        to->histogram[i] += from->histogram[i];
    to->pixels += from->pixels;
    to->middle += from->middle;
    to->bright += from->bright;
}

sct_status correct_quality(sct_context *ctx, const pixels_image *image, double mm_per_px, sct_flags *flags)
{
    sct_status status = SCT_OK;
    photo_window w = pixels_window(image);
    survey_job *job = NULL;

    if (w.width < 8 * BLOCK || w.height < BLOCK)
        return SCT_OK;
    TRY(mem_new(ctx, 1, sizeof *job, (void **)&job));
    job->image = image;
    job->window = w;
    job->rows = w.height < ROWS ? w.height : ROWS;
    TRY(task_share(ctx, survey_part, job, PARTS));
    for (int part = 1; part < PARTS; part++)
        join(&job->parts[0], &job->parts[part]);
    judge(&job->parts[0], mm_per_px, flags);
done:
    for (int i = 0; job && i < TASK_HANDS; i++)
        mem_free(job->hands[i].luma);
    mem_free(job);
    return status;
}
