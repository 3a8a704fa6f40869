/*
 * tests/correct/spectra/test_spectra.c - what a chart tells of skins in its light: it helps where the light is one of
 * measured cameras, and nothing is concluded from colours that no camera makes.
 */
#include "correct/correct_steps.h"
#include "correct/simulate.h"
#include "correct/spectra/correct_spectra.h"
#include "support/support.h"

static const num_mat3 srgb = {
    {{0.4360747, 0.3850649, 0.1430804}, {0.2225045, 0.7168786, 0.0606169}, {0.0139322, 0.0971045, 0.7141733}}};

/* Errors of skins in a*, b*, before and after. */
typedef struct errors {
    double sum[2][2], square[2][2], greys[2], de00[2][4096];
    size_t count, grey_count;
} errors;

static void add(const correct_model *model, const simulate_view *view, int after, errors *e)
{
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    for (size_t i = 0; i < SIMULATE_SKINS; i++) {
        const correct_patch *p = &view->skins[i];
        sct_lab lab = sct_lab_from_xyz(correct_model_xyz(model, p->rgb, p->u, p->v), white);
        double d[2] = {lab.a - p->lab.a, lab.b - p->lab.b};
        for (int c = 0; c < 2; c++) {
            e->sum[after][c] += d[c];
            e->square[after][c] += d[c] * d[c];
        }
        e->de00[after][e->count + i] = sct_de2000(lab, p->lab);
    }
    for (int i = 18; i < 24; i++) {
        const correct_patch *p = &view->patches[i];
        if (!p->limits)
            e->greys[after] += sct_de2000(sct_lab_from_xyz(correct_model_xyz(model, p->rgb, p->u, p->v), white), p->lab);
    }
    e->count += after ? SIMULATE_SKINS : 0;
    e->grey_count += after ? 6 : 0;
}

/* Cameras and skins that nothing was learnt from. */
static void skins_are_seen_nearer_in_every_light(void **state)
{
    (void)state;
    NEED_DATA();
    phantom_library library = phantom_library_open();
    size_t of[24];
    double all[2] = {0};
    for (size_t i = 0; i < 24; i++)
        of[i] = i;
    for (int light = 0; light < SIMULATE_LIGHTS; light++) {
        errors *e = calloc(1, sizeof *e);
        num_rng rng;
        double sure = 0, photos = 0;
        assert_non_null(e);
        num_rng_seed(&rng, 77 + (uint64_t)light);
        for (int camera = 1; camera < (int)library.camera_count; camera += 2) {
            simulate_view view;
            correct_model model;
            simulate_beside(&library, camera, light, 1, &rng, &view);
            assert_true(correct_model_fit(CORRECT_FULL, view.patches, 24, 24, 24, &srgb, &model));
            add(&model, &view, 0, e);
            sure += correct_spectra_learn(sct_chart_builtin(0), view.patches, of, 24, &srgb, &model);
            add(&model, &view, 1, e);
            photos++;
        }
        double n = (double)e->count, before = sqrt((e->square[0][0] + e->square[0][1]) / n),
               after = sqrt((e->square[1][0] + e->square[1][1]) / n);
        figure("%-6s recognised %.2f: a*, b* of skins off by %.2f, %.2f -> %.2f, %.2f in the mean, rms %.2f -> %.2f; "
               "dE00 95 %% %.2f -> %.2f; greys %.2f -> %.2f",
               simulate_light_names[light], sure / photos, e->sum[0][0] / n, e->sum[0][1] / n, e->sum[1][0] / n,
               e->sum[1][1] / n, before, after, quantile_of(e->de00[0], e->count, 0.95),
               quantile_of(e->de00[1], e->count, 0.95), e->greys[0] / (double)e->grey_count,
               e->greys[1] / (double)e->grey_count);
        assert_true(sure > 0.9 * photos);
        assert_true(after < 1.05 * before);
        all[0] += before;
        all[1] += after;
        assert_true(light != 2 || after < 0.85 * before); /* incandescent: where most is to be gained */
        assert_true(e->greys[1] < e->greys[0] + 0.3 * (double)e->grey_count);
        free(e);
    }
    assert_true(all[1] < 0.9 * all[0]);
    phantom_library_close(&library);
}

/* A telephone that paints its colours; another chart, of whose paints nothing is known; half of a chart. */
static void nothing_is_concluded_from_colours_of_no_camera(void **state)
{
    (void)state;
    phantom_library library = phantom_library_open();
    simulate_view view;
    correct_model model, before;
    num_rng rng;
    size_t of[24];
    for (size_t i = 0; i < 24; i++)
        of[i] = i;
    num_rng_seed(&rng, 5);
    simulate_beside(&library, 0, 2, 0, &rng, &view);
    assert_true(correct_model_fit(CORRECT_FULL, view.patches, 24, 24, 24, &srgb, &model));
    before = model;
    sct_chart other = *sct_chart_builtin(0);
    snprintf(other.id, sizeof other.id, "colorchecker-sg");
    assert_true(correct_spectra_learn(&other, view.patches, of, 24, &srgb, &model) == 0);
    assert_memory_equal(&model, &before, sizeof model);
    assert_true(correct_spectra_learn(sct_chart_builtin(0), view.patches, of, 11, &srgb, &model) == 0);
    assert_memory_equal(&model, &before, sizeof model);
    assert_true(correct_spectra_learn(sct_chart_builtin(0), view.patches, of, 24, &srgb, &model) > 0.9);
    assert_true(memcmp(&model, &before, sizeof model) != 0);
    for (int i = 0; i < 18; i++)
        for (int c = 0; c < 3; c++)
            view.patches[i].rgb[c] *= exp(0.2 * num_rng_normal(&rng));
    assert_true(correct_model_fit(CORRECT_FULL, view.patches, 24, 24, 24, &srgb, &model));
    before = model;
    assert_true(correct_spectra_learn(sct_chart_builtin(0), view.patches, of, 24, &srgb, &model) == 0);
    assert_memory_equal(&model, &before, sizeof model);
    phantom_library_close(&library);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(skins_are_seen_nearer_in_every_light),
        cmocka_unit_test(nothing_is_concluded_from_colours_of_no_camera),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
