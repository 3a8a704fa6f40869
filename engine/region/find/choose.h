/* engine/region/find/choose.h - the client's hair where nobody has shown it, found and measured. */
#ifndef ENGINE_REGION_CHOOSE_H
#define ENGINE_REGION_CHOOSE_H

#include "region/job.h"

/* Finds and measures it into job->out->hair; *bits are its flags. Free out with region_spans_free. SCT_ERR_NOTHING. */
SCT_NODISCARD sct_status region_choose_hair(sct_context *ctx, region_job *job, region_spans *out, uint32_t *bits);

#endif
