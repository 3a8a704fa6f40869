SOURCES += engine/api/pipeline.c engine/api/options.c engine/api/outputs.c engine/api/preview_api.c
