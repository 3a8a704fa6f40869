/* engine/pixels/pixels_kernel.c - the planar loops for any machine, and the choice between them. */
#define KERNEL pixels_kernel_base
#include "pixels/pixels_kernel.h"

const pixels_kernel *pixels_kernel_pick(void)
{
#if defined(HAVE_AVX2)
    if (__builtin_cpu_supports("avx2"))
        return &pixels_kernel_avx2;
#endif
    return &pixels_kernel_base;
}
