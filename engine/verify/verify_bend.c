/*
 * engine/verify/verify_bend.c - what of the camera's move is not plane, because the
 * head is round: small squares of one photo are looked for in the other around where
 * the plane move has them, by normalized correlation (J. P. Lewis, "Fast normalized
 * cross-correlation", Vision Interface 1995, 120-123, eq. 1). A surface of third
 * order through those that are found says where the others are.
 */
#include "verify/verify.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { HALF = 17, SIDE = 2 * HALF + 1, TERMS = 10, PASSES = 3 };
static const double LEAST_ALIKE = 0.45;
static const int reach[PASSES] = {12, 6, 3}; /* places looked at either way */

typedef struct finding {
    double u, v, dx, dy, weight;
} finding;

typedef struct fitting {
    const verify_photo *after, *before;
    verify_plane a, b; /* high-passed; log_y owned */
    double scale;      /* places over half the plane's longer side */
    double cx[TERMS], cy[TERMS];
    const verify_pose *pose;
    finding *found;
    size_t count;
} fitting;

static void terms_of(double u, double v, double t[TERMS])
{
    const double all[TERMS] = {1, u, v, u * u, u * v, v * v, u * u * u, u * u * v, u * v * v, v * v * v};
    memcpy(t, all, sizeof all);
}

static void to_unit(const fitting *f, double x, double y, double *u, double *v)
{
    *u = (x - f->a.width / 2.0) / f->scale;
    *v = (y - f->a.height / 2.0) / f->scale;
}

static void place(const fitting *f, double x, double y, double *bx, double *by)
{
    double u, v, t[TERMS];
    const double *m = f->pose->m;
    *bx = m[0] * x + m[1] * y + m[2];
    *by = m[3] * x + m[4] * y + m[5];
    to_unit(f, x, y, &u, &v);
    terms_of(u, v, t);
    for (int i = 0; i < TERMS; i++) {
        *bx += f->cx[i] * t[i];
        *by += f->cy[i] * t[i];
    }
}

/* A copy of the plane without what varies slowly, which is light. */
static sct_status high_pass(sct_context *ctx, const verify_plane *from, verify_plane *to)
{
    sct_status status = SCT_OK;
    float *slow = NULL;
    size_t n = (size_t)from->width * from->height;
    *to = *from;
    to->log_y = NULL;
    TRY(mem_new(ctx, n, sizeof *slow, (void **)&slow));
    TRY(mem_new(ctx, n, sizeof *to->log_y, (void **)&to->log_y));
    TRY(verify_blur(ctx, from->log_y, from->width, from->height, 8, slow));
    TRY(verify_blur(ctx, from->log_y, from->width, from->height, 1, to->log_y));
    for (size_t i = 0; i < n; i++)
        to->log_y[i] -= slow[i];
done:
    mem_free(slow);
    return status;
}

/* The square around x, y of the photo before, turned and scaled as the move says; 0 at the rim. */
static int take_square(const fitting *f, double x, double y, double out[SIDE * SIDE])
{
    double bx, by, rx, ry, dx, dy;
    place(f, x, y, &bx, &by);
    place(f, x + 1, y, &rx, &ry);
    place(f, x, y + 1, &dx, &dy);
    for (int j = -HALF; j <= HALF; j++)
        for (int i = -HALF; i <= HALF; i++) {
            double v = verify_plane_at(&f->b, bx + i * (rx - bx) + j * (dx - bx), by + i * (ry - by) + j * (dy - by));
            if (isnan(v))
                return 0;
            out[(j + HALF) * SIDE + i + HALF] = v;
        }
    return 1;
}

static double correlate(const fitting *f, const double *square, int x, int y)
{
    double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
    for (int j = 0; j < SIDE; j++) {
        const float *row = f->a.log_y + (size_t)(y - HALF + j) * f->a.width + (size_t)(x - HALF);
        for (int i = 0; i < SIDE; i++) {
            double a = (double)row[i], b = square[j * SIDE + i];
            sa += a;
            sb += b;
            saa += a * a;
            sbb += b * b;
            sab += a * b;
        }
    }
    double n = SIDE * SIDE, va = saa - sa * sa / n, vb = sbb - sb * sb / n;
    return va > 0 && vb > 0 ? (sab - sa * sb / n) / sqrt(va * vb) : 0;
}

