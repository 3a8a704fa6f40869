TESTS += tests/base/test_base.c
