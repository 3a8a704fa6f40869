/* tests/photo/test_photo.c - opening and decoding photos made in memory: orientation, depth, profiles, limits, damage. */
#include "num/num.h"
#include "photo/photo.h"
#include "support/photos.h"
#include "support/support.h"

#include <png.h>

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

static sct_photo *open_blob(const blob *file)
{
    sct_photo *photo = NULL;
    sct_status status = sct_photo_open(ctx, file->data, file->size, &photo);
    if (status != SCT_OK)
        print_error("%s\n", sct_context_message(ctx));
    assert_int_equal(status, SCT_OK);
    return photo;
}

static photo_frame decode_all(const sct_photo *photo)
{
    photo_frame frame = {0};
    photo_window all = {0, 0, photo_info(photo).width, photo_info(photo).height};
    sct_status status = photo_decode(ctx, photo, all, &frame);
    if (status != SCT_OK)
        print_error("%s\n", sct_context_message(ctx));
    assert_int_equal(status, SCT_OK);
    return frame;
}

/* A picture whose every pixel differs: 7 x 5 RGB. */
enum { W = 7, H = 5 };
static void fill(unsigned char *rgb)
{
    for (int i = 0; i < W * H; i++) {
        rgb[3 * i] = (unsigned char)(i * 7);
        rgb[3 * i + 1] = (unsigned char)(255 - i * 5);
        rgb[3 * i + 2] = (unsigned char)(i * i);
    }
}

/* Where stored pixel (x, y) of a W x H picture is seen, from the words of EXIF 2.32 table for tag 0x0112. */
static void seen_at(int orientation, int x, int y, int *sx, int *sy)
{
    switch (orientation) {                           /* row 0 is the visual ..., column 0 is the visual ... */
    case 1: *sx = x, *sy = y; break;                 /* top, left */
    case 2: *sx = W - 1 - x, *sy = y; break;         /* top, right */
    case 3: *sx = W - 1 - x, *sy = H - 1 - y; break; /* bottom, right */
    case 4: *sx = x, *sy = H - 1 - y; break;         /* bottom, left */
    case 5: *sx = y, *sy = x; break;                 /* left, top */
    case 6: *sx = H - 1 - y, *sy = x; break;         /* right, top */
    case 7: *sx = H - 1 - y, *sy = W - 1 - x; break; /* right, bottom */
    default: *sx = y, *sy = W - 1 - x; break;        /* left, bottom */
    }
}

static blob rgb_png(int interlaced)
{
    unsigned char rgb[3 * W * H];
    fill(rgb);
    png_spec spec = {W, H, PNG_COLOR_TYPE_RGB, 8, interlaced, rgb, (size_t)3 * W};
    return make_png(&spec);
}

static void every_orientation_of_a_png(void **state)
{
    (void)state;
    unsigned char rgb[3 * W * H];
    fill(rgb);
    for (int orientation = 1; orientation <= 8; orientation++) {
        blob file = rgb_png(orientation % 2), exif = make_exif(orientation > 4, orientation, 1, "");
        png_insert_chunk(&file, "eXIf", exif.data, exif.size);
        sct_photo *photo = open_blob(&file);
        sct_photo_info info = sct_photo_describe(photo);
        assert_int_equal(info.orientation, orientation);
        assert_int_equal(info.width, orientation > 4 ? H : W);
        assert_int_equal(info.height, orientation > 4 ? W : H);
        photo_frame frame = decode_all(photo);
        for (int y = 0; y < H; y++)
            for (int x = 0; x < W; x++) {
                int sx, sy;
                seen_at(orientation, x, y, &sx, &sy);
                const unsigned char *p = (const unsigned char *)frame.pixels + 3 * (sy * (int)info.width + sx);
                assert_memory_equal(p, rgb + 3 * (y * W + x), 3);
            }
        photo_frame_free(&frame);
        sct_photo_free(photo);
        free(file.data);
        free(exif.data);
    }
}

