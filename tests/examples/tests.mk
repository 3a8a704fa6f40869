TEST_SCRIPTS += tests/examples/installed.sh
