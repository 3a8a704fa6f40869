SOURCES += engine/table/table_columns.c engine/table/table_conditions.c engine/table/table_rows.c engine/table/table_text.c \
           engine/table/table_words.c
