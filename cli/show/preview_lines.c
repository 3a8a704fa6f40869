/* cli/show/preview_lines.c - says in words what a preview shows. */
#include "show/measurement.h"
#include "show/preview.h"

#include <string.h>

static int print_json(app *a, const preview_job *job)
{
    sct_bytes json = {0};
    sct_status status = sct_preview_json(a->ctx, job->preview, job->measurement, job->ranking.handle, &json);
    if (status != SCT_OK)
        return complain_status(a, status, NULL);
    printf("%s\n", (const char *)json.data);
    sct_bytes_free(&json);
    return EXIT_ANSWER;
}

static void print_place(const sct_preview_info *info)
{
    char line[WORDS_SIZE] = "";
    add_toldf(line, sizeof line, "", "%.1f cm2, %u x %u pixels at %u,%u; dots thin out over %.1f mm at its edge",
              info->area_mm2 / 100, info->box[2], info->box[3], info->box[0], info->box[1], info->edge_mm);
    if (info->area_found)
        add_told(line, sizeof line, "; ", "looked for, not shown");
    print_long("area", line);
    line[0] = '\0';
    add_toldf(line, sizeof line, "", "%.4g mm per pixel", info->mm_per_px);
    if (info->scale_source != SCT_SCALE_GIVEN && info->scale_source != SCT_SCALE_CHART)
        add_told(line, sizeof line, "; ", "scale assumed");
    print_long("scale", line);
    line[0] = '\0';
    add_toldf(line, sizeof line, "", "far: blurred by %.2f mm, as an eye of one arc minute sees it", info->blur_mm);
    if (info->view == SCT_VIEW_FAR)
        print_long("view", line);
}

/* What of a row is shown. A narrow terminal takes the numbers of the colour away, and a very narrow one what came of it. */
typedef struct layout {
    int name_columns, lab, off;
} layout;

static void print_lab(sct_lab lab)
{
    const double values[] = {lab.L, lab.a, lab.b};
    for (int i = 0; i < 3; i++) {
        char digits[32];
        snprintf(digits, sizeof digits, "%.1f", values[i]);
        printf("  %c ", "Lab"[i]);
        print_right(digits, 5);
    }
}

static void print_look(const app *a, const sct_look_info *look, const sct_preview_result *r, const layout *l)
{
    char number[24] = "-", shade[32] = "ready", off[16] = "-", dots[32];
    if (look->rank)
        snprintf(number, sizeof number, "%zu", look->rank);
    if (!look->ready)
        snprintf(shade, sizeof shade, "%g", look->parts_water);
    if (r->core_pixels)
        snprintf(off, sizeof off, "%.2f", r->de00);
    printf("  %2s  ", number);
    print_padded(look->title, l->name_columns);
    printf("  ");
    print_told(shade, 6);
    printf(" ");
    print_swatch(a, look->area_lab);
    if (l->lab)
        print_lab(look->area_lab);
    printf("  %7.0f", look->density_per_cm2);
    snprintf(dots, sizeof dots, "%zu", r->dots);
    printf("  ");
    print_right(dots, 8);
    printf("  ");
    if (l->off)
        print_right(off, 6);
    printf("\n");
}

static void print_head(const layout *l)
{
    printf("\n   #  ");
    print_told("ink", l->name_columns);
    printf("  ");
    print_told("shade", 6);
    printf(" ");
    print_told(l->lab ? "area, predicted" : "area", l->lab ? 34 : 7);
    printf("  ");
    print_told("per cm2", 7);
    printf("  ");
    print_right("dots", 8);
    if (l->off) {
        printf("  ");
        print_told("picture off by", 0);
    }
    printf("\n");
}

static void print_table(const app *a, const preview_job *job)
{
    enum { ROW = 6 + 2 + 7 + 7 + 9 + 10, LAB = 27, OFF = 20 };
    int columns = line_width();
    layout l = {.name_columns = 4};
    for (size_t i = 0; i < job->look_count; i++) {
        int n = text_columns(job->seen[i].title);
        l.name_columns = n > l.name_columns ? n : l.name_columns;
    }
    l.lab = columns >= ROW + l.name_columns + LAB + OFF;
    l.off = columns >= ROW + l.name_columns + OFF + (l.lab ? LAB : 0);
    print_head(&l);
    for (size_t i = 0; i < job->look_count; i++)
        print_look(a, &job->seen[i], &job->results[i], &l);
    printf("\n");
}

