/*
 * correct_known.c - the charts and cards whose colours are known.
 */
#include "correct/correct_steps.h"

#include <string.h>

const sct_chart *sct_chart_builtin(size_t index)
{
    const sct_chart *grid = chart_table_grid(index);
    if (grid)
        return grid;
    return index > 0 && !chart_table_grid(index - 1) ? NULL : card_chart();
}

const sct_chart *correct_known_find(const sct_chart_options *options, const char *id)
{
    const sct_chart *chart = chart_options_find(options, id);
    return chart ? chart : strcmp(card_chart()->id, id) == 0 ? card_chart() : NULL;
}
