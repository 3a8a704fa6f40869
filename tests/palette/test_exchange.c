/* tests/palette/test_exchange.c - palettes from and into the formats of other programs: what is kept, what is said to be
 * lost, and what is refused. */
#include "palette/palette.h"
#include "support/support.h"

#include <time.h>

static sct_context *ctx;

#ifdef HAVE_EXPAT
enum { SBZ_IS_READ = 1 };
#else
enum { SBZ_IS_READ = 0 };
#endif

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

typedef struct converted {
    sct_bytes bytes, notes;
} converted;

static void free_converted(converted *c)
{
    sct_bytes_free(&c->bytes);
    sct_bytes_free(&c->notes);
}

static converted convert_with(const sct_palette_convert_options *options, const void *data, size_t size)
{
    converted c = {0};
    if (sct_palette_convert(ctx, options, data, size, &c.bytes, &c.notes) != SCT_OK)
        fail_msg("%s: %.200s", sct_context_message(ctx), (const char *)data);
    return c;
}

static converted convert(const void *data, size_t size, sct_palette_format to)
{
    sct_palette_convert_options options;
    sct_palette_convert_options_init(&options);
    options.to = to;
    return convert_with(&options, data, size);
}

static converted convert_text(const char *text, sct_palette_format to)
{
    return convert(text, strlen(text), to);
}

static sct_palette *palette_in(const sct_bytes *bytes)
{
    sct_palette *palette = NULL;
    if (sct_palette_from_json(ctx, bytes->data, bytes->size, &palette) != SCT_OK)
        fail_msg("%s", sct_context_message(ctx));
    return palette;
}

static void fingerprint_of(const void *data, size_t size, char out[65])
{
    sct_palette *palette = palette_in(&(sct_bytes){(void *)(uintptr_t)data, size});
    memcpy(out, palette_facts_in(palette)->fingerprint, 65);
    sct_palette_free(palette);
}

/* ---- whole palettes ---- */

static const char everything[] =
    "{\"scalptone_palette\": 1, \"name\": \"All; of \\\"it\\\"\", \"description\": \"two\\nlines\", \"provenance\": "
    "{\"kind\": "
    "\"measured\", \"by\": \"me\", \"date\": \"2026-01-31\"}, \"inks\": [{\"id\": \"a\", \"brand\": \"M\\u00fcller\", "
    "\"product\": \"Dark, brown\", \"in_stock\": false, \"lot\": \"007\", \"expiry\": \"2027-05\", \"kind\": \"dilutable\", "
    "\"dilution\": {\"min_parts_water\": 3, \"max_parts_water\": 60, \"step\": 0.5}, \"composition\": [{\"ci\": \"77266\", "
    "\"name\": \"Carbon black\", \"mass_fraction\": 0.123456789012345}, {\"ci\": \"77491\", \"mass_fraction\": 0.01}], "
    "\"strength\": 1.25, \"ingredients\": [\"water\", \"a; b\"], \"notes\": \" #1 = \\\"good\\\"\", \"colours\": "
    "[{\"state\": "
    "\"drawdown\", \"lab\": [38.1, -2.05, 3], \"illuminant\": \"D65\", \"observer\": 10, \"specular\": \"included\", "
    "\"parts_ink\": 1, \"parts_water\": 10, \"backing\": \"black\", \"backing_reflectance\": 0.04, \"wet_film_um\": 24, "
    "\"by\": "
    "\"x\"}, {\"state\": \"healed\", \"lab\": [45, 1, 2], \"illuminant\": \"D50\", \"observer\": 2, \"specular\": "
    "\"excluded\"}]}, {\"id\": \"only-a-name\"}, {\"id\": \"hex\", \"product\": \"Hex\", \"colour\": \"#222222\"}]}";

static void tables_lose_nothing(void **state)
{
    (void)state;
    static const char *const files[] = {"palettes/default.json", "palettes/generic-carbon.json", NULL};
    size_t kept = 0;
    for (int i = 0; i < 3; i++)
        for (int comma = 0; comma < 2; comma++) {
            size_t size = sizeof everything - 1;
            unsigned char *file = files[i < 2 ? i : 2] ? read_file(files[i], &size) : NULL;
            const void *data = file ? (const void *)file : everything;
            char before[65], after[65];
            sct_palette_convert_options options;
            sct_palette_convert_options_init(&options);
            options.to = SCT_PALETTE_FORMAT_CSV;
            options.decimal_comma = comma;
            converted table = convert_with(&options, data, size);
            assert_string_equal((const char *)table.notes.data, "");
            converted back = convert(table.bytes.data, table.bytes.size, SCT_PALETTE_FORMAT_JSON);
            fingerprint_of(data, size, before);
            fingerprint_of(back.bytes.data, back.bytes.size, after);
            assert_string_equal(before, after);
            kept++;
            free_converted(&table);
            free_converted(&back);
            free(file);
        }
    figure("exchange: %zu tables (commas, and semicolons with decimal commas) read back with the same fingerprint", kept);
}

