/*
 * shelf_restricted_table.c - what of an ink the law of the European Union restricts.
 *
 * Source: Commission Regulation (EU) 2020/2081 of 14 December 2020 (OJ L 423, 15.12.2020, p. 6), which adds entry 75 to Annex
 * XVII of REACH, Regulation (EC) No 1907/2006: mixtures for tattooing may not hold the substances it lists since 4 January 2022,
 * and Pigment Blue 15:3 and Pigment Green 7 since 4 January 2023 (end of the transition, paragraph on these two). By weight:
 * carcinogens and mutagens of category 1A, 1B and 2 from 0.00005 %, toxic for reproduction from 0.001 %, skin sensitisers from
 * 0.001 %; Appendix 13 has limits of its own. Read on 2026-11-29. These are facts for a conversation with the maker, and no
 * advice in law: limits are of what is found in a mixture, which no list of pigments tells.
 */
#include "palette/shelf/shelf.h"

const char shelf_restricted_source[] =
    "REACH Annex XVII, entry 75 (Regulation (EU) 2020/2081), as read on 2026-11-29; information, and no advice in law";

const shelf_restricted shelf_restricted_table[] = {
    {"74160", "blue 15:3", "Pigment Blue 15:3 may not be in inks for the skin in the EU since 4 January 2023"},
    {"74260", "green 7", "Pigment Green 7 may not be in inks for the skin in the EU since 4 January 2023"},
    {NULL, "formaldehyde", "formaldehyde, a carcinogen of category 1B, is restricted from 0.00005 % by weight in the EU"},
    {NULL, "methylisothiazolinone", "methylisothiazolinone, a skin sensitiser, is restricted from 0.001 % by weight in the EU"},
    {NULL, "benzo[a]pyrene", "benzo[a]pyrene has a limit of its own in the EU (Appendix 13)"},
    {NULL, "nickel", "nickel has a limit of its own in the EU (Appendix 13)"},
    {NULL, "cobalt", "cobalt has a limit of its own in the EU (Appendix 13)"},
    {NULL, "chromium", "chromium has a limit of its own in the EU (Appendix 13)"},
    {NULL, "lead", "lead has a limit of its own in the EU (Appendix 13)"},
    {NULL, "mercury", "mercury has a limit of its own in the EU (Appendix 13)"},
    {NULL, "cadmium", "cadmium has a limit of its own in the EU (Appendix 13)"},
    {NULL, "arsenic", "arsenic has a limit of its own in the EU (Appendix 13)"},
    {NULL, NULL, NULL},
};
