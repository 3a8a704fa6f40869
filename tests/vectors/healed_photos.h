/*
 * tests/vectors/healed_photos.h - treated scalps against bare skin in the same photo.
 *
 * Nine clients of one studio, photographed before and after treatment by phones (Display P3; public folder
 * public/cont/servicos of github.com/afonso-resendes/micropigmentation, names by their first letters; the photos are not
 * ours to pass on, their ratios are facts). Each number is a mean of linear light over a rectangle at three places, red,
 * green and blue of Display P3: treated scalp over bare skin (forehead or nape) after, the same two places before, and
 * that bare skin itself. The same rectangles a third of their width to either side change the logarithm of after over
 * before by 0.07 (median of nine). How long after treatment a photo was taken, ink, dilution and needle are not told.
 */
#ifndef TESTS_VECTORS_HEALED_PHOTOS_H
#define TESTS_VECTORS_HEALED_PHOTOS_H

enum { HEALED_PHOTOS = 9 };
#define HEALED_PHOTO_LN_SD 0.07

static const struct {
    const char *name;
    int bare_before; /* non-zero: the place was bald before, and lit as it is after; else it has stubble of its own */
    int full;        /* non-zero: of its own stubble there is a head full; else skin shows between thin hairs, by eye */
    int nape;        /* non-zero: the bare skin is the nape, seen from behind; else the forehead */
    double after[3], before[3], skin[3];
} healed_photos[HEALED_PHOTOS] = {
    {"00CA", 1, 0, 0, {0.533, 0.810, 0.911}, {0.800, 0.869, 0.874}, {0.553, 0.270, 0.183}},
    {"4C01", 1, 0, 0, {0.528, 0.713, 0.809}, {0.805, 0.842, 0.737}, {0.471, 0.240, 0.153}},
    {"6D26", 1, 0, 0, {0.472, 0.682, 0.725}, {0.754, 0.788, 0.687}, {0.572, 0.289, 0.195}},
    {"70D7", 1, 0, 0, {0.528, 0.737, 0.758}, {0.840, 0.837, 0.711}, {0.583, 0.308, 0.239}},
    {"2D92", 1, 0, 1, {0.555, 0.852, 1.282}, {0.940, 0.952, 1.149}, {0.324, 0.153, 0.081}},
    {"1B15", 0, 0, 1, {0.538, 0.911, 1.429}, {1.150, 1.896, 2.462}, {0.354, 0.155, 0.080}},
    {"2748", 0, 0, 1, {0.517, 0.848, 1.418}, {0.997, 1.252, 1.553}, {0.262, 0.119, 0.060}},
    {"5FF0", 0, 1, 1, {0.335, 0.535, 0.738}, {0.893, 1.323, 1.538}, {0.282, 0.169, 0.130}},
    {"7921", 0, 1, 1, {0.328, 0.488, 0.746}, {0.763, 1.281, 2.171}, {0.404, 0.205, 0.113}},
};

#endif
