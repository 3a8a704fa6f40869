/*
 * engine/region/robust/model.c - what a pixel of a skin region is, once the skin is known.
 *
 * Body colour under more or less light keeps the ratio of chroma to L* + 16
 * nearly (both go with the cube root of the light), so that shade and skin lie
 * on one ray; light mirrored at the surface adds white and leaves it: lighter,
 * and less chroma than the ray has there (dichromatic model: Shafer 1985,
 * Color Res. Appl. 10:210, doi 10.1002/col.5080100409).
 */
#include "region/robust/robust.h"

#include <math.h>

enum { SPANS_A_PART = 128 };
static const double skin_d2 = 14.16;       /* 99.73 % of three normal variables: 3 sigma */
static const double least_sd = 0.7;        /* of a model: two estimates of one skin differ by more */
static const double specular_above_L = 3;  /* a gloss of less is within the skin's own texture */
static const double specular_ratio = 0.93; /* of the skin's chroma per L* + 16 */
static const double hair_ratio = 0.72;     /* dark and this grey: fibres, not shade */

region_model region_model_from(const region_centre *centre)
{
    region_model model = {.centre = centre->lab, .inverse = region_inverse_cov(&centre->spread, least_sd)};
    model.sd_L = sqrt(centre->spread.m[0][0] + least_sd * least_sd);
    model.chroma_ratio = hypot(centre->lab.a, centre->lab.b) / (centre->lab.L + 16);
    return model;
}

int region_model_label(const region_model *model, const region_sample *sample)
{
    if (region_distance2(&model->inverse, model->centre, sample) <= skin_d2)
        return SCT_LABEL_SKIN;
    double dL = (double)sample->L - model->centre.L;
    double ratio = hypot((double)sample->a, (double)sample->b) / ((double)sample->L + 16);
    if (dL > fmax(specular_above_L, model->sd_L) && ratio < specular_ratio * model->chroma_ratio)
        return SCT_LABEL_SPECULAR;
    if (dL < -model->sd_L)
        return ratio < hair_ratio * model->chroma_ratio ? SCT_LABEL_HAIR : SCT_LABEL_SHADOW;
    return SCT_LABEL_NONE;
}

/* Spans are labelled beside each other: they share no pixel. */
typedef struct label_job {
    const pixels_image *image;
    const region_spans *spans;
    const region_model *model;
    uint32_t width;
    uint8_t *labels;
    float *lab[TASK_HANDS];
    uint8_t *flags[TASK_HANDS];
} label_job;

static sct_status label_part(sct_context *ctx, void *user, size_t part, int hand)
{
    sct_status status = SCT_OK;
    label_job *j = user;
    const region_spans *spans = j->spans;
    size_t end = (part + 1) * SPANS_A_PART < spans->count ? (part + 1) * SPANS_A_PART : spans->count;
    if (!j->flags[hand]) {
        TRY(mem_new(ctx, spans->x1 - spans->x0, 3 * sizeof *j->lab[hand], (void **)&j->lab[hand]));
        TRY(mem_new(ctx, spans->x1 - spans->x0, 1, (void **)&j->flags[hand]));
    }
    for (size_t i = part * SPANS_A_PART; i < end; i++) {
        const region_span *span = &spans->items[i];
        const float *lab = j->lab[hand];
        const uint8_t *flags = j->flags[hand];
        uint8_t *out = j->labels + (size_t)span->y * j->width + span->x;
        pixels_lab_row(j->image, span->x, span->y, span->n, j->lab[hand]);
        pixels_flag_row(j->image, span->x, span->y, span->n, j->flags[hand]);
        for (uint32_t k = 0; k < span->n; k++) {
            region_sample sample = {lab[3 * k], lab[3 * k + 1], lab[3 * k + 2], 0};
            if (flags[k] & PIXELS_TRANSPARENT)
                continue;
            out[k] = flags[k] ? SCT_LABEL_CLIPPED : (uint8_t)region_model_label(j->model, &sample);
        }
    }
done:
    return status;
}

sct_status region_label_spans(sct_context *ctx, const pixels_image *image, const region_spans *spans,
                              const region_model *model, uint32_t width, uint8_t *labels)
{
    label_job job = {.image = image, .spans = spans, .model = model, .width = width, .labels = labels};
    sct_status status = task_share(ctx, label_part, &job, (spans->count + SPANS_A_PART - 1) / SPANS_A_PART);
    for (int i = 0; i < TASK_HANDS; i++) {
        mem_free(job.lab[i]);
        mem_free(job.flags[i]);
    }
    return status;
}
