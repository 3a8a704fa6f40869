/*
 * tests/fuzz/fuzz_args.c - any line as the words of a command, as --batch cuts
 * and reads them: understood within the ranges of its options, or refused in
 * one line.
 */
#include "../cli/commands.h"
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { WORDS = 64 };
    static const command *const all[] = {&command_match, &command_measure, &command_palette, &command_diff,
                                         &command_heal,  &command_chart,   &command_preview};
    static union {
        max_align_t align;
        char room[4096]; /* any command's options */
    } options;
    static arg_items items;
    char line[4096], *words[WORDS + 2];
    if (size < 1 || size >= sizeof line)
        return 0;
    const command *c = all[data[0] % (sizeof all / sizeof all[0])];
    memcpy(line, data + 1, size - 1);
    line[size - 1] = '\0';
    app a = {.program = "scalptone"};
    words[0] = line; /* not looked at */
    int n = args_split(line, words + 1, WORDS);
    HOLD(n >= -2 && n <= WORDS);
    if (n >= 0) {
        words[n + 1] = NULL;
        memset(&options, 0, sizeof options);
        items.count = 0;
        int code = args_parse(&a, c, n + 1, words, &options, &items);
        HOLD(code == 0 || (code == EXIT_USE && a.error[0] && !strchr(a.error, '\n')));
        HOLD(items.count <= ARG_ITEM_MAX);
        for (const arg *o = c->options; code == 0 && o->name; o++) {
            double value;
            if (o->kind != ARG_REAL)
                continue;
            memcpy(&value, options.room + o->offset, sizeof value);
            HOLD(value == 0 || (value >= o->lo && value <= o->hi));
        }
    }
    return 0;
}

#ifndef FUZZ_LIBFUZZER

static size_t make_seeds(fuzz_seed *seeds)
{
    static const char *const lines[] = {
        "\1client.jpg --skin rect:10%,40%,8%,8% --hair 'circle:1,2,3' --scale 0.05 --chart none",
        "\0a.jpg b.jpg --draws=40 --metric de2000 --seed 7 --top 3 --dot-radius 0.06 --batch-ml 5",
        "\2check \"palettes/default.json\"",
        "\3 50,1,2 51,1,2 --metric cmc",
        "\4--skin 62,10,16 --ink generic-carbon --dilution 20 --depth 120 --ladder",
        "\5photo.png --chart colorchecker-classic --overlay out\\ put.png --json --quiet",
        "\6photo.png --area 'poly:1,1 9,1 9,9' --ink a --dilution 20 --age 3 --view far --scale 1,1,9,9,30 -o out.png",
    };
    size_t n = sizeof lines / sizeof lines[0];
    for (size_t i = 0; i < n; i++) {
        seeds[i].name = i < 3   ? i < 1   ? "measure"
                                  : i < 2 ? "match"
                                          : "palette"
                        : i < 4 ? "diff"
                        : i < 5 ? "heal"
                        : i < 6 ? "chart"
                                : "preview";
        seeds[i].size = strlen(lines[i] + 1) + 1;
        seeds[i].data = malloc(seeds[i].size);
        HOLD(seeds[i].data);
        memcpy(seeds[i].data, lines[i], seeds[i].size);
    }
    return n;
}

int main(int argc, char **argv)
{
    return fuzz_main(&(fuzz_target){"args", make_seeds, 20000, 1}, argc, argv);
}

#endif
