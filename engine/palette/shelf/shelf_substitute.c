/*
 * shelf_substitute.c - what to use in place of an ink that is no longer made:
 * the ink and dilution that heal most alike over several skins.
 *
 * Compared is ink everywhere, healed: dots, which let the skin shine between
 * them, differ by less. Strengths are as the palette has them, so that the
 * dilution is as sure as the less sure of the two inks.
 */
#include "palette/shelf/shelf.h"

#include <math.h>
#include <stdlib.h>

enum { SKINS_MOST = 16, USUAL_SKINS = 5, SCAN = 25, REFINE = 12 };
static const double usual_L[USUAL_SKINS] = {70, 60, 50, 40, 30};
static const double most_parts = 1000;

typedef struct substitute {
    size_t ink;
    double parts_water, mean_de00, worst_de00, worst_skin_L;
} substitute;

struct sct_substitutes {
    size_t count, left_out;
    double parts_water; /* of the ink that is replaced */
    substitute *items;
};

typedef struct bench {
    const sct_palette *palette;
    const sct_substitute_options *options;
    size_t skin_count;
    sct_lab skins[SKINS_MOST], wanted[SKINS_MOST];
    skin_client *clients;      /* owned */
    palette_optics_room *room; /* owned */
} bench;

/* One ink on the bench. */
typedef struct sample {
    skin_ink ink;
    double strength;
} sample;

void sct_substitute_options_init_sized(sct_substitute_options *options, size_t size)
{
    const sct_substitute_options defaults = {.size = sizeof defaults, .parts_water = (double)NAN};
    options_fill(options, size, &defaults, sizeof defaults);
}

static sct_status prepare_skins(sct_context *ctx, bench *b)
{
    sct_status status = SCT_OK;
    const sct_substitute_options *o = b->options;
    sct_conditions conditions;
    sct_conditions_init(&conditions);
    b->skin_count = o->skin_count ? o->skin_count : USUAL_SKINS;
    TRY(mem_new(ctx, b->skin_count, sizeof *b->clients, (void **)&b->clients));
    for (size_t i = 0; i < b->skin_count; i++) {
        sct_tissue start;
        sct_skin_fit fit;
        sct_tissue_init(&start);
        colour_locus locus = colour_skin_locus(o->skin_count ? o->skins[i].L : usual_L[i]);
        b->skins[i] = o->skin_count ? o->skins[i] : (sct_lab){usual_L[i], locus.a, locus.b};
        skin_fit_lab(&start, b->skins[i], NULL, &conditions, &fit);
        if (!(fit.fit_de00 <= 10))
            FAIL(ctx, SCT_ERR_NOTHING, "no skin has the colour L %.1f a %.1f b %.1f", b->skins[i].L, b->skins[i].a,
                 b->skins[i].b);
        skin_client_init_told(&b->clients[i], &fit.tissue, SKIN_USUAL(DEPTH));
    }
done:
    return status;
}

static sct_lab healed_in(const bench *b, size_t skin, const sample *s, double c)
{
    double spectrum[SKIN_PAD];
    sct_conditions conditions;
    sct_conditions_init(&conditions);
    skin_dots dots = {.load = SKIN_USUAL(UPTAKE) * SKIN_USUAL(HEALED) * c * s->strength,
                      .thickness_um = SKIN_USUAL(THICKNESS),
                      .radius_mm = SKIN_USUAL(RADIUS)};
    skin_heal_spectrum(&b->clients[skin], &s->ink, &dots, spectrum);
    return skin_lab(spectrum, &conditions);
}

static int take_sample(const bench *b, size_t index, sample *out)
{
    sct_ink_optics optics;
    const palette_ink *ink = &b->palette->inks[index];
    if (palette_ink_optics(NULL, ink, b->room, &optics) != SCT_OK)
        return 0;
    *out = (sample){skin_ink_of(&optics), ink->strength};
    return 1;
}

static double mean_at(const bench *b, const sample *s, double c)
{
    double sum = 0;
    for (size_t i = 0; i < b->skin_count; i++)
        sum += sct_de2000(b->wanted[i], healed_in(b, i, s, c));
    return sum / (double)b->skin_count;
}

/* Least mean within [lo, hi]: a scan in ln(c), then by halves about the best. */
static double best_concentration(const bench *b, const sample *s, double lo, double hi)
{
    double from = log(lo), step = (log(hi) - from) / (SCAN - 1), best = from, least = (double)INFINITY;
    for (int i = 0; i < SCAN; i++) {
        double at = from + i * step, mean = mean_at(b, s, exp(at));
        if (mean < least) {
            least = mean;
            best = at;
        }
    }
    for (int i = 0; step > 0 && i < REFINE; i++) {
        step /= 2;
        for (int side = -1; side <= 1; side += 2) {
            double at = fmin(fmax(best + side * step, from), log(hi)), mean = mean_at(b, s, exp(at));
            if (mean < least) {
                least = mean;
                best = at;
            }
        }
    }
    return exp(best);
}

/* The better of the ink's two steps beside a dilution. */
static double on_a_step(const bench *b, const sample *s, const palette_ink *ink, double parts)
{
    double step = ink->step > 0 ? ink->step : 0.5, below = step * floor(parts / step + 1e-9), above = below + step;
    if (below < ink->min_parts_water)
        return fmin(above, ink->max_parts_water);
    if (above > ink->max_parts_water)
        return below;
    return mean_at(b, s, palette_concentration(1, below)) <= mean_at(b, s, palette_concentration(1, above)) ? below : above;
}

