/* cli/commands.h - every command of the program; cli/cmd has a file for each. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "args.h"

extern const command command_match, command_measure, command_palette, command_diff, command_heal, command_chart,
    command_card, command_preview;
extern const command *const commands[]; /* all of them, in the order of the help; ends with null */

/* What the exit codes mean, from 0; ends with null. */
extern const char *const exit_meanings[];

/* The manual page as roff, and a shell's completion script, on standard output. */
void manual_page(void);
int manual_completion(app *a, const char *shell);

#endif
