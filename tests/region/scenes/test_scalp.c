/* tests/region/scenes/test_scalp.c - the shaved scalp of a head is told from its forehead by how pale it is, and of a head
 * without one nothing is taken. The scenes are cells, as of a photo made small. */
#include "region/find/find.h"
#include "support/support.h"

#include <math.h>
#include <string.h>

enum { SIDE = 96, CELLS = SIDE * SIDE };

static sct_context *context;
static region_cell cells[CELLS];
static uint8_t skin[CELLS], background[CELLS], scalp[CELLS], face[CELLS], found[CELLS];
static const region_map map = {.columns = SIDE, .rows = SIDE, .scale = 1, .window = {0, 0, SIDE, SIDE}, .cells = cells};

static int set_up(void **state)
{
    (void)state;
    return sct_context_new(&context) == SCT_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    sct_context_free(context);
    return 0;
}

/* -1 to 1, the same for the same cell. */
static double noise(int i)
{
    uint32_t h = (uint32_t)i * 2654435761u;
    h = (h ^ h >> 15) * 2246822519u;
    return (double)(h ^ h >> 13) / 2147483648.0 - 1;
}

/* A head before a wall: an ellipse in light from above, of this skin. From row `from` to row `to` its chroma over L* + 16 is
 * so much of the face's. */
static void render(double head_L, double wall_L, double from, double to, double pale)
{
    for (int i = 0; i < CELLS; i++) {
        double x = i % SIDE, y = (double)(i / SIDE), r = hypot((x - 48) / 28, (y - 54) / 36);
        int inside = r < 1, stubble = inside && y >= from && y < to;
        double L = inside ? head_L * (1.1 - 0.25 * r * r - 0.002 * y) + 0.8 * noise(i) : wall_L;
        double ratio = (stubble ? pale : 1) * (1 + 0.05 * noise(i + CELLS)) * (L + 16);
        cells[i] = (region_cell){.L = (float)L,
                                 .a = (float)(inside ? 0.2 * ratio : 0),
                                 .b = (float)(inside ? 0.24 * ratio : 0.3),
                                 .texture = 0.5F,
                                 .usable = 1};
        scalp[i] = (uint8_t)stubble;
        face[i] = inside && !stubble;
        skin[i] = inside && (!stubble || y > from + 20);
        background[i] = !inside;
    }
}

static double share_of(const uint8_t *where)
{
    double n = 0, hit = 0;
    memset(found, 7, sizeof found);
    assert_int_equal(region_find_scalp(context, &map, skin, background, found), SCT_OK);
    for (int i = 0; i < CELLS; i++) {
        assert_true(found[i] <= 1);
        n += where[i];
        hit += where[i] && found[i];
    }
    return n > 0 ? hit / n : hit;
}

static void a_pale_top_is_the_scalp(void **state)
{
    (void)state;
    static const double heads[][4] = {{60, 4, 46, 0.75}, {60, 85, 40, 0.6}, {28, 5, 46, 0.75}, {75, 8, 56, 0.8}};
    for (size_t k = 0; k < sizeof heads / sizeof *heads; k++) {
        render(heads[k][0], heads[k][1], 0, heads[k][2], heads[k][3]);
        double of_scalp = share_of(scalp), of_face = share_of(face);
        figure("head L* %.0f, wall L* %.0f, scalp %.2f as colourful: found %.0f %% of it, %.1f %% of the face", heads[k][0],
               heads[k][1], heads[k][3], 100 * of_scalp, 100 * of_face);
        assert_true(of_scalp >= 0.5); /* three cells along its rim are left out: mixed light */
        assert_true(of_face <= 0.01);
    }
}

/* A beard is pale, too, but lies below; so does a pale band that a forehead lies above. */
static void nothing_is_taken_below_skin(void **state)
{
    (void)state;
    render(60, 4, 70, 96, 0.7);
    assert_near(share_of(scalp) + share_of(face), 0, 1e-9);
    render(60, 4, 44, 60, 0.7);
    assert_near(share_of(scalp) + share_of(face), 0, 1e-9);
}

static void a_bare_head_has_none(void **state)
{
    (void)state;
    render(60, 4, 0, 0, 1);
    assert_near(share_of(face), 0, 1e-9);
    render(60, 4, 0, 46, 0.92); /* light and retouching do as much */
    assert_near(share_of(scalp) + share_of(face), 0, 1e-9);
}

