SOURCES += engine/pixels/pixels.c engine/pixels/pixels_rows.c engine/pixels/pixels_space.c engine/pixels/pixels_profile.c \
           engine/pixels/pixels_table.c engine/pixels/pixels_correct.c engine/pixels/pixels_shrink.c engine/pixels/pixels_encode.c engine/pixels/pixels_steps.c \
           engine/pixels/pixels_writer.c engine/pixels/pixels_window.c engine/pixels/pixels_kernel.c
# The inner loops are vectorised; a second copy for AVX2 is chosen at run time where the compiler builds for x86.
FILE_CFLAGS_pixels_kernel := -O3
FILE_CFLAGS_pixels_shrink := -O3
ifneq ($(X86),)
SOURCES += engine/pixels/pixels_kernel_avx2.c
FILE_CFLAGS_pixels_kernel += -DHAVE_AVX2=1
FILE_CFLAGS_pixels_kernel_avx2 := -O3 -mavx2
endif
