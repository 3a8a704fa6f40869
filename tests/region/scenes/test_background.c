/* tests/region/scenes/test_background.c - what lies behind a head is told from it, whatever it is, and of a photo without a
 * background nothing is lost. The scenes are cells, as of a photo made small. */
#include "region/find/find.h"
#include "support/support.h"

#include <math.h>
#include <string.h>

enum { SIDE = 96, CELLS = SIDE * SIDE };

static sct_context *context;
static region_cell cells[CELLS];
static uint8_t skin[CELLS], head[CELLS], found[CELLS];
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

/* A shaved head, an ellipse that is darker at its sides, with a blurred rim; skin is its lower part. Behind it a wall from
 * `dark` on the left to `light` on the right, of so much noise. */
static void render(double dark, double light, double rough, double head_L)
{
    for (int i = 0; i < CELLS; i++) {
        double x = i % SIDE, y = (double)(i / SIDE), r = hypot((x - 48) / 24, (y - 56) / 34);
        double wall = dark + (light - dark) * x / SIDE + rough * noise(i),
               round = head_L * (1 - 0.25 * r * r) + 0.8 * noise(i);
        double share = fmin(fmax((1.05 - r) / 0.1, 0), 1); /* of the head in the cell's light */
        cells[i] = (region_cell){.L = (float)(wall + share * (round - wall)),
                                 .a = (float)(13 * share),
                                 .b = (float)(15 * share),
                                 .texture = (float)(share < 1 && share > 0 ? 5 : rough),
                                 .usable = 1};
        head[i] = share >= 1;
        skin[i] = head[i] && y > 50;
    }
}

static void find(void)
{
    memset(found, 7, sizeof found);
    assert_int_equal(region_find_background(context, &map, skin, found), SCT_OK);
}

static double share_of(int inside)
{
    double n = 0, hit = 0;
    for (int i = 0; i < CELLS; i++) {
        double r = hypot((i % SIDE - 48) / 24.0, (i / SIDE - 56) / 34.0);
        if (inside ? !head[i] : r < 1.1)
            continue;
        n++;
        hit += found[i] == 1;
    }
    return hit / n;
}

static void walls_are_told_from_shaved_heads(void **state)
{
    (void)state;
    static const struct {
        double dark, light, rough, head;
    } scenes[] = {{5, 5, 0.2, 60},   {4, 16, 0.9, 60},  {4, 30, 0.3, 75},
                  {90, 70, 0.2, 60}, {85, 85, 0.8, 28}, {4, 4, 0.3, 26}};
    for (size_t k = 0; k < sizeof scenes / sizeof *scenes; k++) {
        render(scenes[k].dark, scenes[k].light, scenes[k].rough, scenes[k].head);
        find();
        figure("wall L* %.0f to %.0f, rough %.1f, head L* %.0f: found %.0f %% of the wall, taken from the head %.1f %%",
               scenes[k].dark, scenes[k].light, scenes[k].rough, scenes[k].head, 100 * share_of(0), 100 * share_of(1));
        assert_true(share_of(0) >= 0.95);
        assert_true(share_of(1) <= 0.01);
    }
}

/* Hair that fills the photo around a parting of skin: it touches the frame as a wall does, and is rough. */
static void hair_that_the_frame_cuts_is_no_background(void **state)
{
    (void)state;
    for (int i = 0; i < CELLS; i++) {
        head[i] = 1;
        skin[i] = i % SIDE > 44 && i % SIDE < 52;
        cells[i] = (region_cell){.L = (float)(skin[i] ? 60 : 24 + 3 * noise(i)), .a = 6, .b = 9, .texture = 3, .usable = 1};
    }
    find();
    assert_near(share_of(1), 0, 1e-9);
}

/* Hair on the crown that reaches the upper frame by a narrow end, before a light wall: little of it lies on the frame. */
static void hair_that_touches_the_frame_is_no_background(void **state)
{
    (void)state;
    double n = 0, hit = 0;
    for (int i = 0; i < CELLS; i++) {
        int x = i % SIDE, y = i / SIDE, hair = hypot((x - 48) / 40.0, (y - 46) / 46.5) < 1;
        head[i] = (uint8_t)hair;
        skin[i] = hair && y > 70;
        cells[i] = (region_cell){.L = hair && !skin[i] ? 12 : 75, .a = 3, .b = 4, .texture = 0.5F, .usable = 1};
    }
    find();
    for (int i = 0; i < CELLS; i++) {
        n += head[i] && !skin[i];
        hit += head[i] && found[i] == 1;
    }
    assert_true(n > 1000);
    assert_near(hit, 0, 1e-9);
}

/* A close-up of skin, and one of skin with stubble: skin is never a background. */
static void a_close_up_loses_no_skin(void **state)
{
    (void)state;
    double hit = 0;
    for (int i = 0; i < CELLS; i++) {
        int hair = noise(i) > 0.6;
        skin[i] = !hair;
        head[i] = 1;
        cells[i] = (region_cell){.L = hair ? 30 : 62, .a = 12, .b = 16, .texture = 6, .usable = 1};
    }
    find();
    for (int i = 0; i < CELLS; i++)
        hit += found[i];
    assert_near(hit, 0, 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(walls_are_told_from_shaved_heads),
        cmocka_unit_test(hair_that_the_frame_cuts_is_no_background),
        cmocka_unit_test(hair_that_touches_the_frame_is_no_background),
        cmocka_unit_test(a_close_up_loses_no_skin),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
