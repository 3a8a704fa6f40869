SOURCES += engine/draw/draw.c engine/draw/draw_type.c engine/draw/type_table.c
