/*
 * card_svg.c - the consultation card as a drawing in millimetres.
 */
#include "card/card_draw.h"

#include <math.h>
#include <string.h>

enum { PRINT_RUN_MAX = 31, SCALE_MM = 30 };
static const double check_line_mm = 80;
static const double middle_u = 74; /* of the card */

/* 30 mm along an edge of the window, ticks away from it (up: -1, down: 1). */
static void draw_scale(card_drawing *d, double u, double v, int direction)
{
    for (int mm = 0; mm <= SCALE_MM; mm++) {
        double length = mm % 10 == 0 ? 2.6 : mm % 5 == 0 ? 1.9 : 1.2;
        card_draw_line(d, u + mm, v, u + mm, v + direction * length);
    }
    for (int mm = 0; mm <= SCALE_MM; mm += 10) {
        card_draw_text(d, u + mm, v + (direction > 0 ? 4.6 : -3.1), 1.9, "middle");
        card_put_number(d, "", mm);
        card_put(d, mm == SCALE_MM ? " mm</text>\n" : "</text>\n");
    }
}

static void draw_window(card_drawing *d, const sct_chart *card)
{
    const double *w = card->window;
    card_put_number(d, "<rect x=\"", w[0]);
    card_put_number(d, "\" y=\"", w[1]);
    card_put_number(d, "\" width=\"", w[2]);
    card_put_number(d, "\" height=\"", w[3]);
    card_put(d, "\" fill=\"#ffffff\" stroke-dasharray=\"1 1\"/>\n");
    card_draw_words(d, middle_u, w[1] + w[3] / 2 - 0.6, 2.8, "cut out:");
    card_draw_words(d, middle_u, w[1] + w[3] / 2 + 3, 2.8, "the skin shows here");
    draw_scale(d, middle_u - SCALE_MM / 2.0, w[1] - 0.6, -1);
    draw_scale(d, middle_u - SCALE_MM / 2.0, w[1] + w[3] + 0.6, 1);
}

/* Words stay within the 80 mm between the fiducials, whose white borders nothing may touch. */
static void draw_notes(card_drawing *d, const sct_chart *card, const char *print_run)
{
    double left = middle_u - check_line_mm / 2, right = middle_u + check_line_mm / 2, line = 75.5;
    card_draw_words(d, middle_u, 23.2, 3, card->name);
    card_draw_words(d, middle_u, 26.8, 1.9, "Lay it flat beside the hairline, the skin in the window.");
    card_draw_words(d, middle_u, 29.6, 1.9, "Even light, no flash. Photograph it whole, from straight above.");
    card_draw_line(d, left, line, right, line);
    card_draw_line(d, left, line - 1.2, left, line + 1.2);
    card_draw_line(d, right, line - 1.2, right, line + 1.2);
    card_draw_words(d, middle_u, 78.9, 2.1, "this line must measure 80.0 mm: print at 100 %");
    card_draw_words(d, middle_u, 81.7, 1.9, "matte paper, no colour correction; keep it dry, clean and dark");
    char run[128];
    text_print(run, sizeof run, "print run: %s; measured: no / yes", print_run ? print_run : "______________________");
    card_draw_words(d, middle_u, 84.8, 1.9, run);
}

static void draw_card(card_drawing *d, const sct_chart *card, const char *print_run)
{
    card_draw_rect(d, 0, 0, card_width_mm, card_height_mm, card_ground_srgb);
    card_put(d, "<g shape-rendering=\"crispEdges\">\n");
    for (size_t i = 0; i < card->fiducial_count; i++)
        card_draw_fiducial(d, &card->fiducials[i]);
    for (size_t i = 0; i < card->patch_count; i++) {
        const chart_swatch *p = &card->patches[i];
        card_draw_rect(d, p->u - p->half_width, p->v - p->half_height, 2 * p->half_width, 2 * p->half_height,
                       card_print_srgb[i]);
    }
    card_put(d, "</g>\n<g stroke=\"#000000\" stroke-width=\"0.18\">\n");
    draw_window(d, card);
    draw_notes(d, card, print_run);
    card_put(d, "</g>\n");
}

/* One card, or four that fill an A4 sheet but for half a millimetre at either end. */
static void draw_sheet(card_drawing *d, sct_card_sheet sheet, const char *print_run)
{
    const sct_chart *card = card_chart();
    int across = sheet == SCT_CARD_A4 ? 2 : 1;
    double width = sheet == SCT_CARD_A4 ? 297 : card_width_mm, height = across * card_height_mm;
    card_put(d, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"");
    card_put_number(d, " width=\"", width);
    card_put_number(d, "mm\" height=\"", height);
    card_put_number(d, "mm\" viewBox=\"0 0 ", width);
    card_put_number(d, " ", height);
    card_put(d, "\">\n<title>");
    card_put_words(d, card->name);
    card_put(d, "</title>\n<style>text{font-family:sans-serif;fill:#000000;stroke:none}</style>\n");
    for (int i = 0; i < across * across; i++) {
        int column = i % across, row = i / across;
        card_put_number(d, "<g transform=\"translate(", (width - across * card_width_mm) / 2 + column * card_width_mm);
        card_put_number(d, " ", row * card_height_mm);
        card_put(d, ")\">\n");
        draw_card(d, card, print_run);
        card_put(d, "</g>\n");
    }
    if (across > 1) { /* where to cut */
        card_put(d, "<g stroke=\"#000000\" stroke-width=\"0.1\">\n");
        card_draw_line(d, width / 2, 0, width / 2, height);
        card_draw_line(d, 0, height / 2, width, height / 2);
        card_put(d, "</g>\n");
    }
    card_put(d, "</svg>\n");
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
    card_drawing d = {.ctx = ctx};

    sct_context_clear(ctx);
    if (!out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_card_svg needs a place for the drawing");
    sct_card_options_init(&checked);
    TRY(options_take(ctx, "sct_card_options", options, OPTIONS_SIZE(sct_card_options, reserved), &checked, sizeof checked));
    TRY(option_range(ctx, "reserved", checked.reserved, 0, 0));
    if (checked.sheet < SCT_CARD_A6 || checked.sheet > SCT_CARD_SWATCHES)
        FAIL(ctx, SCT_ERR_OPTION, "sheet: there is a6, a4 and swatches");
    if (checked.print_run && !is_plain_text(checked.print_run))
        FAIL(ctx, SCT_ERR_OPTION, "print run: at most %d bytes of plain text fit on the card", PRINT_RUN_MAX);
    if (checked.sheet == SCT_CARD_SWATCHES)
        card_draw_swatches(&d, checked.print_run);
    else
        draw_sheet(&d, checked.sheet, checked.print_run);
    TRY(d.status);
    *out = (sct_bytes){d.buffer.data, d.buffer.size};
    d.buffer.data = NULL;
done:
    mem_free(d.buffer.data);
    return status;
}
