/* engine/record/record_fill.c - a record of a measurement and its ranking. */
#include "record/record.h"

#include <math.h>
#include <stdio.h>

typedef struct filling {
    sct_context *ctx;
    sct_record *record;
    sct_status status;
} filling;

static void put(filling *f, const char *key, const char *text)
{
    char kept[RECORD_VALUE];
    text_copy(kept, sizeof kept, text ? text : "");
    if (f->status == SCT_OK)
        f->status = sct_record_set(f->ctx, f->record, key, kept);
}

static void put_number(filling *f, const char *key, double value, int decimals)
{
    char text[40];
    if (!isfinite(value))
        return;
    text_from_number(text, sizeof text, value, decimals, 1);
    put(f, key, text);
}

static void put_lab(filling *f, const char *key, sct_lab lab)
{
    const double v[3] = {lab.L, lab.a, lab.b};
    char parts[3][40], text[128];
    for (int i = 0; i < 3; i++) {
        if (!isfinite(v[i]))
            return;
        text_from_number(parts[i], sizeof parts[i], v[i], 3, 1);
    }
    text_print(text, sizeof text, "%s,%s,%s", parts[0], parts[1], parts[2]);
    put(f, key, text);
}

static void put_measured(filling *f, const sct_measurement *m)
{
    static const char *const kinds[] = {"", "stubble", "grown"};
    put(f, "calibration.kind", sct_correction_kind_name(m->correction.kind));
    put_number(f, "calibration.u95_de00", m->correction.u95_de00, 3);
    if (m->skin.estimate.pixels) {
        put_lab(f, "measured.skin_lab", m->skin.estimate.lab);
        put_number(f, "measured.skin_u95_de00", m->skin.estimate.u95_de00, 3);
    }
    if (m->hair.kind == SCT_HAIR_NONE)
        return;
    put_lab(f, "measured.hair_lab", m->hair.strand.lab);
    put_number(f, "measured.hair_u95_de00", m->hair.strand.u95_de00, 3);
    put(f, "measured.hair_kind", kinds[m->hair.kind == SCT_HAIR_STUBBLE ? 1 : 2]);
}

static void put_recommended(filling *f, const sct_palette *palette, const match_candidate *best)
{
    char title[SCT_TITLE_SIZE];
    match_title(palette, best->ink, &best->blend, title);
    put(f, "recommended.pick", "yes");
    put(f, "recommended.ink", palette_ink_at(palette, best->ink).id);
    put(f, "recommended.title", title);
    put(f, "recommended.shade", best->shade);
    put_number(f, "recommended.parts_ink", best->parts_ink, 3);
    put_number(f, "recommended.parts_water", best->parts_water, 3);
    put_number(f, "recommended.ink_ml", best->ink_ml, 2);
    put_number(f, "recommended.second_ml", best->second_ml, 2);
    put_number(f, "recommended.water_ml", best->water_ml, 2);
    put_number(f, "recommended.density_per_cm2", best->density_per_cm2, 0);
    put_lab(f, "recommended.dot_lab", best->dot_lab);
    put_number(f, "recommended.dot_u95_de00", best->dot_u95_de00, 3);
    put_lab(f, "recommended.area_lab", best->area_lab);
}

static void put_plan(filling *f, const sct_palette *palette, const match_ranking *r)
{
    char key[64], title[SCT_TITLE_SIZE];
    for (size_t i = 0; i < r->plan_count; i++) {
        match_title(palette, r->plan[i].ink, &r->plan[i].blend, title);
        text_print(key, sizeof key, "plan.%zu.session", i + 1);
        put(f, key, sct_session_name(r->plan[i].session));
        text_print(key, sizeof key, "plan.%zu.ink", i + 1);
        put(f, key, title);
        text_print(key, sizeof key, "plan.%zu.parts_water", i + 1);
        put_number(f, key, r->plan[i].parts_water, 3);
        text_print(key, sizeof key, "plan.%zu.density_per_cm2", i + 1);
        put_number(f, key, r->plan[i].density_per_cm2, 0);
    }
}

sct_status record_fill(sct_context *ctx, const sct_measurement *measurement, const sct_palette *palette,
                       const match_ranking *ranking, const match_candidate *rows, sct_record *out)
{
    filling f = {ctx, out, SCT_OK};
    put(&f, "program.version", sct_version());
    put(&f, "palette.name", palette_facts_in(palette)->name);
    put(&f, "palette.fingerprint", palette_facts_in(palette)->fingerprint);
    put_measured(&f, measurement);
    if (ranking->pick && ranking->candidate_count) {
        put_recommended(&f, palette, &rows[0]);
        put_plan(&f, palette, ranking);
    }
    return f.status;
}
