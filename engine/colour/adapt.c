/*
 * engine/colour/adapt.c - the same surface under another white.
 *
 * A von Kries transform in a sharpened cone space M:
 *   XYZ' = M^-1 diag(w'_i / w_i) M XYZ,  w = M white, w' = M white'
 * Bradford: Lam, Metamerism and colour constancy, thesis, University of Bradford
 *   (1985), in the linear form of ICC.1:2022 annex E.
 * CAT16: Li, Li, Wang, Xu, Luo, Cui, Melgosa, Brill, Pointer, Comprehensive color
 *   solutions: CAM16, CAT16, and CAM16-UCS, Color Res. Appl. 42 (2017) 703-718,
 *   doi 10.1002/col.22131, eq. 8 with complete adaptation (D = 1).
 * Range: whites with positive cone responses (any real light); others give NaN
 * or infinity. No discontinuities: the map is linear.
 * Vectors: tests/colour/test_adapt.c.
 */
#include "colour/colour.h"

#include <math.h>

static const num_mat3 BRADFORD = {{{0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}}};
const num_mat3 COLOUR_CAT16 = {
    {{0.401288, 0.650173, -0.051461}, {-0.250268, 1.204414, 0.045854}, {-0.002079, 0.048952, 0.953127}}};

#define NOTHING (double)NAN
static const num_mat3 UNKNOWN = {{{NOTHING, NOTHING, NOTHING}, {NOTHING, NOTHING, NOTHING}, {NOTHING, NOTHING, NOTHING}}};

num_mat3 colour_adaptation(sct_xyz from_white, sct_xyz to_white, sct_adaptation adaptation)
{
    if (adaptation != SCT_ADAPTATION_BRADFORD && adaptation != SCT_ADAPTATION_CAT16)
        return UNKNOWN;
    const num_mat3 *cones = adaptation == SCT_ADAPTATION_CAT16 ? &COLOUR_CAT16 : &BRADFORD;
    double from[3], to[3];
    num_mat3_apply(cones, (double[]){from_white.X, from_white.Y, from_white.Z}, from);
    num_mat3_apply(cones, (double[]){to_white.X, to_white.Y, to_white.Z}, to);
    num_mat3 scaled = *cones, back = num_mat3_identity();
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            scaled.m[i][j] *= to[i] / from[i];
    num_mat3_invert(cones, &back); /* both matrices are regular */
    return num_mat3_mul(back, scaled);
}

sct_xyz sct_xyz_adapt(sct_xyz xyz, sct_xyz from_white, sct_xyz to_white, sct_adaptation adaptation)
{
    num_mat3 m = colour_adaptation(from_white, to_white, adaptation);
    double out[3];
    num_mat3_apply(&m, (double[]){xyz.X, xyz.Y, xyz.Z}, out);
    return (sct_xyz){out[0], out[1], out[2]};
}
