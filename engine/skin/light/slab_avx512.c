/*
 * engine/skin/light/slab_avx512.c - the kernels for AVX-512, compiled with -mavx512f where the target is x86 (sources.mk);
 * nothing elsewhere. Four rounds do all wavelengths.
 */
#if defined(__AVX512F__)
#define LANES   8
#define KERNELS slab_kernels_avx512
#include "skin/light/slab_build.h"
#else
#include "skin/light/slab.h"

const slab_kernels slab_kernels_avx512[SLAB_KERNELS] = {{0, NULL, NULL, NULL, NULL, NULL, NULL}};
#endif
