/*
 * engine/skin/light/slab.h - private: adding-doubling, from quadrature to the light
 * that comes back from a stack of plane layers.
 *
 * Lengths are cm, coefficients per cm. All spectra hold SKIN_PAD values: the 31
 * wavelengths and one repeat of the last, so that every vector width divides it.
 */
#ifndef ENGINE_SKIN_LIGHT_SLAB_H
#define ENGINE_SKIN_LIGHT_SLAB_H

#include "skin/skin.h"

/* Light that each stream loses sideways, over the extinction of the medium (lateral.c). */
typedef struct slab_sideways {
    double of[SKIN_STREAMS_MAX][SKIN_PAD];
} slab_sideways;

/* Wavelengths of one group are cut into equally many slices. No vector is wider, so that the cut is the same for all. */
enum { SLAB_GROUP = 8, SLAB_GROUPS = SKIN_PAD / SLAB_GROUP };

/*
 * One homogeneous layer after delta-M scaling, as the kernels take it:
 * optical depth of the first thin slice, its albedo, the anisotropy g, and how
 * often the slice is doubled, for each group: blue light meets twice as much as red and
 * is absorbed sooner. A semi-infinite layer is one doubled until no light
 * comes through.
 */
typedef struct slab_layer {
    double slice[SKIN_PAD];
    double albedo[SKIN_PAD];
    double g[SKIN_PAD];
    int doublings[SLAB_GROUPS];
    const slab_sideways *sideways; /* or null */
} slab_layer;

/* A stack from top to bottom. Exactly one of deep, deep_back and albedo ends it; cover null: a bare surface. */
typedef struct slab_stack {
    const skin_cover *cover;
    const slab_layer *layers[4];
    int count;
    const slab_layer *deep;         /* semi-infinite layer */
    const skin_operator *deep_back; /* its reflection, from slab_deep; streams <= SKIN_STREAMS_CACHED */
    const double *albedo;           /* Lambertian backing [0, 1], SKIN_PAD values */
} slab_stack;

/* Fills quadrature and surface for light from above in air onto a medium of this refractive index [1, 2]; n = 4, 8, 16. */
void skin_streams_init(skin_streams *streams, int n, double index);

/* A layer of thickness_cm; the absorption is raised to at least 1e-12 per cm. */
void slab_layer_init(slab_layer *layer, const skin_streams *streams, double thickness_cm, const double absorption[SKIN_PAD],
                     const double scattering[SKIN_PAD], const double g[SKIN_PAD]);
/* The same, infinitely thick; the absorption is raised to at least 1e-6 per cm. `sideways` may be null. */
void slab_layer_init_deep(slab_layer *layer, const skin_streams *streams, const double absorption[SKIN_PAD],
                          const double scattering[SKIN_PAD], const double g[SKIN_PAD], const slab_sideways *sideways);
/* First slices of double the depth, or four times with 8 streams, whose slices are finer: enough for what is lost of light
 * that varies sideways, a part of a reflectance of which a dot shows a share. A dot's reflectance moves by less than 1e-4.
 */
void slab_layer_coarsen(slab_layer *layer, const skin_streams *streams);

/* Diffuse reflectance of a stack for a collimated beam at normal incidence; specular reflection excluded. */
void slab_reflect(const skin_streams *streams, const slab_stack *stack, double out[SKIN_PAD]);
/* Reflection of a semi-infinite layer; streams <= SKIN_STREAMS_CACHED. */
void slab_deep(const skin_streams *streams, const slab_layer *layer, skin_operator *back);
/* Reflection of a stack without cover, as another one's deep_back; streams <= SKIN_STREAMS_CACHED. */
void slab_under(const skin_streams *streams, const slab_stack *stack, skin_operator *back);
/* The surface with these layers below it; streams <= SKIN_STREAMS_CACHED. */
void slab_cover_init(skin_cover *cover, const skin_streams *streams, const slab_layer *const layers[], int count);
/* Reflectance and transmittance of one layer in its own medium (no surface) for normal incidence: the unit tests' quantity.
 */
void slab_flux(const skin_streams *streams, const slab_layer *layer, double reflectance[SKIN_PAD],
               double transmittance[SKIN_PAD]);

/*
 * Ink in one place of a layer of an otherwise bare stack. The layer stands
 * twice, bare and inked, cut into the same slices; what lies above and below is
 * bare. For light that varies sideways with frequency k the layer is inked with
 * `sideways` losses, between the reflections deep and cover.back of that k.
 */
typedef struct slab_place {
    const skin_cover *cover;   /* of light that does not vary */
    const skin_operator *deep; /* likewise */
    const slab_layer *bare, *inked;
} slab_place;
enum { SLAB_LEVELS = 30 };
/* Room to work in: what the kernels keep of a place, for 8 streams and vectors of 8; less is used of it with less. */
typedef struct slab_room {
    double at[(SLAB_LEVELS + 4) * 8 * 8 * 8 + 10 * 8];
} slab_room;

/*
 * What the reflectance of the bare stack loses by the ink, for modulation of one
 * frequency: `mode` holds the losses above and below, `sideways` those in the
 * layer. streams <= SKIN_STREAMS_CACHED, doublings of the layers at most SLAB_LEVELS.
 */
void slab_loss(const skin_streams *streams, const slab_place *place, const skin_mode *const modes[],
               const slab_sideways *sideways, int count, slab_room *room, double (*out)[SKIN_PAD]);
/* Frequencies, per cm, of skin_mode number 0 to SKIN_MODES - 1; the first is 0. */
double lateral_per_cm(int mode);
/* Losses sideways in a medium, of each stream over its extinction, of what varies with this frequency. */
void lateral_losses(const skin_streams *streams, double per_cm, const double absorption[SKIN_PAD],
                    const double scattering[SKIN_PAD], const double g[SKIN_PAD], slab_sideways *out);
/* A layer of the same thickness as another, of another medium, in as many slices. */
void slab_layer_like(slab_layer *layer, const slab_layer *other, const skin_streams *streams, double thickness_cm,
                     const double absorption[SKIN_PAD], const double scattering[SKIN_PAD], const double g[SKIN_PAD]);

/* One build of the kernels: the same source for another number of streams or another instruction set, the same bits out. */
typedef struct slab_kernels {
    int streams;
    void (*reflect)(const skin_streams *, const slab_stack *, double *);
    void (*deep)(const skin_streams *, const slab_layer *, skin_operator *);
    void (*under)(const skin_streams *, const slab_stack *, skin_operator *);
    void (*cover)(skin_cover *, const skin_streams *, const slab_layer *const *, int);
    void (*flux)(const skin_streams *, const slab_layer *, double *, double *);
    void (*loss)(const skin_streams *, const slab_place *, const skin_mode *const *, const slab_sideways *, int, slab_room *,
                 double (*)[SKIN_PAD]);
} slab_kernels;

enum { SLAB_KERNELS = 3 };
extern const slab_kernels slab_kernels_plain[SLAB_KERNELS];
extern const slab_kernels slab_kernels_avx2[SLAB_KERNELS];
extern const slab_kernels slab_kernels_avx512[SLAB_KERNELS]; /* empty where it was not built for it */
/* The fastest kernels that this machine has for a number of streams, none beyond `most` (tests compare them all). */
typedef enum slab_build { SLAB_PLAIN, SLAB_AVX2, SLAB_AVX512 } slab_build;
const slab_kernels *slab_kernels_for(int streams, slab_build most);

#endif
