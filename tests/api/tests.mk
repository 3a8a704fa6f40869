TESTS += tests/api/test_calls.c
TESTS += tests/api/test_options.c
TESTS += tests/api/test_failing_malloc.c
TESTS += tests/api/test_threads.c
TESTS += tests/api/test_growth.c
TEST_SCRIPTS += tests/api/counted.sh
