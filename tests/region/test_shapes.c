/* tests/region/test_shapes.c - shapes from text to pixels, and hostile ones. */
#include "region/where/where.h"
#include "support/inside.h"
#include "support/support.h"

static sct_context *context;

static int set_up(void **state)
{
    (void)state;
    return sct_context_new(&context) == SCT_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    sct_context_free(context);
    return 0;
}

static sct_status parse(const char *text, sct_shape *out)
{
    sct_context_clear(context);
    return region_shape_parse(context, text, SCT_ROLE_SKIN, out);
}

/* Pixels of a shape on a photo of 40 x 20; 0 when refused. */
static uint64_t pixels_of(const char *text)
{
    sct_shape shape;
    region_spans spans = {0};
    if (parse(text, &shape) != SCT_OK || region_spans_from_shape(context, &shape, 40, 20, &spans) != SCT_OK)
        return 0;
    uint64_t pixels = spans.pixels, sum = 0;
    for (size_t i = 0; i < spans.count; i++) {
        assert_true(spans.items[i].y < 20 && spans.items[i].x + spans.items[i].n <= 40);
        sum += spans.items[i].n;
    }
    assert_true(sum == pixels);
    region_spans_free(&spans);
    return pixels;
}

static void every_form_is_read(void **state)
{
    (void)state;
    sct_shape shape;
    assert_int_equal(parse("auto", &shape), SCT_OK);
    assert_int_equal(shape.kind, SCT_SHAPE_AUTO);
    assert_int_equal(parse("rect:10%,20%,5%,5.5", &shape), SCT_OK);
    assert_int_equal(shape.kind, SCT_SHAPE_RECT);
    assert_int_equal(shape.count, 4);
    assert_true(shape.percent[0] && shape.percent[1] && shape.percent[2] && !shape.percent[3]);
    assert_near(shape.v[3], 5.5, 0);
    assert_int_equal(parse("circle:1,2,3", &shape), SCT_OK);
    assert_int_equal(shape.kind, SCT_SHAPE_CIRCLE);
    assert_int_equal(parse("poly:0,0 10,0  10,10", &shape), SCT_OK);
    assert_int_equal(shape.count, 6);
    assert_int_equal(parse("point:45%,30", &shape), SCT_OK);
    assert_int_equal(shape.kind, SCT_SHAPE_POINT);
    assert_true(shape.count == 2 && shape.percent[0] && !shape.percent[1]);
    assert_int_equal(parse("line:0,0 10,10", &shape), SCT_OK);
    assert_int_equal(shape.kind, SCT_SHAPE_STROKE);
    assert_int_equal(shape.count, 4);
    assert_int_equal(parse("mask:head.png", &shape), SCT_OK);
    assert_int_equal(shape.kind, SCT_SHAPE_MASK);
    assert_null(shape.mask);
    assert_string_equal(sct_role_name(SCT_ROLE_HAIR), "hair");
    assert_string_equal(sct_hair_kind_name(SCT_HAIR_GROWN), "grown");
}

static void malformed_text_is_refused_with_a_reason(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "rect",
        "rect:",
        "rect:1,2,3",
        "rect:1,2,3,4,5",
        "rect:1,2,3,4,",
        "rect:1,2,,4",
        "rect:a,b,c,d",
        "rect:1 2 3 4",
        "rect:1,2,0,4",
        "rect:1,2,3,-4",
        "rect:nan,0,1,1",
        "rect:inf,0,1,1",
        "rect:1e300,0,1,1",
        "rect:0x1,0,1,1",
        "rect:1%%,2,3,4",
        "rect:1,2,3,4 ",
        "circle:1,2",
        "circle:1,2,0",
        "circle:1,2,-3",
        "poly:1,2 3,4",
        "point:1",
        "point:1,2 3,4",
        "line:1,2",
        "line:1,2,3,4",
        "poly:1,2 3,4 5",
        "poly:1,2,3,4,5,6",
        "mask:",
        "Rect:1,2,3,4",
        "auto ",
        "ellipse:1,2,3,4",
        "rect:1,2,3,4\n",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        sct_shape shape = {.count = 77};
        assert_int_equal(parse(bad[i], &shape), SCT_ERR_SHAPE);
        assert_int_equal(shape.count, 77);
        assert_true(strlen(sct_context_message(context)) > 10);
        assert_null(strchr(sct_context_message(context), '\n'));
    }
    char *longest = malloc(100001);
    memset(longest, '9', 100000);
    memcpy(longest, "poly:", 5);
    longest[100000] = '\0';
    sct_shape shape;
    assert_int_equal(parse(longest, &shape), SCT_ERR_SHAPE);
    for (size_t i = 5; i < 100000; i++)
        longest[i] = (i - 5) % 4 == 1 ? ',' : (i - 5) % 4 == 3 ? ' ' : '7';
    assert_int_equal(parse(longest, &shape), SCT_ERR_SHAPE);
    free(longest);
    assert_int_equal(parse(NULL, &shape), SCT_ERR_ARGUMENT);
}