static void what_is_lost_is_listed(void **state)
{
    (void)state;
    static const struct {
        sct_palette_format to;
        const char *lost[6];
    } cases[] = {
        {SCT_PALETTE_FORMAT_GPL,
         {"\"composition\" of 1 ink: lost", "\"colours\" of 1 ink: lost", "\"dilution\" of 1 ink: lost",
          "\"id\" of 1 ink: changed"}},
        {SCT_PALETTE_FORMAT_ASE,
         {"\"composition\" of 1 ink: lost", "\"colours\" of 1 ink: changed", "\"in_stock\" of 1 ink: lost"}},
        {SCT_PALETTE_FORMAT_CGATS, {"\"composition\" of 1 ink: lost", "\"lot\" of 1 ink: lost", "1 ink: lost\n"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        converted c = convert_text(everything, cases[i].to);
        for (int k = 0; cases[i].lost[k]; k++)
            if (!strstr((const char *)c.notes.data, cases[i].lost[k]))
                fail_msg("%s: \"%s\" is not among\n%s", sct_palette_format_name(cases[i].to), cases[i].lost[k],
                         (const char *)c.notes.data);
        free_converted(&c);
    }
    converted c = convert_text("{\"scalptone_palette\":1,\"inks\":[{\"id\":\"a\",\"colour\":\"#123456\",\"mine\":7}]}",
                               SCT_PALETTE_FORMAT_CSV);
    assert_non_null(strstr((const char *)c.notes.data, "\"mine\" of 1 ink: lost"));
    free_converted(&c);
}

/* What a swatch file holds comes back to the last bit. */
static void swatch_files_come_back(void **state)
{
    (void)state;
    static const char gpl[] =
        "GIMP Palette\r\nName: Browns\r\nColumns: 4\r\n# a remark\r\n 34  34  34\tBlack\r\n120 80 60 Dark brown\r\n"
        "  0 255   0\tDark brown\r\n255 255 255\r\n";
    converted first = convert_text(gpl, SCT_PALETTE_FORMAT_JSON);
    sct_palette *palette = palette_in(&first.bytes);
    assert_int_equal(sct_palette_count(palette), 4);
    assert_string_equal(palette_ink_at(palette, 2).id, "dark-brown-2");
    assert_string_equal(palette_ink_at(palette, 2).product, "Dark brown");
    assert_string_equal(palette_facts_in(palette)->name, "Browns");
    sct_palette_free(palette);
    static const sct_palette_format formats[] = {SCT_PALETTE_FORMAT_GPL, SCT_PALETTE_FORMAT_ASE, SCT_PALETTE_FORMAT_CSV,
                                                 SCT_PALETTE_FORMAT_SBZ};
    for (size_t i = 0; i < (SBZ_IS_READ ? 4 : 3); i++) {
        converted there = convert(first.bytes.data, first.bytes.size, formats[i]);
        converted back = convert(there.bytes.data, there.bytes.size, SCT_PALETTE_FORMAT_JSON);
        sct_palette *one = palette_in(&first.bytes), *two = palette_in(&back.bytes);
        for (size_t k = 0; k < 4; k++) {
            palette_ink a = palette_ink_at(one, k), b = palette_ink_at(two, k);
            assert_string_equal(a.id, b.id);
            assert_string_equal(a.product, b.product);
            assert_near(sct_de2000(a.colours[0].lab, b.colours[0].lab), 0, 0);
        }
        sct_palette_free(one);
        sct_palette_free(two);
        free_converted(&there);
        free_converted(&back);
    }
    free_converted(&first);
}

/* ---- tables of people ---- */

/* The first colour of the first ink, D50 and 2 degrees. */
static sct_lab first_lab(const void *data, size_t size, sct_ink_colour *colour)
{
    converted c = convert(data, size, SCT_PALETTE_FORMAT_JSON);
    sct_palette *palette = palette_in(&c.bytes);
    assert_int_equal(sct_palette_ink_colour(palette, 0, 0, colour), SCT_OK);
    sct_palette_free(palette);
    free_converted(&c);
    return colour->lab;
}

static void tables_of_spreadsheets_are_read(void **state)
{
    (void)state;
    static const char *const tables[] = {
        "product,state,L,a,b,illuminant,observer,specular\nDark brown,drawdown,38.5,2,-3.25,D50,2,excluded\n",
        "\xEF\xBB\xBFproduct;state;L*;a*;b*;illuminant;observer;specular\r\n\"Dark "
        "brown\";drawdown;38,5;2;-3,25;D50;2;excluded\r\n",
        "product\tstate\tL\ta\tb\tilluminant\tobserver\tspecular\rDark brown\tdrawdown\t38,5\t2\t-3,25\tD50\t2\texcluded\r",
        "sep=;\nName;state;L;a;b;illuminant;observer;specular;In Stock\n;;;;;;;;\nDark "
        "brown;drawdown;\"38,5\";2;-3,25;D50;2;excluded;WAHR\n",
    };
    sct_ink_colour colour;
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        sct_lab lab = first_lab(tables[i], strlen(tables[i]), &colour);
        assert_near(lab.L, 38.5, 0);
        assert_near(lab.b, -3.25, 0);
        unsigned char wide[1024] = {0xFF, 0xFE};
        const unsigned char *text = (const unsigned char *)tables[i] + (i == 1 ? 3 : 0);
        size_t n = strlen((const char *)text);
        for (size_t k = 0; k < n; k++)
            wide[2 + 2 * k] = text[k];
        lab = first_lab(wide, 2 + 2 * n, &colour);
        assert_near(lab.L, 38.5, 0);
    }
    /* How spreadsheets say yes and no in the languages that pages are told in, and in some more. */
    converted stock = convert_text("id;in_stock\na;WAHR\nb;VRAI\nc;VERDADERO\nd;VERDADEIRO\ne;DO\xC4\x9ERU\nf;VERO\ng;Waar\n"
                                   "h;FALSCH\ni;FAUX\nj;FALSO\nk;YANLI\xC5\x9E\nl;ONWAAR\n",
                                   SCT_PALETTE_FORMAT_JSON);
    sct_palette *shelf = palette_in(&stock.bytes);
    for (size_t i = 0; i < 12; i++)
        assert_int_equal(palette_ink_at(shelf, i).in_stock, i < 7);
    sct_palette_free(shelf);
    free_converted(&stock);
    converted c = convert_text("product;notes;shelf\nM\xFCller;\"a\r\nb \"\"c\"\"\";3\n", SCT_PALETTE_FORMAT_JSON);
    sct_palette *palette = palette_in(&c.bytes);
    assert_string_equal(palette_ink_at(palette, 0).product, "M\xC3\xBCller"); /* letters of old Windows */
    assert_non_null(strstr((const char *)c.notes.data, "\"shelf\" was left aside"));
    assert_non_null(strstr((const char *)c.bytes.data, "a\\r\\nb \\\"c\\\""));
    sct_palette_free(palette);
    free_converted(&c);
}

/* ---- readings ---- */

static void readings_keep_their_conditions(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        sct_illuminant illuminant;
        sct_observer observer;
    } cases[] = {
        {"", SCT_ILLUMINANT_D50, SCT_OBSERVER_2},
        {"ILLUMINATION_NAME \"D65\"\nOBSERVER_ANGLE \"10\"\n", SCT_ILLUMINANT_D65, SCT_OBSERVER_10},
        {"WEIGHTING_FUNCTION \"ILLUMINANT, A\"\nWEIGHTING_FUNCTION \"OBSERVER, 2 degree\"\n", SCT_ILLUMINANT_A,
         SCT_OBSERVER_2},
        {"MEASUREMENT_SOURCE \"Illumination=D65 ObserverAngle=2 degree\"\n", SCT_ILLUMINANT_D65, SCT_OBSERVER_2},
        {"COMPUTATIONAL_PARAMETER \"D50/10\"\n", SCT_ILLUMINANT_D50, SCT_OBSERVER_10},
    };
    converted place = convert_text("CTI3\nKEYWORD \"SAMPLE_LOC\"\nBEGIN_DATA_FORMAT\nSAMPLE_LOC LAB_L LAB_A LAB_B\n"
                                   "END_DATA_FORMAT\nBEGIN_DATA\nSAT1 51 55 28\nEND_DATA\n",
                                   SCT_PALETTE_FORMAT_JSON);
    assert_non_null(strstr((const char *)place.bytes.data, "\"SAT1\"")); /* a chart of Argyll's that names places alone */
    free_converted(&place);
    static const char *const ends[] = {"\n", "\r\n", "\r"};
    for (int i = 0; i < 6; i++) { /* one table, and two, however lines end: the second is said to be left */
        const char *end = ends[i % 3];
        char two[512];
        int n = 0;
        for (int k = 0; k <= i / 3; k++)
            n += snprintf(
                two + n, sizeof two - (size_t)n,
                "CGATS.17%sBEGIN_DATA_FORMAT%sSAMPLE_ID LAB_L LAB_A LAB_B%sEND_DATA_FORMAT%sBEGIN_DATA%sA%d 51 5 8%s"
                "END_DATA%s",
                end, end, end, end, end, k, end, end);
        converted c = convert_text(two, SCT_PALETTE_FORMAT_JSON);
        assert_true((strstr((const char *)c.notes.data, "only the first was read") != NULL) == (i >= 3));
        free_converted(&c);
    }
    sct_ink_colour colour;
    char text[1024];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        /* The same body under each: Lab, XYZ to 1 and to 100. */
        sct_lab lab = {40, 3, 5};
        sct_xyz xyz = sct_xyz_from_lab(lab, sct_white(cases[i].illuminant, cases[i].observer));
        for (int kind = 0; kind < 3; kind++) {
            double scale = kind == 2 ? 100 : 1;
            if (kind == 0)
                snprintf(text, sizeof text,
                         "CGATS.17\n%sBEGIN_DATA_FORMAT\nSAMPLE_NAME LAB_L LAB_A\nLAB_B END_DATA_FORMAT\n"
                         "BEGIN_DATA\n\"Dark brown\" 40 3 5\nEND_DATA\n",
                         cases[i].text);
            else
                snprintf(text, sizeof text,
                         "CGATS.17\n%sBEGIN_DATA_FORMAT\nSAMPLE_NAME XYZ_X XYZ_Y XYZ_Z\nEND_DATA_FORMAT\n"
                         "BEGIN_DATA\n\"Dark brown\" %.9f %.9f %.9f\nEND_DATA\n",
                         cases[i].text, scale * xyz.X, scale * xyz.Y, scale * xyz.Z);
            first_lab(text, strlen(text), &colour);
            assert_int_equal(colour.illuminant, cases[i].illuminant);
            assert_int_equal(colour.observer, cases[i].observer);
            assert_int_equal(colour.state, SCT_STATE_DRAWDOWN);
            if (!(sct_de2000(colour.lab_as_given, lab) <= 1e-3))
                fail_msg("%zu %d: %g %g %g\n%s", i, kind, colour.lab_as_given.L, colour.lab_as_given.a,
                         colour.lab_as_given.b, text);
        }
    }
}

