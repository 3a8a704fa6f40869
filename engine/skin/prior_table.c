/*
 * engine/skin/prior_table.c - what is taken for granted of a dot that nobody has
 * measured, how far it may be off, and where that comes from.
 *
 * None of these numbers has been measured in scalps on its own. Together they
 * have to give what the trade sees: the shades it mixes, the size of healed dots,
 * how dark a treated scalp looks, how much pigment a needle leaves.
 * tests/skin/test_priors.c fits them to these anchors, prints what is left over,
 * and holds `fitted` to where that fit ends; heal and match start from `fitted`.
 */
#include "skin/skin.h"

const skin_prior skin_prior_table[SKIN_PRIORS] = {
    [SKIN_PRIOR_RADIUS] = {"dot radius", "mm", 0.12, 0.08, 0.20, 0.11,
                           "healed dots appear larger than the follicles beside them (trichoscopy: Nguyen et al. 2022, doi "
                           "10.1159/000524135); guides say less than 1 mm wide and 1 mm apart"},
    [SKIN_PRIOR_UPTAKE] = {"uptake", "volume of fluid left per volume of tissue", 0.20, 0.10, 0.40, 0.24,
                           "the shades that artists mix for a known hair; 0.6 to 9.4, mean 2.5 mg of pigment per cm2 of "
                           "tattooed skin (Engel et al., Contact Dermatitis 58, 228 (2008))"},
    [SKIN_PRIOR_DEPTH] = {"depth", "um from the surface to the top of the ink", 120, 75, 300, 125,
                          "the upper dermis, below an epidermis of 66 +- 14 um on scalps (Selcuk Med. J., 7154); needles "
                          "reach 0.25 to 0.5 mm by what their makers say"},
    [SKIN_PRIOR_THICKNESS] = {"thickness", "um of the inked layer", 200, 100, 400, 200,
                              "an assumption: what a needle's stroke leaves below the epidermis"},
    [SKIN_PRIOR_HEALED] = {"healed share", "of the pigment left after healing", 0.67, 0.45, 0.95, 0.67,
                           "about a third disappears within weeks in animals, and long-existing tattoos confirm it (Curr. "
                           "Probl. Dermatol. 48 (2015), Absorption, Distribution, Metabolism and Excretion of Tattoo "
                           "Colorants)"},
};
