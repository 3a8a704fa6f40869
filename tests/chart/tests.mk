TESTS += tests/chart/test_correct.c tests/chart/test_detect.c tests/chart/test_simulation.c tests/chart/test_card.c tests/chart/test_quality.c
TEST_SUPPORT += tests/chart/stage.c
