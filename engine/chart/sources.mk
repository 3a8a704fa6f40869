SOURCES += engine/chart/chart_correct.c
