/*
 * card_find.c - from fiducials to where a card lies.
 *
 * One fiducial foretells roughly where the others are; those read there join
 * it, and a homography through all their corners says whether they belong
 * together. card_refine then looks for those that could not be read. Two in
 * place are enough: that a chance pattern passes for two of the wanted tags, at
 * the right place of each other, does not happen.
 */
#include "card/card_detect.h"

#include <math.h>
#include <string.h>

enum { CLOSER_PX = 1400, TAGS_MIN = 2, TAGS_SURE = 3 };

static const double neighbour_reach = 0.4; /* of the distance to a fiducial: where it may lie off its foretold place */
static const double agree_share =
    0.08; /* rms corner residual, share of a fiducial's side, of fiducials that belong together */
static const double small_pitch_px = 10;

/* Cards that are looked for, and the fiducials they bear. */
typedef struct wanted_cards {
    const sct_chart *cards[CARD_ID_MAX];
    size_t count;
    int ids[CARD_ID_MAX];
    size_t id_count;
} wanted_cards;

static int is_wanted(const wanted_cards *wanted, const sct_chart_options *options, const sct_chart *chart)
{
    if (chart->fiducial_count < TAGS_MIN || (options->id && strcmp(options->id, chart->id) != 0) ||
        wanted->count == CARD_ID_MAX || wanted->id_count + chart->fiducial_count > CARD_ID_MAX)
        return 0;
    for (size_t i = 0; i < wanted->count; i++)
        if (strcmp(wanted->cards[i]->id, chart->id) == 0)
            return 0; /* the caller's own description of the same card stands before ours */
    return 1;
}

static wanted_cards choose_cards(const sct_chart_options *options)
{
    wanted_cards wanted = {.count = 0};
    const sct_chart *chart;
    for (size_t i = 0; i <= options->chart_count; i++) {
        chart = i < options->chart_count ? options->charts[i] : card_chart();
        if (!is_wanted(&wanted, options, chart))
            continue;
        wanted.cards[wanted.count++] = chart;
        for (size_t k = 0; k < chart->fiducial_count; k++) {
            size_t at = 0;
            while (at < wanted.id_count && wanted.ids[at] != chart->fiducials[k].id)
                at++;
            wanted.ids[at] = chart->fiducials[k].id;
            wanted.id_count += at == wanted.id_count;
        }
    }
    return wanted;
}

struct card_finder {
    wanted_cards wanted;
    int allow_mirrored;
    card_tags *tags;
};

sct_status card_finder_new(sct_context *ctx, const sct_chart_options *options, card_finder **out)
{
    sct_status status = SCT_OK;
    card_finder *finder = NULL;
    TRY(mem_new(ctx, 1, sizeof *finder, (void **)&finder));
    finder->wanted = choose_cards(options);
    finder->allow_mirrored = options->allow_mirrored;
    TRY(card_tags_new(ctx, finder->wanted.ids, finder->wanted.id_count, &finder->tags));
    *out = finder;
    finder = NULL;
done:
    card_finder_free(finder);
    return status;
}

void card_finder_free(card_finder *finder)
{
    if (finder)
        card_tags_free(finder->tags);
    mem_free(finder);
}

/* ---- fiducials that belong together ---- */

/* Corner k of a printed fiducial, in the order of card_tag. */
static chart_point printed_corner(const chart_fiducial *tag, int k)
{
    return (chart_point){tag->u + (k == 1 || k == 2 ? tag->side : 0), tag->v + (k >= 2 ? tag->side : 0)};
}

static int fiducial_index(const sct_chart *chart, int id)
{
    for (size_t i = 0; i < chart->fiducial_count; i++)
        if (chart->fiducials[i].id == id)
            return (int)i;
    return -1;
}

static chart_point tag_centre(const card_tag *tag)
{
    const chart_point *c = tag->corner;
    return (chart_point){(c[0].x + c[1].x + c[2].x + c[3].x) / 4, (c[0].y + c[1].y + c[2].y + c[3].y) / 4};
}

