TOOLS += tests/bench/measured.c tests/bench/scenes.c tests/bench/stages.c
