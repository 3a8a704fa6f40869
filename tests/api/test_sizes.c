/*
 * tests/api/test_sizes.c - structs of programs that were built with an older or
 * a newer version: what a struct's size promises, and that what is reserved
 * stays zero.
 */
#include "api/structs.h"
#include "base/base.h"
#include "support/support.h"

/* No version had these: never set, shorter than the first version, beyond all that may come. */
static void sizes_that_no_version_has(void **state)
{
    (void)state;
    options o;
    for (what w = (what)0; w < STRUCTS; w++) {
        const size_t wrong[] = {
            0, 1, 4, sizeof(size_t), struct_kinds[w].size - sizeof(size_t), struct_kinds[w].size - 1, 65536 + 8u, SIZE_MAX};
        usual(w, &o, struct_kinds[w].size);
        accepts(w, &o, "size", (double)struct_kinds[w].size); /* as its init macro set it */
        for (size_t k = 0; k < sizeof wrong / sizeof wrong[0]; k++) {
            o.size = wrong[k];
            if (call(w, &o) != SCT_ERR_ARGUMENT)
                fail_msg("%s of %zu bytes was not refused", struct_kinds[w].name, wrong[k]);
            assert_non_null(strstr(sct_context_message(struct_context), struct_kinds[w].name));
            assert_non_null(strstr(sct_context_message(struct_context), "init"));
        }
    }
}

/* A newer program's struct is longer: as long as it wishes nothing that we do not know, it is as good as ours. */
static void structs_of_a_newer_program(void **state)
{
    (void)state;
    options o;
    for (what w = (what)0; w < STRUCTS; w++)
        for (size_t more = 1; more <= STRUCT_ROOM - struct_kinds[w].size; more = more < 8 ? 8 : 4 * more) {
            size_t size = struct_kinds[w].size + more;
            usual(w, &o, size);
            assert_int_equal(o.size, size);
            if ((w == VIEW || w == FILM) && size % _Alignof(double)) { /* the next in its array would not be aligned */
                assert_int_equal(call(w, &o), SCT_ERR_ARGUMENT);
                continue;
            }
            accepts(w, &o, "size", (double)size);
            const size_t places[] = {struct_kinds[w].size, struct_kinds[w].size + more / 2, size - 1};
            for (size_t k = 0; k < sizeof places / sizeof places[0]; k++) {
                o.bytes[places[k]] = 1;
                refuses(w, &o, "size", (double)size, "does not know");
                assert_non_null(strstr(sct_context_message(struct_context), struct_kinds[w].name));
                o.bytes[places[k]] = 0;
            }
        }
}

static void reserved_fields_are_zero(void **state)
{
    (void)state;
    options o;
    int fields = 0;
    for (what w = (what)0; w < STRUCTS; w++)
        for (size_t byte = 0; byte < struct_kinds[w].reserved_size; byte++) {
            usual(w, &o, struct_kinds[w].size);
            for (size_t i = 0; i < struct_kinds[w].reserved_size; i++) /* the init macro set it */
                assert_int_equal(o.bytes[struct_kinds[w].reserved + i], 0);
            o.bytes[struct_kinds[w].reserved + byte] = 1;
            refuses(w, &o, "reserved", 1, "reserved");
            fields++;
        }
    assert_true(fields >= 4 * 10);
}

/* They fill what they are told, and no byte more; what is too small to hold its size is left alone. */
static void initialisers_keep_to_the_size(void **state)
{
    (void)state;
    options o, full;
    for (what w = (what)0; w < STRUCTS; w++) {
        struct_kinds[w].init(NULL, struct_kinds[w].size); /* there is no way for them to report an error */
        memset(&full, 0xa5, sizeof full);
        struct_kinds[w].init(&full, struct_kinds[w].size);
        assert_int_equal(full.size, struct_kinds[w].size);
        for (size_t size = 0; size <= struct_kinds[w].size + 64; size += size % 8 ? 5 : 3) {
            memset(&o, 0xa5, sizeof o);
            struct_kinds[w].init(&o, size);
            for (size_t i = size < sizeof(size_t) ? 0 : size; i < sizeof o; i++)
                assert_int_equal(o.bytes[i], 0xa5);
            if (size < sizeof(size_t))
                continue;
            assert_int_equal(o.size, size);
            size_t known = size < struct_kinds[w].size ? size : struct_kinds[w].size;
            assert_memory_equal(o.bytes + sizeof(size_t), full.bytes + sizeof(size_t), known - sizeof(size_t));
            for (size_t i = struct_kinds[w].size; i < size; i++)
                assert_int_equal(o.bytes[i], 0);
        }
    }
    sct_conditions_init(NULL);
    sct_tissue_init(NULL);
}

