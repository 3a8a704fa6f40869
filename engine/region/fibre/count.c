/*
 * engine/region/fibre/count.c - how many hairs the fibres of a region are, and how wide.
 *
 * Patches cut hairs in two, hairs cross, and what a phone has sharpened is full of specks that are grain. So hairs are not
 * counted as parts of the patches: the usual area of one is taken from whole parts, a part of several such areas is as many,
 * and of what a border cuts off just the share that is seen counts. (To count what touches a border in full, as is done
 * easily, finds a quarter too many hairs where the patch is ten hairs wide.)
 */
#include "region/fibre/fibre.h"

#include <math.h>
#include <stdlib.h>

static const double heavy_share = 0.1;      /* of the mass of those that hold half of it: less is grain */
static const double small_share = 0.25;     /* of the usual area: less is a speck, or an end of a hair */
static const double single[2] = {0.4, 1.5}; /* of the usual area: one hair */
static const double rounding = 0.35;        /* where hairs cross, area is lost: 1.65 are two */
static const double like_share = 0.3;       /* of the usual hair of the other kind: less is grain, or gloss */
static const double white_contrast = 1.5;   /* light of white hair over that of deep skin, less one */
static const double gloss_most = 3;         /* white hairs that touch: more is gloss */
enum { SPECK_ROUNDS = 4, ENOUGH = 30 };

/* Parts of one kind that may be hairs, the heaviest first. */
typedef struct part_list {
    region_part *items;
    size_t count;
    double usual, least; /* area of a hair; share of it from which on it is one */
} part_list;

/* Leaves out what is far smaller than most: pores, and ends of hairs that noise has cut off. Returns how many are left;
 * *usual is their median. */
static size_t drop_specks(float *areas, size_t n, double *usual)
{
    size_t left = n;
    *usual = num_median(areas, n);
    for (int round = 0; round < SPECK_ROUNDS; round++) {
        n = left;
        left = 0;
        for (size_t i = 0; i < n; i++)
            if ((double)areas[i] > small_share * *usual)
                areas[left++] = areas[i];
        if (left == n)
            break;
        *usual = num_median(areas, left);
    }
    return left;
}

static int by_mass(const void *a, const void *b)
{
    const region_part *x = a, *y = b;
    if (x->mass != y->mass)
        return x->mass < y->mass ? 1 : -1;
    return (x->pixels < y->pixels) - (x->pixels > y->pixels);
}

/* Those of a kind, without those of hardly any mass: grain may make a thousand specks for a hair, but hairs hold most of
 * what is missing (or added) in the light. */
static part_list heavy_parts(const region_part *all, size_t n, int light, int rings, region_part *out)
{
    size_t count = 0, kept = 0, half = 0;
    double total = 0, sum = 0;
    for (size_t i = 0; i < n; i++)
        if (all[i].light == light && !(rings && all[i].ring))
            out[count++] = all[i];
    qsort(out, count, sizeof *out, by_mass);
    for (size_t i = 0; i < count; i++)
        total += (double)out[i].mass;
    while (half < count && sum < total / 2)
        sum += (double)out[half++].mass;
    double least = half > 0 ? heavy_share * (double)out[half - 1].mass : 0;
    while (kept < count && (double)out[kept].mass >= least)
        kept++;
    return (part_list){out, kept, 0, small_share};
}

/* The usual area of one hair: the mean of the whole parts around their median, as clumps of several stand above and ends and
 * grain below. 0 where there are none. */
static double usual_area(const part_list *list, float *areas)
{
    size_t whole = 0;
    double usual = 0;
    for (int cut = 0; cut < 2 && whole == 0; cut++) /* those that are cut off only when all are */
        for (size_t i = 0; i < list->count; i++)
            if (list->items[i].cut == cut)
                areas[whole++] = list->items[i].pixels;
    if (whole == 0)
        return 0;
    whole = drop_specks(areas, whole, &usual);
    for (int round = 0; round < SPECK_ROUNDS; round++) {
        double sum = 0, count = 0;
        for (size_t i = 0; i < whole; i++)
            if ((double)areas[i] > single[0] * usual && (double)areas[i] < single[1] * usual) {
                sum += (double)areas[i];
                count++;
            }
        usual = count > 0 ? sum / count : usual;
    }
    return usual;
}

