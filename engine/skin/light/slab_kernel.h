/*
 * engine/skin/light/slab_kernel.h - adding-doubling, LANES wavelengths at a time.
 *
 * Not an ordinary header: slab_plain.c and slab_avx2.c include it once for each
 * number of STREAMS. `lanes` is a vector of LANES doubles, one wavelength each,
 * so every line below reads like the scalar formula. No sum ever runs across
 * lanes and nothing depends on LANES: all builds give the same bits.
 *
 * Method: van de Hulst, Multiple Light Scattering (1980), ch. 4; Prahl, van
 * Gemert & Welch, Appl. Opt. 32, 559 (1993), doi 10.1364/AO.32.000559; delta-M
 * scaling: Wiscombe, J. Atmos. Sci. 34, 1408 (1977).
 *
 * Radiative transfer for the radiances I+ (down) and I- (up) at the cosines
 * mu_i, weights w_i, in a layer with albedo a and phase moments chi_k:
 *     +- mu_i dI+-_i/dtau = -I+-_i + (a/2) sum_j w_j (h+_ij I+-_j + h-_ij I-+_j)
 *     h+-_ij = sum_k (+-1)^k (2k+1) chi_k P_k(mu_i) P_k(mu_j)
 * h+ + h- holds the even k only, h+ - h- the odd ones. Column sums of the even
 * part are sum_i w_i P_k(mu_i), which the quadrature integrates exactly: 1 for
 * k = 0, else 0. So energy is conserved without renormalising.
 *
 * Symmetric basis. With x_i = sqrt(w_i mu_i) I_i the operators R and T of a
 * homogeneous layer become symmetric (reciprocity), and so do
 *     P = h (1/mu - a sum_{k even} (2k+1) chi_k p_k p_k'),  p_k,i = sqrt(w_i/mu_i) P_k(mu_i)
 *     Q = h (1/mu - a sum_{k odd}  (2k+1) chi_k p_k p_k'),  h = half the slice's optical depth
 * Lit equally from both sides a layer's middle is a mirror, lit oppositely it
 * is a mirror that changes the sign; R + T and R - T are what comes out.
 * Thin slice (diamond rule):  R + T = 2 (E + P)^-1 - E,  R - T = E - 2 (E + Q)^-1
 * Doubling:  R' +- T' = R +- T (E -+ R)^-1 T
 * Both need one thing only, T K^-1 T for symmetric positive definite K: `sandwich`.
 * That is under half the work of the usual (E - R R)^-1 form and needs no pivots.
 *
 * | here       | paper | meaning                                           |
 * |------------|-------|---------------------------------------------------|
 * | slice      | dtau* | optical depth of the first slice, delta-M scaled  |
 * | albedo     | a*    | mus (1-f) / (mua + mus (1-f)), f = g^N            |
 * | weight[k]  |       | a (2k+1) chi_k, chi_k = (g^k - f) / (1 - f)       |
 * Valid for 0 <= g < 1, 0 <= a < 1. Error of the slice rule: dR <= 1.1e-7 at
 * slice = mu_min / 2. Proved by tests/skin/test_slab.c (van de Hulst's slabs,
 * Giovanelli's half-space, energy, Monte Carlo).
 */

#define E(i, j) ((i) == (j) ? 1.0 : 0.0)

typedef lanes NAME(matrix)[STREAMS][STREAMS];
typedef lanes NAME(vector)[STREAMS];

/*
 * out = T K^-1 T by K = L D L' without square roots, for two K and one T at once: each alone waits for its divisions. Only
 * the lower triangles of K are read, and destroyed; they may be out.
 */
