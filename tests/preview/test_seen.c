/*
 * tests/preview/test_seen.c - a dot in the picture is seen as dark as it is
 * predicted to be: for skins of every class, shades and scales.
 *
 * Dots are found in the file, decoded again, and the light in the eye's window
 * around each is held against that of bare skin.
 */
#include "preview/skins.h"
#include "support/inside.h"

enum { SIDE = 320 };
static sct_context *ctx;
static uint16_t pixels[3 * SIDE * SIDE];
static double light[SIDE][SIDE]; /* Y of the picture */

/* A picture of few dots on even skin, as the light of its pixels. */
static void render(const sct_look *look, double mm_per_px)
{
    sct_photo *photo = skin_photo(ctx, look->skin_lab, SIDE, 0, 0, NULL, pixels);
    const sct_shape area = {.kind = SCT_SHAPE_RECT, .count = 4, .v = {0, 0, SIDE, SIDE}};
    static float row[3 * SIDE];
    sct_preview_options o;
    sct_preview *preview = NULL;
    preview_result result;
    sct_bytes png = {0};
    sct_preview_options_init(&o);
    o.areas = &(const sct_shape *){&area};
    o.area_count = 1;
    o.mm_per_px = mm_per_px;
    o.watermark = 0;
    o.bits = 16;
    if (sct_preview_new(ctx, photo, &o, &preview) != SCT_OK ||
        preview_picture_png(ctx, preview, look, &result, &png) != SCT_OK)
        fail_msg("%s", sct_context_message(ctx));
    sct_preview_free(preview);
    sct_photo_free(photo);
    assert_int_equal(sct_photo_open(ctx, png.data, png.size, &photo), SCT_OK);
    image im = image_from_photo(ctx, photo);
    for (uint32_t y = 0; y < SIDE; y++) {
        pixels_xyz_row(im.pixels, 0, y, SIDE, row);
        for (size_t x = 0; x < SIDE; x++)
            light[y][x] = (double)row[3 * x + 1];
    }
    image_free(&im);
    sct_bytes_free(&png);
}

static void find_darkest(int *across, int *down)
{
    *across = *down = 0;
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++)
            if (light[y][x] < light[*down][*across]) {
                *across = x;
                *down = y;
            }
}

/* The mean light within a radius in pixels. */
static double mean_within(int across, int down, double radius)
{
    double sum = 0, n = 0;
    int reach = (int)radius + 1;
    for (int y = down - reach; y <= down + reach; y++)
        for (int x = across - reach; x <= across + reach; x++) {
            double inside = fmin(fmax(radius + 0.5 - hypot(x - across, y - down), 0), 1);
            sum += inside * light[y][x];
            n += inside;
        }
    return sum / n;
}

static void blank(int across, int down, double radius)
{
    int reach = (int)radius;
    for (int y = down - reach; y <= down + reach; y++)
        for (int x = across - reach; x <= across + reach; x++)
            if (x >= 0 && y >= 0 && x < SIDE && y < SIDE)
                light[y][x] = 1;
}

/* The mean over the dots of a picture of what an eye sees of one, L*. */
static double seen_in_picture(double mm_per_px, double bare, size_t *dots)
{
    double window = SKIN_WINDOW_MM / mm_per_px, sum = 0, deepest = 0;
    for (*dots = 0;;) {
        int x, y, margin = (int)(2 * window) + 2;
        find_darkest(&x, &y);
        double lost = bare - light[y][x];
        deepest = fmax(deepest, lost);
        if (lost < 0.35 * deepest) /* what lies between dots */
            break;
        if (x >= margin && y >= margin && x < SIDE - margin && y < SIDE - margin) {
            sum += mean_within(x, y, window);
            ++*dots;
        }
        blank(x, y, 5 * window);
    }
    assert_true(*dots >= 8);
    double seen = sum / (double)*dots;
    return lab_of_xyz((sct_xyz){seen, seen, seen}).L;
}

static void a_dot_is_seen_as_predicted(void **state)
{
    static const double scales[] = {0.02, 0.03, 0.045}, fractions[] = {0.0005, 0.0015, 0.005}, radii[] = {0.09, 0.11, 0.15};
    (void)state;
    for (int s = 0; s < SKIN_CASES; s++) {
        double worst = 0, endless = 0;
        for (int i = 0; i < 3; i++) {
            size_t dots;
            double scale = scales[(s + i) % 3],
                   bare = sct_xyz_from_lab(skin_cases[s].lab, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2)).Y;
            sct_look look = look_in_skin(ctx, skin_cases[s].lab, "77266", fractions[i], 30, radii[(s / 2 + i) % 3]);
            render(&look, scale);
            double off = seen_in_picture(scale, bare, &dots) - look.seen_lab.L;
            assert_at_most(fabs(off), 1);
            worst = fabs(off) > fabs(worst) ? off : worst;
            endless = fmax(endless, look.seen_lab.L - look.dot_lab.L);
        }
        figure("preview, %-12s skin: a dot is seen off by L* %.2f at most; ink everywhere is darker by up to %.1f",
               skin_cases[s].name, worst, endless);
    }
}

/* A look by values that leaves out how a dot is seen: carbon black is taken for what it is. */
static void what_is_seen_can_be_left_out(void **state)
{
    double worst = 0;
    (void)state;
    for (int s = 0; s < SKIN_CASES; s++) {
        sct_look look = look_in_skin(ctx, skin_cases[s].lab, "77266", s % 2 ? 0.0007 : 0.004, 180, 0.08 + 0.01 * s);
        sct_lab seen = look.seen_lab;
        assert_int_equal(preview_look_guess_seen(ctx, &look), SCT_OK);
        assert_at_most(sct_de2000(look.seen_lab, seen), 1);
        worst = fmax(worst, sct_de2000(look.seen_lab, seen));
    }
    figure("preview, a dot of carbon black told by ink everywhere alone: off by dE00 %.2f at most", worst);
}

static int set_up(void **state)
{
    (void)state;
    return sct_context_new(&ctx) != SCT_OK;
}

static int tear_down(void **state)
{
    (void)state;
    sct_context_free(ctx);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_dot_is_seen_as_predicted),
                                       cmocka_unit_test(what_is_seen_can_be_left_out)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
