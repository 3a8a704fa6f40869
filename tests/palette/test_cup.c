/* tests/palette/test_cup.c - a mix is told by films: how sure, and never the wrong way. */
#include "support/images.h"
#include "support/support.h"
#include "swatch/swatch.h"

static sct_context *ctx;
static sct_palette *inks;

static const char palette_text[] =
    "{\"scalptone_palette\":1,\"name\":\"n\",\"provenance\":{\"kind\":\"stated\"},\"inks\":[{\"id\":\"black\",\"dilution\":"
    "{\"min_parts_water\":3,\"max_parts_water\":80,\"step\":0.5},\"composition\":[{\"ci\":\"77266\",\"mass_fraction\":0.1}]}"
    "]}";

static int set_up(void **state)
{
    (void)state;
    return sct_context_new(&ctx) == SCT_OK &&
                   sct_palette_from_json(ctx, palette_text, sizeof palette_text - 1, &inks) == SCT_OK
               ? 0
               : -1;
}

static int tear_down(void **state)
{
    (void)state;
    sct_palette_free(inks);
    sct_context_free(ctx);
    return 0;
}

enum { WET_UM = 24 };

/* One strip over white and over black, drawn by hand and photographed. */
static void draw_uneven(sct_swatches *s, const char *name, double parts_water, int mix, const double shared[3],
                        double film_sd, num_rng *rng)
{
    sct_pigment carbon = {"77266", 0.13}; /* stronger than the label says */
    sct_ink_optics optics;
    assert_int_equal(skin_optics_from_composition(ctx, &carbon, 1, &optics), SCT_OK);
    double wet = WET_UM * exp(film_sd * num_rng_normal(rng)), share = 1 / (1 + parts_water);
    for (int black = 0; black < 2; black++) {
        swatch_field *f = &s->fields[s->count++];
        sct_lab lab;
        skin_film_lab(&optics, wet, &share, 1, black ? s->black : s->white, &lab);
        double g = (lab.L + 16) / 66;
        *f = (swatch_field){.parts_water = parts_water,
                            .wet_film_um = WET_UM,
                            .backing = black ? SCT_BACKING_BLACK : SCT_BACKING_WHITE,
                            .state = SCT_STATE_DRAWDOWN,
                            .mix = mix,
                            .photos = 1};
        snprintf(f->name, sizeof f->name, "%s%c", name, black ? 'b' : 'w');
        f->estimate.lab =
            (sct_lab){lab.L + g * shared[0] + 0.2 * num_rng_normal(rng), lab.a + g * shared[1] + 0.2 * num_rng_normal(rng),
                      lab.b + g * shared[2] + 0.2 * num_rng_normal(rng)};
        f->estimate.cov = colour_cov_from_de00(f->estimate.lab, 2.5);
    }
}

static void draw_strip(sct_swatches *s, const char *name, double parts_water, int mix, const double shared[3], num_rng *rng)
{
    draw_uneven(s, name, parts_water, mix, shared, 0.02, rng);
}

static sct_cup check(const sct_swatches *s, double want)
{
    sct_cup_options o;
    sct_cup cup;
    sct_cup_options_init(&o);
    o.want_parts_water = want;
    if (sct_cup_check(ctx, &o, inks, 0, s, &cup) != SCT_OK)
        fail_msg("%s", sct_context_message(ctx));
    return cup;
}

enum { MIXES = 12 };

/* How many of MIXES simulated mixes are within 5 % after one correction, and of how many the interval holds the truth; the
 * mean of half its width, percent. */
