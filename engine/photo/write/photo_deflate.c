/*
 * engine/photo/write/photo_deflate.c - filtered rows of a picture as blocks of deflate (RFC 1951), for one piece of a
 * stream: pieces that are made beside each other are put one behind the other.
 *
 * What a filter leaves of a photo is noise: the only repetitions worth a search are runs of one byte. So a block is
 * Huffman codes of its bytes and of lengths at distance 1, which takes a third of the time of a search for matches, and
 * on photos about as many bytes. Codes have at most LONGEST bits, so that four of them fit between two writes; their
 * lengths follow A. Moffat and J. Katajainen (1995), In-place calculation of minimum-redundancy codes, WADS, LNCS 955,
 * 393-402, cut to that by moving what is too long up until Kraft's sum is one again.
 */
#include "photo/write/photo_write.h"

#include <string.h>

enum {
    LITERALS = 256,
    END = 256,
    CODES = 286, /* with the 29 lengths */
    LONGEST = 12,
    ORDERS = 19,
    ORDER_LONGEST = 7,
    RUN_LEAST = 8,
    RUN_MOST = 258
};

/* Code words, already turned so that their first bit is the lowest, and their lengths. */
typedef struct code_table {
    uint16_t word[CODES];
    uint8_t bits[CODES];
} code_table;

typedef struct bit_writer {
    unsigned char *at;
    uint64_t bits;
    int count;
} bit_writer;

static void put_bits(bit_writer *w, uint64_t bits, int count)
{
    w->bits |= bits << w->count;
    w->count += count;
}

/* Moves whole bytes out; at most seven bits stay. The room holds eight bytes more than is needed. */
static void move_out(bit_writer *w)
{
    for (int i = 0; i < 8; i++)
        w->at[i] = (unsigned char)(w->bits >> (8 * i));
    w->at += w->count / 8;
    w->bits = w->count >= 64 ? 0 : w->bits >> (w->count / 8 * 8);
    w->count %= 8;
}

/* ---- code lengths ---- */

typedef struct weight {
    uint32_t key; /* count; then a parent, then a depth */
    uint16_t symbol;
} weight;

/* Rising by count, equal ones by symbol: by insertion into runs of a shell sort, few as they are. */
static void sort_weights(weight *w, int n)
{
    for (int gap = 121; gap > 0; gap /= 3)
        for (int i = gap; i < n; i++) {
            weight v = w[i];
            int j = i;
            for (; j >= gap && (w[j - gap].key > v.key || (w[j - gap].key == v.key && w[j - gap].symbol > v.symbol));
                 j -= gap)
                w[j] = w[j - gap];
            w[j] = v;
        }
}

/* Sorted counts become depths, falling. */
static void find_depths(weight *w, int n)
{
    int root = 0, leaf = 2, next, free_slots = 1, used = 0, depth = 0;
    w[0].key += w[1].key;
    for (next = 1; next < n - 1; next++) {
        for (int k = 0; k < 2; k++) {
            uint32_t key;
            if (leaf >= n || (root < next && w[root].key < w[leaf].key)) {
                key = w[root].key;
                w[root++].key = (uint32_t)next;
            } else {
                key = w[leaf++].key;
            }
            w[next].key = k ? w[next].key + key : key;
        }
    }
    w[n - 2].key = 0;
    for (next = n - 3; next >= 0; next--)
        w[next].key = w[w[next].key].key + 1;
    root = n - 2;
    next = n - 1;
    while (free_slots > 0) {
        while (root >= 0 && (int)w[root].key == depth) {
            used++;
            root--;
        }
        while (free_slots > used) {
            w[next--].key = (uint32_t)depth;
            free_slots--;
        }
        free_slots = 2 * used;
        depth++;
        used = 0;
    }
}

