/* cli/commands.c - lists the commands, and says what their exit codes mean. */
#include "commands.h"

const command *const commands[] = {
    &command_consult, &command_record,  &command_verify,  &command_match, &command_measure, &command_chart,  &command_card,
    &command_heal,    &command_preview, &command_palette, &command_diff,  &command_config,  &command_studio, NULL,
};

const char *const exit_meanings[] = {
    "an answer",
    "an answer that --strict forbids",
    "wrong use; the message names the argument",
    "input that cannot be read: not a photo, damaged, too large",
    "nothing to measure: no skin, no hair, or no chart where one was demanded",
    "a palette, chart or readings file that breaks its format",
    "out of memory, or input/output failed",
    "interrupted",
    NULL,
};
