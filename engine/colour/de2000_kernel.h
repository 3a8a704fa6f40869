/*
 * engine/colour/de2000_kernel.h - CIEDE2000 of one pair without angles or
 * branches, for de2000_batch.c, which includes it once for each precision with
 *   REAL  the type             NAME(x)  a name for that type
 *   R(x)  a constant of it     SQRT, FABS, COPYSIGN  its functions
 *   TIE   sine of the angle below which opposite hues count as 180 degrees apart
 *   NO_HUE  product of chromas below which the hue term is nothing
 *   TURN_*  the rotation term's numbers, see rotation()
 * The derivation stands in de2000_batch.c.
 */

#define PAIR_INLINE static inline __attribute__((always_inline))

PAIR_INLINE REAL NAME(horner)(const REAL *c, int degree, REAL x)
{
    REAL sum = c[degree];
#pragma GCC unroll 16
    for (int i = degree - 1; i >= 0; i--)
        sum = sum * x + c[i];
    return sum;
}

/* (C / 25)^7: p / (p + 1) under a root is vividness() of de2000.c. */
PAIR_INLINE REAL NAME(power)(REAL C)
{
    REAL C3 = C * C * C;
    return C3 * C3 * C * R(1.6384e-10);
}

/* sin(60 deg exp(-((h - 275)/25)^2)) for the unit vector (x, y) of hue h. */
PAIR_INLINE REAL NAME(rotation)(REAL x, REAL y)
{
    REAL cos_turn = x * R(0.08715574274765817) - y * R(0.9961946980917455); /* of h - 275 deg */
    REAL away = 1 - cos_turn;                                               /* where it cancels, the Gauss is flat */
    REAL root = NAME(horner)(NAME(turn_root), TURN_ROOT_DEGREE, away < TURN_FARTHEST ? away : TURN_FARTHEST);
    REAL square = root * root, gauss = square * square;
    REAL sine = gauss * NAME(horner)(NAME(turn_sine), TURN_SINE_DEGREE, gauss * gauss);
    return ((x >= 0) & (y >= 0)) ? 0 : sine; /* there |h - 275| is 185 to 275, not the short way round */
}

/* Eq. 15 for the unit vector (x, y) of hue h: its powers are the vectors of 2h, 3h, 4h. */
PAIR_INLINE REAL NAME(weight_T)(REAL x, REAL y)
{
    REAL x2 = x * x - y * y, y2 = 2 * x * y;
    REAL x3 = x2 * x - y2 * y, y3 = x2 * y + y2 * x;
    REAL x4 = x2 * x2 - y2 * y2, y4 = 2 * x2 * y2;
    REAL first = R(0.14722431864335458) * x + R(0.085) * y;                  /* 0.17 cos(h - 30 deg) */
    REAL third = R(0.31824700651784750) * x3 - R(0.03344910824564911) * y3;  /* 0.32 cos(3h + 6 deg) */
    REAL fourth = R(0.09079809994790937) * x4 + R(0.17820130483767357) * y4; /* 0.20 cos(4h - 63 deg) */
    return 1 - first + R(0.24) * x2 + third - fourth;
}

/* The first colour, and what of it is the same in every pair. */
typedef struct NAME(one) {
    REAL L, a, b, bb, C, upper; /* upper: 1 where its hue is in [0, 180), else -1 */
} NAME(one);

/*
 * What is known of some pairs between one step and the next. A pair is a chain of roots and quotients, each of which waits
 * for the one before: as one loop it keeps a processor waiting, in short steps many pairs are under way at once.
 */
typedef struct NAME(some) {
    REAL a[SOME], a1[SOME]; /* stretched, of the second and of the first */
    REAL C[SOME], dC[SOME], dH_half[SOME], half[SOME], x[SOME], y[SOME];
    REAL turned[SOME], hue[SOME];
} NAME(some);

PAIR_INLINE void NAME(stretch)(const NAME(one) * one, const REAL *restrict a, const REAL *restrict b, size_t n,
                               NAME(some) *restrict s)
{
    for (size_t i = 0; i < n; i++) {
        REAL t7 = NAME(power)((one->C + SQRT(a[i] * a[i] + b[i] * b[i])) / 2);
        REAL stretch = R(1.5) - R(0.5) * SQRT(t7 / (t7 + 1));
        s->a1[i] = one->a * stretch;
        s->a[i] = a[i] * stretch;
    }
}

