/* engine/api/api_verify.c - verifications as programs hold them: photos measured and opened, then the room verify. */
#include "api/api.h"
#include "record/record.h"
#include "verify/verify.h"

#include <math.h>
#include <string.h>

enum { AREAS_MAX = 64, SESSIONS_MOST = 9 };

void sct_verify_options_init_sized(sct_verify_options *options, size_t size)
{
    const double none = (double)NAN;
    sct_verify_options defaults = {.size = sizeof defaults,
                                   .planned_area_lab = {none, none, none},
                                   .planned_skin_lab = {none, none, none},
                                   .planned_dot_lab = {none, none, none},
                                   .parts_water = none,
                                   .seed = 1,
                                   .share_set = 1,
                                   .ink_set = none,
                                   .before_state = SCT_BEFORE_AUTO};
    options_fill(options, size, &defaults, sizeof defaults);
}

static sct_status check_lab(sct_context *ctx, const char *name, sct_lab lab)
{
    sct_status status = SCT_OK;
    if (isnan(lab.L) && isnan(lab.a) && isnan(lab.b))
        return SCT_OK;
    TRY(option_range(ctx, name, lab.L, 1, 100));
    TRY(option_range(ctx, name, lab.a, -128, 128));
    TRY(option_range(ctx, name, lab.b, -128, 128));
done:
    return status;
}

static sct_status check_areas(sct_context *ctx, const sct_verify_options *o)
{
    sct_status status = SCT_OK;
    if (o->area_count > AREAS_MAX || (o->area_count && !o->areas))
        FAIL(ctx, SCT_ERR_ARGUMENT, "areas must point to at most %d shapes", AREAS_MAX);
    for (size_t i = 0; i < o->area_count; i++) {
        if (!o->areas[i])
            FAIL(ctx, SCT_ERR_ARGUMENT, "areas[%zu] is no shape", i);
        TRY(api_check_shape(ctx, o->areas[i]));
    }
done:
    return status;
}

static sct_status check_options(sct_context *ctx, const sct_verify_options *given, sct_verify_options *o)
{
    sct_status status = SCT_OK;
    sct_verify_options_init(o);
    TRY(options_take(ctx, "sct_verify_options", given, OPTIONS_SIZE(sct_verify_options, reserved2), o, sizeof *o));
    TRY(option_range(ctx, "reserved", o->reserved, 0, 0));
    TRY(option_range(ctx, "before_state", o->before_state, SCT_BEFORE_AUTO, SCT_BEFORE_TREATED));
    TRY(option_range(ctx, "planned_u95_de00", o->planned_u95_de00, 0, 50));
    TRY(option_range(ctx, "planned_dot_u95_de00", o->planned_dot_u95_de00, 0, 50));
    TRY(option_range(ctx, "planned_density_per_cm2", o->planned_density_per_cm2, 0, 2000));
    TRY(option_range(ctx, "share_set", o->share_set, 0.01, 1));
    if (isnan(o->ink_set))
        o->ink_set = o->share_set;
    TRY(option_range(ctx, "ink_set", o->ink_set, 0.01, 1));
    TRY(option_range(ctx, "sessions", o->sessions, 0, SESSIONS_MOST));
    TRY(option_range(ctx, "reserved2", o->reserved2, 0, 0));
    if (!isnan(o->parts_water))
        TRY(option_range(ctx, "parts_water", o->parts_water, 0, 1e6));
    if (!(o->mm_per_px >= 0 && o->mm_per_px <= 0)) /* 0: not known */
        TRY(option_range(ctx, "mm_per_px", o->mm_per_px, 0.002, 2));
    if (!(o->dot_mm >= 0 && o->dot_mm <= 0))
        TRY(option_range(ctx, "dot_mm", o->dot_mm, 0.02, 2));
    TRY(check_lab(ctx, "planned_area_lab", o->planned_area_lab));
    TRY(check_lab(ctx, "planned_skin_lab", o->planned_skin_lab));
    TRY(check_lab(ctx, "planned_dot_lab", o->planned_dot_lab));
    TRY(check_areas(ctx, o));
done:
    return status;
}

