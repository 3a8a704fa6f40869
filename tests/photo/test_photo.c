/* tests/photo/test_photo.c - opening and decoding photos made in memory: orientation, depth, profiles, limits, damage. */
#include "support/images.h"
#include "support/inside.h"
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
        sct_photo *photo = photo_of_blob(ctx, &file);
        sct_photo_info info = photo_info(photo);
        assert_int_equal(info.orientation, orientation);
        assert_int_equal(info.width, orientation > 4 ? H : W);
        assert_int_equal(info.height, orientation > 4 ? W : H);
        photo_frame frame = frame_of_photo(ctx, photo);
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
        sct_photo *photo = photo_of_blob(ctx, &file);
        photo_frame whole = frame_of_photo(ctx, photo);
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
    sct_photo *photo = photo_of_blob(ctx, &file);
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
    sct_photo *photo = photo_of_blob(ctx, &file);
    photo_frame frame = frame_of_photo(ctx, photo);
    assert_int_equal(frame.bits, 16);
    assert_int_equal(photo_info(photo).bit_depth, 16);
    const uint16_t *p = frame.pixels;
    assert_int_equal(p[0], 0x1234);
    assert_int_equal(p[1], 0xFFFE);
    assert_int_equal(p[2], 1);
    assert_int_equal(p[3], 0x8080); /* transparent: nothing of it is left */
    assert_int_equal(p[5], 0x8080);
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
    sct_photo *photo = photo_of_blob(ctx, &file);
    assert_int_equal(photo_colour(photo)->source, SCT_PROFILE_ASSUMED_SRGB);
    assert_true(flags_have(photo_flags(photo), "no-profile"));
    sct_photo_free(photo);

    png_insert_chunk(&file, "gAMA", gamma_18, 4);
    photo = photo_of_blob(ctx, &file);
    assert_int_equal(photo_colour(photo)->source, SCT_PROFILE_TAGGED);
    assert_near(photo_colour(photo)->gamma, 0.55556, 1e-9);
    assert_false(flags_have(photo_flags(photo), "no-profile"));
    sct_photo_free(photo);

    png_insert_chunk(&file, "sRGB", "", 1);
    photo = photo_of_blob(ctx, &file);
    assert_int_equal(photo_colour(photo)->source, SCT_PROFILE_TAGGED);
    assert_false(photo_colour(photo)->has_gamma);
    assert_string_equal(photo_info(photo).profile_name, "sRGB");
    sct_photo_free(photo);

    png_insert_chunk(&file, "cICP", cicp_p3, 4);
    photo = photo_of_blob(ctx, &file);
    assert_int_equal(photo_colour(photo)->source, SCT_PROFILE_CICP);
    assert_int_equal(photo_colour(photo)->cicp.primaries, 12);
    assert_string_equal(sct_profile_source_name(photo_info(photo).profile_source), "cicp");
    sct_photo_free(photo);
    free(file.data);
}

/* ---- limits and damage ---- */

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
        assert_int_equal(outcome_of(ctx, file.data, file.size), cases[i].status);
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
        sct_status status = outcome_of(ctx, copy, size);
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
                    (void)outcome_of(ctx, files[k].data, files[k].size);
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
            assert_int_equal(outcome_of(ctx, file.data, file.size), SCT_OK);
            free(file.data);
        }
    free(exif.data);
}

static void not_photos(void **state)
{
    (void)state;
    assert_int_equal(outcome_of(ctx, "", 0), SCT_ERR_PHOTO_FORMAT);
    assert_string_equal(sct_context_message(ctx), "the file is empty");
    assert_int_equal(outcome_of(ctx, "hello, this is text named .jpg", 30), SCT_ERR_PHOTO_FORMAT);
    assert_int_equal(outcome_of(ctx, "\x89PNG\r\n\x1a\n", 8), SCT_ERR_PHOTO_DAMAGED);
    assert_int_equal(outcome_of(ctx, "\xff\xd8\xff\xd9", 4), SCT_ERR_PHOTO_DAMAGED);
    static const char packed[] =
        "\x89PNG\r\n\x1a\n\0\0\0\4CgBI\x50\0\x20\2\x2b\xd5\xb3\x7f\0\0\0\x0dIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0";
    assert_int_equal(outcome_of(ctx, packed, sizeof packed - 1),
                     SCT_ERR_PHOTO_UNSUPPORTED); /* copying it again is no help */
    assert_non_null(strstr(sct_context_message(ctx), "export it as JPEG"));
}

