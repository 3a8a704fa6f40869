/*
 * tests/base/test_enum.c - every enumerator of the public headers has one word,
 * which leads back to it. The headers are read, so that none can be forgotten.
 */
#include "scalptone.h"
#include "support/support.h"

#include <ctype.h>
#include <limits.h>

enum { VALUES_MAX = 200 };

/* What the headers declare, and the enumeration of words that belongs to it. */
static const struct {
    sct_enum which;
    const char *type, *header;
} types[] = {
    {SCT_ENUM_STATUS, "sct_status", "base"},
    {SCT_ENUM_FEATURE, "sct_feature", "base"},
    {SCT_ENUM_STAGE, "sct_stage", "base"},
    {SCT_ENUM_LIMIT, "sct_limit", "base"},
    {SCT_ENUM_SEVERITY, "sct_severity", "flags"},
    {SCT_ENUM_FLAG, "sct_flag_code", "flags"},
    {SCT_ENUM_ILLUMINANT, "sct_illuminant", "colour"},
    {SCT_ENUM_OBSERVER, "sct_observer", "colour"},
    {SCT_ENUM_ADAPTATION, "sct_adaptation", "colour"},
    {SCT_ENUM_RGB_SPACE, "sct_rgb_space", "colour"},
    {SCT_ENUM_METRIC, "sct_metric", "colour"},
    {SCT_ENUM_SURROUND, "sct_surround", "colour"},
    {SCT_ENUM_PROFILE_SOURCE, "sct_profile_source", "photo"},
    {SCT_ENUM_PIXEL_FORMAT, "sct_pixel_format", "photo"},
    {SCT_ENUM_PIXEL_SPACE, "sct_pixel_space", "photo"},
    {SCT_ENUM_ROLE, "sct_role", "shape"},
    {SCT_ENUM_SHAPE, "sct_shape_kind", "shape"},
    {SCT_ENUM_LABEL, "sct_label", "measure"},
    {SCT_ENUM_ESTIMATOR, "sct_estimator", "measure"},
    {SCT_ENUM_CHART_MODE, "sct_chart_mode", "measure"},
    {SCT_ENUM_CORRECTION, "sct_correction_kind", "measure"},
    {SCT_ENUM_HAIR, "sct_hair_kind", "measure"},
    {SCT_ENUM_CHART_TIER, "sct_chart_tier", "chart"},
    {SCT_ENUM_CARD_SHEET, "sct_card_sheet", "card"},
    {SCT_ENUM_COLOUR_STATE, "sct_colour_state", "palette"},
    {SCT_ENUM_INK, "sct_ink_kind", "palette"},
    {SCT_ENUM_BACKING, "sct_backing", "palette"},
    {SCT_ENUM_PROVENANCE, "sct_provenance", "palette"},
    {SCT_ENUM_AGE, "sct_age", "skin"},
    {SCT_ENUM_OPTICS, "sct_optics_basis", "skin"},
    {SCT_ENUM_HEALED_PART, "sct_healed_part", "skin"},
    {SCT_ENUM_BASIS, "sct_basis", "match"},
    {SCT_ENUM_LOSS, "sct_loss", "match"},
    {SCT_ENUM_GREY_HAIR, "sct_grey_hair", "match"},
    {SCT_ENUM_BAND, "sct_band", "match"},
    {SCT_ENUM_CONFIDENCE, "sct_confidence", "match"},
    {SCT_ENUM_SESSION, "sct_session", "match"},
    {SCT_ENUM_VIEW_FROM, "sct_view_from", "preview"},
    {SCT_ENUM_SCALE_SOURCE, "sct_scale_source", "scale"},
    {SCT_ENUM_PALETTE_FORMAT, "sct_palette_format", "shelf"},
    {SCT_ENUM_CUP, "sct_cup_verdict", "swatch"},
    {SCT_ENUM_OUTCOME, "sct_outcome", "verify"},
    {SCT_ENUM_BEFORE_STATE, "sct_before_state", "verify"},
};
enum { TYPES = sizeof types / sizeof types[0] };

