/* artist_predict.c - the healed colour of a mark at a depth, a radius and a strength. */
#include "artist/artist.h"

#include <math.h>

struct artist_room {
    skin_client client;
    skin_near near;
    skin_room room;
};

sct_status artist_room_new(sct_context *ctx, artist_room **out)
{
    return mem_new(ctx, 1, sizeof **out, (void **)out);
}

void artist_predict(artist_room *room, const artist_mark *mark, double depth_ln, double radius_ln, const double *strength_ln,
                    size_t count, sct_lab *out)
{
    skin_spectra seen;
    double share[SKIN_PAD], dot[SKIN_PAD];
    double radius = SKIN_USUAL(RADIUS) * exp(radius_ln);
    skin_client_init_told(&room->client, &mark->tissue, SKIN_USUAL(DEPTH) * exp(depth_ln));
    if (mark->part == SCT_HEALED_DOT)
        skin_near_init(&room->near, &room->client, radius);
    for (size_t i = 0; i < count; i++) {
        skin_dots dots = {.load = mark->load * exp(strength_ln[i]),
                          .thickness_um = SKIN_USUAL(THICKNESS),
                          .radius_mm = radius,
                          .coverage =
                              mark->part == SCT_HEALED_AREA ? fmin(mark->coverage_per_radius2 * radius * radius, 0.98) : 0};
        skin_heal_at(&room->client, &mark->ink, &dots, &seen);
        if (mark->part == SCT_HEALED_DOT) {
            skin_near_share(&room->near, &room->room, &mark->ink, &dots, share);
            skin_near_mix(room->client.bare, seen.solid, share, dot);
            out[i] = skin_lab(dot, NULL);
        } else {
            out[i] = skin_lab(mark->part == SCT_HEALED_AREA ? seen.area : seen.solid, NULL);
        }
    }
}
