/* tests/match/client.h - measured clients and palettes made up for tests. */
#ifndef TESTS_MATCH_CLIENT_H
#define TESTS_MATCH_CLIENT_H

#include "match/match.h"

/* A colour known with this standard deviation in L*, a*, b*, a quarter of the variance its own noise. */
sct_estimate estimate_of(sct_lab lab, double sd);
/* Light skin, black stubble, a chart in the photo: a client as good as they come. */
sct_measurement client_of(sct_lab skin, sct_lab strand, sct_lab shadow, double sd);
sct_measurement typical_client(void);

/* Reads a palette from text; the test fails if it cannot. */
sct_palette *palette_of(const char *text);
/* Carbon black 15 %, 3:1 to 60:1 by 0.5, known by composition only. */
extern const char carbon_palette[];

/* Ranks with a fitted client, or fails the test. */
size_t rank_all(const sct_match_options *options, const sct_measurement *client, const sct_palette *palette,
                match_candidate *rows, size_t capacity, match_ranking *out);

#endif
