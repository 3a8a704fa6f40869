/* engine/region/where/shapes.c - a shape as people type it: text to numbers and back. */
#include "region/where/where.h"

#include <math.h>
#include <string.h>

/* Beyond this a coordinate is a slip of the finger, not a place: fifteen times the longest side any photo may have. */
static const double coordinate_max = 1e6;

typedef struct shape_kind {
    const char *word; /* before the colon */
    sct_shape_kind kind;
    size_t numbers_min, numbers_max;
    const char *form;
} shape_kind;

static const shape_kind kinds[] = {
    {"rect", SCT_SHAPE_RECT, 4, 4, "rect:X,Y,W,H"},
    {"circle", SCT_SHAPE_CIRCLE, 3, 3, "circle:X,Y,R"},
    {"poly", SCT_SHAPE_POLY, 6, 2 * SCT_POLY_MAX, "poly:X,Y X,Y X,Y..."},
    {"point", SCT_SHAPE_POINT, 2, 2, "point:X,Y"},
    {"line", SCT_SHAPE_STROKE, 4, 2 * SCT_POLY_MAX, "line:X,Y X,Y..."},
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

/* The kind whose word and colon start the text; *rest is what follows. */
static const shape_kind *kind_of(const char *text, const char **rest)
{
    for (size_t i = 0; i < KINDS; i++) {
        size_t n = strlen(kinds[i].word);
        if (strncmp(text, kinds[i].word, n) == 0 && text[n] == ':') {
            *rest = text + n + 1;
            return &kinds[i];
        }
    }
    return NULL;
}

/* Numbers with optional % after each, parted by commas, or by commas and spaces in turn for a polygon or line. */
static sct_status read_numbers(sct_context *ctx, const shape_kind *kind, const char *s, sct_shape *shape)
{
    for (;;) {
        const char *end;
        double value = text_number(s, &end);
        if (end == s)
            return diag_set(ctx, SCT_ERR_SHAPE, "a number is missing in the shape at \"%.20s\"; write %s", s, kind->form);
        if (!(fabs(value) <= coordinate_max))
            return diag_set(ctx, SCT_ERR_SHAPE, "%.20s in the shape is too large; coordinates are pixels or percent", s);
        if (shape->count == kind->numbers_max)
            return diag_set(ctx, SCT_ERR_SHAPE, "too many numbers in the shape; write %s, decimals with a point",
                            kind->form);
        shape->percent[shape->count] = *end == '%';
        shape->v[shape->count++] = value;
        s = end + (*end == '%');
        if (*s == '\0')
            break;
        char separator = kind->numbers_max > 4 && shape->count % 2 == 0 ? ' ' : ',';
        if (*s != separator)
            return diag_set(ctx, SCT_ERR_SHAPE, "\"%.20s\" is not understood in the shape; write %s", s, kind->form);
        s++;
        while (separator == ' ' && *s == ' ')
            s++;
    }
    if (shape->count < kind->numbers_min || shape->count % 2 != kind->numbers_min % 2)
        return diag_set(ctx, SCT_ERR_SHAPE, "the shape has %zu numbers; write %s", shape->count, kind->form);
    return SCT_OK;
}

sct_status region_shape_parse(sct_context *ctx, const char *text, sct_role role, sct_shape *out)
{
    sct_status status = SCT_OK;
    sct_shape shape = {.role = role};
    const char *rest = NULL;

    sct_context_clear(ctx);
    if (!text || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_shape_parse needs a text and a place for the shape");
    const shape_kind *kind = kind_of(text, &rest);
    if (kind) {
        shape.kind = kind->kind;
        TRY(read_numbers(ctx, kind, rest, &shape));
        size_t last = shape.count - 1;
        if (kind->kind == SCT_SHAPE_RECT && !(shape.v[2] > 0 && shape.v[3] > 0))
            FAIL(ctx, SCT_ERR_SHAPE, "the rectangle is empty; width and height must be above 0");
        if (kind->kind == SCT_SHAPE_CIRCLE && !(shape.v[last] > 0))
            FAIL(ctx, SCT_ERR_SHAPE, "the circle is empty; its radius must be above 0");
    } else if (strncmp(text, "mask:", 5) == 0 && text[5] != '\0') {
        shape.kind = SCT_SHAPE_MASK;
    } else if (strcmp(text, "auto") != 0) {
        FAIL(ctx, SCT_ERR_SHAPE,
             "\"%.40s\" is not a shape; use auto, rect:X,Y,W,H, circle:X,Y,R, poly:X,Y X,Y X,Y..., point:X,Y, "
             "line:X,Y X,Y... or mask:FILE.png",
             text);
    }
    *out = shape;
done:
    return status;
}

void region_shape_text(const sct_shape *shape, char *out, size_t capacity)
{
    if (shape->kind == SCT_SHAPE_AUTO || shape->kind == SCT_SHAPE_MASK) {
        text_copy(out, capacity, shape->kind == SCT_SHAPE_AUTO ? "auto" : "mask");
        return;
    }
    const shape_kind *kind = kinds;
    while (kind->kind != shape->kind)
        kind++;
    text_copy(out, capacity, kind->word);
    for (size_t i = 0; i < shape->count && i < 2 * SCT_POLY_MAX; i++) {
        char number[32], piece[40];
        text_from_number(number, sizeof number, shape->v[i], 2, 1);
        char before = i == 0 ? ':' : kind->numbers_max > 4 && i % 2 == 0 ? ' ' : ',';
        size_t n = strlen(number), used = strlen(out), at = 0;
        piece[at++] = before;
        memcpy(piece + at, number, n);
        at += n;
        if (shape->percent[i])
            piece[at++] = '%';
        piece[at] = '\0';
        if (used + at + 4 > capacity) { /* room for "..." and the end stays until the last number */
            text_copy(out + used, capacity - used, "...");
            return;
        }
        memcpy(out + used, piece, at + 1);
    }
}
