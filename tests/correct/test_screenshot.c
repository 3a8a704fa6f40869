/*
 * tests/chart/test_screenshot.c - screenshots of photos of charts are told from
 * the photos.
 */
#include "chart/stage.h"
#include "correct/correct_steps.h"
#include "support/photos.h"
#include "support/support.h"

/* What a screenshot may look like: a viewer's bars on telephones, a window on a desktop, a page with text. */
enum { BLACK_VIEWER, WHITE_VIEWER, DARK_VIEWER, TWO_PICTURES, WINDOW, PAGE, LOOKS };
static const char *const look_names[LOOKS] = {"black viewer", "white viewer", "dark viewer",
                                              "two pictures", "window",       "page"};
enum { ENCODINGS = 4 };
static const int qualities[ENCODINGS] = {0, 92, 80, 60}; /* 0: PNG */

typedef struct place {
    int x, y, w, h;
} place;

static void fill(stage_picture *p, place at, uint32_t colour)
{
    for (int y = at.y; y < at.y + at.h; y++)
        for (int x = at.x; x < at.x + at.w; x++)
            if (x >= 0 && y >= 0 && x < (int)p->width && y < (int)p->height)
                for (int c = 0; c < 3; c++)
                    p->rgb[3 * ((size_t)y * p->width + (size_t)x) + (size_t)c] = (uint8_t)(colour >> (16 - 8 * c));
}

/* The photo as large as fits, in the middle of a place; its own place. Linear between pixels. */
static place show(stage_picture *p, const stage_picture *photo, place at)
{
    double k = fmin((double)at.w / photo->width, (double)at.h / photo->height);
    place own = {0, 0, (int)(k * photo->width), (int)(k * photo->height)};
    own.x = at.x + (at.w - own.w) / 2;
    own.y = at.y + (at.h - own.h) / 2;
    for (int y = 0; y < own.h; y++)
        for (int x = 0; x < own.w; x++) {
            double sx = fmin(fmax((x + 0.5) / k - 0.5, 0), photo->width - 1.0);
            double sy = fmin(fmax((y + 0.5) / k - 0.5, 0), photo->height - 1.0);
            size_t left = (size_t)sx, top = (size_t)sy;
            size_t right = left + 1 < photo->width ? left + 1 : left, below = top + 1 < photo->height ? top + 1 : top;
            for (size_t c = 0; c < 3; c++) {
                double a = photo->rgb[3 * (top * photo->width + left) + c];
                double b = photo->rgb[3 * (top * photo->width + right) + c];
                double d = photo->rgb[3 * (below * photo->width + left) + c];
                double e = photo->rgb[3 * (below * photo->width + right) + c];
                double fx = sx - (double)left, fy = sy - (double)top;
                p->rgb[3 * ((size_t)(own.y + y) * p->width + (size_t)(own.x + x)) + c] =
                    (uint8_t)((1 - fy) * ((1 - fx) * a + fx * b) + fy * ((1 - fx) * d + fx * e) + 0.5);
            }
        }
    return own;
}

/* Lines of letters: blots of ink of many widths. */
static void write_text(stage_picture *p, place at, int line, uint32_t ink, num_rng *rng)
{
    for (int y = at.y; y + line <= at.y + at.h; y += 2 * line)
        for (int x = at.x; x < at.x + at.w;) {
            int w = 2 + (int)num_rng_below(rng, 7);
            fill(p, (place){x, y, w, line - (int)num_rng_below(rng, (uint32_t)line / 2)}, ink);
            x += w + 2 + (int)num_rng_below(rng, 6);
        }
}

