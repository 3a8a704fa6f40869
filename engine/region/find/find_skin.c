/*
 * engine/region/find/find_skin.c - finds the client's skin in a photo: colour, then
 * coherence, then a model of this one person.
 *
 * There is no lightness floor anywhere: deep skin in a dim room has L* below
 * 15, and rules with a floor (Kovac et al. 2003) lose exactly those people.
 * Colours are compared as (L, p, q), p = a/(L + 16), q = b/(L + 16): shade
 * moves L and leaves p and q (both numerators go with the cube root of light).
 *
 *   1. candidates: hue 25 to 85 degrees, chroma at least 5
 *   2. the densest places of their (L, p, q) histogram, each a hypothesis
 *   3. a personal model by a few robust means and covariances from there
 *   4. the largest coherent part of the photo that follows the model
 *   5. the hypothesis whose part is largest, smooth, central and skin-like
 *   6. unless a part above it is more colourful and has something dark on its top: then that is the face, and the first
 *      was a shirt, a mask or a shoulder
 */
#include "region/find/find.h"
#include "region/robust/robust.h"

#include <math.h>
#include <string.h>

static const double hue_min_deg = 25, hue_max_deg = 85, chroma_min = 5;

/*
 * How much a cell speaks for skin. Phones and retouching raise chroma to three times that of the real surface, casts move
 * the hue, so the preference is wide, but next to skin hair and walls are pale: below `pale` it falls, above `vivid`
 * (orange cloth) too. Texture counts relative to L + 16, as contrast does.
 */
static const double hue_mean_deg = 52, hue_sd_deg = 20; /* of C/(L + 16) = |(p, q)| and the hue of 1,008 faces, widened */
static const double pale = 0.22, vivid = 42;            /* of C/(L + 16); of C */
static const double far_z = 9;         /* locus distance, in standard deviations, that halves a hypothesis */
static const double rough = 0.018;     /* texture at which a cell counts half */
static const double centre_sd = 0.38;  /* of width and height: people photograph what they mean */
static const double frame_share = 0.6; /* what runs along the frame for so many of its own widths counts half */

/*
 * What tells a face from the cloth below it. On 70 portraits and heads whose skin was right no other part is such a face; on
 * five of six whose skin was cloth the face is.
 */
static const double face_score = 0.25, face_ratio = 1.1; /* of the first part's score; of its C/(L + 16) */
static const double face_area = 0.004, face_rough = 0.021, face_frame = 0.1, face_common = 0.1;
static const double face_crown = 0.4, face_darker = 0.7; /* of its columns something so dark stands on, and how dark */

enum { HYPOTHESES = 8, MODEL_STEPS = 5, CELLS_MIN = 12, FRAME_CELLS = 2, CROWN_CELLS = 12, PARTS_TRIED = 3 };
static const double follow_d2 = 9.0, belong_d2 = 11.34; /* of three normal variables: 97 %, 99 % */

typedef struct candidate {
    double x[3];   /* L, p, q */
    double weight; /* 0: no candidate */
    double rough;  /* texture / (L + 16) */
} candidate;

/* Mean and inverse covariance in (L, p, q), and how rough its cells are. */
typedef struct personal {
    double mean[3];
    num_mat3 inverse;
    double rough;
} personal;

static double square(double x)
{
    return x * x;
}

static candidate candidate_of(const region_map *map, uint32_t i)
{
    const region_cell *cell = &map->cells[i];
    candidate c = {{0, 0, 0}, 0, 0};
    if (!cell->usable)
        return c;
    double L = (double)cell->L, a = (double)cell->a, b = (double)cell->b;
    if (!(a > 0 && b > 0)) /* no hue between 0 and 90 degrees: an arc tangent saved */
        return c;
    double hue = atan2(b, a) * DEG_PER_RAD;
    if (!(hue >= hue_min_deg && hue <= hue_max_deg && hypot(a, b) >= chroma_min))
        return c;
    c.x[0] = L;
    c.x[1] = a / (L + 16);
    c.x[2] = b / (L + 16);
    c.rough = (double)cell->texture / (L + 16);
    uint32_t column = i % map->columns, row = i / map->columns;
    double x = (column + 0.5) / map->columns - 0.5, y = (row + 0.5) / map->rows - 0.5;
    double ratio = hypot(c.x[1], c.x[2]), smooth = 1 / (1 + square(c.rough / rough));
    double like = exp(-0.5 * square((hue - hue_mean_deg) / hue_sd_deg));
    like *= fmin(square(ratio / pale), 1) * fmin(square(square(vivid / hypot(a, b))), 1);
    c.weight = like * smooth * exp(-0.5 * (square(x) + square(y)) / square(centre_sd)) + 1e-6;
    return c;
}

