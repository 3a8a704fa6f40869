/*
 * tests/region/test_phone.c - stubble as phones draw it: smoothed where it is faint, sharpened until hairs are blacker than
 * hair and stand in bright rings.
 */
#include "region/hair/hair.h"
#include "region/measured.h"
#include "support/support.h"

static sct_context *context;
static phantom_library library;

static int set_up(void **state)
{
    (void)state;
    library = phantom_library_open();
    return sct_context_new(&context) == SCT_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    phantom_library_close(&library);
    sct_context_free(context);
    return 0;
}

/* A held-out client, whose hairs are so many pixels wide, by a phone that sharpens. */
static void sharpened_client(phantom_params *p, int ita_class, int n, double hair_px, double sharpen)
{
    measured_contaminated(p);
    measured_client(&library, p, ita_class, n);
    p->specular = 0;
    p->hair = library.hairs[0].strand;
    p->fibre_um = 75;
    p->mm_per_px = 0.075 / hair_px;
    p->width = (int)(22.5 / p->mm_per_px);
    p->height = (int)(17.5 / p->mm_per_px);
    p->denoise = 0.03;
    p->sharpen = sharpen;
    p->sharpen_px = 1.5;
}

static void sharpened_stubble_is_stubble(void **state)
{
    (void)state;
    static const double gains[] = {0, 1, 2, 3}, widths_px[] = {1.5, 2.5};
    for (size_t g = 0; g < sizeof gains / sizeof *gains; g++) {
        double errors[64];
        size_t count = 0, held = 0;
        for (int c = 0; c < PHANTOM_ITA_CLASSES - 1; c++) /* on the darkest skins black hairs are not darker */
            for (size_t w = 0; w < sizeof widths_px / sizeof *widths_px; w++) {
                phantom_params p;
                region_result r;
                sharpened_client(&p, c, 0, widths_px[w], gains[g]);
                phantom_photo photo = phantom_render(&p);
                sct_shape shape = measured_rect(SCT_ROLE_HAIR, &photo.truth.stubble_rect);
                assert_int_equal(measured(context, &photo, &shape, 1, 1u << SCT_ROLE_HAIR, NULL, NULL, &r), SCT_OK);
                assert_int_equal(r.hair.kind, SCT_HAIR_STUBBLE);
                assert_false(flags_have(&r.flags, "hair-kind-unsure"));
                assert_true(r.hair.strand.lab.L > 11); /* no hair is darker */
                errors[count] = sct_de2000(photo.truth.strand_lab, r.hair.strand.lab);
                held += errors[count++] <= r.hair.strand.u95_de00;
                phantom_photo_free(&photo);
            }
        figure(
            "black hair, smoothed, sharpened by %.0f: strand off by %.1f dE00 (median), %.1f (most), within u95 %zu of %zu",
            gains[g], quantile_of(errors, count, 0.5), quantile_of(errors, count, 1), held, count);
        assert_at_most(quantile_of(errors, count, 1), 15);
        assert_true(gains[g] < 2 || 10 * held >= 9 * count); /* smoothing alone is not seen, and not yet in the bound */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sharpened_stubble_is_stubble),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
