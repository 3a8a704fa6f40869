/*
 * scalptone/card.h - the consultation card that anybody can print.
 *
 * WHAT THIS IS FOR
 *
 * Not every studio owns a colour chart, but every studio has a printer. The
 * card is an A6 sheet on a mid-grey ground: four fiducial tags (family
 * tag36h11) say where it lies and how large a millimetre is; six greys at the
 * top, and the same in reverse at the bottom, tell tone from uneven light; a
 * ladder of skin and hair colours and eight vivid patches carry colour; a
 * window shows the skin.
 *
 * HOW MUCH A CARD IS WORTH
 *
 * No printer's colours are known beforehand, so a card is worth what was done
 * to know them, which sct_chart_tier says:
 *
 *     unmeasured     as printed: millimetres, and whether the light is even
 *     transferred    its colours were read from a photo that shows a reference
 *                    chart beside it (sct_card_transfer)
 *     measured       its colours were read with an instrument
 *                    (sct_card_measure)
 *
 * Cards of the last two tiers are charts like any other: name them in
 * sct_chart_options, and every measurement uses them.
 *
 * THE ORDER OF CALLS
 *
 *     sct_chart *card = NULL, *mine = NULL;
 *     sct_bytes drawing = {0};
 *     sct_status status = sct_card_layout(ctx, &card);
 *     if (status == SCT_OK)
 *         status = sct_card_svg(ctx, NULL, &drawing);
 *     ... print it, read it with an instrument ...
 *     if (status == SCT_OK)
 *         status = sct_card_measure(ctx, card, readings, size, NULL, &mine);
 */
#ifndef SCALPTONE_CARD_H
#define SCALPTONE_CARD_H

#include "base.h"
#include "chart.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The card as a chart of the tier SCT_TIER_UNMEASURED: places in mm from its upper left corner, no colours. Free with
 * sct_chart_free. SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_card_layout(sct_context *ctx, sct_chart **out);

/* The sheet for films of ink (SCT_CARD_SWATCHES) as a chart without colours, whose patches are its fields. Free with
 * sct_chart_free. SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_card_swatches_layout(sct_context *ctx, sct_chart **out);

/* The paper that the card is laid out on. */
typedef enum sct_card_sheet {
    /* A sheet of one card, 148 x 105 mm. */
    SCT_CARD_A6 = 0,
    /* A sheet of four cards, 297 x 210 mm. */
    SCT_CARD_A4,
    /* No card but a sheet for films of ink, 210 x 148 mm: twelve strips, each over white and over black (swatch.h). */
    SCT_CARD_SWATCHES
} sct_card_sheet;
typedef struct sct_card_options {
    /* Set by sct_card_options_init. */
    size_t size;
    /* The name of the print run, printed on the card, at most 31 bytes of UTF-8; null (default): a line to write on. */
    const char *print_run;
    /* How many cards are drawn on a sheet; default SCT_CARD_A6. */
    sct_card_sheet sheet;
    /* Zero. */
    int reserved;
    /* version 0.1 ends here */
} sct_card_options;
/* Fills the defaults and the size. */
SCT_API void sct_card_options_init_sized(sct_card_options *options, size_t size);
#define sct_card_options_init(options) sct_card_options_init_sized((options), sizeof *(options))

/*
 * The card as an SVG drawing in mm, to be printed at 100 % on matte paper;
 * options may be null. Free with sct_bytes_free. SCT_ERR_OPTION, SCT_ERR_MEMORY.
 */
SCT_API SCT_NODISCARD sct_status sct_card_svg(sct_context *ctx, const sct_card_options *options, sct_bytes *out);
/* The same drawing as a PDF of one page of its size, which printers keep to scale; words in Helvetica, of which letters
 * beyond Latin-1 become question marks. Free with sct_bytes_free. SCT_ERR_OPTION, SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_card_pdf(sct_context *ctx, const sct_card_options *options, sct_bytes *out);

/*
 * Enters the readings of an instrument into a card: CGATS text, or CSV with a
 * header line. The columns are SAMPLE_NAME (a patch's name; or SAMPLE_ID, also
 * its number from 1), and LAB_L, LAB_A, LAB_B, or XYZ_X, XYZ_Y, XYZ_Z, or
 * spectra (SPECTRAL_NM380 and so on). Every patch must be there, and several
 * readings of one are averaged. *out gets the tier SCT_TIER_MEASURED and the
 * source given (null: "instrument readings"); free it with sct_chart_free.
 * SCT_ERR_PALETTE with the line, SCT_ERR_MEMORY.
 */
SCT_API SCT_NODISCARD sct_status sct_card_measure(sct_context *ctx, const sct_chart *card, const void *text, size_t size,
                                                  const char *source, sct_chart **out);

/*
 * Reads a card's colours from a photo that shows it beside a reference chart in
 * the same light. options say which reference charts are known (null: the
 * built-in ones). *out gets the tier SCT_TIER_TRANSFERRED; *reference, which may
 * be null, what was found of the chart. Both are for the caller to free.
 * SCT_ERR_OPTION, SCT_ERR_CHART_NONE (either is missing),
 * SCT_ERR_CHART_UNUSABLE (the light is too uneven, or patches are clipped),
 * SCT_ERR_PHOTO_DAMAGED, SCT_ERR_MEMORY, SCT_ERR_INTERRUPTED.
 */
SCT_API SCT_NODISCARD sct_status sct_card_transfer(sct_context *ctx, const sct_chart *card, const sct_chart_options *options,
                                                   const sct_photo *photo, sct_chart **out, sct_chart_result **reference);

#ifdef __cplusplus
}
#endif
#endif
