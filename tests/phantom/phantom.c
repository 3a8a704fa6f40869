/*
 * tests/phantom/phantom.c - writes a sample photo with known truth:
 * DIR/photo.jpg (or .png) and DIR/truth.json. See usage below.
 */
#include "base/base.h"
#include "phantom/spectra.h"
#include "support/support.h"

#include <errno.h>
#include <getopt.h>
#include <sys/stat.h>

static const char usage[] =
    "usage: phantom --out DIR [options]\n"
    "  --client N          0..11: two clients of each ITA class, very light to dark (default 2)\n"
    "  --hair N            0..6: black, black 2, red, brown, grey-black, dark brown, blonde (default by client)\n"
    "  --grey F            share of white hair 0..1        --density N        stubble per cm2\n"
    "  --grown             long hair beyond the stubble    --seed N\n"
    "  --size W,H          pixels                          --mm-per-px MM\n"
    "  --perfect           ideal camera, even D50 light, 16-bit PNG\n"
    "  --light d50|d65|a|f2|f11|led                        --generic-camera\n"
    "  --card none|colorchecker|grey  --rotate DEG  --mirror  --pitch PX  --card-at X,Y\n"
    "  --background plain|wood|cloth  --shading F  --specular F  --noise F  --blur PX  --tone F  --exposure F\n"
    "  --jpeg QUALITY | --png8 | --png16                   --orientation 1..8\n"
    "  --profile srgb|p3|adobe|none\n";

typedef struct option_word {
    const char *word;
    int value;
} option_word;

static int word_value(const char *text, const option_word *words)
{
    for (; words->word; words++)
        if (strcmp(text, words->word) == 0)
            return words->value;
    fprintf(stderr, "phantom: unknown word '%s'\n%s", text, usage);
    exit(2);
}

static void two_numbers(const char *text, double *a, double *b)
{
    char *end = NULL;
    *a = strtod(text, &end);
    *b = *end == ',' ? strtod(end + 1, NULL) : (double)NAN;
}

/* The in-tree clients: the same with and without the reference data. */
static void choose_client(phantom_params *p, int client, int hair)
{
    static const int usual_hair[SPECTRA_SKINS] = {6, 2, 3, 5, 3, 0, 0, 4, 0, 1, 0, 1};
    client = client < 0 ? 0 : client % SPECTRA_SKINS;
    for (int i = 0; i < PHANTOM_BANDS; i++)
        p->skin.r[i] = fmax(spectra_skins[client].r.r[i] - SPECTRA_SURFACE, 0.002);
    p->hair = spectra_hairs[hair >= 0 ? hair % SPECTRA_HAIRS : usual_hair[client]].r;
}

enum {
    OPT_OUT = 256,
    OPT_CLIENT,
    OPT_HAIR,
    OPT_GREY,
    OPT_DENSITY,
    OPT_GROWN,
    OPT_SEED,
    OPT_SIZE,
    OPT_MM,
    OPT_PERFECT,
    OPT_LIGHT,
    OPT_CAMERA,
    OPT_CARD,
    OPT_ROTATE,
    OPT_MIRROR,
    OPT_PITCH,
    OPT_CARD_AT,
    OPT_BACKGROUND,
    OPT_SHADING,
    OPT_SPECULAR,
    OPT_NOISE,
    OPT_BLUR,
    OPT_TONE,
    OPT_EXPOSURE,
    OPT_JPEG,
    OPT_PNG8,
    OPT_PNG16,
    OPT_ORIENTATION,
    OPT_PROFILE
};
static const struct option options[] = {
    {"out", 1, 0, OPT_OUT},         {"client", 1, 0, OPT_CLIENT},
    {"hair", 1, 0, OPT_HAIR},       {"grey", 1, 0, OPT_GREY},
    {"density", 1, 0, OPT_DENSITY}, {"grown", 0, 0, OPT_GROWN},
    {"seed", 1, 0, OPT_SEED},       {"size", 1, 0, OPT_SIZE},
    {"mm-per-px", 1, 0, OPT_MM},    {"perfect", 0, 0, OPT_PERFECT},
    {"light", 1, 0, OPT_LIGHT},     {"generic-camera", 0, 0, OPT_CAMERA},
    {"card", 1, 0, OPT_CARD},       {"rotate", 1, 0, OPT_ROTATE},
    {"mirror", 0, 0, OPT_MIRROR},   {"pitch", 1, 0, OPT_PITCH},
    {"card-at", 1, 0, OPT_CARD_AT}, {"background", 1, 0, OPT_BACKGROUND},
    {"shading", 1, 0, OPT_SHADING}, {"specular", 1, 0, OPT_SPECULAR},
    {"noise", 1, 0, OPT_NOISE},     {"blur", 1, 0, OPT_BLUR},
    {"tone", 1, 0, OPT_TONE},       {"exposure", 1, 0, OPT_EXPOSURE},
    {"jpeg", 1, 0, OPT_JPEG},       {"png8", 0, 0, OPT_PNG8},
    {"png16", 0, 0, OPT_PNG16},     {"orientation", 1, 0, OPT_ORIENTATION},
    {"profile", 1, 0, OPT_PROFILE}, {0, 0, 0, 0},
};

