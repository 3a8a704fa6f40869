/* engine/report/report_sheet.c - a contact sheet of looks beside the untouched photo, and the mark that says what it is. */
#include "report/report_private.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* NARROWEST: twenty letters. WIDEST: four of the widest panels. */
enum {
    GAP = 16,
    LINES_MAX = 10,
    LETTER = 2,
    LINE = FONT_LINE * LETTER,
    NARROWEST = 240,
    WIDEST = 4 * (560 + GAP),
    HEADLINE = 320
};
static const double unsure_de00 = 5; /* from here on no ink is picked */
/* From the longest down: the first that there is room for. */
static const char *const mark_words[] = {"simulation, scale assumed", "simulation", "sim"};
static const draw_colour paper = {250, 250, 250}, ink_colour = {30, 30, 30}, quiet = {110, 110, 110};

/* ---- the mark ---- */

report_mark report_mark_for(const sct_preview_info *info, uint32_t width, uint32_t height)
{
    int side = (int)(width < height ? width : height), scale = side / 300 < 1 ? 1 : side / 300;
    report_mark m = {.scale = scale, .x = 2 * scale, .height = (FONT_HEIGHT + 4) * scale};
    m.y = (int)height - m.height - 2 * scale;
    for (size_t i = info->scale_source == SCT_SCALE_GIVEN; i < sizeof mark_words / sizeof mark_words[0] && m.y >= 0; i++) {
        m.words = mark_words[i];
        m.width = ((int)strlen(m.words) * FONT_ADVANCE + 3) * scale;
        if (m.x + m.width <= (int)width)
            return m;
    }
    m.width = 0;
    return m;
}

int report_mark_at(const report_mark *m, int x, int y)
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

