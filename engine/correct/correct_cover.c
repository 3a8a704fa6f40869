/*
 * correct_cover.c - where charts and cards lie in the photo that is measured: what they cover is not the client.
 */
#include "correct/correct_steps.h"

#include <math.h>

static const double frame_of_pitch = 0.9; /* from the outer patches' centres to the frame's edge, in steps of the grid */
static const double rim_of_pitch = 0.25;  /* and from there, its edge, its shadow and what a hasty hand let stick out */
static const double border_of_tag = 0.2;  /* a tag's white border and what is printed beyond it, of its side */

/* Where a rectangle of the chart lies in the photo. */
static void corners_of(double h[3][3], double left, double top, double right, double bottom, double corners[4][2])
{
    const double uv[4][2] = {{left, top}, {right, top}, {right, bottom}, {left, bottom}};
    for (int i = 0; i < 4; i++) {
        double w = h[2][0] * uv[i][0] + h[2][1] * uv[i][1] + h[2][2];
        for (int k = 0; k < 2; k++)
            corners[i][k] = (h[k][0] * uv[i][0] + h[k][1] * uv[i][1] + h[k][2]) / w;
    }
}

/* A chart's patches and its frame are not the client, whatever their colours; nor is their rim. A card is paper, and thin:
 * it has none. */
static void cover_grid(pixels_image *image, const sct_chart *chart, double h[3][3])
{
    double corners[4][2], reach = frame_of_pitch;
    corners_of(h, -reach, -reach, chart->columns - 1 + reach, chart->rows - 1 + reach, corners);
    pixels_cover(image, corners);
    reach += rim_of_pitch;
    corners_of(h, -reach, -reach, chart->columns - 1 + reach, chart->rows - 1 + reach, corners);
    pixels_keep_clear(image, corners);
}

/* Nor is a card, but for what shows through its window. */
static void cover_card(pixels_image *image, const sct_chart *card, double h[3][3])
{
    double left = (double)INFINITY, top = left, right = -left, bottom = -left, corners[4][2];
    for (size_t i = 0; i < card->fiducial_count; i++) {
        const chart_fiducial *tag = &card->fiducials[i];
        left = fmin(left, tag->u - border_of_tag * tag->side);
        top = fmin(top, tag->v - border_of_tag * tag->side);
        right = fmax(right, tag->u + (1 + border_of_tag) * tag->side);
        bottom = fmax(bottom, tag->v + (1 + border_of_tag) * tag->side);
    }
    for (size_t i = 0; i < card->patch_count; i++) {
        const chart_swatch *p = &card->patches[i];
        left = fmin(left, p->u - p->half_width);
        top = fmin(top, p->v - p->half_height);
        right = fmax(right, p->u + p->half_width);
        bottom = fmax(bottom, p->v + p->half_height);
    }
    corners_of(h, left, top, right, bottom, corners);
    pixels_cover(image, corners);
    const double *w = card->window;
    if (!(w[2] > 0 && w[3] > 0))
        return;
    corners_of(h, w[0], w[1], w[0] + w[2], w[1] + w[3], corners);
    pixels_set_hole(image, corners);
}

void correct_cover(pixels_image *image, sct_chart_result *result, correct_found *found)
{
    if (found->chart.rows > 0)
        cover_grid(image, &found->chart, result->homography);
    if (found->beside.rows > 0)
        cover_grid(image, &found->beside, found->beside_map);
    if (found->card.fiducial_count > 0)
        cover_card(image, &found->card, found->card_map);
}
