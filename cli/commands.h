/* cli/commands.h - names every command of the program; cli/cmd has a file for each. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "args.h"

extern const command command_match, command_measure, command_palette, command_diff, command_heal, command_chart,
    command_card, command_preview, command_consult, command_record, command_verify;
/* All of them in the order of the help; a null pointer ends them. */
extern const command *const commands[];

/* What the exit codes mean, from 0 on; a null pointer ends them. */
extern const char *const exit_meanings[];

/* Prints the manual page as roff. */
void manual_page(void);
/* Prints the completion script of a shell. */
int manual_completion(app *a, const char *shell);

#endif
