TESTS += tests/record/test_record.c
