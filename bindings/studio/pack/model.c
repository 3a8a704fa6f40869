/*
 * bindings/studio/pack/model.c - context mixing, as M. Mahoney's PAQ and lpaq do it (Data Compression Explained, 2013,
 * section 4.3): what followed the same context before is looked up for several contexts at once, and a small network, which
 * learns while it goes, weighs these guesses. Numbers are integers and IEEE floats in one order of operations: packing and
 * unpacking agree to the bit on every machine.
 */
#include "studio/pack/model.h"

#include <stddef.h>

enum {
    CONTEXTS = 10,
    MATCH = CONTEXTS, /* the input of the longest match */
    INPUTS = 12,      /* and one that is constant */
    VECTORS = INPUTS / 4,
    MIXERS = 3,
    MIXER_ROWS = 2048,
    LINE_BITS = 16, /* lines of a context's table, */
    LINE = 16,      /* of a guess for each beginning of half a byte */
    MATCH_BITS = 18,
    MATCH_LEAST = 5,
    STEPS = 4096,
    EVEN = STEPS / 2 << 4 /* a guess that was never made */
};
static const float logit_most = 12, rate = 0.02f;

typedef float vector __attribute__((vector_size(16)));

/* A guess of 12 bits, with how often it was made in the lower 4. */
static uint16_t lines[CONTEXTS][LINE << LINE_BITS], *line[CONTEXTS];
static uint32_t hashes[CONTEXTS], seen[1 << MATCH_BITS]; /* where six bytes were seen last */
static vector weights[MIXERS][MIXER_ROWS][VECTORS], *row[MIXERS];
static union {
    float one[INPUTS];
    vector four[VECTORS];
} in;
static float logit[STEPS], said[MIXERS];
static uint16_t squashed[STEPS], trust[64][2], *trusted;
static uint16_t refined[2][1024][33],
    *refine[2]; /* what guesses turned out to be: by the bits so far, and by the byte before */

static walk where;
static uint8_t *bytes;
static uint32_t at, before, earlier; /* the 4 bytes before, and the 4 before those */
static uint32_t bits, half;          /* of this byte, of this half of it, each with a one in front */
static uint32_t match_at, match_length, word, word_before;
static int in_code;

static uint32_t hash(uint32_t a, uint32_t b)
{
    uint32_t h = a * 0x2f0b4c47U + b * 0x9e3779b1U + 0x1234567U;
    h ^= h >> 15;
    h *= 0x85ebca6bU;
    return h ^ h >> 13;
}

/* ---- numbers and their logits ---- */

static uint32_t squash(float x)
{
    int step = (int)(x * (STEPS / 2 / logit_most)) + STEPS / 2;
    return squashed[step < 0 ? 0 : step >= STEPS ? STEPS - 1 : step];
}

/* Tables without a library: e^(12/2048) to the powers of the steps. */
static void make_tables(void)
{
    const double step = 1.0058765683260826; /* exp(12/2048) */
    double power = 6.162172229139873e-06;   /* exp(-12 + 6/2048) */
    uint32_t from = 0;
    for (uint32_t i = 0; i < STEPS; i++, power *= step) {
        double p = power / (1 + power);
        squashed[i] = (uint16_t)(p * 65535);
        uint32_t to = (uint32_t)(p * STEPS);
        while (from <= to && from < STEPS)
            logit[from++] = ((float)i - STEPS / 2 + 0.5f) * (logit_most / (STEPS / 2));
    }
    while (from < STEPS)
        logit[from++] = logit_most;
}

/* ---- contexts ---- */

static void code_contexts(void)
{
    walk_place place = where.place;
    uint32_t kind = (uint32_t)place << 4 | where.index, known = hash(kind, where.number), local = where.last[AT_LOCAL];
    const uint32_t *past = where.past;
    uint32_t one = past[0], two = one | past[1] << 10, three = two | past[2] << 20, body = hash(known, where.body_end);
    int opcode = place == AT_OPCODE;
    hashes[0] = hash(known, two);
    hashes[1] = hash(known, three);
    hashes[2] = hash(hash(known, past[3] | past[4] << 10), three);
    hashes[3] = hash(kind, before & 0xffff);
    hashes[4] = hash(kind, before & 0xffffff);
    hashes[5] = hash(hash(kind, earlier & 0xffff), before);
    hashes[6] = hash(hash(known, one), local | where.before_last << 12);
    hashes[7] = hash(body, opcode ? one | local << 10 : 5);
    hashes[8] = hash(hash(known, two), opcode ? local : where.last[place]);
    hashes[9] = hash(body, opcode ? hash(two, local) : hash(one, local));
}

