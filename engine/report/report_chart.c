/* engine/report/report_chart.c - a chart that was found, as JSON and as a picture. */
#include "report/report_private.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static json *patch_json(const sct_chart_patch *p)
{
    json *o = json_new_object(), *centre = json_new_array(), *rgb = json_new_array();
    json_set(o, "index", json_new_number(p->index, DECIMALS_COUNT));
    json_set(o, "name", json_new_string(p->name));
    json_append(centre, json_new_number(p->centre[0], 2));
    json_append(centre, json_new_number(p->centre[1], 2));
    json_set(o, "centre", centre);
    json_append(rgb, json_new_number(p->rgb_linear.r, 6));
    json_append(rgb, json_new_number(p->rgb_linear.g, 6));
    json_append(rgb, json_new_number(p->rgb_linear.b, 6));
    json_set(o, "rgb_linear", rgb);
    json_set(o, "lab", report_lab(p->lab));
    json_set(o, "reference_lab", report_lab(p->reference_lab));
    json_set(o, "de00_loo", json_new_number(p->de00_loo, DECIMALS_DE));
    json_set(o, "sd", json_new_number(p->sd, DECIMALS_SHARE));
    json_set(o, "clipped", json_new_number(p->clipped, DECIMALS_SHARE));
    json_set(o, "kept", json_new_bool(p->kept));
    json_set(o, "shaded", json_new_bool(p->shaded));
    return o;
}

static json *homography_json(const double h[3][3])
{
    json *rows = json_new_array();
    for (int i = 0; i < 3; i++) {
        json *row = json_new_array();
        for (int j = 0; j < 3; j++)
            json_append(row, json_new_number(h[i][j], 10));
        json_append(rows, row);
    }
    return rows;
}

sct_status report_chart(sct_context *ctx, const sct_chart_result *result, sct_bytes *out)
{
    json *root = json_new_object(), *chart = json_new_object(), *patches = json_new_array(), *shade = json_new_array();
    json_set(root, "scalptone", report_program());
    json_set(chart, "name", json_new_string(result->name));
    json_set(chart, "tier", json_new_string(sct_chart_tier_name(result->tier)));
    json_set(chart, "score", json_new_number(result->score, 4));
    json_set(chart, "mirrored", json_new_bool(result->mirrored));
    json_set(chart, "homography", homography_json(result->homography));
    json_set(chart, "pitch_px", json_new_number(result->pitch_px, 2));
    json_set(chart, "mm_per_px", json_new_number(result->mm_per_px, 6));
    for (int i = 0; i < 3; i++)
        json_append(shade, json_new_exact(result->shade[i]));
    json_set(chart, "shade", shade);
    for (size_t i = 0; i < result->patch_count; i++)
        json_append(patches, patch_json(&result->patches[i]));
    json_set(chart, "patches", patches);
    json_set(root, "chart", chart);
    json_set(root, "correction", report_correction(&result->correction));
    json_set(root, "quality", report_quality(&result->flags));
    sct_status status = json_print(ctx, root, 0, out);
    json_free(root);
    return status;
}

/* Where a point of the chart lies on the canvas. */
static void place(const overlay *o, const double h[3][3], double u, double v, double *x, double *y)
{
    double w = h[2][0] * u + h[2][1] * v + h[2][2];
    *x = (h[0][0] * u + h[0][1] * v + h[0][2]) / w / o->shrink;
    *y = (h[1][0] * u + h[1][1] * v + h[1][2]) / w / o->shrink;
}

static const overlay_key chart_keys[] = {{"used", {0, 230, 90}}, {"left out", {255, 60, 40}}};

/* The middle of a patch, as it is sampled, and its number; dark edges keep them apart from a patch of the same colour. */
static void draw_patch(overlay *o, const sct_chart_result *result, const sct_chart_patch *p)
{
    static const draw_colour dark = {16, 16, 16};
    double reach = 0.25 * result->pitch_px / o->shrink; /* the half of a patch that is sampled */
    double x = p->centre[0] / o->shrink, y = p->centre[1] / o->shrink, ux, uy, x0, y0;
    draw_colour colour = chart_keys[p->kept ? 0 : 1].colour;
    char number[16];
    place(o, result->homography, 0, 0, &x0, &y0); /* the chart's own directions, so that a tilt is seen */
    place(o, result->homography, 1, 0, &ux, &uy);
    double length = hypot(ux - x0, uy - y0), cx = reach * (ux - x0) / length, cy = reach * (uy - y0) / length;
    double corner[4][2] = {{-cx + cy, -cy - cx}, {cx + cy, cy - cx}, {cx - cy, cy + cx}, {-cx - cy, -cy + cx}};
    for (int k = 0; k < 8; k++) { /* first all that is dark */
        const double *from = corner[k % 4], *to = corner[(k + 1) % 4];
        draw_line(&o->canvas, x + from[0], y + from[1], x + to[0], y + to[1], k < 4 ? o->thick + 2 : o->thick,
                  k < 4 ? dark : colour);
    }
    snprintf(number, sizeof number, "%d", p->index + 1);
    /* As large as the patch has room for. */
    draw_type type = {.size = fmin(fmax(0.8 * reach, 9), o->size), .bold = 1, .colour = colour};
    double wide = draw_text_width(number, strlen(number), &type), high = draw_line_height(&type);
    draw_fill(&o->canvas, (int)(x - wide / 2 - 2), (int)(y - high / 2), (int)ceil(wide) + 4, (int)high, dark);
    draw_text(&o->canvas, x - wide / 2, y - high / 2, number, strlen(number), &type);
}

sct_status report_chart_overlay(sct_context *ctx, const pixels_image *image, const sct_chart_result *result, sct_bytes *out)
{
    sct_status status = SCT_OK;
    overlay o = {.keys = chart_keys, .key_count = sizeof chart_keys / sizeof chart_keys[0]};
    TRY(overlay_begin(ctx, image, &result->flags, &o));
    for (size_t i = 0; i < result->patch_count; i++)
        if (isfinite(result->patches[i].centre[0]) && isfinite(result->patches[i].centre[1]))
            draw_patch(&o, result, &result->patches[i]);
    TRY(overlay_finish(ctx, &o, &result->flags, out));
done:
    mem_free(o.canvas.rgb);
    return status;
}
