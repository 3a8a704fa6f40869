/* tests/region/scenes/test_believed.c - which stubble on a head is believed: each plain rule doubts what it is made for, and
 * not what lies beside it. A scene is a head of cells, and what was measured there. */
#include "region/find/evidence.h"
#include "region/find/find.h"
#include "support/support.h"

#include <math.h>
#include <string.h>

enum { SIDE = 96, CELLS = SIDE * SIDE };

static sct_context *context;

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

/* A head seen from the front before a wall, and stubble on a part of it. */
typedef struct scene {
    sct_hair_kind kind;
    double wall_L, round_L; /* how much darker the head is at its outline */
    double top, bottom;     /* of the stubble, in rows; the head goes from 20 to 92 */
    double half;            /* of its width, in columns; the head has 27 */
    double patch;           /* of the stubble: 1 in so many rows of cells is without; 0: none */
    double strand;          /* of it goes up to the frame, in columns */
    double rough;           /* its texture over L* + 16 */
    double marks, mark_px, mark_area, fibre_area;
    const char *flag; /* that the measurement has raised, or null */
    int capped;       /* non-zero: no skin lies above the stubble, at the rim of the head; 2: nor anywhere higher */
    double strand_L;  /* 0: 24 */
} scene;

/* A shaved scalp: whole, at the top. */
static const scene scalp = {.kind = SCT_HAIR_STUBBLE,
                            .wall_L = 70,
                            .round_L = 18,
                            .top = 20,
                            .bottom = 48,
                            .half = 27,
                            .rough = 0.03,
                            .marks = 2500,
                            .mark_px = 2.5,
                            .mark_area = 3,
                            .fibre_area = 30};

static int is_hair(const scene *s, int x, int y)
{
    double r = hypot((x - 48) / 27.0, (y - 56) / 36.0);
    if (y < 30 && fabs(x - 48.0) < s->strand / 2)
        return 1;
    return r < 0.97 && y >= s->top && y < s->bottom && fabs(x - 48.0) < s->half && !(s->patch > 0 && fmod(y, s->patch) < 2);
}

static void render(const scene *s, region_cell *cells, uint8_t *skin, region_spans *hair)
{
    for (int i = 0; i < CELLS; i++) {
        int x = i % SIDE, y = i / SIDE, stubble = is_hair(s, x, y);
        double r = hypot((x - 48) / 27.0, (y - 56) / 36.0), share = fmin(fmax((1.08 - r) / 0.16, 0), 1); /* a blurred rim */
        double L = s->wall_L + share * (66 - s->round_L * r * r - (stubble ? 9 : 0) - s->wall_L);
        skin[i] = r < 1 && !stubble && !(s->capped && y >= s->top && y < s->top + 20) && !(s->capped == 2 && y < s->bottom);
        cells[i] = (region_cell){.L = (float)L,
                                 .a = (float)((r < 1 ? stubble ? 0.12 : 0.19 : 0) * (L + 16)),
                                 .b = (float)((r < 1 ? stubble ? 0.14 : 0.22 : 0) * (L + 16)),
                                 .texture = (float)(share > 0 ? (stubble ? s->rough : 0.008) * (L + 16) : 0.1),
                                 .usable = 1};
        if (stubble)
            assert_int_equal(region_spans_add(context, hair, (uint32_t)y, (uint32_t)x, 1), SCT_OK);
    }
}

static region_plainness plain; /* whether what was looked at last is plainly the hair of a head */

/* What is said against it; "" where nothing is. */
static const char *doubt(const scene *s)
{
    static region_cell cells[CELLS];
    static uint8_t skin[CELLS], background[CELLS];
    static region_result result;
    region_job job = {.map = {.columns = SIDE, .rows = SIDE, .scale = 1, .window = {0, 0, SIDE, SIDE}, .cells = cells},
                      .skin_cells = skin,
                      .background = background,
                      .out = &result};
    region_spans hair = {0};
    uint32_t bits = 0;
    memset(&result, 0, sizeof result);
    render(s, cells, skin, &hair);
    assert_int_equal(region_find_background(context, &job.map, skin, background), SCT_OK);
    result.correction.u95_de00 = 10;
    result.skin.estimate.pixels = 1000;
    result.skin.estimate.lab = (sct_lab){62, 15, 18};
    result.skin.locus_z = 1;
    result.hair.kind = s->kind;
    result.hair.strand.lab = (sct_lab){s->strand_L > 0 ? s->strand_L : 24, 4, 7};
    result.marks = s->marks;
    result.mark_px = s->mark_px;
    result.mark_area = s->mark_area;
    result.fibre_area = s->fibre_area;
    if (s->flag)
        flags_add(&result.flags, s->flag, 0, "", "");
    sct_status status = region_doubt_hair(context, &job, &hair, &bits, &plain);
    region_spans_free(&hair);
    if (status != SCT_OK)
        return sct_context_message(context);
    for (size_t i = 0; i < result.flags.count; i++)
        if (strcmp(result.flags.items[i].code, "region-unsure") == 0)
            return result.flags.items[i].message;
    return "";
}

