SOURCES += engine/skin/light/streams.c engine/skin/light/slab.c engine/skin/light/slab_plain.c engine/skin/light/slab_avx2.c engine/skin/light/slab_avx512.c engine/skin/light/lateral.c
# The kernels' loops over streams are short and of fixed length: -O3 unrolls them.
FILE_CFLAGS_slab_plain := $(if $(filter asan tsan cover,$(CONFIG)),,-O3) $(UNZEROED)
FILE_CFLAGS_slab_avx2  := $(FILE_CFLAGS_slab_plain) $(if $(X86),-mavx2 -mtune=haswell)
FILE_CFLAGS_slab_avx512 := $(FILE_CFLAGS_slab_plain) $(if $(X86),-mavx512f)
SOURCES += engine/skin/tissue.c engine/skin/tissue_table.c engine/skin/pigment_table.c engine/skin/ink.c engine/skin/client.c
SOURCES += engine/skin/dot.c engine/skin/prior_table.c engine/skin/needle.c
SOURCES += engine/skin/seen.c engine/skin/fit.c engine/skin/heal.c engine/skin/film/film.c engine/skin/film/film_of.c engine/skin/film/drawdown.c engine/skin/hair.c
