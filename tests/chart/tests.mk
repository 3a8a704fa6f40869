TESTS += tests/chart/test_detect.c tests/chart/test_stress.c
TEST_SUPPORT += tests/chart/stage.c
