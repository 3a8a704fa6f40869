CLI_SOURCES += cli/main.c
