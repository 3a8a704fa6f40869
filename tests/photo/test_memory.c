/*
 * tests/photo/test_memory.c - the n-th allocation fails, for every n until all
 * succeed: each time an error of memory, nothing crashes, nothing is lost.
 *
 * libheif is C++ and ends the program when memory is out. It runs in a child process (photo_child.c), in which allocations
 * fail here too. tests/api/test_little_memory.c limits it as systems do.
 */
#define _DEFAULT_SOURCE
#ifdef HAVE_HEIF
#include "photo/elsewhere/heif_calls.h"
#endif
#include "pixels/pixels.h"
#include "support/failing_malloc.h"
#include "support/mini_heic.h"
#include "support/photos.h"
#include "support/support.h"

#include <lcms2.h>

static sct_context *ctx;

/* Opens, decodes and converts; OK only if all of it worked. */
static sct_status whole_way(const blob *file)
{
    sct_photo *photo = NULL;
    photo_frame frame = {0};
    pixels_image *image = NULL;
    sct_flags flags = {0};
    float lab[3];
    sct_status status = sct_photo_open(ctx, file->data, file->size, &photo);
    if (status == SCT_OK)
        status = photo_decode(ctx, photo, (photo_window){1, 1, 5, 3}, &frame);
    if (status == SCT_OK)
        status = pixels_from(ctx, photo, &frame, &flags, &image);
    if (status == SCT_OK) {
        pixels_lab_row(image, 2, 1, 1, lab);
        if (flags.count)
            status = SCT_ERR_INTERNAL; /* memory trouble taken for a bad profile */
    }
    photo_frame_free(&frame);
    pixels_free(image);
    sct_photo_free(photo);
    return status;
}

static sct_status whole_way_of(void *file)
{
    sct_context_clear(ctx);
    sct_status status = whole_way(file);
    if (status != SCT_OK)
        assert_true(sct_context_message(ctx)[0] != '\0');
    return status;
}

static void fail_each(const char *what, blob *file)
{
    fail_each_allocation(what, whole_way_of, file);
}

static const unsigned char rgb[3 * 8 * 6] = {1, 200, 30, 44, 99, 250, 7, 8, 9};

static blob icc_of_srgb(void)
{
    cmsHPROFILE profile = cmsCreate_sRGBProfile();
    cmsUInt32Number size = 0;
    blob out = {0};
    assert_true(cmsSaveProfileToMem(profile, NULL, &size));
    blob_add(&out, "", 0);
    out.data = realloc(out.data, size);
    out.size = size;
    assert_true(cmsSaveProfileToMem(profile, out.data, &size));
    cmsCloseProfile(profile);
    return out;
}

static void png_memory(void **state)
{
    NEED_FAILING_MALLOC();
    (void)state;
    static const unsigned char cicp[4] = {12, 13, 0, 1};
    for (int interlaced = 0; interlaced < 2; interlaced++) {
        png_spec spec = {8, 6, 2, 8, interlaced, rgb, 24};
        blob file = make_png(&spec);
        png_insert_chunk(&file, "cICP", cicp, 4);
        fail_each(interlaced ? "PNG, interlaced" : "PNG", &file);
        free(file.data);
    }
}

static void jpeg_memory(void **state)
{
    NEED_FAILING_MALLOC();
    (void)state;
    blob icc = icc_of_srgb();
    for (int progressive = 0; progressive < 2; progressive++) {
        blob file = make_jpeg(rgb, 8, 6, 3, 2, 90, progressive);
        jpeg_insert_icc(&file, icc.data, icc.size, 2, 1);
        fail_each(progressive ? "JPEG with profile, progressive" : "JPEG with profile", &file);
        free(file.data);
    }
    free(icc.data);
}

static void table_profile_memory(void **state)
{
    NEED_FAILING_MALLOC();
    (void)state;
    NEED_DATA();
    blob icc = {0};
    icc.data = read_file(data_path("corpora/lcms2/testbed/test1.icc"), &icc.size);
    assert_non_null(icc.data);
    unsigned char ink[4 * 8 * 6] = {9, 8, 7, 6, 5};
    blob file = make_jpeg(ink, 8, 6, 4, 1, 90, 0);
    jpeg_insert_icc(&file, icc.data, icc.size, (int)(icc.size / 65000) + 1, 0);
    fail_each("CMYK JPEG", &file);
    free(file.data);
    free(icc.data);
}

#ifdef HAVE_HEIF
/* Where memory is out, libde265 crashes, or the photo is called damaged or unsupported: errors that are as good an answer.
 */
static int ended_silently, called_bad;

static sct_status whole_way_of_heic(void *file)
{
    sct_status status = whole_way_of(file);
    if (status != SCT_ERR_PHOTO_DAMAGED && status != SCT_ERR_PHOTO_UNSUPPORTED)
        return status;
    int silent = strstr(sct_context_message(ctx), "ended without an answer") != NULL;
    ended_silently += silent;
    called_bad += !silent;
    return SCT_ERR_MEMORY;
}

static void heic_memory(void **state)
{
    NEED_FAILING_MALLOC();
    (void)state;
    blob icc = icc_of_srgb(), file = make_heic(1, 13, icc.data, icc.size);
    heif_calls calls;
    /* At hand, in the children, too: how libheif is fetched with little memory is seen in test_little_memory.c. */
    assert_int_equal(heif_calls_find(ctx, &calls), SCT_OK);
    fail_each_allocation("HEIC with profile", whole_way_of_heic, &file);
    figure("HEIC: without a word of memory %d children crashed and %d called the photo bad", ended_silently, called_bad);
    assert_true(ended_silently + called_bad <= 20);
    free(file.data);
    free(icc.data);
}
#endif

static int set_up(void **state)
{
    (void)state;
    return sct_context_new(&ctx) == SCT_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    sct_context_free(ctx);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(png_memory),          cmocka_unit_test(jpeg_memory), cmocka_unit_test(table_profile_memory),
#ifdef HAVE_HEIF
        cmocka_unit_test(heic_memory),
#endif
        cmocka_unit_test(failures_by_library),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
