SOURCES += engine/num/matrix.c engine/num/random.c engine/num/robust.c engine/num/fit.c
