TESTS += tests/region/test_shapes.c tests/region/test_estimator.c tests/region/test_region.c
