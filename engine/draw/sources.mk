SOURCES += engine/draw/draw.c engine/draw/font_table.c
