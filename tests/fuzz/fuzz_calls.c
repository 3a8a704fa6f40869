/*
 * tests/fuzz/fuzz_calls.c - public calls in any order, on whatever objects there are by then: two bytes are one call, the
 * second of which chooses the objects and the options. What was not made yet is null. Each call answers SCT_OK, or an error
 * with one line; what it gave can be described, written and freed, whatever was freed before it.
 */
#include "fuzz/fuzz.h"
#include "match/client.h"
#include "phantom/phantom.h"
#include "scalptone.h"

enum { SLOTS = 2, CALLS_MAX = 24, SIDE = 160 };

typedef struct world {
    sct_context *ctx;
    sct_photo *photo[SLOTS];
    sct_shape *shape[SLOTS];
    sct_measurement *client[SLOTS];
    sct_palette *palette[SLOTS];
    sct_ranking *ranking[SLOTS];
    sct_look *look[SLOTS];
    sct_preview *preview[SLOTS];
    sct_record *record[SLOTS];
    sct_artist *artist;
    sct_chart *chart;
    sct_chart_result *found;
    sct_ink_optics *optics;
    sct_healed *healed;
    sct_verification *verification;
} world;

static int told; /* progress asks to stop at the fifth telling of every eighth call */
static int stop_now(void *user, sct_stage stage, double fraction)
{
    HOLD(stage >= 0 && fraction >= 0 && fraction <= 1);
    return user && ++told == 5;
}

/* Each takes `pick`: its lowest bit is the slot that is filled, the next the slot that is read. */
#define OUT(what)  what[pick & 1]
#define FROM(what) what[pick >> 1 & 1]
/* Frees what stands in a slot before it is filled anew. */
#define EMPTY(free_it, slot)                                                                                                \
    do {                                                                                                                    \
        free_it(slot);                                                                                                      \
        (slot) = NULL;                                                                                                      \
    } while (0)

static sct_status open_photo(world *w, unsigned pick)
{
    static unsigned char pixels[SIDE * SIDE * 3];
    sct_pixels_desc desc;
    if (w->preview[0] || w->preview[1])
        return SCT_OK;                      /* a photo stays until the previews of it are freed */
    for (int i = 0; i < SIDE * SIDE; i++) { /* skin to the left, dark strands to the right */
        int hair = i % SIDE > SIDE * 5 / 8 && (i % SIDE + i / SIDE / 3) % 5 < 2, grain = (i * 7919 >> 4) % 9;
        pixels[3 * i] = (unsigned char)((hair ? 50 : 190) + grain);
        pixels[3 * i + 1] = (unsigned char)((hair ? 42 : 140) + grain);
        pixels[3 * i + 2] = (unsigned char)((hair ? 38 : 115) + grain);
    }
    sct_pixels_desc_init(&desc);
    desc.data = pixels;
    desc.width = pick & 8 ? SIDE : SIDE / 4;
    desc.height = pick & 4 ? SIDE : SIDE / 8;
    EMPTY(sct_photo_free, w->OUT(photo));
    return sct_photo_from_pixels(w->ctx, &desc, &w->OUT(photo));
}

static sct_status parse_shape(world *w, unsigned pick)
{
    static const char *const texts[] = {"rect:2%,2%,50%,96%", "rect:70%,2%,28%,96%", "point:20%,30%",
                                        "circle:80%,50%,9%",  "poly:1,1 30,1 30,30", "auto",
                                        "rect:0,0,0,0",       "line:5,5 40,40"};
    EMPTY(sct_shape_free, w->OUT(shape));
    return sct_shape_parse(w->ctx, texts[pick >> 2 & 7], pick & 2 ? SCT_ROLE_HAIR : SCT_ROLE_SKIN, &w->OUT(shape));
}

static sct_status measure(world *w, unsigned pick)
{
    const sct_shape *shapes[] = {w->shape[0], w->shape[1]};
    sct_measure_options options;
    sct_view view;
    sct_view_init(&view);
    view.photo = w->FROM(photo);
    view.shapes = shapes;
    view.shape_count = pick & 4 ? 2 : 0;
    view.roles = pick & 8 ? 1u << SCT_ROLE_SKIN | 1u << SCT_ROLE_HAIR : 0;
    sct_measure_options_init(&options);
    if (pick & 16)
        options.mm_per_px = 0.1;
    EMPTY(sct_measurement_free, w->OUT(client));
    return sct_measure(w->ctx, &options, &view, 1, &w->OUT(client));
}