static void file_limits(void **state)
{
    (void)state;
    blob file = rgb_png(0);
    assert_int_equal(sct_context_set_limit(ctx, SCT_LIMIT_FILE_BYTES, file.size - 1), SCT_OK);
    assert_int_equal(outcome_of(ctx, file.data, file.size), SCT_ERR_PHOTO_TOO_LARGE);
    assert_int_equal(sct_context_set_limit(ctx, SCT_LIMIT_FILE_BYTES, file.size), SCT_OK);
    assert_int_equal(sct_context_set_limit(ctx, SCT_LIMIT_PIXELS, W * H - 1), SCT_OK);
    assert_int_equal(outcome_of(ctx, file.data, file.size), SCT_ERR_PHOTO_TOO_LARGE);
    assert_int_equal(sct_context_set_limit(ctx, SCT_LIMIT_PIXELS, W * H), SCT_OK);
    assert_int_equal(outcome_of(ctx, file.data, file.size), SCT_OK);
    free(file.data);
}

/* ---- other formats ---- */

/* Old libheif and a photo of iOS 18: the message names what to do. */
static void new_heic_names_the_library_it_needs(void **state)
{
    (void)state;
    static const unsigned char file[] = {0,   0,   0,   28,  'f', 't', 'y', 'p', 'h', 'e', 'i', 'c',
                                         0,   0,   0,   0,   'm', 'i', 'f', '1', 't', 'm', 'a', 'p',
                                         'h', 'e', 'i', 'c', 0,   0,   0,   8,   'f', 'r', 'e', 'e'};
    assert_true(outcome_of(ctx, file, sizeof file) != SCT_OK);
    const char *message = sct_context_message(ctx);
    /* Without libheif, with an old one, with one that finds this file damaged. */
    assert_true(strstr(message, "libheif-dev") || strstr(message, "1.18") || strstr(message, "damaged"));
    /* A film is no photo. */
    static const unsigned char film[] = {0,   0,   0, 20, 'f', 't', 'y', 'p', 'i', 's',
                                         'o', 'm', 0, 0,  0,   0,   'm', 'p', '4', '2'};
    sct_context_clear(ctx);
    assert_int_equal(outcome_of(ctx, film, sizeof film), SCT_ERR_PHOTO_FORMAT);
}

/* ---- CMYK, own pixels, writing ---- */

