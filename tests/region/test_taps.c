/*
 * tests/region/test_taps.c - what grows from a tap on hair and one on skin: on rendered heads of every class, held-out
 * skins, with and without a chart beside them.
 */
#include "phantom/phantom.h"
#include "region/where/where.h"
#include "support/images.h"
#include "support/inside.h"
#include "support/support.h"

#include <math.h>
#include <time.h>

enum { WIDTH = 1160, HEIGHT = 870, VARIANTS = 4 };
static const double most_wrong = 0.03, least_right = 0.5; /* of the rectangles that are known */

static phantom_library library;
static sct_context *context;

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

/* Share of a rectangle's cells that are set; of those that can be used. */
static double share_of(const region_map *map, const uint8_t *cells, phantom_rect r)
{
    double found = 0, all = 0;
    for (uint32_t y = (uint32_t)r.y / map->scale; y < (uint32_t)(r.y + r.h) / map->scale && y < map->rows; y++)
        for (uint32_t x = (uint32_t)r.x / map->scale; x < (uint32_t)(r.x + r.w) / map->scale && x < map->columns; x++) {
            size_t i = (size_t)y * map->columns + x;
            found += cells[i] && map->cells[i].usable;
            all += map->cells[i].usable;
        }
    return all > 0 ? found / all : 0;
}

static sct_shape tap_on(sct_role role, phantom_rect r)
{
    return (sct_shape){.role = role, .kind = SCT_SHAPE_POINT, .count = 2, .v = {r.x + r.w / 2, r.y + r.h / 2}};
}

static double now_ms(void)
{
    return 1e3 * (double)clock() / CLOCKS_PER_SEC; /* of this program, whatever else the machine does */
}

static phantom_photo render(int ita_class, int variant)
{
    static const int hairs[PHANTOM_ITA_CLASSES] = {2, 5, 3, 0, 0, 1}; /* that can be seen on such skin from two metres */
    phantom_params p;
    phantom_params_init(&p);
    p.seed = (uint64_t)(700 + 10 * ita_class + variant);
    p.width = WIDTH;
    p.height = HEIGHT;
    int skin = phantom_skin_of_class(&library, ita_class, 1, variant);
    if (skin >= 0)
        p.skin = library.skins[skin].body;
    p.hair = library.hairs[hairs[ita_class]].strand;
    p.specular = 0; /* nobody taps on gloss */
    p.mm_per_px = variant % 2 ? 0.06 : 0.2;
    p.background = variant == 2 ? PHANTOM_WOOD : PHANTOM_PLAIN;
    p.chart = variant == 3 ? PHANTOM_CHART_COLORCHECKER : PHANTOM_CHART_NONE;
    return phantom_render(&p);
}

/* Taps on hair, on skin, or on both at once (which: bits of roles). Returns whether the regions are right. */
static int grow(const image *opened, const phantom_truth *truth, unsigned which, double *ms)
{
    const sct_shape taps[2] = {tap_on(SCT_ROLE_SKIN, truth->skin_rect), tap_on(SCT_ROLE_HAIR, truth->stubble_rect)};
    const phantom_rect rects[2] = {truth->skin_rect, truth->stubble_rect};
    const sct_shape *list[2];
    sct_view view = {.shapes = list};
    region_map map;
    region_taps grown;
    double from = now_ms();
    int right = 1;
    for (int role = 0; role < 2; role++)
        if (which >> role & 1)
            list[view.shape_count++] = &taps[role];
    assert_int_equal(region_map_new(context, opened->pixels, &map), SCT_OK);
    assert_int_equal(region_taps_grow(context, &map, &view, WIDTH, HEIGHT, &grown), SCT_OK);
    *ms = fmax(*ms, now_ms() - from);
    for (int role = 0; role < 2; role++) {
        const uint8_t *cells = region_taps_cells(&grown, &map, &taps[role]);
        if (!cells)
            continue;
        double own = share_of(&map, cells, rects[role]), other = share_of(&map, cells, rects[!role]);
        right &= own >= least_right && other <= most_wrong;
    }
    if (view.shape_count == 2) {
        size_t n = (size_t)map.columns * map.rows;
        for (size_t i = 0; i < n; i++)
            assert_false(grown.cells[i] && grown.cells[n + i]);
    }
    region_taps_free(&grown);
    region_map_free(&map);
    return right;
}

static void taps_grow_to_what_was_meant(void **state)
{
    (void)state;
    int all = 0, right[3] = {0};
    double ms = 0;
    for (int c = 0; c < PHANTOM_ITA_CLASSES; c++)
        for (int v = 0; v < VARIANTS; v++) {
            phantom_photo file = render(c, v);
            sct_photo *photo = NULL;
            assert_int_equal(sct_photo_open(context, file.bytes, file.size, &photo), SCT_OK);
            image opened = image_from_photo(context, photo);
            assert_int_equal(opened.status, SCT_OK);
            for (unsigned which = 1; which <= 3; which++) {
                int good = grow(&opened, &file.truth, which, &ms);
                right[which - 1] += good;
                if (!good)
                    figure("  not right: %s, variant %d, %s", phantom_ita_class_name(c), v,
                           which == 1   ? "skin"
                           : which == 2 ? "hair"
                                        : "both");
            }
            all++;
            image_free(&opened);
            phantom_photo_free(&file);
        }
    figure("taps on rendered heads: right for skin %d, for hair %d, for both %d of %d; a photo of 1 MP took %.0f ms at most",
           right[0], right[1], right[2], all, ms);
    assert_true(100 * right[2] >= 95 * all);
    assert_true(100 * right[0] >= 75 * all && 100 * right[1] >= 75 * all);
}

static void hostile_taps_are_refused(void **state)
{
    (void)state;
    phantom_photo file = render(1, 0);
    sct_photo *photo = NULL;
    assert_int_equal(sct_photo_open(context, file.bytes, file.size, &photo), SCT_OK);
    image opened = image_from_photo(context, photo);
    region_map map;
    region_taps grown = {0};
    assert_int_equal(region_map_new(context, opened.pixels, &map), SCT_OK);
    const sct_shape outside = {.role = SCT_ROLE_HAIR, .kind = SCT_SHAPE_POINT, .count = 2, .v = {-1e6, 5}};
    const sct_shape dot = {.role = SCT_ROLE_HAIR, .kind = SCT_SHAPE_STROKE, .count = 4, .v = {500, 400, 500, 400}};
    const sct_shape *many[REGION_TAPS_MAX + 1], *one = &outside;
    sct_view view = {.shapes = &one, .shape_count = 1};
    assert_int_equal(region_taps_grow(context, &map, &view, WIDTH, HEIGHT, &grown), SCT_ERR_SHAPE);
    sct_context_clear(context);
    for (size_t i = 0; i <= REGION_TAPS_MAX; i++)
        many[i] = &dot;
    view = (sct_view){.shapes = many, .shape_count = REGION_TAPS_MAX + 1};
    assert_int_equal(region_taps_grow(context, &map, &view, WIDTH, HEIGHT, &grown), SCT_ERR_SHAPE);
    sct_context_clear(context);
    view.shape_count = REGION_TAPS_MAX;
    assert_int_equal(region_taps_grow(context, &map, &view, WIDTH, HEIGHT, &grown), SCT_OK);
    region_taps_free(&grown);
    region_map_free(&map);
    image_free(&opened);
    phantom_photo_free(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(taps_grow_to_what_was_meant),
        cmocka_unit_test(hostile_taps_are_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
