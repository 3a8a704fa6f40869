/*
 * tests/palette/simulate_shelf.c - films of inks that nobody fitted anything to:
 * how well the healed colour of the ink that is made of them is predicted on
 * three other skins, and how often a mix is right after one correction: by the
 * strips that were drawn first (two of the mix, four of known dilution), and
 * after as many more as the answer asked for. Films of one hand differ by 2 % in
 * thickness, by 3.4 % (as 18 pairs of Hicks did, see sct_cup_options) or by 5 %.
 *
 *     simulate_shelf [INKS [MIXES]]
 *
 * The films are not those of engine/skin/film: they are two-flux layers after
 * Kubelka & Munk (1931, Z. tech. Phys. 12:593), hyperbolic, with Saunderson's
 * correction of the surface and particles that scatter more in a dry film than
 * in skin, by a factor of the ink's own. Laid by hand, their thickness differs
 * from film to film; the bar is not quite what its number says. Readings are
 * those of a phone beside a chart: a cast that all fields share, and noise of
 * each. Photos of sheets are read in tests/card and tests/palette. What heals
 * is the skin model's answer for what is really in the bottle; beside it stands
 * what the label predicts, whose mass fractions are off. Every second ink is
 * held out: nothing was chosen by it. Exits with 1 where a promise is broken.
 */
#include "skin/pigment.h"
#include "support/support.h"
#include "swatch/swatch.h"

enum { SKINS = 3, STRIPS = 4, MOST = 400, HANDS = 3 };
static const double hands[HANDS] = {0.02, 0.034, 0.05}; /* by how much films differ */
static const double bar_sd = 0.03, thickest_um = 24, white = 0.86, black = 0.045;
static const sct_lab skins[SKINS] = {{68, 9, 15}, {55, 13, 18}, {42, 13, 17}};

typedef struct bottle {
    sct_pigment pigments[3]; /* by mass */
    size_t count;
    double dry_scatter; /* how much more its particles scatter in a film than in skin */
    double cast[3];     /* of the photo, at a mid grey */
    double bar;         /* how thick the bar lays it, over what it says */
    double bar_um;      /* what it says */
} bottle;

static double about(num_rng *rng, double sd_ln)
{
    return exp(sd_ln * num_rng_normal(rng));
}

static bottle make_bottle(num_rng *rng)
{
    static const char *const earths[] = {"77491", "77492", "77499"};
    bottle b = {.pigments = {{"77266", 0.02 * exp(2 * num_rng_uniform(rng))}}, .count = 1, .bar = about(rng, bar_sd)};
    for (int k = 0; k < 2 && num_rng_uniform(rng) < 0.6; k++) {
        sct_pigment *p = &b.pigments[b.count++];
        snprintf(p->ci, sizeof p->ci, "%s", k ? "77891" : earths[(int)(3 * num_rng_uniform(rng))]);
        p->fraction = 0.01 * exp(1.5 * num_rng_uniform(rng));
    }
    b.dry_scatter = 1 + 0.3 * num_rng_uniform(rng);
    for (int k = 0; k < 3; k++)
        b.cast[k] = 0.5 * num_rng_normal(rng);
    b.bar_um = thickest_um;
    return b;
}

static sct_ink_optics *optics_of(sct_context *ctx, const bottle *b)
{
    sct_ink_optics *optics = NULL;
    if (sct_ink_optics_from_composition(ctx, b->pigments, b->count, &optics) != SCT_OK) {
        fprintf(stderr, "%s\n", sct_context_message(ctx));
        exit(2);
    }
    return optics;
}

