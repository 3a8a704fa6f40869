/*
 * tests/region/light/uneven.c - shaved heads in the light there is: what is told of density, coverage, shadow, strand and
 * grey share, by class of skin and by light.
 *
 *     uneven [HEADS [HALF [FIRST [CLASS]]]]
 *
 * Renders for each of six classes and each light so many heads (default 7): even, falling off over a round head, from the
 * rim, with an oily gloss, and all of these; 80 to 300 hairs on a cm2, of which 0 to 100 % are white, sharpened a little or
 * not, beside a ColorChecker, a grey card, or nothing. HALF: 0 the skins and cameras that were worked with, 1 those held
 * out (default both). Regions and scale are given: only what is told of them is judged.
 */
#include "phantom/phantom.h"
#include "support/inside.h"
#include "support/support.h"

#include <math.h>

enum { EVEN, FALLING, RIM, GLOSS, ALL, LIGHTS, GREYS = 7, DENSITIES = 5, MOST = 2000, WAYS = 3 };
static const char *const light_names[LIGHTS] = {"even", "falling", "rim", "gloss", "all of it"};
static const double greys[GREYS] = {0, 0.1, 0.25, 0.5, 0.71, 0.9, 1}, densities[DENSITIES] = {80, 130, 180, 240, 300};
static const double mostly = 0.8;
static const int usual_hair[PHANTOM_ITA_CLASSES][3] = {{6, 2, 3}, {3, 5, 0}, {5, 3, 0}, {0, 4, 5}, {0, 1, 4}, {1, 0, 0}};

/* What became of one head; NaN where nothing was told. */
typedef struct head {
    int ita_class, light, way;
    double grey, density, coverage;            /* true */
    double density_times, coverage_times, raw; /* told over true; the last without withholding */
    double shadow_off, shadow_u95, strand_off, strand_u95;
    double grey_told, grey_lo, grey_hi;
    int answered, stubble;
    uint64_t count;
    double width_px;
    char why[80]; /* no density */
} head;

static void light_up(phantom_params *p, int light, num_rng *rng)
{
    p->shading = light == EVEN ? 0 : light == GLOSS ? 0.2 : 0.6 + 0.4 * num_rng_uniform(rng);
    p->light_azimuth_deg = 360 * num_rng_uniform(rng);
    p->gradient_x = light == FALLING || light == ALL ? 1.4 * num_rng_uniform(rng) - 0.7 : 0;
    p->gradient_y = light == FALLING || light == ALL ? 0.8 * num_rng_uniform(rng) - 0.4 : 0;
    p->rim = light == RIM || light == ALL ? 1 + 2 * num_rng_uniform(rng) : 0;
    p->specular = light == GLOSS || light == ALL ? 0.3 + 0.6 * num_rng_uniform(rng) : 0;
}

static int pose(const phantom_library *library, int half, int ita_class, int light, int i, phantom_params *p)
{
    num_rng rng;
    num_rng_seed(&rng, (uint64_t)(31000 + 10000 * half + 1000 * ita_class + 150 * light + i));
    int skin = phantom_skin_of_class(library, ita_class, half, (int)num_rng_below(&rng, 1000));
    if (skin < 0)
        return 0;
    phantom_params_init(p);
    p->seed = num_rng_below(&rng, 1u << 30);
    p->width = 1100;
    p->height = 820;
    p->mm_per_px = 0.016 + 0.014 * num_rng_uniform(&rng);
    p->view_x_mm = 53;
    p->view_y_mm = 8;
    p->skin = library->skins[skin].body;
    p->hair = library->hairs[usual_hair[ita_class][num_rng_below(&rng, 3)]].strand;
    p->fibre_um = 60 + 25 * num_rng_uniform(&rng);
    p->fibre_mm = 0.25 + 0.5 * num_rng_uniform(&rng);
    p->density_per_cm2 = densities[(i + light + ita_class) % DENSITIES];
    p->grey_fraction = greys[i % GREYS];
    p->illuminant = (sct_illuminant)num_rng_below(&rng, 6);
    p->camera = library->camera_count
                    ? &library->cameras[2 * num_rng_below(&rng, (uint32_t)(library->camera_count / 2)) + (size_t)half]
                    : NULL;
    p->adaptation = 0.9 + 0.1 * num_rng_uniform(&rng);
    light_up(p, light, &rng);
    p->exposure = 0.5 + 0.3 * num_rng_uniform(&rng);
    p->tone = 0.6 * num_rng_uniform(&rng);
    p->psf_px = 0.4 + 0.6 * num_rng_uniform(&rng);
    p->noise = 0.002 + 0.004 * num_rng_uniform(&rng);
    p->pores = 0.02;
    p->sharpen = i % 3 == 2 ? 0.8 * num_rng_uniform(&rng) : 0;
    p->sharpen_px = 1.2;
    p->format = PHANTOM_JPEG;
    p->jpeg_quality = 92;
    p->profile = PHANTOM_SRGB;
    static const phantom_chart charts[WAYS] = {PHANTOM_CHART_COLORCHECKER, PHANTOM_CHART_GREY, PHANTOM_CHART_NONE};
    p->chart = charts[(i + light) % WAYS];
    return 1;
}

