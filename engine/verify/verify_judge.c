/* engine/verify/verify_judge.c - what was found, against what was planned. */
#include "verify/verify.h"

#include <math.h>

#define D50 sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2)

static const double MATTERS = 1;       /* L* that people see side by side */
static const double SURE = 1.3;        /* times the 95 % bound: about one in a hundred by chance */
static const double APART = 0.25;      /* of a channel's doubt that the others do not share */
static const double TOLERATED = 2;     /* L* that the whole interval must lie within to be called as planned */
static const double SAME_MIX = 0.03;   /* of the ink in a dot: it is as it was planned */
static const double DOTS_MOST = 0.4;   /* of all planned dots in one session, as from the first to the second */
static const double DARKER_MOST = 1.5; /* times the ink in a dot from one session to the next */
static const double NEARLY = 0.9;      /* of the planned darkness, within the doubt of it: it is there */
static const double ROOM_NONE = 0.15, ROOM_AMPLE = 0.3; /* of all planned dots that are still to be set */
static const double ONE_SIDED_95 = 1.645;

double sct_session_share(unsigned sessions)
{
    static const double share[] = {0, 0.3, 0.7, 1};
    return share[sessions < 3 ? sessions : 3];
}

static double l_of_y(double y)
{
    return sct_lab_from_xyz((sct_xyz){y, y, y}, D50).L;
}

/* What bare skin was planned to be, or was measured to be. */
static int skin_of(const sct_verification *v, sct_xyz *out)
{
    const sct_estimate *skin = &v->measured[0]->skin.estimate;
    if (isfinite(v->options.planned_skin_lab.L)) {
        *out = sct_xyz_from_lab(v->options.planned_skin_lab, D50);
        return 1;
    }
    if (!skin->pixels)
        return 0;
    *out = sct_xyz_from_lab(skin->lab, D50);
    return 1;
}

/* The area's colour: of this skin, less what ink takes; or as the chart has it. */
static void find_colour(sct_verification *v, const sct_xyz *skin)
{
    sct_verify_info *info = &v->info;
    const verify_light *l = &v->light;
    if (!v->has_light) {
        const double *m = v->area_xyz;
        info->area_lab = sct_lab_from_xyz((sct_xyz){m[0], m[1], m[2]}, D50);
        info->area_u95_de00 = v->measured[0]->correction.u95_de00;
        return;
    }
    sct_xyz area = {skin->X * exp(l->mean[0]), skin->Y * exp(l->mean[1]), skin->Z * exp(l->mean[2])};
    info->area_lab = sct_lab_from_xyz(area, D50);
    const double *sd = l->mean_sd;
    const double doubt[4][3] = {{sd[0], sd[1], sd[2]}, {APART * sd[0], 0, 0}, {0, APART * sd[1], 0}, {0, 0, APART * sd[2]}};
    double squares = 0;
    for (int i = 0; i < 4; i++) { /* all channels together, and each by itself a little */
        sct_xyz off = {area.X * exp(doubt[i][0]), area.Y * exp(doubt[i][1]), area.Z * exp(doubt[i][2])};
        squares += pow(sct_de2000(info->area_lab, sct_lab_from_xyz(off, D50)), 2);
    }
    info->area_u95_de00 = NUM_TWO_SIDED_95 * sqrt(squares);
}

/* times: of what matters and is tolerated. */
static sct_outcome outcome_of(double dl, double u95, double times)
{
    if (!isfinite(dl) || !isfinite(u95))
        return SCT_OUTCOME_UNSURE;
    if (fabs(dl) > fmax(times * MATTERS, SURE * u95))
        return dl > 0 ? SCT_OUTCOME_LIGHTER : SCT_OUTCOME_DARKER;
    return fabs(dl) + u95 <= times * TOLERATED ? SCT_OUTCOME_AS_PLANNED : SCT_OUTCOME_UNSURE;
}

