/* cli/commands.h - names every command of the program; cli/cmd has a file for each. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "args.h"

extern const command command_match, command_measure, command_palette, command_diff, command_heal, command_chart,
    command_card, command_preview, command_consult, command_record, command_verify, command_config, command_studio;
/* All of them in the order of the help; a null pointer ends them. */
extern const command *const commands[];

/* What the exit codes mean, from 0 on; a null pointer ends them. */
extern const char *const exit_meanings[];

/* Prints the manual page of a command as roff; that of the whole program for null. */
void manual_page(const command *c);
/* Prints the completion script of a shell. */
int completion_script(app *a, const char *shell);
/* Prints what such a script asks for, one a line: the "inks" of a palette (null: the usual one), the "palettes" that ship,
 * or the "charts" that --chart knows. It prints nothing where they cannot be read, because a shell that completes must not
 * complain. */
void completion_words(app *a, const char *what, const char *palette);

#endif
