/* engine/base/base.c - context, diagnostics, limits, memory, flags, progress. */
#if defined(__linux__)
#define _DEFAULT_SOURCE /* for madvise, which C11 hides */
#include <sys/mman.h>
#endif

#include "base/base.h"

#include "scalptone/skin.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *sct_version(void)
{
    return SCT_VERSION_STRING;
}

uint32_t sct_version_number(void)
{
    return SCT_VERSION_NUMBER;
}

/* Least, default and greatest value of each limit; the reasons stand in scalptone/base.h. Those with one value cannot be
 * set. */
static const struct {
    uint64_t least, standard, greatest;
} limit_table[] = {
    [SCT_LIMIT_PIXELS] = {1, 100000000u, 1000000000u},
    [SCT_LIMIT_SIDE] = {1, 65500, 65500},
    [SCT_LIMIT_FILE_BYTES] = {1, 256u << 20, 0x7fffffffu},
    [SCT_LIMIT_ICC_BYTES] = {128, 4u << 20, 1u << 26},
    [SCT_LIMIT_EXIF_BYTES] = {8, 1u << 20, 1u << 24},
    [SCT_LIMIT_VIEWS] = {SCT_VIEW_MAX, SCT_VIEW_MAX, SCT_VIEW_MAX},
    [SCT_LIMIT_REGIONS] = {SCT_REGION_MAX, SCT_REGION_MAX, SCT_REGION_MAX},
    [SCT_LIMIT_FLAGS] = {SCT_FLAG_MAX, SCT_FLAG_MAX, SCT_FLAG_MAX},
    [SCT_LIMIT_POLYGON] = {SCT_POLY_MAX, SCT_POLY_MAX, SCT_POLY_MAX},
    [SCT_LIMIT_PATCHES] = {SCT_CHART_PATCH_MAX, SCT_CHART_PATCH_MAX, SCT_CHART_PATCH_MAX},
    [SCT_LIMIT_INKS] = {SCT_PALETTE_INK_MAX, SCT_PALETTE_INK_MAX, SCT_PALETTE_INK_MAX},
    [SCT_LIMIT_PIGMENTS] = {SCT_PIGMENT_MAX, SCT_PIGMENT_MAX, SCT_PIGMENT_MAX},
    [SCT_LIMIT_FILMS] = {SCT_DRAWDOWN_MAX, SCT_DRAWDOWN_MAX, SCT_DRAWDOWN_MAX},
    [SCT_LIMIT_MATCHES] = {SCT_CANDIDATE_MAX, SCT_CANDIDATE_MAX, SCT_CANDIDATE_MAX},
    [SCT_LIMIT_LOOKS] = {SCT_LOOK_MAX, SCT_LOOK_MAX, SCT_LOOK_MAX},
    [SCT_LIMIT_DECODER_SECONDS] = {0, 60, 3600},
    [SCT_LIMIT_THREADS] = {1, 1, 64},
};
enum { LIMIT_COUNT = sizeof limit_table / sizeof limit_table[0] };

static int is_limit(sct_limit limit)
{
    return (int)limit >= 0 && (int)limit < LIMIT_COUNT;
}

sct_status sct_limit_range(sct_limit limit, uint64_t *least, uint64_t *standard, uint64_t *greatest)
{
    if (!is_limit(limit))
        return SCT_ERR_ARGUMENT;
    if (least)
        *least = limit_table[limit].least;
    if (standard)
        *standard = limit_table[limit].standard;
    if (greatest)
        *greatest = limit_table[limit].greatest;
    return SCT_OK;
}

static void set_defaults(sct_context *ctx)
{
    for (int i = 0; i < LIMIT_COUNT; i++)
        ctx->limits[i] = limit_table[i].standard;
    ctx->span = 1;
}

sct_status sct_context_new(sct_context **out)
{
    if (!out)
        return SCT_ERR_ARGUMENT;
    sct_context *ctx = calloc(1, sizeof *ctx);
    if (!ctx)
        return SCT_ERR_MEMORY;
    set_defaults(ctx);
    *out = ctx;
    return SCT_OK;
}

void sct_context_free(sct_context *ctx)
{
    free(ctx);
}

const char *sct_context_message(const sct_context *ctx)
{
    return ctx ? ctx->message : "";
}

void sct_context_clear(sct_context *ctx)
{
    if (ctx)
        ctx->message[0] = '\0';
}

