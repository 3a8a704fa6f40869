/* engine/base/sha256.c - SHA-256 by libmd, behind one function. */
#include "base/base.h"

#include <sha256.h>

void sha256_hex(const void *data, size_t size, char out[65])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256_CTX state;
    SHA256Init(&state);
    SHA256Update(&state, data, size);
    SHA256Final(digest, &state);
    for (int i = 0; i < SHA256_DIGEST_LENGTH; i++) {
        out[2 * i] = digits[digest[i] >> 4];
        out[2 * i + 1] = digits[digest[i] & 15];
    }
    out[64] = '\0';
}