/* Measures a photo: with its hair where there is some, else the skin alone. */
static sct_status measure_photo(sct_context *ctx, const sct_verify_options *o, const sct_view *given, double mm_per_px,
                                uint8_t *labels, size_t capacity, sct_measurement *out)
{
    sct_status status = SCT_OK;
    sct_label_plane plane = {labels, capacity};
    sct_measure_options options;
    sct_view view = *given;
    sct_measure_options_init(&options);
    if (o->measure)
        TRY(options_take(ctx, "sct_measure_options", o->measure, OPTIONS_SIZE(sct_measure_options, camera), &options,
                         sizeof options));
    options.label_planes = &plane;
    if (!(options.mm_per_px > 0))
        options.mm_per_px = mm_per_px;
    sct_context quiet = diag_quiet(ctx);
    status = api_measure(ctx ? &quiet : NULL, &options, &view, 1, out);
    if (status == SCT_ERR_NOTHING && view.roles & 1u << SCT_ROLE_HAIR) {
        view.roles &= ~(1u << SCT_ROLE_HAIR);
        memset(labels, 0, capacity);
        status = api_measure(ctx, &options, &view, 1, out);
    } else if (status != SCT_OK && ctx) {
        diag_take(ctx, &quiet);
    }
done:
    return status;
}

static sct_status open_photo(sct_context *ctx, const sct_verify_options *o, const sct_view *view, double mm_per_px,
                             verify_photo *photo, sct_measurement **measured)
{
    sct_status status = SCT_OK;
    sct_photo_info info = photo_info(view->photo);
    size_t pixels = (size_t)info.width * info.height;
    TRY(mem_new(ctx, pixels, 1, (void **)&photo->labels));
    TRY(mem_new(ctx, 1, sizeof **measured, (void **)measured));
    TRY(measure_photo(ctx, o, view, mm_per_px, photo->labels, pixels, *measured));
    TRY(api_open_whole(ctx, view->photo, &photo->image));
    pixels_set_correction(photo->image, &(*measured)->transforms[0]);
    TRY(region_spread_hair(ctx, photo->image, photo->labels));
done:
    return status;
}

/* The areas as a mask of the photo after; null where none was shown. */
static sct_status draw_areas(sct_context *ctx, const sct_verify_options *o, const sct_view *after, uint8_t **mask)
{
    sct_status status = SCT_OK;
    sct_photo_info info = photo_info(after->photo);
    for (size_t i = 0; i < o->area_count; i++) {
        if (o->areas[i]->kind == SCT_SHAPE_AUTO)
            continue;
        if (!*mask)
            TRY(mem_new(ctx, info.width, info.height, (void **)mask));
        TRY(region_mask_add(ctx, "the area", o->areas[i], info.width, info.height, *mask));
    }
done:
    return status;
}