void sct_context_set_progress(sct_context *ctx, sct_progress_fn progress, void *user)
{
    if (!ctx)
        return;
    ctx->progress = progress;
    ctx->progress_user = user;
}

uint64_t sct_context_limit(const sct_context *ctx, sct_limit limit)
{
    if (!is_limit(limit))
        return 0;
    return ctx ? ctx->limits[limit] : limit_table[limit].standard;
}

sct_status sct_context_set_limit(sct_context *ctx, sct_limit limit, uint64_t value)
{
    if (!ctx)
        return SCT_ERR_ARGUMENT;
    sct_context_clear(ctx);
    if (!is_limit(limit))
        return diag_set(ctx, SCT_ERR_ARGUMENT, "no such limit (%d)", (int)limit);
    uint64_t least = limit_table[limit].least, greatest = limit_table[limit].greatest;
    if (least == greatest && limit > SCT_LIMIT_EXIF_BYTES)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "the limit on %s is fixed at %llu", sct_enum_name(SCT_ENUM_LIMIT, (int)limit),
                        (unsigned long long)least);
    if (value < least || value > greatest)
        return diag_set(ctx, SCT_ERR_OPTION, "the limit on %s must be %llu to %llu",
                        sct_enum_name(SCT_ENUM_LIMIT, (int)limit), (unsigned long long)least, (unsigned long long)greatest);
    ctx->limits[limit] = value;
    return SCT_OK;
}

sct_status diag_set(sct_context *ctx, sct_status status, const char *format, ...)
{
    if (!ctx || ctx->message[0])
        return status;
    char text[DIAG_SIZE];
    va_list args;
    va_start(args, format);
    text_format(text, sizeof text, format, args);
    va_end(args);
    text_copy(ctx->message, sizeof ctx->message, text);
    return status;
}

sct_context diag_quiet(const sct_context *ctx)
{
    sct_context quiet = {.progress = NULL};
    if (ctx)
        return *ctx;
    set_defaults(&quiet);
    return quiet;
}

void diag_take(sct_context *ctx, const sct_context *quiet)
{
    if (ctx)
        *ctx = *quiet;
}

sct_status progress_tell(sct_context *ctx, sct_stage stage, double fraction)
{
    if (!ctx || !ctx->progress)
        return SCT_OK;
    ctx->told_stage = stage;
    ctx->told = ctx->span_from + ctx->span * fraction;
    return progress_again(ctx);
}

sct_status progress_again(sct_context *ctx)
{
    if (!ctx || !ctx->progress)
        return SCT_OK;
    if (ctx->progress(ctx->progress_user, ctx->told_stage, ctx->told) != 0)
        return diag_set(ctx, SCT_ERR_INTERRUPTED, "interrupted");
    return SCT_OK;
}

progress_span progress_enter(sct_context *ctx, double from, double to)
{
    if (!ctx)
        return (progress_span){0, 1};
    progress_span outer = {ctx->span_from, ctx->span};
    ctx->span_from = outer.from + outer.share * from;
    ctx->span = outer.share * (to - from);
    return outer;
}

void progress_leave(sct_context *ctx, progress_span outer)
{
    if (!ctx)
        return;
    ctx->span_from = outer.from;
    ctx->span = outer.share;
}

sct_status size_mul(sct_context *ctx, size_t a, size_t b, size_t *out)
{
    if (b != 0 && a > SIZE_MAX / b)
        return diag_set(ctx, SCT_ERR_MEMORY, "a size overflows; the photo is too large for this machine");
    *out = a * b;
    return SCT_OK;
}

/* Handed out by small pages, the memory of a large photo takes the kernel as long as finding the hair takes us. */
static void wish_for_large_pages(void *data, size_t count, size_t size)
{
#if defined(__linux__) && defined(MADV_HUGEPAGE)
    enum { LARGE_PAGE = 2 << 20 };
    size_t before = (LARGE_PAGE - (uintptr_t)data % LARGE_PAGE) % LARGE_PAGE; /* bytes up to the first whole one */
    size_t whole = count * size > before ? (count * size - before) / LARGE_PAGE * LARGE_PAGE : 0;
    if (whole)
        (void)madvise((char *)data + before, whole, MADV_HUGEPAGE);
#else
    (void)data;
    (void)count;
    (void)size;
#endif
}