/* How many codes have each length, none of them above `most`, and Kraft's sum one. */
static void cut_depths(const weight *w, int n, int most, int counts[16])
{
    int64_t sum = 0;
    memset(counts, 0, 16 * sizeof counts[0]);
    for (int i = 0; i < n; i++)
        counts[(int)w[i].key < most ? (int)w[i].key : most]++;
    for (int i = 1; i <= most; i++)
        sum += (int64_t)counts[i] << (most - i);
    for (; sum > (int64_t)1 << most; sum--) {
        counts[most]--;
        for (int i = most - 1; i > 0; i--)
            if (counts[i]) {
                counts[i]--;
                counts[i + 1] += 2;
                break;
            }
    }
}

/* The last `count` bits of a word, the other way round. */
static unsigned turned(unsigned word, int count)
{
    unsigned out = 0;
    for (int i = 0; i < count; i++)
        out |= (word >> i & 1) << (count - 1 - i);
    return out;
}

/* Codes for counts; two symbols at least have one, as every reader wants it. */
static void make_codes(const uint32_t *counts, int symbols, int most, code_table *out)
{
    weight w[CODES];
    int n = 0, lengths[16], word = 0, first[16] = {0};
    memset(out->bits, 0, sizeof out->bits);
    for (int i = 0; i < symbols; i++)
        if (counts[i])
            w[n++] = (weight){counts[i], (uint16_t)i};
    for (int i = 0; i < symbols && n < 2; i++)
        if (!counts[i])
            w[n++] = (weight){1, (uint16_t)i};
    sort_weights(w, n);
    find_depths(w, n);
    cut_depths(w, n, most, lengths);
    for (int length = most, i = 0; length > 0; length--) /* the rarest come first and are the longest */
        for (int k = 0; k < lengths[length]; k++)
            out->bits[w[i++].symbol] = (uint8_t)length;
    for (int length = 1; length <= most; length++) {
        word = (word + lengths[length - 1]) << 1;
        first[length] = word;
    }
    for (int i = 0; i < symbols; i++)
        if (out->bits[i])
            out->word[i] = (uint16_t)turned((unsigned)first[out->bits[i]]++, out->bits[i]);
}

/* ---- bytes and runs ---- */

/* How many bytes from `at` on are the one before it, RUN_MOST at most. */
static size_t run_at(const unsigned char *at, const unsigned char *end)
{
    size_t most = (size_t)(end - at) < RUN_MOST ? (size_t)(end - at) : RUN_MOST, n = 0;
    while (n < most && at[n] == at[-1])
        n++;
    return n;
}

/* Eight bytes all like the one before them: worth a look for a run. */
static int may_run(const unsigned char *at)
{
    uint64_t eight;
    memcpy(&eight, at, sizeof eight);
    return eight == at[-1] * (uint64_t)0x0101010101010101;
}

/* Which code a length of a run has, and how many bits follow it. */
static int length_code(size_t length, int *extra, unsigned *rest)
{
    unsigned n = (unsigned)length - 3;
    *extra = 0;
    *rest = 0;
    if (length == RUN_MOST)
        return 285;
    if (n < 8)
        return 257 + (int)n;
    while (n >> (*extra + 3))
        ++*extra;
    *rest = n & ((1u << *extra) - 1);
    return 257 + 4 * *extra + (int)(n >> *extra);
}

static void count_symbols(const unsigned char *data, size_t size, uint32_t counts[CODES])
{
    uint32_t four[4][LITERALS] = {{0}};
    const unsigned char *at = data, *end = data + size;
    memset(counts, 0, CODES * sizeof counts[0]);
    counts[END] = 1;
    if (size)
        four[0][*at++]++;
    while (at < end) {
        if (end - at < RUN_LEAST) {
            four[0][*at++]++;
        } else if (may_run(at)) {
            size_t n = run_at(at, end);
            int extra;
            unsigned rest;
            counts[length_code(n, &extra, &rest)]++;
            at += n;
        } else {
            for (int i = 0; i < RUN_LEAST; i++)
                four[i % 4][at[i]]++;
            at += RUN_LEAST;
        }
    }
    for (int i = 0; i < LITERALS; i++)
        counts[i] = four[0][i] + four[1][i] + four[2][i] + four[3][i];
}

