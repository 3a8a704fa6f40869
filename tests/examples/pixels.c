/*
 * tests/examples/pixels.c - pixels of one's own go in, and pixels with ink come
 * out: what a program with its own camera and screen needs.
 */
#include "example.h"

enum { WIDE = 320, HIGH = 240 };

int main(void)
{
    static unsigned char camera[HIGH][WIDE][3], screen[HIGH][WIDE][3];
    sct_context *ctx = NULL;
    sct_photo *photo = NULL;
    sct_shape *area = NULL;
    sct_look *look = NULL;
    sct_preview *preview = NULL;
    for (int i = 0; i < HIGH * WIDE; i++) { /* a plain skin */
        camera[0][i][0] = 200;
        camera[0][i][1] = 160;
        camera[0][i][2] = 135;
    }
    must(ctx, sct_context_new(&ctx));
    sct_pixels_desc desc;
    sct_pixels_desc_init(&desc);
    desc.width = WIDE;
    desc.height = HIGH;
    desc.data = camera;
    must(ctx, sct_photo_from_pixels(ctx, &desc, &photo));

    sct_look_info ink;
    sct_look_info_init(&ink);
    ink.skin_lab = sct_lab_from_srgb8(camera[0][0]);
    ink.dot_lab = (sct_lab){ink.skin_lab.L - 25, 4, 6};
    ink.area_lab = (sct_lab){ink.skin_lab.L - 4, ink.skin_lab.a, ink.skin_lab.b - 1};
    must(ctx, sct_look_from_values(ctx, &ink, &look));
    must(ctx, sct_shape_parse(ctx, "rect:10%,10%,80%,80%", SCT_ROLE_SKIN, &area));
    sct_preview_options options;
    sct_preview_options_init(&options);
    options.areas = (const sct_shape *const *)&area;
    options.area_count = 1;
    options.mm_per_px = 0.1;
    must(ctx, sct_preview_new(ctx, photo, &options, &preview));
    sct_plane plane;
    sct_plane_init(&plane);
    plane.data = screen;
    plane.capacity = sizeof screen;
    must(ctx, sct_preview_pixels(ctx, preview, look, &plane));
    int changed = 0;
    for (int i = 0; i < HIGH * WIDE; i++)
        changed += screen[0][i][0] != camera[0][i][0];
    printf("%d of %d pixels have ink\n", changed, HIGH * WIDE);
    sct_preview_free(preview);
    sct_shape_free(area);
    sct_look_free(look);
    sct_photo_free(photo);
    sct_context_free(ctx);
    return changed ? EXIT_SUCCESS : EXIT_FAILURE;
}
