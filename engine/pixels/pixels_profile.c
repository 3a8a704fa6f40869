/*
 * engine/pixels/pixels_profile.c - ICC profiles through lcms2, and the only
 * file that knows lcms2.
 *
 * lcms2 parses; a matrix profile is then described completely by three curves
 * and a matrix, which our own loops apply. Profiles with tables are evaluated
 * by lcms2 in floating point, relative colorimetric, without optimisation.
 */
#include "pixels/pixels_private.h"

#include <lcms2.h>
#include <lcms2_plugin.h>
#include <math.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* A block of lcms2's memory; the data follow. */
typedef union block {
    struct {
        union block *previous, *next;
        size_t size;
    } head;
    max_align_t align;
} block;

struct pixels_profile {
    cmsContext lcms;
    cmsHPROFILE input;
    cmsHTRANSFORM to_xyz; /* null for matrix profiles */
    const cmsToneCurve *curves[3];
    num_mat3 matrix;
    char name[64];
    block blocks; /* head of the ring of lcms2's blocks */
    jmp_buf escape;
    int armed;         /* escape may be used */
    int escaped;       /* and was */
    int out_of_memory; /* because there was no memory, not because of a block beyond LCMS_BLOCK_MAX */
};

/* lcms2 tells its errors through this; what matters is that it does not print: the outcome is checked at each call. */
static void on_error(cmsContext lcms, cmsUInt32Number code, const char *text)
{
    (void)lcms;
    (void)code;
    (void)text;
}

/* ---- memory ---- */

/*
 * lcms2 takes a lack of memory for a fault of the profile in some places and does not notice it in others. So its
 * memory is kept in a ring, and a failure leaves lcms2 at once (by longjmp) for a place where all blocks are freed. A
 * profile of a few megabytes has no business with a block beyond LCMS_BLOCK_MAX.
 */
enum { LCMS_BLOCK_MAX = 64 << 20 };

static void *on_malloc(cmsContext lcms, cmsUInt32Number size)
{
    pixels_profile *profile = cmsGetContextUserData(lcms);
    block *b = size <= LCMS_BLOCK_MAX ? malloc(sizeof *b + size) : NULL;
    if (!b && profile && profile->armed) {
        profile->out_of_memory = size <= LCMS_BLOCK_MAX;
        longjmp(profile->escape, 1);
    }
    if (!b)
        return NULL;
    /* The first block is the context itself, which belongs to no profile yet: it stands in a ring of its own. */
    b->head.previous = b->head.next = b;
    b->head.size = size;
    if (profile) {
        block *ring = &profile->blocks;
        b->head.previous = ring;
        b->head.next = ring->head.next;
        ring->head.next->head.previous = b;
        ring->head.next = b;
    }
    return b + 1;
}

static void on_free(cmsContext lcms, void *data)
{
    (void)lcms;
    if (!data)
        return;
    block *b = (block *)data - 1;
    b->head.previous->head.next = b->head.next; /* NOLINT(clang-analyzer-unix.Malloc): what was freed has left the ring */
    b->head.next->head.previous = b->head.previous;
    free(b);
}

static void *on_realloc(cmsContext lcms, void *data, cmsUInt32Number size)
{
    void *grown = on_malloc(lcms, size);
    if (grown && data) {
        size_t old = ((block *)data - 1)->head.size;
        memcpy(grown, data, old < size ? old : size);
        on_free(lcms, data);
    }
    return grown;
}

static const cmsPluginMemHandler memory_plugin = {
    .base = {.Magic = cmsPluginMagicNumber, .ExpectedVersion = 2060, .Type = cmsPluginMemHandlerSig},
    .MallocPtr = on_malloc,
    .FreePtr = on_free,
    .ReallocPtr = on_realloc,
};