sct_status sct_verify(sct_context *ctx, const sct_verify_options *options, const sct_view *before, const sct_view *after,
                      sct_verification **out)
{
    sct_status status = SCT_OK;
    sct_verification *v = NULL;
    sct_view views[SCT_VIEW_MAX];
    uint8_t *mask = NULL;
    sct_context_clear(ctx);
    if (!after || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_verify needs the photo after and a place for the answer");
    TRY(mem_new(ctx, 1, sizeof *v, (void **)&v));
    TRY(check_options(ctx, options, &v->options));
    TRY(api_take_views(ctx, after, 1, views));
    TRY(api_check_views(ctx, views, 1));
    TRY(draw_areas(ctx, &v->options, views, &mask));
    TRY(open_photo(ctx, &v->options, views, v->options.mm_per_px, &v->after, &v->measured[0]));
    if (before) {
        TRY(api_take_views(ctx, before, 1, views));
        TRY(api_check_views(ctx, views, 1));
        TRY(open_photo(ctx, &v->options, views, 0, &v->before, &v->measured[1]));
    }
    TRY(verify_run(ctx, v, mask));
    v->options.areas = NULL;
    v->options.measure = NULL;
    *out = v;
    v = NULL;
done:
    mem_free(mask);
    sct_verification_free(v);
    return status;
}

sct_status sct_verification_describe_sized(const sct_verification *v, sct_verify_info *out, size_t size)
{
    return v && out ? record_give(out, size, &v->info, sizeof v->info) : SCT_ERR_ARGUMENT;
}

sct_status sct_verification_lines_sized(const sct_verification *v, sct_verify_lines *out, size_t size)
{
    return v && out ? record_give(out, size, &v->lines, sizeof v->lines) : SCT_ERR_ARGUMENT;
}

const sct_flags *sct_verification_flags(const sct_verification *v)
{
    return v ? &v->flags : NULL;
}

sct_status sct_verification_json(sct_context *ctx, const sct_verification *v, sct_bytes *out)
{
    sct_context_clear(ctx);
    if (!v || !out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "sct_verification_json needs a verification and a place for the text");
    return verify_json(ctx, v, out);
}

static sct_status give_picture(sct_context *ctx, const sct_verification *v, int quality, sct_bytes *out)
{
    sct_context_clear(ctx);
    if (!v || !out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "a picture needs a verification and a place for it");
    return verify_picture(ctx, v, quality, out);
}

sct_status sct_verification_png(sct_context *ctx, const sct_verification *v, sct_bytes *out)
{
    return give_picture(ctx, v, 0, out);
}

sct_status sct_verification_jpeg(sct_context *ctx, const sct_verification *v, sct_bytes *out)
{
    return give_picture(ctx, v, 90, out);
}

/* ---- the plan of a record, and the result in it ---- */

/* What was poured is what was recommended, where the record does not say otherwise. */
static int chosen_as_recommended(const sct_record *record)
{
    const double alike = 0.03;
    const char *ink = sct_record_get(record, "chosen.ink"), *chosen = sct_record_get(record, "chosen.parts_water");
    const char *end, *advised = sct_record_get(record, "recommended.parts_water");
    double parts = text_number(chosen, &end), planned = text_number(advised, &end);
    if (*ink && strcmp(ink, sct_record_get(record, "recommended.ink")) != 0 &&
        strcmp(ink, sct_record_get(record, "recommended.title")) != 0)
        return 0;
    return !*chosen || !*advised || fabs(parts - planned) <= alike * fmax(planned, 1);
}

static const char *session_field(const sct_record *record, size_t session, const char *name)
{
    char key[64];
    text_print(key, sizeof key, "sessions.%zu.%s", session, name);
    const char *text = sct_record_get(record, key);
    return text ? text : "";
}

static double session_number(const sct_record *record, size_t session, const char *name)
{
    const char *end, *text = session_field(record, session, name);
    return *text ? text_number(text, &end) : (double)NAN;
}

static size_t sessions_over(const sct_record *record, const sct_verify_options *options)
{
    return options->sessions > 0 ? (size_t)options->sessions : sct_record_rows(record, "sessions");
}

/* Whether all of those sessions were done with the ink that was planned. */
static int planned_ink_was_set(const sct_record *record, size_t sessions)
{
    static const char *const names[] = {"recommended.ink", "recommended.title", "chosen.ink"};
    for (size_t i = 1; i <= sessions; i++) {
        const char *ink = session_field(record, i, "ink");
        int known = !*ink;
        for (size_t k = 0; k < sizeof names / sizeof *names; k++)
            known |= strcmp(ink, sct_record_get(record, names[k])) == 0;
        if (!known)
            return 0;
    }
    return 1;
}

/* Sums of shares miss the whole by rounding. */
static double share_of_whole(double sum)
{
    return sum > 1 - 1e-9 ? 1 : fmax(sum, 0.01);
}

/* How many of the planned dots are there after so many sessions, as they are noted or else as artists build them up, and
 * how much of the planned ink they hold. */
static void take_sessions(const sct_record *record, size_t sessions, sct_verify_options *options)
{
    double all = options->planned_density_per_cm2, share = 0, ink = 0;
    for (size_t i = 1; i <= sessions; i++) {
        double dots = session_number(record, i, "density_per_cm2"), parts = session_number(record, i, "parts_water");
        double reached = fmax(share, dots > 0 && all > 0 ? dots / all : sct_session_share((unsigned)i));
        double weaker = parts >= 0 ? (1 + parts) / (1 + options->parts_water) : 1;
        ink += (reached - share) / (isfinite(weaker) ? weaker : 1);
        share = reached;
    }
    if (sessions) {
        options->share_set = share_of_whole(share);
        options->ink_set = share_of_whole(ink);
    }
}

sct_status sct_verify_options_plan(sct_context *ctx, const sct_record *record, sct_verify_options *options)
{
    sct_status status = SCT_OK;
    sct_lab area, skin;
    sct_context_clear(ctx);
    if (!record || !options)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_verify_options_plan needs a record and options");
    if (!chosen_as_recommended(record) || !planned_ink_was_set(record, sessions_over(record, options)))
        FAIL(ctx, SCT_ERR_NOTHING,
             "another ink or dilution was chosen than was recommended, so that the planned colour is not known; give the "
             "planned colours");
    if (!record_lab(sct_record_get(record, "recommended.area_lab"), &area) ||
        !record_lab(sct_record_get(record, "measured.skin_lab"), &skin))
        FAIL(ctx, SCT_ERR_NOTHING, "the record holds no planned colour; give the planned colours");
    const char *end, *parts = sct_record_get(record, "recommended.parts_water");
    const char *density = sct_record_get(record, "recommended.density_per_cm2");
    const char *dot_u95 = sct_record_get(record, "recommended.dot_u95_de00");
    options->planned_area_lab = area;
    options->planned_skin_lab = skin;
    if (!record_lab(sct_record_get(record, "recommended.dot_lab"), &options->planned_dot_lab))
        options->planned_dot_lab = (sct_lab){(double)NAN, (double)NAN, (double)NAN};
    options->planned_dot_u95_de00 = *dot_u95 ? text_number(dot_u95, &end) : 0;
    options->parts_water = *parts ? text_number(parts, &end) : (double)NAN;
    options->planned_density_per_cm2 = *density ? text_number(density, &end) : 0;
    take_sessions(record, sessions_over(record, options), options);
done:
    return status;
}

/* A row being written; the first error stays. */
typedef struct row_writer {
    sct_context *ctx;
    sct_record *record;
    size_t row;
    sct_status status;
} row_writer;

static void write_field(row_writer *w, const char *name, const char *value)
{
    char key[64];
    text_print(key, sizeof key, "results.%zu.%s", w->row, name);
    if (w->status == SCT_OK)
        w->status = sct_record_set(w->ctx, w->record, key, value);
}

/* A number that is not known is an empty field. */
static void write_number(row_writer *w, const char *name, double value, int decimals)
{
    char text[64] = "";
    if (isfinite(value))
        text_from_number(text, sizeof text, value, decimals, 1);
    write_field(w, name, text);
}

static void write_lab(row_writer *w, const char *name, sct_lab lab)
{
    char text[96] = "";
    if (isfinite(lab.L))
        text_print(text, sizeof text, "%.3f,%.3f,%.3f", lab.L, lab.a, lab.b);
    write_field(w, name, text);
}

static void write_result(row_writer *w, const sct_verification *v, const char *photo, const char *date)
{
    const sct_verify_info *i = &v->info;
    write_field(w, "date", date ? date : "");
    write_field(w, "photo", photo);
    write_field(w, "outcome", sct_outcome_name(i->outcome));
    write_number(w, "dl", i->dl, 2);
    write_number(w, "dl_u95", i->dl_u95, 2);
    write_lab(w, "area_lab", i->area_lab);
    write_number(w, "area_u95_de00", i->area_u95_de00, 2);
    write_lab(w, "dot_lab", i->dot_lab);
    write_number(w, "dot_u95_de00", i->dot_u95_de00, 2);
    write_number(w, "retention", i->retention, 4);
    write_number(w, "retention_lo", i->retention_lo, 4);
    write_number(w, "retention_hi", i->retention_hi, 4);
    write_number(w, "density_per_cm2", i->density_per_cm2, 1);
    write_field(w, "verdict", v->lines.result);
}

/* The row of a photo, from 1: its own where it has one, else the next. */
static size_t row_of(const sct_record *record, const char *photo)
{
    char key[64];
    size_t rows = sct_record_rows(record, "results");
    for (size_t row = 1; row <= rows; row++) {
        text_print(key, sizeof key, "results.%zu.photo", row);
        if (strcmp(sct_record_get(record, key), photo) == 0)
            return row;
    }
    return rows + 1;
}

sct_status sct_record_add_result(sct_context *ctx, sct_record *record, const sct_verification *v, const void *after_file,
                                 size_t size, const char *date)
{
    sct_status status = SCT_OK;
    char photo[65], key[64];
    sct_record *draft = NULL; /* what is written goes into a copy first, so that an error leaves the record alone */
    sct_context_clear(ctx);
    if (!record || !v || !after_file || !size)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_record_add_result needs a record, a verification and the bytes of the photo after");
    sha256_hex(after_file, size, photo);
    row_writer w = {ctx, NULL, row_of(record, photo), SCT_OK};
    text_print(key, sizeof key, "results.%zu.photo", w.row);
    if (!sct_record_get(record, key))
        FAIL(ctx, SCT_ERR_OPTION, "a record holds at most %zu results", w.row - 1);
    TRY(record_copy(ctx, record, &draft));
    w.record = draft;
    write_result(&w, v, photo, date);
    TRY(w.status);
    TRY(sct_record_add_photo(ctx, draft, after_file, size, "after", date));
    record_swap(record, draft);
done:
    sct_record_free(draft);
    return status;
}