/* Where a tag puts a point (du, dv) mm from its centre, taking the card for unforeshortened. */
static chart_point foretell(const card_tag *tag, double side, double du, double dv)
{
    const chart_point *c = tag->corner, at = tag_centre(tag);
    double ux = (c[1].x - c[0].x + c[2].x - c[3].x) / (2 * side), uy = (c[1].y - c[0].y + c[2].y - c[3].y) / (2 * side);
    double vx = (c[3].x - c[0].x + c[2].x - c[1].x) / (2 * side), vy = (c[3].y - c[0].y + c[2].y - c[1].y) / (2 * side);
    return (chart_point){at.x + du * ux + dv * vx, at.y + du * uy + dv * vy};
}

/* The seen tag for each fiducial of the card that `seed` is part of; -1 where there is none. */
static void gather(const sct_chart *chart, const card_tag *tags, size_t n, size_t seed, int chosen[SCT_CHART_FIDUCIAL_MAX])
{
    int own = fiducial_index(chart, tags[seed].id);
    const chart_fiducial *from = &chart->fiducials[own];
    chart_point here = tag_centre(&tags[seed]);
    for (int i = 0; i < (int)chart->fiducial_count; i++) {
        const chart_fiducial *to = &chart->fiducials[i];
        double du = to->u + to->side / 2 - from->u - from->side / 2, dv = to->v + to->side / 2 - from->v - from->side / 2;
        chart_point there = foretell(&tags[seed], from->side, du, dv);
        double nearest = neighbour_reach * hypot(there.x - here.x, there.y - here.y);
        chosen[i] = i == own ? (int)seed : -1;
        for (size_t k = 0; k < n && i != own; k++) {
            chart_point at = tag_centre(&tags[k]);
            double distance = hypot(at.x - there.x, at.y - there.y);
            if (tags[k].id == to->id && tags[k].mirrored == tags[seed].mirrored && distance < nearest) {
                nearest = distance;
                chosen[i] = (int)k;
            }
        }
    }
}

/* A single tag says little about perspective: its map is taken for affine. */
static void straighten(const chart_fiducial *printed, const card_tag *tag, chart_homography *map)
{
    double du = printed->u + printed->side / 2, dv = printed->v + printed->side / 2;
    chart_point o = foretell(tag, printed->side, -du, -dv), a = foretell(tag, printed->side, 1 - du, -dv),
                b = foretell(tag, printed->side, -du, 1 - dv);
    *map = (chart_homography){{{a.x - o.x, b.x - o.x, o.x}, {a.y - o.y, b.y - o.y, o.y}, {0, 0, 1}}};
}

/* Fits the map through the chosen tags. Returns the tag that fits worst (as an index of `chosen`), -1 when there is no map.
 */
static int fit_map(const sct_chart *chart, const card_tag *tags, const int *chosen, card_hit *hit)
{
    chart_point from[4 * SCT_CHART_FIDUCIAL_MAX], to[4 * SCT_CHART_FIDUCIAL_MAX];
    size_t n = 0;
    for (size_t i = 0; i < chart->fiducial_count; i++)
        for (int k = 0; k < 4 && chosen[i] >= 0; k++) {
            from[n] = printed_corner(&chart->fiducials[i], k);
            to[n++] = tags[chosen[i]].corner[k];
        }
    hit->tags = (int)n / 4;
    if (hit->tags < 1 || !chart_homography_fit(n, from, to, NULL, &hit->map))
        return -1;

    double sum = 0, worst = -1;
    int worst_tag = 0;
    for (size_t i = 0; i < chart->fiducial_count; i++) {
        double own = 0, side = 0;
        if (chosen[i] < 0)
            continue;
        const chart_point *c = tags[chosen[i]].corner;
        for (int k = 0; k < 4; k++) {
            chart_point p = printed_corner(&chart->fiducials[i], k), q = chart_homography_apply(&hit->map, p.x, p.y);
            own += (q.x - c[k].x) * (q.x - c[k].x) + (q.y - c[k].y) * (q.y - c[k].y);
            side += hypot(c[(k + 1) % 4].x - c[k].x, c[(k + 1) % 4].y - c[k].y) / 4;
        }
        own /= side * side;
        sum += own;
        if (hit->tags == 1)
            straighten(&chart->fiducials[i], &tags[chosen[i]], &hit->map);
        if (own > worst) {
            worst = own;
            worst_tag = (int)i;
        }
    }
    hit->residual = sqrt(sum / (double)n);
    return worst_tag;
}

