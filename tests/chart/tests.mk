TESTS += tests/chart/test_chart.c tests/chart/test_detect.c
TEST_SUPPORT += tests/chart/stage.c
