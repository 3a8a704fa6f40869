/*
 * tests/palette/make_palettes.c - writes the illustrative palettes of palettes/
 * from the compositions listed here: make_palettes NAME > palettes/NAME.json.
 * tests/palette/shipped.sh compares its output with the files byte for byte.
 *
 * No maker publishes colours of SMP inks, so the colours are computed: a film
 * of the mixture, FILM_UM thick when wet (what a wire bar No. 2 lays down), of refractive index 1.5, on white card that
 * reflects CARD of the light at every wavelength; pigments by volume fraction
 * mass_fraction / density x c, with c = parts_ink / (parts_ink + parts_water);
 * their absorption and scattering by Mie theory (engine/skin/pigment_table.c);
 * the light by adding-doubling with 8 streams (engine/skin/light/slab.h). Colour
 * D50, 2 degrees, specular excluded. Particle sizes are assumed, so an ink of
 * the same composition may be twice as strong or half.
 */
#include "base/base.h"
#include "skin/light/slab.h"
#include "skin/skin.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define FILM_UM         12.0
#define CARD            0.88
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

enum { PIGMENTS = 3, STEPS = 11 };

static const struct {
    const char *ci, *name;
} pigment_names[PIGMENTS] = {{"77266", "Carbon black"}, {"77491", "Iron oxide red"}, {"77891", "Titanium dioxide"}};

typedef struct recipe {
    const char *id, *product, *shade;
    double mass_fraction[PIGMENTS];                /* of the fluid, in the order of pigment_names */
    double min_parts_water, max_parts_water, step; /* step 0: ready to use */
} recipe;

static const recipe carbon[] = {
    {"generic-carbon", "Carbon black", "", {0.15}, 3, 60, 0.5},
};

/* Yellow iron oxide (CI 77492) is left out: no table of its refractive index was found, so its colour would be invented. */
static const recipe oxides[] = {
    {"oxide-warm-black", "Warm black", "", {0.10, 0.06}, 3, 60, 0.5},
    {"oxide-dark-brown", "Dark brown", "", {0.05, 0.10}, 3, 40, 0.5},
    {"oxide-medium-brown", "Medium brown", "", {0.02, 0.10, 0.02}, 3, 30, 0.5},
    {"oxide-ash-brown", "Ash brown", "", {0.03, 0.045, 0.05}, 3, 30, 0.5},
    {"oxide-auburn", "Auburn", "", {0.005, 0.11, 0.02}, 3, 30, 0.5},
    {"oxide-cool-grey", "Cool grey", "", {0.03, 0, 0.10}, 3, 30, 0.5},
};

static const recipe ready[] = {
    {"ready-black-deep", "Ready 1", "black hair, deep skin", {0.030}, 0, 0, 0},
    {"ready-black", "Ready 2", "black hair, light to tan skin", {0.011}, 0, 0, 0},
    {"ready-dark-brown", "Ready 3", "dark brown hair, light to tan skin", {0.006, 0.005}, 0, 0, 0},
    {"ready-medium-brown", "Ready 4", "medium brown hair, light skin", {0.0035, 0.007}, 0, 0, 0},
    {"ready-ash-brown", "Ready 5", "ash brown hair, light skin", {0.0036, 0.003, 0.004}, 0, 0, 0},
    {"ready-auburn", "Ready 6", "red hair, fair skin", {0.0008, 0.010, 0.002}, 0, 0, 0},
    {"ready-light-brown", "Ready 7", "light brown to dark blond hair, fair skin", {0.0020, 0.0028, 0.004}, 0, 0, 0},
    {"ready-grey", "Ready 8", "grey hair", {0.0024, 0, 0.006}, 0, 0, 0},
};

typedef struct plan {
    const char *file, *name, *description;
    const recipe *inks;
    size_t count;
} plan;

