SOURCES += engine/record/record.c engine/record/record_table.c engine/record/record_values.c engine/record/record_json.c \
           engine/record/record_check.c engine/record/record_fill.c engine/record/record_seal.c
