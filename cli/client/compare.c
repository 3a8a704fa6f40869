/* cli/client/compare.c - a photo before and one after: opened, compared, shown. */
#include "client/compare.h"
#include "client/client_parts.h"
#include "show/terminal.h"

#include <math.h>
#include <string.h>

const char *const compare_before_words[] = {"auto", "bare", "treated", NULL};

void compare_options_init(compare_options *options)
{
    *options = (compare_options){.output = NULL};
    client_options_init(&options->client);
}

static int add_area(app *a, comparison *c, const char *text)
{
    size_t n = c->settings.area_count;
    if (n == COMPARE_AREAS_MAX)
        return complain(a, EXIT_USE, "--area", "at most %d shapes", COMPARE_AREAS_MAX);
    int code = client_parse_shape(a, "--area", text, SCT_ROLE_SKIN, &c->areas[n]);
    if (!code)
        c->settings.area_count++;
    return code;
}

/* Areas are taken out of the items; what is left are photos and what is in them. */
static int take_areas(app *a, const arg_items *items, comparison *c, arg_items *rest)
{
    int code = 0;
    size_t photos = 0;
    for (size_t i = 0; i < items->count && !code; i++) {
        const arg_item *item = &items->items[i];
        if (item->option && strcmp(item->option->name, "area") == 0) {
            code = add_area(a, c, item->text);
            continue;
        }
        if (!item->option && ++photos > 2)
            code = complain(a, EXIT_USE, item->text, "is one photo too many; name the photo before and the one after");
        rest->items[rest->count++] = *item;
    }
    if (!code && photos < 2)
        code = complain(a, EXIT_USE, NULL, "name two photos, as in 'scalptone verify before.jpg after.jpg'");
    return code;
}

static int claim_outputs(app *a, const compare_options *o)
{
    int code = o->output ? output_is(a, o->output, output_picture_kind(o->output)) : 0;
    if (!code && o->page)
        code = output_is(a, o->page, "html");
    if (!code && o->output)
        code = output_claim(a, o->output);
    if (!code && o->page)
        code = output_claim(a, o->page);
    return code;
}

int compare_open(app *a, const compare_options *o, const arg_items *items, comparison *out)
{
    arg_items rest = {0};
    sct_verify_options_init(&out->settings);
    out->settings.seed = (uint64_t)a->seed;
    out->settings.sessions = o->session; /* of a record; without one: */
    if (o->session)
        out->settings.share_set = sct_session_share((unsigned)o->session);
    out->photos.may_repeat = 1;
    out->settings.before_state = (sct_before_state)o->before;
    int code = take_areas(a, items, out, &rest);
    if (!code)
        code = client_set_measuring(a, &o->client, &out->measuring);
    /* A scale is that of the photo after; the other one may have been taken from elsewhere. */
    out->settings.mm_per_px = out->measuring.mm_per_px;
    out->measuring.mm_per_px = 0;
    if (!code)
        code = claim_outputs(a, o);
    if (!code)
        code = client_open(a, &rest, &out->photos);
    if (!code && o->output)
        code = output_allowed(a, o->output);
    if (!code && o->page)
        code = output_allowed(a, o->page);
    return code;
}

static int write_picture(app *a, const char *path, const sct_verification *v)
{
    sct_bytes picture = {0};
    int jpeg = strcmp(output_picture_kind(path), "jpg") == 0;
    sct_status status = jpeg ? sct_verification_jpeg(a->ctx, v, &picture) : sct_verification_png(a->ctx, v, &picture);
    int code = status == SCT_OK ? output_file(a, path, picture.data, picture.size) : complain_status(a, status, path);
    sct_bytes_free(&picture);
    return code;
}