static void NAME(sandwiches)(NAME(matrix) K[2], NAME(matrix) T, NAME(matrix) out[2])
{
    NAME(matrix) W[2]; /* L^-1 T */
    NAME(vector) inverse[2], scaled[2];
    for (int i = 0; i < STREAMS; i++) {
        for (int j = 0; j < i; j++) {
            for (int m = 0; m < 2; m++) {
                lanes sum = K[m][i][j];
                for (int k = 0; k < j; k++)
                    sum -= scaled[m][k] * K[m][j][k];
                scaled[m][j] = sum;
                K[m][i][j] = sum * inverse[m][j];
            }
        }
        for (int m = 0; m < 2; m++) {
            lanes pivot = K[m][i][i];
            for (int k = 0; k < i; k++)
                pivot -= scaled[m][k] * K[m][i][k];
            inverse[m][i] = 1.0 / pivot;
        }
        for (int m = 0; m < 2; m++) {
            for (int j = 0; j < STREAMS; j++) {
                lanes sum = T[i][j];
                for (int k = 0; k < i; k++)
                    sum -= K[m][i][k] * W[m][k][j];
                W[m][i][j] = sum;
            }
        }
    }
    for (int m = 0; m < 2; m++) {
        for (int i = 0; i < STREAMS; i++) {
            NAME(vector) v; /* a row of (D^-1 W)' */
            for (int k = 0; k < STREAMS; k++)
                v[k] = W[m][k][i] * inverse[m][k];
            for (int j = 0; j <= i; j++) {
                lanes sum = v[0] * W[m][0][j];
                for (int k = 1; k < STREAMS; k++)
                    sum += v[k] * W[m][k][j];
                out[m][i][j] = out[m][j][i] = sum;
            }
        }
    }
}

/* E + P (parity 0) or E + Q (parity 1) of a slice of optical depth 2 h, without losses sideways. */
static void NAME(slice_matrix)(const skin_streams *s, NAME(vector) weight, int parity, const lanes *h, NAME(matrix) out)
{
    for (int i = 0; i < STREAMS; i++) {
        for (int j = 0; j <= i; j++) {
            lanes sum = weight[parity] * (s->p[parity][i] * s->p[parity][j]);
            for (int k = parity + 2; k < STREAMS; k += 2)
                sum += weight[k] * (s->p[k][i] * s->p[k][j]);
            out[i][j] = E(i, j) - *h * sum;
        }
        out[i][i] += *h * (1 / s->mu[i]);
    }
}

/* weight[k] = a (2k+1) chi_k. */
static void NAME(phase_weights)(const slab_layer *layer, int at, NAME(vector) weight)
{
    lanes a = LOAD(layer->albedo, at), g = LOAD(layer->g, at);
    lanes f = g, power = g * 0.0 + 1.0;
    for (int n = 1; n < STREAMS; n *= 2)
        f *= f;
    for (int k = 0; k < STREAMS; k++) {
        weight[k] = a * (2.0 * k + 1) * (power - f) / (1.0 - f);
        power *= g;
    }
}

/* The loss sideways of a slice is extinction without scattering, of each stream its own. */
static void NAME(lose_sideways)(const skin_streams *s, const slab_sideways *sideways, int at, const lanes *h, NAME(matrix) K)
{
    for (int i = 0; sideways && i < STREAMS; i++)
        K[i][i] += *h * LOAD(sideways->of[i], at) * (1 / s->mu[i]);
}

/* R and T of the first thin slice. */
static void NAME(slice)(const skin_streams *s, const slab_layer *layer, int at, NAME(matrix) R, NAME(matrix) T)
{
    NAME(matrix) K[2];
    NAME(vector) weight;
    lanes h = LOAD(layer->slice, at) * 0.5;
    NAME(phase_weights)(layer, at, weight);
    for (int i = 0; i < STREAMS; i++)
        for (int j = 0; j < STREAMS; j++)
            T[i][j] = h * 0.0 + E(i, j);
    for (int parity = 0; parity < 2; parity++) {
        NAME(slice_matrix)(s, weight, parity, &h, K[parity]);
        NAME(lose_sideways)(s, layer->sideways, at, &h, K[parity]);
    }
    NAME(sandwiches)(K, T, K);
    for (int i = 0; i < STREAMS; i++) {
        for (int j = 0; j < STREAMS; j++) {
            R[i][j] = K[0][i][j] - K[1][i][j];
            T[i][j] = K[0][i][j] + K[1][i][j] - E(i, j);
        }
    }
}

