SOURCES += engine/photo/photo.c engine/photo/photo_child.c engine/photo/photo_limits.c engine/photo/photo_colour.c engine/photo/photo_exif.c \
           engine/photo/photo_heif.c engine/photo/photo_jpeg.c engine/photo/photo_jpeg_markers.c engine/photo/photo_orient.c \
           engine/photo/photo_png.c engine/photo/photo_png_chunks.c engine/photo/photo_screen.c \
           engine/photo/photo_zlib.c engine/photo/elsewhere/heif_there.c
SOURCES += engine/photo/write/photo_png_write.c engine/photo/write/photo_jpeg_write.c engine/photo/write/photo_parts.c engine/photo/write/photo_sums.c
FILE_CFLAGS_photo_png_write := -O3
