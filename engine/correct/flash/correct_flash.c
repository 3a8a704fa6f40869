/*
 * correct_flash.c - from two photos of one view, one with the flash and one without, a photo in the light of the flash
 * alone.
 *
 * Light adds up. What the flash has brought is the linear light of the one photo less that of the other, whatever lamps
 * and windows there were besides (Nixon, Outlaw & Leung 2020, "Accurate device-independent colorimetric measurements using
 * smartphones", doi 10.1371/journal.pone.0230561, eq. 1). A phone's file is not linear but has a tone curve on top of its
 * colour space's: that of the camera, where it is known, or of a chart in the photo is taken off before and put back after,
 * so that the answer is a photo by this camera like any other.
 *
 * Where exposures are told and differ, the photo without the flash is brought to that of the other.
 */
#include "correct/flash/correct_flash.h"

#include "correct/camera/correct_camera.h"
#include "correct/correct_steps.h"

#include <math.h>
#include <string.h>

enum { TONE = 4096, SURVEYED = 300 };

static const double most_clipped = 0.20;   /* of the middle of a photo, where the client is */
static const double least_share = 0.15;    /* of the light that the flash must bring, as a median */
static const double most_negative = 0.05;  /* of pixels that are darker with the flash */
static const double negative = 0.06;       /* of the light, and more: noise and a pixel's shift make less */
static const double negative_least = 0.01; /* linear */
static const double bright = 0.8;          /* where the brightest hundredth of the answer is put */
static const double most_gain = 8;
static const double same_primaries = 2e-3; /* of an element of the profiles' matrices */
static const double most_exposure = 8;     /* ratio of two exposures */

/* The camera's curves as tables over the square root of the code; rising. */
typedef struct tone {
    int active;
    float to[3][TONE + 1];
} tone;

typedef struct flash_job {
    const pixels_image *flash;
    tone *curve;
    float *other; /* light of the photo without the flash, all of it; NaN: clipped */
    uint32_t width, height;
    flash_shift shift;
    double exposure, gain;
    float *light; /* a row of the photo with the flash */
    uint8_t *flags;
} flash_job;

/* ---- the camera's curve ---- */

static void tabulate(const pixels_correction *correction, tone *out)
{
    for (int i = 0; i <= TONE; i++) {
        double code = (double)i / TONE, rgb[3] = {code * code, code * code, code * code}, w[3];
        pixels_correct_one(correction, 0, 0, rgb, w);
        for (int c = 0; c < 3; c++)
            out->to[c][i] = i && !(w[c] > (double)out->to[c][i - 1]) ? out->to[c][i - 1] : (float)fmax(w[c], 0);
    }
    out->active = 1;
}

static float straighten(const tone *t, int c, float v)
{
    if (!t->active)
        return v;
    float at = sqrtf(fminf(fmaxf(v, 0), 1)) * TONE;
    int i = at < TONE ? (int)at : TONE - 1;
    return t->to[c][i] + (at - (float)i) * (t->to[c][i + 1] - t->to[c][i]);
}

static float bend(const tone *t, int c, float w)
{
    int low = 0, high = TONE;
    if (!t->active)
        return w;
    if (!(w > t->to[c][0]))
        return 0;
    if (w >= t->to[c][TONE])
        return 1;
    while (high - low > 1) {
        int middle = (low + high) / 2;
        if (t->to[c][middle] <= w)
            low = middle;
        else
            high = middle;
    }
    float rise = t->to[c][high] - t->to[c][low], at = (float)low + (rise > 0 ? (w - t->to[c][low]) / rise : 0);
    return at * at / ((float)TONE * TONE);
}