static const plan lines[] = {
    {"generic-carbon", "Generic carbon black", "One carbon-black ink to mix with distilled water, from 3:1 to 60:1.", carbon,
     COUNT_OF(carbon)},
    {"generic-iron-oxide", "Generic iron oxides", "A line of tones from iron oxides, carbon black and titanium dioxide.",
     oxides, COUNT_OF(oxides)},
    {"ready-shades", "Generic ready shades", "Ready-to-use shades by hair and skin; not to be thinned.", ready,
     COUNT_OF(ready)},
};

/* The default palette: what a first demonstration needs, from the three lines above. */
static const char *const chosen[] = {"generic-carbon",  "oxide-warm-black", "oxide-dark-brown", "oxide-ash-brown",
                                     "oxide-cool-grey", "ready-black-deep", "ready-dark-brown", "ready-medium-brown",
                                     "ready-ash-brown", "ready-grey"};

/* Dilutions that get a swatch, as far as the ink allows. */
static const double ladder[STEPS] = {3, 5, 8, 12, 16, 20, 25, 30, 40, 50, 60};

static sct_lab drawdown(const recipe *ink, double concentration)
{
    skin_streams streams;
    slab_layer film;
    skin_ink fluid = {0};
    double g[SKIN_PAD], card[SKIN_PAD], reflectance[SKIN_PAD];

    for (int p = 0; p < PIGMENTS; p++) {
        sct_pigment pigment = {.fraction = 1};
        sct_ink_optics optics;
        snprintf(pigment.ci, sizeof pigment.ci, "%s", pigment_names[p].ci);
        if (!(ink->mass_fraction[p] > 0))
            continue;
        if (skin_optics_from_composition(NULL, &pigment, 1, &optics) != SCT_OK)
            return (sct_lab){(double)NAN, (double)NAN, (double)NAN};
        skin_ink one = skin_ink_of(&optics);
        double amount = concentration * ink->mass_fraction[p];
        for (int l = 0; l < SKIN_PAD; l++) {
            fluid.absorption[l] += amount * one.absorption[l];
            fluid.scattering[l] += amount * one.scattering[l];
            fluid.forward[l] += amount * one.forward[l];
        }
    }
    for (int l = 0; l < SKIN_PAD; l++) {
        g[l] = fluid.forward[l] / fluid.scattering[l];
        card[l] = CARD;
    }
    skin_streams_init(&streams, 8, 1.5);
    slab_layer_init(&film, &streams, FILM_UM * 1e-4, fluid.absorption, fluid.scattering, g);
    slab_reflect(&streams, &(slab_stack){.layers = {&film}, .count = 1, .albedo = card}, reflectance);
    return skin_lab(reflectance, NULL);
}

static json *colour_json(const recipe *ink, double parts_water)
{
    json *colour = json_new_object(), *list = json_new_array();
    sct_lab lab = drawdown(ink, 1 / (1 + parts_water));
    json_append(list, json_new_number(lab.L, 1));
    json_append(list, json_new_number(lab.a, 1));
    json_append(list, json_new_number(lab.b, 1));
    json_set(colour, "state", json_new_string("drawdown"));
    json_set(colour, "lab", list);
    json_set(colour, "illuminant", json_new_string("D50"));
    json_set(colour, "observer", json_new_number(2, 0));
    json_set(colour, "specular", json_new_string("excluded"));
    json_set(colour, "parts_ink", json_new_number(1, 0));
    json_set(colour, "parts_water", json_new_number(parts_water, 1));
    json_set(colour, "backing", json_new_string("white"));
    json_set(colour, "backing_reflectance", json_new_number(CARD, 2));
    json_set(colour, "wet_film_um", json_new_number(FILM_UM, 0));
    return colour;
}

static json *composition_json(const recipe *ink)
{
    json *list = json_new_array();
    for (int p = 0; p < PIGMENTS; p++) {
        if (!(ink->mass_fraction[p] > 0))
            continue;
        json *pigment = json_new_object();
        json_set(pigment, "ci", json_new_string(pigment_names[p].ci));
        json_set(pigment, "name", json_new_string(pigment_names[p].name));
        json_set(pigment, "mass_fraction", json_new_number(ink->mass_fraction[p], 4));
        json_append(list, pigment);
    }
    return list;
}

