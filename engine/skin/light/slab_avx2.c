/*
 * engine/skin/light/slab_avx2.c - the kernels for AVX2, compiled with -mavx2 where the
 * target is x86 (sources.mk). Elsewhere wider vectors gain nothing, but are right.
 */
#define LANES   4
#define KERNELS slab_kernels_avx2
#include "skin/light/slab_build.h"