/* ---- the personal model ----------------------------------------------------------------------- */

static double distance2(const personal *model, const candidate *c)
{
    const double(*m)[3] = model->inverse.m;
    double x = c->x[0] - model->mean[0], y = c->x[1] - model->mean[1], z = c->x[2] - model->mean[2];
    return x * (m[0][0] * x + m[0][1] * y + m[0][2] * z) + y * (m[1][0] * x + m[1][1] * y + m[1][2] * z) +
           z * (m[2][0] * x + m[2][1] * y + m[2][2] * z);
}

/* Bounds on the model's spread: below, shade and texture of any head; above, what is still one surface. Tone curves
 * stretch p and q with the light, in proportion. */
static void bounded_inverse(const double mean[3], double cov[3][3], num_mat3 *inverse)
{
    const double least[3] = {5, 0.010, 0.012}, most[3] = {14, 0.015 + 0.10 * mean[1], 0.015 + 0.10 * mean[2]};
    double scale[3];
    num_mat3 m;
    for (int i = 0; i < 3; i++) {
        double sd = sqrt(fmax(cov[i][i], 1e-12));
        scale[i] = fmin(fmax(sd, least[i]), most[i]) / sd;
        cov[i][i] = sd * sd;
    }
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) /* correlations are halved: a start from few cells exaggerates them */
            m.m[i][j] = cov[i][j] * scale[i] * scale[j] * (i == j ? 1 : 0.5);
    if (!num_mat3_invert(&m, inverse))
        *inverse = (num_mat3){{{1 / square(least[0]), 0, 0}, {0, 1 / square(least[1]), 0}, {0, 0, 1 / square(least[2])}}};
}

static personal model_at(const double peak[3])
{
    personal model = {{peak[0], peak[1], peak[2]}, {{{0}}}, 0};
    const double start_sd[3] = {6, 0.012 + 0.05 * peak[1], 0.012 + 0.05 * peak[2]};
    for (int i = 0; i < 3; i++)
        model.inverse.m[i][i] = 1 / square(start_sd[i]);
    return model;
}

static void follow(personal *model, const candidate *candidates, size_t n)
{
    double sum[3] = {0}, cov[3][3] = {{0}}, weight = 0, roughness = 0;
    for (size_t i = 0; i < n; i++) {
        const candidate *c = &candidates[i];
        if (distance2(model, c) > follow_d2)
            continue;
        weight += c->weight;
        roughness += c->weight * c->rough;
        for (int r = 0; r < 3; r++) {
            double d = c->weight * (c->x[r] - model->mean[r]);
            sum[r] += d;
            for (int k = 0; k <= r; k++)
                cov[r][k] += d * (c->x[k] - model->mean[k]);
        }
    }
    if (!(weight > 0))
        return;
    for (int r = 0; r < 3; r++)
        for (int k = 0; k <= r; k++) /* 1.15 undoes the cut at follow_d2 */
            cov[r][k] = cov[k][r] = 1.15 * (cov[r][k] / weight - sum[r] / weight * (sum[k] / weight));
    for (int r = 0; r < 3; r++)
        model->mean[r] += sum[r] / weight;
    model->rough = roughness / weight;
    bounded_inverse(model->mean, cov, &model->inverse);
}

/* Photos stray far from the colours of real skin, cloth farther. */
static double plausibility(const personal *model)
{
    double L = model->mean[0], scale = L + 16;
    double z = sct_skin_locus_z((sct_lab){L, model->mean[1] * scale, model->mean[2] * scale});
    return 1 / (1 + square(z / far_z));
}

/* ---- the coherent part ------------------------------------------------------------------------ */

/* Scratch for one photo. */
typedef struct search {
    const region_map *map;
    size_t count;
    candidate *candidates;
    candidate *likely; /* those of some weight, without the gaps: they are gone through time and again */
    size_t likely_count;
    float *bins, *work_bins;
    uint8_t *mask, *work, *chosen;
    uint32_t *labels, *stack;
    double *scores, *frame, *area; /* of parts */
} search;

/* Score of each labelled part: its weight, less when it lies along the frame at the sides or the top, as walls do. Heads
 * end at the lower frame. */
static void weigh_parts(search *s, uint32_t parts)
{
    uint32_t w = s->map->columns;
    memset(s->scores, 0, (parts + 1) * sizeof *s->scores);
    memset(s->frame, 0, (parts + 1) * sizeof *s->frame);
    memset(s->area, 0, (parts + 1) * sizeof *s->area);
    for (size_t i = 0; i < s->count; i++) {
        uint32_t part = s->labels[i], x = (uint32_t)(i % w);
        if (!part)
            continue;
        s->scores[part] += s->candidates[i].weight;
        s->area[part] += 1;
        s->frame[part] += x <= FRAME_CELLS || x + 1 + FRAME_CELLS >= w || i / w <= FRAME_CELLS;
    }
    for (uint32_t part = 1; part <= parts; part++) {
        double along = s->frame[part] / (FRAME_CELLS + 1) / sqrt(s->area[part]);
        s->scores[part] /= 1 + square(along / frame_share);
    }
    s->scores[0] = 0;
}

