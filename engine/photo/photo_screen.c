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

static int is_blank(unsigned char c)
{
    return c <= ' ';
}

int photo_says_screenshot(const unsigned char *text, size_t size)
{
    static const char word[] = "screenshot";
    size_t k = 0;
    while (size && is_blank(text[0])) {
        text++;
        size--;
    }
    while (size && is_blank(text[size - 1]))
        size--;
    for (size_t i = 0; i < size; i++) {
        if (!text[i]) /* UTF-16 has one beside each letter */
            continue;
        if (k == sizeof word - 1 || (text[i] | 0x20) != (unsigned char)word[k])
            return 0;
        k++;
    }
    return k == sizeof word - 1;
}

static int is_letter(unsigned char c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* One of the words of a program's name, as in "gnome-screenshot". */
static int names_screenshot(const unsigned char *text, size_t size)
{
    for (size_t i = 0; i < size;) {
        size_t n = 0;
        while (i + n < size && is_letter(text[i + n]))
            n++;
        if (n && photo_says_screenshot(text + i, n))
            return 1;
        i += n + 1;
    }
    return 0;
}

/* Where a word begins at or after `from`, or size. */
static size_t find(const unsigned char *text, size_t size, size_t from, const char *word)
{
    size_t n = strlen(word);
    for (size_t i = from; size >= n && i <= size - n; i++)
        if (memcmp(text + i, word, n) == 0)
            return i;
    return size;
}

/* What stands between the tags of an element's content. */
static int content_says_screenshot(const unsigned char *text, size_t size)
{
    unsigned char plain[64];
    size_t n = 0;
    int tag = 0;
    for (size_t i = 0; i < size; i++) {
        int opens = text[i] == '<', closes = text[i] == '>';
        tag |= opens;
        if (!tag && !(n == 0 && is_blank(text[i]))) {
            if (n == sizeof plain)
                return 0;
            plain[n++] = text[i];
        }
        tag &= !closes;
    }
    return photo_says_screenshot(plain, n);
}

/* XMP tells of albums, folders and edits, too: only the comment on the picture itself counts, as attribute or element. */
static int xmp_says_screenshot(const unsigned char *xmp, size_t size)
{
    static const char name[] = "exif:UserComment";
    size_t at = find(xmp, size, 0, name), from = at + sizeof name - 1;
    if (at == size || from >= size)
        return 0;
    if (xmp[from] == '=') {
        size_t open = from + 1, close = open + 1;
        while (close < size && xmp[close] != xmp[open])
            close++;
        return close < size && photo_says_screenshot(xmp + open + 1, close - open - 1);
    }
    size_t begin = find(xmp, size, from, ">"), end = find(xmp, size, begin, "</exif:UserComment");
    return end < size && content_says_screenshot(xmp + begin + 1, end - begin - 1);
}

/* Bytes up to and with the next zero, or size when there is none. */
static size_t past_zero(const unsigned char *text, size_t size)
{
    const unsigned char *zero = size ? memchr(text, 0, size) : NULL;
    return zero ? (size_t)(zero - text) + 1 : size;
}

int photo_text_says_screenshot(const unsigned char *chunk, size_t size, int international)
{
    enum { XMP_READ = 65536 };
    size_t at = past_zero(chunk, size);
    const char *keyword = (const char *)chunk;
    if (at == size)
        return 0;
    if (international) { /* compressed: no; method; language; keyword in that language */
        if (size - at < 2 || chunk[at] != 0)
            return 0;
        at += 2;
        for (int i = 0; i < 2; i++)
            at += past_zero(chunk + at, size - at);
    }
    const unsigned char *text = chunk + at;
    size_t length = size - at;
    if (strcmp(keyword, "XML:com.adobe.xmp") == 0)
        return xmp_says_screenshot(text, length < XMP_READ ? length : XMP_READ);
    return photo_says_screenshot(text, length) || (strcmp(keyword, "Software") == 0 && names_screenshot(text, length));
}

static int is_listed(const uint16_t (*sizes)[2], size_t count, uint32_t shorter, uint32_t longer)
{
    for (size_t i = 0; i < count; i++)
        if (sizes[i][0] == shorter && sizes[i][1] == longer)
            return 1;
    return 0;
}

void photo_flag_screenshot(sct_flags *flags, const char *message)
{
    flags_add(flags, "screenshot", 1, message,
              "take the camera's own file: a screenshot has the screen's colours, and less of the detail");
}

void photo_flag_screen(sct_photo *photo)
{
    uint32_t shorter = photo->info.width, longer = photo->info.height;
    if (photo->screenshot) {
        photo_flag_screenshot(&photo->flags, "the file itself says that it is a screenshot");
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
