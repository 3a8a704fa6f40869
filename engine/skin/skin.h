/*
 * engine/skin/skin.h - light in skin and ink, for other rooms.
 *
 * Spectra here are arrays of SKIN_PAD doubles: 400 to 700 nm by 10 nm, then
 * one repeat of the last value so that vectors of any width divide the array.
 * Reflectances exclude the specular reflection of the surface.
 *
 * The fast path, no allocation, a few dozen microseconds a colour:
 *     skin_client client;                              about 50 KB: embed or allocate it, do not nest it on stacks
 *     skin_client_init(&client, &tissue, 125, 4);      once per skin and depth; caches the dermis and the skin above the ink
 *     skin_ink ink = skin_ink_of(&optics);             once per ink
 *     skin_heal_at(&client, &ink, &dots, &spectra);    per dilution: reflectance of ink everywhere and of the area
 *     sct_lab lab = skin_lab(spectra.area, conditions);
 */
#ifndef ENGINE_SKIN_H
#define ENGINE_SKIN_H

#include "colour/colour.h"
#include "num/num.h"
#include "scalptone/skin.h"

/*
 * Optics of an ink as bottled, in the tissue: coefficients per cm that one unit of load adds. Load 1 would be tissue soaked
 * with undiluted fluid.
 */
struct skin_optics_told;
struct sct_ink_optics {
    double absorption[SCT_WAVELENGTHS]; /* per cm, >= 0 */
    double scattering[SCT_WAVELENGTHS]; /* per cm, >= 0 */
    double anisotropy[SCT_WAVELENGTHS]; /* mean cosine of scattering [0, 1) */
    double strength_sd; /* standard deviation of ln(strength); a factor of exp(1.96 strength_sd) either way holds 95 % */
    sct_optics_basis basis;
    char rests_on[128];            /* the basis in words, for people, terminated; "" when its maker did not say */
    int low_confidence;            /* non-zero: a pigment's optical constants are poorly known (77492, 77499) */
    struct skin_optics_told *told; /* of optics on the heap: what their maker reported; else null */
};

/* What films told and what they could not. */
typedef struct skin_drawdown_report {
    double fraction[SCT_PIGMENT_MAX]; /* volume fraction of each pigment in the fluid; above 3 pigments its stated share */
    double residual_de00;             /* mean over the films */
    double contrast_dL;               /* largest L* difference that backing or dilution made */
    int strength_known;               /* non-zero: the films are translucent enough (3 L*) and their thickness is given */
    double strength_sd;               /* of ln(strength), from the films alone */
    double ratio_sd;                  /* of ln(share) of the least certain pigment; 0 for one pigment */
    sct_flags flags; /* "one-swatch", "one-backing", "films-unpaired", "opaque-drawdown", "film-thickness-unknown",
                        "drawdown-misfit" */
} skin_drawdown_report;

/* sct_ink_optics_from_composition and sct_ink_optics_from_drawdowns, into the caller's optics. report may be null. */
SCT_NODISCARD sct_status skin_optics_from_composition(sct_context *ctx, const sct_pigment *pigments, size_t count,
                                                      sct_ink_optics *out);
SCT_NODISCARD sct_status skin_optics_from_drawdowns(sct_context *ctx, const sct_drawdown_options *options,
                                                    const sct_drawdown *films, size_t count, sct_ink_optics *out,
                                                    skin_drawdown_report *report);
/* The same in a room of the caller's, whose contents mean nothing; it allocates nothing. 66 KB: allocate it. */
typedef struct skin_film_room {
    double at[8448];
} skin_film_room;
SCT_NODISCARD sct_status skin_optics_from_films(sct_context *ctx, const sct_drawdown_options *options,
                                                const sct_drawdown *films, size_t count, skin_film_room *room,
                                                sct_ink_optics *out, skin_drawdown_report *report);

/* Colours (D50, 2 degrees, without gloss) of dry films that were laid down wet_um thick, wet, on a card of that reflectance:
 * one for each share of undiluted ink, which may be above 1. */
void skin_film_lab(const sct_ink_optics *optics, double wet_um, const double *shares, size_t count, double backing,
                   sct_lab *out);

