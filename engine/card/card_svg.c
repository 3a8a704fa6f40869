/*
 * card_svg.c - the consultation card as a drawing in millimetres.
 */
#include "card/card_detect.h"

#include <math.h>
#include <string.h>

enum { PRINT_RUN_MAX = 31, SCALE_MM = 30 };
static const double check_line_mm = 80;
static const double middle_u = 74; /* of the card */

/* Text being written; the first failure sticks. */
typedef struct drawing {
    sct_context *ctx;
    sct_status status;
    bytes_buffer buffer;
} drawing;

static void put_bytes(drawing *d, const char *text, size_t size)
{
    if (d->status == SCT_OK)
        d->status = bytes_append(d->ctx, &d->buffer, text, size);
}

static void put(drawing *d, const char *text)
{
    put_bytes(d, text, strlen(text));
}

/* A number in the C locale, to a micrometre. */
static void put_number(drawing *d, const char *before, double value)
{
    char number[32];
    put(d, before);
    put_bytes(d, number, text_from_number(number, sizeof number, value, 3, 1));
}

/* The caller's text, safe inside an element. */
static void put_escaped(drawing *d, const char *text)
{
    for (; *text; text++) {
        if (*text == '&')
            put(d, "&amp;");
        else if (*text == '<')
            put(d, "&lt;");
        else if (*text == '>')
            put(d, "&gt;");
        else
            put_bytes(d, text, 1);
    }
}

static void put_fill(drawing *d, const uint8_t rgb[3])
{
    static const char digits[] = "0123456789abcdef";
    char hex[] = "#000000";
    for (size_t c = 0; c < 3; c++) {
        hex[1 + 2 * c] = digits[rgb[c] >> 4];
        hex[2 + 2 * c] = digits[rgb[c] & 15];
    }
    put(d, "\" fill=\"");
    put(d, hex);
    put(d, "\"/>\n");
}

static void draw_rect(drawing *d, double u, double v, double width, double height, const uint8_t rgb[3])
{
    put_number(d, "<rect x=\"", u);
    put_number(d, "\" y=\"", v);
    put_number(d, "\" width=\"", width);
    put_number(d, "\" height=\"", height);
    put_fill(d, rgb);
}

static void draw_line(drawing *d, double u0, double v0, double u1, double v1)
{
    put_number(d, "<line x1=\"", u0);
    put_number(d, "\" y1=\"", v0);
    put_number(d, "\" x2=\"", u1);
    put_number(d, "\" y2=\"", v1);
    put(d, "\"/>\n");
}

/* Ends after the opening tag; the caller writes the words and draw_text_end. */
static void draw_text(drawing *d, double u, double v, double height, const char *anchor)
{
    put_number(d, "<text x=\"", u);
    put_number(d, "\" y=\"", v);
    put_number(d, "\" font-size=\"", height);
    put(d, "\" text-anchor=\"");
    put(d, anchor);
    put(d, "\">");
}

static void draw_words(drawing *d, double u, double v, double height, const char *words)
{
    draw_text(d, u, v, height, "middle");
    put_escaped(d, words);
    put(d, "</text>\n");
}

/* White border, black square, white cells; runs of white cells are one piece, so that no seam shows between them. */
static void draw_fiducial(drawing *d, const chart_fiducial *tag)
{
    static const uint8_t white[3] = {255, 255, 255}, black[3] = {0, 0, 0};
    uint8_t cells[CARD_TAG_CELLS][CARD_TAG_CELLS];
    double cell = tag->side / CARD_TAG_BLACK;
    if (d->status == SCT_OK)
        d->status = card_tag_cells(d->ctx, tag->id, cells);
    if (d->status != SCT_OK)
        return;
    draw_rect(d, tag->u - cell, tag->v - cell, CARD_TAG_CELLS * cell, CARD_TAG_CELLS * cell, white);
    draw_rect(d, tag->u, tag->v, tag->side, tag->side, black);
    for (int row = 1; row <= CARD_TAG_BLACK; row++)
        for (int from = 1, to; from <= CARD_TAG_BLACK; from = to + 1) {
            for (to = from; to <= CARD_TAG_BLACK && cells[row][to]; to++)
                ;
            if (to > from)
                draw_rect(d, tag->u + (from - 1) * cell, tag->v + (row - 1) * cell, (to - from) * cell, cell, white);
        }
}

/* 30 mm along an edge of the window, ticks away from it (up: -1, down: 1). */
static void draw_scale(drawing *d, double u, double v, int direction)
{
    for (int mm = 0; mm <= SCALE_MM; mm++) {
        double length = mm % 10 == 0 ? 2.6 : mm % 5 == 0 ? 1.9 : 1.2;
        draw_line(d, u + mm, v, u + mm, v + direction * length);
    }
    for (int mm = 0; mm <= SCALE_MM; mm += 10) {
        draw_text(d, u + mm, v + (direction > 0 ? 4.6 : -3.1), 1.9, "middle");
        put_number(d, "", mm);
        put(d, mm == SCALE_MM ? " mm</text>\n" : "</text>\n");
    }
}

static void draw_window(drawing *d, const sct_chart *card)
{
    const double *w = card->window;
    put_number(d, "<rect x=\"", w[0]);
    put_number(d, "\" y=\"", w[1]);
    put_number(d, "\" width=\"", w[2]);
    put_number(d, "\" height=\"", w[3]);
    put(d, "\" fill=\"#ffffff\" stroke-dasharray=\"1 1\"/>\n");
    draw_words(d, middle_u, w[1] + w[3] / 2 - 0.6, 2.8, "cut out:");
    draw_words(d, middle_u, w[1] + w[3] / 2 + 3, 2.8, "the skin shows here");
    draw_scale(d, middle_u - SCALE_MM / 2.0, w[1] - 0.6, -1);
    draw_scale(d, middle_u - SCALE_MM / 2.0, w[1] + w[3] + 0.6, 1);
}

