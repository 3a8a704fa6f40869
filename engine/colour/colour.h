/*
 * engine/colour/colour.h - the colour room for other rooms: everything public
 * of scalptone/colour.h and a few helpers that are not.
 */
#ifndef ENGINE_COLOUR_H
#define ENGINE_COLOUR_H

#include "base/base.h"
#include "num/num.h"
#include "scalptone/colour.h"

#endif
