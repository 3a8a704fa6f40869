/*
 * card_draw.c - what the drawings of card and sheet are made of.
 */
#include "card/card_draw.h"
#include "words/words.h"

#include <string.h>

static void put_bytes(card_drawing *d, const char *text, size_t size)
{
    if (d->status == SCT_OK)
        d->status = bytes_append(d->ctx, &d->buffer, text, size);
}

void card_put(card_drawing *d, const char *text)
{
    put_bytes(d, text, strlen(text));
}

/* A number in the C locale, to a micrometre. */
void card_put_number(card_drawing *d, const char *before, double value)
{
    char number[32];
    card_put(d, before);
    put_bytes(d, number, text_from_number(number, sizeof number, value, 3, 1));
}

/* The caller's text, safe inside an element. */
void card_put_escaped(card_drawing *d, const char *text)
{
    for (; *text; text++) {
        if (*text == '&')
            card_put(d, "&amp;");
        else if (*text == '<')
            card_put(d, "&lt;");
        else if (*text == '>')
            card_put(d, "&gt;");
        else
            put_bytes(d, text, 1);
    }
}

static void put_fill(card_drawing *d, const uint8_t rgb[3])
{
    static const char digits[] = "0123456789abcdef";
    char hex[] = "#000000";
    for (size_t c = 0; c < 3; c++) {
        hex[1 + 2 * c] = digits[rgb[c] >> 4];
        hex[2 + 2 * c] = digits[rgb[c] & 15];
    }
    card_put(d, "\" fill=\"");
    card_put(d, hex);
    card_put(d, "\"/>\n");
}

void card_draw_rect(card_drawing *d, double u, double v, double width, double height, const uint8_t rgb[3])
{
    card_put_number(d, "<rect x=\"", u);
    card_put_number(d, "\" y=\"", v);
    card_put_number(d, "\" width=\"", width);
    card_put_number(d, "\" height=\"", height);
    put_fill(d, rgb);
}

void card_draw_line(card_drawing *d, double u0, double v0, double u1, double v1)
{
    card_put_number(d, "<line x1=\"", u0);
    card_put_number(d, "\" y1=\"", v0);
    card_put_number(d, "\" x2=\"", u1);
    card_put_number(d, "\" y2=\"", v1);
    card_put(d, "\"/>\n");
}

/* Ends after the opening tag; the caller writes the words and draw_text_end. */
void card_draw_text(card_drawing *d, double u, double v, double height, const char *anchor)
{
    card_put_number(d, "<text x=\"", u);
    card_put_number(d, "\" y=\"", v);
    card_put_number(d, "\" font-size=\"", height);
    card_put(d, "\" text-anchor=\"");
    card_put(d, anchor);
    card_put(d, "\">");
}

void card_put_words(card_drawing *d, const char *words)
{
    char said[WORDS_ROOM];
    words_say(words_chosen(d->ctx), words, said, sizeof said);
    card_put_escaped(d, said);
}

void card_draw_words(card_drawing *d, double u, double v, double height, const char *words)
{
    card_draw_text(d, u, v, height, "middle");
    card_put_words(d, words);
    card_put(d, "</text>\n");
}

/* White border, black square, white cells; runs of white cells are one piece, so that no seam shows between them. */
void card_draw_fiducial(card_drawing *d, const chart_fiducial *tag)
{
    static const uint8_t white[3] = {255, 255, 255}, black[3] = {0, 0, 0};
    uint8_t cells[CARD_TAG_CELLS][CARD_TAG_CELLS];
    double cell = tag->side / CARD_TAG_BLACK;
    if (d->status == SCT_OK)
        d->status = card_tag_cells(d->ctx, tag->id, cells);
    if (d->status != SCT_OK)
        return;
    card_draw_rect(d, tag->u - cell, tag->v - cell, CARD_TAG_CELLS * cell, CARD_TAG_CELLS * cell, white);
    card_draw_rect(d, tag->u, tag->v, tag->side, tag->side, black);
    for (int row = 1; row <= CARD_TAG_BLACK; row++)
        for (int from = 1, to; from <= CARD_TAG_BLACK; from = to + 1) {
            for (to = from; to <= CARD_TAG_BLACK && cells[row][to]; to++)
                ;
            if (to > from)
                card_draw_rect(d, tag->u + (from - 1) * cell, tag->v + (row - 1) * cell, (to - from) * cell, cell, white);
        }
}
