/* tests/palette/test_palette_optics.c - which optics an ink gets from its palette file, and how close they come to the
 * truth. */
#include "palette/palette_private.h"
#include "skin/film/film.h"
#include "skin/pigment.h"
#include "support/support.h"

#include <time.h>

enum { PIGMENTS = 3, TEXT_SIZE = 60000 };
static const char *const names[PIGMENTS] = {"77266", "77491", "77891"};

/* One film of an ink file that is being made up. */
typedef struct made_film {
    const char *backing;        /* "white", "black" or null */
    double parts_water, wet_um; /* wet_um 0: not given */
    int spectrum;               /* non-zero: the reflectance, else the Lab */
} made_film;

typedef struct made_ink {
    double fraction[PIGMENTS]; /* true volume fractions of the fluid */
    double label[PIGMENTS];    /* factor by which the label errs; 0: not on the label */
    const char *kind;          /* of the provenance */
    const char *conditions;    /* of the films, as JSON members */
    sct_conditions seen;       /* the same */
    double true_um;            /* thickness of films that do not give one */
    double noise;              /* of Lab and of lightness at each wavelength */
} made_ink;

static const char d50[] = "\"illuminant\":\"D50\",\"observer\":2,\"specular\":\"excluded\"";
static const made_ink usual = {.fraction = {0.008, 0.012, 0.01},
                               .label = {1, 1, 1},
                               .kind = "measured",
                               .conditions = d50,
                               .seen = {SCT_ILLUMINANT_D50, SCT_OBSERVER_2, 0},
                               .true_um = 30};

