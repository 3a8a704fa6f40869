/*
 * tests/fuzz/fuzz_config.c - any bytes as the file of settings: refused in one line that names the file, or read, and then
 * written as a text that gives the same settings.
 */
#include "../cli/settings.h"
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static kept_settings first, second;
    static char text[SETTINGS_TEXT_SIZE];
    app a = {.program = "scalptone"};
    memset(&first, 0, sizeof first);
    memset(&second, 0, sizeof second);
    snprintf(first.path, sizeof first.path, "config.json");
    int code = settings_from_text(&a, data, size, &first);
    HOLD(code == 0 || (a.error[0] && !strchr(a.error, '\n')));
    for (size_t i = 0; i < SETTINGS_MAX; i++)
        HOLD(memchr(first.values[i], 0, SETTING_SIZE));
    if (code == 0) {
        size_t length = settings_text(&first, text);
        HOLD(length == strlen(text));
        HOLD(settings_from_text(&a, text, length, &second) == 0);
        for (size_t i = 0; i < setting_count; i++) /* what is no UTF-8 is kept with question marks */
            HOLD(strlen(first.values[i]) == strlen(second.values[i]));
    }
    return 0;
}

#ifndef FUZZ_LIBFUZZER

static size_t make_seeds(fuzz_seed *seeds)
{
    static const char *const texts[][2] = {
        {"all",
         "{\n  \"scalptone_config\": 1,\n  \"palette\": \"mine.json\",\n  \"mix\": \"5ml\",\n  \"needle\": \"3RL-0.25\",\n"
         "  \"practitioner\": \"Zo\xc3\xab \\\"Z\\\"\",\n  \"studio\": \"a\\\\b\",\n  \"language\": \"de\"\n}\n"},
        {"number", "{\"scalptone_config\": 1, \"mix\": 5.5}"},
        {"none", "{\"scalptone_config\": 1}"},
    };
    size_t n = sizeof texts / sizeof texts[0];
    for (size_t i = 0; i < n; i++) {
        seeds[i] = (fuzz_seed){texts[i][0], malloc(strlen(texts[i][1])), strlen(texts[i][1])};
        HOLD(seeds[i].data);
        memcpy(seeds[i].data, texts[i][1], seeds[i].size);
    }
    return n;
}

int main(int argc, char **argv)
{
    return fuzz_main(&(fuzz_target){"config", make_seeds, 20000, 1}, argc, argv);
}

#endif
