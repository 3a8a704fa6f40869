/*
 * tests/photo/test_cases.c - habits of programs that write photos, each the
 * kind of a public complaint: EXIF of odd types and in odd places, ends that
 * are missing, data that go on behind the picture.
 */
#include "support/images.h"
#include "support/support.h"

#include <time.h>
#include <zlib.h>

static sct_context *ctx;

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

enum { W = 16, H = 8 };

static void fill(unsigned char *rgb)
{
    for (int i = 0; i < W * H; i++) {
        rgb[3 * i] = (unsigned char)(i * 7);
        rgb[3 * i + 1] = (unsigned char)(255 - i * 5);
        rgb[3 * i + 2] = (unsigned char)(i * i);
    }
}

static blob picture(void)
{
    unsigned char rgb[3 * W * H];
    fill(rgb);
    const png_spec spec = {W, H, 2, 8, 0, rgb, (size_t)3 * W};
    return make_png(&spec);
}

/* ---- files of others ---- */

/* The shared cases: a photo, and the colour of its middle that is right. */
static void shared_cases_are_right(void **state)
{
    static const struct {
        const char *name, *flag;
        double lab[3], tolerance;
    } cases[] = {
        {"png-cicp-unspecified-iccp-p3.png", NULL, {68.76, 17.06, 18.15}, 0.02},
        {"png-iccp-broken-chrm-p3.png", "profile-ignored", {69.27, 16.93, 18.22}, 0.02},
        {"png-srgb-then-chrm-p3.png", NULL, {68.49, 13.28, 15.90}, 0.02},
        {"png-srgb-then-gama0.png", NULL, {68.49, 13.28, 15.90}, 0.02},
        {"png-srgb-then-iccp-srgb.png", NULL, {68.49, 13.28, 15.90}, 0.02},
        {"plain.png", NULL, {68.49, 13.28, 15.90}, 0.02},
        {"jpeg-cmyk-no-adobe-inverted.jpg", NULL, {69.16, 11.37, 13.48}, 0.1}, /* by another CMM */
        {"jpeg-eoi-missing.jpg", "truncated-end", {68.61, 13.78, 15.54}, 0.02},
        {"jpeg-icc-broken-r03.jpg", "profile-ignored", {70.57, 18.96, 18.28}, 0.02},
        {"jpeg-icc-twice.jpg", NULL, {68.89, 17.65, 17.75}, 0.02},
#ifdef HAVE_HEIF
        {"heic-nclx-p3-transfer-unspecified.heic", NULL, {68.89, 17.65, 17.75}, 0.02},
#endif
    };
    (void)state;
    NEED_DATA();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char path[128];
        blob file = {0};
        float lab[3];
        snprintf(path, sizeof path, "cases/%s", cases[i].name);
        file.data = read_file(data_path(path), &file.size);
        if (!file.data) {
            notice("%s is not there", path);
            continue;
        }
        image im = image_from_photo(ctx, photo_of_blob(ctx, &file));
        assert_int_equal(im.status, SCT_OK);
        sct_photo_info info = photo_info(im.photo);
        pixels_lab_row(im.pixels, info.width / 2, info.height / 2, 1, lab);
        for (int c = 0; c < 3; c++)
            if (!(fabs((double)lab[c] - cases[i].lab[c]) <= cases[i].tolerance))
                fail_msg("%s: %.2f %.2f %.2f", path, (double)lab[0], (double)lab[1], (double)lab[2]);
        flags_join(&im.flags, photo_flags(im.photo));
        assert_int_equal(flags_have(&im.flags, "profile-ignored"),
                         cases[i].flag && strcmp(cases[i].flag, "profile-ignored") == 0);
        assert_true(!cases[i].flag || flags_have(&im.flags, cases[i].flag));
        image_free(&im);
        free(file.data);
    }
    size_t size;
    unsigned char *raw = read_file(data_path("cases/png-raw-profile-exif.png"), &size);
    if (raw) {
        sct_photo *photo = photo_of_blob(ctx, &(blob){raw, size});
        assert_int_equal(photo_info(photo).orientation, 6);
        sct_photo_free(photo);
        free(raw);
    }
}

/* ---- EXIF ---- */

