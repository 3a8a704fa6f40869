TESTS += tests/skin/test_slab.c tests/skin/test_forward.c tests/skin/test_monte_carlo.c tests/skin/test_dots.c
TESTS += tests/skin/test_fit.c tests/skin/test_heal.c tests/skin/test_signs.c tests/skin/test_pigment.c tests/skin/test_drawdown.c tests/skin/test_hair.c
TESTS += tests/skin/test_dot.c tests/skin/test_priors.c tests/skin/test_healed_photos.c
TEST_SUPPORT += tests/skin/monte_carlo.c tests/skin/dot_photons.c
TOOLS += tests/bench/bench_skin.c
