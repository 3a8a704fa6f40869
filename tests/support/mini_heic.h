/*
 * tests/support/mini_heic.h - a HEIC of one grey-brown picture (128 x 128), to
 * which a test gives code points and a profile.
 */
#ifndef TESTS_MINI_HEIC_H
#define TESTS_MINI_HEIC_H

#include "support/photos.h"

/* nclx with these code points unless primaries is negative; a prof box with the profile unless it is null. */
blob make_heic(int primaries, int transfer, const void *icc, size_t icc_size);

#endif
