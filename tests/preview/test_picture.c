/*
 * tests/preview/test_picture.c - the files: the photo's own numbers where no ink is, its profile, no metadata; the sheet;
 * the JSON; what is refused.
 */
#include "base/base.h"
#include "photo/photo.h"
#include "preview/preview.h"
#include "preview/skins.h"
#include "support/inside.h"
#include "support/mini_png.h"

#include <lcms2.h>

enum { WIDE = 320, HIGH = 240 };
static sct_context *ctx;
static uint8_t rgb[3 * WIDE * HIGH];
static sct_look look;
static const sct_shape middle = {.kind = SCT_SHAPE_RECT, .count = 4, .v = {100, 60, 120, 120}};

static sct_photo *photo_of(int channels, const void *icc, size_t icc_size, int orientation)
{
    sct_pixels_desc desc;
    sct_photo *photo = NULL;
    sct_pixels_desc_init(&desc);
    desc.width = WIDE;
    desc.height = HIGH;
    desc.channels = channels;
    desc.bits = 8;
    desc.orientation = orientation;
    desc.data = rgb;
    desc.icc = icc;
    desc.icc_size = icc_size;
    if (sct_photo_from_pixels(ctx, &desc, &photo) != SCT_OK)
        fail_msg("%s", sct_context_message(ctx));
    return photo;
}

static sct_preview_options options_of(const sct_shape *area)
{
    static const sct_shape *areas[1];
    sct_preview_options o;
    areas[0] = area;
    sct_preview_options_init(&o);
    o.areas = areas;
    o.area_count = area != NULL;
    o.mm_per_px = 0.1;
    o.watermark = 0;
    return o;
}

static sct_bytes render(const sct_photo *photo, const sct_preview_options *o, preview_result *result)
{
    sct_preview *preview = NULL;
    sct_bytes png = {0};
    preview_result judged;
    if (sct_preview_new(ctx, photo, o, &preview) != SCT_OK ||
        preview_picture_png(ctx, preview, &look, result, &png) != SCT_OK ||
        preview_picture_png(ctx, preview, &look, &judged, NULL) != SCT_OK)
        fail_msg("%s", sct_context_message(ctx));
    if (result && result->core_pixels) { /* told without a picture, it is the same to the last bit */
        assert_true(judged.core_pixels == result->core_pixels);
        assert_memory_equal(&judged.photo_area_lab, &result->photo_area_lab, sizeof judged.photo_area_lab);
    }
    sct_preview_free(preview);
    return png;
}

/* Finds a chunk; its data and size, or null. Fails the test if there is one that a picture should not have. */
static const unsigned char *chunk_of(const sct_bytes *png, const char *name, size_t *size)
{
    static const char *const known[] = {"IHDR", "iCCP", "sRGB", "IDAT", "IEND"};
    const unsigned char *found = NULL;
    for (size_t at = 8; at + 12 <= png->size;) {
        const unsigned char *p = png->data + at;
        size_t n = (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];
        int ok = 0;
        for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
            ok |= memcmp(p + 4, known[i], 4) == 0;
        if (!ok)
            fail_msg("the picture has a chunk %.4s", (const char *)p + 4);
        if (memcmp(p + 4, name, 4) == 0 && !found) {
            found = p + 8;
            *size = n;
        }
        at += 12 + n;
    }
    return found;
}

static void what_is_not_inked_is_the_photos_own(void **state)
{
    sct_preview_options o = options_of(&middle);
    sct_photo *photo = photo_of(3, NULL, 0, 1);
    preview_result r;
    const char *why = "";
    mini_png out;
    size_t size, changed = 0;
    (void)state;
    for (int bits = 8; bits <= 16; bits += 8) {
        o.bits = bits;
        sct_bytes png = render(photo, &o, &r);
        assert_true(mini_png_decode(png.data, png.size, &out, &why));
        assert_true(out.width == WIDE && out.height == HIGH && out.channels == 3 && out.bits == bits);
        for (int y = 0; y < HIGH; y++)
            for (int x = 0; x < WIDE; x++)
                for (int c = 0; c < 3; c++) {
                    size_t i = 3 * ((size_t)y * WIDE + (size_t)x) + (size_t)c;
                    int same = out.samples[i] == (bits == 8 ? rgb[i] : 257 * rgb[i]);
                    changed += !same;
                    if (x < 60 || x > 260 || y < 20 || y > 220)
                        assert_true(same);
                }
        assert_true(changed > 3 * 60 * 60);
        assert_non_null(chunk_of(&png, "sRGB", &size));
        mini_png_free(&out);
        sct_bytes_free(&png);
    }
    sct_photo_free(photo);
}

