/*
 * engine/skin/light/slab_build.h - private: makes slab_kernel.h for 4, 8 and, plain, 16
 * streams with vectors of LANES wavelengths and lists the results in a table
 * named KERNELS. Compilers without vector types get one lane.
 */
#include "skin/light/slab.h"

#include <string.h>

#if defined(__GNUC__) || defined(__clang__)
#define APART __attribute__((noinline)) /* its matrices leave the stack again before others come */
typedef double lanes __attribute__((vector_size(LANES * sizeof(double))));
typedef double lanes_in_array __attribute__((vector_size(LANES * sizeof(double)), aligned(8), may_alias));
#else
#undef LANES
#define LANES 1
#define APART
typedef double lanes, lanes_in_array;
#endif
#define LOAD(array, at)         (*(const lanes_in_array *)((array) + (at)))
#define STORE(array, at, value) (*(lanes_in_array *)((array) + (at)) = (value))

#define STREAMS    4
#define NAME(word) word##_4
#include "skin/light/slab_kernel.h"
#undef STREAMS
#undef NAME

#define STREAMS    8
#define NAME(word) word##_8
#include "skin/light/slab_kernel.h"
#undef STREAMS
#undef NAME

#if LANES <= 2
#define STREAMS    16
#define NAME(word) word##_16
#include "skin/light/slab_kernel.h"
#undef STREAMS
#undef NAME
#define SIXTEEN                                                                                                             \
    {                                                                                                                       \
        16, reflect_16, NULL, NULL, NULL, flux_16, NULL                                                                     \
    }
#else
#define SIXTEEN                                                                                                             \
    {                                                                                                                       \
        0, NULL, NULL, NULL, NULL, NULL, NULL                                                                               \
    } /* left to the plain build */
#endif

const slab_kernels KERNELS[SLAB_KERNELS] = {{4, reflect_4, deep_4, under_4, cover_init_4, flux_4, loss_4},
                                            {8, reflect_8, deep_8, under_8, cover_init_8, flux_8, loss_8},
                                            SIXTEEN};
