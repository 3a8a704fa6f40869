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

static void lab_block(float in[3][BLOCK], float out[3][BLOCK])
{
    float f[3][BLOCK];
    for (int c = 0; c < 3; c++)
        colour_lab_f(in[c], f[c], BLOCK);
    for (int i = 0; i < BLOCK; i++)
        out[0][i] = 116.0f * f[1][i] - 16.0f;
    for (int i = 0; i < BLOCK; i++)
        out[1][i] = 500.0f * (f[0][i] - f[1][i]);
    for (int i = 0; i < BLOCK; i++)
        out[2][i] = 200.0f * (f[1][i] - f[2][i]);
}

const pixels_kernel KERNEL = {matrix_block, lab_block};
