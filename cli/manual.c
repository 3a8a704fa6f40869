/*
 * cli/manual.c - writes the manual page and the shell completions. They come from
 * the tables that parse the options, so that they cannot fall behind.
 */
#include "commands.h"

#include <string.h>

/* Prints a text as roff, where a leading dot or a backslash would be a command and a dash would be a hyphen. */
static void roff(const char *text)
{
    int at_start = 1;
    for (; *text; text++) {
        if (at_start && (*text == '.' || *text == '\''))
            printf("\\&");
        if (*text == '\\')
            printf("\\e");
        else if (*text == '-')
            printf("\\-");
        else
            putchar(*text);
        at_start = *text == '\n';
    }
}

static void roff_options(const arg *options)
{
    for (const arg *o = options; o->name; o++) {
        printf(".TP\n\\fB%s\\-\\-", strcmp(o->name, "output") == 0 ? "\\-o\\fR, \\fB" : "");
        roff(o->name);
        printf("\\fR%s\\fI", o->value ? " " : "");
        roff(o->value ? o->value : "");
        printf("\\fR\n");
        roff(o->help);
        if (o->kind == ARG_WORD) {
            printf(" (");
            for (int i = 0; o->words[i]; i++) {
                printf("%s", i ? ", " : "");
                roff(o->words[i]);
            }
            printf(")");
        }
        printf("\n");
    }
}

static void roff_command(const command *c)
{
    printf(".SS \"scalptone ");
    roff(c->name);
    printf(" ");
    roff(c->arguments);
    printf("\"\n");
    roff(c->summary);
    printf(".\n");
    if (*c->about) {
        printf(".PP\n");
        roff(c->about);
        printf("\n");
    }
    roff_options(c->options);
    printf(".PP\nExample:\n.PP\n.nf\n");
    roff(c->example);
    printf("\n.fi\n");
}

void manual_page(void)
{
    printf(".TH SCALPTONE 1 \"\" \"scalptone %s\" \"User Commands\"\n.SH NAME\nscalptone \\- which ink, at which dilution, "
           "will "
           "look right on this head once it has healed\n",
           sct_version());
    printf(".SH SYNOPSIS\n\\fBscalptone\\fR \\fICOMMAND\\fR [\\fIoptions\\fR]\n.SH COMMANDS\n");
    for (size_t i = 0; commands[i]; i++)
        roff_command(commands[i]);
    printf(".SH OPTIONS OF EVERY COMMAND\n");
    roff_options(shared_options);
    printf(".SH EXIT STATUS\n");
    for (int code = 0; exit_meanings[code]; code++)
        printf(".TP\n%d\n%s\n", code, exit_meanings[code]);
    printf(".SH ENVIRONMENT\n.TP\nNO_COLOR\nno colours on the terminal\n.TP\nCOLORTERM\ntruecolor or 24bit: colours are "
           "drawn\n");
}

static void words_of(const arg *options)
{
    for (const arg *o = options; o->name; o++)
        printf(" --%s", o->name);
}

static void completion_bash(void)
{
    printf("# bash completion of scalptone %s\n_scalptone() {\n    local word=${COMP_WORDS[COMP_CWORD]} options=\n"
           "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        COMPREPLY=($(compgen -W '",
           sct_version());
    for (size_t i = 0; commands[i]; i++)
        printf("%s ", commands[i]->name);
    printf("help' -- \"$word\"))\n        return\n    fi\n    case ${COMP_WORDS[1]} in\n");
    for (size_t i = 0; commands[i]; i++) {
        printf("    %s) options='", commands[i]->name);
        words_of(commands[i]->options);
        words_of(shared_options);
        printf("' ;;\n");
    }
    printf("    esac\n    case $word in\n    -*) COMPREPLY=($(compgen -W \"$options\" -- \"$word\")) ;;\n"
           "    *) COMPREPLY=($(compgen -f -- \"$word\")) ;;\n    esac\n}\ncomplete -o filenames -F _scalptone scalptone\n");
}

static void completion_fish(void)
{
    printf("# fish completion of scalptone %s\n", sct_version());
    for (size_t i = 0; commands[i]; i++) {
        const command *c = commands[i];
        printf("complete -c scalptone -n __fish_use_subcommand -a %s -d '%s'\n", c->name, c->summary);
        for (int shared = 0; shared < 2; shared++)
            for (const arg *o = shared ? shared_options : c->options; o->name; o++)
                printf("complete -c scalptone -n '__fish_seen_subcommand_from %s' -l %s%s\n", c->name, o->name,
                       o->kind == ARG_FLAG ? "" : " -r");
    }
}

/* zsh can run completions that were written for bash. */
static void completion_zsh(void)
{
    printf("#compdef scalptone\nautoload -U +X bashcompinit && bashcompinit\n");
    completion_bash();
}

int manual_completion(app *a, const char *shell)
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
