/*
 * tests/phantom/camera.c - a camera as one linear map from spectra to RGB, and
 * what a phone does with the RGB afterwards.
 */
#include "phantom/camera.h"
#include "num/num.h"
#include "support/support.h"

#include <string.h>

/* ---- profiles --------------------------------------------------------------------------------- */

typedef struct primaries {
    double x[3], y[3];
} primaries;

/* IEC 61966-2-1, SMPTE EG 432-1 with D65, Adobe RGB (1998): all with a D65 white. */
static const primaries profile_primaries[] = {
    {{0.64, 0.30, 0.15}, {0.33, 0.60, 0.06}},
    {{0.680, 0.265, 0.150}, {0.320, 0.690, 0.060}},
    {{0.64, 0.21, 0.15}, {0.33, 0.71, 0.06}},
    {{0.64, 0.30, 0.15}, {0.33, 0.60, 0.06}},
};

/* Bradford's von Kries adaptation from one white to another. */
static matrix3 adaptation(const double from[3], const double to[3])
{
    double a[3], b[3];
    matrix3 scaled = matrix3_bradford, inverse = matrix3_inverse(&matrix3_bradford);
    matrix3_times(&matrix3_bradford, from, a);
    matrix3_times(&matrix3_bradford, to, b);
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            scaled.m[i][j] *= b[i] / a[i];
    return matrix3_product(&inverse, &scaled);
}

matrix3 camera_profile_matrix(phantom_profile profile)
{
    static const double d65[3] = {0.3127 / 0.3290, 1, (1 - 0.3127 - 0.3290) / 0.3290};
    const primaries *p = &profile_primaries[profile];
    matrix3 m;
    double level[3];
    for (int j = 0; j < 3; j++) {
        m.m[0][j] = p->x[j] / p->y[j];
        m.m[1][j] = 1;
        m.m[2][j] = (1 - p->x[j] - p->y[j]) / p->y[j];
    }
    matrix3 inverse = matrix3_inverse(&m), to_d50 = adaptation(d65, spectra_white_d50);
    matrix3_times(&inverse, d65, level); /* how much of each primary makes the white */
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            m.m[i][j] *= level[j];
    return matrix3_product(&to_d50, &m);
}

double camera_encode(phantom_profile profile, double linear)
{
    if (profile == PHANTOM_ADOBE_RGB)
        return pow(linear, 256.0 / 563.0);
    return linear <= 0.0031308 ? 12.92 * linear : 1.055 * pow(linear, 1 / 2.4) - 0.055;
}

/* ---- sensor ----------------------------------------------------------------------------------- */

/* Response to a surface with the light scaled so that a perfect diffuser has Y = 1. */
static void normalised(const phantom_curves *s, sct_illuminant illuminant, const phantom_spectrum *surface, double out[3])
{
    phantom_spectrum white = phantom_spectrum_flat(1);
    double xyz[3];
    spectra_response(&spectra_cmf, illuminant, &white, xyz);
    spectra_response(s, illuminant, surface, out);
    for (int c = 0; c < 3; c++)
        out[c] /= xyz[1];
}

/*
 * Balanced raw channels to D50 XYZ as a maker would choose it: least squares over the 24 ColorChecker patches in D65
 * light with the white held (by a large weight), used for every light. A real camera is no better than that.
 */
