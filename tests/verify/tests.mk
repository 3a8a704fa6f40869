TEST_SUPPORT += tests/verify/pairs.c
TESTS += tests/verify/test_verify.c
TOOLS += tests/verify/measure_verify.c
