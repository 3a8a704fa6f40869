/*
 * engine/skin/light/lateral_kernel.h - ink in one place, light that varies
 * sideways; part of slab_kernel.h, for 4 and 8 streams.
 *
 * Without ink the fields down and up are b+ and b- = R b+, with R the reflection
 * of the bare medium, which goes on without end, and at the depth z below the
 * top of the inked layer b+(z) = W(z) b+(0), W(z1 + z2) = W(z1) W(z2). With ink
 * they are b - d. What is missing, d, obeys the transport of the inked medium,
 * loses light sideways, and springs from what the ink takes from b:
 *     +- mu dd+-/dz = -(p + ink + sideways) d + scattered d + ink b
 * In the symmetric basis and for sums and differences of down and up, with P and
 * Q of the inked and the bare slice (slab_kernel.h):
 *     (E + P') (d+ + d-) = 2 (P - P0) (E + R) b,   (E + Q') (d+ - d-) = 2 (Q - Q0) (E - R) b
 * P', Q' with losses sideways, b the mean over the slice, (E + W) b+(0) / 2.
 * Let A and D carry b+(0) to the d that leaves a layer up and down. Two layers:
 *     A2 = A + (S+ - S-) / 2,  D2 = D W + (S+ + S-) / 2
 *     S+- = T (E -+ R')^-1 (D +- A W)
 * with R', T of d: the same LDL' as in `sandwich` serves both.
 */

/* One row of K = L D L' without square roots: L's into K, one over D's into inverse. */
static inline void NAME(factor_row)(NAME(matrix) K, NAME(vector) inverse, int i)
{
    NAME(vector) scaled;
    for (int j = 0; j < i; j++) {
        lanes sum = K[i][j];
        for (int k = 0; k < j; k++)
            sum -= scaled[k] * K[j][k];
        scaled[j] = sum;
        K[i][j] = sum * inverse[j];
    }
    lanes pivot = K[i][i];
    for (int k = 0; k < i; k++)
        pivot -= scaled[k] * K[i][k];
    inverse[i] = 1.0 / pivot;
}

/* One row and column of the symmetric out = V W, v being V's row. */
static inline void NAME(symmetric_row)(NAME(vector) v, NAME(matrix) W, NAME(matrix) out, int i)
{
    for (int j = 0; j <= i; j++) {
        lanes sum = v[0] * W[0][j];
        for (int k = 1; k < STREAMS; k++)
            sum += v[k] * W[k][j];
        out[i][j] = out[j][i] = sum;
    }
}

/* out = T K^-1 T as `sandwich`, and B = T K^-1 B. */
static void NAME(sandwich_too)(NAME(matrix) K, NAME(matrix) T, NAME(matrix) out, NAME(matrix) B)
{
    NAME(matrix) W, Z;
    NAME(vector) inverse;
    for (int i = 0; i < STREAMS; i++) {
        NAME(factor_row)(K, inverse, i);
        for (int j = 0; j < STREAMS; j++) {
            lanes sum = T[i][j], too = B[i][j];
            for (int k = 0; k < i; k++) {
                sum -= K[i][k] * W[k][j];
                too -= K[i][k] * B[k][j];
            }
            W[i][j] = sum;
            B[i][j] = too;
        }
    }
    for (int i = 0; i < STREAMS; i++) {
        NAME(vector) v;
        for (int k = 0; k < STREAMS; k++)
            v[k] = W[k][i] * inverse[k];
        for (int j = 0; j < STREAMS; j++) {
            lanes sum = v[0] * B[0][j];
            for (int k = 1; k < STREAMS; k++)
                sum += v[k] * B[k][j];
            Z[i][j] = sum;
        }
        NAME(symmetric_row)(v, W, out, i);
    }
    memcpy(B, Z, sizeof Z);
}

static void NAME(product)(NAME(matrix) A, NAME(matrix) B, NAME(matrix) out)
{
    for (int i = 0; i < STREAMS; i++) {
        for (int j = 0; j < STREAMS; j++) {
            lanes sum = A[i][0] * B[0][j];
            for (int k = 1; k < STREAMS; k++)
                sum += A[i][k] * B[k][j];
            out[i][j] = sum;
        }
    }
}

static void NAME(times)(NAME(matrix) A, NAME(vector) x, NAME(vector) out)
{
    for (int i = 0; i < STREAMS; i++) {
        lanes sum = A[i][0] * x[0];
        for (int k = 1; k < STREAMS; k++)
            sum += A[i][k] * x[k];
        out[i] = sum;
    }
}

