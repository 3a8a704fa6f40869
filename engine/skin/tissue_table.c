/*
 * engine/skin/tissue_table.c - molar extinction of haemoglobin, per cm and
 * mol/l, 400 to 700 nm by 10 nm.
 *
 * S. Prahl's compilation (omlc.org/spectra/hemoglobin, from data of W. B.
 * Gratzer and N. Kollias), averaged with a triangle of 10 nm half-width: the
 * Soret and Q bands are too narrow to be sampled at single points.
 */
#include "skin/tissue.h"

const double tissue_oxyhaemoglobin[SCT_WAVELENGTHS] = {
    273601, 443892, 453548, 250954, 111233, 64487, 44857.7, 33620.4,
    26989.3, 23595.9, 21080.7, 20338.6, 25244.2, 39736.2, 50916.9, 43213.6,
    34472, 44589.6, 45471, 17091.4, 4013.95, 1556.85, 952.44, 617.38,
    446.23, 369.008, 321.666, 294.494, 278.442, 276.83, 290.45};

const double tissue_deoxyhaemoglobin[SCT_WAVELENGTHS] = {
    226929, 306127, 409937, 515015, 411792, 133009, 26052.3, 16562.2,
    14951.1, 16872.9, 20924.3, 25909, 31790.4, 39020.4, 46620.8, 52829.2,
    52664.9, 45211.9, 37136.8, 27778.5, 15935.5, 9679.23, 6628.12, 5189.67,
    4350.65, 3753.22, 3238.43, 2798.65, 2408.4, 2065.79, 1793.09};
