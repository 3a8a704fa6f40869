/*
 * engine/photo/photo_colour.c - which of the things that a file says about its
 * colours is believed.
 *
 * A decoder enters every claim it finds, in any order, with a fault where it
 * cannot be read. The table below is the order of precedence, once and for all;
 * the room pixels takes the first claim in it that has no fault and makes sense,
 * and says so where one before it had to be passed over.
 *
 * A claim that says nothing is not entered: code points of which both are
 * "unspecified" (H.273, value 2), EXIF with ColorSpace "uncalibrated" and no
 * index R03. Code points of which one is unspecified say less than a profile,
 * so they rank behind; sRGB stands in for what they lack.
 */
#include "photo/photo_private.h"

#include <string.h>

enum { RANKS = 7 };

static const struct {
    const char *format, *source;
    photo_claim order[RANKS];
} precedence[] = {
    {"png",
     "PNG, 3rd edition (W3C 2025), 4.3: cICP, iCCP, sRGB, then cHRM and gAMA; eXIf is below all (11.3.4.5)",
     {PHOTO_CLAIM_CICP, PHOTO_CLAIM_ICC, PHOTO_CLAIM_SRGB, PHOTO_CLAIM_GAMMA, PHOTO_CLAIM_CICP_PART, PHOTO_CLAIM_EXIF,
      PHOTO_CLAIM_NONE}},
    {"jpeg",
     "ICC.1:2022 B.4 embeds the profile; EXIF 3.0 (CIPA DC-008) ColorSpace, DCF 2.0 (CIPA DC-009) index R03",
     {PHOTO_CLAIM_ICC, PHOTO_CLAIM_EXIF, PHOTO_CLAIM_NONE}},
    {"heic",
     "ISO/IEC 23000-22 7.3.6.4: of two colr boxes the profile tells the colours, nclx the matrix",
     {PHOTO_CLAIM_ICC, PHOTO_CLAIM_CICP, PHOTO_CLAIM_CICP_PART, PHOTO_CLAIM_NONE}},
    {"pixels", "whoever gives pixels says what they are", {PHOTO_CLAIM_CALLER, PHOTO_CLAIM_NONE}},
};

const photo_claim *photo_precedence(const char *format)
{
    for (size_t i = 0; i < sizeof precedence / sizeof precedence[0]; i++)
        if (strcmp(precedence[i].format, format) == 0)
            return precedence[i].order;
    return NULL;
}

/* Place of a claim in the order; behind all when the format does not know it. */
static int rank_of(const photo_claim *order, photo_claim claim)
{
    int rank = 0;
    while (order && order[rank] != claim && order[rank] != PHOTO_CLAIM_NONE)
        rank++;
    return rank;
}

void photo_enter_claim(sct_photo *photo, const photo_colour_space *space)
{
    const photo_claim *order = photo_precedence(photo->info.format);
    photo_claims *claims = &photo->claims;
    size_t at = 0;
    while (at < claims->count && rank_of(order, claims->items[at].claim) < rank_of(order, space->claim))
        at++;
    if (at < claims->count && claims->items[at].claim == space->claim) { /* twice: the first that can be read */
        if (claims->items[at].fault && !space->fault)
            claims->items[at] = *space;
        return;
    }
    if (claims->count == PHOTO_CLAIMS)
        return;
    memmove(&claims->items[at + 1], &claims->items[at], (claims->count - at) * sizeof claims->items[0]);
    claims->items[at] = *space;
    claims->count++;
}

void photo_broken_claim(sct_photo *photo, photo_claim claim, const char *fault)
{
    photo_enter_claim(photo, &(photo_colour_space){.claim = claim, .source = SCT_PROFILE_ASSUMED_SRGB, .fault = fault});
}

void photo_enter_code_points(sct_photo *photo, photo_cicp cicp)
{
    int unspecified = (cicp.primaries == PHOTO_UNSPECIFIED) + (cicp.transfer == PHOTO_UNSPECIFIED);
    photo_colour_space space = {
        .claim = unspecified ? PHOTO_CLAIM_CICP_PART : PHOTO_CLAIM_CICP, .source = SCT_PROFILE_CICP, .cicp = cicp};
    if (unspecified < 2)
        photo_enter_claim(photo, &space);
}

sct_status photo_keep_icc(sct_context *ctx, sct_photo *photo, photo_claim claim, const void *icc, size_t size)
{
    void *copy = NULL;
    if (photo->icc) /* a second one */
        return SCT_OK;
    if (size < 128 || size > sct_context_limit(ctx, SCT_LIMIT_ICC_BYTES)) {
        photo_broken_claim(photo, claim, size < 128 ? "it is too short" : "it is larger than the limit");
        return SCT_OK;
    }
    sct_status status = mem_new(ctx, size, 1, &copy);
    if (status != SCT_OK)
        return status;
    memcpy(copy, icc, size);
    photo->icc = copy;
    photo_enter_claim(
        photo, &(photo_colour_space){.claim = claim,
                                     .source = claim == PHOTO_CLAIM_CALLER ? SCT_PROFILE_CALLER : SCT_PROFILE_EMBEDDED,
                                     .icc = photo->icc,
                                     .icc_size = size});
    return SCT_OK;
}

/* What can be named without reading a profile; the pixels room names embedded ones. */
static const char *name_of(const photo_colour_space *colour)
{
    if (colour->adobe_rgb)
        return "Adobe RGB (1998)";
    if (colour->claim == PHOTO_CLAIM_CALLER)
        return colour->icc ? "" : "sRGB";
    return colour->claim == PHOTO_CLAIM_NONE || colour->claim == PHOTO_CLAIM_SRGB || colour->claim == PHOTO_CLAIM_EXIF
               ? "sRGB"
               : "";
}

void photo_settle_claims(sct_photo *photo)
{
    photo_claims *claims = &photo->claims;
    int silent = claims->count == 0;
    claims->items[claims->count++] = (photo_colour_space){.claim = PHOTO_CLAIM_NONE, .source = SCT_PROFILE_ASSUMED_SRGB};
    const photo_colour_space *colour = photo_colour(photo);
    text_copy(photo->info.profile_name, sizeof photo->info.profile_name, name_of(colour));
    photo->info.profile_source = colour->source;
    if (silent)
        flags_add(&photo->flags, "no-profile", 0, "the photo does not say what its colours mean; sRGB is assumed",
                  "use the camera's original file, which carries a colour profile");
}

const photo_colour_space *photo_colours(const sct_photo *photo, size_t *count)
{
    *count = photo->claims.count;
    return photo->claims.items;
}

const photo_colour_space *photo_colour(const sct_photo *photo)
{
    const photo_colour_space *colour = photo->claims.items;
    while (colour->fault)
        colour++;
    return colour;
}