static void draw_mark(draw_canvas *canvas, const sct_preview_info *info, int x, int y, int width, int height)
{
    report_mark m = report_mark_for(info, (uint32_t)width, (uint32_t)height);
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

typedef struct sheet_layout {
    const sct_preview_info *info;
    int width, height, watermark; /* of a panel; whether it is marked */
    size_t letters;               /* a line */
} sheet_layout;

/* What stands below a panel, in lines no wider than it. */
typedef struct caption {
    char lines[LINES_MAX][128];
    int count, title; /* lines; those of the title */
} caption;

/* Adds a sentence, broken between words, or within one that is wider than a line. */
static void add_words(caption *c, size_t letters, const char *text)
{
    while (*text && c->count < LINES_MAX) {
        size_t n = strlen(text);
        if (n > letters) {
            for (n = letters; n > 0 && text[n] != ' ';)
                n--;
            n = n ? n : letters;
        }
        snprintf(c->lines[c->count++], sizeof c->lines[0], "%.*s", (int)n, text);
        for (text += n; *text == ' ';)
            text++;
    }
}

static void describe(const sct_preview_info *info, const sct_look *look, const char *ties, size_t letters, caption *out)
{
    char age[48], text[160];
    *out = (caption){.count = 0};
    if (!look) {
        add_words(out, letters, info->view == SCT_VIEW_FAR ? "The photo, as far away" : "The photo as it is");
        out->title = out->count;
        return;
    }
    if (look->rank)
        snprintf(text, sizeof text, "%zu  %.90s", look->rank, look->title);
    else
        snprintf(text, sizeof text, "%.96s", look->title);
    add_words(out, letters, text);
    out->title = out->count;
    age_words(look, age);
    size_t n = (size_t)snprintf(text, sizeof text, look->ready ? "ready" : "shade %g", look->parts_water);
    snprintf(text + n, sizeof text - n, ", %.0f dots per cm2, %s", look->density_per_cm2, age);
    add_words(out, letters, text);
    snprintf(text, sizeof text, "area L* %.1f a* %.1f b* %.1f", look->area_lab.L, look->area_lab.a, look->area_lab.b);
    add_words(out, letters, text);
    add_words(out, letters, ties);
}

/* What holds for all: colours, scale, view. */
static void headline(const sct_preview_info *info, char out[HEADLINE])
{
    char view[64] = "near";
    if (info->view == SCT_VIEW_FAR)
        snprintf(view, sizeof view, "far (blurred by %.2g mm)", info->blur_mm);
    char colours[96] = "";
    if (info->skin_u95_de00 >= unsure_de00)
        snprintf(colours, sizeof colours, " The photo's colours may be off by dE00 %.0f, and with them the inks.",
                 info->skin_u95_de00);
    snprintf(out, HEADLINE, "A simulation, no promise.%s %s %.3g mm per pixel; seen %s.", colours,
             info->scale_source == SCT_SCALE_GIVEN ? "Scale" : "Scale ASSUMED:", info->mm_per_px, view);
}

/* One panel at (x, y) with its caption below. */
static void draw_panel(draw_canvas *canvas, const sheet_layout *at, const report_panel *panel, const caption *words, int x,
                       int y)
{
    for (int j = 0; j < at->height; j++)
        memcpy(canvas->rgb + 3 * ((size_t)(y + j) * (size_t)canvas->width + (size_t)x),
               panel->rgb + 3 * (size_t)j * (size_t)at->width, 3 * (size_t)at->width);
    if (panel->look && at->watermark)
        draw_mark(canvas, at->info, x, y, at->width, at->height);
    for (int i = 0; i < words->count; i++)
        draw_text(canvas, x, y + at->height + LETTER * 3 + i * LINE, words->lines[i], at->letters, LETTER,
                  i >= words->title ? quiet : ink_colour);
}

sct_status report_sheet(sct_context *ctx, const sct_preview_info *info, const report_panel *panels, size_t count, int width,
                        int height, int watermark, sct_bytes *out)
{
    sct_status status = SCT_OK;
    int step = (width > NARROWEST ? width : NARROWEST) + GAP, lines = 0;
    int columns = (int)count * step <= WIDEST ? (int)count : count <= 6 ? 3 : 4;
    sheet_layout at = {info, width, height, watermark, (size_t)(step - GAP) / (FONT_ADVANCE * LETTER)};
    draw_canvas canvas = {.width = columns * step + GAP};
    caption captions[SCT_LOOK_MAX + 1], head = {.count = 0};
    char text[HEADLINE];
    size_t size = 0;
    for (size_t i = 0; i < count; i++) {
        char ties[128] = "";
        if (panels[i].look)
            tie_words(panels[i].look, panels, count, ties);
        describe(info, panels[i].look, ties, at.letters, &captions[i]);
        lines = captions[i].count > lines ? captions[i].count : lines;
    }
    headline(info, text);
    add_words(&head, (size_t)(canvas.width - 2 * GAP) / (FONT_ADVANCE * LETTER), text);
    int top = 2 * GAP + head.count * LINE, cell = height + lines * LINE + 2 * GAP;
    canvas.height = top + ((int)count + columns - 1) / columns * cell;
    TRY(size_mul(ctx, (size_t)canvas.width * 3, (size_t)canvas.height, &size));
    TRY(mem_new(ctx, size, 1, (void **)&canvas.rgb));
    draw_fill(&canvas, 0, 0, canvas.width, canvas.height, paper);
    for (int i = 0; i < head.count; i++)
        draw_text(&canvas, GAP, GAP + i * LINE, head.lines[i], sizeof head.lines[0], LETTER, ink_colour);
    for (size_t i = 0; i < count; i++)
        draw_panel(&canvas, &at, &panels[i], &captions[i], GAP + (int)i % columns * step, top + (int)i / columns * cell);
    TRY(photo_write_png(ctx, canvas.rgb, (uint32_t)canvas.width, (uint32_t)canvas.height, 3, 1, out));
done:
    mem_free(canvas.rgb);
    return status;
}
