/* engine/api/api_shape.c - shapes as programs hold them. */
#include "api/api.h"

#include <string.h>

static sct_status new_shape(sct_context *ctx, const sct_shape *like, sct_shape **out)
{
    void *memory = NULL;
    sct_status status = mem_new(ctx, 1, sizeof **out, &memory);
    if (status != SCT_OK)
        return status;
    *out = memory;
    **out = *like;
    return SCT_OK;
}

static sct_status copy_bytes(sct_context *ctx, const void *bytes, size_t size, void **out)
{
    sct_status status = mem_new(ctx, size, 1, out);
    if (status == SCT_OK)
        memcpy(*out, bytes, size);
    return status;
}

static int is_role(sct_role role)
{
    return role >= SCT_ROLE_SKIN && role <= SCT_ROLE_GREY;
}

sct_status sct_shape_parse(sct_context *ctx, const char *text, sct_role role, sct_shape **out)
{
    static const char mask[] = "mask:";
    sct_status status = SCT_OK;
    sct_shape parsed, *shape = NULL;
    void *file = NULL;
    sct_context_clear(ctx);
    if (!text || !out || !is_role(role))
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_shape_parse needs a text, a role and a place for the shape");
    TRY(region_shape_parse(ctx, text, role, &parsed));
    if (parsed.kind == SCT_SHAPE_MASK)
        TRY(copy_bytes(ctx, text + sizeof mask - 1, strlen(text) - (sizeof mask - 1) + 1, &file));
    TRY(new_shape(ctx, &parsed, &shape));
    shape->file = file;
    file = NULL;
    *out = shape;
done:
    mem_free(file);
    return status;
}

/* Whether a shape of a kind, which is no mask, has so many numbers. */
static int fits(sct_shape_kind kind, size_t count)
{
    static const struct {
        size_t least, most;
    } counts[] = {{0, 0}, {4, 4}, {3, 3}, {6, 2 * SCT_POLY_MAX}, {0, 0}, {2, 2}, {4, 2 * SCT_POLY_MAX}};
    return count >= counts[kind].least && count <= counts[kind].most && count % 2 == counts[kind].least % 2;
}

sct_status sct_shape_new(sct_context *ctx, sct_role role, sct_shape_kind kind, const double *numbers,
                         const unsigned char *percent, size_t count, sct_shape **out)
{
    sct_status status = SCT_OK;
    sct_shape shape = {.role = role, .kind = kind, .count = count};
    sct_context_clear(ctx);
    if (!out || (count && !numbers) || !is_role(role))
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_shape_new needs a role, numbers and a place for the shape");
    if (kind < SCT_SHAPE_AUTO || kind == SCT_SHAPE_MASK || kind > SCT_SHAPE_STROKE)
        FAIL(ctx, SCT_ERR_OPTION, "sct_shape_new makes no shape of kind %s", sct_enum_name(SCT_ENUM_SHAPE, (int)kind));
    if (!fits(kind, count))
        FAIL(ctx, SCT_ERR_SHAPE, "a shape of kind %s does not have %zu numbers", sct_enum_name(SCT_ENUM_SHAPE, (int)kind),
             count);
    for (size_t i = 0; i < count; i++) {
        shape.v[i] = numbers[i];
        shape.percent[i] = percent ? percent[i] != 0 : 0;
    }
    TRY(api_check_shape(ctx, &shape));
    TRY(new_shape(ctx, &shape, out));
done:
    return status;
}

sct_status sct_shape_from_mask(sct_context *ctx, sct_role role, const uint8_t *bytes, uint32_t width, uint32_t height,
                               size_t stride, sct_shape **out)
{
    sct_status status = SCT_OK;
    sct_shape like = {.role = role, .kind = SCT_SHAPE_MASK, .raw_width = width, .raw_height = height}, *shape = NULL;
    void *packed = NULL;
    sct_context_clear(ctx);
    if (!bytes || !out || !is_role(role))
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_shape_from_mask needs a role, bytes and a place for the shape");
    TRY(option_range(ctx, "width of the mask", width, 1, (double)sct_context_limit(ctx, SCT_LIMIT_SIDE)));
    TRY(option_range(ctx, "height of the mask", height, 1, (double)sct_context_limit(ctx, SCT_LIMIT_SIDE)));
    if (stride && stride < width)
        FAIL(ctx, SCT_ERR_OPTION, "stride must be 0 or at least %u", width);
    size_t given = 0;
    TRY(size_mul(ctx, stride ? stride : width, height, &given));
    TRY(size_mul(ctx, width, height, &like.mask_size));
    if (like.mask_size > sct_context_limit(ctx, SCT_LIMIT_PIXELS))
        FAIL(ctx, SCT_ERR_OPTION, "a mask of %u x %u pixels is larger than any photo may be", width, height);
    TRY(mem_new(ctx, like.mask_size, 1, &packed));
    for (uint32_t y = 0; y < height; y++)
        memcpy((uint8_t *)packed + (size_t)y * width, bytes + y * (stride ? stride : width), width);
    TRY(new_shape(ctx, &like, &shape));
    shape->mask = shape->owned = packed;
    packed = NULL;
    *out = shape;
done:
    mem_free(packed);
    return status;
}

sct_status sct_shape_from_mask_png(sct_context *ctx, sct_role role, const void *bytes, size_t size, sct_shape **out)
{
    sct_status status = SCT_OK;
    sct_shape like = {.role = role, .kind = SCT_SHAPE_MASK, .mask_size = size}, *shape = NULL;
    void *copy = NULL;
    sct_context_clear(ctx);
    if (!bytes || !size || !out || !is_role(role))
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_shape_from_mask_png needs a role, bytes and a place for the shape");
    TRY(copy_bytes(ctx, bytes, size, &copy));
    TRY(new_shape(ctx, &like, &shape));
    shape->mask = shape->owned = copy;
    copy = NULL;
    *out = shape;
done:
    mem_free(copy);
    return status;
}

void sct_shape_free(sct_shape *shape)
{
    if (!shape)
        return;
    mem_free(shape->owned);
    mem_free(shape->file);
    mem_free(shape);
}

sct_shape_kind sct_shape_describe(const sct_shape *shape)
{
    return shape ? shape->kind : SCT_SHAPE_AUTO;
}

const char *sct_shape_mask_file(const sct_shape *shape)
{
    return shape ? shape->file : NULL;
}

sct_status sct_shape_set_reflectance(sct_context *ctx, sct_shape *shape, double reflectance)
{
    sct_status status = SCT_OK;
    sct_context_clear(ctx);
    if (!shape)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_shape_set_reflectance needs a shape");
    TRY(option_range(ctx, "reflectance", reflectance, 0.02, 0.98));
    shape->reflectance = reflectance;
done:
    return status;
}
