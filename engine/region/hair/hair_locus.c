/*
 * engine/region/hair/hair_locus.c - where the colours of hair lie.
 *
 * Pigmented hair goes from black over brown to red and blond, along one sector of hue that grows with lightness: the seven
 * hairs of Vrhel, Gershon & Iwan (1994, Color Res. Appl. 19:4) have L* 13 to 40, a hue of 61 to 84 degrees where they have
 * any, and a chroma of 0.52 (L* + 16) at most. Without pigment hair is white and a little yellow. So all between black,
 * white, and those most colourful ones is possible, with some room for red hair and for the yellow of old white one.
 * Outside lie dyes (blue, green, violet), and what is no hair: cloth, walls, sky. Seven are few: the bounds were set by
 * hand.
 */
#include "colour/colour.h"
#include "region/hair/locus.h"

#include <math.h>

static const double lightest_L = 85;                           /* no darkest: photos make hair black */
static const double hue_deg[2] = {35, 90}, most_chroma = 0.55; /* of L* + 16 */

/* Distance from the end of a sector's side, or from the side itself. */
static double from_side(double a, double b, double deg, double length)
{
    double x = cos(deg / DEG_PER_RAD), y = sin(deg / DEG_PER_RAD), along = fmin(fmax(a * x + b * y, 0), length);
    return hypot(a - along * x, b - along * y);
}

double region_hair_off_locus(sct_lab lab)
{
    double hue = atan2(lab.b, lab.a) * DEG_PER_RAD, most = most_chroma * (fmax(lab.L, 0) + 16);
    double beyond_L = fmax(lab.L - lightest_L, 0);
    double off = hue >= hue_deg[0] && hue <= hue_deg[1]
                     ? fmax(hypot(lab.a, lab.b) - most, 0)
                     : fmin(from_side(lab.a, lab.b, hue_deg[0], most), from_side(lab.a, lab.b, hue_deg[1], most));
    return hypot(off, beyond_L);
}