/* A PNG in Display P3 by code points: a profile is made for its preview, and for a preview of that the same is made again.
 */
static void wide_gamuts_stay_what_they_are(void **state)
{
    const unsigned char cicp[4] = {12, 13, 0, 1};
    const png_spec spec = {WIDE, HIGH, 2, 8, 0, rgb, 3 * WIDE};
    blob file = make_png(&spec);
    sct_photo *photo = NULL;
    sct_preview_options o = options_of(&middle);
    size_t size, again_size;
    (void)state;
    png_insert_chunk(&file, "cICP", cicp, sizeof cicp);
    assert_int_equal(sct_photo_open(ctx, file.data, file.size, &photo), SCT_OK);
    sct_bytes source = {file.data, file.size}, made = render(photo, &o, NULL);
    assert_non_null(chunk_of(&made, "iCCP", &size));
    sct_lab before = lab_of_xyz(mean_of_png(ctx, &source, 0, 0, 50, HIGH));
    sct_lab after = lab_of_xyz(mean_of_png(ctx, &made, 0, 0, 50, HIGH));
    assert_at_most(sct_de2000(before, after), 0.05);
    sct_photo_free(photo);

    assert_int_equal(sct_photo_open(ctx, made.data, made.size, &photo), SCT_OK);
    assert_int_equal(photo_info(photo).profile_source, SCT_PROFILE_EMBEDDED);
    sct_bytes twice = render(photo, &o, NULL);
    const unsigned char *first = chunk_of(&made, "iCCP", &size), *second = chunk_of(&twice, "iCCP", &again_size);
    assert_int_equal(size, again_size);
    assert_memory_equal(first, second, size);
    sct_photo_free(photo);
    sct_bytes_free(&twice);
    sct_bytes_free(&made);
    free(file.data);
}

/* The photo's own numbers with a profile for them, and nothing of what its profile tells besides. */
static void the_profile_of_a_display_tells_nothing(void **state)
{
    static const cmsCIExyYTRIPLE wide = {{0.70, 0.30, 1}, {0.20, 0.72, 1}, {0.14, 0.05, 1}};
    static const char *const secrets[] = {"Sue", "ownr", "4711"};
    const cmsCIExyY d65 = {0.3127, 0.3290, 1};
    cmsToneCurve *gamma = cmsBuildGamma(NULL, 2.4), *const curves[3] = {gamma, gamma, gamma};
    cmsHPROFILE profile = cmsCreateRGBProfile(&d65, &wide, curves);
    cmsMLU *text = cmsMLUalloc(NULL, 1);
    cmsUInt32Number size = 0;
    (void)state;
    assert_true(cmsMLUsetASCII(text, "en", "US", "screen SN-4711"));
    assert_true(cmsWriteTag(profile, cmsSigProfileDescriptionTag, text));
    assert_true(cmsWriteRawTag(profile, (cmsTagSignature)0x6f776e72, "text\0\0\0\0Sue Miller", 19)); /* ownr */
    assert_true(cmsSaveProfileToMem(profile, NULL, &size));
    unsigned char *icc = malloc(size);
    assert_true(cmsSaveProfileToMem(profile, icc, &size));

    sct_photo *photo = photo_of(3, icc, size, 1), *shown = NULL;
    sct_preview_options o = options_of(&middle);
    sct_bytes png = render(photo, &o, NULL);
    assert_int_equal(sct_photo_open(ctx, png.data, png.size, &shown), SCT_OK);
    const photo_colour_space *colour = photo_colour(shown);
    assert_non_null(colour->icc);
    for (size_t k = 0; k < sizeof secrets / sizeof secrets[0]; k++)
        for (size_t i = 0, n = strlen(secrets[k]); i + n <= colour->icc_size; i++)
            assert_memory_not_equal(colour->icc + i, secrets[k], n);
    image before = image_from_photo(ctx, photo), after = image_from_photo(ctx, shown);
    float first[3 * 50], second[3 * 50];
    pixels_lab_row(before.pixels, 0, 9, 50, first);
    pixels_lab_row(after.pixels, 0, 9, 50, second);
    for (int i = 0; i < 3 * 50; i++)
        assert_near(first[i], second[i], 0.05);
    image_free(&before);
    image_free(&after);
    sct_bytes_free(&png);
    free(icc);
    cmsMLUfree(text);
    cmsCloseProfile(profile);
    cmsFreeToneCurve(gamma);
}

