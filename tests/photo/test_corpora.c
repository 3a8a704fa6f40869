/*
 * tests/photo/test_corpora.c - every file of the public photo collections:
 * decoded to the pixels that another decoder gives, or refused with one line.
 */
#include "photo/photo.h"
#include "pixels/pixels.h"
#include "support/mini_png.h"
#include "support/support.h"

#include <ctype.h>
#include <dirent.h>
#include <setjmp.h>
#include <sys/stat.h>

#include <jpeglib.h>

static sct_context *ctx;

typedef struct tally {
    int files, same, refused, wrong;
} tally;

/* The other decoder's opinion of one file: 1 same pixels, 0 different, -1 it cannot read the file either. */
typedef int (*other_decoder)(const unsigned char *bytes, size_t size, const sct_photo_info *info, const photo_frame *frame);

/* ---- walking folders ---- */

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int ends_with(const char *name, const char *const *ends)
{
    const char *dot = strrchr(name, '.');
    char lower[16] = "";
    for (size_t i = 0; dot && dot[i] && i + 1 < sizeof lower; i++)
        lower[i] = (char)tolower((unsigned char)dot[i]);
    for (; *ends; ends++)
        if (strcmp(lower, *ends) == 0)
            return 1;
    return 0;
}

static void check_file(const char *path, other_decoder other, tally *t);

static void walk(const char *folder, const char *const *ends, other_decoder other, tally *t, int depth)
{
    DIR *dir = opendir(folder);
    char **names = NULL, path[2048];
    size_t count = 0;
    for (struct dirent *e; dir && (e = readdir(dir)) != NULL;) {
        if (e->d_name[0] == '.')
            continue;
        names = realloc(names, (count + 1) * sizeof *names);
        names[count] = malloc(strlen(e->d_name) + 1);
        strcpy(names[count++], e->d_name);
    }
    if (dir)
        closedir(dir);
    if (names)
        qsort(names, count, sizeof *names, compare_names);
    for (size_t i = 0; i < count; i++) {
        struct stat info;
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        if (stat(path, &info) == 0 && S_ISDIR(info.st_mode) && depth < 8)
            walk(path, ends, other, t, depth + 1);
        else if (ends_with(names[i], ends))
            check_file(path, other, t);
        free(names[i]);
    }
    free(names);
}

/* Every window must be the crop of the whole: a few at random. */
static int windows_agree(const sct_photo *photo, const photo_frame *whole)
{
    num_rng rng;
    num_rng_seed(&rng, 1);
    size_t bytes = (size_t)(whole->channels * whole->bits / 8);
    for (int k = 0; k < 6; k++) {
        uint32_t x = num_rng_below(&rng, whole->window.width), y = num_rng_below(&rng, whole->window.height);
        photo_window part = {x, y, 1 + num_rng_below(&rng, whole->window.width - x),
                             1 + num_rng_below(&rng, whole->window.height - y)};
        if (k < 3) { /* small ones too */
            part.width = part.width % 40 + 1 < part.width ? part.width % 40 + 1 : part.width;
            part.height = part.height % 40 + 1 < part.height ? part.height % 40 + 1 : part.height;
        }
        photo_frame frame = {0};
        int same = photo_decode(ctx, photo, part, &frame) == SCT_OK;
        for (uint32_t r = 0; same && r < part.height; r++)
            same =
                memcmp((char *)frame.pixels + r * part.width * bytes,
                       (char *)whole->pixels + ((size_t)(y + r) * whole->window.width + x) * bytes, part.width * bytes) == 0;
        photo_frame_free(&frame);
        if (!same)
            return 0;
    }
    return 1;
}

