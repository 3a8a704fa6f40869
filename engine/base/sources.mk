SOURCES += engine/base/base.c engine/base/text.c engine/base/json.c engine/base/json_scan.c engine/base/sha256.c
