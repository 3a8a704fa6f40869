/*
 * card_place.c - from the tags that were read to where the card lies.
 *
 * Each tag alone says roughly where the card is. The tag that most others
 * agree with wins; tags of a second card in view agree among themselves, not
 * with the first. The map is then fitted to the corners of all that agree.
 */
#include "chart/card_tags.h"

#include <math.h>
#include <string.h>

static const double agree_side = 0.5; /* of a tag's side: how far off one tag may predict another's corner */

static const sct_chart_fiducial *fiducial_of(const sct_chart *card, int id)
{
    for (size_t i = 0; i < card->fiducial_count; i++)
        if (card->fiducials[i].id == id)
            return &card->fiducials[i];
    return NULL;
}

static void corners_of(const sct_chart_fiducial *f, chart_point out[4])
{
    out[0] = (chart_point){f->u, f->v};
    out[1] = (chart_point){f->u + f->side, f->v};
    out[2] = (chart_point){f->u + f->side, f->v + f->side};
    out[3] = (chart_point){f->u, f->v + f->side};
}

static double side_of(const card_tag *tag)
{
    return hypot(tag->corner[0].x - tag->corner[2].x, tag->corner[0].y - tag->corner[2].y) / sqrt(2);
}

/* Largest distance of a tag's corners from where the map puts them, in sides. */
static double distance_off(const sct_chart *card, const card_tag *tag, const chart_homography *map)
{
    chart_point corner[4];
    double off = 0;
    corners_of(fiducial_of(card, tag->id), corner);
    for (int i = 0; i < 4; i++) {
        chart_point p = chart_homography_apply(map, corner[i].x, corner[i].y);
        off = fmax(off, hypot(p.x - tag->corner[i].x, p.y - tag->corner[i].y));
    }
    return off / side_of(tag);
}

/* For every fiducial the tag that fits the map best, if any does. Returns how many do, and the map through them. */
static int gather(const sct_chart *card, const card_tag *tags, size_t count, double limit, chart_homography *map)
{
    chart_point from[4 * SCT_CHART_FIDUCIAL_MAX], to[4 * SCT_CHART_FIDUCIAL_MAX];
    size_t n = 0;
    for (size_t f = 0; f < card->fiducial_count; f++) {
        const card_tag *best = NULL;
        double least = limit;
        for (size_t i = 0; i < count; i++) {
            double off = tags[i].id == card->fiducials[f].id ? distance_off(card, &tags[i], map) : limit;
            if (off < least) {
                least = off;
                best = &tags[i];
            }
        }
        if (!best)
            continue;
        corners_of(&card->fiducials[f], from + 4 * n);
        memcpy(to + 4 * n++, best->corner, sizeof best->corner);
    }
    return n && chart_homography_fit(4 * n, from, to, NULL, map) ? (int)n : 0;
}

card_hit card_place(const sct_chart *card, const card_tag *tags, size_t count)
{
    card_hit best = {0};
    int known = 0;
    for (size_t i = 0; i < count; i++) {
        const sct_chart_fiducial *f = fiducial_of(card, tags[i].id);
        chart_point corner[4];
        card_hit hit = {0};
        if (!f)
            continue;
        known++;
        corners_of(f, corner);
        if (!chart_homography_fit(4, corner, tags[i].corner, NULL, &hit.map))
            continue;
        /* One small tag points badly: gather generously, then again with the map of those gathered. */
        hit.tags = gather(card, tags, count, 2 * agree_side, &hit.map);
        if (hit.tags > 1)
            hit.tags = gather(card, tags, count, agree_side / 2, &hit.map);
        if (hit.tags > best.tags)
            best = hit;
    }
    best.others = known - best.tags;
    return best;
}
