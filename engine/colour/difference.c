/*
 * engine/colour/difference.c - the classical colour differences, and the table
 * of all of them. (CIEDE2000: de2000.c, CAM16-UCS: cam16.c.)
 *
 * CIE76: CIE 15:2018, section 8.2.1. Euclidean distance in CIELAB.
 * CIE94: CIE 116:1995; McDonald & Smith, J. Soc. Dyers Colour. 111 (1995) 376-379,
 *   doi 10.1111/j.1478-4408.1995.tb01688.x.
 *   S_L = 1, S_C = 1 + K1 C*1, S_H = 1 + K2 C*1; graphic arts kL = 1, K1 = 0.045,
 *   K2 = 0.015; textiles kL = 2, K1 = 0.048, K2 = 0.014.
 * CMC(l:c): Clarke, McDonald & Rigg, J. Soc. Dyers Colour. 100 (1984) 128-132,
 *   doi 10.1111/j.1478-4408.1984.tb00969.x; BS 6923:1988. l = kL, c = kC.
 *   S_L = 0.040975 L/(1 + 0.01765 L), 0.511 below L* = 16
 *   S_C = 0.0638 C/(1 + 0.0131 C) + 0.638,  S_H = S_C (F T + 1 - F)
 *   F = sqrt(C^4/(C^4 + 1900)),  T = 0.36 + |0.4 cos(h + 35)|, or
 *   0.56 + |0.2 cos(h + 168)| for 164 <= h <= 345
 * Both weigh by the reference's chroma (and hue): not symmetric. CMC jumps where
 * L* of the reference crosses 16 (S_L 0.5110 to 0.5113) and where its hue
 * crosses 164 or 345 degrees.
 *   paper: L*1, C*1, h1   here: reference.L, C, h_deg;   dE, dL, dC, dH likewise
 * Range: any finite Lab. Vectors: tests/vectors/differences.h.
 */
#include "colour/colour.h"

#include <math.h>
#include <string.h>

/* Differences of a pair in lightness, chroma and (squared) hue. */
typedef struct parts {
    double dL, dC, dH2;
} parts;

static parts split(sct_lab reference, sct_lab sample)
{
    double da = sample.a - reference.a, db = sample.b - reference.b;
    double dC = hypot(sample.a, sample.b) - hypot(reference.a, reference.b);
    double dH2 = da * da + db * db - dC * dC;
    return (parts){sample.L - reference.L, dC, dH2 < 0 ? 0 : dH2};
}

double sct_de76(sct_lab reference, sct_lab sample)
{
    double dL = sample.L - reference.L, da = sample.a - reference.a, db = sample.b - reference.b;
    return sqrt(dL * dL + da * da + db * db);
}

static double weighted(parts d, double SL, double SC, double SH)
{
    double l = d.dL / SL, c = d.dC / SC;
    return sqrt(l * l + c * c + d.dH2 / (SH * SH));
}

static double de76(const sct_metric_params *p, sct_lab reference, sct_lab sample)
{
    (void)p;
    return sct_de76(reference, sample);
}

static double de94(const sct_metric_params *p, sct_lab reference, sct_lab sample)
{
    double C = hypot(reference.a, reference.b);
    return weighted(split(reference, sample), p->kL, p->kC * (1 + p->K1 * C), p->kH * (1 + p->K2 * C));
}

static double cmc(const sct_metric_params *p, sct_lab reference, sct_lab sample)
{
    sct_lch r = sct_lch_from_lab(reference);
    double SL = r.L < 16 ? 0.511 : 0.040975 * r.L / (1 + 0.01765 * r.L);
    double SC = 0.0638 * r.C / (1 + 0.0131 * r.C) + 0.638;
    double C4 = r.C * r.C * r.C * r.C, F = sqrt(C4 / (C4 + 1900));
    double T = r.h_deg >= 164 && r.h_deg <= 345 ? 0.56 + fabs(0.2 * cos((r.h_deg + 168) / DEG_PER_RAD))
                                                : 0.36 + fabs(0.4 * cos((r.h_deg + 35) / DEG_PER_RAD));
    return weighted(split(reference, sample), p->kL * SL, p->kC * SC, SC * (F * T + 1 - F));
}

static double de2000(const sct_metric_params *p, sct_lab reference, sct_lab sample)
{
    return sct_de2000_weighted(reference, sample, p->kL, p->kC, p->kH);
}

static double cam16ucs(const sct_metric_params *p, sct_lab reference, sct_lab sample)
{
    (void)p;
    sct_cam16_conditions conditions = sct_cam16_conditions_default();
    sct_ucs r = sct_ucs_from_xyz(sct_xyz_from_lab(reference, conditions.white), &conditions);
    sct_ucs s = sct_ucs_from_xyz(sct_xyz_from_lab(sample, conditions.white), &conditions);
    return sct_ucs_difference(r, s);
}

static const colour_metric_info METRICS[] = {
    [SCT_METRIC_DE2000] = {"de2000", "CIEDE2000 (kL:kC:kH), the default: best for small differences", de2000},
    [SCT_METRIC_DE76] = {"de76", "CIE 1976, distance in Lab: simple, too large for vivid colours", de76},
    [SCT_METRIC_DE94] = {"de94", "CIE 1994, graphic arts: weighted by the reference's chroma", de94},
    [SCT_METRIC_CMC] = {"cmc", "CMC(l:c), 2:1, textiles: weighted by the reference's lightness, chroma and hue", cmc},
    [SCT_METRIC_CAM16UCS] = {"cam16ucs", "distance in CAM16-UCS under room light: best for large differences", cam16ucs},
};
#define METRIC_COUNT (sizeof METRICS / sizeof *METRICS)

const colour_metric_info *colour_metrics(size_t *count)
{
    if (count)
        *count = METRIC_COUNT;
    return METRICS;
}

const char *sct_metric_description(sct_metric metric)
{
    return (unsigned)metric < METRIC_COUNT ? METRICS[metric].description : "";
}

int sct_metric_find(const char *name, sct_metric *out)
{
    for (size_t i = 0; name && out && i < METRIC_COUNT; i++)
        if (strcmp(METRICS[i].name, name) == 0) {
            *out = (sct_metric)i;
            return 1;
        }
    return 0;
}

sct_metric_params sct_metric_params_default(sct_metric metric)
{
    double none = (double)NAN;
    if ((unsigned)metric >= METRIC_COUNT)
        return (sct_metric_params){none, none, none, none, none};
    return (sct_metric_params){.kL = metric == SCT_METRIC_CMC ? 2 : 1, .kC = 1, .kH = 1, .K1 = 0.045, .K2 = 0.015};
}

double sct_difference(sct_metric metric, const sct_metric_params *params, sct_lab reference, sct_lab sample)
{
    if ((unsigned)metric >= METRIC_COUNT)
        return (double)NAN;
    sct_metric_params p = params ? *params : sct_metric_params_default(metric);
    return METRICS[metric].function(&p, reference, sample);
}
