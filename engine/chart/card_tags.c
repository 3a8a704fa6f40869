/*
 * card_tags.c - fiducial tags: the only file that knows libapriltag (Wang &
 * Olson 2016, "AprilTag 2", doi 10.1109/IROS.2016.7759617).
 */
#include "chart/card_tags.h"
#include "chart/card_layout.h"

#include <apriltag/apriltag.h>
#include <apriltag/tag36h11.h>
#include <string.h>

static const float least_margin = 12; /* of the decoding, code values: below it noise has been read */

int card_tag_cells(int id, uint8_t bits[CARD_TAG_CELLS][CARD_TAG_CELLS])
{
    apriltag_family_t *family = tag36h11_create();
    int known = family && id >= 0 && (uint32_t)id < family->ncodes;
    memset(bits, 0, CARD_TAG_CELLS * CARD_TAG_CELLS);
    for (uint32_t i = 0; known && i < family->nbits; i++)
        if (family->codes[id] >> (family->nbits - 1 - i) & 1)
            bits[family->bit_y[i]][family->bit_x[i]] = 1;
    if (family)
        tag36h11_destroy(family);
    return known;
}

/* The plane's luma, packed rows. */
static void fill_grey(const chart_plane *plane, uint8_t *grey)
{
    for (size_t i = 0; i < (size_t)plane->width * plane->height; i++) {
        const float *p = plane->rgb + 3 * i;
        grey[i] = (uint8_t)(0.299f * p[0] + 0.587f * p[1] + 0.114f * p[2]);
    }
}

/* The library counts from pixel edges and lists corners anticlockwise from the lower left. */
static void copy_tag(const apriltag_detection_t *from, card_tag *out)
{
    static const int order[4] = {3, 2, 1, 0};
    out->id = from->id;
    for (int i = 0; i < 4; i++)
        out->corner[i] = (chart_point){from->p[order[i]][0] - 0.5, from->p[order[i]][1] - 0.5};
}

sct_status card_tags_find(sct_context *ctx, const chart_plane *plane, card_tag *out, size_t capacity, size_t *count)
{
    sct_status status = SCT_OK;
    apriltag_detector_t *detector = NULL;
    apriltag_family_t *family = NULL;
    zarray_t *found = NULL;
    uint8_t *grey = NULL;

    *count = 0;
    TRY(mem_new(ctx, (size_t)plane->width * plane->height, 1, (void **)&grey));
    fill_grey(plane, grey);
    image_u8_t view = {(int32_t)plane->width, (int32_t)plane->height, (int32_t)plane->width, grey};
    detector = apriltag_detector_create();
    family = tag36h11_create();
    if (!detector || !family)
        FAIL(ctx, SCT_ERR_MEMORY, "out of memory while looking for the card");
    apriltag_detector_add_family_bits(detector, family, 1);
    detector->nthreads = 1;
    detector->quad_decimate = 1;
    detector->decode_sharpening = 0.5;
    found = apriltag_detector_detect(detector, &view);
    for (int i = 0; found && i < zarray_size(found) && *count < capacity; i++) {
        apriltag_detection_t *detection;
        zarray_get(found, i, &detection);
        if (detection->decision_margin >= least_margin)
            copy_tag(detection, &out[(*count)++]);
    }
done:
    if (found)
        apriltag_detections_destroy(found);
    if (detector)
        apriltag_detector_destroy(detector);
    if (family)
        tag36h11_destroy(family);
    mem_free(grey);
    return status;
}
