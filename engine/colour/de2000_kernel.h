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

/* C^7 / (C^7 + 25^7) under a root: vividness() of de2000.c. */
PAIR_INLINE REAL NAME(vividness)(REAL C)
{
    REAL C3 = C * C * C, C7 = C3 * C3 * C;
    return SQRT(C7 / (C7 + R(6103515625.0)));
}

/* sin(60 deg exp(-((h - 275)/25)^2)) for the unit vector (x, y) of hue h. */
PAIR_INLINE REAL NAME(rotation)(REAL x, REAL y)
{
    REAL cos_turn = x * R(0.08715574274765817) - y * R(0.9961946980917455); /* of h - 275 deg */
    REAL sin_turn = x * R(0.9961946980917455) + y * R(0.08715574274765817);
    REAL away = cos_turn > 0 ? sin_turn * sin_turn / (1 + cos_turn) : 1 - cos_turn; /* 1 - cos, without cancelling */
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

PAIR_INLINE REAL NAME(pair)(REAL L1, REAL a1, REAL b1, REAL C1, REAL L2, REAL a2, REAL b2)
{
    REAL mean_C = (C1 + SQRT(a2 * a2 + b2 * b2)) / 2;
    REAL stretch = R(1.5) - R(0.5) * NAME(vividness)(mean_C);
    a1 *= stretch;
    a2 *= stretch;
    C1 = SQRT(a1 * a1 + b1 * b1);
    REAL C2 = SQRT(a2 * a2 + b2 * b2), C = (C1 + C2) / 2, product = C1 * C2;

    REAL cross = a1 * b2 - b1 * a2, dot = a1 * a2 + b1 * b2;
    REAL upper = ((b1 > 0) | ((b1 == 0) & (a1 > 0))) ? R(1.0) : R(-1.0); /* hue 1 in [0, 180) */
    REAL turn = FABS(cross) <= TIE * product ? upper : COPYSIGN(R(1.0), cross);
    REAL near = dot >= 0 ? R(1.0) : R(0.0);
    REAL half = SQRT((product + FABS(dot)) / 2);
    REAL dH = near > 0 ? cross / half : 2 * turn * half;
    dH = product > NO_HUE ? dH : 0;

    /* Along the mean hue: the sum of the two directions, or across their difference. */
    REAL sum_a = C2 * a1 + C1 * a2, sum_b = C2 * b1 + C1 * b2;
    REAL across_a = -turn * (C2 * b1 - C1 * b2), across_b = turn * (C2 * a1 - C1 * a2);
    REAL x = near > 0 ? sum_a : across_a, y = near > 0 ? sum_b : across_b;
    REAL length = SQRT(x * x + y * y);
    length = product > NO_HUE ? length : R(1.0);
    x /= length;
    y /= length;

    REAL L50 = (L1 + L2) / 2 - 50, L50_square = L50 * L50, SL_root = SQRT(20 + L50_square);
    REAL SC = 1 + R(0.045) * C, SH = 1 + R(0.015) * C * NAME(weight_T)(x, y);
    REAL l = (L2 - L1) * SL_root / (SL_root + R(0.015) * L50_square), c = (C2 - C1) / SC, k = dH / SH;
    REAL square = l * l + c * c + k * k - 2 * NAME(rotation)(x, y) * NAME(vividness)(C) * c * k;
    return SQRT(square < 0 ? 0 : square);
}

PAIR_INLINE void NAME(all)(const REAL first[3], const REAL *restrict L, const REAL *restrict a, const REAL *restrict b,
                           size_t count, REAL *restrict de)
{
    REAL C1 = SQRT(first[1] * first[1] + first[2] * first[2]);
    for (size_t i = 0; i < count; i++)
        de[i] = NAME(pair)(first[0], first[1], first[2], C1, L[i], a[i], b[i]);
}

#undef PAIR_INLINE
