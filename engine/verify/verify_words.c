/*
 * engine/verify/verify_words.c - the three lines that stand above a verification: how it
 * turned out, what to mix next, and what a client may look for. They keep to words that
 * artists use.
 */
#include "verify/verify.h"

#include <math.h>
#include <string.h>

static const double FADING = 0.12;     /* of the ink that a year takes away: the guess of sct_heal */
static const double PALEST_SHADE = 80; /* parts of water that anybody mixes */
static const double WELL_KEPT = 0.85;  /* of the dots */

typedef struct line {
    char *text;
    size_t size, used;
} line;

static void say(line *l, const char *format, ...) SCT_PRINTF(2, 3);
static void say(line *l, const char *format, ...)
{
    va_list args;
    if (l->used + 1 >= l->size)
        return;
    va_start(args, format);
    int n = text_format(l->text + l->used, l->size - l->used, format, args);
    va_end(args);
    l->used += n > 0 ? (size_t)n : 0;
    if (l->used >= l->size)
        l->used = l->size - 1;
}

/* How an amount of L* is called. */
typedef enum amount { A_TOUCH, A_LITTLE, CLEARLY, MUCH } amount;

static amount by_how_much(double dl)
{
    dl = fabs(dl);
    return dl < 1.5 ? A_TOUCH : dl < 3 ? A_LITTLE : dl < 6 ? CLEARLY : MUCH;
}

/* ---- the result ---- */

/* How an eye meets it. */
static const char *how_seen(double dl)
{
    dl = fabs(dl);
    return dl < 1.5 ? "side by side it can just be seen" : dl < 3 ? "it can be seen from near" : "it is plain to see";
}

static void say_outcome(const sct_verify_info *i, line *l)
{
    const char *than = i->planned ? "planned" : "before";
    amount much = by_how_much(i->dl);
    switch (i->outcome) {
    case SCT_OUTCOME_AS_PLANNED:
        say(l, i->planned ? "As planned: as dark as it was meant to be." : "As dark as before.");
        break;
    case SCT_OUTCOME_LIGHTER:
    case SCT_OUTCOME_DARKER:
        say(l,
            much == A_TOUCH    ? "A touch %s than %s: %s."
            : much == A_LITTLE ? "A little %s than %s: %s."
            : much == CLEARLY  ? "Clearly %s than %s: %s."
                               : "Much %s than %s: %s.",
            i->outcome == SCT_OUTCOME_LIGHTER ? "lighter" : "darker", than, how_seen(i->dl));
        break;
    case SCT_OUTCOME_UNSURE:
    default:
        if (isfinite(i->dl))
            say(l, "Not sure yet: it looks %s than %s, but these photos cannot prove it.", i->dl > 0 ? "lighter" : "darker",
                than);
        else if (isfinite(i->darkness))
            say(l, "No plan to compare with: the area takes %.0f %% (+- %.0f) of the skin's light.",
                fmax(100 * (1 - exp(-i->darkness)), 0), 100 * i->darkness_u95 * exp(-i->darkness));
        else
            say(l, "No plan to compare with.");
    }
    if (i->planned && i->share_set < 1)
        say(l, " That is after %.0f %% of the dots.", 100 * i->share_set);
}

/* By how much the weaker side is below the other, from the difference over the mean: never above 100 %. */
static double below(double difference)
{
    return 2 * fabs(difference) / (2 + fabs(difference));
}

static double below_u95(double difference, double u95)
{
    double s = 2 + fabs(difference);
    return 4 * u95 / (s * s);
}

/* Whether the number of dots says more of left and right than how dark they are together: by what is beyond doubt. */
static int density_tells(const sct_verify_info *i)
{
    double d = fabs(i->density_asymmetry) - i->density_asymmetry_u95, a = fabs(i->asymmetry) - i->asymmetry_u95;
    return isfinite(d) && !(a >= d);
}

