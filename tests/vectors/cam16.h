/*
 * tests/vectors/cam16.h - published values of CAM16 and CAM16-UCS.
 *
 * CAM16: tests of colour-science (colour.appearance.cam16, BSD-3-Clause, commit
 *   9d743142); average surround, Y_b = 20. XYZ and white on the scale Y = 100.
 * UCS_OF_CORRELATES: gold values of colorspacious (J, M, h to J', a', b'; the
 *   space is the same for CIECAM02 and CAM16).
 * UCS_OF_SRGB: tests of ColorAide (spaces cam16-ucs, MIT licence): CSS colours under D65,
 *   L_A = 64/pi x 0.2, Y_b = 20, average surround; printed with five digits.
 */
#ifndef VECTORS_CAM16_H
#define VECTORS_CAM16_H

#include "scalptone/colour.h"

typedef struct cam16_vector { double xyz[3], white[3], LA; sct_cam16 expected; } cam16_vector; /* J C h Q M s */

static const cam16_vector CAM16[] = {
    {{19.01, 20.00, 21.78}, {95.05, 100, 108.88}, 318.31,
     {41.73120791, 0.10335574, 217.06795977, 195.37170899, 0.10743677, 2.34501507}},
    {{57.06, 43.06, 31.96}, {95.05, 100, 108.88}, 31.83,
     {65.42828069, 49.67956420, 17.48659243, 152.06985268, 42.62473321, 52.94308868}},
    {{3.53, 6.56, 2.14}, {109.85, 100, 35.58}, 318.31,
     {21.36052893, 50.99381895, 178.86724266, 139.78582768, 53.00732582, 61.57953092}},
    {{19.01, 20.00, 21.78}, {109.85, 100, 35.58}, 318.31,
     {41.36326063, 52.81154022, 258.88676291, 194.52011798, 54.89682038, 53.12406914}},
    {{61.45276998, 7.00421901, 82.2406738}, {95.05, 100, 108.88}, 4.074366543152521,
     {21.03801957, 457.78881613, 350.06445098, 56.74143988, 330.94646237, 241.50642846}},
};

typedef struct ucs_vector { double J, M, h_deg; sct_ucs expected; } ucs_vector;

static const ucs_vector UCS_OF_CORRELATES[] = {
    {50, 20, 10, {62.96296296, 16.22742674, 2.86133316}},
    {10, 60, 100, {15.88785047, -6.56546789, 37.23461867}},
};

typedef struct ucs_srgb_vector { const char *name; unsigned char srgb[3]; sct_ucs expected; } ucs_srgb_vector;

static const ucs_srgb_vector UCS_OF_SRGB[] = {
    {"red", {255, 0, 0}, {59.178, 40.82, 21.153}},        {"orange", {255, 165, 0}, {78.364, 9.6945, 28.629}},
    {"yellow", {255, 255, 0}, {96.802, -12.779, 33.037}}, {"green", {0, 128, 0}, {46.661, -26.746, 20.671}},
    {"blue", {0, 0, 255}, {36.252, 8.5723, -37.87}},      {"indigo", {75, 0, 130}, {24.524, 19.714, -22.758}},
    {"violet", {238, 130, 238}, {74.738, 27.949, -15.247}}, {"white", {255, 255, 255}, {100, -1.8983, -1.0754}},
    {"gray", {128, 128, 128}, {56.23, -1.2555, -0.71134}},  {"black", {0, 0, 0}, {0, 0, 0}},
};

#endif