static void grey_stays_grey(void **state)
{
    sct_photo *photo = photo_of(1, NULL, 0, 1);
    sct_preview_options o = options_of(&middle);
    sct_bytes png = render(photo, &o, NULL);
    const char *why = "";
    mini_png out;
    (void)state;
    assert_true(mini_png_decode(png.data, png.size, &out, &why));
    assert_int_equal(out.channels, 1);
    assert_int_equal(out.samples[5 * WIDE + 7], rgb[5 * WIDE + 7]);
    mini_png_free(&out);
    sct_bytes_free(&png);
    sct_photo_free(photo);
}

/* Turned as it is seen, by a quarter to the right, and shapes count there: ink lies in the shape and nowhere else. */
static void orientation_is_applied(void **state)
{
    enum { X = 60, Y = 200, ACROSS = 120, DOWN = 100, SPREAD = 10 /* light leaves a dot by a millimetre */ };
    const sct_shape below = {.kind = SCT_SHAPE_RECT, .count = 4, .v = {X, Y, ACROSS, DOWN}};
    sct_photo *photo = photo_of(3, NULL, 0, 6);
    sct_preview_options o = options_of(&below);
    sct_bytes png = render(photo, &o, NULL);
    const char *why = "";
    mini_png out;
    size_t inside = 0;
    (void)state;
    assert_true(mini_png_decode(png.data, png.size, &out, &why));
    assert_true(out.width == HIGH && out.height == WIDE);
    for (int y = 0; y < WIDE; y++)
        for (int x = 0; x < HIGH; x++)
            for (int c = 0; c < 3; c++) {
                size_t stored = 3 * ((size_t)(HIGH - 1 - x) * WIDE + (size_t)y) + (size_t)c;
                int changed = out.samples[3 * ((size_t)y * HIGH + (size_t)x) + (size_t)c] != rgb[stored];
                inside += changed && x >= X && x < X + ACROSS && y >= Y && y < Y + DOWN;
                if (x < X - SPREAD || x >= X + ACROSS + SPREAD || y < Y - SPREAD)
                    assert_false(changed);
            }
    assert_true(inside > 3 * 40 * 40);
    sct_photo_free(photo);
    mini_png_free(&out);
    sct_bytes_free(&png);
}

static void the_same_bytes_for_the_same_seed(void **state)
{
    sct_photo *photo = photo_of(3, NULL, 0, 1);
    sct_preview_options o = options_of(&middle);
    sct_bytes a = render(photo, &o, NULL), b = render(photo, &o, NULL);
    o.seed = 2;
    sct_bytes c = render(photo, &o, NULL);
    (void)state;
    assert_int_equal(a.size, b.size);
    assert_memory_equal(a.data, b.data, a.size);
    assert_true(a.size != c.size || memcmp(a.data, c.data, a.size) != 0);
    sct_bytes_free(&a);
    sct_bytes_free(&b);
    sct_bytes_free(&c);
    sct_photo_free(photo);
}

