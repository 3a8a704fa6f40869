TEST_SCRIPTS += tests/surface/layers.sh tests/surface/circles.sh tests/surface/words.sh tests/surface/headers.sh tests/surface/symbols.sh
