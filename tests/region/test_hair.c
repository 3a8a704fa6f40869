/* tests/region/test_hair.c - stubble and grown hair on photos of known truth; the small parts they stand on. */
#include "region/hair/hair.h"
#include "region/measured.h"
#include "support/support.h"

static sct_context *context;
static phantom_library library;
static const unsigned both_roles = 1u << SCT_ROLE_SKIN | 1u << SCT_ROLE_HAIR;

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

/* A client seen near enough that a hair is wider than a pixel. */
static void close_client(phantom_params *p, int ita_class, int n)
{
    measured_client(&library, p, ita_class, n);
    p->mm_per_px = 0.05;
}

static sct_status measure(const phantom_photo *photo, int given, double mm_per_px, region_result *out)
{
    sct_shape shapes[2] = {measured_rect(SCT_ROLE_SKIN, &photo->truth.skin_rect),
                           measured_rect(SCT_ROLE_HAIR, &photo->truth.stubble_rect)};
    sct_measure_options options;
    sct_measure_options_init(&options);
    options.mm_per_px = mm_per_px;
    return measured(context, photo, shapes, given ? 2 : 0, both_roles, &options, NULL, out);
}

/* ---- small parts ------------------------------------------------------------------------------ */

static float extreme(const float *plane, int w, int h, int x0, int y0, int x1, int y1, int want_max)
{
    float best = want_max ? -1e9f : 1e9f;
    for (int y = y0 < 0 ? 0 : y0; y <= y1 && y < h; y++)
        for (int x = x0 < 0 ? 0 : x0; x <= x1 && x < w; x++)
            best = want_max ? fmaxf(best, plane[y * w + x]) : fminf(best, plane[y * w + x]);
    return best;
}

static void closing_is_erosion_after_dilation(void **state)
{
    (void)state;
    enum { W = 37, H = 23 };
    float plane[W * H], grown[W * H], got[W * H];
    num_rng rng;
    num_rng_seed(&rng, 9);
    for (int i = 0; i < W * H; i++)
        plane[i] = (float)num_rng_below(&rng, 50);
    for (int size = 1; size <= 33; size += size < 8 ? 1 : 8)
        for (int black = 0; black < 2; black++) {
            for (int i = 0; i < W * H; i++)
                grown[i] = extreme(plane, W, H, i % W, i / W, i % W + size - 1, i / W + size - 1, black);
            memcpy(got, plane, sizeof got);
            (black ? region_close : region_open)(got, W, H, (uint32_t)size);
            for (int i = 0; i < W * H; i++)
                assert_true(got[i] == extreme(grown, W, H, i % W - size + 1, i / W - size + 1, i % W, i / W, !black));
        }
}

static void parts_are_counted_and_grown(void **state)
{
    (void)state;
    const char *picture = "##..#"
                          "#...#"
                          "..#.."
                          "#...#";
    uint8_t cells[20], work[20];
    uint32_t labels[20], stack[20];
    for (int i = 0; i < 20; i++)
        cells[i] = picture[i] == '#';
    assert_int_equal(region_cells_label(cells, 5, 4, labels, stack), 5);
    assert_int_equal(labels[0], labels[5]);
    region_cells_dilate(cells, 5, 4, work);
    for (int i = 0; i < 20; i++)
        assert_int_equal(cells[i], 1);
    cells[7] = 0;
    region_cells_erode(cells, 5, 4, work);
    for (int i = 0; i < 20; i++)
        assert_int_equal(cells[i], i % 5 == 0 || i % 5 == 4 || i / 5 == 3);
}