static void a_mark_says_what_it_is(void **state)
{
    sct_photo *photo = photo_of(3, NULL, 0, 1);
    sct_preview_options o = options_of(&middle);
    const char *why = "";
    mini_png out;
    size_t changed = 0;
    (void)state;
    o.watermark = 1;
    sct_bytes png = render(photo, &o, NULL);
    assert_true(mini_png_decode(png.data, png.size, &out, &why));
    for (size_t y = HIGH - 20; y < HIGH; y++)
        for (size_t x = 0; x < 90; x++)
            changed += out.samples[3 * (y * WIDE + x)] != rgb[3 * (y * WIDE + x)];
    assert_true(changed > 300);
    mini_png_free(&out);
    sct_bytes_free(&png);
    sct_photo_free(photo);
}

/* As much is said as there is room for. */
static void a_mark_says_that_the_scale_is_assumed(void **state)
{
    const preview_facts given = {.scale_source = SCT_SCALE_GIVEN}, assumed = {.scale_source = SCT_SCALE_HEAD};
    (void)state;
    assert_string_equal(preview_mark_for(&given, 0, 4000, 3000).words, "simulation");
    assert_string_equal(preview_mark_for(&assumed, 0, 4000, 3000).words, "simulation, scale assumed");
    assert_string_equal(preview_mark_for(&assumed, 0, 300, 4000).words, "simulation, scale assumed");
    assert_string_equal(preview_mark_for(&assumed, 0, 170, 200).words, "simulation, scale assumed");
    assert_string_equal(preview_mark_for(&assumed, 0, 140, 200).words, "simulation");
    assert_string_equal(preview_mark_for(&assumed, 0, 60, 200).words, "sim");
    assert_int_equal(preview_mark_for(&given, 0, 20, 200).width, 0);
    assert_int_equal(preview_mark_for(&given, 0, 200, 12).width, 0);
    sct_photo *photo = photo_of(3, NULL, 0, 1);
    sct_preview_options o = options_of(&middle);
    const char *why = "";
    mini_png out;
    size_t changed = 0;
    o.watermark = 1;
    o.mm_per_px = 0;
    sct_bytes png = render(photo, &o, NULL);
    assert_true(mini_png_decode(png.data, png.size, &out, &why));
    for (size_t y = HIGH - 20; y < HIGH; y++)
        for (size_t x = 80; x < 155; x++)
            changed += out.samples[3 * (y * WIDE + x)] != rgb[3 * (y * WIDE + x)];
    assert_true(changed > 300);
    mini_png_free(&out);
    sct_bytes_free(&png);
    sct_photo_free(photo);
}

/* Letters below the first panel of a sheet: dark pixels in their rows. */
static size_t letters_below(int view)
{
    enum { FIRST = 86 + 156 * 2, LAST = FIRST + 5 + 24 }; /* the crop is 156 pixels high and shown twice as large */
    sct_photo *photo = photo_of(3, NULL, 0, 1);
    sct_preview_options o = options_of(&middle);
    sct_preview *preview = NULL;
    sct_bytes sheet = {0};
    const char *why = "";
    mini_png out;
    size_t dark = 0;
    o.view = (sct_view_from)view;
    assert_int_equal(sct_preview_new(ctx, photo, &o, &preview), SCT_OK);
    assert_int_equal(report_sheet(ctx, preview, &look, 1, NULL, &sheet), SCT_OK);
    assert_true(mini_png_decode(sheet.data, sheet.size, &out, &why));
    assert_int_equal(out.width, 2 * (312 + 16) + 16);
    for (size_t y = FIRST; y < LAST; y++)
        for (size_t x = 16; x < 16 + 312; x++)
            dark += out.samples[3 * (y * (size_t)out.width + x)] < 100;
    mini_png_free(&out);
    sct_bytes_free(&sheet);
    sct_preview_free(preview);
    sct_photo_free(photo);
    return dark;
}

static void a_blurred_photo_is_not_called_as_it_is(void **state)
{
    (void)state;
    assert_true(letters_below(SCT_VIEW_NEAR) > 500);
    assert_true(letters_below(SCT_VIEW_FAR) > letters_below(SCT_VIEW_NEAR) + 100); /* "The photo, as far away" is longer */
}

