/*
 * tests/card/test_card_readings.c - tables of readings in the habits of the
 * programs that write them: conditions, scales, spectra of any spacing, free
 * form, encodings. Each kind was a public complaint about another tool.
 */
#include "card/card.h"
#include "support/support.h"
#include "table/table.h"

enum { TEXT_MAX = 1 << 18 };

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

/* ---- tables ---- */

static void say(char *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void say(char *text, const char *format, ...)
{
    size_t used = strlen(text);
    va_list args;
    va_start(args, format);
    vsnprintf(text + used, TEXT_MAX - used, format, args);
    va_end(args);
}

/* A colour for each patch; neutrals get darker. */
static sct_lab colour_of(size_t i)
{
    const sct_chart *card = card_chart();
    double t = (double)i / (double)card->patch_count;
    return card->patches[i].neutral ? (sct_lab){95 - 14 * (double)(i % 6), 0.3, -1.2}
                                    : (sct_lab){80 - 50 * t, 40 - 80 * t, 20};
}

static void say_rows(char *text, const char *separator, double scale_xyz)
{
    for (size_t i = 0; i < card_chart()->patch_count; i++) {
        sct_lab lab = colour_of(i);
        sct_xyz xyz = sct_xyz_from_lab(lab, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2));
        const double v[3] = {scale_xyz > 0 ? scale_xyz * xyz.X : lab.L, scale_xyz > 0 ? scale_xyz * xyz.Y : lab.a,
                             scale_xyz > 0 ? scale_xyz * xyz.Z : lab.b};
        say(text, "%s%s%.6f%s%.6f%s%.6f\n", card_chart()->patches[i].name, separator, v[0], separator, v[1], separator,
            v[2]);
    }
}

/* A CGATS table of Lab with these lines in its header. */
static char *cgats_with(const char *header)
{
    char *text = calloc(1, TEXT_MAX);
    say(text, "CGATS.17\n%s\nBEGIN_DATA_FORMAT\nSAMPLE_NAME LAB_L LAB_A LAB_B\nEND_DATA_FORMAT\nBEGIN_DATA\n", header);
    say_rows(text, " ", 0);
    say(text, "END_DATA\n");
    return text;
}

/* The patches of a table that is accepted; fails the test otherwise. */
static sct_chart measured(const void *text, size_t size, const char *what)
{
    static sct_chart out;
    if (card_measure(ctx, card_chart(), text, size, NULL, &out) != SCT_OK)
        fail_msg("%s: %s", what, sct_context_message(ctx));
    return out;
}

static void is_right(const void *text, size_t size, const char *what)
{
    sct_chart card = measured(text, size, what);
    for (size_t i = 0; i < card.patch_count; i++)
        if (!(sct_de2000(card.patches[i].lab, colour_of(i)) <= 0.01))
            fail_msg("%s: patch %zu is %.2f %.2f %.2f", what, i, card.patches[i].lab.L, card.patches[i].lab.a,
                     card.patches[i].lab.b);
}

static void is_refused(const char *text, const char *because)
{
    static sct_chart out;
    assert_int_equal(card_measure(ctx, card_chart(), text, strlen(text), NULL, &out), SCT_ERR_PALETTE);
    if (!strstr(sct_context_message(ctx), because))
        fail_msg("\"%s\" does not say %s", sct_context_message(ctx), because);
}

/* ---- conditions ---- */

