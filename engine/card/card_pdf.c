/*
 * card_pdf.c - the same drawings as PDF (ISO 32000-1), whose pages printers and
 * print shops keep to scale.
 *
 * Translated from the SVG of card_draw.c, element by element, so that both are
 * one drawing: there are groups that are moved, rectangles, lines, and words in
 * the middle or at a place. Numbers are copied as they stand; the page is in
 * millimetres, with its origin at the upper left. Words are in Helvetica, which
 * every reader has; its widths are those of Adobe's metrics.
 */
#include "card/card_draw.h"

#include <math.h>
#include <string.h>

static const double points_per_mm = 72 / 25.4;

/* Widths of the characters from 32 to 126, thousandths of the size. */
static const short widths[] = {
    278, 278, 355, 556, 556, 889, 667, 191, 333,  333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667,  667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556,
    556, 222, 222, 500, 222, 833, 556, 556, 556,  556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584};

/* Copies an attribute of the tag into out; "" where it has none. */
static const char *attribute(const char *tag, const char *end, const char *name, char out[32])
{
    char pattern[32];
    size_t n = (size_t)text_print(pattern, sizeof pattern, " %s=\"", name);
    out[0] = '\0';
    for (const char *at = tag; at + n < end; at++)
        if (memcmp(at, pattern, n) == 0) {
            size_t length = strcspn(at + n, "\"");
            length = length < 31 ? length : 31;
            memcpy(out, at + n, length);
            out[length] = '\0';
            break;
        }
    return out;
}

static void put_attributes(card_drawing *d, const char *tag, const char *end, const char *const *names)
{
    char value[32];
    for (; *names; names++) {
        card_put(d, attribute(tag, end, *names, value));
        card_put(d, " ");
    }
}

static int hex(char c)
{
    return c <= '9' ? c - '0' : c - 'a' + 10;
}

static void put_fill(card_drawing *d, const char *colour)
{
    for (int i = 0; i < 3 && strlen(colour) == 7; i++) {
        card_put_number(d, "", (16 * hex(colour[1 + 2 * i]) + hex(colour[2 + 2 * i])) / 255.0);
        card_put(d, " ");
    }
    card_put(d, "rg ");
}

static void translate_rect(card_drawing *d, const char *tag, const char *end)
{
    static const char *const box[] = {"x", "y", "width", "height", NULL};
    char value[32];
    put_fill(d, attribute(tag, end, "fill", value));
    put_attributes(d, tag, end, box);
    int dashed = *attribute(tag, end, "stroke-dasharray", value) != '\0';
    card_put(d, dashed ? "re [1 1] 0 d B [] 0 d\n" : "re f\n");
}

static void translate_line(card_drawing *d, const char *tag, const char *end)
{
    static const char *const from[] = {"x1", "y1", NULL}, *const to[] = {"x2", "y2", NULL};
    put_attributes(d, tag, end, from);
    card_put(d, "m ");
    put_attributes(d, tag, end, to);
    card_put(d, "l S\n");
}

static void translate_group(card_drawing *d, const char *tag, const char *end)
{
    char value[32];
    const char *rest;
    card_put(d, "q ");
    if (strncmp(attribute(tag, end, "transform", value), "translate(", 10) == 0) {
        double u = text_number(value + 10, &rest), v = text_number(rest + strspn(rest, " "), NULL);
        card_put_number(d, "1 0 0 1 ", u);
        card_put_number(d, " ", v);
        card_put(d, " cm ");
    }
    if (*attribute(tag, end, "stroke-width", value)) {
        card_put(d, value);
        card_put(d, " w ");
    }
    card_put(d, "0 0 0 RG\n");
}

/* One letter of the words at *at, in the font's encoding (WinAnsi, which has what Latin-1 has, and Turkish letters from 128
 * on, see `wrap`); else a question mark. */
static unsigned char letter_at(const char **at)
{
    static const char turkish[][3] = {"\xc4\x9e", "\xc4\x9f", "\xc4\xb0", "\xc4\xb1", "\xc5\x9e", "\xc5\x9f"};
    static const struct {
        const char *escape;
        char letter;
    } escapes[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}};
    for (size_t i = 0; i < 3; i++)
        if (strncmp(*at, escapes[i].escape, strlen(escapes[i].escape)) == 0) {
            *at += strlen(escapes[i].escape);
            return (unsigned char)escapes[i].letter;
        }
    const unsigned char *s = (const unsigned char *)*at;
    size_t n = text_utf8_length(*at, strlen(*at));
    *at += n ? n : 1;
    if (n == 2 && s[0] <= 0xc3)
        return (unsigned char)((s[0] & 3) << 6 | (s[1] & 0x3f));
    for (size_t i = 0; n == 2 && i < sizeof turkish / sizeof turkish[0]; i++)
        if (memcmp(s, turkish[i], 2) == 0)
            return (unsigned char)(128 + i);
    return n == 1 ? *s : '?';
}

