/*
 * tests/base/test_flags.c - quality flags: what programs read of a list, the
 * numbers behind a sentence under their names, and that every flag that any
 * room says has its row in the table.
 */
#include "base/base.h"
#include "base/flag_table.h"
#include "scalptone.h"
#include "support/support.h"

#include <dirent.h>

static sct_context *ctx;

static int set_up(void **state)
{
    (void)state;
    return sct_context_new(&ctx) == SCT_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    sct_context_free(ctx);
    return 0;
}

static sct_flag flag_at(const sct_flags *flags, size_t index)
{
    sct_flag flag;
    assert_int_equal(sct_flags_at(flags, index, &flag), SCT_OK);
    return flag;
}

/* The number of this name behind a flag; NaN when there is none. */
static double value_of(const sct_flag *flag, const char *name)
{
    for (size_t i = 0; i < flag->value_count; i++)
        if (strcmp(flag->values[i].name, name) == 0)
            return flag->values[i].value;
    return (double)NAN;
}

static void lists_are_read(void **state)
{
    (void)state;
    sct_flags flags = {0};
    sct_flag flag;
    assert_true(sct_flags_count(&flags) == 0 && !sct_flags_forbid_pick(&flags));
    flags_add(&flags, "no-profile", 0, "the photo does not say what its colours mean", "save it with its profile");
    assert_false(sct_flags_forbid_pick(&flags));
    flags_addf(&flags, "no-chart", 1, "lay a chart beside the skin", "the colours may be off by %.0f dE00", 7.4);
    assert_int_equal(sct_flags_count(&flags), 2);
    assert_true(sct_flags_forbid_pick(&flags));
    assert_true(sct_flags_have(&flags, SCT_FLAG_NO_PROFILE) && sct_flags_have(&flags, SCT_FLAG_NO_CHART));
    assert_false(sct_flags_have(&flags, SCT_FLAG_CLIPPED));
    assert_false(sct_flags_have(&flags, SCT_FLAG_OTHER));

    flag = flag_at(&flags, 0);
    assert_int_equal(flag.code, SCT_FLAG_NO_PROFILE);
    assert_int_equal(flag.severity, SCT_SEVERITY_NOTE);
    assert_string_equal(flag.name, "no-profile");
    assert_string_equal(flag.message, "the photo does not say what its colours mean");
    assert_string_equal(flag.fix, "save it with its profile");
    assert_true(flag.value_count == 0 && flag.values == NULL);

    flag = flag_at(&flags, 1);
    assert_int_equal(flag.code, SCT_FLAG_NO_CHART);
    assert_int_equal(flag.severity, SCT_SEVERITY_FORBIDS_PICK);
    assert_int_equal(flag.value_count, 1);
    assert_near(value_of(&flag, "u95_de00"), 7.4, 0); /* not the rounded one of the sentence */
    assert_int_equal(sct_flags_at(&flags, 2, &flag), SCT_ERR_ARGUMENT);
}

/* A flag of a newer version, as it is read back from JSON, keeps its word and its texts. */
static void a_flag_that_is_not_known(void **state)
{
    (void)state;
    sct_flags flags = {0};
    flags_addf(&flags, "from-next-year", 1, "wait", "%d of %zu things of %s are new", 3, (size_t)4, "ours");
    sct_flag flag = flag_at(&flags, 0);
    assert_int_equal(flag.code, SCT_FLAG_OTHER);
    assert_string_equal(flag.name, "from-next-year");
    assert_string_equal(flag.message, "3 of 4 things of ours are new");
    assert_true(flag.value_count == 0 && sct_flags_have(&flags, SCT_FLAG_OTHER));
    assert_int_equal(flag.severity, SCT_SEVERITY_FORBIDS_PICK);
}

