/* engine/base/json_tree.h - what a JSON value is in memory, for the two files that make them: json.c and json_write.c. */
#ifndef ENGINE_JSON_TREE_H
#define ENGINE_JSON_TREE_H

#include "base/base.h"

/* What of a value is its own, and freed with it. */
enum {
    OWN_KEY = 1,
    OWN_TEXT = 2,
    IN_BLOCK = 4,  /* it lies in the block of a document */
    IS_ROOT = 8,   /* the first of that block */
    IS_BROKEN = 16 /* it could not take a child */
};

struct json {
    json *next;
    char *key; /* null outside objects */
    union {
        double number;
        char *text; /* of strings, and of numbers that were built: what is printed for them */
        json *child;
    } as;
    json *last; /* the last child */
    uint32_t count;
    unsigned char kind, is_text, boolean, flags;
};

/* Puts a value behind the others of an array or object. */
static inline void json_link(json *parent, json *child)
{
    if (parent->last)
        parent->last->next = child;
    else
        parent->as.child = child;
    parent->last = child;
    parent->count++;
}

#endif