/* Every window of every orientation is the crop of the whole. */
static void windows_are_crops(void **state)
{
    (void)state;
    for (int orientation = 1; orientation <= 8; orientation++) {
        blob file = rgb_png(orientation % 2), exif = make_exif(0, orientation, 0, "");
        png_insert_chunk(&file, "eXIf", exif.data, exif.size);
        sct_photo *photo = open_blob(&file);
        photo_frame whole = decode_all(photo);
        uint32_t w = whole.window.width, h = whole.window.height;
        for (uint32_t i = 0; i < w * h * w * h; i++) {
            photo_window part = {i % w, i / w % h, i / w / h % w + 1, i / w / h / w + 1};
            photo_frame frame = {0};
            if (part.x + part.width > w || part.y + part.height > h)
                continue;
            assert_int_equal(photo_decode(ctx, photo, part, &frame), SCT_OK);
            for (uint32_t y = 0; y < part.height; y++)
                assert_memory_equal((unsigned char *)frame.pixels + 3 * (size_t)(y * part.width),
                                    (unsigned char *)whole.pixels + 3 * (size_t)((part.y + y) * w + part.x),
                                    3 * (size_t)part.width);
            photo_frame_free(&frame);
        }
        photo_frame_free(&whole);
        sct_photo_free(photo);
        free(file.data);
        free(exif.data);
    }
}

static void windows_outside_are_refused(void **state)
{
    (void)state;
    static const photo_window bad[] = {{0, 0, 0, 1}, {0, 0, 1, 0}, {W, 0, 1, 1},          {0, H, 1, 1},
                                       {1, 0, W, 1}, {0, 1, 1, H}, {2, 0, 0xFFFFFFFFu, 1}};
    blob file = rgb_png(0);
    sct_photo *photo = open_blob(&file);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        photo_frame frame = {0};
        sct_context_clear(ctx);
        assert_int_equal(photo_decode(ctx, photo, bad[i], &frame), SCT_ERR_ARGUMENT);
        assert_null(frame.pixels);
    }
    sct_photo_free(photo);
    free(file.data);
}

static void sixteen_bits_stay(void **state)
{
    (void)state;
    static const unsigned char rows[2][8] = {{0x12, 0x34, 0xFF, 0xFE, 0x00, 0x01, 0x00, 0x05},
                                             {0, 0, 0, 0, 0xAB, 0xCD, 0, 0}};
    png_spec spec = {1, 2, PNG_COLOR_TYPE_RGB_ALPHA, 16, 0, rows[0], 8};
    blob file = make_png(&spec);
    sct_photo *photo = open_blob(&file);
    photo_frame frame = decode_all(photo);
    assert_int_equal(frame.bits, 16);
    assert_int_equal(sct_photo_describe(photo).bit_depth, 16);
    const uint16_t *p = frame.pixels;
    assert_int_equal(p[0], 0x1234);
    assert_int_equal(p[1], 0xFFFE);
    assert_int_equal(p[2], 1);
    assert_int_equal(p[5], 0xABCD);
    assert_int_equal(frame.alpha[0], 1); /* nearly transparent is not transparent */
    assert_int_equal(frame.alpha[1], 0);
    photo_frame_free(&frame);
    sct_photo_free(photo);
    free(file.data);
}

/* ---- colour space ---- */

static const unsigned char cicp_p3[4] = {12, 13, 0, 1};

static void png_precedence(void **state)
{
    (void)state;
    static const unsigned char gamma_18[4] = {0, 0, 0xD9, 0x04}; /* 55556 */
    blob file = rgb_png(0);
    sct_photo *photo = open_blob(&file);
    assert_int_equal(photo_colour(photo)->source, SCT_PROFILE_ASSUMED_SRGB);
    assert_true(flags_have(photo_flags(photo), "no-profile"));
    sct_photo_free(photo);

    png_insert_chunk(&file, "gAMA", gamma_18, 4);
    photo = open_blob(&file);
    assert_int_equal(photo_colour(photo)->source, SCT_PROFILE_TAGGED);
    assert_near(photo_colour(photo)->gamma, 0.55556, 1e-9);
    assert_false(flags_have(photo_flags(photo), "no-profile"));
    sct_photo_free(photo);

    png_insert_chunk(&file, "sRGB", "", 1);
    photo = open_blob(&file);
    assert_int_equal(photo_colour(photo)->source, SCT_PROFILE_TAGGED);
    assert_false(photo_colour(photo)->has_gamma);
    assert_string_equal(sct_photo_describe(photo).profile_name, "sRGB");
    sct_photo_free(photo);

    png_insert_chunk(&file, "cICP", cicp_p3, 4);
    photo = open_blob(&file);
    assert_int_equal(photo_colour(photo)->source, SCT_PROFILE_CICP);
    assert_int_equal(photo_colour(photo)->cicp.primaries, 12);
    assert_string_equal(sct_profile_source_name(photo_info(photo).profile_source), "cicp");
    sct_photo_free(photo);
    free(file.data);
}