static void check_file(const char *path, other_decoder other, tally *t)
{
    size_t size = 0;
    unsigned char *bytes = read_file(path, &size);
    sct_photo *photo = NULL;
    photo_frame frame = {0};
    int opinion = -1, windows = 1;
    t->files++;
    sct_status status = sct_photo_open(ctx, bytes, size, &photo);
    sct_photo_info info = {.orientation = 1};
    if (status == SCT_OK) {
        info = photo_info(photo);
        status = photo_decode(ctx, photo, (photo_window){0, 0, info.width, info.height}, &frame);
    }
    char message[256];
    text_copy(message, sizeof message, sct_context_message(ctx));
    opinion = other(bytes, size, &info, status == SCT_OK ? &frame : NULL);
    if (status == SCT_OK) {
        sct_context_clear(ctx);
        windows = (uint64_t)info.width * info.height > 4000000u || windows_agree(photo, &frame);
    }
    int one_line = message[0] && !strchr(message, '\n');
    int large = status == SCT_ERR_PHOTO_TOO_LARGE || status == SCT_ERR_PHOTO_UNSUPPORTED;
    if (status == SCT_OK && opinion == 1 && windows) {
        t->same++;
    } else if (status != SCT_OK && one_line && (opinion == -1 || large)) {
        t->refused++;
    } else {
        t->wrong++;
        print_error("%s: we %s (%s), the other decoder %s, windows %s\n", path, sct_status_name(status), message,
                    opinion == 1   ? "agrees"
                    : opinion == 0 ? "differs"
                                   : "refuses",
                    windows ? "agree" : "differ");
    }
    photo_frame_free(&frame);
    sct_photo_free(photo);
    free(bytes);
}

static void check_folder(const char *name, const char *const *ends, other_decoder other)
{
    char folder[1024], relative[256];
    tally t = {0};
    snprintf(relative, sizeof relative, "corpora/%s", name);
    snprintf(folder, sizeof folder, "%s", data_path(relative));
    walk(folder, ends, other, &t, 0);
    figure("%s: %d files, %d as the other decoder, %d refused, %d wrong", name, t.files, t.same, t.refused, t.wrong);
    assert_true(t.files > 0);
    assert_int_equal(t.wrong, 0);
}

/* Place of stored pixel (x, y) of a w x h picture in the picture as seen. */
static size_t seen_index(int orientation, size_t x, size_t y, size_t w, size_t h)
{
    switch (orientation) {
    case 2: return y * w + (w - 1 - x);
    case 3: return (h - 1 - y) * w + (w - 1 - x);
    case 4: return (h - 1 - y) * w + x;
    case 5: return x * h + y;
    case 6: return x * h + (h - 1 - y);
    case 7: return (w - 1 - x) * h + (h - 1 - y);
    case 8: return (w - 1 - x) * h + y;
    default: return y * w + x;
    }
}

/* ---- PNG ---- */

static int compare_png(const unsigned char *bytes, size_t size, const sct_photo_info *info, const photo_frame *frame)
{
    mini_png png;
    const char *why = NULL;
    if (!mini_png_decode(bytes, size, &png, &why))
        return -1;
    int same =
        frame && frame->channels == png.channels && frame->bits == png.bits && (frame->alpha != NULL) == png.has_alpha;
    for (size_t y = 0; same && y < png.height; y++)
        for (size_t x = 0; same && x < png.width; x++) {
            size_t from = y * png.width + x, to = seen_index(info->orientation, x, y, png.width, png.height);
            for (size_t c = 0; c < (size_t)png.channels; c++) {
                size_t k = to * (size_t)png.channels + c;
                unsigned got = png.bits == 8 ? ((uint8_t *)frame->pixels)[k] : ((uint16_t *)frame->pixels)[k];
                int erased = png.has_alpha && png.alpha[from] == 0; /* mid grey, whatever stands there */
                same &= got == (erased ? (png.bits == 8 ? 0x80 : 0x8080) : png.samples[from * (size_t)png.channels + c]);
            }
            if (png.has_alpha) {
                unsigned a = png.alpha[from], got = frame->alpha[to];
                same &= png.bits == 8 ? got == a : (got == 0) == (a == 0) && abs((int)got * 257 - (int)a) <= 257;
            }
        }
    mini_png_free(&png);
    return same;
}

