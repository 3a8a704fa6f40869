/* cli/cmd/record.c - the command `record` makes, fills in, shows and lists consultation records, and holds healed photos
 * against them. */
#include "commands.h"
#include "keep/passphrase.h"
#include "keep/record_file.h"
#include "keep/record_list.h"
#include "keep/record_mix.h"
#include "keep/record_show.h"
#include "keep/record_verify.h"
#include "schema/schema.h"

#include <string.h>
#include <unistd.h>

typedef struct record_options {
    compare_options compare;
    mix_options mix;
    const char *name, *date, *like, *role;
    keep_options keep;
    int schema;
} record_options;

enum { VERB_NEW, VERB_SET, VERB_SHOW, VERB_LIST, VERB_MIX, VERB_VERIFY };
static const char *const verbs[] = {"new", "set", "show", "list", "mix", "verify", NULL};

static const arg options_table[] = {
    OPTION_TEXT("name", record_options, name, "REF", "a reference for the client, better not their name"),
    OPTION_EACH("set", "KEY=VALUE", "a field, such as chosen.lot=A17; 'record show' names all of them"),
    OPTION_EACH("photo", "FILE", "a photo that belongs to it, of which the SHA-256 is kept"),
    OPTION_TEXT("role", record_options, role, "ROLE", "of these photos: before, after or other; default before"),
    OPTION_TEXT("date", record_options, date, "DAY", "the day that counts as today, such as 2026-11-29"),
    OPTION_TEXT("like", record_options, like, "RECORD", "list those first whose skin and hair are nearest to this one's"),
    SEAL_ARGS(record_options),
    OPTION_FLAG("unseal", record_options, keep.unseal, "set: write a sealed record so that everybody can read it"),
    PASSPHRASE_ARGS(record_options),
    OPTION_TEXT("new-passphrase", record_options, keep.new_passphrase, "FILE",
                "set: seal it with another passphrase, the first line of this file; - to type it"),
    OPTION_REAL("mix", record_options, mix.volume_ml, "ML", 0.1, 1000,
                "the volume of the cup for 'record mix', ml; default 5"),
    OPTION_REAL("drops-per-ml", record_options, mix.drops_per_ml, "N", 5, 100, "drops to the millilitre; default 20"),
    OPTION_REAL("ink-density", record_options, mix.ink_g_per_ml, "G", 0.7, 2.5,
                "grams to a millilitre of ink; default 1.05"),
    COMPARE_ARGS(record_options),
    SCHEMA_ARG(record_options),
    OPTIONS_END,
};

static const char usage[] =
    "write 'scalptone record new RECORD.json', 'set RECORD.json', 'show RECORD.json', 'list FOLDER', "
    "'mix RECORD.json' or 'verify RECORD.json AFTER.jpg'";

/* ---- filling in ---- */

static int set_field(app *a, sct_record *record, const char *text)
{
    char key[64];
    const char *equals = strchr(text, '=');
    if (!equals || (size_t)(equals - text) >= sizeof key)
        return complain(a, EXIT_USE, NULL, "--set %.60s: write KEY=VALUE, such as chosen.lot=A17", text);
    snprintf(key, sizeof key, "%.*s", (int)(equals - text), text);
    sct_status status = sct_record_set(a->ctx, record, key, equals + 1);
    return status == SCT_OK ? 0 : complain_status(a, status, "--set");
}

static int add_photo(app *a, sct_record *record, const record_options *o, const char *path)
{
    file_bytes file = {0};
    char day[RECORD_DAY_SIZE];
    record_today(o->date, day);
    int code = input_read(a, path, (size_t)sct_context_limit(a->ctx, SCT_LIMIT_FILE_BYTES), &file);
    if (code)
        return code;
    sct_status status = sct_record_add_photo(a->ctx, record, file.data, file.size, o->role ? o->role : "before", day);
    input_free(&file);
    return status == SCT_OK ? 0 : complain_status(a, status, input_name(path));
}

