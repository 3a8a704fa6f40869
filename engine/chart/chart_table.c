/*
 * chart_table.c - the charts the library knows without a file. The same data
 * stand in palettes/charts/, and a test compares the two.
 */
#include "chart/card.h"

/* A grid chart's patch at (column, row), `half` of the pitch to its edge. */
#define PATCH(patch_name, column, row, half, L, a, b, is_neutral) \
    {patch_name, column, row, half, half, {L, a, b}, is_neutral}

static const sct_chart charts[] = {
    {
        .id = "colorchecker-classic",
        .name = "ColorChecker Classic 24 (Classic, Mini, Nano, Passport)",
        .source = "X-Rite, ColorChecker reference values of charts made from November 2014 on, D50, 2 degrees, M0",
        .tier = SCT_TIER_MEASURED,
        .rows = 4,
        .columns = 6,
        .patch_count = 24,
        .patches = {
            PATCH("dark skin", 0, 0, 0.43, 37.54, 14.37, 14.92, 0),
            PATCH("light skin", 1, 0, 0.43, 64.66, 19.27, 17.5, 0),
            PATCH("blue sky", 2, 0, 0.43, 49.32, -3.82, -22.54, 0),
            PATCH("foliage", 3, 0, 0.43, 43.46, -12.74, 22.72, 0),
            PATCH("blue flower", 4, 0, 0.43, 54.94, 9.61, -24.79, 0),
            PATCH("bluish green", 5, 0, 0.43, 70.48, -32.26, -0.37, 0),
            PATCH("orange", 0, 1, 0.43, 62.73, 35.83, 56.5, 0),
            PATCH("purplish blue", 1, 1, 0.43, 39.43, 10.75, -45.17, 0),
            PATCH("moderate red", 2, 1, 0.43, 50.57, 48.64, 16.67, 0),
            PATCH("purple", 3, 1, 0.43, 30.1, 22.54, -20.87, 0),
            PATCH("yellow green", 4, 1, 0.43, 71.77, -24.13, 58.19, 0),
            PATCH("orange yellow", 5, 1, 0.43, 71.51, 18.24, 67.37, 0),
            PATCH("blue", 0, 2, 0.43, 28.37, 15.42, -49.8, 0),
            PATCH("green", 1, 2, 0.43, 54.38, -39.72, 32.27, 0),
            PATCH("red", 2, 2, 0.43, 42.43, 51.05, 28.62, 0),
            PATCH("yellow", 3, 2, 0.43, 81.8, 2.67, 80.41, 0),
            PATCH("magenta", 4, 2, 0.43, 50.63, 51.28, -14.12, 0),
            PATCH("cyan", 5, 2, 0.43, 49.57, -29.71, -28.32, 0),
            PATCH("white 9.5", 0, 3, 0.43, 95.19, -1.03, 2.93, 1),
            PATCH("neutral 8", 1, 3, 0.43, 81.29, -0.57, 0.44, 1),
            PATCH("neutral 6.5", 2, 3, 0.43, 66.89, -0.75, -0.06, 1),
            PATCH("neutral 5", 3, 3, 0.43, 50.76, -0.13, 0.14, 1),
            PATCH("neutral 3.5", 4, 3, 0.43, 35.63, -0.46, -0.48, 1),
            PATCH("black 2", 5, 3, 0.43, 20.64, 0.07, -0.46, 1),
        },
    },
    {
        .id = "colorchecker-classic-2014",
        .name = "ColorChecker Classic 24, made before November 2014",
        .source = "X-Rite, ColorChecker reference values of charts made before November 2014, D50, 2 degrees",
        .tier = SCT_TIER_MEASURED,
        .rows = 4,
        .columns = 6,
        .patch_count = 24,
        .patches = {
            PATCH("dark skin", 0, 0, 0.43, 37.986, 13.555, 14.059, 0),
            PATCH("light skin", 1, 0, 0.43, 65.711, 18.13, 17.81, 0),
            PATCH("blue sky", 2, 0, 0.43, 49.927, -4.88, -21.905, 0),
            PATCH("foliage", 3, 0, 0.43, 43.139, -13.095, 21.905, 0),
            PATCH("blue flower", 4, 0, 0.43, 55.112, 8.844, -25.399, 0),
            PATCH("bluish green", 5, 0, 0.43, 70.719, -33.397, -0.199, 0),
            PATCH("orange", 0, 1, 0.43, 62.661, 36.067, 57.096, 0),
            PATCH("purplish blue", 1, 1, 0.43, 40.02, 10.41, -45.964, 0),
            PATCH("moderate red", 2, 1, 0.43, 51.124, 48.239, 16.248, 0),
            PATCH("purple", 3, 1, 0.43, 30.325, 22.976, -21.587, 0),
            PATCH("yellow green", 4, 1, 0.43, 72.532, -23.709, 57.255, 0),
            PATCH("orange yellow", 5, 1, 0.43, 71.941, 19.363, 67.857, 0),
            PATCH("blue", 0, 2, 0.43, 28.778, 14.179, -50.297, 0),
            PATCH("green", 1, 2, 0.43, 55.261, -38.342, 31.37, 0),
            PATCH("red", 2, 2, 0.43, 42.101, 53.378, 28.19, 0),
            PATCH("yellow", 3, 2, 0.43, 81.733, 4.039, 79.819, 0),
            PATCH("magenta", 4, 2, 0.43, 51.935, 49.986, -14.574, 0),
            PATCH("cyan", 5, 2, 0.43, 51.038, -28.631, -28.638, 0),
            PATCH("white 9.5", 0, 3, 0.43, 96.539, -0.425, 1.186, 1),
            PATCH("neutral 8", 1, 3, 0.43, 81.257, -0.638, -0.335, 1),
            PATCH("neutral 6.5", 2, 3, 0.43, 66.766, -0.734, -0.504, 1),
            PATCH("neutral 5", 3, 3, 0.43, 50.867, -0.153, -0.27, 1),
            PATCH("neutral 3.5", 4, 3, 0.43, 35.656, -0.421, -1.231, 1),
            PATCH("black 2", 5, 3, 0.43, 20.461, -0.079, -0.973, 1),
        },
    },
    {
        .id = "spydercheckr-24",
        .name = "SpyderCheckr 24",
        .source = "Datacolor, SpyderCheckr 24 reference values from 2018 on, D50, 2 degrees, as listed in darktable (colorchecker.h)",
        .tier = SCT_TIER_MEASURED,
        .rows = 4,
        .columns = 6,
        .patch_count = 24,
        .patches = {
            PATCH("D1", 0, 0, 0.42, 70.19, -31.85, 1.98, 0),
            PATCH("D2", 1, 0, 0.42, 54.38, 8.84, -25.71, 0),
            PATCH("D3", 2, 0, 0.42, 42.03, -15.78, 22.93, 0),
            PATCH("D4", 3, 0, 0.42, 48.82, -5.11, -23.08, 0),
            PATCH("D5", 4, 0, 0.42, 65.1, 18.14, 18.68, 0),
            PATCH("D6", 5, 0, 0.42, 36.13, 14.15, 15.78, 0),
            PATCH("C1", 0, 1, 0.42, 60.94, 38.21, 61.31, 0),
            PATCH("C2", 1, 1, 0.42, 37.8, 7.3, -43.04, 0),
            PATCH("C3", 2, 1, 0.42, 49.81, 48.5, 15.76, 0),
            PATCH("C4", 3, 1, 0.42, 28.88, 19.36, -24.48, 0),
            PATCH("C5", 4, 1, 0.42, 72.45, -23.57, 60.47, 0),
            PATCH("C6", 5, 1, 0.42, 71.65, 23.74, 72.28, 0),
            PATCH("B1", 0, 2, 0.42, 47.12, -32.5, -28.75, 0),
            PATCH("B2", 1, 2, 0.42, 50.49, 53.45, -13.55, 0),
            PATCH("B3", 2, 2, 0.42, 83.61, 3.36, 87.02, 0),
            PATCH("B4", 3, 2, 0.42, 41.05, 60.75, 31.17, 0),
            PATCH("B5", 4, 2, 0.42, 54.14, -40.8, 34.75, 0),
            PATCH("B6", 5, 2, 0.42, 24.75, 13.78, -49.48, 0),
            PATCH("A1", 0, 3, 0.42, 96.04, 2.16, 2.6, 1),
            PATCH("A2", 1, 3, 0.42, 80.44, 1.17, 2.05, 1),
            PATCH("A3", 2, 3, 0.42, 65.52, 0.69, 1.86, 1),
            PATCH("A4", 3, 3, 0.42, 49.62, 0.58, 1.56, 1),
            PATCH("A5", 4, 3, 0.42, 33.55, 0.35, 1.4, 1),
            PATCH("A6", 5, 3, 0.42, 16.91, 1.43, -0.81, 1),
        },
    },
};

const sct_chart *sct_chart_builtin(size_t index)
{
    const size_t grids = sizeof charts / sizeof *charts;
    return index < grids ? &charts[index] : index == grids ? card_chart() : NULL;
}
