/* engine/region/robust/peaks.c - densest places of weighted colours (L, p, q), p = a/(L + 16), q = b/(L + 16). */
#include "region/robust/robust.h"

#include <string.h>

enum { L_BINS = 20, P_BINS = 32, Q_BINS = 40, BINS = L_BINS * P_BINS * Q_BINS };
_Static_assert((int)BINS == (int)REGION_PEAK_BINS, "bins");
static const double L_bin = 5, p_bin = 0.025, q_bin = 0.025;

static int bin_of(double value, double width, int bins)
{
    int bin = (int)(value / width);
    return bin < 0 ? 0 : bin >= bins ? bins - 1 : bin;
}

/* 1-2-1 along one axis of the histogram. */
static void blur_axis(const float *in, float *out, int stride, int length)
{
    for (int i = 0; i < BINS; i++) {
        int at = i / stride % length;
        float before = at > 0 ? in[i - stride] : 0, after = at + 1 < length ? in[i + stride] : 0;
        out[i] = 0.25f * before + 0.5f * in[i] + 0.25f * after;
    }
}

void region_peaks_add(float *bins, const double x[3], double weight)
{
    bins[(bin_of(x[0], L_bin, L_BINS) * P_BINS + bin_of(x[1], p_bin, P_BINS)) * Q_BINS + bin_of(x[2], q_bin, Q_BINS)] +=
        (float)weight;
}

void region_peaks_smooth(float *bins, float *work)
{
    blur_axis(bins, work, 1, Q_BINS);
    blur_axis(work, bins, Q_BINS, P_BINS);
    blur_axis(bins, work, Q_BINS * P_BINS, L_BINS);
    memcpy(bins, work, BINS * sizeof *bins);
}

int region_peaks_take(float *bins, double peak[3])
{
    int best = 0;
    for (int i = 1; i < BINS; i++)
        if (bins[i] > bins[best])
            best = i;
    if (!(bins[best] > 0))
        return 0;
    int l = best / (P_BINS * Q_BINS), p = best / Q_BINS % P_BINS, q = best % Q_BINS;
    peak[0] = (l + 0.5) * L_bin;
    peak[1] = (p + 0.5) * p_bin;
    peak[2] = (q + 0.5) * q_bin;
    for (int dl = -2; dl <= 2; dl++)
        for (int dp = -2; dp <= 2; dp++)
            for (int dq = -2; dq <= 2; dq++)
                if (dl * dl + dp * dp + dq * dq <= 4 && l + dl >= 0 && l + dl < L_BINS && p + dp >= 0 && p + dp < P_BINS &&
                    q + dq >= 0 && q + dq < Q_BINS)
                    bins[((l + dl) * P_BINS + p + dp) * Q_BINS + q + dq] = 0;
    return 1;
}
