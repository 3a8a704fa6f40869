/*
 * correct_bars.c - whether a photo is a screenshot: it has furniture around it.
 *
 * Status bars, letterboxes, the ground of a page or of a window are of one
 * exact colour along straight lines of pixels, and end from one line to the
 * next. A sensor leaves grain on everything that is not clipped, and nothing
 * that is clipped ends along a line of pixels: a lens blurs it, and nobody
 * holds a camera as level as that.
 *
 * So: every row and column is sampled; lines that share one colour exactly,
 * several of them side by side, whose neighbour all at once does not have it,
 * are an edge of furniture. JPEG keeps flat blocks exact and ruffles the block
 * in which an edge lies.
 */
#include "correct/correct_steps.h"

#include <string.h>

enum {
    SAMPLES = 64,    /* of a line */
    FLAT_LEAST = 45, /* of them with the line's colour: the rest may be text and symbols */
    LINES_LEAST = 8, /* side by side */
    SUDDEN = 2,      /* lines within which the colour is gone */
    RUFFLED = 17,    /* and within which JPEG's blocks are over */
    LEAST_DROP = 26, /* samples that lose the colour at an edge */
    WHOLE_DROP = 60, /* the same all along a line: a thing cut out on white does not reach both borders */
    NEAR = 10,       /* code values: shades of the bar's own colour are no end of it */
    SIDE_LEAST = 64  /* pixels of a picture in which edges are looked for */
};

/* A picture with its rows, or its columns, as lines. */
typedef struct lines {
    const pixels_image *image;
    photo_window window;
    int columns;
    uint32_t count, length;
    uint32_t *colour; /* of most samples of each line, 0xRRGGBB */
    uint8_t *same;    /* how many samples have it; 0: there is no such colour */
} lines;

static uint32_t place_of(uint32_t sample, uint32_t length)
{
    return (uint32_t)((2 * (uint64_t)sample + 1) * length / (2 * SAMPLES));
}

static uint32_t pixel(const lines *l, uint32_t line, uint32_t sample)
{
    uint8_t rgb[3];
    uint32_t along = place_of(sample, l->length);
    uint32_t x = l->columns ? line : along, y = l->columns ? along : line;
    pixels_rgb8_row(l->image, l->window.x + x, l->window.y + y, 1, rgb);
    return (uint32_t)rgb[0] << 16 | (uint32_t)rgb[1] << 8 | rgb[2];
}

/* The colour that more than half of the samples have (Boyer and Moore 1981), and how many do. */
static void survey_line(lines *l, uint32_t line)
{
    uint32_t colours[SAMPLES], held = 0;
    int votes = 0;
    uint8_t same = 0;
    for (uint32_t i = 0; i < SAMPLES; i++) {
        colours[i] = pixel(l, line, i);
        if (votes == 0)
            held = colours[i];
        votes += colours[i] == held ? 1 : -1;
    }
    for (uint32_t i = 0; i < SAMPLES; i++)
        same = (uint8_t)(same + (colours[i] == held));
    l->colour[line] = held;
    l->same[line] = 2 * same > SAMPLES ? same : 0;
}

static int differ(uint32_t a, uint32_t b)
{
    int most = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
        int d = (int)(a >> shift & 255) - (int)(b >> shift & 255);
        d = d < 0 ? -d : d;
        most = d > most ? d : most;
    }
    return most;
}

/* Samples of a line that are this colour but for a few code values. */
static int count_near(const lines *l, uint32_t line, uint32_t colour, int tolerance)
{
    int n = 0;
    for (uint32_t i = 0; i < SAMPLES; i++)
        n += differ(pixel(l, line, i), colour) <= tolerance;
    return n;
}

/* How many samples lose the colour of the flat lines up to `last` beyond it, going by `step`; 0: it is not gone at once, or
 * comes back. */
static int drop_after(const lines *l, uint32_t last, int step, int lossy)
{
    uint32_t colour = l->colour[last];
    int64_t sudden = (int64_t)last + step * SUDDEN, far = (int64_t)last + step * (lossy ? RUFFLED : SUDDEN);
    int64_t beyond = far + step * LINES_LEAST;
    if (sudden < 0 || sudden >= l->count || beyond < 0 || beyond >= l->count ||
        l->same[last] - count_near(l, (uint32_t)sudden, colour, 0) < LEAST_DROP)
        return 0;
    int least = l->same[last];
    for (int64_t at = far; at != beyond && least >= LEAST_DROP; at += step) {
        int drop = l->same[last] - count_near(l, (uint32_t)at, colour, NEAR);
        least = drop < least ? drop : least;
    }
    return least;
}

static int is_flat(const lines *l, int64_t line, uint32_t colour)
{
    return line >= 0 && line < l->count && l->same[line] >= FLAT_LEAST && l->colour[line] == colour;
}

/* Whether all channels are at an end of the range, where photos are flat, too. */
static int is_extreme(uint32_t colour)
{
    for (int shift = 0; shift <= 16; shift += 8)
        if ((colour >> shift & 255) > 2 && (colour >> shift & 255) < 253)
            return 0;
    return 1;
}

/* Whether furniture ends among these lines. Black and white must reach from the picture's border to all of a line. */
static int has_edge(const lines *l, int lossy)
{
    for (int step = -1; step <= 1; step += 2) {
        uint32_t run = 0;
        for (uint32_t i = 0; i < l->count; i++) {
            uint32_t line = step > 0 ? i : l->count - 1 - i, colour = l->colour[line];
            if (!is_flat(l, line, colour)) {
                run = 0;
                continue;
            }
            run = is_flat(l, (int64_t)line - step, colour) ? run + 1 : 1;
            if (run < LINES_LEAST || is_flat(l, (int64_t)line + step * SUDDEN, colour))
                continue;
            int drop = drop_after(l, line, step, lossy);
            if (is_extreme(colour) ? run == i + 1 && drop >= WHOLE_DROP : drop >= LEAST_DROP)
                return 1;
        }
    }
    return 0;
}

static sct_status survey(sct_context *ctx, lines *l, int lossy, int *found)
{
    sct_status status = SCT_OK;
    TRY(mem_new(ctx, l->count, sizeof *l->colour, (void **)&l->colour));
    TRY(mem_new(ctx, l->count, sizeof *l->same, (void **)&l->same));
    for (uint32_t i = 0; i < l->count; i++)
        survey_line(l, i);
    *found |= has_edge(l, lossy);
done:
    mem_free(l->colour);
    mem_free(l->same);
    return status;
}

sct_status correct_bars(sct_context *ctx, const pixels_image *image, int lossy, sct_flags *flags)
{
    sct_status status = SCT_OK;
    photo_window w = pixels_window(image);
    int found = 0;

    if (w.width < SIDE_LEAST || w.height < SIDE_LEAST || flags_have(flags, "screenshot"))
        return SCT_OK;
    for (int columns = 0; columns < 2 && !found; columns++) {
        lines l = {.image = image, .window = w, .columns = columns, .count = columns ? w.width : w.height};
        l.length = columns ? w.height : w.width;
        TRY(survey(ctx, &l, lossy, &found));
    }
    if (found)
        photo_flag_screenshot(flags,
                              "this is a screenshot, or a picture in a frame: around it lie bars of one exact colour");
done:
    return status;
}
