/*
 * tests/support/support.h - what test programs share: cmocka with its
 * headers, checks that NaN cannot pass, printed figures, optional data.
 */
#ifndef TESTS_SUPPORT_H
#define TESTS_SUPPORT_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Fails unless |actual - expected| <= tolerance; NaN fails. */
#define assert_near(actual, expected, tolerance) check_near((actual), (expected), (tolerance), #actual, __FILE__, __LINE__)
void check_near(double actual, double expected, double tolerance, const char *what, const char *file, int line);

/* Fails unless value <= limit; NaN fails. */
#define assert_at_most(value, limit) check_at_most((value), (limit), #value, __FILE__, __LINE__)
void check_at_most(double value, double limit, const char *what, const char *file, int line);

/* Prints a line that the test runner shows: figure("sharma: %d of 34", n). */
void figure(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The same for something that could not be tested here. */
void notice(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Path of a file of the optional reference data, or null when the data is not there (say so, then skip()). Static buffer. */
const char *data_path(const char *relative);
/* Skips the running test with a notice when the reference data is not there. */
#define NEED_DATA()                                                                                                         \
    do {                                                                                                                    \
        if (!data_path("")) {                                                                                               \
            notice("no reference data: test skipped");                                                                      \
            skip();                                                                                                         \
        }                                                                                                                   \
    } while (0)

/* Whole file as bytes (terminated by a zero byte that *size does not count), or null. Free with free. */
unsigned char *read_file(const char *path, size_t *size);

/* A CSV file of numbers and words: rows of at most 64 cells; lines that start with # are left out. */
typedef struct csv {
    size_t rows;
    char ***cells;
    int *counts;
} csv;
csv csv_read(const char *path);
void csv_free(csv *table);
double csv_number(const csv *table, size_t row, int column);

double quantile_of(double *values, size_t n, double q); /* sorts */

#endif
