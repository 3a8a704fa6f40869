SOURCES += engine/palette/palette.c engine/palette/palette_read.c engine/palette/usual_table.c engine/palette/palette_ink.c \
           engine/palette/palette_colour.c engine/palette/palette_convert.c engine/palette/palette_field.c \
           engine/palette/palette_canonical.c engine/palette/palette_json.c engine/palette/palette_dilution.c engine/palette/palette_optics.c
