/* tests/report/made_up.h - a measurement and a ranking with fixed numbers, so that their JSON is the same everywhere. */
#ifndef TESTS_REPORT_MADE_UP_H
#define TESTS_REPORT_MADE_UP_H

#include "report/report.h"

enum { MADE_UP_ROWS = 2 };

sct_measurement made_up_measurement(void);
match_ranking made_up_ranking(const sct_measurement *measurement, match_candidate rows[MADE_UP_ROWS]);

#endif
