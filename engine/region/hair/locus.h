/*
 * engine/region/hair/locus.h - which colours the hair of people has.
 */
#ifndef ENGINE_REGION_LOCUS_H
#define ENGINE_REGION_LOCUS_H

#include "scalptone/colour.h"

/* How far a colour, Lab D50/2, lies from all that hair which nobody has dyed can be, in units of Lab; 0 inside. */
double region_hair_off_locus(sct_lab lab);

#endif
