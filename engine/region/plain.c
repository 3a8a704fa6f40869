/* engine/region/plain.c - one plain surface that somebody points at: a film of ink, a card. It is neither skin nor hair. */
#include "region/job.h"

static const double some_share = 0.04, much_darker_L = 4; /* of a second colour, against the commonest */

/* Shine over most of a field is its commonest colour. The dull rest is darker, as ink is that ran together; a photo
 * does not tell which of them it sees, and the artist does. Where all of a field shines evenly nothing is left to compare.
 */
static void tell_darker_rest(const region_surface *surface, sct_flags *flags)
{
    double ratio = surface->second_mode;
    if (ratio > some_share && surface->second_L < surface->centre.lab.L - much_darker_L)
        flags_addf(flags, "specular", 0, "let the ink dry, and turn the sheet away from the lamp",
                   "a field is darker in %.0f %% of it: the rest shines, or ink has pooled there",
                   100 * ratio / (1 + ratio));
}

sct_status region_plain(sct_context *ctx, const sct_measure_options *options, const sct_correction *correction,
                        const pixels_image *image, const sct_shape *shape, sct_estimate *out, sct_flags *flags)
{
    sct_status status = SCT_OK;
    region_spans spans = {0};
    region_surface surface;
    region_job job = {.options = options,
                      .image = image,
                      .estimator = region_estimator_get((int)options->estimator),
                      .photo = {.de00 = correction->u95_de00}};
    if (!job.estimator)
        FAIL(ctx, SCT_ERR_OPTION, "there is no estimator number %d", options->estimator);
    if (pixels_get_doubt(image))
        job.photo = *pixels_get_doubt(image);
    pixels_size(image, &job.width, &job.height);
    TRY(region_spans_from_shape(ctx, shape, job.width, job.height, &spans));
    region_stand(&job, &spans);
    TRY(region_surface_measure(ctx, &job, &spans, &surface));
    /* What is said of skin that shines or lies unevenly lit holds for films too; the words are those of a region. */
    if (flags && surface.clipped > 0.05)
        flags_addf(flags, "clipped", 0, "photograph again with less or more exposure, without flash",
                   "%.0f %% of a field is over- or underexposed and was left out", 100 * surface.clipped);
    if (flags && surface.specular > 0.10)
        flags_addf(flags, "specular", 0, "let the ink dry, and turn the sheet away from the lamp",
                   "%.0f %% of a field shines and was left out", 100 * surface.specular);
    if (flags && surface.second_mode > 0.35)
        flags_add(flags, "two-modes", 0, "a field shows two colours; the commoner one was taken",
                  "lay the film down evenly, let it dry, and mark its middle only");
    if (flags)
        tell_darker_rest(&surface, flags);
    *out = surface.estimate;
done:
    region_spans_free(&spans);
    return status;
}