/* Sharper edges and fewer darker crossings mean purer hairs. */
static void purity_of_what_is_seen(void **state)
{
    (void)state;
    double before = 0;
    for (int i = 0; i <= 8; i++) {
        region_sight sight = {1.0 - 0.1 * i, 1.5 - 0.05 * i, 1.4 - 0.04 * i, 2.5};
        region_purity guess = region_purity_guess(&sight, (double)NAN);
        assert_true(guess.purity > before && guess.purity <= 1);
        assert_true(guess.spread > 0);
        sight.edge = (double)NAN;
        assert_true(region_purity_guess(&sight, 2).spread >= guess.spread);
        before = guess.purity;
    }
    assert_true(before > 0.99);
    region_sight thin = {0.9, 1.4, 1.3, 2.5}, steady = {0.9, 1.02, 1.01, 2.5};
    assert_true(region_purity_guess(&thin, 1).purity < region_purity_guess(&thin, 2).purity);
    assert_near(region_purity_guess(&steady, (double)NAN).purity, 1, 0.015);
    assert_near(region_fibre_width(2.5), 2.1, 0.2);
    assert_true(isnan(region_fibre_width((double)NAN)));
    /* Blurred by 0.8, 1, 0.9 and 0.6: by Python's erf and bisection. */
    assert_near(region_fibre_width_behind(1.91472662, 0.24533944), 0.5, 1e-6);
    assert_near(region_fibre_width_behind(2.45461606, 0.38292492), 1, 1e-6);
    assert_near(region_fibre_width_behind(2.58709159, 0.73347947), 2, 1e-6);
    assert_near(region_fibre_width_behind(5.00004649, 0.99996909), 5, 1e-3);
    assert_true(isnan(region_fibre_width_behind((double)NAN, 0.5)));
}

/* Pixels mixed of skin and a red hair in known shares: their sums give the hair's a*, b* back. */
static void chroma_comes_from_sums(void **state)
{
    (void)state;
    const sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    const sct_lab skin_lab = {65, 12, 18}, hair_lab = {30, 14, 22}, by_core = {30, 12, 18};
    region_fibres fibres = {.skin = sct_xyz_from_lab(skin_lab, white)};
    sct_xyz hair = sct_xyz_from_lab(hair_lab, white), skin = fibres.skin;
    for (int k = 0; k < REGION_DEPTHS; k++) {
        double missing = REGION_DEPTH_LEAST + (k + 0.5) / REGION_DEPTHS * (1 - REGION_DEPTH_LEAST);
        double share = missing / (1 - hair.Y / skin.Y);
        if (share < 0 || share > 1)
            continue;
        sct_lab lab = sct_lab_from_xyz((sct_xyz){skin.X + share * (hair.X - skin.X), skin.Y + share * (hair.Y - skin.Y),
                                                 skin.Z + share * (hair.Z - skin.Z)},
                                       white);
        fibres.depths[k] = 100;
        fibres.a_off += 100 * (lab.a - skin_lab.a);
        fibres.b_off += 100 * (lab.b - skin_lab.b);
    }
    region_chroma chroma = region_fibre_chroma(&fibres, by_core);
    assert_near(chroma.a, hair_lab.a, 0.01);
    assert_near(chroma.b, hair_lab.b, 0.01);
    fibres = (region_fibres){.skin = skin};
    assert_true(isinf(region_fibre_chroma(&fibres, by_core).a_sd));
}

/* ---- stubble ---------------------------------------------------------------------------------- */

typedef struct row {
    double strand[8], shadow[8], coverage[8];
    size_t count;
} row;

static void add(row *r, const phantom_truth *truth, const sct_hair *hair)
{
    r->strand[r->count] = sct_de2000(truth->strand_lab, hair->strand.lab);
    r->shadow[r->count] = sct_de2000(truth->shadow_lab, hair->shadow.lab);
    r->coverage[r->count++] = fabs(hair->coverage - truth->coverage);
}

