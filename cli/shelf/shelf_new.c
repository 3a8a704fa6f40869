/* cli/shelf/shelf_new.c - `palette new`: one more ink, by options or by questions on a terminal. */
#include "shelf/shelf.h"
#include "show/terminal.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

static const double strengths[] = {0.5, 1, 2};

/* The position of a word that was typed, or -1. */
static int word_of(const char *const *words, const char *typed)
{
    for (int i = 0; words[i]; i++)
        if (typed[0] && strncmp(words[i], typed, strlen(typed)) == 0)
            return i;
    return -1;
}

/* Asks a question; an empty answer leaves the text as it is. Whoever is to choose one of some words and types none of them
 * is asked again. Returns 0 when nobody answers any more. */
static int ask(const char *question, const char *const *words, char *out, size_t size)
{
    char line[256], told[WORDS_SIZE];
    do {
        printf("%s: ", tell(question, told, sizeof told));
        fflush(stdout);
        if (!fgets(line, sizeof line, stdin))
            return 0;
        line[strcspn(line, "\r\n")] = '\0';
    } while (words && line[0] && word_of(words, line) < 0);
    if (line[0])
        snprintf(out, size, "%s", line);
    return 1;
}

typedef struct answers {
    char name[256], maker[256], kind[32], strength[32], stock[32], colour[32];
} answers;

/* What the options do not say is asked, when there is somebody to ask. */
static void ask_all(const shelf_options *o, answers *said, sct_ink_entry *entry)
{
    const struct {
        const char *question;
        const char *const *words;
        char *out;
        size_t size;
        int given;
    } questions[] = {
        {"What is the ink called", NULL, said->name, sizeof said->name, o->name != NULL},
        {"Who makes it", NULL, said->maker, sizeof said->maker, o->maker != NULL},
        {"Is it mixed with water (dilutable) or used as it is (ready)", shelf_kinds, said->kind, sizeof said->kind,
         o->kind >= 0},
        {"How strong is it beside others (weak, usual, strong)", shelf_strengths, said->strength, sizeof said->strength,
         o->strength >= 0},
        {"Its colour as #rrggbb, or nothing", NULL, said->colour, sizeof said->colour, o->colour != NULL},
        {"Is it in stock (yes, no)", shelf_yes_no, said->stock, sizeof said->stock, o->stock >= 0},
    };
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++)
        if (!questions[i].given && !ask(questions[i].question, questions[i].words, questions[i].out, questions[i].size))
            break;
    if (said->name[0])
        entry->product = said->name;
    if (said->maker[0])
        entry->brand = said->maker;
    if (said->colour[0])
        entry->colour = said->colour;
    if (word_of(shelf_kinds, said->kind) >= 0)
        entry->kind = word_of(shelf_kinds, said->kind);
    if (word_of(shelf_strengths, said->strength) >= 0)
        entry->strength = strengths[word_of(shelf_strengths, said->strength)];
    if (word_of(shelf_yes_no, said->stock) >= 0)
        entry->in_stock = word_of(shelf_yes_no, said->stock) == 0;
}

void shelf_take_options(const shelf_options *o, sct_ink_entry *entry)
{
    entry->product = o->name;
    entry->brand = o->maker;
    entry->id = o->id;
    entry->colour = o->colour;
    entry->composition = o->composition;
    entry->lot = o->lot;
    entry->expiry = o->expiry;
    entry->kind = o->kind;
    if (o->strength >= 0)
        entry->strength = strengths[o->strength];
    if (o->stock >= 0)
        entry->in_stock = o->stock == 0;
}

/* What options and answers say; what neither says is missing. */
static int fill_entry(app *a, const shelf_options *o, answers *said, sct_ink_entry *entry)
{
    sct_ink_entry_init(entry);
    shelf_take_options(o, entry);
    if (!o->name && !o->id && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))
        ask_all(o, said, entry);
    if (!entry->product && !entry->id)
        return complain(a, EXIT_USE, NULL, "--name: missing; say what the ink is called");
    return 0;
}

/* An ink of which there is a photo of a drop is measured, into this palette. */
static int new_of_photo(app *a, const shelf_options *o, const arg_items *items, size_t file)
{
    shelf_options into = *o;
    arg_items rest = *items;
    into.into = items->items[file].text;
    rest.count--;
    memmove(rest.items + file, rest.items + file + 1, (rest.count - file) * sizeof *rest.items);
    return shelf_measure(a, &into, &rest);
}

static int kind_was_said(const shelf_options *o, const answers *said)
{
    return o->kind >= 0 || word_of(shelf_kinds, said->kind) >= 0;
}

static void print_added(const char *path, int kind_said, const sct_ink_entry *entry)
{
    char told[300];
    printf("%s\n", input_name(path));
    print_sentences("one more ink; 'scalptone palette check' says what would make it better");
    if (!kind_said)
        print_wrapped(
            "", tell("It counts as used as it comes; say --kind dilutable if it is mixed with water.", told, sizeof told));
    else if (entry->kind == SCT_INK_DILUTABLE && !entry->composition)
        print_wrapped("",
                      tell("Its mixes with water cannot be ranked yet: tell its pigments with --composition, or measure it "
                           "with 'scalptone palette measure'.",
                           told, sizeof told));
}

int shelf_new(app *a, const shelf_options *o, const arg_items *items)
{
    size_t file = 1;
    while (file + 1 < items->count && items->items[file].option)
        file++;
    if (items->items[file].option)
        return complain(a, EXIT_USE, NULL, "say which palette: palette new FILE --name NAME");
    if (items->count > 2)
        return new_of_photo(a, o, items, file);
    const char *path = items->items[1].text;
    sct_ink_entry entry;
    answers said = {.name = ""};
    file_bytes before = {0};
    sct_bytes out = {0};
    int exists = access(path, F_OK) == 0 || errno != ENOENT, code = exists ? shelf_read(a, path, &before) : 0;
    if (!code)
        code = fill_entry(a, o, &said, &entry);
    if (!code) {
        sct_status status = sct_palette_add(a->ctx, &entry, before.data, before.size, &out);
        code = status == SCT_OK ? shelf_replace_file(a, o->output ? o->output : path, &out)
                                : complain_status(a, status, status == SCT_ERR_OPTION ? NULL : path);
    }
    if (!code && !a->quiet && !a->silent)
        print_added(path, kind_was_said(o, &said), &entry);
    input_free(&before);
    sct_bytes_free(&out);
    return code;
}
