/*
 * tests/bench/row.h - one row of the table that `make bench` prints last (bench.sh): tabs between name, unit, our figure,
 * the peer and its figure (empty and 0 where there is none), what is asked of their ratio (0: nothing), and + where more is
 * better.
 */
#ifndef TESTS_BENCH_ROW_H
#define TESTS_BENCH_ROW_H

#include <stdio.h>

static inline void bench_row(const char *name, const char *unit, double ours, const char *peer, double theirs, double asked,
                             int more_is_better)
{
    printf("row\t%s\t%s\t%.6g\t%s\t%.6g\t%g\t%s\n", name, unit, ours, peer, theirs, asked, more_is_better ? "+" : "-");
}

#endif