static void translate_words(card_drawing *d, const char *tag, const char *end)
{
    char value[32], letters[256];
    double u = text_number(attribute(tag, end, "x", value), NULL), v = text_number(attribute(tag, end, "y", value), NULL);
    double size = text_number(attribute(tag, end, "font-size", value), NULL), width = 0;
    size_t n = 0;
    for (const char *at = end + 1; *at && *at != '<' && n < sizeof letters - 4;) {
        unsigned char c = letter_at(&at);
        width += c >= 32 && c < 127 ? widths[c - 32] : 556;
        if (c == '(' || c == ')' || c == '\\')
            letters[n++] = '\\';
        letters[n++] = (char)c;
    }
    letters[n] = '\0';
    if (strcmp(attribute(tag, end, "text-anchor", value), "middle") == 0)
        u -= width * size / 2000;
    card_put_number(d, "0 0 0 rg BT /F ", size);
    card_put_number(d, " Tf 1 0 0 -1 ", u);
    card_put_number(d, " ", v);
    card_put(d, " Tm (");
    card_put(d, letters);
    card_put(d, ") Tj ET\n");
}

/* The drawing's elements as marks on a page of this height, points. */
static void translate(card_drawing *d, const char *svg, double height_pt)
{
    static const struct {
        const char *name;
        void (*run)(card_drawing *d, const char *tag, const char *end);
    } elements[] = {{"rect", translate_rect}, {"line", translate_line}, {"text", translate_words}, {"g", translate_group}};
    char scale[96];
    text_print(scale, sizeof scale, "%.6f 0 0 %.6f 0 %.4f cm\n", points_per_mm, -points_per_mm, height_pt);
    card_put(d, scale);
    for (const char *tag = strchr(svg, '<'); tag; tag = strchr(tag + 1, '<')) {
        const char *end = strchr(tag, '>');
        if (!end)
            return;
        if (strncmp(tag, "</g>", 4) == 0)
            card_put(d, "Q\n");
        for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++) {
            size_t n = strlen(elements[i].name);
            if (strncmp(tag + 1, elements[i].name, n) == 0 && (tag[1 + n] == ' ' || tag[1 + n] == '>'))
                elements[i].run(d, tag, end);
        }
    }
}

static void put_stream(card_drawing *d, const bytes_buffer *marks)
{
    char line[64];
    text_print(line, sizeof line, "<</Length %zu>>\nstream\n", marks->size);
    card_put(d, line);
    if (d->status == SCT_OK)
        d->status = bytes_append(d->ctx, &d->buffer, marks->data, marks->size);
    card_put(d, "endstream");
}

/* The file around the marks of its one page. */
static void wrap(card_drawing *d, const bytes_buffer *marks, double width_pt, double height_pt)
{
    enum { CATALOG = 1, PAGES, PAGE, FONT, MARKS, OBJECTS };
    static const char *const fixed[OBJECTS] = {
        [CATALOG] = "<</Type/Catalog/Pages 2 0 R>>",
        [PAGES] = "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        [FONT] = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Type/Encoding/BaseEncoding/WinAnsiEncoding"
                 "/Differences[128/Gbreve/gbreve/Idotaccent/dotlessi/Scedilla/scedilla]>>>>"};
    size_t offsets[OBJECTS];
    char page[192], line[32];
    text_print(page, sizeof page,
               "<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.4f %.4f]/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>>", width_pt,
               height_pt);
    card_put(d, "%PDF-1.4\n%\xe2\xe3\xcf\xd3\n");
    for (size_t i = CATALOG; i < OBJECTS; i++) {
        offsets[i] = d->buffer.size;
        card_put_number(d, "", (double)i);
        card_put(d, " 0 obj\n");
        if (i == MARKS)
            put_stream(d, marks);
        else
            card_put(d, i == PAGE ? page : fixed[i]);
        card_put(d, "\nendobj\n");
    }
    size_t table = d->buffer.size;
    card_put(d, "xref\n0 6\n0000000000 65535 f \n");
    for (size_t i = CATALOG; i < OBJECTS; i++) {
        text_print(line, sizeof line, "%010zu 00000 n \n", offsets[i]);
        card_put(d, line);
    }
    card_put_number(d, "trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n", (double)table);
    card_put(d, "\n%%EOF\n");
}

sct_status sct_card_pdf(sct_context *ctx, const sct_card_options *options, sct_bytes *out)
{
    sct_status status = SCT_OK;
    sct_bytes svg = {0};
    card_drawing marks = {.ctx = ctx}, file = {.ctx = ctx};
    char value[32];
    if (!out) {
        sct_context_clear(ctx);
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_card_pdf needs a place for the drawing");
    }
    TRY(sct_card_svg(ctx, options, &svg));
    TRY(bytes_append(ctx, &file.buffer, svg.data, svg.size)); /* ends in a zero then */
    TRY(bytes_append(ctx, &file.buffer, "", 1));
    const char *text = (const char *)file.buffer.data, *root = strstr(text, "<svg"), *end = root ? strchr(root, '>') : NULL;
    if (!end)
        FAIL(ctx, SCT_ERR_INTERNAL, "a drawing without a size");
    double width = points_per_mm * text_number(attribute(root, end, "width", value), NULL);
    double height = points_per_mm * text_number(attribute(root, end, "height", value), NULL);
    translate(&marks, text, height);
    TRY(marks.status);
    file.buffer.size = 0;
    wrap(&file, &marks.buffer, width, height);
    TRY(file.status);
    *out = (sct_bytes){file.buffer.data, file.buffer.size};
    file.buffer.data = NULL;
done:
    sct_bytes_free(&svg);
    mem_free(marks.buffer.data);
    mem_free(file.buffer.data);
    return status;
}
