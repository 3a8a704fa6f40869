/* engine/skin/film/film_of.c - the colour that a film of an ink has on a card. */
#include "skin/film/film.h"

void skin_film_lab(const sct_ink_optics *optics, double wet_um, const double *shares, size_t count, double backing,
                   sct_lab *out)
{
    const skin_medium none = {{0}, {0}, {0}};
    skin_streams streams;
    skin_ink ink = skin_ink_of(optics);
    skin_medium undiluted = skin_medium_plus(&none, &ink, 1e-4 * wet_um);
    film_seen film = {.as_given = {.backing = backing}};
    sct_conditions_init(&film.as_given.conditions);
    skin_streams_init(&streams, 8, FILM_INDEX);
    for (size_t i = 0; i < count; i++) {
        film.share = shares[i];
        out[i] = film_lab(&streams, &undiluted, &film);
    }
}