static sct_shape rect_shape(sct_role role, const phantom_rect *r, double keep)
{
    double x = r->x + r->w * (1 - keep) / 2, y = r->y + r->h * (1 - keep) / 2;
    return (sct_shape){.role = role, .kind = SCT_SHAPE_RECT, .count = 4, .v = {x, y, keep * r->w, keep * r->h}};
}

static void note(const phantom_truth *truth, const sct_measurement *m, head *out)
{
    const sct_hair *hair = &m->hair;
    out->answered = 1;
    out->stubble = hair->kind == SCT_HAIR_STUBBLE;
    out->grey = truth->grey_fraction;
    out->coverage = truth->coverage;
    out->density = truth->density_per_cm2;
    out->density_times = hair->density_per_cm2 / truth->density_per_cm2;
    out->count = hair->fibres;
    out->width_px = hair->fibre_width_px;
    out->raw = (double)hair->fibres / (double)truth->fibres;
    out->coverage_times = hair->coverage / truth->coverage;
    out->shadow_off = hair->shadow.pixels ? sct_de2000(truth->shadow_lab, hair->shadow.lab) : (double)NAN;
    out->shadow_u95 = hair->shadow.u95_de00;
    out->strand_off = sct_de2000(truth->strand_lab, hair->strand.lab);
    if (truth->grey_fraction > mostly) /* white hair is this client's, too, and his alone where there is no other */
        out->strand_off =
            fmin(truth->grey_fraction < 1 ? out->strand_off : 99, sct_de2000(truth->grey_lab, hair->strand.lab));
    out->strand_u95 = hair->strand.u95_de00;
    out->grey_told = hair->grey_fraction;
    out->grey_lo = hair->grey_lo;
    out->grey_hi = hair->grey_hi;
    for (size_t i = 0; i < m->flags.count; i++)
        if (strcmp(m->flags.items[i].code, "density-unsure") == 0)
            snprintf(out->why, sizeof out->why, "%s", strrchr(m->flags.items[i].message, ':'));
}

static head judge(sct_context *ctx, const phantom_params *p, int ita_class, int light)
{
    head out = {.ita_class = ita_class, .light = light, .way = (int)p->chart};
    phantom_photo photo = phantom_render(p);
    sct_photo *opened = NULL;
    sct_measure_options options;
    static sct_measurement m;
    sct_shape shapes[3] = {rect_shape(SCT_ROLE_SKIN, &photo.truth.skin_rect, 1),
                           rect_shape(SCT_ROLE_HAIR, &photo.truth.stubble_rect, 1),
                           rect_shape(SCT_ROLE_GREY, &photo.truth.chart_rect, 0.5)};
    const sct_shape *list[3];
    sct_measure_options_init(&options);
    options.grey_reflectance = p->grey_reflectance;
    options.mm_per_px = p->mm_per_px;
    if (p->chart != PHANTOM_CHART_COLORCHECKER)
        options.chart_mode = SCT_CHART_OFF;
    if (photo.truth.skin_rect.w > 60 && photo.truth.stubble_rect.w > 100 && photo.truth.stubble_rect.h > 100 &&
        photo.truth.fibres >= 40 && sct_photo_open(ctx, photo.bytes, photo.size, &opened) == SCT_OK) {
        sct_view view = {.photo = opened,
                         .shapes = point_to(list, shapes, 3),
                         .shape_count = p->chart == PHANTOM_CHART_GREY ? 3 : 2,
                         .roles = 1u << SCT_ROLE_SKIN | 1u << SCT_ROLE_HAIR};
        if (api_measure(ctx, &options, &view, 1, &m) == SCT_OK)
            note(&photo.truth, &m, &out);
        else
            printf("  class %d, %s: %s\n", ita_class, light_names[light], sct_context_message(ctx));
    }
    if (getenv("UNEVEN_KEEP")) {
        char name[256];
        static int number;
        snprintf(name, sizeof name, "%s/%03d.jpg", getenv("UNEVEN_KEEP"), number);
        FILE *f = fopen(name, "wb");
        if (f) {
            fwrite(photo.bytes, 1, photo.size, f);
            fclose(f);
        }
        printf("%03d %s %s way %d dens %.0f grey %.2f cov %.3f | dens x%.2f cov x%.2f shadow %.1f/%.1f strand %.1f/%.1f "
               "grey %.2f [%.2f %.2f] %s n %llu w %.1f raw x%.2f\n",
               number++, phantom_ita_class_name(ita_class), light_names[light], out.way, out.density, out.grey, out.coverage,
               out.density_times, out.coverage_times, out.shadow_off, out.shadow_u95, out.strand_off, out.strand_u95,
               out.grey_told, out.grey_lo, out.grey_hi, out.why, (unsigned long long)out.count, out.width_px, out.raw);
        fflush(stdout);
    }
    sct_photo_free(opened);
    phantom_photo_free(&photo);
    return out;
}

