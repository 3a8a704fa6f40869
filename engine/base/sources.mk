SOURCES += engine/base/base.c engine/base/text.c engine/base/json.c engine/base/sha256.c
