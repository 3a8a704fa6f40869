TESTS += tests/num/test_num.c