static void exif_colour_space(void **state)
{
    (void)state;
    static const struct {
        int color_space;
        const char *interop;
        sct_profile_source source;
        int adobe;
    } cases[] = {{1, "R98", SCT_PROFILE_TAGGED, 0},         {0xFFFF, "R03", SCT_PROFILE_TAGGED, 1},
                 {0xFFFF, "", SCT_PROFILE_ASSUMED_SRGB, 0}, {2, "", SCT_PROFILE_TAGGED, 1},
                 {0, "", SCT_PROFILE_ASSUMED_SRGB, 0},      {1, "R03", SCT_PROFILE_TAGGED, 0}};
    unsigned char rgb[3 * W * H];
    fill(rgb);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        for (int big = 0; big < 2; big++) {
            blob file = make_jpeg(rgb, W, H, 3, 1, 90, 0);
            jpeg_insert_exif(&file, big, 6, cases[i].color_space, cases[i].interop);
            sct_photo *photo = open_blob(&file);
            assert_int_equal(photo_colour(photo)->source, cases[i].source);
            assert_int_equal(photo_colour(photo)->adobe_rgb, cases[i].adobe);
            assert_int_equal(photo_info(photo).orientation, 6);
            assert_int_equal(photo_info(photo).width, H);
            sct_photo_free(photo);
            free(file.data);
        }
}

static void icc_in_pieces(void **state)
{
    (void)state;
    unsigned char rgb[3 * W * H], icc[1000];
    fill(rgb);
    for (size_t i = 0; i < sizeof icc; i++)
        icc[i] = (unsigned char)(i * 31);
    for (int pieces = 1; pieces <= 5; pieces++)
        for (int reversed = 0; reversed < 2; reversed++) {
            blob file = make_jpeg(rgb, W, H, 3, 1, 90, 0);
            jpeg_insert_icc(&file, icc, sizeof icc, pieces, reversed);
            sct_photo *photo = open_blob(&file);
            const photo_colour_space *colour = photo_colour(photo);
            assert_int_equal(colour->source, SCT_PROFILE_EMBEDDED);
            assert_int_equal(colour->icc_size, sizeof icc);
            assert_memory_equal(colour->icc, icc, sizeof icc);
            sct_photo_free(photo);
            free(file.data);
        }
}

static void broken_icc_pieces_are_flagged(void **state)
{
    (void)state;
    static const unsigned char bad[][2] = {{1, 2}, {2, 2}, {0, 1}, {3, 2}}; /* missing, missing, number 0, beyond count */
    unsigned char rgb[3 * W * H], piece[14 + 200] = "ICC_PROFILE";
    fill(rgb);
    for (size_t i = 0; i <= sizeof bad / sizeof bad[0]; i++) {
        blob file = make_jpeg(rgb, W, H, 3, 1, 90, 0);
        int twice = i == sizeof bad / sizeof bad[0];
        piece[12] = twice ? 1 : bad[i][0];
        piece[13] = twice ? 1 : bad[i][1];
        for (int k = 0; k <= twice; k++)
            jpeg_insert_segment(&file, 0xE2, piece, sizeof piece);
        sct_photo *photo = open_blob(&file);
        assert_int_equal(photo_colour(photo)->source, SCT_PROFILE_ASSUMED_SRGB);
        assert_true(flags_have(photo_flags(photo), "profile-ignored"));
        assert_false(flags_have(photo_flags(photo), "no-profile"));
        sct_photo_free(photo);
        free(file.data);
    }
}

/* ---- limits and damage ---- */

static sct_status status_of(const void *bytes, size_t size)
{
    sct_photo *photo = NULL;
    sct_status status = sct_photo_open(ctx, bytes, size, &photo);
    if (status == SCT_OK) {
        photo_frame frame = {0};
        photo_window all = {0, 0, photo_info(photo).width, photo_info(photo).height};
        status = photo_decode(ctx, photo, all, &frame);
        photo_frame_free(&frame);
    }
    sct_photo_free(photo);
    if (status != SCT_OK) {
        assert_true(sct_context_message(ctx)[0] != '\0');
        assert_null(strchr(sct_context_message(ctx), '\n'));
    }
    return status;
}

