/* tests/match/simulate.c - simulated clients. */
#include "match/simulate.h"

#include "support/support.h"

#include <dirent.h>

static const double SURFACE = 0.0278; /* mirrored by skin, counted by the instrument that measured it */

/* ---- reference data ---- */

static void load_skins(sim_world *world)
{
    csv t = csv_read(data_path("skin-spectra/issa_face_reflectance_400_700_10nm.csv"));
    world->skins = calloc(t.rows ? t.rows : 1, sizeof *world->skins);
    for (size_t i = 1; i < t.rows; i++, world->skin_count++)
        for (int b = 0; b < SIM_BANDS; b++)
            world->skins[world->skin_count].r[b] = fmax(csv_number(&t, i, b + 1) - SURFACE, 1e-4);
    csv_free(&t);
}

/* The table has more cells a row than csv_read keeps from 390 nm by 2 nm: rows are read by hand. */
static void load_hairs(sim_world *world)
{
    size_t size = 0;
    char *text = (char *)read_file(data_path("hair-spectra/vrhel_hair_390_730_2nm.csv"), &size);
    char *line = text ? strchr(text, '\n') : NULL;
    while (line && line[1] && world->hair_count < SIM_HAIRS_MAX) {
        char *name = strstr(line, "-- "), *cell = name ? strchr(name, ',') : NULL;
        if (!cell)
            break;
        snprintf(world->hair_names[world->hair_count], sizeof world->hair_names[0], "%.*s", (int)(cell - name - 3),
                 name + 3);
        sim_spectrum *hair = &world->hairs[world->hair_count++];
        for (int nm = 390; nm <= 700 && *cell == ','; nm += 2) {
            double value = strtod(cell + 1, &cell);
            if (nm >= 400 && nm % 10 == 0)
                hair->r[(nm - 400) / 10] = value;
        }
        line = strchr(cell, '\n');
    }
    free(text);
}

static int load_camera(const char *path, double out[3][SIM_BANDS])
{
    size_t size = 0;
    unsigned char *text = read_file(path, &size);
    json *root = NULL;
    int found = 0;
    if (text && json_parse(NULL, text, size, &root) == SCT_OK) {
        const json *main_data = json_get(json_get(json_get(root, "spectral_data"), "data"), "main");
        for (int b = 0; b < SIM_BANDS; b++) {
            char key[8];
            snprintf(key, sizeof key, "%d", 400 + 10 * b);
            const json *rgb = json_get(main_data, key);
            for (size_t c = 0; rgb && c < 3; c++, found++)
                out[c][b] = json_number(json_at(rgb, c));
        }
    }
    json_free(root);
    free(text);
    return found == 3 * SIM_BANDS;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void load_cameras(sim_world *world)
{
    char names[SIM_CAMERAS_MAX][128], path[1280], folder[1024];
    size_t count = 0;
    snprintf(folder, sizeof folder, "%s", data_path("camera-sensitivities"));
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir && count < SIM_CAMERAS_MAX && (entry = readdir(dir));)
        if (strstr(entry->d_name, ".json"))
            snprintf(names[count++], sizeof names[0], "%.127s", entry->d_name);
    if (dir)
        closedir(dir);
    qsort(names, count, sizeof names[0], by_name); /* folders have no order of their own */
    for (size_t i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/%.127s", folder, names[i]);
        world->camera_count += (size_t)load_camera(path, world->cameras[world->camera_count]);
    }
}

static void load_light(const char *file, double out[SIM_BANDS])
{
    csv t = csv_read(data_path(file));
    for (size_t i = 0; i < t.rows; i++) {
        int nm = (int)lround(csv_number(&t, i, 0));
        if (nm >= 400 && nm <= 700 && nm % 10 == 0)
            out[(nm - 400) / 10] = csv_number(&t, i, 1);
    }
    csv_free(&t);
}

static void load_patches(sim_world *world)
{
    csv t = csv_read(data_path("colorimetry/colorchecker_babelcolor_average_reflectance_400_700_10nm.csv"));
    size_t n = 0;
    for (size_t i = 0; i < t.rows && n < 24; i++) {
        int first = t.counts[i] - SIM_BANDS;
        if (first < 0 || isnan(csv_number(&t, i, t.counts[i] - 1)) || csv_number(&t, i, t.counts[i] - 1) > 2)
            continue; /* the heading */
        for (int b = 0; b < SIM_BANDS; b++)
            world->patches[n].r[b] = csv_number(&t, i, first + b);
        n++;
    }
    csv_free(&t);
}

/* ---- a photo with a chart ---- */

