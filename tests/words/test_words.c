/* tests/words/test_words.c - sentences in another language: found by their formats, with their numbers, and nothing else. */
#include "draw/draw_type.h"
#include "support/support.h"
#include "words/words.h"

#include <time.h>

static const char *said(const char *language, const char *english)
{
    static char out[WORDS_ROOM];
    words_say(words_language(language), english, out, sizeof out);
    return out;
}

static void languages(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *code; /* null: none of ours */
    } names[] = {{NULL, "en"},          {"", "en"},      {"C", "en"},     {"POSIX", "en"}, {"C.UTF-8", "en"},
                 {"en_GB.UTF-8", "en"}, {"de", "de"},    {"de-CH", "de"}, {"pt_BR", "pt"}, {"tr.UTF-8", "tr"},
                 {"es@euro", "es"},     {"fr_CA", "fr"}, {"deu", NULL},   {"DE", NULL},    {"xx", NULL},
                 {"d", NULL},           {"..", NULL}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        int number = words_language(names[i].name);
        if (names[i].code)
            assert_string_equal(words_code(number), names[i].code);
        else
            assert_int_equal(number, -1);
    }
    for (size_t i = 0; sct_language(i); i++)
        assert_int_equal(words_language(sct_language(i)), i);
}

static void sentences(void **state)
{
    (void)state;
    assert_string_equal(said("de", "Mix 1.25 ml Dark brown and 3.75 ml water (shade 3)."),
                        "Mischen Sie 1,25 ml Dark brown und 3,75 ml Wasser (Ton 3).");
    /* Names stay as they are, also those that look like a part of the sentence. */
    assert_string_equal(said("de", "Mix 1.00 ml Black and tan and 2.00 ml water (shade 2)."),
                        "Mischen Sie 1,00 ml Black and tan und 2,00 ml Wasser (Ton 2).");
    assert_string_equal(said("tr", "Use St. Louis 3.5 as it is."), "St. Louis 3.5 olduğu gibi kullanın.");
    assert_string_equal(said("de", "--sacle: unknown option; did you mean --scale?"),
                        "--sacle: unbekannte Option; meinten Sie --scale?");
    assert_string_equal(said("fr", "palette cups: unknown; did you mean 'palette cup'?"),
                        "palette cups : inconnu ; vouliez-vous dire 'palette cup' ?");
    /* Sentences in sentences, two beside each other, and one that changes the order. */
    assert_string_equal(said("es", "Not good enough yet: this is a screenshot. Take the camera's own file."),
                        "Aún no es suficiente: esto es una captura de pantalla. Use el archivo original de la cámara.");
    assert_string_equal(
        said("fr", "From a metre the area will look a little lighter and warmer. From 30 cm no difference will be seen."),
        "À un mètre, la teinte de la zone paraîtra un peu plus claire et plus chaude. À 30 cm, on ne verra "
        "aucune différence.");
    assert_string_equal(
        said("tr", "the usual chart says shade 30 of black for black hair on dark skin; this is as dark as shade 56"),
        "alışılmış tablo koyu ciltte siyah saç için siyahın 30 tonunu söyler; bu, 56 tonu kadar koyu");
    /* What is no sentence of the library stays, and beside one that is. */
    assert_string_equal(said("de", "the cat sat on the mat"), "the cat sat on the mat");
    assert_string_equal(said("de", "the cat sat; Mark the hair."), "the cat sat; Markieren Sie das Haar.");
    assert_string_equal(said("de", "%s %n %99999$s"), "%s %n %99999$s");
    assert_string_equal(said("en", "The photo is good enough."), "The photo is good enough.");
}

