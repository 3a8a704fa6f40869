/* engine/preview/preview_mark.c - the words on a picture that say what it is: a simulation, at a scale that may be assumed.
 */
#include "draw/draw.h"
#include "preview/preview.h"
#include "words/words.h"

#include <math.h>
#include <string.h>

/* From the longest down: the first that there is room for. */
static const char *const mark_words[] = {"simulation, scale assumed", "simulation", "sim"};

static draw_type type_of(double size)
{
    return (draw_type){.size = size, .bold = 1};
}

preview_mark preview_mark_for(const preview_facts *info, int language, uint32_t width, uint32_t height)
{
    /* Read on a picture of any size: a thirtieth of its shorter side. */
    double size = fmin(fmax(fmin(width, height) / 30.0, 11), 160), margin = size / 4;
    draw_type type = type_of(size);
    preview_mark m = {.size = size, .x = (int)margin, .height = draw_line_height(&type)};
    m.y = (int)height - m.height - (int)margin;
    for (size_t i = !region_scale_is_assumed(info->scale_source); i < sizeof mark_words / sizeof mark_words[0] && m.y >= 0;
         i++) {
        words_say(language, mark_words[i], m.words, sizeof m.words);
        m.width = (int)ceil(draw_text_width(m.words, strlen(m.words), &type) + 2 * margin);
        if (m.x + m.width <= (int)width)
            return m;
    }
    m.width = 0;
    return m;
}

void preview_mark_cover(const preview_mark *m, int x, int y, float *cover, int count)
{
    draw_type type = type_of(m->size);
    draw_text_cover(m->words, strlen(m->words), &type, m->x + m->size / 4 - x, y - m->y, cover, count);
}

void preview_mark_draw(const preview_mark *m, uint8_t *rgb, uint32_t width, uint32_t x, uint32_t y)
{
    enum { SOME = 128 };
    float cover[SOME];
    for (int j = m->y; j < m->y + m->height && m->width; j++)
        for (int i = m->x; i < m->x + m->width; i += SOME) {
            int n = m->x + m->width - i < SOME ? m->x + m->width - i : SOME;
            uint8_t *p = rgb + 3 * ((size_t)(y + (uint32_t)j) * width + x + (size_t)i);
            preview_mark_cover(m, i, j, cover, n);
            for (int k = 0; k < 3 * n; k++) {
                float ground = (float)p[k] * PREVIEW_MARK_GROUND;
                p[k] = (uint8_t)(ground + cover[k / 3] * PREVIEW_MARK_LETTER * (255 - ground) + 0.5F);
            }
        }
}
