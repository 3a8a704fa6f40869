/*
 * engine/photo/photo_screen.c - what a file tells of being a screenshot.
 *
 * Telephones and desktops of Apple write the comment "Screenshot" into EXIF,
 * other programs name themselves in a text of the PNG. Where no camera is named
 * the size alone may speak: sensors have other sides than screens.
 */
#include "photo/photo_private.h"

#include <string.h>

/* Shorter and longer side. No size that cameras, scanners or messengers write: none of 4:3 or 3:2. */
static const uint16_t telephones[][2] = {
    {640, 1136},  {750, 1334},  {828, 1792},  {1125, 2436}, {1170, 2532}, {1179, 2556}, {1206, 2622}, {1242, 2208},
    {1242, 2688}, {1260, 2736}, {1284, 2778}, {1290, 2796}, {1320, 2868}, {720, 1520},  {720, 1560},  {720, 1600},
    {1080, 2160}, {1080, 2220}, {1080, 2280}, {1080, 2310}, {1080, 2316}, {1080, 2340}, {1080, 2376}, {1080, 2400},
    {1080, 2408}, {1080, 2412}, {1080, 2424}, {1080, 2460}, {1220, 2712}, {1344, 2992}, {1440, 2880}, {1440, 2960},
    {1440, 3040}, {1440, 3088}, {1440, 3120}, {1440, 3168}, {1440, 3200}, {1440, 3216},
};
/* Of desktops and tablets, some of which are also those of films: they count for PNG, which no camera writes. */
static const uint16_t desktops[][2] = {
    {768, 1366},  {800, 1280},  {900, 1440},  {900, 1600},  {1050, 1680}, {1080, 1920},
    {1200, 1920}, {1440, 2560}, {1600, 2560}, {1664, 2560}, {1668, 2388}, {1800, 2880},
    {1864, 2880}, {1964, 3024}, {2160, 3840}, {2234, 3456}, {1440, 3440}, {1640, 2360},
};

int photo_says_screenshot(const unsigned char *text, size_t size)
{
    static const char word[] = "screenshot";
    const size_t letters = sizeof word - 1;
    for (size_t i = 0; size >= letters && i <= size - letters; i++) {
        size_t k = 0;
        while (k < letters && (text[i + k] | 0x20) == (unsigned char)word[k])
            k++;
        if (k == letters)
            return 1;
    }
    return 0;
}

static int is_listed(const uint16_t (*sizes)[2], size_t count, uint32_t shorter, uint32_t longer)
{
    for (size_t i = 0; i < count; i++)
        if (sizes[i][0] == shorter && sizes[i][1] == longer)
            return 1;
    return 0;
}

void photo_flag_screen(sct_photo *photo)
{
    uint32_t shorter = photo->info.width, longer = photo->info.height;
    if (photo->screenshot) {
        flags_add(&photo->flags, "screenshot", 1, "the file itself says that it is a screenshot",
                  "take the camera's own file: a screenshot has the screen's colours, and less of the detail");
        return;
    }
    if (shorter > longer) {
        shorter = photo->info.height;
        longer = photo->info.width;
    }
    int png = strcmp(photo->info.format, "png") == 0, jpeg = strcmp(photo->info.format, "jpeg") == 0;
    if (photo->camera || !(png || jpeg))
        return;
    if (is_listed(telephones, sizeof telephones / sizeof *telephones, shorter, longer) ||
        (png && is_listed(desktops, sizeof desktops / sizeof *desktops, shorter, longer)))
        flags_addf(&photo->flags, "screen-sized", 0, "if it is a screenshot, take the camera's own file instead",
                   "the file names no camera and is exactly as large as a screen (%u x %u)", photo->info.width,
                   photo->info.height);
}
