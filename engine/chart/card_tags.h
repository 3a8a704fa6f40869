/* card_tags.h - private to the chart room: fiducial tags in a plane. */
#ifndef CARD_TAGS_H
#define CARD_TAGS_H

#include "chart/chart_detect.h"

/* A tag that was read; corners of the black square from its own upper left, clockwise. */
typedef struct card_tag {
    int id;
    chart_point corner[4];
} card_tag;

SCT_NODISCARD sct_status card_tags_find(sct_context *ctx, const chart_plane *plane, card_tag *out, size_t capacity,
                                        size_t *count);

/* A card placed by its tags. */
typedef struct card_hit {
    int tags;             /* that agree; 0: none was found */
    int others;           /* tags of this card that belong to another copy of it */
    chart_homography map; /* mm -> plane pixels */
} card_hit;
card_hit card_place(const sct_chart *card, const card_tag *tags, size_t count);

#endif
