/* engine/record/record_table.c - the fields of a record, in the order in which they are written. */
#include "record/record.h"

/* The key is how programs name the field; N stands for the row of a list. */
#define TOP(name, kind, lo, hi)                                                                                             \
    {                                                                                                                       \
        name, "", name, kind, lo, hi, NULL, 0                                                                               \
    }
#define ONE(section, name, kind, lo, hi)                                                                                    \
    {                                                                                                                       \
        section "." name, section, name, kind, lo, hi, NULL, 0                                                              \
    }
#define TEXT(section, name)           ONE(section, name, RECORD_TEXT, 0, 0)
#define DAY(section, name)            ONE(section, name, RECORD_DAY, 0, 0)
#define MOMENT(section, name)         ONE(section, name, RECORD_MOMENT, 0, 0)
#define NUMBER(section, name, lo, hi) ONE(section, name, RECORD_NUMBER, lo, hi)
#define LAB(section, name)            ONE(section, name, RECORD_LAB, 0, 0)
#define CHECK(section, name)          ONE(section, name, RECORD_CHECK, 0, 0)
#define ROW(section, name, kind, rows)                                                                                      \
    {                                                                                                                       \
        section ".N." name, section, name, kind, 0, 1e6, NULL, rows                                                         \
    }
#define RANGE(section, name, lo, hi, rows)                                                                                  \
    {                                                                                                                       \
        section ".N." name, section, name, RECORD_NUMBER, lo, hi, NULL, rows                                                \
    }
#define WORDS(section, name, all, rows)                                                                                     \
    {                                                                                                                       \
        section ".N." name, section, name, RECORD_WORD, 0, 0, all, rows                                                     \
    }

enum { PLAN = 3, SESSIONS = 32, MIXES = 32, RESULTS = 16, CERTIFICATES = 8, PHOTOS = 64 };

const record_field record_fields[] = {
    TOP("client", RECORD_TEXT, 0, 0),
    TOP("created", RECORD_DAY, 0, 0),
    TOP("area", RECORD_TEXT, 0, 0),
    TOP("needle", RECORD_TEXT, 0, 0),
    TOP("depth_mm", RECORD_NUMBER, 0, 10),
    TOP("notes", RECORD_TEXT, 0, 0),
    TEXT("program", "version"),
    NUMBER("program", "seed", 0, 1.8446744073709552e19),
    TEXT("palette", "name"),
    TEXT("palette", "fingerprint"),
    TEXT("calibration", "kind"),
    NUMBER("calibration", "u95_de00", 0, 1000),
    LAB("measured", "skin_lab"),
    NUMBER("measured", "skin_u95_de00", 0, 1000),
    LAB("measured", "hair_lab"),
    NUMBER("measured", "hair_u95_de00", 0, 1000),
    TEXT("measured", "hair_kind"),
    CHECK("recommended", "pick"),
    TEXT("recommended", "ink"),
    TEXT("recommended", "title"),
    TEXT("recommended", "shade"),
    NUMBER("recommended", "parts_ink", 0, 1e6),
    NUMBER("recommended", "parts_water", 0, 1e6),
    NUMBER("recommended", "ink_ml", 0, 1e4),
    NUMBER("recommended", "second_ml", 0, 1e4),
    NUMBER("recommended", "water_ml", 0, 1e4),
    NUMBER("recommended", "density_per_cm2", 0, 1e4),
    LAB("recommended", "dot_lab"),
    ONE("recommended", "dot_u95_de00", RECORD_NUMBER, 0, 50),
    LAB("recommended", "area_lab"),
    ROW("plan", "session", RECORD_TEXT, PLAN),
    ROW("plan", "ink", RECORD_TEXT, PLAN),
    ROW("plan", "parts_water", RECORD_NUMBER, PLAN),
    ROW("plan", "density_per_cm2", RECORD_NUMBER, PLAN),
    TEXT("chosen", "ink"),
    TEXT("chosen", "lot"),
    DAY("chosen", "expiry"),
    NUMBER("chosen", "parts_ink", 0, 1e6),
    NUMBER("chosen", "parts_water", 0, 1e6),
    NUMBER("chosen", "ink_ml", 0, 1e4),
    NUMBER("chosen", "water_ml", 0, 1e4),
    TEXT("chosen", "reason"),
    MOMENT("patch_test", "placed"),
    MOMENT("patch_test", "read"),
    CHECK("patch_test", "clear"),
    CHECK("consent", "signed"),
    DAY("consent", "date"),
    CHECK("consent", "photos"),
    ROW("sessions", "date", RECORD_DAY, SESSIONS),
    ROW("sessions", "ink", RECORD_TEXT, SESSIONS),
    ROW("sessions", "parts_water", RECORD_NUMBER, SESSIONS),
    ROW("sessions", "density_per_cm2", RECORD_NUMBER, SESSIONS),
    ROW("sessions", "needle", RECORD_TEXT, SESSIONS),
    ROW("sessions", "notes", RECORD_TEXT, SESSIONS),
    ROW("mixes", "date", RECORD_DAY, MIXES),
    ROW("mixes", "ink", RECORD_TEXT, MIXES),
    ROW("mixes", "want_parts_water", RECORD_NUMBER, MIXES),
    ROW("mixes", "parts_water", RECORD_NUMBER, MIXES),
    ROW("mixes", "de00", RECORD_NUMBER, MIXES),
    ROW("mixes", "verdict", RECORD_TEXT, MIXES),
    ROW("results", "date", RECORD_DAY, RESULTS),
    ROW("results", "photo", RECORD_TEXT, RESULTS),
    WORDS("results", "outcome", "unsure as-planned lighter darker", RESULTS),
    RANGE("results", "dl", -100, 100, RESULTS),
    ROW("results", "dl_u95", RECORD_NUMBER, RESULTS),
    ROW("results", "area_lab", RECORD_LAB, RESULTS),
    ROW("results", "area_u95_de00", RECORD_NUMBER, RESULTS),
    ROW("results", "dot_lab", RECORD_LAB, RESULTS),
    ROW("results", "dot_u95_de00", RECORD_NUMBER, RESULTS),
    RANGE("results", "retention", 0, 1, RESULTS),
    RANGE("results", "retention_lo", 0, 1, RESULTS),
    RANGE("results", "retention_hi", 0, 1, RESULTS),
    ROW("results", "density_per_cm2", RECORD_NUMBER, RESULTS),
    ROW("results", "verdict", RECORD_TEXT, RESULTS),
    TEXT("practitioner", "name"),
    TEXT("practitioner", "training"),
    TEXT("practitioner", "board_of_health"),
    WORDS("certificates", "body", "AAM AIIC SPCP other", CERTIFICATES),
    ROW("certificates", "number", RECORD_TEXT, CERTIFICATES),
    ROW("certificates", "valid_until", RECORD_DAY, CERTIFICATES),
    CHECK("checklist", "applicators"),
    CHECK("checklist", "gloves"),
    CHECK("checklist", "sterilised"),
    CHECK("checklist", "waste"),
    CHECK("checklist", "room"),
    WORDS("photos", "role", "before after other", PHOTOS),
    ROW("photos", "sha256", RECORD_TEXT, PHOTOS),
    ROW("photos", "date", RECORD_DAY, PHOTOS),
};
const size_t record_field_count = sizeof record_fields / sizeof record_fields[0];