static matrix3 fitted_matrix(const phantom_curves *s)
{
    phantom_spectrum white = phantom_spectrum_flat(1);
    double raw_white[3], xyz_white[3], A[3][9] = {0}, b[3][3] = {{0}};
    matrix3 out;
    normalised(s, SCT_ILLUMINANT_D65, &white, raw_white);
    normalised(&spectra_cmf, SCT_ILLUMINANT_D50, &white, xyz_white);
    for (int patch = 0; patch <= SPECTRA_PATCHES; patch++) {
        const phantom_spectrum *r = patch < SPECTRA_PATCHES ? &spectra_colorchecker[patch].r : &white;
        double weight = patch < SPECTRA_PATCHES ? 1 : 1e4, raw[3], xyz[3];
        normalised(s, SCT_ILLUMINANT_D65, r, raw);
        normalised(&spectra_cmf, SCT_ILLUMINANT_D50, r, xyz);
        for (int row = 0; row < 3; row++) {
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++)
                    A[row][3 * i + j] += weight * raw[i] / raw_white[i] * raw[j] / raw_white[j];
                b[row][i] += weight * raw[i] / raw_white[i] * xyz[row] / xyz_white[row] * spectra_white_d50[row];
            }
        }
    }
    for (int row = 0; row < 3; row++) {
        assert_true(num_solve(A[row], b[row], 3));
        for (int i = 0; i < 3; i++)
            out.m[row][i] = b[row][i];
    }
    return out;
}

camera_model camera_new(const phantom_params *params)
{
    camera_model camera = {.illuminant = params->illuminant};
    phantom_spectrum white = phantom_spectrum_flat(1);
    matrix3 to_xyz, profile = camera_profile_matrix(params->profile), from_xyz = matrix3_inverse(&profile);
    double here[3], d50[3], unit[3];
    if (params->camera) {
        camera.curves = params->camera->curves;
        to_xyz = fitted_matrix(&params->camera->curves);
    } else { /* the observer's own cones in Bradford's sharpened space: colorimetric, and balanced as Bradford adapts */
        for (int i = 0; i < SPECTRA_STEPS; i++)
            matrix3_times(&matrix3_bradford, spectra_cmf.s[i], camera.curves.s[i]);
        double cones[3];
        to_xyz = matrix3_inverse(&matrix3_bradford);
        matrix3_times(&matrix3_bradford, spectra_white_d50, cones);
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++)
                to_xyz.m[i][j] *= cones[j];
    }
    normalised(&camera.curves, params->illuminant, &white, here);
    normalised(&camera.curves, SCT_ILLUMINANT_D50, &white, d50);
    spectra_response(&camera.curves, params->illuminant, &white, unit);
    for (int c = 0; c < 3; c++) {
        double balance = pow(here[c], -params->adaptation) * pow(d50[c], params->adaptation - 1);
        camera.scale[c] = here[c] / unit[c] * balance * params->gain[c];
    }
    camera.to_rgb = matrix3_product(&from_xyz, &to_xyz);
    return camera;
}

void camera_rgb(const camera_model *camera, const phantom_spectrum *surface, double rgb[3])
{
    double raw[3];
    spectra_response(&camera->curves, camera->illuminant, surface, raw);
    for (int c = 0; c < 3; c++)
        raw[c] *= camera->scale[c];
    matrix3_times(&camera->to_rgb, raw, rgb);
}

void camera_rgb_of_xyz(const camera_model *camera, const phantom_params *params, const double xyz[3], double rgb[3])
{
    phantom_spectrum white = phantom_spectrum_flat(1);
    matrix3 profile = camera_profile_matrix(params->profile), from_xyz = matrix3_inverse(&profile);
    double tint[3];
    camera_rgb(camera, &white, tint); /* an unbalanced light tints the card too */
    matrix3_times(&from_xyz, xyz, rgb);
    for (int c = 0; c < 3; c++)
        rgb[c] *= tint[c];
}

/* ---- development ------------------------------------------------------------------------------ */

enum { BLUR_MAX = 64 };

/* out += weight (a + b), value by value. */
static void add_weighted(float *restrict out, const float *a, const float *b, float weight, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i] += weight * (a[i] + b[i]);
}

/* out = the weighted sum of lines, 2 radius + 1 of them, the middle one at `middle` and each `step` values from the next. */
static void blur_line(float *restrict out, const float *middle, size_t step, const float *kernel, size_t radius, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i] = kernel[0] * middle[i];
    for (size_t k = 1; k <= radius; k++)
        add_weighted(out, middle - k * step, middle + k * step, kernel[k], n);
}