/* What every frequency shares. */
typedef struct NAME(place) {
    NAME(matrix) even, odd;            /* E + P, E + Q of the inked slice */
    NAME(matrix) from_even, from_odd;  /* what springs from b in the slice */
    NAME(matrix) through[SLAB_LEVELS]; /* W of 1, 2, 4 ... slices */
    NAME(vector) light;                /* b+ at the top of the layer */
    lanes h;
} NAME(place);

/* 2 (inked - bare) (E +- R) (E + W) / 2 */
static void NAME(source)(NAME(matrix) inked, NAME(matrix) bare, NAME(matrix) R, double sign, NAME(matrix) W,
                         NAME(matrix) out)
{
    NAME(matrix) mean, both, taken;
    for (int i = 0; i < STREAMS; i++) {
        for (int j = 0; j < STREAMS; j++) {
            mean[i][j] = W[i][j] + E(i, j);
            both[i][j] = sign * R[i][j] + E(i, j);
            taken[i][j] = inked[i][j] - bare[i][j];
        }
    }
    NAME(matrix) seen;
    NAME(product)(both, mean, seen);
    NAME(product)(taken, seen, out);
}

static void NAME(place_init)(const skin_streams *s, const slab_place *from, int at, NAME(place) * p)
{
    NAME(matrix) R, T, deep, K, bare;
    NAME(vector) weight;
    NAME(cover) c;
    for (int i = 0; i < STREAMS * STREAMS; i++)
        deep[i / STREAMS][i % STREAMS] = LOAD(from->deep->m[i], at);
    NAME(load_cover)(s, from->cover, at, &c);
    NAME(one_minus_product)(c.back, deep, K);
    NAME(solve)(K, c.down, 1);
    memcpy(p->light, c.down, sizeof p->light);
    NAME(slice)(s, from->bare, at, R, T);
    NAME(one_minus_product)(R, deep, K);
    memcpy(p->through[0], T, sizeof T);
    NAME(solve)(K, p->through[0][0], STREAMS);
    for (int n = 1; n < from->inked->doublings[at / SLAB_GROUP]; n++)
        NAME(product)(p->through[n - 1], p->through[n - 1], p->through[n]);
    lanes h = LOAD(from->bare->slice, at) * 0.5;
    p->h = LOAD(from->inked->slice, at) * 0.5;
    NAME(phase_weights)(from->inked, at, weight);
    NAME(slice_matrix)(s, weight, 0, &p->h, p->even);
    NAME(slice_matrix)(s, weight, 1, &p->h, p->odd);
    NAME(phase_weights)(from->bare, at, weight);
    for (int parity = 0; parity < 2; parity++) {
        NAME(slice_matrix)(s, weight, parity, &h, bare);
        for (int i = 0; i < STREAMS; i++)
            for (int j = 0; j < i; j++) {
                bare[j][i] = bare[i][j];
                (parity ? p->odd : p->even)[j][i] = (parity ? p->odd : p->even)[i][j];
            }
        NAME(source)
        (parity ? p->odd : p->even, bare, deep, parity ? -1.0 : 1.0, p->through[0], parity ? p->from_odd : p->from_even);
    }
}

/* A layer of the inked medium for d: R, T, and what carries b+ at its top to the d that leaves it up (A) and down (D). */
typedef struct NAME(inked) {
    NAME(matrix) R, T, A, D;
} NAME(inked);

static void NAME(first_slice)(const skin_streams *s, NAME(place) * p, const slab_sideways *sideways, int at, NAME(inked) * l)
{
    NAME(matrix) K, X, Y, F, G;
    for (int i = 0; i < STREAMS; i++)
        for (int j = 0; j < STREAMS; j++)
            l->T[i][j] = p->h * 0.0 + E(i, j);
    memcpy(F, p->from_even, sizeof F);
    memcpy(G, p->from_odd, sizeof G);
    memcpy(K, p->even, sizeof K);
    NAME(lose_sideways)(s, sideways, at, &p->h, K);
    NAME(sandwich_too)(K, l->T, X, F);
    memcpy(K, p->odd, sizeof K);
    NAME(lose_sideways)(s, sideways, at, &p->h, K);
    NAME(sandwich_too)(K, l->T, Y, G);
    for (int i = 0; i < STREAMS; i++) {
        for (int j = 0; j < STREAMS; j++) {
            l->R[i][j] = X[i][j] - Y[i][j];
            l->T[i][j] = X[i][j] + Y[i][j] - E(i, j);
            l->A[i][j] = 0.5 * (F[i][j] - G[i][j]);
            l->D[i][j] = 0.5 * (F[i][j] + G[i][j]);
        }
    }
}

