SOURCES += engine/colour/lab.c engine/colour/white.c engine/colour/adapt.c engine/colour/de2000.c
