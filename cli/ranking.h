/* cli/ranking.h - the options of a ranking, and the ranking itself; part of `match` and `preview`. */
#ifndef CLI_RANKING_H
#define CLI_RANKING_H

#include "client.h"

typedef struct ranking_settings {
    sct_match_options options; /* real numbers are parsed into it; ranking_options adds the rest */
    int metric, basis, loss;
    long draws, blend;
    const char *palette;
} ranking_settings;

/* Rows of an option table for a struct whose field `match` is a ranking_settings. */
#define RANKING_SETTING(type, field) offsetof(type, match.options.field)
#define RANKING_ARGS(type)                                                                                                    \
    {"palette",                                                                                                               \
     ARG_TEXT,                                                                                                                \
     offsetof(type, match.palette),                                                                                           \
     "FILE",                                                                                                                  \
     "inks to choose from; default the illustrative palette that ships",                                                      \
     0,                                                                                                                       \
     0,                                                                                                                       \
     NULL},                                                                                                                   \
        {"metric", ARG_WORD,       offsetof(type, match.metric), "NAME", "colour difference formula; default de2000", 0,      \
         0,        ranking_metrics},                                                                                          \
        {"kl", ARG_REAL, RANKING_SETTING(type, kL), "K", "lightness factor of de2000 and de94; default 1", 0.1, 10, NULL},    \
        {"kc", ARG_REAL, RANKING_SETTING(type, kC), "K", "chroma factor of de2000 and de94; default 1", 0.1, 10, NULL},       \
        {"kh", ARG_REAL, RANKING_SETTING(type, kH), "K", "hue factor of de2000; default 1", 0.1, 10, NULL},                   \
        {"basis",                                                                                                             \
         ARG_WORD,                                                                                                            \
         offsetof(type, match.basis),                                                                                         \
         "NAME",                                                                                                              \
         "which colour of an ink is ranked; default auto: the best there is",                                                 \
         0,                                                                                                                   \
         0,                                                                                                                   \
         ranking_bases},                                                                                                      \
        {"loss",                                                                                                              \
         ARG_WORD,                                                                                                            \
         offsetof(type, match.loss),                                                                                          \
         "NAME",                                                                                                              \
         "asymmetric: too dark counts more; plain: distance alone",                                                           \
         0,                                                                                                                   \
         0,                                                                                                                   \
         ranking_losses},                                                                                                     \
        {"weight-dot",                                                                                                        \
         ARG_REAL,                                                                                                            \
         RANKING_SETTING(type, weight_dot),                                                                                   \
         "W",                                                                                                                 \
         "how much the dot counts, the area has the rest; default 0.4",                                                       \
         0,                                                                                                                   \
         1,                                                                                                                   \
         NULL},                                                                                                               \
        {"blend",                                                                                                             \
         ARG_INT,                                                                                                             \
         offsetof(type, match.blend),                                                                                         \
         "N",                                                                                                                 \
         "2: any two inks may be mixed with each other before the water; default 1",                                          \
         1,                                                                                                                   \
         2,                                                                                                                   \
         NULL},                                                                                                               \
        {"draws", ARG_INT, offsetof(type, match.draws), "N", "Monte Carlo draws; default 400", 0, 100000, NULL},              \
        {"density",                                                                                                           \
         ARG_REAL,                                                                                                            \
         RANKING_SETTING(type, density_per_cm2),                                                                              \
         "N",                                                                                                                 \
         "dots per cm2 over all sessions; default chosen",                                                                    \
         1,                                                                                                                   \
         2000,                                                                                                                \
         NULL},                                                                                                               \
        {"dot-radius",                                                                                                        \
         ARG_REAL,                                                                                                            \
         RANKING_SETTING(type, dot_radius_mm),                                                                                \
         "MM",                                                                                                                \
         "healed radius of a dot, mm; default half the hair's visible width where the scale is known, else 0.06",             \
         0.01,                                                                                                                \
         0.5,                                                                                                                 \
         NULL},                                                                                                               \
        {"mix", ARG_REAL, RANKING_SETTING(type, batch_ml), "ML", "volume to mix, ml; default 5", 0.5, 100, NULL},             \
        {"depth", ARG_REAL, RANKING_SETTING(type, depth_um), "UM", "depth of the top of the healed ink, um; default 120", 50, \
         600,     NULL},                                                                                                      \
        {"depth-from",                                                                                                        \
         ARG_REAL,                                                                                                            \
         RANKING_SETTING(type, depth_lo_um),                                                                                  \
         "UM",                                                                                                                \
         "95 % of this artist's dots lie between this depth, um; default 75",                                                 \
         50,                                                                                                                  \
         600,                                                                                                                 \
         NULL},                                                                                                               \
        {"depth-to", ARG_REAL, RANKING_SETTING(type, depth_hi_um), "UM", "and this one, um; default 300", 50, 600, NULL},     \
        {"thickness",                                                                                                         \
         ARG_REAL,                                                                                                            \
         RANKING_SETTING(type, thickness_um),                                                                                 \
         "UM",                                                                                                                \
         "thickness of the layer of ink, um; default 200",                                                                    \
         20,                                                                                                                  \
         1000,                                                                                                                \
         NULL},                                                                                                               \
        {"uptake",                                                                                                            \
         ARG_REAL,                                                                                                            \
         RANKING_SETTING(type, uptake),                                                                                       \
         "F",                                                                                                                 \
         "share of the ink's concentration the tissue takes up; default 0.10",                                                \
         0.001,                                                                                                               \
         1,                                                                                                                   \
         NULL},                                                                                                               \
        {"healed-share",                                                                                                      \
         ARG_REAL,                                                                                                            \
         RANKING_SETTING(type, healed_share),                                                                                 \
         "F",                                                                                                                 \
         "share of that which is left once healed; default 0.67",                                                             \
         0.05,                                                                                                                \
         1,                                                                                                                   \
         NULL},                                                                                                               \
    {                                                                                                                         \
        "ink-strength", ARG_REAL, RANKING_SETTING(type, strength_factor), "X",                                                \
            "inks known by composition are up to X times stronger or weaker; default 2", 1, 10, NULL                          \
    }

extern const char *const ranking_metrics[], *const ranking_bases[], *const ranking_losses[];

void ranking_init(ranking_settings *settings);
/* What the library is to be asked. */
void ranking_options(const app *a, const ranking_settings *settings, sct_match_options *out);
/* What the library would say of its own fields, in the words of the options. Returns 0, or complains. */
int ranking_check_depths(app *a, const ranking_settings *settings);
/* Ranks; *rows is for the caller to free. Returns 0, or complains and returns an exit code. */
int ranking_run(app *a, const client *c, const sct_measurement *m, const sct_palette *palette,
                const ranking_settings *settings, sct_candidate **rows, sct_ranking *out);

/* Non-zero for the same ink or blend, whatever the dilution. */
int ranking_same_ink(const sct_candidate *a, const sct_candidate *b);

#endif
