/*
 * tests/vectors/differences.h - published values of CIE94 and CMC.
 *
 * The documentation and tests of colour-science (colour.difference, BSD-3-Clause,
 * commit 9d743142), printed with eight or more decimals.
 */
#ifndef VECTORS_DIFFERENCES_H
#define VECTORS_DIFFERENCES_H

#include "scalptone/colour.h"

static const sct_lab DIFFERENCE_REFERENCE = {100, 21.57210357, 272.22819350};

typedef struct difference_vector { sct_lab sample; double de94_graphic_arts, de94_textiles, cmc, de2000; } difference_vector;

static const difference_vector DIFFERENCES[] = {
    {{100, 426.67945353, 72.39590835}, 83.779225500887094, 88.335553057506502, 172.70477129, 94.03564903},
    {{100, 74.05216981, 276.45318193}, 10.053931954553839, 10.612657890048272, 20.59732717, 14.87906419},
    {{100, 8.32281957, -73.58297716}, 57.535453706667425, 60.368687261063329, 121.71841479, 68.23111251},
};

#endif
