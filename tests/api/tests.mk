TEST_SUPPORT += tests/api/consultation.c tests/api/structs.c tests/api/stack_room.c
TESTS += tests/api/test_calls.c tests/api/test_stack.c
TESTS += tests/api/test_nulls.c
TESTS += tests/api/test_from_lab.c
TESTS += tests/api/test_options.c tests/api/test_sizes.c
TESTS += tests/api/test_records.c
TESTS += tests/api/test_failing_malloc.c tests/api/test_little_memory.c
TESTS += tests/api/test_threads.c
ifeq ($(CONFIG),count) # elsewhere it has nothing to count with; counted.sh builds and runs it
TESTS += tests/api/test_growth.c
endif
LONG_SCRIPTS += tests/api/counted.sh
