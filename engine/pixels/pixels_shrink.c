/* engine/pixels/pixels_shrink.c - a smaller copy of an image, for those who look for things in it. */
#include "pixels/pixels_private.h"

#include <string.h>

/* A column's sum of `side` rows fits 16 bits: 8 * 255 at most, and a square's 64 * 255. */
static void add_row(uint16_t *restrict sum, const uint8_t *restrict row, size_t n)
{
    for (size_t i = 0; i < n; i++)
        sum[i] = (uint16_t)(sum[i] + row[i]);
}

/* Two neighbouring pixels become one, in place: the sums of a square by halving its side again and again. */
static void join_pairs(uint16_t *sum, uint32_t pairs)
{
    for (uint32_t x = 0; x < pairs; x++)
        for (uint32_t c = 0; c < 3; c++)
            sum[3 * x + c] = (uint16_t)(sum[6 * x + c] + sum[6 * x + 3 + c]);
}

static void shrink_rows(const pixels_image *image, uint32_t y, uint32_t side, uint8_t *row, uint16_t *sum, uint8_t *out)
{
    const photo_window *w = &image->frame.window;
    uint32_t width = w->width / side * side, shift = 0;
    memset(sum, 0, 3 * (size_t)width * sizeof *sum);
    for (uint32_t i = 0; i < side; i++) {
        pixels_rgb8_row(image, w->x, w->y + y * side + i, width, row);
        add_row(sum, row, 3 * (size_t)width);
    }
    for (; side > 1; side /= 2, shift += 2)
        join_pairs(sum, width /= 2);
    for (uint32_t i = 0; i < 3 * width; i++)
        out[i] = (uint8_t)((sum[i] + (1u << shift) / 2) >> shift);
}

/* Rows are shrunk by several hands, a strip at a time. */
typedef struct shrink_job {
    const pixels_image *image, *copy;
    uint32_t side;
} shrink_job;

enum { STRIP = 64 };

static sct_status shrink_strip(sct_context *ctx, void *user, size_t strip, int hand)
{
    sct_status status = SCT_OK;
    const shrink_job *job = user;
    const photo_window *w = &job->image->frame.window;
    const uint32_t first = (uint32_t)strip * STRIP, left = job->copy->height - first;
    uint8_t *row = NULL, *out = (uint8_t *)job->copy->frame.pixels + 3 * (size_t)first * job->copy->width;
    uint16_t *sum = NULL;
    (void)hand;
    TRY(progress_tell(ctx, SCT_STAGE_CHART, 0));
    TRY(mem_new(ctx, w->width, 3, (void **)&row));
    TRY(mem_new(ctx, w->width, 3 * sizeof *sum, (void **)&sum));
    for (uint32_t y = 0; y < STRIP && y < left; y++, out += 3 * (size_t)job->copy->width)
        shrink_rows(job->image, first + y, job->side, row, sum, out);
done:
    mem_free(row);
    mem_free(sum);
    return status;
}

sct_status pixels_shrink(sct_context *ctx, const pixels_image *image, uint32_t side, pixels_image **out)
{
    sct_status status = SCT_OK;
    void *memory = NULL;
    pixels_image *copy = NULL;
    const photo_window *w = &image->frame.window;
    uint32_t width = w->width / side, height = w->height / side;

    if (width == 0 || height == 0)
        FAIL(ctx, SCT_ERR_ARGUMENT, "an image of %u x %u pixels cannot be made %u times smaller", w->width, w->height, side);
    TRY(mem_new(ctx, 1, sizeof *copy, &memory));
    copy = memory;
    copy->frame = (photo_frame){.window = {0, 0, width, height}, .channels = 3, .bits = 8};
    copy->width = width;
    copy->height = height;
    TRY(mem_new(ctx, (size_t)width * height, 3, &copy->frame.pixels));
    TRY(task_share(ctx, shrink_strip, &(shrink_job){image, copy, side}, (height + STRIP - 1) / STRIP));
    *out = copy;
    copy = NULL;
done:
    pixels_free(copy);
    return status;
}