/* ---- told ------------------------------------------------------------------------------------- */

static void tell(const char *name, const head *heads, size_t n, int ita_class, int light, int way)
{
    static double density[MOST], coverage[MOST], shadow[MOST], grey[MOST];
    size_t all = 0, told = 0, close = 0, covers = 0, inside = 0, strand = 0, grey_told = 0, grey_close = 0, grey_in = 0,
           stubble = 0;
    for (size_t i = 0; i < n; i++) {
        const head *h = &heads[i];
        if (!h->answered || (ita_class >= 0 && h->ita_class != ita_class) || (light >= 0 && h->light != light) ||
            (way >= 0 && h->way != way))
            continue;
        stubble += (size_t)h->stubble;
        strand += h->strand_off <= h->strand_u95;
        if (isfinite(h->density_times)) {
            density[told++] = fabs(h->density_times - 1);
            close += fabs(h->density_times - 1) <= 0.1;
        }
        if (isfinite(h->coverage_times))
            coverage[covers++] = h->coverage_times;
        if (isfinite(h->shadow_off)) {
            shadow[all] = h->shadow_off;
            inside += h->shadow_off <= h->shadow_u95;
        } else {
            shadow[all] = 99;
        }
        all++;
        if (isfinite(h->grey_told)) {
            grey[grey_told++] = fabs(h->grey_told - h->grey);
            grey_close += fabs(h->grey_told - h->grey) <= 0.05;
            grey_in += h->grey_lo <= h->grey && h->grey <= h->grey_hi;
        }
    }
    if (!all)
        return;
    double c_lo = quantile_of(coverage, covers, 0.05), c_mid = quantile_of(coverage, covers, 0.5);
    figure("%-13s n %3zu (stubble %3zu) density told %3zu, within 10 %% %3zu, off %4.1f %% median %5.1f %% worst | coverage "
           "x%.2f (%.2f to "
           "%.2f) | shadow off %.1f, %.1f (95 %%), inside %3zu | strand inside %3zu | grey told %3zu, within .05 %3zu, "
           "worst %.2f, covered %3zu",
           name, all, stubble, told, close, 100 * quantile_of(density, told, 0.5), 100 * quantile_of(density, told, 1),
           c_mid, c_lo, quantile_of(coverage, covers, 0.95), quantile_of(shadow, all, 0.5), quantile_of(shadow, all, 0.95),
           inside, strand, grey_told, grey_close, quantile_of(grey, grey_told, 1), grey_in);
}

static void run(sct_context *ctx, const phantom_library *library, int half, int first, int count, int only)
{
    static head heads[MOST];
    static const char *const ways[WAYS] = {"nothing", "ColorChecker", "grey card"};
    size_t n = 0;
    for (int c = 0; c < PHANTOM_ITA_CLASSES; c++)
        for (int light = 0; light < LIGHTS; light++)
            for (int i = first; i < first + count && n < MOST; i++) {
                phantom_params p;
                if ((only < 0 || c == only) && pose(library, half, c, light, i, &p))
                    heads[n++] = judge(ctx, &p, c, light);
            }
    figure("%s half", half ? "held-out" : "working");
    for (int c = 0; c < PHANTOM_ITA_CLASSES; c++)
        tell(phantom_ita_class_name(c), heads, n, c, -1, -1);
    for (int light = 0; light < LIGHTS; light++)
        tell(light_names[light], heads, n, -1, light, -1);
    for (int way = 0; way < WAYS; way++)
        tell(ways[way], heads, n, -1, -1, way);
    tell("all", heads, n, -1, -1, -1);
}

int main(int argc, char **argv)
{
    int count = argc > 1 ? atoi(argv[1]) : 7, half = argc > 2 ? atoi(argv[2]) : -1, first = argc > 3 ? atoi(argv[3]) : 0,
        only = argc > 4 ? atoi(argv[4]) : -1;
    phantom_library library = phantom_library_open();
    sct_context *ctx = NULL;
    if (sct_context_new(&ctx) != SCT_OK)
        return 1;
    for (int h = 0; h < 2; h++)
        if (half < 0 || half == h)
            run(ctx, &library, h, first, count, only);
    sct_context_free(ctx);
    phantom_library_close(&library);
    return 0;
}
