TESTS += tests/palette/test_palette_read.c tests/palette/test_palette_convert.c tests/palette/test_palette_canonical.c \
         tests/palette/test_palette_dilution.c
