TEST_SUPPORT += tests/match/client.c tests/match/simulate.c tests/match/hands/kinds.c
TESTS += tests/match/test_options.c tests/match/test_words.c tests/match/test_rank.c tests/match/test_blend.c \
         tests/match/test_predict.c tests/match/test_shadow.c tests/match/test_usual.c tests/match/test_clients.c \
         tests/match/hands/test_hands.c
TOOLS += tests/match/advice_table.c tests/match/attainable.c tests/match/hands/hands.c
LONG += tests/match/attainable:20:5202
