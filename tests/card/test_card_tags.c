/*
 * tests/card/test_card_tags.c - fiducials are read as they lie, forgiven a
 * little damage, and not seen where there are none.
 */
#include "card/card_tags.h"
#include "num/num.h"
#include "support/support.h"

enum { SIDE = 160 };
static uint8_t canvas[SIDE * SIDE];
static const int ids[] = {104, 105, 108, 111};
enum { IDS = sizeof ids / sizeof ids[0] };

static card_grey copy_of_canvas(void)
{
    return (card_grey){.width = SIDE, .height = SIDE, .shrink = 1, .enlarge = 1, .data = canvas};
}

/* A tag turned by an angle and perhaps mirrored, its middle in the middle of the canvas; `wrong`: cells that are not its
 * own. */
typedef struct drawing {
    int id, mirrored, wrong;
    double cell_px, turn;
} drawing;

static void draw(const drawing *d)
{
    enum { FINE = 6 };
    uint8_t cells[CARD_TAG_CELLS][CARD_TAG_CELLS];
    assert_int_equal(card_tag_cells(NULL, d->id, cells), SCT_OK);
    for (int i = 0; i < d->wrong; i++)
        cells[2 + i][2 + i] ^= 1;
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            int sum = 0;
            for (int k = 0; k < FINE * FINE; k++) {
                double px = x + (k % FINE + 0.5) / FINE - SIDE / 2.0, py = y + (k / FINE + 0.5) / FINE - SIDE / 2.0;
                double u = (px * cos(d->turn) + py * sin(d->turn)) / d->cell_px;
                double v = (py * cos(d->turn) - px * sin(d->turn)) / d->cell_px;
                int column = (int)floor((d->mirrored ? -u : u) + CARD_TAG_CELLS / 2.0);
                int row = (int)floor(v + CARD_TAG_CELLS / 2.0);
                int on = column >= 0 && row >= 0 && column < CARD_TAG_CELLS && row < CARD_TAG_CELLS;
                sum += on ? (cells[row][column] ? 220 : 30) : 130;
            }
            canvas[y * SIDE + x] = (uint8_t)(sum / (FINE * FINE));
        }
}

static size_t read_canvas(card_tag *found)
{
    card_grey copy = copy_of_canvas();
    card_tags *tags = NULL;
    size_t count = 99;
    assert_int_equal(card_tags_new(NULL, ids, IDS, &tags), SCT_OK);
    assert_int_equal(card_tags_find(NULL, tags, &copy, 16, found, &count), SCT_OK);
    card_tags_free(tags);
    return count;
}

/* Largest distance of a corner from where it was drawn, pixels. */
static double corner_error(const drawing *d, const card_tag *tag)
{
    double worst = 0;
    for (int k = 0; k < 4; k++) {
        double u = (k == 1 || k == 2 ? 1 : -1) * CARD_TAG_BLACK / 2.0 * d->cell_px;
        double v = (k >= 2 ? 1 : -1) * CARD_TAG_BLACK / 2.0 * d->cell_px;
        u = d->mirrored ? -u : u;
        double x = u * cos(d->turn) - v * sin(d->turn) + SIDE / 2.0 - 0.5;
        double y = u * sin(d->turn) + v * cos(d->turn) + SIDE / 2.0 - 0.5;
        worst = fmax(worst, hypot(tag->corner[k].x - x, tag->corner[k].y - y));
    }
    return worst;
}

static void tags_are_read_as_they_lie(void **state)
{
    (void)state;
    card_tag found[CARD_TAG_MAX];
    double worst = 0;
    int count = 0;
    for (int i = 0; i < IDS; i++)
        for (int mirrored = 0; mirrored < 2; mirrored++)
            for (int turn = 0; turn < 12; turn++, count++) {
                drawing d = {ids[i], mirrored, 0, 2.5 + 0.8 * turn, turn * 0.61};
                draw(&d);
                assert_int_equal(read_canvas(found), 1);
                assert_int_equal(found[0].id, d.id);
                assert_int_equal(found[0].mirrored, mirrored);
                worst = fmax(worst, corner_error(&d, &found[0]));
            }
    figure("%d tags of 2.5 to 11 pixels a cell: all read, corners within %.2f pixels", count, worst);
    assert_at_most(worst, 0.25);
}

static void three_wrong_cells_are_forgiven(void **state)
{
    (void)state;
    card_tag found[CARD_TAG_MAX];
    for (int wrong = 1; wrong <= 6; wrong++) {
        drawing d = {108, 0, wrong, 6, 0.4};
        draw(&d);
        assert_int_equal(read_canvas(found), wrong <= 3);
    }
    drawing other = {107, 0, 0, 6, 0.4}; /* one of the family that is not wanted */
    draw(&other);
    assert_int_equal(read_canvas(found), 0);
}