void profile_close(pixels_profile *profile)
{
    if (!profile)
        return;
    /* After an escape lcms2's objects may be half made: only the context, which was whole before, is closed. */
    if (profile->to_xyz && !profile->escaped)
        cmsDeleteTransform(profile->to_xyz);
    if (profile->input && !profile->escaped)
        cmsCloseProfile(profile->input);
    if (profile->lcms)
        cmsDeleteContext(profile->lcms);
    while (profile->blocks.head.next != &profile->blocks)
        on_free(NULL, profile->blocks.head.next + 1);
    mem_free(profile);
}

const char *profile_name(const pixels_profile *profile)
{
    return profile->name;
}

int profile_channels(const pixels_profile *profile)
{
    return (int)cmsChannelsOf(cmsGetColorSpace(profile->input));
}

double profile_curve(const pixels_profile *profile, int c, double value)
{
    return (double)cmsEvalToneCurveFloat(profile->curves[c], (cmsFloat32Number)value);
}

num_mat3 profile_matrix(const pixels_profile *profile)
{
    return profile->matrix;
}

void profile_convert(const pixels_profile *profile, const float *in, float *xyz, uint32_t n)
{
    cmsDoTransform(profile->to_xyz, in, xyz, n);
    for (uint32_t i = 0; i < n; i++, xyz += 3)
        if (!isfinite(xyz[0]) || !isfinite(xyz[1]) || !isfinite(xyz[2]))
            xyz[0] = xyz[1] = xyz[2] = 0;
}

/* Why a profile cannot serve a frame of so many channels, or null. An RGB profile serves a grey photo as r = g = b. */
static const char *unfit(cmsHPROFILE profile, int channels)
{
    cmsProfileClassSignature kind = cmsGetDeviceClass(profile);
    cmsColorSpaceSignature space = cmsGetColorSpace(profile), pcs = cmsGetPCS(profile);
    if (kind != cmsSigInputClass && kind != cmsSigDisplayClass && kind != cmsSigOutputClass && kind != cmsSigColorSpaceClass)
        return "it is of a class that describes no photo";
    if (pcs != cmsSigXYZData && pcs != cmsSigLabData)
        return "it leads to no known connection space";
    if (channels == 1 && (space == cmsSigGrayData || space == cmsSigRgbData))
        return NULL;
    if (channels == 3 && space == cmsSigRgbData)
        return NULL;
    if (channels == 4 && space == cmsSigCmykData)
        return NULL;
    return "it is made for another number of channels";
}

/* Non-zero if lcms2 would evaluate curves and matrix for the relative colorimetric intent (its _cmsReadInputLUT). */
static int takes_matrix_path(cmsHPROFILE profile)
{
    return cmsGetColorSpace(profile) == cmsSigRgbData && cmsGetPCS(profile) == cmsSigXYZData && cmsIsMatrixShaper(profile) &&
           !cmsIsTag(profile, cmsSigDToB1Tag) && !cmsIsTag(profile, cmsSigAToB1Tag) && !cmsIsTag(profile, cmsSigAToB0Tag);
}

/* Linear light that a photo may have: scRGB's curve reaches from -0.5 to 7.5. Beyond it, and with NaN, it is no profile. */
static int is_light(const cmsToneCurve *curve)
{
    enum { STEPS = 255 };
    for (int i = 0; i <= STEPS; i++) {
        cmsFloat32Number v = cmsEvalToneCurveFloat(curve, (cmsFloat32Number)i / STEPS);
        if (!(v >= -1.0f && v <= 16.0f))
            return 0;
    }
    return 1;
}

/* No primary of a real or imaginary colour space comes near. */
static int is_colorant(const cmsCIEXYZ *column)
{
    return fabs(column->X) <= 8 && fabs(column->Y) <= 8 && fabs(column->Z) <= 8;
}

