/* cli/client/ranking.c - ranks the inks of a palette for a client. */
#include "client/ranking.h"
#include "client/hand.h"

#include <stdlib.h>

const char *const ranking_metrics[] = {"de2000", "de76", "de94", "cmc", "cam16ucs", NULL};
const char *const ranking_bases[] = {"auto", "measured-healed", "predicted-healed", "swatch", NULL};
const char *const ranking_losses[] = {"asymmetric", "plain", NULL};
const char *const ranking_grey_hairs[] = {"blend", "dark", "softer", NULL};

void ranking_init(ranking_settings *settings)
{
    *settings = (ranking_settings){.metric = 0};
    sct_match_options_init(&settings->options);
    settings->draws = settings->options.draws;
    settings->blend = settings->options.blend;
}

void ranking_options(const app *a, const ranking_settings *settings, sct_match_options *out)
{
    *out = settings->options;
    out->metric = (sct_metric)settings->metric;
    out->basis = (sct_basis)settings->basis;
    out->loss = (sct_loss)settings->loss;
    out->grey_hair = (sct_grey_hair)settings->grey_hair;
    out->blend = (int)settings->blend;
    out->seek_density = settings->seek_density;
    out->draws = (int)settings->draws;
    out->seed = (uint64_t)a->seed;
    out->artist = a->artist;
}

int ranking_check(app *a, ranking_settings *settings)
{
    sct_match_options *s = &settings->options;
    int code = hand_open(a, settings->artist, settings->no_artist);
    if (code)
        return code;
    if (settings->needle && sct_needle_read(a->ctx, settings->needle, &s->needle_pins, &s->needle_pin_mm) != SCT_OK)
        return complain(a, EXIT_USE, NULL, "--%s", sct_context_message(a->ctx));
    if (s->depth_lo_um <= s->depth_um && s->depth_um <= s->depth_hi_um)
        return 0;
    return complain(a, EXIT_USE, "--depth", "%g um does not lie between --depth-from %g and --depth-to %g; give all three",
                    s->depth_um, s->depth_lo_um, s->depth_hi_um);
}

/* The rows of a ranking as an array. */
static int take_rows(app *a, ranking *r)
{
    if (sct_ranking_describe(r->handle, &r->info) != SCT_OK)
        return complain(a, EXIT_WORLD, NULL, "the ranking cannot be read");
    r->rows = calloc(r->info.match_count + 1, sizeof *r->rows);
    if (!r->rows)
        return complain(a, EXIT_WORLD, NULL, "out of memory");
    for (size_t i = 0; i < r->info.match_count; i++)
        sct_ranking_match(r->handle, i, &r->rows[i]);
    return 0;
}

int ranking_run(app *a, const client *c, const sct_measurement *m, const sct_palette *palette,
                const ranking_settings *settings, ranking *out)
{
    sct_match_options options;
    *out = (ranking){.handle = NULL};
    ranking_options(a, settings, &options);
    progress_attach(a, c->name[0]);
    sct_status status = sct_match(a->ctx, &options, m, palette, &out->handle);
    progress_detach(a);
    return status == SCT_OK ? take_rows(a, out) : complain_status(a, status, c->name[0]);
}

void ranking_free(ranking *r)
{
    free(r->rows);
    sct_ranking_free(r->handle);
    *r = (ranking){.handle = NULL};
}

int ranking_same_ink(const sct_match_row *a, const sct_match_row *b)
{
    return a->ink == b->ink && a->blend.ink == b->blend.ink && a->blend.parts_first == b->blend.parts_first &&
           a->blend.parts_second == b->blend.parts_second;
}
