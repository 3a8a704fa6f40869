SOURCES += engine/words/words.c engine/words/words_fit.c
# The languages beside English, in the order of the list in words.c.
LANGUAGES := de es fr pt tr
WORD_FILES := $(LANGUAGES:%=engine/words/%.po)
