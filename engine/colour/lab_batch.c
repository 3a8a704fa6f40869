/*
 * engine/colour/lab_batch.c - 8-bit RGB to Lab, many pixels at a time.
 *
 * A table of 256 values decodes a channel; the matrix and the adaptation to D50 are one; the loops are written so that the
 * compiler does several pixels at once. The build is chosen at run time; without contraction every build gives the same
 * bits.
 */
#include "colour/colour.h"

#include <math.h>
#include <string.h>

enum { BLOCK = 256, CODES = 256 };

typedef struct planes {
    float v[3][BLOCK];
} planes;

/* m: linear light to XYZ over white; out: L, a and b, BLOCK of each. One loop: what lies between stays in registers. */
static inline void lab_block(float m[3][3], const planes *linear, float *const out[3])
{
    const float *restrict r = linear->v[0], *restrict g = linear->v[1], *restrict blue = linear->v[2];
    float *restrict L = out[0], *restrict a = out[1], *restrict b = out[2];
    const float x0 = m[0][0], x1 = m[0][1], x2 = m[0][2];
    const float y0 = m[1][0], y1 = m[1][1], y2 = m[1][2];
    const float z0 = m[2][0], z1 = m[2][1], z2 = m[2][2];
    for (int i = 0; i < BLOCK; i++) {
        float fx = colour_lab_f_of(x0 * r[i] + x1 * g[i] + x2 * blue[i]);
        float fy = colour_lab_f_of(y0 * r[i] + y1 * g[i] + y2 * blue[i]);
        float fz = colour_lab_f_of(z0 * r[i] + z1 * g[i] + z2 * blue[i]);
        L[i] = 116.0f * fy - 16.0f;
        a[i] = 500.0f * (fx - fy);
        b[i] = 200.0f * (fy - fz);
    }
}

typedef void (*lab_build)(float m[3][3], const planes *linear, float *const out[3]);

static void plain_lab(float m[3][3], const planes *linear, float *const out[3])
{
    lab_block(m, linear, out);
}

#if defined(__x86_64__) || defined(__i386__)
__attribute__((target("avx2"))) static void avx2_lab(float m[3][3], const planes *linear, float *const out[3])
{
    lab_block(m, linear, out);
}
#if !defined(__clang__) /* clang's attribute cannot ask for 512-bit registers */
#define HAVE_AVX512_BUILD 1
__attribute__((target("avx512f,avx512dq,prefer-vector-width=512"))) static void
avx512_lab(float m[3][3], const planes *linear, float *const out[3])
{
    lab_block(m, linear, out);
}
#endif

static lab_build fastest_here(void)
{
#ifdef HAVE_AVX512_BUILD
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq"))
        return avx512_lab;
#endif
    return __builtin_cpu_supports("avx2") ? avx2_lab : plain_lab;
}
#else
static lab_build fastest_here(void)
{
    return plain_lab;
}
#endif

/* Linear light of a space to XYZ D50 over white. */
static void matrix_of(sct_rgb_space space, float out[3][3])
{
    const sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2), from = sct_rgb_white(space);
    const sct_rgb ones[3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    for (int i = 0; i < 3; i++) {
        sct_xyz d50 = sct_xyz_adapt(sct_xyz_from_rgb(ones[i], space), from, white, SCT_ADAPTATION_BRADFORD);
        out[0][i] = (float)(d50.X / white.X);
        out[1][i] = (float)(d50.Y / white.Y);
        out[2][i] = (float)(d50.Z / white.Z);
    }
}

void sct_labs_from_rgb8(sct_rgb_space space, const uint8_t *rgb, size_t count, float *L, float *a, float *b)
{
    const lab_build build = fastest_here();
    float m[3][3], decoded[CODES];
    planes linear = {{{0}}}, last;
    if (!rgb || !L || !a || !b)
        return;
    matrix_of(space, m);
    for (int i = 0; i < CODES; i++)
        decoded[i] = (float)sct_rgb_decode((sct_rgb){i / 255.0, 0, 0}, space).r;
    for (size_t at = 0; at < count; at += BLOCK) {
        size_t n = count - at < BLOCK ? count - at : BLOCK;
        const uint8_t *pixel = rgb + 3 * at;
        for (size_t i = 0; i < n; i++, pixel += 3) {
            linear.v[0][i] = decoded[pixel[0]];
            linear.v[1][i] = decoded[pixel[1]];
            linear.v[2][i] = decoded[pixel[2]];
        }
        int whole = n == BLOCK;
        build(m, &linear,
              (float *const[3]){whole ? L + at : last.v[0], whole ? a + at : last.v[1], whole ? b + at : last.v[2]});
        if (whole)
            continue;
        memcpy(L + at, last.v[0], n * sizeof *L);
        memcpy(a + at, last.v[1], n * sizeof *a);
        memcpy(b + at, last.v[2], n * sizeof *b);
    }
}
