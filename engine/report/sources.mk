SOURCES += engine/report/report_json.c engine/report/report_match.c engine/report/report_heal.c engine/report/report_chart.c
SOURCES += engine/report/report_overlay.c
SOURCES += engine/report/report_schema_table.c
SOURCES += engine/report/report_preview.c engine/report/report_sheet.c
SOURCES += engine/report/read/read_fields.c engine/report/read/read_measurement.c engine/report/read/read_ranking.c \
           engine/report/read/read_healed.c engine/report/read/read_chart.c