static sct_lab lab_of(const sim_spectrum *s)
{
    return skin_lab(s->r, NULL);
}

/* Linear camera RGB to XYZ D50, as a 3x3 fitted to the patches with weights Y^(-2/3): what the chart stage does. */
typedef struct sim_camera {
    double sensitivity[3][SIM_BANDS]; /* times the light */
    num_mat3 to_xyz;
} sim_camera;

static void camera_see(const sim_camera *camera, const sim_spectrum *s, double rgb[3])
{
    for (int c = 0; c < 3; c++) {
        rgb[c] = 0;
        for (int b = 0; b < SIM_BANDS; b++)
            rgb[c] += camera->sensitivity[c][b] * s->r[b];
    }
}

static sim_camera camera_draw(const sim_world *world, num_rng *rng)
{
    sim_camera camera;
    size_t which = num_rng_below(rng, (uint32_t)world->camera_count), light = num_rng_below(rng, SIM_LIGHTS);
    double A[3][9] = {{0}}, B[3][3] = {{0}}; /* normal equations of the three rows */
    for (int c = 0; c < 3; c++) {
        double sum = 0;
        for (int b = 0; b < SIM_BANDS; b++)
            sum += camera.sensitivity[c][b] = world->cameras[which][c][b] * world->lights[light][b];
        for (int b = 0; b < SIM_BANDS; b++)
            camera.sensitivity[c][b] /= sum;
    }
    for (int p = 0; p < 24; p++) {
        sct_xyz xyz = skin_xyz(world->patches[p].r, NULL);
        double rgb[3], wanted[3] = {xyz.X, xyz.Y, xyz.Z}, weight = pow(xyz.Y, -2.0 / 3);
        camera_see(&camera, &world->patches[p], rgb);
        for (int c = 0; c < 3; c++) /* a photo of a patch has its own noise and the chart its own batch */
            rgb[c] *= 1 + 0.01 * num_rng_normal(rng);
        for (int k = 0; k < 3; k++)
            for (int i = 0; i < 3; i++) {
                B[k][i] += weight * rgb[i] * wanted[k];
                for (int j = 0; j < 3; j++)
                    A[k][3 * i + j] += weight * rgb[i] * rgb[j];
            }
    }
    for (int k = 0; k < 3; k++) {
        assert_int_equal(num_solve(A[k], B[k], 3), 1);
        for (int i = 0; i < 3; i++)
            camera.to_xyz.m[k][i] = B[k][i];
    }
    return camera;
}

static sct_lab camera_lab(const sim_camera *camera, const sim_spectrum *s, double shade)
{
    double rgb[3], xyz[3];
    camera_see(camera, s, rgb);
    num_mat3_apply(&camera->to_xyz, rgb, xyz);
    return sct_lab_from_xyz((sct_xyz){fmax(shade * xyz[0], 1e-6), fmax(shade * xyz[1], 1e-6), fmax(shade * xyz[2], 1e-6)},
                            sct_white_spectral(SCT_ILLUMINANT_D50, SCT_OBSERVER_2));
}

/* What is left of a measured colour after averaging: site to site, and pixels. */
static const double NOISE_SD = 0.4;
/* Light on the chart and on the head differ. */
static const double SHADE_SD = 0.03;

static sct_lab with_noise(sct_lab lab, num_rng *rng)
{
    lab.L += NOISE_SD * num_rng_normal(rng);
    lab.a += NOISE_SD * num_rng_normal(rng);
    lab.b += NOISE_SD * num_rng_normal(rng);
    return lab;
}

static sct_estimate estimate_from(sct_lab lab, const sct_cov *cov)
{
    sct_estimate e = {.lab = lab, .cov = *cov, .pixels = 5000};
    double trace = 0;
    for (int i = 0; i < 3; i++) {
        e.cov_noise.m[i][i] = NOISE_SD * NOISE_SD;
        trace += cov->m[i][i];
    }
    e.u95_de00 = fmax(2, 1.4 * sqrt(trace));
    return e;
}

static sim_spectrum mix(const sim_spectrum *a, const sim_spectrum *b, double share_of_b)
{
    sim_spectrum s;
    for (int i = 0; i < SIM_BANDS; i++)
        s.r[i] = a->r[i] + share_of_b * (b->r[i] - a->r[i]);
    return s;
}

/* The three colours a photo tells of, as spectra. A stub of hair is seen partly through skin. */
typedef struct sim_colours {
    sim_spectrum skin, strand, shadow;
} sim_colours;