/* R and T of a whole layer: the thin slice, then doubling. */
static void NAME(slab)(const skin_streams *s, const slab_layer *layer, int at, NAME(matrix) R, NAME(matrix) T)
{
    NAME(matrix) K[2];
    NAME(slice)(s, layer, at, R, T);
    for (int n = 0; n < layer->doublings[at / SLAB_GROUP]; n++) {
        for (int i = 0; i < STREAMS; i++) {
            for (int j = 0; j <= i; j++) {
                K[0][i][j] = E(i, j) - R[i][j];
                K[1][i][j] = E(i, j) + R[i][j];
            }
        }
        NAME(sandwiches)(K, T, K);
        for (int i = 0; i < STREAMS; i++) {
            for (int j = 0; j < STREAMS; j++) {
                R[i][j] += 0.5 * (K[0][i][j] - K[1][i][j]);
                T[i][j] = 0.5 * (K[0][i][j] + K[1][i][j]);
            }
        }
    }
}

/* In place K = L U (Crout, unit U) and B = K^-1 B for `columns` columns; K = E - (product of two reflections) needs no
 * pivots. */
static void NAME(solve)(NAME(matrix) K, lanes *B, int columns)
{
    for (int k = 0; k < STREAMS; k++) {
        lanes inverse = 1.0 / K[k][k];
        for (int j = k + 1; j < STREAMS; j++)
            K[k][j] *= inverse;
        for (int j = 0; j < columns; j++)
            B[k * columns + j] *= inverse;
        for (int i = k + 1; i < STREAMS; i++) {
            for (int j = k + 1; j < STREAMS; j++)
                K[i][j] -= K[i][k] * K[k][j];
            for (int j = 0; j < columns; j++)
                B[i * columns + j] -= K[i][k] * B[k * columns + j];
        }
    }
    for (int i = STREAMS - 2; i >= 0; i--)
        for (int k = i + 1; k < STREAMS; k++)
            for (int j = 0; j < columns; j++)
                B[i * columns + j] -= K[i][k] * B[k * columns + j];
}

/* K = E - A B for symmetric B. */
static void NAME(one_minus_product)(NAME(matrix) A, NAME(matrix) B, NAME(matrix) K)
{
    for (int i = 0; i < STREAMS; i++) {
        for (int j = 0; j < STREAMS; j++) {
            lanes sum = A[i][0] * B[j][0];
            for (int k = 1; k < STREAMS; k++)
                sum += A[i][k] * B[j][k];
            K[i][j] = E(i, j) - sum;
        }
    }
}

/*
 * Puts a layer (R, T) between us and what reflects with `back`:
 *     back' = R + T Y,  Y = (E - back R)^-1 back T
 * A multiple-reflection series between the two, summed. The column Y[.][STREAMS]
 * of the caller takes a further right-hand side v: (E - back R)^-1 v.
 */
static void NAME(add)(NAME(matrix) R, NAME(matrix) T, NAME(matrix) back, lanes Y[STREAMS][STREAMS + 1])
{
    NAME(matrix) K;
    for (int i = 0; i < STREAMS; i++) {
        for (int j = 0; j < STREAMS; j++) {
            lanes sum = back[i][0] * T[j][0];
            for (int k = 1; k < STREAMS; k++)
                sum += back[i][k] * T[j][k];
            Y[i][j] = sum;
        }
    }
    NAME(one_minus_product)(back, R, K);
    NAME(solve)(K, Y[0], STREAMS + 1);
    for (int i = 0; i < STREAMS; i++) {
        for (int j = 0; j <= i; j++) {
            lanes sum = R[i][j];
            for (int k = 0; k < STREAMS; k++)
                sum += T[i][k] * Y[k][j];
            back[i][j] = back[j][i] = sum;
        }
    }
}

