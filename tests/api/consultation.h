/*
 * tests/api/consultation.h - one of everything that a program can hold, made
 * through the public calls alone, for the tests of those calls.
 */
#ifndef TESTS_API_CONSULTATION_H
#define TESTS_API_CONSULTATION_H

#include "api/stack_room.h"
#include "phantom/phantom.h"
#include "scalptone.h"

typedef struct consultation {
    sct_context *ctx;
    phantom_photo head_file, chart_file;
    sct_photo *head;       /* skin to the left, stubble to the right */
    sct_photo *with_chart; /* a ColorChecker */
    sct_shape *skin, *hair, *area;
    sct_palette *palette;
    sct_measurement *client; /* of the head, by the shapes */
    sct_ranking *ranking;    /* of the palette */
    sct_chart *chart;        /* a card's layout */
    sct_chart_result *found; /* in with_chart */
    sct_ink_optics *optics;  /* of the first ink */
    sct_healed *healed;      /* of these optics, with its band */
    sct_look *look;          /* the first row of the ranking */
    sct_preview *preview;    /* of the head with an area, and that look shown */
} consultation;

/* Two inks by composition, the second of two pigments, with two measured colours. */
extern const char consultation_inks[];

/* Fails the test that calls it where anything is refused. */
void consultation_open(consultation *c);
void consultation_close(consultation *c);

/* Fails unless the call answers SCT_OK, and says the message. */
#define WORKS(c, call)                                                                                                      \
    do {                                                                                                                    \
        stack_room_paint();                                                                                                 \
        sct_status works_status = (call);                                                                                   \
        consultation_works((c), works_status, #call, __FILE__, __LINE__);                                                   \
    } while (0)
/* Sees each of these calls, and its status, once it is back; or null. */
extern void (*consultation_sees)(const char *call);
void consultation_works(const consultation *c, sct_status status, const char *what, const char *file, int line);

#endif
