TEST_SCRIPTS += tests/examples/older.sh tests/examples/installed.sh tests/examples/elsewhere.sh