/* ---- JPEG: libjpeg's own full decode, as djpeg does it ---- */

typedef struct plain_jpeg {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    jmp_buf escape;
    unsigned char *pixels;
    int warnings;
} plain_jpeg;

static void plain_error(j_common_ptr jpeg)
{
    longjmp(((plain_jpeg *)jpeg->client_data)->escape, 1);
}

static void plain_message(j_common_ptr jpeg, int level)
{
    if (level < 0)
        ((plain_jpeg *)jpeg->client_data)->warnings++;
}

static int plain_decode(plain_jpeg *p, const unsigned char *bytes, size_t size)
{
    p->jpeg.err = jpeg_std_error(&p->errors);
    p->errors.error_exit = plain_error;
    p->errors.emit_message = plain_message;
    p->jpeg.client_data = p;
    if (setjmp(p->escape))
        return 0;
    jpeg_create_decompress(&p->jpeg);
    p->jpeg.client_data = p;
    jpeg_mem_src(&p->jpeg, bytes, (unsigned long)size);
    jpeg_read_header(&p->jpeg, TRUE);
    if (p->jpeg.jpeg_color_space == JCS_YCCK)
        p->jpeg.out_color_space = JCS_CMYK;
    jpeg_start_decompress(&p->jpeg);
    size_t row = (size_t)p->jpeg.output_width * (size_t)p->jpeg.output_components;
    p->pixels = malloc(row * p->jpeg.output_height + 1);
    while (p->jpeg.output_scanline < p->jpeg.output_height) {
        JSAMPROW at = p->pixels + row * p->jpeg.output_scanline;
        jpeg_read_scanlines(&p->jpeg, &at, 1);
    }
    return 1;
}

static int compare_jpeg(const unsigned char *bytes, size_t size, const sct_photo_info *info, const photo_frame *frame)
{
    plain_jpeg p;
    memset(&p, 0, sizeof p);
    int decoded = plain_decode(&p, bytes, size), same = 0;
    size_t w = p.jpeg.output_width, h = p.jpeg.output_height, n = (size_t)p.jpeg.output_components;
    if (decoded && frame) {
        int inverted = n == 4 && !p.jpeg.saw_Adobe_marker, most = 0;
        same = (size_t)frame->channels == n && (size_t)frame->window.width * frame->window.height == w * h;
        for (size_t y = 0; same && y < h; y++)
            for (size_t x = 0; x < w; x++)
                for (size_t c = 0; c < n; c++) {
                    int a = p.pixels[(y * w + x) * n + c],
                        b = ((uint8_t *)frame->pixels)[seen_index(info->orientation, x, y, w, h) * n + c];
                    int d = abs((inverted ? 255 - a : a) - b);
                    most = d > most ? d : most;
                }
        same &= most <= 1;
    }
    jpeg_destroy_decompress(&p.jpeg);
    free(p.pixels);
    /* A decode with warnings has invented pixels: whoever refuses that file is right. */
    return decoded && (frame || !p.warnings) ? same : -1;
}

/* ---- HEIF: libheif's planes, made RGB here ---- */

#if defined(HAVE_HEIF)
#include <libheif/heif.h>

/* ITU-T H.273 matrix coefficients: Kr and Kb. */
static void coefficients(int matrix, double *kr, double *kb)
{
    *kr = matrix == 1 ? 0.2126 : matrix == 9 ? 0.2627 : 0.299;
    *kb = matrix == 1 ? 0.0722 : matrix == 9 ? 0.0593 : 0.114;
}

static double clamped(double v)
{
    return v < 0 ? 0 : v > 255 ? 255 : v;
}

/* Largest difference between the frame and 8-bit YCbCr planes, chroma repeated; negative if the planes are of another kind.
 */
