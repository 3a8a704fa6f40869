/*
 * engine/palette/palette.h - the ink room for other rooms.
 */
#ifndef ENGINE_PALETTE_H
#define ENGINE_PALETTE_H

#include "base/base.h"
#include "colour/colour.h"
#include "scalptone/palette.h"
#include "scalptone/shelf.h"
#include "skin/skin.h"

/* One ink; strings and arrays belong to the palette. Unknown text is "". */
typedef struct palette_ink {
    const char *id, *brand, *product, *shade, *lot, *expiry, *notes;
    int in_stock;
    sct_provenance provenance; /* whose word its colours are: the palette's */
    sct_ink_kind kind;
    double min_parts_water, max_parts_water, step; /* per 1 part of ink; dilutable inks only */
    double strength;                               /* scale of the tinting strength, 1 = as composed, or as its films tell */
    const sct_ink_pigment *pigments;
    size_t pigment_count;
    const sct_ink_colour *colours;
    size_t colour_count;
    size_t ingredient_count;
    const char *const *ingredients;
} palette_ink;
/* Ink number index; an index out of range gives an ink whose id is null. */
palette_ink palette_ink_at(const sct_palette *palette, size_t index);
/* The same where it stands; null past the last. */
const palette_ink *palette_ink_in(const sct_palette *palette, size_t index);

/* Facts about a palette; strings belong to the palette, unknown text is "". */
typedef struct palette_info {
    const char *name, *description;
    sct_provenance provenance; /* illustrative, with a warning, where the file does not say */
    const char *by, *date, *method, *source, *licence;
    char fingerprint[65]; /* SHA-256 of the canonical form (RFC 8785) of the whole file, lower-case hex */
    size_t warning_count;
    const char *const *warnings; /* one line each, with the JSON path */
} palette_info;
/* Null gives empty texts and no warnings. */
palette_info palette_facts_of(const sct_palette *palette);
const palette_info *palette_facts_in(const sct_palette *palette); /* the same where they stand; not for null */

/* What the optics of an ink rest on, and how far they can be trusted. */
typedef struct palette_optics_report {
    size_t films, spectra;  /* measured films that were fitted, and how many of them as spectra */
    int strength_stated;    /* non-zero: how strong it is was read off its composition, not measured */
    double strength_factor; /* 95 % of inks known this way are at most this many times stronger or weaker [1, ...] */
    double residual_de00;   /* mean of the films from the fit; NaN where there was none */
    char rests_on[128];     /* "composition; the ratio of its pigments from 1 film": for people */
    sct_flags flags;        /* what the films cannot tell, and what to measure instead (skin_drawdown_report), and
                               "composition-misfit", "illustrative-films", "unknown-pigment", "liquid-only" */
} palette_optics_report;

/* Concentration c = parts_ink / (parts_ink + parts_water), the quantity dilutions are interpolated in; NaN for parts that
 * cannot be mixed. */
double palette_concentration(double parts_ink, double parts_water);
/* Parts of water for 1 part of ink at concentration c in (0, 1]; NaN outside. */
double palette_parts_water(double concentration);

/*
 * Colour of an ink at a dilution from its measured colours of one state: Lab, piecewise linear in concentration,
 * measurements at the same concentration averaged. Beyond the measured range the last colour holds for one step of the
 * ink's dilution, no further. Colours over a black backing count only where there are no others. Returns 0 (and leaves
 * *out) when the palette has none.
 */
int palette_colour_at(const palette_ink *ink, sct_colour_state state, double parts_water, sct_lab *out);

/* A palette with one more ink of these colours, or, where the entry's id is that of an ink, with the colours added to it:
 * sct_palette_add with colours that were measured. id: of the ink, at least PALETTE_ID_SIZE bytes, or null. */
enum { PALETTE_ID_SIZE = 256 };
SCT_NODISCARD sct_status palette_add_colours(sct_context *ctx, const sct_ink_entry *entry, const sct_ink_colour *colours,
                                             size_t count, const char *method, const void *text, size_t size, sct_bytes *out,
                                             char *id);

/* The first CI number of the ink's composition whose optics are not known; null when all of them are. */
const char *palette_unknown_pigment(const palette_ink *ink);
/* sct_palette_ink_optics, into the caller's, of ink number `index`. report may be null. */
SCT_NODISCARD sct_status palette_optics_of(sct_context *ctx, const sct_palette *palette, size_t index, sct_ink_optics *out,
                                           palette_optics_report *report);
/* The same of an ink that is at hand, in a room that holds it while films are fitted, for one thread at a time: it allocates
 * nothing. Free rooms with mem_free. */
typedef struct palette_optics_room palette_optics_room;
SCT_NODISCARD sct_status palette_optics_room_new(sct_context *ctx, palette_optics_room **out);
SCT_NODISCARD sct_status palette_ink_optics(sct_context *ctx, const palette_ink *ink, palette_optics_room *room,
                                            sct_ink_optics *out);
/* What was reported of the last ink of the room whose optics were found. */
const palette_optics_report *palette_optics_told(const palette_optics_room *room);

/* One place of the chart on the wall (usual_table.c): parts of water to one of an ink with 15 % of carbon black. */
typedef struct palette_usual {
    const char *hair, *skin; /* in words */
    double hair_L, ita_deg;  /* for hair up to this L*, skin above this ITA */
    double shade;
    const char *source;
} palette_usual;
enum { PALETTE_USUAL_ROWS = 9, PALETTE_LASER_ROWS = 4 };
extern const palette_usual palette_usual_table[PALETTE_USUAL_ROWS];
/* The row for a hair's own colour and a skin; null: none (either is not known). */
const palette_usual *palette_usual_for(sct_lab hair, double ita_deg);

/* A pigment that a laser makes darker. */
typedef struct palette_laser_risk {
    const char *ci;
    double risk; /* (0, 1]: what it costs, in what can just be seen */
    const char *words, *source;
} palette_laser_risk;
extern const palette_laser_risk palette_laser_table[PALETTE_LASER_ROWS];
/* The worst of an ink; null: none that is known. */
const palette_laser_risk *palette_laser_risk_of(const palette_ink *ink);

#endif
