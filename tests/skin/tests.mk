TESTS += tests/skin/test_slab.c tests/skin/test_forward.c tests/skin/test_fit.c
TOOLS += tests/bench/bench_skin.c