/* A header without its comments. Free with free. */
static char *header_text(const char *name)
{
    char path[64];
    snprintf(path, sizeof path, "include/scalptone/%s.h", name);
    char *text = (char *)read_file(path, NULL);
    assert_non_null(text);
    for (char *from = strstr(text, "/*"); from; from = strstr(from, "/*")) {
        const char *end = strstr(from, "*/");
        assert_non_null(end);
        memset(from, ' ', (size_t)(end + 2 - from));
    }
    return text;
}

typedef struct enumerator {
    char name[64];
    int value;
} enumerator;

/* The enumerators of a type in the order of its declaration. */
static size_t declared(const char *header, const char *type, enumerator *out)
{
    char *text = header_text(header), opening[64];
    snprintf(opening, sizeof opening, "typedef enum %s {", type);
    char *at = strstr(text, opening);
    if (!at)
        fail_msg("%s.h does not declare %s", header, type);
    char *end = strchr(at, '}');
    size_t n = 0;
    int next = 0;
    *end = '\0';
    for (char *word = strtok(at + strlen(opening), ",\n\t "); word; word = strtok(NULL, ",\n\t ")) {
        if (strcmp(word, "=") == 0) {
            out[n - 1].value = (int)strtol(strtok(NULL, ",\n\t "), NULL, 10);
            next = out[n - 1].value + 1;
            continue;
        }
        assert_true(n < VALUES_MAX && isupper((unsigned char)word[0]));
        snprintf(out[n].name, sizeof out[n].name, "%s", word);
        out[n++].value = next++;
    }
    free(text);
    return n;
}

static void every_enumerator_has_its_word(void **state)
{
    (void)state;
    size_t all = 0;
    for (int t = 0; t < TYPES; t++) {
        enumerator found[VALUES_MAX];
        size_t n = declared(types[t].header, types[t].type, found), words = 0;
        assert_true(n >= 2);
        for (size_t i = 0; i < n; i++) {
            const char *word = sct_enum_name(types[t].which, found[i].value);
            int back = INT_MIN;
            if (!sct_enum_value(types[t].which, word, &back) || back != found[i].value)
                fail_msg("%s = %d is \"%s\", which leads to %d", found[i].name, found[i].value, word, back);
            words++;
        }
        if (sct_enum_count(types[t].which) != words)
            fail_msg("%s has %zu words for %zu enumerators", types[t].type, sct_enum_count(types[t].which), words);
        all += words;
    }
    figure("%zu public enumerators in %d enumerations, each with its word", all, TYPES);
}

/* The enumerations themselves are all tested here. */
static void every_enumeration_is_here(void **state)
{
    (void)state;
    enumerator found[VALUES_MAX];
    assert_int_equal(declared("base", "sct_enum", found), TYPES);
    for (int i = 0; i < TYPES; i++) {
        int rows = 0;
        for (int t = 0; t < TYPES; t++)
            rows += (int)types[t].which == found[i].value;
        if (rows != 1)
            fail_msg("%s stands in %d rows", found[i].name, rows);
    }
    static const char *const headers[] = {"base",   "flags",  "colour",  "photo",  "shape", "measure", "chart",
                                          "camera", "card",   "palette", "shelf",  "skin",  "match",   "preview",
                                          "report", "record", "artist",  "swatch", "scale", "verify"};
    size_t declarations = 0;
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        char *text = header_text(headers[i]);
        for (const char *at = strstr(text, "typedef enum "); at; at = strstr(at + 1, "typedef enum "))
            declarations++;
        free(text);
    }
    assert_int_equal(declarations, TYPES + 1); /* and sct_enum, which has no words */
}

