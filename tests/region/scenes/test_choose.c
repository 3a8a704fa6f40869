/* tests/region/scenes/test_choose.c - which place stays of those where a client's hair may be. What is found and measured at
 * each is told here; the choice among them is the engine's. */
#define region_choose_hair     choose_of_test
#define region_find_background background_of_test
#define region_find_hair       hair_of_test
#define region_find_scalp      scalp_of_test
#define region_measure_hair    measure_of_test
#define region_doubt_hair      doubt_of_test
#define region_label_hair      label_of_test
#include "region/find/choose_hair.c" /* NOLINT(bugprone-suspicious-include): its parts are told what to say */
#include "support/support.h"

#include <string.h>

enum { SIDE = 8, CELLS = SIDE * SIDE };

/* What comes out at a place. */
typedef struct outcome {
    int there, refused, doubted, forbids;
    region_plainness plain;
    int unsure_kind; /* grown or stubble, unless the kind is told */
} outcome;

static sct_context *context;
static outcome at[PLACES];
static int measured[PLACES], told_stubble[PLACES], labelled;

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

/* A place is a row of pixels: its number. */
static size_t number_of(const region_spans *spans)
{
    assert_true(spans->count > 0 && spans->items[0].y < PLACES);
    return spans->items[0].y;
}

static sct_status put(sct_context *ctx, size_t number, region_spans *out)
{
    return at[number].there ? region_spans_add(ctx, out, (uint32_t)number, 0, 4) : SCT_OK;
}

sct_status region_find_background(sct_context *ctx, const region_map *map, const uint8_t *skin, uint8_t *cells)
{
    (void)ctx, (void)map, (void)skin, (void)cells;
    return SCT_OK;
}

sct_status region_find_hair(sct_context *ctx, const pixels_image *image, const region_map *map, const uint8_t *skin,
                            const uint8_t *background, region_spans *out, region_spans *other)
{
    sct_status status = SCT_OK;
    (void)image, (void)map, (void)skin, (void)background;
    TRY(put(ctx, 0, out));
    TRY(put(ctx, 1, other));
    if (!at[0].there)
        FAIL(ctx, SCT_ERR_NOTHING, "no hair");
done:
    return status;
}

sct_status region_find_scalp(sct_context *ctx, const region_map *map, const uint8_t *skin, const uint8_t *background,
                             uint8_t *cells)
{
    (void)ctx, (void)skin, (void)background;
    memset(cells, 0, CELLS);
    memset(cells + SCALP * map->columns, at[SCALP].there, 4);
    return SCT_OK;
}

sct_status region_measure_hair(sct_context *ctx, region_job *job, const region_spans *spans, sct_hair *out, uint32_t *bits)
{
    sct_status status = SCT_OK;
    size_t number = number_of(spans);
    measured[number]++;
    told_stubble[number] = job->options->hair_kind == SCT_HAIR_STUBBLE;
    if (at[number].refused)
        FAIL(ctx, SCT_ERR_NOTHING, "too few fibres");
    out->kind = SCT_HAIR_STUBBLE;
    out->coverage = (double)number;
    *bits = 1U << number;
    if (at[number].unsure_kind && !told_stubble[number])
        flags_add(&job->out->flags, "hair-kind-unsure", 1, "", "");
    if (at[number].forbids)
        flags_add(&job->out->flags, "few-fibres", 1, "", "");
done:
    return status;
}

sct_status region_doubt_hair(sct_context *ctx, const region_job *job, const region_spans *spans, uint32_t *bits,
                             region_plainness *plain_hair)
{
    size_t number = number_of(spans);
    (void)ctx, (void)bits;
    if (at[number].doubted)
        flags_add(&job->out->flags, "region-unsure", 1, "", "");
    *plain_hair = at[number].plain;
    return SCT_OK;
}

sct_status region_label_hair(sct_context *ctx, const region_job *job, const region_spans *spans, sct_hair_kind kind)
{
    (void)ctx, (void)job, (void)kind;
    labelled = (int)number_of(spans);
    return SCT_OK;
}

