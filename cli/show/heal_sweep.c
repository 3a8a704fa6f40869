/* cli/show/heal_sweep.c - asks how a dot changes with dilution or with depth. */
#include "show/heal_sweep.h"

#include <math.h>

static const double deepest_um = 400;

static void keep(heal_curve *c, int i, sct_lab lab)
{
    c->L[i] = lab.L;
    c->b[i] = lab.b;
}

/* Fills one point of the sweep: the dot at three ages, and both ends of the bands of the healed colour. */
static int sweep_at(app *a, const heal_job *job, heal_sweep *w, int i)
{
    sct_heal_options s = heal_options_of(job);
    healed_seen h;
    int code = 0;
    *(w->shades ? &s.parts_water : &s.depth_um) = w->x[i];
    for (int age = 0; age < HEAL_SWEEP_AGES && !code; age++) {
        s.age = (sct_age)age;
        s.band = s.age == SCT_AGE_HEALED;
        code = heal_at(a, &s, &h);
        if (code)
            break;
        keep(&w->age[age], i, h.lab);
        sct_srgb8_from_lab(heal_screen_lab(h.reflectance), w->dot[age][i]);
        if (!s.band)
            continue;
        sct_srgb8_from_lab(heal_screen_lab(h.area_reflectance), w->area[i]);
        sct_srgb8_from_lab(heal_screen_lab(h.bare_reflectance), w->skin);
        w->bare = h.bare_lab;
        for (int end = 0; end < 2; end++) {
            keep(&w->depth[end], i, h.band.dot_by_depth[end]);
            keep(&w->strength[end], i, h.band.dot_by_strength[end]);
        }
    }
    return code;
}

int heal_sweep_fill(app *a, const heal_job *job, int shades, heal_sweep *w)
{
    const sct_heal_band *band = &job->fitted.band;
    double nearest = fmax(fmin(job->options.depth_lo_um, job->options.depth_um), job->fitted.tissue.epidermis_um);
    double from = shades ? fmin(job->least_parts, job->options.parts_water) : nearest;
    double to = shades ? fmax(job->most_parts, job->options.parts_water)
                       : fmax(deepest_um, fmax(job->options.depth_um, band->depth_um[1]));
    w->shades = shades;
    w->ready = job->ready;
    w->chosen = shades ? job->options.parts_water : job->options.depth_um;
    w->reach = band->strength[0];
    w->least_um = band->depth_um[0];
    w->most_um = band->depth_um[1];
    if (!(to > from))
        to = from + 1;
    for (int i = 0; i < HEAL_SWEEP_POINTS; i++) {
        w->x[i] = from + (to - from) * i / (HEAL_SWEEP_POINTS - 1);
        int code = interrupt_pending() ? complain_status(a, SCT_ERR_INTERRUPTED, NULL) : sweep_at(a, job, w, i);
        if (code)
            return code;
    }
    return 0;
}
