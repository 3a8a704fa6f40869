TESTS += tests/photo/test_photo.c
TEST_SUPPORT += tests/support/photos.c
