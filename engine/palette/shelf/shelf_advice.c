/*
 * shelf_advice.c - what a colleague would say of a palette: what is missing, why
 * it matters, and how to get it; and what looks like a slip of whoever typed it.
 */
#include "palette/shelf/shelf.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ADVICE_MOST = 500, TEXT = 240, INKS_LOOKED_AT = 2000 }; /* films take milliseconds each */
static const double alike_de00 = 0.5;

typedef struct advice_item {
    size_t ink; /* SIZE_MAX: the palette as a whole */
    const char *code, *why, *how;
    char what[TEXT];
} advice_item;

struct sct_advice {
    size_t count;
    advice_item items[ADVICE_MOST];
};

static void add(sct_advice *a, size_t ink, const char *code, const char *why, const char *how, const char *format, ...)
    SCT_PRINTF(6, 7);
static void add(sct_advice *a, size_t ink, const char *code, const char *why, const char *how, const char *format, ...)
{
    va_list args;
    if (a->count >= ADVICE_MOST)
        return;
    advice_item *item = &a->items[a->count++];
    *item = (advice_item){.ink = ink, .code = code, .why = why, .how = how};
    va_start(args, format);
    text_format(item->what, sizeof item->what, format, args);
    va_end(args);
}

/* ---- what is missing ---- */

static int has_state(const palette_ink *ink, sct_colour_state state)
{
    for (size_t i = 0; i < ink->colour_count; i++)
        if (ink->colours[i].state == state && !ink->colours[i].stated)
            return 1;
    return 0;
}

static void advise_knowledge(sct_advice *a, palette_optics_room *room, const palette_ink *ink, size_t i)
{
    static const char label[] =
        "copy the pigments (CI numbers) and their shares from the label or the safety data sheet into "
        "\"composition\"";
    sct_ink_optics optics;
    if (palette_ink_optics(NULL, ink, room, &optics) == SCT_OK || has_state(ink, SCT_STATE_HEALED))
        return;
    if (palette_unknown_pigment(ink))
        add(a, i, "pigment-unknown", "nothing can be predicted from a composition with a pigment whose optics nobody knows",
            "draw the ink down over black and white card and add the films as \"colours\"",
            "CI %.20s is not among those known", palette_unknown_pigment(ink));
    else if (ink->colour_count == 0)
        add(a, i, "only-a-name", "it is left out of every ranking", label, "nothing is known of it but its name");
    else if (ink->colours[0].stated)
        add(a, i, "only-stated", "a colour off a screen says nothing of what heals; it is ranked apart, below all others",
            label, "its colour was stated, not measured");
    else if (!has_state(ink, SCT_STATE_DRAWDOWN))
        add(a, i, "only-cup", "in the cup an ink looks darker and often of another hue than it heals; it is ranked apart",
            label, "only its colour in the cup is known");
    else
        add(a, i, "only-a-film", "a film that hides the card tells neither what is in the ink nor how strong it is",
            "draw down three dilutions, thin ones, over black and white card with a known wet thickness, or add the "
            "composition",
            "only a film is known that says nothing of its strength");
}

/* Inks whose strength is a guess are one sentence together: they are most of them. */
static void advise_strength(sct_advice *a, palette_optics_room *room, const sct_palette *palette)
{
    size_t guessed = 0, example = 0;
    for (size_t i = 0; i < palette->ink_count && i < INKS_LOOKED_AT; i++) {
        sct_ink_optics optics;
        if (palette_ink_optics(NULL, &palette->inks[i], room, &optics) != SCT_OK ||
            palette_optics_told(room)->strength_factor < 1.5)
            continue;
        example = guessed++ ? example : i;
    }
    static const char why[] = "an ink twice as strong as thought heals visibly too dark at the same dilution",
                      how[] = "draw down two thin dilutions over black and white card with a wire bar, and write its "
                              "thickness as \"wet_film_um\"";
    if (guessed == 1)
        add(a, SIZE_MAX, "strength-guessed", why, how, "how strong 1 ink is (%.40s) is known to a factor of two only",
            palette->inks[example].id);
    else if (guessed)
        add(a, SIZE_MAX, "strength-guessed", why, how,
            "how strong %zu inks are (%.40s and others) is known to a factor of two only", guessed,
            palette->inks[example].id);
}

/* Whether a word stands in a text by itself: "lead" is not in "leading". */
static int names(const char *text, const char *word)
{
    static const char *const before[] = {"", "* "}, *const after[] = {"", " *"};
    char pattern[64];
    for (size_t i = 0; i < 2; i++)
        for (size_t k = 0; k < 2; k++) {
            text_print(pattern, sizeof pattern, "%s%s%s", before[i], word, after[k]);
            if (shelf_like(pattern, text))
                return 1;
        }
    return 0;
}