static int read_matrix(pixels_profile *p)
{
    static const cmsTagSignature colorants[3] = {cmsSigRedColorantTag, cmsSigGreenColorantTag, cmsSigBlueColorantTag};
    static const cmsTagSignature curves[3] = {cmsSigRedTRCTag, cmsSigGreenTRCTag, cmsSigBlueTRCTag};
    for (int c = 0; c < 3; c++) {
        const cmsCIEXYZ *column = cmsReadTag(p->input, colorants[c]);
        p->curves[c] = cmsReadTag(p->input, curves[c]);
        if (!column || !p->curves[c] || !is_colorant(column) || !is_light(p->curves[c]))
            return 0;
        p->matrix.m[0][c] = column->X;
        p->matrix.m[1][c] = column->Y;
        p->matrix.m[2][c] = column->Z;
    }
    return 1;
}

static int make_transform(pixels_profile *p)
{
    cmsUInt32Number format = TYPE_RGB_FLT;
    if (cmsGetColorSpace(p->input) == cmsSigGrayData)
        format = TYPE_GRAY_FLT;
    else if (cmsGetColorSpace(p->input) == cmsSigCmykData)
        format = TYPE_CMYK_FLT;
    cmsHPROFILE xyz = cmsCreateXYZProfileTHR(p->lcms);
    if (!xyz)
        return 0;
    p->to_xyz = cmsCreateTransformTHR(p->lcms, p->input, format, xyz, TYPE_XYZ_FLT, INTENT_RELATIVE_COLORIMETRIC,
                                      cmsFLAGS_NOOPTIMIZE | cmsFLAGS_NOCACHE);
    cmsCloseProfile(xyz);
    return p->to_xyz != NULL;
}

static void read_name(pixels_profile *p)
{
    char name[64] = "";
    cmsGetProfileInfoASCII(p->input, cmsInfoDescription, "en", "US", name, sizeof name);
    name[sizeof name - 1] = '\0';
    text_copy(p->name, sizeof p->name, name[0] ? name : "unnamed profile");
}

/* Everything that may escape. Returns what the profile is. */
static profile_form read_guarded(pixels_profile *p, const unsigned char *icc, size_t size, int channels, const char **why)
{
    *why = "it is damaged";
    p->armed = 1;
    if (setjmp(p->escape)) {
        p->escaped = 1;
        return PROFILE_UNUSABLE;
    }
    p->input = cmsOpenProfileFromMemTHR(p->lcms, icc, (cmsUInt32Number)size);
    if (!p->input)
        return PROFILE_UNUSABLE;
    *why = unfit(p->input, channels);
    if (*why)
        return PROFILE_UNUSABLE;
    *why = "a part of it is missing or damaged";
    read_name(p);
    if (takes_matrix_path(p->input))
        return read_matrix(p) ? PROFILE_CURVES : PROFILE_UNUSABLE;
    return make_transform(p) ? PROFILE_TABLE : PROFILE_UNUSABLE;
}

sct_status profile_open(sct_context *ctx, const unsigned char *icc, size_t size, int channels, profile_form *form,
                        const char **why, pixels_profile **out)
{
    sct_status status = SCT_OK;
    void *memory = NULL;
    pixels_profile *p = NULL;
    *form = PROFILE_UNUSABLE;
    TRY(mem_new(ctx, 1, sizeof *p, &memory));
    p = memory;
    p->blocks.head.previous = p->blocks.head.next = &p->blocks;
    cmsPluginMemHandler plugin = memory_plugin; /* lcms2 takes it as writable and copies it */
    p->lcms = cmsCreateContext(&plugin, p);
    if (!p->lcms)
        FAIL(ctx, SCT_ERR_MEMORY, "out of memory");
    cmsSetLogErrorHandlerTHR(p->lcms, on_error);
    *form = read_guarded(p, icc, size, channels, why);
    p->armed = 0;
    if (p->out_of_memory)
        FAIL(ctx, SCT_ERR_MEMORY, "out of memory");
    if (*form != PROFILE_UNUSABLE)
        *why = NULL;
done:
    if (status != SCT_OK || *form == PROFILE_UNUSABLE) {
        profile_close(p);
        p = NULL;
    }
    *out = p;
    return status;
}
