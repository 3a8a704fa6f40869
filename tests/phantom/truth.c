/*
 * tests/phantom/truth.c - what a perfect measurement would find. Colours come
 * from the spectra through the published weights; coverage and the mean under
 * stubble from sampling the hairs' geometry in mm. No pixel is looked at.
 */
#include "phantom/render.h"
#include "support/support.h"

/* ---- rectangles ------------------------------------------------------------------------------- */

enum { GRID = 72 }; /* cells across the photo in which rectangles are sought */

typedef enum place_kind { PLACE_SKIN, PLACE_STUBBLE, PLACE_GROWN } place_kind;

static int under_card(const phantom_planar *card, double x_px, double y_px, double margin)
{
    matrix3 m, back;
    double at[3] = {x_px, y_px, 1}, uv[3];
    memcpy(m.m, card->place, sizeof m.m);
    back = matrix3_inverse(&m);
    matrix3_times(&back, at, uv);
    double u = uv[0] / uv[2], v = uv[1] / uv[2];
    return u > -margin * card->width && u < (1 + margin) * card->width && v > -margin * card->height &&
           v < (1 + margin) * card->height;
}

static int belongs(const scene *s, place_kind place, double x_px, double y_px)
{
    double x_mm, y_mm;
    scene_mm_of_px(s, x_px, y_px, &x_mm, &y_mm);
    if (scene_inside_head_mm(s, x_mm, y_mm) < 2)
        return 0;
    double beyond = scene_beyond_hairline_mm(s, x_mm, y_mm);
    if (place == PLACE_SKIN)
        return beyond < -3.8;
    if (place == PLACE_STUBBLE)
        return beyond > 7.2 && (!s->params->grown_hair || beyond < SCENE_GROWN_FROM_MM - 1.5);
    return s->params->grown_hair && beyond > SCENE_GROWN_FROM_MM + 4;
}

/* Largest rectangle of true cells: for each row, widths under heights (the histogram method, here by plain search). */
static phantom_rect largest(const unsigned char *cells, int columns, int rows)
{
    int height[GRID] = {0}, best = 0;
    phantom_rect out = {0};
    for (int y = 0; y < rows; y++) {
        for (int x = 0; x < columns; x++)
            height[x] = cells[y * columns + x] ? height[x] + 1 : 0;
        for (int x0 = 0; x0 < columns; x0++) {
            int low = rows;
            for (int x1 = x0; x1 < columns && height[x1] > 0; x1++) {
                low = height[x1] < low ? height[x1] : low;
                if (low * (x1 - x0 + 1) > best) {
                    best = low * (x1 - x0 + 1);
                    out = (phantom_rect){x0, y - low + 1, x1 - x0 + 1, low};
                }
            }
        }
    }
    return out;
}

static phantom_rect find_rect(const scene *s, place_kind place, const phantom_planar *cards, size_t card_count)
{
    const phantom_params *p = s->params;
    unsigned char cells[GRID * GRID];
    double cell = fmax(p->width, p->height) / (double)GRID;
    int columns = (int)(p->width / cell), rows = (int)(p->height / cell);
    for (int i = 0; i < columns * rows; i++) {
        double x = (i % columns + 0.5) * cell, y = (i / columns + 0.5) * cell; /* integer quotient: the row */
        cells[i] = (unsigned char)belongs(s, place, x, y);
        for (size_t k = 0; k < card_count && cells[i]; k++)
            cells[i] = !under_card(&cards[k], x, y, 0.06);
    }
    phantom_rect r = largest(cells, columns, rows);
    if (r.w < 3 || r.h < 3)
        return (phantom_rect){0};
    return (phantom_rect){floor((r.x + 0.5) * cell), floor((r.y + 0.5) * cell), floor((r.w - 1) * cell),
                          floor((r.h - 1) * cell)};
}

/* ---- sampling --------------------------------------------------------------------------------- */

