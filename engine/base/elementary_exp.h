/*
 * engine/base/elementary_exp.h - what elementary.c needs of elementary_exp.c beside what elementary.h offers everyone.
 */
#ifndef ENGINE_ELEMENTARY_EXP_H
#define ENGINE_ELEMENTARY_EXP_H

#define LN2_HI 6.93147180369123816490e-01 /* 32 bits of ln(2): times a whole number below 2^20 it is exact */
#define LN2_LO 1.90821492927058770002e-10

/* exp(hi + lo), |lo| far below |hi|: within 0.76 units in the last place of hi + lo. */
double elementary_exp_of_sum(double hi, double lo);

#endif