static sim_colours draw_colours(const sim_world *world, size_t skin, size_t hair, num_rng *rng)
{
    sim_colours c = {.skin = world->skins[skin]};
    c.strand = mix(&world->hairs[hair], &c.skin, 0.05 + 0.25 * num_rng_uniform(rng));
    c.shadow = mix(&c.skin, &c.strand, 0.03 + 0.09 * num_rng_uniform(rng));
    return c;
}

/* Black hair with every skin, brown down to tan, red and blond with lighter ones. */
static size_t draw_hair(const sim_world *world, double ita_deg, num_rng *rng)
{
    for (;;) {
        size_t hair = num_rng_below(rng, (uint32_t)world->hair_count);
        const char *name = world->hair_names[hair];
        double darkest_skin = strstr(name, "black") ? -180 : strstr(name, "brown") ? -10 : 28;
        if (ita_deg > darkest_skin)
            return hair;
    }
}

static void add_outer(sct_cov *cov, sct_lab error)
{
    double e[3] = {error.L, error.a, error.b};
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            cov->m[i][j] += e[i] * e[j];
}

static void scale(sct_cov *cov, double k)
{
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            cov->m[i][j] *= k;
}

static sct_lab difference(sct_lab a, sct_lab b)
{
    return (sct_lab){a.L - b.L, a.a - b.a, a.b - b.b};
}

/* The errors that a chart leaves on skins of the calibrating half: what an honest tool would print. */
static void calibrate(sim_world *world)
{
    num_rng rng;
    size_t n = 0;
    num_rng_seed(&rng, 77);
    for (size_t i = 0; i < world->skin_count; i += 2, n++) {
        sim_colours c = draw_colours(world, i, draw_hair(world, 40, &rng), &rng);
        sim_camera camera = camera_draw(world, &rng);
        double shade = exp(SHADE_SD * num_rng_normal(&rng));
        add_outer(&world->skin_cov, difference(with_noise(camera_lab(&camera, &c.skin, shade), &rng), lab_of(&c.skin)));
        add_outer(&world->strand_cov,
                  difference(with_noise(camera_lab(&camera, &c.strand, shade), &rng), lab_of(&c.strand)));
        add_outer(&world->shadow_cov,
                  difference(with_noise(camera_lab(&camera, &c.shadow, shade), &rng), lab_of(&c.shadow)));
    }
    scale(&world->skin_cov, 1.0 / (double)n);
    scale(&world->strand_cov, 1.0 / (double)n);
    scale(&world->shadow_cov, 1.0 / (double)n);
}

int sim_world_load(sim_world *out)
{
    *out = (sim_world){0};
    if (!data_path(""))
        return 0;
    load_skins(out);
    load_hairs(out);
    load_cameras(out);
    load_patches(out);
    load_light("colorimetry/illuminant_D50_5nm.csv", out->lights[0]);
    load_light("colorimetry/illuminant_D65_5nm.csv", out->lights[1]);
    load_light("colorimetry/illuminant_A_5nm.csv", out->lights[2]);
    load_light("colorimetry/illuminant_LED-B3_5nm.csv", out->lights[3]);
    assert_true(out->skin_count > 500 && out->hair_count >= 7 && out->camera_count >= 30);
    assert_true(out->patches[23].r[15] > 0.01 && out->lights[3][15] > 0);
    calibrate(out);
    return 1;
}

void sim_world_free(sim_world *world)
{
    free(world->skins);
    *world = (sim_world){0};
}

/* ---- what is true ---- */

enum { UNKNOWNS = 4 };

typedef struct spectral_fit {
    sct_tissue tissue;
    const sim_spectrum *skin;
} spectral_fit;

static sct_tissue tissue_with(const sct_tissue *start, const double *q)
{
    sct_tissue t = *start;
    t.melanin = exp(q[0]);
    t.blood = exp(q[1]);
    t.base = exp(q[2]);
    t.oxygen = q[3];
    return t;
}

static int spectral_residuals(void *user, const double *q, int n, double *residuals, int m)
{
    const spectral_fit *fit = user;
    double r[SKIN_PAD];
    sct_tissue t = tissue_with(&fit->tissue, q);
    (void)n;
    skin_bare_spectrum(&t, 4, r);
    for (int i = 0; i < m; i++)
        residuals[i] = r[i] - fit->skin->r[i];
    return 0;
}

/* The tissue behind a whole spectrum, scattering and thickness given. */
static sct_tissue fit_spectrum(const sim_spectrum *skin, const sct_tissue *start)
{
    spectral_fit fit = {*start, skin};
    double q[UNKNOWNS] = {log(0.04), log(0.01), log(0.3), 0.6};
    const double lo[UNKNOWNS] = {log(0.001), log(0.0003), log(0.01), 0}, hi[UNKNOWNS] = {log(0.8), log(0.15), log(5), 1};
    num_least_squares(spectral_residuals, &fit, q, lo, hi, UNKNOWNS, SIM_BANDS, 60, NULL);
    return tissue_with(start, q);
}

