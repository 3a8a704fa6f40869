TEST_SUPPORT += tests/preview/skins.c
TESTS += tests/preview/test_colour.c tests/preview/test_dots.c tests/preview/test_area.c tests/preview/test_field.c tests/preview/test_gloss.c \
         tests/preview/test_picture.c tests/preview/test_rows.c tests/preview/test_look.c tests/preview/test_seen.c
TOOLS += tests/bench/bench_preview.c
