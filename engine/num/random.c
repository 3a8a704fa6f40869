/*
 * engine/num/random.c - xoshiro256** 1.0 (Blackman & Vigna, "Scrambled Linear
 * Pseudorandom Number Generators", ACM TOMS 47 (2021), doi 10.1145/3460772),
 * seeded by splitmix64 as its authors advise. tests/num/test_num.c holds the
 * published first outputs.
 */
#include "num/num.h"

#include <math.h>

static uint64_t rotl(uint64_t x, int k)
{
    return (x << k) | (x >> (64 - k));
}

void num_rng_seed(num_rng *rng, uint64_t seed)
{
    for (int i = 0; i < 4; i++) { /* splitmix64 */
        uint64_t z = (seed += 0x9e3779b97f4a7c15u);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        rng->s[i] = z ^ (z >> 31);
    }
}

uint64_t num_rng_u64(num_rng *rng)
{
    uint64_t *s = rng->s;
    uint64_t result = rotl(s[1] * 5, 7) * 9, t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotl(s[3], 45);
    return result;
}

double num_rng_uniform(num_rng *rng)
{
    return (double)(num_rng_u64(rng) >> 11) * 0x1p-53;
}

double num_rng_normal(num_rng *rng)
{
    /* Box & Muller 1958; the sine half is thrown away so that one call uses the same count of numbers always. */
    double u = 1.0 - num_rng_uniform(rng), v = num_rng_uniform(rng);
    return sqrt(-2.0 * log(u)) * cos(6.283185307179586 * v);
}

uint32_t num_rng_below(num_rng *rng, uint32_t n)
{
    if (n < 2)
        return 0;
    uint32_t limit = (uint32_t)(-n) % n; /* reject the short last run (2^32 mod n) */
    for (;;) {
        uint32_t r = (uint32_t)(num_rng_u64(rng) >> 32);
        if (r >= limit)
            return r % n;
    }
}
