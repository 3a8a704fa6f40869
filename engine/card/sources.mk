SOURCES += engine/card/card_cells.c engine/card/card_codes_table.c \
           engine/card/card_design.c engine/card/card_find.c engine/card/card_grey.c engine/card/card_measure.c \
           engine/card/card_outline.c engine/card/card_quad.c engine/card/card_refine.c engine/card/card_svg.c engine/card/card_pdf.c engine/card/card_draw.c engine/card/card_swatches.c \
           engine/card/card_tags.c
# Loops over whole pictures that want vector instructions.
FILE_CFLAGS_card_grey := -O3
FILE_CFLAGS_card_outline := -O3
