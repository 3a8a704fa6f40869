/*
 * engine/region/find/find.h - where skin and hair are that nobody has shown.
 */
#ifndef ENGINE_REGION_FIND_H
#define ENGINE_REGION_FIND_H

#include "region/where/where.h"

/* Marks the cells of the client's skin (columns x rows bytes). SCT_ERR_NOTHING when no part of the photo could be skin. */
SCT_NODISCARD sct_status region_find_skin(sct_context *ctx, const region_map *map, uint8_t *cells);

/* Refuses a photo in which nothing was found: as too dark or too bright where it is, else by `otherwise`. */
SCT_NODISCARD sct_status region_refuse(sct_context *ctx, const region_map *map, const char *otherwise);

/* Marks the cells of what lies behind a head. skin: cells that are none. */
SCT_NODISCARD sct_status region_find_background(sct_context *ctx, const region_map *map, const uint8_t *skin,
                                                uint8_t *cells);

/* Marks the cells of the shaved scalp on top of a head; none where it cannot be told from the forehead. */
SCT_NODISCARD sct_status region_find_scalp(sct_context *ctx, const region_map *map, const uint8_t *skin,
                                           const uint8_t *background, uint8_t *cells);

/* Finds stubble and grown hair around the skin cells of a map (none set: the skin is not known): the likelier, and the other
 * where there is one. background: cells that are no grown hair. SCT_ERR_NOTHING. */
SCT_NODISCARD sct_status region_find_hair(sct_context *ctx, const pixels_image *image, const region_map *map,
                                          const uint8_t *skin, const uint8_t *background, region_spans *out,
                                          region_spans *other);

/* What the skin of a photo looks like: L*, a* and b* and texture over L* + 16. Not known where no skin was found. */
typedef struct region_look {
    int known;
    double L, p, q, rough;
} region_look;

/* Where stubble was found: tiles over the map's window. */
typedef struct region_stubble {
    region_map grid; /* its cells are null */
    uint8_t *tiles;  /* of the grid, 0 or 1; the caller frees it with mem_free */
    double area;     /* in cells of the map, of the photo where only a part of it was looked at; 0: too little to believe */
} region_stubble;
/* grown: cells that were taken for grown hair; null: none are. */
SCT_NODISCARD sct_status region_find_stubble(sct_context *ctx, const pixels_image *image, const region_map *map,
                                             const uint8_t *skin, const region_look *look, const uint8_t *grown,
                                             region_stubble *out);

#endif
