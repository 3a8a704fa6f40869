TEST_SCRIPTS += tests/examples/older.sh tests/examples/installed.sh tests/examples/elsewhere.sh
# In the suite these two build a sample, here all of it.
LONG_SCRIPTS += tests/examples/older.sh tests/examples/elsewhere.sh