static void claims_are_refused_before_memory_is_taken(void **state)
{
    (void)state;
    static const struct {
        uint32_t width, height;
        sct_status status;
    } cases[] = {{900000, 900000, SCT_ERR_PHOTO_TOO_LARGE},
                 {0xFFFFFFFFu, 0xFFFFFFFFu, SCT_ERR_PHOTO_TOO_LARGE},
                 {65501, 1, SCT_ERR_PHOTO_TOO_LARGE},
                 {10001, 10000, SCT_ERR_PHOTO_TOO_LARGE},
                 {0, 5, SCT_ERR_PHOTO_DAMAGED},
                 {10000, 10000, SCT_ERR_PHOTO_DAMAGED}};
    static const unsigned char row[3] = {1, 2, 3};
    png_spec spec = {1, 1, PNG_COLOR_TYPE_RGB, 8, 0, row, 3};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        blob file = make_png(&spec), side = {0};
        blob_add_be32(&side, cases[i].width);
        blob_add_be32(&side, cases[i].height);
        memcpy(file.data + 16, side.data, 8);
        assert_true(file.size <= 70);
        assert_int_equal(status_of(file.data, file.size), cases[i].status);
        free(file.data);
        free(side.data);
    }
}

/* No byte of a file may be missing without being noticed, and nothing crashes. Exact size copies let sanitizers see
 * overreads. */
static void truncate_everywhere(const blob *file, int tail_may_miss)
{
    for (size_t size = 0; size < file->size; size++) {
        unsigned char *copy = malloc(size + 1);
        assert_non_null(copy);
        memcpy(copy, file->data, size);
        sct_status status = status_of(copy, size);
        if (status == SCT_OK && (int)(file->size - size) > tail_may_miss)
            print_error("%zu of %zu bytes were enough\n", size, file->size);
        assert_true(status != SCT_OK || (int)(file->size - size) <= tail_may_miss);
        free(copy);
    }
}

static void truncation_is_noticed(void **state)
{
    (void)state;
    unsigned char rgb[3 * W * H];
    fill(rgb);
    for (int i = 0; i < 2; i++) {
        blob png = rgb_png(i), jpeg = make_jpeg(rgb, W, H, 3, 2, 90, i);
        truncate_everywhere(&png, 12 + 4 + 4); /* IEND, the CRC of IDAT and the checksum of its data carry no pixel */
        truncate_everywhere(&jpeg, 2);         /* nor does the end marker */
        free(png.data);
        free(jpeg.data);
    }
}

/* Any one byte changed: an answer or a refusal, never a crash. */
static void flipped_bytes_are_survived(void **state)
{
    (void)state;
    unsigned char rgb[3 * W * H];
    fill(rgb);
    for (int i = 0; i < 2; i++) {
        blob files[2] = {rgb_png(i), make_jpeg(rgb, W, H, 3, 2, 90, i)};
        jpeg_insert_exif(&files[1], i, 3, 1, "R98");
        for (int k = 0; k < 2; k++) {
            for (size_t at = 0; at < files[k].size; at++)
                for (int bit = 0; bit < 8; bit += 3) {
                    files[k].data[at] ^= (unsigned char)(1 << bit);
                    (void)status_of(files[k].data, files[k].size);
                    files[k].data[at] ^= (unsigned char)(1 << bit);
                }
            free(files[k].data);
        }
    }
}

static void exif_survives_anything(void **state)
{
    (void)state;
    unsigned char rgb[3 * W * H];
    fill(rgb);
    blob exif = make_exif(0, 6, 1, "R98");
    for (size_t at = 0; at < exif.size; at++)
        for (int value = 0; value < 256; value += 5) {
            blob file = rgb_png(0);
            unsigned char kept = exif.data[at];
            exif.data[at] = (unsigned char)value;
            png_insert_chunk(&file, "eXIf", exif.data, at % 2 ? exif.size : at);
            exif.data[at] = kept;
            assert_int_equal(status_of(file.data, file.size), SCT_OK);
            free(file.data);
        }
    free(exif.data);
}

