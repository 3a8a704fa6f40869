SOURCES += engine/chart/chart_correct.c engine/chart/chart_options.c engine/chart/chart_find.c engine/chart/chart_grid.c engine/chart/chart_search.c engine/chart/chart_plane.c \
           engine/chart/chart_blobs.c engine/chart/chart_lattice.c engine/chart/chart_homography.c engine/chart/chart_score.c \
           engine/chart/chart_orient.c engine/chart/chart_refine.c engine/chart/chart_sample.c engine/chart/chart_table.c \
           engine/chart/chart_read.c engine/chart/chart_fit.c engine/chart/chart_judge.c engine/chart/chart_grey.c \
           engine/chart/chart_flags.c engine/chart/chart_quality.c engine/chart/chart_screen.c engine/chart/chart_shade.c \
           engine/chart/chart_confirm.c engine/chart/chart_bars.c engine/chart/chart_elsewhere.c \
           engine/chart/card_design.c engine/chart/card_svg.c engine/chart/card_grey.c engine/chart/card_tags.c \
           engine/chart/card_find.c engine/chart/card_refine.c engine/chart/card_light.c engine/chart/card_measure.c \
           engine/chart/card_transfer.c
# Loops over whole pictures that want vector instructions.
FILE_CFLAGS_chart_plane := -O3
FILE_CFLAGS_card_grey := -O3