static sct_status enter_colours(world *w, unsigned pick)
{
    static const sct_lab skins[] = {{65, 10, 17}, {34, 11, 15}, {20, 3, 4}, {150, 0, 0}};
    static const sct_lab hairs[] = {{22, 2, 3}, {70, 4, 22}, {90, 0, 0}, {-5, 0, 0}};
    EMPTY(sct_measurement_free, w->OUT(client));
    return sct_measurement_from_lab(w->ctx, skins[pick >> 1 & 3], 2, hairs[pick >> 3 & 3], 3,
                                    pick & 32 ? SCT_HAIR_GROWN : SCT_HAIR_STUBBLE, &w->OUT(client));
}

static sct_status read_palette(world *w, unsigned pick)
{
    const char *text = pick & 4 ? carbon_palette : "{\"scalptone_palette\": 1}";
    EMPTY(sct_palette_free, w->OUT(palette));
    return sct_palette_from_json(w->ctx, text, strlen(text), &w->OUT(palette));
}

static sct_status match(world *w, unsigned pick)
{
    sct_match_options options;
    sct_match_options_init(&options);
    options.draws = 4;
    options.artist = pick & 8 ? w->artist : NULL;
    options.basis = pick & 16 ? SCT_BASIS_SWATCH : SCT_BASIS_AUTO;
    EMPTY(sct_ranking_free, w->OUT(ranking));
    return sct_match(w->ctx, &options, w->FROM(client), w->palette[pick >> 2 & 1], &w->OUT(ranking));
}

static sct_status look_at_row(world *w, unsigned pick)
{
    EMPTY(sct_look_free, w->OUT(look));
    return sct_look_from_match(w->ctx, NULL, w->FROM(client), w->palette[pick >> 2 & 1], w->ranking[pick >> 3 & 1],
                               pick >> 4 & 1 ? 7 : 0, NULL, &w->OUT(look));
}

static sct_status look_at_ink(world *w, unsigned pick)
{
    EMPTY(sct_look_free, w->OUT(look));
    return sct_look_from_ink(w->ctx, NULL, w->FROM(client), w->palette[pick >> 2 & 1], pick >> 3 & 1, pick & 16 ? -1 : 12,
                             NULL, &w->OUT(look));
}

static sct_status prepare(world *w, unsigned pick)
{
    const sct_shape *areas[] = {w->shape[0]};
    sct_preview_options options;
    sct_preview_options_init(&options);
    options.areas = areas;
    options.area_count = pick & 4 ? 1 : 0;
    options.mm_per_px = pick & 8 ? 0.1 : options.mm_per_px;
    EMPTY(sct_preview_free, w->OUT(preview));
    return sct_preview_new(w->ctx, w->FROM(photo), &options, &w->OUT(preview));
}

static sct_status show(world *w, unsigned pick)
{
    const sct_look *looks[] = {w->look[0], w->look[1]};
    sct_bytes picture = {0};
    sct_status status = pick & 4   ? sct_preview_sheet_png(w->ctx, w->OUT(preview), looks, 1 + (pick >> 3 & 1), &picture)
                        : pick & 8 ? sct_preview_jpeg(w->ctx, w->OUT(preview), w->FROM(look), &picture)
                                   : sct_preview_png(w->ctx, w->OUT(preview), w->FROM(look), &picture);
    HOLD((status == SCT_OK) == (picture.data != NULL));
    sct_bytes_free(&picture);
    return status;
}

static sct_status keep(world *w, unsigned pick)
{
    EMPTY(sct_record_free, w->OUT(record));
    return sct_record_new(w->ctx, w->FROM(client), w->palette[pick >> 2 & 1], w->ranking[pick >> 3 & 1], &w->OUT(record));
}

static sct_status set_field(world *w, unsigned pick)
{
    static const char *const fields[][2] = {
        {"client", "a\xc3\xa4"},  {"chosen.ink", "black"}, {"chosen.parts_water", "12"}, {"sessions.1.date", "2026-02-31"},
        {"sessions.99.date", ""}, {"no.such", "1"},        {"depth_mm", "0.5"},          {"patch_test.placed", "now"}};
    const char *const *field = fields[pick >> 1 & 7];
    return sct_record_set(w->ctx, w->OUT(record), field[0], field[1]);
}

