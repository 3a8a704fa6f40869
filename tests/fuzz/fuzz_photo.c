/*
 * tests/fuzz/fuzz_photo.c - any bytes as a photo: open, decode the whole and a
 * window, convert to Lab. With libFuzzer as it is; with -DFUZZ_DRIVER a program
 * that runs every file of the folders it is given.
 *
 * Beyond not crashing it checks that an error always has a text, that a window
 * is the crop of the whole, and that no Lab is NaN.
 */
#include "pixels/pixels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int good)
{
    if (!good)
        abort();
}

static void check_rows(const pixels_image *image)
{
    photo_window w = pixels_window(image);
    float *row = malloc(sizeof *row * 3 * w.width);
    uint8_t *bytes = malloc((size_t)3 * w.width);
    check(row && bytes);
    for (uint32_t y = w.y; y < w.y + w.height; y += 1 + w.height / 8) {
        pixels_lab_row(image, w.x, y, w.width, row);
        for (uint32_t i = 0; i < 3 * w.width; i++)
            check(!isnan(row[i]));
        pixels_flag_row(image, w.x, y, w.width, bytes);
        pixels_srgb8_row(image, w.x, y, w.width, bytes);
    }
    free(row);
    free(bytes);
}

/* A window of the photo that moves with its content. */
static photo_window some_window(const sct_photo_info *info, size_t size)
{
    photo_window w;
    w.x = (uint32_t)(size * 7 % info->width);
    w.y = (uint32_t)(size * 13 % info->height);
    w.width = 1 + (uint32_t)(size * 3 % (info->width - w.x));
    w.height = 1 + (uint32_t)(size * 5 % (info->height - w.y));
    return w;
}

static void check_window(sct_context *ctx, const sct_photo *photo, const photo_frame *whole, size_t size)
{
    if (strcmp(photo_info(photo).format, "heic") == 0)
        return; /* libde265 reads memory that damaged HEVC never filled: it does not repeat itself */
    photo_window w = some_window(&(sct_photo_info){.width = whole->window.width, .height = whole->window.height}, size);
    photo_frame part = {0};
    if (photo_decode(ctx, photo, w, &part) != SCT_OK)
        abort(); /* a part of what could be decoded */
    size_t bytes = (size_t)(part.channels * part.bits / 8);
    for (uint32_t y = 0; y < w.height; y++)
        check(memcmp((char *)part.pixels + (size_t)y * w.width * bytes,
                     (char *)whole->pixels + ((size_t)(w.y + y) * whole->window.width + w.x) * bytes, w.width * bytes) == 0);
    photo_frame_free(&part);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sct_context *ctx = NULL;
    sct_photo *photo = NULL;
    photo_frame frame = {0};
    pixels_image *image = NULL;
    sct_flags flags = {0};
    if (sct_context_new(&ctx) != SCT_OK || sct_context_set_limit(ctx, SCT_LIMIT_PIXELS, 4000000) != SCT_OK)
        abort();
    sct_status status = sct_photo_open(ctx, data, size, &photo);
    if (status == SCT_OK) {
        sct_photo_info info = photo_info(photo);
        status = photo_decode(ctx, photo, (photo_window){0, 0, info.width, info.height}, &frame);
    }
    if (status == SCT_OK) {
        check_window(ctx, photo, &frame, size);
        status = pixels_from(ctx, photo, &frame, &flags, &image);
    }
    if (status == SCT_OK)
        check_rows(image);
    else
        check(sct_context_message(ctx)[0] != '\0');
    pixels_free(image);
    photo_frame_free(&frame);
    sct_photo_free(photo);
    sct_context_free(ctx);
    return 0;
}

#if defined(FUZZ_DRIVER)

#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>

static int run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data = NULL;
    long size = -1;
    if (file && fseek(file, 0, SEEK_END) == 0)
        size = ftell(file);
    if (size >= 0)
        data = malloc((size_t)size + 1);
    if (data && fseek(file, 0, SEEK_SET) == 0)
        LLVMFuzzerTestOneInput(data, fread(data, 1, (size_t)size, file));
    free(data);
    if (file)
        fclose(file);
    return data != NULL;
}

/* Every file below a folder; returns how many. */
static int run_folder(const char *folder, int depth)
{
    char path[2048];
    int count = 0;
    DIR *dir = depth < 8 ? opendir(folder) : NULL;
    for (struct dirent *e; dir && (e = readdir(dir)) != NULL;) {
        struct stat info;
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        if (e->d_name[0] == '.' || stat(path, &info) != 0)
            continue;
        count += S_ISDIR(info.st_mode) ? run_folder(path, depth + 1) : run_file(path);
    }
    if (dir)
        closedir(dir);
    return count;
}

int main(int argc, char **argv)
{
    int count = 0;
    for (int i = 1; i < argc; i++)
        count += run_folder(argv[i], 0);
    printf("%d files\n", count);
    return count > 0 ? 0 : 1;
}

#endif
