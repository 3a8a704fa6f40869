TESTS += tests/api/test_calls.c
