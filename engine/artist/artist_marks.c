/* artist_marks.c - healed marks, checked and put on the bench. */
#include "artist/artist_private.h"

#include <math.h>
#include <string.h>

static const double model_sd = 1.0; /* of the prediction itself, each of L*, a*, b* */

void sct_mark_init_sized(sct_mark *mark, size_t size)
{
    const double usual_sd = 1.5, unsaid = (double)NAN;
    const sct_mark defaults = {.size = sizeof defaults,
                               .ink = SIZE_MAX,
                               .skin_lab = {unsaid, unsaid, unsaid},
                               .lab = {unsaid, unsaid, unsaid},
                               .density_per_cm2 = SKIN_USUAL_DENSITY_PER_CM2,
                               .sd = usual_sd,
                               .part = SCT_HEALED_DOT};
    options_fill(mark, size, &defaults, sizeof defaults);
}

void sct_artist_options_init_sized(sct_artist_options *options, size_t size)
{
    const sct_artist_options defaults = {.size = sizeof defaults};
    options_fill(options, size, &defaults, sizeof defaults);
}

static sct_status check_lab(sct_context *ctx, const char *what, sct_lab lab)
{
    sct_status status = SCT_OK;
    TRY(option_range(ctx, what, lab.L, 0, 100));
    TRY(option_range(ctx, what, lab.a, -128, 128));
    TRY(option_range(ctx, what, lab.b, -128, 128));
done:
    return status;
}

static int own_of(artist_bench *b, const char *id)
{
    for (size_t i = 0; i < b->ink_count; i++)
        if (strcmp(b->ids[i], id) == 0)
            return (int)i;
    if (b->ink_count == SCT_ARTIST_INKS_MAX)
        return -1;
    text_copy(b->ids[b->ink_count], sizeof b->ids[0], id);
    return (int)b->ink_count++;
}

static sct_status take_mark(sct_context *ctx, const sct_palette *palette, const sct_mark *given, artist_bench *b,
                            artist_mark *out)
{
    sct_status status = SCT_OK;
    sct_mark m;
    sct_ink_optics optics;
    sct_tissue start;
    sct_conditions conditions;
    sct_skin_fit skin;
    sct_mark_init(&m);
    TRY(options_take(ctx, "sct_mark", given, OPTIONS_SIZE(sct_mark, reserved), &m, sizeof m));
    if (m.ink >= sct_palette_count(palette))
        FAIL(ctx, SCT_ERR_ARGUMENT, "no ink has this number");
    TRY(check_lab(ctx, "skin_lab", m.skin_lab));
    TRY(check_lab(ctx, "lab", m.lab));
    TRY(option_range(ctx, "parts_water", m.parts_water, 0, 1000));
    TRY(option_range(ctx, "density_per_cm2", m.density_per_cm2, 0, 2000));
    TRY(option_range(ctx, "sd", m.sd, 0.1, 20));
    TRY(option_range(ctx, "reserved", m.reserved, 0, 0));
    if (m.part != SCT_HEALED_DOT && m.part != SCT_HEALED_AREA && m.part != SCT_HEALED_SOLID)
        FAIL(ctx, SCT_ERR_OPTION, "part: a mark is of a dot, an area or solid");
    palette_ink ink = palette_ink_at(palette, m.ink);
    TRY(palette_optics_of(ctx, palette, m.ink, &optics, NULL));
    sct_tissue_init(&start);
    sct_conditions_init(&conditions);
    skin_fit_lab_above(&start, m.skin_lab, NULL, &conditions, SKIN_USUAL(DEPTH), &skin);
    if (!(skin.fit_de00 <= 10))
        FAIL(ctx, SCT_ERR_NOTHING, "no skin has the colour L %.1f a %.1f b %.1f", m.skin_lab.L, m.skin_lab.a, m.skin_lab.b);
    *out = (artist_mark){.tissue = skin.tissue,
                         .ink = skin_ink_of(&optics),
                         .load = SKIN_USUAL(UPTAKE) * SKIN_USUAL(HEALED) * ink.strength *
                                 palette_concentration(1, ink.kind == SCT_INK_READY ? 0 : m.parts_water),
                         .coverage_per_radius2 = skin_coverage(m.density_per_cm2, 0.01) / (0.01 * 0.01),
                         .part = m.part,
                         .seen = m.lab,
                         .sd = hypot(m.sd, model_sd),
                         .own = own_of(b, ink.id)};
    if (out->own >= 0)
        b->of_ink[out->own]++;
done:
    return status;
}

sct_status artist_take_marks(sct_context *ctx, const sct_palette *palette, const sct_mark *marks, size_t count,
                             artist_bench *b)
{
    sct_status status = SCT_OK;
    if (!marks || count < 1 || count > SCT_MARKS_MAX)
        FAIL(ctx, SCT_ERR_ARGUMENT, "a hand is learnt from 1 to %d marks", SCT_MARKS_MAX);
    size_t step = marks->size; /* of the caller's version of the struct */
    TRY(mem_new(ctx, count, sizeof *b->marks, (void **)&b->marks));
    TRY(mem_new(ctx, count, sizeof *b->r, (void **)&b->r));
    TRY(mem_new(ctx, count, sizeof *b->d, (void **)&b->d));
    TRY(mem_new(ctx, count, sizeof *b->w, (void **)&b->w));
    TRY(mem_new(ctx, count, sizeof *b->along, (void **)&b->along));
    TRY(mem_new(ctx, count, sizeof *b->without, (void **)&b->without));
    TRY(mem_new(ctx, count, 2 * sizeof *b->before, (void **)&b->before));
    b->after = b->before + count;
    TRY(artist_room_new(ctx, &b->room));
    for (size_t i = 0; i < count; i++) {
        sct_context quiet = diag_quiet(ctx);
        const sct_mark *one = (const sct_mark *)(const void *)((const char *)marks + i * step);
        if (one->size != step)
            FAIL(ctx, SCT_ERR_ARGUMENT, "marks[%zu] was not filled by sct_mark_init", i);
        status = take_mark(&quiet, palette, one, b, &b->marks[i]);
        if (status != SCT_OK)
            FAIL(ctx, status, "mark %zu: %s", i + 1, quiet.message);
    }
    b->count = count;
    b->n = ARTIST_SHAPE + (int)b->ink_count;
done:
    return status;
}

void artist_bench_clear(artist_bench *b)
{
    mem_free(b->marks);
    mem_free(b->r);
    mem_free(b->d);
    mem_free(b->w);
    mem_free(b->along);
    mem_free(b->without);
    mem_free(b->before);
    mem_free(b->room);
}