static void text_contexts(void)
{
    hashes[0] = before & 0xff;
    hashes[1] = before & 0xffff;
    hashes[2] = before & 0xffffff;
    hashes[3] = before;
    hashes[4] = hash(earlier & 0xff, before);
    hashes[5] = hash(earlier & 0xffff, before);
    hashes[6] = word;
    hashes[7] = hash(word, word_before);
    hashes[8] = hash(at & 3, earlier & 0xff);
    hashes[9] = hash(before >> 24, before & 0xff);
}

/* A line that belongs to this context, or the less used one of two, made empty. Its first place, which no guess has, tells
 * whose it is. */
static uint16_t *line_of(uint16_t *table, uint32_t context)
{
    uint16_t *one = table + (context >> (32 - LINE_BITS)) * LINE,
             *other = table + ((context >> (32 - LINE_BITS)) ^ 1) * LINE;
    uint16_t mark = (uint16_t)(context | 1);
    if (one[0] == mark)
        return one;
    if (other[0] == mark)
        return other;
    if ((one[1] & 15) > (other[1] & 15))
        one = other;
    one[0] = mark;
    for (int i = 1; i < LINE; i++)
        one[i] = EVEN;
    return one;
}

static void find_lines(void)
{
    for (uint32_t i = 0; i < CONTEXTS; i++)
        line[i] = line_of(lines[i], hash(hashes[i], bits + i * 77U));
    half = 1;
}

static void begin_byte(void)
{
    bits = 1;
    if (in_code)
        code_contexts();
    else
        text_contexts();
    for (uint32_t i = 0; i < CONTEXTS; i++)
        hashes[i] = hash(hashes[i], i + 1);
    find_lines();
}

static void find_match(void)
{
    uint32_t *place = &seen[hash(before, earlier & 0xffff) >> (32 - MATCH_BITS)];
    if (match_length) {
        match_at++;
        match_length += match_length < 1000;
    } else if (*place) {
        match_at = *place;
        while (match_length < 40 && match_at > match_length &&
               bytes[match_at - 1 - match_length] == bytes[at - 1 - match_length])
            match_length++;
        if (match_length < MATCH_LEAST)
            match_length = 0;
    }
    *place = at;
}

/* ---- from bit to bit ---- */

static uint32_t bit_count(void)
{
    return 31U - (uint32_t)__builtin_clz(bits);
}

static uint32_t expected(void)
{
    return (bytes[match_at] + 256U) >> (7 - bit_count()) & 1;
}

static void choose_rows(void)
{
    uint32_t place = (uint32_t)(in_code ? where.place : AT_OTHER);
    uint32_t match = match_length == 0 ? 0 : match_length < 16 ? 1 : match_length < 32 ? 2 : 3;
    row[0] = weights[0][match << 8 | place << 3 | bit_count()];
    row[1] = weights[1][bits | (place == AT_OPCODE ? 256 : place == AT_OTHER ? 0 : place == AT_LOCAL ? 512 : 768)];
    row[2] = weights[2][in_code ? (where.past[0] & 511) | (where.index ? 512 : 0) | 1024 : before & 255];
}

static float mix(void)
{
    float sum = 0;
    choose_rows();
    for (int m = 0; m < MIXERS; m++) {
        vector d = row[m][0] * in.four[0] + row[m][1] * in.four[1] + row[m][2] * in.four[2];
        said[m] = (d[0] + d[1]) + (d[2] + d[3]);
        sum += said[m];
    }
    sum *= 1.0f / MIXERS;
    return sum > 11.9f ? 11.9f : sum < -11.9f ? -11.9f : sum;
}

