SOURCES += engine/verify/verify.c engine/verify/verify_plane.c engine/verify/verify_points.c engine/verify/verify_describe.c \
           engine/verify/verify_pose.c engine/verify/verify_bend.c engine/verify/verify_area.c engine/verify/verify_light.c \
           engine/verify/dots/verify_dots.c engine/verify/dots/verify_pairs.c \
           engine/verify/dots/verify_dot_colour.c engine/verify/verify_tiles.c engine/verify/verify_judge.c \
           engine/verify/verify_words.c engine/verify/verify_json.c engine/verify/verify_picture.c
# Sums over squares and descriptors: worth vector registers.
FILE_CFLAGS_verify_plane := -O3
FILE_CFLAGS_verify_describe := -O3
FILE_CFLAGS_verify_bend := -O3
