/*
 * scalptone/artist.h - a hand: how deep and how wide an artist's dots heal, and
 * how strong inks come out in it, learnt from healed results.
 *
 * WHAT THIS IS FOR
 *
 * How deep ink lies decides most about its healed colour, differs between
 * artists and cannot be seen in a photo of bare skin. Whoever photographs some
 * of their own work after six weeks and more, with the bare skin beside it,
 * need not guess: sct_artist_learn finds depth, size of dots and strength that
 * explain these marks, and sct_match_options.artist (match.h) uses them.
 *
 * THE ORDER OF CALLS
 *
 *     sct_mark marks[5];
 *     sct_mark_init(&marks[0]);
 *     marks[0].ink = sct_palette_find(inks, "generic-carbon");
 *     marks[0].parts_water = 20;
 *     marks[0].skin_lab = skin;
 *     marks[0].lab = healed;
 *     ... and the others ...
 *     sct_artist *hand = NULL;
 *     sct_status status = sct_artist_learn(ctx, NULL, inks, marks, 5, &hand);
 *     if (status == SCT_OK)
 *         options.artist = hand;
 *
 * HOW IT LEARNS
 *
 * Depth, radius and strength begin at what is usual and are moved as far as the
 * marks bear it: with few marks little, with many as far as they say. A mark
 * that is unlike the others counts little (Student's t, 4 degrees of freedom), and
 * from five marks on one that is quite unlike them not at all, so that one wild
 * photo does not matter. What it is worth is told by marks that were left out: how
 * far each is from its prediction by all others, beside how far it is from the
 * prediction of a hand that nobody has measured. As far as the marks leave doubt
 * whether the hand is another than usual, up to altogether, it stays what is usual.
 * Fewer than five marks are hardly worth it.
 *
 * THREADS
 *
 * A hand never changes and may be shared between threads.
 */
#ifndef SCALPTONE_ARTIST_H
#define SCALPTONE_ARTIST_H

#include "base.h"
#include "colour.h"
#include "palette.h"
#include "skin.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One healed result. Colours are D50 and 2 degrees, without gloss. */
typedef struct sct_mark {
    /* Set by sct_mark_init. */
    size_t size;
    /* The number of the ink in the palette; it has no default. */
    size_t ink;
    /* The parts of water to 1 part of ink [0, 1000]; default 0. */
    double parts_water;
    /* The bare skin beside it; it has no default. */
    sct_lab skin_lab;
    /* The healed colour; it has no default. */
    sct_lab lab;
    /* How many dots there are on a cm2, of an area [0, 2000]; default 180. */
    double density_per_cm2;
    /* How far `lab` may be off, one standard deviation of each of L*, a* and b* [0.1, 20]; default 1.5. */
    double sd;
    /* What it is the colour of: SCT_HEALED_DOT (default), a dot as an eye sees it from 30 cm; SCT_HEALED_AREA, dots and the
     * skin between them, their mean light; SCT_HEALED_SOLID, ink everywhere. */
    sct_healed_part part;
    /* Zero. */
    int reserved;
    /* version 0.1 ends here */
} sct_mark;
/* Fills the defaults and the size. */
SCT_API void sct_mark_init_sized(sct_mark *mark, size_t size);
#define sct_mark_init(mark) sct_mark_init_sized((mark), sizeof *(mark))
/* The most marks of one artist, and the most inks that a strength is kept of. */
#define SCT_MARKS_MAX       200
#define SCT_ARTIST_INKS_MAX 12

/* How to learn. */
typedef struct sct_artist_options {
    /* Set by sct_artist_options_init. */
    size_t size;
    /* Who it is, at most 63 bytes, and the day ("2026-11-29"); null (default): not said. */
    const char *name, *date;
    /* version 0.1 ends here */
} sct_artist_options;
/* Fills the defaults and the size. */
SCT_API void sct_artist_options_init_sized(sct_artist_options *options, size_t size);
#define sct_artist_options_init(options) sct_artist_options_init_sized((options), sizeof *(options))

/* A hand; free it with sct_artist_free. */
typedef struct sct_artist sct_artist;

/* What is known of a hand. The texts belong to it; "" where they were not said. */
typedef struct sct_artist_info {
    const char *name, *date;
    /* How deep the top of the ink lies, um, and between what 95 % of this artist's dots lie. */
    double depth_um, depth_lo_um, depth_hi_um;
    /* The healed radius of a dot, mm. */
    double dot_radius_mm;
    /* How much stronger than usual inks come out, and by what factor an ink may still be off, 95 % (1.0 and above). */
    double strength, strength_factor;
    /* The marks it rests on, and those among them that count less than half. */
    size_t mark_count, odd_count;
    size_t ink_count;
    /* The median distance of marks from their prediction, dE00: by a hand that nobody measured, and by what the other marks
     * tell. NaN for fewer than two marks. */
    double before_de00, after_de00;
} sct_artist_info;

/* How strong one ink comes out, beside the hand's own strength. The text belongs to the hand. */
typedef struct sct_artist_ink {
    const char *id;
    double strength;
    size_t mark_count;
} sct_artist_ink;

/* How one mark agrees. NaN where it is not known, as after reading a hand from its text. */
typedef struct sct_mark_fit {
    /* Its distance from the prediction of an unmeasured hand, and of what the other marks tell, dE00. */
    double before_de00, after_de00;
    /* How much it counts [0, 1]. */
    double weight;
} sct_mark_fit;

/*
 * Learns a hand; options may be null. Inks that cannot be predicted, and skins
 * that no skin has, are refused with the number of the mark. SCT_ERR_ARGUMENT,
 * SCT_ERR_OPTION, SCT_ERR_NOTHING, SCT_ERR_MEMORY, SCT_ERR_INTERRUPTED.
 */
SCT_API SCT_NODISCARD sct_status sct_artist_learn(sct_context *ctx, const sct_artist_options *options,
                                                  const sct_palette *palette, const sct_mark *marks, size_t count,
                                                  sct_artist **out);
/* A hand from its text. SCT_ERR_PALETTE with the place in it, SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_artist_from_json(sct_context *ctx, const void *text, size_t size, sct_artist **out);
/* Its text, indented; free with sct_bytes_free. Reading it again gives the same hand. SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_artist_json(sct_context *ctx, const sct_artist *artist, sct_bytes *out);
/* Frees a hand, and with it the texts that it gave out. */
SCT_API void sct_artist_free(sct_artist *artist);
/* What is known of it. SCT_ERR_ARGUMENT for null. */
SCT_API sct_status sct_artist_describe_sized(const sct_artist *artist, sct_artist_info *out, size_t size);
#define sct_artist_describe(artist, out) sct_artist_describe_sized((artist), (out), sizeof *(out))
/* Ink number `index`, from 0. SCT_ERR_ARGUMENT past the last. */
SCT_API sct_status sct_artist_ink_at_sized(const sct_artist *artist, size_t index, sct_artist_ink *out, size_t size);
#define sct_artist_ink_at(artist, index, out) sct_artist_ink_at_sized((artist), (index), (out), sizeof *(out))
/* Mark number `index`, from 0, in the order in which they were given. SCT_ERR_ARGUMENT past the last. */
SCT_API sct_status sct_artist_mark_at_sized(const sct_artist *artist, size_t index, sct_mark_fit *out, size_t size);
#define sct_artist_mark_at(artist, index, out) sct_artist_mark_at_sized((artist), (index), (out), sizeof *(out))

#ifdef __cplusplus
}
#endif
#endif
