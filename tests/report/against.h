/*
 * tests/report/against.h - a JSON text held against a JSON Schema.
 *
 * The checker knows the part of JSON Schema that ours use. A word that it does
 * not know is a fault, so that nothing passes for want of a rule.
 */
#ifndef TESTS_REPORT_AGAINST_H
#define TESTS_REPORT_AGAINST_H

#include "base/base.h"

enum { FAULT_SIZE = 256 };

/* Writes the first fault of a text against a schema into `fault`, or "" where it fits. every_key: a key that the schema does
 * not name is a fault even where additional ones are not forbidden, and every key that it names is required. */
void fault_against(const char *schema, const void *text, size_t size, int every_key, char fault[FAULT_SIZE]);

#endif