/* The plan of the dots that were set so far: their ink takes its share of what all were meant to take. */
static void take_sessions(sct_verification *v, const sct_xyz *skin)
{
    sct_verify_options *o = &v->options;
    const double ink = v->info.ink_set;
    if (ink < 1) {
        sct_xyz all = sct_xyz_from_lab(o->planned_area_lab, D50);
        sct_xyz part = {skin->X * pow(all.X / skin->X, ink), skin->Y * pow(all.Y / skin->Y, ink),
                        skin->Z * pow(all.Z / skin->Z, ink)};
        o->planned_area_lab = sct_lab_from_xyz(part, D50);
    }
    if (fabs(ink - o->share_set) > SAME_MIX * o->share_set)
        o->planned_dot_lab.L = (double)NAN;
    o->planned_density_per_cm2 *= o->share_set;
}

verify_next verify_next_session(double planned, double darkness, double u95, double share, double ink, double parts_water)
{
    const verify_next unknown = {(double)NAN, (double)NAN}, none = {0, parts_water};
    const double left = fmax(1 - share, 0), taken = darkness + u95 * ONE_SIDED_95 / NUM_TWO_SIDED_95;
    if (!(planned > 0) || !isfinite(taken) || !(share > 0) || !(ink > 0))
        return unknown;
    if (taken >= planned) /* the doubt is larger than what is missing, if anything is */
        return darkness >= NEARLY * planned ? none : unknown;
    /* More dots of the planned mix, as this hand sets them; where there is no room for so many, with more ink in each. */
    double more = taken > 0 ? ink * (planned / taken - 1) : (double)INFINITY, dots = fmin(more, fmin(left, DOTS_MOST));
    double darker = left > 0 ? fmin(fmax(more / left, 1), DARKER_MOST) : 1;
    /* Once about all are there, it is not known whether they are weak or some are lost: as many as are missing, as they are.
     */
    double room = fmin(fmax((left - ROOM_NONE) / (ROOM_AMPLE - ROOM_NONE), 0), 1),
           lost = fmin(1 - taken / planned, DOTS_MOST);
    dots = room * dots + (1 - room) * fmin(lost, more);
    darker = 1 + room * (darker - 1);
    if (darker > 1)
        parts_water = fmin(ceil(2 * fmax((1 + parts_water) / darker - 1, 0 * parts_water)) / 2, parts_water);
    return (verify_next){dots, parts_water};
}

static void plan_next(sct_verification *v)
{
    sct_verify_info *info = &v->info;
    verify_next next = {(double)NAN, (double)NAN};
    if (info->outcome != SCT_OUTCOME_UNSURE && info->planned)
        next = verify_next_session(info->planned_darkness / info->ink_set, info->darkness, info->darkness_u95,
                                   info->share_set, info->ink_set, v->options.parts_water);
    if (info->outcome == SCT_OUTCOME_AS_PLANNED && info->share_set >= 1)
        next.share = 0;
    info->next_share = next.share;
    /* Another mix is only of use to who knows how many dots: else more of the same. */
    info->next_parts_water = v->all_dots_per_cm2 > 0 || !isfinite(next.share) ? next.parts_water : v->options.parts_water;
}

/* Against a planned colour. */
static void compare_plan(sct_verification *v, const sct_xyz *skin)
{
    sct_verify_info *info = &v->info;
    take_sessions(v, skin);
    sct_xyz plan = sct_xyz_from_lab(v->options.planned_area_lab, D50);
    info->planned = 1;
    info->planned_darkness = -log(plan.Y / skin->Y);
    info->dl = info->area_lab.L - v->options.planned_area_lab.L;
    if (v->has_light) {
        info->dl_u95 = info->darkness_u95 * (info->area_lab.L + 16) / 3;
    } else { /* as the chart has the colours; its bound is a distance, in which L* counts for less away from 50 */
        double off = pow(info->area_lab.L - 50, 2);
        info->dl_u95 = info->area_u95_de00 * (1 + 0.015 * off / sqrt(20 + off));
        info->darkness = log(skin->Y / sct_xyz_from_lab(info->area_lab, D50).Y);
        info->darkness_u95 = 3 * info->dl_u95 / (info->area_lab.L + 16);
    }
    info->dl_u95 = hypot(info->dl_u95, v->options.planned_u95_de00);
    info->area_de00 = sct_de2000(v->options.planned_area_lab, info->area_lab);
}

