/*
 * scalptone/shape.h - shapes: where to look in a photo, and what is there.
 *
 * A shape is a place in a photo and what is to be found there. Shapes are made
 * from the words that people type, from numbers, or from masks:
 *
 *     sct_shape_parse(ctx, "rect:20%,10%,9%,9%", SCT_ROLE_SKIN, &shape);
 *     sct_shape_new(ctx, SCT_ROLE_HAIR, SCT_SHAPE_CIRCLE, xyr, NULL, 3, &shape);
 *     sct_shape_from_mask(ctx, SCT_ROLE_HAIR, bytes, width, height, 0, &shape);
 *
 * A tap is the shortest of them: "point:45%,30%" with the role hair is the
 * stubble or hair around that place, as far as it looks alike. Two taps, one on
 * skin and one on hair, show a program both, and each keeps out of the other's
 * region. They are for photos of heads, and for skin and hair alone; what they
 * became is in the labels, in the masks and in the overlay.
 *
 * They never change, and must live until the call that uses them returns.
 *
 * One shape serves several photos and several calls. Coordinates are pixels of
 * the photo as it is seen (photo.h); percentages make a shape that fits any
 * size. Whether it lies inside a photo is found out when it is used there:
 * SCT_ERR_SHAPE then names it.
 */
#ifndef SCALPTONE_SHAPE_H
#define SCALPTONE_SHAPE_H

#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What a region of a photo is. */
typedef enum sct_role {
    /* Bare skin. */
    SCT_ROLE_SKIN = 0,
    /* Stubble or grown hair. */
    SCT_ROLE_HAIR,
    /* A grey card. */
    SCT_ROLE_GREY
} sct_role;
/* "skin", "hair", "grey"; "unknown" for any other. Static storage. */
SCT_API const char *sct_role_name(sct_role role);

/* How a shape is described. */
typedef enum sct_shape_kind {
    /* Nothing is said: the program looks for it. A grey card is taken only where one thing alone in the photo is plain,
     * neutral and four-sided with sharp edges, and lies near skin; SCT_FLAG_GREY_FOUND then says where. */
    SCT_SHAPE_AUTO = 0,
    /* A rectangle: x, y, width, height. */
    SCT_SHAPE_RECT,
    /* A circle: x, y, radius. */
    SCT_SHAPE_CIRCLE,
    /* A polygon of 3 to SCT_LIMIT_POLYGON corners: x0, y0, x1, y1 and so on. */
    SCT_SHAPE_POLY,
    /* A picture of the photo's size: what is not zero is inside. */
    SCT_SHAPE_MASK,
    /* A tap on skin, stubble or hair: x, y. What is like it in colour and roughness and joins it is the region, as far as
     * nothing else lies between and no tap for the other role is nearer by that measure; charts and cards never belong. */
    SCT_SHAPE_POINT,
    /* A stroke over 2 to SCT_LIMIT_POLYGON places (x0, y0, x1, y1 and so on), which grows as a tap does. It is better than a
     * tap where a region differs in itself, because it learns from all that lies under it. */
    SCT_SHAPE_STROKE
} sct_shape_kind;

/* A place in a photo; free it with sct_shape_free. It is small, and may be kept for as long as a program likes. */
typedef struct sct_shape sct_shape;

/* Reads "auto", "rect:X,Y,W,H", "circle:X,Y,R", "poly:X,Y X,Y X,Y...", "point:X,Y" or "line:X,Y X,Y...", in pixels, or in
 * percent of the photo's width (x, width, radius) or height (y, height) where a number ends in %. For "mask:FILE" the
 * library opens no file: sct_shape_mask_file then tells its name, and the program makes the shape from its bytes.
 * SCT_ERR_SHAPE, SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_shape_parse(sct_context *ctx, const char *text, sct_role role, sct_shape **out);
/* A shape of `count` numbers as the kind lists them, each in pixels, or in percent where percent[i] is not zero (null: all
 * in pixels). Not for masks. SCT_ERR_OPTION, SCT_ERR_SHAPE, SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_shape_new(sct_context *ctx, sct_role role, sct_shape_kind kind, const double *numbers,
                                               const unsigned char *percent, size_t count, sct_shape **out);
/* A mask of width x height bytes, which must be those of the photo as seen; stride: bytes from row to row, 0: width. The
 * bytes are copied. SCT_ERR_OPTION, SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_shape_from_mask(sct_context *ctx, sct_role role, const uint8_t *bytes, uint32_t width,
                                                     uint32_t height, size_t stride, sct_shape **out);
/* A mask from the bytes of an 8-bit PNG, which are copied. Whether it is one is found out when it is used: SCT_ERR_SHAPE and
 * what photos answer with. SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_shape_from_mask_png(sct_context *ctx, sct_role role, const void *bytes, size_t size,
                                                         sct_shape **out);
/* Frees a shape, and the mask that it holds. */
SCT_API void sct_shape_free(sct_shape *shape);
/* What a shape is; SCT_SHAPE_AUTO for null. */
SCT_API sct_shape_kind sct_shape_describe(const sct_shape *shape);
/* The file that "mask:FILE" named, owned by the shape; null for all others. */
SCT_API const char *sct_shape_mask_file(const sct_shape *shape);
/* How much light a grey region reflects [0.02, 0.98]; until it is said, grey_reflectance of the options holds. To be said
 * before the shape is used. SCT_ERR_OPTION. */
SCT_API sct_status sct_shape_set_reflectance(sct_context *ctx, sct_shape *shape, double reflectance);

#ifdef __cplusplus
}
#endif
#endif
