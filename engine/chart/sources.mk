SOURCES += engine/chart/chart_complain.c engine/chart/chart_confirm.c engine/chart/chart_grid.c engine/chart/chart_homography.c engine/chart/chart_open.c \
           engine/chart/chart_options.c engine/chart/chart_read.c engine/chart/chart_refine.c engine/chart/chart_sample.c \
           engine/chart/chart_score.c engine/chart/chart_screen.c engine/chart/chart_shade.c engine/chart/chart_table.c \
           engine/chart/search/chart_blobs.c engine/chart/search/chart_lattice.c engine/chart/search/chart_orient.c \
           engine/chart/search/chart_plane.c engine/chart/search/chart_search.c
# Loops over whole pictures that want vector instructions.
FILE_CFLAGS_chart_plane := -O3
