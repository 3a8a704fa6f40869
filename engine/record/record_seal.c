/*
 * engine/record/record_seal.c - a record behind a passphrase, and out again.
 *
 * The file, numbers little-endian:
 *
 *      0   8  89 53 43 54 52 45 43 0a ("\x89SCTREC\n")
 *      8   1  version of this layout: 1
 *      9   1  1: the key is made by Argon2id (RFC 9106) 1.3, in one lane
 *     10   2  zero
 *     12   4  passes
 *     16   4  memory, KiB
 *     20  16  salt
 *     36  24  nonce
 *     60   4  n, the bytes of the record's JSON
 *     64   n  that JSON by XChaCha20-Poly1305, then 16 bytes of its tag, which covers bytes 0 to 63, too
 *  80 + n 16  BLAKE2b-128 of all before: tells a damaged file from a wrong passphrase, and guards against chance alone
 *
 * All of this is libsodium's. Keys and the whole text are wiped; values of it
 * that were in memory while it was read as JSON are not. New files take 3 passes over 64 MiB, the second choice
 * of RFC 9106, 4; a file may ask for 8 passes and 256 MiB, not for more, so
 * that a hostile one takes no more than seconds and no more memory than that.
 */
#include "record/record.h"

#include <string.h>

enum { HEAD_SIZE = 64, TAG_SIZE = 16, SUM_SIZE = 16, PLAIN_MAX = 4 << 20 };

#ifdef HAVE_SODIUM
#include <sodium.h>

enum { AT_PASSES = 12, AT_MEMORY = 16, AT_SALT = 20, AT_NONCE = 36, AT_SIZE = 60, KDF_ARGON2ID = 1, LAYOUT = 1 };
_Static_assert(crypto_pwhash_argon2id_SALTBYTES == AT_NONCE - AT_SALT, "salt");
_Static_assert(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES == AT_SIZE - AT_NONCE, "nonce");
_Static_assert(crypto_aead_xchacha20poly1305_ietf_ABYTES == TAG_SIZE, "tag");
enum { KEY_SIZE = crypto_aead_xchacha20poly1305_ietf_KEYBYTES };

static void put_number(unsigned char *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = (unsigned char)(value >> 8 * i);
}

static uint32_t number_at(const unsigned char *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static void sum_of(const unsigned char *file, size_t size, unsigned char out[SUM_SIZE])
{
    crypto_generichash_blake2b(out, SUM_SIZE, file, size, NULL, 0);
}

/* The key that the passphrase gives with the salt and the cost of a head. */
static sct_status make_key(sct_context *ctx, const unsigned char *head, const void *passphrase, size_t size,
                           unsigned char key[KEY_SIZE])
{
    uint64_t memory = (uint64_t)number_at(head + AT_MEMORY) << 10;
    if (crypto_pwhash_argon2id(key, KEY_SIZE, passphrase, size, head + AT_SALT, number_at(head + AT_PASSES), (size_t)memory,
                               crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0)
        return diag_set(ctx, SCT_ERR_MEMORY, "no memory for the key of a sealed record: %llu MB are needed",
                        (unsigned long long)(memory >> 20));
    return SCT_OK;
}

static sct_status wake(sct_context *ctx)
{
    return sodium_init() < 0 ? diag_set(ctx, SCT_ERR_INTERNAL, "libsodium does not start") : SCT_OK;
}

sct_status record_seal_bytes(sct_context *ctx, const sct_bytes *plain, const void *passphrase, size_t passphrase_size,
                             uint32_t passes, uint32_t kib, sct_bytes *out)
{
    sct_status status = SCT_OK;
    unsigned char key[KEY_SIZE], *file = NULL;
    size_t whole = HEAD_SIZE + plain->size + TAG_SIZE + SUM_SIZE;
    TRY(wake(ctx));
    TRY(mem_new(ctx, whole, 1, (void **)&file));
    memcpy(file, record_sealed_magic, RECORD_MAGIC);
    file[RECORD_MAGIC] = LAYOUT;
    file[RECORD_MAGIC + 1] = KDF_ARGON2ID;
    put_number(file + AT_PASSES, passes);
    put_number(file + AT_MEMORY, kib);
    randombytes_buf(file + AT_SALT, AT_SIZE - AT_SALT);
    put_number(file + AT_SIZE, (uint32_t)plain->size);
    TRY(make_key(ctx, file, passphrase, passphrase_size, key));
    crypto_aead_xchacha20poly1305_ietf_encrypt(file + HEAD_SIZE, NULL, plain->data, plain->size, file, HEAD_SIZE, NULL,
                                               file + AT_NONCE, key);
    sum_of(file, whole - SUM_SIZE, file + whole - SUM_SIZE);
    *out = (sct_bytes){.data = file, .size = whole};
    file = NULL;
done:
    sodium_memzero(key, sizeof key);
    mem_free(file);
    return status;
}

/* Looks at all that needs no key. */
static sct_status check_head(sct_context *ctx, const unsigned char *file, size_t size)
{
    unsigned char sum[SUM_SIZE];
    if (size > RECORD_MAGIC && file[RECORD_MAGIC] > LAYOUT)
        return diag_set(ctx, SCT_ERR_PALETTE, "sealed record: version %d is newer than this program, which reads %d",
                        file[RECORD_MAGIC], LAYOUT);
    if (size < HEAD_SIZE + TAG_SIZE + SUM_SIZE)
        return diag_set(ctx, SCT_ERR_PALETTE, "sealed record: cut short; take it from a backup");
    sum_of(file, size - SUM_SIZE, sum);
    if (memcmp(sum, file + size - SUM_SIZE, SUM_SIZE) != 0)
        return diag_set(ctx, SCT_ERR_PALETTE, "sealed record: damaged or cut short; take it from a backup");
    uint32_t passes = number_at(file + AT_PASSES), kib = number_at(file + AT_MEMORY), plain = number_at(file + AT_SIZE);
    if (file[RECORD_MAGIC] != LAYOUT || file[RECORD_MAGIC + 1] != KDF_ARGON2ID || file[10] || file[11])
        return diag_set(ctx, SCT_ERR_PALETTE, "sealed record: its way to make a key is not known to this version");
    if (passes < 1 || passes > RECORD_PASSES_MAX || kib < 8 || kib > RECORD_KIB_MAX)
        return diag_set(ctx, SCT_ERR_PALETTE, "sealed record: %u passes over %u KiB are more than this program does", passes,
                        kib);
    if (plain > PLAIN_MAX || size != (size_t)HEAD_SIZE + plain + TAG_SIZE + SUM_SIZE)
        return diag_set(ctx, SCT_ERR_PALETTE, "sealed record: its size is not what it says");
    return SCT_OK;
}

static sct_status unseal(sct_context *ctx, const unsigned char *file, size_t size, const void *passphrase,
                         size_t passphrase_size, sct_record **out)
{
    sct_status status = SCT_OK;
    unsigned char key[KEY_SIZE], *plain = NULL;
    unsigned long long plain_size = 0;
    size_t room = 0;
    TRY(wake(ctx));
    TRY(check_head(ctx, file, size));
    if (!passphrase || !passphrase_size)
        FAIL(ctx, SCT_ERR_PASSPHRASE, "the record is sealed; give its passphrase");
    room = number_at(file + AT_SIZE);
    TRY(mem_new(ctx, room + 1, 1, (void **)&plain));
    TRY(make_key(ctx, file, passphrase, passphrase_size, key));
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain, &plain_size, NULL, file + HEAD_SIZE, room + TAG_SIZE, file,
                                                   HEAD_SIZE, file + AT_NONCE, key) != 0)
        FAIL(ctx, SCT_ERR_PASSPHRASE, "wrong passphrase");
    TRY(sct_record_from_json(ctx, plain, (size_t)plain_size, out));
done:
    sodium_memzero(key, sizeof key);
    if (plain)
        sodium_memzero(plain, room);
    mem_free(plain);
    return status;
}

