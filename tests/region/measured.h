/* tests/region/measured.h - what the region tests share: clients of every class, photos measured as the pipeline does. */
#ifndef TESTS_REGION_MEASURED_H
#define TESTS_REGION_MEASURED_H

#include "phantom/phantom.h"
#include "region/region.h"

/* Measures a phantom photo without a chart, to u95 2. shapes may be null: everything is found; options may be null. */
sct_status measured(sct_context *ctx, const phantom_photo *rendered, const sct_shape *shapes, size_t shape_count,
                    unsigned roles, const sct_measure_options *options, uint8_t *labels, region_result *out);

sct_shape measured_rect(sct_role role, const phantom_rect *r);

/* The n-th held-out client of an ITA class, 450 x 350 pixels; every fourth in front of wood. */
void measured_client(const phantom_library *library, phantom_params *p, int ita_class, int n);
/* Even light and a true camera, but gloss, pores, thin stubble, blur, noise and JPEG. */
void measured_contaminated(phantom_params *p);

#endif
