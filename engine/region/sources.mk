SOURCES += engine/region/where/shapes.c engine/region/where/spans.c engine/region/where/mask.c engine/region/where/grow.c engine/region/where/map.c \
           engine/region/where/cells.c
SOURCES += engine/region/robust/cloud.c engine/region/robust/estimator.c engine/region/robust/bootstrap.c \
           engine/region/robust/trust.c engine/region/robust/model.c engine/region/robust/peaks.c
SOURCES += engine/region/fibre/morph.c engine/region/fibre/pale.c engine/region/fibre/patch.c engine/region/fibre/fibres.c engine/region/fibre/count.c engine/region/fibre/unmix.c
SOURCES += engine/region/find/find_skin.c engine/region/find/find_hair.c engine/region/find/find_stubble.c engine/region/find/evidence.c engine/region/find/doubt_hair.c engine/region/find/no_head.c engine/region/find/refuse.c engine/region/find/background.c engine/region/find/choose_hair.c engine/region/find/scalp.c engine/region/find/spread_hair.c
SOURCES += engine/region/hair/hair_locus.c engine/region/hair/strand.c engine/region/hair/stubble.c engine/region/hair/measure_hair.c
SOURCES += engine/region/surface.c engine/region/plain.c engine/region/describe.c engine/region/measure.c engine/region/combine.c engine/region/photo_scale.c
# Whole rows at a time: worth vector registers.
FILE_CFLAGS_morph := -O3
FILE_CFLAGS_spread_hair := -O3
FILE_CFLAGS_cells := -O3
FILE_CFLAGS_patch := -O3
