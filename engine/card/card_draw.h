/* card_draw.h - private to the card room: a drawing in mm, as SVG (card_svg.c). */
#ifndef CARD_DRAW_H
#define CARD_DRAW_H

#include "card/card_detect.h"

/* Text being written; the first failure sticks. */
typedef struct card_drawing {
    sct_context *ctx;
    sct_status status;
    bytes_buffer buffer;
} card_drawing;

void card_put(card_drawing *d, const char *text);
/* A number in the C locale, to a micrometre. */
void card_put_number(card_drawing *d, const char *before, double value);
/* The caller's text, safe inside an element. */
void card_put_escaped(card_drawing *d, const char *text);
void card_draw_rect(card_drawing *d, double u, double v, double width, double height, const uint8_t rgb[3]);
void card_draw_line(card_drawing *d, double u0, double v0, double u1, double v1);
/* Ends after the opening tag; the caller writes the words and "</text>\n". */
void card_draw_text(card_drawing *d, double u, double v, double height, const char *anchor);
/* Words alone, in the language of the context. */
void card_put_words(card_drawing *d, const char *words);
/* In the middle, in the language of the context. */
void card_draw_words(card_drawing *d, double u, double v, double height, const char *words);
/* A tag with its white border. */
void card_draw_fiducial(card_drawing *d, const chart_fiducial *tag);

/* The whole sheet for films of ink (card_swatches.c). */
void card_draw_swatches(card_drawing *d, const char *print_run);

#endif
