/*
 * scalptone/record.h - what the artist keeps of a consultation.
 *
 * WHAT THIS IS FOR
 *
 * In six weeks somebody will want to mix the same again, and in many places the
 * law asks which lot of which ink went into whom. A record holds that: what was
 * measured and recommended, the ink that was CHOSEN and why, lots and expiry,
 * needle, patch test, consent, sessions, training and approval, and which
 * photos belong to it, told by their SHA-256. No photo is in it, and the client
 * is whatever reference the artist gives.
 *
 * THE ORDER OF CALLS
 *
 *     sct_record *record = NULL;
 *     sct_bytes text = {0};
 *     sct_status status = sct_record_new(ctx, client, inks, ranking, &record);
 *     if (status == SCT_OK)
 *         status = sct_record_set(ctx, record, "client", "anna");
 *     if (status == SCT_OK)
 *         status = sct_record_set(ctx, record, "sessions.1.date", "2026-11-29");
 *     if (status == SCT_OK)
 *         status = sct_record_json(ctx, record, &text);
 *     sct_bytes_free(&text);
 *     sct_record_free(record);
 *
 * FIELDS
 *
 * A field has a key, and its value is a text, whatever it stands for in JSON:
 *
 *     client, created, area, needle, depth_mm, notes
 *     program.version, program.seed, palette.name, palette.fingerprint
 *     calibration.kind, calibration.u95_de00
 *     measured.skin_lab, measured.skin_u95_de00, measured.hair_lab,
 *     measured.hair_u95_de00, measured.hair_kind
 *     recommended.pick, .ink, .title, .shade, .parts_ink, .parts_water,
 *     .ink_ml, .second_ml, .water_ml, .density_per_cm2, .dot_lab,
 *     .dot_u95_de00, .area_lab
 *     chosen.ink, .lot, .expiry, .parts_ink, .parts_water, .ink_ml, .water_ml,
 *     .reason
 *     patch_test.placed, .read, .clear
 *     consent.signed, .date, .photos
 *     practitioner.name, .training, .board_of_health
 *     checklist.applicators, .gloves, .sterilised, .waste, .room
 *
 * and in lists, whose rows count from 1 and are filled in order (the dots of a session are those over all sessions so far):
 *
 *     plan.N.session, .ink, .parts_water, .density_per_cm2
 *     sessions.N.date, .ink, .parts_water, .density_per_cm2, .needle, .notes
 *     mixes.N.date, .ink, .want_parts_water, .parts_water, .de00, .verdict: what
 *     a film of the mix in the cup showed (swatch.h)
 *     results.N.date, .photo, .outcome, .dl, .dl_u95, .area_lab,
 *     .area_u95_de00, .dot_lab, .dot_u95_de00, .retention, .retention_lo,
 *     .retention_hi, .density_per_cm2, .verdict: what a healed photo, told by its SHA-256,
 *     showed against the plan (verify.h)
 *     certificates.N.body (AAM, AIIC, SPCP, other), .number, .valid_until
 *     photos.N.role (before, after, other), .sha256, .date
 *
 * A day is written 2026-11-29, a moment 2026-11-29T14:30 or as a day alone, a
 * colour L,a,b, and what is checked or not "yes" or "no". What nobody filled in
 * is "", and nothing is checked before somebody checks it.
 *
 * FILES
 *
 * The text has a version. One of a newer version, or with a key that this one
 * does not know, is refused rather than read in part, so that nothing is lost
 * when it is written again. How it is kept safe on a disk is up to the program.
 * Behind a passphrase it is a file of another kind (sct_record_seal);
 * sct_record_open reads both.
 *
 * THREADS
 *
 * A record serves one thread at a time.
 */
#ifndef SCALPTONE_RECORD_H
#define SCALPTONE_RECORD_H

#include "base.h"
#include "match.h"
#include "measure.h"
#include "palette.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A record; free it with sct_record_free. */
typedef struct sct_record sct_record;

/*
 * A record of a ranking, or, where the three are null, an empty one. Where no
 * ink may be picked nothing is recommended in it. SCT_ERR_ARGUMENT (some null
 * and others not, or another palette), SCT_ERR_MEMORY.
 */
