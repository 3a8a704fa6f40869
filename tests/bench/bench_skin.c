/* tests/bench/bench_skin.c - time of a healed colour and its parts, one thread; prints, never judges. */
#include "skin/skin.h"
#include "skin/slab.h"
#include "support/support.h"

#include <time.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

typedef struct job {
    skin_client client;
    sct_tissue tissue;
    skin_ink ink;
    skin_dots dots;
    int streams;
    double sum;
} job;

/* From the tissue to the colour, nothing kept from before. */
static void cold(job *j)
{
    double r[SKIN_PAD];
    skin_client_init(&j->client, &j->tissue, 120, j->streams);
    skin_heal_spectrum(&j->client, &j->ink, &j->dots, r);
    j->sum += skin_lab(r, NULL).L;
}

static void client_only(job *j)
{
    skin_client_init(&j->client, &j->tissue, 120, j->streams);
}

static void next_ink(job *j)
{
    double r[SKIN_PAD];
    skin_heal_spectrum(&j->client, &j->ink, &j->dots, r);
    j->sum += skin_lab(r, NULL).L;
}

static void dot_and_area(job *j)
{
    skin_spectra s;
    skin_heal_at(&j->client, &j->ink, &j->dots, &s);
    j->sum += skin_lab(s.area, NULL).L;
}

static void next_depth(job *j)
{
    skin_client_set_depth(&j->client, 150);
}

static double best_ms(void (*run)(job *), job *j)
{
    double best = 1e9;
    for (int round = 0; round < 7; round++) {
        int n = 0;
        double start = now(), end;
        do {
            run(j);
            n++;
            end = now();
        } while (end - start < 0.03);
        best = fmin(best, (end - start) / n);
    }
    return 1e3 * best;
}

int main(void)
{
    static job j;
    static const struct {
        const char *name;
        void (*run)(job *);
    } parts[] = {{"skin, ink, colour from nothing", cold},
                 {"the skin alone", client_only},
                 {"another ink or dilution", next_ink},
                 {"another ink, dot and area", dot_and_area},
                 {"another depth", next_depth}};
    sct_tissue_init(&j.tissue);
    skin_ink_add_pigment(&j.ink, skin_pigment_find("77266"), 0.003);
    j.dots = (skin_dots){.load = 1, .thickness_um = 200, .radius_mm = 0.06, .coverage = skin_coverage(180, 0.06)};
    printf("%-34s %9s %9s %9s\n", "31 wavelengths, ms", "4 streams", "8", "16");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        printf("%-34s", parts[i].name);
        for (j.streams = 4; j.streams <= 16; j.streams *= 2) {
            skin_client_init(&j.client, &j.tissue, 120, j.streams);
            printf(" %9.4f", best_ms(parts[i].run, &j));
        }
        printf("\n");
    }
    return j.sum > 0 ? 0 : 1;
}
