/*
 * chart_plane.c - a small copy of the photo in which charts are looked for.
 *
 * Shrinking averages areas exactly (a pixel that straddles two cells is
 * shared), so that noise falls and no edge is moved.
 */
#include "chart/search/chart_search.h"

#include <math.h>
#include <string.h>

/* Plain comparisons, which the compiler turns into vector instructions; fmaxf is a call. */
static float larger(float a, float b)
{
    return a > b ? a : b;
}

static float smaller(float a, float b)
{
    return a < b ? a : b;
}

/* One row of cells: the running sum of the source rows that fall into it. */
static void add_row(float *restrict sum, const uint8_t *restrict row, size_t n, float weight)
{
    for (size_t i = 0; i < n; i++)
        sum[i] += weight * (float)row[i];
}

static void set_row(float *restrict sum, const uint8_t *restrict row, size_t n, float weight)
{
    for (size_t i = 0; i < n; i++)
        sum[i] = weight * (float)row[i];
}

/* The pixels [first, last] of a row that fall into a cell: head and tail are the shares of the outer two, 0 when there is
 * only one. */
typedef struct cell_span {
    uint32_t first, last;
    float head, tail;
} cell_span;

static void fill_spans(uint32_t from, uint32_t to, cell_span *out)
{
    double step = (double)from / to;
    for (uint32_t x = 0; x < to; x++) {
        double begin = x * step, end = (x + 1) * step;
        uint32_t first = (uint32_t)begin, last = (uint32_t)end;
        if (last >= from)
            last = from - 1;
        out[x] = first == last ? (cell_span){first, last, (float)(end - begin), 0}
                               : (cell_span){first, last, (float)(first + 1 - begin), (float)(end - last)};
    }
}

/* Averages a summed row into cells; `scale` is CHART_PLANE_ONE over their area. */
static void shrink_row(const float *sum, const cell_span *spans, uint32_t cells, float scale, uint16_t *out)
{
    for (uint32_t x = 0; x < cells; x++) {
        const cell_span s = spans[x];
        const float *head = sum + 3 * (size_t)s.first, *tail = sum + 3 * (size_t)s.last;
        float total[3] = {head[0] * s.head + tail[0] * s.tail, head[1] * s.head + tail[1] * s.tail,
                          head[2] * s.head + tail[2] * s.tail};
        for (head += 3; head < tail; head += 3) {
            total[0] += head[0];
            total[1] += head[1];
            total[2] += head[2];
        }
        for (uint32_t c = 0; c < 3; c++)
            out[3 * x + c] = (uint16_t)smaller(total[c] * scale + 0.5f, CHART_PLANE_MOST);
    }
}

/* A photo may be enlarged, too: its pixels then are parted by area. */
static void plane_size(uint32_t width, uint32_t height, uint32_t side, uint32_t *out_width, uint32_t *out_height)
{
    uint32_t longer = width > height ? width : height;
    double factor = (double)side / longer;
    *out_width = (uint32_t)fmax(1, floor(width * factor));
    *out_height = (uint32_t)fmax(1, floor(height * factor));
}

sct_status chart_plane_reserve(sct_context *ctx, const pixels_image *image, uint32_t side, chart_plane *plane)
{
    sct_status status = SCT_OK;
    photo_window from = pixels_window(image);
    uint32_t width, height;
    plane_size(from.width, from.height, side, &width, &height);
    size_t pixels = (size_t)width * height;
    if (plane->room >= pixels)
        return SCT_OK;
    chart_plane_free(plane);
    TRY(mem_new(ctx, pixels, 3 * sizeof *plane->rgb, (void **)&plane->rgb));
    plane->room = pixels;
done:
    return status;
}

/* A plane is made and looked at in parts of its rows, beside each other. */
enum { PARTS = 16 };

static uint32_t part_begins(const chart_plane *plane, size_t part)
{
    return (uint32_t)(part * plane->height / PARTS);
}

typedef struct make_job {
    const pixels_image *image;
    chart_plane plane;
    cell_span *spans;
    struct make_hand {
        float *sum; /* of the photo's rows that fall into one of cells, and behind it room for one of them */
    } hands[TASK_HANDS];
} make_job;

/* Row y of the cells. */
static void make_row(const make_job *job, uint32_t y, float *sum)
{
    const chart_plane *plane = &job->plane;
    photo_window from = pixels_window(job->image);
    size_t values = 3 * (size_t)from.width;
    uint8_t *row = (uint8_t *)(sum + values);
    double begin = y * plane->scale_y, end = (y + 1) * plane->scale_y;
    int rows = 0; /* every row of cells meets one at least */
    for (uint32_t i = (uint32_t)begin; i < from.height && i < end; i++) {
        double share = fmin(end, i + 1.0) - fmax(begin, i);
        if (!(share > 1e-9))
            continue;
        pixels_rgb8_row(job->image, from.x, from.y + i, from.width, row);
        (rows++ ? add_row : set_row)(sum, row, values, (float)share);
    }
    shrink_row(sum, job->spans, plane->width, (float)(CHART_PLANE_ONE / (plane->scale_x * plane->scale_y)),
               plane->rgb + (size_t)y * plane->width * 3);
}

