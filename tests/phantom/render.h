/* tests/phantom/render.h - inside the phantom: what the painter and the truth share. */
#ifndef TESTS_PHANTOM_RENDER_H
#define TESTS_PHANTOM_RENDER_H

#include "phantom/card.h"
#include "phantom/scene.h"

/* The chart of the parameters, placed; patches must live as long as *out. */
void render_chart(const phantom_params *p, const scene *s, phantom_patch patches[24], phantom_planar *out);
/* The truth of a scene, from spectra and geometry. */
phantom_truth render_truth(const scene *s);

#endif
