/* tests/chart/stage.c */
#include "chart/stage.h"
#include "support/inside.h"
#include "support/support.h"

const char *const stage_photos[STAGE_PHOTOS] = {
    "jtvd_full1.jpg",
    "jtvd_full10.jpg",
    "jtvd_full2.jpg",
    "jtvd_full3.jpg",
    "jtvd_full4.jpg",
    "jtvd_full5.jpg",
    "jtvd_full6.jpg",
    "jtvd_full7.jpg",
    "jtvd_full8.jpg",
    "jtvd_full9.jpg",
    "jtvd_mini1.jpg",
    "jtvd_mini2.jpg",
    "jtvd_mini3.jpg",
    "jtvd_mini4.jpg",
    "jtvd_mini5.jpg",
    "jtvd_mini6.jpg",
    "pedro_scene.jpg",
    "qiu_passport.jpg",
    "plantcv_classic.png",
    "plantcv_calibrite-passport.png",
    "plantcv_colorchecker-classic-mini.jpg",
    "plantcv_nano.jpeg",
};

void stage_init(stage *s, const sct_chart *chart)
{
    *s = (stage){.chart = chart, .pitch_px = 40, .exposure = 1, .tint = {1, 1, 1}, .gamma = 1};
}

void stage_free(stage_picture *picture)
{
    free(picture->rgb);
    *picture = (stage_picture){0};
}

static double encode(double linear)
{
    double v = fmin(fmax(linear, 0), 1);
    return v <= 0.0031308 ? 12.92 * v : 1.055 * pow(v, 1 / 2.4) - 0.055;
}

static double decode(double v)
{
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static double clamp(double v, double lo, double hi)
{
    return v < lo ? lo : v > hi ? hi : v;
}

stage_picture stage_background(uint32_t width, uint32_t height, num_rng *rng)
{
    stage_picture p = {width, height, malloc((size_t)width * height * 3)};
    enum { SHAPES = 40 };
    double shape[SHAPES][8]; /* x, y, half width, half height, colour, kind */
    for (int i = 0; i < SHAPES; i++) {
        for (int k = 0; k < 7; k++)
            shape[i][k] = num_rng_uniform(rng);
        shape[i][7] = num_rng_below(rng, 2);
    }
    for (uint32_t y = 0; y < height; y++) {
        int crossed[SHAPES], count = 0; /* the shapes that this row goes through */
        double across[SHAPES];
        for (int i = 0; i < SHAPES; i++) {
            double dy = (y - shape[i][1] * height) / (0.01 + 0.12 * shape[i][3]) / height;
            across[count] = dy;
            crossed[count] = i;
            count += fabs(dy) < 1;
        }
        for (uint32_t x = 0; x < width; x++) {
            double c[3] = {90 + 60.0 * x / width, 95 + 40.0 * y / height, 100};
            for (int n = 0; n < count; n++) {
                const double *one = shape[crossed[n]];
                double dx = (x - one[0] * width) / (0.01 + 0.12 * one[2]) / width;
                if (one[7] > 0 ? fabs(dx) < 1 : dx * dx + across[n] * across[n] < 1)
                    for (int k = 0; k < 3; k++)
                        c[k] = 255 * one[4 + k];
            }
            for (int k = 0; k < 3; k++)
                p.rgb[3 * ((size_t)y * width + x) + (size_t)k] =
                    (uint8_t)clamp(c[k] + 2 * num_rng_normal(rng) + 0.5, 0, 255);
        }
    }
    return p;
}

/* Chart units -> pixels: a plane turned about three axes, seen from a point. */
static void pose_matrix(const stage *s, double m[3][3])
{
    double cu = (s->chart->columns - 1) / 2.0, cv = (s->chart->rows - 1) / 2.0, d = 12.0 * s->chart->columns;
    double t = s->turn_deg * 3.14159265358979 / 180, a = s->tilt_deg * 3.14159265358979 / 180;
    double b = s->swing_deg * 3.14159265358979 / 180, sign = s->mirrored ? -1 : 1;
    /* Rotation: in plane, then about the horizontal, then about the vertical axis; columns are the images of u and v. */
    double u[3] = {sign * cos(t), sign * sin(t), 0}, v[3] = {-sin(t), cos(t), 0};
    double *axes[2] = {u, v};
    for (int i = 0; i < 2; i++) {
        double *w = axes[i], y = w[1] * cos(a), z = w[1] * sin(a), x = w[0] * cos(b) + z * sin(b);
        w[2] = -w[0] * sin(b) + z * cos(b);
        w[0] = x;
        w[1] = y;
    }
    for (int k = 0; k < 2; k++) {
        double centre = k == 0 ? s->x : s->y;
        m[k][0] = s->pitch_px * u[k] + centre * u[2] / d;
        m[k][1] = s->pitch_px * v[k] + centre * v[2] / d;
        m[k][2] = centre;
    }
    m[2][0] = u[2] / d;
    m[2][1] = v[2] / d;
    m[2][2] = 1;
    for (int k = 0; k < 3; k++)
        m[k][2] -= m[k][0] * cu + m[k][1] * cv;
}

/* Linear sRGB of every patch; hidden ones get something else's colour. */
static void patch_colours(const stage *s, num_rng *rng, double (*rgb)[3])
{
    static const double m[3][3] = {
        {3.1338561, -1.6168667, -0.4906146}, {-0.9787684, 1.9161415, 0.0334540}, {0.0719453, -0.2289914, 1.4052427}};
    for (size_t i = 0; i < s->chart->patch_count; i++) {
        sct_xyz xyz = sct_xyz_from_lab(s->chart->patches[i].lab, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2));
        for (int c = 0; c < 3; c++)
            rgb[i][c] = m[c][0] * xyz.X + m[c][1] * xyz.Y + m[c][2] * xyz.Z;
    }
    for (int i = 0; i < s->hidden; i++) {
        size_t which = num_rng_below(rng, (uint32_t)s->chart->patch_count);
        rgb[which][0] = 0.45; /* a finger */
        rgb[which][1] = 0.28;
        rgb[which][2] = 0.20;
    }
}

