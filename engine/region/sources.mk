SOURCES += engine/region/shapes.c engine/region/spans.c engine/region/cloud.c engine/region/estimator.c \
           engine/region/bootstrap.c engine/region/trust.c engine/region/model.c engine/region/surface.c \
           engine/region/describe.c engine/region/map.c engine/region/cells.c engine/region/candidates.c \
           engine/region/measure.c engine/region/combine.c