/* E + sign R; of a symmetric K only the lower triangle is read. */
static inline void NAME(unit_with)(NAME(matrix) R, double sign, NAME(matrix) K)
{
    for (int i = 0; i < STREAMS; i++)
        for (int j = 0; j <= i; j++)
            K[i][j] = E(i, j) + sign * R[i][j];
}

/* R and T of two layers, one on the other, by what both parities leave. */
static inline void NAME(put_together)(NAME(inked) * l, NAME(matrix) X, NAME(matrix) Y)
{
    for (int i = 0; i < STREAMS; i++) {
        for (int j = 0; j < STREAMS; j++) {
            l->R[i][j] += 0.5 * (X[i][j] - Y[i][j]);
            l->T[i][j] = 0.5 * (X[i][j] + Y[i][j]);
        }
    }
}

/* Two of them, one on the other; W of one. */
static void NAME(twice)(NAME(inked) * l, NAME(matrix) W)
{
    NAME(matrix) K, X, Y, F, G;
    NAME(product)(l->A, W, X);
    NAME(product)(l->D, W, Y);
    for (int i = 0; i < STREAMS; i++) {
        for (int j = 0; j < STREAMS; j++) {
            F[i][j] = l->D[i][j] + X[i][j];
            G[i][j] = l->D[i][j] - X[i][j];
            l->D[i][j] = Y[i][j];
        }
    }
    NAME(unit_with)(l->R, -1, K);
    NAME(sandwich_too)(K, l->T, X, F);
    NAME(unit_with)(l->R, 1, K);
    NAME(sandwich_too)(K, l->T, Y, G);
    NAME(put_together)(l, X, Y);
    for (int i = 0; i < STREAMS; i++) {
        for (int j = 0; j < STREAMS; j++) {
            l->A[i][j] += 0.5 * (F[i][j] - G[i][j]);
            l->D[i][j] += 0.5 * (F[i][j] + G[i][j]);
        }
    }
}

enum { NAME(FEW) = 2 };
typedef lanes NAME(few)[STREAMS][NAME(FEW)];

static void NAME(times_few)(NAME(matrix) A, NAME(few) x, NAME(few) out)
{
    for (int i = 0; i < STREAMS; i++) {
        for (int j = 0; j < NAME(FEW); j++) {
            lanes sum = A[i][0] * x[0][j];
            for (int k = 1; k < STREAMS; k++)
                sum += A[i][k] * x[k][j];
            out[i][j] = sum;
        }
    }
}

/* `sandwich_too` for two columns of B. */
static void NAME(sandwich_few)(NAME(matrix) K, NAME(matrix) T, NAME(matrix) out, NAME(few) B)
{
    NAME(matrix) W;
    NAME(few) Z;
    NAME(vector) inverse;
    for (int i = 0; i < STREAMS; i++) {
        NAME(factor_row)(K, inverse, i);
        for (int j = 0; j < STREAMS; j++) {
            lanes sum = T[i][j];
            for (int k = 0; k < i; k++)
                sum -= K[i][k] * W[k][j];
            W[i][j] = sum;
        }
        for (int j = 0; j < NAME(FEW); j++)
            for (int k = 0; k < i; k++)
                B[i][j] -= K[i][k] * B[k][j];
    }
    for (int i = 0; i < STREAMS; i++) {
        NAME(vector) v;
        for (int k = 0; k < STREAMS; k++)
            v[k] = W[k][i] * inverse[k];
        for (int j = 0; j < NAME(FEW); j++) {
            lanes sum = v[0] * B[0][j];
            for (int k = 1; k < STREAMS; k++)
                sum += v[k] * B[k][j];
            Z[i][j] = sum;
        }
        NAME(symmetric_row)(v, W, out, i);
    }
    memcpy(B, Z, sizeof Z);
}

/* `twice`, where A and D are wanted of two columns x only: they hold A x and D x, lower_A and lower_D A W x and D W x, which
 * are lost. */
static void NAME(twice_few)(NAME(inked) * l, NAME(few) A, NAME(few) D, NAME(few) lower_A, NAME(few) lower_D)
{
    NAME(matrix) K, X, Y;
    NAME(few) F;
    for (int i = 0; i < STREAMS; i++) {
        for (int j = 0; j < NAME(FEW); j++) {
            F[i][j] = D[i][j] + lower_A[i][j];
            lower_A[i][j] = D[i][j] - lower_A[i][j];
        }
    }
    NAME(unit_with)(l->R, -1, K);
    NAME(sandwich_few)(K, l->T, X, F);
    NAME(unit_with)(l->R, 1, K);
    NAME(sandwich_few)(K, l->T, Y, lower_A);
    NAME(put_together)(l, X, Y);
    for (int i = 0; i < STREAMS; i++) {
        for (int j = 0; j < NAME(FEW); j++) {
            A[i][j] += 0.5 * (F[i][j] - lower_A[i][j]);
            D[i][j] = lower_D[i][j] + 0.5 * (F[i][j] + lower_A[i][j]);
        }
    }
}