static stage_picture screenshot_of(const stage_picture *photo, int look, num_rng *rng)
{
    static const uint32_t grounds[LOOKS] = {0x000000, 0xffffff, 0x1c1c1e, 0xf2f2f7, 0x2b2d30, 0xffffff};
    static const uint32_t inks[LOOKS] = {0xffffff, 0x000000, 0xd0d0d0, 0x202020, 0xc0c0c0, 0x202020};
    int desktop = look >= WINDOW, w = desktop ? 1600 : 720, h = desktop ? 900 : 1520;
    stage_picture p = {(uint32_t)w, (uint32_t)h, malloc((size_t)w * (size_t)h * 3)};
    assert_non_null(p.rgb);
    fill(&p, (place){0, 0, w, h}, grounds[look]);
    if (look == PAGE) { /* tabs, an address, the page */
        fill(&p, (place){0, 0, w, 40}, 0xdee1e6);
        write_text(&p, (place){20, 12, 200, 16}, 12, 0x404040, rng);
        fill(&p, (place){0, 40, w, 44}, 0xf8f9fa);
        write_text(&p, (place){60, 54, 300, 16}, 12, 0x404040, rng);
        write_text(&p, (place){200, 110, 900, 90}, 14, inks[look], rng);
        show(&p, photo, (place){200, 220, 900, 620});
        write_text(&p, (place){1180, 220, 300, 600}, 14, inks[look], rng);
    } else if (look == WINDOW) {
        write_text(&p, (place){12, 8, 300, 16}, 12, inks[look], rng);
        show(&p, photo, (place){0, 34, w, h - 34});
    } else if (look == TWO_PICTURES) {
        show(&p, photo, (place){16, 120, w - 32, 640});
        show(&p, photo, (place){16, 790, w - 32, 640});
    } else {
        write_text(&p, (place){40, 20, 90, 18}, 18, inks[look], rng);
        write_text(&p, (place){w - 150, 20, 110, 18}, 18, inks[look], rng);
        show(&p, photo, (place){0, 60, w, h - 180});
        for (int i = 0; i < 4; i++)
            fill(&p, (place){90 + 160 * i, h - 70, 40, 40}, inks[look]);
    }
    return p;
}

static blob encode(const stage_picture *p, int quality)
{
    if (quality)
        return make_jpeg(p->rgb, p->width, p->height, 3, 2, quality, 0);
    return make_png(&(png_spec){.width = p->width,
                                .height = p->height,
                                .color_type = 2,
                                .bit_depth = 8,
                                .rows = p->rgb,
                                .row_bytes = 3 * (size_t)p->width});
}

static int has_bars(const stage_image *opened)
{
    sct_flags flags = {0};
    int lossy = photo_info(opened->photo).lossy;
    assert_int_equal(correct_bars(opened->ctx, opened->image, lossy, &flags), SCT_OK);
    for (size_t i = 0; i < flags.count; i++)
        assert_true(flags.items[i].forbids_pick && strlen(flags.items[i].fix) > 10);
    return flags_have(&flags, "screenshot");
}

/* Every photo of a chart, as it is and in a screenshot of half of the looks, encoded in turn. */
static void screenshots_of_chart_photos_are_told(void **state)
{
    (void)state;
    NEED_DATA();
    int told[LOOKS] = {0}, of_look[LOOKS] = {0}, by_encoding[ENCODINGS] = {0}, of_encoding[ENCODINGS] = {0}, alarms = 0;
    num_rng rng;
    num_rng_seed(&rng, 9);
    for (int i = 0; i < STAGE_PHOTOS; i++) {
        unsigned char *bytes;
        char path[128];
        snprintf(path, sizeof path, "chart-photos/%s", stage_photos[i]);
        stage_image photo = stage_open_file(data_path(path), &bytes);
        alarms += has_bars(&photo);
        stage_picture picture = stage_picture_of(photo.image);
        for (int look = i % 2; look < LOOKS; look += 2) {
            int encoding = (i / 2 + look) % ENCODINGS;
            stage_picture p = screenshot_of(&picture, look, &rng);
            blob file = encode(&p, qualities[encoding]);
            stage_image opened = stage_open(file.data, file.size);
            int seen = has_bars(&opened);
            told[look] += seen;
            of_look[look]++;
            by_encoding[encoding] += seen;
            of_encoding[encoding]++;
            stage_close(&opened);
            free(file.data);
            stage_free(&p);
        }
        stage_free(&picture);
        stage_close(&photo);
        free(bytes);
    }
    for (int look = 0; look < LOOKS; look++)
        figure("screenshots of chart photos told, %s: %d of %d", look_names[look], told[look], of_look[look]);
    figure(
        "the same by encoding: PNG %d of %d, JPEG 92 %d of %d, 80 %d of %d, 60 %d of %d; photos called a screenshot: %d of "
        "%d",
        by_encoding[0], of_encoding[0], by_encoding[1], of_encoding[1], by_encoding[2], of_encoding[2], by_encoding[3],
        of_encoding[3], alarms, STAGE_PHOTOS);
    assert_int_equal(alarms, 0);
    for (int look = 0; look < LOOKS; look++)
        assert_true(told[look] >= of_look[look] - 1);
}

