/* engine/skin/light/slab_plain.c - the kernels in vectors every machine has (SSE2, NEON, wasm128). */
#define LANES   2
#define KERNELS slab_kernels_plain
#include "skin/light/slab_build.h"