/* Pixels per mm at a point of the card, as the root of the area's scale; negative when the map mirrors. */
static double scale_at(const chart_homography *map, double u, double v)
{
    chart_point p = chart_homography_apply(map, u, v), a = chart_homography_apply(map, u + 0.5, v),
                b = chart_homography_apply(map, u, v + 0.5);
    double area = 4 * ((a.x - p.x) * (b.y - p.y) - (a.y - p.y) * (b.x - p.x));
    return area >= 0 ? sqrt(area) : -sqrt(-area);
}

/* The middle of the card's patches. */
static chart_point middle_of(const sct_chart *chart)
{
    double lo[2] = {1e9, 1e9}, hi[2] = {-1e9, -1e9};
    for (size_t i = 0; i < chart->patch_count; i++) {
        lo[0] = fmin(lo[0], chart->patches[i].u);
        hi[0] = fmax(hi[0], chart->patches[i].u);
        lo[1] = fmin(lo[1], chart->patches[i].v);
        hi[1] = fmax(hi[1], chart->patches[i].v);
    }
    return (chart_point){(lo[0] + hi[0]) / 2, (lo[1] + hi[1]) / 2};
}

/* The card that the tag `seed` belongs to; hit->chart stays null when too few tags agree. */
static void try_seed(const sct_chart *chart, const card_tag *tags, size_t n, size_t seed, card_hit *hit)
{
    int chosen[SCT_CHART_FIDUCIAL_MAX], worst;
    chart_point middle = middle_of(chart);
    *hit = (card_hit){.mirrored = tags[seed].mirrored};
    gather(chart, tags, n, seed, chosen);
    while ((worst = fit_map(chart, tags, chosen, hit)) >= 0 && !(hit->residual <= agree_share))
        chosen[worst] = -1;
    if (worst < 0 || (scale_at(&hit->map, middle.x, middle.y) < 0) != hit->mirrored)
        return;
    hit->chart = chart;
    for (size_t i = 0; i < chart->fiducial_count; i++)
        hit->read |= (unsigned)(chosen[i] >= 0) << i;
    for (size_t k = 0; k < n; k++) {
        int i = fiducial_index(chart, tags[k].id), ours = 0;
        for (size_t j = 0; j < chart->fiducial_count; j++)
            ours |= chosen[j] == (int)k;
        hit->others += i >= 0 && !ours;
    }
}

/* Surer by its fiducials, else larger. */
static int is_better(const card_hit *a, const card_hit *b)
{
    int sure_a = a->tags >= TAGS_SURE, sure_b = b->tags >= TAGS_SURE;
    if (!a->chart || !b->chart)
        return a->chart != NULL;
    if (sure_a != sure_b)
        return sure_a;
    chart_point p = middle_of(a->chart), q = middle_of(b->chart);
    return fabs(scale_at(&a->map, p.x, p.y)) > fabs(scale_at(&b->map, q.x, q.y));
}

static void best_card(const wanted_cards *wanted, const card_tag *tags, size_t n, int allow_mirrored, card_hit *best)
{
    *best = (card_hit){.chart = NULL};
    for (size_t c = 0; c < wanted->count; c++)
        for (size_t seed = 0; seed < n; seed++) {
            card_hit hit;
            if (fiducial_index(wanted->cards[c], tags[seed].id) < 0 || (tags[seed].mirrored && !allow_mirrored))
                continue;
            try_seed(wanted->cards[c], tags, n, seed, &hit);
            if (is_better(&hit, best))
                *best = hit;
        }
}

/* ---- the photo, from afar and closer ---- */