/* Of the photographed charts of the reference data two are in truth screenshots of a desktop, and say so. */
static void true_screenshots_are_told_by_their_files(void **state)
{
    (void)state;
    NEED_DATA();
    int told = 0;
    for (int i = 0; i < STAGE_PHOTOS; i++) {
        unsigned char *bytes;
        char path[128];
        snprintf(path, sizeof path, "chart-photos/%s", stage_photos[i]);
        stage_image photo = stage_open_file(data_path(path), &bytes);
        int says = flags_have(photo_flags(photo.photo), "screenshot");
        int true_one = strcmp(stage_photos[i], "plantcv_classic.png") == 0 ||
                       strcmp(stage_photos[i], "plantcv_calibrite-passport.png") == 0;
        if (says != true_one)
            fail_msg("%s: %s", path, says ? "called a screenshot" : "not told");
        assert_false(flags_have(photo_flags(photo.photo), "screen-sized"));
        told += says;
        stage_close(&photo);
        free(bytes);
    }
    figure("of %d photographed charts %d call themselves screenshots", STAGE_PHOTOS, told);
}

/* Through the command's way: a chart found in a screenshot carries the flag, from a file that is decoded at a reduced size,
 * too. */
static void the_chart_that_is_found_carries_the_flag(void **state)
{
    (void)state;
    for (int reduced = 0; reduced < 2; reduced++) {
        num_rng rng;
        stage s;
        double truth[3][3];
        sct_chart_result *r = calloc(1, sizeof *r);
        num_rng_seed(&rng, 4);
        stage_picture ground = stage_background(900, 700, &rng);
        stage_init(&s, sct_chart_builtin(0));
        s.x = 450;
        s.y = 350;
        s.pitch_px = 80;
        s.turn_deg = 7;
        s.noise = 1.5;
        s.blur_px = 0.6;
        s.exposure = 0.8;
        s.tint[2] = 0.9;
        s.jpeg = 92;
        phantom_photo photo = stage_render(&s, &ground, &rng, truth);
        stage_image plain = stage_open(photo.bytes, photo.size);
        assert_int_equal(correct_find_chart(plain.ctx, NULL, plain.photo, r), SCT_OK);
        assert_false(flags_have(&r->flags, "screenshot"));
        stage_picture picture = stage_picture_of(plain.image);
        stage_picture shot = {reduced ? 3000 : 900, reduced ? 4000 : 1300, NULL};
        shot.rgb = malloc((size_t)shot.width * shot.height * 3);
        assert_non_null(shot.rgb);
        fill(&shot, (place){0, 0, (int)shot.width, (int)shot.height}, 0x101214);
        show(&shot, &picture, (place){0, 0, (int)shot.width, (int)shot.height});
        blob file = encode(&shot, 90);
        stage_image opened = stage_open(file.data, file.size);
        assert_int_equal(correct_find_chart(opened.ctx, NULL, opened.photo, r), SCT_OK);
        if (!flags_have(&r->flags, "screenshot"))
            fail_msg("%s: the chart's flags do not say that this is a screenshot", reduced ? "reduced" : "whole");
        stage_close(&opened);
        stage_close(&plain);
        free(file.data);
        stage_free(&shot);
        stage_free(&picture);
        stage_free(&ground);
        phantom_photo_free(&photo);
        free(r);
    }
}