static void not_photos(void **state)
{
    (void)state;
    assert_int_equal(status_of("", 0), SCT_ERR_PHOTO_FORMAT);
    assert_string_equal(sct_context_message(ctx), "the file is empty");
    assert_int_equal(status_of("hello, this is text named .jpg", 30), SCT_ERR_PHOTO_FORMAT);
    assert_int_equal(status_of("\x89PNG\r\n\x1a\n", 8), SCT_ERR_PHOTO_DAMAGED);
    assert_int_equal(status_of("\xff\xd8\xff\xd9", 4), SCT_ERR_PHOTO_DAMAGED);
}

static void file_limits(void **state)
{
    (void)state;
    blob file = rgb_png(0);
    assert_int_equal(sct_context_set_limit(ctx, SCT_LIMIT_FILE_BYTES, file.size - 1), SCT_OK);
    assert_int_equal(status_of(file.data, file.size), SCT_ERR_PHOTO_TOO_LARGE);
    assert_int_equal(sct_context_set_limit(ctx, SCT_LIMIT_FILE_BYTES, file.size), SCT_OK);
    assert_int_equal(sct_context_set_limit(ctx, SCT_LIMIT_PIXELS, W * H - 1), SCT_OK);
    assert_int_equal(status_of(file.data, file.size), SCT_ERR_PHOTO_TOO_LARGE);
    assert_int_equal(sct_context_set_limit(ctx, SCT_LIMIT_PIXELS, W * H), SCT_OK);
    assert_int_equal(status_of(file.data, file.size), SCT_OK);
    free(file.data);
}

/* ---- JPEG windows ---- */

enum { JW = 203, JH = 151 };

static unsigned char *busy_picture(int channels)
{
    unsigned char *pixels = malloc((size_t)(JW * JH * channels));
    for (int i = 0; i < JW * JH * channels; i++)
        pixels[i] = (unsigned char)(128 + 90 * sin(i / channels % JW * 0.3 + i % channels) + (i * 7919 >> 3) % 37);
    return pixels;
}

/* A window must hold the very pixels of the full decode, whatever the sampling, wherever blocks end. */
static void check_jpeg_windows(const jpeg_spec *spec, int orientation, num_rng *rng)
{
    blob file = make_jpeg_of(spec);
    jpeg_insert_exif(&file, 0, orientation, 1, "R98");
    sct_photo *photo = open_blob(&file);
    photo_frame whole = decode_all(photo);
    size_t n = (size_t)whole.channels;
    for (int k = 0; k < 40; k++) {
        photo_window w = {num_rng_below(rng, whole.window.width), num_rng_below(rng, whole.window.height), 0, 0};
        uint32_t room_x = whole.window.width - w.x, room_y = whole.window.height - w.y;
        w.width = 1 + num_rng_below(rng, k % 2 || room_x < 9 ? room_x : 9);
        w.height = 1 + num_rng_below(rng, k % 2 || room_y < 9 ? room_y : 9);
        photo_frame part = {0};
        assert_int_equal(photo_decode(ctx, photo, w, &part), SCT_OK);
        for (uint32_t y = 0; y < w.height; y++)
            assert_memory_equal((char *)part.pixels + y * w.width * n,
                                (char *)whole.pixels + ((size_t)(w.y + y) * whole.window.width + w.x) * n, w.width * n);
        photo_frame_free(&part);
    }
    photo_frame_free(&whole);
    sct_photo_free(photo);
    free(file.data);
}

static void jpeg_windows_are_crops(void **state)
{
    (void)state;
    static const int sampling[][2] = {{1, 1}, {2, 1}, {1, 2}, {2, 2}, {4, 1}, {4, 2}};
    unsigned char *rgb = busy_picture(3), *grey = busy_picture(1);
    num_rng rng;
    num_rng_seed(&rng, 2);
    int count = 0;
    for (int i = 0; i < 6; i++)
        for (int progressive = 0; progressive < 2; progressive++)
            for (int restart = 0; restart < 8; restart += 7) {
                jpeg_spec spec = {.width = JW,
                                  .height = JH,
                                  .channels = 3,
                                  .quality = 80,
                                  .progressive = progressive,
                                  .across = sampling[i][0],
                                  .down = sampling[i][1],
                                  .restart = restart,
                                  .pixels = rgb};
                check_jpeg_windows(&spec, 1 + count++ % 8, &rng);
                spec.channels = 1;
                spec.across = spec.down = 1;
                spec.pixels = grey;
                check_jpeg_windows(&spec, 1 + count++ % 8, &rng);
            }
    figure("JPEG: %d windows of %d files are the crop of the full decode, bit for bit", 40 * count, count);
    free(rgb);
    free(grey);
}

