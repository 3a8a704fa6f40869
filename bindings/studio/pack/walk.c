/*
 * bindings/studio/pack/walk.c - a walk through a module of WebAssembly (core specification 2.0, chapter 5, with SIMD and
 * bulk memory), byte by byte.
 */
#include "studio/pack/walk.h"

static void todo(walk *w, walk_place place)
{
    w->todo[w->todo_count++] = (uint8_t)place;
}

static void start_number(walk *w, walk_place place)
{
    w->place = place;
    w->number = w->shift = w->index = 0;
}

/* What comes after a number or an instruction. */
static void go_on(walk *w)
{
    if (w->todo_at < w->todo_count) {
        start_number(w, w->todo[w->todo_at++]);
        return;
    }
    start_number(w, AT_OPCODE);
    if (w->at == w->body_end)
        w->place = w->at == w->section_end ? AT_SECTION : AT_BODY_SIZE;
}

static void todo_bytes(walk *w, uint32_t count)
{
    todo(w, AT_BYTES);
    w->left = count;
}

static void todo_memory(walk *w)
{
    todo(w, AT_ALIGN);
    todo(w, AT_OFFSET);
}

/* The numbers of an instruction. */
static void numbers_of(walk *w, uint8_t code)
{
    /* one number each: 2 to 4, 12 to 14, 16, 32 to 36, 65, 66, 252, 253 */
    static const uint8_t one[][3] = {{0x02, 0x04, AT_BLOCK},    {0x0c, 0x0d, AT_LABEL}, {0x0e, 0x0e, AT_LABEL_COUNT},
                                     {0x10, 0x10, AT_FUNCTION}, {0x11, 0x11, AT_TYPE},  {0x20, 0x22, AT_LOCAL},
                                     {0x23, 0x24, AT_GLOBAL},   {0x41, 0x41, AT_I32},   {0x42, 0x42, AT_I64},
                                     {0xfc, 0xfc, AT_MORE},     {0xfd, 0xfd, AT_SIMD}};
    w->todo_count = w->todo_at = 0;
    for (uint32_t i = 0; i < sizeof one / sizeof one[0]; i++)
        if (code >= one[i][0] && code <= one[i][1])
            todo(w, (walk_place)one[i][2]);
    if (code >= 0x28 && code <= 0x3e)
        todo_memory(w);
    if (code == 0x11 || code == 0x3f || code == 0x40)
        todo_bytes(w, 1);
    if (code == 0x43 || code == 0x44)
        todo_bytes(w, code == 0x43 ? 4 : 8);
}

/* Those of an instruction that is itself a number. */
static void more_numbers(walk *w, uint32_t code)
{
    w->todo_count = w->todo_at = 0;
    if (w->place == AT_MORE) {
        w->past[0] = 0xc0 | (code & 15);
        if (code >= 8 && code <= 11)
            todo_bytes(w, code == 8 || code == 10 ? 2 : 1);
        return;
    }
    w->past[0] = 0x100 | (code & 255);
    if (code <= 11 || (code >= 84 && code <= 93))
        todo_memory(w);
    if (code == 12 || code == 13)
        todo_bytes(w, 16);
    else if ((code >= 21 && code <= 34) || (code >= 84 && code <= 91))
        todo_bytes(w, 1);
}

static void end_number(walk *w)
{
    uint32_t value = w->number;
    if (w->place == AT_LOCAL)
        w->before_last = w->last[AT_LOCAL];
    w->last[w->place] = value;
    if (w->place == AT_LABEL_COUNT) {
        w->left = value + 1;
        start_number(w, AT_LABELS);
        return;
    }
    if (w->place == AT_LABELS && --w->left) {
        start_number(w, AT_LABELS);
        return;
    }
    if (w->place == AT_MORE || w->place == AT_SIMD)
        more_numbers(w, value);
    go_on(w);
}

static void end_frame(walk *w)
{
    uint32_t value = w->number;
    switch (w->place) {
    case AT_SECTION_SIZE:
        w->section_end = w->at + value;
        start_number(w, w->section == 10 ? AT_COUNT : AT_OTHER);
        break;
    case AT_COUNT: start_number(w, AT_BODY_SIZE); break;
    case AT_BODY_SIZE:
        w->body_end = w->at + value;
        start_number(w, AT_LOCALS);
        break;
    case AT_LOCALS:
        w->left = value;
        for (int i = 0; i < WALK_PAST; i++)
            w->past[i] = 0;
        start_number(w, value ? AT_LOCALS_COUNT : AT_OPCODE);
        break;
    default: start_number(w, AT_LOCALS_TYPE);
    }
}

static void take_number(walk *w, uint8_t byte)
{
    w->number |= (uint32_t)(byte & 127) << (w->shift & 31);
    w->shift += 7;
    w->index++;
    if (byte & 128)
        return;
    if (w->place < AT_OPCODE)
        end_frame(w);
    else
        end_number(w);
}

void walk_take(walk *w, uint8_t byte)
{
    w->at++;
    switch (w->place) {
    case AT_HEAD:
        if (w->at == 8)
            w->place = AT_SECTION;
        return;
    case AT_SECTION:
        w->section = byte;
        start_number(w, AT_SECTION_SIZE);
        return;
    case AT_OTHER:
        if (w->at == w->section_end)
            w->place = AT_SECTION;
        return;
    case AT_LOCALS_TYPE: start_number(w, --w->left ? AT_LOCALS_COUNT : AT_OPCODE); return;
    case AT_OPCODE:
        for (int i = WALK_PAST - 1; i > 0; i--)
            w->past[i] = w->past[i - 1];
        w->past[0] = byte;
        numbers_of(w, byte);
        go_on(w);
        return;
    case AT_BYTES:
        if (--w->left == 0)
            go_on(w);
        else
            w->index++;
        return;
    default: take_number(w, byte);
    }
}
