/*
 * engine/pixels/pixels_kernel.h - the planar loops, compiled once for every
 * instruction set. The including file defines KERNEL, the name of its table.
 *
 * Plain C that the compiler vectorises; without contraction or reassociation,
 * so that every instruction set gives the same bits.
 */
#include "pixels/pixels_private.h"

/* One row of the matrix over a block. */
static void dot_block(float x, float y, float z, const float *restrict r, const float *restrict g, const float *restrict b,
                      float *restrict out)
{
    for (int i = 0; i < BLOCK; i++)
        out[i] = x * r[i] + y * g[i] + z * b[i];
}

static void matrix_block(const float m[9], float in[3][BLOCK], float out[3][BLOCK])
{
    for (int row = 0; row < 3; row++)
        dot_block(m[3 * row], m[3 * row + 1], m[3 * row + 2], in[0], in[1], in[2], out[row]);
}

/* One loop: what lies between stays in registers. */
static void lab_block(float in[3][BLOCK], float out[3][BLOCK])
{
    const float *restrict x = in[0], *restrict y = in[1], *restrict z = in[2];
    float *restrict L = out[0], *restrict a = out[1], *restrict b = out[2];
    for (int i = 0; i < BLOCK; i++) {
        float fx = colour_lab_f_of(x[i]), fy = colour_lab_f_of(y[i]), fz = colour_lab_f_of(z[i]);
        L[i] = 116.0f * fy - 16.0f;
        a[i] = 500.0f * (fx - fy);
        b[i] = 200.0f * (fy - fz);
    }
}

const pixels_kernel KERNEL = {matrix_block, lab_block};
