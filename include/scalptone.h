/* scalptone.h - the whole public interface of the scalptone library. */
#ifndef SCALPTONE_H
#define SCALPTONE_H

#include "scalptone/base.h"
#include "scalptone/card.h"
#include "scalptone/chart.h"
#include "scalptone/colour.h"
#include "scalptone/match.h"
#include "scalptone/palette.h"
#include "scalptone/photo.h"
#include "scalptone/preview.h"
#include "scalptone/skin.h"

#endif
