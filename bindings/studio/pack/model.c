/*
 * bindings/studio/pack/model.c - context mixing, as M. Mahoney's PAQ and lpaq do it (Data Compression Explained, 2013,
 * section 4.3): what followed the same context before is looked up for several contexts at once, and a small network, which
 * learns while it goes, weighs these guesses. Three sets of weights, each chosen by something else, are added up and learn
 * from one error. Numbers are integers and IEEE floats in one order of operations: packing and unpacking agree to the bit on
 * every machine.
 */
#include "studio/pack/model.h"

#include <stddef.h>

enum {
    CONTEXTS = 7,
    INPUTS = 8, /* and the longest match, or else the bits so far */
    MIXERS = 3,
    MIXER_ROWS = 2048,
    LINE_BITS = 16, /* lines of a context's table, */
    LINE = 16,      /* of a guess for each beginning of half a byte */
    MATCH_BITS = 18,
    MATCH_LEAST = 5,
    STEPS = 4096,
    EVEN = STEPS / 2 << 4 /* a guess that was never made */
};
static const float logit_most = 12, rate = 0.004f, first_weight = 0.35f / MIXERS;

typedef float vector __attribute__((vector_size(16)));
typedef int16_t eight __attribute__((vector_size(16)));
typedef uint16_t ueight __attribute__((vector_size(16)));
typedef signed char sixteen __attribute__((vector_size(16)));

/* A guess of 12 bits, with how often it was made in the lower 4. */
static _Alignas(64) uint16_t lines[CONTEXTS][LINE << LINE_BITS];
static uint16_t *line[CONTEXTS], *cell[INPUTS], trust[64][2], plain[WALK_PLACES << 8];
static uint32_t hashes[CONTEXTS], seen[1 << MATCH_BITS]; /* where six bytes were seen last */
static vector weights[MIXERS][MIXER_ROWS][2], *row[MIXERS], in[2];
static eight cells; /* what is in them, as long as the bit is not known */
static float logit[STEPS], said;
static uint16_t squashed[STEPS];
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
    hashes[4] = hash(body, opcode ? one | local << 10 : 5);
    hashes[5] = hash(hash(known, two), opcode ? local : where.last[place]);
    hashes[6] = hash(body, opcode ? hash(two, local) : hash(one, local));
}

static void text_contexts(void)
{
    hashes[0] = before & 0xff;
    hashes[1] = before & 0xffff;
    hashes[2] = before & 0xffffff;
    hashes[3] = hash(earlier & 0xff, before);
    hashes[4] = word;
    hashes[5] = hash(at & 3, earlier & 0xff);
    hashes[6] = hash(before >> 24, before & 0xff);
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
    const eight even = (eight){0} + (int16_t)EVEN;
    ((eight *)one)[0] = even;
    ((eight *)one)[1] = even;
    one[0] = mark;
    return one;
}

/* Lines of both halves of a byte lie within 4096 bytes: memory is slow where it was not looked at lately. */
static void find_lines(void)
{
    uint32_t apart = bits == 1 ? 0 : (bits * 0x9e3779b1U) >> 25 << (32 - LINE_BITS) ^ bits << 1;
    for (uint32_t i = 0; i < CONTEXTS; i++)
        line[i] = line_of(lines[i], hashes[i] ^ apart);
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
    choose_rows();
    vector d = (row[0][0] + row[1][0] + row[2][0]) * in[0] + (row[0][1] + row[1][1] + row[2][1]) * in[1];
    float sum = (d[0] + d[1]) + (d[2] + d[3]);
    return sum > 11.9f ? 11.9f : sum < -11.9f ? -11.9f : sum;
}

uint32_t model_guess(void)
{
    for (int i = 0; i < CONTEXTS; i++)
        cell[i] = line[i] + half;
    uint32_t length = match_length < 16 ? match_length : 15 + (match_length - 15) / 4;
    cell[CONTEXTS] = match_length ? &trust[length < 31 ? length : 31][expected()]
                                  : &plain[(in_code ? (uint32_t)where.place << 8 : 0) | bits];
    cells = (eight){(int16_t)*cell[0], (int16_t)*cell[1], (int16_t)*cell[2], (int16_t)*cell[3],
                    (int16_t)*cell[4], (int16_t)*cell[5], (int16_t)*cell[6], (int16_t)*cell[7]};
    in[0] = (vector){logit[*cell[0] >> 4], logit[*cell[1] >> 4], logit[*cell[2] >> 4], logit[*cell[3] >> 4]};
    in[1] = (vector){logit[*cell[4] >> 4], logit[*cell[5] >> 4], logit[*cell[6] >> 4], logit[*cell[7] >> 4]};
    float x = said = mix();
    float step = (x + logit_most) * (32 / (2 * logit_most));
    uint32_t low = (uint32_t)step, share = (uint32_t)((step - (float)low) * 4096), guess = 2 * squash(x);
    uint32_t context[2] = {bits, in_code ? hash(bits, where.past[0]) >> 22 : hash(bits, before & 255) >> 22};
    for (int i = 0; i < 2; i++) {
        uint16_t *one = refined[i][context[i]] + low;
        guess += (one[0] * (4096 - share) + one[1] * share) >> 12;
        refine[i] = one + (share > 2048);
    }
    guess = (guess + 2) >> 2;
    return guess < 16 ? 16 : guess > 65520 ? 65520 : guess;
}

static void learn(int bit)
{
    /* Upper halves of shares of 32768, by how often the guess was made. */
    const sixteen rates = {68, 51, 37, 28, 22, 19, 16, 14, 12, 11, 10, 9, 8, 7, 7, 7};
    int round = -bit & 65535;
    float error = ((float)bit - (float)squash(said) * (1.0f / 65536)) * rate;
    vector step = {error, error, error, error}, first = in[0] * step, second = in[1] * step;
    for (int m = 0; m < MIXERS; m++) {
        row[m][0] += first;
        row[m][1] += second;
    }
    eight counts = cells & 15, guesses = (eight)((ueight)cells >> 4), full = (eight){0} + (int16_t)(-bit & 4095);
    eight rated = (eight)__builtin_wasm_swizzle_i8x16(rates, (sixteen)(counts << 8 | 0xff));
    guesses += __builtin_wasm_q15mulr_sat_s_i16x8(full - guesses, rated);
    cells = guesses << 4 | (counts - (eight)(counts < 9));
    for (int i = 0; i < INPUTS; i++)
        *cell[i] = (uint16_t)cells[i];
    for (int i = 0; i < 2; i++)
        *refine[i] = (uint16_t)(*refine[i] + ((round - *refine[i]) >> 6));
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
            weights[m][k][0] = weights[m][k][1] = (vector){0} + first_weight;
    for (int i = 0; i < WALK_PLACES << 8; i++)
        plain[i] = EVEN;
    for (int i = 0; i < 64; i++) {
        trust[i][0] = 340 << 4 | 4;
        trust[i][1] = 3750 << 4 | 4;
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
