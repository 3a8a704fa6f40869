/*
 * tests/fuzz/fuzz.h - what fuzz targets share. A target defines
 * LLVMFuzzerTestOneInput; libFuzzer calls it when built with -DFUZZ_LIBFUZZER
 * (`make fuzz`). Otherwise its main calls fuzz_main, for `make test`: every file
 * of tests/fuzz/found/NAME (inputs that once broke something), then the seeds,
 * damaged in ways that are the same each time. With --seeds FOLDER it writes the
 * seeds for libFuzzer to start from; with files or folders it runs those.
 */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include "num/num.h"
#include "support/support.h"

#include <dirent.h>
#include <sys/stat.h>
#include <time.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program, as the sanitizers do, unless the condition holds; never compiled out. */
#define HOLD(condition)                                                                                                     \
    do {                                                                                                                    \
        if (!(condition)) {                                                                                                 \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition);                                  \
            abort();                                                                                                        \
        }                                                                                                                   \
    } while (0)

#ifndef FUZZ_LIBFUZZER

enum { FUZZ_SEEDS_MAX = 24 };
typedef struct fuzz_seed {
    const char *name;
    unsigned char *data; /* malloc'ed */
    size_t size;
} fuzz_seed;
typedef struct fuzz_target {
    const char *name;
    size_t (*seeds)(fuzz_seed *seeds); /* fills at most FUZZ_SEEDS_MAX whole inputs; returns how many */
    int rounds;                        /* damaged inputs a seed, at most */
    double budget;                     /* seconds of CPU for all of them: a slow machine runs fewer */
} fuzz_target;

/* An exact copy of its own, so that a sanitizer sees every byte read past the end. */
static void fuzz_run(const unsigned char *data, size_t size)
{
    unsigned char *exact = malloc(size ? size : 1);
    HOLD(exact);
    memcpy(exact, data, size);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
}

/* A byte, a bit, a cut, a piece taken out or doubled, a hostile word or number. Returns the new size. */
static size_t fuzz_damage_once(num_rng *rng, unsigned char *text, size_t size, size_t capacity)
{
    static const char *const words[] = {"NaN",
                                        "-1e999",
                                        "null",
                                        "\"\\u0000\"",
                                        "[[[[[[[[",
                                        "{\"id\":\"a\",\"id\":\"b\"}",
                                        "-0",
                                        "1e-320",
                                        "\"\xc0\xaf\"",
                                        "\"\\ud800\"",
                                        "true",
                                        "0.1e-300",
                                        "[]",
                                        "{}",
                                        "\"\"",
                                        ",",
                                        "%",
                                        ":",
                                        "1e18",
                                        "-1",
                                        "%n%s",
                                        "\xff\xff",
                                        "\x7f\xff\xff\xff"};
    size_t at = num_rng_below(rng, (uint32_t)size), length = 1 + num_rng_below(rng, 40);
    const char *word = words[num_rng_below(rng, sizeof words / sizeof words[0])];
    switch (num_rng_below(rng, 8)) {
    case 0: text[at] = (unsigned char)num_rng_below(rng, 256); return size;
    case 1: text[at] ^= (unsigned char)(1u << num_rng_below(rng, 8)); return size;
    case 2: text[at] = (unsigned char)"0123456789-.eE\"{}[],: "[num_rng_below(rng, 22)]; return size;
    case 3:
        length = length < size - at ? length : size - at;
        memmove(text + at, text + at + length, size - at - length);
        return size - length;
    case 4: /* doubled */
        length = length < size - at ? length : size - at;
        if (size + length > capacity)
            return size;
        memmove(text + at + length, text + at, size - at);
        return size + length;
    case 5:
    case 6:
        length = strlen(word);
        if (size + length > capacity)
            return size;
        memmove(text + at + length, text + at, size - at);
        memcpy(text + at, word, length);
        return size + length;
    default: return num_rng_below(rng, 4) ? size : at;
    }
}

static double fuzz_seconds(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

static int fuzz_damage_seed(const fuzz_seed *seed, int rounds, num_rng *rng, double until)
{
    enum { ROOM = 4096 };
    int inputs = 0;
    unsigned char *text = malloc(seed->size + ROOM);
    HOLD(text);
    for (; inputs < rounds && fuzz_seconds() < until; inputs++) {
        size_t size = seed->size;
        memcpy(text, seed->data, size);
        for (uint32_t n = 1 + num_rng_below(rng, 4); n > 0 && size > 0; n--)
            size = fuzz_damage_once(rng, text, size, seed->size + ROOM);
        fuzz_run(text, size);
    }
    free(text);
    return inputs;
}

static int fuzz_file(const char *path)
{
    size_t size = 0;
    unsigned char *data = read_file(path, &size);
    if (!data)
        return 0;
    fuzz_run(data, size);
    free(data);
    return 1;
}

/* A file, or every file below a folder; returns how many. */
static int fuzz_path(const char *path, int depth)
{
    struct stat facts;
    char inner[2048];
    int count = 0;
    if (stat(path, &facts) != 0)
        return 0;
    if (!S_ISDIR(facts.st_mode))
        return fuzz_file(path);
    DIR *folder = depth < 8 ? opendir(path) : NULL;
    for (struct dirent *entry; folder && (entry = readdir(folder)) != NULL;) {
        snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
        if (entry->d_name[0] != '.')
            count += fuzz_path(inner, depth + 1);
    }
    if (folder)
        closedir(folder);
    return count;
}

static void fuzz_write_seeds(const fuzz_seed *seeds, size_t count, const char *folder)
{
    char path[2048];
    for (size_t i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, seeds[i].name);
        FILE *file = fopen(path, "wb");
        HOLD(file && fwrite(seeds[i].data, 1, seeds[i].size, file) == seeds[i].size && fclose(file) == 0);
    }
}

static int fuzz_main(const fuzz_target *target, int argc, char **argv)
{
    char found[256];
    fuzz_seed seeds[FUZZ_SEEDS_MAX];
    size_t count = target->seeds(seeds);
    int inputs = 0;
    num_rng rng;
    HOLD(count > 0 && count <= FUZZ_SEEDS_MAX);
    num_rng_seed(&rng, 1);
    if (argc == 3 && strcmp(argv[1], "--seeds") == 0) {
        fuzz_write_seeds(seeds, count, argv[2]);
    } else if (argc > 1) {
        for (int i = 1; i < argc; i++)
            inputs += fuzz_path(argv[i], 0);
        printf("%d files\n", inputs);
        HOLD(inputs > 0);
    } else {
        snprintf(found, sizeof found, "tests/fuzz/found/%s", target->name);
        int old = fuzz_path(found, 0);
        for (size_t i = 0; i < count; i++) {
            fuzz_run(seeds[i].data, seeds[i].size);
            inputs += fuzz_damage_seed(&seeds[i], target->rounds, &rng, target->budget * (double)(i + 1) / (double)count);
        }
        HOLD(inputs > 0);
        figure("fuzz %s: %d damaged inputs of %zu seeds, %d that once broke something", target->name, inputs, count, old);
        printf("ok fuzz %s\n", target->name);
    }
    for (size_t i = 0; i < count; i++)
        free(seeds[i].data);
    return 0;
}

#endif
#endif