/* What a healed ink looks like. Colours are under the conditions asked for. */
struct sct_healed {
    sct_tissue tissue;                   /* as given or fitted */
    double fit_de00;                     /* dE00 of the fitted skin from skin_lab; 0 with use_tissue */
    double reflectance[SCT_WAVELENGTHS]; /* of a dot as an eye sees it from 30 cm; specular excluded, [0, 1] */
    double bare_reflectance[SCT_WAVELENGTHS];
    double area_reflectance[SCT_WAVELENGTHS];  /* dots and skin between them seen from afar */
    double solid_reflectance[SCT_WAVELENGTHS]; /* of ink everywhere */
    sct_xyz xyz, solid_xyz;                    /* of the dot and of ink everywhere, Y of white = 1 */
    sct_lab lab, solid_lab, bare_lab, area_lab;
    double coverage;    /* share of the skin under dots [0, 1] */
    double load;        /* volume of undiluted fluid per volume of tissue, or 1 with pigments, at this age */
    char rests_on[128]; /* what the colour of the ink rests on, in words; "" for bare skin */
    int has_band;
    sct_heal_band band; /* zeros without has_band */
    sct_flags flags;    /* "skin-out-of-reach", "ink-low-confidence", "dots-merge" */
};
/* sct_heal, into the caller's. */
SCT_NODISCARD sct_status skin_heal(sct_context *ctx, const sct_heal_options *options, sct_healed *out);

enum { SKIN_PAD = 32, SKIN_STREAMS_MAX = 16, SKIN_STREAMS_CACHED = 8 };

/* The directions light is followed in (streams.c). */
typedef struct skin_streams {
    int n;           /* 4, 8 or 16 */
    double index;    /* refractive index of the medium */
    double specular; /* reflectance of the surface at normal incidence */
    double mu[SKIN_STREAMS_MAX], w[SKIN_STREAMS_MAX];
    double rho[SKIN_STREAMS_MAX];                 /* internal reflectance of the surface */
    double root[SKIN_STREAMS_MAX];                /* sqrt(w mu) */
    double p[SKIN_STREAMS_MAX][SKIN_STREAMS_MAX]; /* [k][i]: sqrt(w_i / mu_i) P_k(mu_i) */
} skin_streams;

/* Reflection and transmission operators, entry (i, j) of wavelength l at m[i * streams + j][l]. */
typedef struct skin_operator {
    double m[SKIN_STREAMS_CACHED * SKIN_STREAMS_CACHED][SKIN_PAD];
} skin_operator;

/*
 * What stands above a stack: the surface and, below it, any layers. `back`
 * reflects upward light down again, `down` is the light of the source below
 * the cover, `up` what share of upward light gets out, `body` the light that
 * never went below the cover. All in the symmetric basis (slab_kernel.h).
 */
typedef struct skin_cover {
    skin_operator back;
    double down[SKIN_STREAMS_CACHED][SKIN_PAD];
    double up[SKIN_STREAMS_CACHED][SKIN_PAD];
    double body[SKIN_PAD];
} skin_cover;

/* Absorption, scattering and scattering times g, per cm: quantities that add when media mix. */
typedef struct skin_medium {
    double absorption[SKIN_PAD], scattering[SKIN_PAD], forward[SKIN_PAD];
} skin_medium;

/* Optics of an ink per unit of load: what it adds to the tissue's medium. */
typedef skin_medium skin_ink;
skin_ink skin_ink_of(const sct_ink_optics *optics);
/* ink += fraction * the pigment number `pigment` of the table (skin_pigment_find), per volume fraction. */
void skin_ink_add_pigment(skin_ink *ink, int pigment, double fraction);
/* medium + load * ink. */
skin_medium skin_medium_plus(const skin_medium *medium, const skin_ink *ink, double load);
/* Mean cosine of its scattering; 0 where nothing scatters. */
void skin_medium_anisotropy(const skin_medium *medium, double g[SKIN_PAD]);
/* Index of a pigment by Colour Index number, or -1; the known ones, for messages. */
int skin_pigment_find(const char *ci);
#define SKIN_PIGMENTS_KNOWN "77266, 77491, 77492, 77499 and 77891"

/* Of ln(strength) of an ink known by composition, and what it rests on in words: particle sizes from 100 to 300 nm make a
 * factor of two either way (95 %). */
#define SKIN_COMPOSITION_SD    (0.69314718055994531 / NUM_TWO_SIDED_95)
#define SKIN_COMPOSITION_WORDS "composition (pigment list and Mie theory)"

