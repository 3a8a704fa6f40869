/* tests/palette/test_swatch_book.c - files of SwatchBooker: read as that program writes them, and hostile ones refused. */
#include "palette/exchange/exchange.h"
#include "support/support.h"

#include <time.h>
#include <zlib.h>

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

#define HEAD                                                                                                                \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<SwatchBook version=\"0.7\"\n"                                             \
    "    xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n    xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
#define COLOR(id, title, values)                                                                                            \
    "    <color>\n      <metadata>\n        <dc:title>" title "</dc:title>\n        <dc:identifier>" id                     \
    "</dc:identifier>\n      </metadata>\n" values "    </color>\n"
#define VALUES(model, numbers) "      <values model=\"" model "\">" numbers "</values>\n"

/* The habits of the program's own sample: a title in two languages, materials in no order, a book with groups and gaps,
 * a profile, a colour with several values, one without a title. */
static const char sample[] = HEAD
    "  <metadata>\n    <dc:title>Browns &amp; more</dc:title>\n    <dc:title xml:lang=\"fr\">Bruns</dc:title>\n"
    "  </metadata>\n  <materials>\n" COLOR("C10", "Cyan 100%",
                                           "      <values model=\"CMYK\" space=\"F.icm\">1.0 0.0 0.0 0.0</values>\n")
        COLOR("K03", "Black 30%", VALUES("GRAY", "0.3")) COLOR("RV06", "Yellow 60%", VALUES("RGB", "0.6 0.6 0.0"))
            COLOR("both", "Both", VALUES("CMYK", "0 0 0 1") VALUES("RGB", "0 0 0") VALUES("Lab", "38.5 2 -3.25")) COLOR(
                "xyz", "By light",
                VALUES("XYZ",
                       "96.42 100 82.49")) "    <color usage=\"spot\">\n      <metadata>\n        "
                                           "<dc:identifier>col163</dc:identifier>\n      </metadata>\n"
                                           "      <values model=\"Lab\">57.17 41.5 33.87</values>\n      <extra "
                                           "type=\"x\">y</extra>\n    </color>\n"
                                           "    <pattern>\n      <metadata>\n        <dc:identifier>p</dc:identifier>\n     "
                                           " </metadata>\n    </pattern>\n"
                                           "  </materials>\n  <book columns=\"5\">\n    <group>\n      <metadata>\n        "
                                           "<dc:title>Group</dc:title>\n"
                                           "      </metadata>\n      <swatch material=\"col163\" />\n      <spacer />\n    "
                                           "</group>\n    <swatch material=\"RV06\" />\n"
                                           "    <break />\n    <swatch material=\"RV06\" />\n  </book>\n</SwatchBook>\n";

static bytes_buffer zipped(const char *xml, size_t size)
{
    bytes_buffer out = {0}, file = {(unsigned char *)(uintptr_t)xml, size, size};
    assert_int_equal(exchange_zip_write(ctx, EXCHANGE_SBZ_FILE, &file, &out), SCT_OK);
    return out;
}

static void put(unsigned char *b, size_t value, int bytes)
{
    for (int i = 0; i < bytes; i++, value >>= 8)
        b[i] = (unsigned char)value;
}

/* The same, deflated, as the program packs it; the directory says that it has `says` bytes. */
static bytes_buffer deflated(const void *data, size_t size, size_t says)
{
    uLong bound = compressBound((uLong)size);
    unsigned char *packed = malloc(bound);
    z_stream z = {
        .next_in = (z_const Bytef *)(uintptr_t)data, .avail_in = (uInt)size, .next_out = packed, .avail_out = (uInt)bound};
    assert_non_null(packed);
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    bytes_buffer out = zipped((const char *)packed, z.total_out);
    size_t local = 0, entry = 30 + strlen(EXCHANGE_SBZ_FILE) + z.total_out, sum = crc32(0, data, (uInt)size);
    put(out.data + local + 8, 8, 2);
    put(out.data + entry + 10, 8, 2);
    put(out.data + entry + 16, sum, 4);
    put(out.data + entry + 24, says, 4);
    deflateEnd(&z);
    free(packed);
    return out;
}

static sct_status convert(const bytes_buffer *file, sct_bytes *out, sct_bytes *notes)
{
    sct_palette_convert_options options;
    sct_palette_convert_options_init(&options);
    return sct_palette_convert(ctx, &options, file->data, file->size, out, notes);
}

