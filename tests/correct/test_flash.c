/* tests/correct/test_flash.c - of a photo with the flash and one without, the light of the flash alone; or a word why not.
 */
#include "num/num.h"
#include "scalptone/camera.h"
#include "scalptone/photo.h"
#include "support/support.h"

enum { WIDTH = 480, HEIGHT = 360, BOXES = 60 };

/* A wall with boxes of many colours; light of two lamps that fall off to either side, and of a flash from the front. */
typedef struct view {
    double boxes[BOXES][7]; /* x, y, width, height, r, g, b */
    double lamp, flash;
    double dx, dy, angle; /* of the camera */
} view;

static void make_view(view *v, uint64_t seed)
{
    num_rng rng;
    num_rng_seed(&rng, seed);
    *v = (view){.lamp = 0.5, .flash = 0.9};
    for (int i = 0; i < BOXES; i++) {
        double *b = v->boxes[i];
        b[0] = -60 + (WIDTH + 60) * num_rng_uniform(&rng);
        b[1] = -60 + (HEIGHT + 60) * num_rng_uniform(&rng);
        b[2] = 20 + 70 * num_rng_uniform(&rng);
        b[3] = 20 + 70 * num_rng_uniform(&rng);
        for (int c = 4; c < 7; c++)
            b[c] = 0.05 + 0.5 * num_rng_uniform(&rng);
    }
}

static double encode(double linear)
{
    return linear <= 0.0031308 ? 12.92 * linear : 1.055 * pow(linear, 1 / 2.4) - 0.055;
}

/* Linear light from the place (x, y) of the view, the mean of 3 x 3 points. */
static void light_at(const view *v, double x, double y, double flash, double lamp, double out[3])
{
    out[0] = out[1] = out[2] = 0;
    for (int k = 0; k < 9; k++) {
        double px = x + (k % 3 - 1) / 3.0, py = y + (double)(k / 3 - 1) / 3.0, paint[3] = {0.3, 0.3, 0.3};
        for (int i = 0; i < BOXES; i++) {
            const double *b = v->boxes[i];
            if (px >= b[0] && py >= b[1] && px < b[0] + b[2] && py < b[1] + b[3])
                memcpy(paint, b + 4, sizeof paint);
        }
        double warm = px / WIDTH;
        const double lamps[3] = {lamp * (0.4 + warm), lamp * 0.8, lamp * (1.3 - warm)};
        for (int c = 0; c < 3; c++)
            out[c] += paint[c] * (lamps[c] + flash * (1 - 0.2 * fabs(px / WIDTH - 0.5))) / 9;
    }
}

static void render(const view *v, double flash, double lamp, double dx, double dy, double angle, uint16_t *pixels)
{
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            double cx = x - WIDTH / 2.0, cy = y - HEIGHT / 2.0, rgb[3];
            light_at(v, WIDTH / 2.0 + cx * cos(angle) - cy * sin(angle) + dx,
                     HEIGHT / 2.0 + cx * sin(angle) + cy * cos(angle) + dy, flash, lamp, rgb);
            for (int c = 0; c < 3; c++)
                pixels[3 * (y * WIDTH + x) + c] = (uint16_t)(65535 * fmin(encode(rgb[c]), 1) + 0.5);
        }
}

static sct_photo *photo_of(const uint16_t *pixels, uint32_t height)
{
    sct_context *ctx = NULL;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    sct_pixels_desc desc;
    sct_photo *photo = NULL;
    sct_pixels_desc_init(&desc);
    desc.width = WIDTH;
    desc.height = height;
    desc.bits = 16;
    desc.data = pixels;
    assert_int_equal(sct_photo_from_pixels(ctx, &desc, &photo), SCT_OK);
    sct_context_free(ctx);
    return photo;
}

static uint16_t *one, *two, *three;
static float *seen, *wanted;

static int set_up(void **state)
{
    (void)state;
    size_t n = (size_t)WIDTH * HEIGHT * 3;
    one = malloc(n * sizeof *one);
    two = malloc(n * sizeof *two);
    three = malloc(n * sizeof *three);
    seen = malloc(n * sizeof *seen);
    wanted = malloc(n * sizeof *wanted);
    return !(one && two && three && seen && wanted);
}

static int tear_down(void **state)
{
    (void)state;
    free(one);
    free(two);
    free(three);
    free(seen);
    free(wanted);
    return 0;
}

