/* tests/api/stack_room.c */
#include "api/stack_room.h"

#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Sanitizers lay out frames of their own. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CAN_PAINT 0
#else
#define CAN_PAINT 1
#endif

enum { ROOM = 2 << 20, PAINT = 0xa5, MARGIN = 512 /* below the caller's frame: our own frames while we paint */ };

static unsigned char *room;      /* null: no such stack */
static unsigned char *caller_at; /* where the frame stood that asked for paint */

void stack_room_paint(void)
{
    unsigned char here;
    if (!room)
        return;
    caller_at = &here;
    memset(room, PAINT, (size_t)((uintptr_t)&here - (uintptr_t)room) - MARGIN);
}

size_t stack_room_used(void)
{
    if (!room)
        return 0;
    const unsigned char *deepest = room;
    while (*deepest == PAINT)
        deepest++;
    return (size_t)((uintptr_t)caller_at - (uintptr_t)deepest);
}

typedef struct work {
    int (*tests)(void);
    int result;
} work;

static void *in_thread(void *user)
{
    work *w = user;
    w->result = w->tests();
    return NULL;
}

int stack_room_run(int (*tests)(void))
{
    work w = {tests, -1};
    pthread_t thread;
    pthread_attr_t attributes;
    if (!CAN_PAINT || pthread_attr_init(&attributes))
        return -1;
    room = aligned_alloc(4096, ROOM);
    if (room && !pthread_attr_setstack(&attributes, room, ROOM) && !pthread_create(&thread, &attributes, in_thread, &w))
        (void)pthread_join(thread, NULL);
    (void)pthread_attr_destroy(&attributes);
    free(room);
    room = NULL;
    return w.result;
}
