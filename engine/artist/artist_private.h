/* artist_private.h - the bench on which a hand is learnt, for the files of this room. */
#ifndef ENGINE_ARTIST_PRIVATE_H
#define ENGINE_ARTIST_PRIVATE_H

#include "artist/artist.h"

enum { ARTIST_UNKNOWNS = ARTIST_SHAPE + SCT_ARTIST_INKS_MAX };

typedef struct artist_bench {
    size_t count, ink_count;
    artist_mark *marks;
    artist_room *room;
    char ids[SCT_ARTIST_INKS_MAX][ARTIST_ID_SIZE];
    size_t of_ink[SCT_ARTIST_INKS_MAX];
    int n;        /* unknowns in use */
    int strict;   /* wild marks do not count at all */
    double scale; /* standard deviations as the marks tell them, over those that were said */
    /* At the present answer, in standard deviations: residuals, derivatives, and weights; along: the residual along the
     * depth, and how steep it is there, before the scatter of marks is allowed for. */
    double (*r)[3], (*d)[ARTIST_SHAPE][3], *w, (*along)[2];
    double (*without)[ARTIST_UNKNOWNS]; /* the answer without each mark */
    double *before, *after;             /* how far each mark is from what is usual, and from the answer without it */
} artist_bench;

/* The normal equations, and where they stand. */
typedef struct artist_normal {
    double a[ARTIST_UNKNOWNS][ARTIST_UNKNOWNS], g[ARTIST_UNKNOWNS];
} artist_normal;

/* Puts marks on a bench of zeros; free it with artist_bench_clear, on errors, too. */
sct_status artist_take_marks(sct_context *ctx, const sct_palette *palette, const sct_mark *marks, size_t count,
                             artist_bench *b);
void artist_bench_clear(artist_bench *b);

/* From x, where nothing is known zeros, to the answer, with its equations. */
sct_status artist_fit(sct_context *ctx, artist_bench *b, double *x, artist_normal *e);
/* Fills the distances of all marks, and returns the share by which the answer is believed. */
double artist_leave_out(artist_bench *b, const double *x, const artist_normal *e, sct_artist *out);
/* Standard deviation of an unknown before anything is seen, on the side of x. */
double artist_prior_sd(int unknown, double x);
/* The inverse of a positive definite matrix of n rows. */
void artist_invert(const artist_normal *e, int n, double out[ARTIST_UNKNOWNS][ARTIST_UNKNOWNS]);

#endif
