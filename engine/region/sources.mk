SOURCES += engine/region/shapes.c engine/region/spans.c engine/region/mask.c engine/region/cloud.c engine/region/estimator.c \
           engine/region/bootstrap.c engine/region/trust.c engine/region/model.c engine/region/surface.c \
           engine/region/describe.c engine/region/map.c engine/region/cells.c engine/region/candidates.c engine/region/find_hair.c engine/region/stubble.c \
           engine/region/morph.c engine/region/patch.c engine/region/fibres.c engine/region/unmix.c \
           engine/region/hair.c engine/region/measure.c engine/region/combine.c
# Whole rows at a time: worth vector registers.
FILE_CFLAGS_morph := -O3
FILE_CFLAGS_cells := -O3
FILE_CFLAGS_patch := -O3