/* A struct that has grown since: what an older program does not have keeps its default. */
static void options_of_an_older_program(void **state)
{
    (void)state;
    typedef struct grown {
        size_t size;
        int first, second; /* version 0.1 ends here */
        double third;
    } grown;
    typedef struct old {
        size_t size;
        int first, second;
    } old;
    size_t smallest = OPTIONS_SIZE(grown, second);
    const old given = {sizeof given, 7, 8};
    grown checked = {sizeof checked, 1, 2, 3};
    assert_int_equal(smallest, sizeof given);
    assert_int_equal(options_take(struct_context, "grown", &given, smallest, &checked, sizeof checked), SCT_OK);
    assert_int_equal(checked.size, sizeof checked);
    assert_int_equal(checked.first, 7);
    assert_int_equal(checked.second, 8);
    assert_near(checked.third, 3, 0);
    assert_int_equal(options_take(struct_context, "grown", NULL, smallest, &checked, sizeof checked), SCT_OK);
    assert_int_equal(checked.first, 7);
    const old shorter = {smallest - 1, 1, 1};
    assert_int_equal(options_take(struct_context, "grown", &shorter, smallest, &checked, sizeof checked), SCT_ERR_ARGUMENT);
    assert_int_equal(checked.first, 7);
}

/* Views and films that lie in memory as a newer program has them are walked by their own size. */
static void arrays_are_walked_by_their_size(void **state)
{
    (void)state;
    enum { MORE = 24, VIEW_SIZE = sizeof(sct_view) + MORE, FILM_SIZE = sizeof(sct_drawdown) + MORE };
    static union {
        size_t align;
        unsigned char bytes[2 * VIEW_SIZE + 2 * FILM_SIZE];
    } room;
    options o;
    sct_measurement *m = NULL;
    sct_measurement_info info;
    sct_ink_optics *fitted = NULL;
    sct_ink_optics_info told;
    size_t wrong = VIEW_SIZE - 8;
    for (size_t i = 0; i < 2; i++) {
        usual(VIEW, &o, VIEW_SIZE);
        memcpy(room.bytes + i * VIEW_SIZE, &o, VIEW_SIZE);
    }
    assert_int_equal(sct_measure(struct_context, NULL, (const sct_view *)(const void *)room.bytes, 2, &m), SCT_OK);
    assert_int_equal(sct_measurement_describe(m, &info), SCT_OK);
    assert_int_equal(info.photo_count, 2);
    sct_measurement_free(m);
    m = NULL;
    memcpy(room.bytes + VIEW_SIZE, &wrong, sizeof wrong);
    assert_int_equal(sct_measure(struct_context, NULL, (const sct_view *)(const void *)room.bytes, 2, &m), SCT_ERR_ARGUMENT);
    assert_non_null(strstr(sct_context_message(struct_context), "views[1].size"));
    for (size_t i = 0; i < 2; i++) {
        usual(FILM, &o, FILM_SIZE);
        o.film.backing = i ? 0.03 : 0.85;
        o.film.wet_um = 30;
        o.film.lab = i ? (sct_lab){18, 0, 0} : (sct_lab){40, 0, 0};
        memcpy(room.bytes + i * FILM_SIZE, &o, FILM_SIZE);
    }
    const sct_drawdown *films = (const sct_drawdown *)(const void *)room.bytes;
    if (sct_ink_optics_from_drawdowns(struct_context, NULL, films, 2, &fitted) != SCT_OK)
        fail_msg("%s", sct_context_message(struct_context));
    assert_int_equal(sct_ink_optics_describe(fitted, &told), SCT_OK);
    assert_int_equal(told.film_count, 2);
    assert_near(told.contrast_dL, 22, 1e-9);
    assert_int_equal(told.basis, SCT_OPTICS_FITTED);
    sct_ink_optics_free(fitted);
    memcpy(room.bytes + FILM_SIZE, &wrong, sizeof wrong);
    fitted = NULL;
    assert_int_equal(sct_ink_optics_from_drawdowns(struct_context, NULL, films, 2, &fitted), SCT_ERR_ARGUMENT);
    assert_non_null(strstr(sct_context_message(struct_context), "films[1].size"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sizes_that_no_version_has),   cmocka_unit_test(structs_of_a_newer_program),
        cmocka_unit_test(reserved_fields_are_zero),    cmocka_unit_test(initialisers_keep_to_the_size),
        cmocka_unit_test(options_of_an_older_program), cmocka_unit_test(arrays_are_walked_by_their_size),
    };
    return cmocka_run_group_tests(tests, structs_open, structs_close);
}