static void append(char *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void append(char *text, const char *format, ...)
{
    size_t used = strlen(text);
    va_list args;
    va_start(args, format);
    assert_true(vsnprintf(text + used, TEXT_SIZE - used, format, args) < (int)(TEXT_SIZE - used));
    va_end(args);
}

static void append_film(char *text, const made_ink *ink, const made_film *film, num_rng *rng)
{
    static skin_streams streams;
    skin_medium medium = {{0}, {0}, {0}};
    double r[SKIN_PAD], wet_um = film->wet_um > 0 ? film->wet_um : ink->true_um;
    int black = film->backing && strcmp(film->backing, "black") == 0;
    sct_drawdown drawn = {.conditions = ink->seen, .parts_water = film->parts_water, .backing = black ? 0.03 : 0.85};
    film_seen seen = film_look(&drawn, 0);
    skin_streams_init(&streams, 8, 1.5);
    for (int p = 0; p < PIGMENTS; p++)
        skin_ink_add_pigment(&medium, skin_pigment_find(names[p]), ink->fraction[p] * wet_um * 1e-4);
    film_reflectance(&streams, &medium, &seen, r);
    sct_lab lab = film_lab(&streams, &medium, &seen);
    append(text, "%s{\"state\":\"drawdown\",%s,\"parts_water\":%g", text[strlen(text) - 1] == '[' ? "" : ",",
           ink->conditions, film->parts_water);
    if (film->backing)
        append(text, ",\"backing\":\"%s\"", film->backing);
    if (film->wet_um > 0)
        append(text, ",\"wet_film_um\":%g", film->wet_um);
    if (!film->spectrum) {
        append(text, ",\"lab\":[%.6f,%.6f,%.6f]}", fmax(0, lab.L + ink->noise * num_rng_normal(rng)),
               lab.a + ink->noise * num_rng_normal(rng), lab.b + ink->noise * num_rng_normal(rng));
        return;
    }
    append(text, ",\"spectrum\":{\"start_nm\":400,\"step_nm\":10,\"values\":[");
    for (int l = 0; l < SCT_WAVELENGTHS; l++) {
        double lightness = 1 + 0.01 * ink->noise * num_rng_normal(rng);
        append(text, "%s%.6f", l ? "," : "", r[l] * lightness);
    }
    append(text, "]}}");
}

/* Reads a palette of one ink with these films. */
static sct_palette *palette_with(const made_ink *ink, const made_film *films, size_t count, uint64_t seed)
{
    static char text[TEXT_SIZE];
    num_rng rng;
    num_rng_seed(&rng, seed);
    *text = '\0';
    append(text, "{\"scalptone_palette\":1,\"name\":\"t\",\"provenance\":{\"kind\":\"%s\"},\"inks\":[{\"id\":\"i\"",
           ink->kind);
    append(text, ",\"composition\":[");
    for (int p = 0; p < PIGMENTS; p++)
        if (ink->label[p] > 0)
            append(text, "%s{\"ci\":\"%s\",\"mass_fraction\":%.9g}", text[strlen(text) - 1] == '[' ? "" : ",", names[p],
                   ink->label[p] * ink->fraction[p] * skin_pigment_table[skin_pigment_find(names[p])].density);
    append(text, "],\"colours\":[");
    for (size_t i = 0; i < count; i++)
        append_film(text, ink, &films[i], &rng);
    append(text, "]}]}");
    sct_palette *palette = NULL;
    sct_context *ctx = NULL;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    if (sct_palette_from_json(ctx, text, strlen(text), &palette) != SCT_OK)
        fail_msg("%s", sct_context_message(ctx));
    sct_context_free(ctx);
    return palette;
}

static sct_ink_optics optics_with(const made_ink *ink, const made_film *films, size_t count, uint64_t seed,
                                  palette_optics_report *report)
{
    sct_palette *palette = palette_with(ink, films, count, seed);
    sct_ink_optics optics;
    assert_int_equal(palette_optics_of(NULL, palette, 0, &optics, report), SCT_OK);
    sct_palette_free(palette);
    return optics;
}

/* ln of how much stronger the absorption is than the truth's, at 550 nm. */
static double too_strong(const sct_ink_optics *optics, const made_ink *ink)
{
    skin_ink truth = {{0}, {0}, {0}};
    for (int p = 0; p < PIGMENTS; p++)
        skin_ink_add_pigment(&truth, skin_pigment_find(names[p]), ink->fraction[p]);
    return log(optics->absorption[15] / truth.absorption[15]);
}

static const made_film pairs[] = {{"white", 10, 30, 0}, {"black", 10, 30, 0}, {"white", 20, 30, 0}, {"black", 20, 30, 0}};
static const made_film ladder[] = {{"white", 5, 12, 0}, {"white", 10, 24, 0}, {"white", 20, 12, 0}, {"white", 40, 24, 0}};

/* Labels wrong by a factor of up to two, films with noise: how far the strength is off, beside what the palette claims. */
static void strength_is_recovered(void **state)
{
    (void)state;
    enum { INKS = 60 };
    double composed[INKS], fitted[INKS], spectral[INKS];
    int inside = 0;
    for (int n = 0; n < INKS; n++) {
        num_rng rng;
        num_rng_seed(&rng, (uint64_t)n + 100);
        made_ink ink = usual;
        ink.noise = 0.3;
        for (int p = 0; p < PIGMENTS; p++) {
            ink.fraction[p] *= exp(0.5 * num_rng_normal(&rng));
            ink.label[p] = exp(log(2) / 1.96 * num_rng_normal(&rng));
        }
        made_film films[4];
        palette_optics_report r;
        sct_ink_optics optics = optics_with(&ink, NULL, 0, 1, &r);
        assert_int_equal(optics.basis, SCT_OPTICS_COMPOSITION);
        composed[n] = fabs(too_strong(&optics, &ink));
        for (int spectrum = 0; spectrum < 2; spectrum++) {
            memcpy(films, n % 2 ? pairs : ladder, sizeof films);
            for (int i = 0; i < 4; i++)
                films[i].spectrum = spectrum;
            optics = optics_with(&ink, films, 4, (uint64_t)n, &r);
            assert_int_equal(optics.basis, SCT_OPTICS_FITTED);
            assert_int_equal(r.films, 4);
            assert_int_equal(r.spectra, spectrum ? 4 : 0);
            (spectrum ? spectral : fitted)[n] = fabs(too_strong(&optics, &ink));
            inside += fabs(too_strong(&optics, &ink)) <= log(r.strength_factor);
        }
    }
    figure("strength of 60 inks whose labels err by up to 2 (95 %%): off by a factor of %.2f by composition, %.3f by four "
           "Labs, "
           "%.3f by four spectra (95 %% of inks); the stated factor held in %d of %d",
           exp(quantile_of(composed, INKS, 0.95)), exp(quantile_of(fitted, INKS, 0.95)),
           exp(quantile_of(spectral, INKS, 0.95)), inside, 2 * INKS);
    assert_at_most(quantile_of(fitted, INKS, 0.95), log(1.15));
    assert_at_most(quantile_of(spectral, INKS, 0.95), log(1.15));
    assert_true(inside >= 2 * INKS * 95 / 100);
}

/* The same ink from films of other thicknesses is the same ink: the wet thickness is what makes amounts a concentration. */
static void wet_thickness_makes_the_strength(void **state)
{
    (void)state;
    const made_film thin[] = {{"white", 8, 12, 0}, {"black", 8, 12, 0}},
                    thick[] = {{"white", 20, 60, 0}, {"black", 20, 60, 0}};
    const made_film unlike[] = {{"white", 8, 12, 0}, {"black", 20, 60, 0}, {"white", 30, 100, 0}};
    palette_optics_report r;
    for (int k = 0; k < 3; k++) {
        sct_ink_optics optics = optics_with(&usual, k == 0 ? thin : k == 1 ? thick : unlike, k == 2 ? 3 : 2, 1, &r);
        assert_int_equal(optics.basis, SCT_OPTICS_FITTED);
        assert_near(too_strong(&optics, &usual), 0, 0.05);
        assert_at_most(r.strength_factor, 1.4);
    }
}

/* Conditions of the instrument are met, not converted: D65, 10 degrees, specular included. */
static void films_under_any_conditions(void **state)
{
    (void)state;
    made_ink ink = usual;
    ink.conditions = "\"illuminant\":\"D65\",\"observer\":10,\"specular\":\"included\"";
    ink.seen = (sct_conditions){SCT_ILLUMINANT_D65, SCT_OBSERVER_10, 1};
    for (int spectrum = 0; spectrum < 2; spectrum++) {
        made_film films[4];
        palette_optics_report r;
        memcpy(films, pairs, sizeof films);
        for (int i = 0; i < 4; i++)
            films[i].spectrum = spectrum;
        sct_ink_optics optics = optics_with(&ink, films, 4, 1, &r);
        assert_int_equal(optics.basis, SCT_OPTICS_FITTED);
        assert_at_most(r.residual_de00, 0.1);
        assert_near(too_strong(&optics, &ink), 0, 0.03);
    }
}

/* What each kind of ink file leads to, and what the report says is to be measured instead. */
static void the_order_of_choice(void **state)
{
    (void)state;
    static const made_film opaque[] = {{"white", 0, 100, 0}, {"black", 0, 100, 0}}, one[] = {{"white", 12, 30, 0}};
    static const made_film two[] = {{"white", 10, 30, 0}, {"white", 25, 30, 0}};
    static const made_film thick[] = {{"white", 0, 100, 0}, {"white", 0.5, 100, 0}, {"white", 30, 30, 0}};
    static const made_film no_um[] = {{"white", 10, 0, 0}, {"black", 10, 0, 0}, {"white", 25, 0, 0}};
    static const made_film no_card[] = {{NULL, 5, 30, 0}, {NULL, 12, 30, 0}, {NULL, 30, 30, 0}};
    static const struct {
        const char *name;
        const made_film *films;
        size_t count;
        int labelled, pigments, illustrative;
        sct_optics_basis basis;
        int low;
        const char *flag;
    } cases[] = {
        {"pairs", pairs, 4, 1, 3, 0, SCT_OPTICS_FITTED, 0, NULL},
        {"pairs, no composition", pairs, 4, 0, 3, 0, SCT_OPTICS_FITTED, 0, NULL},
        {"a ladder on unnamed paper", no_card, 3, 1, 3, 0, SCT_OPTICS_FITTED, 0, NULL},
        {"two dilutions over white", two, 2, 1, 3, 0, SCT_OPTICS_RATIOS, 0, "one-backing"},
        {"a ladder of which one is thin", thick, 3, 1, 3, 0, SCT_OPTICS_RATIOS, 0, "one-backing"},
        {"opaque", opaque, 2, 1, 3, 0, SCT_OPTICS_RATIOS, 0, "opaque-drawdown"},
        {"one swatch", one, 1, 1, 3, 0, SCT_OPTICS_RATIOS, 0, "one-swatch"},
        {"one swatch of one pigment", one, 1, 1, 1, 0, SCT_OPTICS_COMPOSITION, 0, "one-swatch"},
        {"thickness unknown", no_um, 3, 1, 3, 0, SCT_OPTICS_RATIOS, 0, "film-thickness-unknown"},
        {"thickness and composition unknown", no_um, 3, 0, 3, 0, SCT_OPTICS_RATIOS, 1, "film-thickness-unknown"},
        {"no films", NULL, 0, 1, 3, 0, SCT_OPTICS_COMPOSITION, 0, NULL},
        {"illustrative films", pairs, 4, 1, 3, 1, SCT_OPTICS_COMPOSITION, 0, NULL},
        {"illustrative films, no composition", pairs, 4, 0, 3, 1, SCT_OPTICS_FITTED, 1, "illustrative-films"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        made_ink ink = usual;
        palette_optics_report r;
        for (int p = 0; p < PIGMENTS; p++) {
            ink.label[p] = cases[i].labelled && p < cases[i].pigments;
            ink.fraction[p] *= p < cases[i].pigments ? cases[i].films == opaque ? 5 : 1 : 0;
        }
        ink.kind = cases[i].illustrative ? "illustrative" : "measured";
        sct_ink_optics optics = optics_with(&ink, cases[i].films, cases[i].count, 1, &r);
        if (optics.basis != cases[i].basis || optics.low_confidence != cases[i].low ||
            (cases[i].flag ? !flags_have(&r.flags, cases[i].flag) : r.flags.count > 0))
            fail_msg("%s: basis %s, low %d, %zu flags (%s); rests on %s", cases[i].name, sct_optics_basis_name(optics.basis),
                     optics.low_confidence, r.flags.count, r.flags.items[0].code, r.rests_on);
        for (size_t f = 0; f < r.flags.count; f++)
            assert_true(*r.flags.items[f].fix);
        figure("%-34s %-11s x%.2f  %s", cases[i].name, sct_optics_basis_name(optics.basis), r.strength_factor, r.rests_on);
        assert_true(*r.rests_on && r.strength_factor > 1);
        if (cases[i].basis == SCT_OPTICS_FITTED && cases[i].labelled)
            assert_near(too_strong(&optics, &ink), 0, 0.05);
    }
}

/* A ratio the label has wrong is put right by a swatch, though the strength stays the label's. */
static void ratios_from_one_swatch(void **state)
{
    (void)state;
    static const made_film one[] = {{"white", 12, 0, 1}};
    made_ink ink = usual;
    double off[2];
    ink.fraction[2] = ink.label[2] = 0; /* carbon and red oxide */
    ink.label[0] = 1.6;
    ink.label[1] = 1 / 1.6;
    for (int films = 0; films < 2; films++) {
        sct_ink_optics optics = optics_with(&ink, one, (size_t)films, 1, NULL);
        double red = optics.absorption[5] / optics.absorption[25];
        skin_ink truth = {{0}, {0}, {0}};
        for (int p = 0; p < 2; p++)
            skin_ink_add_pigment(&truth, skin_pigment_find(names[p]), ink.fraction[p]);
        off[films] = fabs(log(red / (truth.absorption[5] / truth.absorption[25])));
    }
    figure("a label that has the ratio of two pigments wrong by 2.6: redness off by a factor of %.2f, with one swatch %.2f",
           exp(off[0]), exp(off[1]));
    assert_at_most(off[1], 0.5 * off[0]);
}

/* Films that the composition cannot make are believed rather than the label. */
static void a_label_that_is_wrong(void **state)
{
    (void)state;
    made_ink ink = usual;
    palette_optics_report r;
    ink.label[0] = ink.label[2] = 0; /* only the red oxide stands on it */
    made_film films[4];
    memcpy(films, pairs, sizeof films);
    sct_ink_optics optics = optics_with(&ink, films, 4, 1, &r);
    assert_true(flags_have(&r.flags, "composition-misfit"));
    assert_int_equal(optics.basis, SCT_OPTICS_FITTED);
    figure(
        "a brown labelled as red oxide alone: its films fitted without the label, dE00 %.1f left, strength off by %.0f %%",
        r.residual_de00, 100 * fabs(too_strong(&optics, &ink)));
    assert_near(too_strong(&optics, &ink), 0, 0.2);
    assert_at_most(r.residual_de00, 2);
}

/* Healed colours of inks known by films alone, against the truth, over skins and dilutions. */
static void healed_colours_from_films(void **state)
{
    (void)state;
    static skin_client client;
    double worst[3] = {0};
    for (int way = 0; way < 3; way++) { /* composition of a label twice too strong; films with it; films alone */
        made_ink ink = usual;
        for (int p = 0; p < PIGMENTS; p++)
            ink.label[p] = way == 2 ? 0 : 2;
        sct_ink_optics optics = optics_with(&ink, pairs, way ? 4 : 0, 1, NULL);
        skin_ink seen = skin_ink_of(&optics), truth = {{0}, {0}, {0}};
        for (int p = 0; p < PIGMENTS; p++)
            skin_ink_add_pigment(&truth, skin_pigment_find(names[p]), ink.fraction[p]);
        for (int k = 0; k < 8; k++) {
            double a[SKIN_PAD], b[SKIN_PAD];
            sct_tissue tissue;
            skin_dots dots = {.load = 0.067 / (1 + 5 * pow(2, k / 2)), .thickness_um = 200};
            sct_tissue_init(&tissue);
            tissue.melanin = k % 2 ? 0.15 : 0.02;
            skin_client_init(&client, &tissue, 120, 8);
            skin_heal_spectrum(&client, &truth, &dots, a);
            skin_heal_spectrum(&client, &seen, &dots, b);
            worst[way] = fmax(worst[way], sct_de2000(skin_lab(a, NULL), skin_lab(b, NULL)));
        }
    }
    figure("healed colour of an ink whose label is twice too strong: off by up to dE00 %.1f; %.2f with films, %.2f by films "
           "alone",
           worst[0], worst[1], worst[2]);
    assert_at_most(worst[1], 0.3);
    assert_at_most(worst[2], 2);
}

static void nothing_to_go_by(void **state)
{
    (void)state;
    static const struct {
        const char *ink, *says;
    } cases[] = {
        {"", "does not say what is in it"},
        {",\"colours\":[{\"state\":\"cup\",\"lab\":[5,0,0],\"illuminant\":\"D50\",\"observer\":2,\"specular\":\"excluded\"}"
         "]",
         "does not say what is in it"},
        {",\"colours\":[{\"state\":\"drawdown\",\"lab\":[5,0,0],\"illuminant\":\"D50\",\"observer\":2,\"specular\":"
         "\"excluded\"}]",
         "one film alone"},
        {",\"composition\":[{\"ci\":\"12345\",\"mass_fraction\":0.1}]", "not known"},
    };
    sct_context *ctx;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[600];
        sct_palette *palette = NULL;
        sct_ink_optics optics = {.strength_sd = 77};
        snprintf(text, sizeof text,
                 "{\"scalptone_palette\":1,\"provenance\":{\"kind\":\"measured\"},\"inks\":[{\"id\":\"i\"%s}]}",
                 cases[i].ink);
        assert_int_equal(sct_palette_from_json(ctx, text, strlen(text), &palette), SCT_OK);
        assert_int_equal(palette_optics_of(ctx, palette, 0, &optics, NULL), SCT_ERR_NOTHING);
        assert_non_null(strstr(sct_context_message(ctx), cases[i].says));
        assert_near(optics.strength_sd, 77, 0);
        assert_int_equal(palette_optics_of(ctx, palette, 1, &optics, NULL), SCT_ERR_ARGUMENT);
        assert_int_equal(palette_optics_of(ctx, palette, 0, NULL, NULL), SCT_ERR_ARGUMENT);
        sct_palette_free(palette);
    }
    assert_int_equal(palette_optics_of(ctx, NULL, 0, NULL, NULL), SCT_ERR_ARGUMENT);
    sct_context_free(ctx);
}

/* Whatever the file claims to have measured, the optics are numbers, or there are none. */
static void hostile_films(void **state)
{
    (void)state;
    static char text[TEXT_SIZE];
    enum { FILES = 150 };
    int answered = 0;
    num_rng rng;
    num_rng_seed(&rng, 5);
    for (int n = 0; n < FILES; n++) {
        sct_palette *palette = NULL;
        sct_ink_optics optics;
        palette_optics_report r;
        int films = 1 + (int)(6 * num_rng_uniform(&rng));
        *text = '\0';
        append(text, "{\"scalptone_palette\":1,\"provenance\":{\"kind\":\"measured\"},\"inks\":[{\"id\":\"i\",");
        if (n % 2)
            append(text,
                   "\"composition\":[{\"ci\":\"77266\",\"mass_fraction\":%g},{\"ci\":\"77891\",\"mass_fraction\":%g}],",
                   exp(-30 * num_rng_uniform(&rng)), 0.5 * num_rng_uniform(&rng));
        append(text, "\"colours\":[");
        for (int i = 0; i < films; i++) {
            append(text, "%s{\"state\":\"drawdown\",%s,\"parts_ink\":%g,\"parts_water\":%g,\"backing_reflectance\":%g",
                   i ? "," : "", d50, pow(10, 6 * num_rng_uniform(&rng) - 3), 1000 * num_rng_uniform(&rng) * (i % 2),
                   num_rng_uniform(&rng));
            if (n % 3)
                append(text, ",\"wet_film_um\":%g", pow(10, 3 * num_rng_uniform(&rng)));
            append(text, ",\"backing\":\"%s\",", i % 2 ? "black" : "white");
            if (n % 5)
                append(text, "\"lab\":[%g,%g,%g]}", 100 * num_rng_uniform(&rng), 256 * num_rng_uniform(&rng) - 128,
                       256 * num_rng_uniform(&rng) - 128);
            else
                append(text,
                       "\"spectrum\":{\"start_nm\":380,\"step_nm\":20,\"values\":[0,1.5,0,%g,0,0,1.5,1.5,0,0,0,0.5,0,0,1,0,%"
                       "g]}}",
                       1.5 * num_rng_uniform(&rng), num_rng_uniform(&rng));
        }
        append(text, "]}]}");
        if (sct_palette_from_json(NULL, text, strlen(text), &palette) != SCT_OK)
            continue; /* a Lab that no light can have */
        if (palette_optics_of(NULL, palette, 0, &optics, &r) == SCT_OK) {
            answered++;
            assert_true(r.strength_factor >= 1 && isfinite(r.strength_factor));
            for (int l = 0; l < SCT_WAVELENGTHS; l++) {
                assert_true(optics.absorption[l] >= 0 && isfinite(optics.absorption[l]));
                assert_true(optics.scattering[l] >= 0 && isfinite(optics.scattering[l]));
                assert_true(optics.anisotropy[l] >= 0 && optics.anisotropy[l] < 1);
            }
        }
        sct_palette_free(palette);
    }
    figure("%d of %d files of films that nobody can have measured were answered, with numbers", answered, FILES);
    assert_true(answered > FILES / 3);
}

/* Hundreds of films: evenly chosen ones of them, and the time it takes. */
static void many_films(void **state)
{
    (void)state;
    static made_film films[100];
    palette_optics_report r;
    for (int i = 0; i < 100; i++)
        films[i] = (made_film){i % 2 ? "black" : "white", 5 + i, 30, 0};
    sct_palette *palette = palette_with(&usual, films, 100, 1);
    sct_ink_optics optics;
    clock_t start = clock();
    assert_int_equal(palette_optics_of(NULL, palette, 0, &optics, &r), SCT_OK);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    figure("16 of 100 films fitted in %.1f ms", 1e3 * seconds);
    assert_int_equal(r.films, SCT_DRAWDOWN_MAX);
    assert_near(too_strong(&optics, &usual), 0, 0.05);
    sct_palette_free(palette);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strength_is_recovered),
        cmocka_unit_test(wet_thickness_makes_the_strength),
        cmocka_unit_test(films_under_any_conditions),
        cmocka_unit_test(the_order_of_choice),
        cmocka_unit_test(ratios_from_one_swatch),
        cmocka_unit_test(a_label_that_is_wrong),
        cmocka_unit_test(healed_colours_from_films),
        cmocka_unit_test(nothing_to_go_by),
        cmocka_unit_test(hostile_films),
        cmocka_unit_test(many_films),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