/* A factor whose ln is normal on each side of 0, with 95 % between lo and hi. */
static double draw_factor(num_rng *rng, double lo, double hi)
{
    double z = num_rng_normal(rng);
    return exp(fabs(log(z < 0 ? lo : hi)) * z / 1.959964);
}

void sim_draw(const sim_world *world, size_t skin, const sim_artist *artist, num_rng *rng, sim_truth *truth,
              sct_measurement *seen)
{
    sct_tissue tissue;
    truth->held_out = skin % 2 == 1;
    truth->skin_spectrum = world->skins[skin];
    truth->skin = lab_of(&truth->skin_spectrum);
    truth->ita_deg = sct_ita(sct_lab_d65(truth->skin));
    truth->hair = draw_hair(world, truth->ita_deg, rng);
    sim_colours c = draw_colours(world, skin, truth->hair, rng);
    truth->strand = lab_of(&c.strand);
    truth->shadow = lab_of(&c.shadow);

    sct_tissue_init(&tissue);
    tissue.scatter = exp(0.1 * num_rng_normal(rng));
    tissue.epidermis_um = fmin(fmax(68 + 10 * num_rng_normal(rng), 45), 90);
    truth->tissue = fit_spectrum(&c.skin, &tissue);
    truth->depth_um = fmax(120 * draw_factor(rng, artist->depth_lo, artist->depth_hi), tissue.epidermis_um + 1);
    truth->strength_sd = log(artist->strength) / 1.959964;
    truth->strength_shared = num_rng_normal(rng);
    truth->seed = num_rng_u64(rng);
    skin_client_init(&truth->client, &truth->tissue, truth->depth_um, 8);

    sim_camera camera = camera_draw(world, rng);
    double shade = exp(SHADE_SD * num_rng_normal(rng));
    *seen = (sct_measurement){.photo_count = 1};
    seen->skin.estimate = estimate_from(with_noise(camera_lab(&camera, &c.skin, shade), rng), &world->skin_cov);
    seen->skin.ita_deg = sct_ita(sct_lab_d65(seen->skin.estimate.lab));
    seen->hair.kind = SCT_HAIR_STUBBLE;
    seen->hair.strand = estimate_from(with_noise(camera_lab(&camera, &c.strand, shade), rng), &world->strand_cov);
    seen->hair.shadow = estimate_from(with_noise(camera_lab(&camera, &c.shadow, shade), rng), &world->shadow_cov);
    seen->hair.density_per_cm2 = (double)NAN;
}

static double strength_of(const sim_truth *truth, const char *ink)
{
    num_rng rng;
    uint64_t seed = truth->seed;
    for (; *ink; ink++)
        seed = seed * 31 + (unsigned char)*ink;
    num_rng_seed(&rng, seed);
    return exp(truth->strength_sd * (sqrt(0.5) * truth->strength_shared + sqrt(0.5) * num_rng_normal(&rng)));
}

match_look sim_heal(const sim_truth *truth, const sct_ink *ink, double parts_water, double density_per_cm2, double radius_mm)
{
    sct_pigment pigments[SCT_PIGMENT_MAX];
    sct_ink_optics optics;
    skin_spectra seen;
    for (size_t i = 0; i < ink->pigment_count; i++) {
        snprintf(pigments[i].ci, sizeof pigments[i].ci, "%s", ink->pigments[i].ci);
        pigments[i].fraction = ink->pigments[i].mass_fraction;
    }
    assert_int_equal(sct_ink_optics_from_composition(NULL, pigments, ink->pigment_count, &optics), SCT_OK);
    skin_ink medium = skin_ink_of(&optics);
    skin_dots dots = {.load = 0.10 * 0.67 * strength_of(truth, ink->id) * palette_concentration(1, parts_water),
                      .thickness_um = 200,
                      .radius_mm = radius_mm,
                      .coverage = skin_coverage(density_per_cm2, radius_mm)};
    skin_heal_at(&truth->client, &medium, &dots, &seen);
    /* What the tissue model cannot follow of this skin shows in the area as it does in the bare skin. */
    for (int b = 0; b < SIM_BANDS; b++)
        seen.area[b] = fmax(seen.area[b] + truth->skin_spectrum.r[b] - truth->client.bare[b], 1e-5);
    return (match_look){skin_lab(seen.dot, NULL), skin_lab(seen.area, NULL)};
}
