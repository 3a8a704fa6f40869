/*
 * engine/region/find/scalp.c - the shaved scalp of a head: the pale sheet on top of it.
 *
 * Stubble and ink too fine to be seen one by one still grey the scalp they lie in: its chroma over L* + 16, which shade
 * leaves alone, is less than that of the forehead, and where it begins is the hairline. The head is what is like the skin,
 * or paler, and joins it. What it holds is split in two by that ratio where the two differ most (Otsu 1979, IEEE Trans.
 * Syst. Man Cybern. 9:62, doi 10.1109/TSMC.1979.4310076).
 */
#include "region/find/find.h"

#include <math.h>

#include <string.h>

enum { BINS = 64, RIM = 2 };
static const double darkest = 0.35, lighter_L = 20;        /* of the skin's L*; above it */
static const double palest = 0.35, strongest = 1.7;        /* of the skin's chroma over L* + 16 */
static const double hue_deg[2] = {15, 95};                 /* of skin, and of what greys it */
static const double paler = 0.87, share[2] = {0.06, 0.85}; /* of the rest's ratio; of the head */

/* Work for one photo, a value a cell. */
typedef struct scalp_search {
    const region_map *map;
    const uint8_t *skin, *background;
    uint32_t w, h;
    size_t count;
    uint8_t *head, *pale, *work;
    float *ratio, *smooth;
    uint32_t *labels, *stack;
    double *score;
    double L, usual; /* of the skin: mean L*, mean ratio */
} scalp_search;

static double ratio_of(const region_cell *c)
{
    return hypot((double)c->a, (double)c->b) / ((double)c->L + 16);
}

static void learn_skin(scalp_search *s)
{
    double n = 0;
    for (size_t i = 0; i < s->count; i++) {
        if (!s->skin[i])
            continue;
        n++;
        s->L += (double)s->map->cells[i].L;
        s->usual += ratio_of(&s->map->cells[i]);
    }
    s->L /= n;
    s->usual /= n;
}

static int is_head(const scalp_search *s, size_t i)
{
    const region_cell *c = &s->map->cells[i];
    double hue = atan2((double)c->b, (double)c->a) * DEG_PER_RAD, L = (double)c->L, ratio = ratio_of(c) / s->usual;
    return c->usable && (s->skin[i] || (!s->background[i] && hue > hue_deg[0] && hue < hue_deg[1] && L > darkest * s->L &&
                                        L < s->L + lighter_L && ratio > palest && ratio < strongest));
}

/* Leaves in `cells` the connected part with the highest score, which `weigh` gives each of its cells. */
static void keep_best(scalp_search *s, uint8_t *cells, const uint8_t *weights)
{
    uint32_t parts = region_cells_label(cells, s->w, s->h, s->labels, s->stack), best = 0;
    memset(s->score, 0, (parts + 1) * sizeof *s->score);
    for (size_t i = 0; i < s->count; i++)
        s->score[s->labels[i]] += weights[i];
    s->score[0] = 0;
    for (uint32_t k = 1; k <= parts; k++)
        best = s->score[k] > s->score[best] ? k : best;
    for (size_t i = 0; i < s->count; i++)
        cells[i] = best && s->labels[i] == best;
}

static void find_head(scalp_search *s)
{
    for (size_t i = 0; i < s->count; i++)
        s->head[i] = (uint8_t)is_head(s, i);
    region_cells_erode(s->head, s->w, s->h, s->work);
    keep_best(s, s->head, s->skin);
}

/* Means over the cells of the head in and around each, 5 x 5. */
static void smooth_ratio(scalp_search *s)
{
    for (size_t i = 0; i < s->count; i++) {
        uint32_t x = (uint32_t)(i % s->w), y = (uint32_t)(i / s->w);
        double sum = 0, n = 0;
        if (!s->head[i])
            continue;
        for (uint32_t v = y < 2 ? 0 : y - 2; v <= y + 2 && v < s->h; v++)
            for (uint32_t u = x < 2 ? 0 : x - 2; u <= x + 2 && u < s->w; u++)
                if (s->head[(size_t)v * s->w + u]) {
                    sum += (double)s->ratio[(size_t)v * s->w + u];
                    n++;
                }
        s->smooth[i] = (float)(sum / n);
    }
}