/* The curve of the camera, when the photo is by it; else that which a chart in the photo tells; else none. */
static sct_status find_tone(sct_context *ctx, const sct_camera *camera, const sct_photo *photo, const pixels_image *image,
                            tone *out)
{
    sct_status status = SCT_OK;
    sct_context quiet = diag_quiet(ctx);
    sct_flags *ignored = NULL;
    sct_chart_options charts;
    sct_chart_result *result = NULL;
    correct_found *found = NULL;
    correct_model model;
    if (camera) {
        TRY(mem_new(&quiet, 1, sizeof *ignored, (void **)&ignored));
        if (correct_camera_is_of(camera, photo, image, ignored))
            tabulate(&camera->correction, out);
        goto done;
    }
    TRY(chart_options_take(&quiet, NULL, &charts));
    TRY(mem_new(&quiet, 1, sizeof *result, (void **)&result));
    TRY(mem_new(&quiet, 1, sizeof *found, (void **)&found));
    TRY(correct_find(&quiet, &charts, photo, image, result, found));
    TRY(correct_chart_fit_twins(&quiet, &charts, found, result, &model));
    if (result->correction.kind == SCT_CORRECTION_CHART && model.correction.knots >= 3) {
        correct_elsewhere_flatten(result, found->width, found->height, &model.correction);
        tabulate(&model.correction, out);
    }
done:
    mem_free(ignored);
    mem_free(result);
    mem_free(found);
    if (status == SCT_ERR_CHART_NONE || status == SCT_ERR_CHART_UNUSABLE)
        return SCT_OK;
    if (status != SCT_OK) /* no memory, or told to stop */
        diag_take(ctx, &quiet);
    return status;
}

/* ---- what can be subtracted ---- */

/* How much more light the photo with the flash was given, or 1 where one of the files does not say. */
static double exposure_of(const sct_photo *flash, const sct_photo *other)
{
    photo_camera a = photo_camera_of(flash), b = photo_camera_of(other);
    double ratio = a.exposure_s * a.iso / (b.exposure_s * b.iso) * (b.f_number * b.f_number) / (a.f_number * a.f_number);
    return isfinite(ratio) && ratio > 0 ? ratio : 1;
}

static double clipped_share(const pixels_image *image, uint8_t *flags)
{
    photo_window w = pixels_window(image);
    size_t clipped = 0, seen = 0;
    for (uint32_t y = w.height / 4; y < w.height - w.height / 4; y += 1 + w.height / SURVEYED) {
        pixels_flag_row(image, w.x, w.y + y, w.width, flags);
        for (uint32_t x = w.width / 4; x < w.width - w.width / 4; x++, seen++)
            clipped += (flags[x] & PIXELS_CLIPPED_HIGH) != 0;
    }
    return seen ? (double)clipped / (double)seen : 0;
}

static sct_status check_pair(sct_context *ctx, const sct_photo *flash, const sct_photo *other, const pixels_image *a,
                             const pixels_image *b)
{
    sct_status status = SCT_OK;
    sct_photo_info one = photo_info(flash), two = photo_info(other);
    photo_camera with = photo_camera_of(flash), without = photo_camera_of(other);
    num_mat3 p = pixels_matrix(a), q = pixels_matrix(b);
    double most = 0, ratio = exposure_of(flash, other);
    if (one.width != two.width || one.height != two.height)
        FAIL(ctx, SCT_ERR_NOTHING, "the photos with and without the flash differ in size (%u x %u, %u x %u)", one.width,
             one.height, two.width, two.height);
    for (int i = 0; i < 9; i++)
        most = fmax(most, fabs(p.m[i / 3][i % 3] - q.m[i / 3][i % 3]));
    if (!(most <= same_primaries) || one.channels != 3 || two.channels != 3)
        FAIL(ctx, SCT_ERR_NOTHING, "the photos with and without the flash have different colour spaces");
    if (with.flash == 0)
        FAIL(ctx, SCT_ERR_NOTHING, "in the photo that was named as the one with the flash it did not fire");
    if (without.flash == 1)
        FAIL(ctx, SCT_ERR_NOTHING, "in the photo that was named as the one without the flash it fired");
    if (ratio > most_exposure || ratio < 1 / most_exposure)
        FAIL(
            ctx, SCT_ERR_NOTHING,
            "one of the photos with and without the flash was exposed %.0f times as long as the other; hold a finger on the "
            "client until exposure and focus are locked, then take both",
            fmax(ratio, 1 / ratio));
done:
    return status;
}

static sct_status check_clipped(sct_context *ctx, const pixels_image *image, uint8_t *flags, const char *which)
{
    double share = clipped_share(image, flags);
    if (share <= most_clipped)
        return SCT_OK;
    return diag_set(
        ctx, SCT_ERR_NOTHING,
        "%.0f %% of the photo %s the flash is over-exposed, so nothing can be subtracted there; expose less, or go "
        "further away",
        100 * share, which);
}

/* ---- the difference ---- */