static void numbers(void **state)
{
    (void)state;
    static const struct {
        const char *language, *number, *told;
    } cases[] = {{"de", "1234.5", "1234,5"},
                 {"de", "12345.5", "12.345,5"},
                 {"pt", "1234567", "1.234.567"},
                 {"es", "0.05", "0,05"},
                 {"fr", "54321",
                  "54\xc2\xa0"
                  "321"},
                 {"tr", "-10000", "-10.000"},
                 {"de", "3", "3"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char out[64];
        words_number(words_language(cases[i].language), cases[i].number, strlen(cases[i].number), out, sizeof out);
        assert_string_equal(out, cases[i].told);
    }
    assert_string_equal(said("de", "2.5"), "2,5");
    assert_string_equal(said("de", "2.5.1"), "2.5.1"); /* a version */
}

static void beginnings(void **state)
{
    (void)state;
    char out[WORDS_ROOM];
    words_begin(words_language("tr"), "it is lighter than the skin", out, sizeof out);
    assert_string_equal(out, "Ciltten daha açık");
    words_begin(words_language("tr"), "both inks come out", out, sizeof out);
    assert_string_equal(out, "\xc4\xb0ki pigment de tam gelir"); /* a capital with its dot */
    words_begin(words_language("fr"), "turn the chart off to correct by the grey card alone", out, sizeof out);
    assert_memory_equal(out, "D", 1);
    words_begin(0, "a", out, sizeof out);
    assert_string_equal(out, "A");
}

/* The English of row i, with something at its places, and, by this test's own hand, what a language should make of it. */
static void fill(const char *format, const char *const *texts, const char *const *digits, const char *comma, char *out,
                 size_t size)
{
    size_t n = 0, next = 0;
    for (char kind; *format && n + 64 < size;) {
        size_t length = words_place(format, &kind);
        if (!length) {
            format += format[0] == '%' && format[1] == '%';
            out[n++] = *format++;
            continue;
        }
        size_t index = format[2] == '$' ? (size_t)(format[1] - '1') : next;
        next = index + 1;
        const char *piece = kind == 's' ? texts[index] : strchr("fge", kind) ? digits[index] : "7";
        for (; *piece; piece++) {
            if (*piece == '.')
                n += (size_t)snprintf(out + n, size - n, "%s", comma);
            else
                out[n++] = *piece;
        }
        format += length;
    }
    out[n] = '\0';
}

static void every_row(void **state)
{
    (void)state;
    static const char *const texts[] = {"Noir", "Ash", "Umber", "Sepia", "Onyx", "Jet", "Coal", "Slate", "Ink", "Dun"};
    static const char *const digits[] = {"1.5", "2.25", "3.5", "4.75", "5.5", "6.25", "7.5", "8.75", "9.5", "1.25"};
    size_t checked = 0;
    assert_true(words_count > 500);
    for (size_t i = 0; i < words_count; i++) {
        const char *english = words_text + words_at[i], *told = english;
        char given[WORDS_ROOM], wanted[WORDS_ROOM], out[WORDS_ROOM];
        fill(english, texts, digits, ".", given, sizeof given);
        for (int language = 1; sct_language((size_t)language); language++) {
            told += strlen(told) + 1;
            assert_true(*told);
            fill(told, texts, digits, ",", wanted, sizeof wanted);
            words_say(language, given, out, sizeof out);
            /* A format that says little fits only what is known. */
            if (strcmp(out, wanted) != 0 && strcmp(out, given) != 0)
                fail_msg("%s: \"%s\" instead of \"%s\"", sct_language((size_t)language), out, wanted);
            checked += strcmp(out, wanted) == 0;
        }
    }
    figure("words: %zu sentences in %zu languages, %.1f %% found again by what printf made of them", words_count, (size_t)5,
           100.0 * (double)checked / (double)(5 * words_count));
    assert_true(checked > 97 * 5 * words_count / 100);
}

static int has_letter(uint32_t code)
{
    for (size_t i = 0; i < type_faces[0].count; i++)
        if (type_faces[0].letters[i].code == code)
            return 1;
    return 0;
}

/* Pictures are written in the letters of a table. */
static void letters_are_there(void **state)
{
    (void)state;
    const unsigned char *s = (const unsigned char *)words_text, *end = s + words_at[words_count];
    for (; s < end; s++) {
        uint32_t code = *s < 0x80   ? *s
                        : *s < 0xe0 ? (*s & 0x1fu) << 6 | (s[1] & 0x3fu)
                                    : (*s & 0xfu) << 12 | (s[1] & 0x3fu) << 6 | (s[2] & 0x3fu);
        s += *s < 0x80 ? 0 : *s < 0xe0 ? 1 : 2;
        if (code >= 0x20 && !has_letter(code))
            fail_msg("no outline of U+%04X", code);
    }
}

static void hostile(void **state)
{
    (void)state;
    static char text[100000];
    static const char *const pieces[] = {"Mix 1.00 ml ", " and ", "; ", ". ", ": ", "%s", "1.5", "\xff", "\xc3", "a touch "};
    for (size_t p = 0; p < sizeof pieces / sizeof pieces[0]; p++) {
        char out[WORDS_ROOM], small[16];
        size_t n = 0, length = strlen(pieces[p]);
        for (; n + length + 1 < sizeof text; n += length)
            memcpy(text + n, pieces[p], length);
        text[n] = '\0';
        clock_t start = clock();
        words_say(1, text, out, sizeof out);
        words_say(1, text, small, sizeof small);
        words_begin(5, text, small, sizeof small);
        assert_true(strlen(out) < sizeof out && strlen(small) < sizeof small);
        assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 5);
        text[1000] = '\0';
        words_say(1, text, out, sizeof out);
    }
    char cut[24]; /* in the middle of a letter */
    words_say(words_language("tr"), "the photo is black and white", cut, sizeof cut);
    for (size_t i = 0, step; cut[i]; i += step) {
        step = text_utf8_length(cut + i, strlen(cut + i));
        assert_true(step > 0);
    }
}

static void for_programs(void **state)
{
    (void)state;
    sct_context *ctx = NULL;
    sct_bytes out = {NULL, 0};
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    assert_int_equal(sct_context_set_language(ctx, "xx"), SCT_ERR_ARGUMENT);
    assert_int_equal(sct_context_set_language(ctx, "de_AT.UTF-8"), SCT_OK);
    assert_int_equal(sct_words(ctx, "Mark the hair.", NULL, &out), SCT_OK);
    assert_string_equal((const char *)out.data, "Markieren Sie das Haar.");
    sct_bytes_free(&out);
    assert_int_equal(sct_context_set_language(ctx, "xx"), SCT_ERR_ARGUMENT); /* it keeps the one it had */
    assert_int_equal(sct_words(ctx, "Mark the hair.", "fr", &out), SCT_OK);
    assert_string_equal((const char *)out.data, "Marquez les cheveux.");
    sct_bytes_free(&out);
    assert_int_equal(sct_words(NULL, "Mark the hair.", NULL, &out), SCT_OK);
    assert_string_equal((const char *)out.data, "Mark the hair.");
    sct_bytes_free(&out);
    assert_int_equal(sct_words(ctx, NULL, NULL, &out), SCT_ERR_ARGUMENT);
    assert_int_equal(sct_words(ctx, "a", NULL, NULL), SCT_ERR_ARGUMENT);
    sct_context_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(languages),  cmocka_unit_test(sentences),    cmocka_unit_test(numbers),
        cmocka_unit_test(beginnings), cmocka_unit_test(every_row),    cmocka_unit_test(letters_are_there),
        cmocka_unit_test(hostile),    cmocka_unit_test(for_programs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