SCT_API SCT_NODISCARD sct_status sct_record_new(sct_context *ctx, const sct_measurement *measurement,
                                                const sct_palette *palette, const sct_ranking *ranking, sct_record **out);
/* A record from its text. SCT_ERR_PALETTE with the place in it, also for a newer version; SCT_ERR_PASSPHRASE (it is sealed),
 * SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_record_from_json(sct_context *ctx, const void *text, size_t size, sct_record **out);
/* Its text, indented; free with sct_bytes_free. Reading it again gives the same record. SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_record_json(sct_context *ctx, const sct_record *record, sct_bytes *out);
/*
 * The record behind a passphrase: bytes for a file that nobody reads without
 * it. libsodium makes the key (Argon2id, 3 passes over 64 MiB, about a fifth of
 * a second) and seals the text (XChaCha20-Poly1305), each time with a new salt.
 * passphrase: 8 to 1024 bytes, taken as they are; whoever forgets it has lost
 * the record. Free with sct_bytes_free. SCT_ERR_PASSPHRASE (too short, too
 * long, or sct_has(SCT_FEATURE_PASSPHRASE) is 0), SCT_ERR_MEMORY.
 */
SCT_API SCT_NODISCARD sct_status sct_record_seal(sct_context *ctx, const sct_record *record, const void *passphrase,
                                                 size_t passphrase_size, sct_bytes *out);
/*
 * A record from its file, sealed or not; of one that is not, the passphrase,
 * which may be null, is not looked at. SCT_ERR_PASSPHRASE (missing, wrong, or a
 * build that opens none), SCT_ERR_PALETTE (damaged, of a newer version, or as
 * sct_record_from_json), SCT_ERR_MEMORY.
 */
SCT_API SCT_NODISCARD sct_status sct_record_open(sct_context *ctx, const void *file, size_t size, const void *passphrase,
                                                 size_t passphrase_size, sct_record **out);
/* Whether the bytes of a file are those of a sealed record, 1 or 0; needs no passphrase. */
SCT_API int sct_record_is_sealed(const void *file, size_t size);
/* Frees a record. */
SCT_API void sct_record_free(sct_record *record);

/*
 * Sets a field, or empties it with "". SCT_ERR_ARGUMENT (no such key, or a row
 * past the next one), SCT_ERR_OPTION (a value that the field cannot have).
 */
SCT_API SCT_NODISCARD sct_status sct_record_set(sct_context *ctx, sct_record *record, const char *key, const char *value);
/* The value of a field, "" when it is empty, null for a key that there is not. Valid until the field is set again. */
SCT_API const char *sct_record_get(const sct_record *record, const char *key);
/* The keys, for lists of them: number `index`, from 0, with "N" for the row of a list; null past the last. Static storage.
 */
SCT_API const char *sct_record_key(size_t index);
/* How many rows of a list ("sessions") are filled; 0 for what is no list. */
SCT_API size_t sct_record_rows(const sct_record *record, const char *list);

/* Adds a photo by the SHA-256 of its file. role: "before", "after", "other"; date may be null. A photo that is there already
 * is not added again. SCT_ERR_OPTION (role, date, or no room for another). */
SCT_API SCT_NODISCARD sct_status sct_record_add_photo(sct_context *ctx, sct_record *record, const void *file, size_t size,
                                                      const char *role, const char *date);

/*
 * What is to be minded on a day ("2026-11-29"): ink that has expired, a
 * certificate that has run out, a patch test of less than 48 hours, what nobody
 * has checked. Sentences, each ended by a newline; empty when all is well. Free
 * with sct_bytes_free. SCT_ERR_OPTION (no day), SCT_ERR_MEMORY.
 */
SCT_API SCT_NODISCARD sct_status sct_record_warnings(sct_context *ctx, const sct_record *record, const char *day,
                                                     sct_bytes *out);
/* How unlike two clients are: the root mean square of the CIEDE2000 of their skins and of their hairs. SCT_ERR_NOTHING where
 * one of the four was not measured. */
SCT_API SCT_NODISCARD sct_status sct_record_distance(sct_context *ctx, const sct_record *one, const sct_record *other,
                                                     double *de00);

#ifdef __cplusplus
}
#endif
#endif
