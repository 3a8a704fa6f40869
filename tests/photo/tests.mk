TESTS += tests/photo/test_photo.c tests/photo/test_write.c tests/photo/test_child.c tests/photo/test_jpeg.c tests/photo/test_corpora.c tests/photo/test_memory.c tests/photo/test_claims.c tests/photo/test_cases.c
TEST_SCRIPTS += tests/photo/file_cases.sh
TEST_SUPPORT += tests/support/photos.c tests/support/mini_png.c tests/support/mini_heic.c
# The second PNG decoder inflates with zlib itself, which comes with libpng.
TEST_LIBS += -lz
