/*
 * tests/fuzz/fuzz_list.c - any bytes as the list of --batch: the text of whatever editor, cut into lines and each line into
 * words. What comes out is UTF-8 that ends, and no word reaches beyond its line.
 */
#include "../cli/args.h"
#include "../cli/client/batch_text.h"
#include "fuzz/fuzz.h"

static void cut(char *line)
{
    enum { WORDS = 64 };
    char *words[WORDS + 1];
    const size_t length = strlen(line);
    const char *end = line + length;
    int n = args_split(line, words, WORDS);
    HOLD(n >= -2 && n <= WORDS);
    for (int i = 0; i < n; i++)
        HOLD(words[i] >= line && words[i] + strlen(words[i]) <= end);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = batch_text(data, size);
    HOLD(text);
    HOLD(strlen(text) <= 3 * size + 4);
    for (char *line = text; line;) {
        char *end = strchr(line, '\n');
        if (end)
            *end = '\0';
        cut(line);
        line = end ? end + 1 : NULL;
    }
    free(text);
    return 0;
}

#ifndef FUZZ_LIBFUZZER

static size_t make_seeds(fuzz_seed *seeds)
{
    static const struct {
        const char *name, *text;
        size_t size;
    } texts[] = {
#define TEXT(name, text) {name, text, sizeof(text) - 1}
        TEXT("plain", "# clients\n\na.jpg --skin 'rect:1,2,3,4'\n\"b c.jpg\" --hair auto\r\nd\\ e.jpg\n"),
        TEXT("marked", "\xef\xbb\xbfZo\xc3\xab.png --chart none\n"),
        TEXT("little", "\xff\xfe"
                       "a\0.\0p\0n\0g\0\n\0\x3d\xd8\x00\xde"),
        TEXT("big", "\xfe\xff"
                    "\0a\0.\0p\0n\0g\0\n\xd8\x3d\xde\x00"),
#undef TEXT
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        seeds[i] = (fuzz_seed){texts[i].name, malloc(texts[i].size), texts[i].size};
        HOLD(seeds[i].data);
        memcpy(seeds[i].data, texts[i].text, texts[i].size);
    }
    return sizeof texts / sizeof texts[0];
}

int main(int argc, char **argv)
{
    return fuzz_main(&(fuzz_target){"list", make_seeds, 20000, 1}, argc, argv);
}

#endif