/* Linear colour of the chart at (u, v); 0 outside it. */
static int chart_colour(const stage *s, double (*rgb)[3], double u, double v, double out[3])
{
    static const double cloth[3] = {0.10, 0.16, 0.24};
    const sct_chart *chart = s->chart;
    if (u < -0.75 || v < -0.75 || u > chart->columns - 0.25 || v > chart->rows - 0.25)
        return 0;
    int column = (int)clamp(floor(u + 0.5), 0, chart->columns - 1), row = (int)clamp(floor(v + 0.5), 0, chart->rows - 1);
    const chart_swatch *patch = &chart->patches[row * chart->columns + column];
    int on = fabs(u - column) <= patch->half_width && fabs(v - row) <= patch->half_height;
    int under = s->covered > 0 && u < s->covered * chart->columns - 0.5;
    for (int c = 0; c < 3; c++)
        out[c] = under ? cloth[c] : on ? rgb[row * chart->columns + column][c] : 0.012;
    return 1;
}

/* What a display makes of a colour: three lit stripes a pixel with dark between them, in a room that is not quite dark. */
static void display(const stage *s, double u, double v, double rgb[3])
{
    const double lit = 0.27, tall = 0.86, room = 0.004, step = s->pitch_px / s->screen_px;
    double x = u * step - floor(u * step), y = v * step - floor(v * step);
    for (int c = 0; c < 3; c++) {
        double from = c / 3.0 + (1 / 3.0 - lit) / 2;
        int on = x >= from && x < from + lit && y >= 0.07 && y < 0.07 + tall;
        rgb[c] = room + (on ? clamp(rgb[c], 0, 1) / (lit * tall) : 0);
    }
}

/* Draws the chart over the linear picture with 3 x 3 points a pixel; displays need more. */
static void draw(const stage *s, double (*rgb)[3], const num_mat3 *back, uint32_t width, uint32_t height, float *linear)
{
    int side = s->screen_px > 0 ? 5 : 3, points = side * side;
    for (uint32_t y = 0; y < height; y++)
        for (uint32_t x = 0; x < width; x++) {
            double sum[3] = {0};
            int inside = 0;
            for (int k = 0; k < points; k++) {
                double dx = (k % side - side / 2) / (double)side, dy = (k / side - side / 2) / (double)side;
                double at[3] = {x + dx, y + dy, 1}, p[3], colour[3];
                num_mat3_apply(back, at, p);
                if (p[2] * back->m[2][2] <= 0 || !chart_colour(s, rgb, p[0] / p[2], p[1] / p[2], colour)) {
                    if (k == points / 2 && !inside)
                        break; /* the middle and all before it lie outside: near enough */
                    continue;
                }
                if (s->screen_px > 0)
                    display(s, p[0] / p[2], p[1] / p[2], colour);
                inside++;
                for (int c = 0; c < 3; c++)
                    sum[c] += colour[c];
            }
            float *out = linear + 3 * ((size_t)y * width + x);
            for (int c = 0; c < 3 && inside; c++)
                out[c] = (float)(((points - inside) * (double)out[c] + sum[c]) / points);
        }
}

