# The phantom: renders sample photos with known truth. Linked to every test program; phantom is the program.
TEST_SUPPORT += tests/phantom/spectra.c tests/phantom/spectra_table.c tests/phantom/library.c tests/phantom/scene.c \
  tests/phantom/camera.c tests/phantom/card.c tests/phantom/render.c tests/phantom/truth.c tests/phantom/encode.c
TESTS += tests/phantom/test_phantom.c tests/phantom/test_figures.c tests/phantom/test_trust.c
TOOLS += tests/phantom/phantom.c
TEST_SCRIPTS += tests/phantom/tool.sh
