/*
 * engine/region/find/find.h - where skin and hair are that nobody has shown.
 */
#ifndef ENGINE_REGION_FIND_H
#define ENGINE_REGION_FIND_H

#include "region/where/where.h"

/* Marks the cells of the client's skin (columns x rows bytes). SCT_ERR_NOTHING when no part of the photo could be skin. */
SCT_NODISCARD sct_status region_find_skin(sct_context *ctx, const region_map *map, uint8_t *cells);

/* Finds stubble or grown hair around the skin cells of a map (none set: the skin is not known). SCT_ERR_NOTHING. */
SCT_NODISCARD sct_status region_find_hair(sct_context *ctx, const pixels_image *image, const region_map *map,
                                          const uint8_t *skin, region_spans *out);

#endif
