/*
 * tests/region/test_purity.c - how much of a hair its cores show: the guesses of engine/region/unmix.c beside the truth, on
 * rendered stubble near and far, sharp and blurred, of the skins that the regressions were fitted to (even clients) and of
 * others (odd ones). SCALPTONE_TUNE=1 fits the regressions again, to the even ones; SCALPTONE_CLIENTS=N renders N (default
 * 120).
 */
#include "phantom/phantom.h"
#include "region/hair/hair.h"
#include "support/support.h"

enum { CLIENTS_MOST = 2000, TERMS = 4 };

/* One photo: what is seen, the width of a usual hair, and the true purity. */
typedef struct sight {
    region_sight seen;
    double true_px, truth;
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
    p->mm_per_px = 0.011 * exp(2.1 * num_rng_uniform(&rng));
    p->width = p->mm_per_px < 0.03 ? 700 : 440;
    p->height = p->mm_per_px < 0.03 ? 550 : 330;
    p->psf_px = 1.4 * num_rng_uniform(&rng);
    p->noise = 0.012 * num_rng_uniform(&rng);
    p->density_per_cm2 = 120 + 100 * num_rng_uniform(&rng);
    p->fibre_um = 55 + 35 * num_rng_uniform(&rng);
    p->fibre_mm = 0.4 + 0.7 * num_rng_uniform(&rng); /* longer hairs cross more often */
    p->pores = 0.02 * num_rng_uniform(&rng);
    p->strand_variation = 0.1 * num_rng_uniform(&rng);
    p->format = num_rng_uniform(&rng) < 0.5 ? PHANTOM_JPEG : PHANTOM_PNG8;
    p->jpeg_quality = 85 + (int)num_rng_below(&rng, 12);
    p->profile = PHANTOM_SRGB;
}

/* What the cores show; 0 when there are none. */
static int see(const region_fibres *f, const phantom_params *p, const phantom_truth *truth, sight *out)
{
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    size_t n = f->dark_cores.count;
    region_centre centre;
    if (n < 20 || f->dark * 10 < f->light || !(f->skin.Y > 0))
        return 0;
    region_estimator_get(SCT_ESTIMATOR_MODE)->centre(f->dark_cores.items, n * 6 / 10, &centre);
    double shown = f->skin.Y - sct_xyz_from_lab(centre.lab, white).Y;
    double all = f->skin.Y - sct_xyz_from_lab(truth->strand_lab, white).Y;
    if (!(shown > 0.06 * f->skin.Y && shown / all > 0.02 && shown / all < 1.3))
        return 0;
    *out = (sight){region_sight_of(f, 1, centre.lab), 0.072 / p->mm_per_px, fmin(fmax(shown / all, 0.05), 1)};
    return out->seen.edge > 0;
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
        assert_int_equal(photo_decode(ctx, photo, (photo_window){0, 0, (uint32_t)p.width, (uint32_t)p.height}, &frame),
                         SCT_OK);
        assert_int_equal(pixels_from(ctx, photo, &frame, &flags, &image), SCT_OK);
        assert_int_equal(region_spans_from_shape(ctx, &shape, (uint32_t)p.width, (uint32_t)p.height, &spans), SCT_OK);
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

/* What is known beside the crossings. */
typedef enum known { CROSSING, EDGE, WIDTH, KNOWNS } known;
static const char *const known_names[KNOWNS] = {"by crossings alone", "by edges", "by edges and a scale"};

static int terms_of(const sight *s, known k, double x[TERMS])
{
    x[0] = 1;
    x[1] = k == CROSSING ? s->seen.crossing : log(s->seen.edge);
    x[2] = s->seen.crossing;
    x[3] = log(s->true_px / s->seen.width_px);
    return k == CROSSING ? 2 : k == EDGE ? 3 : 4;
}

/* Prints the regression of ln(u) that brings erf(u) nearest to the truths: Gauss and Newton's steps, the few that are far
 * off weighing less. */
static void fit(const sight *sights, size_t n, known k)
{
    double c[TERMS] = {0}, x[TERMS];
    int terms = 0;
    for (int round = 0; round < 400; round++) {
        double A[TERMS * TERMS] = {0}, step[TERMS] = {0};
        for (size_t i = 0; i < n; i++) {
            double ln_u = 0, scale = 1 / fmax(sights[i].truth, 0.3);
            terms = terms_of(&sights[i], k, x);
            for (int j = 0; j < terms; j++)
                ln_u += c[j] * x[j];
            double u = exp(fmin(fmax(ln_u, -4), 1.5)), slope = 1.1284 * u * exp(-u * u) * scale;
            double off = (sights[i].truth - erf(u)) * scale, weight = 1 / sqrt(1 + off * off / 0.01);
            for (int j = 0; j < terms; j++) {
                step[j] += weight * slope * x[j] * off;
                for (int m = 0; m < terms; m++)
                    A[terms * j + m] += weight * slope * slope * x[j] * x[m];
            }
        }
        for (int j = 0; j < terms; j++)
            A[terms * j + j] *= 1.01;
        assert_true(num_solve(A, step, terms));
        for (int j = 0; j < terms; j++)
            c[j] += 0.5 * step[j];
    }
    printf("%s: {%.2f, %.2f", known_names[k], c[0], c[1]);
    for (int j = 2; j < terms; j++)
        printf(", %.2f", c[j]);
    printf("}\n");
}

static region_purity guess_of(const sight *s, known k)
{
    region_sight seen = s->seen;
    if (k == CROSSING)
        seen.edge = (double)NAN;
    return region_purity_guess(&seen, k == WIDTH ? s->true_px : (double)NAN);
}

/* Root mean square of the guess's error in ln(purity), and how often it is within two of its own spreads. */
static double judge(const char *half, const sight *sights, size_t n, known k)
{
    double square = 0, within = 0, spread = 0;
    for (size_t i = 0; i < n; i++) {
        region_purity guess = guess_of(&sights[i], k);
        double off = log(guess.purity / sights[i].truth);
        square += off * off / (double)n;
        spread += guess.spread / (double)n;
        within += fabs(off) <= 1.96 * guess.spread;
    }
    figure("purity of hairs %s, %s half: off by %.1f %% (rms), %.0f %% within the stated spread of %.1f %% on average (%zu "
           "photos)",
           known_names[k], half, 100 * sqrt(square), 100 * within / (double)n, 100 * spread, n);
    assert_true(within / (double)n + 2 * sqrt(0.92 * 0.08 / (double)n) >= 0.92);
    return sqrt(square);
}

static void guesses_beside_the_truth(void **state)
{
    (void)state;
    static sight sights[2][CLIENTS_MOST];
    size_t count[2] = {0, 0};
    const char *text = getenv("SCALPTONE_CLIENTS");
    int clients = text ? atoi(text) : 200;
    phantom_library library = phantom_library_open();
    sct_context *ctx = NULL;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    for (int i = 0; i < clients && i < CLIENTS_MOST; i++)
        count[i % 2] += (size_t)photograph(ctx, &library, i, &sights[i % 2][count[i % 2]]);
    for (known k = CROSSING; k < KNOWNS; k++) {
        static const double limit[KNOWNS] = {0.2, 0.17, 0.17};
        if (getenv("SCALPTONE_TUNE"))
            fit(sights[0], count[0], k);
        judge("development", sights[0], count[0], k);
        assert_at_most(judge("held-out", sights[1], count[1], k), limit[k]);
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
