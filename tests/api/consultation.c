/* tests/api/consultation.c */
#include "api/consultation.h"
#include "support/support.h"

const char consultation_inks[] =
    "{\"scalptone_palette\": 1, \"name\": \"two\", \"provenance\": {\"kind\": \"illustrative\", \"by\": \"tests\"},"
    " \"inks\": [{\"id\": \"black\", \"product\": \"Black\", \"ingredients\": [\"Aqua\", \"CI 77266\"],"
    "   \"dilution\": {\"min_parts_water\": 5, \"max_parts_water\": 25, \"step\": 5},"
    "   \"composition\": [{\"ci\": \"77266\", \"name\": \"Carbon black\", \"mass_fraction\": 0.15}]},"
    "  {\"id\": \"brown\", \"kind\": \"ready\","
    "   \"composition\": [{\"ci\": \"77266\", \"mass_fraction\": 0.01}, {\"ci\": \"77491\", \"mass_fraction\": 0.02}],"
    "   \"colours\": [{\"state\": \"drawdown\", \"lab\": [30, 8, 9], \"illuminant\": \"D50\", \"observer\": 2,"
    "                  \"specular\": \"excluded\"},"
    "                 {\"state\": \"healed\", \"lab\": [45, 5, 8], \"illuminant\": \"D65\", \"observer\": 2,"
    "                  \"specular\": \"excluded\"}]}]}";

void (*consultation_sees)(const char *call);

void consultation_works(const consultation *c, sct_status status, const char *what, const char *file, int line)
{
    if (consultation_sees)
        consultation_sees(what);
    if (status == SCT_OK)
        return;
    print_error("%s: %s: %s\n", what, sct_status_name(status), sct_context_message(c->ctx));
    _fail(file, line);
}

static void take_photos(consultation *c)
{
    phantom_params params;
    phantom_params_init(&params);
    params.width = 220; /* as small as hair can still be found in */
    params.height = 165;
    params.format = PHANTOM_JPEG;
    params.profile = PHANTOM_DISPLAY_P3;
    c->head_file = phantom_render(&params);
    phantom_params_perfect(&params);
    params.format = PHANTOM_PNG8;
    params.width = 360;
    params.height = 280;
    params.mm_per_px = 0.4;
    params.chart = PHANTOM_CHART_COLORCHECKER;
    c->chart_file = phantom_render(&params);
    WORKS(c, sct_photo_open(c->ctx, c->head_file.bytes, c->head_file.size, &c->head));
    WORKS(c, sct_photo_open(c->ctx, c->chart_file.bytes, c->chart_file.size, &c->with_chart));
    WORKS(c, sct_shape_parse(c->ctx, "rect:2%,2%,30%,96%", SCT_ROLE_SKIN, &c->skin));
    WORKS(c, sct_shape_parse(c->ctx, "rect:68%,2%,30%,96%", SCT_ROLE_HAIR, &c->hair));
    WORKS(c, sct_shape_parse(c->ctx, "rect:40,30,90,80", SCT_ROLE_SKIN, &c->area));
}

static void rank_inks(consultation *c)
{
    const sct_shape *shapes[] = {c->skin, c->hair};
    sct_measure_options measuring;
    sct_match_options matching;
    sct_view view;
    sct_view_init(&view);
    view.photo = c->head;
    view.shapes = shapes;
    view.shape_count = 2;
    sct_measure_options_init(&measuring);
    measuring.mm_per_px = 0.11;
    WORKS(c, sct_measure(c->ctx, &measuring, &view, 1, &c->client));
    sct_match_options_init(&matching);
    matching.draws = 8;
    WORKS(c, sct_palette_from_json(c->ctx, consultation_inks, strlen(consultation_inks), &c->palette));
    WORKS(c, sct_match(c->ctx, &matching, c->client, c->palette, &c->ranking));
}

static void predict(consultation *c)
{
    sct_heal_options healing;
    WORKS(c, sct_palette_ink_optics(c->ctx, c->palette, 0, &c->optics));
    sct_heal_options_init(&healing);
    healing.skin_lab = (sct_lab){65, 10, 17};
    healing.ink = c->optics;
    healing.band = 1;
    WORKS(c, sct_heal(c->ctx, &healing, &c->healed));
}

static void show(consultation *c)
{
    sct_preview_options o;
    sct_bytes png = {0};
    sct_preview_options_init(&o);
    o.areas = (const sct_shape *const *)&c->area;
    o.area_count = 1;
    o.mm_per_px = 0.15;
    WORKS(c, sct_look_from_match(c->ctx, NULL, c->client, c->palette, c->ranking, 0, NULL, &c->look));
    WORKS(c, sct_preview_new(c->ctx, c->head, &o, &c->preview));
    WORKS(c, sct_preview_png(c->ctx, c->preview, c->look, &png));
    sct_bytes_free(&png);
}

void consultation_open(consultation *c)
{
    memset(c, 0, sizeof *c);
    WORKS(c, sct_context_new(&c->ctx));
    take_photos(c);
    rank_inks(c);
    WORKS(c, sct_card_layout(c->ctx, &c->chart));
    WORKS(c, sct_chart_find(c->ctx, NULL, c->with_chart, &c->found));
    predict(c);
    show(c);
}

void consultation_close(consultation *c)
{
    sct_preview_free(c->preview);
    sct_look_free(c->look);
    sct_healed_free(c->healed);
    sct_ink_optics_free(c->optics);
    sct_chart_result_free(c->found);
    sct_chart_free(c->chart);
    sct_ranking_free(c->ranking);
    sct_measurement_free(c->client);
    sct_palette_free(c->palette);
    sct_shape_free(c->skin);
    sct_shape_free(c->hair);
    sct_shape_free(c->area);
    sct_photo_free(c->head);
    sct_photo_free(c->with_chart);
    phantom_photo_free(&c->head_file);
    phantom_photo_free(&c->chart_file);
    sct_context_free(c->ctx);
    memset(c, 0, sizeof *c);
}