/* The place that stays; -1: none. */
static int chosen(outcome first, outcome second, outcome scalp)
{
    static region_cell cells[CELLS];
    static uint8_t skin[CELLS], labels[CELLS];
    static region_result result;
    sct_measure_options options = {.hair_kind = SCT_HAIR_NONE};
    region_spans out = {0};
    uint32_t bits = 0;
    region_job job = {.options = &options,
                      .map = {.columns = SIDE, .rows = SIDE, .scale = 1, .window = {0, 0, SIDE, SIDE}, .cells = cells},
                      .skin_cells = skin,
                      .labels = labels,
                      .out = &result};
    at[0] = first;
    at[1] = second;
    at[SCALP] = scalp;
    memset(&result, 0, sizeof result);
    memset(measured, 0, sizeof measured);
    labelled = -1;
    sct_status status = region_choose_hair(context, &job, &out, &bits);
    mem_free(job.background);
    if (status != SCT_OK) {
        assert_int_equal(status, SCT_ERR_NOTHING);
        assert_int_equal(labelled, -1);
        return -1;
    }
    int number = (int)number_of(&out);
    assert_int_equal(labelled, number);
    assert_int_equal(bits, 1U << number);
    assert_near(result.hair.coverage, number, 0);
    assert_int_equal(flags_have(&result.flags, "region-unsure") != 0, at[number].doubted);
    region_spans_free(&out);
    return number;
}

static const outcome none = {0}, believed = {.there = 1}, doubted = {.there = 1, .doubted = 1},
                     refused = {.there = 1, .refused = 1}, plainly = {.there = 1, .plain = REGION_PLAIN};

static void the_first_that_is_believed_stays(void **state)
{
    (void)state;
    assert_int_equal(chosen(believed, plainly, plainly), 0);
    assert_int_equal(measured[1] + measured[SCALP], 0); /* nothing else costs time */
    assert_int_equal(chosen(doubted, plainly, plainly), 1);
    assert_int_equal(measured[SCALP], 0);
    assert_int_equal(chosen(doubted, doubted, plainly), SCALP);
    assert_int_equal(chosen(refused, none, plainly), SCALP);
    assert_int_equal(chosen(none, none, plainly), SCALP);
}

/* Where no place is believed, the likeliest is shown with its doubt, or says why it is none. */
static void a_doubted_place_yields_to_none_but_likely_ones(void **state)
{
    (void)state;
    const outcome forbidden = {.there = 1, .plain = REGION_PLAIN, .forbids = 1},
                  both = {.there = 1, .plain = REGION_PLAIN, .doubted = 1};
    const outcome likely = {.there = 1, .plain = REGION_LIKELY};
    assert_int_equal(chosen(doubted, likely, none), 1);
    assert_int_equal(chosen(doubted, likely, plainly), 1); /* found as hair, before what was not */
    assert_int_equal(chosen(doubted, none, likely), 0);    /* half of what looks like a scalp is none */
    assert_int_equal(chosen(refused, none, likely), -1);
    assert_int_equal(chosen(doubted, believed, none), 0); /* not plain */
    assert_int_equal(chosen(doubted, none, believed), 0);
    assert_int_equal(chosen(doubted, forbidden, none), 0);
    assert_int_equal(chosen(doubted, none, forbidden), 0);
    assert_int_equal(chosen(doubted, both, both), 0);
    assert_int_equal(chosen(doubted, refused, refused), 0);
    assert_int_equal(chosen(refused, doubted, doubted), -1);
    assert_int_equal(chosen(refused, believed, none), -1);
    assert_int_equal(chosen(none, none, none), -1);
}

/* What lies on a scalp is stubble where it may be either; elsewhere that stays in doubt. */
static void a_scalp_is_measured_as_stubble(void **state)
{
    (void)state;
    const outcome either = {.there = 1, .plain = REGION_PLAIN, .unsure_kind = 1};
    assert_int_equal(chosen(doubted, none, either), SCALP);
    assert_int_equal(measured[SCALP], 2);
    assert_true(told_stubble[SCALP]);
    assert_int_equal(chosen(doubted, none, plainly), SCALP);
    assert_int_equal(measured[SCALP], 1);
    assert_int_equal(chosen(doubted, either, none), 0);
    assert_int_equal(measured[1], 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_that_is_believed_stays),
        cmocka_unit_test(a_doubted_place_yields_to_none_but_likely_ones),
        cmocka_unit_test(a_scalp_is_measured_as_stubble),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
