/*
 * artist.h - a hand, learnt from healed marks.
 *
 *   what a mark looks like, by depth, radius and strength   artist_predict.c
 *   marks, checked                                          artist_marks.c
 *   from marks to depth, radius, strength, and their worth  artist_fit.c
 *   from these to a hand                                    artist_learn.c
 *   as text                                                 artist_json.c
 *   getters                                                 artist_hand.c
 */
#ifndef ENGINE_ARTIST_H
#define ENGINE_ARTIST_H

#include "palette/palette.h"
#include "scalptone/artist.h"
#include "skin/skin.h"

enum { ARTIST_NAME_SIZE = 64, ARTIST_DATE_SIZE = 16, ARTIST_ID_SIZE = 132 };

typedef struct artist_ink {
    char id[ARTIST_ID_SIZE];
    double strength;
    size_t mark_count;
} artist_ink;

/* A plain value. */
struct sct_artist {
    char name[ARTIST_NAME_SIZE], date[ARTIST_DATE_SIZE];
    double depth_um, depth_lo_um, depth_hi_um, dot_radius_mm, strength, strength_factor;
    size_t mark_count, odd_count, ink_count;
    artist_ink inks[SCT_ARTIST_INKS_MAX];
    double before_de00, after_de00; /* NaN: not known */
    int has_fits;                   /* `fits` is known */
    sct_mark_fit fits[SCT_MARKS_MAX];
};

/* How strong an ink comes out in a hand: that of the hand, and its own where it is known. */
double artist_strength_of(const sct_artist *artist, const char *ink_id);

/* ---- what a mark looks like ---- */

/* Unknowns, all logarithms of what is over what is usual. */
enum { ARTIST_DEPTH, ARTIST_RADIUS, ARTIST_STRENGTH, ARTIST_SHAPE };

/* A mark on the bench. */
typedef struct artist_mark {
    sct_tissue tissue;
    skin_ink ink;
    double load; /* at usual strength */
    double coverage_per_radius2;
    sct_healed_part part;
    sct_lab seen;
    double sd;
    int own; /* which ink's own strength counts; -1: none is kept */
} artist_mark;
/* Room to predict in, about 400 KB; free with mem_free. */
typedef struct artist_room artist_room;
SCT_NODISCARD sct_status artist_room_new(sct_context *ctx, artist_room **out);
/* The colour at depth and radius x, for one or more ln(strength). */
void artist_predict(artist_room *room, const artist_mark *mark, double depth_ln, double radius_ln, const double *strength_ln,
                    size_t count, sct_lab *out);

#endif
