/*
 * engine/region/photo_scale.c - the one scale of a photo: what is known of it, or else what hairs, head or frame let assume.
 *
 * How far each may be off, as a factor that holds 95 times in 100. Given or by a chart: two ends that are taken a few pixels
 * wrong, and a scalp that lies some centimetres nearer than the card. Hairs: people's are 0.05 to 0.1 mm wide, and blur
 * widens them. Heads are some 150 mm wide and 200 mm long, and may be cut off by the frame; of a photo as such only its
 * order is known.
 */
#include "region/region.h"

#include <math.h>
#include <string.h>

static const double given_factor = 1.05, chart_factor = 1.1, hair_factor = 1.5, head_factor = 1.5, photo_factor = 3;
static const double head_share = 0.4; /* of the photo's width: what is narrower is a part of a head */

int region_scale_is_assumed(sct_scale_source source)
{
    return source != SCT_SCALE_GIVEN && source != SCT_SCALE_CHART;
}

/* The width of all that was found by itself, pixels; what was shown is a part of a head. */
static double width_found(const region_result *result)
{
    double left = INFINITY, right = -INFINITY;
    for (size_t i = 0; i < result->region_count; i++) {
        const sct_region *region = &result->regions[i];
        if (strcmp(region->shape, "auto") != 0 || (region->role != SCT_ROLE_SKIN && region->role != SCT_ROLE_HAIR))
            continue;
        left = fmin(left, region->box[0]);
        right = fmax(right, (double)region->box[0] + region->box[2]);
    }
    return right > left ? right - left : 0;
}

static sct_scale scale_of(double mm_per_px, double u95_factor, sct_scale_source source)
{
    return (sct_scale){mm_per_px, u95_factor, source, region_scale_is_assumed(source)};
}

sct_scale region_scale(double given_mm_per_px, const region_result *result, uint32_t photo_width)
{
    double wide = width_found(result), photo = photo_width;
    if (given_mm_per_px > 0)
        return scale_of(given_mm_per_px, given_factor, SCT_SCALE_GIVEN);
    if (result->correction.mm_per_px > 0)
        return scale_of(result->correction.mm_per_px, chart_factor, SCT_SCALE_CHART);
    double by_hair = result->hair.kind == SCT_HAIR_STUBBLE ? region_scale_of_hair(result->hair.fibre_width_px) : (double)NAN;
    if (isfinite(by_hair))
        return scale_of(by_hair, hair_factor, SCT_SCALE_HAIR);
    if (wide > head_share * photo)
        return scale_of(REGION_HEAD_MM / wide, head_factor, SCT_SCALE_HEAD);
    return scale_of(REGION_HEAD_MM / photo, photo_factor, SCT_SCALE_PHOTO);
}
