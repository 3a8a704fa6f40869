/* engine/pixels/pixels_kernel_avx2.c - the planar loops for x86 with AVX2 (compiled with -mavx2; without FMA, see MATH). */
#define KERNEL pixels_kernel_avx2
#include "pixels/pixels_kernel.h"
