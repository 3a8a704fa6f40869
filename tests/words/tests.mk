TESTS += tests/words/test_words.c
TEST_SCRIPTS += tests/words/whole.sh tests/words/spoken.sh tests/words/help.sh