/* Numbers of all types, among words, and percent signs that are none. */
static void numbers_come_with_their_names(void **state)
{
    (void)state;
    sct_flags flags = {0};
    flags_addf(&flags, "few-pixels", 0, "go nearer", "%s has only %llu pixels, %d are needed", "hair",
               (unsigned long long)123456789012u, 400);
    flags_addf(&flags, "screen-sized", 0, "", "as large as a screen (%u x %u)", 1170u, 2532u);
    flags_addf(&flags, "card-damaged", 0, "", "only %d of the card's %zu corner marks can be read", 3, (size_t)4);
    flags_addf(&flags, "clipped", 0, "", "%.0f %% of %s is clipped", 12.5, "the skin");
    flags_addf(&flags, "grey-order", 1, "", "that of %.0f %% looks darker than that of %.0f %%", 17.6, 59.1);
    flags_addf(&flags, "uneven-light", 0, "", "the light falls off by %.1f L*", -1.25);
    static const struct {
        size_t index;
        const char *name;
        double value;
    } wanted[] = {
        {0, "pixels", 123456789012.0},
        {0, "needed", 400},
        {1, "width_px", 1170},
        {1, "height_px", 2532},
        {2, "marks", 3},
        {2, "of", 4},
        {3, "clipped_percent", 12.5},
        {4, "reflects_percent", 17.6},
        {4, "than_percent", 59.1},
        {5, "range_dL", -1.25},
    };
    size_t counted[6] = {0};
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        sct_flag flag = flag_at(&flags, wanted[i].index);
        assert_near(value_of(&flag, wanted[i].name), wanted[i].value, 0);
        counted[wanted[i].index]++;
    }
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(flag_at(&flags, i).value_count, counted[i]);
    assert_string_equal(flag_at(&flags, 3).message, "12 % of the skin is clipped");
}

