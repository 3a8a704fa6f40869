/*
 * engine/palette/usual_table.c - the chart on the wall: which shade of carbon
 * black the trade mixes for a hair on a skin.
 *
 * Nobody has published such a chart with colours or measurements. The numbers
 * are what practitioners tell each other of an ink with 15 % of carbon black,
 * about 180 dots per cm2, in words like "black hair" and "light skin"; hands
 * differ from them by about a quarter. They are compared with, and leaned on
 * where the calculation cannot tell two mixes apart, but no colour is computed
 * from them.
 *
 * Why the rows of dark skin are so strong: studios there mean to make a bolder mark than a hair's, larger dots of a
 * stronger pigment for thicker hair (dermmicro.com, "Does SMP look better on dark skin?"; vinciscalppigmentation.com,
 * "SMP for dark skin"), where the calculation matches the hair's own shadow. Grey and fair hair they serve with thinned
 * black, not with white or grey pigments (smpofaustin.com, luxemicro.com.au, pro-micro.com.au), and the first session is
 * a lighter one (karen-nicolaou.com, 2021).
 */
#include "palette/palette.h"

#include <string.h>

#define PRACTICE "practitioners: 15 % carbon black, 20 to 40 parts of water, less for strong contrast, 40 to 50 for blond"

/* Hairs up to this L* and skins down to this ITA, the first row that holds both. */
const palette_usual palette_usual_table[PALETTE_USUAL_ROWS] = {
    {"black hair", "light skin", 21.5, 28, 20, PRACTICE},
    {"black hair", "olive or tan skin", 21.5, -10, 12, PRACTICE},
    {"black hair", "dark skin", 21.5, -90, 6, PRACTICE},
    {"brown hair", "light skin", 36, 28, 30, PRACTICE},
    {"brown hair", "olive or tan skin", 36, -10, 25, PRACTICE},
    {"brown hair", "dark skin", 36, -90, 20, PRACTICE},
    {"fair or grey hair", "light skin", 100, 28, 45, PRACTICE},
    {"fair or grey hair", "olive or tan skin", 100, -10, 40, PRACTICE},
    {"fair or grey hair", "dark skin", 100, -90, 40, PRACTICE},
};

#define LASERS "white and brown inks turn dark under a laser, black ones clear (Lasers Med. Sci. 30, 303 (2015), in rats)"

/* Poor, and fair to good responses to a laser, where carbon's is excellent; the other source on white is Ross et al. 2001.
 */
const palette_laser_risk palette_laser_table[PALETTE_LASER_ROWS] = {
    {"77891", 1, "titanium white darkens under a laser and stays; for grey and fair hair the trade thins black instead", LASERS},
    {"77491", 0.5, "iron oxides may turn black under a laser: harder to take away than carbon", LASERS},
    {"77492", 0.5, "iron oxides may turn black under a laser: harder to take away than carbon", LASERS},
    {"77499", 0.5, "iron oxides may turn black under a laser: harder to take away than carbon", LASERS},
};

const palette_usual *palette_usual_for(sct_lab hair, double ita_deg)
{
    for (size_t i = 0; i < PALETTE_USUAL_ROWS; i++)
        if (hair.L <= palette_usual_table[i].hair_L && ita_deg > palette_usual_table[i].ita_deg)
            return &palette_usual_table[i];
    return NULL;
}

const palette_laser_risk *palette_laser_risk_of(const palette_ink *ink)
{
    const palette_laser_risk *worst = NULL;
    for (size_t i = 0; i < PALETTE_LASER_ROWS; i++)
        for (size_t k = 0; k < ink->pigment_count; k++)
            if (!strcmp(ink->pigments[k].ci, palette_laser_table[i].ci) &&
                (!worst || palette_laser_table[i].risk > worst->risk))
                worst = &palette_laser_table[i];
    return worst;
}
