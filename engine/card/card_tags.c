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
#include "card/card_detect.h"

#include <math.h>
#include <string.h>

#ifdef HAVE_APRILTAG

#include <apriltag/apriltag.h>
#include <apriltag/tag36h11.h>

enum { BITS_FORGIVEN = 3, IDS_FOR_THREE = 16 }; /* the library's table of damaged codes grows with both */

/*
 * libapriltag crashes where malloc fails: it never looks at the answer. So the most that it may need is asked for before
 * each call. By 3.3 a family takes 6 KB, the table of damaged codes 17 MB, and a search at most 31 bytes a pixel (of
 * pictures made to be all edges; 9 of photographs).
 */
enum { FAMILY_BYTES = 64 << 10, TABLE_BYTES = 24 << 20, SEARCH_BYTES = 2 << 20, SEARCH_BYTES_PIXEL = 40 };

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
    apriltag_family_t *family = NULL;

    TRY(mem_promise(ctx, 1, FAMILY_BYTES));
    family = tag36h11_create();
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

struct card_tags {
    int ids[CARD_ID_MAX];
    size_t count;
    uint64_t codes[2 * CARD_ID_MAX]; /* as they are, then mirrored */
    uint64_t *own_codes;             /* the family's, which some versions of the library free */
    apriltag_family_t *family;
    apriltag_detector_t *detector;
};

void card_tags_free(card_tags *tags)
{
    if (!tags)
        return;
    if (tags->detector)
        apriltag_detector_destroy(tags->detector);
    if (tags->family) {
        tags->family->codes = tags->own_codes;
        tag36h11_destroy(tags->family);
    }
    mem_free(tags);
}

/* The family cut down to the wanted tags: codes 0 .. n - 1, then the same mirrored. They stand in tags->codes: the
 * family's own table is one for all threads, and not ours to write to. */
static int make_family(card_tags *tags)
{
    apriltag_family_t *family = tags->family = tag36h11_create();
    if (!family)
        return 0;
    for (size_t i = 0; i < tags->count; i++) {
        tags->codes[i] = family->codes[tags->ids[i]];
        tags->codes[tags->count + i] = mirror_code(family, tags->codes[i]);
    }
    tags->own_codes = family->codes;
    family->codes = tags->codes;
    family->ncodes = (uint32_t)(2 * tags->count);
    return 1;
}

sct_status card_tags_new(sct_context *ctx, const int *ids, size_t id_count, card_tags **out)
{
    sct_status status = SCT_OK;
    card_tags *tags = NULL;

    *out = NULL;
    if (id_count == 0 || id_count > CARD_ID_MAX)
        return SCT_OK;
    TRY(mem_new(ctx, 1, sizeof *tags, (void **)&tags));
    memcpy(tags->ids, ids, id_count * sizeof *ids);
    tags->count = id_count;
    TRY(mem_promise(ctx, 1, TABLE_BYTES));
    tags->detector = apriltag_detector_create();
    if (!make_family(tags) || !tags->detector)
        FAIL(ctx, SCT_ERR_MEMORY, "out of memory");
    apriltag_detector_add_family_bits(tags->detector, tags->family,
                                      id_count <= IDS_FOR_THREE ? BITS_FORGIVEN : BITS_FORGIVEN - 1);
    tags->detector->nthreads = 1;
    tags->detector->quad_decimate = 1;
    *out = tags;
    tags = NULL;
done:
    card_tags_free(tags);
    return status;
}

/* ---- detection ---- */

/*
 * The library's corners are counted from the edge of the first pixel and start at the tag's lower left corner, then run
 * lower right, upper right, upper left. Seen in a mirror, left and right of the tag itself are exchanged.
 */
static card_tag tag_of(const apriltag_detection_t *seen, const card_tags *tags, const card_grey *copy)
{
    static const int order[2][4] = {{3, 2, 1, 0}, {2, 3, 0, 1}};
    card_tag tag = {.id = tags->ids[(size_t)seen->id % tags->count], .mirrored = (size_t)seen->id >= tags->count};
    for (int k = 0; k < 4; k++) {
        const double *p = seen->p[order[tag.mirrored][k]];
        tag.corner[k] = card_grey_to_photo(copy, (chart_point){p[0] - 0.5, p[1] - 0.5});
    }
    return tag;
}

sct_status card_tags_find(sct_context *ctx, card_tags *tags, const card_grey *copy, int contrast, card_tag *out,
                          size_t *count)
{
    image_u8_t picture = {(int32_t)copy->width, (int32_t)copy->height, (int32_t)copy->width, copy->data};

    *count = 0;
    if (!tags || copy->width < CARD_TAG_CELLS || copy->height < CARD_TAG_CELLS)
        return SCT_OK;
    sct_status status =
        mem_promise(ctx, (size_t)copy->width * copy->height + SEARCH_BYTES / SEARCH_BYTES_PIXEL, SEARCH_BYTES_PIXEL);
    if (status != SCT_OK)
        return status;
    tags->detector->qtp.min_white_black_diff = contrast;
    zarray_t *seen = apriltag_detector_detect(tags->detector, &picture);
    for (int i = 0; seen && i < zarray_size(seen) && *count < CARD_TAG_MAX; i++) {
        apriltag_detection_t *tag;
        zarray_get(seen, i, &tag);
        out[(*count)++] = tag_of(tag, tags, copy);
    }
    if (seen)
        apriltag_detections_destroy(seen);
    return SCT_OK;
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

sct_status card_tags_new(sct_context *ctx, const int *ids, size_t id_count, card_tags **out)
{
    (void)ctx;
    (void)ids;
    (void)id_count;
    *out = NULL;
    return SCT_OK;
}

void card_tags_free(card_tags *tags)
{
    (void)tags;
}

sct_status card_tags_find(sct_context *ctx, card_tags *tags, const card_grey *copy, int contrast, card_tag *out,
                          size_t *count)
{
    (void)ctx;
    (void)tags;
    (void)copy;
    (void)contrast;
    (void)out;
    *count = 0;
    return SCT_OK;
}

#endif