static void books_of_the_program_are_read(void **state)
{
    (void)state;
    for (int packed = 0; packed < 2; packed++) {
        sct_bytes out = {0}, notes = {0};
        bytes_buffer file =
            packed ? deflated(sample, sizeof sample - 1, sizeof sample - 1) : zipped(sample, sizeof sample - 1);
        sct_palette *palette = NULL;
        if (convert(&file, &out, &notes) != SCT_OK)
            fail_msg("%s", sct_context_message(ctx));
        assert_int_equal(sct_palette_from_json(ctx, out.data, out.size, &palette), SCT_OK);
        assert_string_equal(palette_facts_in(palette)->name, "Browns & more");
        static const char *const ids[] = {"col163", "yellow-60", "black-30", "both", "by-light"}; /* the book's first */
        assert_int_equal(sct_palette_count(palette), sizeof ids / sizeof ids[0]);
        for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++)
            assert_string_equal(palette_ink_at(palette, i).id, ids[i]);
        sct_lab lab = palette_ink_at(palette, 3).colours[0].lab; /* Lab counts before RGB */
        assert_near(lab.L, 38.5, 0);
        assert_near(lab.b, -3.25, 0);
        lab = palette_ink_at(palette, 4).colours[0].lab;
        assert_near(lab.L, 100, 1e-6);
        assert_near(hypot(lab.a, lab.b), 0, 0.03);
        assert_non_null(strstr((const char *)out.data, "\"#999900\"")); /* 0.6 of 255 */
        assert_non_null(strstr((const char *)out.data, "\"#b3b3b3\"")); /* 1 is black */
        assert_non_null(strstr((const char *)notes.data,
                               "colours left out: 2, first \"Cyan 100%\": CMYK does not say which colour that is"));
        assert_non_null(strstr((const char *)notes.data, "Lab was taken as drawdown, D50"));
        sct_palette_free(palette);
        sct_bytes_free(&out);
        sct_bytes_free(&notes);
        mem_free(file.data);
    }
}

static void refused(const bytes_buffer *file, const char *why)
{
    sct_bytes out = {0};
    sct_status status = convert(file, &out, NULL);
    const char *message = sct_context_message(ctx);
    if (status != SCT_ERR_PALETTE || !strstr(message, why) || strchr(message, '\n'))
        fail_msg("%s: %s\n not %s", sct_status_name(status), message, why);
    assert_null(out.data);
}

static void books_that_tell_no_colour_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *xml, *why;
    } cases[] = {
        {"", "line 1: "},
        {"<Other/>", "line 1: a swatch book begins with <SwatchBook>"},
        {"<!DOCTYPE SwatchBook [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><SwatchBook>&b;</SwatchBook>",
         "line 1: it declares a document type"},
        {HEAD "<materials>", "line 5: "},
        {HEAD "</SwatchBook>", "there are no inks in this file"},
        {HEAD "<materials>\n" COLOR("a", "A", VALUES("CMYK", "1 0 0 0")) "</materials></SwatchBook>",
         "line 6: \"A\" has values of CMYK alone"},
        {HEAD "<materials>\n" COLOR("a", "A", VALUES("Lab", "50 1")) "</materials></SwatchBook>",
         "line 11: values are numbers"},
        {HEAD "<materials>\n" COLOR("a", "A", VALUES("Lab", "150 1 1")) "</materials></SwatchBook>",
         "line 6: lab: L is no number"},
        {HEAD "<materials>\n" COLOR("a", "A", VALUES("RGB", "1 1 255")) "</materials></SwatchBook>",
         "line 6: RGB and Gray run"},
        {HEAD "<materials>\n" COLOR("a", "A", VALUES("xyY", "0 0 0")) "</materials></SwatchBook>", "line 6: no colour has"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bytes_buffer file = zipped(cases[i].xml, strlen(cases[i].xml));
        refused(&file, cases[i].why);
        mem_free(file.data);
    }
}