static int write_page(app *a, const compare_options *o, const comparison *c)
{
    sct_page_options page;
    sct_bytes html = {0};
    sct_page_options_init(&page);
    page.name = c->name;
    page.date = c->date;
    page.practitioner = o->practitioner;
    page.studio = o->studio;
    sct_status status = sct_verification_html(a->ctx, &page, c->result, &html);
    int code = status == SCT_OK ? output_file(a, o->page, html.data, html.size) : complain_status(a, status, o->page);
    sct_bytes_free(&html);
    return code;
}

int compare_run(app *a, const compare_options *o, comparison *c)
{
    int code = client_open_chart(a, &c->photos, &o->client, &c->chart, &c->measuring);
    if (code)
        return code;
    c->settings.areas = (const sct_shape *const *)c->areas;
    c->settings.measure = &c->measuring;
    progress_attach(a, c->photos.name[1]);
    sct_status status = sct_verify(a->ctx, &c->settings, &c->photos.views[0], &c->photos.views[1], &c->result);
    progress_detach(a);
    code = status == SCT_OK ? 0 : complain_status(a, status, c->photos.name[1]);
    if (!code && o->output)
        code = write_picture(a, o->output, c->result);
    return !code && o->page ? write_page(a, o, c) : code;
}

static int print_json(app *a, const sct_verification *v)
{
    sct_bytes text = {0};
    sct_status status = sct_verification_json(a->ctx, v, &text);
    if (status != SCT_OK)
        return complain_status(a, status, NULL);
    printf("%s\n", (const char *)text.data);
    sct_bytes_free(&text);
    return 0;
}

/* A colour that was found, how far off it may be, and what was planned. */
static void print_colour_line(const char *what, sct_lab found, double u95_de00, double de00)
{
    char line[WORDS_SIZE];
    if (!isfinite(found.L))
        return;
    if (isfinite(de00))
        snprintf(line, sizeof line, "%s: L* %.1f, a* %.1f, b* %.1f (+- %.1f dE00), %.1f dE00 off the plan.", what, found.L,
                 found.a, found.b, u95_de00, de00);
    else
        snprintf(line, sizeof line, "%s: L* %.1f, a* %.1f, b* %.1f (+- %.1f dE00).", what, found.L, found.a, found.b,
                 u95_de00);
    print_sentences(line);
}

static void print_details(const comparison *c)
{
    sct_verify_info i;
    char line[WORDS_SIZE];
    if (sct_verification_describe(c->result, &i) != SCT_OK)
        return;
    print_colour_line("The area from afar", i.area_lab, i.area_u95_de00, i.area_de00);
    print_colour_line("A single dot", i.dot_lab, i.dot_u95_de00, i.dot_de00);
    if (isfinite(i.dl)) {
        snprintf(line, sizeof line, "%.1f L* (+- %.1f) %s than %s.", fabs(i.dl), i.dl_u95, i.dl > 0 ? "lighter" : "darker",
                 i.planned ? "planned" : "before");
        print_sentences(line);
    }
}

/* A first session looks too light beside the plan of all. */
static void print_session_hint(const compare_options *o, const comparison *c)
{
    sct_verify_info i;
    if (!o->session && !c->sessions_known && sct_verification_describe(c->result, &i) == SCT_OK && i.planned &&
        i.outcome == SCT_OUTCOME_LIGHTER)
        print_sentences("All dots of the plan are taken to be set: say --session 1 if it was the first session.");
}

int compare_show(app *a, const compare_options *o, const comparison *c)
{
    sct_verify_lines lines;
    if (a->silent)
        return 0;
    if (a->json)
        return print_json(a, c->result);
    if (sct_verification_lines(c->result, &lines) != SCT_OK)
        return EXIT_WORLD;
    print_sentences(lines.result);
    print_sentences(lines.mix);
    print_sentences(lines.portfolio);
    print_session_hint(o, c);
    if (o->details)
        print_details(c);
    return 0;
}

void compare_free(comparison *c)
{
    sct_verification_free(c->result);
    for (int i = 0; i < COMPARE_AREAS_MAX; i++)
        sct_shape_free(c->areas[i]);
    client_free(&c->photos);
}