sct_status mem_new(sct_context *ctx, size_t count, size_t size, void **out)
{
    void *data = calloc(count ? count : 1, size ? size : 1);
    if (!data)
        return diag_set(ctx, SCT_ERR_MEMORY, "out of memory");
    wish_for_large_pages(data, count, size);
    *out = data;
    return SCT_OK;
}

sct_status mem_grow(sct_context *ctx, void **data, size_t *capacity, size_t need, size_t size)
{
    sct_status status = SCT_OK;
    if (*data && need <= *capacity)
        return SCT_OK;
    size_t next = *capacity < 16 ? 16 : *capacity;
    while (next < need) {
        if (next > SIZE_MAX / 2)
            return diag_set(ctx, SCT_ERR_MEMORY, "out of memory");
        next *= 2;
    }
    size_t total = 0;
    TRY(size_mul(ctx, next, size, &total));
    void *grown = realloc(*data, total);
    if (!grown)
        FAIL(ctx, SCT_ERR_MEMORY, "out of memory");
    *data = grown;
    *capacity = next;
done:
    return status;
}

sct_status mem_promise(sct_context *ctx, size_t count, size_t size)
{
    size_t total = 0;
    sct_status status = size_mul(ctx, count, size, &total);
    if (status != SCT_OK)
        return status;
    void *volatile data = malloc(total ? total : 1); /* volatile: else the compiler would leave both calls out */
    if (!data)
        return diag_set(ctx, SCT_ERR_MEMORY, "out of memory");
    free(data);
    return SCT_OK;
}

void mem_free(void *data)
{
    free(data);
}

void sct_bytes_free(sct_bytes *bytes)
{
    if (!bytes)
        return;
    mem_free(bytes->data);
    bytes->data = NULL;
    bytes->size = 0;
}

sct_status bytes_append(sct_context *ctx, bytes_buffer *buffer, const void *data, size_t size)
{
    sct_status status = SCT_OK;
    void *grown = buffer->data;
    if (size > SIZE_MAX - buffer->size)
        FAIL(ctx, SCT_ERR_MEMORY, "out of memory");
    TRY(mem_grow(ctx, &grown, &buffer->capacity, buffer->size + size, 1));
    buffer->data = grown;
    if (size)
        memcpy(buffer->data + buffer->size, data, size);
    buffer->size += size;
done:
    return status;
}

/* Those of a newer program may be longer than ours. What we do not know is harmless as long as it is zero: that means "as it
 * was before". */
static int tail_is_zero(const unsigned char *tail, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (tail[i])
            return 0;
    return 1;
}

sct_status options_take(sct_context *ctx, const char *name, const void *given, size_t smallest, void *checked, size_t size)
{
    size_t given_size;
    if (!given)
        return SCT_OK;
    memcpy(&given_size, given, sizeof given_size);
    if (given_size < smallest || given_size > OPTIONS_SIZE_MAX)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "%s.size is %zu, which no version has; fill the struct with its init macro",
                        name, given_size);
    if (given_size > size && !tail_is_zero((const unsigned char *)given + size, given_size - size))
        return diag_set(ctx, SCT_ERR_OPTION,
                        "%s has an option set that this version of the library (" SCT_VERSION_STRING ") does not know",
                        name);
    memcpy(checked, given, given_size < size ? given_size : size);
    memcpy(checked, &size, sizeof size);
    return SCT_OK;
}

void options_fill(void *out, size_t out_size, const void *defaults, size_t size)
{
    if (!out || out_size < sizeof size || out_size > OPTIONS_SIZE_MAX)
        return;
    memset(out, 0, out_size);
    memcpy(out, defaults, out_size < size ? out_size : size);
    memcpy(out, &out_size, sizeof out_size);
}

sct_status record_give(void *out, size_t out_size, const void *record, size_t size)
{
    if (out_size > OPTIONS_SIZE_MAX)
        return SCT_ERR_ARGUMENT;
    memcpy(out, record, out_size < size ? out_size : size);
    if (out_size > size)
        memset((unsigned char *)out + size, 0, out_size - size);
    return SCT_OK;
}

sct_status option_range(sct_context *ctx, const char *name, double value, double lo, double hi)
{
    if (value >= lo && value <= hi)
        return SCT_OK;
    char low[32], high[32];
    text_from_number(low, sizeof low, lo, 6, 1);
    text_from_number(high, sizeof high, hi, 6, 1);
    return diag_set(ctx, SCT_ERR_OPTION, "%s must be between %s and %s", name, low, high);
}
