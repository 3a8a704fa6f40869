/*
 * tests/bench/bench_preview.c - time of a preview and of its parts: 18,000 dots on 100 cm2 of a 12 megapixel photo.
 *
 * CPU time of one thread, the best of some rounds. No peer draws healed dots. Prints; never passes or fails.
 */
#include "preview/preview_dots.h"
#include "scalptone.h"
#include "support/inside.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WIDE = 4000, HIGH = 3000, ROUNDS = 5 };
static const double MM_PER_PX = 0.04;

static double cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void check(sct_status status, const sct_context *ctx)
{
    if (status == SCT_OK)
        return;
    fprintf(stderr, "bench_preview: %s\n", sct_context_message(ctx));
    exit(1);
}

/* 100 by 100 mm, as a mask of the photo. */
static preview_area area_of(sct_context *ctx)
{
    uint8_t *mask = calloc((size_t)WIDE * HIGH, 1);
    preview_area area;
    if (!mask)
        exit(1);
    for (size_t y = 250; y < 2750; y++)
        memset(mask + y * WIDE + 700, 1, 2500);
    check(preview_area_from_mask(ctx, mask, NULL, WIDE, HIGH, &area), ctx);
    free(mask);
    return area;
}

static void bench_dots(sct_context *ctx)
{
    preview_area area = area_of(ctx);
    double best = HUGE_VAL;
    size_t count = 0;
    for (int i = 0; i < ROUNDS; i++) {
        preview_dot *dots = NULL;
        double start = cpu_seconds();
        check(preview_dots_place(ctx, &area, 180.0 / 100 * MM_PER_PX * MM_PER_PX, 0, 1, &dots, &count), ctx);
        best = fmin(best, cpu_seconds() - start);
        mem_free(dots);
    }
    printf("preview: %zu dots placed             %8.3f s\n", count, best);
    preview_area_free(&area);
}

static sct_photo *photo_of(sct_context *ctx, uint8_t *pixels)
{
    static const uint8_t skin[3] = {190, 150, 130};
    sct_pixels_desc desc;
    sct_photo *photo = NULL;
    for (size_t i = 0; i < 3 * (size_t)WIDE * HIGH; i++)
        pixels[i] = (uint8_t)(skin[i % 3] + i * 2654435761u % 1009 / 130);
    sct_pixels_desc_init(&desc);
    desc.width = WIDE;
    desc.height = HIGH;
    desc.channels = 3;
    desc.bits = 8;
    desc.orientation = 1;
    desc.data = pixels;
    check(sct_photo_from_pixels(ctx, &desc, &photo), ctx);
    return photo;
}

static void bench_picture(sct_context *ctx, const sct_photo *photo, int view, int write)
{
    const sct_shape area = {.kind = SCT_SHAPE_RECT, .count = 4, .v = {700, 250, 2500, 2500}};
    sct_look look = {.skin_lab = {65, 11, 17},
                     .dot_lab = {40, 3, 4},
                     .area_lab = {61, 9, 14.5},
                     .seen_lab = {58, 9, 13.5},
                     .ink_left = 1};
    sct_preview_options o;
    sct_preview *preview = NULL;
    double best = HUGE_VAL;
    sct_preview_options_init(&o);
    sct_tissue_init(&look.tissue);
    look.density_per_cm2 = 180;
    look.dot_radius_mm = 0.06;
    look.depth_um = 120;
    o.areas = &(const sct_shape *){&area};
    o.area_count = 1;
    o.mm_per_px = MM_PER_PX;
    o.view = (sct_view_from)view;
    check(sct_preview_new(ctx, photo, &o, &preview), ctx);
    for (int i = 0; i < ROUNDS; i++) {
        sct_bytes png = {0};
        preview_result result;
        double start = cpu_seconds();
        check(preview_picture_png(ctx, preview, &look, &result, write ? &png : NULL), ctx);
        best = fmin(best, cpu_seconds() - start);
        sct_bytes_free(&png);
    }
    printf("preview: one look, %-4s, %-12s   %8.3f s\n", view ? "far" : "near", write ? "as a PNG" : "colours only", best);
    sct_preview_free(preview);
}

int main(void)
{
    sct_context *ctx = NULL;
    uint8_t *pixels = malloc(3 * (size_t)WIDE * HIGH);
    if (!pixels || sct_context_new(&ctx) != SCT_OK)
        return 1;
    sct_photo *photo = photo_of(ctx, pixels);
    bench_dots(ctx);
    for (int write = 0; write < 2; write++)
        for (int view = 0; view < 2; view++)
            bench_picture(ctx, photo, view, write);
    sct_photo_free(photo);
    sct_context_free(ctx);
    free(pixels);
    return 0;
}
