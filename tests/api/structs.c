/* tests/api/structs.c */
#include "api/structs.h"
#include "api/consultation.h"
#include "support/support.h"

enum { SIDE = STRUCT_SIDE };
sct_context *struct_context;
static sct_photo *photo;
static sct_palette *palette;
static sct_measurement *skin_only; /* a ranking for it fails, but only after its options were looked at */
static sct_measurement *client;    /* with its ranking: for the page */
static sct_ranking *ranked;
static sct_shape *area;
static uint8_t labels[SIDE * SIDE];
static unsigned char pixels[3 * SIDE * SIDE];
static sct_ink_optics *optics;
static float floats[4 * SIDE * SIDE];

#define INIT(function, member)                                                                                              \
    static void init_##member(options *o, size_t size)                                                                      \
    {                                                                                                                       \
        function(o ? &o->member : NULL, size);                                                                              \
    }
INIT(sct_view_init_sized, view)
INIT(sct_measure_options_init_sized, measure)
INIT(sct_match_options_init_sized, match)
INIT(sct_chart_options_init_sized, chart)
INIT(sct_heal_options_init_sized, heal)
INIT(sct_shadow_options_init_sized, shadow)
INIT(sct_drawdown_init_sized, film)
INIT(sct_drawdown_options_init_sized, drawdown)
INIT(sct_card_options_init_sized, card)
INIT(sct_look_info_init_sized, look)
INIT(sct_preview_options_init_sized, preview)
INIT(sct_pixels_desc_init_sized, pixels)
INIT(sct_plane_init_sized, plane)
INIT(sct_page_options_init_sized, page)

#define KIND(type, member)                                                                                                  \
    {                                                                                                                       \
#type, sizeof(type), init_##member, 0, 0                                                                            \
    }
#define KIND_RESERVED(type, member)                                                                                         \
    {                                                                                                                       \
#type, sizeof(type), init_##member, offsetof(type, reserved), sizeof((type){0}.reserved)                            \
    }
const struct_kind struct_kinds[STRUCTS] = {
    [VIEW] = KIND_RESERVED(sct_view, view),
    [MEASURE] = KIND(sct_measure_options, measure),
    [MATCH] = KIND_RESERVED(sct_match_options, match),
    [CHART] = KIND_RESERVED(sct_chart_options, chart),
    [HEAL] = KIND_RESERVED(sct_heal_options, heal),
    [HEAL_OF_INK] = KIND_RESERVED(sct_heal_options, heal),
    [SHADOW] = KIND(sct_shadow_options, shadow),
    [FILM] = KIND_RESERVED(sct_drawdown, film),
    [DRAWDOWN] = KIND(sct_drawdown_options, drawdown),
    [CARD] = KIND_RESERVED(sct_card_options, card),
    [LOOK] = KIND_RESERVED(sct_look_info, look),
    [PREVIEW] = KIND_RESERVED(sct_preview_options, preview),
    [PIXELS] = KIND_RESERVED(sct_pixels_desc, pixels),
    [PLANE] = KIND_RESERVED(sct_plane, plane),
    [PAGE] = KIND(sct_page_options, page),
};