static double try_mixes(const double *strips, int count, double film_sd, uint64_t seed, int *within, int *inside)
{
    const double want = 20, batch = 5;
    num_rng rng;
    num_rng_seed(&rng, seed);
    double half = 0;
    *within = *inside = 0;
    for (int i = 0; i < MIXES; i++) {
        sct_swatches s = {.white = 0.86, .black = 0.045};
        double shared[3] = {num_rng_normal(&rng), num_rng_normal(&rng), num_rng_normal(&rng)};
        double c = exp(0.3 * num_rng_normal(&rng)) / (1 + want), ratio = c * (1 + want);
        for (int k = 0; k < count; k++)
            draw_uneven(&s, (char[]){'A', (char)('1' + k), 0}, strips[k], 0, shared, film_sd, &rng);
        draw_uneven(&s, "A5", 1 / c - 1, 1, shared, film_sd, &rng);
        draw_uneven(&s, "A6", 1 / c - 1, 1, shared, film_sd, &rng);
        sct_cup cup = check(&s, want);
        assert_true(cup.by_strips && cup.ratio_lo < cup.ratio && cup.ratio < cup.ratio_hi);
        *inside += cup.ratio_lo <= ratio && ratio <= cup.ratio_hi;
        half += 100 * log(cup.ratio_hi / cup.ratio_lo) / 2 / MIXES;
        if (cup.verdict == SCT_CUP_ADD_WATER) /* the wrong way at most where the interval holds the truth */
            assert_true(cup.water_ml > 0 && (ratio > 1 || ratio >= cup.ratio_lo));
        if (cup.verdict == SCT_CUP_ADD_INK)
            assert_true(cup.ink_ml > 0 && (ratio < 1 || ratio <= cup.ratio_hi));
        double after = (batch * c + cup.ink_ml) / (batch + cup.ink_ml + cup.water_ml) * (1 + want);
        *within += fabs(after - 1) <= 0.05;
    }
    figure("cup: %d of %d mixes within 5 %% after one correction, %d intervals hold the truth, +- %.1f %%: %d strips, "
           "films differ by %.0f %%",
           *within, MIXES, *inside, half, count, 100 * film_sd);
    return half;
}

static void a_mix_is_told_by_strips(void **state)
{
    static const double four[] = {10, 15, 20, 30}, two[] = {10, 30};
    int within, inside;
    (void)state;
    double even = try_mixes(four, 4, 0.02, 13, &within, &inside);
    assert_true(within >= MIXES - 1 && inside >= MIXES - 2);
    /* Two do not tell the ink's own ladder, and are thicker or thinner than the mix by as much as films are. */
    try_mixes(two, 2, 0.02, 14, &within, &inside);
    assert_true(within >= MIXES - 2 && inside >= MIXES - 1);
    /* An uneven hand is told so by its own films, and not wronged. */
    double uneven = try_mixes(four, 4, 0.05, 15, &within, &inside);
    assert_true(inside >= MIXES - 1 && uneven > 1.15 * even);
    try_mixes(two, 2, 0.04, 16, &within, &inside);
    assert_true(inside >= MIXES - 2);
}

/* A sheet with so many strips of known dilution, and of the mix. */
static sct_cup check_sheet(size_t known, size_t of_mix, double film_sd, double ratio, uint64_t seed)
{
    static const double waters[] = {10, 15, 20, 30};
    const double none[3] = {0}, want = 20;
    num_rng rng;
    sct_swatches s = {.white = 0.86, .black = 0.045};
    num_rng_seed(&rng, seed);
    for (size_t k = 0; k < known; k++)
        draw_uneven(&s, (char[]){'A', (char)('1' + k), 0}, waters[k % 4], 0, none, film_sd, &rng);
    for (size_t k = 0; k < of_mix; k++)
        draw_uneven(&s, (char[]){'B', (char)('1' + k), 0}, (1 + want) / ratio - 1, 1, none, film_sd, &rng);
    return check(&s, want);
}

/* What is missing until the mix is told within the tolerance is counted; whoever draws it gets there. */
static void missing_strips_are_counted(void **state)
{
    enum { SHEETS = 8 };
    int within = 0;
    (void)state;
    for (uint64_t i = 0; i < SHEETS; i++) {
        double ratio = i % 2 ? 1.3 : 0.8;
        sct_cup few = check_sheet(2, 1, 0.034, ratio, 30 + i), full = check_sheet(6, 6, 0.02, ratio, 50 + i);
        assert_true(few.more_of_mix >= 2 && few.more_known >= 1 && few.more_of_mix >= few.more_known);
        assert_true(full.more_of_mix + full.more_known < few.more_of_mix + few.more_known);
        assert_true((full.more_of_mix + full.more_known == 0) == (full.ratio_hi <= 1.05 * full.ratio));
        assert_true(few.ratio_hi > 1.05 * few.ratio);
        within += fabs(log(full.ratio / ratio)) <= log(1.05);
    }
    figure("cup: %d of %d mixes told within 5 %% by a full sheet", within, SHEETS);
    assert_true(within >= SHEETS - 1);
}

