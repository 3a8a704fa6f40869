/*
 * tests/api/stack_room.h - how deep a call goes: tests run on a stack of our
 * own, which is painted before each call and looked at behind it.
 */
#ifndef TESTS_API_STACK_ROOM_H
#define TESTS_API_STACK_ROOM_H

#include <stddef.h>

/* Runs `tests` in a thread on such a stack; returns what it returned, or -1 where there can be none (sanitizers). */
int stack_room_run(int (*tests)(void));
/* Paints what lies below the caller's frame; does nothing on any other stack. */
void stack_room_paint(void);
/* Bytes below the frame of the last stack_room_paint that were written since; 0 on any other stack. */
size_t stack_room_used(void);

#endif
