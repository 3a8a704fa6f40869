/*
 * engine/region/find/evidence.h - what speaks for it that regions which nobody has shown are a client's skin and hair.
 */
#ifndef ENGINE_REGION_EVIDENCE_H
#define ENGINE_REGION_EVIDENCE_H

#include "region/job.h"

/* Where skin and hair lie to each other and in the photo, by the cells of the map. Shares are of 1. */
typedef struct region_evidence {
    double skin_share, hair_share;             /* of the photo */
    double skin_frame, hair_frame, both_frame; /* of the cells along the frame (the sides and the top) */
    double skin_filled, both_filled;           /* of the box around them */
    double aspect;                             /* width over height of the box around both */
    double crown;                  /* of the skin's columns: hair stands on their upper end, or as near as a soft hairline */
    double enclosed;               /* of the hair: skin lies above it, and below it or on both sides */
    double below;                  /* of the hair: below the middle of the skin */
    double outside;                /* of the hair: beyond the box around the skin, downwards or sideways */
    double touching;               /* of the hair: within reach of the skin */
    double parts;                  /* pieces of hair of some size */
    double sheet;                  /* of the hair: in its largest piece, and above all skin of its columns */
    double sheet_width;            /* of that piece, over that of the box around the skin */
    double upper;                  /* of the hair: in the upper two fifths of the box around both */
    double skin_rough, hair_rough; /* texture of the cells, relative to L* + 16: median */
    double hair_range_L;           /* of the cells of hair, 5 % to 95 % */
    double outline;                /* of the skin: sides of cells along it, over the root of its area */
    double step_L;                 /* across that outline, mean */
    double alone;                  /* of all cells that look like the skin: they belong to it */
    double skin_sd_L, skin_sd_p;   /* over its cells; p, q: a*, b* over L* + 16 */
    double skin_p, skin_q;         /* mean */
    double dark_behind;            /* of the photo: background that is much darker than the skin */
} region_evidence;

/* hair: null or empty where none was found; background: cells. */
SCT_NODISCARD sct_status region_evidence_gather(sct_context *ctx, const region_map *map, const uint8_t *skin,
                                                const uint8_t *background, const region_spans *hair, region_evidence *out);

/* Logarithm of the odds, above the bound that refuses, that the photo shows no head at all: 0 and less is believed. */
double region_no_head_odds(const region_evidence *evidence, const sct_skin *skin, const sct_hair *hair);

/* Logarithm of odds by which a chart in the photo speaks for what was found there by itself, 0 to 3. close: 0 to 1, a
 * close-up. */
double region_chart_odds(const region_result *result, double close);

/* Flags hair that was found and is hardly this client's, with the reason; SCT_ERR_NOTHING when the photo can hardly show a
 * head at all. Adds to *bits. *plain: whether it looks like the hair of a head, and like nothing else. */
typedef enum region_plainness { REGION_NOT_PLAIN, REGION_LIKELY, REGION_PLAIN } region_plainness;
SCT_NODISCARD sct_status region_doubt_hair(sct_context *ctx, const region_job *job, const region_spans *spans,
                                           uint32_t *bits, region_plainness *plain);

#endif
