/*
 * engine/skin/needle.c - how wide the dots of a needle heal, as far as its name tells.
 *
 * Round needles are bundles of n pins of diameter d. The least circle around n
 * equal circles is known (Graham, Lubachevsky, Nurmela, Ostergard: Dense packings
 * of congruent circles in a circle, Discrete Math. 181, 139 (1998)). How much of
 * that width is left in a healed dot nobody has published: pins taper, the hole
 * closes, ink creeps. Between "nothing of it" and "all of it" the square root is
 * taken, an assumption; the spread of the dots' radius stays as it is without a needle.
 */
#include "skin/skin.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The radius of the least circle around 1, 2, ... equal circles, in radii of one of them. */
static const double bundle_table[SKIN_NEEDLE_PINS_MAX] = {1,      2,      2.1547, 2.4142, 2.7013, 3,      3,
                                                          3.3048, 3.6131, 3.8130, 3.9238, 4.0296, 4.2361, 4.3284};

/* Makers' sizes of a pin: number 8 is 0.25 mm, and two numbers are 0.05 mm. */
static double pin_of_number(int number)
{
    return number >= 4 && number <= 18 && number % 2 == 0 ? 0.05 + 0.025 * number : 0;
}

static int is_known(skin_needle needle)
{
    return needle.pins >= 1 && needle.pins <= SKIN_NEEDLE_PINS_MAX && needle.pin_mm >= 0.1 && needle.pin_mm <= 0.6;
}

double skin_needle_factor(skin_needle needle)
{
    if (!is_known(needle))
        return 1;
    double usual = bundle_table[SKIN_NEEDLE_USUAL_PINS - 1] * SKIN_NEEDLE_USUAL_MM;
    return sqrt(bundle_table[needle.pins - 1] * needle.pin_mm / usual);
}

/* The next number with the letters behind it, in capitals; 0: there is none, or it is something else. */
static int next_piece(const char **at, double *number, char letters[8])
{
    static const char between[] = " -_/#";
    char digits[16];
    *at += strspn(*at, between);
    size_t n = strspn(*at, "0123456789.,"), k = 0;
    if (n == 0 || n >= sizeof digits)
        return 0;
    for (size_t i = 0; i < n; i++)
        digits[i] = (*at)[i] == ',' ? '.' : (*at)[i];
    digits[n] = '\0';
    char *end;
    *number = strtod(digits, &end);
    *at += n;
    *at += strspn(*at, between);
    for (; isalpha((unsigned char)**at); ++*at)
        if (k < 7)
            letters[k++] = (char)toupper((unsigned char)**at);
    letters[k] = '\0';
    *at += strspn(*at, between);
    return !*end;
}

static int is_round(const char *letters)
{
    return strcmp(letters, "RL") == 0 || strcmp(letters, "RLT") == 0 || strcmp(letters, "RS") == 0 ||
           strcmp(letters, "R") == 0;
}

/* A bundle: "3RL", or in makers' codes "1003RL", which is pins of number 10, three of them. */
static void take_bundle(double number, skin_needle *out)
{
    out->pins = number == floor(number) && number >= 1 && number <= 9999 ? (int)number % 100 : 0;
    if (number > 99)
        out->pin_mm = pin_of_number((int)number / 100);
}

/* Reads "3RL-0.25", "0.25 mm 3RL", "1003RL", "#10 3RL" or "3RL". */
int skin_needle_read(const char *words, skin_needle *out)
{
    double number;
    char letters[8];
    int pieces = 0;
    *out = (skin_needle){0, 0};
    while (*words) {
        if (++pieces > 2 || !next_piece(&words, &number, letters))
            return 0;
        if (is_round(letters) && !out->pins)
            take_bundle(number, out);
        else if (!(out->pin_mm > 0) && (!*letters || strcmp(letters, "MM") == 0))
            out->pin_mm = *letters || number < 1 ? number : pin_of_number((int)number);
        else
            return 0;
    }
    if (pieces == 1 && !(out->pin_mm > 0))
        out->pin_mm = SKIN_NEEDLE_USUAL_MM;
    return is_known(*out);
}
