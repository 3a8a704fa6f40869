/* tests/preview/skins.c - photos of bare skin made up for tests, looks in them, and what came of them. */
#include "preview/skins.h"

#include "num/num.h"
#include "support/inside.h"

const skin_case skin_cases[SKIN_CASES] = {
    {"very light", {74, 8, 14}}, {"light", {65, 11, 17}}, {"intermediate", {58, 12, 20}},
    {"tan", {48, 13, 21}},       {"brown", {38, 12, 18}}, {"dark", {27, 9, 11}},
};

sct_lab lab_of_xyz(sct_xyz xyz)
{
    return sct_lab_from_xyz(xyz, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2));
}

static double encoded(double v)
{
    v = v < 0 ? 0 : v > 1 ? 1 : v;
    return v <= 0.0031308 ? 12.92 * v : 1.055 * pow(v, 1 / 2.4) - 0.055;
}

sct_photo *skin_photo(sct_context *ctx, sct_lab skin, uint32_t side, double shading, double grain, const double cast[3],
                      uint16_t *pixels)
{
    /* sRGB primaries adapted to D50 (IEC 61966-2-1, Bradford), inverted. */
    static const double from_xyz[3][3] = {
        {3.1338561, -1.6168667, -0.4906146}, {-0.9787684, 1.9161415, 0.0334540}, {0.0719453, -0.2289914, 1.4052427}};
    sct_xyz xyz = sct_xyz_from_lab(skin, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2));
    sct_pixels_desc desc;
    sct_photo *photo = NULL;
    num_rng rng;
    num_rng_seed(&rng, 7);
    for (uint32_t y = 0; y < side; y++)
        for (uint32_t x = 0; x < side; x++) {
            double light = 1 + shading * ((double)x / side - 0.5);
            for (size_t c = 0; c < 3; c++) {
                const double *m = from_xyz[c];
                double v = (m[0] * xyz.X + m[1] * xyz.Y + m[2] * xyz.Z) * light * (cast ? cast[c] : 1);
                v *= 1 + grain * num_rng_normal(&rng);
                pixels[3 * ((size_t)y * side + x) + c] = (uint16_t)(encoded(v) * 65535 + 0.5);
            }
        }
    sct_pixels_desc_init(&desc);
    desc.width = desc.height = side;
    desc.channels = 3;
    desc.bits = 16;
    desc.orientation = 1;
    desc.data = pixels;
    assert_int_equal(sct_photo_from_pixels(ctx, &desc, &photo), SCT_OK);
    return photo;
}

sct_look look_in_skin(sct_context *ctx, sct_lab skin, const char *ci, double fraction, double density_per_cm2,
                      double radius_mm)
{
    sct_heal_options o;
    sct_healed h;
    sct_pigment pigment = {.fraction = fraction};
    sct_look look = {.title = "test", .ink = "test", .depth_um = 120, .ink_left = 1};
    sct_heal_options_init(&o);
    o.skin_lab = skin;
    o.pigments = &pigment;
    o.pigment_count = 1;
    snprintf(pigment.ci, sizeof pigment.ci, "%s", ci);
    o.density_per_cm2 = density_per_cm2;
    o.dot_radius_mm = radius_mm;
    if (skin_heal(ctx, &o, &h) != SCT_OK)
        fail_msg("%s", sct_context_message(ctx));
    look.skin_lab = skin;
    look.dot_lab = h.solid_lab;
    look.area_lab = (sct_lab){skin.L + h.area_lab.L - h.bare_lab.L, skin.a + h.area_lab.a - h.bare_lab.a,
                              skin.b + h.area_lab.b - h.bare_lab.b};
    look.seen_lab =
        (sct_lab){skin.L + h.lab.L - h.bare_lab.L, skin.a + h.lab.a - h.bare_lab.a, skin.b + h.lab.b - h.bare_lab.b};
    look.tissue = h.tissue;
    look.density_per_cm2 = density_per_cm2;
    look.dot_radius_mm = radius_mm;
    return look;
}

sct_xyz mean_of_png(sct_context *ctx, const sct_bytes *png, uint32_t x0, uint32_t y0, uint32_t x1, uint32_t y1)
{
    sct_photo *photo = NULL;
    sct_xyz sum = {0, 0, 0};
    assert_int_equal(sct_photo_open(ctx, png->data, png->size, &photo), SCT_OK);
    image im = image_from_photo(ctx, photo);
    assert_int_equal(im.status, SCT_OK);
    float *row = malloc(3 * sizeof *row * (x1 - x0));
    for (uint32_t y = y0; y < y1; y++) {
        pixels_xyz_row(im.pixels, x0, y, x1 - x0, row);
        for (uint32_t i = 0; i < x1 - x0; i++) {
            sum.X += (double)row[3 * i];
            sum.Y += (double)row[3 * i + 1];
            sum.Z += (double)row[3 * i + 2];
        }
    }
    free(row);
    image_free(&im);
    double n = (double)(x1 - x0) * (y1 - y0);
    return (sct_xyz){sum.X / n, sum.Y / n, sum.Z / n};
}
