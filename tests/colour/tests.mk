TESTS += tests/colour/test_lab.c tests/colour/test_adapt.c tests/colour/test_rgb.c tests/colour/test_spectrum.c
TESTS += tests/colour/test_difference.c tests/colour/test_batch.c tests/colour/test_nearest.c tests/colour/test_cam16.c
TESTS += tests/colour/test_misuse.c tests/colour/test_labels.c tests/colour/test_locus.c tests/colour/test_doubt.c
TOOLS += tests/bench/bench_colour.c
