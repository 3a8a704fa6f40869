/* engine/base/json_scan.h - strict JSON (RFC 8259), looked at before anything is kept of it. */
#ifndef ENGINE_JSON_SCAN_H
#define ENGINE_JSON_SCAN_H

#include <stddef.h>

/* The most brackets that stand open at a time. */
enum { JSON_DEPTH_MAX = 64 };

/* Null when the text is one JSON value within our limits, of *values values in all; else why not, and *at is where. */
const char *json_scan(const char *text, size_t size, size_t *at, size_t *values);

#endif