static const struct {
    const char *line;
    table_condition said;
} habits[] = {
    {"ILLUMINATION_NAME\t\"D50\"", CONDITION_OURS},
    {"ILLUMINATION_NAME\t\"D65\"", CONDITION_OTHER},
    {"OBSERVER_ANGLE\t\"2\"", CONDITION_OURS},
    {"OBSERVER_ANGLE\t\"10\"", CONDITION_OTHER},
    {"MEASUREMENT_SOURCE\t\"Illumination=D50\tObserverAngle=2\tWhiteBase=Abs\tFilter=no\"", CONDITION_OURS},
    {"MEASUREMENT_SOURCE\t\"Illumination=D65\tObserverAngle=2\tWhiteBase=Abs\tFilter=no\"", CONDITION_OTHER},
    {"MEASUREMENT_SOURCE\t\"Illumination=D50 ObserverAngle=10 degree\"", CONDITION_OTHER},
    {"WEIGHTING_FUNCTION \"ILLUMINANT, D50\"", CONDITION_OURS},
    {"WEIGHTING_FUNCTION \"ILLUMINANT, A\"", CONDITION_OTHER},
    {"WEIGHTING_FUNCTION \"OBSERVER, 2 degree\"", CONDITION_OURS},
    {"WEIGHTING_FUNCTION \"OBSERVER, 10 degree\"", CONDITION_OTHER},
    {"ILLUMINANT F11", CONDITION_OTHER},
    {"ILLUMINANT \"D5000\"", CONDITION_OURS},
    {"Illuminant=LED-B3", CONDITION_OTHER},
    {"OBSERVER \"CIE_1931_2\"", CONDITION_OURS},
    {"OBSERVER \"CIE 1964 10 deg\"", CONDITION_OTHER},
    {"OBSERVER \"10deg\"", CONDITION_OTHER},
    {"OBSERVER \"2\xC2\xB0\"", CONDITION_OURS},
    {"COMPUTATIONAL_PARAMETER \"D50/2\"", CONDITION_OURS},
    {"COMPUTATIONAL_PARAMETER \"D65/10\"", CONDITION_OTHER},
    {"COMPUTATIONAL_PARAMETER \"D50/10\xC2\xB0\"", CONDITION_OTHER},
    {"COMPUTATIONAL_PARAMETER \"D65 illuminant, 2 degree observer\"", CONDITION_OTHER},
    {"COMPUTATIONAL_PARAMETER \"D50 illuminant, 2 degree observer\"", CONDITION_OURS},
    {"ILLUMINANT \"house lamp\"", CONDITION_UNCLEAR},
    {"OBSERVER \"standard\"", CONDITION_UNCLEAR},
    {"KEYWORD \"ILLUMINATION_NAME\"", CONDITION_NONE},
    {"MEASUREMENT_GEOMETRY \"45/0, annular illumination\"", CONDITION_NONE},
    {"INSTRUMENTATION \"i1Pro 2, illumination A, UV included\"", CONDITION_NONE},
    {"ORIGINATOR \"X-Rite, Inc.\"", CONDITION_NONE},
    {"CREATED \"10/2/2024\"", CONDITION_NONE},
    {"DESCRIPTOR \"proof paper D50\"", CONDITION_NONE},
};

static void conditions_are_understood_in_every_habit(void **state)
{
    (void)state;
    size_t count = sizeof habits / sizeof habits[0];
    for (size_t i = 0; i < count; i++) {
        if (table_condition_of(habits[i].line) != habits[i].said)
            fail_msg("%s: %d", habits[i].line, (int)table_condition_of(habits[i].line));
        char *text = cgats_with(habits[i].line);
        if (habits[i].said <= CONDITION_OURS)
            is_right(text, strlen(text), habits[i].line);
        else
            is_refused(text, habits[i].said == CONDITION_OTHER ? "line 2: Lab and XYZ are needed for D50"
                                                               : "line 2: what it says of illuminant or observer");
        free(text);
    }
    char *comment = cgats_with("# Illuminant: D65"), *idle = cgats_with("# bad illumination here");
    is_refused(comment, "line 2");
    is_right(idle, strlen(idle), "a comment on lamps");
    free(comment);
    free(idle);
    figure("card readings: %zu ways to say illuminant and observer", count);
}

static void conditions_may_stand_in_columns(void **state)
{
    (void)state;
    for (int other = 0; other < 2; other++) {
        char *text = calloc(1, TEXT_MAX);
        say(text, "name;Illuminant;Observer angle;L;a;b\n");
        for (size_t i = 0; i < card_chart()->patch_count; i++) {
            sct_lab lab = colour_of(i);
            say(text, "%s;%s;2;%.4f;%.4f;%.4f\n", card_chart()->patches[i].name, other && i == 20 ? "D65" : "D50", lab.L,
                lab.a, lab.b);
        }
        if (other)
            is_refused(text, "line 22: Lab and XYZ are needed for D50");
        else
            is_right(text, strlen(text), "columns of conditions");
        free(text);
    }
}