/* A shiny spot in the middle of a tag makes its black lighter there than its white elsewhere. */
static void a_shiny_spot_is_borne(void **state)
{
    (void)state;
    card_tag found[CARD_TAG_MAX];
    drawing d = {105, 0, 0, 8, 0.5};
    draw(&d);
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            double away = hypot(x - SIDE / 2.0, y - SIDE / 2.0) / d.cell_px;
            double value = canvas[y * SIDE + x] * 0.5 + 85 * exp(-away * away / 8);
            canvas[y * SIDE + x] = (uint8_t)value;
        }
    assert_int_equal(read_canvas(found), 1);
    assert_int_equal(found[0].id, d.id);
    assert_at_most(corner_error(&d, &found[0]), 0.5);
}

/* Every tag has its own look: any two of the family differ in 11 cells at least, however they lie. */
static void the_family_is_whole(void **state)
{
    (void)state;
    for (int a = 0; a < CARD_CODES; a++) {
        assert_true(card_codes[a] >> 36 == 0);
        for (int b = 0; b < a; b++) {
            int differ = 0;
            for (uint64_t rest = card_codes[a] ^ card_codes[b]; rest; rest &= rest - 1)
                differ++;
            assert_true(differ >= 11);
        }
    }
    uint8_t cells[CARD_TAG_CELLS][CARD_TAG_CELLS];
    assert_int_equal(card_tag_cells(NULL, -1, cells), SCT_ERR_ARGUMENT);
    assert_int_equal(card_tag_cells(NULL, CARD_CODES, cells), SCT_ERR_ARGUMENT);
}

/* Pictures that are all edges, or one endless outline: nothing is found. */
static uint8_t hostile(int kind, int x, int y, num_rng *rng)
{
    int ring = x < y ? x : y;
    ring = SIDE - 1 - x < ring ? SIDE - 1 - x : ring;
    ring = SIDE - 1 - y < ring ? SIDE - 1 - y : ring;
    switch (kind) {
    case 0: return 0;
    case 1: return (uint8_t)num_rng_below(rng, 256);
    case 2: return (x + y) % 2 ? 255 : 0;
    case 3: return x % 4 < 2 || y == SIDE - 1 ? 0 : 255;             /* a comb */
    case 4: return ring % 4 < 2 ? 0 : 255;                           /* squares in squares */
    case 5: return x / 9 % 2 || y / 9 % 2 ? 255 : 0;                 /* squares beside squares */
    default: return (x / 2 * 7 + y / 2 * 13 + x * y) % 5 ? 200 : 10; /* dust */
    }
}

static void nothing_is_seen_in_patterns(void **state)
{
    (void)state;
    card_tag found[CARD_TAG_MAX];
    num_rng rng;
    num_rng_seed(&rng, 3);
    for (int kind = 0; kind < 7; kind++) {
        for (int i = 0; i < SIDE * SIDE; i++)
            canvas[i] = hostile(kind, i % SIDE, i / SIDE, &rng);
        assert_int_equal(read_canvas(found), 0);
    }
}

/* Sizes that leave tiles, halves and margins over. */
static void small_and_odd_copies_are_searched(void **state)
{
    (void)state;
    card_tag found[CARD_TAG_MAX];
    card_tags *tags = NULL;
    size_t count;
    for (int i = 0; i < SIDE * SIDE; i++)
        canvas[i] = (uint8_t)(i * 37);
    assert_int_equal(card_tags_new(NULL, ids, IDS, &tags), SCT_OK);
    for (uint32_t width = 1; width < 40; width++)
        for (uint32_t height = 1; height < 40; height += 3) {
            card_grey copy = {.width = width, .height = height, .shrink = 1, .enlarge = 1, .data = canvas};
            assert_int_equal(card_tags_find(NULL, tags, &copy, 0, found, &count), SCT_OK);
            assert_int_equal(count, 0);
        }
    card_grey copy = copy_of_canvas();
    assert_int_equal(card_tags_find(NULL, NULL, &copy, 16, found, &count), SCT_OK);
    assert_int_equal(count, 0);
    card_tags_free(tags);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tags_are_read_as_they_lie),   cmocka_unit_test(three_wrong_cells_are_forgiven),
        cmocka_unit_test(a_shiny_spot_is_borne),       cmocka_unit_test(the_family_is_whole),
        cmocka_unit_test(nothing_is_seen_in_patterns), cmocka_unit_test(small_and_odd_copies_are_searched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