/* Numbers the connected parts that follow the model in s->labels and weighs them; returns how many there are. */
static uint32_t find_parts(search *s, const personal *model)
{
    uint32_t w = s->map->columns, h = s->map->rows;
    double limit = fmax(2 * rough, 3 * model->rough); /* edges and hair end the part */
    for (size_t i = 0; i < s->count; i++)
        s->mask[i] = s->candidates[i].weight > 0 && s->candidates[i].rough <= limit &&
                     distance2(model, &s->candidates[i]) <= belong_d2;
    region_cells_erode(s->mask, w, h, s->work); /* cuts thin bridges of hair and cloth */
    uint32_t parts = region_cells_label(s->mask, w, h, s->labels, s->stack);
    weigh_parts(s, parts);
    return parts;
}
/* The part of the highest score; 0 when there is none. */
static uint32_t highest_part(const search *s, uint32_t parts)
{
    uint32_t best = 0;
    for (uint32_t part = 1; part <= parts; part++)
        if (s->scores[part] > s->scores[best])
            best = part;
    return best;
}

static void mark_part(search *s, uint32_t part)
{
    for (size_t i = 0; i < s->count; i++)
        s->mask[i] = part && s->labels[i] == part;
}

/* ---- the face above the cloth ----------------------------------------------------------------- */

/* What s->mask holds: means over its cells, and how many of them are marked in `cells`, too. */
typedef struct part_look {
    double row, L, ratio, rough, area, common;
} part_look;

static part_look look_at(const search *s, const uint8_t *cells)
{
    part_look look = {0};
    double p = 0, q = 0;
    for (size_t i = 0; i < s->count; i++) {
        const candidate *c = &s->candidates[i];
        if (!s->mask[i])
            continue;
        look.area += 1;
        look.row += (double)(i / s->map->columns);
        look.L += c->x[0];
        p += c->x[1];
        q += c->x[2];
        look.rough += c->rough;
        look.common += cells[i];
    }
    double n = fmax(look.area, 1);
    return (part_look){look.row / n, look.L / n, hypot(p, q) / n, look.rough / n, look.area, look.common / n};
}

/* Share of the columns of s->mask on whose top something much darker stands, as hair and brows do. */
static double crown_of(const search *s, double L)
{
    uint32_t w = s->map->columns, h = s->map->rows;
    double columns = 0, crowned = 0;
    for (uint32_t x = 0; x < w; x++) {
        uint32_t top = 0, dark = 0;
        while (top < h && !s->mask[(size_t)top * w + x])
            top++;
        if (top == h)
            continue;
        for (uint32_t y = top > CROWN_CELLS ? top - CROWN_CELLS : 0; y <= top; y++) {
            const region_cell *cell = &s->map->cells[(size_t)y * w + x];
            dark |= cell->usable && (double)cell->L < face_darker * L;
        }
        columns++;
        crowned += dark;
    }
    return columns > 0 ? crowned / columns : 0;
}

/* Whether what s->mask holds is a face, and `found`, which lies below it, is none. */
static int is_face_above(const search *s, const part_look *found, const uint8_t *cells)
{
    part_look part = look_at(s, cells);
    return part.area > face_area * (double)s->count && part.row < found->row && part.ratio > face_ratio * found->ratio &&
           part.rough < face_rough && part.common < face_common && crown_of(s, part.L) > face_crown;
}

/* Puts into cells the best part of any model that is a face above what they hold. `best`: the score of that. */
static void look_for_face(search *s, const personal *models, int count, double best, uint8_t *cells)
{
    double face = face_score * best;
    memcpy(s->mask, cells, s->count);
    const part_look found = look_at(s, cells);
    memcpy(s->chosen, cells, s->count);
    for (int k = 0; k < count; k++) {
        if (!(hypot(models[k].mean[1], models[k].mean[2]) > found.ratio)) /* too pale; a part may be paler than its model */
            continue;
        uint32_t parts = find_parts(s, &models[k]);
        for (int turn = 0; turn < PARTS_TRIED; turn++) {
            uint32_t part = highest_part(s, parts);
            double score = s->scores[part] * plausibility(&models[k]);
            if (!part || !(score > face))
                break;
            s->scores[part] = 0;
            mark_part(s, part);
            if (s->frame[part] > face_frame * (FRAME_CELLS + 1) * sqrt(s->area[part]) ||
                !is_face_above(s, &found, s->chosen))
                continue;
            face = score;
            memcpy(cells, s->mask, s->count);
            break;
        }
    }
}

