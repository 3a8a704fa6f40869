/*
 * bindings/js/config/sodium.c - what libsodium has of its surroundings: chance, which JavaScript gives
 * (crypto.getRandomValues), and memory that is wiped. It chooses no faster code when it starts: there is one for
 * WebAssembly.
 */
#include <string.h>

/* As libsodium declares them. */
int sodium_init(void);
void randombytes_buf(void *room, size_t size);
void sodium_memzero(void *room, size_t size);
void sodium_misuse(void);

/* Filled by JavaScript with chance that is fit for keys. */
void js_random(void *room, size_t size);

int sodium_init(void)
{
    return 0;
}

void randombytes_buf(void *room, size_t size)
{
    js_random(room, size);
}

void sodium_memzero(void *room, size_t size)
{
    memset(room, 0, size);
    __asm__ __volatile__("" : : "r"(room) : "memory"); /* it is read, for all that the compiler knows */
}

void sodium_misuse(void)
{
    __builtin_trap();
}