static const option_word lights[] = {{"d50", SCT_ILLUMINANT_D50},
                                     {"d65", SCT_ILLUMINANT_D65},
                                     {"a", SCT_ILLUMINANT_A},
                                     {"f2", SCT_ILLUMINANT_F2},
                                     {"f11", SCT_ILLUMINANT_F11},
                                     {"led", SCT_ILLUMINANT_LED_B3},
                                     {NULL, 0}};
static const option_word charts[] = {
    {"none", PHANTOM_CHART_NONE}, {"colorchecker", PHANTOM_CHART_COLORCHECKER}, {"grey", PHANTOM_CHART_GREY}, {NULL, 0}};
static const option_word grounds[] = {{"plain", PHANTOM_PLAIN}, {"wood", PHANTOM_WOOD}, {"cloth", PHANTOM_CLOTH}, {NULL, 0}};
static const option_word profiles[] = {{"srgb", PHANTOM_SRGB},
                                       {"p3", PHANTOM_DISPLAY_P3},
                                       {"adobe", PHANTOM_ADOBE_RGB},
                                       {"none", PHANTOM_NO_PROFILE},
                                       {NULL, 0}};

static void set_scene(phantom_params *p, int option, const char *text)
{
    double a = 0, b = 0;
    if (text)
        two_numbers(text, &a, &b);
    switch (option) {
    case OPT_GREY: p->grey_fraction = a; break;
    case OPT_DENSITY: p->density_per_cm2 = a; break;
    case OPT_GROWN: p->grown_hair = 1; break;
    case OPT_SEED: p->seed = (uint64_t)a; break;
    case OPT_SIZE: p->width = (int)a, p->height = (int)b; break;
    case OPT_MM: p->mm_per_px = a; break;
    case OPT_CARD: p->chart = (phantom_chart)word_value(text, charts); break;
    case OPT_ROTATE: p->chart_rotation_deg = a; break;
    case OPT_MIRROR: p->chart_mirror = 1; break;
    case OPT_PITCH: p->chart_pitch_px = a; break;
    case OPT_CARD_AT: p->chart_x_px = a, p->chart_y_px = b; break;
    case OPT_BACKGROUND: p->background = (phantom_ground)word_value(text, grounds); break;
    default: break;
    }
}

static void set_camera(phantom_params *p, int option, const char *text)
{
    double a = text ? strtod(text, NULL) : 0;
    switch (option) {
    case OPT_LIGHT: p->illuminant = (sct_illuminant)word_value(text, lights); break;
    case OPT_SHADING: p->shading = a; break;
    case OPT_SPECULAR: p->specular = a; break;
    case OPT_NOISE: p->noise = a; break;
    case OPT_BLUR: p->psf_px = a; break;
    case OPT_TONE: p->tone = a; break;
    case OPT_EXPOSURE: p->exposure = a; break;
    case OPT_JPEG: p->format = PHANTOM_JPEG, p->jpeg_quality = (int)a; break;
    case OPT_PNG8: p->format = PHANTOM_PNG8; break;
    case OPT_PNG16: p->format = PHANTOM_PNG16; break;
    case OPT_ORIENTATION: p->orientation = (int)a; break;
    case OPT_PROFILE: p->profile = (phantom_profile)word_value(text, profiles); break;
    default: break;
    }
}

/* ---- truth as JSON ---------------------------------------------------------------------------- */

static json *numbers(const double *v, size_t n, int decimals)
{
    json *array = json_new_array();
    for (size_t i = 0; i < n; i++)
        json_append(array, json_new_number(v[i], decimals));
    return array;
}

static void set_lab(json *object, const char *key, sct_lab lab)
{
    double v[3] = {lab.L, lab.a, lab.b};
    json_set(object, key, numbers(v, 3, 3));
}