/* Words stay within the 80 mm between the fiducials, whose white borders nothing may touch. */
static void draw_notes(drawing *d, const sct_chart *card, const char *print_run)
{
    double left = middle_u - check_line_mm / 2, right = middle_u + check_line_mm / 2, line = 75.5;
    draw_words(d, middle_u, 23.2, 3, card->name);
    draw_words(d, middle_u, 26.8, 1.9, "Lay it flat beside the hairline, the skin in the window.");
    draw_words(d, middle_u, 29.6, 1.9, "Even light, no flash. Photograph it whole, from straight above.");
    draw_line(d, left, line, right, line);
    draw_line(d, left, line - 1.2, left, line + 1.2);
    draw_line(d, right, line - 1.2, right, line + 1.2);
    draw_words(d, middle_u, 78.9, 2.1, "this line must measure 80.0 mm: print at 100 %");
    draw_words(d, middle_u, 81.7, 1.9, "matte paper, no colour correction; keep it dry, clean and dark");
    draw_text(d, middle_u, 84.8, 1.9, "middle");
    put(d, "print run: ");
    put_escaped(d, print_run ? print_run : "______________________");
    put(d, "; measured: no / yes</text>\n");
}

static void draw_card(drawing *d, const sct_chart *card, const char *print_run)
{
    draw_rect(d, 0, 0, card_width_mm, card_height_mm, card_ground_srgb);
    put(d, "<g shape-rendering=\"crispEdges\">\n");
    for (size_t i = 0; i < card->fiducial_count; i++)
        draw_fiducial(d, &card->fiducials[i]);
    for (size_t i = 0; i < card->patch_count; i++) {
        const chart_swatch *p = &card->patches[i];
        draw_rect(d, p->u - p->half_width, p->v - p->half_height, 2 * p->half_width, 2 * p->half_height, card_print_srgb[i]);
    }
    put(d, "</g>\n<g stroke=\"#000000\" stroke-width=\"0.18\">\n");
    draw_window(d, card);
    draw_notes(d, card, print_run);
    put(d, "</g>\n");
}

/* One card, or four that fill an A4 sheet but for half a millimetre at either end. */
static void draw_sheet(drawing *d, sct_card_sheet sheet, const char *print_run)
{
    const sct_chart *card = card_chart();
    int across = sheet == SCT_CARD_A4 ? 2 : 1;
    double width = sheet == SCT_CARD_A4 ? 297 : card_width_mm, height = across * card_height_mm;
    put(d, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"");
    put_number(d, " width=\"", width);
    put_number(d, "mm\" height=\"", height);
    put_number(d, "mm\" viewBox=\"0 0 ", width);
    put_number(d, " ", height);
    put(d, "\">\n<title>");
    put_escaped(d, card->name);
    put(d, "</title>\n<style>text{font-family:sans-serif;fill:#000000;stroke:none}</style>\n");
    for (int i = 0; i < across * across; i++) {
        int column = i % across, row = i / across;
        put_number(d, "<g transform=\"translate(", (width - across * card_width_mm) / 2 + column * card_width_mm);
        put_number(d, " ", row * card_height_mm);
        put(d, ")\">\n");
        draw_card(d, card, print_run);
        put(d, "</g>\n");
    }
    if (across > 1) { /* where to cut */
        put(d, "<g stroke=\"#000000\" stroke-width=\"0.1\">\n");
        draw_line(d, width / 2, 0, width / 2, height);
        draw_line(d, 0, height / 2, width, height / 2);
        put(d, "</g>\n");
    }
    put(d, "</svg>\n");
}

/* Printable text only: what a person would write on a card. */
static int is_plain_text(const char *text)
{
    size_t length = strlen(text), n;
    for (size_t i = 0; i < length; i += n) {
        n = text_utf8_length(text + i, length - i);
        if (n == 0 || (unsigned char)text[i] < 0x20 || text[i] == 0x7f)
            return 0;
    }
    return length <= PRINT_RUN_MAX;
}

sct_status sct_card_svg(sct_context *ctx, const sct_card_options *options, sct_bytes *out)
{
    sct_status status = SCT_OK;
    sct_card_options checked;
    drawing d = {.ctx = ctx};

    sct_context_clear(ctx);
    if (!out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_card_svg needs a place for the drawing");
    sct_card_options_init(&checked);
    TRY(options_take(ctx, "sct_card_options", options, OPTIONS_SIZE(sct_card_options, reserved), &checked, sizeof checked));
    TRY(option_range(ctx, "reserved", checked.reserved, 0, 0));
    if (checked.sheet != SCT_CARD_A6 && checked.sheet != SCT_CARD_A4)
        FAIL(ctx, SCT_ERR_OPTION, "sheet: there is a6 and a4");
    if (checked.print_run && !is_plain_text(checked.print_run))
        FAIL(ctx, SCT_ERR_OPTION, "print run: at most %d bytes of plain text fit on the card", PRINT_RUN_MAX);
    draw_sheet(&d, checked.sheet, checked.print_run);
    TRY(d.status);
    *out = (sct_bytes){d.buffer.data, d.buffer.size};
    d.buffer.data = NULL;
done:
    mem_free(d.buffer.data);
    return status;
}