static void spectra_come_back(void **state)
{
    (void)state;
    char text[4096];
    int n = snprintf(text, sizeof text,
                     "{\"scalptone_palette\":1,\"inks\":[{\"id\":\"a b\",\"colours\":[{\"state\":\"drawdown\","
                     "\"illuminant\":\"D50\",\"observer\":2,\"specular\":\"included\",\"parts_water\":12.5,\"spectrum\":"
                     "{\"start_nm\":380,\"step_nm\":10,\"values\":[0.1");
    for (int i = 1; i < 36; i++)
        n += snprintf(text + n, sizeof text - (size_t)n, ",%.4f", 0.1 + 0.01 * i);
    snprintf(text + n, sizeof text - (size_t)n, "]}}]}]}");
    converted there = convert_text(text, SCT_PALETTE_FORMAT_CGATS);
    sct_ink_colour before, after;
    first_lab(text, strlen(text), &before);
    first_lab(there.bytes.data, there.bytes.size, &after);
    assert_int_equal(after.spectrum_count, 36);
    assert_int_equal(after.specular_included, 1);
    assert_near(after.parts_water, 12.5, 0);
    assert_near(sct_de2000(before.lab, after.lab), 0, 0);
    free_converted(&there);
}

/* ---- what is refused ---- */

static void refusals_name_the_place(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"", "line 1: "},
        {"a,b\n1,2\n", "line 1: a column \"id\" or \"product\" is needed"},
        {"id,state,L,a,b\nx,,1,2,3\n", "line 2: state: missing; say cup"},
        {"id,L,a,b\nx,1,2,3\n", "line 2: illuminant: missing"}, /* the state is that of the options */
        {"id,state,L,a,b,illuminant,observer,specular\nx,cup,1,2,3,D50,2,excluded\ny,cup,1,2,3,D50,3,excluded\n",
         "line 3: observer: must be a number; say 2 or 10"},
        {"id,state,L,a,b,illuminant,observer,specular\n\nx,cup,1,2,blue,D50,2,excluded\n",
         "line 3: b: \"blue\" is no number"},
        {"id,in_stock\nx,perhaps\n", "line 2: in_stock: \"perhaps\" is neither true nor false"},
        {"id,state,L,a,b,illuminant,observer,specular\nx,cup,05.07.2026,2,3,D50,2,excluded\n",
         "line 2: L: \"05.07.2026\" is a date, made by a spreadsheet"},
        {"id,state,L,a,b,illuminant,observer,specular\nx,cup,5-7,2,3,D50,2,excluded\n", "line 2: L: \"5-7\" is no number"},
        {"id,composition\nx,carbon\n", "line 2: composition: \"carbon\" is no composition; write it as 77266=0.12"},
        {"id,composition\nx,77266=1.2\n", "line 2: composition[0].mass_fraction: 1.2 is outside"},
        {"id,colour\nx,#12\n", "line 2: colour: \"#12\" is no colour"},
        {"id,notes\nx,\"never closed\n", "line 2: a quotation mark is opened and never closed"},
        {"product;L\n;5\n", "line 2: neither id nor product"},
        {"GIMP Palette\nName: x\n1 2 300 red\n", "line 3: \"1 2 300 red\" is no colour"},
        {"GIMP Palette\nName: x\n", "there are no inks in this file"},
        {"CGATS.17\nBEGIN_DATA_FORMAT\nSAMPLE_NAME LAB_L LAB_A LAB_B\nEND_DATA_FORMAT\nBEGIN_DATA\nx 140 0 0\nEND_DATA\n",
         "line 6: lab: L is no number from 0 to 100"},
        {"CGATS.17\nILLUMINANT F11\nBEGIN_DATA_FORMAT\nSAMPLE_NAME LAB_L LAB_A LAB_B\nEND_DATA_FORMAT\nBEGIN_DATA\nx 40 0 "
         "0\nEND_DATA\n",
         "line 7: for another illuminant or observer than D50, D65, A"},
        {"CGATS.17\nBEGIN_DATA_FORMAT\nSAMPLE_NAME LAB_L LAB_A LAB_B\nEND_DATA_FORMAT\nBEGIN_DATA\nx 40 0\nEND_DATA\n",
         "line 7: 3 values, 4"},
        /* Readings of screens and lamps, in the habits of Argyll and of colord. */
        {"CTI3\nDEVICE_CLASS\t\"DISPLAY\"\nBEGIN_DATA_FORMAT\nSAMPLE_ID RGB_R RGB_G RGB_B XYZ_X XYZ_Y "
         "XYZ_Z\nEND_DATA_FORMAT\n"
         "BEGIN_DATA\n1 1 1 1 35.7 40.2 53.9\nEND_DATA\n",
         "line 2: light of a lamp or screen was measured"},
        {"CCSS   \n\nBEGIN_DATA_FORMAT\nSAMPLE_ID LAB_L LAB_A LAB_B\nEND_DATA_FORMAT\nBEGIN_DATA\n1 40 0 0\nEND_DATA\n",
         "line 1: light of a lamp or screen was measured"},
        {"SPECT\nMEAS_TYPE \"AMBIENT\"\nBEGIN_DATA_FORMAT\nSAMPLE_ID LAB_L LAB_A LAB_B\nEND_DATA_FORMAT\nBEGIN_DATA\n1 40 0 "
         "0\nEND_DATA\n",
         "line 2: light of a lamp or screen was measured"},
        {"{\"scalptone_palette\":1,\"inks\":[{\"id\":\"a\",\"lot\":1}]}", "inks[0].lot: must be a text"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        sct_bytes out = {0};
        sct_status status = sct_palette_convert(ctx, NULL, cases[i].text, strlen(cases[i].text), &out, NULL);
        const char *message = sct_context_message(ctx);
        if (status != SCT_ERR_PALETTE || strncmp(message, cases[i].message, strlen(cases[i].message)) != 0)
            fail_msg("%s\n gave %s: %s\n not %s", cases[i].text, sct_status_name(status), message, cases[i].message);
        assert_null(out.data);
    }
    static const unsigned char cmyk[] = {'A', 'S', 'E', 'F', 0,   1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 28, 0, 2, 0, 'x', 0,
                                         0,   'C', 'M', 'Y', 'K', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,  0, 0, 0, 0,   0};
    sct_bytes out = {0};
    assert_int_equal(sct_palette_convert(ctx, NULL, cmyk, sizeof cmyk, &out, NULL), SCT_ERR_PALETTE);
    assert_non_null(strstr(sct_context_message(ctx), "block 1: \"x\" is CMYK, which says how much a press prints"));
}