/* The sheet's results are those of the pictures, and its JSON can be read. */
/* Height of a sheet of one look when the skin is known so well. */
static size_t sheet_height(double skin_u95_de00)
{
    sct_photo *photo = photo_of(3, NULL, 0, 1);
    sct_preview_options o = options_of(&middle);
    sct_preview *preview = NULL;
    sct_bytes sheet = {0};
    const char *why = "";
    mini_png out;
    o.skin_u95_de00 = skin_u95_de00;
    assert_int_equal(sct_preview_new(ctx, photo, &o, &preview), SCT_OK);
    assert_int_equal(report_sheet(ctx, preview, &look, 1, NULL, &sheet), SCT_OK);
    assert_true(mini_png_decode(sheet.data, sheet.size, &out, &why));
    size_t height = out.height;
    mini_png_free(&out);
    sct_bytes_free(&sheet);
    sct_preview_free(preview);
    sct_photo_free(photo);
    return height;
}

/* It takes a line or two more. */
static void a_sheet_says_that_colours_are_unsure(void **state)
{
    (void)state;
    assert_int_equal(sheet_height(4.9), sheet_height(0));
    assert_true(sheet_height(12) > sheet_height(0));
}

static void a_sheet_of_six(void **state)
{
    sct_photo *photo = photo_of(3, NULL, 0, 1);
    sct_preview_options o = options_of(&middle);
    sct_preview *preview = NULL;
    sct_look looks[SCT_LOOK_MAX];
    preview_result results[SCT_LOOK_MAX], alone;
    sct_bytes sheet = {0}, text = {0}, again = {0};
    size_t size;
    json *root = NULL;
    (void)state;
    for (size_t i = 0; i < SCT_LOOK_MAX; i++) {
        looks[i] = look;
        looks[i].rank = i + 1;
        looks[i].density_per_cm2 = 120 + 20 * (double)i;
        looks[i].tie_count = 1;
        looks[i].tied_with[0] = i ? 1 : 2;
    }
    assert_int_equal(sct_preview_new(ctx, photo, &o, &preview), SCT_OK);
    for (size_t n = 1; n <= SCT_LOOK_MAX; n += 5) {
        assert_int_equal(report_sheet(ctx, preview, looks, n, results, &sheet), SCT_OK);
        assert_non_null(chunk_of(&sheet, "sRGB", &size));
        sct_bytes_free(&sheet);
    }
    assert_int_equal(report_sheet(ctx, preview, looks, SCT_LOOK_MAX, results, &sheet), SCT_OK);
    assert_int_equal(report_sheet(ctx, preview, looks, SCT_LOOK_MAX, NULL, &again), SCT_OK);
    assert_int_equal(sheet.size, again.size);
    assert_memory_equal(sheet.data, again.data, sheet.size);
    assert_int_equal(preview_picture_png(ctx, preview, &looks[3], &alone, NULL), SCT_OK);
    assert_int_equal(alone.dots, results[3].dots);
    assert_near(alone.area_lab.L, results[3].area_lab.L, 1e-9);
    assert_int_equal(report_preview(ctx, preview_info(preview), NULL, NULL, looks, results, SCT_LOOK_MAX, &text), SCT_OK);
    assert_int_equal(json_parse(ctx, text.data, text.size, &root), SCT_OK);
    assert_int_equal(json_count(json_get(root, "options")), SCT_LOOK_MAX);
    const json *first = json_at(json_get(root, "options"), 0);
    assert_near(json_number(json_get(first, "dots")), (double)results[0].dots, 0);
    assert_near(json_number(json_at(json_get(first, "area_lab"), 0)), look.area_lab.L, 1e-3);
    assert_near(json_number(json_get(json_get(root, "scale"), "mm_per_px")), 0.1, 0);
    assert_int_equal(json_bool(json_get(json_get(root, "scale"), "assumed")), 0);
    json_free(root);
    sct_bytes_free(&text);
    sct_bytes_free(&again);
    sct_bytes_free(&sheet);
    sct_preview_free(preview);
    sct_photo_free(photo);
}