static void truncated_jpeg_gives_what_it_has(void **state)
{
    (void)state;
    unsigned char *rgb = busy_picture(3);
    blob file = make_jpeg(rgb, JW, JH, 3, 2, 90, 0);
    file.size = file.size * 2 / 3;
    sct_photo *photo = open_blob(&file);
    photo_frame frame = {0};
    assert_true(flags_have(photo_flags(photo), "truncated-end"));
    assert_int_equal(photo_decode(ctx, photo, (photo_window){20, 10, 50, 40}, &frame), SCT_OK);
    photo_frame_free(&frame);
    assert_int_equal(photo_decode(ctx, photo, (photo_window){20, JH - 20, 50, 20}, &frame), SCT_ERR_PHOTO_DAMAGED);
    assert_null(frame.pixels);
    sct_photo_free(photo);
    free(file.data);
    free(rgb);
}

/* Stray bytes between segments: pixels intact, defect counted. */
static void stray_bytes_are_counted(void **state)
{
    (void)state;
    unsigned char *rgb = busy_picture(3);
    blob file = make_jpeg(rgb, JW, JH, 3, 1, 90, 0), padded = {0};
    size_t behind_first = 2 + 2 + (size_t)(file.data[4] << 8 | file.data[5]);
    blob_add(&padded, file.data, behind_first);
    blob_add(&padded, "abc", 3);
    blob_add(&padded, file.data + behind_first, file.size - behind_first);
    sct_photo *clean = open_blob(&file), *odd = open_blob(&padded);
    photo_frame a = decode_all(clean), b = decode_all(odd);
    assert_memory_equal(a.pixels, b.pixels, 3 * JW * JH);
    assert_int_equal(a.warnings, 0);
    assert_true(b.warnings > 0);
    photo_frame_free(&a);
    photo_frame_free(&b);
    sct_photo_free(clean);
    sct_photo_free(odd);
    free(file.data);
    free(padded.data);
    free(rgb);
}

/* A progressive file that asks for thousands of passes over a large picture is cut off; a small one may have them. */
static void endless_scans_are_refused(void **state)
{
    (void)state;
    enum { SIDE = 2000, EXTRA = 1000 };
    unsigned char *grey = calloc(SIDE, SIDE);
    blob file = make_jpeg(grey, SIDE, SIDE, 1, 1, 50, 1), many = {0};
    size_t last = 0;
    for (size_t i = 0; i + 1 < file.size; i++)
        if (file.data[i] == 0xFF && file.data[i + 1] == 0xDA)
            last = i;
    blob_add(&many, file.data, file.size - 2);
    for (int i = 0; i < EXTRA; i++)
        blob_add(&many, file.data + last, file.size - 2 - last);
    blob_add(&many, "\xff\xd9", 2);
    assert_int_equal(status_of(many.data, many.size), SCT_ERR_PHOTO_DAMAGED);
    assert_non_null(strstr(sct_context_message(ctx), "passes"));
    sct_context_clear(ctx);
    assert_int_equal(status_of(file.data, file.size), SCT_OK);
    free(many.data);
    free(file.data);
    free(grey);
}

/* ---- CMYK, own pixels, writing ---- */

static void cmyk_needs_a_profile(void **state)
{
    (void)state;
    unsigned char ink[4 * W * H] = {0};
    blob file = make_jpeg(ink, W, H, 4, 1, 95, 0);
    assert_int_equal(status_of(file.data, file.size), SCT_ERR_PHOTO_UNSUPPORTED);
    free(file.data);
}

