TOOLS += tests/bench/measured.c tests/bench/scenes.c tests/bench/stages.c
TOOLS += tests/bench/bench_shelf.c
TOOLS += tests/bench/bench_nearest.c