/* Names the options of the picture that nobody could tell apart. */
static void print_ties(const preview_job *job)
{
    for (size_t i = 0; i < job->look_count; i++) {
        char line[256];
        size_t n = 0;
        const sct_look_info *look = &job->seen[i];
        for (size_t k = 0; k < look->tie_count; k++)
            for (size_t j = i + 1; j < job->look_count; j++)
                if (job->seen[j].rank == look->tied_with[k] && n < sizeof line - 32)
                    n += (size_t)snprintf(line + n, sizeof line - n, "%s%zu", n ? ", " : "", look->tied_with[k]);
        if (!n)
            continue;
        add_toldf(line, sizeof line, " ", "cannot be told from %zu", look->rank);
        print_wrapped("Know", line);
    }
}

static void print_age(const preview_job *job)
{
    char line[160];
    const sct_look_info *look = &job->seen[0];
    if (look->when.age == SCT_AGE_HEALED)
        return;
    if (look->when.age == SCT_AGE_FRESH)
        snprintf(line, sizeof line, "fresh: %.2g times the ink that heals, some of it in the epidermis", look->ink_left);
    else
        snprintf(line, sizeof line, "after %g years %.0f %% of the healed ink is left (%.0f %% lost a year; --fade)",
                 look->when.years, 100 * look->ink_left, 100 * look->when.fade_per_year);
    print_wrapped("Assumed", line);
}

/* The picture's flags; where the measurement has one that forbids a pick, also all of its own. */
static void print_weaknesses(const app *a, const preview_job *job)
{
    const sct_flags *measured = sct_measurement_flags(job->measurement), *lists[PREVIEW_LOOKS_MAX + 2];
    size_t count = 0;
    lists[count++] = sct_preview_flags(job->preview);
    if (sct_flags_forbid_pick(measured))
        lists[count++] = measured;
    for (size_t i = 0; i < job->look_count; i++)
        lists[count++] = job->flags[i];
    print_flag_lists(a, lists, count);
}

/* An ink that was named is shown as asked, and a line says so when it is not meant for that dilution. */
static void print_limits(const preview_job *job)
{
    char line[256];
    for (size_t i = 0; i < job->choice_count; i++) {
        const preview_choice *c = &job->choices[i];
        sct_ink ink;
        line[0] = '\0';
        if (sct_palette_ink(job->palette, sct_palette_find(job->palette, c->id), &ink) != SCT_OK)
            continue;
        if (ink.kind == SCT_INK_READY && c->diluted)
            snprintf(line, sizeof line, "%s is meant to be used as it is, and so it is shown", job->seen[i].title);
        else if (ink.kind == SCT_INK_DILUTABLE &&
                 (c->parts_water < ink.min_parts_water || c->parts_water > ink.max_parts_water))
            snprintf(line, sizeof line, "%s is meant for 1:%g to 1:%g", job->seen[i].title, ink.min_parts_water,
                     ink.max_parts_water);
        if (line[0])
            print_wrapped("Mind", line);
    }
}

static void print_sure(const preview_job *job)
{
    char line[160];
    if (job->choice_count)
        return;
    line[0] = '\0';
    add_toldf(line, sizeof line, "", "%s confidence", sct_confidence_name(job->ranking.info.confidence));
    if (!job->ranking.info.pick)
        add_told(line, sizeof line, ": ", "no option is called best; 'scalptone match' says why");
    print_wrapped("Sure", line);
}

/* Names a file, and what is on it. */
static void print_wrote(const char *path, const char *what)
{
    char told[WORDS_SIZE];
    print_label("Wrote");
    printf("%s: %s\n", path, tell(what, told, sizeof told));
}

static void print_files(const preview_options *o, const preview_job *job)
{
    char line[SCT_TITLE_SIZE + 32];
    snprintf(line, sizeof line, "option %s", job->seen[0].title);
    if (o->output)
        print_wrote(o->output, line);
    snprintf(line, sizeof line, job->look_count == 1 ? "%zu option beside the photo" : "%zu options beside the photo",
             job->look_count);
    if (o->sheet)
        print_wrote(o->sheet, line);
}

int preview_tell(app *a, const preview_options *o, const preview_job *job)
{
    sct_preview_info info = {.mm_per_px = 0};
    if (a->json)
        return print_json(a, job);
    sct_preview_describe(job->preview, &info);
    print_photo_lines(&job->client, job->measurement);
    printf("\n");
    print_colour_lines(a, job->measurement);
    print_place(&info);
    print_table(a, job);
    print_ties(job);
    print_limits(job);
    print_sure(job);
    print_age(job);
    print_files(o, job);
    print_wrapped("Mind", "a simulation: skin heals as it will; patch test and a small test area first");
    print_weaknesses(a, job);
    return EXIT_ANSWER;
}