static sct_status learn(world *w, unsigned pick)
{
    sct_mark marks[4];
    for (size_t i = 0; i < 4; i++) {
        sct_mark_init(&marks[i]);
        marks[i].ink = pick >> 2 & 1;
        marks[i].parts_water = 10;
        marks[i].skin_lab = (sct_lab){64, 9, 16};
        marks[i].part = SCT_HEALED_AREA;
        marks[i].lab = (sct_lab){58 - (double)i, 7, 13};
    }
    EMPTY(sct_artist_free, w->artist);
    return sct_artist_learn(w->ctx, NULL, w->FROM(palette), marks, pick & 8 ? 4 : 0, &w->artist);
}

static sct_status find_chart(world *w, unsigned pick)
{
    EMPTY(sct_chart_result_free, w->found);
    EMPTY(sct_chart_free, w->chart);
    sct_status status = pick & 4 ? sct_card_layout(w->ctx, &w->chart) : SCT_OK;
    return status == SCT_OK ? sct_chart_find(w->ctx, NULL, w->FROM(photo), &w->found) : status;
}

static sct_status heal(world *w, unsigned pick)
{
    sct_heal_options options;
    EMPTY(sct_healed_free, w->healed);
    EMPTY(sct_ink_optics_free, w->optics);
    sct_status status = sct_palette_ink_optics(w->ctx, w->FROM(palette), pick >> 2 & 1, &w->optics);
    if (status != SCT_OK)
        return status;
    sct_heal_options_init(&options);
    options.skin_lab = (sct_lab){pick & 8 ? 34 : 65, 10, 17};
    options.ink = w->optics;
    options.parts_water = pick & 16 ? -3 : 9;
    return sct_heal(w->ctx, &options, &w->healed);
}

static sct_status verify(world *w, unsigned pick)
{
    sct_verify_options options;
    sct_view views[2];
    for (int i = 0; i < 2; i++) {
        sct_view_init(&views[i]);
        views[i].photo = w->photo[i];
    }
    sct_verify_options_init(&options);
    EMPTY(sct_verification_free, w->verification);
    if (pick & 4 && w->FROM(record) && sct_verify_options_plan(w->ctx, w->FROM(record), &options) != SCT_OK)
        HOLD(sct_context_message(w->ctx)[0]);
    return sct_verify(w->ctx, &options, &views[0], &views[1], &w->verification);
}

/* Everything that has a text is written, and measurements, rankings and records are read back. */
static sct_status write_and_read(world *w, unsigned pick)
{
    sct_bytes text = {0};
    sct_status status;
    switch (pick >> 2 & 7) {
    case 0:
        status = sct_measurement_json(w->ctx, w->FROM(client), &text);
        if (status == SCT_OK && (pick & 1) != (pick >> 1 & 1)) {
            EMPTY(sct_measurement_free, w->OUT(client));
            status = sct_measurement_from_json(w->ctx, text.data, text.size, &w->OUT(client));
            HOLD(status == SCT_OK || status == SCT_ERR_MEMORY);
        }
        break;
    case 1: status = sct_ranking_json(w->ctx, w->FROM(ranking), w->client[0], w->palette[0], 5, &text); break;
    case 2: status = sct_record_json(w->ctx, w->FROM(record), &text); break;
    case 3: status = sct_artist_json(w->ctx, w->artist, &text); break;
    case 4: status = sct_chart_result_json(w->ctx, w->found, &text); break;
    case 5: status = sct_healed_json(w->ctx, w->healed, &text); break;
    case 6: status = sct_verification_json(w->ctx, w->verification, &text); break;
    default: status = sct_palette_json(w->ctx, w->FROM(palette), &text); break;
    }
    sct_bytes_free(&text);
    return status;
}

static sct_status forget(world *w, unsigned pick)
{
    switch (pick >> 1 & 7) {
    case 0: EMPTY(sct_measurement_free, w->OUT(client)); break;
    case 1: EMPTY(sct_palette_free, w->OUT(palette)); break;
    case 2: EMPTY(sct_ranking_free, w->OUT(ranking)); break;
    case 3: EMPTY(sct_look_free, w->OUT(look)); break;
    case 4: EMPTY(sct_preview_free, w->OUT(preview)); break;
    case 5: EMPTY(sct_record_free, w->OUT(record)); break;
    case 6: EMPTY(sct_shape_free, w->OUT(shape)); break;
    default: EMPTY(sct_artist_free, w->artist); break;
    }
    return SCT_OK;
}

