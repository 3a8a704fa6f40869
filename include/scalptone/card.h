/*
 * scalptone/card.h - the consultation card that anybody can print.
 *
 * An A6 card on a mid-grey ground: four fiducial tags (family tag36h11) say
 * where it lies and how large a millimetre is; six greys at the top and the
 * same in reverse at the bottom tell tone from uneven light; a ladder of skin
 * and hair colours and eight chromatic patches carry colour; a window shows the
 * skin. What its colours are worth depends on whether the print was measured:
 * see sct_chart_tier.
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

/* The card as a printable SVG of 148 x 105 mm, UTF-8; free with sct_bytes_free. SCT_ERR_ARGUMENT, SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_card_svg(sct_context *ctx, sct_bytes *out);

/*
 * Enters instrument readings into a card: CGATS text or CSV whose table names
 * the patches (SAMPLE_NAME, SAMPLE_ID or name) and gives D50/2 Lab (LAB_L,
 * LAB_A, LAB_B or L, a, b). Every patch must be there once. *out gets the tier
 * SCT_TIER_MEASURED and the source given; it may be `card` itself, and is
 * untouched on error. SCT_ERR_ARGUMENT, SCT_ERR_PALETTE with the line, SCT_ERR_MEMORY.
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
