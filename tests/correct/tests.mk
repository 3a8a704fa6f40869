TESTS += tests/correct/test_camera.c tests/correct/test_correct.c tests/correct/test_flash.c tests/correct/test_grey.c tests/correct/test_grey_find.c tests/correct/test_partial.c tests/correct/test_quality.c tests/correct/test_screenshot.c \
         tests/correct/spectra/test_spectra.c tests/correct/test_simulation.c tests/correct/test_steep.c tests/correct/test_twins.c
TEST_SUPPORT += tests/correct/simulate.c tests/correct/tune.c
TOOLS += tests/correct/spectra/residuals.c
