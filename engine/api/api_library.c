/* engine/api/api_library.c - what this build of the library has. */
#include "api/api.h"

int sct_has(sct_feature feature)
{
    switch (feature) {
    case SCT_FEATURE_PNG:
    case SCT_FEATURE_JPEG: return 1;
    case SCT_FEATURE_HEIC:
#ifdef HAVE_HEIF
        return 1;
#else
        return 0;
#endif
    case SCT_FEATURE_CARD: return card_tags_supported(NULL) == SCT_OK;
    case SCT_FEATURE_AVX2: return colour_de2000_builds(NULL)->runs_here() && colour_de2000_builds(NULL)->name[0] == 'a';
    case SCT_FEATURE_GUARDED_TAGS: return 0;
    }
    return 0;
}
