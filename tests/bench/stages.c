/*
 * tests/bench/stages.c - where the time of a match goes: each photo named is matched as the program does it by default,
 * and one row printed for it, CPU ms a stage, the least of a few runs: stages PALETTE PHOTO...
 */
#include "correct/correct.h"
#include "match/match.h"
#include "region/region.h"
#include "support/support.h"

#include <time.h>

enum { RUNS = 5, STAGES = 7 };
static const char *const names[STAGES] = {"photo", "pixels", "chart", "region", "skin", "match", "in all"};

static double cpu_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return 1e3 * (double)t.tv_sec + 1e-6 * (double)t.tv_nsec;
}

/* What the pipeline makes of one photo on its way. */
typedef struct way {
    sct_photo *photo;
    photo_frame frame;
    pixels_image *image;
    region_result region;
    sct_measurement measurement;
    match_client client;
    match_candidate rows[256];
    match_ranking ranking;
} way;

/* engine/api/pipeline.c with a clock between its words. Returns the first status that is not SCT_OK. */
static sct_status walk(sct_context *ctx, const unsigned char *bytes, size_t size, const sct_palette *palette, way *w,
                       double at[STAGES + 1])
{
    sct_status status = SCT_OK;
    sct_measure_options options;
    sct_match_options wishes;
    sct_flags flags = {0};
    photo_window window;
    sct_measure_options_init(&options);
    sct_match_options_init(&wishes);
    at[0] = cpu_ms();
    TRY(sct_photo_open(ctx, bytes, size, &w->photo));
    sct_view view = {.photo = w->photo, .roles = 1u << SCT_ROLE_SKIN | 1u << SCT_ROLE_HAIR};
    TRY(region_window(ctx, &view, &window));
    TRY(photo_decode(ctx, w->photo, window, &w->frame));
    at[1] = cpu_ms();
    TRY(pixels_from(ctx, w->photo, &w->frame, &flags, &w->image));
    at[2] = cpu_ms();
    TRY(correct_image(ctx, &options, &view, w->image, &flags, &w->region.correction));
    at[3] = cpu_ms();
    options.mm_per_px = w->region.correction.mm_per_px;
    TRY(region_measure(ctx, &options, &view, w->image, &w->region.correction, NULL, &w->region));
    TRY(region_combine(ctx, &w->region, 1, &w->measurement));
    at[4] = cpu_ms();
    TRY(match_client_fit(ctx, &w->measurement, &w->client));
    at[5] = cpu_ms();
    TRY(match_rank(ctx, &wishes, &w->client, &w->measurement, palette, w->rows, 256, &w->ranking));
    at[6] = cpu_ms();
done:
    photo_frame_free(&w->frame);
    pixels_free(w->image);
    sct_photo_free(w->photo);
    return status;
}

static int row(sct_context *ctx, const char *path, const sct_palette *palette)
{
    size_t size;
    double best[STAGES];
    const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    unsigned char *bytes = read_file(path, &size);
    for (int i = 0; i < STAGES; i++)
        best[i] = HUGE_VAL;
    for (int run = 0; bytes && run < RUNS; run++) {
        static way w;
        double at[STAGES + 1];
        memset(&w, 0, sizeof w);
        if (walk(ctx, bytes, size, palette, &w, at) != SCT_OK) {
            printf("  %-16s %s\n", name, sct_context_message(ctx));
            sct_context_clear(ctx);
            free(bytes);
            return 0;
        }
        for (int i = 0; i + 1 < STAGES; i++)
            best[i] = fmin(best[i], at[i + 1] - at[i]);
        best[STAGES - 1] = fmin(best[STAGES - 1], at[STAGES - 1] - at[0]);
    }
    free(bytes);
    if (!bytes)
        return 1;
    printf("  %-16s", name);
    for (int i = 0; i < STAGES; i++)
        printf(" %8.1f", best[i]);
    printf("\n");
    return 0;
}

int main(int argc, char **argv)
{
    sct_context *ctx = NULL;
    sct_palette *palette = NULL;
    size_t size;
    int failed = 0;
    unsigned char *text = argc > 2 ? read_file(argv[1], &size) : NULL;
    if (!text || sct_context_new(&ctx) != SCT_OK || sct_palette_from_json(ctx, text, size, &palette) != SCT_OK) {
        fprintf(stderr, "stages PALETTE PHOTO...\n");
        return 2;
    }
    printf("where the time of a match goes, CPU ms, least of %d\n  %-16s", RUNS, "");
    for (int i = 0; i < STAGES; i++)
        printf(" %8s", names[i]);
    printf("\n");
    for (int i = 2; i < argc; i++)
        failed |= row(ctx, argv[i], palette);
    sct_palette_free(palette);
    sct_context_free(ctx);
    free(text);
    return failed;
}