/* A cast shadow with a soft edge through the chart's middle, and a shiny spot over one of its patches. */
static void light_and_shade(const stage *s, double map[3][3], uint32_t width, uint32_t height, num_rng *rng, float *linear)
{
    double angle = 6.2831853 * num_rng_uniform(rng), nx = cos(angle), ny = sin(angle);
    double u = num_rng_below(rng, (uint32_t)s->chart->columns), v = num_rng_below(rng, (uint32_t)s->chart->rows);
    double z = map[2][0] * u + map[2][1] * v + map[2][2];
    double gx = (map[0][0] * u + map[0][1] * v + map[0][2]) / z, gy = (map[1][0] * u + map[1][1] * v + map[1][2]) / z;
    for (uint32_t y = 0; y < height; y++)
        for (uint32_t x = 0; x < width; x++) {
            double side = ((x - s->x) * nx + (y - s->y) * ny) / (0.15 * s->pitch_px);
            double shade = s->shadow > 0 ? s->shadow + (1 - s->shadow) / (1 + exp(-side)) : 1;
            double away = hypot(x - gx, y - gy) / (0.5 * s->pitch_px), shine = s->glare * exp(-0.5 * away * away);
            float *out = linear + 3 * ((size_t)y * width + x);
            for (int c = 0; c < 3; c++)
                out[c] = (float)((double)out[c] * shade + shine);
        }
}

/* One colour a pixel (RGGB), the others from the mean of the neighbours that have them. */
static void mosaic(float *linear, uint32_t width, uint32_t height)
{
    float *seen = malloc((size_t)width * height * sizeof *seen);
    assert_non_null(seen);
    for (uint32_t y = 0; y < height; y++)
        for (uint32_t x = 0; x < width; x++)
            seen[(size_t)y * width + x] = linear[3 * ((size_t)y * width + x) + x % 2 + y % 2];
    for (uint32_t y = 1; y + 1 < height; y++)
        for (uint32_t x = 1; x + 1 < width; x++) {
            float sum[3] = {0}, count[3] = {0};
            for (uint32_t j = y - 1; j <= y + 1; j++)
                for (uint32_t i = x - 1; i <= x + 1; i++) {
                    uint32_t c = i % 2 + j % 2;
                    int own = x % 2 + y % 2 == c;
                    if (own && (i != x || j != y))
                        continue;
                    sum[c] += seen[(size_t)j * width + i];
                    count[c] += 1;
                }
            for (int c = 0; c < 3; c++)
                linear[3 * ((size_t)y * width + x) + (size_t)c] = sum[c] / count[c];
        }
    free(seen);
}

/* Separable Gaussian, edges repeated: all rows first, then each along itself. */
static void blur(float *linear, uint32_t width, uint32_t height, double sd)
{
    enum { REACH_MOST = 63 };
    int reach = (int)fmin(ceil(3 * sd), REACH_MOST);
    double weights[REACH_MOST + 1], total = 0;
    size_t row = (size_t)width * 3;
    float *copy = malloc(row * height * sizeof *copy), *wide = malloc((row + 6 * (size_t)reach) * sizeof *wide);
    assert_non_null(copy);
    assert_non_null(wide);
    for (int i = 0; i <= reach; i++)
        total += (i ? 2 : 1) * (weights[i] = exp(-0.5 * i * i / (sd * sd)));
    memcpy(copy, linear, row * height * sizeof *copy);
    for (uint32_t y = 0; y < height; y++) {
        const float *rows[2 * REACH_MOST + 1];
        for (int i = -reach; i <= reach; i++)
            rows[i + reach] = copy + row * (size_t)clamp((double)y + i, 0, height - 1.0);
        for (size_t x = 0; x < row; x++) {
            double sum = 0;
            for (int i = -reach; i <= reach; i++)
                sum += weights[abs(i)] * (double)rows[i + reach][x];
            linear[row * y + x] = (float)(sum / total);
        }
    }
    for (uint32_t y = 0; y < height; y++) {
        for (int i = -reach; i < (int)width + reach; i++)
            memcpy(wide + 3 * (i + reach), linear + row * y + 3 * (size_t)clamp(i, 0, width - 1.0), 3 * sizeof *wide);
        for (size_t x = 0; x < row; x++) {
            double sum = 0;
            for (int i = 0; i <= 2 * reach; i++)
                sum += weights[abs(i - reach)] * (double)wide[x + 3 * (size_t)i];
            linear[row * y + x] = (float)(sum / total);
        }
    }
    free(wide);
    free(copy);
}