/* One code may be said in several sentences, with other numbers in each. */
static void the_sentence_tells_which_number(void **state)
{
    (void)state;
    static const struct {
        const char *code, *format, *name;
    } pairs[][2] = {
        {{"not-sharp", "single hairs cannot be told apart: edges are %.2f mm wide", "edge_mm"},
         {"not-sharp", "the photo is blurred: its sharpest edges are %.0f pixels wide", "edge_px"}},
        {{"scale-doubtful", "hairs would be %.2f mm wide", "hair_mm"},
         {"scale-doubtful", "%.0f hairs on a cm2 are too many", "density_per_cm2"}},
        {{"scale-assumed", "no scale is known: the hairs are taken to be %.3f mm wide", "hair_mm"},
         {"scale-assumed", "no scale is known: the head is taken to be %.0f mm wide", "width_mm"}},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        for (int k = 0; k < 2; k++) {
            const flag_words *words = flag_words_for(pairs[i][k].code, pairs[i][k].format);
            assert_non_null(words);
            assert_string_equal(words->values[0], pairs[i][k].name);
        }
}

/* A code that is there already keeps its first sentence and its first numbers. */
static void the_first_of_a_code_stays(void **state)
{
    (void)state;
    sct_flags flags = {0}, more = {0};
    assert_int_equal(flags_addf(&flags, "clipped", 0, "", "%.0f %% is clipped", 3.0), 0);
    assert_int_equal(flags_addf(&flags, "clipped", 1, "", "%.0f %% is clipped", 9.0), 0);
    flags_addf(&more, "clipped", 0, "", "%.0f %% is clipped", 20.0);
    flags_addf(&more, "specular", 0, "", "%.0f %% is gloss", 5.0);
    flags_join(&flags, &more);
    assert_int_equal(sct_flags_count(&flags), 2);
    sct_flag first = flag_at(&flags, 0), second = flag_at(&flags, 1);
    assert_near(value_of(&first, "clipped_percent"), 3, 0);
    assert_near(value_of(&second, "specular_percent"), 5, 0); /* joined with its number */
    assert_false(sct_flags_forbid_pick(&flags));
}

static void a_full_list_drops_what_comes_later(void **state)
{
    (void)state;
    sct_flags flags = {0};
    uint64_t most = sct_context_limit(NULL, SCT_LIMIT_FLAGS);
    for (uint64_t i = 0; i < most + 5; i++) {
        char code[32];
        snprintf(code, sizeof code, "code-%d", (int)i);
        assert_int_equal(flags_addf(&flags, code, 0, "", "%d", 1), i < most ? (int)i : -1);
    }
    assert_int_equal(sct_flags_count(&flags), most);
    assert_int_equal(sct_flags_forbid_pick(&flags), 0);
    assert_int_equal(flags_add(&flags, "no-chart", 1, "no chart was used", "use one"), -1);
    assert_int_equal(sct_flags_forbid_pick(&flags), 1); /* what it forbids is kept */
    sct_flags joined = {0};
    flags_join(&joined, &flags);
    assert_int_equal(sct_flags_forbid_pick(&joined), 1);
}

static void texts_are_the_callers(void **state)
{
    (void)state;
    sct_flags flags = {0};
    sct_bytes message = {NULL, 7}, fix = {NULL, 7}, other = {0};
    flags_add(&flags, "no-chart", 1, "no chart was used", "use one");
    assert_int_equal(sct_flags_text(ctx, &flags, 0, NULL, &message, &fix), SCT_OK);
    flags.count = 0;
    assert_string_equal((const char *)message.data, "no chart was used");
    assert_int_equal(message.size, strlen("no chart was used"));
    assert_string_equal((const char *)fix.data, "use one");
    sct_bytes_free(&message);
    sct_bytes_free(&fix);
    flags.count = 1;
    static const char *const languages[] = {"en", "xx", "", "pt_BR.UTF-8@euro/..\\", NULL};
    for (size_t i = 0; i < sizeof languages / sizeof languages[0]; i++) { /* one that is not there: English */
        assert_int_equal(sct_flags_text(ctx, &flags, 0, languages[i], NULL, &other), SCT_OK);
        assert_string_equal((const char *)other.data, "use one");
        sct_bytes_free(&other);
    }
    assert_int_equal(sct_flags_text(ctx, &flags, 1, NULL, &message, &fix), SCT_ERR_ARGUMENT);
    assert_true(sct_context_message(ctx)[0] != '\0');
    assert_string_equal(sct_language(0), "en");
    size_t n = 0;
    while (sct_language(n))
        n++;
    assert_true(n >= 1 && n < 100 && !sct_language(n + 1) && !sct_language(SIZE_MAX));
}

static void codes_and_words_are_one_to_one(void **state)
{
    (void)state;
    for (size_t i = 0; flag_words_at(i); i++) {
        const flag_words *row = flag_words_at(i);
        assert_string_equal(sct_enum_name(SCT_ENUM_FLAG, (int)row->code), row->name);
        assert_true(strlen(row->name) < sizeof((flag_item *)0)->code);
        assert_int_equal(flag_words_for(row->name, NULL)->code, row->code);
        for (size_t k = 0; k < i; k++) {
            const flag_words *other = flag_words_at(k);
            assert_int_equal(strcmp(row->name, other->name) == 0, row->code == other->code);
            if (row->code == other->code) /* only the last sentence of a code may go without its piece */
                assert_true(other->when != NULL && k + 1 == i);
        }
        for (size_t k = 0; k < FLAG_VALUES && row->values[k]; k++) {
            assert_true(row->values[k][0] != '\0' && !strpbrk(row->values[k], " -"));
            for (size_t j = 0; j < k; j++)
                assert_string_not_equal(row->values[k], row->values[j]);
        }
    }
}

/* ---- what the rooms say ---- */

typedef struct census {
    int sentences, numbers, faults;
    char said[256][40];
    size_t said_count;
} census;

enum { CHOICES = 4, TEXT = 512 };

/* The string literals in a piece of C as the compiler joins them: one text for each branch of a `? :`. Returns how many. */
static size_t literals_of(const char *from, const char *to, char out[CHOICES][TEXT])
{
    size_t n = 0, length = 0;
    int inside = 0;
    for (const char *c = from; c < to; c++) {
        if (*c == '"')
            inside = !inside;
        else if (inside && length + 1 < TEXT && *(*c == '\\' ? ++c : c))
            out[n][length++] = *c;
        if ((!inside && strchr("?:", *c) && length) || c + 1 == to) {
            out[n][length] = '\0';
            n += length > 0 && n + 1 < CHOICES;
            length = 0;
        }
    }
    return n;
}

/* Cuts the arguments of a call apart; returns how many there are (at most `most`) and where each ends. */
static size_t arguments_of(const char *from, const char **ends, size_t most)
{
    int depth = 1, inside = 0;
    size_t n = 0;
    for (const char *c = from; *c && depth > 0 && n < most; c++) {
        if (inside && *c == '\\')
            c++;
        else if (*c == '"')
            inside = !inside;
        else if (!inside && strchr("([{", *c))
            depth++;
        else if (!inside && strchr(")]}", *c))
            depth--;
        if (!inside && (depth == 0 || (depth == 1 && *c == ',')))
            ends[n++] = c;
    }
    return n;
}

static int numbers_in(const char *format)
{
    int n = 0;
    for (const char *at = strchr(format, '%'); at; at = strchr(at, '%')) {
        at++;
        if (*at == '%') {
            at++;
            continue;
        }
        at += strspn(at, "-+ #0123456789.lz");
        n += *at != 's';
    }
    return n;
}

static void note_said(census *all, const char *code)
{
    for (size_t i = 0; i < all->said_count; i++)
        if (strcmp(all->said[i], code) == 0)
            return;
    assert_true(all->said_count < sizeof all->said / sizeof all->said[0]);
    snprintf(all->said[all->said_count++], sizeof all->said[0], "%.39s", code);
}

/* A code has a row, or is the word of a status (on the picture of a photo that was refused); each number of the sentence has
 * its name. */
static void check_sentence(const char *path, const char *code, const char *format, census *all)
{
    int status, numbers = numbers_in(format), named = 0;
    const flag_words *words = flag_words_for(code, format);
    if (!words && sct_enum_value(SCT_ENUM_STATUS, code, &status))
        return;
    if (!words) {
        print_error("%s: \"%s\" has no row in flag_table.c\n", path, code);
        all->faults++;
        return;
    }
    while (named < FLAG_VALUES && words->values[named])
        named++;
    all->sentences++;
    all->numbers += numbers;
    if (numbers > named) {
        print_error("%s: %d numbers, %d names: %s: \"%s\"\n", path, numbers, named, code, format);
        all->faults++;
    }
}

/* One call of flags_add, which has no numbers, or flags_addf. A code in a variable has its literals elsewhere. */
static void check_call(const char *path, const char *from, int formatted, census *all)
{
    static char codes[CHOICES][TEXT], formats[CHOICES][TEXT];
    const char *ends[8];
    size_t n = arguments_of(from, ends, sizeof ends / sizeof ends[0]);
    if (n < 5)
        return; /* the declaration */
    size_t code_count = literals_of(ends[0] + 1, ends[1], codes);
    size_t format_count = formatted ? literals_of(ends[3] + 1, ends[4], formats) : 0;
    for (size_t i = 0; i < code_count; i++) {
        note_said(all, codes[i]);
        if (format_count == 0)
            check_sentence(path, codes[i], "", all);
        for (size_t k = 0; k < format_count; k++)
            check_sentence(path, codes[i], formats[k], all);
    }
}

static void check_file(const char *path, census *all)
{
    char *text = (char *)read_file(path, NULL);
    assert_non_null(text);
    for (const char *at = strstr(text, "flags_add"); at; at = strstr(at + 1, "flags_add")) {
        int formatted = strncmp(at, "flags_addf(", 11) == 0;
        if (formatted || strncmp(at, "flags_add(", 10) == 0)
            check_call(path, strchr(at, '(') + 1, formatted, all);
    }
    free(text);
}

static void walk(const char *folder, census *all)
{
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
        char path[512];
        size_t length = strlen(entry->d_name);
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] == '.')
            continue;
        if (length > 2 && strcmp(entry->d_name + length - 2, ".c") == 0)
            check_file(path, all);
        else if (!strchr(entry->d_name, '.'))
            walk(path, all);
    }
    closedir(dir);
}

static void every_flag_that_is_said_has_its_row(void **state)
{
    (void)state;
    static census all;
    walk("engine", &all);
    figure("flags: %d sentences in the engine, %d numbers in them, all with a name", all.sentences, all.numbers);
    assert_int_equal(all.faults, 0);
    assert_true(all.sentences > 60 && all.said_count > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_are_read),
        cmocka_unit_test(a_flag_that_is_not_known),
        cmocka_unit_test(numbers_come_with_their_names),
        cmocka_unit_test(the_sentence_tells_which_number),
        cmocka_unit_test(the_first_of_a_code_stays),
        cmocka_unit_test(a_full_list_drops_what_comes_later),
        cmocka_unit_test(texts_are_the_callers),
        cmocka_unit_test(codes_and_words_are_one_to_one),
        cmocka_unit_test(every_flag_that_is_said_has_its_row),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