static void assert_doubted(const scene *s, const char *words)
{
    const char *why = doubt(s);
    if (!strstr(why, words))
        print_error("\"%s\" has not \"%s\"\n", why, words);
    assert_non_null(strstr(why, words));
}

static void assert_believed(const scene *s)
{
    assert_string_equal(doubt(s), "");
}

static void a_shaved_scalp_is_believed(void **state)
{
    (void)state;
    assert_believed(&scalp);
}

/* Eyes, brows and glasses are far larger than the narrow things in them, or have few. */
static void blobs_are_doubted(void **state)
{
    (void)state;
    scene s = scalp;
    s.mark_area = 4.9;
    s.fibre_area = 79;
    assert_believed(&s);
    s.mark_area = 5.1;
    assert_doubted(&s, "little and scattered");
    s = scalp;
    s.fibre_area = 81;
    assert_doubted(&s, "little and scattered");
    s = scalp;
    s.flag = "few-fibres";
    assert_doubted(&s, "little and scattered");
    s.mark_px = 4.1; /* wide hairs are seen from near, where they are long */
    assert_believed(&s);
    s.flag = NULL;
    s.mark_area = 6;
    assert_believed(&s);
}

/* Stubble that goes down the whole head is a scalp where it is rough, of many specks, in one, large and not low. */
static void a_scalp_is_told_from_a_beard(void **state)
{
    (void)state;
    scene whole = scalp, s;
    whole.top = 30;
    whole.bottom = 88;
    whole.half = 20;
    assert_believed(&whole);
    s = whole;
    s.rough = 0.018;
    assert_doubted(&s, "little and scattered");
    s = whole;
    s.marks = 900;
    assert_doubted(&s, "little and scattered");
    s = whole;
    s.patch = 9;
    assert_doubted(&s, "little and scattered");
    s = whole;
    s.top = 60;
    s.bottom = 92;
    assert_doubted(&s, "little and scattered");
    s = whole;
    s.half = 8;
    assert_doubted(&s, "little and scattered");
}

/* Before a dark wall, which hides where the head ends, stubble is believed where it is surely a scalp. */
static void stubble_before_a_dark_wall_is_a_scalp(void **state)
{
    (void)state;
    scene s = scalp;
    s.bottom = 70;
    s.half = 20;
    s.top = 26;
    s.wall_L = 5;
    assert_believed(&s);
    s.rough = 0.018;
    assert_doubted(&s, "little and scattered");
    s = scalp;
    assert_believed(&s);
    s.wall_L = 5;
    s.rough = 0.018;
    assert_doubted(&s, "little and scattered");
}

/* Grown hair that goes on to the frame is doubted where the frame has a dark background: it may be a rest of that. */
static void hair_at_the_frame_of_a_dark_wall_is_doubted(void **state)
{
    (void)state;
    scene s = scalp;
    s.kind = SCT_HAIR_GROWN;
    s.bottom = 40;
    s.strand = 12; /* columns */
    assert_believed(&s);
    s.wall_L = 5;
    assert_doubted(&s, "along the edge of the photo");
    s.strand = 0;
    assert_believed(&s);
}

/* Light falls off over a head, and not over a wall. */
static void a_wall_is_even(void **state)
{
    (void)state;
    scene s = scalp;
    s.round_L = 0;
    assert_doubted(&s, "as even as a wall");
    s.round_L = 8;
    assert_true(strstr(doubt(&s), "as even") == NULL);
}

static void assert_plain(const scene *s, int expected)
{
    doubt(s);
    assert_int_equal(plain == REGION_PLAIN, expected);
    assert_true(s->kind == SCT_HAIR_GROWN || plain != REGION_LIKELY); /* specks are, or are not */
}

static void assert_likely(const scene *s, int expected)
{
    doubt(s);
    assert_int_equal(plain >= REGION_LIKELY, expected);
}

