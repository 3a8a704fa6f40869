/* tests/region/measured.c */
#include "region/measured.h"
#include "support/inside.h"
#include "support/support.h"

sct_status measured(sct_context *ctx, const phantom_photo *rendered, const sct_shape *shapes, size_t shape_count,
                    unsigned roles, const sct_measure_options *options, uint8_t *labels, region_result *out)
{
    sct_photo *photo = NULL;
    photo_frame frame = {0};
    pixels_image *image = NULL;
    photo_window window;
    sct_flags flags = {0};
    sct_measure_options usual;
    sct_correction correction = {.u95_de00 = 2};
    sct_context_clear(ctx);
    sct_measure_options_init(&usual);
    assert_int_equal(sct_photo_open(ctx, rendered->bytes, rendered->size, &photo), SCT_OK);
    const sct_shape *list[8];
    assert_true(shape_count <= sizeof list / sizeof list[0]);
    sct_view view = {
        .photo = photo, .shapes = point_to(list, shapes, shape_count), .shape_count = shape_count, .roles = roles};
    sct_status status = region_window(ctx, &view, &window);
    if (status == SCT_OK) {
        assert_int_equal(photo_decode(ctx, photo, window, &frame), SCT_OK);
        assert_int_equal(pixels_from(ctx, photo, &frame, &flags, &image), SCT_OK);
        status = region_measure(ctx, options ? options : &usual, &view, image, &correction, labels, out);
    }
    pixels_free(image);
    sct_photo_free(photo);
    return status;
}

sct_shape measured_rect(sct_role role, const phantom_rect *r)
{
    return (sct_shape){.role = role, .kind = SCT_SHAPE_RECT, .count = 4, .v = {r->x, r->y, r->w, r->h}};
}

void measured_client(const phantom_library *library, phantom_params *p, int ita_class, int n)
{
    int skin = phantom_skin_of_class(library, ita_class, 1, n);
    p->seed = (uint64_t)(1000 + 10 * ita_class + n);
    p->width = 450;
    p->height = 350;
    p->mm_per_px = 0.09;
    if (skin >= 0)
        p->skin = library->skins[skin].body;
    p->hair = library->hairs[(size_t)(n + ita_class) % library->hair_count].strand;
    p->background = n % 4 == 1 ? PHANTOM_WOOD : PHANTOM_PLAIN;
}

void measured_contaminated(phantom_params *p)
{
    phantom_params_perfect(p);
    p->specular = 0.4;
    p->pores = 0.02;
    p->thinning = 0.3;
    p->psf_px = 0.7;
    p->noise = 0.006;
    p->format = PHANTOM_JPEG;
    p->profile = PHANTOM_SRGB;
}