static int try_ink(const bench *b, size_t index, substitute *out)
{
    const palette_ink *ink = &b->palette->inks[index];
    sample s;
    if (!take_sample(b, index, &s))
        return 0;
    *out = (substitute){.ink = index};
    if (ink->kind == SCT_INK_DILUTABLE) {
        double c = best_concentration(b, &s, palette_concentration(1, ink->max_parts_water),
                                      palette_concentration(1, ink->min_parts_water));
        out->parts_water = on_a_step(b, &s, ink, palette_parts_water(c));
    }
    double c = palette_concentration(1, out->parts_water);
    out->mean_de00 = mean_at(b, &s, c);
    for (size_t i = 0; i < b->skin_count; i++) {
        double de00 = sct_de2000(b->wanted[i], healed_in(b, i, &s, c));
        if (!(de00 <= out->worst_de00)) {
            out->worst_de00 = de00;
            out->worst_skin_L = b->skins[i].L;
        }
    }
    return 1;
}

static int by_distance(const void *a, const void *b)
{
    const substitute *x = a, *y = b;
    if (x->mean_de00 != y->mean_de00)
        return x->mean_de00 < y->mean_de00 ? -1 : 1;
    return (x->ink > y->ink) - (x->ink < y->ink);
}

/* The usual shade, or what of the ink's range is nearest to it. */
static double dilution_of(const palette_ink *ink, double given)
{
    static const double usual = 20;
    if (ink->kind == SCT_INK_READY)
        return 0;
    return given >= 0 ? given : fmin(fmax(usual, ink->min_parts_water), ink->max_parts_water);
}

static sct_status fill(sct_context *ctx, bench *b, size_t ink, sct_substitutes *r)
{
    sct_status status = SCT_OK;
    sample s;
    sct_ink_optics unused;
    r->parts_water = dilution_of(&b->palette->inks[ink], b->options->parts_water);
    if (!take_sample(b, ink, &s))
        TRY(palette_ink_optics(ctx, &b->palette->inks[ink], b->room, &unused)); /* which says why it cannot be predicted */
    for (size_t i = 0; i < b->skin_count; i++)
        b->wanted[i] = healed_in(b, i, &s, palette_concentration(1, r->parts_water));
    for (size_t i = 0; i < b->palette->ink_count; i++) {
        TRY(progress_tell(ctx, SCT_STAGE_MATCH, (double)i / (double)b->palette->ink_count));
        if (i == ink || (!b->palette->inks[i].in_stock && !b->options->out_of_stock))
            continue;
        if (try_ink(b, i, &r->items[r->count]))
            r->count++;
        else
            r->left_out++;
    }
    qsort(r->items, r->count, sizeof *r->items, by_distance);
done:
    return status;
}

static sct_status check_options(sct_context *ctx, const sct_substitute_options *given, sct_substitute_options *checked)
{
    sct_status status = SCT_OK;
    sct_substitute_options_init(checked);
    TRY(options_take(ctx, "sct_substitute_options", given, OPTIONS_SIZE(sct_substitute_options, reserved), checked,
                     sizeof *checked));
    if (!isnan(checked->parts_water))
        TRY(option_range(ctx, "parts_water", checked->parts_water, 0, most_parts));
    TRY(option_range(ctx, "skin_count", (double)checked->skin_count, 0, SKINS_MOST));
    TRY(option_range(ctx, "out_of_stock", checked->out_of_stock, 0, 1));
    TRY(option_range(ctx, "reserved", checked->reserved, 0, 0));
    if (checked->skin_count && !checked->skins)
        FAIL(ctx, SCT_ERR_OPTION, "skins: null, and skin_count is not 0");
done:
    return status;
}

sct_status sct_substitutes_new(sct_context *ctx, const sct_palette *palette, size_t ink, const sct_substitute_options *given,
                               sct_substitutes **out)
{
    sct_status status = SCT_OK;
    sct_substitute_options options;
    sct_substitutes *r = NULL;
    bench b = {.palette = palette, .options = &options};
    sct_context_clear(ctx);
    if (!out || ink >= sct_palette_count(palette))
        FAIL(ctx, SCT_ERR_ARGUMENT, "no such ink or nowhere to put the answer");
    TRY(check_options(ctx, given, &options));
    TRY(mem_new(ctx, 1, sizeof *r, (void **)&r));
    TRY(mem_new(ctx, palette->ink_count, sizeof *r->items, (void **)&r->items));
    TRY(palette_optics_room_new(ctx, &b.room));
    TRY(prepare_skins(ctx, &b));
    TRY(fill(ctx, &b, ink, r));
    *out = r;
    r = NULL;
done:
    sct_substitutes_free(r);
    mem_free(b.clients);
    mem_free(b.room);
    return status;
}

void sct_substitutes_free(sct_substitutes *substitutes)
{
    if (substitutes)
        mem_free(substitutes->items);
    mem_free(substitutes);
}

size_t sct_substitutes_count(const sct_substitutes *substitutes)
{
    return substitutes ? substitutes->count : 0;
}

sct_status sct_substitutes_at_sized(const sct_substitutes *substitutes, size_t index, sct_substitute *out, size_t size)
{
    if (!out || index >= sct_substitutes_count(substitutes))
        return SCT_ERR_ARGUMENT;
    const substitute *s = &substitutes->items[index];
    sct_substitute row = {.ink = s->ink,
                          .for_parts_water = substitutes->parts_water,
                          .parts_water = s->parts_water,
                          .mean_de00 = s->mean_de00,
                          .worst_de00 = s->worst_de00,
                          .worst_skin_L = s->worst_skin_L};
    return record_give(out, size, &row, sizeof row);
}
