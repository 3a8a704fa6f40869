TESTS += tests/chart/test_chart.c
