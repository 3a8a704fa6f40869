TESTS += tests/palette/test_palette_read.c tests/palette/test_palette_convert.c tests/palette/test_palette_canonical.c
TESTS += tests/palette/test_palette_dilution.c tests/palette/test_palette_shipped.c tests/palette/test_palette_optics.c tests/palette/test_exchange.c tests/palette/test_shelf.c tests/palette/test_artist.c tests/palette/test_cup.c
TEST_SCRIPTS += tests/palette/shipped.sh
TOOLS += tests/palette/make_palettes.c
TEST_SUPPORT += tests/palette/artist_world.c
TOOLS += tests/palette/simulate_artists.c
LONG += tests/palette/simulate_artists:60 tests/palette/simulate_artists:12:2000