/* Reflectance of a dry film of this wet thickness, in air, over a card. */
static double film_reflectance(const bottle *b, int l, double wet_um, double share, double card)
{
    const double k1 = 0.04, k2 = 0.596;
    double absorb = 0, scatter = 0, volume = 1;
    for (size_t i = 0; i < b->count; i++) /* the fluid around the pigments has the density of water */
        volume -= b->pigments[i].fraction * (1 - 1 / skin_pigment_table[skin_pigment_find(b->pigments[i].ci)].density);
    for (size_t i = 0; i < b->count; i++) {
        const skin_pigment *p = &skin_pigment_table[skin_pigment_find(b->pigments[i].ci)];
        double part = share * b->pigments[i].fraction / p->density / volume * wet_um * 1e-4;
        absorb += 2 * p->absorption[l] * part;
        scatter += 0.75 * p->scattering[l] * (1 - p->anisotropy[l]) * b->dry_scatter * part;
    }
    double under = card / ((1 - k1) * (1 - k2) + k2 * card), inside;
    scatter = fmax(scatter, 1e-9);
    double a = 1 + absorb / scatter, root = sqrt(a * a - 1), coth = 1 / tanh(fmax(root * scatter, 1e-9));
    inside = (1 - under * (a - root * coth)) / (a - under + root * coth);
    return (1 - k1) * (1 - k2) * inside / (1 - k2 * inside);
}

/* The sheet asks for films through which its black half shows: the thickest of the bars 24, 12 and 6 um that lets it. */
static void choose_bar(bottle *b, double parts_water)
{
    enum { GREEN = 15 };
    const double shows = 0.02; /* of reflectance, about 3 L* at L* 30: what an eye finds without looking twice */
    while (b->bar_um > 6 && film_reflectance(b, GREEN, b->bar_um, 1 / (1 + parts_water), white) -
                                    film_reflectance(b, GREEN, b->bar_um, 1 / (1 + parts_water), black) <
                                shows)
        b->bar_um /= 2;
}

static void draw_strip(sct_swatches *s, int number, const bottle *b, double parts_water, int mix, double film_sd,
                       num_rng *rng)
{
    double wet = b->bar_um * b->bar * about(rng, film_sd);
    for (int dark = 0; dark < 2; dark++) {
        swatch_field *f = &s->fields[s->count++];
        double r[SKIN_PAD];
        for (int l = 0; l < SKIN_PAD; l++)
            r[l] = film_reflectance(b, l < SCT_WAVELENGTHS ? l : SCT_WAVELENGTHS - 1, wet, 1 / (1 + parts_water),
                                    dark ? black : white);
        sct_lab lab = skin_lab(r, NULL);
        double g = (lab.L + 16) / 66;
        *f = (swatch_field){.parts_water = parts_water,
                            .wet_film_um = b->bar_um,
                            .backing = dark ? SCT_BACKING_BLACK : SCT_BACKING_WHITE,
                            .state = SCT_STATE_DRAWDOWN,
                            .mix = mix,
                            .photos = 1};
        snprintf(f->name, sizeof f->name, "%c%d%c", 'A' + number / 10, number % 10, dark ? 'b' : 'w');
        f->estimate.lab = (sct_lab){fmax(lab.L + g * b->cast[0] + 0.2 * num_rng_normal(rng), 0.1),
                                    lab.a + g * b->cast[1] + 0.2 * num_rng_normal(rng),
                                    lab.b + g * b->cast[2] + 0.2 * num_rng_normal(rng)};
        f->estimate.cov = colour_cov_from_de00(f->estimate.lab, 2.5);
    }
}

/* ---- what heals ---- */

static sct_lab healed(sct_context *ctx, const sct_ink_optics *optics, double strength, double parts_water, sct_lab skin)
{
    sct_heal_options o;
    sct_healed *h = NULL;
    sct_healed_info seen;
    sct_heal_options_init(&o);
    o.skin_lab = skin;
    o.ink = optics;
    o.strength = strength;
    o.parts_water = parts_water;
    o.streams = 4;
    if (sct_heal(ctx, &o, &h) != SCT_OK || sct_healed_describe(h, &seen) != SCT_OK) {
        fprintf(stderr, "%s\n", sct_context_message(ctx));
        exit(2);
    }
    sct_healed_free(h);
    return seen.lab;
}