static void by_class(const char *title, void (*make)(phantom_params *), int given, double scale, double strand_limit,
                     double shadow_limit)
{
    figure("%s: largest dE00 of strand, of shadow; coverage off by", title);
    for (int c = 0; c < PHANTOM_ITA_CLASSES; c++) {
        row r = {.count = 0};
        for (int n = 0; n < 2 && phantom_skin_of_class(&library, c, 1, n) >= 0; n++) {
            phantom_params p;
            make(&p);
            close_client(&p, c, n);
            phantom_photo photo = phantom_render(&p);
            region_result result;
            assert_int_equal(measure(&photo, given, scale, &result), SCT_OK);
            assert_int_equal(result.hair.kind, SCT_HAIR_STUBBLE);
            assert_false(flags_have(&result.flags, "shadow-lighter-than-skin"));
            add(&r, &photo.truth, &result.hair);
            assert_at_most(r.strand[r.count - 1], result.hair.strand.u95_de00);
            phantom_photo_free(&photo);
        }
        if (r.count == 0)
            continue;
        double strand = quantile_of(r.strand, r.count, 1), shadow = quantile_of(r.shadow, r.count, 1);
        figure("  %-12s %.2f  %.2f  %.3f", phantom_ita_class_name(c), strand, shadow, quantile_of(r.coverage, r.count, 1));
        assert_at_most(strand, strand_limit);
        assert_at_most(shadow, shadow_limit);
    }
}

static void stubble_in_perfect_light(void **state)
{
    (void)state;
    by_class("stubble, rectangle given, perfect light", phantom_params_perfect, 1, 0, 1.0, 1.0);
    by_class("stubble, found, perfect light", phantom_params_perfect, 0, 0, 1.0, 1.0);
}

/* Blur hides the strand: with the scale known it comes out, without it stays a guess and says so. */
static void stubble_under_blur(void **state)
{
    (void)state;
    by_class("stubble, blur, noise, JPEG, scale known", measured_contaminated, 1, 0.05, 12, 1.5);
    phantom_params p;
    measured_contaminated(&p);
    close_client(&p, 1, 0);
    phantom_photo photo = phantom_render(&p);
    region_result known, unknown;
    assert_int_equal(measure(&photo, 1, 0.05, &known), SCT_OK);
    assert_int_equal(measure(&photo, 1, 0, &unknown), SCT_OK);
    assert_true(flags_have(&unknown.flags, "stubble-not-resolved"));
    assert_at_most(sct_de2000(photo.truth.strand_lab, known.hair.strand.lab), known.hair.strand.u95_de00);
    assert_true(isnan(unknown.hair.density_per_cm2));
    double error = sct_de2000(photo.truth.strand_lab, unknown.hair.strand.lab);
    figure("strand with a scale: off by %.1f dE00, u95 %.1f; without: %.1f, %.1f; density %.0f of %.0f",
           sct_de2000(photo.truth.strand_lab, known.hair.strand.lab), known.hair.strand.u95_de00, error,
           unknown.hair.strand.u95_de00, known.hair.density_per_cm2, photo.truth.density_per_cm2);
    assert_at_most(error, unknown.hair.strand.u95_de00);
    assert_true(known.hair.strand.u95_de00 < unknown.hair.strand.u95_de00);
    assert_near(known.hair.density_per_cm2 / photo.truth.density_per_cm2, 1, 0.2);
    phantom_photo_free(&photo);
}