static sct_status seal(sct_context *ctx, const sct_record *record, const void *passphrase, size_t size, sct_bytes *out)
{
    sct_bytes text = {0};
    sct_status status = sct_record_json(ctx, record, &text);
    if (status == SCT_OK) {
        status = record_seal_bytes(ctx, &text, passphrase, size, RECORD_PASSES, RECORD_KIB, out);
        sodium_memzero(text.data, text.size);
    }
    sct_bytes_free(&text);
    return status;
}
#else
static sct_status left_out(sct_context *ctx)
{
    return diag_set(ctx, SCT_ERR_PASSPHRASE,
                    "this build neither seals records nor opens sealed ones; install libsodium (libsodium-dev) and build "
                    "again");
}

static sct_status unseal(sct_context *ctx, const unsigned char *file, size_t size, const void *passphrase,
                         size_t passphrase_size, sct_record **out)
{
    (void)file, (void)size, (void)passphrase, (void)passphrase_size, (void)out;
    return left_out(ctx);
}

static sct_status seal(sct_context *ctx, const sct_record *record, const void *passphrase, size_t size, sct_bytes *out)
{
    (void)record, (void)passphrase, (void)size, (void)out;
    return left_out(ctx);
}
#endif

sct_status sct_record_seal(sct_context *ctx, const sct_record *record, const void *passphrase, size_t passphrase_size,
                           sct_bytes *out)
{
    sct_context_clear(ctx);
    if (!record || !passphrase || !out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "sct_record_seal needs a record, a passphrase and a place for the bytes");
    if (passphrase_size < RECORD_PASSPHRASE_MIN || passphrase_size > RECORD_PASSPHRASE_MAX)
        return diag_set(ctx, SCT_ERR_PASSPHRASE, "a passphrase has %d to %d bytes; take four words that nobody would guess",
                        RECORD_PASSPHRASE_MIN, RECORD_PASSPHRASE_MAX);
    return seal(ctx, record, passphrase, passphrase_size, out);
}

sct_status sct_record_open(sct_context *ctx, const void *file, size_t size, const void *passphrase, size_t passphrase_size,
                           sct_record **out)
{
    sct_context_clear(ctx);
    if (!file || !out || (!passphrase && passphrase_size))
        return diag_set(ctx, SCT_ERR_ARGUMENT, "sct_record_open needs the bytes of a file and a place for the record");
    if (!sct_record_is_sealed(file, size))
        return sct_record_from_json(ctx, file, size, out);
    if (passphrase_size > RECORD_PASSPHRASE_MAX)
        return diag_set(ctx, SCT_ERR_PASSPHRASE, "wrong passphrase");
    return unseal(ctx, file, size, passphrase, passphrase_size, out);
}