static void pixels_belong_by_their_centres(void **state)
{
    (void)state;
    assert_int_equal(pixels_of("rect:0,0,40,20"), 800);
    assert_int_equal(pixels_of("rect:25%,50%,10%,10%"), 4 * 2);
    assert_int_equal(pixels_of("rect:1.5,1.5,2,2"), 4);
    assert_int_equal(pixels_of("rect:1.6,1.5,0.8,1"), 0); /* between the centres of its column */
    assert_int_equal(pixels_of("circle:20,10,1"), 4);
    assert_int_equal(pixels_of("circle:20.5,10.5,1.1"), 5);
    assert_near((double)pixels_of("circle:20,10,8"), 3.14159 * 64, 8);
    assert_int_equal(pixels_of("poly:0,0 10,0 10,10 0,10"), 100);
    assert_int_equal(pixels_of("poly:0,0 0,10 10,10 10,0"), 100);
    assert_near((double)pixels_of("poly:0,0 20,0 0,20"), 200, 11);
    assert_int_equal(pixels_of("poly:0,0 10,10 10,0 0,10"), 60 - 10); /* bow tie: two triangles */
}

static void what_lies_outside_is_cut_or_refused(void **state)
{
    (void)state;
    assert_int_equal(pixels_of("rect:-5,-5,10,10"), 25);
    assert_int_equal(pixels_of("rect:35,15,1000000,1000000"), 25);
    assert_int_equal(pixels_of("circle:0,0,1000000"), 800);
    assert_int_equal(pixels_of("poly:-1000000,-1000000 1000000,-1000000 0,1000000"), 800);
    static const char *const outside[] = {"rect:40,0,10,10",      "rect:0,20,10,10",  "rect:-10,-10,10,10", "circle:-9,-9,5",
                                          "poly:50,0 60,0 60,10", "poly:5,5 5,5 5,5", "rect:110%,0,10%,10%"};
    for (size_t i = 0; i < sizeof outside / sizeof outside[0]; i++) {
        sct_shape shape;
        region_spans spans = {0};
        assert_int_equal(parse(outside[i], &shape), SCT_OK);
        assert_int_equal(region_spans_from_shape(context, &shape, 40, 20, &spans), SCT_ERR_SHAPE);
        assert_non_null(strstr(sct_context_message(context), "40 x 20"));
    }
}

static void shapes_that_a_program_made_wrong_are_refused(void **state)
{
    (void)state;
    region_spans spans = {0};
    sct_shape shapes[] = {
        {.kind = SCT_SHAPE_RECT, .count = 3},
        {.kind = SCT_SHAPE_RECT, .count = 4, .v = {(double)NAN, 0, 1, 1}},
        {.kind = SCT_SHAPE_CIRCLE, .count = 3, .v = {0, 0, (double)INFINITY}},
        {.kind = SCT_SHAPE_POLY, .count = 7},
        {.kind = SCT_SHAPE_POLY, .count = 5000},
        {.kind = (sct_shape_kind)99, .count = 4},
        {.kind = SCT_SHAPE_MASK},
    };
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        sct_context_clear(context);
        assert_int_equal(region_spans_from_shape(context, &shapes[i], 40, 20, &spans), SCT_ERR_SHAPE);
        assert_null(spans.items);
    }
}

static void a_mask_gives_its_set_pixels(void **state)
{
    (void)state;
    unsigned char pixels[20 * 40] = {0};
    for (int x = 3; x < 9; x++)
        pixels[7 * 40 + x] = 1;
    pixels[19 * 40 + 39] = 255;
    sct_bytes png = {0};
    assert_int_equal(photo_write_png(context, pixels, 40, 20, 1, 0, &png), SCT_OK);
    sct_shape shape = {.kind = SCT_SHAPE_MASK, .mask = png.data, .mask_size = png.size};
    region_spans spans = {0};
    assert_int_equal(region_spans_from_shape(context, &shape, 40, 20, &spans), SCT_OK);
    assert_int_equal(spans.pixels, 7);
    assert_int_equal(spans.count, 2);
    assert_int_equal(spans.items[0].x, 3);
    assert_int_equal(spans.y1, 20);
    region_spans_free(&spans);
    assert_int_equal(region_spans_from_shape(context, &shape, 41, 20, &spans), SCT_ERR_SHAPE);
    memset(png.data + png.size / 2, 0x5a, 8);
    sct_context_clear(context);
    assert_int_not_equal(region_spans_from_shape(context, &shape, 40, 20, &spans), SCT_OK);
    sct_bytes_free(&png);
}

