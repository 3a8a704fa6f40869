/* tests/correct/tune.h - fits the constants of engine/chart/correct_judge.c and prints them. */
#ifndef TESTS_CHART_TUNE_H
#define TESTS_CHART_TUNE_H

#include "correct/simulate.h"

/* Fits the doubt of a method to colours and prints it as C. */
void tune_doubt(const simulate_colours *colours, int method);

#endif
