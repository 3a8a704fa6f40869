TESTS += tests/colour/test_lab.c tests/colour/test_difference.c
