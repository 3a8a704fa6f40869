/*
 * cli/manual.c - writes the pages of section 1 of the manual. They come from the tables that parse the options, so that they
 * cannot fall behind; the other sections are written by cli/manual/manual.awk.
 */
#include "commands.h"

#include <string.h>

/* The day on which the manual was looked through last; the Makefile reads it for the other sections. */
#define MANUAL_DATE "2026-11-29"

enum { LINE_WIDTH = 76 };

/* Prints a letter as roff, where a backslash would be a command and a dash would be a hyphen. Returns the columns it took.
 */
static int roff_letter(char c)
{
    if (c == '\\')
        return printf("\\e");
    return c == '-' ? printf("\\-") : printf("%c", c);
}

/* Prints a text as it stands, line by line. A point at the beginning of a line would be a command. */
static void roff_kept(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if ((i == 0 || text[i - 1] == '\n') && (text[i] == '.' || text[i] == '\''))
            printf("\\&");
        roff_letter(text[i]);
    }
}

/* Prints prose, broken into lines as roff likes to read it. Returns the column at which it ends. */
static int roff_prose_from(int column, const char *text, size_t length)
{
    for (size_t i = 0; i < length;) {
        size_t n = strcspn(text + i, " \n");
        n = n > length - i ? length - i : n;
        if (n && column && column + (int)n >= LINE_WIDTH) {
            printf("\n");
            column = 0;
        } else if (n && column)
            column += printf(" ");
        if (n && !column && (text[i] == '.' || text[i] == '\''))
            printf("\\&");
        for (size_t k = 0; k < n; k++)
            column += roff_letter(text[i + k]);
        i += n + strspn(text + i + n, " \n");
    }
    return column;
}

static void roff_prose(const char *text)
{
    roff_prose_from(0, text, strlen(text));
    printf("\n");
}

/* Prints what explains a command: paragraphs, and verbs with what they do. */
static void roff_about(const char *const *about)
{
    int column = 0, begins = 1;
    for (; *about; about++) {
        if (**about == ' ') {
            printf("%s.TP\n\\fB", column ? "\n" : "");
            roff_kept(*about + 1, strlen(*about + 1));
            printf("\\fR\n");
            column = begins = 0;
        } else if (**about == '\0') {
            begins = 1;
        } else {
            if (begins) {
                printf("%s.PP\n", column ? "\n" : "");
                column = 0;
            }
            column = roff_prose_from(column, *about, strlen(*about));
            begins = 0;
        }
    }
    printf("\n");
}

static void roff_option(const arg *o, int short_too)
{
    printf(".TP\n\\fB%s\\-\\-", short_too ? "\\-o\\fR, \\fB" : "");
    roff_kept(o->name, strlen(o->name));
    printf("\\fR");
    if (o->value) {
        printf(" \\fI");
        roff_kept(o->value, strlen(o->value));
        printf("\\fR");
    }
    printf("\n");
    int column = roff_prose_from(0, o->help, strlen(o->help));
    for (int i = 0; o->kind == ARG_WORD && o->words[i]; i++) {
        char word[64];
        snprintf(word, sizeof word, "%s%s%s", i ? "" : "(", o->words[i], o->words[i + 1] ? "," : ")");
        column = roff_prose_from(column, word, strlen(word));
    }
    printf("\n");
}

static void roff_options(const arg *options)
{
    for (const arg *o = options; o->name; o++)
        roff_option(o, o == args_output(options));
}

static void page_begin(const char *command_name)
{
    printf(".\\\" Written by 'scalptone help --man'; not to be edited.\n.TH SCALPTONE");
    for (const char *s = command_name; *s; s++)
        printf("%s%c", s == command_name ? "\\-" : "", *s - 'a' + 'A');
    printf(" 1 " MANUAL_DATE " \"scalptone %s\" \"User Commands\"\n.SH NAME\n", sct_version());
}

static void exit_status(void)
{
    printf(".SH \"EXIT STATUS\"\n");
    for (int code = 0; exit_meanings[code]; code++) {
        printf(".TP\n%d\n", code);
        roff_prose(exit_meanings[code]);
    }
}

static int takes(const command *c, const char *option)
{
    for (const arg *o = c->options; o->name; o++)
        if (strcmp(o->name, option) == 0)
            return 1;
    return 0;
}

/* The files that a command reads without being told, and the pages of the formats that it reads or writes. */
static void files(const command *c, int chart, int palette)
{
    static const char shares[] = "\\&.../share/scalptone/palettes/";
    if (!chart && !palette && !takes(c, "artist"))
        return;
    printf(".SH FILES\n");
    if (palette)
        printf(".TP\n%sdefault.json\nThe inks where no palette is named. A name without a folder is looked for\n"
               "beside it, too.\n",
               shares);
    if (chart)
        printf(".TP\n%scharts/\nThe colour charts and the card that are looked for.\n", shares);
    printf(".TP\n~/.config/scalptone/config.json\nWhat is set once, see\n.BR scalptone-config (1).\n");
    if (takes(c, "artist"))
        printf(".TP\n~/.config/scalptone/config.json\nWhat scalptone\\-config keeps, for options that are not given.\n"
               ".TP\n~/.config/scalptone/artist.json\nThe hand of the artist, where it is there and none is named.\n");
    if (chart || palette)
        printf(".PP\nThe folder share lies beside the program's own; a program that was not\ninstalled looks in the source "
               "tree.\n");
}

