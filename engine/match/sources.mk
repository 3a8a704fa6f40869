SOURCES += engine/match/match_options.c engine/match/match_words.c
