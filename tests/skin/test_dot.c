/*
 * tests/skin/test_dot.c - what is seen of one dot, against photons.
 *
 * tests/vectors/dots.h holds forty dots at 31 wavelengths. It is made by this
 * program: `DOT_PHOTONS=40000 test_dot` prints its rows (an hour of one core)
 * instead of testing. Runs of fewer photons find the same within their errors. With DOT_EYE=1 they are those of
 * tests/vectors/dots_eye.h: the same dots through an eye's blur.
 */
#include "skin/dot_cases.h"
#include "skin/light/slab.h"
#include "support/support.h"
#include "vectors/dots.h"
#include "vectors/dots_eye.h"

static skin_client client;
static skin_mode modes[SKIN_MODES - 1];
static skin_room room;

static void dot_spectrum(const dot_case *c, int streams, double off_mm, double window_mm, double out[SKIN_PAD])
{
    double solid[SKIN_PAD];
    skin_ink ink = dot_ink(c->ink);
    skin_dots dots = {.load = c->load, .thickness_um = c->height_um, .radius_mm = c->radius_um / 1000};
    skin_response response;
    skin_client_init(&client, &dot_skins[c->skin], c->depth_um, streams);
    skin_modes_init(modes, &client);
    skin_heal_spectrum(&client, &ink, &dots, solid);
    skin_respond(&client, modes, &room, &ink, &dots, solid, &response);
    skin_sight sight = skin_sight_of(dots.radius_mm, off_mm, window_mm);
    skin_dot_spectrum(&client, &response, &sight, out);
}

/* How far forty dots are from photons; `strong`: those of carbon that let next to no light through. */
static void compare_forty(const char *what, double window_mm, const double (*photons)[32])
{
    for (int streams = 4; streams <= 8; streams += 4) {
        double differences[DOT_CASES], endless[DOT_CASES], worst = 0, darker = 0, strong = 0;
        int at = 0;
        for (int i = 0; i < DOT_CASES; i++) {
            double ours[SKIN_PAD], solid[SKIN_PAD];
            dot_case c = dot_case_at(i);
            skin_ink ink = dot_ink(c.ink);
            skin_dots dots = {.load = c.load, .thickness_um = c.height_um};
            dot_spectrum(&c, streams, 0, window_mm, ours);
            skin_heal_spectrum(&client, &ink, &dots, solid);
            sct_lab seen = skin_lab(photons[i], NULL), told = skin_lab(ours, NULL);
            differences[i] = sct_de2000(seen, told);
            endless[i] = sct_de2000(seen, skin_lab(solid, NULL));
            darker += c.ink == 0 ? told.L - seen.L : 0;
            strong += c.ink == 0;
            if (!(differences[i] <= worst)) {
                worst = differences[i];
                at = i;
            }
        }
        double median = quantile_of(differences, DOT_CASES, 0.5);
        figure("forty dots %s against photons, %d streams: dE00 median %.2f, largest %.2f (case %d), carbon lighter by L* "
               "%+.2f; an endless layer is off by %.1f, %.1f",
               what, streams, median, worst, at, darker / strong, quantile_of(endless, DOT_CASES, 0.5),
               quantile_of(endless, DOT_CASES, 1));
        assert_at_most(median, 0.5);
        assert_at_most(worst, 1.5);
        assert_at_most(fabs(darker / strong), 0.3);
    }
}

static void forty_dots(void **state)
{
    (void)state;
    compare_forty("close up", DOT_WINDOW_CM * 10, dots_reflectance);
}

/* What dot_lab tells. */
static void forty_dots_as_an_eye_sees_them(void **state)
{
    (void)state;
    compare_forty("as an eye sees them", SKIN_WINDOW_MM, dots_seen);
}

/* A few photons of our own, also beside the dot: the profile. */
static void profiles(void **state)
{
    (void)state;
    static const int which[] = {1, 9, 21, 31};
    double squares = 0, worst = 0, n = 0;
    for (size_t i = 0; i < sizeof which / sizeof *which; i++) {
        dot_case c = dot_case_at(which[i]);
        for (double off = 0; off < 2.1; off += 0.7) {
            double ours[SKIN_PAD];
            dot_spectrum(&c, 8, off * c.radius_um / 1000, DOT_WINDOW_CM * 10, ours);
            for (int l = 6; l < SCT_WAVELENGTHS; l += 10) {
                dot_world w = dot_world_of(&c, l);
                mc_result mc = dot_photons(&w, off * w.radius, DOT_WINDOW_CM, 2500, (uint64_t)(l + 100 * which[i]));
                double to_L = 116.0 / 3 * pow(mc.reflectance, -2.0 / 3);
                double d = fabs(ours[l] - mc.reflectance) * to_L, allowed = 1.2 + 3 * mc.standard_error * to_L;
                squares += d * d;
                worst = fmax(worst, d / allowed);
                n++;
                assert_at_most(d, allowed);
            }
        }
    }
    figure("profiles of four dots, %.0f points: rms %.2f of L* of one wavelength; worst %.2f of 1.2 + 3 SE", n,
           sqrt(squares / n), worst);
}

