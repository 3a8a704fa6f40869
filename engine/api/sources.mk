SOURCES += engine/api/pipeline.c engine/api/options.c engine/api/outputs.c
SOURCES += engine/api/preview.c engine/api/preview_look.c engine/api/preview_gloss.c engine/api/preview_paint.c engine/api/preview_picture.c
