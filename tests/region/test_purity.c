/*
 * tests/region/test_purity.c - how much of a hair its cores show: the guesses of engine/region/unmix.c beside the truth, on
 * rendered stubble near and far, sharp and blurred, of clients that the regressions were not fitted to (odd ones; the
 * spreads were settled with both in view).
 * SCALPTONE_TUNE=1 fits the regressions again, to the even ones; SCALPTONE_CLIENTS=N renders N (default 160).
 */
#include "phantom/phantom.h"
#include "region/region_private.h"
#include "support/support.h"

enum { CLIENTS_MOST = 2000, TERMS = 3 };

/* One photo: what is seen, and the logarithm of the true purity. */
typedef struct sight {
    double vary, width_px, true_px, truth;
} sight;

static void pose(const phantom_library *library, int i, phantom_params *p)
{
    static const int usual_hair[PHANTOM_ITA_CLASSES][4] = {{6, 2, 3, 5}, {3, 5, 0, 6}, {5, 3, 0, 1},
                                                           {0, 4, 5, 1}, {0, 1, 4, 1}, {1, 0, 0, 1}};
    num_rng rng;
    num_rng_seed(&rng, 100 + (uint64_t)i);
    int ita_class = i / 2 % PHANTOM_ITA_CLASSES;
    int skin = phantom_skin_of_class(library, ita_class, i % 2, (int)num_rng_below(&rng, 1000));
    phantom_params_perfect(p);
    p->skin = library->skins[skin < 0 ? 0 : skin].body;
    p->hair = library->hairs[usual_hair[ita_class][num_rng_below(&rng, 4)]].strand;
    p->seed = 1000 + (uint64_t)i;
    p->width = 440;
    p->height = 330;
    p->mm_per_px = 0.018 * exp(1.6 * num_rng_uniform(&rng));
    p->psf_px = 1.4 * num_rng_uniform(&rng);
    p->noise = 0.012 * num_rng_uniform(&rng);
    p->density_per_cm2 = 120 + 100 * num_rng_uniform(&rng);
    p->fibre_um = 55 + 35 * num_rng_uniform(&rng);
    p->pores = 0.02 * num_rng_uniform(&rng);
    p->strand_variation = 0.1 * num_rng_uniform(&rng);
    p->format = num_rng_uniform(&rng) < 0.5 ? PHANTOM_JPEG : PHANTOM_PNG8;
    p->jpeg_quality = 85 + (int)num_rng_below(&rng, 12);
    p->profile = PHANTOM_SRGB;
}

/* What the cores show; 0 when they show nothing, or agree. */
static int see(const region_fibres *f, const phantom_params *p, const phantom_truth *truth, sight *out)
{
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    size_t n = f->dark_cores.count;
    region_centre centre;
    if (n < 20 || f->dark * 10 < f->light || !(f->skin.Y > 0))
        return 0;
    double skin_L = sct_lab_from_xyz(f->skin, white).L, middle = (double)f->dark_cores.items[n / 2].L;
    double range = middle - (double)f->dark_cores.items[n / 20].L, depth = fabs(middle - skin_L);
    region_estimator_get(SCT_ESTIMATOR_MODE)->centre(f->dark_cores.items, n * 6 / 10, &centre);
    double shown = f->skin.Y - sct_xyz_from_lab(centre.lab, white).Y;
    double all = f->skin.Y - sct_xyz_from_lab(truth->strand_lab, white).Y;
    if (range < fmin(2.0, 0.08 * depth) || !(shown / all > 0.02 && shown / all < 1.3))
        return 0;
    *out = (sight){range / depth, f->width_px, 0.072 / p->mm_per_px, log(fmin(fmax(shown / all, 0.05), 1))};
    return 1;
}

