/* engine/region/find/refuse.c - why nothing was found: what people can do about it comes before what programs can. */
#include "region/find/find.h"

/* White paper is brighter than this in any photo that shows skin, and a photo of which so much is white shows none. */
static const float DARK_L = 35, WHITE_L = 92;
static const double WHITE_SHARE = 0.4, BRIGHTEST_SHARE = 0.05; /* of the cells */

sct_status region_refuse(sct_context *ctx, const region_map *map, const char *otherwise)
{
    size_t count = (size_t)map->columns * map->rows, bright = 0, white = 0;
    for (size_t i = 0; i < count; i++) {
        bright += map->cells[i].L >= DARK_L;
        white += map->cells[i].L >= WHITE_L;
    }
    if ((double)bright < BRIGHTEST_SHARE * (double)count)
        return diag_set(ctx, SCT_ERR_NOTHING, "the photo is too dark; photograph it again in more light");
    if ((double)white > WHITE_SHARE * (double)count)
        return diag_set(ctx, SCT_ERR_NOTHING,
                        "the photo is too bright, much of it is white; photograph it again in softer light");
    return diag_set(ctx, SCT_ERR_NOTHING, "%s", otherwise);
}
