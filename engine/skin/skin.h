/*
 * engine/skin/skin.h - light in skin and ink, for other rooms.
 */
#ifndef ENGINE_SKIN_H
#define ENGINE_SKIN_H

#include "colour/colour.h"
#include "num/num.h"
#include "scalptone/skin.h"

#endif
