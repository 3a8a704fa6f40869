/* engine/region/describe.c - the words for a skin's colour, and the gate that real skin passes. */
#include "region/job.h"

#include <math.h>

static const double locus_z_max = 3;
static const double grey_chroma = 7; /* skins beside a true grey card keep 15 or more in six lights, skin marked as one 4 */

void region_skin_describe(sct_skin *skin)
{
    sct_lab lab = skin->estimate.lab;
    sct_cov cov_d65 = sct_cov_d65(lab, &skin->estimate.cov);
    sct_monk monk = sct_monk_nearest(lab);
    skin->lab_d65 = sct_lab_d65(lab);
    skin->ita_deg = sct_ita(skin->lab_d65);
    sct_ita_interval(skin->lab_d65, &cov_d65, &skin->ita_lo_deg, &skin->ita_hi_deg);
    text_copy(skin->ita_class, sizeof skin->ita_class, sct_ita_class(skin->ita_deg));
    skin->undertone_z = sct_undertone_z(lab);
    text_copy(skin->undertone, sizeof skin->undertone, sct_undertone_name(skin->undertone_z));
    skin->monk_tone = monk.tone;
    skin->monk_de00 = monk.de00;
    skin->locus_z = sct_skin_locus_z(lab);
}

sct_hair region_hair_unmeasured(void)
{
    const double unknown = (double)NAN;
    return (sct_hair){.coverage = unknown,
                      .grey_fraction = unknown,
                      .grey_lo = unknown,
                      .grey_hi = unknown,
                      .density_per_cm2 = unknown,
                      .fibre_width_px = unknown,
                      .width_mm = unknown};
}

/* Where a colour off the skins lies: which step back brings it nearest. */
static const char *direction_off(sct_lab lab)
{
    static const struct {
        const char *word;
        double a, b;
    } steps[] = {{"too red", -4, 0}, {"too green", 4, 0}, {"too yellow", 0, -4}, {"too blue", 0, 4}};
    size_t best = 0;
    double least = (double)INFINITY;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        double z = sct_skin_locus_z((sct_lab){lab.L, lab.a + steps[i].a, lab.b + steps[i].b});
        if (z < least) {
            least = z;
            best = i;
        }
    }
    return steps[best].word;
}

uint32_t region_skin_gate(const sct_skin *skin, const sct_correction *correction, sct_flags *flags)
{
    sct_lab lab = skin->estimate.lab;
    int by_grey = correction->kind == SCT_CORRECTION_GREY ||
                  (correction->kind == SCT_CORRECTION_CAMERA && correction->patches_used > 0);
    if (by_grey && hypot(lab.a, lab.b) < grey_chroma)
        flags_add(flags, "grey-not-grey", 1,
                  "what is marked as a grey card has the skin's own colour: it is skin, or a thing like it",
                  "mark the card's grey area, and photograph the card beside the skin");
    if (skin->locus_z <= locus_z_max)
        return 0;
    int index = flags_addf(flags, "skin-off-locus", 1,
                           "check that the region is skin; use a grey card or chart, in daylight, no coloured walls",
                           "the measured colour is %.1f standard deviations from real skin of that lightness: %s",
                           skin->locus_z, direction_off(skin->estimate.lab));
    return index < 0 ? 0 : 1u << index;
}
