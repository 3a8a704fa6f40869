SOURCES += engine/preview/preview.c engine/preview/preview_look.c engine/preview/paint/preview_picture.c engine/preview/paint/preview_panel.c \
           engine/preview/preview_mark.c engine/preview/paint/preview_painter.c engine/preview/paint/preview_ground.c engine/preview/paint/preview_gloss.c \
           engine/preview/preview_area.c engine/preview/preview_labels.c engine/preview/preview_hairline.c engine/preview/preview_dots.c engine/preview/preview_stamp.c \
           engine/preview/preview_field.c engine/preview/preview_tone.c engine/preview/preview_blur.c
# Stamps and rows: worth vector registers.
FILE_CFLAGS_preview_field := -O3
FILE_CFLAGS_preview_blur := -O3
FILE_CFLAGS_preview_painter := -O3
FILE_CFLAGS_preview_gloss := -O3
FILE_CFLAGS_preview_labels := -O3
FILE_CFLAGS_preview_area := -O3
