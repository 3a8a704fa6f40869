/*
 * scalptone/report.h - what people take home.
 *
 * WHAT THIS IS FOR
 *
 * A ranking is for programs. People want three sentences, a picture of before
 * and after, and a page to keep. This chapter makes them of what was measured
 * (measure.h), ranked (match.h) and shown (preview.h):
 *
 *     sct_verdict_of           whether the photo will do, the recipe, what will be seen
 *     sct_before_after_jpeg    the area without and with ink, side by side
 *     sct_page_html            the consultation page, which needs no other file
 *     sct_verification_html    the page of a healed result, likewise (of verify.h)
 *
 * THE ORDER OF CALLS
 *
 *     sct_verdict verdict;
 *     sct_bytes page = {0};
 *     sct_page_options options;
 *     if (sct_verdict_of(ranking, client, inks, &verdict) == SCT_OK)
 *         printf("%s\n%s\n%s\n", verdict.photo, verdict.recipe, verdict.looks);
 *     sct_page_options_init(&options);
 *     options.name = "anna";
 *     options.date = "2026-11-29";
 *     sct_status status = sct_page_html(ctx, &options, client, inks, ranking, preview, &page);
 *     if (status == SCT_OK)
 *         fwrite(page.data, 1, page.size, file);
 *     sct_bytes_free(&page);
 *
 * WHAT IS PROMISED
 *
 * Where no ink may be picked, none of the three shows a recipe, and page and
 * picture show no ink: what they would promise, nobody knows yet.
 *
 * The page asks nothing of a network, and says so in its own security policy.
 * It carries pictures of the area alone, and nothing that the photo's file says
 * of camera, place or owner. Every text that comes from outside is escaped.
 *
 * The same input gives the same bytes.
 */
#ifndef SCALPTONE_REPORT_H
#define SCALPTONE_REPORT_H

#include "base.h"
#include "match.h"
#include "measure.h"
#include "palette.h"
#include "preview.h"
#include "verify.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- the verdict ----------------------------------------------------------------------- */

/*
 * Three lines that stand above every answer: sentences of a dozen words, without
 * a word of the trade of colour. They are worded better from version to version,
 * so that no program should compare them; what a program looks at are the two
 * numbers.
 */
typedef struct sct_verdict {
    /* "The photo is good enough.", or what is wrong and the one thing to change. */
    char photo[384];
    /* "Mix 1.25 ml Dark brown and 3.75 ml water (shade 3).", or why there is none. */
    char recipe[384];
    /* What will be seen from a metre and close up. */
    char looks[256];
    /* 1: nothing about the photo stands in the way of a recipe. */
    int good_enough;
    /* 1: there is a recipe; the same as `pick` of the ranking. */
    int pick;
} sct_verdict;
/* The verdict on a ranking; measurement and palette are those that it was made from. SCT_ERR_ARGUMENT (another palette). */
SCT_API sct_status sct_verdict_of_sized(const sct_ranking *ranking, const sct_measurement *measurement,
                                        const sct_palette *palette, sct_verdict *out, size_t size);
#define sct_verdict_of(ranking, measurement, palette, out)                                                                  \
    sct_verdict_of_sized((ranking), (measurement), (palette), (out), sizeof *(out))

/* ---- the picture ------------------------------------------------------------------------ */

/*
 * The area and a little around it, as it is and with a look beside it, at most
 * 2,000 pixels wide, as a JPEG without metadata. The word "simulation" stands in
 * the corner of the right one, where the preview has a watermark. Free with
 * sct_bytes_free. SCT_ERR_OPTION, SCT_ERR_MEMORY, SCT_ERR_INTERRUPTED.
 */
SCT_API SCT_NODISCARD sct_status sct_before_after_jpeg(sct_context *ctx, sct_preview *preview, const sct_look *look,
                                                       sct_bytes *out);

/* ---- the page --------------------------------------------------------------------------- */

/*
 * What stands on the page beside what was measured. Texts are UTF-8 and may hold
 * anything: what is no text is replaced, and what is too long is cut.
 */
typedef struct sct_page_options {
    /* Set by sct_page_options_init. */
    size_t size;
    /* A reference for the client, better not their name, cut after 80 characters; null (default): a line to write on. */
    const char *name;
    /* The day, as it is to be read, such as "2026-11-29", cut after 80 characters; null (default): a line to write on. */
    const char *date;
    /* The options that the ranking was made with, for looks at other ages; null (default): the defaults. */
    const sct_match_options *match;
    /* The seed of the whole, which the page names; default 1. */
    uint64_t seed;
    /* Who works there, cut after 80 characters; null (default): a line to write on. */
    const char *practitioner;
    /* The studio, which stands at the head of the page, cut after 80 characters; null (default): none. */
    const char *studio;
    /* version 0.1 ends here */
} sct_page_options;
/* Fills the defaults and the size. */
SCT_API void sct_page_options_init_sized(sct_page_options *options, size_t size);
#define sct_page_options_init(options) sct_page_options_init_sized((options), sizeof *(options))

/*
 * The consultation page: one HTML file for a browser, a mail or a printer. The
 * first sheet is for the client, the second for the artist. The preview may be
 * null, or one in which nothing was drawn yet; without it there are no
 * pictures. options may be null. Free with sct_bytes_free. SCT_ERR_ARGUMENT
 * (another palette), SCT_ERR_OPTION, SCT_ERR_MEMORY, SCT_ERR_INTERRUPTED.
 */
SCT_API SCT_NODISCARD sct_status sct_page_html(sct_context *ctx, const sct_page_options *options,
                                               const sct_measurement *measurement, const sct_palette *palette,
                                               const sct_ranking *ranking, sct_preview *preview, sct_bytes *out);

/*
 * The page of a healed result: how it turned out, what to mix next, the area
 * before and after and what changed as one picture to swipe over, what was
 * found of dots, symmetry, evenness and edge, and how sure each number is. It
 * keeps what the consultation page promises. Of options, which may be null,
 * match and seed are not looked at: the seed is the verification's. Free with
 * sct_bytes_free. SCT_ERR_ARGUMENT, SCT_ERR_OPTION, SCT_ERR_MEMORY,
 * SCT_ERR_INTERRUPTED.
 */
SCT_API SCT_NODISCARD sct_status sct_verification_html(sct_context *ctx, const sct_page_options *options,
                                                       const sct_verification *verification, sct_bytes *out);

#ifdef __cplusplus
}
#endif
#endif