/* What of an ink is restricted, said as information. */
static void advise_restricted(sct_advice *a, const palette_ink *ink, size_t i)
{
    for (const shelf_restricted *r = shelf_restricted_table; r->word; r++) {
        int found = 0;
        for (size_t k = 0; k < ink->pigment_count; k++)
            found |= r->ci && strcmp(ink->pigments[k].ci, r->ci) == 0;
        for (size_t k = 0; k < ink->ingredient_count; k++)
            found |= names(ink->ingredients[k], r->word) || (r->ci && names(ink->ingredients[k], r->ci));
        if (found)
            add(a, i, "restricted", shelf_restricted_source,
                "ask the maker for a declaration and the test report of this lot, or replace it", "%s", r->what);
    }
}

/* ---- what looks like a slip ---- */

static double chroma(sct_lab lab)
{
    return hypot(lab.a, lab.b);
}

/* Which conditions the Lab beside a spectrum fits, when it does not fit those stated; 0: none does. */
static int better_conditions(const sct_ink_colour *c, sct_illuminant *illuminant, sct_observer *observer)
{
    static const sct_illuminant lights[] = {SCT_ILLUMINANT_D50, SCT_ILLUMINANT_D65, SCT_ILLUMINANT_A};
    static const sct_observer observers[] = {SCT_OBSERVER_2, SCT_OBSERVER_10};
    sct_ink_colour other = *c;
    if (!c->spectrum || !(sct_de2000(palette_lab_as_given(c), c->lab_as_given) > 0.5))
        return 0;
    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; k < 2; k++) {
            other.illuminant = lights[i];
            other.observer = observers[k];
            if (sct_de2000(palette_lab_as_given(&other), c->lab_as_given) < 0.1) {
                *illuminant = lights[i];
                *observer = observers[k];
                return 1;
            }
        }
    return 0;
}

static void advise_colour(sct_advice *a, const sct_ink_colour *c, size_t i, size_t k)
{
    static const char wrong[] = "every prediction that rests on it is wrong by as much";
    static const double vivid =
        25; /* duller colours are all possible but the darkest and lightest, which the file refuses */
    sct_lab lab = c->lab_as_given;
    sct_illuminant light;
    sct_observer observer;
    if (c->stated) /* typed in as #rrggbb: nobody measured it under any light, and it has no columns */
        return;
    if (better_conditions(c, &light, &observer))
        add(a, i, "conditions-other", wrong, "correct \"illuminant\" and \"observer\"",
            "colours[%zu]: its Lab is that of its spectrum for %s and %d degrees, not for what stands beside it", k,
            sct_enum_name(SCT_ENUM_ILLUMINANT, (int)light), (int)observer);
    else if (lab.L <= 1 && lab.L > 0)
        add(a, i, "L-to-one", wrong, "multiply L by 100, and a and b too where they run from 0 to 1",
            "colours[%zu]: L is %.3g beside a %.3g and b %.3g: so dark is no film, but L that runs from 0 to 1 looks like "
            "this",
            k, lab.L, lab.a, lab.b);
    else if (lab.L < 15 && chroma(lab) > 25 && fmax(lab.a, lab.b) > 25)
        add(a, i, "columns-exchanged", wrong, "look whether the columns are L, a, b in this order",
            "colours[%zu]: L %.3g, a %.3g, b %.3g is too dark for so vivid a colour; L may stand under %s", k, lab.L, lab.a,
            lab.b, lab.a > lab.b ? "a" : "b");
    else if (chroma(lab) > vivid && !colour_is_reflected(lab, c->illuminant, c->observer))
        add(a, i, "impossible", wrong, "measure it again, or correct the numbers",
            "colours[%zu]: no body can have L %.3g, a %.3g, b %.3g under this light", k, lab.L, lab.a, lab.b);
    else if (c->illuminant == SCT_ILLUMINANT_D50 && lab.L > 60 && lab.b < -12 && fabs(lab.a) < 8)
        add(a, i, "light-other", wrong, "look whether the instrument was set to D65, and write that",
            "colours[%zu]: b %.3g is as blue as D65 readings look when they are taken for D50", k, lab.b);
}

/*
 * XYZ under D65 that were made Lab by the white of D50: Z is 1.32 times too large, so that every colour, however dark, is
 * bluer by 200 (1.32^(1/3) - 1) (L + 16) / 116. Inks of scalps are greys and browns; where all are as blue as that makes a
 * grey, and none is warmer, the light was another.
 */
static void advise_light(sct_advice *a, const sct_palette *palette)
{
    static const double shift = -19.4, half = 0.5;
    enum { ENOUGH = 3 };
    size_t n = 0;
    for (size_t i = 0; i < palette->ink_count; i++)
        for (size_t k = 0; k < palette->inks[i].colour_count; k++) {
            const sct_ink_colour *c = &palette->inks[i].colours[k];
            double blue = c->lab_as_given.b / ((c->lab_as_given.L + 16) / 116) / shift;
            if (c->stated || c->illuminant != SCT_ILLUMINANT_D50)
                continue;
            if (!(blue > half && blue < 1 + half))
                return;
            n++;
        }
    if (n >= ENOUGH)
        add(a, SIZE_MAX, "light-other", "every prediction that rests on these colours is too blue by up to 19 b",
            "look whether the instrument or the program was set to D65, and write \"D65\", or convert from XYZ with its own "
            "white",
            "all %zu colours said to be under D50 are as blue as greys are whose XYZ was taken under D65", n);
}