/* Where the square of the photo before lies in the one after, around x, y; the best of `most` places either way. */
static double look_for(const fitting *f, const double *square, int x, int y, int most, double *dx, double *dy)
{
    double best = -1, around[2][3] = {{0}};
    int bx = 0, by = 0;
    for (int j = -most; j <= most; j++)
        for (int i = -most; i <= most; i++) {
            double r = correlate(f, square, x + i, y + j);
            if (r > best) {
                best = r;
                bx = i;
                by = j;
            }
        }
    *dx = bx;
    *dy = by;
    if (abs(bx) == most || abs(by) == most)
        return 0;
    for (int k = -1; k <= 1; k++) { /* the top of a parabola */
        around[0][k + 1] = correlate(f, square, x + bx + k, y + by);
        around[1][k + 1] = correlate(f, square, x + bx, y + by + k);
    }
    for (int k = 0; k < 2; k++) {
        double bend = around[k][0] - 2 * around[k][1] + around[k][2];
        *(k ? dy : dx) += bend < 0 ? 0.5 * (around[k][0] - around[k][2]) / bend : 0;
    }
    return best;
}

static sct_status look_everywhere(sct_context *ctx, fitting *f, int most, int step)
{
    sct_status status = SCT_OK;
    double square[SIDE * SIDE];
    int rim = HALF + most + 2;
    f->count = 0;
    for (int y = rim; y + rim < (int)f->a.height; y += step) {
        for (int x = rim; x + rim < (int)f->a.width; x += step) {
            double dx, dy;
            if (!f->after->usable[(size_t)y * f->a.width + (size_t)x] || !take_square(f, x, y, square))
                continue;
            finding *g = &f->found[f->count];
            g->weight = look_for(f, square, x, y, most, &dx, &dy);
            if (g->weight < LEAST_ALIKE)
                continue;
            /* what is drawn at x + dx after lies before where the move has x */
            double bx, by, ox, oy;
            place(f, x, y, &bx, &by);
            place(f, x + dx, y + dy, &ox, &oy);
            to_unit(f, x + dx, y + dy, &g->u, &g->v);
            g->dx = bx - ox;
            g->dy = by - oy;
            f->count++;
        }
        TRY(progress_again(ctx));
    }
done:
    return status;
}

static int solve(const fitting *f, const double *weights, double sx[TERMS], double sy[TERMS])
{
    static const double ridge[TERMS] = {1e-6, 1e-5, 1e-5, 1e-3, 1e-3, 1e-3, 3e-2, 3e-2, 3e-2, 3e-2};
    double A[TERMS * TERMS] = {0}, B[TERMS * TERMS], t[TERMS];
    memset(sx, 0, TERMS * sizeof *sx);
    memset(sy, 0, TERMS * sizeof *sy);
    for (size_t i = 0; i < f->count; i++) {
        const finding *g = &f->found[i];
        terms_of(g->u, g->v, t);
        for (int r = 0; r < TERMS; r++) {
            for (int c = 0; c < TERMS; c++)
                A[r * TERMS + c] += weights[i] * t[r] * t[c];
            sx[r] += weights[i] * t[r] * g->dx;
            sy[r] += weights[i] * t[r] * g->dy;
        }
    }
    for (int r = 0; r < TERMS; r++)
        A[r * TERMS + r] += ridge[r] * (1 + (double)f->count);
    memcpy(B, A, sizeof B);
    return num_solve(A, sx, TERMS) && num_solve(B, sy, TERMS);
}

/* Robust: what lies far from the surface counts less and less (Tukey's biweight). */
static sct_status add_surface(sct_context *ctx, fitting *f)
{
    sct_status status = SCT_OK;
    double *weights = NULL, sx[TERMS], sy[TERMS], t[TERMS];
    TRY(mem_new(ctx, f->count, sizeof *weights, (void **)&weights));
    for (size_t i = 0; i < f->count; i++)
        weights[i] = f->found[i].weight;
    for (int round = 0; round < 6 && f->count >= 6; round++) {
        double wide = round < 3 ? 8 : 3;
        if (!solve(f, weights, sx, sy))
            goto done;
        for (size_t i = 0; i < f->count; i++) {
            const finding *g = &f->found[i];
            double ex = g->dx, ey = g->dy;
            terms_of(g->u, g->v, t);
            for (int k = 0; k < TERMS; k++) {
                ex -= sx[k] * t[k];
                ey -= sy[k] * t[k];
            }
            double far = (ex * ex + ey * ey) / (wide * wide);
            weights[i] = far < 1 ? g->weight * (1 - far) * (1 - far) : 0;
        }
    }
    for (int k = 0; k < TERMS && f->count >= 6; k++) {
        f->cx[k] += sx[k];
        f->cy[k] += sy[k];
    }
done:
    mem_free(weights);
    return status;
}