/* A crop 283 pixels wide whose deepest part lies at the photo's right border: the last column of its detail, of which half a
 * pixel is seen, is the photo's last one. */
static void a_detail_ends_with_the_photo(void **state)
{
    enum { LEFT = 16, TOP = 86, CROP = 283, GAP_ROWS = 6, ROWS = 80 };
    static const sct_shape parts[2] = {{.kind = SCT_SHAPE_RECT, .count = 4, .v = {74, 115, 246, 10}},
                                       {.kind = SCT_SHAPE_RECT, .count = 4, .v = {260, 0, 60, HIGH}}};
    sct_photo *photo = photo_of(3, NULL, 0, 1);
    sct_preview_options o = options_of(NULL);
    const sct_shape *areas[2];
    sct_preview *preview = NULL;
    sct_bytes sheet = {0};
    const char *why = "";
    mini_png out;
    int found = 0;
    (void)state;
    o.areas = point_to(areas, parts, 2);
    o.area_count = 2;
    assert_int_equal(sct_preview_new(ctx, photo, &o, &preview), SCT_OK);
    assert_int_equal(report_sheet(ctx, preview, &look, 1, NULL, &sheet), SCT_OK);
    assert_true(mini_png_decode(sheet.data, sheet.size, &out, &why));
    for (size_t first = 0; first + ROWS <= HIGH; first++) {
        int same = 1;
        for (size_t y = 0; y < (size_t)ROWS; y++)
            for (size_t c = 0; c < 3; c++)
                same &= out.samples[3 * ((TOP + HIGH + GAP_ROWS + 2 * y) * (size_t)out.width + LEFT + CROP - 1) + c] ==
                        rgb[3 * ((first + y) * WIDE + WIDE - 1) + c];
        found += same;
    }
    assert_int_equal(found, 1);
    mini_png_free(&out);
    sct_bytes_free(&sheet);
    sct_preview_free(preview);
    sct_photo_free(photo);
}

typedef struct listener {
    double last, highest;
    int calls, falls;
} listener;

static int listen(void *user, sct_stage stage, double fraction)
{
    listener *l = user;
    assert_int_equal(stage, SCT_STAGE_REPORT);
    l->calls++;
    l->falls += fraction < l->last;
    l->last = fraction;
    l->highest = fmax(l->highest, fraction);
    return 0;
}

/* Within one call, near and far, with one look and with several. */
static void progress_never_falls(void **state)
{
    sct_photo *photo = photo_of(3, NULL, 0, 1);
    sct_preview_options o = options_of(&middle);
    const sct_look looks[3] = {look, look, look};
    (void)state;
    for (o.view = SCT_VIEW_NEAR; o.view <= SCT_VIEW_FAR; o.view++) {
        sct_preview *preview = NULL;
        sct_bytes png = {0}, sheet = {0};
        listener one = {0}, three = {0};
        assert_int_equal(sct_preview_new(ctx, photo, &o, &preview), SCT_OK);
        sct_context_set_progress(ctx, listen, &one);
        assert_int_equal(preview_picture_png(ctx, preview, &look, NULL, &png), SCT_OK);
        sct_context_set_progress(ctx, listen, &three);
        assert_int_equal(report_sheet(ctx, preview, looks, 3, NULL, &sheet), SCT_OK);
        sct_context_set_progress(ctx, NULL, NULL);
        assert_int_equal(one.falls + three.falls, 0);
        assert_true(one.calls > 5 && one.highest > 0.7 && one.highest <= 1);
        assert_true(three.calls > 3 * 5 && three.highest > 0.9 && three.highest <= 1);
        sct_bytes_free(&png);
        sct_bytes_free(&sheet);
        sct_preview_free(preview);
    }
    sct_photo_free(photo);
}