static int photograph(sct_context *ctx, const phantom_library *library, int i, sight *out)
{
    phantom_params p;
    region_fibres fibres = {0};
    region_spans spans = {0};
    sct_photo *photo = NULL;
    photo_frame frame = {0};
    pixels_image *image = NULL;
    sct_flags flags = {0};
    pose(library, i, &p);
    phantom_photo rendered = phantom_render(&p);
    const phantom_rect *r = &rendered.truth.stubble_rect;
    sct_shape shape = {.role = SCT_ROLE_HAIR, .kind = SCT_SHAPE_RECT, .count = 4, .v = {r->x, r->y, r->w, r->h}};
    int seen = 0;
    if (r->w > 0) {
        assert_int_equal(sct_photo_open(ctx, rendered.bytes, rendered.size, &photo), SCT_OK);
        assert_int_equal(photo_decode(ctx, photo, (photo_window){0, 0, 440, 330}, &frame), SCT_OK);
        assert_int_equal(pixels_from(ctx, photo, &frame, &flags, &image), SCT_OK);
        assert_int_equal(region_spans_from_shape(ctx, &shape, 440, 330, &spans), SCT_OK);
        assert_int_equal(region_fibres_gather(ctx, image, &spans, &fibres), SCT_OK);
        seen = see(&fibres, &p, &rendered.truth, out);
    }
    region_fibres_free(&fibres);
    region_spans_free(&spans);
    pixels_free(image);
    sct_photo_free(photo);
    phantom_photo_free(&rendered);
    return seen;
}

/* Prints the regression of the truth on 1, vary, and with a scale the purity by width. */
static void fit(const sight *sights, size_t n, int scaled)
{
    double A[TERMS * TERMS] = {0}, b[TERMS] = {0};
    int terms = scaled ? 3 : 2;
    for (size_t i = 0; i < n; i++) {
        double x[TERMS] = {1, fmin(sights[i].vary, 0.6), 0};
        if (scaled) {
            x[2] = x[1];
            x[1] = log(region_fibre_purity(sights[i].width_px, sights[i].true_px));
        }
        for (int j = 0; j < terms; j++) {
            b[j] += x[j] * sights[i].truth;
            for (int k = 0; k < terms; k++)
                A[terms * j + k] += x[j] * x[k];
        }
    }
    assert_true(num_solve(A, b, terms));
    printf("%s: {%.2f, %.2f, %.2f}\n", scaled ? "of_width" : "of_vary", b[0], b[1], b[2]);
}

/* Root mean square of the guess's error in ln(purity), and how often it is within two of its own spreads. */
static void judge(const sight *sights, size_t n, int scaled, double limit)
{
    double square = 0, within = 0;
    for (size_t i = 0; i < n; i++) {
        const sight *s = &sights[i];
        region_purity guess = region_purity_guess(s->vary, 0, s->width_px, scaled ? s->true_px : (double)NAN);
        double off = log(guess.purity) - s->truth;
        square += off * off / (double)n;
        within += fabs(off) <= 1.96 * guess.spread;
    }
    figure("purity of hairs %s a scale: off by %.0f %% (rms), %.0f %% within the stated spread (%zu photos)",
           scaled ? "with" : "without", 100 * sqrt(square), 100 * within / (double)n, n);
    assert_at_most(sqrt(square), limit);
    assert_true(within >= 0.85 * (double)n);
}

static void guesses_beside_the_truth(void **state)
{
    (void)state;
    static sight sights[2][CLIENTS_MOST];
    size_t count[2] = {0, 0};
    const char *text = getenv("SCALPTONE_CLIENTS");
    int clients = text ? atoi(text) : 160;
    phantom_library library = phantom_library_open();
    sct_context *ctx = NULL;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    int tuning = getenv("SCALPTONE_TUNE") != NULL;
    for (int i = tuning ? 0 : 1; i < clients && i < CLIENTS_MOST; i += tuning ? 1 : 2)
        count[i % 2] += (size_t)photograph(ctx, &library, i, &sights[i % 2][count[i % 2]]);
    for (int scaled = 0; scaled < 2; scaled++) {
        if (tuning)
            fit(sights[0], count[0], scaled);
        judge(sights[1], count[1], scaled, scaled ? 0.2 : 0.3);
    }
    sct_context_free(ctx);
    phantom_library_close(&library);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(guesses_beside_the_truth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
