SOURCES += engine/report/report_schema_table.c