/* How wide a hair looks, with the scale known: thin from thick, and nothing where the lens hides it. */
static void the_width_of_hairs_is_seen(void **state)
{
    (void)state;
    static const double fibres_um[] = {55, 70, 90};
    for (int blurred = 0; blurred < 2; blurred++) {
        double seen[3] = {0}, worst = 0;
        for (int i = 0; i < 3; i++)
            for (int c = 0; c < PHANTOM_ITA_CLASSES; c++) {
                phantom_params p;
                region_result result;
                (blurred ? measured_contaminated : phantom_params_perfect)(&p);
                close_client(&p, c, 1);
                p.fibre_um = fibres_um[i];
                phantom_photo photo = phantom_render(&p);
                assert_int_equal(measure(&photo, 1, p.mm_per_px, &result), SCT_OK);
                phantom_photo_free(&photo);
                if (result.hair.kind != SCT_HAIR_STUBBLE)
                    continue;
                double ratio = 1000 * result.hair.width_mm / fibres_um[i];
                seen[i] += 1000 * result.hair.width_mm / PHANTOM_ITA_CLASSES;
                worst = fmax(worst, fabs(log(ratio)));
                assert_at_most(fabs(log(ratio)), log(1.5));
            }
        figure("hairs of 55, 70 and 90 um, %s: seen %.0f, %.0f and %.0f um wide, off by a factor of %.2f at worst",
               blurred ? "blur, noise, JPEG" : "perfect light", seen[0], seen[1], seen[2], exp(worst));
        assert_true(seen[0] < seen[1] && seen[1] < seen[2]);
    }
    phantom_params p;
    region_result result;
    measured_contaminated(&p);
    close_client(&p, 2, 1);
    p.mm_per_px = 0.08;
    phantom_photo photo = phantom_render(&p);
    assert_int_equal(measure(&photo, 1, 0.08, &result), SCT_OK);
    assert_true(isnan(result.hair.width_mm)); /* a pixel is wider than a hair */
    assert_int_equal(measure(&photo, 1, 0, &result), SCT_OK);
    assert_true(isnan(result.hair.width_mm));
    phantom_photo_free(&photo);
}

static void grey_hairs_are_counted(void **state)
{
    (void)state;
    for (int percent = 0; percent <= 40; percent += 20) {
        phantom_params p;
        phantom_params_perfect(&p);
        close_client(&p, 4, 0);
        p.hair = library.hairs[0].strand;
        p.grey_fraction = percent / 100.0;
        phantom_photo photo = phantom_render(&p);
        region_result result;
        assert_int_equal(measure(&photo, 1, 0, &result), SCT_OK);
        const sct_hair *hair = &result.hair;
        figure("grey %.2f: found %.2f (%.2f to %.2f) of %llu", photo.truth.grey_fraction, hair->grey_fraction, hair->grey_lo,
               hair->grey_hi, (unsigned long long)hair->fibres);
        assert_true(hair->grey_lo <= photo.truth.grey_fraction && photo.truth.grey_fraction <= hair->grey_hi);
        assert_near(hair->grey_fraction, photo.truth.grey_fraction, 0.08);
        assert_at_most(sct_de2000(photo.truth.strand_lab, hair->strand.lab), 1.0);
        phantom_photo_free(&photo);
    }
}

static void few_fibres_are_no_fraction(void **state)
{
    (void)state;
    phantom_params p;
    phantom_params_perfect(&p);
    close_client(&p, 1, 0);
    phantom_photo photo = phantom_render(&p);
    region_result result;
    photo.truth.stubble_rect.w = photo.truth.stubble_rect.h = 45;
    assert_int_equal(measure(&photo, 1, 0, &result), SCT_OK);
    assert_true(result.hair.fibres < 50);
    assert_true(isnan(result.hair.grey_fraction));
    assert_true(flags_have(&result.flags, "few-fibres"));
    phantom_photo_free(&photo);
}

/* Smooth skin said to be stubble: the area's colour stands, the strand's is declared unknown. */
static void stubble_that_cannot_be_seen(void **state)
{
    (void)state;
    phantom_params p;
    phantom_params_perfect(&p);
    close_client(&p, 2, 0);
    phantom_photo photo = phantom_render(&p);
    region_result result;
    photo.truth.stubble_rect = photo.truth.skin_rect;
    assert_int_equal(measure(&photo, 1, 0, &result), SCT_OK);
    assert_int_equal(result.hair.kind, SCT_HAIR_STUBBLE);
    assert_true(flags_have(&result.flags, "stubble-unseen"));
    assert_true(result.hair.strand.u95_de00 >= 25);
    assert_at_most(sct_de2000(photo.truth.skin_rect_lab, result.hair.shadow.lab), 0.5);
    phantom_photo_free(&photo);
}