/* The struct as a program would fill it for a call that costs little. */
void usual(what w, options *o, size_t size)
{
    static const sct_pigment carbon = {"77266", 0.001}, composed = {"77266", 0.15};
    memset(o, 0, sizeof *o);
    struct_kinds[w].init(o, size);
    switch (w) {
    case VIEW:
        o->view.photo = photo;
        o->view.shapes = (const sct_shape *const *)&area;
        o->view.shape_count = 1;
        o->view.roles = 1u << SCT_ROLE_SKIN;
        break;
    case MATCH: o->match.depth_lo_um = 50, o->match.depth_hi_um = 600, o->match.draws = 2; break;
    case HEAL:
    case HEAL_OF_INK:
        o->heal.skin_lab = (sct_lab){65, 10, 17};
        sct_tissue_init(&o->heal.tissue);
        o->heal.use_tissue = 1;
        o->heal.streams = 4;
        o->heal.pigments = w == HEAL ? &carbon : NULL;
        o->heal.pigment_count = w == HEAL;
        o->heal.ink = w == HEAL ? NULL : optics;
        o->heal.depth_lo_um = 0, o->heal.depth_hi_um = 1000;
        o->heal.age = SCT_AGE_YEARS;
        break;
    case FILM: o->film.lab = (sct_lab){50, 0, 0}, o->film.parts_water = 10; break;
    case DRAWDOWN: o->drawdown.pigments = &composed, o->drawdown.pigment_count = 1; break;
    case LOOK:
        o->look.skin_lab = (sct_lab){65, 10, 17};
        o->look.dot_lab = (sct_lab){40, 3, 4};
        o->look.area_lab = (sct_lab){61, 9, 14.5};
        break;
    case PREVIEW:
        o->preview.mm_per_px = 0.1;
        o->preview.hair_px = 5; /* tells the scale where none is given */
        o->preview.areas = (const sct_shape *const *)&area;
        o->preview.area_count = 1;
        o->preview.labels = labels;
        o->preview.labels_capacity = sizeof labels;
        break;
    case PIXELS: o->pixels.width = o->pixels.height = SIDE, o->pixels.data = pixels; break;
    case PLANE: o->plane.format = SCT_PIXEL_F32, o->plane.data = floats, o->plane.capacity = sizeof floats; break;
    default: break;
    }
}

static sct_status measure_with(const sct_measure_options *given, const sct_view *view)
{
    sct_measurement *out = NULL;
    options plain;
    usual(VIEW, &plain, sizeof plain.view);
    sct_status status = sct_measure(struct_context, given, view ? view : &plain.view, 1, &out);
    assert_true((out != NULL) == (status == SCT_OK));
    sct_measurement_free(out);
    return status;
}

static sct_status fit_with(const sct_drawdown_options *given, const sct_drawdown *film)
{
    sct_ink_optics *out = NULL;
    options plain, usual_options;
    usual(FILM, &plain, sizeof plain.film);
    usual(DRAWDOWN, &usual_options, sizeof usual_options.drawdown);
    sct_status status = sct_ink_optics_from_drawdowns(struct_context, given ? given : &usual_options.drawdown,
                                                      film ? film : &plain.film, 1, &out);
    assert_true((out != NULL) == (status == SCT_OK));
    sct_ink_optics_free(out);
    return status;
}

static sct_status heal_with(const sct_heal_options *given)
{
    sct_healed *out = NULL;
    sct_status status = sct_heal(struct_context, given, &out);
    assert_true((out != NULL) == (status == SCT_OK));
    sct_healed_free(out);
    return status;
}

sct_status call(what w, const options *o)
{
    sct_tissue tissue;
    sct_shadow shadow;
    sct_chart_result *found = NULL;
    sct_ranking *ranking = NULL;
    sct_photo *opened = NULL;
    sct_preview *shown = NULL;
    sct_look *look = NULL;
    sct_bytes text = {0};
    sct_lab strand = {30, 2, 3};
    sct_status status = SCT_ERR_INTERNAL;
    sct_tissue_init(&tissue);
    switch (w) {
    case VIEW: return measure_with(NULL, &o->view);
    case MEASURE: return measure_with(&o->measure, NULL);
    case MATCH: status = sct_match(struct_context, &o->match, skin_only, palette, &ranking); break;
    case CHART: status = sct_chart_find(struct_context, &o->chart, photo, &found); break;
    case HEAL:
    case HEAL_OF_INK: return heal_with(&o->heal);
    case SHADOW: return sct_predict_shadow(struct_context, &o->shadow, &tissue, strand, &shadow);
    case FILM: return fit_with(NULL, &o->film);
    case DRAWDOWN: return fit_with(&o->drawdown, NULL);
    case CARD: status = sct_card_svg(struct_context, &o->card, &text); break;
    case LOOK: status = sct_look_from_values(struct_context, &o->look, &look); break;
    case PREVIEW: status = sct_preview_new(struct_context, photo, &o->preview, &shown); break;
    case PIXELS: status = sct_photo_from_pixels(struct_context, &o->pixels, &opened); break;
    case PLANE: return sct_photo_pixels(struct_context, photo, &o->plane);
    case PAGE: status = sct_page_html(struct_context, &o->page, client, palette, ranked, NULL, &text); break;
    default: break;
    }
    assert_true(!ranking && !found);
    assert_true((text.data || look || shown || opened) == (status == SCT_OK));
    sct_bytes_free(&text);
    sct_look_free(look);
    sct_preview_free(shown);
    sct_photo_free(opened);
    return status;
}

