SOURCES += engine/palette/palette.c engine/palette/palette_read.c engine/palette/usual_table.c engine/palette/palette_ink.c \
           engine/palette/palette_colour.c engine/palette/palette_convert.c engine/palette/palette_field.c \
           engine/palette/palette_canonical.c engine/palette/palette_json.c engine/palette/palette_dilution.c engine/palette/palette_optics.c \
           engine/palette/exchange/exchange.c engine/palette/exchange/exchange_ase.c engine/palette/exchange/exchange_cells.c \
           engine/palette/exchange/exchange_cgats_read.c engine/palette/exchange/exchange_cgats_write.c \
           engine/palette/exchange/exchange_columns_table.c engine/palette/exchange/exchange_csv_read.c \
           engine/palette/exchange/exchange_csv_write.c engine/palette/exchange/exchange_draft.c \
           engine/palette/exchange/exchange_gpl.c engine/palette/exchange/exchange_lost.c \
           engine/palette/exchange/exchange_sbz_read.c engine/palette/exchange/exchange_sbz_write.c engine/palette/exchange/exchange_zip.c \
           engine/palette/shelf/shelf_add.c engine/palette/shelf/shelf_advice.c engine/palette/shelf/shelf_merge.c engine/palette/shelf/shelf_restricted_table.c \
           engine/palette/shelf/shelf_stock.c engine/palette/shelf/shelf_substitute.c engine/palette/shelf/shelf_tree.c