/* Grey cloth on a head, and what lies behind it, are no scalp. */
static void what_is_grey_is_no_scalp(void **state)
{
    (void)state;
    render(60, 4, 0, 46, 0.2);
    for (int i = 0; i < CELLS; i++)
        skin[i] = face[i];
    assert_near(share_of(scalp) + share_of(face), 0, 1e-9);
    render(60, 30, 0, 46, 0.75);
    for (int i = 0; i < CELLS; i++)
        if (background[i]) {
            cells[i].a = 0.14F * 46;
            cells[i].b = 0.17F * 46;
        }
    assert_near(share_of(background), 0, 1e-9);
    assert_true(share_of(scalp) >= 0.5);
}

/* Gives the scalp another L*, and another hue in degrees, and its chroma over L* + 16 as before. */
static void repaint(double L, double hue)
{
    for (int i = 0; i < CELLS; i++) {
        double ratio = hypot((double)cells[i].a, (double)cells[i].b) / ((double)cells[i].L + 16);
        if (!scalp[i])
            continue;
        cells[i].L = (float)(L + 0.8 * noise(i));
        cells[i].a = (float)(ratio * (L + 16) * cos(hue / DEG_PER_RAD));
        cells[i].b = (float)(ratio * (L + 16) * sin(hue / DEG_PER_RAD));
        skin[i] = 0;
    }
}

/* Dark hair and white or green caps of the chroma that a scalp would have. */
static void what_is_not_like_skin_is_no_scalp(void **state)
{
    (void)state;
    const double head_L = 60, as_skin = 50;
    render(head_L, 4, 0, 46, 0.75);
    repaint(head_L, as_skin);
    assert_true(share_of(scalp) >= 0.5);
    repaint(14, as_skin);
    assert_near(share_of(scalp) + share_of(face), 0, 1e-9);
    repaint(94, as_skin);
    assert_near(share_of(scalp) + share_of(face), 0, 1e-9);
    repaint(head_L, 130);
    assert_near(share_of(scalp) + share_of(face), 0, 1e-9);
    repaint(head_L, 0);
    assert_near(share_of(scalp) + share_of(face), 0, 1e-9);
}

/* Where a hairline lies, light is mixed: two rows of cells along it are left out. */
static void the_hairline_is_left_out(void **state)
{
    (void)state;
    render(60, 4, 0, 46, 0.75);
    assert_true(share_of(scalp) >= 0.5);
    for (int i = 44 * SIDE; i < CELLS; i++)
        assert_int_equal(found[i], 0);
}

/* Of two pieces the larger. */
static void a_scalp_is_in_one(void **state)
{
    (void)state;
    double left = 0;
    render(60, 4, 0, 46, 0.75);
    for (int i = 0; i < CELLS; i++) {
        int x = i % SIDE;
        if (scalp[i] && x >= 54 && x < 62) {
            cells[i].a /= 0.75F;
            cells[i].b /= 0.75F;
        }
    }
    assert_true(share_of(scalp) > 0.2);
    for (int i = 0; i < CELLS; i++) {
        left += i % SIDE < 54 && found[i];
        assert_true(i % SIDE < 62 || !found[i]);
    }
    assert_true(left > 100);
}

/* A pale rim at the top is a highlight; where nearly all is pale, a shaded chin is not what a scalp is paler than. */
static void next_to_none_or_nearly_all_is_no_scalp(void **state)
{
    (void)state;
    render(60, 4, 0, 26, 0.75);
    assert_near(share_of(scalp) + share_of(face), 0, 1e-9);
    render(60, 4, 0, 82, 0.75);
    assert_near(share_of(scalp) + share_of(face), 0, 1e-9);
}

static void no_skin_no_scalp(void **state)
{
    (void)state;
    render(60, 4, 0, 46, 0.75);
    memset(skin, 0, sizeof skin);
    assert_near(share_of(scalp) + share_of(face), 0, 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pale_top_is_the_scalp),
        cmocka_unit_test(nothing_is_taken_below_skin),
        cmocka_unit_test(a_bare_head_has_none),
        cmocka_unit_test(what_is_grey_is_no_scalp),
        cmocka_unit_test(no_skin_no_scalp),
        cmocka_unit_test(what_is_not_like_skin_is_no_scalp),
        cmocka_unit_test(the_hairline_is_left_out),
        cmocka_unit_test(a_scalp_is_in_one),
        cmocka_unit_test(next_to_none_or_nearly_all_is_no_scalp),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