/* "s1" over white and "s2" over black are two strips, "A1w" and "A1b", or two of one name, are one. */
static void halves_of_a_strip_are_told_by_their_names(void **state)
{
    static const char *const apart[] = {"s1", "s2"}, *const one[] = {"s", "s"}, *const sheet[] = {"A1w", "A1b"};
    const char *const *const names[] = {apart, one, sheet};
    const double none[3] = {0};
    double wide[3];
    (void)state;
    for (int k = 0; k < 3; k++) {
        sct_swatches s = {.white = 0.86, .black = 0.045};
        num_rng rng;
        num_rng_seed(&rng, 3);
        draw_strip(&s, "B2", 20, 1, none, &rng);
        draw_strip(&s, "A1", 10, 0, none, &rng);
        for (int i = 0; i < 2; i++)
            snprintf(s.fields[2 + i].name, sizeof s.fields[0].name, "%s", names[k][i]);
        sct_cup cup = check(&s, 20);
        wide[k] = cup.ratio_hi / cup.ratio_lo;
        assert_true(wide[k] > 1);
    }
    assert_true(wide[0] < 0.99 * wide[1]); /* two strips tell more than one */
    assert_true(fabs(wide[1] - wide[2]) < 1e-12);
}

static void what_a_film_cannot_tell_is_said(void **state)
{
    sct_swatches s = {.white = 0.86, .black = 0.045};
    const double none[3] = {0};
    sct_cup cup;
    sct_cup_options o;
    num_rng rng;
    (void)state;
    num_rng_seed(&rng, 1);
    sct_cup_options_init(&o);
    draw_strip(&s, "A1", 20, 1, none, &rng);
    assert_int_equal(sct_cup_check(ctx, &o, inks, 0, &s, &cup), SCT_ERR_OPTION); /* what is wanted? */
    cup = check(&s, 20); /* by the palette alone, which knows the strength to a factor of two */
    assert_true(!cup.by_strips && cup.ratio_hi / cup.ratio_lo > 1.5);
    assert_int_equal(cup.verdict, SCT_CUP_UNSURE);
    s.fields[0].wet_film_um = s.fields[1].wet_film_um = (double)NAN;
    o.want_parts_water = 20;
    assert_int_equal(sct_cup_check(ctx, &o, inks, 0, &s, &cup), SCT_ERR_NOTHING);
    s.fields[0].mix = s.fields[1].mix = 0;
    assert_int_equal(sct_cup_check(ctx, &o, inks, 0, &s, &cup), SCT_ERR_NOTHING);
}

/* A photo of a dark film of which a band shines, as so many hundredths; becomes what is read, and whether shine is told. */
static double read_shining(int hundredths, int *told)
{
    enum { SIDE = 200 };
    static unsigned char rows[SIDE * SIDE * 3];
    png_spec spec = {SIDE, SIDE, 2, 8, 0, rows, SIDE * 3};
    num_rng rng;
    sct_swatch_field field;
    sct_swatches *read = NULL;
    sct_shape *shape = NULL;
    sct_swatch seen;
    sct_view view;
    num_rng_seed(&rng, 4);
    for (size_t i = 0; i < SIDE * SIDE; i++)
        for (size_t k = 0; k < 3; k++) {
            int shines = (int)(i / SIDE) * 100 < hundredths * SIDE;
            rows[3 * i + k] = (unsigned char)((shines ? 165 : 62 - 2 * (int)k) + (int)num_rng_below(&rng, 5));
        }
    blob png = make_png(&spec);
    sct_photo *photo = photo_of_blob(ctx, &png);
    sct_view_init(&view);
    view.photo = photo;
    assert_int_equal(sct_shape_parse(ctx, "rect:0,0,200,200", SCT_ROLE_SKIN, &shape), SCT_OK);
    sct_swatch_field_init(&field);
    field.name = "film";
    field.shape = shape;
    if (sct_swatches_new(ctx, NULL, &view, 1, &field, 1, &read) != SCT_OK)
        fail_msg("%s", sct_context_message(ctx));
    assert_int_equal(sct_swatches_at(read, 0, &seen), SCT_OK);
    *told = sct_flags_have(sct_swatches_flags(read), SCT_FLAG_SPECULAR);
    double L = seen.estimate.lab.L;
    sct_swatches_free(read);
    sct_shape_free(shape);
    sct_photo_free(photo);
    free(png.data);
    return L;
}

