/*
 * tests/support/inside.h - for tests that look inside: every room's header,
 * where the structs stand that programs hold as handles, and the calls that
 * fill them in place.
 */
#ifndef TESTS_SUPPORT_INSIDE_H
#define TESTS_SUPPORT_INSIDE_H

#include "api/api.h"
#include "base/base.h"
#include "base/enum_table.h"
#include "base/flag_table.h"
#include "card/card.h"
#include "chart/chart.h"
#include "colour/colour.h"
#include "correct/correct.h"
#include "draw/draw.h"
#include "match/match.h"
#include "num/num.h"
#include "palette/palette.h"
#include "photo/photo.h"
#include "pixels/pixels.h"
#include "preview/preview.h"
#include "region/region.h"
#include "report/report.h"
#include "skin/skin.h"

/* Shapes that stand in a row, as calls want them: pointers, written into `list`. */
static inline const sct_shape *const *point_to(const sct_shape **list, const sct_shape *shapes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        list[i] = &shapes[i];
    return list;
}

#endif
