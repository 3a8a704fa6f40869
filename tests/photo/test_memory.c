/*
 * tests/photo/test_memory.c - the n-th allocation fails, for every n until all
 * succeed: each time an error of memory, nothing crashes, nothing is lost.
 *
 * Works where malloc can be replaced by a program (glibc, no sanitizer). HEIF
 * is left out: libheif is C++ and ends the program when memory is out.
 */
#include "pixels/pixels.h"
#include "support/photos.h"
#include "support/support.h"

#include <lcms2.h>

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define CAN_FAIL 1
#else
#define CAN_FAIL 0
#endif

#if CAN_FAIL
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *data, size_t size);
extern void __libc_free(void *data);

static long fail_after = -1; /* allocations until one fails; negative: none does */
static long live;            /* blocks allocated and not freed while counting */
static int counting;

static int fails_now(void)
{
    return fail_after >= 0 && fail_after-- == 0;
}

void *malloc(size_t size)
{
    void *data = fails_now() ? NULL : __libc_malloc(size);
    live += counting && data;
    return data;
}

void *calloc(size_t count, size_t size)
{
    void *data = fails_now() ? NULL : __libc_calloc(count, size);
    live += counting && data;
    return data;
}

void *realloc(void *old, size_t size)
{
    void *data = fails_now() ? NULL : __libc_realloc(old, size);
    live += counting && data && !old;
    return data;
}

void free(void *data)
{
    live -= counting && data;
    __libc_free(data);
}
#endif

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
        if (flags.count || flags_have(photo_flags(photo), "profile-ignored"))
            status = SCT_ERR_INTERNAL; /* memory trouble taken for a bad profile */
    }
    photo_frame_free(&frame);
    pixels_free(image);
    sct_photo_free(photo);
    return status;
}

static void fail_each(const char *what, const blob *file)
{
#if CAN_FAIL
    assert_int_equal(whole_way(file), SCT_OK); /* libraries allocate what they keep for ever the first time */
    long n = 0;
    sct_status status = SCT_ERR_MEMORY;
    for (; status != SCT_OK && n < 20000; n++) {
        sct_context_clear(ctx);
        live = 0;
        counting = 1;
        fail_after = n;
        status = whole_way(file);
        long left = fail_after;
        fail_after = -1;
        counting = 0;
        if (status != SCT_OK && (status != SCT_ERR_MEMORY || !sct_context_message(ctx)[0]))
            print_error("%s: allocation %ld failed: %s (%s)\n", what, n, sct_status_name(status), sct_context_message(ctx));
        assert_true(status == SCT_OK || status == SCT_ERR_MEMORY);
        if (live != 0)
            print_error("%s: allocation %ld failed: %ld blocks lost\n", what, n, live);
        assert_int_equal(live, 0);
        /* Success although an allocation failed is fine only where a library can do without it. */
        if (status == SCT_OK && left < 0)
            status = SCT_ERR_MEMORY;
    }
    assert_int_equal(status, SCT_OK);
    figure("%s: each of %ld allocations failed once, nothing lost", what, n - 1);
#else
    (void)what;
    (void)file;
    notice("malloc cannot be made to fail in this build");
    skip();
#endif
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
        cmocka_unit_test(png_memory),
        cmocka_unit_test(jpeg_memory),
        cmocka_unit_test(table_profile_memory),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
