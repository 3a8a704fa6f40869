/* engine/report/report_sheet.c - a contact sheet of looks beside the untouched photo. */
#include "report/report_private.h"
#include "words/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* NARROWEST: some thirty letters. WIDEST: four of the widest panels. */
enum { GAP = 16, LINES_MAX = 10, NARROWEST = 240, WIDEST = 4 * (560 + GAP), HEADLINE = 320 };
static const draw_colour paper = {250, 250, 250};
static const draw_type heading = {.size = 26, .bold = 1, .colour = {30, 30, 30}};
static const draw_type title = {.size = 18, .bold = 1, .colour = {30, 30, 30}};
static const draw_type words = {.size = 15, .bold = 0, .colour = {70, 70, 70}};

/* ---- labels ---- */

static void age_words(const sct_look *look, char out[48])
{
    if (look->when.age == SCT_AGE_YEARS)
        text_print(out, 48, "after %g years", look->when.years);
    else
        text_print(out, 48, "%s", sct_age_name(look->when.age));
}

/* The looks of this sheet that nobody could tell from this one. */
static void tie_words(const sct_look *look, const sct_look *looks, size_t count, char out[128])
{
    char list[96] = "";
    size_t n = 0;
    for (size_t k = 0; k < count; k++)
        for (size_t i = 0; i < look->tie_count && n < sizeof list - 24; i++)
            if (looks[k].rank == look->tied_with[i])
                n += (size_t)text_print(list + n, sizeof list - n, "%s%zu", n ? ", " : "", look->tied_with[i]);
    text_print(out, 128, n ? "by this photo as good as %s" : "%s", list);
}

/* Side by side, dE00 of 1 can just be seen. From afar single dots are not seen. */
static int looks_alike(const preview_facts *info, const sct_look *a, const sct_look *b)
{
    const double seen_de00 = 1;
    int dots = info->view == SCT_VIEW_FAR || sct_de2000(a->dot_lab, b->dot_lab) < seen_de00;
    return dots && sct_de2000(a->area_lab, b->area_lab) < seen_de00;
}

/* Equal panels show nothing to choose by: which of those before it look like this one. "" where it is seen to differ. */
static void alike_words(const preview_facts *info, const sct_look *looks, size_t i, char out[128])
{
    char list[96] = "";
    size_t n = 0;
    for (size_t k = 0; k < i && n < sizeof list - 24; k++)
        if (looks_alike(info, &looks[k], &looks[i]))
            n +=
                (size_t)text_print(list + n, sizeof list - n, "%s%zu", n ? ", " : "", looks[k].rank ? looks[k].rank : k + 1);
    text_print(out, 128, n ? "no visible difference to option %s" : "%s", list);
}

/* Whether no two of them can be told apart, so that the sheet as a whole says so. */
static int all_alike(const preview_facts *info, const sct_look *looks, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++)
            if (!looks_alike(info, &looks[k], &looks[i]))
                return 0;
    return count > 1;
}

/* Words in lines no wider than a panel, or than the sheet. */
typedef struct caption {
    char lines[LINES_MAX][128];
    int count, titled; /* lines; those of the title, which come first */
    int language;
} caption;

static void add_words(caption *c, double width, const char *english, const draw_type *type)
{
    char said[WORDS_ROOM];
    const char *text = said;
    words_say(c->language, english, said, sizeof said);
    for (const char *next; *text && c->count < LINES_MAX; text = next) {
        size_t n = draw_text_line(text, width, type, &next);
        text_print(c->lines[c->count++], sizeof c->lines[0], "%.*s", (int)n, text);
        c->titled += type->bold;
    }
}