/* Of films nobody said more about: reflectance of the cards, thickness when wet. */
#define SKIN_WHITE_CARD   0.85
#define SKIN_BLACK_CARD   0.03
#define SKIN_USUAL_WET_UM 30.0
/* Where nobody says more: the follicles of a head and the dots between them, and the share of an ink that a year takes. */
#define SKIN_USUAL_DENSITY_PER_CM2 180.0
#define SKIN_USUAL_FADE_PER_YEAR   0.12
/* Films tell the amounts of so many pigments; of more only that of the whole. */
enum { SKIN_PIGMENTS_TOLD_APART = 3 };

/* One skin, ready to be inked at one depth. Plain memory: copy it freely, one writer at a time, any number of readers. */
typedef struct skin_client {
    sct_tissue tissue;
    double depth_um; /* surface to top of the ink */
    skin_streams streams;
    skin_medium epidermis, dermis;
    double bare[SKIN_PAD]; /* reflectance without ink */
    skin_operator deep;    /* reflection of the dermis below (not for 16 streams) */
    skin_cover cover;      /* surface, epidermis, dermis above the ink (not for 16 streams) */
} skin_client;

/* Fills *client; tissue must be in range (skin_tissue_check); a depth inside the epidermis means its lower edge; streams 4,
 * 8 or 16. */
void skin_client_init(skin_client *client, const sct_tissue *tissue, double depth_um, int streams);
/* The same in as many directions as every colour that is told is followed in, SKIN_STREAMS_TOLD: match, heal, hands and
 * substitutes have it from here, so that what one learns the other can use. Four are off by up to dE00 .39 from sixteen on
 * skin of L* 76 to 24 and by .47 at 16, eight by .14 (carbon, white, red and black oxide, 90 to 230 um deep): four are for
 * differences of two colours, and for what share of a layer's loss a dot shows. */
enum { SKIN_STREAMS_TOLD = 8, SKIN_STREAMS_COARSE = 4 };
void skin_client_init_told(skin_client *client, const sct_tissue *tissue, double depth_um);
/* The same for media of one's own: c->epidermis, c->dermis and c->tissue.epidermis_um are filled already. */
void skin_client_prepare(skin_client *client, double depth_um, int streams);
/* Another depth for the same skin: redoes only what lies above the ink. */
void skin_client_set_depth(skin_client *client, double depth_um);
/* Reflectance of a skin without ink, nothing cached. */
void skin_bare_spectrum(const sct_tissue *tissue, int streams, double out[SKIN_PAD]);
/* SCT_ERR_OPTION naming the field of the tissue that is out of range. */
SCT_NODISCARD sct_status skin_tissue_check(sct_context *ctx, const sct_tissue *tissue);

/* What is taken for granted of dots that nobody has measured (prior_table.c). */
enum { SKIN_PRIOR_RADIUS, SKIN_PRIOR_UPTAKE, SKIN_PRIOR_DEPTH, SKIN_PRIOR_THICKNESS, SKIN_PRIOR_HEALED, SKIN_PRIORS };
typedef struct skin_prior {
    const char *name, *unit;
    double centre, lo, hi; /* 95 % of hands and skins lie between lo and hi; the logarithm is taken as normal */
    double fitted;         /* where all anchors together put it */
    const char *source;
} skin_prior;
extern const skin_prior skin_prior_table[SKIN_PRIORS];
#define SKIN_USUAL(prior) (skin_prior_table[SKIN_PRIOR_##prior].fitted)

/* A bundle of round pins (needle.c). Artists of scalps mostly use three of 0.25 mm; what the priors say of dots is theirs.
 */
enum { SKIN_NEEDLE_PINS_MAX = 14, SKIN_NEEDLE_USUAL_PINS = 3 };
#define SKIN_NEEDLE_USUAL_MM 0.25
typedef struct skin_needle {
    int pins;
    double pin_mm; /* diameter of one */
} skin_needle;
/* A needle by its name, such as 3RL-0.25; 0: it is none that this knows, with *out in no state to use. */
int skin_needle_read(const char *words, skin_needle *out);
/* How much wider than the usual needle's its dots heal; 1 for no needle. An assumption. */
double skin_needle_factor(skin_needle needle);

/* How much ink, where, in what dots. */
typedef struct skin_dots {
    double load;           /* amount of the skin_ink: uptake x healed share x dilution x strength for an ink */
    double epidermis_load; /* the same in the epidermis: fresh tattoos only, else 0 */
    double thickness_um;   /* of the inked layer */
    double radius_mm;      /* of a dot */
    double coverage;       /* share of the skin under dots [0, 1) (skin_coverage) */
} skin_dots;

