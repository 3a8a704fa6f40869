TESTS += tests/pixels/test_pixels.c
