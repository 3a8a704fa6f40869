/* tests/verify/pairs.h - rendered pairs of one head, with dots of ink whose truth is known. */
#ifndef TESTS_VERIFY_PAIRS_H
#define TESTS_VERIFY_PAIRS_H

#include "phantom/phantom.h"
#include "scalptone.h"

/* What a pair is like, besides what a seed draws: skin, hair, camera, light, and how far the camera moved. */
typedef struct pair_spec {
    uint64_t seed;
    int size;       /* of the photos: the longer side, pixels */
    double dot_px;  /* diameter of a dot in the photo after */
    double dl;      /* how much lighter the result is than planned, L* */
    double left;    /* the left has so much more ink than the right: 0.1 is 10 % */
    double uneven;  /* standard deviation of the ink between patches */
    double keep;    /* of the dots that the photo before shows; 0: it shows bare skin */
    int other_head; /* the photo before is of another client */
    int still;      /* the camera did not move */
} pair_spec;

typedef struct pair_photos {
    phantom_photo before, after;
    sct_lab planned_area, planned_skin, planned_dot;
    sct_lab
        dot_after;    /* a dot of the photo after, through a round window of 0.15 mm, over its skin: what the mean one has */
    double dl;        /* how much lighter the result is than planned, L*: nearer to 0 than was asked where no ink does it */
    double kept;      /* share of the dots in the area that are left */
    double sides;     /* dots of the photo after: left less right over the mean of both */
    double sides_ink; /* the same of their ink */
    double darkness;  /* planned, ln of light */
    char area[96];    /* in the photo after, as people type it */
    double mm_per_px;
    double share_set; /* of the planned dots, as pair_verify is told; 0 as rendered: all */
} pair_photos;
void pair_render(const phantom_library *library, const pair_spec *spec, pair_photos *out);
void pair_free(pair_photos *pair);
/* Verifies it, with the plan where there is one. */
sct_status pair_verify(sct_context *ctx, const pair_photos *pair, int planned, int area, sct_verification **out);

#endif
