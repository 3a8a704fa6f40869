/* engine/preview/preview_mark.c - the words on a picture that say what it is: a simulation, at a scale that may be assumed.
 */
#include "draw/draw.h"
#include "preview/preview.h"

#include <string.h>

/* From the longest down: the first that there is room for. */
static const char *const mark_words[] = {"simulation, scale assumed", "simulation", "sim"};

preview_mark preview_mark_for(const preview_facts *info, uint32_t width, uint32_t height)
{
    int side = (int)(width < height ? width : height), scale = side / 300 < 1 ? 1 : side / 300;
    preview_mark m = {.scale = scale, .x = 2 * scale, .height = (FONT_HEIGHT + 4) * scale};
    m.y = (int)height - m.height - 2 * scale;
    for (size_t i = !region_scale_is_assumed(info->scale_source); i < sizeof mark_words / sizeof mark_words[0] && m.y >= 0;
         i++) {
        m.words = mark_words[i];
        m.width = ((int)strlen(m.words) * FONT_ADVANCE + 3) * scale;
        if (m.x + m.width <= (int)width)
            return m;
    }
    m.width = 0;
    return m;
}

int preview_mark_at(const preview_mark *m, int x, int y)
{
    int u = x - m->x, v = y - m->y;
    if (u < 0 || v < 0 || u >= m->width || v >= m->height)
        return 0;
    int column = (u - 2 * m->scale) / m->scale, row = (v - 2 * m->scale) / m->scale;
    if (u < 2 * m->scale || v < 2 * m->scale || row >= FONT_ROWS)
        return 1;
    int letter = column / FONT_ADVANCE, at = column % FONT_ADVANCE;
    if (letter >= (int)strlen(m->words) || at >= FONT_WIDTH)
        return 1;
    return font_5x7[m->words[letter] - FONT_FIRST][at] >> row & 1 ? 2 : 1;
}
