/*
 * engine/photo/photo_heif.c - HEIC, HEIF and AVIF through libheif.
 */
#include "photo/photo_private.h"

#include <string.h>

/* ISO/IEC 14496-12: an "ftyp" box first, with one of the brands of ISO/IEC 23008-12 or AVIF. */
static int sniff(const unsigned char *bytes, size_t size)
{
    return size >= 12 && memcmp(bytes + 4, "ftyp", 4) == 0;
}

static sct_status open_heif(sct_context *ctx, sct_photo *photo)
{
    (void)photo;
    return diag_set(ctx, SCT_ERR_PHOTO_UNSUPPORTED,
                    "this build reads no HEIC; install libheif and build again, or export as JPEG");
}

static sct_status decode_heif(sct_context *ctx, const sct_photo *photo, photo_sink *sink)
{
    (void)photo;
    (void)sink;
    return diag_set(ctx, SCT_ERR_INTERNAL, "this build decodes no HEIC");
}

const photo_decoder photo_heif_decoder = {"heic", sniff, open_heif, decode_heif};
