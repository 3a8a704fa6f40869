/*
 * tests/chart/stage.h - photos of charts with a known truth, rendered in
 * memory: a chart in perspective on a background, light, lens, sensor, JPEG.
 */
#ifndef TESTS_CHART_STAGE_H
#define TESTS_CHART_STAGE_H

#include "phantom/phantom.h"
#include "pixels/pixels.h"
#include "scalptone/chart.h"

/* The photographed charts of the reference data, folder chart-photos. */
enum { STAGE_PHOTOS = 22 };
extern const char *const stage_photos[STAGE_PHOTOS];

/* 8-bit sRGB, interleaved, packed; owned by whoever asked for it (free). */
typedef struct stage_picture {
    uint32_t width, height;
    uint8_t *rgb;
} stage_picture;

typedef struct stage {
    const sct_chart *chart;
    double pitch_px;            /* at the chart's centre */
    double x, y;                /* the chart's centre, pixels */
    double turn_deg;            /* in the picture's plane */
    double tilt_deg, swing_deg; /* out of it; the eye is 12 chart widths away */
    int mirrored;
    int hidden;              /* patches that something else covers */
    double covered;          /* share of the chart's columns that something opaque lies on, from the left */
    double shadow;           /* light on one side of an edge through the chart's middle, over that on the other; 0: none */
    double glare;            /* light that a shiny spot over one patch adds, 1 = white; 0: none */
    double screen_px;        /* the chart is shown on a display whose pixels are so far apart; 0: paper */
    int mosaic;              /* non-zero: the sensor sees one colour a pixel, and the camera fills in the others */
    double exposure;         /* factor in linear light */
    double tint[3];          /* factors in linear light */
    double warm_x;           /* log of the change of red over blue across the picture's width */
    double slope_x, slope_y; /* log of the light's change over the picture's width and height */
    double blur_px;          /* sd of the lens, 0: none */
    double noise;            /* sd, code values of 8 bit */
    int jpeg;                /* quality [1, 100]; 0: none */
    double gamma;            /* contrast put on top of the sRGB curve, 1: none */
} stage;

void stage_init(stage *s, const sct_chart *chart);
/* A picture without a chart: shading, edges, ellipses and texture. */
stage_picture stage_background(uint32_t width, uint32_t height, num_rng *rng);
/* The chart over the background, as a photo's bytes (phantom_photo_free). truth: chart units -> pixels, row-major. */
phantom_photo stage_render(const stage *s, const stage_picture *background, num_rng *rng, double truth[3][3]);
/* Random pose of a chart that stays whole within the picture. */
void stage_pose(stage *s, uint32_t width, uint32_t height, double pitch_px, num_rng *rng);
void stage_free(stage_picture *picture);

/* The photo opened by the library: its image in linear light and the context. Asserts that all went well. */
typedef struct stage_image {
    sct_context *ctx;
    sct_photo *photo;
    pixels_image *image;
} stage_image;
stage_image stage_open(const void *bytes, size_t size);
/* A file of the reference data; *bytes must outlive the image. image is null when the library refuses the file. */
stage_image stage_open_file(const char *path, unsigned char **bytes);
void stage_close(stage_image *image);
/* The picture a photo shows, for a background. */
stage_picture stage_picture_of(const pixels_image *image);

#endif