/* Without a scale the photo is as wide as a head, and says so. */
static void a_scale_is_assumed_aloud(void **state)
{
    sct_photo *photo = photo_of(3, NULL, 0, 1);
    sct_preview_options o = options_of(&middle);
    sct_preview *preview = NULL;
    (void)state;
    o.mm_per_px = 0;
    assert_int_equal(sct_preview_new(ctx, photo, &o, &preview), SCT_OK);
    preview_facts info = *preview_info(preview);
    assert_int_equal(info.scale_source, SCT_SCALE_PHOTO);
    assert_near(info.mm_per_px, 150.0 / WIDE, 1e-9);
    int flagged = 0;
    for (size_t i = 0; i < info.flags.count; i++)
        flagged |= strcmp(info.flags.items[i].code, "scale-assumed") == 0;
    assert_true(flagged);
    sct_preview_free(preview);
    sct_photo_free(photo);
}

static void refuses(const sct_photo *photo, const sct_preview_options *o, sct_status wanted, const char *words)
{
    sct_preview *preview = NULL;
    assert_int_equal(sct_preview_new(ctx, photo, o, &preview), wanted);
    assert_null(preview);
    if (!strstr(sct_context_message(ctx), words))
        fail_msg("the message is: %s", sct_context_message(ctx));
}

static void bad_options_are_named(void **state)
{
    static const struct {
        size_t offset;
        double values[4];
        const char *name;
    } reals[] = {
        {offsetof(sct_preview_options, mm_per_px), {-1, 0.0019, 2.1, 1e300}, "mm_per_px"},
        {offsetof(sct_preview_options, head_mm), {0, 49, 301, -1}, "head_mm"},
        {offsetof(sct_preview_options, edge_mm), {-0.1, 51, 1e9, -1e9}, "edge_mm"},
        {offsetof(sct_preview_options, reach_mm), {0, 0.9, 201, -1}, "reach_mm"},
        {offsetof(sct_preview_options, distance_m), {0, 0.1, 11, -1}, "distance_m"},
    };
    sct_photo *photo = photo_of(3, NULL, 0, 1);
    (void)state;
    for (size_t i = 0; i < sizeof reals / sizeof reals[0]; i++)
        for (int k = 0; k < 6; k++) {
            sct_preview_options o = options_of(&middle);
            double value = k < 4 ? reals[i].values[k] : k < 5 ? (double)NAN : (double)INFINITY;
            memcpy((char *)&o + reals[i].offset, &value, sizeof value);
            refuses(photo, &o, SCT_ERR_OPTION, reals[i].name);
        }
    sct_preview_options o = options_of(&middle);
    o.bits = 12;
    refuses(photo, &o, SCT_ERR_OPTION, "bits");
    o = options_of(&middle);
    o.view = 7;
    refuses(photo, &o, SCT_ERR_OPTION, "view");
    o = options_of(&middle);
    o.size = 4;
    refuses(photo, &o, SCT_ERR_ARGUMENT, "sct_preview_options");
    sct_photo_free(photo);
}

static void areas_must_lie_on_the_photo(void **state)
{
    sct_photo *photo = photo_of(3, NULL, 0, 1);
    uint8_t few[16] = {0};
    (void)state;
    sct_preview_options o = options_of(NULL);
    refuses(photo, &o, SCT_ERR_NOTHING, "no area");
    o.labels = few;
    o.labels_capacity = sizeof few;
    refuses(photo, &o, SCT_ERR_CAPACITY, "labels");
    const sct_shape outside = {.kind = SCT_SHAPE_RECT, .count = 4, .v = {1000, 10, 20, 20}};
    o = options_of(&outside);
    refuses(photo, &o, SCT_ERR_SHAPE, "the area rect:1000,10,20,20 holds no pixel");
    const sct_shape odd = {.kind = (sct_shape_kind)9};
    o = options_of(&odd);
    refuses(photo, &o, SCT_ERR_ARGUMENT, "shape");
    const sct_shape nan_shape = {.kind = SCT_SHAPE_CIRCLE, .count = 3, .v = {(double)NAN, 1, 1}};
    o = options_of(&nan_shape);
    refuses(photo, &o, SCT_ERR_OPTION, "shape");
    sct_photo_free(photo);
}

