TESTS += tests/match/test_options.c tests/match/test_words.c