/* ---- all -------------------------------------------------------------------------------------- */

static sct_status fill_candidates(sct_context *ctx, void *user, size_t row, int hand)
{
    const search *s = user;
    (void)ctx;
    (void)hand;
    for (size_t i = row * s->map->columns; i < (row + 1) * s->map->columns; i++)
        s->candidates[i] = candidate_of(s->map, (uint32_t)i);
    return SCT_OK;
}

/* Hypotheses that are followed beside each other. */
typedef struct follow_job {
    const search *search;
    personal *models;
} follow_job;

static sct_status follow_one(sct_context *ctx, void *user, size_t k, int hand)
{
    const follow_job *job = user;
    (void)ctx;
    (void)hand;
    for (int step = 0; step < MODEL_STEPS; step++)
        follow(&job->models[k], job->search->likely, job->search->likely_count);
    return SCT_OK;
}

static sct_status search_new(sct_context *ctx, const region_map *map, search *s)
{
    sct_status status = SCT_OK;
    s->map = map;
    s->count = (size_t)map->columns * map->rows;
    TRY(mem_new(ctx, s->count, sizeof *s->candidates, (void **)&s->candidates));
    TRY(mem_new(ctx, REGION_PEAK_BINS, sizeof *s->bins, (void **)&s->bins));
    TRY(mem_new(ctx, REGION_PEAK_BINS, sizeof *s->work_bins, (void **)&s->work_bins));
    TRY(mem_new(ctx, s->count, 1, (void **)&s->mask));
    TRY(mem_new(ctx, s->count, 1, (void **)&s->work));
    TRY(mem_new(ctx, s->count, 1, (void **)&s->chosen));
    TRY(mem_new(ctx, s->count, sizeof *s->labels, (void **)&s->labels));
    TRY(mem_new(ctx, s->count, sizeof *s->stack, (void **)&s->stack));
    TRY(mem_new(ctx, s->count + 1, sizeof *s->scores, (void **)&s->scores));
    TRY(mem_new(ctx, s->count + 1, sizeof *s->frame, (void **)&s->frame));
    TRY(mem_new(ctx, s->count + 1, sizeof *s->area, (void **)&s->area));
    TRY(task_share(ctx, fill_candidates, s, map->rows));
    for (size_t i = 0; i < s->count; i++)
        s->likely_count += s->candidates[i].weight > 0;
    TRY(mem_new(ctx, s->likely_count, sizeof *s->likely, (void **)&s->likely));
    for (size_t i = 0, n = 0; i < s->count; i++)
        if (s->candidates[i].weight > 0)
            s->likely[n++] = s->candidates[i];
done:
    return status;
}

static void search_free(search *s)
{
    mem_free(s->candidates);
    mem_free(s->likely);
    mem_free(s->bins);
    mem_free(s->work_bins);
    mem_free(s->mask);
    mem_free(s->work);
    mem_free(s->chosen);
    mem_free(s->labels);
    mem_free(s->stack);
    mem_free(s->scores);
    mem_free(s->frame);
    mem_free(s->area);
}

sct_status region_find_skin(sct_context *ctx, const region_map *map, uint8_t *cells)
{
    sct_status status = SCT_OK;
    search s = {0};
    double best = 0, peak[3];
    personal models[HYPOTHESES];
    int count = 0;

    TRY(search_new(ctx, map, &s));
    for (size_t i = 0; i < s.likely_count; i++)
        region_peaks_add(s.bins, s.likely[i].x, s.likely[i].weight);
    region_peaks_smooth(s.bins, s.work_bins);
    while (count < HYPOTHESES && region_peaks_take(s.bins, peak))
        models[count++] = model_at(peak);
    TRY(task_share(ctx, follow_one, &(follow_job){&s, models}, (size_t)count));
    for (int k = 0; k < count; k++) {
        const personal *model = &models[k];
        uint32_t part = highest_part(&s, find_parts(&s, model));
        double score = s.scores[part] * plausibility(model);
        if (score > best) {
            best = score;
            mark_part(&s, part);
            memcpy(cells, s.mask, s.count);
        }
    }
    if (best > 0)
        look_for_face(&s, models, count, best, cells);
    size_t marked = 0;
    for (size_t i = 0; best > 0 && i < s.count; i++)
        marked += cells[i];
    if (marked < CELLS_MIN)
        TRY(region_refuse(ctx, map, "no skin was found in the photo; photograph bare scalp from near, or mark the skin"));
done:
    search_free(&s);
    return status;
}
