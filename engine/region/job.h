/*
 * engine/region/job.h - what every step of a measurement needs, and one surface of one colour.
 *
 * A region travels through the room in three forms: spans (where/), a cloud of the Lab
 * colours found there and a model of them (robust/). Fibres are told in fibre/, hair is
 * measured in hair/, and find/ looks for skin and hair that nobody has shown.
 */
#ifndef ENGINE_REGION_JOB_H
#define ENGINE_REGION_JOB_H

#include "region/robust/robust.h"

/* What every step of a measurement needs. */
typedef struct region_job {
    const sct_measure_options *options;
    const sct_view *view;
    const pixels_image *image;
    const region_estimator *estimator;
    colour_doubt photo;     /* how far the photo's colours may be off; sharper once its skin is seen */
    colour_doubt doubt;     /* the same where the region lies that is being measured: region_stand */
    uint32_t width, height; /* of the whole photo as seen */
    uint8_t *labels;        /* or null */
    region_map map;         /* filled when something is `auto` or tapped */
    region_taps taps;       /* of the points and lines shown */
    uint8_t *skin_cells;    /* of the map: the skin as found; all zero when none was */
    const sct_shape *seen;  /* the window of a card that shows skin, to be measured as such; or null */
    uint8_t *background;    /* of the map, where hair is `auto`: what lies behind the head; else null */
    region_result *out;
} region_job;

/* Moves job->doubt to the middle of a region, and keeps what the skin has told. */
void region_stand(region_job *job, const region_spans *spans);

/* A surface of one colour: its estimate, the model of its pixels, and how its samples divide (shares of what was read). */
typedef struct region_surface {
    sct_estimate estimate;
    region_centre centre;
    region_model model;
    double clipped, specular, shadow, second_mode, range_L; /* range_L: NaN when unknown */
    double second_L;                                        /* of the second colour; NaN: there is none */
} region_surface;
/* SCT_ERR_NOTHING when too few pixels can be used. */
SCT_NODISCARD sct_status region_surface_measure(sct_context *ctx, const region_job *job, const region_spans *spans,
                                                region_surface *out);
/* SCT_ERR_CHART_UNUSABLE where a colour of that name is less sure by the chart than it would be without one: the light may
 * be another where it lies. */
SCT_NODISCARD sct_status region_check_chart(sct_context *ctx, const region_job *job, sct_lab lab, const char *name);
/* The bit of a flag by its place in the list; 0 for one that was not added (negative). */
uint32_t region_flag_bit(int index);
/* Adds the flags that a surface deserves; returns their bits. */
uint32_t region_surface_flags(const region_surface *surface, sct_role role, sct_flags *flags);

#endif