/* Over white, more water is lighter. */
static void advise_ladder(sct_advice *a, const palette_ink *ink, size_t i)
{
    static const double fall = 0.5;
    for (size_t k = 0; k < ink->colour_count; k++)
        for (size_t n = 0; n < ink->colour_count; n++) {
            const sct_ink_colour *strong = &ink->colours[k], *thin = &ink->colours[n];
            if (strong->state != thin->state || strong->backing != thin->backing || strong->backing == SCT_BACKING_BLACK ||
                !(palette_concentration(thin->parts_ink, thin->parts_water) <
                  0.95 * palette_concentration(strong->parts_ink, strong->parts_water)) ||
                !(thin->lab.L < strong->lab.L - fall))
                continue;
            add(a, i, "ladder-falls", "between the two nothing sensible can be read off",
                "look whether two rows were exchanged, or measure the ladder again",
                "colours[%zu] has more water than colours[%zu] and is darker, L %.1f and %.1f", n, k, thin->lab.L,
                strong->lab.L);
            return;
        }
}

typedef struct place_of_L {
    double L;
    size_t ink;
    const sct_ink_colour *colour;
} place_of_L;

static int by_L(const void *a, const void *b)
{
    const place_of_L *x = a, *y = b;
    if (x->L != y->L)
        return x->L < y->L ? -1 : 1;
    return (x->ink > y->ink) - (x->ink < y->ink);
}

/* Inks whose telling colours, of one state and dilution, nobody could tell apart. dL* is at most 2 dE00. */
static sct_status advise_alike(sct_context *ctx, sct_advice *a, const sct_palette *palette)
{
    sct_status status = SCT_OK;
    place_of_L *places = NULL;
    size_t n = 0;
    TRY(mem_new(ctx, palette->ink_count, sizeof *places, (void **)&places));
    for (size_t i = 0; i < palette->ink_count; i++) {
        const sct_ink_colour *c = exchange_telling(&palette->inks[i]);
        if (c)
            places[n++] = (place_of_L){c->lab.L, i, c};
    }
    qsort(places, n, sizeof *places, by_L);
    for (size_t i = 0; i < n && a->count < ADVICE_MOST; i++)
        for (size_t k = i + 1; k < n && k < i + 64 && places[k].L - places[i].L <= 2 * alike_de00; k++) {
            const sct_ink_colour *c = places[i].colour, *d = places[k].colour;
            double de00 = sct_de2000(c->lab, d->lab);
            if (c->state != d->state || fabs(c->parts_water / c->parts_ink - d->parts_water / d->parts_ink) > 1e-9 ||
                !(de00 < alike_de00))
                continue;
            add(a, places[k].ink, "alike", "a ranking that has both is spread thin between them",
                "take one out, or look whether a row was copied",
                "its %s colour is dE00 %.2f from that of %.60s: nobody could tell them apart",
                sct_colour_state_name(c->state), de00, palette->inks[places[i].ink].id);
        }
done:
    mem_free(places);
    return status;
}

sct_status sct_advice_new(sct_context *ctx, const sct_palette *palette, sct_advice **out)
{
    sct_status status = SCT_OK;
    sct_advice *a = NULL;
    palette_optics_room *room = NULL;
    sct_context_clear(ctx);
    if (!palette || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "no palette or nowhere to put the advice");
    TRY(mem_new(ctx, 1, sizeof *a, (void **)&a));
    TRY(palette_optics_room_new(ctx, &room));
    for (size_t i = 0; i < palette->ink_count && a->count < ADVICE_MOST; i++) {
        const palette_ink *ink = &palette->inks[i];
        if (i < INKS_LOOKED_AT)
            advise_knowledge(a, room, ink, i);
        advise_restricted(a, ink, i);
        for (size_t k = 0; k < ink->colour_count; k++)
            advise_colour(a, &ink->colours[k], i, k);
        advise_ladder(a, ink, i);
    }
    TRY(advise_alike(ctx, a, palette));
    advise_light(a, palette);
    advise_strength(a, room, palette);
    *out = a;
    a = NULL;
done:
    mem_free(room);
    mem_free(a);
    return status;
}

void sct_advice_free(sct_advice *advice)
{
    mem_free(advice);
}

size_t sct_advice_count(const sct_advice *advice)
{
    return advice ? advice->count : 0;
}

sct_status sct_advice_at_sized(const sct_advice *advice, size_t index, sct_advice_item *out, size_t size)
{
    if (!out || index >= sct_advice_count(advice))
        return SCT_ERR_ARGUMENT;
    const advice_item *i = &advice->items[index];
    sct_advice_item item = {.ink = i->ink, .code = i->code, .what = i->what, .why = i->why, .how = i->how};
    return record_give(out, size, &item, sizeof item);
}
