/*
 * scalptone/camera.h - one photo of a chart, for all later photos of that
 * camera.
 *
 * WHAT THIS IS FOR
 *
 * A chart beside the skin is the best there is, and not every client will hold
 * one. But most of what a chart tells is true of the camera and not of the day:
 * the curve by which the phone brightens its pictures, and the colours that its
 * sensor mixes up. Photograph a chart once, keep what it told, and later photos
 * need no more than a grey card for the light; even without any they come out
 * nearer to the truth than the file alone.
 *
 * THE ORDER OF CALLS
 *
 * Once, with the photo of a chart:
 *
 *     sct_camera *camera = NULL;
 *     sct_bytes text = {0};
 *     sct_status status = sct_camera_from_chart(ctx, NULL, photo, &camera);
 *     if (status == SCT_OK)
 *         status = sct_camera_json(ctx, camera, &text);
 *     ... keep the text ...
 *
 * and from then on, with every client:
 *
 *     status = sct_camera_from_json(ctx, bytes, size, &camera);
 *     sct_measure_options_init(&options);
 *     options.camera = camera;
 *     status = sct_measure(ctx, &options, &view, 1, &client);
 *     sct_camera_free(camera);
 *
 * WHEN IT IS USED
 *
 * A chart in the photo itself is surer, and is used instead. Where there is
 * none, the file must say that it is by the same camera: the maker, the model
 * and the focal length of its EXIF data, because phones have several cameras
 * behind one name, and the same colour space. Else it is not used, the photo is
 * corrected as if nothing were known, and SCT_FLAG_CAMERA_OTHER says why. So
 * files that a messenger has stripped of their EXIF data are left alone.
 *
 * With a grey card in the photo (a grey shape of the view) exposure and balance
 * are that card's and the rest is the camera's: SCT_FLAG_CAMERA_PROFILE. Without
 * one the balance is what the phone chose, and the bound is nearly that of a
 * photo of which nothing is known: SCT_FLAG_CAMERA_ALONE, which forbids a pick.
 *
 * LIGHT THAT CANNOT BE CHOSEN
 *
 * Where lamps of several colours and a window mix, take two photos with the
 * phone leant on something, one with its flash and one without, exposure and
 * focus locked. Light adds up, so the one less the other shows the client in
 * the light of the flash alone, and sct_photo_from_flash makes a photo of that
 * (Nixon, Outlaw & Leung 2020, doi 10.1371/journal.pone.0230561). It is used as
 * any other: with a chart or a grey card in it, or by what is known of the
 * camera, best from a chart that was photographed in the flash's light, too.
 *
 * HOW GOOD IT IS
 *
 * In simulated photos of 21 cameras that no constant was fitted to, of other
 * skins, under six lights, half of them another light than that of the chart's
 * photo, skin is off by (dE00, median and 95 %):
 *
 *     nothing known        8.1   15.1
 *     the camera alone     6.4   13.5
 *     a grey card          4.4    9.3
 *     both                 3.1    6.9
 *     a chart              1.5    3.3
 *
 * Where the light is that of the chart's photo, both together come to 2.4 and
 * 5.0. In sixteen photos of charts by one phone, each corrected by each other,
 * its two patches of skin colour are off by 3.6 (median) by both, by 5.6 by the
 * grey alone. The bound of both is wider than these figures ask for, for in
 * those photos the light differed more between grey and skin than it does in
 * the simulated ones: 91 % of them lie within it, of the simulated 99 %.
 *
 * THREADS AND ERRORS
 *
 * What is known of a camera never changes and may be shared between threads.
 * The text holds the names that the camera gives itself and its settings, no
 * place, no time, and no number of the camera's own.
 */
#ifndef SCALPTONE_CAMERA_H
#define SCALPTONE_CAMERA_H

#include "base.h"
#include "chart.h"
#include "colour.h"
#include "photo.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What a photo of a chart told of a camera: free with sct_camera_free. */
typedef struct sct_camera sct_camera;

/* What is kept, for people. The texts belong to the camera; numbers that the photo did not say are NaN. */
typedef struct sct_camera_info {
    /* The camera, as the file names it; one of the two may be "". */
    const char *make, *model;
    /* The identifier of the chart. */
    const char *chart;
    /* The focal length of the lens, mm. */
    double focal_mm;
    /* The settings of the photo of the chart: exposure in seconds, the f-number, and ISO speed. */
    double exposure_s, f_number, iso;
    /* The leave-one-out residual of that chart, and the doubt that it left on a usual skin; both in dE00. */
    double loo_de00, u95_de00;
    /* How many patches were used. */
    int patches;
    /* 0: the balance was automatic, 1: set by hand, -1: not said. */
    int white_balance;
    /* 1: the flash fired, 0: it did not, -1: not said. */
    int flash;
    /* Zero. */
    int reserved;
} sct_camera_info;

/*
 * Learns a camera from a photo of a chart; options may be null, as in
 * sct_chart_find. The photo should be a good one: the chart flat, sharp and
 * large, in even daylight. Charts on screens, drawings, and cards that nobody
 * has measured teach nothing. SCT_ERR_OPTION (the file does not name its camera,
 * or no chart has this id), SCT_ERR_CHART_NONE, SCT_ERR_CHART_UNUSABLE,
 * SCT_ERR_PHOTO_DAMAGED, SCT_ERR_PROFILE, SCT_ERR_MEMORY, SCT_ERR_INTERRUPTED.
 */
SCT_API SCT_NODISCARD sct_status sct_camera_from_chart(sct_context *ctx, const sct_chart_options *options,
                                                       const sct_photo *photo, sct_camera **out);
/*
 * The photo that the flash alone would have made, of one with the flash and one
 * without, in the space of the first; free with sct_photo_free. The second is
 * laid on the first, so that the hand may shake a little. What is known of the
 * camera straightens its tone curve first; without it (null) a chart in the
 * first photo does, and without either the curve of the colour space is taken
 * for all there is. Both photos are needed during this call only.
 * SCT_ERR_NOTHING when the two are no such pair: of different size, colour
 * space, view or exposure, over-exposed, or with little light of the flash.
 * SCT_ERR_PHOTO_DAMAGED, SCT_ERR_PROFILE, SCT_ERR_MEMORY, SCT_ERR_INTERRUPTED.
 */
SCT_API SCT_NODISCARD sct_status sct_photo_from_flash(sct_context *ctx, const sct_camera *camera, const sct_photo *flash,
                                                      const sct_photo *no_flash, sct_photo **out);
/* Reads what sct_camera_json wrote. Every number is checked. SCT_ERR_PALETTE with the place in the text (also for a version
 * that is newer than this library), SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_camera_from_json(sct_context *ctx, const void *text, size_t size, sct_camera **out);
/* As JSON text (key scalptone_camera, version 1), indented, its numbers in full: read again it corrects photos to the same
 * bits. Free with sct_bytes_free. SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_camera_json(sct_context *ctx, const sct_camera *camera, sct_bytes *out);
/* What is kept. SCT_ERR_ARGUMENT. */
SCT_API sct_status sct_camera_describe_sized(const sct_camera *camera, sct_camera_info *out, size_t size);
#define sct_camera_describe(camera, out) sct_camera_describe_sized((camera), (out), sizeof *(out))
/* Frees it; measurements that were made with it stay whole. */
SCT_API void sct_camera_free(sct_camera *camera);

#ifdef __cplusplus
}
#endif
#endif
