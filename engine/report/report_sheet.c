/* engine/report/report_sheet.c - a contact sheet of looks beside the untouched photo, and the mark that says what it is. */
#include "report/report_private.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { GAP = 16, LINES = 4, LETTER = 2, LINE = FONT_LINE * LETTER, COLUMNS_MAX = 4, NARROWEST = 456 };
static const char mark_word[] = "simulation";
static const draw_colour paper = {250, 250, 250}, ink_colour = {30, 30, 30}, quiet = {110, 110, 110};

/* ---- the mark ---- */

report_mark report_mark_for(uint32_t width, uint32_t height)
{
    int letters = (int)strlen(mark_word), side = (int)(width < height ? width : height);
    int scale = side / 300 < 1 ? 1 : side / 300;
    report_mark m = {.scale = scale, .width = (letters * FONT_ADVANCE + 3) * scale, .height = (FONT_HEIGHT + 4) * scale};
    m.x = 2 * scale;
    m.y = (int)height - m.height - 2 * scale;
    if (m.x + m.width > (int)width || m.y < 0)
        m.width = 0;
    return m;
}

int report_mark_at(const report_mark *m, int x, int y)
{
    int u = x - m->x, v = y - m->y;
    if (u < 0 || v < 0 || u >= m->width || v >= m->height)
        return 0;
    int column = (u - 2 * m->scale) / m->scale, row = (v - 2 * m->scale) / m->scale;
    if (u < 2 * m->scale || v < 2 * m->scale || row >= FONT_HEIGHT)
        return 1;
    int letter = column / FONT_ADVANCE, at = column % FONT_ADVANCE;
    if (letter >= (int)strlen(mark_word) || at >= FONT_WIDTH)
        return 1;
    return font_5x7[mark_word[letter] - FONT_FIRST][at] >> row & 1 ? 2 : 1;
}

static void draw_mark(draw_canvas *canvas, int x, int y, int width, int height)
{
    report_mark m = report_mark_for((uint32_t)width, (uint32_t)height);
    for (int j = m.y; j < m.y + m.height; j++)
        for (int i = m.x; i < m.x + m.width; i++) {
            int what = report_mark_at(&m, i, j);
            draw_colour colour = {what == 2 ? 255 : 0, what == 2 ? 255 : 0, what == 2 ? 255 : 0};
            draw_tint(canvas, x + i, y + j, colour, what == 2 ? 0.9 : 0.35);
        }
}

/* ---- labels ---- */

static void age_words(const sct_look *look, char out[48])
{
    if (look->when.age == SCT_AGE_YEARS)
        snprintf(out, 48, "after %g years", look->when.years);
    else
        snprintf(out, 48, "%s", sct_age_name(look->when.age));
}

/* The looks of this sheet that nobody could tell from this one. */
static void tie_words(const sct_look *look, const report_panel *panels, size_t count, char out[128])
{
    size_t n = 0;
    for (size_t k = 0; k < count; k++)
        for (size_t i = 0; i < look->tie_count && n < 100; i++)
            if (panels[k].look && panels[k].look->rank == look->tied_with[i])
                n += (size_t)snprintf(out + n, 128 - n, "%s%zu", n ? ", " : "a tie: cannot be told from ",
                                      look->tied_with[i]);
}

static void describe(const sct_look *look, char lines[LINES][128])
{
    char age[48], shade[48];
    age_words(look, age);
    snprintf(shade, sizeof shade, look->ready ? "ready" : "shade %g", look->parts_water);
    if (look->rank)
        snprintf(lines[0], 128, "%zu  %.90s", look->rank, look->title);
    else
        snprintf(lines[0], 128, "%.96s", look->title);
    snprintf(lines[1], 128, "%s, %.0f dots per cm2, %s", shade, look->density_per_cm2, age);
    snprintf(lines[2], 128, "area L* %.1f a* %.1f b* %.1f", look->area_lab.L, look->area_lab.a, look->area_lab.b);
}

/* What holds for all: scale, area, view. */
static void headline(const sct_preview_info *info, char out[160])
{
    char view[64] = "near";
    if (info->view == SCT_VIEW_FAR)
        snprintf(view, sizeof view, "far (blurred by %.2g mm)", info->blur_mm);
    snprintf(out, 160, "A simulation, no promise. %s %.3g mm per pixel; seen %s.",
             info->scale_source == SCT_SCALE_GIVEN ? "Scale" : "Scale ASSUMED:", info->mm_per_px, view);
}

/* One panel at (x, y) with its lines below, which may be wider. */
static void draw_panel(draw_canvas *canvas, const report_panel *panel, int x, int y, int width, int height, int watermark,
                       const char *ties)
{
    char lines[LINES][128] = {"The photo as it is", "", "", ""};
    for (int j = 0; j < height; j++)
        memcpy(canvas->rgb + 3 * ((size_t)(y + j) * (size_t)canvas->width + (size_t)x),
               panel->rgb + 3 * (size_t)j * (size_t)width, 3 * (size_t)width);
    if (panel->look)
        describe(panel->look, lines);
    snprintf(lines[LINES - 1], sizeof lines[0], "%s", ties);
    if (panel->look && watermark)
        draw_mark(canvas, x, y, width, height);
    size_t letters = (size_t)(width > NARROWEST ? width : NARROWEST) / (FONT_ADVANCE * LETTER);
    for (int i = 0; i < LINES; i++)
        draw_text(canvas, x, y + height + LETTER * 3 + i * LINE, lines[i], letters, LETTER, i ? quiet : ink_colour);
}

sct_status report_sheet(sct_context *ctx, const sct_preview_info *info, const report_panel *panels, size_t count, int width,
                        int height, int watermark, sct_bytes *out)
{
    sct_status status = SCT_OK;
    int columns = count <= COLUMNS_MAX ? (int)count : count <= 6 ? 3 : COLUMNS_MAX;
    int rows = ((int)count + columns - 1) / columns, cell = height + LINES * LINE + 2 * GAP;
    int step = (width > NARROWEST ? width : NARROWEST) + GAP;
    draw_canvas canvas = {.width = columns * step + GAP, .height = rows * cell + 2 * GAP + LINE};
    size_t size = 0;
    char text[160];
    TRY(size_mul(ctx, (size_t)canvas.width * 3, (size_t)canvas.height, &size));
    TRY(mem_new(ctx, size, 1, (void **)&canvas.rgb));
    draw_fill(&canvas, 0, 0, canvas.width, canvas.height, paper);
    headline(info, text);
    draw_text(&canvas, GAP, GAP, text, (size_t)(canvas.width - GAP) / (FONT_ADVANCE * LETTER), LETTER, ink_colour);
    for (size_t i = 0; i < count; i++) {
        char ties[128] = "";
        if (panels[i].look)
            tie_words(panels[i].look, panels, count, ties);
        draw_panel(&canvas, &panels[i], GAP + (int)i % columns * step, 2 * GAP + LINE + (int)i / columns * cell, width,
                   height, watermark, ties);
    }
    TRY(photo_write_png(ctx, canvas.rgb, (uint32_t)canvas.width, (uint32_t)canvas.height, 3, 1, out));
done:
    mem_free(canvas.rgb);
    return status;
}
