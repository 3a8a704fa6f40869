/*
 * card.h - the consultation card: print it, enter its colours, find it in a
 * photo. From there on it is a chart like any other.
 *
 *   card_design    where its patches, tags and window lie, mm     card_design.c
 *   card_find      fiducials in a photo -> where it lies          card_find.c
 *   sct_card_svg   the card as a drawing                          card_svg.c
 *   sct_card_pdf   the same for printers                          card_pdf.c
 *   card_measure   an instrument's readings of it                card_measure.c
 */
#ifndef ENGINE_CARD_H
#define ENGINE_CARD_H

#include "chart/chart.h"
#include "scalptone/card.h"

/* ---- the design ---- */

/* As printed: tier unmeasured. */
const sct_chart *card_chart(void);
void card_layout(sct_chart *out);
/* The sheet for films of ink (card_swatches.c). */
const sct_chart *card_swatches(void);

/* Enters an instrument's readings: sct_card_measure (scalptone/card.h), into the caller's chart. */
SCT_NODISCARD sct_status card_measure(sct_context *ctx, const sct_chart *card, const void *text, size_t size,
                                      const char *source, sct_chart *out);

/* ---- the card in a photo ---- */

/* Where a card lies. */
typedef struct card_hit {
    const sct_chart *chart; /* null: none was found */
    int mirrored;
    int tags;             /* fiducials in their place, 2 or more */
    unsigned read;        /* bit set of those that could be decoded */
    int others;           /* fiducials of further cards in view */
    double residual;      /* rms distance of their corners from the map, as a share of a fiducial's side */
    chart_homography map; /* mm on the card -> pixels of the photo */
} card_hit;
/* How hard to look: fast, or also for cards that are small (a 25th of the photo's longer side) or blurred. */
typedef enum card_effort { CARD_COARSE = 0, CARD_FINE } card_effort;
/* What looks for the cards that the options ask for, which must outlive it. For one thread at a time. */
typedef struct card_finder card_finder;
SCT_NODISCARD sct_status card_finder_new(sct_context *ctx, const sct_chart_options *options, card_finder **out);
void card_finder_free(card_finder *finder);
/* The largest card in the image; out->chart is null when there is none. Fiducials are looked for in `copy`, the same at 1 /
 * reduction (which may be the image itself), and then read in the image. */
SCT_NODISCARD sct_status card_search(sct_context *ctx, const card_finder *finder, const pixels_image *image,
                                     const pixels_image *copy, int reduction, card_effort effort, card_hit *out);
/* Looks for this card alone, fast and then hard. SCT_ERR_CHART_NONE with the message `else_say` when it is not there. */
SCT_NODISCARD sct_status card_find_one(sct_context *ctx, const sct_chart *card, const pixels_image *image,
                                       const char *else_say, card_hit *out);
/* The part of a photo of this size that the card takes, with some room. */
photo_window card_window(const card_hit *hit, uint32_t width, uint32_t height);
/* Fills all but result->correction from a hit: geometry, sampled patches, flags. */
void card_examine(const pixels_image *image, const card_hit *hit, sct_chart_result *result);

#endif
