CLI_SOURCES += cli/main.c cli/args.c cli/app.c cli/files.c cli/output.c cli/words.c cli/client.c cli/batch.c cli/ranking.c cli/manual.c
CLI_SOURCES += cli/cmd_match.c cli/cmd_measure.c cli/cmd_palette.c cli/cmd_diff.c cli/cmd_heal.c cli/heal_show.c cli/heal_plot.c cli/cmd_chart.c cli/cmd_card.c cli/cmd_preview.c cli/preview_show.c
