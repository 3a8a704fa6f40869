# The program: main.c and what every command shares; cli/cmd has a file for each command, cli/client opens and measures what a
# command line names, cli/show writes what people read.
CLI_SOURCES += cli/main.c cli/commands.c cli/manual.c cli/completion.c cli/app.c cli/words.c cli/args.c cli/args_values.c cli/args_help.c
CLI_SOURCES += cli/files.c cli/destination.c cli/folder.c cli/browser.c cli/json_text.c cli/palettes.c
CLI_SOURCES += cli/client/client.c cli/client/compare.c cli/client/client_shapes.c cli/client/client_chart.c cli/client/client_measure.c
CLI_SOURCES += cli/client/client_pictures.c cli/client/batch.c cli/client/batch_error.c cli/client/batch_text.c
CLI_SOURCES += cli/client/hand.c cli/client/ranking.c cli/client/values.c cli/client/client_preview.c
CLI_SOURCES += cli/cmd/match.c cli/cmd/consult.c cli/cmd/verify.c cli/cmd/record.c cli/cmd/measure.c cli/cmd/chart.c cli/cmd/card.c cli/cmd/heal.c cli/cmd/preview.c
CLI_SOURCES += cli/cmd/palette.c cli/cmd/diff.c cli/cmd/config.c cli/cmd/studio.c cli/settings.c cli/keep/passphrase.c cli/keep/record_file.c cli/keep/record_list.c cli/keep/record_show.c cli/keep/record_verify.c cli/keep/record_mix.c
CLI_SOURCES += cli/shelf/shelf.c cli/shelf/shelf_check.c cli/shelf/shelf_convert.c cli/shelf/shelf_keep.c cli/shelf/shelf_new.c cli/shelf/shelf_fields.c cli/shelf/shelf_measure.c cli/shelf/shelf_cup.c cli/shelf/shelf_marks.c cli/shelf/shelf_records.c cli/shelf/shelf_calibrate.c
CLI_SOURCES += cli/show/terminal.c cli/show/measurement_lines.c cli/show/match_lines.c cli/show/match_table.c cli/show/verdict.c
CLI_SOURCES += cli/show/heal_colours.c cli/show/heal_lines.c cli/show/heal_ladder.c cli/show/heal_sweep.c cli/show/heal_plot.c
CLI_SOURCES += cli/show/preview_lines.c
CLI_SOURCES += cli/schema/schema.c
# What --schema prints; the Makefile makes arrays of these files.
SCHEMA_FILES := $(sort $(wildcard cli/schema/*.json)) palettes/check.schema.json palettes/palette.schema.json palettes/charts/chart.schema.json
