/*
 * card_detect.h - private to the card room: how it is drawn, and how it is
 * found by its fiducials.
 *
 *   card_grey     a grey copy to look for them in          card_grey.c
 *   card_tags     fiducials in a photo                     card_tags.c
 *   card_find     fiducials -> where the card lies         card_find.c
 *   card_refine   its exact place                          card_refine.c
 */
#ifndef CARD_DETECT_H
#define CARD_DETECT_H

#include "card/card.h"

/* ---- the design ---- */

extern const double card_width_mm, card_height_mm;
enum { CARD_PATCHES = 28, CARD_NEUTRALS = 6 };
/* Colour a patch is printed with, sRGB. What comes out of the printer is another matter: never a reference colour. */
extern const uint8_t card_print_srgb[CARD_PATCHES][3];
extern const uint8_t card_ground_srgb[3];

/* ---- grey copies ---- */

/* A part of a photo in grey, shrunk or enlarged by whole numbers. Owns data. */
typedef struct card_grey {
    uint32_t x, y;          /* upper left corner of the part, photo pixels */
    uint32_t width, height; /* of the copy */
    uint32_t shrink, enlarge;
    uint8_t *data;
} card_grey;
/* A copy whose longer side is at most `side` pixels, or up to three times as large as the part. */
SCT_NODISCARD sct_status card_grey_make(sct_context *ctx, const pixels_image *image, photo_window part, uint32_t side,
                                        card_grey *out);
/* A copy in which detail of one or two photo pixels stands out: unsharp masking over a triangle of that width. */
SCT_NODISCARD sct_status card_grey_sharpen(sct_context *ctx, const card_grey *from, card_grey *out);
/* A copy of half the size, of means of 2 x 2 pixels. */
SCT_NODISCARD sct_status card_grey_halve(sct_context *ctx, const card_grey *from, card_grey *out);
void card_grey_free(card_grey *copy);
/* Pixel centres of the copy to those of the photo, and back. */
chart_point card_grey_to_photo(const card_grey *copy, chart_point p);
chart_point card_grey_from_photo(const card_grey *copy, chart_point p);
/* Bilinear value; NaN outside. */
double card_grey_at(const card_grey *copy, chart_point p);

/* ---- fiducials ---- */

/* The tags of the family tag36h11, by number: card_codes_table.c. */
enum { CARD_CODES = 587 };
extern const uint64_t card_codes[CARD_CODES];
/* A tag of this family with its white border: cells[row][column], 1 = white. */
enum { CARD_TAG_CELLS = 10, CARD_TAG_BLACK = 8 };
SCT_NODISCARD sct_status card_tag_cells(sct_context *ctx, int id, uint8_t cells[CARD_TAG_CELLS][CARD_TAG_CELLS]);

/* A tag seen in a photo. */
typedef struct card_tag {
    int id;
    int mirrored;
    chart_point
        corner[4]; /* of the black square: the tag's own upper left, upper right, lower right, lower left; photo pixels */
} card_tag;
enum { CARD_TAG_MAX = 64, CARD_ID_MAX = 64 };
/* What knows tags with some ids, as they are, turned and mirrored. *out is null for no ids. */
typedef struct card_tags card_tags;
SCT_NODISCARD sct_status card_tags_new(sct_context *ctx, const int *ids, size_t id_count, card_tags **out);
void card_tags_free(card_tags *tags);
/* Those tags in a grey copy, as they are and mirrored; at most CARD_TAG_MAX. Places where codes differ by less than
 * `contrast` are not looked at. tags: null finds none. */
SCT_NODISCARD sct_status card_tags_find(sct_context *ctx, const card_tags *tags, const card_grey *copy, int contrast,
                                        card_tag *out, size_t *count);

/* ---- its exact place ---- */

/*
 * Moves the map onto the fiducials' patterns, also those that could not be decoded; `read`: bit set of the decoded ones.
 * *tags: how many fiducials are in their place; 0: fewer than two, the map is untouched.
 */
SCT_NODISCARD sct_status card_refine(sct_context *ctx, const card_grey *copy, const sct_chart *chart, unsigned read,
                                     chart_homography *map, int *tags);

#endif