static void bad_looks_are_refused(void **state)
{
    sct_photo *photo = photo_of(3, NULL, 0, 1);
    sct_preview_options o = options_of(&middle);
    sct_preview *preview = NULL;
    sct_bytes png = {0};
    (void)state;
    assert_int_equal(sct_preview_new(ctx, photo, &o, &preview), SCT_OK);
    for (int i = 0; i < 7; i++) {
        sct_look bad = look;
        double *const fields[] = {&bad.density_per_cm2, &bad.dot_radius_mm, &bad.depth_um,      &bad.skin_lab.L,
                                  &bad.dot_lab.a,       &bad.area_lab.b,    &bad.tissue.melanin};
        *fields[i] = (double)NAN;
        assert_int_equal(preview_picture_png(ctx, preview, &bad, NULL, &png), SCT_ERR_OPTION);
        assert_null(png.data);
    }
    static const double nonsense[] = {(double)NAN, (double)INFINITY, -1, 1e7};
    for (int i = 0; i < 4; i++)
        for (size_t k = 0; k < sizeof nonsense / sizeof nonsense[0]; k++) {
            sct_look bad = look;
            double *const fields[] = {&bad.parts_water, &bad.ink_left, &bad.when.years, &bad.when.fade_per_year};
            *fields[i] = nonsense[k];
            assert_int_equal(preview_picture_png(ctx, preview, &bad, NULL, &png), SCT_ERR_OPTION);
        }
    for (int age = -1; age < 60; age += 56) {
        sct_look bad = look;
        bad.when.age = (sct_age)age;
        assert_int_equal(preview_picture_png(ctx, preview, &bad, NULL, &png), SCT_ERR_OPTION);
    }
    sct_look none = look;
    none.density_per_cm2 = 0;
    assert_int_equal(preview_picture_png(ctx, preview, &none, NULL, &png), SCT_ERR_OPTION);
    assert_int_equal(sct_preview_sheet_png(ctx, preview, &(const sct_look *){&look}, 0, &png), SCT_ERR_ARGUMENT);
    assert_int_equal(sct_preview_sheet_png(ctx, preview, &(const sct_look *){&look}, 7, &png), SCT_ERR_ARGUMENT);
    assert_int_equal(sct_preview_png(ctx, NULL, &look, &png), SCT_ERR_ARGUMENT);
    sct_preview_free(preview);
    sct_preview_free(NULL);
    sct_photo_free(photo);
}

static int set_up(void **state)
{
    (void)state;
    uint32_t noise = 1;
    for (size_t i = 0; i < sizeof rgb; i++) {
        static const int base[3] = {190, 150, 130};
        noise = noise * 1664525u + 1013904223u;
        rgb[i] = (uint8_t)(base[i % 3] + (int)(noise >> 28) - 8);
    }
    if (sct_context_new(&ctx) != SCT_OK)
        return 1;
    look = look_in_skin(ctx, (sct_lab){65, 11, 17}, "77266", 0.003, 180, 0.06);
    return 0;
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
        cmocka_unit_test(what_is_not_inked_is_the_photos_own),
        cmocka_unit_test(wide_gamuts_stay_what_they_are),
        cmocka_unit_test(the_profile_of_a_display_tells_nothing),
        cmocka_unit_test(grey_stays_grey),
        cmocka_unit_test(orientation_is_applied),
        cmocka_unit_test(the_same_bytes_for_the_same_seed),
        cmocka_unit_test(a_mark_says_what_it_is),
        cmocka_unit_test(a_mark_says_that_the_scale_is_assumed),
        cmocka_unit_test(a_blurred_photo_is_not_called_as_it_is),
        cmocka_unit_test(a_sheet_of_six),
        cmocka_unit_test(a_sheet_says_that_colours_are_unsure),
        cmocka_unit_test(a_detail_ends_with_the_photo),
        cmocka_unit_test(progress_never_falls),
        cmocka_unit_test(a_scale_is_assumed_aloud),
        cmocka_unit_test(bad_options_are_named),
        cmocka_unit_test(areas_must_lie_on_the_photo),
        cmocka_unit_test(bad_looks_are_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
