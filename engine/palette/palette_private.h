/*
 * engine/palette/palette_private.h - what the files of the ink room share.
 *
 * The JSON tree is kept, because it holds the keys this version does not know.
 * Texts are copied out of it into one block, cleaned for terminals and reports.
 */
#ifndef ENGINE_PALETTE_PRIVATE_H
#define ENGINE_PALETTE_PRIVATE_H

#include "palette/palette.h"

enum {
    PALETTE_ID_MAX = 128,      /* bytes of an id */
    PALETTE_COLOUR_MAX = 1000, /* colours of one ink: every look at it goes through them all */
    PALETTE_PIGMENT_MAX = 32,  /* pigments of one ink: real ones have one to six */
    PALETTE_SAMPLE_MAX = 2000, /* samples of a spectrum: 1 nm from ultraviolet to infrared */
    PALETTE_WARNING_MAX = 100, /* warnings kept; further ones are counted */
    PALETTE_WARNING_SIZE = 192,
    PALETTE_PATH_SIZE = 96
};

/* Where an id stands, for looking it up by bisection. */
typedef struct palette_id {
    const char *id;
    size_t index;
} palette_id;

struct sct_palette {
    json *root;
    palette_info info;
    palette_ink *inks;
    size_t ink_count;
    palette_id *ids; /* sorted by id */
    sct_ink_colour *colours;
    sct_ink_pigment *pigments;
    const char **ingredients;
    double *samples;
    char *texts;
    char (*warning_texts)[PALETTE_WARNING_SIZE];
    const char **warnings;
};

/* A palette while it is read: how much of each block is taken. */
typedef struct palette_reader {
    sct_context *ctx;
    sct_palette *palette;
    size_t texts_used, colours_used, pigments_used, ingredients_used, samples_used;
    size_t warnings_dropped;
    size_t approximated; /* colours converted without a spectrum */
} palette_reader;

/* A position in the JSON: a key of the parent, or (key null) an element of it. The root has no parent. */
typedef struct place {
    const struct place *parent;
    const char *key;
    size_t index;
} place;

typedef enum field_need { FIELD_OPTIONAL, FIELD_REQUIRED } field_need;

/* Refuses with SCT_ERR_PALETTE and "path.key: text"; key may be null. */
SCT_NODISCARD sct_status field_refuse(palette_reader *reader, const place *at, const char *key, const char *format, ...)
    SCT_PRINTF(4, 5);
/* Notes a warning "path.key: text". */
void field_warn(palette_reader *reader, const place *at, const char *key, const char *format, ...) SCT_PRINTF(4, 5);

/* Member of an object; null when absent or JSON null, which say the same. */
const json *field_get(const json *object, const char *key);
/* Refuses what is no object; warns of each key that is not in the list (ended by null). */
SCT_NODISCARD sct_status field_object(palette_reader *reader, const place *at, const json *value, const char *const *known);
/* The array under a key, or null when it is optional and absent. */
SCT_NODISCARD sct_status field_array(palette_reader *reader, const place *at, const json *object, const char *key,
                                     field_need need, const json **out);
/* A text, cleaned; optional and absent gives "". Required texts may not be empty. */
SCT_NODISCARD sct_status field_text(palette_reader *reader, const place *at, const json *object, const char *key,
                                    field_need need, const char **out);
/* A number in [lo, hi]; optional and absent leaves *out as it is. */
SCT_NODISCARD sct_status field_number(palette_reader *reader, const place *at, const json *object, const char *key,
                                      field_need need, double lo, double hi, double *out);
/* One of a few words, as its position in the list (ended by null); optional and absent leaves *out as it is. */
SCT_NODISCARD sct_status field_word(palette_reader *reader, const place *at, const json *object, const char *key,
                                    field_need need, const char *const *words, int *out);
/* A cleaned copy of a text in the palette's block. */
const char *field_keep_text(palette_reader *reader, const char *text);

/* palette_ink.c: one element of "inks". */
SCT_NODISCARD sct_status palette_read_ink(palette_reader *reader, const place *at, const json *value, palette_ink *out);
/* Non-zero, with the colour, for "#rgb" and "#rrggbb". */
int palette_read_hex(const char *text, uint8_t srgb[3]);
/* palette_colour.c: one element of "colours". */
SCT_NODISCARD sct_status palette_read_colour(palette_reader *reader, const place *at, const json *value,
                                             sct_ink_colour *out);

/* palette_convert.c */
typedef enum palette_gloss { PALETTE_GLOSS_FINE, PALETTE_GLOSS_CLIPPED, PALETTE_GLOSS_IMPOSSIBLE } palette_gloss;
/* Share of light that the surface of a colour in this state mirrors at normal incidence. */
double palette_surface(sct_colour_state state);
/* How far off, dE00, a Lab converted without a spectrum may be (95 % of measured skins; inks are less chromatic); 0 where
 * there is nothing to convert. */
double palette_conversion_error(const sct_ink_colour *colour);
/* Lab of a spectrum (as given) under its own conditions. */
sct_lab palette_lab_as_given(const sct_ink_colour *colour);
/* Fills colour->lab from the spectrum, or without one from lab_as_given. */
palette_gloss palette_convert(sct_ink_colour *colour);

/* palette_canonical.c: RFC 8785 text of a JSON value; free data with mem_free. */
SCT_NODISCARD sct_status palette_canonical(sct_context *ctx, const json *value, bytes_buffer *out);

/* Known keys of each object of the format, ended by null. */
extern const char *const palette_keys_root[], *const palette_keys_provenance[],
                                                  *const palette_keys_ink[], *const palette_keys_dilution[],
                                                                                 *const palette_keys_pigment[],
                                                                                     *const palette_keys_colour[],
                                                                                         *const palette_keys_spectrum[];

#endif
