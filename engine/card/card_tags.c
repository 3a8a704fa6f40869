/*
 * card_tags.c - fiducials: square tags of 6 x 6 cells in a black border
 * (AprilTag: Olson 2011, "AprilTag: A robust and flexible visual fiducial
 * system", doi 10.1109/ICRA.2011.5979561; Wang & Olson 2016, "AprilTag 2:
 * Efficient and robust fiducial detection", doi 10.1109/IROS.2016.7759617).
 *
 * Written for the few tags of a card, which makes it simpler than a reader of a
 * whole family: any two of them, turned and mirrored, differ in so many cells
 * that three damaged ones can be forgiven, and a mirror shows in the same pass.
 */
#include "card/card_tags.h"

#include <string.h>

enum { BITS_FORGIVEN = 3, BITS_UNSHARP = 9, IDS_FOR_THREE = 16, DATA = CARD_TAG_BLACK - 2, WAYS = 8 };
enum { HALVINGS = 3, LEAST_SIDE = 24 }; /* copies of copies, and the smallest that can hold a tag */

sct_status card_tag_cells(sct_context *ctx, int id, uint8_t cells[CARD_TAG_CELLS][CARD_TAG_CELLS])
{
    const int border = (CARD_TAG_CELLS - DATA) / 2;
    if (id < 0 || id >= CARD_CODES)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "there is no fiducial %d; they are numbered from 0 to %d", id,
                        CARD_CODES - 1);
    memset(cells, 1, CARD_TAG_CELLS * CARD_TAG_CELLS);
    for (int row = 1; row <= CARD_TAG_BLACK; row++)
        memset(&cells[row][1], 0, CARD_TAG_BLACK);
    for (int i = 0; i < DATA * DATA; i++)
        cells[i / DATA + border][i % DATA + border] = (uint8_t)(card_codes[id] >> (DATA * DATA - 1 - i) & 1);
    return SCT_OK;
}

struct card_tags {
    size_t count;
    int forgiven;
    card_look looks[WAYS * CARD_ID_MAX];
};

/* The cells of a tag as they are seen when its upper left corner is the corner `turn` of the square, counted clockwise; in a
 * mirror its columns run down. */
static uint64_t bits_as_seen(uint64_t code, int turn, int mirrored)
{
    uint64_t bits = 0;
    for (int i = 0; i < DATA * DATA; i++) {
        int row = i / DATA, column = i % DATA;
        for (int k = 0; k < turn; k++) {
            int was = row;
            row = DATA - 1 - column;
            column = was;
        }
        int own = mirrored ? column * DATA + row : row * DATA + column;
        bits = bits << 1 | (code >> (DATA * DATA - 1 - own) & 1);
    }
    return bits;
}

sct_status card_tags_new(sct_context *ctx, const int *ids, size_t id_count, card_tags **out)
{
    sct_status status = SCT_OK;
    card_tags *tags = NULL;

    *out = NULL;
    if (id_count == 0 || id_count > CARD_ID_MAX)
        return SCT_OK;
    TRY(mem_new(ctx, 1, sizeof *tags, (void **)&tags));
    tags->forgiven = id_count <= IDS_FOR_THREE ? BITS_FORGIVEN : BITS_FORGIVEN - 1;
    for (size_t i = 0; i < id_count; i++)
        for (int way = 0; way < WAYS && ids[i] >= 0 && ids[i] < CARD_CODES; way++)
            tags->looks[tags->count++] =
                (card_look){ids[i], way & 3, way >> 2, bits_as_seen(card_codes[ids[i]], way & 3, way >> 2)};
    *out = tags;
    tags = NULL;
done:
    card_tags_free(tags);
    return status;
}

void card_tags_free(card_tags *tags)
{
    mem_free(tags);
}

/* ---- detection ---- */

/* Corners in the tag's own order: clockwise, or the other way round in a mirror. */
static card_tag tag_of(const card_quad *quad, const card_look *look, const card_grey *copy)
{
    card_tag tag = {.id = look->id, .mirrored = look->mirrored};
    for (int k = 0; k < 4; k++)
        tag.corner[k] = card_grey_to_photo(copy, quad->corner[(look->mirrored ? look->turn - k : look->turn + k) & 3]);
    return tag;
}

/* Whether two tags are one, seen in two copies: the same, with less than half a side between their middles. */
static int is_same(const card_tag *a, const card_tag *b)
{
    double dx = 0, dy = 0, x = a->corner[2].x - a->corner[0].x, y = a->corner[2].y - a->corner[0].y;
    for (int k = 0; k < 4; k++) {
        dx += (a->corner[k].x - b->corner[k].x) / 4;
        dy += (a->corner[k].y - b->corner[k].y) / 4;
    }
    return a->id == b->id && a->mirrored == b->mirrored && 8 * (dx * dx + dy * dy) < x * x + y * y;
}

static void take_tag(const card_tag *tag, card_tag *out, size_t *count)
{
    for (size_t i = 0; i < *count; i++)
        if (is_same(tag, &out[i]))
            return;
    if (*count < CARD_TAG_MAX)
        out[(*count)++] = *tag;
}

/* The tag in a quad, whose sides are moved only where there is something like it. */
static int read_quad(const card_tags *tags, const card_grey *copy, card_quad *quad)
{
    card_quad sharp = *quad;
    if (card_cells_read(copy, quad, tags->looks, tags->count, BITS_UNSHARP) < 0)
        return -1;
    card_quad_sharpen(copy, &sharp);
    int found = card_cells_read(copy, &sharp, tags->looks, tags->count, tags->forgiven);
    if (found < 0)
        return card_cells_read(copy, quad, tags->looks, tags->count, tags->forgiven);
    *quad = sharp;
    return found;
}

/* The tags of one copy that are not yet among those found. */
static sct_status find_in_copy(sct_context *ctx, const card_tags *tags, const card_grey *copy, int contrast, card_tag *out,
                               size_t *count)
{
    sct_status status = SCT_OK;
    card_outlines outlines = {0};

    TRY(progress_again(ctx));
    TRY(card_outlines_open(ctx, copy, contrast, &outlines));
    while (card_outlines_next(&outlines)) {
        card_quad quad;
        int found = card_quad_fit(copy, outlines.at, outlines.count, &quad) ? read_quad(tags, copy, &quad) : -1;
        if (found < 0)
            continue;
        card_tag tag = tag_of(&quad, &tags->looks[found], copy);
        take_tag(&tag, out, count);
    }
done:
    card_outlines_close(&outlines);
    return status;
}

/*
 * Blur makes edges broader than the tiles that tell dark from light, and noise frays them: then a copy of half the size
 * shows what the copy itself does not.
 */
sct_status card_tags_find(sct_context *ctx, const card_tags *tags, const card_grey *copy, int contrast, card_tag *out,
                          size_t *count)
{
    sct_status status = SCT_OK;
    card_grey half = *copy, next;

    half.data = NULL;
    *count = 0;
    if (!tags || copy->width < CARD_TAG_CELLS || copy->height < CARD_TAG_CELLS)
        return SCT_OK;
    TRY(find_in_copy(ctx, tags, copy, contrast, out, count));
    for (int level = 1; level <= HALVINGS; level++) {
        TRY(card_grey_halve(ctx, level > 1 ? &half : copy, &next));
        card_grey_free(&half);
        half = next;
        if (half.width < LEAST_SIDE || half.height < LEAST_SIDE)
            break;
        TRY(find_in_copy(ctx, tags, &half, contrast, out, count));
    }
done:
    card_grey_free(&half);
    return status;
}