/* ---- damage ---- */

static uint64_t rng_state;

static uint32_t next_random(void)
{
    rng_state = rng_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(rng_state >> 33);
}

/* Cuts, exchanges, doubles or overwrites a part. */
static size_t damage(unsigned char *data, size_t size)
{
    static const char *const words[] = {"\"",         ";", ",", "\n", "1e999", "-",    "NaN", "\xFF",
                                        "BEGIN_DATA", "[", "{", "=",  "\t",    "0x10", "#"};
    for (uint32_t times = 1 + next_random() % 3; times > 0 && size > 4; times--) {
        size_t at = next_random() % size, n = 1 + next_random() % (size / 4 + 1);
        const char *word = words[next_random() % (sizeof words / sizeof words[0])];
        switch (next_random() % 5) {
        case 0: size = at; break;
        case 1: data[at] = (unsigned char)next_random(); break;
        case 2:
            n = at + n > size ? size - at : n;
            memmove(data + at, data + at + n, size - at - n);
            size -= n;
            break;
        case 3: memcpy(data + at, word, strlen(word) < size - at ? strlen(word) : size - at); break;
        default: data[at] ^= (unsigned char)(1 << next_random() % 8); break;
        }
    }
    return size;
}

static int times = 400; /* of each format; `make test-long` has thousands, under AddressSanitizer */

