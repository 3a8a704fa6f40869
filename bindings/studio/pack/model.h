/*
 * bindings/studio/pack/model.h - how likely the next bit is a one, after all that came before it.
 */
#ifndef STUDIO_PACK_MODEL_H
#define STUDIO_PACK_MODEL_H

#include "studio/pack/walk.h"

/* Clears the model; the bytes will be put into `bytes`. code: they are a WebAssembly module, up to its data. */
void model_start(uint8_t *bytes, int code);
/* How likely the next bit is a one, of 65536: between 16 and 65520. */
uint32_t model_guess(void);
/* Takes the bit that it was; after eight, bytes[] has one more. */
void model_take(int bit);

#endif