/* What to pour together, as the bottles are called; the shade where no volumes were worked out. */
static void recipe_words(const sct_look *look, char out[160])
{
    if (look->ready)
        text_print(out, 160, "ready to use");
    else if (!isfinite(look->ink_ml) || !isfinite(look->water_ml))
        text_print(out, 160, "shade %g: 1 part of ink to %g of water", look->parts_water, look->parts_water);
    else if (look->second_ml > 0)
        text_print(out, 160, "%.2f ml and %.2f ml of the inks + %.2f ml water", look->ink_ml, look->second_ml,
                   look->water_ml);
    else if (look->water_ml > 0)
        text_print(out, 160, "%.2f ml ink + %.2f ml water", look->ink_ml, look->water_ml);
    else
        text_print(out, 160, "undiluted");
}

static void describe(const preview_facts *info, const sct_look *look, const char *alike, const char *ties, double width,
                     caption *out)
{
    char age[48], text[160];
    if (!look) {
        add_words(out, width, info->view == SCT_VIEW_FAR ? "The photo, as far away" : "The photo as it is", &title);
        return;
    }
    if (look->rank)
        text_print(text, sizeof text, "%zu  %.90s", look->rank, look->title);
    else
        text_print(text, sizeof text, "%.96s", look->title);
    add_words(out, width, text, &title);
    recipe_words(look, text);
    add_words(out, width, text, &words);
    age_words(look, age);
    text_print(text, sizeof text, "%.0f dots per cm2, %s", look->density_per_cm2, age);
    add_words(out, width, text, &words);
    add_words(out, width, alike, &words);
    add_words(out, width, ties, &words);
}

/* What holds for all: colours, scale, view. */
static void headline(const preview_facts *info, int alike, char out[HEADLINE])
{
    char scale[96];
    size_t n = (size_t)text_print(out, HEADLINE, "A simulation, no promise. ");
    if (info->skin_u95_de00 >= MATCH_UNSURE_U95)
        n += (size_t)text_print(out + n, HEADLINE - n,
                                "The photo's colours may be off by %.0f, where 1 can just be seen, and with them the inks. ",
                                info->skin_u95_de00);
    text_print(scale, sizeof scale,
               region_scale_is_assumed(info->scale_source) ? "Scale ASSUMED: %.3g mm per pixel."
                                                           : "Scale: %.3g mm per pixel.",
               info->mm_per_px);
    text_print(out + n, HEADLINE - n, "%s%s", alike ? "No visible difference between these options. " : "", scale);
}

/* Where everything goes: panel 0 is the photo as it is, panel i look i - 1. */
typedef struct sheet {
    const preview_facts *info;
    preview_panel panel;
    uint8_t *rgb; /* of a panel; owned */
    draw_canvas canvas;
    caption head, captions[SCT_LOOK_MAX + 1];
    int columns, step, top, cell; /* panels in a row; pixels from one to the next, above the first, down to the next */
} sheet;

static void write_words(sheet *s, const sct_look *looks, size_t count, int language)
{
    char text[HEADLINE], ties[128] = "", alike[128] = "";
    double width = s->step - GAP;
    s->head = (caption){.language = language};
    for (size_t i = 0; i <= count; i++)
        s->captions[i] = s->head;
    describe(s->info, NULL, alike, ties, width, &s->captions[0]);
    for (size_t i = 0; i < count; i++) {
        ties[0] = '\0';
        tie_words(&looks[i], looks, count, ties);
        alike_words(s->info, looks, i, alike);
        describe(s->info, &looks[i], alike, ties, width, &s->captions[i + 1]);
    }
    add_words(&s->head, s->canvas.width - 2 * GAP,
              s->info->view == SCT_VIEW_FAR ? "How it would look from afar" : "How it would look close up", &heading);
    headline(s->info, all_alike(s->info, looks, count), text);
    add_words(&s->head, s->canvas.width - 2 * GAP, text, &words);
}

/* Writes a caption, or, without a canvas, only measures it; returns how high it is. */
static int put_caption(const caption *c, const draw_type *large, draw_canvas *canvas, int x, int y)
{
    int top = y;
    for (int i = 0; i < c->count; i++) {
        const draw_type *type = i < c->titled ? large : &words;
        if (canvas)
            draw_text(canvas, x, y, c->lines[i], sizeof c->lines[0], type);
        y += draw_line_height(type);
    }
    return y - top;
}

