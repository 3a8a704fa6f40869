/* engine/photo/elsewhere/heif_there.c - whether HEIC can be read on this machine, asked by a child as photo_heif.c asks. */
#include "photo/photo_private.h"

#if defined(HAVE_HEIF)

#include "photo/elsewhere/heif_calls.h"

/* Whether libheif is there, whole, and has a decoder for the photos of iPhones; newer ones have each as a file of its own.
 */
static sct_status find_decoder(sct_context *ctx, const sct_photo *photo, const photo_outlet *out)
{
    (void)photo, (void)out;
    sct_status status = SCT_OK;
    heif_calls lib = {0};
    TRY(heif_calls_find(ctx, &lib));
    struct heif_context *heif = lib.heif_context_alloc(); /* which looks for these files */
    int found = heif && lib.heif_have_decoder_for_format(heif_compression_HEVC);
    if (heif)
        lib.heif_context_free(heif);
    status = found ? SCT_OK : SCT_ERR_PHOTO_UNSUPPORTED;
done:
    return status;
}

int photo_reads_heic(void)
{
    const sct_photo none = {0};
    const photo_outlet here = {0};
    sct_context *ctx = NULL;
    sct_status status = sct_context_new(&ctx);
    if (status == SCT_OK)
        status = photo_ask(ctx, &none, find_decoder, &here, 1);
    sct_context_free(ctx);
    return status == SCT_OK;
}

#else

int photo_reads_heic(void)
{
    return 0; /* where libheif is a module of its own, what fetches it knows whether it is there */
}

#endif