static void hostile_zips_are_refused(void **state)
{
    enum { HUGE = 32 << 20 };
    (void)state;
    unsigned char *zeros = calloc(HUGE, 1);
    assert_non_null(zeros);
    bytes_buffer file = deflated(zeros, HUGE, 1000); /* 32 MB in 32 kB, which say that they are 1000 bytes */
    free(zeros);
    clock_t start = clock();
    refused(&file, EXCHANGE_SBZ_FILE ": it is damaged, or larger than it says");
    size_t entry = file.size - 22 - 46 - strlen(EXCHANGE_SBZ_FILE);
    put(file.data + entry + 24, 0xFFFFFFFF, 4);
    refused(&file, EXCHANGE_SBZ_FILE ": it says that it has 4294967295 bytes");
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 0.2); /* nothing was unfolded */
    put(file.data + entry + 24, 1000, 4);
    put(file.data + entry + 8, 1, 2);
    refused(&file, "it is encrypted");
    put(file.data + entry + 8, 0, 2);
    put(file.data + entry + 10, 14, 2);
    refused(&file, "packed in a way (14)");
    put(file.data + entry + 42, 0xFFFFFFF0, 4);
    put(file.data + entry + 10, 8, 2);
    refused(&file, "it does not lie where the directory says");
    put(file.data + entry + 28, 0xFFFF, 2);
    refused(&file, "zip: there is no file \"swatchbook.xml\" in it");
    put(file.data + file.size - 6, 0xFFFFFFF0, 4);
    refused(&file, "zip: the directory at its end is missing");
    mem_free(file.data);
    bytes_buffer table = {(unsigned char *)(uintptr_t)sample, sizeof sample - 1, sizeof sample - 1};
    static const char *const office[] = {"content.xml", "[Content_Types].xml"}; /* .ods and .xlsx */
    for (size_t i = 0; i < 2; i++) {
        file = (bytes_buffer){0};
        assert_int_equal(exchange_zip_write(ctx, office[i], &table, &file), SCT_OK);
        refused(&file, "zip: this is a document of an office program (no swatchbook.xml); save its table as CSV there");
        mem_free(file.data);
    }
    file = zipped(sample, sizeof sample - 1);
    file.data[200] ^= 1;
    refused(&file, "its check sum is wrong");
    for (size_t size = 4; size < file.size; size += 101) {
        bytes_buffer cut = {file.data, size, size};
        refused(&cut, "zip: the directory at its end is missing");
    }
    mem_free(file.data);
}

static uint64_t rng_state = 7;

static uint32_t next_random(void)
{
    rng_state = rng_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(rng_state >> 33);
}

static int times = 2000; /* `make test-long` has more, under AddressSanitizer */

/* Damage within the XML, behind a right check sum. */
static void damaged_books_are_refused_in_one_line(void **state)
{
    size_t taken = 0, no = 0;
    (void)state;
    for (int i = 0; i < times; i++) {
        char xml[sizeof sample];
        size_t size = sizeof sample - 1, at = next_random() % size, n = 1 + next_random() % 40;
        memcpy(xml, sample, sizeof sample);
        n = at + n > size ? size - at : n;
        switch (next_random() % 4) {
        case 0: xml[at] = (char)next_random(); break;
        case 1:
            memmove(xml + at, xml + at + n, size - at - n);
            size -= n;
            break;
        case 2: memmove(xml + next_random() % (size - n), xml + at, n); break;
        default: size = at; break;
        }
        bytes_buffer file = zipped(xml, size);
        sct_bytes out = {0}, notes = {0};
        sct_status status = convert(&file, &out, &notes);
        const char *message = sct_context_message(ctx);
        if (status != SCT_OK && (status != SCT_ERR_PALETTE || strncmp(message, "line ", 5) != 0 || strchr(message, '\n')) &&
            strcmp(message, "there are no inks in this file") != 0)
            fail_msg("variant %d: %s: %s", i, sct_status_name(status), message);
        taken += status == SCT_OK;
        no += status != SCT_OK;
        sct_bytes_free(&out);
        sct_bytes_free(&notes);
        mem_free(file.data);
    }
    figure("swatch books: of %d damaged ones %zu are refused in one line, %zu are palettes still", times, no, taken);
    assert_true(no > (size_t)times / 3);
}

int main(int argc, char **argv)
{
    times = argc > 1 ? atoi(argv[1]) : times;
    const struct CMUnitTest tests[] = {
#ifdef HAVE_EXPAT
        cmocka_unit_test(books_of_the_program_are_read),
        cmocka_unit_test(books_that_tell_no_colour_are_refused),
        cmocka_unit_test(damaged_books_are_refused_in_one_line),
        cmocka_unit_test(hostile_zips_are_refused),
#else
        cmocka_unit_test(hostile_zips_are_refused),
#endif
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
