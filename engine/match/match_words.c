/*
 * engine/match/match_words.c - how far is too far, and how to say it to a client.
 *
 * Thresholds: 50 % of observers just perceive dE00 0.8 and accept 1.8 on teeth
 * (Paravina et al. 2015, J Esthet Restor Dent 27:S1, DOI 10.1111/jerd.12149);
 * on dark silicone skin 1.75 is just perceived (Gazi University 2024) and 2.6
 * accepted (Leow et al. 2006, there as dE*ab). No study of hair or of dots in
 * a scalp was found. Between light and dark skin we interpolate along ITA from
 * the class bounds 41 (light) to -30 degrees (dark).
 */
#include "match/match_private.h"

#include <math.h>
#include <stdio.h>

static const double ITA_LIGHT_DEG = 41, ITA_DARK_DEG = -30;
static const double JND_LIGHT = 0.8, JND_DARK = 1.75, ACCEPTABLE_LIGHT = 1.8, ACCEPTABLE_DARK = 2.6;

match_thresholds match_thresholds_for(double ita_deg)
{
    double dark = isfinite(ita_deg) ? (ITA_LIGHT_DEG - ita_deg) / (ITA_LIGHT_DEG - ITA_DARK_DEG) : 0;
    dark = fmin(fmax(dark, 0), 1);
    return (match_thresholds){
        .jnd = JND_LIGHT + dark * (JND_DARK - JND_LIGHT),
        .wider = 1 + dark * (JND_DARK / JND_LIGHT - 1),
        .acceptable = ACCEPTABLE_LIGHT + dark * (ACCEPTABLE_DARK - ACCEPTABLE_LIGHT),
    };
}

/* Of one ink; "" for none. */
static const char *ink_name(const sct_palette *palette, size_t index)
{
    palette_ink ink = palette_ink_at(palette, index);
    return !ink.id ? "" : *ink.product ? ink.product : ink.id;
}

void match_title(const sct_palette *palette, size_t ink, const sct_blend *blend, char out[SCT_TITLE_SIZE])
{
    enum { HALF = 37 };
    char first[HALF], second[HALF];
    if (!blend || !blend->parts_second) {
        text_copy(out, SCT_TITLE_SIZE, ink_name(palette, ink));
        return;
    }
    text_copy(first, sizeof first, ink_name(palette, ink));
    text_copy(second, sizeof second, ink_name(palette, blend->ink));
    snprintf(out, SCT_TITLE_SIZE, "%s + %s %d:%d", first, second, blend->parts_first, blend->parts_second);
}

const char *match_thresholds_source(void)
{
    return "Paravina 2015 (light) to Gazi 2024, Leow 2006 (dark), by ITA; none exists for scalp or hair";
}

sct_band match_band(double de00, match_thresholds thresholds)
{
    if (de00 <= thresholds.jnd)
        return SCT_BAND_IMPERCEPTIBLE;
    return de00 <= thresholds.acceptable ? SCT_BAND_ACCEPTABLE : SCT_BAND_VISIBLE;
}

/* "" below the first threshold: nothing to say. */
static const char *amount_word(double de00)
{
    static const double touch = 0.8, little = 1.8, clear = 3;
    if (!(de00 >= touch))
        return "";
    if (de00 < little)
        return "a touch";
    return de00 < clear ? "a little" : "clearly";
}

/* One direction of difference: how much of it there is, and its word. */
typedef struct direction {
    double size;
    const char *word;
} direction;

/*
 * The three directions, weighted so that equal sizes look equal: CIE94's
 * weights S_L = 1, S_C = 1 + 0.045 C* do for words.
 */
static void directions_of(sct_lab target, sct_lab sample, direction out[3])
{
    double dL = sample.L - target.L, da = sample.a - target.a, db = sample.b - target.b;
    double weight = 1 / (1 + 0.045 * hypot(target.a, target.b));
    out[0] = (direction){fabs(dL), dL > 0 ? "lighter" : "darker"};
    out[1] = (direction){fabs(db) * weight, db > 0 ? "warmer" : "cooler"};
    out[2] = (direction){fabs(da) * weight, da > 0 ? "redder" : "greener"};
}

void match_direction(sct_lab target, sct_lab sample, char *out, size_t capacity)
{
    double de00 = sct_de2000(target, sample);
    const char *amount = amount_word(de00);
    if (!isfinite(de00)) {
        snprintf(out, capacity, "unknown");
        return;
    }
    if (!*amount) {
        snprintf(out, capacity, "no difference");
        return;
    }
    direction d[3];
    directions_of(target, sample, d);
    int first = d[0].size >= d[1].size ? (d[0].size >= d[2].size ? 0 : 2) : (d[1].size >= d[2].size ? 1 : 2);
    int second = -1;
    for (int i = 0; i < 3; i++)
        if (i != first && (second < 0 || d[i].size > d[second].size))
            second = i;
    /* A second word only where it is a good part of what is seen. */
    if (d[second].size >= 0.6 * d[first].size)
        snprintf(out, capacity, "%s %s and %s", amount, d[first].word, d[second].word);
    else
        snprintf(out, capacity, "%s %s", amount, d[first].word);
}