/* The light of the other photo, its curve straightened. */
static sct_status read_other(sct_context *ctx, const pixels_image *other, flash_job *job)
{
    sct_status status = SCT_OK;
    for (uint32_t y = 0; y < job->height; y++) {
        float *row = job->other + (size_t)y * job->width * 3;
        pixels_rgb_row(other, 0, y, job->width, row);
        pixels_flag_row(other, 0, y, job->width, job->flags);
        for (size_t x = 0; x < job->width; x++)
            for (int c = 0; c < 3; c++)
                row[3 * x + (size_t)c] =
                    job->flags[x] & PIXELS_CLIPPED_HIGH ? NAN : straighten(job->curve, c, row[3 * x + (size_t)c]);
        if (y % 256 == 0)
            TRY(progress_tell(ctx, SCT_STAGE_PHOTO, 0.8 * y / job->height));
    }
done:
    return status;
}

/* Between four pixels of the other photo; NaN where one is clipped or outside. */
static void at_place(const flash_job *job, double x, double y, float out[3])
{
    double left = floor(x), top = floor(y);
    out[0] = out[1] = out[2] = NAN;
    if (!(left >= 0 && top >= 0 && left + 1 < job->width && top + 1 < job->height))
        return;
    float fx = (float)(x - left), fy = (float)(y - top);
    const float *a = job->other + ((size_t)top * job->width + (size_t)left) * 3, *b = a + (size_t)job->width * 3;
    for (int c = 0; c < 3; c++)
        out[c] = (1 - fy) * ((1 - fx) * a[c] + fx * a[3 + c]) + fy * ((1 - fx) * b[c] + fx * b[3 + c]);
}

/* One row of both: the light of the flash alone into `out`, NaN where it cannot be told; `with`: that of the first photo. */
static void subtract_row(const flash_job *job, uint32_t y, float *with, float *out)
{
    const double(*m)[3] = job->shift.m;
    pixels_rgb_row(job->flash, 0, y, job->width, with);
    pixels_flag_row(job->flash, 0, y, job->width, job->flags);
    for (uint32_t x = 0; x < job->width; x++) {
        float other[3];
        at_place(job, m[0][0] * x + m[0][1] * y + m[0][2], m[1][0] * x + m[1][1] * y + m[1][2], other);
        for (size_t c = 0; c < 3; c++) {
            float light = straighten(job->curve, (int)c, with[3 * x + c]);
            with[3 * x + c] = light;
            out[3 * x + c] = job->flags[x] & PIXELS_CLIPPED_HIGH ? NAN : light - (float)job->exposure * other[c];
        }
    }
}

/* Looks at rows spread over the photo: is there light of the flash, and nothing that it has taken away? Sets the gain. */
static sct_status survey(sct_context *ctx, flash_job *job, float *row)
{
    sct_status status = SCT_OK;
    float *shares = NULL, *highest = NULL;
    size_t n = 0, dark = 0, step_x = 1 + job->width / SURVEYED, step_y = 1 + job->height / SURVEYED;
    TRY(mem_new(ctx, (size_t)(SURVEYED + 1) * (SURVEYED + 1), sizeof *shares, (void **)&shares));
    TRY(mem_new(ctx, (size_t)(SURVEYED + 1) * (SURVEYED + 1), sizeof *highest, (void **)&highest));
    for (size_t y = 0; y < job->height; y += step_y) {
        subtract_row(job, (uint32_t)y, job->light, row);
        for (size_t x = 0; x < job->width; x += step_x) {
            const float *d = row + 3 * x, *with = job->light + 3 * x;
            if (!isfinite(d[0]) || !(with[1] > 0))
                continue;
            int taken = 0;
            float most = 0;
            for (int c = 0; c < 3; c++) {
                taken |= (double)d[c] < -negative_least - negative * (double)with[c];
                most = fmaxf(most, job->curve->active ? d[c] / job->curve->to[c][TONE] : d[c]);
            }
            dark += (size_t)taken;
            shares[n] = d[1] / with[1];
            highest[n++] = most;
        }
    }
    if (n < SURVEYED)
        FAIL(ctx, SCT_ERR_NOTHING, "the photos with and without the flash have too little in common");
    if ((double)dark > most_negative * (double)n)
        FAIL(ctx, SCT_ERR_NOTHING,
             "%.0f %% of the view is darker with the flash than without: exposure or white balance has changed; hold a "
             "finger on "
             "the client until both are locked, then take both photos",
             100 * (double)dark / (double)n);
    double share = (double)num_select(shares, n, n / 2), top = (double)num_select(highest, n, n * 99 / 100);
    if (!(share >= least_share))
        FAIL(ctx, SCT_ERR_NOTHING, "the flash brings only %.0f %% of the light; go nearer, or darken the room",
             100 * fmax(share, 0));
    job->gain = fmax(1, fmin(most_gain, bright / top));
done:
    mem_free(shares);
    mem_free(highest);
    return status;
}

