/*
 * engine/colour/cam16.c - the CAM16 appearance model and its uniform space.
 *
 * Li, Li, Wang, Xu, Luo, Cui, Melgosa, Brill & Pointer, Comprehensive color
 *   solutions: CAM16, CAT16, and CAM16-UCS, Color Res. Appl. 42 (2017) 703-718,
 *   doi 10.1002/col.22131, appendix A, steps 0 to 10. The offset 0.1 of its
 *   step 3 cancels everywhere (Schloemer 2018, arXiv:1802.06067) and is left out;
 *   what remains of it are the 0.305 in the chroma's denominator.
 * J', a', b': Luo, Cui & Li, Uniform colour spaces based on CIECAM02, Color Res.
 *   Appl. 31 (2006) 320-330, doi 10.1002/col.20227, with c1 = 0.007, c2 = 0.0228.
 *
 *   paper                   here                  paper            here
 *   X_W, Y_W, Z_W / 100     conditions->white     R_a, G_a, B_a    ra, ga, ba
 *   L_A, Y_b / 100          adapting_cd_m2,       F_L, n, z        FL, n, z
 *                           background_Y          N_bb = N_cb      Nbb
 *   F, c, N_c               surround factors      A, A_W, t, e_t   A, Aw, t, et
 *
 * Range: real surface colours. An achromatic response or t below 0,
 * which only imaginary colours have, counts as 0. h jumps by 360 on the positive a axis.
 * Vectors: tests/vectors/cam16.h.
 */
#include "colour/colour.h"

#include <math.h>

typedef struct surround {
    double F, c, Nc;
} surround;
static const surround SURROUND[] = {
    [SCT_SURROUND_AVERAGE] = {1.0, 0.69, 1.0},
    [SCT_SURROUND_DIM] = {0.9, 0.59, 0.9},
    [SCT_SURROUND_DARK] = {0.8, 0.525, 0.8},
};

static const sct_cam16 unknown = {(double)NAN, (double)NAN, (double)NAN, (double)NAN, (double)NAN, (double)NAN};

/* What depends on the viewing conditions only (step 0). */
typedef struct viewing {
    surround around;
    double gain[3]; /* D R_W-adaptation of each cone */
    double FL, n, z, Nbb, Aw;
} viewing;

typedef struct cones {
    double r, g, b;
} cones;

static cones sharpen(sct_xyz xyz)
{
    double out[3];
    num_mat3_apply(&COLOUR_CAT16, (double[]){100 * xyz.X, 100 * xyz.Y, 100 * xyz.Z}, out);
    return (cones){out[0], out[1], out[2]};
}

/* Steps 2 and 3 for one cone. */
static double compress(double response, double gain, double FL)
{
    double x = pow(FL * fabs(response * gain) / 100, 0.42);
    return copysign(400 * x / (x + 27.13), response * gain);
}

static cones adapt(cones raw, const viewing *v)
{
    return (cones){compress(raw.r, v->gain[0], v->FL), compress(raw.g, v->gain[1], v->FL),
                   compress(raw.b, v->gain[2], v->FL)};
}

static double achromatic(cones a, double Nbb)
{
    double A = (2 * a.r + a.g + a.b / 20) * Nbb;
    return A < 0 ? 0 : A;
}

static viewing viewing_under(const sct_cam16_conditions *conditions)
{
    viewing v;
    v.around = SURROUND[conditions->surround];
    double LA = conditions->adapting_cd_m2, k = 1 / (5 * LA + 1), k4 = k * k * k * k;
    double D = v.around.F * (1 - exp((-LA - 42) / 92) / 3.6);
    D = conditions->discount ? 1 : D < 0 ? 0 : D > 1 ? 1 : D;
    cones w = sharpen(conditions->white);
    double Yw = 100 * conditions->white.Y;
    v.gain[0] = D * Yw / w.r + 1 - D;
    v.gain[1] = D * Yw / w.g + 1 - D;
    v.gain[2] = D * Yw / w.b + 1 - D;
    v.FL = 0.2 * k4 * 5 * LA + 0.1 * (1 - k4) * (1 - k4) * cbrt(5 * LA);
    v.n = conditions->background_Y / conditions->white.Y;
    v.z = 1.48 + sqrt(v.n);
    v.Nbb = 0.725 * pow(v.n, -0.2);
    v.Aw = achromatic(adapt(w, &v), v.Nbb);
    return v;
}

sct_cam16_conditions sct_cam16_conditions_default(void)
{
    return (sct_cam16_conditions){.white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2),
                                  .adapting_cd_m2 = 1000 / NUM_PI * 0.2, /* 20 % grey under 1000 lx */
                                  .background_Y = 0.2,
                                  .surround = SCT_SURROUND_AVERAGE,
                                  .discount = 0};
}

sct_cam16 sct_cam16_from_xyz(sct_xyz xyz, const sct_cam16_conditions *conditions)
{
    if (!conditions || (unsigned)conditions->surround > SCT_SURROUND_DARK)
        return unknown;
    viewing v = viewing_under(conditions);
    cones p = adapt(sharpen(xyz), &v);
    double a = p.r - 12 * p.g / 11 + p.b / 11, b = (p.r + p.g - 2 * p.b) / 9; /* step 4 */
    double h = atan2(b, a);
    double et = (cos(h + 2) + 3.8) / 4; /* step 5 */
    double A = achromatic(p, v.Nbb);    /* step 6 */
    double root_FL = sqrt(sqrt(v.FL));
    sct_cam16 out;
    out.J = 100 * pow(A / v.Aw, v.around.c * v.z);                     /* step 7 */
    out.Q = 4 / v.around.c * sqrt(out.J / 100) * (v.Aw + 4) * root_FL; /* step 8 */
    double t = 50000.0 / 13 * v.around.Nc * v.Nbb * et * hypot(a, b) / (p.r + p.g + 1.05 * p.b + 0.305);
    out.C = pow(t < 0 ? 0 : t, 0.9) * sqrt(out.J / 100) * pow(1.64 - pow(0.29, v.n), 0.73); /* step 9 */
    out.M = out.C * root_FL;
    out.s = out.M == 0 ? 0 : 100 * sqrt(out.M / out.Q);
    out.h_deg = h < 0 ? h * DEG_PER_RAD + 360 : h * DEG_PER_RAD;
    return out;
}

sct_ucs sct_ucs_from_cam16(sct_cam16 colour)
{
    double M = log1p(0.0228 * colour.M) / 0.0228, h = colour.h_deg / DEG_PER_RAD;
    return (sct_ucs){1.7 * colour.J / (1 + 0.007 * colour.J), M * cos(h), M * sin(h)};
}

sct_ucs sct_ucs_from_xyz(sct_xyz xyz, const sct_cam16_conditions *conditions)
{
    return sct_ucs_from_cam16(sct_cam16_from_xyz(xyz, conditions));
}

double sct_ucs_difference(sct_ucs reference, sct_ucs sample)
{
    double dJ = sample.J - reference.J, da = sample.a - reference.a, db = sample.b - reference.b;
    return sqrt(dJ * dJ + da * da + db * db);
}
