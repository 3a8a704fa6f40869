/* engine/report/read/read_chart.c - what report_chart wrote. */
#include "report/read/read.h"

static const double PLACE_MOST = 1e9;

static const char *tier_word(int i)
{
    return sct_chart_tier_name((sct_chart_tier)i);
}

static void read_patch(reader *r, const node *at, sct_chart_patch *out)
{
    double rgb[3];
    out->index = (int)read_whole(r, at, "index", 0, SCT_CHART_PATCH_MAX - 1);
    read_text(r, at, "name", out->name, sizeof out->name);
    read_numbers(r, at, "centre", 1, -PLACE_MOST, PLACE_MOST, out->centre, 2);
    read_numbers(r, at, "rgb_linear", 1, -1000, 1000, rgb, 3);
    out->rgb_linear = (sct_rgb){rgb[0], rgb[1], rgb[2]};
    out->lab = read_lab(r, at, "lab");
    out->reference_lab = read_lab(r, at, "reference_lab");
    out->de00_loo = read_unknown(r, at, "de00_loo", 0, 1000);
    out->sd = read_unknown(r, at, "sd", 0, 1e6);
    out->clipped = read_unknown(r, at, "clipped", 0, 1);
    out->kept = read_bool(r, at, "kept");
    out->shaded = read_bool(r, at, "shaded");
}

sct_status report_read_chart(sct_context *ctx, const void *text, size_t size, sct_chart_result *out)
{
    sct_status status = SCT_OK;
    reader r = {.ctx = ctx};
    node root;
    sct_chart_result *c = NULL;
    TRY(mem_new(ctx, 1, sizeof *c, (void **)&c));
    TRY(read_root(&r, text, size, 1, &root));
    node at = read_object(&r, &root, "chart"), correction = read_object(&r, &root, "correction");
    read_text(&r, &at, "name", c->name, sizeof c->name);
    c->tier = (sct_chart_tier)read_word(&r, &at, "tier", tier_word);
    c->score = read_unknown(&r, &at, "score", -1, 1);
    c->mirrored = read_bool(&r, &at, "mirrored");
    read_matrix(&r, &at, "homography", 0, PLACE_MOST, c->homography);
    c->pitch_px = read_unknown(&r, &at, "pitch_px", 0, PLACE_MOST);
    c->mm_per_px = read_unknown(&r, &at, "mm_per_px", 0, 1000);
    read_numbers(&r, &at, "shade", 0, 0, 1000, c->shade, 3);
    node patches = read_list(&r, &at, "patches", SCT_CHART_PATCH_MAX);
    for (node item = read_first(&patches); item.value && r.status == SCT_OK; item = read_next(&item))
        read_patch(&r, &item, &c->patches[c->patch_count++]);
    read_correction(&r, &correction, 0, &c->correction);
    read_flags(&r, &root, &c->flags);
    TRY(r.status);
    *out = *c;
done:
    json_free(r.tree);
    mem_free(c);
    return status;
}
