/* engine/api/api_library.c - what this build of the library has on this machine. */
#include "api/api.h"

/* Builds stand fastest first, and the last runs on any processor. */
static int has_avx2(void)
{
    size_t count;
    const colour_de2000_build *builds = colour_de2000_builds(&count);
    for (size_t i = 0; i + 1 < count; i++)
        if (builds[i].runs_here())
            return 1;
    return 0;
}

int sct_has(sct_feature feature)
{
    switch (feature) {
    case SCT_FEATURE_PNG:
    case SCT_FEATURE_JPEG:
    case SCT_FEATURE_CARD:
    case SCT_FEATURE_GUARDED_TAGS: return 1;
    case SCT_FEATURE_HEIC: return photo_reads_heic();
    case SCT_FEATURE_PASSPHRASE:
#ifdef HAVE_SODIUM
        return 1;
#else
        return 0;
#endif
    case SCT_FEATURE_AVX2: return has_avx2();
    }
    return 0;
}