static void light_of(sct_context *ctx, const sct_photo *photo, float *out)
{
    sct_plane plane;
    sct_plane_init(&plane);
    plane.data = out;
    plane.capacity = (size_t)WIDTH * HEIGHT * 3 * sizeof *out;
    plane.format = SCT_PIXEL_F32;
    plane.space = SCT_PIXELS_LINEAR_SRGB;
    assert_int_equal(sct_photo_pixels(ctx, photo, &plane), SCT_OK);
}

/* The answer is the photo that the flash alone would have made, but for one gain; lamps of two colours are gone. */
static void lamps_are_taken_off(void **state)
{
    (void)state;
    static const double shakes[][3] = {{0, 0, 0}, {6.3, -4.6, 0}, {-14.2, 9.7, 0.006}, {3.4, 17.1, -0.01}};
    sct_context *ctx = NULL;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    double worst = 0;
    for (size_t k = 0; k < sizeof shakes / sizeof *shakes; k++) {
        view v;
        sct_photo *alone = NULL;
        double errors = 0, light = 0;
        size_t count = 0;
        make_view(&v, 7 + k);
        render(&v, v.flash, v.lamp, 0, 0, 0, one);
        render(&v, 0, v.lamp, shakes[k][0], shakes[k][1], shakes[k][2], two);
        render(&v, v.flash, 0, 0, 0, 0, three);
        sct_photo *flash = photo_of(one, HEIGHT), *other = photo_of(two, HEIGHT), *truth = photo_of(three, HEIGHT);
        assert_int_equal(sct_photo_from_flash(ctx, NULL, flash, other, &alone), SCT_OK);
        sct_photo_free(flash);
        sct_photo_free(other);
        light_of(ctx, alone, seen);
        light_of(ctx, truth, wanted);
        double product = 0, square = 0;
        for (size_t i = 0; i < (size_t)WIDTH * HEIGHT * 3; i++)
            if (seen[i] < 0.98f) {
                product += (double)seen[i] * (double)wanted[i];
                square += (double)wanted[i] * (double)wanted[i];
            }
        for (size_t i = 0; i < (size_t)WIDTH * HEIGHT * 3; i++)
            if (seen[i] < 0.98f) { /* what cannot be told is white */
                errors += fabs((double)seen[i] - product / square * (double)wanted[i]);
                light += (double)seen[i];
                count++;
            }
        assert_true(count > (size_t)WIDTH * HEIGHT * 3 * 8 / 10);
        assert_true(errors / light < 0.02); /* not so for NaN, which fmax would pass over */
        worst = fmax(worst, errors / light);
        sct_photo_free(alone);
        sct_photo_free(truth);
    }
    figure(
        "flash pairs: light of the flash off by at most %.4f of it in the mean, hands shaking by 17 pixels and 0.6 degrees",
        worst);
    sct_context_free(ctx);
}

static void refused(sct_context *ctx, const uint16_t *with, uint32_t height, const uint16_t *without, const char *why)
{
    sct_photo *flash = photo_of(with, height), *other = photo_of(without, HEIGHT), *alone = NULL;
    assert_int_equal(sct_photo_from_flash(ctx, NULL, flash, other, &alone), SCT_ERR_NOTHING);
    assert_null(alone);
    if (!strstr(sct_context_message(ctx), why))
        fail_msg("\"%s\" does not say \"%s\"", sct_context_message(ctx), why);
    sct_photo_free(flash);
    sct_photo_free(other);
}

static void what_is_no_pair_is_refused(void **state)
{
    (void)state;
    sct_context *ctx = NULL;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    view v, another;
    make_view(&v, 21);
    make_view(&another, 22);
    render(&v, v.flash, v.lamp, 0, 0, 0, one);
    render(&another, 0, v.lamp, 0, 0, 0, two);
    refused(ctx, one, HEIGHT, two, "same view");
    render(&v, 0, v.lamp, 2, 3, 0, two);
    refused(ctx, one, HEIGHT - 20, two, "size");
    render(&v, 0, 2 * v.lamp, 0, 0, 0, two); /* the phone has brightened the second */
    render(&v, 0.3, v.lamp, 0, 0, 0, three);
    refused(ctx, three, HEIGHT, two, "exposure or white balance has changed");
    render(&v, 0, v.lamp, 0, 0, 0, two);
    render(&v, 0.03, v.lamp, 0, 0, 0, three);
    refused(ctx, three, HEIGHT, two, "brings only");
    render(&v, 6, v.lamp, 0, 0, 0, three);
    refused(ctx, three, HEIGHT, two, "over-exposed");
    for (size_t i = 0; i < (size_t)WIDTH * HEIGHT * 3; i++)
        one[i] = 30000;
    refused(ctx, one, HEIGHT, one, "too little detail");
    sct_context_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(lamps_are_taken_off, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_pair_is_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
