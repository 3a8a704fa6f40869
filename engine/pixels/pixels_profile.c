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
#include <string.h>

struct pixels_profile {
    cmsContext lcms;
    cmsHPROFILE input;
    cmsHTRANSFORM to_xyz; /* null for matrix profiles */
    const cmsToneCurve *curves[3];
    num_mat3 matrix;
    char name[64];
};

/* lcms2 tells its errors through this; what matters is that it does not print: the outcome is checked at each call. */
static void on_error(cmsContext lcms, cmsUInt32Number code, const char *text)
{
    (void)lcms;
    (void)code;
    (void)text;
}

void profile_close(pixels_profile *profile)
{
    if (!profile)
        return;
    if (profile->to_xyz)
        cmsDeleteTransform(profile->to_xyz);
    if (profile->input)
        cmsCloseProfile(profile->input);
    if (profile->lcms)
        cmsDeleteContext(profile->lcms);
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

static int read_matrix(pixels_profile *p)
{
    static const cmsTagSignature colorants[3] = {cmsSigRedColorantTag, cmsSigGreenColorantTag, cmsSigBlueColorantTag};
    static const cmsTagSignature curves[3] = {cmsSigRedTRCTag, cmsSigGreenTRCTag, cmsSigBlueTRCTag};
    for (int c = 0; c < 3; c++) {
        const cmsCIEXYZ *column = cmsReadTag(p->input, colorants[c]);
        p->curves[c] = cmsReadTag(p->input, curves[c]);
        if (!column || !p->curves[c])
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

sct_status profile_open(sct_context *ctx, const unsigned char *icc, size_t size, int channels, profile_form *form,
                        const char **why, pixels_profile **out)
{
    sct_status status = SCT_OK;
    void *memory = NULL;
    pixels_profile *p = NULL;
    *form = PROFILE_UNUSABLE;
    *why = "it is damaged";
    TRY(mem_new(ctx, 1, sizeof *p, &memory));
    p = memory;
    p->lcms = cmsCreateContext(NULL, NULL);
    if (!p->lcms)
        FAIL(ctx, SCT_ERR_MEMORY, "out of memory");
    cmsSetLogErrorHandlerTHR(p->lcms, on_error);
    p->input = cmsOpenProfileFromMemTHR(p->lcms, icc, (cmsUInt32Number)size);
    if (p->input)
        *why = unfit(p->input, channels);
    if (!p->input || *why)
        goto done;
    read_name(p);
    if (takes_matrix_path(p->input))
        *form = read_matrix(p) ? PROFILE_CURVES : PROFILE_UNUSABLE;
    else
        *form = make_transform(p) ? PROFILE_TABLE : PROFILE_UNUSABLE;
    if (*form == PROFILE_UNUSABLE)
        *why = "a part of it is missing or damaged";
done:
    if (status != SCT_OK || *form == PROFILE_UNUSABLE) {
        profile_close(p);
        p = NULL;
    }
    *out = p;
    return status;
}
