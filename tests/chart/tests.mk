TESTS += tests/chart/test_correct.c tests/chart/test_detect.c tests/chart/test_simulation.c tests/chart/test_card.c tests/chart/test_card_tiers.c tests/chart/test_quality.c tests/chart/test_stress.c tests/chart/test_grey.c tests/chart/test_screenshot.c
TEST_SUPPORT += tests/chart/stage.c tests/chart/card_print.c tests/chart/simulate.c tests/chart/tune.c
TOOLS += tests/chart/card_demo.c
TEST_SCRIPTS += tests/chart/card_page.sh