static double planes_differ(const struct heif_image *image, const struct heif_color_profile_nclx *nclx,
                            const photo_frame *frame)
{
    int w = heif_image_get_width(image, heif_channel_Y), h = heif_image_get_height(image, heif_channel_Y), strides[3];
    int cw = heif_image_get_width(image, heif_channel_Cb), ch = heif_image_get_height(image, heif_channel_Cb);
    static const enum heif_channel channels[3] = {heif_channel_Y, heif_channel_Cb, heif_channel_Cr};
    const uint8_t *planes[3];
    double kr, kb, most = 0;
    if (heif_image_get_bits_per_pixel_range(image, heif_channel_Y) != 8 || frame->bits != 8 || w <= 0 || cw <= 0)
        return -1;
    for (int c = 0; c < 3; c++)
        planes[c] = heif_image_get_plane_readonly(image, channels[c], &strides[c]);
    coefficients(nclx ? (int)nclx->matrix_coefficients : 6, &kr, &kb);
    int narrow = nclx && !nclx->full_range_flag, sx = cw < w ? 2 : 1, sy = ch < h ? 2 : 1;
    for (int y = 0; y < h; y++)
        for (int x = 0; x < w; x++) {
            double v[3], rgb[3];
            if (frame->alpha && frame->alpha[(size_t)y * (size_t)w + (size_t)x] == 0) /* erased */
                continue;
            for (int c = 0; c < 3; c++)
                v[c] = planes[c][(c ? y / sy : y) * strides[c] + (c ? x / sx : x)] - (c ? 128 : narrow ? 16 : 0);
            v[0] *= narrow ? 255.0 / 219 : 1;
            v[1] *= narrow ? 255.0 / 224 : 1;
            v[2] *= narrow ? 255.0 / 224 : 1;
            rgb[0] = v[0] + 2 * (1 - kr) * v[2];
            rgb[2] = v[0] + 2 * (1 - kb) * v[1];
            rgb[1] = (v[0] - kr * rgb[0] - kb * rgb[2]) / (1 - kr - kb);
            for (int c = 0; c < 3; c++)
                most = fmax(most, fabs(clamped(rgb[c]) -
                                       ((uint8_t *)frame->pixels)[((size_t)y * (size_t)w + (size_t)x) * 3 + (size_t)c]));
        }
    return most;
}

/* Independent of our reading of the interleaved picture, though not of libheif's own codecs. */
static int compare_heif(const unsigned char *bytes, size_t size, const sct_photo_info *info, const photo_frame *frame)
{
    struct heif_context *heif = heif_context_alloc();
    struct heif_image_handle *handle = NULL;
    struct heif_image *image = NULL;
    struct heif_color_profile_nclx *nclx = NULL;
    int opinion = -1;
    (void)info;
    if (heif_context_read_from_memory_without_copy(heif, bytes, size, NULL).code == heif_error_Ok &&
        heif_context_get_primary_image_handle(heif, &handle).code == heif_error_Ok &&
        heif_image_handle_get_width(handle) < 10000 &&
        heif_decode_image(handle, &image, heif_colorspace_YCbCr, heif_chroma_undefined, NULL).code == heif_error_Ok) {
        if (heif_image_handle_get_nclx_color_profile(handle, &nclx).code != heif_error_Ok)
            nclx = NULL;
        double most = frame ? planes_differ(image, nclx, frame) : -1;
        opinion = frame ? most < 0 || most <= 2 : 0;
        if (!opinion)
            print_error("largest difference %g, matrix %d, full range %d\n", most,
                        nclx ? (int)nclx->matrix_coefficients : -1, nclx ? nclx->full_range_flag : -1);
        if (frame && most < 0)
            notice("a HEIF of more than 8 bits was decoded but not compared");
    }
    if (nclx)
        heif_nclx_color_profile_free(nclx);
    if (image)
        heif_image_release(image);
    if (handle)
        heif_image_handle_release(handle);
    heif_context_free(heif);
    return opinion;
}
#else
static int compare_heif(const unsigned char *bytes, size_t size, const sct_photo_info *info, const photo_frame *frame)
{
    (void)bytes, (void)size, (void)info, (void)frame;
    return -1; /* a build without libheif refuses them all */
}
#endif

