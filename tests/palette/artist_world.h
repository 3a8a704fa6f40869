/*
 * tests/palette/artist_world.h - artists whose hands nobody tells the learner of,
 * and healed marks of theirs.
 *
 * The world differs from what engine/artist assumes wherever a real one would:
 * dots of one mark lie at several depths and are of several widths, their mean
 * light is seen; the layer of ink has a thickness of the artist's own; depth and
 * the pigment that stays vary from mark to mark; the bottles hold other mass
 * fractions than their labels say; skins differ in thickness of the epidermis,
 * scattering and blood; and colours are read off photos whose white is off for
 * skin and dot alike, with noise of each. In the world of photons each mark is
 * moreover seen by Monte Carlo (tests/skin/dot_photons.h), not by the engine.
 */
#ifndef TESTS_PALETTE_ARTIST_WORLD_H
#define TESTS_PALETTE_ARTIST_WORLD_H

#include "num/num.h"
#include "scalptone.h"

enum { WORLD_INKS = 3 };

/* One artist. */
typedef struct world_artist {
    double depth_um, radius_mm, strength, thickness_um;
    double own_strength[WORLD_INKS];
    sct_pigment bottle[WORLD_INKS][3]; /* what really is in it, by mass */
    size_t pigments[WORLD_INKS];
    sct_ink_optics *optics[WORLD_INKS]; /* of that */
    uint64_t seed;
} world_artist;

/* How marks are seen. */
typedef struct world_view {
    double noise;       /* of each colour, one standard deviation of each of L*, a*, b* */
    double white_noise; /* the same, common to skin and dot of a photo */
    int photons;        /* at a wavelength; 0: the engine's forward model, of the world's own make-up */
} world_view;

/* What the labels say: a palette of WORLD_INKS inks. Free it with sct_palette_free. */
sct_palette *world_palette(sct_context *ctx);
/* An artist: depth 80 to 250 um, radius 0.08 to 0.25 mm, strength x 0.6 to 1.6. Same seed, same artist. Free it. */
world_artist world_artist_new(sct_context *ctx, uint64_t seed);
void world_artist_free(world_artist *artist);
/* Mark number `index`, as photographed; *truth, which may be null, is its colour without any noise of reading. */
sct_mark world_mark(sct_context *ctx, const world_artist *artist, size_t index, const world_view *view, sct_lab *truth);
/* The same as of something else: a photo of another ink, a fresh mark, a shadow. */
void world_make_wild(sct_mark *mark, uint64_t seed);
/* The colour that a hand predicts for a mark; hand null: one that nobody measured. */
sct_lab world_predict(sct_context *ctx, const sct_palette *palette, const sct_artist *hand, const sct_mark *mark);

#endif
