TEST_SCRIPTS += tests/bindings/python.sh tests/bindings/js.sh
