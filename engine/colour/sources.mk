SOURCES += engine/colour/lab.c engine/colour/white.c engine/colour/adapt.c engine/colour/rgb.c \
           engine/colour/spectrum.c engine/colour/spectrum_table.c engine/colour/difference.c \
           engine/colour/de2000.c engine/colour/de2000_batch.c engine/colour/cam16.c \
           engine/colour/labels.c engine/colour/locus.c engine/colour/doubt.c engine/colour/lab_batch.c engine/colour/nearest.c
# The batch is written for the vectoriser, which gcc runs in full from -O3 on.
FILE_CFLAGS_de2000_batch := -O3 $(UNZEROED)
FILE_CFLAGS_lab_batch := -O3 $(UNZEROED)
