TESTS += tests/base/test_base.c tests/base/test_elementary.c tests/base/test_enum.c tests/base/test_flags.c tests/base/test_task.c
TEST_SCRIPTS += tests/base/locale.sh
