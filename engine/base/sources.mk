SOURCES += engine/base/base.c engine/base/enum.c engine/base/enum_table.c engine/base/flags.c engine/base/flag_table.c \
  engine/base/elementary.c engine/base/elementary_exp.c engine/base/elementary_angle.c engine/base/elementary_error.c engine/base/text.c engine/base/json.c engine/base/json_scan.c engine/base/sha256.c engine/base/task.c