/*
 * Doubles a slice to the layer, for the light that falls on it: what leaves it up and down. The last doubling needs A and D
 * of two columns only, that light at its top and in its middle, and the one before of the same two.
 */
static void NAME(whole)(NAME(place) * p, int doublings, NAME(inked) * l, NAME(vector) up, NAME(vector) down)
{
    NAME(few) x, below, A, D, lower_A, lower_D;
    NAME(vector) middle;
    int first = doublings > 2 ? doublings - 2 : 0;
    if (doublings == 0) {
        NAME(times)(l->A, p->light, up);
        NAME(times)(l->D, p->light, down);
        return;
    }
    for (int n = 0; n < first; n++)
        NAME(twice)(l, p->through[n]);
    NAME(times)(p->through[doublings - 1], p->light, middle);
    for (int i = 0; i < STREAMS; i++) {
        x[i][0] = p->light[i];
        x[i][1] = middle[i];
    }
    NAME(times_few)(l->A, x, A);
    NAME(times_few)(l->D, x, D);
    if (doublings > 1) {
        NAME(times_few)(p->through[first], x, below);
        NAME(times_few)(l->A, below, lower_A);
        NAME(times_few)(l->D, below, lower_D);
        NAME(twice_few)(l, A, D, lower_A, lower_D);
    }
    for (int i = 0; i < STREAMS; i++) {
        lower_A[i][0] = lower_A[i][1] = A[i][1]; /* the second column goes unused */
        lower_D[i][0] = lower_D[i][1] = D[i][1];
    }
    NAME(twice_few)(l, A, D, lower_A, lower_D);
    for (int i = 0; i < STREAMS; i++) {
        up[i] = A[i][0];
        down[i] = D[i][0];
    }
}

/*
 * The layer between what reflects below and above for this frequency:
 *     y = up + T (E - below R)^-1 below down,  loss = cover.up (E - back above)^-1 y
 */
static lanes NAME(loss_of)(const skin_streams *s, NAME(place) * p, int doublings, const skin_mode *mode,
                           const slab_sideways *sideways, int at)
{
    NAME(matrix) back, K;
    NAME(inked) l;
    NAME(vector) up, down;
    NAME(cover) c;
    lanes Y[STREAMS][STREAMS + 1];
    NAME(first_slice)(s, p, sideways, at, &l);
    NAME(whole)(p, doublings, &l, up, down);
    for (int i = 0; i < STREAMS * STREAMS; i++)
        back[i / STREAMS][i % STREAMS] = LOAD(mode->deep.m[i], at);
    for (int i = 0; i < STREAMS; i++) {
        lanes sum = back[i][0] * down[0];
        for (int k = 1; k < STREAMS; k++)
            sum += back[i][k] * down[k];
        Y[i][STREAMS] = sum;
    }
    NAME(add)(l.R, l.T, back, Y);
    for (int i = 0; i < STREAMS; i++)
        for (int k = 0; k < STREAMS; k++)
            up[i] += l.T[i][k] * Y[k][STREAMS];
    NAME(load_cover)(s, &mode->cover, at, &c);
    NAME(one_minus_product)(back, c.back, K);
    NAME(solve)(K, up, 1);
    lanes sum = c.up[0] * up[0];
    for (int i = 1; i < STREAMS; i++)
        sum += c.up[i] * up[i];
    return sum;
}

_Static_assert(sizeof(NAME(place)) + sizeof(lanes) <= sizeof(slab_room), "slab_room");

static void NAME(loss)(const skin_streams *s, const slab_place *place, const skin_mode *const *modes,
                       const slab_sideways *sideways, int count, slab_room *room, double (*out)[SKIN_PAD])
{
    unsigned char *bytes = (unsigned char *)room;
    NAME(place) *p = (void *)(bytes + (sizeof(lanes) - (uintptr_t)bytes % sizeof(lanes)) % sizeof(lanes));
    for (int at = 0; at < SKIN_PAD; at += LANES) {
        NAME(place_init)(s, place, at, p);
        for (int m = 0; m < count; m++) {
            lanes loss = NAME(loss_of)(s, p, place->inked->doublings[at / SLAB_GROUP], modes[m], &sideways[m], at);
            STORE(out[m], at, loss);
        }
    }
}
