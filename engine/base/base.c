/* engine/base/base.c - context, diagnostics, limits, memory, flags, progress. */
#if defined(__linux__)
#define _DEFAULT_SOURCE /* for madvise, which C11 hides */
#include <sys/mman.h>
#endif

#include "base/base.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *sct_version(void)
{
    return SCT_VERSION_STRING;
}

const char *sct_status_name(sct_status status)
{
    switch (status) {
    case SCT_OK: return "ok";
    case SCT_ERR_ARGUMENT: return "argument";
    case SCT_ERR_OPTION: return "option";
    case SCT_ERR_SHAPE: return "shape";
    case SCT_ERR_CAPACITY: return "capacity";
    case SCT_ERR_PHOTO_FORMAT: return "photo-format";
    case SCT_ERR_PHOTO_DAMAGED: return "photo-damaged";
    case SCT_ERR_PHOTO_TOO_LARGE: return "photo-too-large";
    case SCT_ERR_PHOTO_UNSUPPORTED: return "photo-unsupported";
    case SCT_ERR_PROFILE: return "profile";
    case SCT_ERR_PALETTE: return "palette";
    case SCT_ERR_CHART_NONE: return "chart-none";
    case SCT_ERR_CHART_UNUSABLE: return "chart-unusable";
    case SCT_ERR_NOTHING: return "nothing-to-measure";
    case SCT_ERR_MEMORY: return "memory";
    case SCT_ERR_IO: return "io";
    case SCT_ERR_INTERRUPTED: return "interrupted";
    case SCT_ERR_INTERNAL: return "internal";
    }
    return "unknown";
}

/* Default, lowest and highest value of each limit; the reasons stand in scalptone/base.h. */
static const struct {
    const char *name;
    uint64_t value, lo, hi;
} limit_table[] = {
    [SCT_LIMIT_PIXELS] = {"pixels", 100000000u, 1, 1000000000u},
    [SCT_LIMIT_SIDE] = {"side", 65500, 1, 65500},
    [SCT_LIMIT_FILE_BYTES] = {"file bytes", 256u << 20, 1, 0x7fffffffu},
    [SCT_LIMIT_ICC_BYTES] = {"ICC bytes", 4u << 20, 128, 1u << 26},
    [SCT_LIMIT_EXIF_BYTES] = {"EXIF bytes", 1u << 20, 8, 1u << 24},
};
enum { LIMIT_COUNT = sizeof limit_table / sizeof limit_table[0] };

sct_status sct_context_new(sct_context **out)
{
    if (!out)
        return SCT_ERR_ARGUMENT;
    sct_context *ctx = calloc(1, sizeof *ctx);
    if (!ctx)
        return SCT_ERR_MEMORY;
    for (int i = 0; i < LIMIT_COUNT; i++)
        ctx->limits[i] = limit_table[i].value;
    ctx->span = 1;
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
    if (!ctx || (int)limit < 0 || (int)limit >= LIMIT_COUNT)
        return 0;
    return ctx->limits[limit];
}

sct_status sct_context_set_limit(sct_context *ctx, sct_limit limit, uint64_t value)
{
    if (!ctx)
        return SCT_ERR_ARGUMENT;
    sct_context_clear(ctx);
    if ((int)limit < 0 || (int)limit >= LIMIT_COUNT)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "no such limit (%d)", (int)limit);
    if (value < limit_table[limit].lo || value > limit_table[limit].hi)
        return diag_set(ctx, SCT_ERR_OPTION, "limit on %s must be %llu to %llu", limit_table[limit].name,
                        (unsigned long long)limit_table[limit].lo, (unsigned long long)limit_table[limit].hi);
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
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    text_copy(ctx->message, sizeof ctx->message, text);
    return status;
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
    uintptr_t from = ((uintptr_t)data + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
    uintptr_t to = ((uintptr_t)data + count * size) / LARGE_PAGE * LARGE_PAGE;
    if (to > from)
        (void)madvise((void *)from, to - from, MADV_HUGEPAGE);
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

sct_status options_take(sct_context *ctx, const char *name, const void *given, size_t smallest, void *checked, size_t size)
{
    if (!given)
        return SCT_OK;
    size_t given_size;
    memcpy(&given_size, given, sizeof given_size);
    if (given_size < smallest || given_size > size)
        return diag_set(ctx, SCT_ERR_ARGUMENT,
                        "%s.size is %zu, not one this library knows (%zu to %zu); fill the struct with its init function",
                        name, given_size, smallest, size);
    memcpy(checked, given, given_size);
    memcpy(checked, &size, sizeof size);
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

int flags_add(sct_flags *flags, const char *code, int forbids_pick, const char *message, const char *fix)
{
    for (size_t i = 0; i < flags->count; i++)
        if (strcmp(flags->items[i].code, code) == 0)
            return (int)i;
    if (flags->count >= SCT_FLAG_MAX)
        return -1;
    sct_flag *flag = &flags->items[flags->count];
    text_copy(flag->code, sizeof flag->code, code);
    text_copy(flag->message, sizeof flag->message, message);
    text_copy(flag->fix, sizeof flag->fix, fix);
    flag->forbids_pick = forbids_pick;
    return (int)flags->count++;
}

int flags_addf(sct_flags *flags, const char *code, int forbids_pick, const char *fix, const char *format, ...)
{
    char message[sizeof flags->items[0].message];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    return flags_add(flags, code, forbids_pick, message, fix);
}

int flags_have(const sct_flags *flags, const char *code)
{
    for (size_t i = 0; i < flags->count; i++)
        if (strcmp(flags->items[i].code, code) == 0)
            return 1;
    return 0;
}

void flags_join(sct_flags *flags, const sct_flags *more)
{
    for (size_t i = 0; i < more->count; i++)
        flags_add(flags, more->items[i].code, more->items[i].forbids_pick, more->items[i].message, more->items[i].fix);
}