/* Whatever is read, the answer is a palette or one line with the place. */
static void damage_is_refused_in_one_line(void **state)
{
    (void)state;
    size_t taken = 0, refused = 0;
    clock_t start = clock();
    for (int format = SCT_PALETTE_FORMAT_JSON; format <= (SBZ_IS_READ ? SCT_PALETTE_FORMAT_SBZ : SCT_PALETTE_FORMAT_ASE);
         format++) {
        converted whole = convert_text(everything, (sct_palette_format)format);
        unsigned char *copy = malloc(whole.bytes.size + 8);
        assert_non_null(copy);
        rng_state = (uint64_t)format;
        for (int i = 0; i < times; i++) {
            sct_palette_convert_options options;
            sct_palette_convert_options_init(&options);
            options.from = (sct_palette_format)format;
            sct_bytes out = {0}, notes = {0};
            memcpy(copy, whole.bytes.data, whole.bytes.size);
            size_t size = damage(copy, whole.bytes.size);
            sct_status status = sct_palette_convert(ctx, &options, copy, size, &out, &notes);
            const char *message = sct_context_message(ctx);
            if (status == SCT_OK) {
                taken++;
            } else {
                int named = strncmp(message, "line ", 5) == 0 || strncmp(message, "block ", 6) == 0 ||
                            strstr(message, ": ") || strstr(message, "inks");
                if (status != SCT_ERR_PALETTE || !*message || strchr(message, '\n') || !named)
                    fail_msg("%s, variant %d: %s: %s", sct_palette_format_name((sct_palette_format)format), i,
                             sct_status_name(status), message);
                refused++;
            }
            sct_bytes_free(&out);
            sct_bytes_free(&notes);
        }
        free(copy);
        free_converted(&whole);
    }
    figure(
        "exchange: of %zu damaged files %zu are refused in one line that names the place, %zu are palettes still (%.2f s)",
        taken + refused, refused, taken, (double)(clock() - start) / CLOCKS_PER_SEC);
}

int main(int argc, char **argv)
{
    times = argc > 1 ? atoi(argv[1]) : times;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_lose_nothing),
        cmocka_unit_test(what_is_lost_is_listed),
        cmocka_unit_test(swatch_files_come_back),
        cmocka_unit_test(tables_of_spreadsheets_are_read),
        cmocka_unit_test(readings_keep_their_conditions),
        cmocka_unit_test(spectra_come_back),
        cmocka_unit_test(refusals_name_the_place),
        cmocka_unit_test(damage_is_refused_in_one_line),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