static void kernel_of(double sigma, float kernel[BLUR_MAX + 1], size_t radius)
{
    double weight[BLUR_MAX + 1], sum = 0;
    for (size_t k = 0; k <= radius; k++) {
        weight[k] = exp(-0.5 * (double)(k * k) / (sigma * sigma));
        sum += k ? 2 * weight[k] : weight[k];
    }
    for (size_t k = 0; k <= radius; k++)
        kernel[k] = (float)(weight[k] / sum);
}

/* Beyond its edges the picture goes on as its outermost pixels are. */
static void blur(float *rgb, int width, int height, double sigma)
{
    float kernel[BLUR_MAX + 1];
    size_t radius = (size_t)fmin(ceil(3.5 * sigma), BLUR_MAX), line = (size_t)width * 3, rows = (size_t)height + 2 * radius;
    float *wide = malloc((line + 6 * radius) * sizeof *wide), *high = malloc(rows * line * sizeof *high);
    assert_non_null(wide);
    assert_non_null(high);
    kernel_of(sigma, kernel, radius);
    for (size_t y = 0; y < (size_t)height; y++) {
        memcpy(wide + 3 * radius, rgb + y * line, line * sizeof *wide);
        for (size_t k = 0; k < radius; k++) {
            memcpy(wide + 3 * k, rgb + y * line, 3 * sizeof *wide);
            memcpy(wide + 3 * (radius + k) + line, rgb + y * line + line - 3, 3 * sizeof *wide);
        }
        blur_line(high + (radius + y) * line, wide + 3 * radius, 3, kernel, radius, line);
    }
    for (size_t k = 0; k < radius; k++) {
        memcpy(high + k * line, high + radius * line, line * sizeof *high);
        memcpy(high + (radius + (size_t)height + k) * line, high + (radius + (size_t)height - 1) * line,
               line * sizeof *high);
    }
    for (size_t y = 0; y < (size_t)height; y++)
        blur_line(rgb + y * line, high + (radius + y) * line, line, kernel, radius, line);
    free(wide);
    free(high);
}

/* Encoding through a table: 65,537 linear steps are finer than 16-bit codes everywhere but in the deepest blacks. */
enum { TABLE = 65536, TABLE_DARK = 256 };

static double develop_code(const phantom_params *params, const float *table, double linear)
{
    double v = fmin(fmax(linear, 0), 1), code;
    if (v * TABLE < TABLE_DARK) {
        code = camera_encode(params->profile, v);
    } else {
        int i = (int)(v * TABLE);
        double t = v * TABLE - i;
        code = i >= TABLE ? 1 : (double)table[i] + t * ((double)table[i + 1] - (double)table[i]);
    }
    if (params->tone > 0) /* an S on the codes: darker shadows, lighter middle, a shoulder at the top */
        code += params->tone * (code * code * (3 - 2 * code) - code) * 0.6;
    return code;
}

/* exp(-d^2 / 2) of what a pixel differs by, in ranges: between points of a table, off by less than 2e-6. */
enum { NEAR_STEPS = 256, NEAR_UP_TO = 6, SMOOTH_REACH = 2, SMOOTH_SIDE = 2 * SMOOTH_REACH + 1 };

typedef struct likeness {
    float near[NEAR_STEPS * NEAR_UP_TO + 2], beside[SMOOTH_SIDE * SMOOTH_SIDE];
} likeness;

static void likeness_init(likeness *like)
{
    for (int i = 0; i < NEAR_STEPS * NEAR_UP_TO + 2; i++)
        like->near[i] = (float)exp(-0.5 * i * i / ((double)NEAR_STEPS * NEAR_STEPS));
    for (int k = 0; k < SMOOTH_SIDE * SMOOTH_SIDE; k++) {
        int dx = k % SMOOTH_SIDE - SMOOTH_REACH, dy = k / SMOOTH_SIDE - SMOOTH_REACH;
        like->beside[k] = (float)exp(-0.25 * (dx * dx + dy * dy));
    }
}