static void cmyk_needs_a_profile(void **state)
{
    (void)state;
    unsigned char ink[4 * W * H] = {0};
    blob file = make_jpeg(ink, W, H, 4, 1, 95, 0);
    assert_int_equal(outcome_of(ctx, file.data, file.size), SCT_ERR_PHOTO_UNSUPPORTED);
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
    photo_frame frame = frame_of_photo(ctx, photo);
    static const unsigned char grey[6] = {50, 30, 10, 60, 40, 128}, alpha[6] = {1, 128, 255, 2, 7, 0};
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
    assert_int_equal(outcome_of(ctx, file.data, file.size), SCT_ERR_INTERRUPTED);
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
        sct_photo *photo = photo_of_blob(ctx, &file);
        photo_frame frame = frame_of_photo(ctx, photo);
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

/* ---- screenshots ---- */

/* An EXIF block: Make in IFD0 when `make`, a UserComment when there is one. */
static blob camera_exif(const char *make, const char *comment)
{
    enum { IFD0 = 8, EXIF = IFD0 + 2 + 24 + 4, TEXT = EXIF + 2 + 12 + 4 };
    unsigned char bytes[TEXT + 64] = {'M', 'M', 0, 42, 0, 0, 0, IFD0, 0, 2};
    unsigned char *entry = bytes + IFD0 + 2;
    size_t n = comment ? 8 + strlen(comment) : 4;
    blob out = {0};
    memcpy(entry, (const unsigned char[12]){1, (unsigned char)(make ? 0x0F : 0x31), 0, 2, 0, 0, 0, 4}, 8);
    memcpy(entry + 8, make ? make : "abc", 4);
    memcpy(entry + 12, (const unsigned char[12]){0x87, 0x69, 0, 4, 0, 0, 0, 1, 0, 0, 0, EXIF}, 12);
    bytes[EXIF + 1] = 1;
    memcpy(bytes + EXIF + 2,
           (const unsigned char[12]){0x92, (unsigned char)(comment ? 0x86 : 0x90), 0, 7, 0, 0, 0, (unsigned char)n, 0, 0, 0,
                                     TEXT},
           12);
    if (comment) {
        memcpy(bytes + TEXT, "ASCII", 5);
        memcpy(bytes + TEXT + 8, comment, strlen(comment));
    }
    blob_add(&out, bytes, sizeof bytes);
    return out;
}

static const flag_item *flag_of(const sct_photo *photo, const char *code)
{
    const sct_flags *flags = photo_flags(photo);
    for (size_t i = 0; i < flags->count; i++)
        if (strcmp(flags->items[i].code, code) == 0)
            return &flags->items[i];
    return NULL;
}

static void files_that_call_themselves_screenshots_are_believed(void **state)
{
    (void)state;
    static const struct {
        const char *make, *comment, *text;
        int told;
    } cases[] = {{NULL, "Screenshot", NULL, 1},
                 {NULL, "from album Screenshots", NULL, 0},
                 {NULL, NULL, "Software\0gnome-screenshot", 1},
                 {"Can", "my head, shot by Sue", NULL, 0},
                 {NULL, "Screens", NULL, 0},
                 {NULL, NULL, "Software\0a camera", 0},
                 {NULL, NULL, NULL, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        blob file = rgb_png(0), exif = camera_exif(cases[i].make, cases[i].comment);
        png_insert_chunk(&file, "eXIf", exif.data, exif.size);
        if (cases[i].text)
            png_insert_chunk(&file, "tEXt", cases[i].text, 9 + strlen(cases[i].text + 9));
        sct_photo *photo = photo_of_blob(ctx, &file);
        const flag_item *flag = flag_of(photo, "screenshot");
        assert_int_equal(flag != NULL, cases[i].told);
        assert_true(!flag || flag->forbids_pick);
        sct_photo_free(photo);
        free(file.data);
        free(exif.data);
    }
}

/* A PNG with one text chunk: is it called a screenshot? */
static int text_is_believed(const char type[4], const char *text, size_t size)
{
    blob file = rgb_png(0);
    png_insert_chunk(&file, type, text, size);
    sct_photo *photo = photo_of_blob(ctx, &file);
    int told = flag_of(photo, "screenshot") != NULL;
    sct_photo_free(photo);
    free(file.data);
    return told;
}

/* Albums, folders and edits have the word in their names: a text must be the word, or a program be called so. */
static void only_a_text_that_is_the_word_counts(void **state)
{
    static const struct {
        const char *keyword, *value;
        int told;
    } texts[] = {
        {"Comment", "Screenshot", 1},
        {"Description", " screenshot\n", 1},
        {"Software", "gnome-screenshot 41.0", 1},
        {"Screenshot", "my head", 0},
        {"Comment", "Screenshots", 0},
        {"Comment", "no screenshot", 0},
        {"Source", "/home/sue/Pictures/Screenshots/head.png", 0},
        {"Software", "Photos, folder Screenshots", 0},
        {"Software", "", 0},
    };
    static const struct {
        const char *xmp;
        int told;
    } packets[] = {
        {"<x><exif:UserComment>Screenshot</exif:UserComment></x>", 1},
        {"<exif:UserComment>\n <rdf:Alt>\n  <rdf:li xml:lang=\"x-default\">Screenshot</rdf:li>\n </rdf:Alt>\n"
         "</exif:UserComment>",
         1},
        {"<rdf:Description exif:UserComment=\"Screenshot\" x=\"1\"/>", 1},
        {"<exif:UserComment>edited from a screenshot</exif:UserComment>", 0},
        {"<dc:subject><rdf:Bag><rdf:li>Screenshot</rdf:li></rdf:Bag></dc:subject>", 0},
        {"<lr:hierarchicalSubject>Albums|Screenshots</lr:hierarchicalSubject>", 0},
        {"<rdf:Description exif:UserComment=\"Screenshot", 0},
        {"<rdf:Description exif:UserComment=", 0},
        {"<exif:UserComment>Screenshot", 0},
        {"<exif:UserComment", 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        char chunk[128];
        size_t key = strlen(texts[i].keyword) + 1, size = strlen(texts[i].value);
        memcpy(chunk, texts[i].keyword, key);
        memcpy(chunk + key, texts[i].value, size);
        if (text_is_believed("tEXt", chunk, key + size) != texts[i].told)
            fail_msg("%s: %s", texts[i].keyword, texts[i].value);
        memmove(chunk + key + 4, chunk + key, size);
        memset(chunk + key, 0, 4);
        if (text_is_believed("iTXt", chunk, key + 4 + size) != texts[i].told)
            fail_msg("international, %s: %s", texts[i].keyword, texts[i].value);
    }
    for (size_t i = 0; i < sizeof packets / sizeof packets[0]; i++) {
        char chunk[256] = "XML:com.adobe.xmp"; /* and five zeros */
        size_t size = strlen(packets[i].xmp);
        memcpy(chunk + 22, packets[i].xmp, size);
        if (text_is_believed("iTXt", chunk, 22 + size) != packets[i].told)
            fail_msg("%s", packets[i].xmp);
    }
    static const char odd[] = "Comment\0\0";
    for (size_t size = 1; size < sizeof odd; size++)
        assert_false(text_is_believed("iTXt", odd, size));
}

/* A note, which forbids nothing: only where no camera is named, and desktops only in PNG. */
static void the_size_of_a_screen_is_noted(void **state)
{
    (void)state;
    static const struct {
        uint32_t width, height;
        int png, jpeg;
    } cases[] = {{1170, 2532, 1, 1}, {2532, 1170, 1, 1}, {2560, 1440, 1, 0}, {3024, 4032, 0, 0}, {1600, 1200, 0, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int kind = 0; kind < 4; kind++) { /* PNG or JPEG, with a camera's name or none */
            uint32_t w = cases[i].width, h = cases[i].height;
            unsigned char *rgb = calloc((size_t)w * h, 3);
            assert_non_null(rgb);
            blob exif = camera_exif(kind & 2 ? "Pho" : NULL, NULL), file;
            if (kind & 1) {
                blob segment = {0};
                file = make_jpeg(rgb, w, h, 3, 2, 90, 0);
                blob_add(&segment, "Exif\0", 6);
                blob_add(&segment, exif.data, exif.size);
                jpeg_insert_segment(&file, 0xE1, segment.data, segment.size);
                free(segment.data);
            } else {
                png_spec spec = {w, h, PNG_COLOR_TYPE_RGB, 8, 0, rgb, (size_t)3 * w};
                file = make_png(&spec);
                png_insert_chunk(&file, "eXIf", exif.data, exif.size);
            }
            sct_photo *photo = photo_of_blob(ctx, &file);
            const flag_item *flag = flag_of(photo, "screen-sized");
            assert_int_equal(flag != NULL, !(kind & 2) && (kind & 1 ? cases[i].jpeg : cases[i].png));
            assert_true(!flag || !flag->forbids_pick);
            sct_photo_free(photo);
            free(file.data);
            free(exif.data);
            free(rgb);
        }
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
        TEST(claims_are_refused_before_memory_is_taken),
        TEST(truncation_is_noticed),
        TEST(flipped_bytes_are_survived),
        TEST(exif_survives_anything),
        TEST(not_photos),
        TEST(file_limits),
        TEST(new_heic_names_the_library_it_needs),
        TEST(cmyk_needs_a_profile),
        TEST(own_pixels),
        TEST(decoding_can_be_stopped),
        TEST(written_png_reads_back),
        TEST(files_that_call_themselves_screenshots_are_believed),
        TEST(only_a_text_that_is_the_word_counts),
        TEST(the_size_of_a_screen_is_noted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