/* The part of the window in which the cards of the seen tags must lie. */
static photo_window part_around(const wanted_cards *wanted, const card_tag *tags, size_t n, photo_window window)
{
    double lo[2] = {1e9, 1e9}, hi[2] = {-1e9, -1e9};
    for (size_t k = 0; k < n; k++)
        for (size_t c = 0; c < wanted->count; c++) {
            int own = fiducial_index(wanted->cards[c], tags[k].id);
            for (size_t i = 0; i < wanted->cards[c]->fiducial_count && own >= 0; i++) {
                const chart_fiducial *from = &wanted->cards[c]->fiducials[own], *to = &wanted->cards[c]->fiducials[i];
                chart_point p = foretell(&tags[k], from->side, to->u - from->u, to->v - from->v);
                double room =
                    2 * hypot(tags[k].corner[0].x - tags[k].corner[2].x, tags[k].corner[0].y - tags[k].corner[2].y);
                lo[0] = fmin(lo[0], p.x - room);
                lo[1] = fmin(lo[1], p.y - room);
                hi[0] = fmax(hi[0], p.x + room);
                hi[1] = fmax(hi[1], p.y + room);
            }
        }
    double left = fmax(floor(lo[0]), window.x), right = fmin(ceil(hi[0]), (double)window.x + window.width);
    double top = fmax(floor(lo[1]), window.y), bottom = fmin(ceil(hi[1]), (double)window.y + window.height);
    return (photo_window){(uint32_t)left, (uint32_t)top, (uint32_t)fmax(right - left, 1), (uint32_t)fmax(bottom - top, 1)};
}

enum { TAG_LEAST_PX = 10 }; /* a tag of this family is 10 squares wide */

/*
 * Tags in a grey copy; with more effort, in a sharpened one, whose detail is five times as strong. White and black of a tag
 * differ by 100 codes and more; what differs by less than `contrast` is skin, cloth or noise, and most of a photo. On 260
 * cards near the limits (5 to 12 pixels a patch, blurred, noisy, down to a 16th of the light) 16 and 48 lose none of the 184
 * that are found without them; 24 and 64 lose 2 of 146.
 */
static sct_status read_tags(sct_context *ctx, const card_finder *finder, const card_grey *copy, card_effort effort,
                            card_tag *tags, size_t *count)
{
    static const int contrast[] = {[CARD_COARSE] = 16, [CARD_FINE] = 48};
    sct_status status = SCT_OK;
    card_grey sharp = {.data = NULL};
    *count = 0;
    if (copy->width < TAG_LEAST_PX || copy->height < TAG_LEAST_PX) /* a strip of a photo holds none */
        return SCT_OK;
    if (effort == CARD_FINE)
        TRY(card_grey_sharpen(ctx, copy, &sharp));
    TRY(card_tags_find(ctx, finder->tags, effort == CARD_FINE ? &sharp : copy, contrast[effort], tags, count));
done:
    card_grey_free(&sharp);
    return status;
}

/* The best card among the tags of one part of the photo, its map moved onto the patterns. */
static sct_status look(sct_context *ctx, const card_finder *finder, const pixels_image *image, photo_window part,
                       card_effort effort, card_hit *out)
{
    sct_status status = SCT_OK;
    card_grey copy = {.data = NULL};
    card_tag tags[CARD_TAG_MAX];
    size_t count;
    card_hit hit;
    TRY(card_grey_make(ctx, image, part, CLOSER_PX, &copy));
    TRY(read_tags(ctx, finder, &copy, effort, tags, &count));
    best_card(&finder->wanted, tags, count, finder->allow_mirrored, &hit);
    if (hit.chart)
        TRY(card_refine(ctx, &copy, hit.chart, hit.read, &hit.map, &hit.tags));
    *out = hit;
done:
    card_grey_free(&copy);
    return status;
}

/* Tags seen in a copy at 1 / reduction, as they lie in the photo: pixel centres are whole numbers in both. */
static void enlarge_tags(card_tag *tags, size_t n, int reduction)
{
    for (size_t i = 0; i < n; i++)
        for (int k = 0; k < 4; k++) {
            chart_point *p = &tags[i].corner[k];
            *p = (chart_point){p->x * reduction + (reduction - 1) / 2.0, p->y * reduction + (reduction - 1) / 2.0};
        }
}

sct_status card_search(sct_context *ctx, const card_finder *finder, const pixels_image *image, const pixels_image *copy,
                       int reduction, card_effort effort, card_hit *out)
{
    static const uint32_t side_px[] = {[CARD_COARSE] = 1100, [CARD_FINE] = 2100};
    sct_status status = SCT_OK;
    const wanted_cards *wanted = &finder->wanted;
    card_grey afar = {.data = NULL};
    card_tag tags[CARD_TAG_MAX];
    size_t count = 0;

    *out = (card_hit){.chart = NULL};
    if (wanted->count == 0)
        return SCT_OK;
    TRY(card_grey_make(ctx, copy, pixels_window(copy), side_px[effort], &afar));
    TRY(read_tags(ctx, finder, &afar, effort, tags, &count));
    enlarge_tags(tags, count, reduction);
    if (count > 0)
        TRY(look(ctx, finder, image, part_around(wanted, tags, count, pixels_window(image)), effort, out));
    if (out->tags < TAGS_MIN)
        out->chart = NULL;
done:
    card_grey_free(&afar);
    return status;
}

