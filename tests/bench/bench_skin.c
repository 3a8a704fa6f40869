/*
 * tests/bench/bench_skin.c - time of a healed colour and of its parts.
 *
 * A fixed workload: carbon black, 0.3 % by volume, 0.12 mm deep in the default light skin. CPU time of one thread, the
 * best of several rounds. No peer predicts healed ink; the NumPy prototype of the same model needed 3.5, 8.5 and 37 ms
 * for 31 wavelengths with 4, 8 and 16 streams on a machine of this kind. Prints; never passes or fails.
 */
#include "row.h"

#include "skin/light/slab.h"

#include <stdio.h>
#include <time.h>

static double cpu_seconds(void)
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
    skin_mode modes[SKIN_MODES - 1]; /* of 4 and 8 streams */
    skin_room room;
    skin_sight sight;
    int streams;
    double sum; /* keeps the optimiser from leaving the work out */
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

static void next_depth(job *j)
{
    skin_client_set_depth(&j->client, 150);
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

static void modes(job *j)
{
    skin_modes_init(j->modes, &j->client);
}

static void close_up(job *j)
{
    double solid[SKIN_PAD], r[SKIN_PAD];
    skin_response response;
    skin_heal_spectrum(&j->client, &j->ink, &j->dots, solid);
    skin_respond(&j->client, j->modes, &j->room, &j->ink, &j->dots, solid, &response);
    skin_dot_spectrum(&j->client, &response, &j->sight, r);
    j->sum += skin_lab(r, NULL).L;
}

/* A client's first dot: nothing of the skin is known yet. */
static void close_up_cold(job *j)
{
    client_only(j);
    modes(j);
    close_up(j);
}

static void fit(job *j)
{
    sct_skin_fit f;
    skin_fit_lab(&j->tissue, (sct_lab){58, 11, 18}, NULL, NULL, &f);
    j->sum += f.fit_de00;
}

static double best_ms(void (*run)(job *), job *j)
{
    enum { ROUNDS = 7 };
    double best = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        int n = 0;
        double start = cpu_seconds(), end;
        do {
            run(j);
            n++;
            end = cpu_seconds();
        } while (end - start < 0.03);
        double each = (end - start) / n;
        best = each < best ? each : best;
    }
    return 1e3 * best;
}

int main(void)
{
    static job j;
    static const double prototype_ms[] = {3.5, 8.5, 37};
    static const struct {
        const char *name;
        void (*run)(job *);
    } parts[] = {{"skin, ink and colour from nothing", cold},
                 {"  the skin alone", client_only},
                 {"  another depth", next_depth},
                 {"  another ink or dilution", next_ink},
                 {"  another ink, dot and area", dot_and_area},
                 {"  light sideways: skin and depth", modes},
                 {"  another ink, one dot close up", close_up},
                 {"one dot close up, from nothing", close_up_cold}};
    sct_tissue_init(&j.tissue);
    skin_ink_add_pigment(&j.ink, skin_pigment_find("77266"), 0.003);
    j.dots = (skin_dots){.load = 1, .thickness_um = 200, .radius_mm = 0.06, .coverage = skin_coverage(180, 0.06)};
    j.sight = skin_sight_of(0.06, 0, SKIN_WINDOW_MM);
    printf("%-36s %10s %10s %10s\n", "healed colour, 31 wavelengths, ms", "4 streams", "8", "16");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        double ms[3];
        printf("%-36s", parts[i].name);
        int close = parts[i].run == modes || parts[i].run == close_up ||
                    parts[i].run == close_up_cold; /* made for 4 and 8 streams */
        for (int k = 0; k < 3 - close; k++) {
            j.streams = 4 << k;
            skin_client_init(&j.client, &j.tissue, 120, j.streams);
            if (close)
                skin_modes_init(j.modes, &j.client);
            ms[k] = best_ms(parts[i].run, &j);
            printf(" %10.4f", ms[k]);
        }
        printf("\n");
        if (parts[i].run == cold)
            printf("%-36s %9.0fx %9.0fx %9.0fx\n", "  faster than the NumPy prototype", prototype_ms[0] / ms[0],
                   prototype_ms[1] / ms[1], prototype_ms[2] / ms[2]);
        if (parts[i].run == cold)
            bench_row("healed colour, 31 wavelengths, 4 streams", "ms", ms[0], "NumPy prototype, as measured once",
                      prototype_ms[0], 23, 0);
    }
    printf("%-36s %10.2f\n", "a tissue fitted to a Lab, ms", best_ms(fit, &j));
    return j.sum > 0 ? 0 : 1;
}
