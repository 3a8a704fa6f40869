TOOLS += tests/bench/measured.c