/* ---- scales ---- */

static void scales_are_recognised_or_refused(void **state)
{
    (void)state;
    static const struct {
        double scale;
        int fine;
    } cases[] = {{1, 1}, {100, 1}, {1.2, 1}, {80, 1}, {10, 0}, {2, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *text = calloc(1, TEXT_MAX);
        say(text, "SAMPLE_NAME\tXYZ_X\tXYZ_Y\tXYZ_Z\n");
        say_rows(text, "\t", cases[i].scale);
        if (!cases[i].fine)
            is_refused(text, "neither of a scale to 1 nor of one to 100");
        else if (cases[i].scale == 1 || cases[i].scale == 100)
            is_right(text, strlen(text), "XYZ");
        else
            (void)measured(text, strlen(text), "XYZ of another paper");
        free(text);
    }
    char *unit = calloc(1, TEXT_MAX);
    say(unit, "name;L;a;b\n");
    for (size_t i = 0; i < card_chart()->patch_count; i++)
        say(unit, "%s;%.5f;0;0\n", card_chart()->patches[i].name, colour_of(i).L / 100);
    is_refused(unit, "L* runs from 0 to 100");
    free(unit);
}

/* ---- spectra ---- */

/* A smooth reflectance of patch i. */
static double reflectance(size_t i, double nm)
{
    double level = colour_of(i).L / 110;
    return level * level * (card_chart()->patches[i].neutral ? 1 : 0.6 + 0.4 * sin((nm - 380) / 60 + (double)i));
}

static char *spectra(double first, double last, double step, double scale, const char *prefix)
{
    char *text = calloc(1, TEXT_MAX);
    say(text, "CGATS.17\nILLUMINANT D65\nBEGIN_DATA_FORMAT\nSAMPLE_NAME");
    for (double nm = first; nm < last + 1e-6; nm += step)
        say(text, " %s%g", prefix, nm);
    say(text, "\nEND_DATA_FORMAT\nBEGIN_DATA\n");
    for (size_t i = 0; i < card_chart()->patch_count; i++) {
        say(text, "%s", card_chart()->patches[i].name);
        for (double nm = first; nm < last + 1e-6; nm += step)
            say(text, " %.5f", scale * reflectance(i, nm));
        say(text, "\n");
    }
    say(text, "END_DATA\n");
    return text;
}

static void spectra_of_any_spacing_agree(void **state)
{
    (void)state;
    static const struct {
        double first, last, step, scale, tolerance;
        const char *prefix;
    } cases[] = {
        {380, 780, 2, 1, 0.05, "nm"},
        {380, 780, 1, 100, 0.05, "SPECTRAL_NM"},
        {300, 1100, 1, 1, 0.05, "SPEC_"},
        {380, 730, 10.0 / 3, 1, 0.05, "NM_"},
        {380, 780, 4, 100, 0.05, "SPECTRAL_"},
        {380, 780, 10, 1, 0.1, "SPECTRAL_NM_"},
        {400, 700, 10, 100, 0.3, "SPECTRAL_NM"},
        {380, 780, 20, 1, 0.5, "nm"},
        {400, 700, 20, 1, 0.5, "nm"},
    };
    char *fine = spectra(380, 780, 5, 1, "nm");
    sct_chart wanted = measured(fine, strlen(fine), "5 nm");
    double worst = 0;
    free(fine);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *text = spectra(cases[i].first, cases[i].last, cases[i].step, cases[i].scale, cases[i].prefix), what[64];
        snprintf(what, sizeof what, "%g nm from %g to %g", cases[i].step, cases[i].first, cases[i].last);
        sct_chart got = measured(text, strlen(text), what);
        for (size_t k = 0; k < got.patch_count; k++) {
            double off = sct_de2000(got.patches[k].lab, wanted.patches[k].lab);
            worst = fmax(worst, off);
            if (!(off <= cases[i].tolerance))
                fail_msg("%s: patch %zu is %.3f off", what, k, off);
        }
        free(text);
    }
    figure("card readings: spectra by 1 to 20 nm, within dE00 %.2f of those by 5 nm", worst);
    char *text = spectra(380, 780, 25, 1, "nm");
    is_refused(text, "steps of 1 to 20 nm");
    free(text);
    text = spectra(450, 780, 5, 1, "nm");
    is_refused(text, "from 420 to 680 nm");
    free(text);
    text = spectra(380, 640, 5, 1, "nm");
    is_refused(text, "from 420 to 680 nm");
    free(text);
    text = spectra(380, 780, 5, 1, "nm");
    memcpy(strstr(text, "nm500"), "nm501", 5);
    is_refused(text, "equal steps");
    free(text);
}

