/* tests/record/test_seal.c - records behind a passphrase: there and back, damaged, hostile, and sealed by the code of
 * others. */
#include "record/record.h"
#include "support/support.h"

static const char word[] = "correct horse battery";
enum { WORD = sizeof word - 1 };

/* Sealed by the reference code of Argon2, PyCryptodome's XChaCha20-Poly1305 and Python's BLAKE2b, none of which is ours or
 * libsodium's. The passphrase is "grüne Tinte 7". */
static const unsigned char of_others[] = {
    0x89, 0x53, 0x43, 0x54, 0x52, 0x45, 0x43, 0x0a, 0x01, 0x01, 0x00, 0x00, 0x03, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00,
    0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x64, 0x65, 0x66, 0x67,
    0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f, 0x70, 0x71, 0x72, 0x73, 0x74, 0x75, 0x76, 0x77, 0x78, 0x79, 0x7a, 0x7b,
    0x3b, 0x00, 0x00, 0x00, 0x7a, 0x6a, 0x7a, 0xf7, 0x29, 0x2b, 0xeb, 0xcb, 0x40, 0xe0, 0x6e, 0x18, 0x7d, 0x45, 0x8f, 0x96,
    0xd5, 0x45, 0x16, 0xc3, 0xf6, 0xb8, 0x40, 0x40, 0xdf, 0x9f, 0x35, 0x15, 0x20, 0x93, 0x11, 0x35, 0xc3, 0xde, 0x56, 0x55,
    0x10, 0x89, 0xa5, 0x98, 0x3a, 0x1f, 0x6c, 0x94, 0xde, 0x62, 0xd3, 0x0b, 0xe7, 0x87, 0x0d, 0x7a, 0xfc, 0xce, 0x40, 0x65,
    0xc6, 0x26, 0x34, 0x55, 0x16, 0x02, 0xc5, 0xc6, 0xe2, 0x05, 0xe9, 0x65, 0xd5, 0xd4, 0xfb, 0xc2, 0x7a, 0x3f, 0x77, 0x18,
    0x99, 0x62, 0x69, 0x99, 0xf7, 0x9a, 0xd0, 0x8b, 0xd9, 0xb9, 0x65, 0xb6, 0xb7, 0x66, 0x93,
};

static int built(void)
{
    if (sct_has(SCT_FEATURE_PASSPHRASE))
        return 1;
    notice("built without libsodium: what opens records is not tested");
    return 0;
}

static sct_record *some_record(void)
{
    sct_record *r = NULL;
    assert_int_equal(sct_record_new(NULL, NULL, NULL, NULL, &r), SCT_OK);
    assert_int_equal(sct_record_set(NULL, r, "client", "anna"), SCT_OK);
    assert_int_equal(sct_record_set(NULL, r, "sessions.1.notes", "three \xc3\xbcnder"), SCT_OK);
    return r;
}

static void there_and_back(void **state)
{
    (void)state;
    sct_record *r = some_record(), *again = NULL;
    sct_bytes one = {0}, two = {0}, text = {0}, same = {0};
    if (!built()) {
        assert_int_equal(sct_record_seal(NULL, r, word, WORD, &one), SCT_ERR_PASSPHRASE);
        assert_int_equal(sct_record_open(NULL, of_others, sizeof of_others, word, WORD, &again), SCT_ERR_PASSPHRASE);
        assert_true(!one.data && !again);
        sct_record_free(r);
        return;
    }
    assert_int_equal(sct_record_json(NULL, r, &text), SCT_OK);
    assert_int_equal(sct_record_seal(NULL, r, word, WORD, &one), SCT_OK);
    assert_int_equal(sct_record_seal(NULL, r, word, WORD, &two), SCT_OK);
    assert_int_equal(sct_record_is_sealed(one.data, one.size), 1);
    assert_int_equal(sct_record_is_sealed(text.data, text.size), 0);
    assert_int_equal(one.size, two.size);
    assert_true(memcmp((char *)one.data + 20, (char *)two.data + 20, 40) != 0); /* another salt and nonce each time */
    for (size_t i = 0; i + 4 <= one.size; i++)
        assert_true(memcmp((char *)one.data + i, "anna", 4) != 0);
    assert_int_equal(sct_record_open(NULL, one.data, one.size, word, WORD, &again), SCT_OK);
    assert_int_equal(sct_record_json(NULL, again, &same), SCT_OK);
    assert_int_equal(same.size, text.size);
    assert_memory_equal(same.data, text.data, text.size);
    sct_record_free(again);
    assert_int_equal(sct_record_open(NULL, text.data, text.size, NULL, 0, &again), SCT_OK);
    sct_record_free(again);
    sct_record_free(r);
    sct_bytes_free(&one);
    sct_bytes_free(&two);
    sct_bytes_free(&text);
    sct_bytes_free(&same);
}