/* Photos of people, of things cut out on white or set before black, and phantoms are none. */
static void photos_are_no_screenshots(void **state)
{
    (void)state;
    static const char *const files[] = {"photos/kodak/kodim04.png",
                                        "photos/kodak/kodim09.png",
                                        "photos/kodak/kodim15.png",
                                        "photos/kodak/kodim18.png",
                                        "photos/nasa_astronaut/astronaut.png",
                                        "photos/unsplash_pixelpalette/02_woman.jpg",
                                        "photos/unsplash_pixelpalette/03_woman.jpg",
                                        "photos/unsplash_pixelpalette/04_man.jpg",
                                        "chart-photos/plantcv_nano.jpeg"};
    int alarms = 0, count = 0;
    for (size_t i = 0; data_path("") && i < sizeof files / sizeof *files; i++) {
        unsigned char *bytes;
        stage_image opened = stage_open_file(data_path(files[i]), &bytes);
        alarms += has_bars(&opened);
        count++;
        stage_close(&opened);
        free(bytes);
    }
    phantom_library library = phantom_library_open();
    for (int i = 0; i < 24; i++) {
        phantom_params params;
        phantom_params_init(&params);
        params.seed = (uint64_t)i + 1;
        int skin = phantom_skin_of_class(&library, i % PHANTOM_ITA_CLASSES, 1, i);
        if (skin >= 0)
            params.skin = library.skins[skin].body;
        params.background = (phantom_ground)(i % 3);
        params.chart = (phantom_chart)(i % 3);
        params.grown_hair = i % 2;
        params.exposure = i % 4 == 3 ? 1.6 : i % 4 == 2 ? 0.15 : params.exposure;
        params.shadow_side = i % 5 == 4 ? 0.9 : 0;
        params.format = i % 2 ? PHANTOM_JPEG : PHANTOM_PNG8;
        params.jpeg_quality = 60 + 5 * (i % 8);
        phantom_photo photo = phantom_render(&params);
        stage_image opened = stage_open(photo.bytes, photo.size);
        alarms += has_bars(&opened);
        count++;
        stage_close(&opened);
        phantom_photo_free(&photo);
    }
    phantom_library_close(&library);
    figure("portraits, cut-outs and phantoms called a screenshot: %d of %d", alarms, count);
    assert_int_equal(alarms, 0);
}

/* A ColorChecker drawn in the values that its maker published: with grain, compressed, small; and what a camera might make
 * of these colours, all of it grainy. */
static void drawings_with_grain_are_told(void **state)
{
    static const uint32_t published[24] = {0x735244, 0xC29682, 0x627A9D, 0x576C43, 0x8580B1, 0x67BDAA, 0xD67E2C, 0x505BA6,
                                           0xC15A63, 0x5E3C6C, 0x9DBC40, 0xE0A32E, 0x383D96, 0x469449, 0xAF363C, 0xE7C71F,
                                           0xBB5695, 0x0885A1, 0xF3F3F2, 0xC8C8C8, 0xA0A0A0, 0x7A7A79, 0x555555, 0x343434};
    static const struct {
        int pitch, noise, quality, seen_by_camera;
    } cases[] = {{80, 0, 0, 0}, {80, 3, 0, 0}, {80, 6, 90, 0}, {36, 2, 85, 0}, {80, 3, 0, 1}, {36, 2, 85, 1}};
    (void)state;
    num_rng rng;
    num_rng_seed(&rng, 12);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        int d = cases[k].pitch;
        stage_picture p = {.width = (uint32_t)(9 * d), .height = (uint32_t)(7 * d)};
        p.rgb = calloc((size_t)p.width * p.height, 3);
        assert_non_null(p.rgb);
        fill(&p, (place){0, 0, 9 * d, 7 * d}, 0xE8E8E8);
        fill(&p, (place){d, d, 7 * d, 5 * d}, 0x101010);
        for (int i = 0; i < 24; i++)
            fill(&p, (place){d + d / 2 + i % 6 * d + d / 16, d + d / 2 + i / 6 * d + d / 16, d - d / 8, d - d / 8},
                 published[i]);
        for (size_t i = 0; i < (size_t)3 * p.width * p.height; i++) {
            double v = p.rgb[i] * (cases[k].seen_by_camera ? 0.97 - 0.02 * (double)(i % 3) : 1);
            p.rgb[i] = (uint8_t)fmin(fmax(v + cases[k].noise * num_rng_normal(&rng), 0), 255);
        }
        blob file = encode(&p, cases[k].quality);
        stage_image opened = stage_open(file.data, file.size);
        sct_chart_result *r = calloc(1, sizeof *r);
        assert_int_equal(correct_find_chart(opened.ctx, NULL, opened.photo, r), SCT_OK);
        if (flags_have(&r->flags, "chart-drawn") == cases[k].seen_by_camera)
            fail_msg("case %zu: %s", k, cases[k].seen_by_camera ? "a camera's colours are called drawn" : "not told");
        free(r);
        stage_close(&opened);
        free(file.data);
        stage_free(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(screenshots_of_chart_photos_are_told),
        cmocka_unit_test(true_screenshots_are_told_by_their_files),
        cmocka_unit_test(the_chart_that_is_found_carries_the_flag),
        cmocka_unit_test(photos_are_no_screenshots),
        cmocka_unit_test(drawings_with_grain_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
