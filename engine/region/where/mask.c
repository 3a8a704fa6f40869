/* engine/region/where/mask.c - a shape as a picture: the pixels of it set, for rooms that ask pixel by pixel. */
#include "region/where/where.h"

#include <string.h>

sct_status region_mask_add(sct_context *ctx, const char *name, const sct_shape *shape, uint32_t width, uint32_t height,
                           uint8_t *mask)
{
    region_spans spans = {0};
    sct_context scratch = diag_quiet(ctx); /* a shape that fails names its role; here it has none */
    sct_context_clear(&scratch);
    sct_status status = region_spans_from_shape(&scratch, shape, width, height, &spans);
    if (status != SCT_OK) {
        const char *text = scratch.message, *role = sct_role_name(shape->role);
        int named = strncmp(text, role, strlen(role)) == 0 && text[strlen(role)] == ' ';
        return diag_set(ctx, status, "%s%s", named ? name : "", named ? text + strlen(role) : text);
    }
    for (size_t i = 0; i < spans.count; i++)
        memset(mask + (size_t)spans.items[i].y * width + spans.items[i].x, 1, spans.items[i].n);
    region_spans_free(&spans);
    return SCT_OK;
}