static void set_rect(json *object, const char *key, phantom_rect r)
{
    double v[4] = {r.x, r.y, r.w, r.h};
    json_set(object, key, r.w > 0 ? numbers(v, 4, 1) : json_new_null());
}

static json *chart_json(const phantom_truth *t)
{
    json *chart = json_new_object(), *corners = json_new_array(), *centres = json_new_array();
    for (int i = 0; i < 4; i++)
        json_append(corners, numbers(t->chart_corners[i], 2, 2));
    for (int i = 0; i < 24; i++)
        json_append(centres, numbers(t->patch_centres[i], 2, 2));
    json_set(chart, "corners", corners);
    json_set(chart, "patch_centres", centres);
    json_set(chart, "homography", numbers(t->chart_homography, 9, 9));
    json_set(chart, "pitch_px", json_new_number(t->chart_pitch_px, 3));
    return chart;
}

static void write_truth(const char *path, const phantom_truth *t)
{
    sct_bytes text = {0};
    json *root = json_new_object();
    set_lab(root, "skin_lab", t->skin_lab);
    set_lab(root, "skin_rect_lab", t->skin_rect_lab);
    json_set(root, "ita_deg", json_new_number(t->ita_deg, 2));
    json_set(root, "ita_class", json_new_string(phantom_ita_class_name(t->ita_class)));
    set_lab(root, "strand_lab", t->strand_lab);
    set_lab(root, "grey_lab", t->grey_lab);
    set_lab(root, "shadow_lab", t->shadow_lab);
    json_set(root, "coverage", json_new_number(t->coverage, 5));
    json_set(root, "density_per_cm2", json_new_number(t->density_per_cm2, 2));
    json_set(root, "grey_fraction", json_new_number(t->grey_fraction, 4));
    json_set(root, "mm_per_px", json_new_number(t->mm_per_px, 6));
    set_rect(root, "skin_rect", t->skin_rect);
    set_rect(root, "stubble_rect", t->stubble_rect);
    set_rect(root, "grown_rect", t->grown_rect);
    json_set(root, "chart", t->has_chart ? chart_json(t) : json_new_null());
    sct_status status = json_print(NULL, root, 1, &text);
    FILE *f = status == SCT_OK ? fopen(path, "wb") : NULL;
    if (!f || fwrite(text.data, 1, text.size, f) != text.size || fputc('\n', f) == EOF || fclose(f) != 0) {
        fprintf(stderr, "phantom: %s: cannot write\n", path);
        exit(6);
    }
    sct_bytes_free(&text);
    json_free(root);
}

static void write_photo(const char *path, const phantom_photo *photo)
{
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(photo->bytes, 1, photo->size, f) != photo->size || fclose(f) != 0) {
        fprintf(stderr, "phantom: %s: cannot write\n", path);
        exit(6);
    }
}

int main(int argc, char **argv)
{
    const char *out = NULL;
    int client = 2, hair = -1, generic = 0;
    phantom_params p;
    phantom_camera phone = phantom_camera_generic();
    char path[1200];
    phantom_params_init(&p);
    for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        switch (option) {
        case OPT_OUT: out = optarg; break;
        case OPT_CLIENT: client = atoi(optarg); break;
        case OPT_HAIR: hair = atoi(optarg); break;
        case OPT_CAMERA: generic = 1; break;
        case OPT_PERFECT: phantom_params_perfect(&p); break;
        case '?': fputs(usage, stderr); return 2;
        default: set_scene(&p, option, optarg); set_camera(&p, option, optarg);
        }
    }
    if (!out || p.width < 16 || p.height < 16 || p.width > 16000 || p.height > 16000 || !(p.mm_per_px > 0)) {
        fputs(usage, stderr);
        return 2;
    }
    if (generic)
        p.camera = &phone;
    choose_client(&p, client, hair);
    if (mkdir(out, 0777) != 0 && errno != EEXIST) {
        fprintf(stderr, "phantom: %s: cannot make the folder\n", out);
        return 6;
    }
    phantom_photo photo = phantom_render(&p);
    snprintf(path, sizeof path, "%.1000s/photo.%s", out, p.format == PHANTOM_JPEG ? "jpg" : "png");
    write_photo(path, &photo);
    snprintf(path, sizeof path, "%.1000s/truth.json", out);
    write_truth(path, &photo.truth);
    phantom_photo_free(&photo);
    return 0;
}