static const char *const heif_ends[] = {".heic", ".heif", ".avif", NULL};
static const char *const png_ends[] = {".png", NULL}, *const jpeg_ends[] = {".jpg", ".jpeg", NULL};

static void png_collections(void **state)
{
    (void)state;
    NEED_DATA();
    check_folder("pngsuite", png_ends, compare_png);
    check_folder("libpng", png_ends, compare_png);
    check_folder("libspng", png_ends, compare_png);
    check_folder("libjpeg-turbo", png_ends, compare_png);
    check_folder("libvips", png_ends, compare_png);
}

static void jpeg_collections(void **state)
{
    (void)state;
    NEED_DATA();
    check_folder("libjpeg-turbo", jpeg_ends, compare_jpeg);
    check_folder("exif-samples", jpeg_ends, compare_jpeg);
    check_folder("exif-orientation", jpeg_ends, compare_jpeg);
    check_folder("libultrahdr", jpeg_ends, compare_jpeg);
    check_folder("libvips", jpeg_ends, compare_jpeg);
}

static void heif_collections(void **state)
{
    (void)state;
    NEED_DATA();
    check_folder("libheif", heif_ends, compare_heif);
    check_folder("exif-samples", heif_ends, compare_heif);
    check_folder("libvips", heif_ends, compare_heif);
}

/* The eight (and the zeroth) orientations of one picture look alike once they are turned. */
static void orientations_look_alike(void **state)
{
    (void)state;
    NEED_DATA();
    static const char *const kinds[] = {"Landscape", "Portrait"};
    double most = 0;
    for (int k = 0; k < 2; k++) {
        double first[16] = {0};
        for (int o = 0; o <= 8; o++) {
            char relative[128];
            size_t size = 0;
            sct_photo *photo = NULL;
            photo_frame frame = {0};
            snprintf(relative, sizeof relative, "corpora/exif-orientation/%s_%d.jpg", kinds[k], o);
            unsigned char *bytes = read_file(data_path(relative), &size);
            assert_non_null(bytes);
            assert_int_equal(sct_photo_open(ctx, bytes, size, &photo), SCT_OK);
            sct_photo_info info = photo_info(photo);
            assert_int_equal(info.orientation, o ? o : 1);
            assert_true(k == 0 ? info.width > info.height : info.width < info.height);
            assert_int_equal(photo_decode(ctx, photo, (photo_window){0, 0, info.width, info.height}, &frame), SCT_OK);
            double sums[16] = {0};
            for (uint32_t y = 0; y < info.height; y++)
                for (uint32_t x = 0; x < info.width; x++)
                    sums[y * 4 / info.height * 4 + x * 4 / info.width] +=
                        ((uint8_t *)frame.pixels)[((size_t)y * info.width + x) * (size_t)frame.channels] * 16.0 /
                        info.width / info.height;
            for (int i = 0; i < 16; i++) {
                first[i] = o ? first[i] : sums[i];
                most = fmax(most, fabs(sums[i] - first[i]));
            }
            photo_frame_free(&frame);
            sct_photo_free(photo);
            free(bytes);
        }
    }
    figure("orientations 0 to 8, two pictures: sixteenths of the picture differ by %.2f of 255 at most", most);
    assert_at_most(most, 12);
}

static int set_up(void **state)
{
    (void)state;
    return sct_context_new(&ctx) == SCT_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    sct_context_free(ctx);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(png_collections),
        cmocka_unit_test(jpeg_collections),
        cmocka_unit_test(heif_collections),
        cmocka_unit_test(orientations_look_alike),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