/* In order, each once, and in small letters, digits and hyphens but for names that others gave. */
static void words_are_lists_without_doubles(void **state)
{
    (void)state;
    for (int t = 0; t < TYPES; t++) {
        sct_enum which = types[t].which;
        size_t n = sct_enum_count(which);
        int value = 0, before = INT_MIN, again = 77;
        for (size_t i = 0; i < n; i++, before = value) {
            assert_int_equal(sct_enum_at(which, i, &value), 1);
            assert_true(value > before);
            const char *word = sct_enum_name(which, value);
            assert_true(word[0] != '\0' && strlen(word) < 32);
            for (size_t k = 0; k < i; k++) {
                int other;
                assert_int_equal(sct_enum_at(which, k, &other), 1);
                assert_string_not_equal(word, sct_enum_name(which, other));
            }
            for (const char *c = word; *c && which != SCT_ENUM_ILLUMINANT && which != SCT_ENUM_LIMIT; c++)
                if (!islower((unsigned char)*c) && !isdigit((unsigned char)*c) && *c != '-')
                    fail_msg("the word \"%s\" of %s", word, types[t].type);
        }
        assert_int_equal(sct_enum_at(which, n, &again), 0);
        assert_int_equal(sct_enum_at(which, SIZE_MAX, &again), 0);
        assert_int_equal(sct_enum_at(which, 0, NULL), 0);
        assert_int_equal(again, 77);
    }
}

static void what_is_not_known(void **state)
{
    (void)state;
    static const int strangers[] = {INT_MIN, -1, 12345, INT_MAX};
    static const char *const words[] = {"", " ", "Unknown", "no such word", "SCT_OK", "skin ", "none-"};
    for (int t = 0; t < TYPES; t++) {
        sct_enum which = types[t].which;
        int value = 4711, first = 0;
        for (size_t i = 0; i < sizeof strangers / sizeof strangers[0]; i++)
            assert_string_equal(sct_enum_name(which, strangers[i]), "unknown");
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
            assert_int_equal(sct_enum_value(which, words[i], &value), 0);
        assert_int_equal(sct_enum_value(which, NULL, &value), 0);
        assert_int_equal(sct_enum_value(which, "unknown", &value), which == SCT_ENUM_BACKING);
        assert_int_equal(value, which == SCT_ENUM_BACKING ? SCT_BACKING_UNKNOWN : 4711);
        assert_int_equal(sct_enum_at(which, 0, &first), 1);
        assert_int_equal(sct_enum_value(which, sct_enum_name(which, first), NULL), 0);
    }
    static const int enumerations[] = {-1, TYPES, 999, INT_MAX, INT_MIN};
    for (size_t i = 0; i < sizeof enumerations / sizeof enumerations[0]; i++) {
        sct_enum which = (sct_enum)enumerations[i];
        int value = 4711;
        assert_string_equal(sct_enum_name(which, 0), "unknown");
        assert_int_equal(sct_enum_value(which, "skin", &value), 0);
        assert_int_equal(sct_enum_count(which), 0);
        assert_int_equal(sct_enum_at(which, 0, &value), 0);
        assert_int_equal(value, 4711);
    }
    assert_string_equal(sct_enum_name(SCT_ENUM_FLAG, SCT_FLAG_OTHER), "other");
}

/* The functions of one type each, as one of any number. */
#define NAMES(type)                                                                                                         \
    static const char *name_of_##type(int value)                                                                            \
    {                                                                                                                       \
        return sct_##type##_name((sct_##type)value);                                                                        \
    }
NAMES(status)
NAMES(stage)
NAMES(metric)
NAMES(profile_source)
NAMES(pixel_format)
NAMES(pixel_space)
NAMES(role)
NAMES(correction_kind)
NAMES(hair_kind)
NAMES(chart_tier)
NAMES(colour_state)
NAMES(ink_kind)
NAMES(backing)
NAMES(provenance)
NAMES(age)
NAMES(optics_basis)
NAMES(basis)
NAMES(loss)
NAMES(grey_hair)
NAMES(band)
NAMES(confidence)
NAMES(session)
NAMES(view_from)
NAMES(scale_source)
NAMES(palette_format)
NAMES(cup_verdict)
NAMES(outcome)
NAMES(before_state)