static void passphrases(void **state)
{
    (void)state;
    static char lengthy[2000];
    sct_record *r = some_record(), *none = NULL;
    sct_bytes file = {0};
    sct_context *ctx = NULL;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    memset(lengthy, 'x', sizeof lengthy);
    assert_int_equal(sct_record_seal(ctx, r, word, 7, &file), SCT_ERR_PASSPHRASE);
    assert_int_equal(sct_record_seal(ctx, r, lengthy, 1025, &file), SCT_ERR_PASSPHRASE);
    assert_int_equal(sct_record_from_json(ctx, of_others, sizeof of_others, &none), SCT_ERR_PASSPHRASE);
    assert_non_null(strstr(sct_context_message(ctx), "is sealed"));
    if (built()) {
        assert_int_equal(sct_record_open(ctx, of_others, sizeof of_others, NULL, 0, &none), SCT_ERR_PASSPHRASE);
        assert_non_null(strstr(sct_context_message(ctx), "is sealed"));
        assert_int_equal(sct_record_open(ctx, of_others, sizeof of_others, word, WORD, &none), SCT_ERR_PASSPHRASE);
        assert_string_equal(sct_context_message(ctx), "wrong passphrase");
        assert_int_equal(sct_record_open(ctx, of_others, sizeof of_others, lengthy, 2000, &none), SCT_ERR_PASSPHRASE);
        assert_null(none);
        assert_int_equal(sct_record_open(ctx, of_others, sizeof of_others, "gr\xc3\xbcne Tinte 7", 14, &none), SCT_OK);
        assert_string_equal(sct_record_get(none, "client"), "anna");
        assert_string_equal(sct_record_get(none, "notes"), "three dots");
        sct_record_free(none);
    }
    sct_record_free(r);
    sct_context_free(ctx);
}

#ifdef HAVE_SODIUM
#include <sodium.h>

/* A small file whose key costs next to nothing. */
static sct_bytes cheap(const char *text)
{
    sct_bytes plain = {.data = (void *)(uintptr_t)text, .size = strlen(text)}, file = {0};
    assert_int_equal(record_seal_bytes(NULL, &plain, word, WORD, 1, 8, &file), SCT_OK);
    return file;
}

static void sum_again(unsigned char *file, size_t size)
{
    crypto_generichash_blake2b(file + size - 16, 16, file, size - 16, NULL, 0);
}

static sct_status opened(const unsigned char *file, size_t size)
{
    sct_record *r = NULL;
    sct_status status = sct_record_open(NULL, file, size, word, WORD, &r);
    sct_record_free(r);
    return status;
}

/* Chance is told from a wrong passphrase; who repairs the sum is found by the tag. */
static void damaged_everywhere(void **state)
{
    (void)state;
    sct_bytes file = cheap("{\"scalptone_record\":1,\"client\":\"anna\"}");
    unsigned char *bytes = file.data;
    assert_int_equal(opened(bytes, file.size), SCT_OK);
    for (size_t at = 0; at < file.size; at++)
        for (int bit = 0; bit < 8; bit++) {
            bytes[at] ^= (unsigned char)(1 << bit);
            assert_int_equal(opened(bytes, file.size), SCT_ERR_PALETTE);
            if (at < file.size - 16 && bit == (int)(at % 8)) {
                sum_again(bytes, file.size);
                sct_status status = opened(bytes, file.size);
                assert_true(status == SCT_ERR_PALETTE || status == SCT_ERR_PASSPHRASE);
            }
            bytes[at] ^= (unsigned char)(1 << bit);
            sum_again(bytes, file.size);
        }
    for (size_t size = 8; size < file.size; size++) {
        unsigned char *part = malloc(size); /* so that a byte too many is seen */
        assert_non_null(part);
        memcpy(part, bytes, size);
        assert_int_equal(opened(part, size), SCT_ERR_PALETTE);
        if (size >= 16) {
            sum_again(part, size);
            assert_int_equal(opened(part, size), SCT_ERR_PALETTE);
        }
        free(part);
    }
    assert_int_equal(opened(bytes, file.size), SCT_OK);
    sct_bytes_free(&file);
}

/* What a file asks for is looked at before any of it is done. */
static void hostile_costs(void **state)
{
    (void)state;
    static const struct {
        uint32_t passes, kib;
    } costs[] = {{0, 65536}, {9, 65536}, {0xffffffffu, 8}, {1, 7}, {1, 0}, {1, (256 << 10) + 1}, {1, 0xffffffffu}};
    sct_bytes file = cheap("{\"scalptone_record\":1}");
    unsigned char *bytes = file.data;
    for (size_t i = 0; i < sizeof costs / sizeof costs[0]; i++) {
        for (int b = 0; b < 4; b++) {
            bytes[12 + b] = (unsigned char)(costs[i].passes >> 8 * b);
            bytes[16 + b] = (unsigned char)(costs[i].kib >> 8 * b);
        }
        sum_again(bytes, file.size);
        assert_int_equal(opened(bytes, file.size), SCT_ERR_PALETTE);
    }
    sct_bytes_free(&file);
}

/* A newer layout, and a text that is no record, are told as such. */
static void what_is_inside(void **state)
{
    (void)state;
    sct_bytes file = cheap("{\"no\":\"record\"}");
    unsigned char *bytes = file.data;
    assert_int_equal(opened(bytes, file.size), SCT_ERR_PALETTE);
    bytes[8] = 2;
    sct_context *ctx = NULL;
    sct_record *none = NULL;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    assert_int_equal(sct_record_open(ctx, bytes, file.size, word, WORD, &none), SCT_ERR_PALETTE);
    assert_non_null(strstr(sct_context_message(ctx), "newer than this program"));
    sct_context_free(ctx);
    sct_bytes_free(&file);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_and_back),     cmocka_unit_test(passphrases),
#ifdef HAVE_SODIUM
        cmocka_unit_test(damaged_everywhere), cmocka_unit_test(hostile_costs), cmocka_unit_test(what_is_inside),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