static json *ink_json(const recipe *ink)
{
    json *object = json_new_object(), *colours = json_new_array();
    json_set(object, "id", json_new_string(ink->id));
    json_set(object, "brand", json_new_string("Generic"));
    json_set(object, "product", json_new_string(ink->product));
    if (*ink->shade)
        json_set(object, "shade", json_new_string(ink->shade));
    json_set(object, "in_stock", json_new_bool(1));
    json_set(object, "kind", json_new_string(ink->step > 0 ? "dilutable" : "ready"));
    if (ink->step > 0) {
        json *dilution = json_new_object();
        json_set(dilution, "min_parts_water", json_new_number(ink->min_parts_water, 1));
        json_set(dilution, "max_parts_water", json_new_number(ink->max_parts_water, 1));
        json_set(dilution, "step", json_new_number(ink->step, 2));
        json_set(object, "dilution", dilution);
        for (int i = 0; i < STEPS; i++)
            if (ladder[i] >= ink->min_parts_water && ladder[i] <= ink->max_parts_water)
                json_append(colours, colour_json(ink, ladder[i]));
    } else {
        json_append(colours, colour_json(ink, 0));
    }
    json_set(object, "composition", composition_json(ink));
    json_set(object, "colours", colours);
    return object;
}

static json *provenance_json(void)
{
    json *object = json_new_object();
    json_set(object, "kind", json_new_string("illustrative"));
    json_set(object, "by", json_new_string("the scalptone project"));
    json_set(object, "date", json_new_string("2026-11-23"));
    json_set(object, "method",
             json_new_string(
                 "computed, not measured: a film of the mixture, 12 um thick when wet, on white card by adding-doubling "
                 "(tests/palette/make_palettes.c)"));
    json_set(object, "source",
             json_new_string("compositions chosen to span what is sold for scalp micropigmentation; pigment optics by Mie "
                             "theory from published refractive indices (engine/skin/pigment_table.c)"));
    json_set(object, "licence", json_new_string("MIT"));
    return object;
}

static const recipe *find_recipe(const char *id)
{
    for (size_t p = 0; p < COUNT_OF(lines); p++)
        for (size_t i = 0; i < lines[p].count; i++)
            if (strcmp(lines[p].inks[i].id, id) == 0)
                return &lines[p].inks[i];
    return NULL;
}

static json *palette_json(const char *file)
{
    json *inks = json_new_array(), *root = json_new_object();
    const char *name = "Default";
    const char *description = "Ten generic inks to start with: one carbon black, four tones to mix, five ready shades.";
    if (strcmp(file, "default") == 0)
        for (size_t i = 0; i < COUNT_OF(chosen); i++)
            json_append(inks, ink_json(find_recipe(chosen[i])));
    for (size_t p = 0; p < COUNT_OF(lines); p++) {
        if (strcmp(file, lines[p].file) != 0)
            continue;
        name = lines[p].name;
        description = lines[p].description;
        for (size_t i = 0; i < lines[p].count; i++)
            json_append(inks, ink_json(&lines[p].inks[i]));
    }
    json_set(root, "scalptone_palette", json_new_number(1, 0));
    json_set(root, "name", json_new_string(name));
    json_set(root, "description", json_new_string(description));
    json_set(root, "provenance", provenance_json());
    json_set(root, "inks", inks);
    return root;
}

int main(int argc, char **argv)
{
    sct_bytes text = {0};
    if (argc != 2) {
        fprintf(stderr, "make_palettes: name one of default, generic-carbon, generic-iron-oxide, ready-shades\n");
        return 2;
    }
    json *root = palette_json(argv[1]);
    if (json_print(NULL, root, 1, &text) != SCT_OK)
        return 6;
    printf("%s\n", (const char *)text.data);
    sct_bytes_free(&text);
    json_free(root);
    return 0;
}