typedef struct skin_spectra {
    double solid[SKIN_PAD]; /* ink everywhere */
    double area[SKIN_PAD];  /* dots and the skin between them */
} skin_spectra;

/* Exponents m of the optical gain of sparse and dense dots (client.c): one look for every coverage. */
typedef struct skin_gain {
    double sparse[SKIN_PAD], dense[SKIN_PAD];
} skin_gain;

/* Reflectance of the dot and of the area. coverage 0 leaves area = bare and saves two thirds of the time. */
void skin_heal_at(const skin_client *client, const skin_ink *ink, const skin_dots *dots, skin_spectra *out);
/* The same in steps, for several coverages: the dot, its gain, then any number of areas (coverage [0, 1)). */
void skin_heal_spectrum(const skin_client *client, const skin_ink *ink, const skin_dots *dots, double out[SKIN_PAD]);
void skin_gain_at(const skin_client *client, const skin_ink *ink, const skin_dots *dots, const double dot[SKIN_PAD],
                  skin_gain *out);
void skin_area_at(const skin_client *client, const double dot[SKIN_PAD], const skin_gain *gain, double coverage,
                  double out[SKIN_PAD]);

/*
 * The inked dermis and what lies below it, for one ink and load: the same at
 * every depth of a skin. skin_heal_inked then gives the dot and the gain of the
 * dots at a depth for a fifth of the time, with the bits of skin_heal_spectrum
 * and skin_gain_at. Clients of 4 or 8 streams, no ink in the epidermis.
 */
typedef struct skin_inked {
    skin_operator dot, sparse, dense;
} skin_inked;
void skin_inked_init(const skin_client *client, const skin_ink *ink, const skin_dots *dots, skin_inked *out);
void skin_heal_inked(const skin_client *client, const skin_inked *inked, double dot[SKIN_PAD], skin_gain *gain);

/*
 * A dot is no endless layer: light comes into it from the side. What a skin
 * loses by ink is known for each of SKIN_MODES frequencies of change sideways,
 * and what is seen of a dot is a weighted sum of that (dot.c):
 *     skin_mode *modes = ...;                           37 KB each, SKIN_MODES - 1 of them
 *     skin_room *room = ...;                            one for each thread
 *     skin_modes_init(modes, &client);                  once per skin and depth
 *     skin_respond(&client, modes, room, &ink, &dots, solid, &response);     per ink and dilution
 *     skin_sight sight = skin_sight_of(0.12, 0, 0.04);  once per size of dot and place looked at
 *     skin_dot_spectrum(&client, &response, &sight, out);
 * Clients of 4 or 8 streams.
 */
enum { SKIN_MODES = 9 };
typedef struct skin_mode {
    skin_operator deep; /* as in skin_client, for light that varies sideways */
    skin_cover cover;   /* `back` and `up` are used */
} skin_mode;
void skin_modes_init(skin_mode modes[SKIN_MODES - 1], const skin_client *client);

/* Reflectance that is missing where ink is everywhere (mode 0), and of what varies sideways (the others). */
typedef struct skin_response {
    double loss[SKIN_MODES][SKIN_PAD];
} skin_response;
/* Room to work in, whose contents mean nothing. 175 KB, of which 4 streams touch up to 75: allocate it. */
typedef struct skin_room {
    double at[21600];
} skin_room;
/* solid: skin_heal_spectrum of the same. Ink in the epidermis counts as if it spread light as ink in the dermis does. */
void skin_respond(const skin_client *client, const skin_mode *modes, skin_room *room, const skin_ink *ink,
                  const skin_dots *dots, const double solid[SKIN_PAD], skin_response *out);

/* How much of each mode is seen through a round window of radius window_mm, off_mm from the middle of a dot. */
typedef struct skin_sight {
    double weight[SKIN_MODES];
    double beside; /* area of the window outside of the dot, over that of the eye's window (SKIN_WINDOW_MM) */
} skin_sight;
skin_sight skin_sight_of(double radius_mm, double off_mm, double window_mm);
void skin_dot_spectrum(const skin_client *client, const skin_response *response, const skin_sight *sight,
                       double out[SKIN_PAD]);
