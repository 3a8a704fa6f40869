/* tests/examples/example.h - what the examples share: a file as bytes, and a way out. The library itself opens no file. */
#include <scalptone.h>

#include <stdio.h>
#include <stdlib.h>

static inline sct_bytes load(const char *path)
{
    FILE *file = fopen(path, "rb");
    sct_bytes bytes = {NULL, 0};
    long size = file && fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
    if (size > 0 && fseek(file, 0, SEEK_SET) == 0 && (bytes.data = (unsigned char *)malloc((size_t)size)) != NULL)
        bytes.size = fread(bytes.data, 1, (size_t)size, file);
    if (file)
        fclose(file);
    return bytes;
}

/* Ends the program with what went wrong, unless nothing did. */
static inline void must(sct_context *ctx, sct_status status)
{
    if (status == SCT_OK)
        return;
    printf("%s: %s\n", sct_status_name(status), sct_context_message(ctx));
    exit(EXIT_FAILURE);
}