/* Wet ink shines: what shines is not its colour, and is named. */
static void shine_is_told_and_left_out(void **state)
{
    int dull, wet;
    (void)state;
    double plain = read_shining(0, &dull), L = read_shining(20, &wet);
    figure("films: L* %.2f, and %.2f where a fifth shines", plain, L);
    assert_true(plain > 15 && plain < 35 && fabs(L - plain) < 0.5);
    assert_true(!dull && wet);
    /* Where most of it shines that is the commonest colour, and is said all the same. */
    const int most[] = {60, 80, 95};
    for (size_t i = 0; i < sizeof most / sizeof most[0]; i++) {
        read_shining(most[i], &wet);
        assert_true(wet);
    }
}

/* Films that were read become an ink whose strength is known, and what was there stays. */
static void films_become_an_ink(void **state)
{
    sct_swatches s = {.white = 0.86, .black = 0.045};
    const double none[3] = {0};
    sct_ink_entry entry;
    sct_bytes palette = {0}, more = {0}, notes = {0};
    sct_palette *read = NULL;
    num_rng rng;
    (void)state;
    num_rng_seed(&rng, 2);
    for (int k = 0; k < 3; k++)
        draw_strip(&s, (char[]){'A', (char)('1' + k), 0}, 12 + 12 * k, 0, none, &rng);
    sct_ink_entry_init(&entry);
    entry.product = "Onyx";
    assert_int_equal(sct_palette_measure(ctx, &entry, &s, NULL, 0, &palette, &notes), SCT_OK);
    assert_non_null(strstr((const char *)notes.data, "fitted to 6 films over white and black"));
    assert_int_equal(sct_palette_from_json(ctx, palette.data, palette.size, &read), SCT_OK);
    sct_palette_info info;
    sct_ink ink;
    assert_int_equal(sct_palette_describe(read, &info), SCT_OK);
    assert_int_equal(info.provenance, SCT_PROVENANCE_MEASURED);
    assert_int_equal(sct_palette_ink(read, 0, &ink), SCT_OK);
    assert_int_equal(ink.kind, SCT_INK_DILUTABLE);
    assert_int_equal(ink.colour_count, 6);
    sct_palette_free(read);
    entry.id = "onyx";
    entry.product = NULL;
    assert_int_equal(sct_palette_measure(ctx, &entry, &s, palette.data, palette.size, &more, NULL), SCT_OK);
    assert_int_equal(sct_palette_from_json(ctx, more.data, more.size, &read), SCT_OK);
    assert_int_equal(sct_palette_count(read), 1);
    assert_int_equal(sct_palette_ink(read, 0, &ink), SCT_OK);
    assert_int_equal(ink.colour_count, 12);
    sct_palette_free(read);
    sct_bytes_free(&palette);
    sct_bytes_free(&more);
    sct_bytes_free(&notes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mix_is_told_by_strips),
        cmocka_unit_test(missing_strips_are_counted),
        cmocka_unit_test(halves_of_a_strip_are_told_by_their_names),
        cmocka_unit_test(what_a_film_cannot_tell_is_said),
        cmocka_unit_test(shine_is_told_and_left_out),
        cmocka_unit_test(films_become_an_ink),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
