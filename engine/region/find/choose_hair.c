/*
 * engine/region/find/choose_hair.c - the client's hair where nobody has shown it: of the places where it may be, the first
 * that is believed once it is measured; else the likeliest.
 *
 * Stubble and grown hair are told by how much of the photo each takes, which errs where a beard is large and the cropped
 * hair above it small; and the stubble of a shaved head may be too fine to be found hair by hair. What is measured at a
 * place, and how it lies on the head, tells more. Each place after the first has to look like hair, the scalp plainly: of
 * 25 heads worked with where one took the place of a doubted answer, and 27 held out, none was wrong (7 of the latter with
 * eyes or glasses in the hair); of 150 things none was taken.
 */
#include "region/find/choose.h"
#include "region/find/evidence.h"
#include "region/find/find.h"
#include "region/hair/hair.h"

/* A place, and the skin beside it. */
typedef struct candidate {
    region_spans spans;
    uint8_t *skin; /* cells */
    int scalp;     /* stubble, if it is hair at all */
} candidate;

/* What came out there. */
typedef struct trial {
    sct_status status;
    sct_context said; /* where it failed: why */
    uint32_t bits;
    enum { BELIEVED, DOUBTED, REFUSED } doubt;
    int forbids; /* flags that were raised */
    region_plainness plain;
} trial;

enum { SCALP = 2, PLACES };

static size_t forbidding(const sct_flags *flags)
{
    size_t n = flags->more_forbid != 0;
    for (size_t i = 0; i < flags->count; i++)
        n += flags->items[i].forbids_pick != 0;
    return n;
}

/* What lies on a scalp is stubble where it may be either. */
static sct_status measure_place(sct_context *ctx, region_job *job, const candidate *place, const region_result *before,
                                uint32_t *bits)
{
    sct_status status = region_measure_hair(ctx, job, &place->spans, &job->out->hair, bits);
    sct_measure_options told = *job->options;
    region_job as_stubble = *job;
    if (status != SCT_OK || !place->scalp || job->out->hair.kind != SCT_HAIR_STUBBLE ||
        !flags_have(&job->out->flags, "hair-kind-unsure"))
        return status;
    told.hair_kind = SCT_HAIR_STUBBLE;
    as_stubble.options = &told;
    *job->out = *before;
    return region_measure_hair(ctx, &as_stubble, &place->spans, &job->out->hair, bits);
}

/* Work for one photo. */
typedef struct choice {
    region_job job;                /* to try with: no labels until it is known which place stays */
    region_result *before, *after; /* before any place was measured; at the best */
    candidate places[PLACES];
    size_t best;
    trial chosen; /* what came out there */
} choice;

/* Measures one place. Only what says that there is no hair is kept for later. */
static sct_status try_place(sct_context *ctx, choice *c, size_t number, trial *out)
{
    region_job *job = &c->job;
    const candidate *place = &c->places[number];
    job->skin_cells = place->skin;
    *job->out = *c->before;
    *out = (trial){.said = diag_quiet(ctx)};
    out->status = measure_place(&out->said, job, place, c->before, &out->bits);
    if (out->status == SCT_OK)
        out->status = region_doubt_hair(&out->said, job, &place->spans, &out->bits, &out->plain);
    out->doubt = out->status != SCT_OK ? REFUSED : flags_have(&job->out->flags, "region-unsure") ? DOUBTED : BELIEVED;
    out->forbids = forbidding(&job->out->flags) > forbidding(&c->before->flags);
    if (out->status == SCT_OK || out->status == SCT_ERR_NOTHING || out->status == SCT_ERR_CHART_UNUSABLE)
        return SCT_OK;
    diag_take(ctx, &out->said);
    return out->status;
}

