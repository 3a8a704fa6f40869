/*
 * cli/completion.c - writes what shells need to complete a command line. Commands, sub-commands, options and words come from
 * the tables that parse them; inks and palettes are asked of the program while somebody types ('scalptone help --words').
 */
#include "commands.h"
#include "palettes.h"

#include <string.h>

/* What may stand behind an option. */
typedef enum value_kind {
    VALUE_NONE,
    VALUE_WORDS,
    VALUE_INKS,
    VALUE_PALETTES,
    VALUE_CHARTS,
    VALUE_FILES,
    VALUE_OTHER
} value_kind;

static value_kind kind_of(const arg *o)
{
    static const char *const files[] = {"FILE", "OUT", "FOLDER", "LIST", "RECORD", NULL};
    if (o->kind == ARG_FLAG)
        return VALUE_NONE;
    if (o->kind == ARG_WORD)
        return VALUE_WORDS;
    if (strcmp(o->name, "ink") == 0)
        return VALUE_INKS;
    if (strcmp(o->name, "palette") == 0)
        return VALUE_PALETTES;
    if (strcmp(o->name, "chart") == 0)
        return VALUE_CHARTS;
    for (size_t i = 0; files[i]; i++)
        if (o->value && strstr(o->value, files[i]))
            return VALUE_FILES;
    return VALUE_OTHER;
}

static void print_list(const char *const *names)
{
    for (size_t i = 0; names[i]; i++)
        printf("%s%s", i ? " " : "", names[i]);
}

static void print_commands(void)
{
    for (size_t i = 0; commands[i]; i++)
        printf("%s ", commands[i]->name);
    printf("help");
}

static void print_options(const command *c)
{
    for (const arg *o = c->options; o->name; o++)
        printf("--%s ", o->name);
    for (const arg *o = shared_options; o->name; o++)
        printf("--%s%s", o->name, o[1].name ? " " : "");
}

/* For bash and zsh, which agree on this much: a line of a `case` for each option that has a value, by command and option,
 * and the words or the kind that it sets. */
static void print_values(const command *c, const char *indent)
{
    static const char *const kinds[] = {"", "", "inks", "palettes", "charts", "files", "other"};
    for (const arg *o = c->options; o->name; o++) {
        value_kind kind = kind_of(o);
        if (kind == VALUE_NONE)
            continue;
        int short_too = o == args_output(c->options);
        printf("%s'%s --%s'%s%s%s) ", indent, c->name, o->name, short_too ? " | '" : "", short_too ? c->name : "",
               short_too ? " -o'" : "");
        if (kind == VALUE_WORDS) {
            printf("words='");
            print_list(o->words);
            printf("' kind=words ;;\n");
        } else
            printf("kind=%s ;;\n", kinds[kind]);
    }
}

/* What both scripts do before they look at what is typed: `words`, `kind` and `palette` are set from `command`, `before`,
 * `second` (the word behind the command) and `place` (its number is 1). */
static void print_choice(void)
{
    printf("    if [[ $place -eq 1 ]]; then\n        kind=words words='");
    print_commands();
    printf("'\n    else\n        case \"$command $before\" in\n");
    for (size_t i = 0; commands[i]; i++)
        print_values(commands[i], "        ");
    printf("        'help help') kind=words words='");
    for (size_t i = 0; commands[i]; i++)
        printf("%s ", commands[i]->name);
    printf("--man --completion' ;;\n        'help --completion') kind=words words='bash fish zsh' ;;\n"
           "        *' --seed' | *' --threads' | *' --max-pixels') kind=other ;;\n");
    for (size_t i = 0; commands[i]; i++)
        if (commands[i]->verbs) {
            printf("        '%s %s') kind=verbs words='", commands[i]->name, commands[i]->name);
            print_list(commands[i]->verbs);
            printf("' ;;\n");
        }
    printf("        'palette check' | 'palette list' | 'palette convert') kind=palettes ;;\n"
           "        'palette show' | 'palette substitute') kind=inks ;;\n"
           "        'palette '*) [[ $second = show || $second = substitute || $second = stock ]] && [[ -f $before ]] && "
           "kind=inks "
           "palette=$before ;;\n"
           "        esac\n    fi\n    if [[ $word = -* ]]; then\n        kind=words\n        case $command in\n"
           "        help) words='--all --man --completion' ;;\n");
    for (size_t i = 0; commands[i]; i++) {
        printf("        %s) words='", commands[i]->name);
        print_options(commands[i]);
        printf("' ;;\n");
    }
    printf("        *) words='--help --version' ;;\n        esac\n    fi\n");
}

static void completion_bash(void)
{
    printf("# bash completion of scalptone %s\n_scalptone() {\n"
           "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]} i\n"
           "    local second=${COMP_WORDS[2]} place=$COMP_CWORD kind=files words='' palette=''\n"
           "    for ((i = 2; i < COMP_CWORD - 1; i++)); do\n"
           "        [[ ${COMP_WORDS[i]} = --palette ]] && eval \"palette=${COMP_WORDS[i+1]//[^[:alnum:]_.\\/\\\\ -]/}\"\n"
           "    done\n    COMPREPLY=()\n",
           sct_version());
    print_choice();
    printf("    case $kind in\n"
           "    inks | palettes | charts) words=$(\"${COMP_WORDS[0]}\" help --words $kind ${palette:+\"$palette\"} "
           "2>/dev/null) ;;\n"
           "    esac\n"
           "    [[ $kind = other ]] && compopt +o default && return\n"
           "    [[ -n $words ]] && mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
           "    # Files are left to bash, which knows how to quote their names; beside the palettes that ship they are "
           "named, too.\n"
           "    if [[ $kind = palettes ]]; then\n        compopt -o filenames\n"
           "        while IFS= read -r i; do COMPREPLY+=(\"$i\"); done < <(compgen -f -X '!*.json' -- \"$word\")\n    fi\n"
           "}\ncomplete -o bashdefault -o default -F _scalptone scalptone\n");
}