/* Hairs by cell of a lattice over a rectangle, so that a point meets only those near it. */
typedef struct hair_grid {
    double x_mm, y_mm, cell_mm;
    int columns, rows;
    size_t *start, *items;
} hair_grid;

static int clamped(double at, int n)
{
    return at < 0 ? 0 : at >= n ? n - 1 : (int)at;
}

static void cells_of(const hair_grid *g, const scene_fibre *f, int box[4])
{
    box[0] = clamped((fmin(f->x0, f->x1) - f->radius_mm - g->x_mm) / g->cell_mm, g->columns);
    box[1] = clamped((fmin(f->y0, f->y1) - f->radius_mm - g->y_mm) / g->cell_mm, g->rows);
    box[2] = clamped((fmax(f->x0, f->x1) + f->radius_mm - g->x_mm) / g->cell_mm, g->columns);
    box[3] = clamped((fmax(f->y0, f->y1) + f->radius_mm - g->y_mm) / g->cell_mm, g->rows);
}

static hair_grid grid_new(const scene *s, double x0, double y0, double x1, double y1)
{
    hair_grid g = {.x_mm = x0, .y_mm = y0, .cell_mm = 0.7};
    g.columns = (int)ceil((x1 - x0) / g.cell_mm);
    g.rows = (int)ceil((y1 - y0) / g.cell_mm);
    size_t cells = (size_t)g.columns * (size_t)g.rows;
    g.start = calloc(cells + 2, sizeof *g.start);
    assert_non_null(g.start);
    for (int pass = 0; pass < 2; pass++) { /* count into start[cell + 2], then fill through start[cell + 1] */
        for (size_t i = 0; i < s->fibre_count; i++) {
            int box[4];
            const scene_fibre *f = &s->fibres[i];
            if (fmax(f->x0, f->x1) < x0 || fmin(f->x0, f->x1) > x1 || fmax(f->y0, f->y1) < y0 || fmin(f->y0, f->y1) > y1)
                continue;
            cells_of(&g, f, box);
            for (int row = box[1]; row <= box[3]; row++) {
                for (int column = box[0]; column <= box[2]; column++) {
                    size_t cell = (size_t)row * (size_t)g.columns + (size_t)column;
                    if (pass == 0)
                        g.start[cell + 2]++;
                    else
                        g.items[g.start[cell + 1]++] = i;
                }
            }
        }
        for (size_t cell = 2; pass == 0 && cell < cells + 2; cell++)
            g.start[cell] += g.start[cell - 1];
        if (pass == 0) {
            g.items = calloc(g.start[cells + 1] + 1, sizeof *g.items);
            assert_non_null(g.items);
        }
    }
    return g;
}

static int inside_fibre(const scene_fibre *f, double x, double y)
{
    double dx = f->x1 - f->x0, dy = f->y1 - f->y0, length2 = dx * dx + dy * dy;
    double t = length2 > 0 ? fmin(fmax(((x - f->x0) * dx + (y - f->y0) * dy) / length2, 0), 1) : 0;
    double u = x - f->x0 - t * dx, v = y - f->y0 - t * dy;
    return u * u + v * v <= f->radius_mm * f->radius_mm;
}

/* The hair that is seen at a point: the last drawn. */
static const scene_fibre *topmost(const scene *s, const hair_grid *g, double x, double y)
{
    int column = clamped((x - g->x_mm) / g->cell_mm, g->columns), row = clamped((y - g->y_mm) / g->cell_mm, g->rows);
    size_t cell = (size_t)row * (size_t)g->columns + (size_t)column;
    for (size_t k = g->start[cell + 1]; k > g->start[cell]; k--)
        if (inside_fibre(&s->fibres[g->items[k - 1]], x, y))
            return &s->fibres[g->items[k - 1]];
    return NULL;
}