static sct_status make_part(sct_context *ctx, void *user, size_t part, int hand)
{
    sct_status status = SCT_OK;
    make_job *job = user;
    float **sum = &job->hands[hand].sum;
    if (!*sum)
        TRY(mem_new(ctx, pixels_window(job->image).width, 3 * (sizeof **sum + 1), (void **)sum));
    for (uint32_t y = part_begins(&job->plane, part); y < part_begins(&job->plane, part + 1); y++)
        make_row(job, y, *sum);
done:
    return status;
}

sct_status chart_plane_make(sct_context *ctx, const pixels_image *image, uint32_t side, chart_plane *out)
{
    sct_status status = SCT_OK;
    photo_window from = pixels_window(image);
    make_job job = {.image = image, .plane = {.origin_x = from.x, .origin_y = from.y}};
    chart_plane *plane = &job.plane;

    plane_size(from.width, from.height, side, &plane->width, &plane->height);
    plane->scale_x = (double)from.width / plane->width;
    plane->scale_y = (double)from.height / plane->height;
    TRY(chart_plane_reserve(ctx, image, side, out));
    plane->rgb = out->rgb;
    plane->room = out->room;
    TRY(mem_new(ctx, plane->width, sizeof *job.spans, (void **)&job.spans));
    fill_spans(from.width, plane->width, job.spans);
    TRY(task_share(ctx, make_part, &job, PARTS));
    *out = *plane;
done:
    for (int i = 0; i < TASK_HANDS; i++)
        mem_free(job.hands[i].sum);
    mem_free(job.spans);
    return status;
}

void chart_plane_free(chart_plane *plane)
{
    mem_free(plane->rgb);
    *plane = (chart_plane){0};
}

/* Multiplies a row, up to the top of the range, and returns its sum: a plane has some thousand columns at most. */
static uint32_t stretch_row(uint16_t *row, size_t n, float gain)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        row[i] = (uint16_t)smaller((float)row[i] * gain + 0.5f, CHART_PLANE_MOST);
        sum += row[i];
    }
    return sum;
}

/* Opens the shadows by a square root. */
static void open_shadows(uint16_t *row, size_t n)
{
    for (size_t i = 0; i < n; i++)
        row[i] = (uint16_t)(sqrtf((float)row[i] * CHART_PLANE_MOST) + 0.5f);
}

/* What the parts of a plane count, and how each is stretched. */
typedef struct stretch_job {
    chart_plane *plane;
    float gain;
    uint64_t sums[PARTS];
    uint32_t counts[PARTS][256]; /* by the brightest channel */
} stretch_job;

static sct_status count_part(sct_context *ctx, void *user, size_t part, int hand)
{
    enum { SOME = 512 };
    stretch_job *job = user;
    uint32_t *counts = job->counts[part];
    size_t wide = job->plane->width;
    const uint16_t *p = job->plane->rgb + part_begins(job->plane, part) * wide * 3;
    const uint16_t *end = job->plane->rgb + part_begins(job->plane, part + 1) * wide * 3;
    uint8_t brightest[SOME];
    (void)ctx;
    (void)hand;
    while (p < end) {
        size_t n = (size_t)(end - p) / 3 < SOME ? (size_t)(end - p) / 3 : SOME;
        for (size_t i = 0; i < n; i++) {
            uint16_t rg = p[3 * i] > p[3 * i + 1] ? p[3 * i] : p[3 * i + 1];
            brightest[i] = (uint8_t)((rg > p[3 * i + 2] ? rg : p[3 * i + 2]) / CHART_PLANE_ONE);
        }
        for (size_t i = 0; i < n; i++)
            counts[brightest[i]]++;
        p += 3 * n;
    }
    return SCT_OK;
}

static sct_status stretch_part(sct_context *ctx, void *user, size_t part, int hand)
{
    stretch_job *job = user;
    size_t wide = 3 * (size_t)job->plane->width;
    (void)ctx;
    (void)hand;
    for (uint32_t y = part_begins(job->plane, part); y < part_begins(job->plane, part + 1); y++)
        job->sums[part] += stretch_row(job->plane->rgb + y * wide, wide, job->gain);
    return SCT_OK;
}

sct_status chart_plane_normalise(sct_context *ctx, chart_plane *plane)
{
    enum { DARKEST_WHITE = 20 }; /* below it a photo is black, and stretching shows noise */
    const double dark_mean = 70; /* encoded; below it the shadows are opened */
    sct_status status = SCT_OK;
    size_t n = (size_t)plane->width * plane->height, above = 0;
    uint64_t sum = 0;
    int white = 255; /* 99.5th percentile of the brightest channel */
    stretch_job *job = NULL;

    TRY(mem_new(ctx, 1, sizeof *job, (void **)&job));
    job->plane = plane;
    TRY(task_share(ctx, count_part, job, PARTS));
    while (white > DARKEST_WHITE && above < n / 200) {
        for (int part = 0; part < PARTS; part++)
            above += job->counts[part][white];
        white--;
    }
    job->gain = 255.0f / (float)(white + 1);
    TRY(task_share(ctx, stretch_part, job, PARTS));
    for (int part = 0; part < PARTS; part++)
        sum += job->sums[part];
    if ((double)sum < dark_mean * CHART_PLANE_ONE * (double)(3 * n))
        open_shadows(plane->rgb, 3 * n);
done:
    mem_free(job);
    return status;
}

