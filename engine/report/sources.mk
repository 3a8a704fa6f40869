SOURCES += engine/report/report_json.c engine/report/report_match.c engine/report/report_heal.c engine/report/report_chart.c
SOURCES += engine/report/report_overlay.c
SOURCES += engine/report/report_schema_table.c
SOURCES += engine/report/report_verdict.c
SOURCES += engine/report/page/page.c engine/report/page/page_parts.c engine/report/page/page_plot.c \
           engine/report/page/page_pictures.c engine/report/page/page_slots.c engine/report/page/page_template.c \
           engine/report/page/page_text.c engine/report/page/page_verified.c
# The pages as a browser reads them; the Makefile makes arrays of these files.
PAGE_FILES := engine/report/page/consultation.html engine/report/page/consultation.css engine/report/page/consultation.js \
              engine/report/page/verification.html engine/report/page/verification.css
SOURCES += engine/report/report_preview.c engine/report/report_sheet.c
SOURCES += engine/report/read/read_fields.c engine/report/read/read_measurement.c engine/report/read/read_ranking.c \
           engine/report/read/read_healed.c engine/report/read/read_chart.c