/* Getters have no error text; of null they say nothing. */
static sct_status describe(world *w, unsigned pick)
{
    sct_skin skin;
    sct_hair hair;
    sct_ranking_info info;
    sct_match_row row;
    sct_look_info look;
    sct_verdict verdict;
    if (w->FROM(client) && sct_measurement_skin(w->FROM(client), &skin) == SCT_OK)
        HOLD(isfinite(skin.estimate.lab.L));
    if (w->FROM(client) && sct_measurement_hair(w->FROM(client), &hair) == SCT_OK)
        HOLD(hair.kind != SCT_HAIR_NONE && isfinite(hair.strand.lab.L) &&
             (isnan(hair.coverage) || (hair.coverage >= 0 && hair.coverage <= 1)));
    if (w->FROM(ranking)) {
        HOLD(sct_ranking_describe(w->FROM(ranking), &info) == SCT_OK);
        for (size_t i = 0; sct_ranking_match(w->FROM(ranking), i, &row) == SCT_OK; i++)
            HOLD(isfinite(row.loss) && row.ink_id);
        (void)sct_verdict_of(w->FROM(ranking), w->client[0], w->palette[0], &verdict);
    }
    HOLD((sct_look_describe(w->FROM(look), &look) == SCT_OK) == (w->FROM(look) != NULL));
    HOLD((sct_ranking_flags(w->FROM(ranking)) != NULL) == (w->FROM(ranking) != NULL));
    return SCT_OK;
}

static sct_status (*const calls[])(world *, unsigned) = {
    open_photo, parse_shape, measure, enter_colours, read_palette, match,          look_at_row, look_at_ink, prepare, show,
    keep,       set_field,   learn,   find_chart,    heal,         write_and_read, forget,      describe,    verify,
};

static void close_all(world *w)
{
    sct_verification_free(w->verification);
    sct_healed_free(w->healed);
    sct_ink_optics_free(w->optics);
    sct_chart_result_free(w->found);
    sct_chart_free(w->chart);
    sct_artist_free(w->artist);
    for (int i = 0; i < SLOTS; i++) {
        sct_record_free(w->record[i]);
        sct_palette_free(w->palette[i]);
        sct_measurement_free(w->client[i]);
        sct_ranking_free(w->ranking[i]);
        sct_look_free(w->look[i]);
        sct_preview_free(w->preview[i]);
        sct_shape_free(w->shape[i]);
        sct_photo_free(w->photo[i]);
    }
    sct_context_free(w->ctx);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    world w = {0};
    HOLD(sct_context_new(&w.ctx) == SCT_OK);
    for (size_t i = 0; i + 1 < size && i < (size_t)2 * CALLS_MAX; i += 2) {
        told = 0;
        sct_context_set_progress(w.ctx, stop_now, data[i] >= 224 ? &w : NULL);
        sct_context_clear(w.ctx);
        sct_status status = calls[data[i] % (sizeof calls / sizeof calls[0])](&w, data[i + 1]);
        const char *message = sct_context_message(w.ctx);
        HOLD(!strchr(message, '\n'));
        HOLD(status == SCT_OK || message[0]);
        HOLD(status != SCT_ERR_INTERRUPTED || data[i] >= 224);
    }
    close_all(&w);
    return 0;
}

#ifndef FUZZ_LIBFUZZER

/* Orders that make sense: numbers of `calls`, each with its choice. */
static size_t make_seeds(fuzz_seed *seeds)
{
    static const struct {
        const char *name;
        unsigned char bytes[2 * CALLS_MAX];
    } orders[] = {
        {"lab", {3, 0, 4, 4, 5, 0, 17, 0, 15, 4, 6, 0, 10, 0, 11, 2, 15, 8, 16, 0, 16, 2, 17, 0, 15, 4}},
        {"photo", {0, 12, 1, 0, 1, 3, 2, 28, 4, 4, 5, 0, 6, 0, 7, 9, 8, 12, 9, 0, 9, 8, 9, 4, 16, 8, 15, 0, 15, 1}},
        {"hand", {4, 4, 12, 8, 3, 1, 5, 9, 14, 0, 15, 20, 15, 12, 14, 8}},
        {"two", {0, 12, 0, 13, 18, 0, 13, 0, 13, 4, 3, 0, 4, 4, 5, 0, 10, 0, 18, 4, 15, 24, 228, 28}},
    };
    size_t n = sizeof orders / sizeof orders[0];
    for (size_t i = 0; i < n; i++) {
        seeds[i] = (fuzz_seed){orders[i].name, malloc(sizeof orders[i].bytes), sizeof orders[i].bytes};
        HOLD(seeds[i].data);
        memcpy(seeds[i].data, orders[i].bytes, sizeof orders[i].bytes);
    }
    return n;
}

int main(int argc, char **argv)
{
    return fuzz_main(&(fuzz_target){"calls", make_seeds, 200, 1.5}, argc, argv);
}

#endif