/* A place that is lighter than the skin is no shadow of stubble; deep skin among many grey hairs is not doubted. */
static void no_shadow_is_lighter_than_its_skin(void **state)
{
    (void)state;
    for (int lit = 0; lit < 2; lit++) {
        phantom_params p;
        region_result result;
        phantom_params_perfect(&p);
        close_client(&p, 2, 0);
        p.gradient_x = lit ? 1.2 : 0;
        p.exposure = 0.5;
        phantom_photo photo = phantom_render(&p);
        phantom_rect *skin = &photo.truth.skin_rect;
        photo.truth.stubble_rect = *skin; /* its right half is said to be stubble, the left one skin */
        photo.truth.stubble_rect.w = skin->w = skin->w / 2;
        photo.truth.stubble_rect.x += skin->w;
        assert_int_equal(measure(&photo, 1, 0, &result), SCT_OK);
        assert_int_equal(flags_have(&result.flags, "shadow-lighter-than-skin"), lit);
        phantom_photo_free(&photo);
    }
    for (int c = 4; c < PHANTOM_ITA_CLASSES; c++) {
        phantom_params p;
        region_result result;
        phantom_params_perfect(&p);
        close_client(&p, c, 0);
        p.grey_fraction = 0.6;
        phantom_photo photo = phantom_render(&p);
        assert_int_equal(measure(&photo, 1, 0, &result), SCT_OK);
        figure("six of ten hairs grey, %s skin: shadow %+.1f L* from the skin", phantom_ita_class_name(c),
               result.hair.shadow.lab.L - result.skin.estimate.lab.L);
        assert_false(flags_have(&result.flags, "shadow-lighter-than-skin"));
        phantom_photo_free(&photo);
    }
}

/* Behind the crown nothing but long hair: told from stubble without skin to compare with. */
static void grown_hair_gives_its_strand(void **state)
{
    (void)state;
    int seen = 0;
    for (int c = 0; c < PHANTOM_ITA_CLASSES && seen < 3; c++) {
        phantom_params p;
        phantom_params_perfect(&p);
        close_client(&p, c, 0);
        p.hair = library.hairs[0].strand;
        p.grown_hair = 1;
        p.view_x_mm = 0;
        p.view_y_mm = -88;
        phantom_photo photo = phantom_render(&p);
        region_result result;
        if (!(photo.truth.grown_rect.w > 60 && photo.truth.grown_rect.h > 60)) { /* a sliver at the rim of the stubble */
            phantom_photo_free(&photo);
            continue;
        }
        seen++;
        sct_shape shape = measured_rect(SCT_ROLE_HAIR, &photo.truth.grown_rect);
        assert_int_equal(measured(context, &photo, &shape, 1, 1u << SCT_ROLE_HAIR, NULL, NULL, &result), SCT_OK);
        double error = sct_de2000(photo.truth.strand_lab, result.hair.strand.lab);
        figure("grown hair, %s skin: %s, strand off by %.1f dE00", phantom_ita_class_name(c),
               sct_hair_kind_name(result.hair.kind), error);
        assert_int_equal(result.hair.kind, SCT_HAIR_GROWN);
        assert_int_equal(result.hair.shadow.pixels, 0);
        assert_at_most(error, 3);
        phantom_photo_free(&photo);
    }
    assert_true(seen > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(closing_is_erosion_after_dilation),
        cmocka_unit_test(parts_are_counted_and_grown),
        cmocka_unit_test(purity_of_what_is_seen),
        cmocka_unit_test(chroma_comes_from_sums),
        cmocka_unit_test(stubble_in_perfect_light),
        cmocka_unit_test(stubble_under_blur),
        cmocka_unit_test(the_width_of_hairs_is_seen),
        cmocka_unit_test(grey_hairs_are_counted),
        cmocka_unit_test(few_fibres_are_no_fraction),
        cmocka_unit_test(stubble_that_cannot_be_seen),
        cmocka_unit_test(no_shadow_is_lighter_than_its_skin),
        cmocka_unit_test(grown_hair_gives_its_strand),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
