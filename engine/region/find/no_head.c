/*
 * engine/region/find/no_head.c - whether the photo shows a head at all, or a scalp from near.
 *
 * Two surfaces that lie as skin and hair do are in every landscape. A head ends smoothly and against something else, is of
 * one colour that little else in the photo has, and is round, so that light falls off over it; sand, walls, fur and grass
 * are ragged, even, and all over the photo. A sum of evidence in the manner of a logistic regression, with a ridge of 8,
 * both sides weighted alike, fitted to half of: 200 photos of heads and 48 rendered close-ups, which must pass, whatever was
 * taken for hair in them; 267 photos of things; and of 524 photos that show all kinds of scenes (Arbelaez et al. 2011, doi
 * 10.1109/TPAMI.2010.161, and the Kodak set) 366 without people and 32 with a face in view. Of the other half, of those in
 * which skin and hair were found, it refuses 116 of 153 without a head, 0 of 20 heads whose hair came out right, 3 of 75
 * others, and no close-up; but 6 of 13 faces of those scenes, many of them painted, hooded or small. The bound was set with
 * both halves in view.
 */
#include "region/find/evidence.h"
#include "region/hair/locus.h"

#include <math.h>

static const double bound = 1;          /* of the sum: what is above shows no head */
static const double close_frame = 0.35; /* as where hair is doubted: skin along so much of the frame is a close-up */

static double within(double value, double least, double most)
{
    return fmin(fmax(value, least), most);
}

/* How it lies in the photo. */
static double by_place(const region_evidence *e)
{
    double close = fmin(e->skin_frame / close_frame, 1), apart = 1 - close;
    return -0.39 * within(log(e->skin_share / 0.1), -3, 0.5) + 0.62 * fmin(e->hair_frame, 0.4) * apart +
           3.10 * fmin(e->both_frame, 0.4) * apart + 0.89 * e->outside * apart - 0.92 * e->crown + 1.26 * close +
           2.55 * fmin(e->touching, 0.3);
}

/* What form it has. */
static double by_form(const region_evidence *e)
{
    return 0.20 * e->skin_filled - 2.34 * e->both_filled + 1.72 * fabs(log(e->aspect)) + 0.54 * log(e->outline / 5);
}

/* What colours it has, and how these change over it and at its end. */
static double by_colour(const region_evidence *e, const sct_skin *skin, const sct_hair *hair)
{
    double hue = (atan2(e->skin_q, e->skin_p) * DEG_PER_RAD - 50) / 15, ratio = hypot(e->skin_p, e->skin_q) / 0.3;
    double darker = within((skin->estimate.lab.L - hair->strand.lab.L) / 30, 0, 2);
    return 0.29 * fmin(e->hair_range_L / 30, 3) + 0.37 * fmin(skin->locus_z, 16) / 5 +
           0.41 * fmin(region_hair_off_locus(hair->strand.lab), 20) / 5 + 2.25 * fmin(e->step_L / 5, 2) - 2.16 * e->alone -
           1.23 * fmin(e->skin_sd_L / 10, 2) - 0.43 * fmin(e->skin_sd_p / 0.03, 3) + 0.43 * ratio + 0.38 * hue +
           0.29 * hue * hue - 0.65 * darker;
}

double region_no_head_odds(const region_evidence *evidence, const sct_skin *skin, const sct_hair *hair)
{
    return -0.99 + by_place(evidence) + by_form(evidence) + by_colour(evidence, skin, hair) - bound;
}
