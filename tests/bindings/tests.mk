TEST_SCRIPTS += tests/bindings/python.sh