/* How many hairs a part is, none of them where it is too small for one. */
static double hairs_of(const part_list *list, const region_part *part)
{
    double hairs = (double)part->pixels / list->usual, most = part->light ? gloss_most : (double)INFINITY;
    if (part->cut)
        return hairs > list->least / 2 ? fmin(hairs, most) : 0;
    return hairs > list->least ? fmin(fmax(1, floor(hairs + rounding)), most) : 0;
}

/* Light and dark hairs of a client are of a like size, while sharpened grain comes in specks, and gloss in specks and
 * patches: what is far smaller than the hairs of the other kind is no hair. */
static void compare(part_list *list, const part_list *other)
{
    if (other->count < ENOUGH || !(list->usual > 0))
        return;
    if (list->usual < like_share * other->usual)
        list->usual = other->usual;
    list->least = fmax(list->least, like_share * other->usual / list->usual);
}

/* White hairs on deep skin, which shine out as no gap between dark locks does. */
static int are_white(const part_list *light)
{
    double mass = 0, pixels = 0;
    for (size_t i = 0; i < light->count; i++) {
        mass += (double)light->items[i].mass;
        pixels += (double)light->items[i].pixels;
    }
    return mass > white_contrast * pixels;
}

/* What was marked, as it was marked: so many parts, clumps counted as several, and as wide as all of them are. */
static void note_marks(const region_part *parts, size_t n, float *work, region_fibres *out)
{
    double usual = 0, sum = 0;
    for (int light = 0; light < 2; light++) {
        size_t count = 0;
        for (size_t i = 0; i < n; i++)
            if (parts[i].light == light)
                work[count++] = parts[i].pixels;
        if (count == 0)
            continue;
        count = drop_specks(work, count, &usual);
        for (size_t i = 0; i < count; i++)
            sum += fmax(1, floor((double)work[i] / usual + rounding));
    }
    for (size_t i = 0; i < n; i++)
        work[i] = parts[i].width;
    out->marks = (uint64_t)sum;
    out->mark_px = num_median(work, n);
}

/* How many light parts are rings that sharpening drew around dark hairs; 0 unless most of them are, as a white hair may well
 * lie beside a dark one. */
static size_t count_rings(const region_part *parts, size_t n)
{
    size_t light = 0, rings = 0;
    for (size_t i = 0; i < n; i++) {
        light += parts[i].light;
        rings += parts[i].ring;
    }
    return 2 * rings > light ? rings : 0;
}

void region_count_hairs(region_part *parts, size_t n, float *work, region_fibres *out)
{
    double counts[2] = {0, 0}, pale = 0, specks = 0;
    size_t widths = 0, rings = count_rings(parts, n);
    part_list lists[2];
    note_marks(parts, n, work, out);
    lists[0] = heavy_parts(parts, n, 0, 0, parts + n);
    lists[1] = heavy_parts(parts, n, 1, rings > 0, parts + n + lists[0].count);
    for (int k = 0; k < 2; k++)
        lists[k].usual = usual_area(&lists[k], work);
    const part_list dark = lists[0];
    if (are_white(&lists[1]))
        compare(&lists[0], &lists[1]);
    compare(&lists[1], &dark);
    for (int k = 0; k < 2; k++)
        for (size_t i = 0; i < lists[k].count; i++) {
            const region_part *part = &lists[k].items[i];
            double hairs = hairs_of(&lists[k], part);
            counts[k] += hairs;
            pale += part->pale ? hairs : 0;
            specks += k == 1 && !part->cut && !(hairs > 0);
            if (hairs > 0)
                work[widths++] = part->width;
        }
    out->dark = (uint64_t)lround(counts[0]);
    out->light = (uint64_t)lround(counts[1]);
    out->grey = (uint64_t)lround(fmin(pale, counts[1]));
    out->grain = (uint64_t)lround(specks) + rings;
    out->width_px = num_median(work, widths);
}
