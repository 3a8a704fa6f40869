/* correct_flash.h - private to the correct room: two photos of one view, one of them with the phone's flash. */
#ifndef CORRECT_FLASH_H
#define CORRECT_FLASH_H

#include "correct/correct.h"

/* Where the same place lies in the other photo: x' = m[0][0] x + m[0][1] y + m[0][2], y' likewise. Pixels of the photos. */
typedef struct flash_shift {
    double m[2][3];
} flash_shift;

/* Lays the second photo, of the same size, on the first. SCT_ERR_NOTHING when too little of them agrees, SCT_ERR_MEMORY,
 * SCT_ERR_INTERRUPTED. */
SCT_NODISCARD sct_status correct_flash_align(sct_context *ctx, const pixels_image *flash, const pixels_image *other,
                                             flash_shift *out);

#endif