PAIR_INLINE void NAME(turn)(const NAME(one) * one, const REAL *restrict b, size_t n, NAME(some) *restrict s)
{
    for (size_t i = 0; i < n; i++) {
        REAL a1 = s->a1[i], b1 = one->b, a2 = s->a[i], b2 = b[i];
        REAL C1 = SQRT(a1 * a1 + one->bb), C2 = SQRT(a2 * a2 + b2 * b2), product = C1 * C2;
        REAL cross = a1 * b2 - b1 * a2, dot = a1 * a2 + b1 * b2;
        REAL turn = FABS(cross) <= TIE * product ? one->upper : COPYSIGN(R(1.0), cross);
        int near = dot >= 0, coloured = product > NO_HUE;
        REAL square_of_half = coloured ? (product + FABS(dot)) / 2 : R(1.0);
        REAL dH_half = near ? cross : 2 * turn * square_of_half; /* dH' times half */
        s->dH_half[i] = coloured ? dH_half : 0;
        s->half[i] = SQRT(square_of_half);
        s->C[i] = (C1 + C2) / 2;
        s->dC[i] = C2 - C1;
        /* Along the mean hue: the sum of the two directions, or across their difference. */
        REAL sum_a = C2 * a1 + C1 * a2, sum_b = C2 * b1 + C1 * b2;
        REAL across_a = turn * (C1 * b2 - C2 * b1), across_b = turn * (C2 * a1 - C1 * a2);
        REAL x = near ? sum_a : across_a, y = near ? sum_b : across_b, square = x * x + y * y;
        REAL shorter = 1 / SQRT(coloured ? square : R(1.0));
        s->x[i] = x * shorter;
        s->y[i] = y * shorter;
    }
}

PAIR_INLINE void NAME(weigh)(size_t n, NAME(some) *restrict s)
{
    for (size_t i = 0; i < n; i++) {
        s->turned[i] = NAME(rotation)(s->x[i], s->y[i]);
        s->hue[i] = s->half[i] * (1 + R(0.015) * s->C[i] * NAME(weight_T)(s->x[i], s->y[i])); /* S_H times half */
    }
}

PAIR_INLINE void NAME(join)(const NAME(one) * one, const REAL *restrict L, size_t n, const NAME(some) *restrict s,
                            REAL *restrict de)
{
    for (size_t i = 0; i < n; i++) {
        REAL L50 = (one->L + L[i]) / 2 - 50, L50_square = L50 * L50, SL_root = SQRT(20 + L50_square);
        REAL SL = SL_root + R(0.015) * L50_square, SC = 1 + R(0.045) * s->C[i], hue = s->hue[i];
        REAL T7 = NAME(power)(s->C[i]);
        REAL l = (L[i] - one->L) * SL_root / SL, c = s->dC[i] / SC, k = s->dH_half[i] / hue;
        REAL vivid = SQRT(T7 / (T7 + 1));
        REAL square = l * l + c * c + k * k - 2 * s->turned[i] * vivid * c * k;
        de[i] = SQRT(square < 0 ? 0 : square);
    }
}

PAIR_INLINE void NAME(all)(const REAL first[3], const REAL *restrict L, const REAL *restrict a, const REAL *restrict b,
                           size_t count, REAL *restrict de)
{
    NAME(one) one = {.L = first[0], .a = first[1], .b = first[2], .bb = first[2] * first[2]};
    NAME(some) some;
    one.C = SQRT(one.a * one.a + one.bb);
    one.upper = ((one.b > 0) | ((one.b == 0) & (one.a > 0))) ? R(1.0) : R(-1.0);
    for (size_t at = 0; at < count; at += SOME) {
        size_t n = count - at < SOME ? count - at : SOME;
        NAME(stretch)(&one, a + at, b + at, n, &some);
        NAME(turn)(&one, b + at, n, &some);
        NAME(weigh)(n, &some);
        NAME(join)(&one, L + at, n, &some, de + at);
    }
}

#undef PAIR_INLINE
