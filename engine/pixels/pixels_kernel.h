/*
 * engine/pixels/pixels_kernel.h - the planar loops, compiled once for every
 * instruction set. The including file defines KERNEL, the name of its table.
 *
 * Plain C that the compiler vectorises; without contraction or reassociation,
 * so that every instruction set gives the same bits.
 */
#include "pixels/pixels_private.h"

#include <string.h>

static void matrix_block(const float m[9], float in[3][BLOCK], float out[3][BLOCK])
{
    for (int i = 0; i < BLOCK; i++) {
        float r = in[0][i], g = in[1][i], b = in[2][i];
        out[0][i] = m[0] * r + m[1] * g + m[2] * b;
        out[1][i] = m[3] * r + m[4] * g + m[5] * b;
        out[2][i] = m[6] * r + m[7] * g + m[8] * b;
    }
}

/*
 * f of CIELAB (CIE 15:2018, 8.2.1) with its straight part below (24/116)^3.
 * The cube root starts from a third of the exponent (relative error < 5 %) and
 * takes two steps of Halley's iteration, x <- x (x^3 + 2 t) / (2 x^3 + t), whose
 * error goes with the cube: 1e-4, then below a float's last digit.
 */
static void f_block(const float t[BLOCK], float out[BLOCK])
{
    for (int i = 0; i < BLOCK; i++) {
        float a = t[i] < 0.008856452f ? 0.008856452f : t[i];
        int32_t bits;
        memcpy(&bits, &a, sizeof bits);
        bits = (int32_t)((float)bits * (1.0f / 3.0f)) + 709921077;
        float x;
        memcpy(&x, &bits, sizeof x);
        float x3 = x * x * x;
        x = x * ((x3 + (a + a)) / ((x3 + x3) + a));
        x3 = x * x * x;
        x = x - x * ((x3 - a) / ((x3 + x3) + a));
        float straight = 7.787037f * t[i] + 0.13793103f;
        out[i] = t[i] > 0.008856452f ? x : straight;
    }
}

static void lab_block(float in[3][BLOCK], float out[3][BLOCK])
{
    float f[3][BLOCK];
    for (int c = 0; c < 3; c++)
        f_block(in[c], f[c]);
    for (int i = 0; i < BLOCK; i++) {
        out[0][i] = 116.0f * f[1][i] - 16.0f;
        out[1][i] = 500.0f * (f[0][i] - f[1][i]);
        out[2][i] = 200.0f * (f[1][i] - f[2][i]);
    }
}

const pixels_kernel KERNEL = {matrix_block, lab_block};