/* Against the photo before, which had ink: nothing should have changed. */
static void compare_before(sct_verification *v, const sct_xyz *skin)
{
    sct_verify_info *info = &v->info;
    info->planned_darkness = 0;
    info->dl = info->area_lab.L - l_of_y(skin->Y);
    info->dl_u95 = info->darkness_u95 * (info->area_lab.L + 16) / 3;
}

/* The colour of a dot, of this skin; and against the plan. A touch of L* in a dot nobody sees: twice as much matters. */
static void find_dot(sct_verification *v, const sct_xyz *skin)
{
    sct_verify_info *info = &v->info;
    const double *share = v->look.share, *sd = v->look.share_sd;
    const sct_lab *plan = &v->options.planned_dot_lab;
    if (!v->look.count)
        return;
    sct_xyz dot = {skin->X * share[0], skin->Y * share[1], skin->Z * share[2]};
    const double doubt[4][3] = {{sd[0], sd[1], sd[2]}, {APART * sd[0], 0, 0}, {0, APART * sd[1], 0}, {0, 0, APART * sd[2]}};
    double squares = 0;
    info->dots_looked_at = v->look.count;
    info->dot_lab = sct_lab_from_xyz(dot, D50);
    for (int i = 0; i < 4; i++) {
        sct_xyz off = {dot.X + skin->X * doubt[i][0], dot.Y + skin->Y * doubt[i][1], dot.Z + skin->Z * doubt[i][2]};
        squares += pow(sct_de2000(info->dot_lab, sct_lab_from_xyz(off, D50)), 2);
    }
    info->dot_u95_de00 = NUM_TWO_SIDED_95 * sqrt(squares);
    if (!isfinite(plan->L))
        return;
    info->dot_de00 = sct_de2000(*plan, info->dot_lab);
    info->dot_dl = info->dot_lab.L - plan->L;
    info->dot_dl_u95 =
        hypot(NUM_TWO_SIDED_95 * sd[1] * (info->dot_lab.L + 16) / (3 * share[1]), v->options.planned_dot_u95_de00);
    info->dot_outcome = outcome_of(info->dot_dl, info->dot_dl_u95, 2);
}

static void take_counts(sct_verification *v)
{
    sct_verify_info *info = &v->info;
    const verify_counts *c = &v->counts;
    info->dots_before = c->before;
    info->dots_after = c->after;
    info->merged = c->merged;
    info->kept = c->kept;
    info->lost = c->lost;
    info->added = c->added;
    if (info->dots_resolved && info->dots_resolved_before && info->before_state == SCT_BEFORE_TREATED) {
        info->retention = c->retention;
        info->retention_lo = c->retention_lo;
        info->retention_hi = c->retention_hi;
        info->fading = c->fading;
    }
    double mm2 = (double)info->area_pixels * info->mm_per_px * info->mm_per_px;
    if (info->dots_resolved)
        info->density_per_cm2 = 100 * (double)c->after / mm2;
}

void verify_judge(sct_verification *v)
{
    sct_verify_info *info = &v->info;
    sct_xyz skin;
    v->all_dots_per_cm2 = v->options.planned_density_per_cm2;
    info->share_set = v->options.share_set;
    info->ink_set = v->options.ink_set;
    info->next_share = info->next_parts_water = (double)NAN;
    take_counts(v);
    if (v->has_light) {
        info->darkness = -v->light.mean[1];
        info->darkness_u95 = NUM_TWO_SIDED_95 * v->light.mean_sd[1];
    }
    if (!skin_of(v, &skin))
        return;
    find_colour(v, &skin);
    if (isfinite(v->options.planned_area_lab.L))
        compare_plan(v, &skin);
    else if (v->has_light && info->before_state == SCT_BEFORE_TREATED)
        compare_before(v, &skin);
    info->outcome = outcome_of(info->dl, info->dl_u95, 1);
    plan_next(v);
    find_dot(v, &skin);
}