/* The same walk as count_symbols. */
static void write_symbols(bit_writer *w, const unsigned char *data, size_t size, const code_table *codes)
{
    const unsigned char *at = data, *end = data + size;
    const uint16_t *word = codes->word;
    const uint8_t *bits = codes->bits;
    if (size) {
        put_bits(w, word[*at], bits[*at]);
        at++;
        move_out(w);
    }
    while (at < end) {
        if (end - at < RUN_LEAST) {
            put_bits(w, word[*at], bits[*at]);
            at++;
        } else if (may_run(at)) {
            size_t n = run_at(at, end);
            int extra;
            unsigned rest;
            int code = length_code(n, &extra, &rest);
            put_bits(w, word[code], bits[code]);
            put_bits(w, rest, extra + 1); /* and distance 1, the bit 0 */
            at += n;
        } else {
            for (int i = 0; i < 4; i++)
                put_bits(w, word[at[i]], bits[at[i]]);
            move_out(w);
            for (int i = 4; i < RUN_LEAST; i++)
                put_bits(w, word[at[i]], bits[at[i]]);
            at += RUN_LEAST;
        }
        move_out(w);
    }
    put_bits(w, word[END], bits[END]);
    move_out(w);
}

/* ---- blocks ---- */

/* The lengths of all codes, each by a code of its own; runs of them are not worth one. */
static void write_codes(bit_writer *w, const code_table *codes)
{
    static const uint8_t order[ORDERS] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    enum { DISTANCES = 2 }; /* of one bit each: a reader may want a whole set */
    uint32_t counts[CODES] = {0};
    code_table lengths;
    for (int i = 0; i < CODES; i++)
        counts[codes->bits[i]]++;
    counts[1] += DISTANCES;
    make_codes(counts, 16, ORDER_LONGEST, &lengths);
    put_bits(w, CODES - 257, 5);
    put_bits(w, DISTANCES - 1, 5);
    put_bits(w, ORDERS - 4, 4);
    for (int i = 0; i < ORDERS; i++) {
        put_bits(w, order[i] < 16 ? lengths.bits[order[i]] : 0, 3);
        move_out(w);
    }
    for (int i = 0; i < CODES + DISTANCES; i++) {
        int length = i < CODES ? codes->bits[i] : 1;
        put_bits(w, lengths.word[length], lengths.bits[length]);
        move_out(w);
    }
}

size_t photo_deflate_room(size_t size)
{
    return size + size / 2 + 1024; /* a byte has LONGEST bits at most */
}

size_t photo_deflate_block(const unsigned char *data, size_t size, photo_deflate_end end, unsigned char *out,
                           photo_deflate_bits *left)
{
    uint32_t counts[CODES];
    code_table codes;
    bit_writer w = {out, left->bits, left->count};
    count_symbols(data, size, counts);
    make_codes(counts, CODES, LONGEST, &codes);
    put_bits(&w, end == PHOTO_DEFLATE_LAST, 1);
    put_bits(&w, 2, 2);
    write_codes(&w, &codes);
    write_symbols(&w, data, size, &codes);
    if (end == PHOTO_DEFLATE_PIECE) { /* a stored block of nothing ends at a whole byte */
        put_bits(&w, 0, 3);
        w.count = (w.count + 7) / 8 * 8;
        move_out(&w);
        put_bits(&w, 0xffff0000u, 32);
    } else if (end == PHOTO_DEFLATE_LAST) {
        w.count = (w.count + 7) / 8 * 8;
    }
    move_out(&w);
    *left = (photo_deflate_bits){(unsigned)w.bits, w.count};
    return (size_t)(w.at - out);
}