/* Light, sensor and encoding: codes [0, 1]. */
static void expose(const stage *s, float *linear, uint32_t width, uint32_t height, num_rng *rng)
{
    enum { STEPS = 65536 };
    float *code = malloc((STEPS + 1) * sizeof *code);
    assert_non_null(code);
    for (int i = 0; i <= STEPS; i++)
        code[i] = (float)pow(encode((double)i / STEPS), s->gamma);
    for (uint32_t y = 0; y < height; y++)
        for (uint32_t x = 0; x < width; x++) {
            double light =
                s->exposure * exp(s->slope_x * ((double)x / width - 0.5) + s->slope_y * ((double)y / height - 0.5));
            float *rgb = linear + 3 * ((size_t)y * width + x);
            for (int c = 0; c < 3; c++) {
                double warm = s->warm_x > 0 ? exp((1 - c) * s->warm_x / 2 * ((double)x / width - 0.5)) : 1;
                double v = (double)code[(int)(clamp((double)rgb[c] * light * s->tint[c] * warm, 0, 1) * STEPS)];
                v += s->noise > 0 ? s->noise / 255 * num_rng_normal(rng) : 0;
                rgb[c] = (float)clamp(v, 0, 1);
            }
        }
    free(code);
}

phantom_photo stage_render(const stage *s, const stage_picture *background, num_rng *rng, double truth[3][3])
{
    uint32_t width = background->width, height = background->height;
    size_t n = (size_t)width * height * 3;
    float *linear = malloc(n * sizeof *linear), table[256];
    double rgb[SCT_CHART_PATCH_MAX][3];
    num_mat3 map, back;
    phantom_params params;

    assert_non_null(linear);
    for (int i = 0; i < 256; i++)
        table[i] = (float)decode(i / 255.0);
    for (size_t i = 0; i < n; i++)
        linear[i] = table[background->rgb[i]];
    patch_colours(s, rng, rgb);
    pose_matrix(s, map.m);
    memcpy(truth, map.m, sizeof map.m);
    assert_true(num_mat3_invert(&map, &back));
    draw(s, rgb, &back, width, height, linear);
    if (s->shadow > 0 || s->glare > 0)
        light_and_shade(s, map.m, width, height, rng, linear);
    if (s->blur_px > 0)
        blur(linear, width, height, s->blur_px);
    if (s->mosaic)
        mosaic(linear, width, height);
    expose(s, linear, width, height, rng);

    phantom_params_init(&params);
    params.width = (int)width;
    params.height = (int)height;
    params.format = s->jpeg ? PHANTOM_JPEG : PHANTOM_PNG8;
    params.jpeg_quality = s->jpeg;
    params.profile = PHANTOM_SRGB;
    params.orientation = 1;
    phantom_photo photo = phantom_encode(&params, linear);
    free(linear);
    return photo;
}

void stage_pose(stage *s, uint32_t width, uint32_t height, double pitch_px, num_rng *rng)
{
    double half = 0.62 * pitch_px * hypot(s->chart->columns, s->chart->rows);
    double room_x = fmax(width - 2 * half, 0), room_y = fmax(height - 2 * half, 0);
    s->pitch_px = pitch_px;
    s->x = (width - room_x) / 2 + room_x * num_rng_uniform(rng);
    s->y = (height - room_y) / 2 + room_y * num_rng_uniform(rng);
    s->turn_deg = 360 * num_rng_uniform(rng);
}

stage_image stage_open(const void *bytes, size_t size)
{
    stage_image out = {0};
    photo_frame frame;
    sct_flags flags = {0};
    assert_int_equal(sct_context_new(&out.ctx), SCT_OK);
    if (sct_photo_open(out.ctx, bytes, size, &out.photo) != SCT_OK)
        return out;
    sct_photo_info info = photo_info(out.photo);
    photo_window whole = {0, 0, info.width, info.height};
    if (photo_decode(out.ctx, out.photo, whole, &frame) == SCT_OK) {
        if (pixels_from(out.ctx, out.photo, &frame, &flags, &out.image) != SCT_OK)
            out.image = NULL;
        photo_frame_free(&frame);
    }
    return out;
}

stage_image stage_open_file(const char *path, unsigned char **bytes)
{
    size_t size = 0;
    *bytes = read_file(path, &size);
    assert_non_null(*bytes);
    return stage_open(*bytes, size);
}

void stage_close(stage_image *image)
{
    pixels_free(image->image);
    sct_photo_free(image->photo);
    sct_context_free(image->ctx);
    *image = (stage_image){0};
}

stage_picture stage_picture_of(const pixels_image *image)
{
    photo_window window = pixels_window(image);
    stage_picture p = {window.width, window.height, malloc((size_t)window.width * window.height * 3)};
    assert_non_null(p.rgb);
    for (uint32_t y = 0; y < window.height; y++)
        pixels_srgb8_row(image, 0, y, window.width, p.rgb + (size_t)y * window.width * 3);
    return p;
}
