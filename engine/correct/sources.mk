SOURCES += engine/correct/camera/correct_camera_balance.c engine/correct/camera/correct_camera_json.c \
           engine/correct/camera/correct_camera_use.c engine/correct/correct.c engine/correct/correct_bars.c engine/correct/correct_chart.c \
           engine/correct/correct_cover.c engine/correct/correct_elsewhere.c engine/correct/correct_find.c \
           engine/correct/correct_flags.c engine/correct/flash/correct_flash.c engine/correct/flash/correct_flash_align.c engine/correct/grey/correct_grey.c engine/correct/grey/correct_grey_find.c \
           engine/correct/grey/correct_grey_things.c engine/correct/correct_judge.c \
           engine/correct/correct_known.c engine/correct/correct_light.c engine/correct/correct_model.c engine/correct/correct_plane.c \
           engine/correct/correct_quality.c engine/correct/correct_transfer.c engine/correct/correct_twins.c \
           engine/correct/spectra/correct_spectra.c engine/correct/spectra/correct_spectra_table.c
