TESTS += tests/chart/test_detect.c tests/chart/test_stress.c tests/chart/test_small.c
TEST_SUPPORT += tests/chart/stage.c
