TEST_SCRIPTS += tests/examples/installed.sh tests/examples/elsewhere.sh