/* Without ink, and with ink everywhere, the photons run backwards see what adding-doubling does. */
static void photons_backwards(void **state)
{
    (void)state;
    dot_case c = dot_case_at(1);
    double solid[SKIN_PAD];
    skin_ink ink = dot_ink(c.ink);
    skin_dots dots = {.load = c.load, .thickness_um = c.height_um};
    skin_client_init(&client, &dot_skins[c.skin], c.depth_um, 8);
    skin_heal_spectrum(&client, &ink, &dots, solid);
    for (int l = 4; l < SCT_WAVELENGTHS; l += 8) {
        dot_world w = dot_world_of(&c, l), bare = w;
        bare.ink.absorption = bare.ink.scattering = 0;
        w.radius = (double)INFINITY;
        mc_result none = dot_photons(&bare, 0, DOT_WINDOW_CM, 4000, 1), all = dot_photons(&w, 0, DOT_WINDOW_CM, 4000, 2);
        assert_at_most(fabs(none.reflectance - client.bare[l]), 0.003 + 3 * none.standard_error);
        assert_at_most(fabs(all.reflectance - solid[l]), 0.003 + 3 * all.standard_error);
    }
}

static void wide_dots_are_layers_and_small_ones_vanish(void **state)
{
    (void)state;
    sct_tissue tissue;
    skin_ink ink = dot_ink(0);
    sct_tissue_init(&tissue);
    skin_client_init(&client, &tissue, 120, 4);
    skin_modes_init(modes, &client);
    skin_dots dots = {.load = 0.005, .thickness_um = 200};
    double solid[SKIN_PAD], out[SKIN_PAD], before[SKIN_PAD];
    skin_response response;
    skin_heal_spectrum(&client, &ink, &dots, solid);
    skin_respond(&client, modes, &room, &ink, &dots, solid, &response);
    memcpy(before, client.bare, sizeof before);
    for (double r = 0.01; r < 11; r *= 1.3) {
        skin_sight sight = skin_sight_of(r, 0, SKIN_WINDOW_MM);
        skin_dot_spectrum(&client, &response, &sight, out);
        for (int l = 0; l < SKIN_PAD; l++) {
            assert_true(out[l] <= before[l] + 0.002); /* wider, darker */
            if (r < 0.011)
                assert_at_most(fabs(out[l] - client.bare[l]), 0.005);
            if (r > 8)
                assert_at_most(fabs(out[l] - solid[l]), 0.002);
        }
        memcpy(before, out, sizeof before);
    }
    skin_sight far = skin_sight_of(0.1, 5, SKIN_WINDOW_MM); /* 5 mm beside it there is no dot */
    skin_dot_spectrum(&client, &response, &far, out);
    for (int l = 0; l < SKIN_PAD; l++)
        assert_at_most(fabs(out[l] - client.bare[l]), 0.003);
}

/* Losses fall with the frequency, whatever lay in the room, and no build or grouping changes a bit. */
static void losses_by_frequency(void **state)
{
    (void)state;
    for (int streams = 4; streams <= 8; streams += 4) {
        dot_case c = dot_case_at(4);
        skin_ink ink = dot_ink(c.ink);
        skin_dots dots = {.load = c.load, .thickness_um = c.height_um};
        double solid[SKIN_PAD];
        skin_response kept, made;
        skin_client_init(&client, &dot_skins[c.skin], c.depth_um, streams);
        skin_modes_init(modes, &client);
        skin_heal_spectrum(&client, &ink, &dots, solid);
        skin_respond(&client, modes, &room, &ink, &dots, solid, &kept);
        memset(&room, 0xff, sizeof room); /* what stood in the room means nothing */
        skin_respond(&client, modes, &room, &ink, &dots, solid, &made);
        assert_memory_equal(&kept, &made, sizeof kept);
        for (int k = 1; k < SKIN_MODES; k++)
            for (int l = 0; l < SKIN_PAD; l++)
                assert_true(kept.loss[k][l] < kept.loss[k - 1][l]);
    }
}

static void print_vectors(int photons)
{
    double window_cm = getenv("DOT_EYE") ? SKIN_WINDOW_MM / 10 : DOT_WINDOW_CM;
    for (int i = 0; i < DOT_CASES; i++) {
        dot_case c = dot_case_at(i);
        double error[SCT_WAVELENGTHS];
        printf("    {");
        for (int l = 0; l < SCT_WAVELENGTHS; l++) {
            dot_world w = dot_world_of(&c, l);
            mc_result mc = dot_photons(&w, 0, window_cm, dot_photons_at(l, photons), (uint64_t)(1000 * i + l));
            error[l] = mc.standard_error;
            printf("%.5f, ", mc.reflectance);
        }
        printf("}, /* %d */\n", i);
        fprintf(stderr, "    {");
        for (int l = 0; l < SCT_WAVELENGTHS; l++)
            fprintf(stderr, "%.5f, ", error[l]);
        fprintf(stderr, "}, /* %d */\n", i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forty_dots),
        cmocka_unit_test(forty_dots_as_an_eye_sees_them),
        cmocka_unit_test(profiles),
        cmocka_unit_test(photons_backwards),
        cmocka_unit_test(wide_dots_are_layers_and_small_ones_vanish),
        cmocka_unit_test(losses_by_frequency),
    };
    const char *photons = getenv("DOT_PHOTONS");
    if (photons) {
        print_vectors(atoi(photons));
        return 0;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
