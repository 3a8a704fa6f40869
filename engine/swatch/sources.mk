SOURCES += engine/swatch/swatch_read.c engine/swatch/swatch_join.c engine/swatch/swatch_ink.c engine/swatch/swatch_cup.c
