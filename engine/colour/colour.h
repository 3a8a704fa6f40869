/*
 * engine/colour/colour.h - the colour room for other rooms: everything public
 * of scalptone/colour.h and a few helpers that are not.
 */
#ifndef ENGINE_COLOUR_H
#define ENGINE_COLOUR_H

#include "base/base.h"
#include "num/num.h"
#include "scalptone/colour.h"

#define DEG_PER_RAD 57.29577951308232

/* XYZ under from_white -> XYZ under to_white, as one matrix. */
num_mat3 colour_adaptation(sct_xyz from_white, sct_xyz to_white, sct_adaptation adaptation);

#endif
