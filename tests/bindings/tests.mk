TEST_SCRIPTS += tests/bindings/python.sh tests/bindings/sources.sh tests/bindings/js.sh
