/* engine/base/json_scan.h - strict JSON (RFC 8259), looked at before anything is kept of it. */
#ifndef ENGINE_JSON_SCAN_H
#define ENGINE_JSON_SCAN_H

#include <stddef.h>

/* Null when the text is one JSON value within our limits; else why not, and *at is where. */
const char *json_scan(const char *text, size_t size, size_t *at);

#endif
