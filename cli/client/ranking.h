/* cli/client/ranking.h - the ranking of inks for a client, and its options; `match` and `preview` both have them. */
#ifndef CLI_CLIENT_RANKING_H
#define CLI_CLIENT_RANKING_H

#include "client/client.h"
#include "client/hand.h"

typedef struct ranking_settings {
    sct_match_options options; /* Real numbers are parsed into it; ranking_options adds the rest. */
    int metric, basis, loss, grey_hair, seek_density;
    long draws, blend;
    const char *palette, *artist, *needle;
    int no_artist;
} ranking_settings;

/* Rows of a table of options for a struct whose field `match` is a ranking_settings. */
#define RANKING_ARGS(type)                                                                                                  \
    OPTION_TEXT("palette", type, match.palette, "FILE",                                                                     \
                "inks to choose from; default the illustrative palette that ships"),                                        \
        OPTION_WORD("metric", type, match.metric, "NAME", ranking_metrics, "colour difference formula; default de2000"),    \
        OPTION_REAL("kl", type, match.options.kL, "K", 0.1, 10, "lightness factor of de2000 and de94; default 1"),          \
        OPTION_REAL("kc", type, match.options.kC, "K", 0.1, 10, "chroma factor of de2000 and de94; default 1"),             \
        OPTION_REAL("kh", type, match.options.kH, "K", 0.1, 10, "hue factor of de2000; default 1"),                         \
        OPTION_WORD("basis", type, match.basis, "NAME", ranking_bases,                                                      \
                    "which colour of an ink is ranked; default auto: the best there is"),                                   \
        OPTION_WORD("loss", type, match.loss, "NAME", ranking_losses,                                                       \
                    "asymmetric: too dark counts more; plain: distance alone"),                                             \
        OPTION_WORD("grey-hair", type, match.grey_hair, "NAME", ranking_grey_hairs,                                         \
                    "what a greying head is matched to: blend (default), dark: as if none were grey, softer"),              \
        OPTION_REAL("grey-share", type, match.options.grey_share, "F", 0, 0.9,                                              \
                    "share of the hairs that are grey; default as the photo shows"),                                        \
        OPTION_REAL("weight-dot", type, match.options.weight_dot, "W", 0, 1,                                                \
                    "how much the dot counts, the area has the rest; default 0.35"),                                        \
        OPTION_INT("blend", type, match.blend, "N", 1, 2,                                                                   \
                   "2: any two inks may be mixed with each other before the water; default 1"),                             \
        OPTION_INT("draws", type, match.draws, "N", 0, 100000, "Monte Carlo draws; default 400"),                           \
        OPTION_REAL("density", type, match.options.density_per_cm2, "N", 1, 2000,                                           \
                    "dots per cm2 over all sessions; default as many as hairs, else 180"),                                  \
        OPTION_FLAG("seek-density", type, match.seek_density, "choose the number of dots, too: 80 to 400 per cm2"),         \
        OPTION_REAL("dot-radius", type, match.options.dot_radius_mm, "MM", 0.01, 0.5,                                       \
                    "healed radius of a dot, mm; default 0.11"),                                                            \
        OPTION_TEXT("needle", type, match.needle, "NAME", "such as 3RL-0.25: how wide its dots may heal"),                  \
        OPTION_REAL("mix", type, match.options.batch_ml, "ML", 0.5, 100, "volume to mix, ml; default 5"),                   \
        OPTION_REAL("depth", type, match.options.depth_um, "UM", 50, 600,                                                   \
                    "depth of the top of the healed ink, um; default 125"),                                                 \
        OPTION_REAL("depth-from", type, match.options.depth_lo_um, "UM", 50, 600,                                           \
                    "95 % of this artist's dots lie between this depth, um; default 75"),                                   \
        OPTION_REAL("depth-to", type, match.options.depth_hi_um, "UM", 50, 600, "and this one, um; default 300"),           \
        OPTION_REAL("thickness", type, match.options.thickness_um, "UM", 20, 1000,                                          \
                    "thickness of the layer of ink, um; default 200"),                                                      \
        OPTION_REAL("uptake", type, match.options.uptake, "F", 0.001, 1,                                                    \
                    "share of the ink's concentration the tissue takes up; default 0.24"),                                  \
        OPTION_REAL("healed-share", type, match.options.healed_share, "F", 0.05, 1,                                         \
                    "share of that which is left once healed; default 0.67"),                                               \
        OPTION_REAL("ink-strength", type, match.options.strength_factor, "X", 1, 10,                                        \
                    "inks known by composition are up to X times stronger or weaker; default 2"),                           \
        HAND_ARGS(type, match.artist, match.no_artist)

extern const char *const ranking_metrics[], *const ranking_bases[], *const ranking_losses[], *const ranking_grey_hairs[];

void ranking_init(ranking_settings *settings);
/* Writes what the library is asked. */
void ranking_options(const app *a, const ranking_settings *settings, sct_match_options *out);
/* Opens the hand that --artist names, or the one that is kept in the folder of settings, and reads the needle. Complains of
 * it and of depths that contradict each other, by the names of the options: the library would name its own fields. */
int ranking_check(app *a, ranking_settings *settings);
/* A ranking, and its rows to go through. Free with ranking_free. */
typedef struct ranking {
    sct_ranking *handle;
    sct_ranking_info info;
    sct_match_row *rows; /* There are info.match_count of them. */
} ranking;
/* Ranks. Returns 0, or complains and returns an exit code. */
int ranking_run(app *a, const client *c, const sct_measurement *m, const sct_palette *palette,
                const ranking_settings *settings, ranking *out);
void ranking_free(ranking *r);

/* Non-zero for the same ink or blend, whatever the dilution. */
int ranking_same_ink(const sct_match_row *a, const sct_match_row *b);

#endif
