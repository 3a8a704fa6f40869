/*
 * bindings/studio/pack/walk.h - where a byte of a WebAssembly module stands: which instruction, which of its numbers, what
 * came before. Whoever has to guess the next byte guesses better by that than by the bytes before it alone. The module is
 * trusted to be whole; of one that is not, guesses are worse and nothing else.
 */
#ifndef STUDIO_PACK_WALK_H
#define STUDIO_PACK_WALK_H

#include <stdint.h>

/* What a byte is. Up to AT_OPCODE it has a meaning of its own; after it, it belongs to a number of an instruction. */
typedef enum walk_place {
    AT_HEAD,
    AT_SECTION,
    AT_SECTION_SIZE,
    AT_OTHER, /* any section but that of code, and all that is no module */
    AT_COUNT,
    AT_BODY_SIZE,
    AT_LOCALS,
    AT_LOCALS_COUNT,
    AT_LOCALS_TYPE,
    AT_OPCODE,
    AT_BLOCK,
    AT_LABEL,
    AT_FUNCTION,
    AT_TYPE,
    AT_LOCAL,
    AT_GLOBAL,
    AT_ALIGN,
    AT_OFFSET,
    AT_I32,
    AT_I64,
    AT_LABEL_COUNT,
    AT_MORE,
    AT_SIMD,
    AT_LABELS,
    AT_BYTES, /* single bytes and numbers of fixed size */
    WALK_PLACES
} walk_place;

enum { WALK_PAST = 5 };

typedef struct walk {
    walk_place place;
    uint32_t at, section, section_end, body_end; /* bytes from the module's beginning */
    uint32_t number, shift, index;               /* of a number that is being read: its value, and which byte of it comes */
    uint32_t left;                               /* how many labels, locals or bytes are to come */
    uint32_t past[WALK_PAST];                    /* instructions, the newest first */
    uint32_t last[WALK_PLACES];                  /* the number that was read last at each place */
    uint32_t before_last;                        /* the local before the last one */
    uint8_t todo[4], todo_count, todo_at;        /* numbers that the instruction still has */
} walk;

/* Takes a byte. */
void walk_take(walk *w, uint8_t byte);

#endif