/* dE00 on each skin: of the ink that its films made, and of its label. */
static void try_ink(sct_context *ctx, num_rng *rng, double films[SKINS], double label[SKINS])
{
    static const double waters[STRIPS] = {6, 10, 16, 26};
    bottle b = make_bottle(rng), said = b;
    sct_swatches s = {.white = white, .black = black};
    sct_ink_entry entry;
    sct_bytes text = {0};
    sct_palette *palette = NULL;
    sct_ink_optics *fitted = NULL, *by_label, *truth = optics_of(ctx, &b);
    sct_ink ink;
    choose_bar(&b, waters[2]);
    for (int k = 0; k < STRIPS; k++)
        draw_strip(&s, k + 1, &b, waters[k], 0, hands[0], rng);
    for (size_t i = 0; i < said.count; i++)
        said.pigments[i].fraction *= about(rng, 0.3);
    by_label = optics_of(ctx, &said);
    sct_ink_entry_init(&entry);
    entry.product = "ink";
    if (sct_palette_measure(ctx, &entry, &s, NULL, 0, &text, NULL) != SCT_OK ||
        sct_palette_from_json(ctx, text.data, text.size, &palette) != SCT_OK ||
        sct_palette_ink_optics(ctx, palette, 0, &fitted) != SCT_OK || sct_palette_ink(palette, 0, &ink) != SCT_OK) {
        fprintf(stderr, "%s\n", sct_context_message(ctx));
        exit(2);
    }
    for (int k = 0; k < SKINS; k++) {
        sct_lab real = healed(ctx, truth, 1, 14, skins[k]);
        films[k] = sct_de2000(real, healed(ctx, fitted, ink.strength, 14, skins[k]));
        label[k] = sct_de2000(real, healed(ctx, by_label, 1, 14, skins[k]));
    }
    sct_ink_optics_free(fitted);
    sct_ink_optics_free(by_label);
    sct_ink_optics_free(truth);
    sct_palette_free(palette);
    sct_bytes_free(&text);
}

static int report_inks(sct_context *ctx, size_t count, int held_out)
{
    static double films[MOST * SKINS], label[MOST * SKINS];
    for (size_t i = 0; i < count; i++) {
        num_rng rng;
        num_rng_seed(&rng, 2 * i + (size_t)held_out + 1);
        try_ink(ctx, &rng, films + SKINS * i, label + SKINS * i);
    }
    size_t n = SKINS * count;
    double median = quantile_of(films, n, 0.5), p95 = quantile_of(films, n, 0.95);
    printf("%s: %zu inks on three other skins: by films dE00 %.2f (median), %.2f (p95); by the label %.2f, %.2f\n",
           held_out ? "held out" : "chosen by", count, median, p95, quantile_of(label, n, 0.5), quantile_of(label, n, 0.95));
    return !(median <= 1.5) + !(p95 <= 3);
}

/* ---- the cup ---- */

/* What became of a mix. */
typedef struct cup_outcome {
    int within, inside, wrong, unsure;
} cup_outcome;

static cup_outcome correct(const sct_cup *cup, double ratio, double want)
{
    const double batch = 5;
    double c = ratio / (1 + want), after = (batch * c + cup->ink_ml) / (batch + cup->ink_ml + cup->water_ml) * (1 + want);
    return (cup_outcome){.within = fabs(after - 1) <= 0.05,
                         .inside = cup->ratio_lo <= ratio && ratio <= cup->ratio_hi,
                         .wrong = (cup->verdict == SCT_CUP_ADD_WATER && ratio < 1 && ratio < cup->ratio_lo) ||
                                  (cup->verdict == SCT_CUP_ADD_INK && ratio > 1 && ratio > cup->ratio_hi),
                         .unsure = cup->verdict == SCT_CUP_UNSURE};
}