typedef struct NAME(cover) {
    NAME(matrix) back;
    NAME(vector) down, up;
    lanes body;
} NAME(cover);

/* The bare surface: inside it reflects rho, a unit beam at mu = 1 enters, and flux 2 pi w mu (1 - rho) leaves. */
static void NAME(surface)(const skin_streams *s, NAME(cover) * c)
{
    memset(c, 0, sizeof *c);
    for (int i = 0; i < STREAMS; i++) {
        c->back[i][i] += s->rho[i];
        c->up[i] += 2 * s->root[i] * (1 - s->rho[i]);
    }
    int beam = STREAMS - 1;
    c->down[beam] += s->root[beam] * (1 - s->specular) / (2 * s->mu[beam] * s->w[beam]);
}

/* Reflection of whatever ends the stack. */
static void NAME(bottom)(const skin_streams *s, const slab_stack *stack, int at, NAME(matrix) back)
{
    if (stack->deep) {
        NAME(matrix) T;
        NAME(slab)(s, stack->deep, at, back, T);
    } else if (stack->deep_back) {
        for (int i = 0; i < STREAMS * STREAMS; i++)
            back[i / STREAMS][i % STREAMS] = LOAD(stack->deep_back->m[i], at);
    } else { /* Lambert: all upward radiances equal the downward flux times the albedo */
        lanes albedo = LOAD(stack->albedo, at);
        for (int i = 0; i < STREAMS; i++)
            for (int j = 0; j < STREAMS; j++)
                back[i][j] = albedo * (2 * s->root[i] * s->root[j]);
    }
}

static void NAME(load_cover)(const skin_streams *s, const skin_cover *from, int at, NAME(cover) * c)
{
    NAME(surface)(s, c);
    if (!from)
        return;
    c->body = LOAD(from->body, at);
    for (int i = 0; i < STREAMS; i++) {
        c->down[i] = LOAD(from->down[i], at);
        c->up[i] = LOAD(from->up[i], at);
        for (int j = 0; j < STREAMS; j++)
            c->back[i][j] = LOAD(from->back.m[i * STREAMS + j], at);
    }
}

/* Reflection of a stack's layers over its end, without a surface. */
static void NAME(layers)(const skin_streams *s, const slab_stack *stack, int at, NAME(matrix) back)
{
    NAME(bottom)(s, stack, at, back);
    for (int n = stack->count - 1; n >= 0; n--) {
        NAME(matrix) R, T;
        lanes Y[STREAMS][STREAMS + 1];
        for (int i = 0; i < STREAMS; i++)
            Y[i][STREAMS] = back[0][0] * 0.0;
        NAME(slab)(s, stack->layers[n], at, R, T);
        NAME(add)(R, T, back, Y);
    }
}

/* Cover above, what reflects with `back` below: x = (E - cover.back back)^-1 down; out = body + up.(back x). */
static APART void NAME(see)(const skin_streams *s, const skin_cover *cover, NAME(matrix) back, int at, double *out)
{
    NAME(matrix) K;
    NAME(cover) c;
    NAME(load_cover)(s, cover, at, &c);
    NAME(one_minus_product)(c.back, back, K);
    NAME(solve)(K, c.down, 1);
    lanes sum = c.body;
    for (int i = 0; i < STREAMS; i++) {
        lanes rising = back[i][0] * c.down[0];
        for (int k = 1; k < STREAMS; k++)
            rising += back[i][k] * c.down[k];
        sum += c.up[i] * rising;
    }
    STORE(out, at, sum);
}

static void NAME(reflect)(const skin_streams *s, const slab_stack *stack, double *out)
{
    for (int at = 0; at < SKIN_PAD; at += LANES) {
        NAME(matrix) back;
        NAME(layers)(s, stack, at, back);
        NAME(see)(s, stack->cover, back, at, out);
    }
}

