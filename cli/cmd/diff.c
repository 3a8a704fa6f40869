/* cli/cmd/diff.c - the command `diff` tells the colour difference of two Lab triples. */
#include "client/ranking.h"
#include "commands.h"
#include "schema/schema.h"
#include "show/terminal.h"

#include <errno.h>
#include <math.h>
#include <string.h>

typedef struct diff_options {
    int metric, batch, schema;
    double kL, kC, kH;
} diff_options;

static const arg options_table[] = {
    OPTION_WORD("metric", diff_options, metric, "NAME", ranking_metrics, "the formula; default de2000"),
    OPTION_REAL("kl", diff_options, kL, "K", 0.1, 10, "lightness factor of de2000 and de94, l of cmc; default 1 (cmc 2)"),
    OPTION_REAL("kc", diff_options, kC, "K", 0.1, 10, "chroma factor of de2000 and de94, c of cmc; default 1"),
    OPTION_REAL("kh", diff_options, kH, "K", 0.1, 10, "hue factor of de2000; default 1"),
    OPTION_FLAG("batch", diff_options, batch, "pairs \"L,a,b L,a,b\" from standard input, one a line"),
    SCHEMA_ARG(diff_options),
    OPTIONS_END,
};

static double difference(const diff_options *o, sct_lab reference, sct_lab sample)
{
    sct_metric_params params = sct_metric_params_default((sct_metric)o->metric);
    if (o->kL > 0)
        params.kL = o->kL;
    if (o->kC > 0)
        params.kC = o->kC;
    if (o->kH > 0)
        params.kH = o->kH;
    return sct_difference((sct_metric)o->metric, &params, reference, sample);
}

/* A formula takes what no surface has, too: test vectors of other programs hold a* of 427. Beyond the bound digits are lost.
 */
static int read_lab(const char *text, sct_lab *out)
{
    enum { MOST = 10000 };
    double v[3];
    if (!args_triple(text, v) || !(fabs(v[0]) <= MOST) || !(fabs(v[1]) <= MOST) || !(fabs(v[2]) <= MOST))
        return 0;
    *out = (sct_lab){v[0], v[1], v[2]};
    return 1;
}

/* Reads pairs from standard input. A line that is no pair ends the run, and the message has its number. */
static int run_batch(app *a, const diff_options *o)
{
    char line[512];
    for (size_t number = 1; fgets(line, sizeof line, stdin); number++) {
        char *words[3];
        sct_lab reference, sample;
        char where[64];
        snprintf(where, sizeof where, "standard input, line %zu", number);
        if (interrupt_pending())
            return complain(a, EXIT_INTERRUPTED, where, "interrupted");
        if (!strchr(line, '\n') && strlen(line) == sizeof line - 1)
            return complain(a, EXIT_USE, where, "is too long; write L,a,b L,a,b");
        int n = args_split(line, words, 3);
        if (n == 0)
            continue;
        if (n != 2 || !read_lab(words[0], &reference) || !read_lab(words[1], &sample))
            return complain(a, EXIT_USE, where, "is not a pair; write L,a,b L,a,b");
        printf("%.6f\n", difference(o, reference, sample));
        if (ferror(stdout))
            return EXIT_WORLD; /* output_finish tells why. */
    }
    if (ferror(stdin))
        return complain(a, EXIT_INPUT, "standard input", "cannot be read: %s", strerror(errno));
    return EXIT_ANSWER;
}

static int run(app *a, int argc, char **argv)
{
    diff_options o = {0};
    arg_items items = {0};
    sct_lab lab[2];
    int code = args_parse(a, &command_diff, argc, argv, &o, &items);
    if (code || app_help(a, &command_diff))
        return code;
    if (o.schema)
        return schema_print(a, "diff", NULL);
    if (o.batch) {
        if (items.count)
            return complain(a, EXIT_USE, items.items[0].text, "--batch reads standard input; leave the colours out");
        return run_batch(a, &o);
    }
    if (items.count != 2)
        return complain(a, EXIT_USE, NULL, "two colours are needed, as in 'scalptone diff 50,2.5,0 56,-27,-3'");
    for (int i = 0; i < 2; i++)
        if (!read_lab(items.items[i].text, &lab[i]))
            return complain(a, EXIT_USE, items.items[i].text, "is not a colour; write L,a,b");
    double d = difference(&o, lab[0], lab[1]);
    if (a->json) {
        printf("{\"metric\":\"%s\",\"difference\":%.6f}\n", ranking_metrics[o.metric], d);
        return EXIT_ANSWER;
    }
    if (a->colour >= COLOUR_256) {
        print_swatch(a, lab[0]);
        print_swatch(a, lab[1]);
        printf("  ");
    }
    printf("%.6f\n", d);
    return EXIT_ANSWER;
}

const command command_diff = {
    .name = "diff",
    .arguments = "LAB LAB [options]",
    .summary = "colour difference of two Lab triples",
    .about = (const char *const[]){"LAB is L,a,b.", "The first is the reference (CIE94 and CMC are not symmetric).", NULL},
    .example = "  scalptone diff 50,2.6772,-79.7751 50,0,-82.7485\n"
               "  printf '50,2.5,0 73,25,-18\\n' | scalptone diff --batch",
    .usual = "metric batch json",
    .options = options_table,
    .run = run,
};
