TESTS += tests/region/test_shapes.c tests/region/test_estimator.c tests/region/test_region.c tests/region/test_hair.c tests/region/test_purity.c tests/region/test_stubble.c tests/region/test_doubts.c tests/region/test_unsure.c tests/region/test_taps.c tests/region/test_phone.c
TEST_SUPPORT += tests/region/measured.c
TESTS += tests/region/light/test_light.c
TOOLS += tests/region/light/uneven.c
LONG += tests/region/light/uneven:7
TESTS += tests/region/scenes/test_background.c tests/region/scenes/test_believed.c tests/region/scenes/test_scalp.c tests/region/scenes/test_choose.c