/* A TIFF block whose only entry is an orientation of this type: 4 bytes of value as they stand. */
static blob orientation_of_type(int big_endian, int type, uint32_t count, const unsigned char value[4])
{
    unsigned char b[26] = {'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 0, 0, 0, 0, 0, 0};
    static const unsigned char big[12] = {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12};
    blob out = {0};
    if (big_endian)
        memcpy(b, big, sizeof big);
    b[12 + big_endian] = (unsigned char)type;
    b[14 + 3 * big_endian] = (unsigned char)count;
    memcpy(b + 18, value, 4);
    blob_add(&out, b, sizeof b);
    return out;
}

static int orientation_in_png(const blob *exif)
{
    blob file = picture();
    png_insert_chunk(&file, "eXIf", exif->data, exif->size);
    sct_photo *photo = photo_of_blob(ctx, &file);
    int orientation = photo_info(photo).orientation;
    sct_photo_free(photo);
    free(file.data);
    return orientation;
}

static void orientation_may_be_of_any_type(void **state)
{
    static const struct {
        int big_endian, type;
        uint32_t count;
        unsigned char value[4];
        int orientation;
    } cases[] = {
        {0, 3, 1, {6, 0, 0, 0}, 6},   {1, 3, 1, {0, 6, 0, 0}, 6},   /* SHORT, as it should be */
        {0, 4, 1, {8, 0, 0, 0}, 8},   {1, 4, 1, {0, 0, 0, 8}, 8},   /* LONG */
        {0, 1, 1, {3, 0, 0, 0}, 3},   {1, 1, 1, {3, 0, 0, 0}, 3},   /* BYTE */
        {0, 6, 1, {3, 0, 0, 0}, 3},   {1, 7, 1, {3, 0, 0, 0}, 3},   /* SBYTE, UNDEFINED */
        {0, 8, 1, {5, 0, 0, 0}, 5},   {1, 9, 1, {0, 0, 0, 5}, 5},   /* SSHORT, SLONG */
        {0, 2, 2, {'6', 0, 0, 0}, 6}, {1, 2, 1, {'6', 0, 0, 0}, 6}, /* text */
        {1, 4, 1, {0, 6, 0, 0}, 6},                                 /* a SHORT where a LONG is announced */
        {0, 3, 1, {9, 0, 0, 0}, 1},   {0, 3, 1, {0, 0, 0, 0}, 1},   /* no orientation */
        {0, 3, 2, {6, 0, 6, 0}, 1},   {0, 12, 1, {6, 0, 0, 0}, 1},  /* two of them; a double */
        {0, 2, 9, {'6', 0, 0, 0}, 1}, {1, 9, 1, {255, 255, 255, 255}, 1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        blob exif = orientation_of_type(cases[i].big_endian, cases[i].type, cases[i].count, cases[i].value);
        if (orientation_in_png(&exif) != cases[i].orientation)
            fail_msg("case %zu: %d", i, orientation_in_png(&exif));
        free(exif.data);
    }
}

/* EXIF as ImageMagick writes it into texts of a PNG. */
static blob raw_profile(const char *keyword, const blob *exif, int with_name, const char *line_break)
{
    blob out = {0};
    char text[64];
    size_t length = exif->size + (with_name ? 6 : 0);
    blob_add(&out, keyword, strlen(keyword) + 1);
    int n = snprintf(text, sizeof text, "\nexif\n%8zu%s", length, line_break);
    blob_add(&out, text, (size_t)n);
    if (with_name)
        blob_add(&out, "457869660000", 12);
    for (size_t i = 0; i < exif->size; i++) {
        n = snprintf(text, sizeof text, "%02x%s", exif->data[i], i % 36 == 35 ? line_break : "");
        blob_add(&out, text, (size_t)n);
    }
    blob_add(&out, line_break, 1);
    return out;
}

static blob packed_text(const blob *plain)
{
    size_t keyword = strlen((const char *)plain->data) + 1;
    uLongf size = compressBound((uLong)plain->size);
    unsigned char *data = malloc(size);
    blob out = {0};
    assert_non_null(data);
    assert_int_equal(compress(data, &size, plain->data + keyword, (uLong)(plain->size - keyword)), Z_OK);
    blob_add(&out, plain->data, keyword);
    blob_add(&out, "", 1);
    blob_add(&out, data, size);
    free(data);
    return out;
}

static void exif_may_stand_in_a_text(void **state)
{
    (void)state;
    int count = 0;
    for (int packed = 0; packed < 2; packed++)
        for (int with_name = 0; with_name < 2; with_name++)
            for (int app1 = 0; app1 < 2; app1++) {
                blob exif = make_exif(app1, 6, 0xFFFF, "R03");
                blob text = raw_profile(app1 ? "Raw profile type APP1" : "Raw profile type exif", &exif, with_name, "\n");
                blob chunk = packed ? packed_text(&text) : text, file = picture();
                png_insert_chunk(&file, packed ? "zTXt" : "tEXt", chunk.data, chunk.size);
                sct_photo *photo = photo_of_blob(ctx, &file);
                assert_int_equal(photo_info(photo).orientation, 6);
                assert_true(photo_colour(photo)->adobe_rgb);
                sct_photo_free(photo);
                free(file.data);

                file = picture(); /* its own chunk is stronger */
                png_insert_chunk(&file, packed ? "zTXt" : "tEXt", chunk.data, chunk.size);
                blob own = make_exif(0, 3, 1, "R98");
                png_insert_chunk(&file, "eXIf", own.data, own.size);
                photo = photo_of_blob(ctx, &file);
                assert_int_equal(photo_info(photo).orientation, 3);
                assert_false(photo_colour(photo)->adobe_rgb);
                sct_photo_free(photo);
                free(own.data);
                free(file.data);
                free(exif.data);
                if (packed)
                    free(chunk.data);
                free(text.data);
                count++;
            }
    figure("EXIF in a text of a PNG: %d kinds are read", count);
}

/* Whatever stands in such a text: an answer, and no more memory than the limit on EXIF allows. */
static void raw_profiles_survive_anything(void **state)
{
    (void)state;
    blob exif = make_exif(0, 6, 1, "R98"), text = raw_profile("Raw profile type exif", &exif, 1, "\n"), clean = picture();
    for (size_t at = 0; at < text.size; at++)
        for (int value = 0; value < 256; value += 51) {
            unsigned char kept = text.data[at];
            text.data[at] = (unsigned char)value;
            blob file = {0};
            blob_add(&file, clean.data, clean.size);
            png_insert_chunk(&file, at % 3 ? "tEXt" : "zTXt", text.data, at % 2 ? text.size : at);
            text.data[at] = kept;
            assert_int_equal(outcome_of(ctx, file.data, file.size), SCT_OK);
            free(file.data);
        }
    free(clean.data);
    free(text.data);
    free(exif.data);
    blob bomb = {0};
    blob_add(&bomb, "Raw profile type exif", 22);
    static const char line[] =
        "4578696600005858585858585858585858585858585858585858585858585858585858585858585858585858585858";
    for (int i = 0; i < 1 << 14; i++)
        blob_add(&bomb, line, sizeof line - 1);
    blob packed = packed_text(&bomb), file = picture();
    assert_int_equal(sct_context_set_limit(ctx, SCT_LIMIT_EXIF_BYTES, 1000), SCT_OK);
    png_insert_chunk(&file, "zTXt", packed.data, packed.size);
    assert_int_equal(outcome_of(ctx, file.data, file.size), SCT_OK);
    free(file.data);
    free(packed.data);
    free(bomb.data);
}

/* ---- ends ---- */

/* All pixels of a file, or null. */
static unsigned char *pixels_of(const blob *file)
{
    sct_photo *photo = NULL;
    photo_frame frame = {0};
    unsigned char *out = NULL;
    sct_context_clear(ctx);
    if (sct_photo_open(ctx, file->data, file->size, &photo) == SCT_OK &&
        photo_decode(ctx, photo, (photo_window){0, 0, W, H}, &frame) == SCT_OK) {
        out = malloc((size_t)3 * W * H);
        assert_non_null(out);
        memcpy(out, frame.pixels, (size_t)3 * W * H);
    }
    photo_frame_free(&frame);
    sct_photo_free(photo);
    return out;
}

/* Bytes of the end that a file can lose with the same pixels, and then one more loses it. */
static int loses_harmlessly(const blob *file)
{
    unsigned char *whole = pixels_of(file), *got;
    int lost = 0;
    assert_non_null(whole);
    for (blob cut = *file; cut.size--;) {
        got = pixels_of(&cut);
        if (!got)
            break;
        assert_memory_equal(got, whole, (size_t)3 * W * H);
        free(got);
        lost++;
    }
    free(whole);
    return lost;
}

static void a_missing_end_is_no_missing_pixel(void **state)
{
    (void)state;
    unsigned char rgb[3 * W * H];
    fill(rgb);
    for (int progressive = 0; progressive < 2; progressive++)
        for (int arithmetic = 0; arithmetic < 2; arithmetic++) {
            jpeg_spec spec = {W, H, 3, 90, progressive, 2, 2, 0, arithmetic, rgb};
            blob jpeg = make_jpeg_of(&spec);
            int lost = loses_harmlessly(&jpeg);
            if (arithmetic) /* its decoder invents bits in silence: refused */
                assert_int_equal(lost, 0);
            else
                assert_in_range(lost, 2, 3); /* the marker; a last byte of padding bits */
            free(jpeg.data);
        }
    blob png = picture();
    int lost = loses_harmlessly(&png);
    assert_in_range(lost, 12 + 4, 12 + 4 + 4); /* IEND, a checksum or two */
    free(png.data);
}

/* ---- data behind the picture ---- */

/* A PNG whose compressed data go on for megabytes behind its last row, in one chunk or in many. */
static blob bottomless(size_t extra, size_t piece, int interlaced)
{
    unsigned char rgb[3 * W * H];
    fill(rgb);
    const png_spec spec = {W, H, 2, 8, interlaced, rgb, (size_t)3 * W};
    blob png = make_png(&spec), plain = {0}, out = {0};
    size_t at = 8, idat = 0, length = 0;
    for (; at < png.size && !idat; at += 12 + length) {
        length =
            (size_t)png.data[at] << 24 | (size_t)png.data[at + 1] << 16 | (size_t)png.data[at + 2] << 8 | png.data[at + 3];
        if (memcmp(png.data + at + 4, "IDAT", 4) == 0)
            idat = at;
    }
    uLongf size = (uLongf)(W * H * 4 + 64);
    plain.data = calloc(1, size + extra);
    assert_non_null(plain.data);
    assert_int_equal(uncompress(plain.data, &size, png.data + idat + 8, (uLong)length), Z_OK);
    uLongf packed = compressBound((uLong)(size + extra));
    unsigned char *data = malloc(packed);
    assert_non_null(data);
    assert_int_equal(compress2(data, &packed, plain.data, (uLong)(size + extra), 9), Z_OK);
    blob_add(&out, png.data, 33);
    for (size_t done = packed; done > 0;) { /* chunks are put before those that are there: the last one first */
        size_t n = done < piece ? done : piece;
        done -= n;
        png_insert_chunk(&out, "IDAT", data + done, n);
    }
    blob_add(&out, png.data + png.size - 12, 12);
    free(data);
    free(plain.data);
    free(png.data);
    return out;
}

static void work_ends_with_the_last_row(void **state)
{
    (void)state;
    enum { EXTRA = 200 << 20 };
    double slowest = 0;
    blob clean = picture();
    unsigned char *wanted = pixels_of(&clean);
    for (int k = 0; k < 4; k++) {
        blob file = bottomless(EXTRA, k < 2 ? (size_t)1 << 30 : 5000, k % 2);
        clock_t start = clock();
        unsigned char *got = pixels_of(&file);
        double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
        slowest = seconds > slowest ? seconds : slowest;
        assert_non_null(got);
        assert_memory_equal(got, wanted, (size_t)3 * W * H);
        free(got);
        free(file.data);
    }
    free(wanted);
    free(clean.data);
    figure("PNG of %d x %d pixels with 200 MB behind them: %.0f ms", W, H, 1000 * slowest);
    assert_at_most(slowest, 0.1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(shared_cases_are_right),        TEST(orientation_may_be_of_any_type),    TEST(exif_may_stand_in_a_text),
        TEST(raw_profiles_survive_anything), TEST(a_missing_end_is_no_missing_pixel), TEST(work_ends_with_the_last_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