/* One row of the plane smoothed by (1 2 1) x (1 2 1) / 16, edges repeated. `vertical` has room for a row. */
static void smooth_row(const chart_plane *plane, uint32_t y, float *vertical, float *out)
{
    size_t n = (size_t)plane->width * 3;
    const uint16_t *here = plane->rgb + y * n, *above = y ? here - n : here;
    const uint16_t *below = y + 1 < plane->height ? here + n : here;
    for (size_t i = 0; i < n; i++)
        vertical[i] = 0.0625f / CHART_PLANE_ONE * (float)(above[i] + 2 * here[i] + below[i]);
    for (size_t i = 0; i < 3; i++) {
        size_t last = n - 3 + i;
        out[i] = vertical[i] + 2 * vertical[i] + vertical[n > 3 ? i + 3 : i];
        out[last] = vertical[n > 3 ? last - 3 : last] + 2 * vertical[last] + vertical[last];
    }
    for (size_t i = 3; i + 3 < n; i++)
        out[i] = vertical[i - 3] + 2 * vertical[i] + vertical[i + 3];
}

/* Steps along and across the row of each channel, then the steepest of three. `steps` has room for a row. */
static void gradient_row(const float *above, const float *here, const float *below, uint32_t width, float *restrict steps,
                         uint8_t *out)
{
    const size_t n = (size_t)width * 3;
    for (size_t i = 0; i < n; i++)
        steps[i] = fabsf(below[i] - above[i]);
    for (size_t i = 3; i + 3 < n; i++)
        steps[i] = larger(steps[i], fabsf(here[i + 3] - here[i - 3]));
    for (size_t i = 0; i < 3 && width > 1; i++) {
        size_t last = n - 3 + i;
        steps[i] = larger(steps[i], fabsf(here[i + 3] - here[i]));
        steps[last] = larger(steps[last], fabsf(here[last] - here[last - 3]));
    }
    for (uint32_t x = 0; x < width; x++)
        out[x] = (uint8_t)smaller(larger(steps[3 * x], larger(steps[3 * x + 1], steps[3 * x + 2])), 255);
}

typedef struct gradient_job {
    const chart_plane *plane;
    uint8_t *gradient;
    struct gradient_hand {
        float *rows; /* three smoothed rows in turn, and one to work in */
    } hands[TASK_HANDS];
} gradient_job;

static sct_status gradient_part(sct_context *ctx, void *user, size_t part, int hand)
{
    sct_status status = SCT_OK;
    gradient_job *job = user;
    const chart_plane *plane = job->plane;
    float **room = &job->hands[hand].rows;
    size_t n = (size_t)plane->width * 3;
    uint32_t first = part_begins(plane, part), end = part_begins(plane, part + 1), ready = first ? first - 1 : 0;
    if (!*room)
        TRY(mem_new(ctx, plane->width, 4 * 3 * sizeof **room, (void **)room));
    float *rows = *room;
    for (uint32_t y = first; y < end; y++) {
        uint32_t above = y ? y - 1 : 0, below = y + 1 < plane->height ? y + 1 : y;
        for (; ready <= below; ready++)
            smooth_row(plane, ready, rows + 3 * n, rows + (ready % 3) * n);
        gradient_row(rows + (above % 3) * n, rows + (y % 3) * n, rows + (below % 3) * n, plane->width, rows + 3 * n,
                     job->gradient + (size_t)y * plane->width);
    }
done:
    return status;
}

sct_status chart_plane_gradient(sct_context *ctx, const chart_plane *plane, uint8_t **out)
{
    sct_status status = SCT_OK;
    gradient_job job = {.plane = plane};

    TRY(mem_new(ctx, (size_t)plane->width * plane->height, 1, (void **)&job.gradient));
    TRY(task_share(ctx, gradient_part, &job, PARTS));
    *out = job.gradient;
    job.gradient = NULL;
done:
    for (int i = 0; i < TASK_HANDS; i++)
        mem_free(job.hands[i].rows);
    mem_free(job.gradient);
    return status;
}

/* Turns a map onto the plane into one onto the photo: pixel centres lie at whole numbers in both. */
void chart_plane_to_photo(const chart_plane *plane, chart_homography *map)
{
    for (int i = 0; i < 3; i++) {
        double w = map->m[2][i];
        map->m[0][i] = map->m[0][i] * plane->scale_x + w * ((plane->scale_x - 1) / 2 + plane->origin_x);
        map->m[1][i] = map->m[1][i] * plane->scale_y + w * ((plane->scale_y - 1) / 2 + plane->origin_y);
    }
}
