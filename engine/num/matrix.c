/* engine/num/matrix.c - 3x3 matrices and small dense systems. */
#include "num/num.h"

#include <math.h>

num_mat3 num_mat3_identity(void)
{
    return (num_mat3){{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
}

num_mat3 num_mat3_mul(num_mat3 a, num_mat3 b)
{
    num_mat3 out;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            out.m[i][j] = a.m[i][0] * b.m[0][j] + a.m[i][1] * b.m[1][j] + a.m[i][2] * b.m[2][j];
    return out;
}

num_mat3 num_mat3_transpose(num_mat3 a)
{
    num_mat3 out;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            out.m[i][j] = a.m[j][i];
    return out;
}

void num_mat3_apply(const num_mat3 *a, const double v[3], double out[3])
{
    double x = v[0], y = v[1], z = v[2];
    for (int i = 0; i < 3; i++)
        out[i] = a->m[i][0] * x + a->m[i][1] * y + a->m[i][2] * z;
}

int num_mat3_invert(const num_mat3 *a, num_mat3 *out)
{
    const double(*m)[3] = a->m;
    num_mat3 c;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) { /* cofactor of (j, i) by cyclic indices, so no signs */
            int r1 = (j + 1) % 3, r2 = (j + 2) % 3, c1 = (i + 1) % 3, c2 = (i + 2) % 3;
            c.m[i][j] = m[r1][c1] * m[r2][c2] - m[r1][c2] * m[r2][c1];
        }
    double det = m[0][0] * c.m[0][0] + m[0][1] * c.m[1][0] + m[0][2] * c.m[2][0];
    if (!(fabs(det) > 1e-300) || !isfinite(det))
        return 0;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            out->m[i][j] = c.m[i][j] / det;
    return 1;
}

num_mat3 num_mat3_cholesky(const num_mat3 *a)
{
    num_mat3 l = {{{0}}};
    for (int j = 0; j < 3; j++) {
        double d = a->m[j][j];
        for (int k = 0; k < j; k++)
            d -= l.m[j][k] * l.m[j][k];
        if (!(d > 1e-14 * (1 + a->m[j][j])))
            continue; /* semi-definite: this direction has no spread left */
        l.m[j][j] = sqrt(d);
        for (int i = j + 1; i < 3; i++) {
            double s = a->m[i][j];
            for (int k = 0; k < j; k++)
                s -= l.m[i][k] * l.m[j][k];
            l.m[i][j] = s / l.m[j][j];
        }
    }
    return l;
}

int num_solve(double *A, double *b, int n)
{
    double scale = 0;
    for (int i = 0; i < n * n; i++)
        scale = fmax(scale, fabs(A[i]));
    for (int col = 0; col < n; col++) {
        int pivot = col;
        for (int row = col + 1; row < n; row++)
            if (fabs(A[row * n + col]) > fabs(A[pivot * n + col]))
                pivot = row;
        if (!(fabs(A[pivot * n + col]) > 1e-14 * scale))
            return 0;
        for (int k = 0; k < n && pivot != col; k++) {
            double t = A[col * n + k];
            A[col * n + k] = A[pivot * n + k];
            A[pivot * n + k] = t;
        }
        double t = b[col];
        b[col] = b[pivot];
        b[pivot] = t;
        for (int row = col + 1; row < n; row++) {
            double f = A[row * n + col] / A[col * n + col];
            for (int k = col; k < n; k++)
                A[row * n + k] -= f * A[col * n + k];
            b[row] -= f * b[col];
        }
    }
    for (int row = n - 1; row >= 0; row--) {
        for (int k = row + 1; k < n; k++)
            b[row] -= A[row * n + k] * b[k];
        b[row] /= A[row * n + row];
    }
    return 1;
}