/* One mix, by the strips that were drawn first and by those that were asked for; returns how many strips there are then. */
static int try_cup(sct_context *ctx, const sct_palette *palette, uint64_t seed, double film_sd, cup_outcome out[2])
{
    enum { FIRST = 6, SHEET = 12 };
    static const double known[] = {10, 15, 20, 30};
    const double want = 20;
    num_rng rng;
    sct_swatches s = {.white = white, .black = black};
    sct_cup_options o;
    sct_cup cup;
    num_rng_seed(&rng, seed);
    bottle b = make_bottle(&rng);
    double ratio = about(&rng, 0.3), mix = (1 + want) / ratio - 1;
    int strips = 0, asked;
    choose_bar(&b, known[0]);
    for (; strips < FIRST; strips++)
        draw_strip(&s, strips + 1, &b, strips < 4 ? known[strips] : mix, strips >= 4, film_sd, &rng);
    sct_cup_options_init(&o);
    o.want_parts_water = want;
    for (int first = 1;; first = 0) {
        if (sct_cup_check(ctx, &o, palette, 0, &s, &cup) != SCT_OK) {
            fprintf(stderr, "%s\n", sct_context_message(ctx));
            exit(2);
        }
        if (first)
            out[0] = correct(&cup, ratio, want);
        asked = (int)(cup.more_of_mix + cup.more_known);
        if (asked == 0 || strips == SHEET)
            break;
        for (size_t k = 0; k < cup.more_of_mix && strips < SHEET; k++)
            draw_strip(&s, ++strips, &b, mix, 1, film_sd, &rng);
        for (size_t k = 0; k < cup.more_known && strips < SHEET; k++)
            draw_strip(&s, ++strips, &b, known[k % 4], 0, film_sd, &rng);
    }
    out[1] = correct(&cup, ratio, want);
    return strips;
}

static int report_cups(sct_context *ctx, const sct_palette *palette, size_t count, int held_out)
{
    int broken = 0;
    for (int h = 0; h < HANDS; h++) {
        double sum[2][4] = {{0}}, strips = 0, n = (double)count / 100;
        for (size_t i = 0; i < count; i++) {
            cup_outcome two[2];
            strips += try_cup(ctx, palette, 100000 + 2 * i + (size_t)held_out, hands[h], two);
            for (int k = 0; k < 2; k++) {
                sum[k][0] += two[k].within;
                sum[k][1] += two[k].inside;
                sum[k][2] += two[k].wrong;
                sum[k][3] += two[k].unsure;
            }
        }
        for (int k = 0; k < 2; k++)
            printf(
                "%s: %zu mixes, films differ by %.1f %%, %.1f strips: %.1f %% within 5 %% after one correction; %.1f %% of "
                "the intervals hold the truth; %.0f advised the wrong way outside theirs; %.0f unsure\n",
                held_out ? "held out" : "chosen by", count, 100 * hands[h], k ? strips / (double)count : 6.0, sum[k][0] / n,
                sum[k][1] / n, sum[k][2], sum[k][3]);
        broken += (hands[h] < 0.03 && !(sum[0][0] / n >= 95)) + (hands[h] < 0.04 && !(sum[1][0] / n >= 95)) +
                  !(sum[0][2] + sum[1][2] == 0);
    }
    return broken;
}

int main(int argc, char **argv)
{
    static const char text[] = "{\"scalptone_palette\":1,\"name\":\"n\",\"provenance\":{\"kind\":\"stated\"},\"inks\":[{"
                               "\"id\":\"ink\",\"dilution\":"
                               "{\"min_parts_water\":3,\"max_parts_water\":80,\"step\":0.5},\"composition\":[{\"ci\":"
                               "\"77266\",\"mass_fraction\":0.06}"
                               "]}]}";
    size_t inks = argc > 1 ? strtoul(argv[1], NULL, 10) : 40, mixes = argc > 2 ? strtoul(argv[2], NULL, 10) : 200;
    sct_context *ctx = NULL;
    sct_palette *palette = NULL;
    int broken = 0;
    if (inks < 2 || inks > 2 * MOST || sct_context_new(&ctx) != SCT_OK ||
        sct_palette_from_json(ctx, text, sizeof text - 1, &palette) != SCT_OK)
        return 2;
    for (int held_out = 0; held_out < 2; held_out++)
        broken += report_inks(ctx, inks / 2, held_out) + report_cups(ctx, palette, mixes / 2, held_out);
    sct_palette_free(palette);
    sct_context_free(ctx);
    return broken > 0;
}
