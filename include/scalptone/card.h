/*
 * scalptone/card.h - the consultation card that anybody can print.
 *
 * An A6 card on a mid-grey ground: four fiducial tags (family tag36h11) say
 * where it lies and how large a millimetre is; six greys at the top and the
 * same in reverse at the bottom tell tone from uneven light; a ladder of skin
 * and hair colours and eight chromatic patches carry colour; a window shows the
 * skin. No printer's colours are known beforehand, so a card is worth what was
 * done to know them (sct_chart_tier):
 *
 *   unmeasured    as printed: millimetres, and whether the light is even
 *   transferred   its colours read from a photo that shows a reference chart beside it
 *   measured      its colours read with an instrument
 *
 * The last two are charts like any other: give them to sct_chart_options.
 */
#ifndef SCALPTONE_CARD_H
#define SCALPTONE_CARD_H

#include "base.h"
#include "chart.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The card as a chart of the tier SCT_TIER_UNMEASURED: geometry in mm from its upper left corner, no colours. */
SCT_API void sct_card_layout(sct_chart *out);

/* Paper the card is laid out on. */
typedef enum sct_card_sheet {
    SCT_CARD_A6 = 0, /* one card, 148 x 105 mm */
    SCT_CARD_A4      /* four cards, 297 x 210 mm */
} sct_card_sheet;
typedef struct sct_card_options {
    size_t size; /* sizeof(sct_card_options), set by sct_card_options_init */
    int sheet;   /* sct_card_sheet; default SCT_CARD_A6 */
    const char
        *print_run; /* name of the print run, printed on the card, at most 31 bytes of UTF-8; null: a line to write on */
    /* version 0.1 ends here */
} sct_card_options;
SCT_API void sct_card_options_init(sct_card_options *options);
/* The card as an SVG drawing in mm, UTF-8, to be printed at 100 % on matte paper; options may be null. Free with
 * sct_bytes_free. SCT_ERR_ARGUMENT, SCT_ERR_OPTION, SCT_ERR_MEMORY, SCT_ERR_CHART_UNUSABLE in a build without libapriltag,
 * which knows the tags. */
SCT_API SCT_NODISCARD sct_status sct_card_svg(sct_context *ctx, const sct_card_options *options, sct_bytes *out);

/*
 * Enters instrument readings into a card: CGATS text, or CSV with a header line. Columns: SAMPLE_NAME (a patch's name; or
 * SAMPLE_ID, also its number from 1), and LAB_L, LAB_A, LAB_B or XYZ_X, XYZ_Y, XYZ_Z (100 = white), both for D50 and 2
 * degrees, or spectra (SPECTRAL_NM380 ...). Every patch must be there; several readings of one are averaged. *out gets the
 * tier SCT_TIER_MEASURED and the source given (null: "instrument readings"); it may be `card` itself, and is untouched on
 * error. SCT_ERR_ARGUMENT, SCT_ERR_PALETTE with the line, SCT_ERR_MEMORY.
 */
SCT_API SCT_NODISCARD sct_status sct_card_measure(sct_context *ctx, const sct_chart *card, const void *text, size_t size,
                                                  const char *source, sct_chart *out);

/*
 * Reads a card's colours from a photo that shows it beside a reference chart in
 * the same light. `options` says which reference charts are known, null: the
 * built-in ones. *out gets the tier SCT_TIER_TRANSFERRED, *reference what was
 * found of the chart (may be null). Untouched on error. SCT_ERR_ARGUMENT,
 * SCT_ERR_CHART_NONE (either is missing), SCT_ERR_CHART_UNUSABLE (light too
 * uneven, or patches clipped), SCT_ERR_PHOTO_DAMAGED, SCT_ERR_MEMORY.
 */
SCT_API SCT_NODISCARD sct_status sct_card_transfer(sct_context *ctx, const sct_chart *card, const sct_chart_options *options,
                                                   const sct_photo *photo, sct_chart *out, sct_chart_result *reference);

#ifdef __cplusplus
}
#endif
#endif
