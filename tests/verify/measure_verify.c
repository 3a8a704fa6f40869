/*
 * tests/verify/measure_verify.c - how well verification does on many rendered pairs, by hand:
 * measure_verify CASE COUNT [FIRST [FOLDER]]; the folder gets the photos and the picture of each.
 */
#include "support/support.h"
#include "verify/pairs.h"

static const struct {
    const char *name;
    pair_spec spec;
} cases[] = {
    {"faultless", {.dl = 0}},     {"lighter", {.dl = 2}},           {"darker", {.dl = -2}},    {"left", {.left = 0.10}},
    {"uneven", {.uneven = 0.2}},  {"keep", {.keep = 0.8}},          {"keep-all", {.keep = 1}}, {"others", {.other_head = 1}},
    {"much-left", {.left = 0.5}}, {"much-uneven", {.uneven = 0.4}},
};

static void keep_file(const char *folder, uint64_t seed, const char *name, const void *data, size_t size)
{
    char path[512];
    snprintf(path, sizeof path, "%.400s/%llu-%s", folder, (unsigned long long)seed, name);
    FILE *f = fopen(path, "wb");
    if (f && fwrite(data, 1, size, f) == size)
        fclose(f);
}

static void show(sct_context *ctx, const pair_photos *pair, sct_status status, const sct_verification *v, uint64_t seed,
                 const char *folder)
{
    sct_verify_info i;
    sct_verify_lines lines;
    sct_bytes png = {0};
    if (folder) {
        keep_file(folder, seed, "before.jpg", pair->before.bytes, pair->before.size);
        keep_file(folder, seed, "after.jpg", pair->after.bytes, pair->after.size);
    }
    if (status != SCT_OK) {
        printf("%llu %s %s\n", (unsigned long long)seed, sct_status_name(status), sct_context_message(ctx));
        return;
    }
    if (sct_verification_describe(v, &i) != SCT_OK || sct_verification_lines(v, &lines) != SCT_OK)
        return;
    printf("%llu %-10s %-7s agree %zu/%zu 1e%.0f res %.2f ov %.2f | dL %5.2f +- %4.2f true %5.2f %s dE %.2f +- %.2f | dots "
           "%zu %zu keep "
           "%.3f (%.3f-%.3f) "
           "true %.3f px %.1f fade %.2f | asym %.3f+-%.3f true %.3f dens %.3f+-%.3f true %.3f %s | uneven %.3f+-%.3f %s | "
           "edge %.2f\n",
           (unsigned long long)seed, sct_outcome_name(i.outcome), sct_before_state_name(i.before_state), i.agreeing,
           i.places, i.log10_chance, i.residual_px, i.overlap, i.dl, i.dl_u95, pair->dl,
           fabs(i.dl - pair->dl) <= i.dl_u95 ? "in" : "OUT", i.area_de00, i.area_u95_de00, i.dots_before, i.dots_after,
           i.retention, i.retention_lo, i.retention_hi, pair->kept, i.dot_px, i.fading, i.asymmetry, i.asymmetry_u95,
           pair->sides_ink, i.density_asymmetry, i.density_asymmetry_u95, pair->sides,
           i.asymmetric > 0 ? "ASYM"
           : i.asymmetric   ? "?"
                            : "alike",
           i.unevenness, i.unevenness_u95,
           i.uneven > 0 ? "UNEVEN"
           : i.uneven   ? "?"
                        : "even",
           i.edge);
    printf("  dot L %.1f a %.1f b %.1f +- %.2f, true L %.1f a %.1f b %.1f, dE %.2f of %zu, dL %.2f +- %.2f %s %s\n",
           i.dot_lab.L, i.dot_lab.a, i.dot_lab.b, i.dot_u95_de00, pair->dot_after.L, pair->dot_after.a, pair->dot_after.b,
           sct_de2000(i.dot_lab, pair->dot_after), i.dots_looked_at, i.dot_dl, i.dot_dl_u95, sct_outcome_name(i.dot_outcome),
           fabs(i.dot_lab.L - pair->dot_after.L) <= i.dot_dl_u95 ? "in" : "OUT");
    if (folder && sct_verification_png(ctx, v, &png) == SCT_OK) {
        printf("  %s\n  %s\n  %s\n", lines.result, lines.mix, lines.portfolio);
        keep_file(folder, seed, "verify.png", png.data, png.size);
    }
    sct_bytes_free(&png);
}

int main(int argc, char **argv)
{
    sct_context *ctx = NULL;
    phantom_library library = phantom_library_open();
    uint64_t first = argc > 3 ? strtoull(argv[3], NULL, 10) : 0;
    if (argc < 3 || sct_context_new(&ctx) != SCT_OK)
        return 2;
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++)
        for (uint64_t i = first; strcmp(argv[1], cases[c].name) == 0 && i < first + strtoull(argv[2], NULL, 10); i++) {
            pair_spec spec = cases[c].spec;
            pair_photos pair;
            sct_verification *v = NULL;
            const char *size = getenv("PAIR_SIZE"), *dot = getenv("PAIR_DOT");
            spec.seed = i;
            spec.size = size ? atoi(size) : 1200;
            spec.dot_px = dot ? atof(dot) : 4.5;
            pair_render(&library, &spec, &pair);
            sct_status status = pair_verify(ctx, &pair, 1, 1, &v);
            show(ctx, &pair, status, v, i, argc > 4 ? argv[4] : NULL);
            fflush(stdout);
            sct_verification_free(v);
            pair_free(&pair);
        }
    sct_context_free(ctx);
    phantom_library_close(&library);
    return 0;
}