/* Grown hair that is no sheet above the skin may be hair nevertheless, as the wreath round a bald head: where it is rough,
 * much darker than the skin, more than a wisp, and not low. */
static void likely_hair_need_be_no_sheet(void **state)
{
    (void)state;
    scene wreath = scalp, s;
    wreath.kind = SCT_HAIR_GROWN;
    wreath.bottom = 40;
    wreath.rough = 0.0215; /* a part of it lies in the smooth rim */
    assert_plain(&wreath, 0);
    assert_likely(&wreath, 1);
    s = wreath;
    s.rough = 0.018;
    assert_likely(&s, 0);
    s = wreath; /* 15 L* darker than the skin, which has 62 */
    s.strand_L = 46.9;
    assert_likely(&s, 1);
    s.strand_L = 47.1;
    assert_likely(&s, 0);
    s = wreath; /* a beard */
    s.top = 66;
    s.bottom = 92;
    assert_likely(&s, 0);
    s = wreath; /* a wisp */
    s.half = 7;
    assert_likely(&s, 1);
    s.half = 4;
    assert_likely(&s, 0);
}

/* What takes the place of a doubted answer: a rough, dark sheet above the skin, or many specks on top of it. */
static void plain_hair_lies_on_top(void **state)
{
    (void)state;
    scene shaved = scalp, grown, s;
    assert_plain(&scalp, 0); /* skin all around it */
    shaved.capped = 1;
    assert_plain(&shaved, 1);
    s = shaved;
    s.marks = 990;
    assert_plain(&s, 0);
    s = shaved;
    s.mark_area = 5.1;
    assert_plain(&s, 0);
    s = shaved; /* a beard */
    s.top = 64;
    s.bottom = 92;
    assert_plain(&s, 0);
    s = shaved; /* a lock */
    s.half = 10;
    assert_plain(&s, 0);
    s = shaved; /* next to nothing */
    s.bottom = 28;
    assert_plain(&s, 0);
    grown = shaved;
    grown.kind = SCT_HAIR_GROWN;
    grown.bottom = 40;
    grown.rough = 0.031;
    assert_plain(&grown, 1);
    s = grown; /* scalp in shade */
    s.rough = 0.029;
    assert_plain(&s, 0);
    s = grown;
    s.top = 60;
    s.bottom = 92;
    assert_plain(&s, 0);
    s = grown; /* it goes down nearly all of the head */
    s.bottom = 84;
    assert_plain(&s, 0);
    s = grown; /* skin all around it */
    s.capped = 0;
    assert_plain(&s, 0);
    s = grown; /* 18 L* darker than the skin, which has 62 */
    s.strand_L = 43.9;
    assert_plain(&s, 1);
    s.strand_L = 44.1;
    assert_plain(&s, 0);
}

/* Stubble low on a part of the head, and a thin band of it, take nobody's place. */
static void plain_stubble_is_large_and_high(void **state)
{
    (void)state;
    scene shaved = scalp, s;
    shaved.capped = 1;
    s = shaved;
    s.bottom = 70;
    s.half = 20;
    assert_plain(&s, 1);
    s.half = 17.5;
    assert_plain(&s, 0);
    s = shaved;
    s.capped = 2;
    s.top = 36;
    s.bottom = 48;
    assert_plain(&s, 1);
    s.bottom = 39;
    assert_plain(&s, 0);
}

/* A face above a shirt that was taken for skin: hair on little of its width. */
static void narrow_hair_is_a_head_on_a_shirt(void **state)
{
    (void)state;
    scene s = scalp;
    s.kind = SCT_HAIR_GROWN;
    s.capped = 2;
    s.bottom = 40;
    s.half = 12;
    assert_doubted(&s, "narrow on what is wide");
    s.half = 27;
    assert_true(strstr(doubt(&s), "narrow on what is wide") == NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_shaved_scalp_is_believed),
        cmocka_unit_test(blobs_are_doubted),
        cmocka_unit_test(a_scalp_is_told_from_a_beard),
        cmocka_unit_test(stubble_before_a_dark_wall_is_a_scalp),
        cmocka_unit_test(hair_at_the_frame_of_a_dark_wall_is_doubted),
        cmocka_unit_test(a_wall_is_even),
        cmocka_unit_test(plain_hair_lies_on_top),
        cmocka_unit_test(plain_stubble_is_large_and_high),
        cmocka_unit_test(likely_hair_need_be_no_sheet),
        cmocka_unit_test(narrow_hair_is_a_head_on_a_shirt),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