static void completion_zsh(void)
{
    printf("#compdef scalptone\n# zsh completion of scalptone %s\n_scalptone() {\n"
           "    local word=$PREFIX before=${(Q)words[CURRENT-1]} command=$words[2] second=$words[3] place=$((CURRENT - 1))\n"
           "    local kind=files palette='' program=${(Q)words[1]} i\n"
           "    for ((i = 3; i < CURRENT - 1; i++)); do\n        [[ $words[i] = --palette ]] && palette=${(Q)words[i+1]}\n  "
           "  done\n"
           "    local words=''\n",
           sct_version());
    print_choice();
    printf("    case $kind in\n"
           "    inks | palettes | charts) words=$($program help --words $kind $palette 2>/dev/null) ;;\n    esac\n"
           "    [[ -n $words ]] && compadd -- ${=words}\n"
           "    case $kind in\n    palettes) _files -g '*.json' ;;\n    files | verbs) _files ;;\n"
           "    inks) [[ $command = palette ]] && _files -g '*.json' ;;\n    esac\n"
           "    return 0\n}\n_scalptone \"$@\"\n");
}

static void fish_option(const char *condition, const arg *o, int short_too)
{
    printf("complete -c scalptone -n '%s' -l %s%s", condition, o->name, short_too ? " -s o" : "");
    switch (kind_of(o)) {
    case VALUE_NONE: break;
    case VALUE_WORDS:
        printf(" -x -a '");
        print_list(o->words);
        printf("'");
        break;
    case VALUE_INKS: printf(" -x -a '(__scalptone_words inks)'"); break;
    case VALUE_PALETTES: printf(" -r -F -a '(__scalptone_words palettes)'"); break;
    case VALUE_CHARTS: printf(" -x -a '(__scalptone_words charts)'"); break;
    case VALUE_FILES: printf(" -r -F"); break;
    case VALUE_OTHER: printf(" -x"); break;
    }
    printf(" -d \"");
    for (const char *s = o->help; *s; s++)
        printf("%s%c", strchr("\"$\\", *s) ? "\\" : "", *s);
    printf("\"\n");
}

static void completion_fish(void)
{
    printf("# fish completion of scalptone %s\n"
           "function __scalptone_words\n    set -l typed (commandline -opc)\n    set -l palette\n"
           "    if set -l i (contains -i -- --palette $typed)\n        set palette $typed[(math $i + 1)]\n    end\n"
           "    if test \"$typed[2]\" = palette; and test -f \"$typed[-1]\"\n        set palette $typed[-1]\n    end\n"
           "    $typed[1] help --words $argv[1] $palette 2>/dev/null\nend\n"
           "function __scalptone_place\n    set -l typed (commandline -opc)\n    test (count $typed) -eq (math (count "
           "$argv) + 1); "
           "and test \"$typed[2..-1]\" = \"$argv\"\nend\n"
           "complete -c scalptone -n '__scalptone_place help' -f -a '",
           sct_version());
    print_commands();
    printf("'\n");
    for (size_t i = 0; commands[i]; i++) {
        const command *c = commands[i];
        char condition[64];
        printf("complete -c scalptone -n __fish_use_subcommand -f -a %s -d \"%s\"\n", c->name, c->summary);
        if (c->verbs) {
            printf("complete -c scalptone -n '__scalptone_place %s' -a '", c->name);
            print_list(c->verbs);
            printf("'\n");
        }
        snprintf(condition, sizeof condition, "__fish_seen_subcommand_from %s", c->name);
        for (int shared = 0; shared < 2; shared++)
            for (const arg *o = shared ? shared_options : c->options; o->name; o++)
                fish_option(condition, o, o == args_output(c->options));
    }
    printf("complete -c scalptone -n __fish_use_subcommand -f -a help -d 'how to use a command'\n"
           "for verb in show substitute\n    complete -c scalptone -n \"__scalptone_place palette $verb\" -a "
           "'(__scalptone_words inks)'\nend\n"
           "for verb in check list convert\n    complete -c scalptone -n \"__scalptone_place palette $verb\" -a "
           "'(__scalptone_words "
           "palettes)'\nend\n"
           "complete -c scalptone -n '__fish_seen_subcommand_from palette; and test -f (commandline -opc)[-1]' -f -a "
           "'(__scalptone_words inks)'\n");
}

int completion_script(app *a, const char *shell)
{
    static const struct {
        const char *name;
        void (*print)(void);
    } shells[] = {{"bash", completion_bash}, {"fish", completion_fish}, {"zsh", completion_zsh}};
    for (size_t i = 0; i < sizeof shells / sizeof shells[0]; i++)
        if (strcmp(shell, shells[i].name) == 0) {
            shells[i].print();
            return EXIT_ANSWER;
        }
    return complain(a, EXIT_USE, shell, "no completion for this shell; there is bash, fish and zsh");
}

void completion_words(app *a, const char *what, const char *path)
{
    sct_palette *palette = NULL;
    char name[INPUT_PATH_SIZE];
    sct_ink ink;
    if (strcmp(what, "palettes") == 0)
        palette_print_shipped(a, "palettes");
    else if (strcmp(what, "charts") == 0) {
        printf("auto\nnone\n");
        palette_print_shipped(a, "palettes/charts");
    } else if (strcmp(what, "inks") == 0 && palette_open(a, path, &palette, name) == 0)
        for (size_t i = 0; sct_palette_ink(palette, i, &ink) == SCT_OK; i++)
            printf("%s\n", ink.id);
    sct_palette_free(palette);
    a->error[0] = '\0';
}