/* ---- form ---- */

static void cgats_is_free_in_its_form(void **state)
{
    (void)state;
    static const char *const heads[] = {
        "CGATS.17\nBEGIN_DATA_FORMAT\nSAMPLE_NAME\nLAB_L LAB_A\n\n# half of it\nLAB_B\nEND_DATA_FORMAT\nBEGIN_DATA\n",
        "CGATS.17\nBEGIN_DATA_FORMAT SAMPLE_NAME LAB_L LAB_A LAB_B END_DATA_FORMAT\nBEGIN_DATA\n",
        "BEGIN_DATA_FORMAT\nSAMPLE_NAME LAB_L LAB_A LAB_B\nEND_DATA_FORMAT\nBEGIN_DATA\n",
        "ORIGINATOR \"X-Rite, Inc.\"\nBEGIN_DATA_FORMAT\nSAMPLE_NAME LAB_L LAB_A LAB_B\nEND_DATA_FORMAT\nBEGIN_DATA\n",
        "IT8.7/2\tscanned\nBEGIN_DATA_FORMAT\nSAMPLE_NAME LAB_L LAB_A LAB_B\nEND_DATA_FORMAT\nBEGIN_DATA\n",
        ("Readings; of a card\r\n"
         "\tBEGIN_DATA_FORMAT\r\nSAMPLE_NAME\tLAB_L\tLAB_A\tLAB_B\r\nEND_DATA_FORMAT\r\nBEGIN_DATA\r\n"),
    };
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        for (int form = 0; form < 3; form++) { /* a row a line; every value a line; two rows a line */
            char *text = calloc(1, TEXT_MAX);
            say(text, "%s", heads[i]);
            size_t start = strlen(text);
            say_rows(text, form == 1 ? "\n" : " ", 0);
            if (form == 2)
                for (char *end = text + start, odd = 1; (end = strchr(end, '\n')) != NULL && end[1]; end++, odd = !odd)
                    *end = odd ? ' ' : '\n';
            say(text, "END_DATA\n");
            is_right(text, strlen(text), heads[i]);
            free(text);
        }
    char *uneven = cgats_with("");
    *strstr(uneven, "\nN3t") = ' ';
    is_refused(uneven, "line 8: 8 values, 4 are needed");
    free(uneven);
    char *cut = calloc(1, TEXT_MAX);
    say(cut, "%s", heads[0]);
    say_rows(cut, "\n", 0);
    cut[strlen(cut) - 12] = '\0';
    is_refused(cut, "values, 4 are needed");
    free(cut);
}

static void encodings_are_recognised(void **state)
{
    (void)state;
    for (int kind = 0; kind < 7; kind++) {
        char *text = calloc(1, TEXT_MAX);
        say(text, "%sSAMPLE_NAME\tLAB_L\tLAB_A\tLAB_B\n", kind == 6 ? "sep=\t\n" : "");
        say_rows(text, "\t", 0);
        size_t n = strlen(text), size = 0;
        unsigned char *bytes = calloc(2, n + 3);
        int wide = kind < 4, big = kind % 2, mark = kind < 2; /* UTF-16, with a mark or without */
        if (mark) {
            bytes[size++] = big ? 0xFE : 0xFF;
            bytes[size++] = big ? 0xFF : 0xFE;
        }
        if (kind == 4) {
            memcpy(bytes, "\xEF\xBB\xBF", 3);
            size = 3;
        }
        for (size_t i = 0; i < n; i++) {
            unsigned char c = (unsigned char)(kind == 5 && text[i] == '\n' ? '\r' : text[i]);
            if (wide && big)
                bytes[size++] = 0;
            bytes[size++] = c;
            if (wide && !big)
                bytes[size++] = 0;
        }
        is_right(bytes, size, "another encoding");
        if (wide) /* cut within a character, or filled with anything: an answer or a complaint */
            for (size_t cut = 0; cut < 40; cut++) {
                static sct_chart out;
                memset(bytes + 2 * cut + 2, (int)(cut * 37), 2);
                sct_status status = card_measure(ctx, card_chart(), bytes, size - cut, NULL, &out);
                assert_true(status == SCT_OK || status == SCT_ERR_PALETTE);
            }
        free(bytes);
        free(text);
    }
}

