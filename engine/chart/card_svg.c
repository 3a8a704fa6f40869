/*
 * card_svg.c - the consultation card as a drawing to print.
 */
#include "chart/card_layout.h"

#include <stdio.h>
#include <string.h>

static const char *const paper = "#ffffff", *const ground = "#9b9b9b", *const ink = "#000000";
enum { SCALE_MM = 30, CHECK_MM = 80, DECIMALS = 3 };

typedef struct drawing {
    sct_context *ctx;
    bytes_buffer text;
    sct_status status; /* of the first failure; later calls do nothing */
} drawing;

static void put(drawing *d, const char *text)
{
    if (d->status == SCT_OK)
        d->status = bytes_append(d->ctx, &d->text, text, strlen(text));
}

static void put_number(drawing *d, const char *name, double value)
{
    char number[32];
    put(d, " ");
    put(d, name);
    put(d, "=\"");
    text_from_number(number, sizeof number, value, DECIMALS, 1);
    put(d, number);
    put(d, "\"");
}

static void put_rect(drawing *d, double x, double y, double width, double height, const char *fill)
{
    put(d, "<rect");
    put_number(d, "x", x);
    put_number(d, "y", y);
    put_number(d, "width", width);
    put_number(d, "height", height);
    put(d, " fill=\"");
    put(d, fill);
    put(d, "\"/>\n");
}

static void put_line(drawing *d, double x1, double y1, double x2, double y2)
{
    put(d, "<line");
    put_number(d, "x1", x1);
    put_number(d, "y1", y1);
    put_number(d, "x2", x2);
    put_number(d, "y2", y2);
    put(d, " stroke=\"#000000\" stroke-width=\"0.18\"/>\n");
}

static void put_text(drawing *d, double x, double y, double size, const char *text)
{
    put(d, "<text text-anchor=\"middle\" font-family=\"sans-serif\"");
    put_number(d, "x", x);
    put_number(d, "y", y);
    put_number(d, "font-size", size);
    put(d, ">");
    put(d, text);
    put(d, "</text>\n");
}

/* Black square with its white cells on a white quiet zone of one cell. */
static void put_tag(drawing *d, const sct_chart_fiducial *tag)
{
    uint8_t bits[CARD_TAG_CELLS][CARD_TAG_CELLS];
    double cell = tag->side / CARD_TAG_CELLS;
    card_tag_cells(tag->id, bits);
    put_rect(d, tag->u - cell, tag->v - cell, tag->side + 2 * cell, tag->side + 2 * cell, paper);
    put_rect(d, tag->u, tag->v, tag->side, tag->side, ink);
    for (int row = 0; row < CARD_TAG_CELLS; row++)
        for (int column = 0; column < CARD_TAG_CELLS; column++)
            if (bits[row][column])
                put_rect(d, tag->u + column * cell, tag->v + row * cell, cell, cell, paper);
}

/* Nominal colour of the i-th patch, in the order of the layout. */
static const card_ink *ink_of(size_t i)
{
    if (i < CARD_GREYS)
        return &card_greys[i];
    if (i < CARD_GREYS + CARD_COLUMNS)
        return &card_ladder[i - CARD_GREYS];
    if (i < CARD_GREYS + 2 * CARD_COLUMNS)
        return &card_chromatic[i - CARD_GREYS - CARD_COLUMNS];
    return &card_greys[2 * CARD_GREYS + 2 * CARD_COLUMNS - 1 - i];
}

static void put_patches(drawing *d, const sct_chart *card)
{
    for (size_t i = 0; i < card->patch_count; i++) {
        const sct_chart_swatch *p = &card->patches[i];
        const uint8_t *rgb = ink_of(i)->rgb;
        char fill[8];
        snprintf(fill, sizeof fill, "#%02x%02x%02x", rgb[0], rgb[1], rgb[2]);
        put_rect(d, p->u - p->half_width, p->v - p->half_height, 2 * p->half_width, 2 * p->half_height, fill);
    }
}

static void put_scale(drawing *d, double x, double y)
{
    for (int mm = 0; mm <= SCALE_MM; mm++)
        put_line(d, x + mm, y, x + mm, y - (mm % 10 == 0 ? 3.2 : mm % 5 == 0 ? 2.2 : 1.3));
    put_text(d, x, y + 3.2, 2.6, "0");
    put_text(d, x + SCALE_MM, y + 3.2, 2.6, "30 mm");
}

static void put_window(drawing *d, const double window[4])
{
    put_rect(d, window[0], window[1], window[2], window[3], paper);
    put(d, "<rect fill=\"none\" stroke=\"#000000\" stroke-width=\"0.25\" stroke-dasharray=\"1 1\"");
    put_number(d, "x", window[0]);
    put_number(d, "y", window[1]);
    put_number(d, "width", window[2]);
    put_number(d, "height", window[3]);
    put(d, "/>\n");
    put_text(d, window[0] + window[2] / 2, window[1] + window[3] / 2 + 1, 3, "cut out: skin here");
}

sct_status sct_card_svg(sct_context *ctx, sct_bytes *out)
{
    drawing d = {.ctx = ctx};
    sct_chart *card = NULL;
    sct_status status = SCT_OK;

    if (!out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "sct_card_svg needs a place for the text");
    TRY(mem_new(ctx, 1, sizeof *card, (void **)&card));
    sct_card_layout(card);
    put(&d, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"148mm\" height=\"105mm\" viewBox=\"0 0 148 105\" "
            "shape-rendering=\"crispEdges\">\n");
    put(&d, "<title>scalptone consultation card A6, revision A</title>\n");
    put_rect(&d, 0, 0, CARD_WIDTH_MM, CARD_HEIGHT_MM, paper);
    put_rect(&d, 1.5, 1.5, CARD_WIDTH_MM - 3, CARD_HEIGHT_MM - 3, ground);
    for (size_t i = 0; i < card->fiducial_count; i++)
        put_tag(&d, &card->fiducials[i]);
    put_patches(&d, card);
    put_window(&d, card->window);
    put_scale(&d, 12, 52);
    put_scale(&d, 106, 52);
    put_line(&d, 34, 68.5, 34 + CHECK_MM, 68.5);
    put_line(&d, 34, 67.5, 34, 69.5);
    put_line(&d, 34 + CHECK_MM, 67.5, 34 + CHECK_MM, 69.5);
    put_text(&d, 74, 72, 2.2,
             "This line must be 80.0 mm long: print at 100 %, matte paper.  Print run ______  measured: yes / no");
    put(&d, "</svg>\n");
    TRY(d.status);
    *out = (sct_bytes){d.text.data, d.text.size};
    d.text.data = NULL;
done:
    mem_free(d.text.data);
    mem_free(card);
    return status;
}