/* Fields and photos that the command line names, in its order. */
static int fill(app *a, sct_record *record, const record_options *o, const arg_items *items)
{
    int code = 0;
    if (o->name && sct_record_set(a->ctx, record, "client", o->name) != SCT_OK)
        return complain_status(a, SCT_ERR_OPTION, "--name");
    for (size_t i = 2; i < items->count && !code; i++) {
        const arg_item *item = &items->items[i];
        if (!item->option)
            code = complain(a, EXIT_USE, item->text, "is one argument too many; %s", usage);
        else
            code = strcmp(item->option->name, "set") == 0 ? set_field(a, record, item->text)
                   : strcmp(item->option->name, "photo") == 0
                       ? add_photo(a, record, o, item->text)
                       : complain(a, EXIT_USE, NULL, "--%s belongs to 'record verify'", item->option->name);
    }
    return code;
}

static void print_created(const char *path)
{
    char told[WORDS_SIZE];
    printf("%s\n", path);
    printf("%s\n  scalptone record set '%s' --set KEY=VALUE\n", tell("Written. Fill it in:", told, sizeof told), path);
}

static int make(app *a, const record_options *o, const arg_items *items, const char *path)
{
    sct_record *record = NULL;
    char day[RECORD_DAY_SIZE];
    record_today(o->date, day);
    if (access(path, F_OK) == 0)
        return complain(a, EXIT_USE, path, "is there already; change it with 'scalptone record set'");
    sct_status status = sct_record_new(a->ctx, NULL, NULL, NULL, &record);
    if (status == SCT_OK)
        status = sct_record_set(a->ctx, record, "created", day);
    int code = status == SCT_OK ? fill(a, record, o, items) : complain_status(a, status, o->date ? "--date" : NULL);
    if (!code)
        code = record_write(a, path, record);
    if (!code && !a->quiet && !a->json)
        print_created(path);
    sct_record_free(record);
    return code;
}

/* A record replaces itself and nothing else: what was read is what is written over. */
static int change(app *a, const record_options *o, const arg_items *items, const char *path)
{
    record_file file;
    int code = record_open(a, path, &file);
    if (!code)
        code = fill(a, file.record, o, items);
    if (!code)
        code = record_save(a, &file);
    if (!code && !a->quiet && !a->json)
        printf("Wrote %s.\n", path);
    record_close(&file);
    return code;
}

/* ---- the verbs ---- */

/* The verb and the file come first, whatever options stand between them. */
static void put_options_last(const arg_items *items, arg_items *out)
{
    for (int options = 0; options < 2; options++)
        for (size_t i = 0; i < items->count; i++)
            if ((items->items[i].option != NULL) == options)
                out->items[out->count++] = items->items[i];
}

/* The photo after stands behind the record; the one before may be named by --photo. */
static int hold_against(app *a, const record_options *o, const arg_items *items, const char *path)
{
    const char *after = NULL, *before = NULL;
    int code = 0;
    for (size_t i = 2; i < items->count && !code; i++) {
        const arg_item *item = &items->items[i];
        const char **place = !item->option ? &after : strcmp(item->option->name, "photo") == 0 ? &before : NULL;
        if (place && *place)
            code = complain(a, EXIT_USE, item->text, "is one photo too many; %s", usage);
        else if (place)
            *place = item->text;
    }
    if (!code && !after)
        code =
            complain(a, EXIT_USE, NULL, "record verify: name the healed photo, as in 'record verify RECORD.json after.jpg'");
    return code ? code : record_verify(a, &o->compare, items, path, after, before, o->date);
}

