/*
 * tests/phantom/test_phantom.c - the phantom is an instrument, so it is
 * calibrated: its two ways from spectrum to colour agree, what it paints is
 * what its truth says (read back through lcms2, not through the engine), and
 * its files carry what they claim.
 */
#include "phantom/camera.h"
#include "pixels/pixels.h"
#include "scalptone.h"
#include "support/support.h"

#include <lcms2.h>
#include <png.h>

static double de76(sct_lab a, sct_lab b)
{
    return sqrt((a.L - b.L) * (a.L - b.L) + (a.a - b.a) * (a.a - b.a) + (a.b - b.b) * (a.b - b.b));
}

/* ---- spectra ---------------------------------------------------------------------------------- */

/* Lab by the image's way: 5 nm sums. */
static sct_lab lab_by_sums(const phantom_spectrum *r)
{
    phantom_spectrum white = phantom_spectrum_flat(1);
    double xyz[3], w[3], f[3];
    spectra_response(&spectra_cmf, SCT_ILLUMINANT_D50, r, xyz);
    spectra_response(&spectra_cmf, SCT_ILLUMINANT_D50, &white, w);
    for (int c = 0; c < 3; c++)
        f[c] = xyz[c] / w[c] > 216.0 / 24389 ? cbrt(xyz[c] / w[c]) : (24389.0 / 27 * xyz[c] / w[c] + 16) / 116;
    return (sct_lab){116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
}

static void both_ways_to_colour_agree(void **state)
{
    (void)state;
    double worst = 0;
    for (int i = 0; i < SPECTRA_SKINS; i++)
        worst = fmax(worst, de76(lab_by_sums(&spectra_skins[i].r), phantom_true_lab(&spectra_skins[i].r)));
    for (int i = 0; i < SPECTRA_HAIRS; i++)
        worst = fmax(worst, de76(lab_by_sums(&spectra_hairs[i].r), phantom_true_lab(&spectra_hairs[i].r)));
    figure("phantom: spectra to Lab by 5 nm sums and by 10 nm weights differ by dE76 %.3f at most", worst);
    assert_at_most(worst, 0.06);
}

/* The mean of 30 early charts is near the maker's Lab of before November 2014 (six of the 24), later ones are as published.
 */
static void colorchecker_has_its_published_colours(void **state)
{
    (void)state;
    static const struct {
        int patch;
        sct_lab before;
    } published[] = {
        {0, {37.986, 13.555, 14.059}}, {1, {65.711, 18.13, 17.81}},   {14, {42.101, 53.378, 28.19}},
        {18, {96.539, -0.425, 1.186}}, {21, {50.867, -0.153, -0.27}}, {23, {20.461, -0.079, -0.973}},
    };
    for (size_t i = 0; i < sizeof published / sizeof *published; i++) {
        phantom_spectrum r = phantom_colorchecker_patch(published[i].patch);
        assert_near(de76(phantom_true_lab(&r), published[i].before), 0, 1.3);
    }
    for (int i = 0; i < SPECTRA_PATCHES; i++) {
        phantom_spectrum r = phantom_colorchecker_patch_2014(i);
        assert_near(de76(phantom_true_lab(&r), spectra_colorchecker_2014[i]), 0, 1e-9);
        for (int k = 0; k < PHANTOM_BANDS; k++)
            assert_true(r.r[k] > 0 && r.r[k] < 1); /* still a surface */
    }
}

static void spectra_can_be_made_from_colours(void **state)
{
    (void)state;
    sct_lab wanted[] = {{62, 10, 17}, {30, 12, 15}, {80, -20, 30}, {50, 0, 0}};
    for (size_t i = 0; i < 4; i++) {
        phantom_spectrum r = phantom_spectrum_from_lab(wanted[i]);
        assert_near(de76(phantom_true_lab(&r), wanted[i]), 0, 1e-9);
    }
    phantom_spectrum grey = phantom_spectrum_from_srgb8(119, 119, 119);
    assert_near(de76(phantom_true_lab(&grey), (sct_lab){50.0, 0, 0}), 0, 0.1); /* #777777 is L* 50.03 */
}

static void classes_are_all_there_in_both_halves(void **state)
{
    (void)state;
    phantom_library library = phantom_library_open();
    int counts[PHANTOM_ITA_CLASSES] = {0};
    for (size_t i = 0; i < library.skin_count; i++) {
        assert_true(library.skins[i].lab.L > 10 && library.skins[i].lab.L < 80);
        counts[library.skins[i].ita_class]++;
    }
    for (int c = 0; c < PHANTOM_ITA_CLASSES; c++)
        for (int half = 0; half < 2; half++)
            assert_in_range(phantom_skin_of_class(&library, c, half, 3), 0, library.skin_count - 1);
    figure("phantom: %zu %s skins (very light %d, light %d, intermediate %d, tan %d, brown %d, dark %d), %zu cameras",
           library.skin_count, library.measured ? "measured" : "in-tree", counts[0], counts[1], counts[2], counts[3],
           counts[4], counts[5], library.camera_count);
    phantom_library_close(&library);
}

/* The facts kept in the tree are rows of the reference data. */
static void tables_are_the_reference_data(void **state)
{
    (void)state;
    NEED_DATA();
    phantom_library library = phantom_library_open();
    int found = 0;
    for (int i = 0; i < SPECTRA_SKINS; i++)
        for (size_t k = 0; k < library.skin_count; k++)
            if (strcmp(library.skins[k].name, spectra_skins[i].name) == 0) {
                found++;
                assert_near(library.skins[k].body.r[20], spectra_skins[i].r.r[20] - SPECTRA_SURFACE, 1e-9);
            }
    assert_int_equal(found, SPECTRA_SKINS);
    assert_true(library.camera_count >= 40);
    phantom_library_close(&library);
}

/* ---- pictures --------------------------------------------------------------------------------- */

static cmsHPROFILE lcms_profile(phantom_profile profile)
{
    static const cmsCIExyY white = {0.3127, 0.3290, 1};
    static const cmsCIExyYTRIPLE sets[] = {
        {{0.64, 0.33, 1}, {0.30, 0.60, 1}, {0.15, 0.06, 1}},
        {{0.680, 0.320, 1}, {0.265, 0.690, 1}, {0.150, 0.060, 1}},
        {{0.64, 0.33, 1}, {0.21, 0.71, 1}, {0.15, 0.06, 1}},
    };
    static const cmsFloat64Number srgb_curve[] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
    cmsToneCurve *curve =
        profile == PHANTOM_ADOBE_RGB ? cmsBuildGamma(NULL, 563.0 / 256) : cmsBuildParametricToneCurve(NULL, 4, srgb_curve);
    cmsToneCurve *curves[3] = {curve, curve, curve};
    cmsHPROFILE icc = cmsCreateRGBProfile(&white, &sets[profile], curves);
    cmsFreeToneCurve(curve);
    return icc;
}

/* Mean over a rectangle in linear light, as Lab, by lcms2's float path. */
static sct_lab mean_by_lcms(const phantom_params *p, const float *codes, phantom_rect r)
{
    cmsHPROFILE rgb = lcms_profile(p->profile), xyz = cmsCreateXYZProfile();
    cmsHTRANSFORM to_xyz = cmsCreateTransform(rgb, TYPE_RGB_FLT, xyz, TYPE_XYZ_FLT, INTENT_RELATIVE_COLORIMETRIC,
                                              cmsFLAGS_NOOPTIMIZE | cmsFLAGS_NOCACHE);
    float row[3 * 2048];
    double sum[3] = {0};
    cmsCIELab lab;
    assert_non_null(to_xyz);
    assert_true(r.w > 0 && r.w < 2048);
    for (int y = (int)r.y; y < (int)(r.y + r.h); y++) {
        cmsDoTransform(to_xyz, codes + 3 * ((size_t)y * (size_t)p->width + (size_t)r.x), row, (cmsUInt32Number)r.w);
        for (int i = 0; i < 3 * (int)r.w; i++)
            sum[i % 3] += (double)row[i];
    }
    cmsCIEXYZ mean = {sum[0] / (r.w * r.h), sum[1] / (r.w * r.h), sum[2] / (r.w * r.h)};
    cmsXYZ2Lab(NULL, &lab, &mean);
    cmsDeleteTransform(to_xyz);
    cmsCloseProfile(rgb);
    cmsCloseProfile(xyz);
    return (sct_lab){lab.L, lab.a, lab.b};
}

static void small(phantom_params *p)
{
    p->width = 480;
    p->height = 380;
}

static void paints_what_the_truth_says(void **state)
{
    (void)state;
    double worst_skin = 0, worst_shadow = 0;
    for (int i = 0; i < SPECTRA_SKINS; i++) {
        phantom_params p;
        phantom_truth t;
        phantom_params_perfect(&p);
        small(&p);
        p.seed = 100 + (uint64_t)i;
        p.profile = (phantom_profile)(i % 3);
        p.grey_fraction = 0.1 * (i % 4);
        p.thinning = 0;
        p.skin = spectra_add(spectra_skins[i].r, -SPECTRA_SURFACE,
                             &(phantom_spectrum){{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                                                  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}});
        p.hair = spectra_hairs[i % SPECTRA_HAIRS].r;
        float *codes = phantom_render_codes(&p, &t);
        assert_int_equal(t.ita_class, i / 2);
        worst_skin = fmax(worst_skin, de76(mean_by_lcms(&p, codes, t.skin_rect), t.skin_rect_lab));
        worst_shadow = fmax(worst_shadow, de76(mean_by_lcms(&p, codes, t.stubble_rect), t.shadow_lab));
        free(codes);
    }
    figure("phantom: painted against true, dE76 at most: skin %.3f, stubble area %.3f", worst_skin, worst_shadow);
    assert_at_most(worst_skin, 0.10);
    assert_at_most(worst_shadow, 0.15);
}

/* Under a magnifying glass the darkest pixels are the hair itself. */
static void fibres_have_the_colour_of_hair(void **state)
{
    (void)state;
    phantom_params p;
    phantom_truth t;
    phantom_params_perfect(&p);
    small(&p);
    p.mm_per_px = 0.015;
    p.view_x_mm = 58;
    p.strand_variation = 0;
    float *codes = phantom_render_codes(&p, &t);
    size_t n = 0, at = 0, covered = 0;
    for (size_t i = 0; i < (size_t)p.width * (size_t)p.height; i++) {
        double x = (double)(i % (size_t)p.width), y = (double)(i / (size_t)p.width);
        at = codes[3 * i] < codes[3 * at] ? i : at;
        if (x < t.stubble_rect.x || y < t.stubble_rect.y || x >= t.stubble_rect.x + t.stubble_rect.w ||
            y >= t.stubble_rect.y + t.stubble_rect.h)
            continue;
        n++;
        covered += codes[3 * i] < 0.575f; /* half way in light between black hair and light skin */
    }
    phantom_rect one = {(double)(at % (size_t)p.width), (double)(at / (size_t)p.width), 1, 1};
    assert_at_most(de76(mean_by_lcms(&p, codes, one), t.strand_lab), 0.1);
    figure("phantom: coverage counted in pixels %.4f, true %.4f", (double)covered / (double)n, t.coverage);
    assert_near((double)covered / (double)n, t.coverage, 0.005);
    free(codes);
}

static void density_and_grey_hairs_are_as_ordered(void **state)
{
    (void)state;
    phantom_params p;
    phantom_params_perfect(&p);
    small(&p);
    p.format = PHANTOM_PNG8;
    p.grey_fraction = 0.3;
    p.mm_per_px = 0.1;
    phantom_photo photo = phantom_render(&p);
    assert_near(photo.truth.density_per_cm2, 180, 15);
    assert_near(photo.truth.grey_fraction, 0.3, 0.08);
    assert_true(photo.truth.fibres > 100);
    phantom_photo_free(&photo);
}

static void charts_stand_where_the_truth_says(void **state)
{
    (void)state;
    static const struct {
        double rotation, tilt_x, tilt_y;
        int mirror;
    } views[] = {{0, 0, 0, 0}, {33, 0, 0, 0}, {90, 0, 0, 1}, {-160, 0.15, -0.1, 0}, {10, -0.1, 0.2, 1}};
    for (size_t v = 0; v < sizeof views / sizeof *views; v++) {
        phantom_params p;
        phantom_truth t;
        phantom_params_perfect(&p);
        small(&p);
        p.profile = PHANTOM_ADOBE_RGB; /* holds all 24 */
        p.chart = PHANTOM_CHART_COLORCHECKER;
        p.chart_x_px = 240;
        p.chart_y_px = 190;
        p.chart_pitch_px = 40;
        p.chart_rotation_deg = views[v].rotation;
        p.chart_tilt_x = views[v].tilt_x;
        p.chart_tilt_y = views[v].tilt_y;
        p.chart_mirror = views[v].mirror;
        float *codes = phantom_render_codes(&p, &t);
        assert_int_equal(t.has_chart, 1);
        assert_near(t.chart_pitch_px, 40, 1);
        for (int i = 0; i < 24; i++) {
            phantom_rect r = {floor(t.patch_centres[i][0]) - 3, floor(t.patch_centres[i][1]) - 3, 7, 7};
            phantom_spectrum patch = phantom_colorchecker_patch_2014(i);
            assert_at_most(de76(mean_by_lcms(&p, codes, r), phantom_true_lab(&patch)), i == 17 ? 3 : 0.15); /* cyan clips */
            double *h = t.chart_homography, w = h[6] * (i % 6) + h[7] * (i / 6) + h[8]; /* integer quotient: the row */
            assert_near((h[0] * (i % 6) + h[1] * (i / 6) + h[2]) / w, t.patch_centres[i][0], 1e-6);
        }
        double ax = t.chart_corners[1][0] - t.chart_corners[0][0], ay = t.chart_corners[1][1] - t.chart_corners[0][1];
        double bx = t.chart_corners[3][0] - t.chart_corners[0][0], by = t.chart_corners[3][1] - t.chart_corners[0][1];
        assert_int_equal(ax * by - ay * bx < 0, views[v].mirror);
        free(codes);
    }
}

/* Every camera shows a grey as grey in every light once it is balanced; a light that it is not balanced for tints it. */
static void white_balance_makes_greys_grey(void **state)
{
    (void)state;
    phantom_camera phone = phantom_camera_generic();
    double worst_skin = 0;
    for (int light = SCT_ILLUMINANT_D50; light <= SCT_ILLUMINANT_LED_B3; light++) {
        for (int ideal = 0; ideal < 2; ideal++) {
            phantom_params p;
            double rgb[3];
            phantom_spectrum grey = phantom_spectrum_flat(0.4);
            phantom_params_perfect(&p);
            p.illuminant = (sct_illuminant)light;
            p.camera = ideal ? NULL : &phone;
            camera_model camera = camera_new(&p);
            camera_rgb(&camera, &grey, rgb);
            for (int c = 0; c < 3; c++)
                assert_near(rgb[c], 0.4, 2e-4);
            camera_rgb(&camera, &p.skin, rgb);
            double xyz[3], f[3];
            matrix3 m = camera_profile_matrix(PHANTOM_SRGB);
            matrix3_times(&m, rgb, xyz);
            for (int c = 0; c < 3; c++)
                f[c] = cbrt(xyz[c] / spectra_white_d50[c]);
            sct_lab seen = {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
            worst_skin = fmax(worst_skin, de76(seen, phantom_true_lab(&p.skin)));
            p.adaptation = 0;
            camera = camera_new(&p);
            camera_rgb(&camera, &grey, rgb);
            assert_int_equal(fabs(rgb[2] - 0.4) > 0.01, light != SCT_ILLUMINANT_D50);
        }
    }
    figure("phantom: light skin through balanced cameras in six lights is off by dE76 %.1f at most", worst_skin);
    assert_true(worst_skin > 1 && worst_skin < 15);
}

/* ---- files ------------------------------------------------------------------------------------ */

static void the_same_order_gives_the_same_file(void **state)
{
    (void)state;
    phantom_params p;
    phantom_params_init(&p);
    small(&p);
    phantom_photo a = phantom_render(&p), b = phantom_render(&p);
    assert_int_equal(a.size, b.size);
    assert_memory_equal(a.bytes, b.bytes, a.size);
    phantom_photo_free(&b);
    p.seed++;
    b = phantom_render(&p);
    assert_true(a.size != b.size || memcmp(a.bytes, b.bytes, a.size) != 0);
    phantom_photo_free(&a);
    phantom_photo_free(&b);
}

/* EXIF 2.32 table 4.6: which corner as seen the first stored pixel, and the last of the first row, come from. */
static void orientations_are_those_of_exif(void **state)
{
    (void)state;
    enum { TL, TR, BR, BL };
    static const int first[] = {0, TL, TR, BR, BL, TL, TR, BR, BL}, last[] = {0, TR, TL, BL, BR, BL, BR, TR, TL};
    float codes[3 * 5 * 3]; /* 5 x 3 pixels, red at the corners says which */
    for (int i = 0; i < 15; i++)
        codes[3 * i] = codes[3 * i + 1] = codes[3 * i + 2] = 1;
    codes[0] = 0;
    codes[3 * 4] = 0.2f;
    codes[3 * 14] = 0.4f;
    codes[3 * 10] = 0.6f;
    for (int o = 1; o <= 8; o++) {
        phantom_params p;
        phantom_params_perfect(&p);
        p.width = 5;
        p.height = 3;
        p.orientation = o;
        p.format = PHANTOM_PNG8;
        phantom_photo photo = phantom_encode(&p, codes);
        png_image image = {.version = PNG_IMAGE_VERSION};
        unsigned char pixels[45];
        assert_true(png_image_begin_read_from_memory(&image, photo.bytes, photo.size));
        image.format = PNG_FORMAT_RGB;
        assert_int_equal(image.width, o >= 5 ? 3 : 5);
        assert_true(png_image_finish_read(&image, NULL, pixels, 0, NULL));
        assert_int_equal(pixels[0], 51 * first[o]);
        assert_int_equal(pixels[3 * (image.width - 1)], 51 * last[o]);
        phantom_photo_free(&photo);
    }
}

/* Mean Lab over a rectangle as the engine decodes the file. */
static sct_lab mean_by_engine(sct_context *ctx, const phantom_photo *file, phantom_rect r, sct_photo_info *info)
{
    sct_photo *photo = NULL;
    photo_frame frame = {0};
    pixels_image *image = NULL;
    sct_flags flags = {0};
    float xyz[3 * 2048];
    double sum[3] = {0};
    photo_window window = {(uint32_t)r.x, (uint32_t)r.y, (uint32_t)r.w, (uint32_t)r.h};
    assert_int_equal(sct_photo_open(ctx, file->bytes, file->size, &photo), SCT_OK);
    *info = photo_info(photo);
    assert_int_equal(photo_decode(ctx, photo, window, &frame), SCT_OK);
    assert_int_equal(pixels_from(ctx, photo, &frame, &flags, &image), SCT_OK);
    for (uint32_t y = 0; y < window.height; y++) {
        pixels_xyz_row(image, window.x, window.y + y, window.width, xyz);
        for (size_t i = 0; i < 3 * (size_t)window.width; i++)
            sum[i % 3] += (double)xyz[i];
    }
    pixels_free(image);
    sct_photo_free(photo);
    double n = r.w * r.h;
    return sct_lab_from_xyz((sct_xyz){sum[0] / n, sum[1] / n, sum[2] / n}, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2));
}

/* The whole way, file and decoder included: every orientation, every profile, every format. */
static void files_are_read_as_they_were_meant(void **state)
{
    (void)state;
    /* JPEG halves the resolution of chroma, which darkens and tints fine hair: its stubble gets more room. */
    static const double limits[3][2] = {
        [PHANTOM_PNG8] = {0.1, 0.1}, [PHANTOM_PNG16] = {0.05, 0.05}, [PHANTOM_JPEG] = {0.4, 1.2}};
    double worst[3][2] = {{0}};
    sct_context *ctx = NULL;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    for (int o = 1; o <= 8; o++) {
        for (int format = PHANTOM_PNG8; format <= PHANTOM_JPEG; format++) {
            phantom_params p;
            sct_photo_info info;
            phantom_params_perfect(&p);
            small(&p);
            p.orientation = o;
            p.format = (phantom_format)format;
            p.profile = (phantom_profile)((o + format) % 4);
            phantom_photo file = phantom_render(&p);
            sct_lab seen = mean_by_engine(ctx, &file, file.truth.skin_rect, &info);
            worst[format][0] = fmax(worst[format][0], de76(seen, file.truth.skin_rect_lab));
            seen = mean_by_engine(ctx, &file, file.truth.stubble_rect, &info);
            worst[format][1] = fmax(worst[format][1], de76(seen, file.truth.shadow_lab));
            assert_int_equal(info.orientation, o);
            assert_int_equal(info.width, p.width);
            assert_int_equal(info.height, p.height);
            assert_int_equal(info.profile_source == SCT_PROFILE_ASSUMED_SRGB, p.profile == PHANTOM_NO_PROFILE);
            phantom_photo_free(&file);
        }
    }
    sct_context_free(ctx);
    figure("phantom: file and decoder included, skin / stubble, dE76 at most: 8-bit PNG %.3f / %.3f, 16-bit PNG %.3f / "
           "%.3f, JPEG %.2f / %.2f",
           worst[0][0], worst[0][1], worst[1][0], worst[1][1], worst[2][0], worst[2][1]);
    for (int format = 0; format < 3; format++)
        for (int i = 0; i < 2; i++)
            assert_at_most(worst[format][i], limits[format][i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_ways_to_colour_agree),          cmocka_unit_test(colorchecker_has_its_published_colours),
        cmocka_unit_test(spectra_can_be_made_from_colours),   cmocka_unit_test(classes_are_all_there_in_both_halves),
        cmocka_unit_test(tables_are_the_reference_data),      cmocka_unit_test(paints_what_the_truth_says),
        cmocka_unit_test(fibres_have_the_colour_of_hair),     cmocka_unit_test(density_and_grey_hairs_are_as_ordered),
        cmocka_unit_test(charts_stand_where_the_truth_says),  cmocka_unit_test(white_balance_makes_greys_grey),
        cmocka_unit_test(the_same_order_gives_the_same_file), cmocka_unit_test(orientations_are_those_of_exif),
        cmocka_unit_test(files_are_read_as_they_were_meant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