/*
 * The radius of such a window for an eye at 30 cm, which blurs what it sees of lightness with exp(-(x / s)^2), s = 0.0283
 * degrees = 0.15 mm (S-CIELAB: Zhang & Wandell 1997, J. SID 5:61); the window is as high in its middle. A hair and a dot are
 * both smaller than that: neither is seen as dark as it is.
 */
#define SKIN_WINDOW_MM 0.15

/*
 * Dots of one size in one skin at one depth, as an eye sees them from 30 cm. What share of an endless layer's loss is seen
 * is followed in 4 directions, which are as near to photons as 8 (tests/skin/test_dot.c), and applied to the layer that the
 * caller followed in as many as it likes. 350 KB: allocate it.
 */
typedef struct skin_near {
    skin_client client;
    skin_mode modes[SKIN_MODES - 1];
    skin_sight sight;
} skin_near;
void skin_near_init(skin_near *near, const skin_client *client, double radius_mm);
/* share[l] of bare - solid that is missing in a dot [0, 1]. */
void skin_near_share(const skin_near *near, skin_room *room, const skin_ink *ink, const skin_dots *dots,
                     double share[SKIN_PAD]);
/* The same in dots of other radii than near's, each by its sight, for the work of one. */
void skin_near_shares(const skin_near *near, skin_room *room, const skin_ink *ink, const skin_dots *dots,
                      const skin_sight *sights, size_t count, double (*shares)[SKIN_PAD]);
/* Reflectance of the root of one hair as an eye sees it, from near's depth down to where hair no longer shows (hair.c). An
 * endless layer of hair may be lighter than dark skin, of which a root takes a part all the same: it has no share. */
void skin_root_spectrum(const skin_near *near, skin_room *room, const skin_ink *hair, double fibre_um, double out[SKIN_PAD]);
/* bare - share (bare - solid). */
void skin_near_mix(const double bare[SKIN_PAD], const double solid[SKIN_PAD], const double share[SKIN_PAD],
                   double out[SKIN_PAD]);

/* Share of the skin under dots scattered with this density: density pi r^2, at most 0.98. */
double skin_coverage(double density_per_cm2, double radius_mm);

/* What the fit of a skin weighs: error of the model in L*, a* and b*, and spread of ln(blood) and ln(baseline). */
#define SKIN_MODEL_SD       0.3
#define SKIN_BLOOD_PRIOR_SD 0.6
#define SKIN_BASE_PRIOR_SD  1.0

/* dE00 between a skin and the nearest that the model makes, beyond which "skin-out-of-reach" is said. Of 1,008 faces
 * 1.4 % lie further off: the darkest, and yellow-brown ones more saturated than melanin makes. */
#define SKIN_REACH_DE00 0.5

/*
 * Fits a tissue to a skin's Lab: melanin, blood, base, and within narrow
 * priors oxygen and the thickness of the epidermis, and its scattering for
 * skins that the rest does not reach; scatter stays as in `start`. cov may be null. Never fails; a Lab beyond reach shows in
 * fit_de00.
 */
void skin_fit_lab(const sct_tissue *start, sct_lab lab, const sct_cov *cov, const sct_conditions *conditions,
                  sct_skin_fit *out);
/* The same for ink known to lie this deep: the epidermis stays thinner (but no thinner than 70 um is asked). */
void skin_fit_lab_above(const sct_tissue *start, sct_lab lab, const sct_cov *cov, const sct_conditions *conditions,
                        double depth_um, sct_skin_fit *out);

/* Reflectance of shaved, hair-bearing skin; options in range. Returns dE00 of the modelled hair from strand. */
double skin_shadow_spectrum(const skin_client *client, const sct_shadow_options *options, sct_lab strand,
                            double out[SKIN_PAD]);

/* One shaved hair in its follicle as an eye sees it from 30 cm: a stub above the skin and its root, blurred as dots are
 * (SKIN_WINDOW_MM); and the bare skin beside it. SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status skin_stub_spectrum(sct_context *ctx, const sct_tissue *tissue, const sct_shadow_options *options,
                                            sct_lab strand_lab, double bare[SKIN_PAD], double out[SKIN_PAD]);

/* Colour of a reflectance (31 or SKIN_PAD values); conditions null: D50, 2 degrees, specular excluded. */
sct_xyz skin_xyz(const double *reflectance, const sct_conditions *conditions);
sct_lab skin_lab(const double *reflectance, const sct_conditions *conditions);

#endif