/* Tries a place unless there is none, or one that is believed. */
static sct_status consider(sct_context *ctx, choice *c, size_t number)
{
    sct_status status = SCT_OK;
    trial next;
    if (c->chosen.doubt == BELIEVED || !c->places[number].spans.pixels)
        return SCT_OK;
    TRY(try_place(ctx, c, number, &next));
    /* The second place was found as hair; the scalp was not, and half of what looks like it is none. */
    const region_plainness least = number == SCALP ? REGION_PLAIN : REGION_LIKELY;
    if (number > 0 && (next.doubt != BELIEVED || next.forbids || next.plain < least))
        goto done;
    c->chosen = next;
    c->best = number;
    *c->after = *c->job.out;
done:
    return status;
}

/* Adds the scalp; the skin beside it is what is left of the skin. */
static sct_status add_scalp(sct_context *ctx, const region_job *job, candidate *out)
{
    sct_status status = SCT_OK;
    size_t n = (size_t)job->map.columns * job->map.rows;
    uint8_t *cells = NULL;
    TRY(mem_new(ctx, n, 1, (void **)&cells));
    TRY(mem_new(ctx, n, 1, (void **)&out->skin));
    TRY(region_find_scalp(ctx, &job->map, job->skin_cells, job->background, cells));
    for (size_t i = 0; i < n; i++)
        out->skin[i] = job->skin_cells[i] && !cells[i];
    TRY(region_spans_from_cells(ctx, &job->map, cells, &out->spans));
    out->scalp = 1;
done:
    mem_free(cells);
    return status;
}

static sct_status consider_all(sct_context *ctx, choice *c)
{
    sct_status status = SCT_OK;
    const region_job *job = &c->job;
    sct_context quiet = diag_quiet(ctx);
    c->chosen = (trial){.doubt = REFUSED};
    c->places[0].skin = c->places[1].skin = job->skin_cells;
    status = region_find_hair(&quiet, job->image, &job->map, job->skin_cells, job->background, &c->places[0].spans,
                              &c->places[1].spans);
    c->chosen.status = status;
    c->chosen.said = quiet;
    if (status != SCT_OK && status != SCT_ERR_NOTHING) {
        diag_take(ctx, &quiet);
        return status;
    }
    TRY(consider(ctx, c, 0));
    TRY(consider(ctx, c, 1));
    c->job.skin_cells = c->places[0].skin;
    if (c->chosen.doubt != BELIEVED)
        TRY(add_scalp(ctx, job, &c->places[SCALP]));
    TRY(consider(ctx, c, SCALP));
done:
    return status;
}

sct_status region_choose_hair(sct_context *ctx, region_job *job, region_spans *out, uint32_t *bits)
{
    sct_status status = SCT_OK;
    choice c = {.best = 0};

    TRY(mem_new(ctx, (size_t)job->map.columns * job->map.rows, 1, (void **)&job->background));
    TRY(region_find_background(ctx, &job->map, job->skin_cells, job->background));
    TRY(mem_new(ctx, 2, sizeof *c.before, (void **)&c.before));
    c.after = c.before + 1;
    *c.before = *c.after = *job->out;
    c.job = *job;
    c.job.labels = NULL;
    TRY(consider_all(ctx, &c));
    *job->out = *c.after;
    if (c.chosen.status != SCT_OK) {
        job->out->hair_missed = c.chosen.status == SCT_ERR_NOTHING;
        for (size_t k = 0; k < PLACES; k++)
            job->out->hair_missed &= !c.places[k].spans.pixels;
        diag_take(ctx, &c.chosen.said);
        status = c.chosen.status;
        goto done;
    }
    if (job->labels)
        TRY(region_label_hair(ctx, job, &c.places[c.best].spans, job->out->hair.kind));
    *bits = c.chosen.bits;
    *out = c.places[c.best].spans;
    c.places[c.best].spans = (region_spans){0};
done:
    for (size_t k = 0; k < PLACES; k++)
        region_spans_free(&c.places[k].spans);
    mem_free(c.places[SCALP].skin);
    mem_free(c.before);
    return status;
}