static int do_verb(app *a, const record_options *o, const arg_items *items, int which, const char *path)
{
    int plain = which == VERB_SHOW || which == VERB_LIST || which == VERB_MIX;
    if (plain && items->count > 2)
        return complain(a, EXIT_USE, items->items[2].text, "record %s takes one name; %s", verbs[which], usage);
    switch (which) {
    case VERB_NEW: return make(a, o, items, path);
    case VERB_SET: return change(a, o, items, path);
    case VERB_SHOW: return record_show(a, o->date, path);
    case VERB_LIST: return record_list(a, o->like, path);
    case VERB_MIX: return record_mix(a, &o->mix, path);
    default: return hold_against(a, o, items, path);
    }
}

static int tell_schema(app *a, const arg_items *ordered)
{
    return schema_print(a, "record", ordered->count && !ordered->items[0].option ? ordered->items[0].text : "");
}

/* Where the verb stands, or the end of the table. */
static int find_verb(const char *verb)
{
    int which = 0;
    while (verbs[which] && strcmp(verbs[which], verb) != 0)
        which++;
    return which;
}

static int run(app *a, int argc, char **argv)
{
    record_options o = {.mix = {.volume_ml = 5, .drops_per_ml = 20, .ink_g_per_ml = 1.05}};
    arg_items items = {0}, ordered = {0};
    compare_options_init(&o.compare);
    int code = args_parse(a, &command_record, argc, argv, &o, &items);
    if (code || app_help(a, &command_record))
        return code;
    put_options_last(&items, &ordered);
    if (o.schema)
        return tell_schema(a, &ordered);
    if ((o.keep.seal || o.keep.new_passphrase) && o.keep.unseal)
        return complain(a, EXIT_USE, NULL, "%s and --unseal are opposites; give one of them",
                        o.keep.seal ? "--seal" : "--new-passphrase");
    passphrase_use(a, &o.keep);
    if (ordered.count < 1 || ordered.items[0].option)
        return complain(a, EXIT_USE, NULL, "%s", usage);
    const char *verb = ordered.items[0].text;
    int which = find_verb(verb);
    if (!verbs[which])
        return args_unknown_verb(a, "record", verb, verbs, usage);
    if (ordered.count < 2 || ordered.items[1].option)
        return complain(a, EXIT_USE, NULL, "record %s: name a %s", verb, which == VERB_LIST ? "folder" : "record");
    return do_verb(a, &o, &ordered, which, ordered.items[1].text);
}

const command command_record = {
    .name = "record",
    .arguments = "new|set|show|mix RECORD.json | list FOLDER | verify RECORD.json AFTER.jpg [options]",
    .summary = "what you keep of a consultation: lots, patch test, consent, sessions, chosen ink, healed results",
    .about =
        (const char *const[]){"consult writes record.json; new makes an empty one; set fills in fields.",
                              "show tells what is filled in, names what is empty, and says what is to be minded: expired "
                              "ink, a patch test of less than 48 hours, what nobody has checked.",
                              "list finds records in a folder and in the folders in it; with --like those of clients with "
                              "like skin and hair come first, with how far they are off (1 can just be seen, 5 is plain).",
                              "mix repeats the recipe for another cup (--mix 10ml), in ml, drops and grams.",
                              "verify holds a healed photo against the photo before (--photo, or one beside the record) and "
                              "the plan, as the command verify does, and keeps what it found in the record.",
                              "", "Files are written whole, by one program at a time, and can be read by their owner alone.",
                              "With --seal only a passphrase opens the record: typed where it is asked for, or given by "
                              "--passphrase-file or SCALPTONE_PASSPHRASE.",
                              "A sealed record stays sealed until --unseal; who forgets its passphrase has lost it.", NULL},
    .example =
        "  scalptone record set build/demo/consultation/record.json --set chosen.lot=A17 --set chosen.expiry=2027-12-31\n"
        "  scalptone record show build/demo/consultation/record.json\n"
        "  scalptone record mix build/demo/consultation/record.json --mix 10ml\n"
        "  scalptone record list build/demo --like build/demo/consultation/record.json",
    .usual = "name set photo like mix seal area output",
    .options = options_table,
    .verbs = verbs,
    .run = run,
};