/* Mean spectrum of a rectangle in even light: shares of skin, its tone, pigmented and grey hair. */
typedef struct area_mean {
    double skin, tone[2], hair, grey; /* shares; hair and grey times the hairs' gain */
    double coverage;
} area_mean;

/* A point in cell (i, j) of side x side over a box, anywhere in the cell: less noise than points at random. */
static void scattered(const scene *s, const double box[4], int side, int i, int j, double *x, double *y)
{
    *x = box[0] + (box[2] - box[0]) * (i + scene_hash(s->params->seed, LAYER_SAMPLE_X, i, j)) / side;
    *y = box[1] + (box[3] - box[1]) * (j + scene_hash(s->params->seed, LAYER_SAMPLE_Y, i, j)) / side;
}

static area_mean sample_area(const scene *s, const phantom_rect *rect)
{
    enum { SIDE = 320, TONE_SIDE = 64 }; /* sd of the coverage below 0.03 %; the tone varies over millimetres only */
    area_mean mean = {0};
    double box[4], x, y, tone[2];
    scene_mm_of_px(s, rect->x, rect->y, &box[0], &box[1]);
    scene_mm_of_px(s, rect->x + rect->w, rect->y + rect->h, &box[2], &box[3]);
    hair_grid grid = grid_new(s, box[0], box[1], box[2], box[3]);
    for (int j = 0; j < SIDE; j++) {
        for (int i = 0; i < SIDE; i++) {
            scattered(s, box, SIDE, i, j, &x, &y);
            const scene_fibre *f = topmost(s, &grid, x, y);
            if (!f)
                mean.skin += 1.0 / (SIDE * SIDE);
            else
                *(f->grey ? &mean.grey : &mean.hair) += f->gain / (SIDE * SIDE);
        }
    }
    for (int i = 0; i < TONE_SIDE * TONE_SIDE; i++) {
        scattered(s, box, TONE_SIDE, i % TONE_SIDE, i / TONE_SIDE, &x, &y);
        scene_tone(s, x, y, tone);
        for (int k = 0; k < 2; k++)
            mean.tone[k] += mean.skin * tone[k] / (TONE_SIDE * TONE_SIDE);
    }
    mean.coverage = 1 - mean.skin;
    free(grid.start);
    free(grid.items);
    return mean;
}

static sct_lab lab_of_area(const phantom_params *p, const area_mean *mean)
{
    phantom_spectrum sum = {0}, melanin = spectra_melanin_change(&p->skin), blood = spectra_blood_change(&p->skin);
    sum = spectra_add(sum, mean->skin, &p->skin);
    sum = spectra_add(sum, mean->tone[0], &melanin);
    sum = spectra_add(sum, mean->tone[1], &blood);
    sum = spectra_add(sum, mean->hair, &p->hair);
    sum = spectra_add(sum, mean->grey, &p->grey_hair);
    return phantom_true_lab(&sum);
}

static void count_hairs(const scene *s, phantom_truth *truth)
{
    const phantom_rect *r = &truth->stubble_rect;
    size_t grey = 0;
    for (size_t i = 0; i < s->fibre_count; i++) {
        double x, y;
        scene_px_of_mm(s, s->fibres[i].x0, s->fibres[i].y0, &x, &y);
        if (x < r->x || y < r->y || x >= r->x + r->w || y >= r->y + r->h)
            continue;
        truth->fibres++;
        grey += (size_t)s->fibres[i].grey;
    }
    double cm2 = r->w * r->h * s->params->mm_per_px * s->params->mm_per_px / 100;
    truth->density_per_cm2 = (double)truth->fibres / cm2;
    truth->grey_fraction = truth->fibres ? (double)grey / (double)truth->fibres : (double)NAN;
}

/* ---- chart ------------------------------------------------------------------------------------ */