static void say_faults(const sct_verify_info *i, line *l)
{
    if (i->asymmetric > 0) {
        int by_density = density_tells(i);
        double much = by_density ? i->density_asymmetry : i->asymmetry;
        const char *weaker = much > 0 ? "right" : "left", *stronger = much > 0 ? "left" : "right";
        say(l,
            by_density ? " The %s of the picture has %.0f %% fewer dots than the %s."
                       : " The %s of the picture is %.0f %% lighter than the %s.",
            weaker, 100 * below(much), stronger);
    }
    if (i->uneven > 0)
        say(l, " It is uneven: darkness varies by %.0f %% from place to place.", 100 * i->unevenness);
    if (isfinite(i->retention))
        say(l, " %.0f %% of the dots are left (%.0f to %.0f).", 100 * i->retention, 100 * i->retention_lo,
            100 * i->retention_hi);
}

/* ---- what to mix ---- */

/* How many more dots, and how dark. */
static void say_rest(const sct_verification *v, line *l)
{
    const sct_verify_info *i = &v->info;
    double parts = i->next_parts_water, dots = i->next_share * v->all_dots_per_cm2;
    if (isfinite(parts) && dots > 0)
        say(l, "Next session: shade %.4g, about %.0f more dots per cm2.", parts, dots);
    else
        say(l, "Next session: the same mix, with about %.0f %% as many dots between the old ones.",
            fmin(100 * i->next_share / i->share_set, 999));
}

static void say_lighter(const sct_verification *v, line *l)
{
    const sct_verify_info *i = &v->info;
    double missing = (i->planned_darkness - i->darkness) / i->planned_darkness;
    if (!i->planned || !(missing > 0))
        say(l, "Next session: the same mix, over the places that have become lighter.");
    else if (isfinite(i->retention) && i->retention < WELL_KEPT)
        say(l, "Next session: the same mix, where dots were lost: about %.0f %% of them.", 100 * (1 - i->retention));
    else
        say_rest(v, l);
}

static void say_darker(const sct_verification *v, line *l)
{
    const sct_verify_info *i = &v->info;
    const double all = i->planned_darkness / i->ink_set; /* of all dots that were planned */
    double years = i->planned_darkness > 0 ? log(i->darkness / all) / -log(1 - FADING) : (double)NAN;
    say(l, "Next session: no more ink.");
    if (!(years < 7.5))
        say(l, " What is much too dark needs a laser.");
    else if (years >= 1.5)
        say(l, " It fades to what was planned in about %.0f years (a guess: 12 %% a year).", years);
    else if (years > 0) /* else it is no darker than the whole was meant to be */
        say(l, " It fades to what was planned in about a year (a guess: 12 %% a year).");
    double right = i->planned_darkness > 0 ? v->options.parts_water * i->darkness / i->planned_darkness : (double)NAN;
    if (right > 0 && right <= PALEST_SHADE)
        say(l, " For the next client, shade %.3g would have been right.", right);
    else if (right > PALEST_SHADE)
        say(l, " For the next client, a lighter ink or fewer dots would have been right.");
}

static void say_evening(const sct_verify_info *i, line *l)
{
    double much = density_tells(i) ? i->density_asymmetry : i->asymmetry;
    if (i->asymmetric > 0 && i->outcome != SCT_OUTCOME_DARKER)
        say(l, " Set dots on the %s of the picture until both sides are alike.", much > 0 ? "right" : "left");
    if (i->uneven > 0 && i->outcome != SCT_OUTCOME_DARKER)
        say(l, " Fill in the lighter places first.");
}

static void say_mix(const sct_verification *v, line *l)
{
    const sct_verify_info *i = &v->info;
    const int part = i->planned && i->share_set < 1;
    if (part && i->next_share > 0) {
        say_rest(v, l);
        say_evening(i, l);
        return;
    }
    /* Where some dots are still to be set and it is not known how many, these photos do not tell it. */
    switch (part && isnan(i->next_share) ? SCT_OUTCOME_UNSURE : i->outcome) {
    case SCT_OUTCOME_AS_PLANNED:
        say(l, "Next session: no darker mix is needed.");
        if (isfinite(i->retention) && i->retention < WELL_KEPT)
            say(l, " Set the lost dots again, with the same mix.");
        break;
    case SCT_OUTCOME_LIGHTER: say_lighter(v, l); break;
    case SCT_OUTCOME_DARKER: say_darker(v, l); break;
    case SCT_OUTCOME_UNSURE:
    default:
        if (isfinite(i->dl))
            say(l, "Nothing to mix yet: photograph again with bare skin beside the area, in even daylight.");
        else
            say(l, "Nothing to mix yet: no plan was given. Give a record, or the planned colours.");
    }
    say_evening(i, l);
}