/* The caller's own bytes give the runs that a PNG of them gives, whatever lies between the rows. */
static void a_mask_may_be_bytes(void **state)
{
    (void)state;
    enum { WIDE = 37, HIGH = 23, STRIDE = 64 };
    uint8_t packed[HIGH][WIDE] = {{0}}, bytes[HIGH][STRIDE];
    sct_bytes png = {0};
    region_spans a = {0}, b = {0}, none = {0};
    memset(bytes, 0xFF, sizeof bytes);
    for (int y = 0; y < HIGH; y++)
        for (int x = 0; x < WIDE; x++)
            packed[y][x] = bytes[y][x] = (uint8_t)((x * 7 + y * 5) % 11 < 4 ? 1 + (x * y) % 255 : 0);
    assert_int_equal(photo_write_png(context, packed[0], WIDE, HIGH, 1, 0, &png), SCT_OK);
    sct_shape shape = {.kind = SCT_SHAPE_MASK, .mask = png.data, .mask_size = png.size};
    assert_int_equal(region_spans_from_shape(context, &shape, WIDE, HIGH, &a), SCT_OK);
    assert_int_equal(region_spans_from_bytes(context, bytes[0], STRIDE, WIDE, HIGH, &b), SCT_OK);
    assert_int_equal(a.count, b.count);
    assert_int_equal(a.pixels, b.pixels);
    assert_memory_equal(a.items, b.items, a.count * sizeof *a.items);
    memset(bytes, 0, sizeof bytes);
    assert_int_equal(region_spans_from_bytes(context, bytes[0], STRIDE, WIDE, HIGH, &none), SCT_OK);
    assert_int_equal(none.pixels, 0);
    region_spans_free(&a);
    region_spans_free(&b);
    region_spans_free(&none);
    sct_bytes_free(&png);
}

/* A photo and a mask of its size that sets every other column: `rows` times 2001 runs. */
static sct_status window_under_comb(uint32_t rows, photo_window *window)
{
    enum { COLUMNS = 4002 };
    unsigned char *pixels = calloc(rows, COLUMNS);
    for (size_t i = 0; i < (size_t)rows * COLUMNS; i += 2)
        pixels[i] = 255;
    sct_bytes png = {0};
    sct_photo *photo = NULL;
    sct_pixels_desc desc;
    sct_pixels_desc_init(&desc);
    desc.data = pixels;
    desc.width = COLUMNS;
    desc.height = rows;
    desc.channels = 1;
    assert_int_equal(sct_photo_from_pixels(context, &desc, &photo), SCT_OK);
    assert_int_equal(photo_write_png(context, pixels, COLUMNS, rows, 1, 0, &png), SCT_OK);
    sct_shape shape = {.kind = SCT_SHAPE_MASK, .mask = png.data, .mask_size = png.size};
    sct_view view = {.photo = photo, .shapes = &(const sct_shape *){&shape}, .shape_count = 1, .roles = 1u << SCT_ROLE_SKIN};
    sct_context_clear(context);
    sct_status status = region_window(context, &view, window);
    sct_photo_free(photo);
    sct_bytes_free(&png);
    free(pixels);
    return status;
}

/* What no shape can be, whoever made it. */
static void shapes_that_are_none(void **state)
{
    (void)state;
    const sct_shape good = {.role = SCT_ROLE_SKIN, .kind = SCT_SHAPE_RECT, .count = 4, .v = {2, 2, 20, 20}};
    assert_int_equal(api_check_shape(context, &good), SCT_OK);
    for (int what = 0; what < 6; what++) {
        sct_shape shape = good;
        switch (what) {
        case 0: shape.kind = (sct_shape_kind)9; break;
        case 1: shape.count = 2 * SCT_POLY_MAX + 1; break;
        case 2: shape.role = (sct_role)-1; break;
        case 3: shape.v[2] = (double)NAN; break;
        case 4: shape.v[0] = -(double)INFINITY; break;
        default: shape.reflectance = (double)NAN; break;
        }
        sct_context_clear(context);
        assert_int_equal(api_check_shape(context, &shape), what < 3 ? SCT_ERR_ARGUMENT : SCT_ERR_OPTION);
        assert_true(sct_context_message(context)[0] != '\0');
    }
}

