/*
 * card_tags.c - fiducials, through libapriltag (the family tag36h11: Olson
 * 2011, "AprilTag: A robust and flexible visual fiducial system", doi
 * 10.1109/ICRA.2011.5979561; Wang & Olson 2016, doi 10.1109/IROS.2016.7759617).
 *
 * The library looks for a family of 587 tags and none of them in a mirror. It
 * is given a family of our own instead: the few tags that are wanted, and each
 * of them mirrored, so that one pass finds both and three damaged bits of 36
 * can be forgiven.
 */
#include "chart/card.h"

#include <math.h>
#include <string.h>

#ifdef HAVE_APRILTAG

#include <apriltag/apriltag.h>
#include <apriltag/tag36h11.h>

enum { BITS_FORGIVEN = 3, IDS_FOR_THREE = 16 }; /* the library's table of damaged codes grows with both */

/* Where the k-th bit of a code, the first being the highest, stands in the tag. */
static uint64_t mirror_code(const apriltag_family_t *family, uint64_t code)
{
    uint64_t mirrored = 0;
    for (uint32_t i = 0; i < family->nbits; i++)
        for (uint32_t j = 0; j < family->nbits; j++)
            if (family->bit_x[j] + family->bit_x[i] == CARD_TAG_BLACK - 1 && family->bit_y[j] == family->bit_y[i])
                mirrored |= (code >> (family->nbits - 1 - j) & 1) << (family->nbits - 1 - i);
    return mirrored;
}

sct_status card_tags_supported(sct_context *ctx)
{
    (void)ctx;
    return SCT_OK;
}

/* The family's own bits, so that no table of codes stands here. */
sct_status card_tag_cells(sct_context *ctx, int id, uint8_t cells[CARD_TAG_CELLS][CARD_TAG_CELLS])
{
    sct_status status = SCT_OK;
    const int border = (CARD_TAG_CELLS - CARD_TAG_BLACK) / 2;
    apriltag_family_t *family = tag36h11_create();

    if (!family)
        FAIL(ctx, SCT_ERR_MEMORY, "out of memory");
    if (id < 0 || id >= (int)family->ncodes)
        FAIL(ctx, SCT_ERR_ARGUMENT, "there is no fiducial %d; they are numbered from 0 to %u", id, family->ncodes - 1);
    if (family->total_width != CARD_TAG_CELLS || family->width_at_border != CARD_TAG_BLACK)
        FAIL(ctx, SCT_ERR_INTERNAL, "libapriltag draws its tags in another size; please report this");
    memset(cells, 1, CARD_TAG_CELLS * CARD_TAG_CELLS);
    for (int row = border; row < border + CARD_TAG_BLACK; row++)
        memset(&cells[row][border], 0, CARD_TAG_BLACK);
    for (uint32_t i = 0; i < family->nbits; i++)
        cells[(int)family->bit_y[i] + border][(int)family->bit_x[i] + border] =
            (uint8_t)(family->codes[id] >> (family->nbits - 1 - i) & 1);
done:
    if (family)
        tag36h11_destroy(family);
    return status;
}

/* The family cut down to the wanted tags: codes 0 .. n - 1, then the same mirrored. They stand in `codes`, which must
 * live as long: the family's own table, *own_codes, is one for all threads, and not ours to write to. */
static apriltag_family_t *family_of(const int *ids, size_t n, uint64_t codes[2 * CARD_ID_MAX], uint64_t **own_codes)
{
    apriltag_family_t *family = tag36h11_create();
    if (!family)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        codes[i] = family->codes[ids[i]];
        codes[n + i] = mirror_code(family, codes[i]);
    }
    *own_codes = family->codes;
    family->codes = codes;
    family->ncodes = (uint32_t)(2 * n);
    return family;
}

/* ---- detection ---- */

/*
 * The library's corners are counted from the edge of the first pixel and start at the tag's lower left corner, then run
 * lower right, upper right, upper left. Seen in a mirror, left and right of the tag itself are exchanged.
 */
static card_tag tag_of(const apriltag_detection_t *seen, const int *ids, size_t n, const card_grey *copy)
{
    static const int order[2][4] = {{3, 2, 1, 0}, {2, 3, 0, 1}};
    card_tag tag = {.id = ids[(size_t)seen->id % n], .mirrored = (size_t)seen->id >= n};
    for (int k = 0; k < 4; k++) {
        const double *p = seen->p[order[tag.mirrored][k]];
        tag.corner[k] = card_grey_to_photo(copy, (chart_point){p[0] - 0.5, p[1] - 0.5});
    }
    return tag;
}

sct_status card_tags_find(sct_context *ctx, const card_grey *copy, int contrast, const int *ids, size_t id_count,
                          card_tag *out, size_t *count)
{
    sct_status status = SCT_OK;
    apriltag_detector_t *detector = NULL;
    apriltag_family_t *family = NULL;
    zarray_t *seen = NULL;
    uint64_t *own_codes = NULL; /* some versions of the library free them */
    uint64_t codes[2 * CARD_ID_MAX];
    image_u8_t picture = {(int32_t)copy->width, (int32_t)copy->height, (int32_t)copy->width, copy->data};

    *count = 0;
    if (id_count == 0 || id_count > CARD_ID_MAX || copy->width < CARD_TAG_CELLS || copy->height < CARD_TAG_CELLS)
        return SCT_OK;
    family = family_of(ids, id_count, codes, &own_codes);
    detector = apriltag_detector_create();
    if (!family || !detector)
        FAIL(ctx, SCT_ERR_MEMORY, "out of memory");
    apriltag_detector_add_family_bits(detector, family, id_count <= IDS_FOR_THREE ? BITS_FORGIVEN : BITS_FORGIVEN - 1);
    detector->nthreads = 1;
    detector->quad_decimate = 1;
    detector->qtp.min_white_black_diff = contrast;
    seen = apriltag_detector_detect(detector, &picture);
    for (int i = 0; seen && i < zarray_size(seen) && *count < CARD_TAG_MAX; i++) {
        apriltag_detection_t *tag;
        zarray_get(seen, i, &tag);
        out[(*count)++] = tag_of(tag, ids, id_count, copy);
    }
done:
    if (seen)
        apriltag_detections_destroy(seen);
    if (detector)
        apriltag_detector_destroy(detector);
    if (family) {
        family->codes = own_codes;
        tag36h11_destroy(family);
    }
    return status;
}

#else

sct_status card_tags_supported(sct_context *ctx)
{
    return diag_set(ctx, SCT_ERR_CHART_UNUSABLE,
                    "this build cannot read or draw the card's corner marks; install libapriltag-dev and build again");
}

sct_status card_tag_cells(sct_context *ctx, int id, uint8_t cells[CARD_TAG_CELLS][CARD_TAG_CELLS])
{
    (void)id;
    (void)cells;
    return card_tags_supported(ctx);
}

sct_status card_tags_find(sct_context *ctx, const card_grey *copy, int contrast, const int *ids, size_t id_count,
                          card_tag *out, size_t *count)
{
    (void)ctx;
    (void)copy;
    (void)contrast;
    (void)ids;
    (void)id_count;
    (void)out;
    *count = 0;
    return SCT_OK;
}

#endif
