/*
 * scalptone.h - the whole public interface of the scalptone library.
 *
 * Each header below is a chapter of the manual: what it is for, the order of
 * calls with an example, errors and threads. Begin with base.h, which tells the
 * rules that hold everywhere, and follow the photo:
 *
 *     base.h       status, context, limits, names, how the interface grows
 *     flags.h      what is weak about an answer, and what to do about it
 *     colour.h     colours as numbers, and differences between them
 *     photo.h      photos in, pixels out
 *     shape.h      where to look in a photo
 *     measure.h    colours of skin and hair
 *     chart.h      colour charts, and card.h the card that anybody can print
 *     camera.h     one photo of a chart, for all later photos of that camera
 *     skin.h       what an ink looks like in a skin
 *     palette.h    inks, shelf.h the artist's own shelf of them, and swatch.h photos of films
 *     artist.h     how deep, wide and strong an artist's dots heal
 *     scale.h      how large a pixel is on the head
 *     match.h      which ink, at which dilution
 *     preview.h    how it would look on the client's own photo
 *     record.h     what the artist keeps
 *     verify.h     whether the healed result is what was planned
 *     report.h     what people take home: a verdict, a picture, a page
 */
#ifndef SCALPTONE_H
#define SCALPTONE_H

#include "scalptone/artist.h"
#include "scalptone/base.h"
#include "scalptone/camera.h"
#include "scalptone/card.h"
#include "scalptone/chart.h"
#include "scalptone/colour.h"
#include "scalptone/flags.h"
#include "scalptone/match.h"
#include "scalptone/measure.h"
#include "scalptone/palette.h"
#include "scalptone/photo.h"
#include "scalptone/preview.h"
#include "scalptone/record.h"
#include "scalptone/report.h"
#include "scalptone/scale.h"
#include "scalptone/shape.h"
#include "scalptone/shelf.h"
#include "scalptone/skin.h"
#include "scalptone/swatch.h"
#include "scalptone/verify.h"

#endif