static void see_also(const command *c, int chart, int palette)
{
    printf(".SH \"SEE ALSO\"\n.BR scalptone (1),\n");
    if (palette)
        printf("%s.BR scalptone\\-palette (5),\n", strcmp(c->name, "palette") == 0 ? "" : ".BR scalptone\\-palette (1),\n");
    if (chart)
        printf(".BR scalptone\\-chart (5),\n");
    if (chart && strcmp(c->name, "match") != 0)
        printf(".BR scalptone\\-match (1),\n");
    if (strcmp(c->name, "card") == 0)
        printf(".BR scalptone\\-card (5),\n");
    if (strcmp(c->name, "record") == 0 || strcmp(c->name, "consult") == 0 || strcmp(c->name, "verify") == 0)
        printf(".BR scalptone\\-record (5),\n");
    printf(".BR scalptone (7)\n");
}

static void command_page(const command *c)
{
    int chart = takes(c, "chart") || takes(c, "chart-file"), is_palette = strcmp(c->name, "palette") == 0,
        palette = takes(c, "palette") || is_palette;
    page_begin(c->name);
    printf("scalptone\\-%s \\-\n", c->name);
    roff_prose(c->summary);
    printf(".SH SYNOPSIS\n.B scalptone %s\n", c->name);
    roff_prose(c->arguments);
    printf(".SH DESCRIPTION\n");
    char sentence[256];
    snprintf(sentence, sizeof sentence, "%c%s.", c->summary[0] - 'a' + 'A', c->summary + 1);
    roff_prose(sentence);
    roff_about(c->about);
    printf(".SH OPTIONS\n");
    roff_options(c->options);
    printf(".SS Options of every command\n");
    roff_options(shared_options);
    files(c, chart, palette);
    exit_status();
    printf(".SH EXAMPLES\n.nf\n");
    roff_kept(c->example, strlen(c->example));
    printf("\n.fi\n");
    see_also(c, chart, palette);
}

static void program_page(void)
{
    page_begin("");
    printf("scalptone \\- which ink, at which dilution, will look right once it has healed\n"
           ".SH SYNOPSIS\n.B scalptone\n.I COMMAND\n[options]\n.SH DESCRIPTION\n");
    roff_prose(
        "Measures skin and hair in photos of a client and ranks inks for scalp micropigmentation. Each command has a page "
        "of its own; 'scalptone help COMMAND' shows the options that people use, 'scalptone help COMMAND --all' every "
        "one.");
    printf(".SH COMMANDS\n");
    for (size_t i = 0; commands[i]; i++) {
        printf(".TP\n.BR scalptone\\-%s (1)\n", commands[i]->name);
        roff_prose(commands[i]->summary);
    }
    printf(".SH \"OPTIONS OF EVERY COMMAND\"\n");
    roff_options(shared_options);
    printf(
        ".SH ENVIRONMENT\n.TP\n.B NO_COLOR\nno colours on the terminal\n.TP\n.B COLORTERM\ntruecolor or 24bit: colours are "
        "drawn\n.TP\n.B TERM\none of 256 colours draws the nearest of them; dumb draws nothing\n"
        ".TP\n.B XDG_CONFIG_HOME\nwhere the settings lie, see\n.BR scalptone\\-config (1)\n"
        ".TP\n.B SCALPTONE_PASSPHRASE\nthe passphrase of sealed records, see\n.BR scalptone\\-record (1)\n"
        ".TP\n.B TMPDIR\nwhere the browser that prints a page\nhas a folder for that time; default /tmp\n"
        ".TP\n.BR LC_ALL ,\\  LC_MESSAGES ,\\  LANG\nthe language of what is printed, where neither\n\\-\\-language nor the "
        "setting says "
        "another\n");
    files(&command_match, 1, 1);
    exit_status();
    printf(".SH EXAMPLES\nA photo with a colour chart beside the skin; without any photo; what was seen:\n.PP\n.nf\n"
           "  scalptone match build/demo/client.jpg\n"
           "  scalptone match \\-\\-skin\\-lab 65.1,13.4,15.7,2 \\-\\-hair\\-lab 26.9,6.1,8.5\n"
           "  scalptone measure build/demo/client.jpg \\-\\-overlay build/demo/overlay.png\n.fi\n"
           ".SH \"SEE ALSO\"\n.BR scalptone (3),\n.BR scalptone\\-palette (5),\n.BR scalptone\\-chart (5),\n"
           ".BR scalptone\\-card (5),\n.BR scalptone\\-record (5),\n.BR scalptone (7)\n");
}

void manual_page(const command *c)
{
    if (c)
        command_page(c);
    else
        program_page();
}