/* Sizes, words, and a canvas of blank paper. */
static sct_status lay_out(sct_context *ctx, sheet *s, const sct_look *looks, size_t count)
{
    sct_status status = SCT_OK;
    int panels = (int)count + 1, below = 0;
    size_t size = 0;
    s->step = ((int)s->panel.width > NARROWEST ? (int)s->panel.width : NARROWEST) + GAP;
    s->columns = panels * s->step <= WIDEST ? panels : panels <= 6 ? 3 : 4;
    s->canvas.width = s->columns * s->step + GAP;
    write_words(s, looks, count, words_chosen(ctx));
    for (int i = 0; i < panels; i++) {
        int high = put_caption(&s->captions[i], &title, NULL, 0, 0);
        below = high > below ? high : below;
    }
    s->top = 2 * GAP + put_caption(&s->head, &heading, NULL, 0, 0);
    s->cell = (int)s->panel.height + below + 2 * GAP;
    s->canvas.height = s->top + (panels + s->columns - 1) / s->columns * s->cell;
    TRY(size_mul(ctx, (size_t)s->canvas.width * 3, (size_t)s->canvas.height, &size));
    TRY(mem_new(ctx, size, 1, (void **)&s->canvas.rgb));
    TRY(mem_new(ctx, 3 * (size_t)s->panel.width, s->panel.height, (void **)&s->rgb));
    memset(s->rgb, paper.r, 3 * (size_t)s->panel.width * s->panel.height);
    draw_fill(&s->canvas, 0, 0, s->canvas.width, s->canvas.height, paper);
    put_caption(&s->head, &heading, &s->canvas, GAP, GAP);
done:
    return status;
}

/* Panel i, as painted, with its caption below. */
static void place_panel(sheet *s, int i, int marked)
{
    int x = GAP + i % s->columns * s->step, y = s->top + i / s->columns * s->cell;
    int wide = (int)s->panel.width, high = (int)s->panel.height;
    if (marked) {
        preview_mark mark = preview_mark_for(s->info, s->head.language, s->panel.width, s->panel.height);
        preview_mark_draw(&mark, s->rgb, s->panel.width, 0, 0);
    }
    for (int j = 0; j < high; j++)
        memcpy(s->canvas.rgb + 3 * ((size_t)(y + j) * (size_t)s->canvas.width + (size_t)x),
               s->rgb + 3 * (size_t)j * (size_t)wide, 3 * (size_t)wide);
    put_caption(&s->captions[i], &title, &s->canvas, x, y + high + GAP / 3);
}

sct_status report_sheet(sct_context *ctx, sct_preview *preview, const sct_look *looks, size_t count, preview_result *results,
                        sct_bytes *out)
{
    sct_status status = SCT_OK;
    preview_result *done_results = NULL;
    sheet s = {.info = preview_info(preview), .panel = preview_panel_of(preview)};
    TRY(mem_new(ctx, count, sizeof *done_results, (void **)&done_results));
    TRY(lay_out(ctx, &s, looks, count));
    for (size_t i = 0; i <= count; i++) {
        const sct_look *look = i ? &looks[i - 1] : NULL;
        progress_span whole = progress_enter(ctx, (double)i / (double)(count + 1), (double)(i + 1) / (double)(count + 1));
        status = preview_panel_paint(ctx, preview, &s.panel, look, i ? &done_results[i - 1] : NULL, s.rgb);
        progress_leave(ctx, whole);
        TRY(status);
        place_panel(&s, (int)i, look && preview_options(preview)->watermark);
    }
    TRY(photo_write_png(ctx, s.canvas.rgb, (uint32_t)s.canvas.width, (uint32_t)s.canvas.height, 3, 1, out));
    if (results)
        memcpy(results, done_results, count * sizeof *results);
done:
    mem_free(s.canvas.rgb);
    mem_free(s.rgb);
    mem_free(done_results);
    return status;
}