/* ---- what a client may look for ---- */

static void say_detail(const sct_verify_info *i, line *l)
{
    if (!i->dots_resolved)
        say(l, "Detail: single dots cannot be told apart in this photo; ask for one from nearer.");
    else if (isfinite(i->mm_per_px))
        say(l, "Detail: single dots of %.2f mm%s.", i->dot_px * i->mm_per_px,
            i->dot_px * i->mm_per_px > 0.5 ? ", which is wide" : "");
    else
        say(l, "Detail: single dots can be told apart.");
    if (i->dot_outcome == SCT_OUTCOME_AS_PLANNED)
        say(l, " Close up they are as dark as planned.");
    else if (i->dot_outcome != SCT_OUTCOME_UNSURE)
        say(l, i->dot_outcome == SCT_OUTCOME_DARKER ? " Close up they are darker than planned."
                                                    : " Close up they are lighter than planned.");
    if (i->merged && (double)i->merged > 0.05 * (double)i->dots_before && isfinite(i->retention))
        say(l, " Some have run together.");
}

static void say_symmetry(const sct_verify_info *i, line *l)
{
    double much = density_tells(i) ? i->density_asymmetry : i->asymmetry;
    double u95 = density_tells(i) ? i->density_asymmetry_u95 : i->asymmetry_u95;
    if (i->asymmetric < 0)
        say(l, " Symmetry: cannot be told from these photos.");
    else if (i->asymmetric)
        say(l, " Symmetry: the sides differ, by %.0f %% (+- %.0f).", 100 * below(much), 100 * below_u95(much, u95));
    else
        say(l, " Symmetry: the sides differ by %.0f %% at most.", 100 * below(fabs(i->asymmetry) + i->asymmetry_u95));
    if (i->uneven < 0)
        say(l, " Evenness: cannot be told from these photos.");
    else if (i->uneven)
        say(l, " Evenness: patches differ by %.0f %% (+- %.0f).", 100 * i->unevenness, 100 * i->unevenness_u95);
    else
        say(l, " Evenness: patches differ by %.0f %% at most.", 100 * (i->unevenness + i->unevenness_u95));
}

static void say_pigment(const sct_verification *v, line *l)
{
    const sct_hair *hair = &v->measured[0]->hair;
    double off = v->info.area_lab.L;
    if (hair->kind != SCT_HAIR_STUBBLE || !hair->shadow.pixels || !isfinite(off))
        return;
    off -= hair->shadow.lab.L;
    if (fabs(off) < 2.5)
        say(l, " Pigment: as dark as the stubble beside it.");
    else
        say(l,
            by_how_much(off) <= A_LITTLE  ? " Pigment: a little %s than the stubble beside it."
            : by_how_much(off) == CLEARLY ? " Pigment: clearly %s than the stubble beside it."
                                          : " Pigment: much %s than the stubble beside it.",
            off > 0 ? "lighter" : "darker");
}

void verify_words(sct_verification *v)
{
    line result = {v->lines.result, sizeof v->lines.result, 0}, mix = {v->lines.mix, sizeof v->lines.mix, 0},
         portfolio = {v->lines.portfolio, sizeof v->lines.portfolio, 0};
    say_outcome(&v->info, &result);
    say_faults(&v->info, &result);
    say_mix(v, &mix);
    say_detail(&v->info, &portfolio);
    say_symmetry(&v->info, &portfolio);
    say_pigment(v, &portfolio);
}