static void own_pixels(void **state)
{
    (void)state;
    unsigned char grey_alpha[3][8] = {{10, 255, 20, 0, 99, 99, 99, 99}, {30, 128, 40, 7, 99, 99, 99, 99}, {50, 1, 60, 2}};
    sct_pixels_desc desc;
    sct_photo *photo = NULL;
    sct_pixels_desc_init(&desc);
    desc.width = 2;
    desc.height = 3;
    desc.channels = 2;
    desc.stride = 8;
    desc.orientation = 6;
    desc.data = grey_alpha;
    assert_int_equal(sct_photo_from_pixels(ctx, &desc, &photo), SCT_OK);
    assert_int_equal(photo_info(photo).width, 3);
    assert_string_equal(photo_info(photo).format, "pixels");
    assert_int_equal(photo_info(photo).profile_source, SCT_PROFILE_CALLER);
    photo_frame frame = decode_all(photo);
    static const unsigned char grey[6] = {50, 30, 10, 60, 40, 20}, alpha[6] = {1, 128, 255, 2, 7, 0};
    assert_memory_equal(frame.pixels, grey, 6);
    assert_memory_equal(frame.alpha, alpha, 6);
    photo_frame_free(&frame);
    sct_photo_free(photo);

    desc.stride = 3;
    assert_int_equal(sct_photo_from_pixels(ctx, &desc, &photo), SCT_ERR_OPTION);
    desc.stride = 0;
    desc.bits = 12;
    assert_int_equal(sct_photo_from_pixels(ctx, &desc, &photo), SCT_ERR_OPTION);
    desc.bits = 8;
    desc.orientation = 9;
    assert_int_equal(sct_photo_from_pixels(ctx, &desc, &photo), SCT_ERR_OPTION);
    desc.orientation = 1;
    desc.data = NULL;
    assert_int_equal(sct_photo_from_pixels(ctx, &desc, &photo), SCT_ERR_ARGUMENT);
    desc.size = 3;
    assert_int_equal(sct_photo_from_pixels(ctx, &desc, &photo), SCT_ERR_ARGUMENT);
}

static int stop_at_once(void *user, sct_stage stage, double fraction)
{
    (void)user;
    return stage == SCT_STAGE_PHOTO && fraction >= 0;
}

static void decoding_can_be_stopped(void **state)
{
    (void)state;
    blob file = rgb_png(1);
    sct_context_set_progress(ctx, stop_at_once, NULL);
    assert_int_equal(status_of(file.data, file.size), SCT_ERR_INTERRUPTED);
    free(file.data);
}

static void written_png_reads_back(void **state)
{
    (void)state;
    unsigned char rgb[3 * W * H];
    fill(rgb);
    for (int channels = 1; channels <= 3; channels += 2) {
        sct_bytes out = {0};
        assert_int_equal(photo_write_png(ctx, rgb, W, H, channels, 1, &out), SCT_OK);
        blob file = {out.data, out.size};
        sct_photo *photo = open_blob(&file);
        photo_frame frame = decode_all(photo);
        assert_int_equal(frame.channels, channels);
        assert_memory_equal(frame.pixels, rgb, (size_t)(W * H * channels));
        assert_int_equal(photo_colour(photo)->source, SCT_PROFILE_TAGGED);
        assert_null(strstr((char *)out.data + 40, "tEXt"));
        photo_frame_free(&frame);
        sct_photo_free(photo);
        sct_bytes_free(&out);
    }
    assert_int_equal(photo_write_png(ctx, rgb, W, H, 2, 1, &(sct_bytes){0}), SCT_ERR_ARGUMENT);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(every_orientation_of_a_png),
        TEST(windows_are_crops),
        TEST(windows_outside_are_refused),
        TEST(sixteen_bits_stay),
        TEST(png_precedence),
        TEST(exif_colour_space),
        TEST(icc_in_pieces),
        TEST(broken_icc_pieces_are_flagged),
        TEST(claims_are_refused_before_memory_is_taken),
        TEST(truncation_is_noticed),
        TEST(flipped_bytes_are_survived),
        TEST(exif_survives_anything),
        TEST(not_photos),
        TEST(file_limits),
        TEST(jpeg_windows_are_crops),
        TEST(truncated_jpeg_gives_what_it_has),
        TEST(stray_bytes_are_counted),
        TEST(endless_scans_are_refused),
        TEST(cmyk_needs_a_profile),
        TEST(own_pixels),
        TEST(decoding_can_be_stopped),
        TEST(written_png_reads_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