static void chart_truth(const phantom_planar *chart, phantom_chart kind, phantom_truth *truth)
{
    static const double corner[4][2] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}};
    double lo[2] = {1e9, 1e9}, hi[2] = {-1e9, -1e9}, a[2], b[2];
    truth->has_chart = 1;
    for (int i = 0; i < 4; i++) {
        double *at = truth->chart_corners[i];
        phantom_planar_to_px(chart, corner[i][0] * chart->width, corner[i][1] * chart->height, &at[0], &at[1]);
        for (int c = 0; c < 2; c++) {
            lo[c] = fmin(lo[c], at[c]);
            hi[c] = fmax(hi[c], at[c]);
        }
    }
    truth->chart_rect = (phantom_rect){lo[0], lo[1], hi[0] - lo[0], hi[1] - lo[1]};
    phantom_planar_to_px(chart, chart->width / 2 - 0.5, chart->height / 2, &a[0], &a[1]);
    phantom_planar_to_px(chart, chart->width / 2 + 0.5, chart->height / 2, &b[0], &b[1]);
    truth->chart_pitch_px = hypot(b[0] - a[0], b[1] - a[1]);
    if (kind != PHANTOM_CHART_COLORCHECKER)
        return;
    for (int i = 0; i < 24; i++)
        phantom_planar_to_px(chart, chart->patches[i].x + chart->patches[i].w / 2,
                             chart->patches[i].y + chart->patches[i].h / 2, &truth->patch_centres[i][0],
                             &truth->patch_centres[i][1]);
    for (int row = 0; row < 3; row++) { /* lattice (i, j) is the card's point (0.85 + i, 0.85 + j) */
        const double *h = chart->place + 3 * row;
        truth->chart_homography[3 * row] = h[0];
        truth->chart_homography[3 * row + 1] = h[1];
        truth->chart_homography[3 * row + 2] = h[2] + 0.85 * (h[0] + h[1]);
    }
}

phantom_truth render_truth(const scene *s)
{
    const phantom_params *p = s->params;
    phantom_planar cards[PHANTOM_CARD_MAX + 1];
    phantom_patch patches[24];
    size_t card_count = 0;
    phantom_truth truth = {
        .mm_per_px = p->mm_per_px, .coverage = (double)NAN, .density_per_cm2 = (double)NAN, .grey_fraction = (double)NAN};
    for (; card_count < p->card_count; card_count++)
        cards[card_count] = p->cards[card_count];
    if (p->chart != PHANTOM_CHART_NONE) {
        render_chart(p, s, patches, &cards[card_count]);
        chart_truth(&cards[card_count++], p->chart, &truth);
    }
    truth.skin_lab = truth.skin_rect_lab = phantom_true_lab(&p->skin);
    truth.ita_deg = phantom_true_ita_deg(&p->skin);
    truth.ita_class = phantom_ita_class_of(truth.ita_deg);
    truth.strand_lab = phantom_true_lab(&p->hair);
    truth.grey_lab = phantom_true_lab(&p->grey_hair);
    truth.shadow_lab = (sct_lab){(double)NAN, (double)NAN, (double)NAN};
    truth.skin_rect = find_rect(s, PLACE_SKIN, cards, card_count);
    truth.stubble_rect = find_rect(s, PLACE_STUBBLE, cards, card_count);
    truth.grown_rect = find_rect(s, PLACE_GROWN, cards, card_count);
    if (truth.skin_rect.w > 0) {
        area_mean mean = sample_area(s, &truth.skin_rect);
        mean.hair = mean.grey = 0; /* residual hairs are not skin */
        for (int i = 0; i < 2; i++)
            mean.tone[i] /= mean.skin;
        mean.skin = 1;
        truth.skin_rect_lab = lab_of_area(p, &mean);
    }
    if (truth.stubble_rect.w > 0) {
        area_mean mean = sample_area(s, &truth.stubble_rect);
        truth.coverage = mean.coverage;
        truth.shadow_lab = lab_of_area(p, &mean);
        count_hairs(s, &truth);
    }
    return truth;
}
