/* engine/skin/film/film.h - private: dried films of ink on a card. */
#ifndef ENGINE_SKIN_FILM_FILM_H
#define ENGINE_SKIN_FILM_FILM_H

#include "skin/light/slab.h"

#define FILM_INDEX 1.5

enum { FILM_UNKNOWNS = 5, FILM_PIGMENTS = SKIN_PIGMENTS_TOLD_APART };

/*
 * A mixture and what is known of it before any film is seen. Unknowns are
 * logarithms. Known pigments: volume of each per area of the film of undiluted
 * ink, cm. Unknown ones: absorbance and scattering of that film at 550 nm and
 * their slopes (film.c).
 */
typedef struct film_mixture {
    int pigment_count;           /* 0: unknown pigments, or a blend */
    int pigments[FILM_PIGMENTS]; /* rows of the table */
    int blended;                 /* non-zero: one unknown, the amount of `blend` */
    skin_ink blend;              /* per volume of pigments */
    int unknowns;
    double centre[FILM_UNKNOWNS], sd[FILM_UNKNOWNS]; /* prior */
    double alone_sd;                                 /* of it, where films are judged by what they tell alone */
} film_mixture;

typedef struct film_fit {
    double x[FILM_UNKNOWNS];
    double covariance[FILM_UNKNOWNS][FILM_UNKNOWNS];
    double alone[FILM_UNKNOWNS][FILM_UNKNOWNS]; /* the same with alone_sd for the prior of every amount */
    double residual_de00;                       /* mean over the films */
} film_fit;

/* A film as the fit sees it. */
typedef struct film_seen {
    sct_drawdown as_given;
    sct_lab lab;  /* as given, or of the reflectance */
    double share; /* of the undiluted film's pigment: dilution, and thickness relative to it */
} film_seen;

/* Prior of a mixture of unknown pigments whose film holds about `areal` cm of pigment. */
void film_mixture_unknown(film_mixture *mixture, double areal_cm);
/* Absorption, scattering and forward scattering of the undiluted film times its thickness. */
void film_medium(const film_mixture *mixture, const double x[FILM_UNKNOWNS], skin_medium *out);
/* Looks at a film whose undiluted ink would be laid down wet_um thick; 0: as thick as this one. */
film_seen film_look(const sct_drawdown *film, double wet_um);
/* Reflectance of a film of that medium thinned and laid on a card, under the film's conditions. */
void film_reflectance(const skin_streams *streams, const skin_medium *undiluted, const film_seen *film,
                      double out[SKIN_PAD]);
/* Lab of it, likewise. */
sct_lab film_lab(const skin_streams *streams, const skin_medium *undiluted, const film_seen *film);
/* Fits the unknowns to the films; lab_sd of their Labs. */
enum { FILM_RESIDUALS_MAX = SCT_WAVELENGTHS * SCT_DRAWDOWN_MAX + FILM_UNKNOWNS };
typedef struct film_fit_room {
    double jacobian[FILM_RESIDUALS_MAX * FILM_UNKNOWNS], fit[NUM_FIT_ROOM(FILM_UNKNOWNS, FILM_RESIDUALS_MAX)];
} film_fit_room;
void film_fit_seen(const film_mixture *mixture, const film_seen *films, size_t count, double lab_sd, film_fit_room *room,
                   film_fit *out);

#endif