/* What the call answers when nothing is wrong with the struct. */
sct_status wanted(what w)
{
    return w == MATCH ? SCT_ERR_NOTHING : w == CHART ? SCT_ERR_CHART_NONE : SCT_OK;
}

void accepts(what w, const options *o, const char *field, double value)
{
    sct_status status = call(w, o);
    if (status != wanted(w))
        fail_msg("%s.%s = %g: %s: %s", struct_kinds[w].name, field, value, sct_status_name(status),
                 sct_context_message(struct_context));
}

void refuses(what w, const options *o, const char *field, double value, const char *word)
{
    sct_status status = call(w, o);
    if (status != SCT_ERR_OPTION)
        fail_msg("%s.%s = %g: %s", struct_kinds[w].name, field, value, sct_status_name(status));
    if (!strstr(sct_context_message(struct_context), word))
        fail_msg("%s.%s = %g: the message is \"%s\"", struct_kinds[w].name, field, value,
                 sct_context_message(struct_context));
}

int structs_open(void **state)
{
    (void)state;
    options o;
    for (size_t i = 0; i < sizeof pixels; i += 3) {
        pixels[i] = (unsigned char)(190 + i % 5);
        pixels[i + 1] = (unsigned char)(150 + i % 7);
        pixels[i + 2] = (unsigned char)(130 + i % 4);
    }
    const sct_pigment carbon = {"77266", 0.15};
    const sct_lab none = {0, 0, 0}, skin = {65, 10, 17}, hair = {30, 2, 3};
    sct_match_options few;
    sct_match_options_init(&few);
    few.draws = 2;
    usual(PIXELS, &o, sizeof o.pixels);
    return sct_context_new(&struct_context) == SCT_OK &&
                   sct_photo_from_pixels(struct_context, &o.pixels, &photo) == SCT_OK &&
                   sct_shape_parse(struct_context, "rect:2,2,20,20", SCT_ROLE_SKIN, &area) == SCT_OK &&
                   sct_ink_optics_from_composition(struct_context, &carbon, 1, &optics) == SCT_OK &&
                   sct_measurement_from_lab(struct_context, skin, 1, none, 1, SCT_HAIR_NONE, &skin_only) == SCT_OK &&
                   sct_palette_from_json(struct_context, consultation_inks, strlen(consultation_inks), &palette) == SCT_OK &&
                   sct_measurement_from_lab(struct_context, skin, 1, hair, 1, SCT_HAIR_STUBBLE, &client) == SCT_OK &&
                   sct_match(struct_context, &few, client, palette, &ranked) == SCT_OK
               ? 0
               : -1;
}

int structs_close(void **state)
{
    (void)state;
    sct_ink_optics_free(optics);
    sct_shape_free(area);
    sct_measurement_free(skin_only);
    sct_measurement_free(client);
    sct_ranking_free(ranked);
    sct_palette_free(palette);
    sct_photo_free(photo);
    sct_context_free(struct_context);
    return 0;
}