/* A file of a few kilobytes must not cost a gigabyte. */
static void a_mask_of_dust_is_refused(void **state)
{
    (void)state;
    photo_window window = {0};
    assert_int_equal(window_under_comb(100, &window), SCT_OK);
    assert_int_equal(window.width, 4001);
    assert_int_equal(window.height, 100);
    assert_int_equal(window_under_comb(1000, &window), SCT_ERR_SHAPE);
    assert_non_null(strstr(sct_context_message(context), "mask is too finely divided; "));
    assert_int_equal(window.height, 100);
}

static void a_box_needs_no_runs(void **state)
{
    (void)state;
    sct_shape shape;
    region_spans spans = {0}, box = {0};
    assert_int_equal(parse("circle:20,10,8", &shape), SCT_OK);
    assert_int_equal(region_spans_from_shape(context, &shape, 40, 20, &spans), SCT_OK);
    assert_int_equal(region_box_from_shape(context, &shape, 40, 20, &box), SCT_OK);
    assert_null(box.items);
    assert_true(box.x0 == spans.x0 && box.y0 == spans.y0 && box.x1 == spans.x1 && box.y1 == spans.y1);
    assert_true(box.pixels == spans.pixels && box.count == spans.count);
    region_spans_free(&spans);
}

/* Joined, two shapes hold what their union holds, in row order. */
static uint64_t pixels_of_both(const char *one, const char *other)
{
    const char *const texts[] = {one, other};
    region_spans all = {0}, spans = {0};
    for (size_t i = 0; i < 2; i++) {
        sct_shape shape;
        assert_int_equal(parse(texts[i], &shape), SCT_OK);
        assert_int_equal(region_spans_from_shape(context, &shape, 40, 20, &spans), SCT_OK);
        assert_int_equal(region_spans_join(context, &all, &spans), SCT_OK);
        assert_null(spans.items);
    }
    uint64_t pixels = all.pixels, sum = 0;
    for (size_t i = 0; i < all.count; i++) {
        const region_span *s = &all.items[i];
        sum += s->n;
        assert_true(s->x >= all.x0 && s->x + s->n <= all.x1 && s->y >= all.y0 && s->y < all.y1);
        assert_true(i == 0 || s[-1].y < s->y || (s[-1].y == s->y && s[-1].x + s[-1].n < s->x));
    }
    assert_int_equal(sum, pixels);
    region_spans_free(&all);
    return pixels;
}

static void a_pixel_of_two_shapes_counts_once(void **state)
{
    (void)state;
    assert_int_equal(pixels_of_both("rect:0,0,10,10", "rect:0,0,10,10"), 100);
    assert_int_equal(pixels_of_both("rect:0,0,10,10", "rect:5,5,10,10"), 175);
    assert_int_equal(pixels_of_both("rect:5,5,10,10", "rect:0,0,10,10"), 175);
    assert_int_equal(pixels_of_both("rect:0,0,30,10", "rect:5,5,2,2"), 300);
    assert_int_equal(pixels_of_both("rect:0,0,10,10", "rect:10,0,10,10"), 200);
    assert_int_equal(pixels_of_both("rect:20,15,5,5", "rect:0,0,5,5"), 50);
    assert_int_equal(pixels_of_both("circle:20,10,8", "rect:0,0,40,20"), 800);
}

static void text_of_a_shape_is_what_was_typed(void **state)
{
    (void)state;
    static const char *const texts[] = {"auto",         "rect:10%,20%,5%,5.5", "circle:1,2,3", "poly:0,0 10,0 10,10",
                                        "point:5%,7.5", "line:1,2 3,4 5,6"};
    char text[64];
    sct_shape shape;
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(parse(texts[i], &shape), SCT_OK);
        region_shape_text(&shape, text, sizeof text);
        assert_string_equal(text, texts[i]);
    }
    assert_int_equal(parse("poly:100.25,100.25 200.25,200.25 300.25,300.25 400.25,400.25 500.25,500.25", &shape), SCT_OK);
    region_shape_text(&shape, text, sizeof text);
    assert_string_equal(text + strlen(text) - 3, "...");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shapes_that_are_none),
        cmocka_unit_test(every_form_is_read),
        cmocka_unit_test(malformed_text_is_refused_with_a_reason),
        cmocka_unit_test(pixels_belong_by_their_centres),
        cmocka_unit_test(what_lies_outside_is_cut_or_refused),
        cmocka_unit_test(shapes_that_a_program_made_wrong_are_refused),
        cmocka_unit_test(a_mask_gives_its_set_pixels),
        cmocka_unit_test(a_mask_may_be_bytes),
        cmocka_unit_test(a_mask_of_dust_is_refused),
        cmocka_unit_test(a_box_needs_no_runs),
        cmocka_unit_test(a_pixel_of_two_shapes_counts_once),
        cmocka_unit_test(text_of_a_shape_is_what_was_typed),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
