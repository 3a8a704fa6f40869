/* engine/draw/draw_type.h - letters as outlines, for draw_type.c and the table of them. */
#ifndef ENGINE_DRAW_TYPE_H
#define ENGINE_DRAW_TYPE_H

#include <stddef.h>
#include <stdint.h>

/* Of the table: units to an em; letters, from the baseline up and down. */
enum { TYPE_UNITS = 1000, TYPE_ASCENT = 969, TYPE_DESCENT = 241 };

typedef struct type_letter {
    uint16_t code, advance, first; /* Unicode; units to the next letter; its first point: it ends where the next begins */
} type_letter;

/* Letters in the order of their codes, with one more behind the last. A point is x and, times 4, y; of the two low bits 1
 * says that it lies on the curve (else it is the control point of a parabola), and 2 that a closed curve ends with it. */
typedef struct type_face {
    const type_letter *letters;
    size_t count;
    const int16_t (*points)[2];
} type_face;
/* Regular, bold. */
extern const type_face type_faces[2];

#endif