/* ---- what there is to say about it ---- */

static void flag_card(const card_hit *hit, sct_chart_result *result)
{
    if (hit->tags < (int)hit->chart->fiducial_count)
        flags_addf(&result->flags, "card-damaged", 0,
                   "show the whole card, clean and without glare; print a new one if it is worn",
                   "only %d of the card's %zu corner marks can be read", hit->tags, hit->chart->fiducial_count);
    if (hit->others)
        flags_add(&result->flags, "two-cards", 0, "more than one consultation card is in view; the larger one was used",
                  "leave one card in the picture, beside the skin");
    if (hit->mirrored)
        flags_add(&result->flags, "chart-mirrored", 0, "the photo is mirrored: the card reads the wrong way round",
                  "turn mirroring off in the camera, or check which side of the head this is");
    if (result->pitch_px < small_pitch_px)
        flags_addf(&result->flags, "chart-small", 0, "bring the card nearer, so that a patch is at least 20 pixels wide",
                   "the card's patches are only %.0f pixels apart", result->pitch_px);
}

photo_window card_window(const card_hit *hit, uint32_t width, uint32_t height)
{
    const sct_chart *chart = hit->chart;
    double left = width, right = 0, top = height, bottom = 0;
    for (size_t i = 0; i < chart->fiducial_count; i++)
        for (int k = 0; k < 4; k++) {
            const chart_fiducial *tag = &chart->fiducials[i];
            chart_point c = printed_corner(tag, k);
            c.x += (k == 1 || k == 2 ? 1 : -1) * tag->side / 2; /* room for the white border and a little more */
            c.y += (k >= 2 ? 1 : -1) * tag->side / 2;
            chart_point p = chart_homography_apply(&hit->map, c.x, c.y);
            left = fmin(left, p.x);
            right = fmax(right, p.x);
            top = fmin(top, p.y);
            bottom = fmax(bottom, p.y);
        }
    uint32_t x = (uint32_t)fmin(fmax(left, 0), width - 1.0), y = (uint32_t)fmin(fmax(top, 0), height - 1.0);
    uint32_t x1 = (uint32_t)fmin(fmax(right + 1, x + 1.0), width), y1 = (uint32_t)fmin(fmax(bottom + 1, y + 1.0), height);
    return (photo_window){x, y, x1 - x, y1 - y};
}

void card_examine(const pixels_image *image, const card_hit *hit, sct_chart_result *result)
{
    const sct_chart *chart = hit->chart;
    chart_point middle = middle_of(chart);
    double scale = fabs(scale_at(&hit->map, middle.x, middle.y));

    memcpy(result->name, chart->id, sizeof result->name);
    result->tier = chart->tier;
    result->score = fmax(0, 1 - hit->residual);
    result->mirrored = hit->mirrored;
    memcpy(result->homography, hit->map.m, sizeof hit->map.m);
    result->pitch_px = scale * hypot(chart->patches[1].u - chart->patches[0].u, chart->patches[1].v - chart->patches[0].v);
    result->mm_per_px = 1 / scale;
    result->patch_count = chart->patch_count;
    chart_sample(image, chart, &hit->map, result->patches);
    flag_card(hit, result);
}

sct_status card_find_one(sct_context *ctx, const sct_chart *card, const pixels_image *image, const char *else_say,
                         card_hit *out)
{
    sct_status status = SCT_OK;
    sct_chart_options options;
    card_finder *finder = NULL;
    sct_chart_options_init(&options);
    options.id = card->id;
    options.charts = &card;
    options.chart_count = 1;
    TRY(card_finder_new(ctx, &options, &finder));
    TRY(card_search(ctx, finder, image, image, 1, CARD_COARSE, out));
    if (!out->chart)
        TRY(card_search(ctx, finder, image, image, 1, CARD_FINE, out));
    if (!out->chart)
        FAIL(ctx, SCT_ERR_CHART_NONE, "%s", else_say);
done:
    card_finder_free(finder);
    return status;
}