/* The ratio that parts the head in two; 0 where they hardly differ. */
static double split(const scalp_search *s)
{
    double bins[BINS] = {0}, n = 0, all = 0, below = 0, sum = 0, best = 0, means[2] = {0}, part = 0;
    int at = 0;
    for (size_t i = 0; i < s->count; i++)
        if (s->head[i]) {
            int bin = (int)fmin((double)s->smooth[i] / s->usual / strongest * BINS, BINS - 1);
            bins[bin]++;
            n++;
            all += bin + 0.5;
        }
    for (int k = 0; k < BINS; k++) {
        below += bins[k];
        sum += bins[k] * (k + 0.5);
        if (below == 0 || below == n)
            continue;
        double low = sum / below, high = (all - sum) / (n - below),
               between = below * (n - below) * (high - low) * (high - low);
        if (between > best) {
            best = between;
            at = k + 1;
            means[0] = low;
            means[1] = high;
            part = below / n;
        }
    }
    int differ = means[0] < paler * means[1] && part > share[0] && part < share[1];
    return differ ? at * strongest / BINS * s->usual : 0;
}

/* Marks in s->work the cells of the head above which, in their column, all is pale. */
static void mark_top(scalp_search *s, double ratio)
{
    memset(s->work, 0, s->count);
    for (uint32_t x = 0; x < s->w; x++)
        for (uint32_t y = 0; y < s->h; y++) {
            size_t i = (size_t)y * s->w + x;
            if (s->head[i] && !((double)s->smooth[i] < ratio))
                break;
            s->work[i] = s->head[i];
        }
}

static sct_status search_new(sct_context *ctx, scalp_search *s)
{
    sct_status status = SCT_OK;
    TRY(mem_new(ctx, s->count, 3, (void **)&s->head));
    TRY(mem_new(ctx, s->count, 2 * sizeof *s->ratio, (void **)&s->ratio));
    TRY(mem_new(ctx, s->count, 2 * sizeof *s->labels, (void **)&s->labels));
    TRY(mem_new(ctx, s->count + 1, sizeof *s->score, (void **)&s->score));
    s->pale = s->head + s->count;
    s->work = s->pale + s->count;
    s->smooth = s->ratio + s->count;
    s->stack = s->labels + s->count;
    for (size_t i = 0; i < s->count; i++)
        s->ratio[i] = (float)ratio_of(&s->map->cells[i]);
done:
    return status;
}

sct_status region_find_scalp(sct_context *ctx, const region_map *map, const uint8_t *skin, const uint8_t *background,
                             uint8_t *cells)
{
    sct_status status = SCT_OK;
    scalp_search s = {.map = map, .skin = skin, .background = background, .w = map->columns, .h = map->rows};
    s.count = (size_t)s.w * s.h;
    memset(cells, 0, s.count);
    TRY(search_new(ctx, &s));
    learn_skin(&s);
    if (!(s.usual > 0))
        goto done;
    find_head(&s);
    smooth_ratio(&s);
    double ratio = split(&s);
    if (!(ratio > 0))
        goto done;
    for (size_t i = 0; i < s.count; i++)
        s.pale[i] = s.head[i] && (double)s.smooth[i] < ratio;
    for (int k = 0; k < RIM; k++)
        region_cells_erode(s.pale, s.w, s.h, s.work);
    mark_top(&s, ratio);
    keep_best(&s, s.pale, s.work);
    for (size_t i = 0; i < s.count; i++)
        s.pale[i] = s.pale[i] && s.work[i];
    memcpy(cells, s.pale, s.count);
done:
    mem_free(s.head);
    mem_free(s.ratio);
    mem_free(s.labels);
    mem_free(s.score);
    return status;
}
