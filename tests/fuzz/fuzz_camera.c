/*
 * tests/fuzz/fuzz_camera.c - what strangers say they know of a camera: refused
 * with a message, or something that survives being written and read again, and
 * that makes numbers of a photo's.
 */
#include "correct/camera/correct_camera.h"
#include "fuzz/fuzz.h"

static void check_camera(sct_context *ctx, const sct_camera *camera)
{
    static sct_camera again;
    sct_bytes text = {0}, twice = {0};
    correct_patch grey = {.rgb = {0.2, 0.18, 0.15}, .neutral = 1, .xyz = {0.17, 0.18, 0.15}};
    pixels_correction correction;
    HOLD(correct_camera_json(ctx, camera, &text) == SCT_OK);
    HOLD(correct_camera_read(ctx, text.data, text.size, &again) == SCT_OK);
    HOLD(correct_camera_json(ctx, &again, &twice) == SCT_OK);
    HOLD(text.size == twice.size && memcmp(text.data, twice.data, text.size) == 0);
    HOLD(camera->correction.knots >= 3 && camera->correction.knots <= PIXELS_CURVE_POINTS);
    for (size_t n = 0; n < 2; n++) {
        double rgb[3] = {0.5, 0.001, 1}, out[3];
        if (!correct_camera_balance(&camera->correction, &grey, n, &correction))
            continue;
        pixels_correct_one(&correction, 0.2, -0.1, rgb, out);
        for (int c = 0; c < 3; c++)
            HOLD(!isnan(out[c]));
    }
    sct_bytes_free(&text);
    sct_bytes_free(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static sct_camera camera, before;
    sct_context *ctx = NULL;
    HOLD(sct_context_new(&ctx) == SCT_OK);
    memset(&camera, 0x55, sizeof camera);
    memset(&before, 0x55, sizeof before);
    if (correct_camera_read(ctx, data, size, &camera) == SCT_OK) {
        check_camera(ctx, &camera);
    } else {
        HOLD(sct_context_message(ctx)[0] != '\0');
        HOLD(memcmp(&camera, &before, sizeof camera) == 0);
    }
    sct_context_free(ctx);
    return 0;
}

#ifndef FUZZ_LIBFUZZER
static size_t make_seeds(fuzz_seed *seeds)
{
    enum { SEEDS = 2 };
    sct_context *ctx = NULL;
    HOLD(sct_context_new(&ctx) == SCT_OK);
    for (int i = 0; i < SEEDS; i++) {
        sct_bytes text = {0};
        sct_camera camera = {.by = {"Example", "Phone 7", 5.1, 0.01, i ? (double)NAN : 1.8, 64, i, i - 1},
                             .chart = "colorchecker-classic",
                             .patches = 24,
                             .loo_de00 = 3,
                             .u95_de00 = 4.5};
        camera.profile = (num_mat3){{{0.44, 0.39, 0.14}, {0.22, 0.72, 0.06}, {0.01, 0.1, 0.71}}};
        camera.correction.matrix = camera.profile;
        camera.correction.active = 1;
        camera.correction.knots = 3 + 5 * i;
        for (int k = 0; k < 3; k++) {
            camera.cov.m[k][k] = 2 + k;
            for (int n = 0; n < camera.correction.knots; n++) {
                camera.correction.curve_in[k][n] = 0.01 * (n + 1) * (n + 1);
                camera.correction.curve_out[k][n] = 0.012 * (n + 1) * (n + 1 + 0.1 * k);
            }
        }
        HOLD(correct_camera_json(ctx, &camera, &text) == SCT_OK);
        HOLD(correct_camera_read(ctx, text.data, text.size, &camera) == SCT_OK);
        seeds[i] = (fuzz_seed){i ? "eight" : "three", text.data, text.size};
    }
    sct_context_free(ctx);
    return SEEDS;
}
int main(int argc, char **argv)
{
    return fuzz_main(&(fuzz_target){"camera", make_seeds, 1500, 1}, argc, argv);
}
#endif
