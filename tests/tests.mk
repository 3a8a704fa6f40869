# Test programs (one cmocka program a file), scripts, and what they share.
TEST_FOLDERS := base words num surface colour skin photo pixels chart card correct region palette match preview record verify report phantom api examples bindings cli fuzz bench
-include $(TEST_FOLDERS:%=tests/%/tests.mk)
TEST_SUPPORT += tests/support/support.c
