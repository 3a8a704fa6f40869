/*
 * correct_grey_things.c - what may be a grey card: colours that one may have,
 * and what is plain and alike in a photo: cells that join to things.
 */
#include "correct/grey/correct_grey_things.h"
#include "correct/correct_steps.h"

#include <math.h>
#include <string.h>

enum { CELLS_ALONG = 360, SAMPLE_ROWS = 4 };
static const double rough_most = 0.12; /* relative standard deviation inside a cell of a plain thing */
static const double light_least = 4e-3, light_most = 0.95;
static const double step_most = 0.10;  /* of log light from cell to cell of one thing */
static const double range_most = 0.22; /* of log light from a thing's mean */

/* Sums of one cell: linear RGB, green squared, pixels that say nothing of their colour. */
typedef struct cell_sums {
    double rgb[3], green2, spoilt;
} cell_sums;

static void add_row(const grey_grid *g, const float *rgb, const uint8_t *flags, cell_sums *sums)
{
    for (uint32_t x = 0; x < g->columns * g->side; x++) {
        cell_sums *s = &sums[x / g->side];
        for (int c = 0; c < 3; c++)
            s->rgb[c] += (double)rgb[3 * (size_t)x + (size_t)c];
        s->green2 += (double)rgb[3 * (size_t)x + 1] * (double)rgb[3 * (size_t)x + 1];
        s->spoilt += flags[x] != 0;
    }
}

static void finish_cell(const cell_sums *s, double n, grey_cell *out)
{
    double g = s->rgb[1] / n, variance = fmax(s->green2 / n - g * g, 0);
    out->plain = s->spoilt < 0.05 * n && g > light_least && sqrt(variance) < rough_most * g;
    for (int c = 0; c < 3; c++) {
        double v = s->rgb[c] / n;
        out->plain = (uint8_t)(out->plain && v > light_least && v < light_most);
        out->light[c] = (float)log(fmax(v, light_least / 4));
    }
}

sct_status correct_grey_grid(sct_context *ctx, const pixels_image *image, grey_grid *g)
{
    sct_status status = SCT_OK;
    photo_window w = pixels_window(image);
    uint32_t longer = w.width > w.height ? w.width : w.height;
    float *rgb = NULL;
    uint8_t *flags = NULL;
    cell_sums *sums = NULL;

    *g = (grey_grid){.side = longer / CELLS_ALONG + 1, .x0 = w.x, .y0 = w.y};
    g->columns = w.width / g->side;
    g->rows = w.height / g->side;
    size_t n = (size_t)g->columns * g->rows;
    uint32_t step = g->side > SAMPLE_ROWS ? g->side / SAMPLE_ROWS : 1;
    if (n == 0)
        goto done;
    TRY(mem_new(ctx, n, sizeof *g->cells, (void **)&g->cells));
    TRY(mem_new(ctx, n, sizeof *g->members, (void **)&g->members));
    TRY(mem_new(ctx, w.width, 3 * sizeof *rgb, (void **)&rgb));
    TRY(mem_new(ctx, w.width, 1, (void **)&flags));
    TRY(mem_new(ctx, g->columns, sizeof *sums, (void **)&sums));
    for (uint32_t j = 0; j < g->rows; j++) {
        double count = 0;
        memset(sums, 0, g->columns * sizeof *sums);
        TRY(progress_tell(ctx, SCT_STAGE_CHART, (double)j / g->rows));
        for (uint32_t k = 0; k < g->side; k += step, count += g->side) {
            uint32_t y = w.y + j * g->side + k;
            pixels_rgb_row(image, w.x, y, g->columns * g->side, rgb);
            pixels_flag_row(image, w.x, y, g->columns * g->side, flags);
            add_row(g, rgb, flags, sums);
        }
        for (uint32_t i = 0; i < g->columns; i++)
            finish_cell(&sums[i], count, &g->cells[(size_t)j * g->columns + i]);
    }
done:
    mem_free(rgb);
    mem_free(flags);
    mem_free(sums);
    return status;
}

void correct_grey_grid_free(grey_grid *g)
{
    mem_free(g->cells);
    mem_free(g->members);
}

/* Whether cell b, beside cell a of a thing, belongs to it. */
static int joins(const grey_cell *a, const grey_cell *b, const double *sum, double n)
{
    if (!b->plain || b->thing)
        return 0;
    for (int c = 0; c < 3; c++)
        if (!(fabs((double)(b->light[c] - a->light[c])) < step_most && fabs((double)b->light[c] - sum[c] / n) < range_most))
            return 0;
    return 1;
}

size_t correct_grey_thing(grey_grid *g, uint32_t seed, uint32_t number)
{
    double sum[3] = {(double)g->cells[seed].light[0], (double)g->cells[seed].light[1], (double)g->cells[seed].light[2]};
    size_t count = 1;
    g->members[0] = seed;
    g->cells[seed].thing = number;
    for (size_t at = 0; at < count; at++) { /* breadth first: the list of members is the queue */
        uint32_t cell = g->members[at], x = cell % g->columns, y = cell / g->columns;
        const uint32_t beside[4] = {cell - 1, cell + 1, cell - g->columns, cell + g->columns};
        const int there[4] = {x > 0, x + 1 < g->columns, y > 0, y + 1 < g->rows};
        for (int k = 0; k < 4; k++) {
            if (!there[k] || !joins(&g->cells[cell], &g->cells[beside[k]], sum, (double)count))
                continue;
            for (int c = 0; c < 3; c++)
                sum[c] += (double)g->cells[beside[k]].light[c];
            g->cells[beside[k]].thing = number;
            g->members[count++] = beside[k];
        }
    }
    return count;
}

/* ---- colours ---- */

/*
 * What a grey card may look like, in a* and b* at L* 50, after a camera has balanced the light: within an ellipse along the
 * colours of lamps, narrow towards the colours of skin and wood (hue 60 degrees). Its axes are those of greys of half of the
 * simulated cameras in six lights, a quarter wider (tests/correct/test_grey.c shows the other half); towards blue, where
 * shade lies and no skin, they are equal.
 */
static const double warm_ab = 15, lamps_ab = 29, skin_hue_deg = 60;

int correct_grey_is_plausible(const num_mat3 *profile, const double rgb[3])
{
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2), middle = sct_xyz_from_lab((sct_lab){50, 0, 0}, white);
    double xyz[3], c = cos(skin_hue_deg / DEG_PER_RAD), s = sin(skin_hue_deg / DEG_PER_RAD);
    num_mat3_apply(profile, rgb, xyz);
    double k = middle.Y / xyz[1];
    sct_lab lab = sct_lab_from_xyz((sct_xyz){k * xyz[0], middle.Y, k * xyz[2]}, white);
    double along = lab.a * c + lab.b * s, across = lab.b * c - lab.a * s;
    return hypot(along / (along > 0 ? warm_ab : lamps_ab), across / lamps_ab) <= 1;
}
