/*
 * engine/photo/elsewhere/heif_calls.h - what is called of libheif, found when a HEIC comes.
 *
 * libheif brings five video coders along. A program that is linked with it pays for all of them whenever it starts: 12 of
 * the 19 ms that `scalptone --version` took. So on Linux (HEIF_LATER names the library's file) it is opened by the child
 * process that decodes the photo, and no other ever holds it. Elsewhere it is linked, and its functions are at hand.
 */
#ifndef SCALPTONE_HEIF_CALLS_H
#define SCALPTONE_HEIF_CALLS_H

#include "base/base.h"

#include <libheif/heif.h>

#define HEIF_CALLS(call)                                                                                                    \
    call(heif_get_version) call(heif_get_version_number) call(heif_context_alloc) call(heif_have_decoder_for_format)        \
        call(heif_context_free) call(heif_context_set_maximum_image_size_limit)                                             \
            call(heif_context_read_from_memory_without_copy) call(heif_context_get_primary_image_handle)                    \
                call(heif_image_handle_release) call(heif_image_handle_get_width) call(heif_image_handle_get_height)        \
                    call(heif_image_handle_get_luma_bits_per_pixel) call(heif_image_handle_has_alpha_channel)               \
                        call(heif_image_handle_is_premultiplied_alpha) call(heif_image_handle_get_raw_color_profile_size)   \
                            call(heif_image_handle_get_raw_color_profile) call(heif_image_handle_get_nclx_color_profile)    \
                                call(heif_nclx_color_profile_free) call(heif_image_handle_get_list_of_metadata_block_IDs)   \
                                    call(heif_image_handle_get_metadata_size) call(heif_image_handle_get_metadata)          \
                                        call(heif_decoding_options_alloc) call(heif_decoding_options_free)                  \
                                            call(heif_decode_image) call(heif_image_get_decoding_warnings)                  \
                                                call(heif_image_get_plane_readonly)                                         \
                                                    call(heif_image_get_bits_per_pixel_range)                               \
                                                        call(heif_image_get_primary_width)                                  \
                                                            call(heif_image_get_primary_height) call(heif_image_release)

typedef struct heif_calls {
#define HEIF_MEMBER(name) __typeof__(&(name)) name;
    HEIF_CALLS(HEIF_MEMBER)
#undef HEIF_MEMBER
} heif_calls;

#if defined(HEIF_LATER)

#include <dlfcn.h>
#include <string.h>

/* The library stays open as long as the process: C++ libraries do not like to come back. */
static inline sct_status heif_calls_find(sct_context *ctx, heif_calls *out)
{
    enum { LIBRARY_BYTES = 64 << 20 }; /* what libheif and its coders take of a process's addresses */
    sct_status status = SCT_OK;
    int found = 1;
    void *library = dlopen(HEIF_LATER, RTLD_NOW | RTLD_LOCAL);
    if (!library) { /* where memory is out the system's linker says so in the user's language, or not at all */
        TRY(mem_promise(ctx, LIBRARY_BYTES, 1));
        if (dlopen(HEIF_LATER, RTLD_NOW | RTLD_LOCAL))
            FAIL(ctx, SCT_ERR_MEMORY, "out of memory");
        FAIL(ctx, SCT_ERR_PHOTO_UNSUPPORTED,
             "HEIC and AVIF need libheif, which is not installed here (%s); install it, or export the photo as JPEG",
             HEIF_LATER);
    }
#define HEIF_FIND(name)                                                                                                     \
    {                                                                                                                       \
        void *address = dlsym(library, #name);                                                                              \
        memcpy(&out->name, &address, sizeof out->name); /* POSIX lets an address be a function, C has no cast for it */     \
        found = found && address;                                                                                           \
    }
    HEIF_CALLS(HEIF_FIND)
#undef HEIF_FIND
    if (!found)
        FAIL(ctx, SCT_ERR_PHOTO_UNSUPPORTED,
             "the libheif of this system is too old (%s); update it, or export the photo as JPEG", HEIF_LATER);
done:
    return status;
}

#else

static inline sct_status heif_calls_find(sct_context *ctx, heif_calls *out)
{
    (void)ctx;
#define HEIF_TAKE(name) out->name = &(name);
    HEIF_CALLS(HEIF_TAKE)
#undef HEIF_TAKE
    return SCT_OK;
}

#endif

#endif
