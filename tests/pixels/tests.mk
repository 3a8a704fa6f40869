TESTS += tests/pixels/test_profiles.c tests/pixels/test_spaces.c tests/pixels/test_rows.c tests/pixels/test_encode.c tests/pixels/test_window.c
TEST_SUPPORT += tests/support/images.c