static void NAME(flux)(const skin_streams *s, const slab_layer *layer, double *reflectance, double *transmittance)
{
    const int beam = STREAMS - 1;
    for (int at = 0; at < SKIN_PAD; at += LANES) {
        NAME(matrix) R, T;
        NAME(slab)(s, layer, at, R, T);
        double source = 1 / (2 * s->mu[beam] * s->w[beam]);
        lanes r = R[0][0] * 0.0, t = r;
        for (int i = 0; i < STREAMS; i++) {
            r += R[i][beam] * (2 * s->root[i] * s->root[beam] * source);
            t += T[i][beam] * (2 * s->root[i] * s->root[beam] * source);
        }
        STORE(reflectance, at, r);
        STORE(transmittance, at, t);
    }
}

#if STREAMS <= 8 /* the cached operators are sized for 8 streams: 16 serve as the reference only */
static void NAME(under)(const skin_streams *s, const slab_stack *stack, skin_operator *back)
{
    for (int at = 0; at < SKIN_PAD; at += LANES) {
        NAME(matrix) R;
        NAME(layers)(s, stack, at, R);
        for (int i = 0; i < STREAMS * STREAMS; i++)
            STORE(back->m[i], at, R[i / STREAMS][i % STREAMS]);
    }
}

static void NAME(deep)(const skin_streams *s, const slab_layer *layer, skin_operator *back)
{
    for (int at = 0; at < SKIN_PAD; at += LANES) {
        NAME(matrix) R, T;
        NAME(slab)(s, layer, at, R, T);
        for (int i = 0; i < STREAMS * STREAMS; i++)
            STORE(back->m[i], at, R[i / STREAMS][i % STREAMS]);
    }
}

/*
 * Hangs a layer under the cover. With light z from below, x entering the layer
 * and y leaving it upward: y = R x + T z, x = down + back y. Hence
 *     x = M (down + back T z), M = (E - back R)^-1; body' = body + up.(R M down)
 *     down' = T M down; up' = (T + R M back T)' up; back' as in `add`.
 */
static void NAME(hang)(const skin_streams *s, const slab_layer *layer, int at, NAME(cover) * c)
{
    NAME(matrix) R, T;
    lanes Y[STREAMS][STREAMS + 1];
    NAME(vector) q;
    NAME(slab)(s, layer, at, R, T);
    for (int i = 0; i < STREAMS; i++) {
        Y[i][STREAMS] = c->down[i];
        q[i] = R[i][0] * c->up[0];
        for (int k = 1; k < STREAMS; k++)
            q[i] += R[i][k] * c->up[k];
    }
    NAME(add)(R, T, c->back, Y);
    NAME(vector) up;
    for (int i = 0; i < STREAMS; i++) {
        lanes through = T[i][0] * Y[0][STREAMS], out = T[i][0] * c->up[0] + Y[0][i] * q[0];
        for (int k = 1; k < STREAMS; k++) {
            through += T[i][k] * Y[k][STREAMS];
            out += T[i][k] * c->up[k] + Y[k][i] * q[k];
        }
        c->body += q[i] * Y[i][STREAMS];
        c->down[i] = through;
        up[i] = out;
    }
    memcpy(c->up, up, sizeof up);
}

static void NAME(cover_init)(skin_cover *cover, const skin_streams *s, const slab_layer *const *layers, int count)
{
    for (int at = 0; at < SKIN_PAD; at += LANES) {
        NAME(cover) c;
        NAME(surface)(s, &c);
        for (int n = 0; n < count; n++)
            NAME(hang)(s, layers[n], at, &c);
        STORE(cover->body, at, c.body);
        for (int i = 0; i < STREAMS; i++) {
            STORE(cover->down[i], at, c.down[i]);
            STORE(cover->up[i], at, c.up[i]);
            for (int j = 0; j < STREAMS; j++)
                STORE(cover->back.m[i * STREAMS + j], at, c.back[i][j]);
        }
    }
}
#endif

#if STREAMS <= 8
#include "skin/light/lateral_kernel.h"
#endif

#undef E
