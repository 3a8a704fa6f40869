/*
 * tests/correct/spectra/residuals.c - what a correction by a chart leaves of its patches, and of skins beside it.
 *
 *     residuals 16 | python3 tests/correct/spectra/learn_spectra.py > engine/correct/spectra/correct_spectra_table.c
 *
 * One line for each photo: camera, light, 24 times the a* and b* that the fit leaves of a patch (- where the patch is not
 * wholly known), and 12 times L* of a skin and what is left of its a* and b*, and 6 times the same of a hair. What is left
 * is divided by (L* + 16)/66. The photos are those of simulate.c, 16 (else 8) of a camera in a light. With a 1 behind: of
 * cameras and skins to judge by.
 */
#include "correct/simulate.h"
#include "support/support.h"

static const double print_sd = 0.008; /* of the log of each channel: patches of two charts differ */

static void print_left(const correct_model *model, const correct_patch *p, int with_level)
{
    sct_lab seen =
        sct_lab_from_xyz(correct_model_xyz(model, p->rgb, p->u, p->v), sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2));
    double s = ((with_level ? seen.L : p->lab.L) + 16) / 66;
    if (p->limits) {
        printf(" - -");
        return;
    }
    if (with_level)
        printf(" %.3f", seen.L);
    printf(" %.4f %.4f", (seen.a - p->lab.a) / s, (seen.b - p->lab.b) / s);
}

static void print_photo(const phantom_library *library, int camera, int light, int held_out, num_rng *rng)
{
    static const num_mat3 srgb = {
        {{0.4360747, 0.3850649, 0.1430804}, {0.2225045, 0.7168786, 0.0606169}, {0.0139322, 0.0971045, 0.7141733}}};
    simulate_view view;
    correct_model model;
    simulate_beside(library, camera, light, held_out, rng, &view);
    for (int i = 0; i < 24; i++)
        for (int c = 0; c < 3; c++)
            view.patches[i].rgb[c] *= exp(print_sd * num_rng_normal(rng));
    if (!correct_model_fit(CORRECT_FULL, view.patches, 24, 24, 24, &srgb, &model))
        return;
    printf("%d %s", camera, simulate_light_names[light]);
    for (int i = 0; i < 24; i++)
        print_left(&model, &view.patches[i], 0);
    for (int i = 0; i < SIMULATE_SKINS; i++)
        print_left(&model, &view.skins[i], 1);
    for (int i = 0; i < SIMULATE_HAIRS; i++)
        print_left(&model, &view.hairs[i], 1);
    printf("\n");
}

int main(int argc, char **argv)
{
    int scenes = argc > 1 ? atoi(argv[1]) : 8, held_out = argc > 2 && atoi(argv[2]) != 0;
    phantom_library library = phantom_library_open();
    num_rng rng;
    num_rng_seed(&rng, 4000 + (uint64_t)held_out);
    for (int camera = held_out; camera < (int)library.camera_count; camera += 2)
        for (int light = 0; light < SIMULATE_LIGHTS; light++)
            for (int i = 0; i < scenes; i++)
                print_photo(&library, camera, light, held_out, &rng);
    phantom_library_close(&library);
    return 0;
}
