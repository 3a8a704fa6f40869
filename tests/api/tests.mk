TESTS += tests/api/test_calls.c
TESTS += tests/api/test_options.c
TESTS += tests/api/test_failing_malloc.c
TESTS += tests/api/test_threads.c
