TESTS += tests/record/test_record.c tests/record/test_seal.c
