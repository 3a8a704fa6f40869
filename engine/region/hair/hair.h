/*
 * engine/region/hair/hair.h - the client's hair: stubble (fibres with skin between them) or
 * grown hair.
 */
#ifndef ENGINE_REGION_HAIR_H
#define ENGINE_REGION_HAIR_H

#include "region/fibre/fibre.h"
#include "region/job.h"

/* Fewer middles of fibres tell no colour. */
enum { REGION_CORES_MIN = 20 };

/* Measures the hair of one region; *bits are its flags. */
SCT_NODISCARD sct_status region_measure_hair(sct_context *ctx, region_job *job, const region_spans *spans, sct_hair *out,
                                             uint32_t *bits);

/* Labels, where they are wanted, the hair of a region that was measured: fibres as hair, gloss as gloss; grown hair all
 * over.
 */
SCT_NODISCARD sct_status region_label_hair(sct_context *ctx, const region_job *job, const region_spans *spans,
                                           sct_hair_kind kind);

/* Stubble: strand, shadow and counts of a region whose fibres were gathered. */
SCT_NODISCARD sct_status region_measure_stubble(sct_context *ctx, const region_job *job, const region_fibres *fibres,
                                                sct_hair *hair, uint32_t *bits);
/* The least share of light, pale fibres that the count allows (95 %), whether or not they can be told from gaps and halos.
 */
double region_grey_least(const region_fibres *fibres);
/* The strand of stubble, unmixed from blur, and the purity of the cores it was taken from. */
SCT_NODISCARD sct_status region_measure_strand(sct_context *ctx, const region_job *job, const region_fibres *fibres,
                                               sct_hair *hair, double *purity);
/* What no strand shows: its colour may be anything from this area's to black. Returns the bound, dE00. */
double region_unseen_u95(sct_lab area);

#endif