/* All of the difference as 16-bit values of the photo's own space; what cannot be told is white, so that it counts as
 * clipped. */
static sct_status write_pixels(sct_context *ctx, const flash_job *job, const pixels_encoder *encoder, float *row,
                               uint16_t *pixels)
{
    sct_status status = SCT_OK;
    for (uint32_t y = 0; y < job->height; y++) {
        uint16_t *out = pixels + (size_t)y * job->width * 3;
        subtract_row(job, y, job->light, row);
        for (uint32_t x = 0; x < job->width; x++)
            for (size_t c = 0; c < 3; c++)
                row[3 * x + c] =
                    isfinite(row[3 * x + c]) ? bend(job->curve, (int)c, fmaxf(row[3 * x + c] * (float)job->gain, 0)) : 1;
        pixels_encode_row(encoder, row, job->width, out);
        for (uint32_t x = 0; x < job->width; x++)
            if (row[3 * x] >= 1 && row[3 * x + 1] >= 1 && row[3 * x + 2] >= 1)
                out[3 * x] = out[3 * x + 1] = out[3 * x + 2] = UINT16_MAX;
        if (y % 256 == 0)
            TRY(progress_tell(ctx, SCT_STAGE_PHOTO, 0.8 + 0.2 * y / job->height));
    }
done:
    return status;
}

/* Two images whose pair has been checked to a photo of the flash's light. */
static sct_status subtract(sct_context *ctx, const sct_photo *flash, const pixels_image *other, flash_job *job,
                           sct_photo **out)
{
    sct_status status = SCT_OK;
    pixels_encoder *encoder = NULL;
    uint16_t *pixels = NULL;
    float *row = NULL;
    size_t icc_size = 0, n = (size_t)job->width * job->height;

    TRY(mem_new(ctx, n, 3 * sizeof *job->other, (void **)&job->other));
    TRY(mem_new(ctx, job->width, 3 * sizeof *row, (void **)&row));
    TRY(read_other(ctx, other, job));
    TRY(survey(ctx, job, row));
    TRY(pixels_encoder_new(ctx, job->flash, 16, &encoder));
    TRY(mem_new(ctx, n, 3 * sizeof *pixels, (void **)&pixels));
    TRY(write_pixels(ctx, job, encoder, row, pixels));
    const unsigned char *icc = pixels_encoder_icc(encoder, &icc_size);
    TRY(photo_from_frame(ctx, flash, &pixels, icc, icc ? icc_size : 0, out));
done:
    pixels_encoder_free(encoder);
    mem_free(pixels);
    mem_free(row);
    return status;
}

sct_status correct_flash_alone(sct_context *ctx, const sct_camera *camera, const sct_photo *flash, const sct_photo *other,
                               sct_photo **out)
{
    sct_status status = SCT_OK;
    pixels_image *a = NULL, *b = NULL;
    flash_job job = {.gain = 1};

    TRY(chart_open_photo(ctx, flash, &a));
    TRY(chart_open_photo(ctx, other, &b));
    TRY(check_pair(ctx, flash, other, a, b));
    pixels_size(a, &job.width, &job.height);
    TRY(mem_new(ctx, job.width, 1, (void **)&job.flags));
    TRY(mem_new(ctx, job.width, 3 * sizeof *job.light, (void **)&job.light));
    TRY(mem_new(ctx, 1, sizeof *job.curve, (void **)&job.curve));
    TRY(check_clipped(ctx, a, job.flags, "with"));
    TRY(check_clipped(ctx, b, job.flags, "without"));
    TRY(correct_flash_align(ctx, a, b, &job.shift));
    TRY(find_tone(ctx, camera, flash, a, job.curve));
    job.flash = a;
    job.exposure = exposure_of(flash, other);
    TRY(subtract(ctx, flash, b, &job, out));
done:
    mem_free(job.flags);
    mem_free(job.light);
    mem_free(job.curve);
    mem_free(job.other);
    pixels_free(a);
    pixels_free(b);
    return status;
}
