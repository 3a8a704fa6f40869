/* Pictures that are written in parts by several threads: the pixels that went in, and the same bytes however many wrote. */
#include "photo/photo.h"
#include "support/inside.h"
#include "support/support.h"

#include <stdlib.h>
#include <string.h>

static sct_context *ctx;

typedef struct drawing {
    uint32_t width;
    int channels, bits, kind;
} drawing;

/* Noise, flat, long runs, one row again and again, and a bit of all: what a coder of runs and codes may stumble on. */
static unsigned value_at(const drawing *d, uint32_t y, size_t i)
{
    uint32_t h = (uint32_t)(y * 2654435761u + i * 40503u);
    h = (h ^ h >> 15) * 2246822519u;
    switch (d->kind) {
    case 0: return h >> 13;
    case 1: return 77 * 257;
    case 2: return (unsigned)(i / 700 + y / 3) * 5 * 257;
    case 3: return (unsigned)(i * i % 251) * 257;
    default: return i % 1000 < 400 ? 0 : y % 40 < 20 ? (h >> 13) & 0x0707 : (unsigned)(i + y) * 3;
    }
}

static sct_status draw(sct_context *context, void *user, int hand, uint32_t y, unsigned char *row)
{
    const drawing *d = user;
    (void)context;
    assert_true(hand >= 0 && hand < TASK_HANDS);
    for (size_t i = 0; i < (size_t)d->width * (size_t)d->channels; i++)
        if (d->bits == 16)
            ((uint16_t *)(void *)row)[i] = (uint16_t)value_at(d, y, i);
        else
            row[i] = (unsigned char)(value_at(d, y, i) >> 8);
    return SCT_OK;
}

static sct_bytes png_of(drawing *d, uint32_t height, uint32_t part_rows, uint64_t threads)
{
    sct_bytes out = {0};
    photo_png png = {.width = d->width,
                     .height = height,
                     .channels = d->channels,
                     .bits = d->bits,
                     .row = draw,
                     .user = d,
                     .part_rows = part_rows};
    assert_int_equal(sct_context_set_limit(ctx, SCT_LIMIT_THREADS, threads), SCT_OK);
    assert_int_equal(photo_write_png_rows(ctx, &png, &out), SCT_OK);
    return out;
}

static void holds(const drawing *d, uint32_t height, const sct_bytes *file)
{
    sct_photo *photo = NULL;
    photo_frame frame = {0};
    size_t size = (size_t)d->width * (size_t)d->channels * (size_t)d->bits / 8;
    unsigned char *row = malloc(size);
    assert_non_null(row);
    assert_int_equal(sct_photo_open(ctx, file->data, file->size, &photo), SCT_OK);
    assert_int_equal(photo_decode(ctx, photo, (photo_window){0, 0, d->width, height}, &frame), SCT_OK);
    assert_int_equal(frame.channels, d->channels);
    assert_int_equal(frame.bits, d->bits);
    for (uint32_t y = 0; y < height; y++) {
        drawing copy = *d;
        assert_int_equal(draw(ctx, &copy, 0, y, row), SCT_OK);
        assert_memory_equal((unsigned char *)frame.pixels + y * size, row, size);
    }
    photo_frame_free(&frame);
    sct_photo_free(photo);
    free(row);
}

static void a_png_holds_what_went_in(void **state)
{
    static const uint32_t sizes[][3] = {{1, 1, 0}, {3, 200, 64}, {1500, 130, 64}, {40000, 9, 8}, {1300, 900, 0}};
    (void)state;
    for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++)
        for (int kind = 0; kind < 5; kind++)
            for (int form = 0; form < 4; form++) {
                drawing d = {sizes[k][0], form % 2 ? 3 : 1, form / 2 ? 16 : 8, kind};
                sct_bytes one = png_of(&d, sizes[k][1], sizes[k][2], 1), many = png_of(&d, sizes[k][1], sizes[k][2], 3);
                assert_int_equal(one.size, many.size);
                assert_memory_equal(one.data, many.data, one.size);
                holds(&d, sizes[k][1], &one);
                sct_bytes_free(&one);
                sct_bytes_free(&many);
            }
}

/* Rows that repeat cost next to nothing, and noise not more than itself. */
static void a_png_is_not_larger_than_its_rows(void **state)
{
    (void)state;
    for (int kind = 0; kind < 4; kind++) {
        drawing d = {1000, 3, 8, kind};
        sct_bytes png = png_of(&d, 800, 0, 2);
        figure("photo, 1000 x 800 pixels %s: %.3f of their bytes as a PNG",
               (const char *const[]){"of noise", "alike", "in runs", "of one row"}[kind], (double)png.size / 2.4e6);
        assert_true((double)png.size < (kind == 0 ? 1.01 : 0.03) * 2.4e6);
        sct_bytes_free(&png);
    }
}

static sct_bytes jpeg_of(drawing *d, uint32_t height, uint32_t part_rows, uint64_t threads)
{
    sct_bytes out = {0};
    photo_jpeg jpeg = {.width = d->width,
                       .height = height,
                       .channels = d->channels,
                       .quality = 90,
                       .row = draw,
                       .user = d,
                       .part_rows = part_rows};
    assert_int_equal(sct_context_set_limit(ctx, SCT_LIMIT_THREADS, threads), SCT_OK);
    assert_int_equal(photo_write_jpeg_rows(ctx, &jpeg, &out), SCT_OK);
    return out;
}

static photo_frame frame_of(const sct_bytes *file, uint32_t width, uint32_t height)
{
    sct_photo *photo = NULL;
    photo_frame frame = {0};
    assert_int_equal(sct_photo_open(ctx, file->data, file->size, &photo), SCT_OK);
    assert_int_equal(photo_decode(ctx, photo, (photo_window){0, 0, width, height}, &frame), SCT_OK);
    sct_photo_free(photo);
    return frame;
}

/* A decoder that restarts finds the very pixels that one picture without restarts has. */
static void a_jpeg_in_parts_is_the_picture(void **state)
{
    static const uint32_t sizes[][2] = {{9, 700}, {1201, 333}, {64000, 72}};
    (void)state;
    for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++)
        for (int channels = 1; channels <= 3; channels += 2) {
            uint32_t width = sizes[k][0], height = sizes[k][1];
            drawing d = {width, channels, 8, 4};
            sct_bytes whole = jpeg_of(&d, height, height, 1), one = jpeg_of(&d, height, 64, 1);
            sct_bytes many = jpeg_of(&d, height, 64, 3);
            photo_frame a = frame_of(&whole, width, height), b = frame_of(&one, width, height);
            assert_int_equal(one.size, many.size);
            assert_memory_equal(one.data, many.data, one.size);
            assert_int_equal(a.channels, b.channels);
            assert_memory_equal(a.pixels, b.pixels, (size_t)width * height * (size_t)a.channels);
            photo_frame_free(&a);
            photo_frame_free(&b);
            sct_bytes_free(&whole);
            sct_bytes_free(&one);
            sct_bytes_free(&many);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_png_holds_what_went_in),
        cmocka_unit_test(a_png_is_not_larger_than_its_rows),
        cmocka_unit_test(a_jpeg_in_parts_is_the_picture),
    };
    if (sct_context_new(&ctx) != SCT_OK)
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    sct_context_free(ctx);
    return failed;
}
