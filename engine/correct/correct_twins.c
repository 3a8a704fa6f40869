/*
 * correct_twins.c - which of the charts that look alike lies there: they share
 * colours and order, and their values differ by no more than batches or makers
 * do, so that detection cannot tell them apart. The correction can, a little:
 * each patch is foretold by the others under the values of the one and of the
 * other chart, and the differences of these residuals, patch by patch, say
 * which values the patches have.
 */
#include "correct/correct_steps.h"

#include <math.h>
#include <string.h>

/* Mean over standard error of the differences. In simulated photos of 42 cameras in six lights no chart made since 2014 came
 * above 0 in 1008, and of those made before 3 % above this; on 22 real photos of both kinds one did, and two pictures of one
 * chart differ by 1.5. */
static const double sure_of_twin = 2;
/* Batches differ by some 1 dE00. Where the better values leave more than this, hard light, blur or glare does as much. */
static const double clear_twin_de00 = 2;
static const double strange_values_de00 = 5; /* leave-one-out mean of no usual photo of the chart: another maker's? */

/* Mean and certainty of how much worse the one result's patches are foretold than the other's; 0 where they cannot be
 * compared. */
static double compare(const sct_chart_result *one, const sct_chart_result *other)
{
    double sum = 0, squares = 0, n = 0;
    for (size_t i = 0; i < one->patch_count; i++) {
        double d = one->patches[i].de00_loo - other->patches[i].de00_loo;
        if (!one->patches[i].kept || !other->patches[i].kept || !isfinite(d))
            continue;
        sum += d;
        squares += d * d;
        n++;
    }
    if (n < 3)
        return 0;
    double mean = sum / n, error = sqrt(fmax(squares / n - mean * mean, 0) / (n - 1));
    return error > 0 ? mean / error : 0;
}

/* The same patches, as another chart names them. */
static void rename_patches(const sct_chart *chart, sct_chart_result *result)
{
    memcpy(result->name, chart->id, sizeof result->name);
    result->tier = chart->tier;
    for (size_t i = 0; i < result->patch_count; i++) {
        memcpy(result->patches[i].name, chart->patches[i].name, sizeof result->patches[i].name);
        result->patches[i].reference_lab = chart->patches[i].lab;
    }
}

/* One try with another chart's values; *result and *model become its own where it is surely the one. */
static sct_status try_twin(sct_context *ctx, const sct_chart *twin, const correct_found *found,
                           const sct_chart_result *unfitted, sct_chart_result *result, correct_model *model, int *taken)
{
    sct_status status = SCT_OK;
    sct_context quiet = diag_quiet(ctx);
    sct_chart_result *other = NULL;
    correct_model fitted;
    double before = result->correction.loo_de00_mean;
    TRY(mem_new(ctx, 1, sizeof *other, (void **)&other));
    *other = *unfitted;
    rename_patches(twin, other);
    status = correct_chart_fit(&quiet, twin, found->width, found->height, &found->profile, other, &fitted);
    *taken = status == SCT_OK && compare(result, other) > sure_of_twin &&
             other->correction.loo_de00_mean < fmin(before, clear_twin_de00);
    if (status == SCT_ERR_CHART_UNUSABLE)
        status = SCT_OK;
    else if (status != SCT_OK)
        diag_take(ctx, &quiet);
    if (!*taken)
        goto done;
    flags_addf(&other->flags, "chart-model", 0, "name the chart that lies there if it is another",
               "two charts look like this one, and its patches have the values of %s: leave-one-out %.1f against %.1f dE00",
               twin->id, other->correction.loo_de00_mean, before);
    *result = *other;
    *model = fitted;
done:
    mem_free(other);
    return status;
}

sct_status correct_chart_fit_twins(sct_context *ctx, const sct_chart_options *options, correct_found *found,
                                   sct_chart_result *result, correct_model *model)
{
    sct_status status = SCT_OK;
    const sct_chart *twin;
    sct_chart_result *unfitted = NULL;
    int taken = 0;

    TRY(mem_new(ctx, 1, sizeof *unfitted, (void **)&unfitted));
    *unfitted = *result;
    TRY(correct_chart_fit(ctx, &found->chart, found->width, found->height, &found->profile, result, model));
    if (options->id || found->chart.rows == 0 || result->correction.kind != SCT_CORRECTION_CHART)
        goto done;
    for (size_t i = 0; !taken && (twin = chart_options_listed(options, i)) != NULL; i++)
        if (strcmp(twin->id, found->chart.id) != 0 && chart_are_twins(&found->chart, twin)) {
            TRY(try_twin(ctx, twin, found, unfitted, result, model, &taken));
            if (taken)
                found->chart = *twin;
        }
    if (!taken && result->correction.loo_de00_mean > strange_values_de00)
        flags_addf(&result->flags, "chart-model", 0, "use the chart that is named here, or describe yours in a chart file",
                   "the patches are %.1f dE00 off the values of %s: this may be another maker's chart of that design",
                   result->correction.loo_de00_mean, found->chart.id);
done:
    mem_free(unfitted);
    return status;
}
