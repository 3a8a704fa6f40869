/* engine/skin/film.h - private: dried films of ink on a card. */
#ifndef ENGINE_SKIN_FILM_H
#define ENGINE_SKIN_FILM_H

#include "skin/slab.h"

enum { FILM_UNKNOWNS = 5, FILM_PIGMENTS = 3 };

/*
 * A mixture and what is known of it before any film is seen. Unknowns are
 * logarithms. Known pigments: volume of each per area of the film of undiluted
 * ink, cm. Unknown ones: absorbance and scattering of that film at 550 nm and
 * their slopes (film.c).
 */
typedef struct film_mixture {
    int pigment_count;           /* 0: unknown pigments */
    int pigments[FILM_PIGMENTS]; /* rows of the table */
    int unknowns;
    double centre[FILM_UNKNOWNS], sd[FILM_UNKNOWNS]; /* prior */
} film_mixture;

typedef struct film_fit {
    double x[FILM_UNKNOWNS];
    double covariance[FILM_UNKNOWNS][FILM_UNKNOWNS];
    double residual_de00; /* mean over the films */
} film_fit;

/* Prior of a mixture of unknown pigments whose film holds about `areal` cm of pigment. */
void film_mixture_unknown(film_mixture *mixture, double areal_cm);
/* Absorption, scattering and forward scattering of the undiluted film times its thickness. */
void film_medium(const film_mixture *mixture, const double x[FILM_UNKNOWNS], skin_medium *out);
/* Lab of a film of that medium diluted and laid on a card. */
sct_lab film_lab(const skin_streams *streams, const skin_medium *undiluted, const sct_drawdown *film);
/* Fits the unknowns to the films; lab_sd of their Labs. */
void film_fit_labs(const film_mixture *mixture, const sct_drawdown *films, size_t count, double lab_sd, film_fit *out);

#endif