static const struct {
    sct_enum which;
    const char *(*name)(int value);
} typed[] = {
    {SCT_ENUM_STATUS, name_of_status},
    {SCT_ENUM_STAGE, name_of_stage},
    {SCT_ENUM_METRIC, name_of_metric},
    {SCT_ENUM_PROFILE_SOURCE, name_of_profile_source},
    {SCT_ENUM_PIXEL_FORMAT, name_of_pixel_format},
    {SCT_ENUM_PIXEL_SPACE, name_of_pixel_space},
    {SCT_ENUM_ROLE, name_of_role},
    {SCT_ENUM_CORRECTION, name_of_correction_kind},
    {SCT_ENUM_HAIR, name_of_hair_kind},
    {SCT_ENUM_CHART_TIER, name_of_chart_tier},
    {SCT_ENUM_COLOUR_STATE, name_of_colour_state},
    {SCT_ENUM_INK, name_of_ink_kind},
    {SCT_ENUM_BACKING, name_of_backing},
    {SCT_ENUM_PROVENANCE, name_of_provenance},
    {SCT_ENUM_AGE, name_of_age},
    {SCT_ENUM_OPTICS, name_of_optics_basis},
    {SCT_ENUM_BASIS, name_of_basis},
    {SCT_ENUM_LOSS, name_of_loss},
    {SCT_ENUM_GREY_HAIR, name_of_grey_hair},
    {SCT_ENUM_BAND, name_of_band},
    {SCT_ENUM_CONFIDENCE, name_of_confidence},
    {SCT_ENUM_SESSION, name_of_session},
    {SCT_ENUM_VIEW_FROM, name_of_view_from},
    {SCT_ENUM_SCALE_SOURCE, name_of_scale_source},
    {SCT_ENUM_PALETTE_FORMAT, name_of_palette_format},
    {SCT_ENUM_CUP, name_of_cup_verdict},
    {SCT_ENUM_OUTCOME, name_of_outcome},
    {SCT_ENUM_BEFORE_STATE, name_of_before_state},
};

static void typed_functions_read_the_same_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++) {
        for (int value = -3; value < 120; value++)
            assert_string_equal(typed[i].name(value), sct_enum_name(typed[i].which, value));
        assert_string_equal(typed[i].name(INT_MAX), "unknown");
        assert_string_equal(typed[i].name(INT_MIN), "unknown");
    }
    for (int value = SCT_METRIC_DE2000; value <= SCT_METRIC_CAM16UCS; value++) {
        sct_metric found = (sct_metric)99;
        assert_int_equal(sct_metric_find(sct_enum_name(SCT_ENUM_METRIC, value), &found), 1);
        assert_int_equal(found, value);
        assert_true(sct_metric_description(found)[0] != '\0');
    }
}

/* Words that JSON of earlier versions has; they hold for ever, as the numbers do. */
static void words_and_numbers_stay(void **state)
{
    (void)state;
    static const struct {
        sct_enum which;
        int value;
        const char *word;
    } fixed[] = {
        {SCT_ENUM_STATUS, 0, "ok"},
        {SCT_ENUM_STATUS, 21, "photo-damaged"},
        {SCT_ENUM_STATUS, 50, "nothing-to-measure"},
        {SCT_ENUM_STATUS, 90, "internal"},
        {SCT_ENUM_FLAG, 100, "no-profile"},
        {SCT_ENUM_FLAG, 200, "no-chart"},
        {SCT_ENUM_FLAG, 302, "clipped"},
        {SCT_ENUM_FLAG, 602, "picture-off"},
        {SCT_ENUM_ROLE, 1, "hair"},
        {SCT_ENUM_LABEL, 6, "chart"},
        {SCT_ENUM_CORRECTION, 3, "chart"},
        {SCT_ENUM_ILLUMINANT, 5, "LED-B3"},
        {SCT_ENUM_OBSERVER, 10, "10"},
        {SCT_ENUM_BASIS, 2, "predicted-healed"},
        {SCT_ENUM_SCALE_SOURCE, 2, "head-width"},
        {SCT_ENUM_PROFILE_SOURCE, 3, "assumed-srgb"},
    };
    for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
        assert_string_equal(sct_enum_name(fixed[i].which, fixed[i].value), fixed[i].word);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_enumerator_has_its_word),       cmocka_unit_test(every_enumeration_is_here),
        cmocka_unit_test(words_are_lists_without_doubles),     cmocka_unit_test(what_is_not_known),
        cmocka_unit_test(typed_functions_read_the_same_table), cmocka_unit_test(words_and_numbers_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