/* Spreadsheets: bare rows under the table, columns of nothing beside it, and the long minus of some languages. */
static void spreadsheets_leave_bare_rows_and_write_long_minuses(void **state)
{
    (void)state;
    char *plain = calloc(1, TEXT_MAX), *text = calloc(1, TEXT_MAX);
    int minuses = 0;
    say_rows(plain, ",", 0);
    say(text, "SAMPLE_NAME,LAB_L,LAB_A,LAB_B,,\n,,,,,\n");
    for (const char *c = plain; *c; c++) {
        if (*c == '\n')
            say(text, ",,");
        minuses += *c == '-';
        say(text, *c == '-' ? "\xE2\x88\x92" : "%c", *c);
    }
    say(text, ",,,,,\n,,,,,\n");
    assert_true(minuses > 5);
    is_right(text, strlen(text), "bare rows and long minuses");
    free(plain);
    free(text);
    char *broken = calloc(1, TEXT_MAX);
    say(broken, "SAMPLE_NAME,LAB_L,LAB_A,LAB_B\nN1t,95,0.3,\xE2\x88\x92\xE2\x88\x92"
                "1.2\n");
    is_refused(broken, "is no value a printed patch can have");
    free(broken);
}

/* ---- the shared cases ---- */

static void shared_cases_are_right(void **state)
{
    (void)state;
    static const struct {
        const char *name, *refusal;
        int brown; /* Lab of the last patch but one is 38, 12, 18 */
    } cases[] = {{"card-d65-10-i1profiler.txt", "line 2", 0},
                 {"card-first-line-comma.txt", NULL, 1},
                 {"card-format-wrapped.txt", NULL, 1},
                 {"card-utf16.txt", NULL, 1},
                 {"card-xyz-0-1.txt", NULL, 1},
                 {"card-spectra-2nm.txt", NULL, 0}};
    NEED_DATA();
    size_t size;
    sct_chart card, out;
    unsigned char *text = read_file(data_path("cases/card.json"), &size);
    if (!text) {
        notice("no shared cases: test skipped");
        skip();
    }
    assert_int_equal(chart_read(ctx, text, size, &card), SCT_OK);
    free(text);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char path[96];
        snprintf(path, sizeof path, "cases/%s", cases[i].name);
        text = read_file(data_path(path), &size);
        assert_non_null(text);
        sct_status status = card_measure(ctx, &card, text, size, NULL, &out);
        free(text);
        assert_int_equal(status, cases[i].refusal ? SCT_ERR_PALETTE : SCT_OK);
        if (cases[i].refusal) {
            assert_non_null(strstr(sct_context_message(ctx), cases[i].refusal));
            continue;
        }
        assert_near(out.patches[0].lab.L, 95, 0.01);
        if (cases[i].brown)
            assert_true(sct_de2000(out.patches[out.patch_count - 2].lab, (sct_lab){38, 12, 18}) <= 0.01);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(conditions_are_understood_in_every_habit),
        TEST(conditions_may_stand_in_columns),
        TEST(scales_are_recognised_or_refused),
        TEST(spectra_of_any_spacing_agree),
        TEST(cgats_is_free_in_its_form),
        TEST(encodings_are_recognised),
        TEST(spreadsheets_leave_bare_rows_and_write_long_minuses),
        TEST(shared_cases_are_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