uint32_t model_guess(void)
{
    for (int i = 0; i < CONTEXTS; i++)
        in.one[i] = logit[line[i][half] >> 4];
    trusted = NULL;
    in.one[MATCH] = 0;
    if (match_length) {
        uint32_t length = match_length < 16 ? match_length : 15 + (match_length - 15) / 4;
        trusted = &trust[length < 31 ? length : 31][expected()];
        in.one[MATCH] = logit[*trusted >> 4];
    }
    in.one[INPUTS - 1] = 0.3f;
    float x = mix();
    float step = (x + logit_most) * (32 / (2 * logit_most));
    uint32_t low = (uint32_t)step, share = (uint32_t)((step - (float)low) * 4096), guess = 2 * squash(x);
    uint32_t context[2] = {bits, in_code ? hash(bits, where.past[0]) >> 22 : hash(bits, before & 255) >> 22};
    for (int i = 0; i < 2; i++) {
        uint16_t *cell = refined[i][context[i]] + low;
        guess += (cell[0] * (4096 - share) + cell[1] * share) >> 12;
        refine[i] = cell + (share > 2048);
    }
    guess = (guess + 2) >> 2;
    return guess < 16 ? 16 : guess > 65520 ? 65520 : guess;
}

static void learn(int bit)
{
    static const uint16_t rates[16] = {35000, 26000, 19000, 14500, 11500, 9500, 8000, 7000,
                                       6200,  5500,  5000,  4500,  4100,  3700, 3400, 3400};
    int full = -bit & 4095, round = -bit & 65535;
    for (int m = 0; m < MIXERS; m++) {
        float error = ((float)bit - (float)squash(said[m]) * (1.0f / 65536)) * rate;
        vector step = {error, error, error, error};
        for (int i = 0; i < VECTORS; i++)
            row[m][i] += in.four[i] * step;
    }
    for (int i = 0; i < CONTEXTS; i++) {
        uint16_t *cell = line[i] + half;
        int count = *cell & 15, guess = *cell >> 4;
        guess += ((full - guess) * rates[count] + round) >> 16;
        *cell = (uint16_t)(guess << 4 | (count + (count < 12)));
    }
    for (int i = 0; i < 2; i++)
        *refine[i] = (uint16_t)(*refine[i] + ((round - *refine[i]) >> 6));
    if (trusted)
        *trusted = (uint16_t)(*trusted + ((round - *trusted) >> 6));
}

void model_take(int bit)
{
    learn(bit);
    if (match_length && (int)expected() != bit)
        match_length = 0;
    bits = bits << 1 | (uint32_t)bit;
    half = half << 1 | (uint32_t)bit;
    if (bits < 256) {
        if (bits >= 16 && bits < 32)
            find_lines();
        return;
    }
    uint8_t byte = (uint8_t)bits;
    bytes[at++] = byte;
    earlier = earlier << 8 | before >> 24;
    before = before << 8 | byte;
    uint8_t letter = byte | 32;
    if ((letter >= 'a' && letter <= 'z') || byte >= 128)
        word = hash(word, letter);
    else if (word) {
        word_before = word;
        word = 0;
    }
    if (in_code)
        walk_take(&where, byte);
    find_match();
    begin_byte();
}

void model_start(uint8_t *room, int code)
{
    make_tables();
    for (int i = 0; i < 1 << MATCH_BITS; i++)
        seen[i] = 0;
    for (int i = 0; i < CONTEXTS; i++)
        for (uint32_t k = 0; k < LINE << LINE_BITS; k++)
            lines[i][k] = EVEN;
    for (int m = 0; m < MIXERS; m++)
        for (int k = 0; k < MIXER_ROWS; k++)
            for (int i = 0; i < INPUTS; i++)
                weights[m][k][i / 4][i % 4] = i < CONTEXTS ? 0.25f : i == MATCH ? 0.4f : 0;
    for (int i = 0; i < 64; i++) {
        trust[i][0] = 5500;
        trust[i][1] = 60000;
    }
    for (int k = 0; k < 1024; k++)
        for (int i = 0; i < 33; i++)
            refined[0][k][i] = refined[1][k][i] = (uint16_t)squash(((float)i - 16) * 0.75f);
    where = (walk){0};
    bytes = room;
    in_code = code;
    at = before = earlier = match_at = match_length = word = word_before = 0;
    begin_byte();
}
