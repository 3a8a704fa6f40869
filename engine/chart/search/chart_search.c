/*
 * chart_search.c - looks for charts in small copies of the photo.
 */
#include "chart/search/chart_search.h"

#include <math.h>
#include <string.h>

/* Longer sides of the copies, in the order they are tried: most charts are found in the first, and the last costs most. */
enum { PLANES = 4 };
static const uint32_t sides[PLANES] = {1000, 560, 320, 1800};
static const uint32_t small_photo = 900; /* longer side below which a copy twice as large is searched, too: patches of 5 to 8
                                            pixels have no middle that blur has not reached */
static const double sure = 0.93;         /* score that ends the search, */
static const double placed = 0.8;    /* if this share of the patches is in the lattice: blur hides some in large copies */
static const double settled = 0.84;  /* score whose lattice need not be looked at again */
static const int lattice_tries = 40; /* of large and of small blobs, that settle without a chart */
static const int least_lattice = 8, whole_lattice = 12;

/* What one copy needs while it is searched. */
typedef struct search_work {
    chart_blobs blobs;
    uint32_t *used; /* by lattice growth */
    uint8_t *done;  /* blobs of lattices that were looked at */
    chart_orient_work *orient;
    chart_lattice lattice;
} search_work;

static void mark_done(search_work *work)
{
    for (int v = 0; v < CHART_LATTICE_SIDE; v++)
        for (int u = 0; u < CHART_LATTICE_SIDE; u++)
            if (work->lattice.nodes[v][u] >= 0)
                work->done[work->lattice.nodes[v][u]] = 1;
}

static int is_printed(const sct_chart *card, chart_point p)
{
    for (size_t i = 0; i < card->patch_count; i++) {
        const chart_swatch *patch = &card->patches[i];
        if (fabs(p.x - patch->u) <= patch->half_width && fabs(p.y - patch->v) <= patch->half_height)
            return 1;
    }
    for (size_t i = 0; i < card->fiducial_count; i++) {
        const chart_fiducial *tag = &card->fiducials[i];
        if (p.x >= tag->u && p.y >= tag->v && p.x <= tag->u + tag->side && p.y <= tag->v + tag->side)
            return 1;
    }
    return 0;
}

/* The card's own patches are no seeds: they are many, in rows, and fit nothing. */
static void mark_claimed(const chart_plane *plane, const chart_claim *claim, search_work *work)
{
    for (size_t i = 0; claim->card && i < work->blobs.count; i++) {
        const chart_blob *b = &work->blobs.items[i];
        chart_point p = chart_homography_apply(&claim->to_card, (b->x + 0.5) * plane->scale_x - 0.5 + plane->origin_x,
                                               (b->y + 0.5) * plane->scale_y - 0.5 + plane->origin_y);
        work->done[i] = (uint8_t)is_printed(claim->card, p);
    }
}

/* Every blob is a seed unless a lattice through it has been settled. */
static sct_status search_blobs(sct_context *ctx, const chart_plane *plane, const chart_target *targets, size_t target_count,
                               int allow_mirrored, search_work *work, chart_hit *best)
{
    sct_status status = SCT_OK;
    uint32_t stamp = 0;
    int tries[2] = {0, 0};

    for (size_t seed = 0; seed < work->blobs.count; seed++) {
        if (work->done[seed])
            continue;
        if (seed % 256 == 0)
            TRY(progress_tell(ctx, SCT_STAGE_CHART, 0.2 + 0.6 * (double)seed / (double)work->blobs.count));
        chart_lattice_grow(&work->blobs, seed, work->used, &stamp, &work->lattice);
        if (work->lattice.count < least_lattice)
            continue;
        chart_orient(work->orient, plane, &work->blobs, &work->lattice, targets, target_count, allow_mirrored, best);
        int *tried = &tries[work->blobs.items[seed].area > 400];
        if (work->lattice.count >= whole_lattice && (best->score > settled || ++*tried > lattice_tries))
            mark_done(work);
    }
done:
    return status;
}

static sct_status search_plane(sct_context *ctx, const chart_plane *plane, const chart_target *targets, size_t target_count,
                               int allow_mirrored, const chart_claim *claim, chart_hit *best)
{
    sct_status status = SCT_OK;
    search_work *work = NULL;
    uint8_t *gradient = NULL;

    TRY(mem_new(ctx, 1, sizeof *work, (void **)&work));
    TRY(chart_plane_gradient(ctx, plane, &gradient));
    TRY(chart_blobs_find(ctx, gradient, plane->width, plane->height, &work->blobs));
    TRY(mem_new(ctx, work->blobs.count, sizeof *work->used, (void **)&work->used));
    TRY(mem_new(ctx, work->blobs.count, 1, (void **)&work->done));
    TRY(chart_orient_new(ctx, &work->orient));
    mark_claimed(plane, claim, work);
    TRY(search_blobs(ctx, plane, targets, target_count, allow_mirrored, work, best));
done:
    mem_free(gradient);
    if (work) {
        chart_blobs_free(&work->blobs);
        mem_free(work->used);
        mem_free(work->done);
        chart_orient_free(work->orient);
    }
    mem_free(work);
    return status;
}

/* Looks in a plane; *best becomes the better hit, its map in pixels of the photo. */
static sct_status improve(sct_context *ctx, chart_plane *plane, const chart_target *targets, size_t target_count,
                          int allow_mirrored, const chart_claim *claim, chart_hit *best)
{
    sct_status status = SCT_OK;
    chart_hit hit = {0};
    TRY(chart_plane_normalise(ctx, plane));
    TRY(search_plane(ctx, plane, targets, target_count, allow_mirrored, claim, &hit));
    if (hit.score > best->score) {
        *best = hit;
        chart_plane_to_photo(plane, &best->map);
    }
done:
    return status;
}

sct_status chart_search(sct_context *ctx, const pixels_image *image, const chart_target *targets, size_t target_count,
                        int allow_mirrored, const chart_claim *claim, chart_hit *out)
{
    sct_status status = SCT_OK;
    chart_plane plane = {0};
    chart_hit best = {0};
    photo_window window = pixels_window(image);
    uint32_t longer = window.width > window.height ? window.width : window.height;
    uint32_t largest = longer > sides[0] * 11 / 10 ? sides[PLANES - 1] : sides[0], tried[PLANES + 1] = {0};
    int count = 0;

    for (int i = 0; i < PLANES - 1; i++)
        if (sides[i] < longer && sides[i] < largest)
            tried[count++] = sides[i];
    tried[count++] = largest < longer ? largest : longer; /* the last is the largest */
    if (longer <= small_photo)
        tried[count++] = 2 * longer;
    TRY(chart_plane_reserve(ctx, image, tried[count - 1], &plane));
    for (int i = 0; i < count; i++) {
        if (best.score > sure && best.nodes >= placed * (double)targets[best.target].chart->patch_count)
            break;
        TRY(chart_plane_make(ctx, image, tried[i], &plane));
        TRY(improve(ctx, &plane, targets, target_count, allow_mirrored, claim, &best));
    }
    *out = best;
done:
    chart_plane_free(&plane);
    return status;
}