static float likeness_at(const likeness *like, float d)
{
    float at = fabsf(d) * NEAR_STEPS;
    if (at >= NEAR_STEPS * NEAR_UP_TO)
        return 0;
    int i = (int)at;
    return like->near[i] + (at - (float)i) * (like->near[i + 1] - like->near[i]);
}

/* Bilateral filter of the codes (Tomasi & Manduchi 1998), which leaves edges and takes away what is fainter. */
static void smooth_codes(float *rgb, int width, int height, double range)
{
    size_t n = (size_t)width * (size_t)height * 3;
    float *from = malloc(n * sizeof *from), ranges = (float)(1 / range);
    likeness like;
    assert_non_null(from);
    memcpy(from, rgb, n * sizeof *from);
    likeness_init(&like);
    for (int y = SMOOTH_REACH; y < height - SMOOTH_REACH; y++)
        for (int x = SMOOTH_REACH; x < width - SMOOTH_REACH; x++) {
            const float *at = from + 3 * ((size_t)y * (size_t)width + (size_t)x);
            float sum[3] = {0}, total = 0;
            for (int k = 0; k < SMOOTH_SIDE * SMOOTH_SIDE; k++) {
                ptrdiff_t dx = k % SMOOTH_SIDE - SMOOTH_REACH, dy = k / SMOOTH_SIDE - SMOOTH_REACH;
                const float *by = at + 3 * (dy * width + dx);
                float w = likeness_at(&like, (by[1] - at[1]) * ranges) * like.beside[k];
                total += w;
                for (int c = 0; c < 3; c++)
                    sum[c] += w * by[c];
            }
            for (int c = 0; c < 3; c++)
                rgb[3 * ((size_t)y * (size_t)width + (size_t)x) + (size_t)c] = sum[c] / total;
        }
    free(from);
}

/* fmin and fmax are calls of the C library, one a value. */
static float within(double v)
{
    return v < 0 ? 0 : v > 1 ? 1 : (float)v;
}

/* Codes leave their blurred selves further behind: halos on both sides of every edge. */
static void sharpen_codes(float *rgb, int width, int height, double gain, double sigma)
{
    size_t n = (size_t)width * (size_t)height * 3;
    float *soft = malloc(n * sizeof *soft);
    assert_non_null(soft);
    memcpy(soft, rgb, n * sizeof *soft);
    blur(soft, width, height, sigma);
    for (size_t i = 0; i < n; i++)
        rgb[i] = within((double)rgb[i] + gain * (double)(rgb[i] - soft[i]));
    free(soft);
}

void camera_develop(const phantom_params *params, float *rgb)
{
    size_t n = (size_t)params->width * (size_t)params->height * 3;
    float *table = malloc((TABLE + 1) * sizeof *table);
    num_rng rng;
    assert_non_null(table);
    num_rng_seed(&rng, params->seed ^ 0x6e6f697365u);
    for (int i = 0; i <= TABLE; i++)
        table[i] = (float)camera_encode(params->profile, (double)i / TABLE);
    if (params->psf_px > 0)
        blur(rgb, params->width, params->height, params->psf_px);
    for (size_t i = 0; i < n; i++) {
        double v = (double)rgb[i] * params->exposure;
        if (params->noise > 0)
            v += params->noise * sqrt(0.1 + 0.9 * fmax(v, 0) / 0.18) * num_rng_normal(&rng);
        rgb[i] = (float)develop_code(params, table, v);
    }
    if (params->denoise > 0)
        smooth_codes(rgb, params->width, params->height, params->denoise);
    if (params->sharpen > 0)
        sharpen_codes(rgb, params->width, params->height, params->sharpen, params->sharpen_px);
    free(table);
}
