/* engine/region/surface.c - one colour of one region, what was left out of it, and what is weak about it. */
#include "correct/correct.h"
#include "region/job.h"

#include <math.h>

enum { SAMPLES_MIN = 20, PIXELS_ENOUGH = 500, SECOND_MIN = 30 };
static const double clipped_share = 0.05, specular_share = 0.10, second_share = 0.35, range_L_max = 9;
static const double outside_d2 = 14.16; /* 3 sigma of three normal variables */

/* How many samples the next densest colour outside the ellipsoid has, relative to those inside; *L becomes how light it is.
 * Borrows the front of `rest` (room for all samples). */
static double second_mode(const region_cloud *cloud, const region_centre *centre, region_sample *rest, double *L)
{
    num_mat3 inverse = region_inverse_cov(&centre->spread, 1.0);
    size_t outside = 0;
    for (size_t i = 0; i < cloud->count; i++)
        if (region_distance2(&inverse, centre->lab, &cloud->items[i]) > outside_d2)
            rest[outside++] = cloud->items[i];
    size_t inside = cloud->count - outside;
    if (outside < SECOND_MIN || inside == 0)
        return 0;
    region_centre second;
    region_estimator_get(SCT_ESTIMATOR_MODE)->centre(rest, outside, &second);
    *L = second.lab.L;
    return second.share * (double)outside / (double)inside;
}

static void count_labels(const region_cloud *cloud, region_surface *surface)
{
    size_t counts[SCT_LABEL_CHART + 1] = {0};
    for (size_t i = 0; i < cloud->count; i++)
        counts[region_model_label(&surface->model, &cloud->items[i])]++;
    double read = (double)cloud->read;
    surface->clipped = (double)cloud->clipped / read;
    surface->specular = (double)counts[SCT_LABEL_SPECULAR] / read;
    surface->shadow = (double)counts[SCT_LABEL_SHADOW] / read;
    surface->estimate.pixels = (uint64_t)counts[SCT_LABEL_SKIN] * cloud->step * cloud->step;
}

void region_stand(region_job *job, const region_spans *spans)
{
    double x = 0, y = 0, n = 0;
    for (size_t i = 0; spans->items && i < spans->count; i++) {
        double length = spans->items[i].n;
        x += length * (spans->items[i].x + 0.5 * length);
        y += length * (spans->items[i].y + 0.5);
        n += length;
    }
    if (n > 0)
        job->doubt = colour_doubt_placed(&job->photo, x / n / job->width - 0.5, (y / n - 0.5 * job->height) / job->width);
    else
        job->doubt = job->photo;
}

sct_status region_surface_measure(sct_context *ctx, const region_job *job, const region_spans *spans, region_surface *out)
{
    sct_status status = SCT_OK;
    region_cloud cloud = {0};
    region_sample *rest = NULL;
    region_surface surface = {0};
    sct_cov noise;

    TRY(region_cloud_gather(ctx, job->image, spans, &cloud));
    if (cloud.count < SAMPLES_MIN)
        FAIL(ctx, SCT_ERR_NOTHING,
             "only %zu pixels of the region can be used (%llu clipped, %llu transparent or on the chart); choose a larger "
             "or better lit one",
             cloud.count, (unsigned long long)cloud.clipped, (unsigned long long)cloud.transparent);
    job->estimator->centre(cloud.items, cloud.count, &surface.centre);
    surface.model = region_model_from(&surface.centre);
    count_labels(&cloud, &surface);
    TRY(mem_new(ctx, cloud.count, sizeof *rest, (void **)&rest));
    surface.second_L = (double)NAN;
    surface.second_mode = second_mode(&cloud, &surface.centre, rest, &surface.second_L);
    surface.range_L = region_tile_range(&cloud, &surface.centre);
    TRY(region_bootstrap(ctx, job->estimator, &cloud, job->options->seed, &noise));
    surface.estimate.lab = surface.centre.lab;
    region_trust(&surface.estimate, &noise, &job->doubt);
    *out = surface;
done:
    mem_free(rest);
    region_cloud_free(&cloud);
    return status;
}

sct_status region_check_chart(sct_context *ctx, const region_job *job, sct_lab lab, const char *name)
{
    sct_status status = SCT_OK;
    if (!job->out || job->out->correction.kind != SCT_CORRECTION_CHART)
        return SCT_OK;
    double by_chart = colour_doubt_u95(&job->doubt, lab);
    if (by_chart > correct_bound_without(lab))
        FAIL(ctx, SCT_ERR_CHART_UNUSABLE,
             "the light changes so steeply from the chart to the %s that its colour may be off by %.0f dE00; lay the chart "
             "right beside it, in the same light",
             name, by_chart);
done:
    return status;
}

uint32_t region_flag_bit(int index)
{
    return index < 0 ? 0 : 1u << index;
}

uint32_t region_surface_flags(const region_surface *surface, sct_role role, sct_flags *flags)
{
    const char *name = sct_role_name(role);
    uint32_t bits = 0;
    if (surface->estimate.pixels < PIXELS_ENOUGH)
        bits |= region_flag_bit(flags_addf(flags, "few-pixels", 1, "choose a larger region or photograph it from nearer",
                                           "the %s colour rests on %llu pixels; %d are needed", name,
                                           (unsigned long long)surface->estimate.pixels, PIXELS_ENOUGH));
    if (surface->second_mode > second_share)
        bits |= region_flag_bit(flags_addf(flags, "two-modes", 0,
                                           "choose a region of one surface in one light, or several small ones",
                                           "the %s region shows two colours; the commoner one was taken", name));
    if (surface->clipped > clipped_share)
        bits |= region_flag_bit(flags_addf(flags, "clipped", 0, "photograph again with less or more exposure, without flash",
                                           "%.0f %% of the %s region is over- or underexposed and was left out",
                                           100 * surface->clipped, name));
    if (surface->specular > specular_share)
        bits |=
            region_flag_bit(flags_addf(flags, "specular", 0, "wipe the skin dry, turn away from the lamp, photograph again",
                                       "%.0f %% of the %s region shines and was left out", 100 * surface->specular, name));
    if (surface->range_L > range_L_max)
        bits |= region_flag_bit(flags_addf(flags, "uneven-light", 0,
                                           "photograph in even daylight, lamps from both sides, no flash",
                                           "light on the %s region varies by %.0f L*", name, surface->range_L));
    return bits;
}
