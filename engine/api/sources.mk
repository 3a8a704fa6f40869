SOURCES += engine/api/pipeline.c engine/api/options.c engine/api/api_library.c engine/api/api_shape.c engine/api/api_measurement.c \
  engine/api/api_camera.c engine/api/api_chart.c engine/api/api_skin.c engine/api/api_palette.c engine/api/api_ranking.c engine/api/api_preview.c engine/api/api_photo.c engine/api/api_report.c engine/api/api_swatch.c engine/api/api_verify.c