static sct_status fill_nodes(sct_context *ctx, const fitting *f, verify_bend *out)
{
    sct_status status = SCT_OK;
    size_t scalp = 0, seen = 0;
    out->step = 16;
    out->columns = f->a.width / out->step + 2;
    out->rows = f->a.height / out->step + 2;
    TRY(mem_new(ctx, (size_t)out->columns * out->rows, sizeof *out->x, (void **)&out->x));
    TRY(mem_new(ctx, (size_t)out->columns * out->rows, sizeof *out->y, (void **)&out->y));
    for (uint32_t r = 0; r < out->rows; r++)
        for (uint32_t c = 0; c < out->columns; c++) {
            double bx, by, x = c * out->step, y = r * out->step;
            place(f, x, y, &bx, &by);
            out->x[(size_t)r * out->columns + c] = (float)bx;
            out->y[(size_t)r * out->columns + c] = (float)by;
            if (x >= f->a.width || y >= f->a.height || !f->after->usable[(size_t)y * f->a.width + (size_t)x])
                continue;
            scalp++;
            seen += bx >= 0 && by >= 0 && bx < f->b.width && by < f->b.height;
        }
    out->overlap = scalp ? (double)seen / (double)scalp : 0;
done:
    return status;
}

static sct_status find_agreement(sct_context *ctx, const fitting *f, verify_bend *out)
{
    sct_status status = SCT_OK;
    float *alike = NULL;
    TRY(mem_new(ctx, f->count, sizeof *alike, (void **)&alike));
    for (size_t i = 0; i < f->count; i++)
        alike[i] = (float)f->found[i].weight;
    out->agreement = f->count ? num_median(alike, f->count) : 0;
done:
    mem_free(alike);
    return status;
}

sct_status verify_bend_fit(sct_context *ctx, const verify_photo *after, const verify_photo *before, const verify_pose *pose,
                           verify_bend *out)
{
    enum { STEP = 24 };
    sct_status status = SCT_OK;
    fitting f = {.after = after, .before = before, .pose = pose};
    *out = (verify_bend){0};
    f.scale = fmax(after->coarse.width, after->coarse.height) / 2.0;
    TRY(high_pass(ctx, &after->coarse, &f.a));
    TRY(high_pass(ctx, &before->coarse, &f.b));
    TRY(mem_new(ctx, ((size_t)f.a.width / STEP + 1) * (f.a.height / STEP + 1), sizeof *f.found, (void **)&f.found));
    for (int pass = 0; pass < PASSES; pass++) {
        TRY(look_everywhere(ctx, &f, reach[pass], pass ? STEP : 2 * STEP));
        TRY(add_surface(ctx, &f));
    }
    TRY(find_agreement(ctx, &f, out));
    TRY(fill_nodes(ctx, &f, out));
done:
    mem_free(f.a.log_y);
    mem_free(f.b.log_y);
    mem_free(f.found);
    if (status != SCT_OK)
        verify_bend_free(out);
    return status;
}

void verify_bend_free(verify_bend *bend)
{
    mem_free(bend->x);
    mem_free(bend->y);
    *bend = (verify_bend){0};
}

void verify_bend_at(const verify_bend *bend, double x, double y, double *bx, double *by)
{
    double u = fmin(fmax(x / bend->step, 0), bend->columns - 1.001), v = fmin(fmax(y / bend->step, 0), bend->rows - 1.001);
    size_t at = (size_t)v * bend->columns + (size_t)u;
    u -= floor(u);
    v -= floor(v);
    const float *planes[2] = {bend->x, bend->y};
    double out[2];
    for (int k = 0; k < 2; k++) {
        const float *a = planes[k] + at, *b = a + bend->columns;
        out[k] = (1 - v) * ((1 - u) * (double)a[0] + u * (double)a[1]) + v * ((1 - u) * (double)b[0] + u * (double)b[1]);
    }
    *bx = out[0];
    *by = out[1];
}

void verify_bend_back(const verify_bend *bend, const verify_pose *pose, double bx, double by, double *x, double *y)
{
    const double *m = pose->m;
    double det = m[0] * m[4] - m[1] * m[3], ex = bx - m[2], ey = by - m[5];
    *x = (m[4] * ex - m[1] * ey) / det;
    *y = (m[0] * ey - m[3] * ex) / det;
    for (int i = 0; i < 6; i++) {
        double hx, hy;
        verify_bend_at(bend, *x, *y, &hx, &hy);
        ex = bx - hx;
        ey = by - hy;
        *x += (m[4] * ex - m[1] * ey) / det;
        *y += (m[0] * ey - m[3] * ex) / det;
    }
}
